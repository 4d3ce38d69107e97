import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import {
  type Field,
  HEADER,
  KEPLERIAN,
  MANOEUVRE,
  MEAN_ELEMENTS,
  OEM_METADATA,
  OMM_METADATA,
  OPM_METADATA,
  SPACECRAFT,
  TLE,
} from './fields.ts';
import type { CcsdsMessage, OemMessage, OmmMessage, OpmMessage, OrbitCovariance, OrbitState, TdmMessage, Triple } from './message.ts';
import { readCcsds } from './read-messages.ts';
import { microsOf } from './values.ts';
import { writeKvn, writeXml } from './write.ts';

const TIMES = ['UTC', 'TAI', 'GPS', 'TT', 'TDB', 'UT1', 'MET', 'SCLK'];
/** Words of any script and any sign, without blanks at the ends. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((one) => one.trim() === one && !/[\p{C}\u2028\u2029]/u.test(one)),
  fc.constantFrom(
    '[km]',
    '3 [m]',
    'A = B',
    '<b>&amp;</b>',
    ']]>',
    'META_START',
    '=',
    'COMMENT',
    '"\'',
    'X [',
    '-',
    '0',
    '2 [furlong]',
    '3[m]',
    '3  [m]',
    'a  b',
    'a\tb',
    '-1e3 [km]',
  ),
);
const remark = fc.oneof(text, fc.constant(''));
const comments = fc.array(remark, { maxLength: 3 });
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(0, -0, 1e-320, 1.7976931348623157e308),
);
const seconds = fc.integer({ min: -2_000_000_000, max: 4_000_000_000 });
/** Rising epochs, whatever their notation. */
const epochs = (count: number) =>
  fc
    .tuple(fc.array(seconds, { minLength: count, maxLength: count }), fc.nat({ max: 999_999 }), fc.boolean())
    .map(([all, micros, isOfYear]) =>
      [...all]
        .sort((a, b) => a - b)
        .map((s) => {
          const iso = new Date(s * 1000).toISOString();
          const day = Math.floor((s * 1000 - Date.UTC(Number(iso.slice(0, 4)), 0, 1)) / 86_400_000) + 1;
          const date = isOfYear ? `${iso.slice(0, 4)}-${String(day).padStart(3, '0')}` : iso.slice(0, 10);
          return `${date}${iso.slice(10, 19)}.${String(micros).padStart(6, '0')}`;
        }),
    );
const epoch = epochs(1).map(([one]) => one);

function valueOf({ type }: Field): fc.Arbitrary<string | number> {
  if (type === 'text') return text;
  if (type === 'epoch') return epoch;
  return type === 'integer' ? fc.integer() : number;
}

function block(fields: readonly Field[], fixed: Readonly<Record<string, fc.Arbitrary<string | number>>> = {}, not: readonly string[] = []) {
  const of = Object.fromEntries(
    fields.filter(({ keyword }) => !not.includes(keyword)).map((field) => [field.keyword, fixed[field.keyword] ?? valueOf(field)]),
  );
  const requiredKeys = fields.filter(({ must, keyword }) => must || keyword in fixed).map(({ keyword }) => keyword);
  return fc.record({ comments, values: fc.record(of, { requiredKeys }) }) as fc.Arbitrary<{ comments: string[]; values: never }>;
}

const triple = fc.tuple(number, number, number) as fc.Arbitrary<Triple>;
const lower = fc.array(number, { minLength: 21, maxLength: 21 });
const user = fc.record({
  comments,
  parameters: fc.uniqueArray(fc.record({ name: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,9}$/), value: text }), {
    minLength: 1,
    maxLength: 4,
    selector: ({ name }) => name,
  }),
});
const header = block(HEADER);
const version = fc.constantFrom('2.0', '3.0');

