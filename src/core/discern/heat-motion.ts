import { enuBasis } from '../frames/enu.ts';
import { geodeticFromEcefVec } from '../frames/geodetic.ts';
import { intersectHeight, tangentBasis } from '../frames/line-of-sight.ts';
import { invertSymmetric } from '../math/matrix.ts';
import { add, addScaled, distance, dot, norm, scale, subtract, unit, type Vec3, vec3 } from '../math/vector.ts';
import type { EarlySighting, Track } from '../theatre-track/track.ts';
import type { Metres, MetresPerSecond, MetresPerSecond2, Micros, Seconds } from '../units.ts';

// What satellites alone see of how heat moves. Directions are taken for points at cloud height, and only their parts across the first line of sight count.

export type HeatMotion = {
  /** How far the heat has wandered across the line of sight, in sigmas, and how far the slowest rocket would have by now; undefined
   *  while there is too little to say. */
  readonly heatMotion_sigma: number | undefined;
  readonly slowestRocket_sigma: number;
  readonly heatSpan_s: Seconds;
  /** How far fires that light beside one another, and the slowest wings, would have taken it by now, in the same sigmas. */
  readonly fires_sigma: number;
  readonly slowestWings_sigma: number;
};

/** How fast the heat goes across the line of sight, and how much faster it becomes, one sigma each. */
export type HeatAcceleration = {
  /** When it was last seen. */
  readonly speed_mps: MetresPerSecond;
  readonly sigmaSpeed_mps: MetresPerSecond;
  /** Its mean. */
  readonly acceleration_mps2: MetresPerSecond2;
  readonly sigmaAcceleration_mps2: MetresPerSecond2;
  /** The acceleration of the slowest rocket, as this satellite would see it. */
  readonly slowestRocket_mps2: MetresPerSecond2;
  /** How much farther its sightings lie from a steady acceleration than they would by noise, in sigmas of their χ². */
  readonly unsteady_sigma: number;
};

const MOTION_SPAN_S = 10;
/** So many sightings are taken together, within a time in which nothing goes far. */
const FEW = 3;
const FEW_US: Micros = 10e6;
/** Net acceleration of the slowest lift-off, as seen across a slanted line of sight, m/s², and how long it is counted on. */
const SLOWEST_MPS2 = 5;
const CLIMB_S = 60;
/** How fast the middle of several fires wanders, one of which is lit beside another; and how slowly wings go across a slanted sight, m/s. */
const FIRES_MPS = 10;
const SLOW_WINGS_MPS = 60;

/** Compares the first and the last few sightings of the satellite that saw it first, of looks that come slowly one each, as points at cloud height: a satellite on a high orbit
 *  moves by itself, so that directions alone would make a fire wander. Only the part across the line of sight counts; along it, in a
 *  grazing view, noise is ten times as long. */
export function heatMotion({ early, recent }: Track): HeatMotion {
  const none = { heatMotion_sigma: undefined, slowestRocket_sigma: 0, fires_sigma: 0, slowestWings_sigma: 0 };
  if (early.length === 0) return { ...none, heatSpan_s: 0 };
  const first = early[0];
  const same = (sightings: readonly EarlySighting[]): EarlySighting[] =>
    sightings.filter((s) => norm(subtract(s.satelliteEcef_m, first.satelliteEcef_m)) < sameWithin_m((s.at_us - first.at_us) / 1e6));
  const last_us = same(recent).at(-1)?.at_us ?? first.at_us;
  const span_s = (last_us - first.at_us) / 1e6;
  // No sight is in both.
  const few_us = Math.min(FEW_US, (last_us - first.at_us) / 3);
  const begin = same(early.filter(({ at_us }) => at_us - first.at_us <= few_us)).slice(0, FEW);
  const end = same(recent.filter(({ at_us }) => last_us - at_us <= few_us)).slice(-FEW);
  if (end.length === 0 || span_s < MOTION_SPAN_S) return { ...none, heatSpan_s: span_s };
  const from = meanPoint(begin);
  const to = meanPoint(end);
  if (from === undefined || to === undefined) return { ...none, heatSpan_s: span_s };
  const sight = first.detection.lineOfSightEcef;
  const moved = subtract(to, from);
  const across_m = norm(addScaled(moved, sight, -dot(moved, sight)));
  const { rightRight, upUp } = first.detection.covariance_rad2;
  const sigma_m = Math.sqrt((1 / begin.length + 1 / end.length) * 0.5 * (rightRight + upUp)) * norm(subtract(first.satelliteEcef_m, from));
  const wayAt = (sightings: readonly EarlySighting[]): number => slowestWay_m((meanTime_us(sightings) - first.at_us) / 1e6);
  const between_s = (meanTime_us(end) - meanTime_us(begin)) / 1e6;
  return {
    heatMotion_sigma: across_m / sigma_m,
    slowestRocket_sigma: (wayAt(end) - wayAt(begin)) / sigma_m,
    heatSpan_s: span_s,
    fires_sigma: (FIRES_MPS * between_s) / sigma_m,
    slowestWings_sigma: (SLOW_WINGS_MPS * between_s) / sigma_m,
  };
}

