import { MEAN_RADIUS_m } from '../frames/earth.ts';
import { atan2, cos, exp, sin } from '../math/elementary.ts';
import type { Metres, Radians } from '../units.ts';

/** How the air bends and slows a radar's beam.
 *  four-thirds-earth   constant bending, as over an Earth of 4/3 the radius: for targets below some 10 km, the custom of air surveillance
 *  exponential         refractivity N falls off with height above the radar: n = 1 + N·10⁻⁶·exp(−h/H); right at any height, slower */
export type Refraction =
  | { readonly kind: 'none' }
  | { readonly kind: 'four-thirds-earth' }
  | { readonly kind: 'exponential'; readonly refractivity: number; readonly scaleHeight_m: Metres };

export type Sight = { readonly range_m: Metres; readonly elevation_rad: Radians };

/** Straight range and elevation of what a radar at `height_m` measures as `apparent`: range is what light time makes of it, elevation is
 *  where the beam leaves the antenna.
 *  Source  M. I. Skolnik (ed.), Radar Handbook, 3rd edition, 2008, ch. 26 (4/3 Earth); B. R. Bean, E. J. Dutton, Radio Meteorology, 1966
 *          (rays in spherical layers, exponential reference atmosphere).
 *  Checked measurement-spec.test.ts: against Snell's law in a million layers, 1 cm in range and 1 m across it.
 *  Limits  A sphere of mean radius; no ionosphere, whose range error a radar below 1 GHz must take out itself. */
export function straightSight(refraction: Refraction, height_m: Metres, apparent: Sight): Sight {
  switch (refraction.kind) {
    case 'none':
      return apparent;
    case 'four-thirds-earth':
      return overFourThirdsEarth(height_m, apparent);
    case 'exponential':
      return alongRay(refraction.refractivity * 1e-6, refraction.scaleHeight_m, height_m, apparent);
  }
}

/** What a radar measures of a straight range and elevation: the inverse of `straightSight`, by fixed point, to a micrometre and 1e-12 rad. */
export function apparentSight(refraction: Refraction, height_m: Metres, straight: Sight): Sight {
  let { range_m, elevation_rad } = straight;
  for (let round = 0; round < ROUNDS; round++) {
    const seen = straightSight(refraction, height_m, { range_m, elevation_rad });
    range_m += straight.range_m - seen.range_m;
    elevation_rad += straight.elevation_rad - seen.elevation_rad;
  }
  return { range_m, elevation_rad };
}

/** Each round leaves a tenth of the error even at the horizon, where the bend changes fastest. */
const ROUNDS = 12;

const FOUR_THIRDS = 4 / 3;

/** On the larger sphere the ray is straight; height and ground distance are then carried back to the Earth. */
function overFourThirdsEarth(height_m: Metres, { range_m, elevation_rad }: Sight): Sight {
  const along = range_m * cos(elevation_rad);
  const start = FOUR_THIRDS * MEAN_RADIUS_m + height_m;
  const above = start + range_m * sin(elevation_rad);
  const height = Math.sqrt(along * along + above * above) - FOUR_THIRDS * MEAN_RADIUS_m;
  return sightOf(MEAN_RADIUS_m + height_m, MEAN_RADIUS_m + height, FOUR_THIRDS * atan2(along, above));
}

/** Above this many scale heights the air is nothing: 3e-11 in n. */
const TOP_IN_SCALE_HEIGHTS = 16;
const LONGEST_STEP_m = 20_000;
/** A step climbs this share of a scale height at most. */
const CLIMB = 0.2;

/** Follows the ray by Runge–Kutta steps in its length s, until light has gone `range_m`:
 *    dr/ds = sin θ    dφ/ds = cos θ / r    dθ/ds = cos θ (1/r + n′/n)    light's way = ∫ n ds
 *  r from the Earth's centre, φ the angle there, θ the elevation above the local horizon. */
function alongRay(excess: number, scale_m: number, height_m: Metres, { range_m, elevation_rad }: Sight): Sight {
  const start = MEAN_RADIUS_m + height_m;
  const slope: Slope = { r: 0, phi: 0, theta: 0, n: 1 };
  const at = (r: number, theta: number): void => {
    const thin = excess * exp((start - r) / scale_m);
    const c = cos(theta);
    slope.n = 1 + thin;
    slope.r = sin(theta);
    slope.phi = c / r;
    slope.theta = c * (1 / r - thin / (scale_m * slope.n));
  };
  let r = start;
  let phi = 0;
  let theta = elevation_rad;
  let left = range_m;
  while (left > LEAST_m && r - start < TOP_IN_SCALE_HEIGHTS * scale_m) {
    at(r, theta);
    const step = Math.min(LONGEST_STEP_m, (CLIMB * scale_m) / Math.max(Math.abs(slope.r), 1e-3), left / slope.n);
    const one = { ...slope };
    at(r + (step / 2) * one.r, theta + (step / 2) * one.theta);
    const two = { ...slope };
    at(r + (step / 2) * two.r, theta + (step / 2) * two.theta);
    const three = { ...slope };
    at(r + step * three.r, theta + step * three.theta);
    const sixth = step / 6;
    r += sixth * (one.r + 2 * two.r + 2 * three.r + slope.r);
    phi += sixth * (one.phi + 2 * two.phi + 2 * three.phi + slope.phi);
    theta += sixth * (one.theta + 2 * two.theta + 2 * three.theta + slope.theta);
    left -= sixth * (one.n + 2 * two.n + 2 * three.n + slope.n);
  }
  // Above the air the rest is straight.
  const along = left * cos(theta);
  const above = r + left * sin(theta);
  return sightOf(start, Math.sqrt(along * along + above * above), phi + atan2(along, above));
}

type Slope = { r: number; phi: number; theta: number; n: number };

const LEAST_m = 1e-4;

/** What a straight line from radius `from` sees of a point at radius `to` and angle `phi` at the centre. */
function sightOf(from: number, to: number, phi: number): Sight {
  const half = sin(phi / 2);
  const along = to * sin(phi);
  // to·cos φ − from, without the cancellation.
  const above = to - from - 2 * to * half * half;
  return { range_m: Math.sqrt(along * along + above * above), elevation_rad: atan2(above, along) };
}
