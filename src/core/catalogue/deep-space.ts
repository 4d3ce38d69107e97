import { pow } from '../math/elementary.ts';
import type { NearRecord } from './near-earth.ts';
import { type DeepField, HALF_DAY, type Lunisolar } from './record.ts';
import { sunAndMoon, type ThirdBody } from './third-body.ts';
import { WGS72 } from './wgs72.ts';

export type DeepRecord = Record<DeepField, number>;

/** The Earth turns, rad/min. */
const TURN = 4.3752690880113e-3;
const TWO_PI = 2 * Math.PI;
/** Within this of the equator's plane, three degrees, nothing is reckoned of the node, rad. */
const LEVEL = 5.2359877e-2;

/** What SDP4 reckons once of an object beside the near-Earth part: what the Sun and the Moon do to it, and its resonance with the Earth's turning. `days` of the epoch
 *  since 1949-12-31 00:00 UTC, `sidereal` Greenwich's sidereal time then, rad.
 *  Source  [HR1980] section 7; [VCHK2006] appendix, `dscom` and `dsinit`. */
export function deepRecord(record: NearRecord, days: number, sidereal: number): DeepRecord {
  const { sun, moon, sunAnomaly, moonAnomaly } = sunAndMoon(record, days);
  const rates = secularRates(record, sun, moon);
  const amplitudes = Object.fromEntries(
    (Object.keys(sun.amplitudes) as Lunisolar[]).flatMap((name) => [
      [`${name}Sun`, sun.amplitudes[name]],
      [`${name}Moon`, moon.amplitudes[name]],
    ]),
  ) as Record<`${Lunisolar}${'Sun' | 'Moon'}`, number>;
  return {
    ...rates,
    sun: sunAnomaly,
    moon: moonAnomaly,
    ...amplitudes,
    sidereal,
    ...resonanceOf(record, rates, sidereal),
    reached: 0,
    reachedLongitude: 0,
    reachedMotion: 0,
  };
}

type Rates = Pick<DeepRecord, 'eccentricityRate' | 'inclinationRate' | 'anomalyRate' | 'perigeeRate' | 'nodeRate'>;

function secularRates({ inclination, sinInclination: s, cosInclination: c }: NearRecord, sun: ThirdBody, moon: ThirdBody): Rates {
  const isLevel = inclination < LEVEL || inclination > Math.PI - LEVEL;
  const nodeRate = isLevel || s === 0 ? 0 : (sun.nodeRateAcross + moon.nodeRateAcross) / s;
  return {
    eccentricityRate: sun.eccentricityRate + moon.eccentricityRate,
    inclinationRate: sun.inclinationRate + moon.inclinationRate,
    anomalyRate: sun.anomalyRate + moon.anomalyRate,
    perigeeRate: sun.perigeeRate + moon.perigeeRate - c * nodeRate,
    nodeRate,
  };
}

type Resonance = Pick<DeepRecord, 'resonance' | 'longitude0' | 'longitudeRate' | 'del1' | 'del2' | 'del3' | (typeof HALF_DAY)[number]>;

const NO_RESONANCE: Resonance = {
  resonance: 0,
  longitude0: 0,
  longitudeRate: 0,
  del1: 0,
  del2: 0,
  del3: 0,
  ...(Object.fromEntries(HALF_DAY.map((name) => [name, 0])) as Record<(typeof HALF_DAY)[number], number>),
};

function resonanceOf(record: NearRecord, rates: Rates, sidereal: number): Resonance {
  const { motion, eccentricity } = record;
  if (motion > 0.0034906585 && motion < 0.0052359877) return resonanceOfADay(record, rates, sidereal);
  if (motion >= 8.26e-3 && motion <= 9.24e-3 && eccentricity >= 0.5) return resonanceOfHalfADay(record, rates, sidereal);
  return NO_RESONANCE;
}

function resonanceOfADay(record: NearRecord, rates: Rates, sidereal: number): Resonance {
  const { motion: n, eccentricity: e, sinInclination: s, cosInclination: c } = record;
  const inverseAxis = pow(n / WGS72.ke, 2 / 3);
  const e2 = e * e;
  const g200 = 1 + e2 * (-2.5 + 0.8125 * e2);
  const g310 = 1 + 2 * e2;
  const g300 = 1 + e2 * (-6 + 6.60937 * e2);
  const f220 = 0.75 * (1 + c) * (1 + c);
  const f311 = 0.9375 * s * s * (1 + 3 * c) - 0.75 * (1 + c);
  const f330 = 1.875 * (1 + c) * (1 + c) * (1 + c);
  const size = 3 * n * n * inverseAxis * inverseAxis;
  return {
    ...NO_RESONANCE,
    resonance: 1,
    del1: size * f311 * g310 * 2.1460748e-6 * inverseAxis,
    del2: 2 * size * f220 * g200 * 1.7891679e-6,
    del3: 3 * size * f330 * g300 * 2.2123015e-7 * inverseAxis,
    longitude0: (record.anomaly + record.node + record.perigee - sidereal) % TWO_PI,
    longitudeRate:
      record.anomalyRate + record.perigeeRate + record.nodeRate - TURN + rates.anomalyRate + rates.perigeeRate + rates.nodeRate - n,
  };
}

