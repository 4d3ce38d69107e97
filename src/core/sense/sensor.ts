import type { Geodetic } from '../frames/geodetic.ts';
import type { Metres, MetresPerSecond, Radians, Seconds } from '../units.ts';
import type { Refraction } from './refraction.ts';
import type { RadarSensitivity } from './sensitivity.ts';

/** What physics a sensor answers to. It follows from the kind of sensor and is never typed in by anybody downstream (H2). */
export const PHENOMENOLOGIES = ['heat', 'radar'] as const;
export type Phenomenology = (typeof PHENOMENOLOGIES)[number];

/** An infrared satellite that reports lines of sight to hot spots. Its position comes with each scan: not every orbit stands still. */
export type InfraredSensor = {
  readonly kind: 'infrared-satellite';
  readonly id: string;
  /** Time between looks at the same place. */
  readonly revisit_s: Seconds;
  /** Probability that one look detects a plume that is in view, above the cloud and burning. */
  readonly detectionProbability: number;
  /** False detections expected per look, over the whole field of regard. */
  readonly falseDetectionsPerScan: number;
  /** Solid angle of the field of regard; with the count above it gives the clutter density that scores a track. */
  readonly fieldOfRegard_sr: number;
  /** One-sigma line-of-sight error on each axis that the satellite's makers state. */
  readonly sigmaLineOfSight_rad: Radians;
  /** Of the errors that its detections state, what all of some minutes have in common on each axis, one sigma: how far it points aside. Absent where nobody says. */
  readonly sigmaPointing_rad?: Radians;
};

/** A ground radar that reports plots. */
export type RadarSensor = {
  readonly kind: 'radar';
  readonly id: string;
  /** Where it stands; of one that moves, where it was when it was declared. */
  readonly site: Geodetic;
  /** It is on a ship, an aircraft or a truck: where it was comes with each scan. */
  readonly moves?: true;
  readonly revisit_s: Seconds;
  /** Probability that one look shows what is in its coverage and strong enough. */
  readonly detectionProbability: number;
  /** How faint an echo it makes out; with the range and an object's cross-section it says what the radar's silence is worth (`sensitivityOf`). */
  readonly sensitivity?: RadarSensitivity;
  /** False plots expected per scan, over the whole coverage. */
  readonly falseDetectionsPerScan: number;
  readonly rangeMin_m: Metres;
  readonly rangeMax_m: Metres;
  readonly elevationMin_rad: Radians;
  readonly elevationMax_rad: Radians;
  /** Centre and half-width of the azimuth sector; a half-width of π is all round. */
  readonly azimuthCentre_rad: Radians;
  readonly azimuthHalfWidth_rad: Radians;
  readonly sigmaRange_m: Metres;
  readonly sigmaAngle_rad: Radians;
  /** Absent when it measures no range rate. */
  readonly sigmaRangeRate_mps?: MetresPerSecond;
  /** How the air bends what it reports; absent when it takes that out itself. */
  readonly refraction?: Refraction;
};

export type SensorSpec = InfraredSensor | RadarSensor;

const PHENOMENOLOGY_OF: Readonly<Record<SensorSpec['kind'], Phenomenology>> = { 'infrared-satellite': 'heat', radar: 'radar' };

/** All kinds of sensors. */
export const SENSOR_KINDS = Object.keys(PHENOMENOLOGY_OF) as readonly SensorSpec['kind'][];

/** A record over all phenomenologies. */
export function byPhenomenology<T>(of: (one: Phenomenology) => T): Record<Phenomenology, T> {
  return Object.fromEntries(PHENOMENOLOGIES.map((one) => [one, of(one)])) as Record<Phenomenology, T>;
}

/** The only place where a phenomenology comes from. */
export function phenomenologyOf({ kind }: { readonly kind: SensorSpec['kind'] }): Phenomenology {
  return PHENOMENOLOGY_OF[kind];
}
