import {
  COVARIANCE,
  COVARIANCE_OF_EPHEMERIS,
  HEADER,
  METADATA,
  PARTS,
  STATE_OF_EPHEMERIS,
  TRIANGLE_KEYWORDS,
  USER_DEFINED,
  USER_PART,
} from './fields.ts';
import type {
  CcsdsBlock,
  CcsdsHeader,
  CcsdsMessage,
  OemSegment,
  OmmMessage,
  OpmMessage,
  OrbitCovariance,
  OrbitState,
  TdmObservation,
  TdmSegment,
  Triple,
  UserDefined,
} from './message.ts';
import { whyNotEarthFixed } from './earth-fixed.ts';
import { type Faults, type RawBlock, type RawMessage, type RawSegment, versionOf } from './raw.ts';
import { digitsBeyond, tdmFields } from './tdm.ts';
import { isTimeSystem, microsOf, readValues, TIME_SYSTEM_REMEDY } from './values.ts';

type Values = Readonly<Record<string, string | number>>;

/** The message that a text says, or undefined where something of it was refused. */
export function assemble(raw: RawMessage, faults: Faults): CcsdsMessage | undefined {
  const before = faults.count;
  const version = versionOf(raw, faults);
  const header = readValues(raw.header, HEADER, 'UTC', faults) as CcsdsHeader | undefined;
  if (raw.segments.length === 0)
    faults.refuse({
      line: raw.line,
      field: '',
      message: 'the message has no segment: there is nothing in it',
      remedy: 'get the whole message',
    });
  for (const { metadata } of raw.segments) noteFrame(metadata, faults);
  const systems = raw.segments.map((segment) => systemOf(segment, faults));
  sameThroughout(raw, faults);
  const message =
    raw.kind === 'oem'
      ? { segments: raw.segments.map((segment, k) => ephemerisOf(segment, systems[k], faults)) }
      : raw.kind === 'tdm'
        ? { segments: raw.segments.map((segment, k) => trackingOf(segment, systems[k], faults)) }
        : raw.segments.map((segment, k) => objectOf(raw.kind as 'opm' | 'omm', segment, systems[k], faults))[0];
  if (raw.isRefused || faults.count > before || header === undefined || message === undefined) return undefined;
  return { kind: raw.kind, version, header, ...message } as CcsdsMessage;
}

function said(block: RawBlock, keyword: string): { readonly value: string; readonly line: number } | undefined {
  return block.entries.find((entry) => entry.keyword === keyword);
}

/** The time system of a segment; of one that is not known, UTC is assumed to look for other faults. */
function systemOf({ metadata }: RawSegment, faults: Faults): string {
  const system = said(metadata, 'TIME_SYSTEM');
  if (system === undefined || system.value === '') return 'UTC';
  if (isTimeSystem(system.value)) return system.value;
  faults.refuse({
    line: system.line,
    field: 'TIME_SYSTEM',
    message: `"${system.value.slice(0, 20)}" is none of the standard`,
    remedy: TIME_SYSTEM_REMEDY,
  });
  return 'UTC';
}

/** What all segments of a message have to agree in. */
const SAME: Readonly<Record<string, readonly string[]>> = { oem: ['OBJECT_NAME', 'OBJECT_ID', 'TIME_SYSTEM'], tdm: ['TIME_SYSTEM'] };

function sameThroughout({ kind, segments }: RawMessage, faults: Faults): void {
  for (const keyword of SAME[kind] ?? []) {
    const first = segments.map(({ metadata }) => said(metadata, keyword)).find((one) => one !== undefined);
    const other = segments.map(({ metadata }) => said(metadata, keyword)).find((one) => one !== undefined && one.value !== first?.value);
    if (first !== undefined && other !== undefined)
      faults.refuse({
        line: other.line,
        field: keyword,
        message: `it is "${other.value.slice(0, 40)}", and "${first.value.slice(0, 40)}" at line ${first.line}: the segments of a message have one`,
        remedy: 'make two messages of it',
      });
  }
}

function noteFrame(metadata: RawBlock, faults: Faults): void {
  const [frame, center] = ['REF_FRAME', 'CENTER_NAME'].map((keyword) => said(metadata, keyword)?.value);
  if (frame === undefined || center === undefined) return;
  const why = whyNotEarthFixed({ REF_FRAME: frame, CENTER_NAME: center, REF_FRAME_EPOCH: said(metadata, 'REF_FRAME_EPOCH')?.value });
  if (why !== undefined) faults.note(`${why}: states are kept as they are, and are not brought to the axes of the Earth`);
}

function partsOf(segment: RawSegment, name: string): readonly RawBlock[] {
  return segment.data.filter((block) => block.name === name);
}