function states(system: string, most: number): fc.Arbitrary<OrbitState[]> {
  return fc.tuple(fc.integer({ min: 1, max: most }), fc.boolean()).chain(([count, isMoving]) =>
    fc.tuple(epochs(count), fc.array(fc.tuple(triple, triple, triple), { minLength: count, maxLength: count })).map(([times, vectors]) =>
      times.map((one, k) => ({
        epoch: one,
        at_us: microsOf(one, system),
        position_km: vectors[k][0],
        velocity_kmps: vectors[k][1],
        ...(isMoving && { acceleration_kmps2: vectors[k][2] }),
      })),
    ),
  );
}

function covariance(system: string, isOfEphemeris: boolean): fc.Arbitrary<OrbitCovariance> {
  return fc.record({ comments, epoch, frame: fc.option(text, { nil: undefined }), lower }).map(({ epoch: at, frame, ...rest }) => ({
    ...rest,
    ...(isOfEphemeris && { epoch: at, at_us: microsOf(at, system) }),
    ...(frame !== undefined && { frame }),
  }));
}

const optional = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });
/** A message without what it does not say. */
const dense = <T extends object>(message: T): T => Object.fromEntries(Object.entries(message).filter(([, one]) => one !== undefined)) as T;

const opm: fc.Arbitrary<OpmMessage> = fc.constantFrom(...TIMES).chain((system) =>
  fc
    .record({
      kind: fc.constant('opm' as const),
      version,
      header,
      metadata: block(OPM_METADATA, { TIME_SYSTEM: fc.constant(system) }),
      state: fc
        .tuple(states(system, 1), comments)
        .map(([[{ acceleration_kmps2: _, ...state }], said]): OpmMessage['state'] => ({ ...state, comments: said })),
      keplerian: optional(
        fc.oneof(
          block(KEPLERIAN, { TRUE_ANOMALY: number }, ['MEAN_ANOMALY']),
          block(KEPLERIAN, { MEAN_ANOMALY: number }, ['TRUE_ANOMALY']),
        ),
      ),
      spacecraft: optional(block(SPACECRAFT, { MASS: number })),
      covariance: optional(covariance(system, false)),
      manoeuvres: fc.array(block(MANOEUVRE), { maxLength: 3 }),
      userDefined: optional(user),
    })
    .map(dense),
);

const omm: fc.Arbitrary<OmmMessage> = fc.constantFrom(...TIMES).chain((system) =>
  fc
    .record({
      kind: fc.constant('omm' as const),
      version,
      header,
      metadata: block(OMM_METADATA, { TIME_SYSTEM: fc.constant(system) }),
      meanElements: fc.oneof(
        block(MEAN_ELEMENTS, { SEMI_MAJOR_AXIS: number }, ['MEAN_MOTION']),
        block(MEAN_ELEMENTS, { MEAN_MOTION: number }, ['SEMI_MAJOR_AXIS']),
      ),
      spacecraft: optional(block(SPACECRAFT, { MASS: number })),
      tle: optional(block(TLE)),
      covariance: optional(covariance(system, false)),
      userDefined: optional(user),
    })
    .map(dense),
);

