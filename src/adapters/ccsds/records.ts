import { isoFromMicros } from '../../api/iso.ts';
import type { Micros } from '../../core/units.ts';
import { describeRefusal } from '../plots/report.ts';
import { earthFixed, earthFixedCovariance, type FrameOfStates } from './earth-fixed.ts';
import type {
  CcsdsBlock,
  CcsdsMessage,
  OemMessage,
  OmmMessage,
  OpmMessage,
  OrbitCovariance,
  OrbitState,
  TdmMessage,
  Triple,
} from './message.ts';
import { type CcsdsReading, readCcsdsFile } from './read-messages.ts';
import { microsOf } from './values.ts';

type Where = {
  /** Which message of the file and which of its segments, from 1. */
  readonly message: number;
  readonly segment: number;
};
type Values = Readonly<Record<string, string | number>>;

/** One line of what is in a file, for `tocsin decode`: each part of each message in the units of the standard, by its keywords. `at`: the epoch in UTC, null where its time system cannot be brought there. */
export type CcsdsRecord =
  | ({
      readonly record: 'message';
      readonly kind: CcsdsMessage['kind'];
      readonly version: string;
      readonly comments: readonly string[];
    } & Pick<Where, 'message'> & { readonly values: Values })
  | (Where & {
      readonly record: 'metadata' | 'keplerian' | 'spacecraft' | 'manoeuvre' | 'mean-elements' | 'tle' | 'user-defined';
      readonly comments: readonly string[];
      readonly values: Values;
    })
  | (Where & {
      readonly record: 'state';
      readonly epoch: string;
      readonly at: string | null;
      readonly frame: string;
      readonly position_km: Triple;
      readonly velocity_kmps: Triple;
      readonly acceleration_kmps2?: Triple;
      /** On axes that turn with the Earth (WGS 84), and the most it is off because of what was left out; null where the frame or the time cannot be brought there. */
      readonly ecef: { readonly position_m: Triple; readonly velocity_mps: Triple; readonly error_m: number } | null;
    })
  | (Where & {
      readonly record: 'covariance';
      readonly epoch: string;
      readonly at: string | null;
      readonly frame: string;
      readonly comments: readonly string[];
      readonly lower: readonly number[];
      /** 6 × 6, row by row, m², m²/s, m²/s², on the axes of the Earth; null where its frame, or a state of its epoch, is not known. */
      readonly ecef: readonly number[] | null;
    })
  | (Where & {
      readonly record: 'observation';
      readonly keyword: string;
      readonly epoch: string;
      readonly at: string | null;
      readonly value: number;
      readonly digits?: string;
    });

/** What a reading holds, record by record, in the order of the file. */
export function* ccsdsRecords({ messages }: Pick<CcsdsReading, 'messages'>): Generator<CcsdsRecord> {
  for (const [k, message] of messages.entries()) {
    const { kind, version, header } = message;
    yield { record: 'message', message: k + 1, kind, version, comments: header.comments, values: plain(header) };
    if (message.kind === 'oem') yield* ephemerisRecords(message, k + 1);
    else if (message.kind === 'tdm') yield* trackingRecords(message, k + 1);
    else yield* objectRecords(message, k + 1);
  }
}

function plain({ values }: CcsdsBlock<object>): Values {
  return values as Values;
}

function timeOf(at_us: Micros | undefined): string | null {
  return at_us === undefined ? null : isoFromMicros(at_us);
}

function* ephemerisRecords({ segments }: OemMessage, message: number): Generator<CcsdsRecord> {
  for (const [k, { metadata, comments, states, covariances }] of segments.entries()) {
    const where: Where = { message, segment: k + 1 };
    // Remarks on the states are told with what is said of them.
    yield { record: 'metadata', ...where, comments: [...metadata.comments, ...comments], values: plain(metadata) };
    for (const state of states) yield stateRecord(state, metadata.values, where);
    for (const covariance of covariances) {
      const state = states.find(({ at_us }) => at_us !== undefined && at_us === covariance.at_us);
      yield covarianceRecord(covariance, state, metadata.values, where, covariance.epoch ?? '');
    }
  }
}

function* trackingRecords({ segments }: TdmMessage, message: number): Generator<CcsdsRecord> {
  for (const [k, { metadata, comments, observations }] of segments.entries()) {
    const where: Where = { message, segment: k + 1 };
    yield { record: 'metadata', ...where, comments: [...metadata.comments, ...comments], values: metadata.values };
    for (const { keyword, epoch, at_us, value, digits } of observations)
      yield { record: 'observation', ...where, keyword, epoch, at: timeOf(at_us), value, ...(digits !== undefined && { digits }) };
  }
}