/** Coefficients of 1, e, e², e³. */
type Cubic = readonly [number, number, number, number];
const cubic = ([a, b, c, d]: Cubic, e: number): number => a + b * e + c * e * e + d * e * e * e;

/** Eccentricity functions, below and above an eccentricity. */
const G211 = { at: 0.65, below: [3.616, -13.247, 16.29, 0], above: [-72.099, 331.819, -508.738, 266.724] } as const;
const G310 = { at: 0.65, below: [-19.302, 117.39, -228.419, 156.591], above: [-346.844, 1582.851, -2415.925, 1246.113] } as const;
const G322 = { at: 0.65, below: [-18.9068, 109.7927, -214.6334, 146.5816], above: [-342.585, 1554.908, -2366.899, 1215.972] } as const;
const G410 = { at: 0.65, below: [-41.122, 242.694, -471.094, 313.953], above: [-1052.797, 4758.686, -7193.992, 3651.957] } as const;
const G422 = { at: 0.65, below: [-146.407, 841.88, -1629.014, 1083.435], above: [-3581.69, 16178.11, -24462.77, 12422.52] } as const;
const G520 = { at: 0.65, below: [-532.114, 3017.977, -5740.032, 3708.276], above: [1464.74, -4664.75, 3763.64, 0] } as const;
const G520_ABOVE_715: Cubic = [-5149.66, 29936.92, -54087.36, 31324.56];
const G533 = { at: 0.7, below: [-919.2277, 4988.61, -9064.77, 5542.21], above: [-37995.78, 161616.52, -229838.2, 109377.94] } as const;
const G521 = {
  at: 0.7,
  below: [-822.71072, 4568.6173, -8491.4146, 5337.524],
  above: [-51752.104, 218913.95, -309468.16, 146349.42],
} as const;
const G532 = { at: 0.7, below: [-853.666, 4690.25, -8624.77, 5341.4], above: [-40023.88, 170470.89, -242699.48, 115605.82] } as const;

type Parted = { readonly at: number; readonly below: Cubic; readonly above: Cubic };
/** At the border the functions of the perturbations of second and fourth degree are the lower ones, of fifth degree (0.7) the upper ones. */
const parted = ({ at, below, above }: Parted, e: number): number => cubic(e < at || (e === at && at < 0.7) ? below : above, e);

function resonanceOfHalfADay(record: NearRecord, rates: Rates, sidereal: number): Resonance {
  const { motion: n, eccentricity: e, sinInclination: s, cosInclination: c } = record;
  const inverseAxis = pow(n / WGS72.ke, 2 / 3);
  const c2 = c * c;
  const s2 = s * s;
  const g201 = -0.306 - (e - 0.64) * 0.44;
  const g520 = e > 0.715 ? cubic(G520_ABOVE_715, e) : parted(G520, e);
  const f220 = 0.75 * (1 + 2 * c + c2);
  const f221 = 1.5 * s2;
  const f321 = 1.875 * s * (1 - 2 * c - 3 * c2);
  const f322 = -1.875 * s * (1 + 2 * c - 3 * c2);
  const f441 = 35 * s2 * f220;
  const f442 = 39.375 * s2 * s2;
  const f522 = 9.84375 * s * (s2 * (1 - 2 * c - 5 * c2) + 0.33333333 * (-2 + 4 * c + 6 * c2));
  const f523 = s * (4.92187512 * s2 * (-2 - 4 * c + 10 * c2) + 6.56250012 * (1 + 2 * c - 3 * c2));
  const f542 = 29.53125 * s * (2 - 8 * c + c2 * (-12 + 8 * c + 10 * c2));
  const f543 = 29.53125 * s * (-2 - 8 * c + c2 * (12 + 8 * c - 10 * c2));
  const second = 3 * n * n * inverseAxis * inverseAxis;
  const third = second * inverseAxis;
  const fourth = third * inverseAxis;
  const fifth = fourth * inverseAxis;
  const [k22, k32, k44, k52, k54] = [
    second * 1.7891679e-6,
    third * 3.7393792e-7,
    2 * fourth * 7.3636953e-9,
    fifth * 1.1428639e-7,
    2 * fifth * 2.1765803e-9,
  ];
  return {
    ...NO_RESONANCE,
    resonance: 2,
    d2201: k22 * f220 * g201,
    d2211: k22 * f221 * parted(G211, e),
    d3210: k32 * f321 * parted(G310, e),
    d3222: k32 * f322 * parted(G322, e),
    d4410: k44 * f441 * parted(G410, e),
    d4422: k44 * f442 * parted(G422, e),
    d5220: k52 * f522 * g520,
    d5232: k52 * f523 * parted(G532, e),
    d5421: k54 * f542 * parted(G521, e),
    d5433: k54 * f543 * parted(G533, e),
    longitude0: (record.anomaly + 2 * record.node - 2 * sidereal) % TWO_PI,
    longitudeRate: record.anomalyRate + rates.anomalyRate + 2 * (record.nodeRate + rates.nodeRate - TURN) - n,
  };
}
