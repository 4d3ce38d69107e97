import { expect, test } from 'vitest';
import { atan2, cos, sin } from '../../math/elementary.ts';
import { tangent } from '../estimators/linearise.ts';
import { update } from '../estimators/filter.ts';
import type { Mapping } from '../estimators/mapping.ts';
import { iteratedPolarUpdate } from './iterated-polar.ts';
import { POLAR3 } from '../look/measurement-kernels.ts';
import { innovatePolar3, POLAR3_INNOVATION, POLAR3_WORK } from '../kernels/polar3.ts';
import { projectPolar3Of6, updatePolar3Of6 } from '../kernels/polar3-of-6.ts';

const MOUNT = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);
const SIGMA_RANGE_M = 100;
const SIGMA_ANGLE_RAD = 0.0017;
const SIX = 27;

/** A prior around a body 2,000 km off, with that spread of position and velocity in every axis. */
function record(spread_m: number): Float64Array {
  const s = new Float64Array(SIX);
  s.set([1_500_000, 1_200_000, 560_000, -3000, -2500, 500]);
  for (let i = 0; i < 6; i++) s[6 + (i * (i + 3)) / 2] = i < 3 ? spread_m * spread_m : 1e6;
  for (let i = 0; i < 3; i++) s[6 + ((3 + i) * (4 + i)) / 2 + i] = 0.5 * spread_m * 1e3;
  return s;
}

function plot(range: number, azimuth: number, elevation: number): Float64Array {
  const across = SIGMA_ANGLE_RAD * cos(elevation);
  return Float64Array.of(
    range,
    cos(elevation) * cos(azimuth),
    cos(elevation) * sin(azimuth),
    sin(elevation),
    SIGMA_RANGE_M * SIGMA_RANGE_M,
    across * across,
    SIGMA_ANGLE_RAD * SIGMA_ANGLE_RAD,
  );
}

const measured: Mapping = {
  dimension: 3,
  angles: [1, 2],
  of(out, x) {
    const ground = Math.sqrt(x[0] * x[0] + x[1] * x[1]);
    out.set([Math.sqrt(ground * ground + x[2] * x[2]), atan2(x[1], x[0]), atan2(x[2], ground)]);
  },
};

const take = iteratedPolarUpdate(POLAR3, 6);

function taken(s: Float64Array, z: Float64Array): Float64Array {
  const work = new Float64Array(POLAR3_WORK.length);
  const out = s.slice();
  const innovation = new Float64Array(POLAR3_INNOVATION.length);
  projectPolar3Of6(out, 0, MOUNT, 0, work, 0);
  innovatePolar3(work, 0, z, 0, innovation, 0);
  take(out, 0, MOUNT, 0, work, 0, z, 0, innovation, 0, out, 0);
  return out;
}

test('a settled track is updated once, to the bit', () => {
  const s = record(1_000);
  const z = plot(2_002_000, 0.6755, 0.2825);
  const work = new Float64Array(POLAR3_WORK.length);
  const innovation = new Float64Array(POLAR3_INNOVATION.length);
  const once = new Float64Array(SIX);
  projectPolar3Of6(s, 0, MOUNT, 0, work, 0);
  innovatePolar3(work, 0, z, 0, innovation, 0);
  updatePolar3Of6(s, 0, work, 0, innovation, 0, once, 0);
  expect(taken(s, z)).toEqual(once);
});

test('a track of one plot meets its second as the iterated filter that is written to be read does', () => {
  const s = record(25_000);
  const [range, azimuth, elevation] = [1_990_000, 0.69, 0.295];
  const p = new Float64Array(36);
  for (let i = 0, k = 6; i < 6; i++) for (let j = 0; j <= i; j++, k++) p[i * 6 + j] = p[j * 6 + i] = s[k];
  const noise = Float64Array.of(SIGMA_RANGE_M ** 2, 0, 0, 0, SIGMA_ANGLE_RAD ** 2, 0, 0, 0, SIGMA_ANGLE_RAD ** 2);
  const written = update(tangent, { x: s.slice(0, 6), p }, measured, noise, Float64Array.of(range, azimuth, elevation), 20);
  if (written.kind !== 'updated') throw new Error(written.what);
  const found = taken(s, plot(range, azimuth, elevation));
  // Three rounds, and angles in the plane across the sight instead of azimuth and elevation: a few hundredths of a sigma apart.
  for (let i = 0; i < 6; i++)
    expect(Math.abs(found[i] - written.state.x[i]) / Math.sqrt(written.state.p[i * 7]), `state ${i}`).toBeLessThan(0.05);
  const error = Math.sqrt(found[0] ** 2 + found[1] ** 2 + found[2] ** 2) - range;
  expect(Math.abs(error)).toBeLessThan(SIGMA_RANGE_M);
});
