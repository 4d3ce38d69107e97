import { expect, test } from 'vitest';
import { tangentBasis } from '../../frames/line-of-sight.ts';
import { cross, dot, unit, vec3 } from '../../math/vector.ts';
import { packedIndex } from '../../math/packed.ts';
import { SIGHT_INNOVATION, SIGHT_WORK } from '../kernels/sight.ts';
import { NEAR_SIGHT } from '../look/measurement-kernels.ts';
import { iteratedSightUpdate } from './iterated-sight.ts';

const N = 6;
const SIGMA_RAD = 1e-4;
const MOUNT = Float64Array.of(300_000, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);

/** An object at x that another sensor, in the origin, has seen 30° up to the left: 200 km along, 100 m across. */
function longAlong(range_m: number, sigma_m: number): Float64Array {
  const s = new Float64Array(N + 21);
  const u = unit(vec3(0.6, 0.6, 0.5));
  s.set([range_m * u.x, range_m * u.y, range_m * u.z]);
  const axes = [u.x, u.y, u.z];
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j <= i; j++) s[N + packedIndex(i, j)] = (sigma_m * sigma_m - 1e4) * axes[i] * axes[j] + (i === j ? 1e4 : 0);
    s[N + packedIndex(3 + i, 3 + i)] = 1e6;
  }
  return s;
}

function taken(s: Float64Array, target: readonly number[], once: boolean): Float64Array {
  const sight = unit(vec3(target[0] - MOUNT[0], target[1] - MOUNT[1], target[2] - MOUNT[2]));
  const z = Float64Array.of(sight.x, sight.y, sight.z, SIGMA_RAD ** 2, 0, SIGMA_RAD ** 2);
  const [w, v] = [new Float64Array(SIGHT_WORK.length), new Float64Array(SIGHT_INNOVATION.length)];
  const after = s.slice();
  NEAR_SIGHT.project[N](s, 0, MOUNT, 0, w, 0);
  NEAR_SIGHT.innovate(w, 0, z, 0, v, 0);
  if (once) NEAR_SIGHT.update[N](s, 0, w, 0, v, 0, after, 0);
  else iteratedSightUpdate(NEAR_SIGHT, N)(s, 0, MOUNT, 0, w, 0, z, 0, v, 0, after, 0);
  return after;
}

test('a direction from elsewhere finds the point on a line of sight that it crosses, however far from the middle; linearised once it does not', () => {
  for (const off_m of [-300_000, -150_000, 150_000, 300_000]) {
    const s = longAlong(900_000, 200_000);
    const u = unit(vec3(s[0], s[1], s[2]));
    const target = [u.x, u.y, u.z].map((e) => (900_000 + off_m) * e);
    const miss = (x: Float64Array): number => Math.hypot(x[0] - target[0], x[1] - target[1], x[2] - target[2]);
    const iterated = taken(s, target, false);
    const sigma = Math.sqrt(iterated[N] + iterated[N + 2] + iterated[N + 5]);
    expect(miss(iterated)).toBeLessThan(0.2 * sigma);
    expect(miss(taken(s, target, true))).toBeGreaterThan(5 * sigma);
  }
});

test('where nothing bends it is the update that the kernels make, to the bit', () => {
  const s = longAlong(900_000, 150);
  const target = [s[0] + 50, s[1] - 80, s[2] + 20];
  expect(taken(s, target, false)).toEqual(taken(s, target, true));
});

test('the kernels’ axes across a sight are those in which a direction’s covariance is stated', () => {
  const s = longAlong(900_000, 150);
  const w = new Float64Array(SIGHT_WORK.length);
  NEAR_SIGHT.project[N](s, 0, MOUNT, 0, w, 0);
  const axis = (at: number) => vec3(w[at], w[at + 1], w[at + 2]);
  const { right, up } = tangentBasis(axis(SIGHT_WORK.sight));
  expect(dot(right, axis(SIGHT_WORK.right))).toBeCloseTo(1, 12);
  expect(dot(up, axis(SIGHT_WORK.above))).toBeCloseTo(1, 12);
  expect(dot(cross(right, axis(SIGHT_WORK.sight)), up)).toBeCloseTo(1, 12);
});
