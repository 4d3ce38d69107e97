import { atan2 } from './elementary.ts';

/** A 3-vector of any quantity; names say which, and in which frame (`positionEcef_m`). */
export type Vec3 = { readonly x: number; readonly y: number; readonly z: number };

/** A vector of three numbers, of whatever unit and frame its name says. */
export function vec3(x: number, y: number, z: number): Vec3 {
  return { x, y, z };
}

export function add(a: Vec3, b: Vec3): Vec3 {
  return { x: a.x + b.x, y: a.y + b.y, z: a.z + b.z };
}

/** a − b. */
export function subtract(a: Vec3, b: Vec3): Vec3 {
  return { x: a.x - b.x, y: a.y - b.y, z: a.z - b.z };
}

export function scale(v: Vec3, k: number): Vec3 {
  return { x: v.x * k, y: v.y * k, z: v.z * k };
}

/** a + k b. */
export function addScaled(a: Vec3, b: Vec3, k: number): Vec3 {
  return { x: a.x + k * b.x, y: a.y + k * b.y, z: a.z + k * b.z };
}

export function dot(a: Vec3, b: Vec3): number {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

export function cross(a: Vec3, b: Vec3): Vec3 {
  return { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x };
}

export function norm(v: Vec3): number {
  return Math.sqrt(v.x * v.x + v.y * v.y + v.z * v.z);
}

/** The vector of length one along v. A zero vector has no direction and comes back as it is. */
export function unit(v: Vec3): Vec3 {
  const n = norm(v);
  return n === 0 ? v : { x: v.x / n, y: v.y / n, z: v.z / n };
}

export function distance(a: Vec3, b: Vec3): number {
  return norm(subtract(a, b));
}

/** Angle between two vectors, 0…π rad. By atan2(|a×b|, a·b), because the arc cosine loses half its digits near 0 and π. */
export function angleBetween(a: Vec3, b: Vec3): number {
  return atan2(norm(cross(a, b)), dot(a, b));
}
