/** Shortest ways over the WGS-84 ellipsoid: ranges, bearings and points at a distance. Heights are ignored.
 *
 *  Source   T. Vincenty, Direct and inverse solutions of geodesics on the ellipsoid, Survey Review 23 (1975), with his nested
 *           coefficients; letters are his (σ angular distance, U reduced latitude, λ longitude difference on the sphere).
 *  Checked  geodesic.test.ts: within 1 mm of GeographicLib's lines up to 19,900 km.
 *  Limits   For nearly opposite points the inverse does not converge; there the way is put together from two halves (within 1 m). */

import { atan2, cos, sin } from '../math/elementary.ts';
import type { Metres, Radians } from '../units.ts';
import { WGS84 } from './earth.ts';
import { geodetic } from './geodetic.ts';
import type { Geodetic } from './geodetic.ts';

const { a_m, b_m, f } = WGS84;
const QUARTER_m = 10_000_000;
const GOLDEN = 0.6180339887498949;

/** The point at a distance from (latitude, longitude), starting out on an azimuth (from north, clockwise); height 0. */
export function geodesicDirect(latitude_rad: Radians, longitude_rad: Radians, azimuth_rad: Radians, distance_m: Metres): Geodetic {
  const sinAlpha1 = sin(azimuth_rad);
  const cosAlpha1 = cos(azimuth_rad);
  const { sinU: sinU1, cosU: cosU1 } = reduced(latitude_rad);
  const sigma1 = atan2(sinU1, cosU1 * cosAlpha1);
  const sinAlpha = cosU1 * sinAlpha1;
  const cos2Alpha = 1 - sinAlpha * sinAlpha;
  const { A, B } = coefficients(cos2Alpha);
  const first = distance_m / (b_m * A);
  let sigma = first;
  let cos2SigmaM = 0;
  for (let round = 0; round < 50; round++) {
    cos2SigmaM = cos(2 * sigma1 + sigma);
    const next = first + deltaSigma(B, sin(sigma), cos(sigma), cos2SigmaM);
    const change = Math.abs(next - sigma);
    sigma = next;
    if (change < 1e-14) break;
  }
  cos2SigmaM = cos(2 * sigma1 + sigma);
  const sinSigma = sin(sigma);
  const cosSigma = cos(sigma);
  const across = sinU1 * sinSigma - cosU1 * cosSigma * cosAlpha1;
  const latitude2 = atan2(sinU1 * cosSigma + cosU1 * sinSigma * cosAlpha1, (1 - f) * Math.sqrt(sinAlpha * sinAlpha + across * across));
  const lambda = atan2(sinSigma * sinAlpha1, cosU1 * cosSigma - sinU1 * sinSigma * cosAlpha1);
  const longitude = longitude_rad + lambda - longitudeExcess(sinAlpha, cos2Alpha, sigma, sinSigma, cosSigma, cos2SigmaM);
  return geodetic(latitude2, wrapLongitude(longitude), 0);
}

/** Length of the shortest way from one place to another and the azimuth it starts on, 0…2π. Same place: azimuth 0. */
export function geodesicInverse(from: Geodetic, to: Geodetic): { readonly distance_m: Metres; readonly azimuth_rad: Radians } {
  return vincentyInverse(from, to) ?? inverseByHalves(from, to);
}

