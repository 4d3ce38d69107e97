import { byPhenomenology } from '../core/sense/sensor.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import type { Alarm } from '../core/tell/alarm.ts';
import type { Emission } from '../core/tell/emission.ts';
import { microsFromIso } from './iso.ts';
import { parseWireEmission, toWire, wireJsonSchemas } from './wire.ts';
import { schemasMatchTheCore, sensorSchema } from './wire-core.ts';
import { runSummarySchema, summaryLineSchema } from './wire-cli.ts';
import { actRequestSchema, feedMessageSchema } from './wire-feed.ts';
import { emptyView } from './view.ts';

const at_us = microsFromIso('2022-11-18T01:15:02.250Z');
const point = { frame: 'geodetic', latitude_rad: 0.684, longitude_rad: 2.193, height_m: 0 } as const;
const ground = { point, covarianceEast_m2: 4e6, covarianceEastNorth_m2: 0, covarianceNorth_m2: 4e6 };

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (Object.is(x, -0) ? 0 : x));
const vec3 = fc.record({ x: finite, y: finite, z: finite });
const track: fc.Arbitrary<Emission> = fc
  .record({
    id: fc.string({ minLength: 1 }),
    at_us: fc.constant(at_us),
    status: fc.constantFrom('tentative' as const, 'confirmed' as const, 'ended' as const),
    basis: fc.constantFrom('observed' as const, 'predicted' as const),
    positionEcef_m: vec3,
    velocityEcef_mps: vec3,
    covariance: fc.array(finite, { minLength: 21, maxLength: 21 }),
    modes: fc.record({ boost: finite, coast: finite, entry: finite, manoeuvre: finite }),
    score: finite,
    hits: fc.record(byPhenomenology(() => fc.nat())),
    last_us: fc.record(
      byPhenomenology(() => fc.nat()),
      { requiredKeys: [] },
    ),
    sources: fc.array(fc.record({ seq: fc.nat(), index: fc.nat() })),
  })
  .map((one) => ({ kind: 'track', track: one }));

const bias = { range_m: 2000, azimuth_rad: 0, elevation_rad: 1e-3, time_s: -2 };
const alarms = (
  [
    { alarm: 'wrong-line', seq: 7, inputKind: 'act', claimed: 'live', line: 'exercise', count: 1 },
    { alarm: 'sensor-rejected', source: 'radar-north', reason: 'bad signature', count: 101 },
    { alarm: 'sources-rejected', source: 'radar-x', reason: 'bad signature', count: 1 },
    { alarm: 'sensor-silent', phase: 'begins', sensor: 'radar-north', since_us: at_us, silence_s: 12.5, limit_s: 12, through: 0.35 },
    { alarm: 'sensor-late', phase: 'begins', sensor: 'radar-north', delay_s: 20, horizon_s: 15, wanted_s: 22, refused: 100 },
    { alarm: 'sensor-clock', phase: 'ends', sensor: 'radar-north', ahead_s: 2.5, refused: 30 },
    { alarm: 'sensor-bias', sensor: 'radar-north', finding: { kind: 'biased', bias, sigma: bias } },
    { alarm: 'sensor-bias', sensor: 'radar-north', finding: { kind: 'beside', track: 'T7', apart_m: 2100 } },
    { alarm: 'sensor-bias', sensor: 'radar-north', finding: { kind: 'unregistered', radars: 24 } },
    { alarm: 'sensor-bias', sensor: 'radar-north', finding: { kind: 'drifting', moves: 2, span_s: 120 } },
    { alarm: 'track-limit', phase: 'begins', sensor: 'radar-north', scans: 1 },
  ] satisfies Alarm[]
).map((alarm): Emission => ({ kind: 'alarm', at_us, ...alarm }));

