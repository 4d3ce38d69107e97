import { cross, dot, subtract, unit, type Vec3, vec3 } from '../math/vector.ts';
import { WGS84 } from './earth.ts';

/** Unit vector from one point to another. */
export function lineOfSight(from: Vec3, to: Vec3): Vec3 {
  return unit(subtract(to, from));
}

/** Two unit vectors that with u make a right-handed orthonormal triple (right, up, −u seen from the sensor): the plane across the
 *  line of sight. Built from the axis that u leans on least, so that it is steady and has no pole. */
export function tangentBasis(u: Vec3): { right: Vec3; up: Vec3 } {
  const ax = Math.abs(u.x);
  const ay = Math.abs(u.y);
  const az = Math.abs(u.z);
  const axis = az <= ax && az <= ay ? vec3(0, 0, 1) : ax <= ay ? vec3(1, 0, 0) : vec3(0, 1, 0);
  const right = unit(cross(u, axis));
  return { right, up: cross(right, u) };
}

/** The Earth, for the question whether it is in the way, is taken this much smaller than the ellipsoid: terrain and air are not in the model. */
const SHRINK_M = 100;

/** Whether the segment from one point to the other passes through the Earth. */
export function earthBlocks(from: Vec3, to: Vec3): boolean {
  const d = subtract(to, from);
  const roots = ellipsoidRoots(from, d, -SHRINK_M);
  return roots !== undefined && roots.near < 1 && roots.far > 0;
}

/** First point where a ray meets the ellipsoid raised by a height; undefined when it passes by or points away.
 *  Raised means semi-axes longer by the height, which is the geodetic height to 0.2 % of it. */
export function intersectHeight(from: Vec3, u: Vec3, height_m: number): Vec3 | undefined {
  const roots = ellipsoidRoots(from, u, height_m);
  if (roots === undefined) return undefined;
  const t = roots.near > 0 ? roots.near : roots.far;
  return t > 0 ? vec3(from.x + t * u.x, from.y + t * u.y, from.z + t * u.z) : undefined;
}

function ellipsoidRoots(from: Vec3, d: Vec3, height_m: number): { near: number; far: number } | undefined {
  // On the sphere that the ellipsoid becomes when z is stretched.
  const k = (WGS84.a_m + height_m) / (WGS84.b_m + height_m);
  const p = vec3(from.x, from.y, from.z * k);
  const q = vec3(d.x, d.y, d.z * k);
  const radius = WGS84.a_m + height_m;
  const a = dot(q, q);
  const b = dot(p, q);
  const c = dot(p, p) - radius * radius;
  const discriminant = b * b - a * c;
  if (discriminant < 0) return undefined;
  const root = Math.sqrt(discriminant);
  return { near: (-b - root) / a, far: (-b + root) / a };
}