function vincentyInverse(from: Geodetic, to: Geodetic): { distance_m: number; azimuth_rad: number } | undefined {
  const { sinU: sinU1, cosU: cosU1 } = reduced(from.latitude_rad);
  const { sinU: sinU2, cosU: cosU2 } = reduced(to.latitude_rad);
  const L = wrapLongitude(to.longitude_rad - from.longitude_rad);
  let lambda = L;
  for (let round = 0; round < 60; round++) {
    const sinLambda = sin(lambda);
    const cosLambda = cos(lambda);
    const east = cosU2 * sinLambda;
    const north = cosU1 * sinU2 - sinU1 * cosU2 * cosLambda;
    const sinSigma = Math.sqrt(east * east + north * north);
    if (sinSigma === 0 && Math.abs(lambda) < 1) return { distance_m: 0, azimuth_rad: 0 };
    const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
    const sigma = atan2(sinSigma, cosSigma);
    const sinAlpha = sinSigma === 0 ? 0 : (cosU1 * cosU2 * sinLambda) / sinSigma;
    const cos2Alpha = 1 - sinAlpha * sinAlpha;
    const cos2SigmaM = cos2Alpha > 1e-18 ? cosSigma - (2 * sinU1 * sinU2) / cos2Alpha : 0; // along the equator
    const next = L + longitudeExcess(sinAlpha, cos2Alpha, sigma, sinSigma, cosSigma, cos2SigmaM);
    if (Math.abs(next) > Math.PI) return undefined; // nearly opposite points
    const change = Math.abs(next - lambda);
    lambda = next;
    if (change > 1e-13) continue;
    const { A, B } = coefficients(cos2Alpha);
    const azimuth = atan2(east, north);
    return {
      distance_m: b_m * A * (sigma - deltaSigma(B, sinSigma, cosSigma, cos2SigmaM)),
      azimuth_rad: azimuth < 0 ? azimuth + 2 * Math.PI : azimuth,
    };
  }
  return undefined;
}

/** For nearly opposite points: go 10,000 km out on some azimuth and take the ordinary way from there. The azimuth that makes
 *  the whole shortest is found by looking all round and then narrowing down (golden section). */
function inverseByHalves(from: Geodetic, to: Geodetic): { distance_m: number; azimuth_rad: number } {
  const whole_m = (azimuth_rad: number): number => {
    const half = geodesicDirect(from.latitude_rad, from.longitude_rad, azimuth_rad, QUARTER_m);
    return QUARTER_m + (vincentyInverse(half, to)?.distance_m ?? 2 * QUARTER_m);
  };
  const step = Math.PI / 36;
  let best = 0;
  for (let k = 1; k < 72; k++) if (whole_m(k * step) < whole_m(best)) best = k * step;
  let low = best - step;
  let high = best + step;
  for (let round = 0; round < 40; round++) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (whole_m(left) < whole_m(right)) high = right;
    else low = left;
  }
  const azimuth = 0.5 * (low + high);
  return { distance_m: whole_m(azimuth), azimuth_rad: azimuth < 0 ? azimuth + 2 * Math.PI : azimuth };
}

/** Sine and cosine of the reduced latitude, tan U = (1 − f) tan φ; written so that the poles are ordinary. */
function reduced(latitude_rad: number): { sinU: number; cosU: number } {
  const s = (1 - f) * sin(latitude_rad);
  const c = cos(latitude_rad);
  const size = Math.sqrt(s * s + c * c);
  return { sinU: s / size, cosU: c / size };
}

/** Vincenty's A and B (his eq. 3 and 4). */
function coefficients(cos2Alpha: number): { A: number; B: number } {
  const u2 = (cos2Alpha * (a_m * a_m - b_m * b_m)) / (b_m * b_m);
  return {
    A: 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2))),
    B: (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2))),
  };
}

/** Vincenty's Δσ (his eq. 6). */
function deltaSigma(B: number, sinSigma: number, cosSigma: number, m: number): number {
  const inner = cosSigma * (2 * m * m - 1) - (B / 6) * m * (4 * sinSigma * sinSigma - 3) * (4 * m * m - 3);
  return B * sinSigma * (m + (B / 4) * inner);
}

/** How much the longitude on the auxiliary sphere exceeds the one on the ellipsoid (his eq. 10 and 11). */
function longitudeExcess(sinAlpha: number, cos2Alpha: number, sigma: number, sinSigma: number, cosSigma: number, m: number): number {
  const C = (f / 16) * cos2Alpha * (4 + f * (4 - 3 * cos2Alpha));
  return (1 - C) * f * sinAlpha * (sigma + C * sinSigma * (m + C * cosSigma * (2 * m * m - 1)));
}

/** An angle brought into −π…π. */
export function wrapLongitude(angle_rad: Radians): Radians {
  return angle_rad - 2 * Math.PI * Math.round(angle_rad / (2 * Math.PI));
}
