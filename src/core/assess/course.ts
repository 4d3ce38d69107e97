import { covarianceAlong, enuBasis } from '../frames/enu.ts';
import { geodeticFromEcefVec } from '../frames/geodetic.ts';
import { normalCdf } from '../math/chi-squared.ts';
import { atan2, cos, exp, sin } from '../math/elementary.ts';
import { dot, vec3 } from '../math/vector.ts';
import { type Track, trackEstimate } from '../theatre-track/track.ts';
import type { Radians } from '../units.ts';
import type { Course } from './assessment.ts';

/** A course that is not known to a quarter of the compass is not told: whoever reads a figure looks that way. */
const WIDEST_RAD = Math.PI / 4;
const HELD = 0.95;
/** Steps along the arc: of the smallest sigma, and in between these. */
const STEP_SIGMAS = 0.1;
const STEP_RAD = Math.PI / 360;
const SMALLEST_STEP_RAD = Math.PI / 18_000;
/** Where the 3×3 block of velocity begins in a 6×6 covariance. */
export const VELOCITY_BLOCK = 21;

/** The course of a track by its velocity; undefined while its arc of 95 % is wider than 45° to either side. */
export function courseOf(track: Track): Course | undefined {
  const { x, p } = trackEstimate(track);
  const { east, north } = enuBasis(geodeticFromEcefVec(vec3(x[0], x[1], x[2])));
  const velocity = vec3(x[3], x[4], x[5]);
  const along = (a: typeof east, b: typeof east): number => covarianceAlong(p, VELOCITY_BLOCK, 6, a, b);
  return courseFrom([
    {
      weight: 1,
      east_mps: dot(velocity, east),
      north_mps: dot(velocity, north),
      covarianceEast: along(east, east),
      covarianceEastNorth: along(east, north),
      covarianceNorth: along(north, north),
    },
  ]);
}

/** A horizontal velocity that may be, m/s, with its covariance, (m/s)², and its share. */
export type HorizontalVelocity = {
  readonly weight: number;
  readonly east_mps: number;
  readonly north_mps: number;
  readonly covarianceEast: number;
  readonly covarianceEastNorth: number;
  readonly covarianceNorth: number;
};

/** The course of a mixture of normal velocities, whose shares add up to 1: the direction of their mean, and the arc about it; undefined while that is wider than 45° to either
 *  side. Of a velocity near its own error the direction may be any, however small the error across it: it is not normal.
 *  Source  projected normal distribution, [MJ2000] section 3.5. */
export function courseFrom(velocities: readonly HorizontalVelocity[]): Course | undefined {
  let [east, north] = [0, 0];
  for (const { weight, east_mps, north_mps } of velocities) {
    east += weight * east_mps;
    north += weight * north_mps;
  }
  if (!(east * east + north * north > 0)) return undefined;
  const azimuth = atan2(east, north);
  const headingHalfWidth_rad = arcThatHolds(velocities.map(projectedNormal), azimuth, narrowest(velocities));
  if (headingHalfWidth_rad === undefined) return undefined;
  return { heading_rad: azimuth < 0 ? azimuth + 2 * Math.PI : azimuth, headingHalfWidth_rad };
}

/** The smallest error of direction of any, one sigma: its speed's error across over its speed. */
function narrowest(velocities: readonly HorizontalVelocity[]): Radians {
  let least = Infinity;
  for (const { east_mps: e, north_mps: n, covarianceEast, covarianceEastNorth, covarianceNorth } of velocities) {
    const speed2 = e * e + n * n;
    const across = covarianceEast * n * n - 2 * covarianceEastNorth * e * n + covarianceNorth * e * e;
    least = Math.min(least, Math.sqrt(across) / speed2);
  }
  return least;
}

/** Half of the arc about an azimuth that holds `HELD` of the densities' sum; undefined where the widest that is told does not. */
function arcThatHolds(densities: readonly Density[], azimuth_rad: Radians, narrowest_rad: Radians): Radians | undefined {
  const step = Math.max(Math.min(STEP_SIGMAS * narrowest_rad, STEP_RAD), SMALLEST_STEP_RAD);
  let held = 0;
  let before: number | undefined;
  for (let off = 0; off <= WIDEST_RAD; off += step) {
    let here = 0;
    for (const density of densities) here += density(azimuth_rad + off) + density(azimuth_rad - off);
    if (before !== undefined) held += 0.5 * step * (before + here);
    if (held >= HELD) return off;
    before = here;
  }
  return undefined;
}

type Density = (azimuth_rad: Radians) => number;

/** Density of the direction of a normal vector over azimuths, 1/rad, times its share; nothing of what has no covariance. */
function projectedNormal({
  weight,
  east_mps,
  north_mps,
  covarianceEast,
  covarianceEastNorth,
  covarianceNorth,
}: HorizontalVelocity): Density {
  const determinant = covarianceEast * covarianceNorth - covarianceEastNorth * covarianceEastNorth;
  if (!(determinant > 0)) return () => 0;
  const ee = covarianceNorth / determinant;
  const en = -covarianceEastNorth / determinant;
  const nn = covarianceEast / determinant;
  const all = ee * east_mps * east_mps + 2 * en * east_mps * north_mps + nn * north_mps * north_mps;
  const scale = weight / (2 * Math.PI * Math.sqrt(determinant));
  return (azimuth_rad) => {
    const [east, north] = [sin(azimuth_rad), cos(azimuth_rad)];
    const a = ee * east * east + 2 * en * east * north + nn * north * north;
    const d = (ee * east * east_mps + en * (east * north_mps + north * east_mps) + nn * north * north_mps) / Math.sqrt(a);
    return (scale / a) * (exp(-0.5 * all) + d * Math.sqrt(2 * Math.PI) * normalCdf(d) * exp(0.5 * (d * d - all)));
  };
}