function* objectRecords(message: OpmMessage | OmmMessage, number: number): Generator<CcsdsRecord> {
  const where: Where = { message: number, segment: 1 };
  const { metadata, spacecraft, covariance, userDefined } = message;
  const block = (
    record: 'metadata' | 'keplerian' | 'spacecraft' | 'manoeuvre' | 'mean-elements' | 'tle',
    one: CcsdsBlock<object> | undefined,
  ): CcsdsRecord[] => (one === undefined ? [] : [{ record, ...where, comments: one.comments, values: plain(one) }]);
  yield* block('metadata', metadata);
  const isState = message.kind === 'opm';
  if (isState) {
    yield stateRecord(message.state, metadata.values, where);
    yield* block('keplerian', message.keplerian);
  } else {
    yield* block('mean-elements', message.meanElements);
    yield* block('tle', message.tle);
  }
  yield* block('spacecraft', spacecraft);
  const epoch = isState ? message.state.epoch : message.meanElements.values.EPOCH;
  if (covariance !== undefined) {
    const at_us = microsOf(epoch, metadata.values.TIME_SYSTEM);
    yield covarianceRecord({ ...covariance, at_us }, isState ? message.state : undefined, metadata.values, where, epoch);
  }
  if (isState) for (const manoeuvre of message.manoeuvres) yield* block('manoeuvre', manoeuvre);
  if (userDefined !== undefined)
    yield {
      record: 'user-defined',
      ...where,
      comments: userDefined.comments,
      values: Object.fromEntries(userDefined.parameters.map(({ name, value }) => [name, value])),
    };
}

function stateRecord(state: OrbitState, frame: FrameOfStates, where: Where): CcsdsRecord {
  const { epoch, at_us, position_km, velocity_kmps, acceleration_kmps2 } = state;
  const fixed = earthFixed(state, frame);
  return {
    record: 'state',
    ...where,
    epoch,
    at: timeOf(at_us),
    frame: frame.REF_FRAME,
    position_km,
    velocity_kmps,
    ...(acceleration_kmps2 !== undefined && { acceleration_kmps2 }),
    ecef: fixed === undefined ? null : { position_m: fixed.positionEcef_m, velocity_mps: fixed.velocityEcef_mps, error_m: fixed.error_m },
  };
}

function covarianceRecord(
  covariance: OrbitCovariance,
  state: OrbitState | undefined,
  of: FrameOfStates,
  where: Where,
  epoch: string,
): CcsdsRecord {
  const { comments, frame = of.REF_FRAME, lower } = covariance;
  const ecef = state === undefined ? undefined : earthFixedCovariance(covariance, state, of);
  return { record: 'covariance', ...where, epoch, at: timeOf(covariance.at_us), frame, comments, lower, ecef: ecef ?? null };
}

/** A record in one line for people: `1.2 state 2022-01-17T12:00:00Z EME2000 545.284 4217.457 5288.810 km …`. */
export function describeRecord(record: CcsdsRecord): string {
  switch (record.record) {
    case 'message':
      return `${record.message} message ${record.kind.toUpperCase()} ${record.version} ${pairs(record.values)}`;
    case 'state': {
      const { position_km, velocity_kmps, frame, ecef } = record;
      const off =
        ecef === null
          ? 'not brought to the axes of the Earth'
          : `ECEF ${ecef.position_m.map((m) => m.toFixed(0)).join(' ')} m ± ${ecef.error_m.toFixed(0)}`;
      return `${place(record)} state ${time(record)} ${frame} ${position_km.join(' ')} km ${velocity_kmps.join(' ')} km/s; ${off}`;
    }
    case 'covariance': {
      const sigmas_km = [0, 2, 5].map((k) => Math.sqrt(record.lower[k]).toPrecision(3));
      return `${place(record)} covariance ${time(record)} ${record.frame} sigmas of position ${sigmas_km.join(' ')} km`;
    }
    case 'observation':
      return `${place(record)} observation ${time(record)} ${record.keyword} ${record.digits ?? record.value}`;
    default:
      return `${place(record)} ${record.record} ${pairs(record.values)}`;
  }
}

function place({ message, segment }: Where): string {
  return `${message}.${segment}`;
}

function time({ at, epoch }: { readonly at: string | null; readonly epoch: string }): string {
  return at ?? `${epoch} (no time of UTC)`;
}

function pairs(values: Values): string {
  return Object.entries(values)
    .map(([keyword, value]) => `${keyword} ${value}`)
    .join(', ');
}

/** What is wrong with a file, for `tocsin validate`: a line for each fault, `plan.opm:17 SEMI_MAJOR_AXIS: "x" is no number; write a decimal number`, and what a person should know that is no fault. No lines: it holds.
 *  Throws only where the file cannot be opened. */
export async function validateCcsds(
  file: string,
): Promise<{ readonly faults: readonly string[]; readonly refused: number; readonly notes: readonly string[]; readonly messages: number }> {
  const { problems, refused, notes, messages } = await readCcsdsFile(file);
  return { faults: problems.map(describeRefusal), refused, notes, messages: messages.length };
}
