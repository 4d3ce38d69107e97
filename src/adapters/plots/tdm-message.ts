import { refuseUnread, type Reporter } from './report.ts';

/** A CCSDS Tracking Data Message as its text says it, KVN and XML alike; what it means is worked out in tdm.ts.
 *  Source  CCSDS 503.0-B-2, Tracking Data Message, 2020. */
export type TdmMessage = {
  /** By keyword, without the version. */
  readonly header: ReadonlyMap<string, TdmValue>;
  readonly comments: readonly string[];
  readonly segments: readonly TdmSegment[];
};

/** What a reader of messages tells while it reads. */
export type TdmReporter = Pick<Reporter, 'refuse' | 'fail' | 'note' | 'count'>;

export type TdmSegment = {
  readonly line: number;
  /** By keyword. */
  readonly metadata: ReadonlyMap<string, TdmValue>;
  /** Remarks on the metadata, and on the data. */
  readonly comments: readonly string[];
  readonly dataComments: readonly string[];
  readonly records: readonly TdmRecord[];
};

/** `other`: what it is said to be a second time, where that differs. */
export type TdmValue = { readonly value: string; readonly line: number; readonly other?: string; readonly otherLine?: number };
export type TdmRecord = { readonly keyword: string; readonly epoch: string; readonly value: string; readonly line: number };

const VERSIONS = ['1.0', '2.0'];

/** Says of which version a message is that is read as one of version 2; undefined where it does not say so. */
export function noteVersion(version: string | undefined, reporter: TdmReporter): void {
  if (version === undefined)
    reporter.note('CCSDS_TDM_VERS, with which a tracking data message begins, is missing: it is read as version 2.0');
  else if (!VERSIONS.includes(version))
    reporter.note(
      `CCSDS_TDM_VERS is ${version.slice(0, 20)}: it is read as version 2.0, and what later versions mean otherwise is not known`,
    );
}

/** Adds a line of metadata, or refuses what the standard does not have. */
export function addMetadata(metadata: Map<string, TdmValue>, keyword: string, value: string, line: number, reporter: TdmReporter): void {
  const before = metadata.get(keyword);
  if (!isMetadataKeyword(keyword))
    refuseUnread(reporter, { line, field: keyword, message: 'the standard has no such metadata', remedy: 'mend the keyword' });
  else if (before === undefined) metadata.set(keyword, { value, line });
  else if (before.value !== value) metadata.set(keyword, { ...before, other: value, otherLine: line });
}

/** Records of a message; a longer one is not read. */
export const MOST_RECORDS = 5_000_000;

const METADATA = new Set([
  'TRACK_ID',
  'DATA_TYPES',
  'TIME_SYSTEM',
  'START_TIME',
  'STOP_TIME',
  'MODE',
  'PATH',
  'PATH_1',
  'PATH_2',
  'TRANSMIT_BAND',
  'RECEIVE_BAND',
  'TURNAROUND_NUMERATOR',
  'TURNAROUND_DENOMINATOR',
  'TIMETAG_REF',
  'INTEGRATION_INTERVAL',
  'INTEGRATION_REF',
  'FREQ_OFFSET',
  'RANGE_MODE',
  'RANGE_MODULUS',
  'RANGE_UNITS',
  'ANGLE_TYPE',
  'REFERENCE_FRAME',
  'INTERPOLATION',
  'INTERPOLATION_DEGREE',
  'DOPPLER_COUNT_BIAS',
  'DOPPLER_COUNT_SCALE',
  'DOPPLER_COUNT_ROLLOVER',
  'DATA_QUALITY',
  'CORRECTION_ANGLE_1',
  'CORRECTION_ANGLE_2',
  'CORRECTION_DOPPLER',
  'CORRECTION_MAG',
  'CORRECTION_RANGE',
  'CORRECTION_RCS',
  'CORRECTION_RECEIVE',
  'CORRECTION_TRANSMIT',
  'CORRECTION_ABERRATION_YEARLY',
  'CORRECTION_ABERRATION_DIURNAL',
  'CORRECTIONS_APPLIED',
]);
const METADATA_INDEXED = /^(PARTICIPANT|EPHEMERIS_NAME|TRANSMIT_DELAY|RECEIVE_DELAY)_[1-5]$/;

const DATA = new Set([
  'ANGLE_1',
  'ANGLE_2',
  'CARRIER_POWER',
  'CLOCK_BIAS',
  'CLOCK_DRIFT',
  'DOPPLER_COUNT',
  'DOPPLER_INSTANTANEOUS',
  'DOPPLER_INTEGRATED',
  'DOR',
  'MAG',
  'PC_N0',
  'PR_N0',
  'PRESSURE',
  'RANGE',
  'RCS',
  'RECEIVE_FREQ',
  'RHUMIDITY',
  'STEC',
  'TEMPERATURE',
  'TROPO_DRY',
  'TROPO_WET',
  'VLBI_DELAY',
]);
const DATA_INDEXED = /^(RECEIVE_FREQ|TRANSMIT_FREQ|TRANSMIT_FREQ_RATE|RECEIVE_PHASE_CT|TRANSMIT_PHASE_CT)_[1-5]$/;

function isMetadataKeyword(keyword: string): boolean {
  return METADATA.has(keyword) || METADATA_INDEXED.test(keyword);
}

/** All keywords that metadata may have. */
export const TDM_KEYWORDS: readonly string[] = [
  ...METADATA,
  ...['PARTICIPANT', 'EPHEMERIS_NAME', 'TRANSMIT_DELAY', 'RECEIVE_DELAY'].flatMap((name) => [1, 2, 3, 4, 5].map((k) => `${name}_${k}`)),
];

export function isDataKeyword(keyword: string): boolean {
  return DATA.has(keyword) || DATA_INDEXED.test(keyword);
}
