import { unpacked } from '../math/packed.ts';
import { dot, type Vec3, vec3 } from '../math/vector.ts';
import type { MetresPerSecond } from '../units.ts';
import { isFields, numbersFault, refuseFault, shown } from '../valid.ts';
import { covarianceAlong, enuBasis } from './enu.ts';
import { type Geodetic, geodeticFromEcefVec } from './geodetic.ts';

/** An estimate as people ask for it: a geodetic place (radians, metres above the WGS-84 ellipsoid), the velocity over the turning Earth on
 *  the local axes there, and what is known of both. */
export type LocalEstimate = Geodetic & {
  readonly velocityEast_mps: MetresPerSecond;
  readonly velocityNorth_mps: MetresPerSecond;
  readonly velocityUp_mps: MetresPerSecond;
  /** Covariance, 6×6 row-major (36), on the axes east, north, up at the place: position east, north, up (m), then velocity east, north, up
   *  (m/s). So [0] is the variance east in m², [7] north, [14] up, [21] of the velocity east in m²/s², and [3] is position east with
   *  velocity east, m²/s. */
  readonly covarianceEnu: Float64Array;
};

/** Latitude, longitude, height, velocity and covariance on local axes of an estimate in ECEF: a track of a sensor with a site or on a
 *  platform, or what `fuse` and `pictureOf` give.
 *  Shapes  x 6, m and m/s; p 21 (`TrackEstimate`: lower triangle by rows) or 36 (`StateEstimate`: row-major).   Frame  ECEF in, ENU out.
 *  Throws `RangeError` for other shapes, for numbers that are not finite, and for a position deep inside the Earth: a track of a flat
 *  sensor stands on that sensor's own axes, which say nothing of a latitude. */
export function localEstimate(estimate: { readonly x: Float64Array; readonly p: Float64Array }): LocalEstimate {
  if (!isFields(estimate))
    refuseFault({ place: 'estimate', message: `${shown(estimate)} is no estimate`, remedy: 'give a track, or { x, p }' });
  const { x, p } = estimate;
  const isPacked = p?.length !== 36;
  refuseFault(numbersFault('x', x, 6, 'position and velocity, ECEF, m and m/s'));
  refuseFault(numbersFault('p', p, isPacked ? 21 : 36, 'their covariance, lower triangle by rows; or 36, row-major'));
  const r = vec3(x[0], x[1], x[2]);
  const v = vec3(x[3], x[4], x[5]);
  if (dot(r, r) < DEEPEST_m * DEEPEST_m)
    throw new RangeError(
      `x: ${Math.round(Math.sqrt(dot(r, r)))} m from the Earth’s centre is inside it; give ECEF positions: tracks of a flat sensor are on its own axes`,
    );
  const full = isPacked ? unpacked(p, 0, 6) : p;
  const place = geodeticFromEcefVec(r);
  const { east, north, up } = enuBasis(place);
  return {
    ...place,
    velocityEast_mps: dot(v, east),
    velocityNorth_mps: dot(v, north),
    velocityUp_mps: dot(v, up),
    covarianceEnu: turned(full, [east, north, up]),
  };
}

/** Every deep of the sea and some more; a flat world as large as this would be no more flat. */
const DEEPEST_m = 6_300_000;

/** T P Tᵀ, block by block; the lower half is the mirror of the upper, so that it is symmetric to the bit. */
function turned(p: Float64Array, axes: readonly Vec3[]): Float64Array {
  const out = new Float64Array(36);
  for (let i = 0; i < 6; i++)
    for (let j = i; j < 6; j++) {
      const block = Math.floor(i / 3) * 18 + Math.floor(j / 3) * 3;
      out[6 * i + j] = covarianceAlong(p, block, 6, axes[i % 3], axes[j % 3]);
      out[6 * j + i] = out[6 * i + j];
    }
  return out;
}