function ephemerisOf(segment: RawSegment, system: string, faults: Faults): OemSegment | undefined {
  const metadata = readValues(segment.metadata, METADATA.oem, system, faults) as OemSegment['metadata'] | undefined;
  const states = partsOf(segment, 'stateVector').map((block) => stateOf(block, system, faults));
  // A remark within a state stands before all of them.
  const comments = [...partsOf(segment, 'data'), ...partsOf(segment, 'stateVector')].flatMap((block) => block.comments);
  const covariances = partsOf(segment, 'covarianceMatrix').map((block) => covarianceOf(block, COVARIANCE_OF_EPHEMERIS, system, faults));
  if (states.length === 0)
    faults.refuse({
      line: segment.line,
      field: 'EPOCH',
      message: 'the segment has no state',
      remedy: 'give one at least, or leave the segment out',
    });
  for (let k = 1; k < states.length; k++) {
    const [earlier, later] = [states[k - 1]?.at_us, states[k]?.at_us];
    if (earlier !== undefined && later !== undefined && later < earlier)
      faults.refuse({
        line: partsOf(segment, 'stateVector')[k].line,
        field: 'EPOCH',
        message: 'it is before the state above it',
        remedy: 'put the states in the order of their epochs',
      });
  }
  const [start, stop] = [metadata?.values.START_TIME, metadata?.values.STOP_TIME].map((text) =>
    text === undefined ? undefined : microsOf(text, system),
  );
  if (start !== undefined && stop !== undefined && stop < start)
    faults.refuse({
      line: said(segment.metadata, 'STOP_TIME')?.line ?? segment.line,
      field: 'STOP_TIME',
      message: 'it is before START_TIME',
      remedy: 'put the two right',
    });
  if (metadata?.values.INTERPOLATION !== undefined && metadata.values.INTERPOLATION_DEGREE === undefined)
    faults.refuse({
      line: said(segment.metadata, 'INTERPOLATION')?.line ?? segment.line,
      field: 'INTERPOLATION_DEGREE',
      message: 'it is missing beside INTERPOLATION',
      remedy: 'give both or none',
    });
  if (metadata === undefined) return undefined;
  return { metadata, comments, states: states.filter(isThere), covariances: covariances.filter(isThere) };
}

function isThere<T>(one: T | undefined): one is T {
  return one !== undefined;
}

function stateOf(block: RawBlock, system: string, faults: Faults): OrbitState | undefined {
  const read = readValues(block, STATE_OF_EPHEMERIS, system, faults);
  if (read === undefined) return undefined;
  const { values } = read;
  const of = (...keywords: readonly string[]): Triple => keywords.map((keyword) => values[keyword]) as unknown as Triple;
  const epoch = values.EPOCH as string;
  const accelerations = of('X_DDOT', 'Y_DDOT', 'Z_DDOT');
  const known = accelerations.filter((one: number | undefined) => one !== undefined).length;
  if (known !== 0 && known !== 3)
    return faults.refuse({
      line: block.line,
      field: 'X_DDOT',
      message: `${known} of three accelerations are there`,
      remedy: 'give all three or none',
    });
  return {
    epoch,
    at_us: microsOf(epoch, system),
    position_km: of('X', 'Y', 'Z'),
    velocity_kmps: of('X_DOT', 'Y_DOT', 'Z_DOT'),
    ...(known === 3 && { acceleration_kmps2: accelerations }),
  };
}

function covarianceOf(block: RawBlock, fields: typeof COVARIANCE, system: string, faults: Faults): OrbitCovariance | undefined {
  const read = readValues(block, fields, system, faults);
  if (read === undefined) return undefined;
  const { comments, values } = read;
  const { EPOCH: epoch, COV_REF_FRAME: frame } = values as { readonly EPOCH?: string; readonly COV_REF_FRAME?: string };
  const lower = TRIANGLE_KEYWORDS.map((keyword) => values[keyword] as number);
  if (!isCovariance(lower))
    faults.note(`what is called a covariance at line ${block.line} is none: a variance is negative, or a correlation beyond one`);
  return {
    comments,
    ...(epoch !== undefined && { epoch, at_us: microsOf(epoch, system) }),
    ...(frame !== undefined && { frame }),
    lower,
  };
}

/** Whether no variance is negative and no correlation beyond one; a matrix that is not positive for finer reasons is told by who uses it. */
function isCovariance(lower: readonly number[]): boolean {
  const variance = [0, 2, 5, 9, 14, 20].map((k) => lower[k]);
  if (variance.some((one) => one < 0)) return false;
  for (let i = 0, k = 0; i < 6; i++)
    for (let j = 0; j <= i; j++, k++) if (lower[k] ** 2 > variance[i] * variance[j] * (1 + 1e-6)) return false;
  return true;
}

