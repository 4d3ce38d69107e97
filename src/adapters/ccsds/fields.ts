/** Keywords of orbit data messages, block by block, in the standard's order.
 *  Source  CCSDS 502.0-B-3, Orbit Data Messages, 2023, sections 3 (OPM), 4 (OMM) and 5 (OEM); the names of blocks in XML are those of CCSDS 505.0-B-3. */
type FieldType = 'text' | 'number' | 'integer' | 'epoch';
export type Field<K extends string = string, T extends FieldType = FieldType, M extends boolean = boolean> = {
  readonly keyword: K;
  readonly type: T;
  /** Whether a block is none without it. */
  readonly must: M;
  readonly unit?: string;
};

function field<K extends string, T extends FieldType>(keyword: K, type: T, unit?: string): Field<K, T, true> {
  return { keyword, type, must: true, ...(unit !== undefined && { unit }) };
}

function optional<K extends string, T extends FieldType>(keyword: K, type: T, unit?: string): Field<K, T, false> {
  return { keyword, type, must: false, ...(unit !== undefined && { unit }) };
}

type ValueOf<F> = F extends Field<string, infer T> ? (T extends 'number' | 'integer' ? number : string) : never;

/** What the keywords of a block say: numbers in the unit of the standard, epochs and words as they are written. */
export type ValuesOf<S extends readonly Field[]> = {
  readonly [F in S[number] as F extends Field<infer K, FieldType, true> ? K : never]: ValueOf<F>;
} & { readonly [F in S[number] as F extends Field<infer K, FieldType, false> ? K : never]?: ValueOf<F> };

export const HEADER = [
  optional('CLASSIFICATION', 'text'),
  field('CREATION_DATE', 'epoch'),
  field('ORIGINATOR', 'text'),
  optional('MESSAGE_ID', 'text'),
] as const;

export const OPM_METADATA = [
  field('OBJECT_NAME', 'text'),
  field('OBJECT_ID', 'text'),
  field('CENTER_NAME', 'text'),
  field('REF_FRAME', 'text'),
  optional('REF_FRAME_EPOCH', 'epoch'),
  field('TIME_SYSTEM', 'text'),
] as const;

export const OMM_METADATA = [...OPM_METADATA, field('MEAN_ELEMENT_THEORY', 'text')] as const;

export const OEM_METADATA = [
  ...OPM_METADATA,
  field('START_TIME', 'epoch'),
  optional('USEABLE_START_TIME', 'epoch'),
  optional('USEABLE_STOP_TIME', 'epoch'),
  field('STOP_TIME', 'epoch'),
  optional('INTERPOLATION', 'text'),
  optional('INTERPOLATION_DEGREE', 'integer'),
] as const;

export const STATE = [
  field('EPOCH', 'epoch'),
  field('X', 'number', 'km'),
  field('Y', 'number', 'km'),
  field('Z', 'number', 'km'),
  field('X_DOT', 'number', 'km/s'),
  field('Y_DOT', 'number', 'km/s'),
  field('Z_DOT', 'number', 'km/s'),
] as const;

/** With accelerations, which an ephemeris may have. */
export const STATE_OF_EPHEMERIS = [
  ...STATE,
  optional('X_DDOT', 'number', 'km/s**2'),
  optional('Y_DDOT', 'number', 'km/s**2'),
  optional('Z_DDOT', 'number', 'km/s**2'),
] as const;

export const KEPLERIAN = [
  field('SEMI_MAJOR_AXIS', 'number', 'km'),
  field('ECCENTRICITY', 'number'),
  field('INCLINATION', 'number', 'deg'),
  field('RA_OF_ASC_NODE', 'number', 'deg'),
  field('ARG_OF_PERICENTER', 'number', 'deg'),
  optional('TRUE_ANOMALY', 'number', 'deg'),
  optional('MEAN_ANOMALY', 'number', 'deg'),
  field('GM', 'number', 'km**3/s**2'),
] as const;

export const SPACECRAFT = [
  optional('MASS', 'number', 'kg'),
  optional('SOLAR_RAD_AREA', 'number', 'm**2'),
  optional('SOLAR_RAD_COEFF', 'number'),
  optional('DRAG_AREA', 'number', 'm**2'),
  optional('DRAG_COEFF', 'number'),
] as const;