function meanTime_us(sightings: readonly EarlySighting[]): Micros {
  return sightings.reduce((sum, { at_us }) => sum + (at_us - sightings[0].at_us), 0) / sightings.length + sightings[0].at_us;
}

function slowestWay_m(span_s: number): number {
  const climb_s = Math.min(span_s, CLIMB_S);
  return 0.5 * SLOWEST_MPS2 * climb_s * climb_s + SLOWEST_MPS2 * CLIMB_S * (span_s - climb_s);
}

/** Two looks of one satellite so long apart are never this far from each other, two satellites nearly always are: on a high orbit it goes three or four kilometres a second, over minutes
 *  as far as geostationary ones are apart that share a region. */
function sameWithin_m(apart_s: number): number {
  return Math.min(1e6 + 4e3 * Math.max(0, apart_s), 8e6);
}

const CLOUD_HEIGHT_M = 10_000;

/** Mean of the points at cloud height; undefined when a line of sight passes the Earth by. */
function meanPoint(sightings: readonly EarlySighting[]): Vec3 | undefined {
  let sum = vec3(0, 0, 0);
  for (const { satelliteEcef_m, detection } of sightings) {
    const point = intersectHeight(satelliteEcef_m, detection.lineOfSightEcef, CLOUD_HEIGHT_M);
    if (point === undefined) return undefined;
    sum = add(sum, point);
  }
  return scale(sum, 1 / sightings.length);
}

/** One sighting more than a parabola has figures. */
const ACCELERATION_SIGHTINGS = 4;

/** Of the satellite that knows it best. */
export function heatAcceleration({ early, recent }: Track): HeatAcceleration | undefined {
  const kept = [...early, ...recent.filter((one) => !early.some((other) => isSame(one, other)))];
  let best: HeatAcceleration | undefined;
  for (const sightings of bySatellite(kept)) {
    const seen = accelerationSeenBy(sightings);
    if (seen !== undefined && (best === undefined || seen.sigmaAcceleration_mps2 < best.sigmaAcceleration_mps2)) best = seen;
  }
  return best;
}

function isSame(a: EarlySighting, b: EarlySighting): boolean {
  return a.at_us === b.at_us && distance(a.satelliteEcef_m, b.satelliteEcef_m) < 1;
}

function bySatellite(sightings: readonly EarlySighting[]): EarlySighting[][] {
  const groups: EarlySighting[][] = [];
  for (const one of sightings) {
    const own = groups.find(([first]) => isOfSame(first, one));
    if (own === undefined) groups.push([one]);
    else own.push(one);
  }
  return groups;
}

function isOfSame(first: EarlySighting, one: EarlySighting): boolean {
  return distance(one.satelliteEcef_m, first.satelliteEcef_m) < sameWithin_m(Math.abs(one.at_us - first.at_us) / 1e6);
}

/** Mean acceleration, over its sine across a slanted sight, that nineteen of twenty missiles and launchers surpass over any span of ten seconds to two minutes (docs/causes.md), m/s². */
const SLOWEST_UPWARD_MPS2 = 4;