/** A message of one object. */
function objectOf(
  kind: 'opm' | 'omm',
  segment: RawSegment,
  system: string,
  faults: Faults,
): Omit<OpmMessage, 'kind' | 'version' | 'header'> | Omit<OmmMessage, 'kind' | 'version' | 'header'> | undefined {
  const metadata = readValues(segment.metadata, METADATA[kind], system, faults);
  const blocks = new Map<string, CcsdsBlock<Values>>();
  for (const { name, fields, must, many } of PARTS[kind]) {
    const [raw] = partsOf(segment, name);
    if (raw === undefined && must === true)
      faults.refuse({ line: segment.line, field: fields[0].keyword, message: `the message has no ${name}`, remedy: 'give one' });
    if (raw === undefined || name === USER_PART || name === 'covarianceMatrix' || many !== undefined) continue;
    const block = readValues(raw, fields, system, faults);
    if (block !== undefined) blocks.set(name, block);
  }
  const alternatives =
    kind === 'opm'
      ? ([['keplerianElements', 'TRUE_ANOMALY', 'MEAN_ANOMALY']] as const)
      : ([['meanElements', 'SEMI_MAJOR_AXIS', 'MEAN_MOTION']] as const);
  for (const [name, one, other] of alternatives) {
    const values = blocks.get(name)?.values;
    if (values !== undefined && (values[one] === undefined) === (values[other] === undefined))
      faults.refuse({
        line: partsOf(segment, name)[0].line,
        field: one,
        message: `${values[one] === undefined ? 'neither it nor' : 'both it and'} ${other} ${values[one] === undefined ? 'is' : 'are'} there`,
        remedy: 'give one of the two',
      });
  }
  const [matrix] = partsOf(segment, 'covarianceMatrix');
  const covariance = matrix === undefined ? undefined : covarianceOf(matrix, COVARIANCE, system, faults);
  const spacecraft = blocks.get('spacecraftParameters');
  const [users] = partsOf(segment, USER_PART);
  const userDefined = users === undefined ? undefined : userOf(users, faults);
  // Remarks on all data are of its first part, as keyword = value notation has them.
  const onAll = partsOf(segment, 'data').flatMap((block) => block.comments);
  const shared = {
    ...(spacecraft !== undefined && { spacecraft }),
    ...(covariance !== undefined && { covariance }),
    ...(userDefined !== undefined && { userDefined }),
  };
  if (kind === 'omm') {
    const elements = blocks.get('meanElements');
    if (metadata === undefined || elements === undefined) return undefined;
    const tle = blocks.get('tleParameters');
    return {
      metadata,
      meanElements: { comments: [...onAll, ...elements.comments], values: elements.values },
      ...(tle !== undefined && { tle }),
      ...shared,
    } as unknown as Omit<OmmMessage, 'kind' | 'version' | 'header'>;
  }
  const [vector] = partsOf(segment, 'stateVector');
  const state = blocks.has('stateVector') ? stateOf(vector, system, faults) : undefined;
  const keplerian = blocks.get('keplerianElements');
  const manoeuvres = partsOf(segment, 'maneuverParameters').flatMap((raw) => {
    const fields = PARTS.opm.find(({ name }) => name === 'maneuverParameters')?.fields ?? [];
    return [readValues(raw, fields, system, faults)].filter(isThere);
  });
  if (metadata === undefined || state === undefined) return undefined;
  return {
    metadata,
    state: { ...state, comments: [...onAll, ...vector.comments] },
    ...(keplerian !== undefined && { keplerian }),
    manoeuvres,
    ...shared,
  } as unknown as Omit<OpmMessage, 'kind' | 'version' | 'header'>;
}

function userOf(block: RawBlock, faults: Faults): UserDefined {
  const lines = new Map<string, number>();
  for (const { keyword, line } of block.entries) {
    const first = lines.get(keyword);
    if (first !== undefined)
      faults.refuse({ line, field: keyword.slice(0, 40), message: `line ${first} says it too`, remedy: 'leave one of the two out' });
    lines.set(keyword, line);
  }
  return {
    comments: block.comments,
    parameters: block.entries.map(({ keyword, value }) => ({ name: keyword.slice(USER_DEFINED.length), value })),
  };
}

function trackingOf(segment: RawSegment, system: string, faults: Faults): TdmSegment | undefined {
  const metadata = readValues(segment.metadata, tdmFields(said(segment.metadata, 'RANGE_UNITS')?.value), system, faults);
  const comments = partsOf(segment, 'data').flatMap((block) => block.comments);
  const observations = partsOf(segment, 'observation').map((block) => observationOf(block, system, faults));
  return metadata === undefined ? undefined : { metadata, comments, observations: observations.filter(isThere) };
}

function observationOf(
  { entries: [epoch, { keyword, value, line }] }: RawBlock,
  system: string,
  faults: Faults,
): TdmObservation | undefined {
  const block: RawBlock = { name: 'observation', line, comments: [], entries: [epoch, { keyword, value, line }] };
  const read = readValues(block, [EPOCH, { keyword, type: 'number', must: true }], system, faults);
  if (read === undefined) return undefined;
  const number = read.values[keyword] as number;
  const digits = digitsBeyond(value, number);
  return { keyword, epoch: epoch.value, at_us: microsOf(epoch.value, system), value: number, ...(digits !== undefined && { digits }) };
}

const EPOCH = { keyword: 'EPOCH', type: 'epoch', must: true } as const;