const others: readonly Emission[] = [
  { kind: 'alive', at_us, line: 'exercise', entries: 12 },
  { kind: 'refused', seq: 7, at_us, reason: 'wrong-line', detail: 'a drill for the live line' },
  ...alarms,
  {
    kind: 'screened',
    at_us,
    seq: 7,
    sensor: 'radar-north',
    detections: 3,
    counts: { 'range-outside-coverage': 1 },
    setAside: [{ index: 1, reason: 'range-outside-coverage' }],
  },
  {
    kind: 'late-taken',
    at_us,
    scans: [{ seq: 7, sensor: 'radar-north', measuredAt_us: at_us }],
    since_us: at_us,
    changes: [{ track: 'T-1', change: 'moved', moved_m: 120.5 }],
  },
  { kind: 'notice', notice: { event: 'E-1', at_us, track: 'T-1', firstSeen_us: at_us, phenomenology: 'heat', place: ground } },
];

test('what the core says survives the way to a line of text and back', () => {
  holds(
    fc.property(fc.oneof(track, fc.constantFrom(...others)), (emission) => {
      const wire = toWire(emission);
      expect(parseWireEmission(JSON.stringify(wire))).toEqual(JSON.parse(JSON.stringify(wire)));
    }),
  );
});

test('each line carries its time as people read it, beside the exact one', () => {
  for (const emission of others) expect(toWire(emission)).toMatchObject({ ...emission, time: '2022-11-18T01:15:02.250Z' });
});

test('a line that the core does not say is refused, and the field is named', () => {
  expect(() => parseWireEmission('{"kind":"alive","time":"","at_us":1.5,"line":"exercise","entries":1}')).toThrow('at_us');
  expect(() => parseWireEmission('{"kind":"attack"}')).toThrow();
});

test('a reader of today takes a field that a later version adds', () => {
  const later = { ...toWire(others[0]), addedLater: true };
  expect(parseWireEmission(JSON.stringify(later)).kind).toBe('alive');
});

test('schemas and core types say the same (checked by the compiler)', () => {
  expect(schemasMatchTheCore).toEqual([true, true, true]);
  expect(sensorSchema.safeParse({ kind: 'sonar', id: 'x' }).success).toBe(false);
});

test('a heartbeat and a warning cannot be taken for each other', () => {
  const heartbeat = { kind: 'alive', seq: 4, at_us, time: '', dataAge_s: 1, state: 'running', entries: 9, sensors: [] };
  expect(feedMessageSchema.safeParse(heartbeat).success).toBe(true);
  expect(feedMessageSchema.safeParse({ ...heartbeat, kind: 'said' }).success).toBe(false);
  expect(feedMessageSchema.safeParse({ kind: 'alive', seq: 4, emission: toWire(others[0]) }).success).toBe(false);
});

test('an act has no place for who acts: that is the session’s to say', () => {
  const act = { act: 'release', line: 'exercise', warning: 'W-1', revision: 1 };
  expect(actRequestSchema.safeParse(act).success).toBe(true);
  expect(actRequestSchema.safeParse({ ...act, person: 'somebody else' }).success).toBe(false);
});

test('an empty view is a snapshot', () => {
  expect(feedMessageSchema.safeParse({ kind: 'snapshot', seq: 0, view: emptyView() }).success).toBe(true);
});

test('every schema is published as JSON Schema, and lets unknown fields pass where others read', () => {
  const schemas = wireJsonSchemas();
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining([
      'run',
      'flights',
      'ascent',
      'feed',
      'act',
      'act-answer',
      'session',
      'session-answer',
      'delivery',
      'exercise',
      'exercise-state',
    ]),
  );
  for (const [name, schema] of Object.entries(schemas))
    expect(schema).toMatchObject({ title: `tocsin ${name}`, $schema: expect.stringContaining('2020-12') });
  expect(JSON.stringify(schemas['run'])).not.toContain('"additionalProperties":false');
});

test('the last line of a run holds its summary', () => {
  const line = {
    summary: {
      scenario: 'x',
      seed: 1,
      zero: '',
      level: 'none',
      noticeAt_s: null,
      recommendedAt_s: null,
      releasedAt_s: null,
      retractedAt_s: null,
      takenBack: false,
      cause: null,
      launch: null,
      impact: null,
    },
  };
  expect(summaryLineSchema(runSummarySchema).parse(line)).toEqual(line);
  expect(summaryLineSchema(runSummarySchema).safeParse({ summary: { ...line.summary, level: 'panic' } }).success).toBe(false);
});