/** x = x₀ + v t + a t²/2 on each axis across the first sight, by least squares. */
function accelerationSeenBy(sightings: readonly EarlySighting[]): HeatAcceleration | undefined {
  const [first] = sightings;
  const points = sightings.map(({ satelliteEcef_m, detection }) =>
    intersectHeight(satelliteEcef_m, detection.lineOfSightEcef, CLOUD_HEIGHT_M),
  );
  const [from] = points;
  const span_s = (sightings[sightings.length - 1].at_us - first.at_us) / 1e6;
  if (sightings.length < ACCELERATION_SIGHTINGS || span_s < MOTION_SPAN_S || from === undefined) return undefined;
  const sight = first.detection.lineOfSightEcef;
  const { right, up } = tangentBasis(sight);
  const range_m = distance(first.satelliteEcef_m, from);
  const along = (axis: Vec3, variance_rad2: (one: EarlySighting) => number): Parabola | undefined =>
    parabola(
      sightings.flatMap((one, k) => {
        const point = points[k];
        if (point === undefined) return [];
        const variance_m2 = variance_rad2(one) * range_m * range_m;
        return [{ t_s: (one.at_us - first.at_us) / 1e6, x_m: dot(subtract(point, from), axis), variance_m2 }];
      }),
      span_s,
    );
  const x = along(right, ({ detection }) => detection.covariance_rad2.rightRight);
  const y = along(up, ({ detection }) => detection.covariance_rad2.upUp);
  if (x === undefined || y === undefined) return undefined;
  const degrees = x.degrees + y.degrees;
  const toSatellite = dot(enuBasis(geodeticFromEcefVec(from)).up, unit(subtract(first.satelliteEcef_m, from)));
  return {
    speed_mps: Math.sqrt(x.speed_mps * x.speed_mps + y.speed_mps * y.speed_mps),
    sigmaSpeed_mps: either(x.sigmaSpeed_mps, y.sigmaSpeed_mps),
    acceleration_mps2: Math.sqrt(x.acceleration_mps2 * x.acceleration_mps2 + y.acceleration_mps2 * y.acceleration_mps2),
    sigmaAcceleration_mps2: either(x.sigmaAcceleration_mps2, y.sigmaAcceleration_mps2),
    slowestRocket_mps2: SLOWEST_UPWARD_MPS2 * Math.sqrt(Math.max(0, 1 - toSatellite * toSatellite)),
    unsteady_sigma: (x.scatter + y.scatter - degrees) / Math.sqrt(2 * degrees),
  };
}

/** One sigma along whichever of two axes. */
function either(a: number, b: number): number {
  return Math.sqrt(0.5 * (a * a + b * b));
}

type Place = { readonly t_s: Seconds; readonly x_m: Metres; readonly variance_m2: number };

/** Speed at the end and acceleration, each with one sigma; what is left beside them. */
type Parabola = {
  readonly speed_mps: MetresPerSecond;
  readonly sigmaSpeed_mps: MetresPerSecond;
  readonly acceleration_mps2: MetresPerSecond2;
  readonly sigmaAcceleration_mps2: MetresPerSecond2;
  readonly scatter: number;
  readonly degrees: number;
};

/** A rocket's acceleration grows, and drops as a stage ends: what a cubic of so much leaves beside a parabola, as a root mean square  j T³ / (120 √7),  is no scatter, m/s³.
 *  Source  the cubic's part along the shifted Legendre polynomial of third degree. */
const JERK_MPS3 = 0.5;
const CUBIC_REST = 120 * Math.sqrt(7);

/** Weighted least squares of  x = c₀ + c₁ u + c₂ u²,  u = t / span. */
function parabola(places: readonly Place[], span_s: Seconds): Parabola | undefined {
  const normal = new Float64Array(9);
  const column = new Float64Array(3);
  const c = new Float64Array(3);
  for (const { t_s, x_m, variance_m2 } of places) {
    const powers = powersOf(t_s / span_s);
    for (let i = 0; i < 3; i++) {
      column[i] += (powers[i] * x_m) / variance_m2;
      for (let j = 0; j < 3; j++) normal[3 * i + j] += (powers[i] * powers[j]) / variance_m2;
    }
  }
  const covariance = new Float64Array(9);
  if (places.length < ACCELERATION_SIGHTINGS || !invertSymmetric(covariance, normal, 3)) return undefined;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) c[i] += covariance[3 * i + j] * column[j];
  const cubic_m = (JERK_MPS3 * span_s * span_s * span_s) / CUBIC_REST;
  let scatter = 0;
  for (const { t_s, x_m, variance_m2 } of places) {
    const [, u, u2] = powersOf(t_s / span_s);
    const rest = x_m - c[0] - c[1] * u - c[2] * u2;
    scatter += (rest * rest) / (variance_m2 + cubic_m * cubic_m);
  }
  const variance = covariance[4] + 4 * covariance[5] + 4 * covariance[8];
  return {
    speed_mps: (c[1] + 2 * c[2]) / span_s,
    sigmaSpeed_mps: Math.sqrt(Math.max(variance, 0)) / span_s,
    acceleration_mps2: (2 * c[2]) / (span_s * span_s),
    sigmaAcceleration_mps2: (2 * Math.sqrt(Math.max(covariance[8], 0))) / (span_s * span_s),
    scatter,
    degrees: places.length - 3,
  };
}

function powersOf(u: number): readonly [number, number, number] {
  return [1, u, u * u];
}