export const MANOEUVRE = [
  field('MAN_EPOCH_IGNITION', 'epoch'),
  optional('MAN_DURATION', 'number', 's'),
  optional('MAN_DELTA_MASS', 'number', 'kg'),
  field('MAN_REF_FRAME', 'text'),
  field('MAN_DV_1', 'number', 'km/s'),
  field('MAN_DV_2', 'number', 'km/s'),
  field('MAN_DV_3', 'number', 'km/s'),
] as const;

export const MEAN_ELEMENTS = [
  field('EPOCH', 'epoch'),
  optional('SEMI_MAJOR_AXIS', 'number', 'km'),
  optional('MEAN_MOTION', 'number', 'rev/day'),
  field('ECCENTRICITY', 'number'),
  field('INCLINATION', 'number', 'deg'),
  field('RA_OF_ASC_NODE', 'number', 'deg'),
  field('ARG_OF_PERICENTER', 'number', 'deg'),
  field('MEAN_ANOMALY', 'number', 'deg'),
  optional('GM', 'number', 'km**3/s**2'),
] as const;

export const TLE = [
  optional('EPHEMERIS_TYPE', 'integer'),
  optional('CLASSIFICATION_TYPE', 'text'),
  optional('NORAD_CAT_ID', 'integer'),
  optional('ELEMENT_SET_NO', 'integer'),
  optional('REV_AT_EPOCH', 'integer'),
  optional('BSTAR', 'number', '1/ER'),
  optional('BTERM', 'number', 'm**2/kg'),
  field('MEAN_MOTION_DOT', 'number', 'rev/day**2'),
  optional('MEAN_MOTION_DDOT', 'number', 'rev/day**3'),
  optional('AGOM', 'number', 'm**2/kg'),
] as const;

const AXES = ['X', 'Y', 'Z', 'X_DOT', 'Y_DOT', 'Z_DOT'] as const;

/** Keywords of the lower triangle of a covariance of position and velocity, row by row. */
const TRIANGLE = AXES.flatMap((row, i) => AXES.slice(0, i + 1).map((column, j) => triangleField(`C${row}_${column}`, i > 2, j > 2)));

function triangleField(keyword: string, isRate: boolean, isRateToo: boolean): Field<string, 'number', true> {
  return field(keyword, 'number', isRate ? (isRateToo ? 'km**2/s**2' : 'km**2/s') : 'km**2');
}

export const COVARIANCE: readonly Field[] = [optional('COV_REF_FRAME', 'text'), ...TRIANGLE];
export const COVARIANCE_OF_EPHEMERIS: readonly Field[] = [field('EPOCH', 'epoch'), ...COVARIANCE];
export const TRIANGLE_KEYWORDS: readonly string[] = TRIANGLE.map(({ keyword }) => keyword);

/** What users add has names of its own behind this. */
export const USER_DEFINED = 'USER_DEFINED_';

/** Blocks of a message's data by their names in XML. `many`: the keyword that begins another one in keyword = value notation, where there may be several. */
export type Part = { readonly name: string; readonly fields: readonly Field[]; readonly must?: true; readonly many?: string };

export const USER_PART = 'userDefinedParameters';
export const PARTS: Readonly<Record<'opm' | 'omm' | 'oem', readonly Part[]>> = {
  opm: [
    { name: 'stateVector', fields: STATE, must: true },
    { name: 'keplerianElements', fields: KEPLERIAN },
    { name: 'spacecraftParameters', fields: SPACECRAFT },
    { name: 'covarianceMatrix', fields: COVARIANCE },
    { name: 'maneuverParameters', fields: MANOEUVRE, many: 'MAN_EPOCH_IGNITION' },
    { name: USER_PART, fields: [] },
  ],
  omm: [
    { name: 'meanElements', fields: MEAN_ELEMENTS, must: true },
    { name: 'spacecraftParameters', fields: SPACECRAFT },
    { name: 'tleParameters', fields: TLE },
    { name: 'covarianceMatrix', fields: COVARIANCE },
    { name: USER_PART, fields: [] },
  ],
  oem: [
    { name: 'stateVector', fields: STATE_OF_EPHEMERIS, must: true, many: 'EPOCH' },
    { name: 'covarianceMatrix', fields: COVARIANCE_OF_EPHEMERIS, many: 'EPOCH' },
  ],
};

export const METADATA: Readonly<Record<'opm' | 'omm' | 'oem', readonly Field[]>> = {
  opm: OPM_METADATA,
  omm: OMM_METADATA,
  oem: OEM_METADATA,
};
