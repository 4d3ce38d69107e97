import type { Micros } from '../../core/units.ts';
import type {
  HEADER,
  KEPLERIAN,
  MANOEUVRE,
  MEAN_ELEMENTS,
  OEM_METADATA,
  OMM_METADATA,
  OPM_METADATA,
  SPACECRAFT,
  TLE,
  ValuesOf,
} from './fields.ts';

/** Messages of the CCSDS as they were said: numbers in the units of the standard (km, km/s, degrees, kg), epochs as they are written, so that what is written back is the same. What they mean on the
 *  project's scales stands beside: `at_us`, and `earthFixed` of earth-fixed.ts.
 *  Source  CCSDS 502.0-B-3 (orbit data), 503.0-B-2 (tracking data), 505.0-B-3 (XML). */
export type CcsdsMessage = OpmMessage | OmmMessage | OemMessage | TdmMessage;
export type CcsdsKind = CcsdsMessage['kind'];

/** A part of a message: what its keywords say, and what is remarked on it. Remarks inside of a part stand at its head, where the standard wants them. */
export type CcsdsBlock<V> = { readonly comments: readonly string[]; readonly values: V };
export type CcsdsHeader = CcsdsBlock<ValuesOf<typeof HEADER>>;
/** What users added: names without the USER_DEFINED_ before them. */
export type UserDefined = {
  readonly comments: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
};

export type Triple = readonly [number, number, number];

/** `at_us` is on the core's scale; undefined where the message's time system is none that can be brought to it (MET, MRT, SCLK, UT1, GMST, TCB, TCG). */
export type OrbitState = {
  readonly epoch: string;
  readonly at_us: Micros | undefined;
  readonly position_km: Triple;
  readonly velocity_kmps: Triple;
  readonly acceleration_kmps2?: Triple;
};

/** `lower`: the 21 numbers of the lower triangle, row by row, of position and velocity in km², km²/s and km²/s². `frame`: undefined where it is that of the states; `epoch` where it is that of the state. */
export type OrbitCovariance = {
  readonly comments: readonly string[];
  readonly epoch?: string;
  readonly at_us?: Micros | undefined;
  readonly frame?: string;
  readonly lower: readonly number[];
};

/** Orbit parameter message: one state, and what is known of the spacecraft and of what it will do. */
export type OpmMessage = {
  readonly kind: 'opm';
  readonly version: string;
  readonly header: CcsdsHeader;
  readonly metadata: CcsdsBlock<ValuesOf<typeof OPM_METADATA>>;
  readonly state: OrbitState & { readonly comments: readonly string[] };
  readonly keplerian?: CcsdsBlock<ValuesOf<typeof KEPLERIAN>>;
  readonly spacecraft?: CcsdsBlock<ValuesOf<typeof SPACECRAFT>>;
  readonly covariance?: OrbitCovariance;
  readonly manoeuvres: readonly CcsdsBlock<ValuesOf<typeof MANOEUVRE>>[];
  readonly userDefined?: UserDefined;
};

/** Orbit mean-elements message. */
export type OmmMessage = {
  readonly kind: 'omm';
  readonly version: string;
  readonly header: CcsdsHeader;
  readonly metadata: CcsdsBlock<ValuesOf<typeof OMM_METADATA>>;
  readonly meanElements: CcsdsBlock<ValuesOf<typeof MEAN_ELEMENTS>>;
  readonly spacecraft?: CcsdsBlock<ValuesOf<typeof SPACECRAFT>>;
  readonly tle?: CcsdsBlock<ValuesOf<typeof TLE>>;
  readonly covariance?: OrbitCovariance;
  readonly userDefined?: UserDefined;
};

/** Orbit ephemeris message. */
export type OemMessage = {
  readonly kind: 'oem';
  readonly version: string;
  readonly header: CcsdsHeader;
  readonly segments: readonly OemSegment[];
};

export type OemSegment = {
  readonly metadata: CcsdsBlock<ValuesOf<typeof OEM_METADATA>>;
  /** Remarks on the states. */
  readonly comments: readonly string[];
  readonly states: readonly OrbitState[];
  readonly covariances: readonly OrbitCovariance[];
};

/** Tracking data message. */
export type TdmMessage = {
  readonly kind: 'tdm';
  readonly version: string;
  readonly header: CcsdsHeader;
  readonly segments: readonly TdmSegment[];
};

export type TdmSegment = {
  /** By keyword, in the order in which they were said. */
  readonly metadata: CcsdsBlock<Readonly<Record<string, string | number>>>;
  readonly comments: readonly string[];
  readonly observations: readonly TdmObservation[];
};

/** `digits`: how the value is written, where a double does not hold all of it (counts of phase). */
export type TdmObservation = {
  readonly keyword: string;
  readonly epoch: string;
  readonly at_us: Micros | undefined;
  readonly value: number;
  readonly digits?: string;
};

/** What one file holds: a message, several behind each other in keyword = value notation, or in XML a message of messages (NDM). */
export type CcsdsDocument = {
  /** Undefined where the file could not be read that far. */
  readonly form?: 'kvn' | 'xml' | undefined;
  /** Of a message of messages, what it says of itself. */
  readonly combined?: { readonly comments: readonly string[]; readonly messageId?: string };
  readonly messages: readonly CcsdsMessage[];
};
