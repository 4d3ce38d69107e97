import { cross, dot, norm, scale, subtract, type Vec3, vec3 } from '../math/vector.ts';
import { freeFallAcceleration } from '../physics/rotating.ts';
import type { SightFrame } from '../track/look/sight-box.ts';

/** How far a sensor may be wrong without anybody knowing, one sigma: what a slipped encoder, a time server or a wrong survey do, not what
 *  registration expects of a sound radar (its own prior is ten times narrower). Used to ask whether two tracks may be one object, never to weigh plots. */
export const WRONG = { range_m: 2_000, angle_rad: 8e-3, time_s: 1.5 } as const;
/** A satellite points by the stars: 2 km on the ground. Its clock is as anybody's. */
const WRONG_SIGHT_RAD = 60e-6;
/** How much farther than any sensor may be one is looked for that is known to be wrong, or must be, if two tracks are one. */
export const DOUBTED = 3;
/** The same of a satellite's pointing, one sigma. */
export const GROSS_SIGHT_RAD = DOUBTED * WRONG_SIGHT_RAD;

/** Adds to a 6×6 covariance of position and velocity what an unknown constant error of this sensor does to a track that only it feeds.
 *    P += Σ σ² j jᵀ      range: (u, v⊥/R)   angles: the whole path turned about an axis through the sensor, (e×r, e×v)   clock: (v, a)
 *  each `times` as large;  with r from the sensor, u = r/R, v⊥ the velocity across u, and a the acceleration of the object, `push` included: what is not gravity.
 *  Shapes  p 36, row-major, in place; x 6 (ECEF, m, m/s).   Frame ECEF. */
export function addBiasReach(
  p: Float64Array,
  frame: Pick<SightFrame, 'origin' | 'measuresRange'>,
  x: Float64Array,
  push: Vec3,
  times = 1,
): void {
  const position = vec3(x[0], x[1], x[2]);
  const v = vec3(x[3], x[4], x[5]);
  const r = subtract(position, frame.origin);
  const range = norm(r);
  const u = scale(r, 1 / range);
  const fall = freeFallAcceleration(position, v);
  addLine(p, v, vec3(fall.x + push.x, fall.y + push.y, fall.z + push.z), times * WRONG.time_s);
  const angle = times * (frame.measuresRange ? WRONG.angle_rad : WRONG_SIGHT_RAD);
  const first = across(u);
  for (const axis of [first, cross(u, first)]) addLine(p, cross(axis, r), cross(axis, v), angle);
  if (!frame.measuresRange) return;
  const along = dot(u, v);
  addLine(p, u, vec3((v.x - along * u.x) / range, (v.y - along * u.y) / range, (v.z - along * u.z) / range), times * WRONG.range_m);
}

/** A unit vector across u. */
function across(u: Vec3): Vec3 {
  const other = cross(u, Math.abs(u.z) < 0.9 ? vec3(0, 0, 1) : vec3(1, 0, 0));
  return scale(other, 1 / norm(other));
}

function addLine(p: Float64Array, place: Vec3, speed: Vec3, sigma: number): void {
  const j = [place.x, place.y, place.z, speed.x, speed.y, speed.z];
  for (let i = 0; i < 6; i++) for (let k = 0; k < 6; k++) p[i * 6 + k] += sigma * sigma * j[i] * j[k];
}
