import { type Geodetic, geodeticFromEcefVec } from '../frames/geodetic.ts';
import type { Vec3 } from '../math/vector.ts';
import type { InfraredSensor, RadarSensor, SensorSpec } from './sensor.ts';
import type { Metres, MetresPerSecond, Micros, Radians } from '../units.ts';

/** One hot spot seen by an infrared satellite. */
export type LineOfSightDetection = {
  /** Unit vector from the satellite to the hot spot, ECEF axes. */
  readonly lineOfSightEcef: Vec3;
  /** Covariance of the angular error in the plane across the line of sight, on the axes of `tangentBasis(lineOfSightEcef)`, rad². */
  readonly covariance_rad2: { readonly rightRight: number; readonly rightUp: number; readonly upUp: number };
  readonly intensity_Wpsr: number;
};

/** One radar return. One-sigma errors are the radar's own, from the signal-to-noise ratio of this return. */
export type Plot = {
  readonly range_m: Metres;
  /** From north, clockwise, at the radar's site. */
  readonly azimuth_rad: Radians;
  readonly elevation_rad: Radians;
  /** Absent where it was not measured; then its error is too. */
  readonly rangeRate_mps?: MetresPerSecond;
  readonly signalToNoise_dB: number;
  readonly sigmaRange_m: Metres;
  readonly sigmaAzimuth_rad: Radians;
  readonly sigmaElevation_rad: Radians;
  readonly sigmaRangeRate_mps?: MetresPerSecond;
};

/** One look of a satellite over its field of regard. An empty list says: looked, and saw nothing. */
export type InfraredScan = {
  readonly kind: 'infrared-scan';
  readonly sensor: string;
  /** When the photons came, not when the report did. */
  readonly measuredAt_us: Micros;
  readonly satelliteEcef_m: Vec3;
  /** What it looked at; beyond it nothing was looked for. Absent where that is all that the satellite sees of the Earth. */
  readonly field?: LookedAt;
  readonly detections: readonly LineOfSightDetection[];
};

/** A cone: its axis, unit vector, ECEF axes, and the cosine of its half angle. */
export type LookedAt = { readonly axisEcef: Vec3; readonly cosHalfAngle: number };

/** One scan of a radar. An empty list says: looked, and saw nothing; that is evidence too (H8). */
export type RadarScan = {
  readonly kind: 'radar-scan';
  readonly sensor: string;
  readonly measuredAt_us: Micros;
  /** Where the radar was, of one that moves. */
  readonly platform?: Geodetic;
  readonly plots: readonly Plot[];
};

export type Scan = InfraredScan | RadarScan;

/** Which kind of sensor makes which kind of scan. */
export const SENSOR_OF: Readonly<Record<Scan['kind'], SensorSpec['kind']>> = {
  'infrared-scan': 'infrared-satellite',
  'radar-scan': 'radar',
};

/** A sensor with a scan that it may have made. */
export type Looked =
  | { readonly kind: 'infrared-scan'; readonly sensor: InfraredSensor; readonly scan: InfraredScan }
  | { readonly kind: 'radar-scan'; readonly sensor: RadarSensor; readonly scan: RadarScan };

/** `undefined` where the sensor makes no such scans. */
export function lookedBy(sensor: SensorSpec, scan: Scan): Looked | undefined {
  switch (scan.kind) {
    case 'infrared-scan':
      return sensor.kind === 'infrared-satellite' ? { kind: scan.kind, sensor, scan } : undefined;
    case 'radar-scan':
      return sensor.kind === 'radar' ? { kind: scan.kind, sensor, scan } : undefined;
  }
}

/** All kinds of scans. */
export const SCAN_KINDS = Object.keys(SENSOR_OF) as readonly Scan['kind'][];

/** Whether something of some kind is a scan. */
export function isScan(input: { readonly kind: string }): input is Scan {
  return Object.hasOwn(SENSOR_OF, input.kind);
}

/** The scan as it would be had it shown nothing. */
export function emptied(scan: Scan): Scan {
  switch (scan.kind) {
    case 'infrared-scan':
      return { ...scan, detections: [] };
    case 'radar-scan':
      return { ...scan, plots: [] };
  }
}

/** Where the sensor of a scan was; `undefined` where the scan does not say. */
export function placeIn(scan: Scan): Geodetic | undefined {
  switch (scan.kind) {
    case 'infrared-scan':
      return geodeticFromEcefVec(scan.satelliteEcef_m);
    case 'radar-scan':
      return scan.platform;
  }
}

/** What a scan shows, of whatever kind. */
export function detectionsOf(scan: Scan): readonly (LineOfSightDetection | Plot)[] {
  switch (scan.kind) {
    case 'infrared-scan':
      return scan.detections;
    case 'radar-scan':
      return scan.plots;
  }
}

/** Most detections a scan may hold; a scan with more is refused whole, with the reason, so that no flood hides a target silently. */
export const MAX_DETECTIONS_PER_SCAN = 5000;

/** Which journal entry, and which detection or plot in it, something rests on. `index` is −1 for the entry as a whole. */
export type Source = { readonly seq: number; readonly index: number };

/** A detection that a track has taken. `weight`: how surely it was the track's, where a doubt was left; absent it is certain. */
export type TakenSource = Source & { readonly weight?: number };