const oem: fc.Arbitrary<OemMessage> = fc
  .tuple(fc.constantFrom(...TIMES), text, text, epochs(2))
  .chain(([system, name, id, [start, stop]]) =>
    fc.record({
      kind: fc.constant('oem' as const),
      version,
      header,
      segments: fc.array(
        fc.record({
          metadata: block(OEM_METADATA, {
            TIME_SYSTEM: fc.constant(system),
            OBJECT_NAME: fc.constant(name),
            OBJECT_ID: fc.constant(id),
            START_TIME: fc.constant(start),
            STOP_TIME: fc.constant(stop),
            INTERPOLATION_DEGREE: fc.nat(),
          }),
          comments,
          states: states(system, 5),
          covariances: fc.array(covariance(system, true), { maxLength: 2 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  );

const tdm: fc.Arbitrary<TdmMessage> = fc.constantFrom(...TIMES).chain((system) =>
  fc.record({
    kind: fc.constant('tdm' as const),
    version: fc.constantFrom('1.0', '2.0'),
    header: block(HEADER, {}, ['CLASSIFICATION']),
    segments: fc.array(
      fc.record({
        metadata: fc.record({
          comments,
          values: fc.record(
            {
              TIME_SYSTEM: fc.constant(system),
              PARTICIPANT_1: text,
              PARTICIPANT_2: text,
              MODE: fc.constantFrom('SEQUENTIAL', 'SINGLE_DIFF'),
              RANGE_UNITS: fc.constantFrom('km', 's', 'RU'),
              START_TIME: epoch,
              INTERPOLATION_DEGREE: fc.integer(),
              CORRECTION_RANGE: number,
              TRANSMIT_DELAY_1: number,
              RECEIVE_DELAY_5: number,
            },
            { requiredKeys: ['TIME_SYSTEM', 'PARTICIPANT_1'] },
          ) as fc.Arbitrary<Record<string, string | number>>,
        }),
        comments,
        observations: fc.array(
          fc
            .tuple(fc.constantFrom('RANGE', 'ANGLE_1', 'DOPPLER_INSTANTANEOUS', 'RECEIVE_PHASE_CT_3'), epoch, number)
            .map(([keyword, at, value]) => ({ keyword, epoch: at, at_us: microsOf(at, system), value })),
          { maxLength: 5 },
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

test('whatever message is written, in either notation, is the same when it is read', async () => {
  await holds(
    fc.asyncProperty(fc.array(fc.oneof(opm, omm, oem, tdm), { minLength: 1, maxLength: 3 }), async (messages: CcsdsMessage[]) => {
      for (const written of [writeKvn({ messages }), writeXml({ messages })]) {
        const { problems, messages: read } = await readCcsds(written, 'written');
        expect(problems).toEqual([]);
        expect(read).toEqual(messages);
      }
    }),
    { runs: 200 },
  );
});

test('what a notation cannot say is not written', async () => {
  const [message] = fc.sample(opm, { numRuns: 1, seed: 1 });
  const named = (ORIGINATOR: string): CcsdsMessage => ({
    ...message,
    header: { comments: [], values: { ...message.header.values, ORIGINATOR } },
  });
  for (const name of ['two\nlines', ' blank before', 'blank behind\t', '', 'null\u0000', 'half a sign \ud800', 'a\u2028b', '\ufeff'])
    for (const write of [writeKvn, writeXml]) expect(() => write({ messages: [named(name)] })).toThrow(RangeError);
  const state = (position_km: Triple): CcsdsMessage => ({ ...message, state: { ...message.state, position_km } });
  expect(() => writeKvn({ messages: [state([0, Number.NaN, 0])] })).toThrow('NaN');
  expect(() => writeXml({ messages: [state([0, 0, Number.POSITIVE_INFINITY])] })).toThrow('Infinity');
  expect(() => writeKvn({ messages: [message], combined: { comments: ['of all'] } })).toThrow('write XML');
  const strange = { ...message, metadata: { comments: [], values: { ...message.metadata.values, OBJECT_NAM: 'x' } } };
  expect(() => writeKvn({ messages: [strange] })).toThrow('OBJECT_NAM: the standard has no such keyword');
  expect(() => writeKvn({ messages: [{ ...message, covariance: { comments: [], lower: [1] } }] })).toThrow('21 numbers');
});

test('a message of messages says of itself what it said', async () => {
  const messages = fc.sample(fc.oneof(opm, omm, oem, tdm), { numRuns: 3, seed: 2 });
  const combined = { comments: ['both of one object', ''], messageId: 'NDM 1' };
  const read = await readCcsds(writeXml({ messages, combined }), 'combined');
  expect([read.problems, read.combined, read.messages]).toEqual([[], combined, messages]);
  const alone = await readCcsds(writeXml({ messages: messages.slice(0, 1), combined: { comments: [] } }), 'combined');
  expect([alone.combined, alone.messages.length]).toEqual([{ comments: [] }, 1]);
});
