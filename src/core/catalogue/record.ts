/** What is reckoned once of an object's elements, a run of numbers in memory: what the compiled loop (kernels/catalogue.as) and those who fill it in call the same. Lengths in Earth radii of WGS-72,
 *  times in minutes, angles in radians. Names are those of [HR1980] and [VCHK2006] where a coefficient has no other. */
export const RECORD = [
  'epoch_us',
  'epochRest_us',
  /** Minutes after the epoch from which on it is down; infinity where SGP4 foresees none. */
  'decay',
  /** Mean motion after Brouwer, and the axis and eccentricity that go with it. */
  'motion',
  'axis',
  'eccentricity',
  'inclination',
  'sinInclination',
  'cosInclination',
  'anomaly',
  'anomalyRate',
  'perigee',
  'perigeeRate',
  'node',
  'nodeRate',
  /** Drag: on the node, axis, eccentricity and longitude. */
  'nodeDrag',
  'c1',
  'd2',
  'd3',
  'd4',
  'c4',
  'c5',
  't2',
  't3',
  't4',
  't5',
  'omegaDrag',
  'anomalyDrag',
  'eta',
  'delta0',
  'sinAnomaly0',
  /** Long periods: of the longitude and across. */
  'longLongitude',
  'longAcross',
  /** Whether it is in deep space, and which of those it is, from 1. */
  'deep',
] as const;

/** What the Sun and the Moon do, of each coefficient the Sun's and the Moon's, side by side. */
const LUNISOLAR = ['e2', 'e3', 'i2', 'i3', 'l2', 'l3', 'l4', 'g2', 'g3', 'g4', 'h2', 'h3'] as const;
export type Lunisolar = (typeof LUNISOLAR)[number];

/** Amplitudes of the resonance of half a day. */
export const HALF_DAY = ['d2201', 'd2211', 'd3210', 'd3222', 'd4410', 'd4422', 'd5220', 'd5232', 'd5421', 'd5433'] as const;

/** Beside it, of an object whose period is 225 minutes or longer. */
export const DEEP_RECORD = [
  'eccentricityRate',
  'inclinationRate',
  'anomalyRate',
  'perigeeRate',
  'nodeRate',
  'sun',
  'moon',
  ...LUNISOLAR.flatMap((name) => [`${name}Sun`, `${name}Moon`] as const),
  /** 0 where there is none, 1 of a day, 2 of half a day. */
  'resonance',
  /** Greenwich's sidereal time at the epoch. */
  'sidereal',
  'longitude0',
  'longitudeRate',
  'del1',
  'del2',
  'del3',
  ...HALF_DAY,
  /** Where the resonance's integration stands, in whole steps of 720 minutes from the epoch: what is found again by going there anew, bit for bit. */
  'reached',
  'reachedLongitude',
  'reachedMotion',
] as const;

export type RecordField = (typeof RECORD)[number];
export type DeepField = (typeof DEEP_RECORD)[number];

const places = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> =>
  Object.fromEntries(names.map((name, k) => [name, k])) as Record<Name, number>;

/** Which number of a record each is. */
export const AT = places(RECORD);
export const DEEP_AT = places(DEEP_RECORD);
