import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stream } from '../../../sim/random.ts';
import { cholesky, invertSymmetric, multiplyTransposed, quadraticForm } from '../../math/matrix.ts';
import { type Dependence, fuse, type FusionGoal } from './fuse.ts';
import type { StateEstimate } from './joint-diagonal.ts';

const N = 6;

/** A covariance of position and velocity, from metres to kilometres and of any shape. */
function covariance(random: { normal(): number }): Float64Array {
  const root = Float64Array.from({ length: N * N }, (_, k) => random.normal() * (k < 18 ? 300 : 3) * Math.exp(random.normal()));
  const p = new Float64Array(N * N);
  multiplyTransposed(p, root, root, N, N, N);
  return p;
}

function estimate(random: { normal(): number }): StateEstimate {
  return { x: Float64Array.from({ length: N }, () => 1e4 * random.normal()), p: covariance(random) };
}

function fused(a: StateEstimate, b: StateEstimate, dependence: Dependence, goal?: FusionGoal): StateEstimate & { weight: number } {
  const out = fuse(a, b, dependence, goal);
  if (out.kind !== 'fused') throw new Error(out.kind);
  return { ...out.estimate, weight: out.weight };
}

const inverse = (p: Float64Array): Float64Array => {
  const out = new Float64Array(N * N);
  if (!invertSymmetric(out, p, N)) throw new Error('not positive definite');
  return out;
};
const mix = (wa: number, a: Float64Array, wb: number, b: Float64Array): Float64Array => a.map((v, k) => wa * v + wb * b[k]);
const times = (m: Float64Array, x: Float64Array): Float64Array => x.map((_, i) => x.reduce((sum, v, j) => sum + m[i * N + j] * v, 0));
const logVolume = (p: Float64Array): number => {
  const scale = Float64Array.from({ length: N }, (_, i) => Math.sqrt(p[i * N + i]));
  const l = p.map((v, k) => v / (scale[Math.floor(k / N)] * scale[k % N]));
  if (!cholesky(l, l, N)) throw new Error('not positive definite');
  return scale.reduce((sum, s, i) => sum + 2 * Math.log(s * l[i * N + i]), 0);
};
const positionError = (p: Float64Array): number => p[0] + p[N + 1] + p[2 * N + 2];
/** Largest difference of two matrices, in units of the second one's sigmas. */
const apart = (p: Float64Array, q: Float64Array): number =>
  p.reduce((most, v, k) => Math.max(most, Math.abs(v - q[k]) / Math.sqrt(q[Math.floor(k / N) * (N + 1)] * q[(k % N) * (N + 1)])), 0);

/** The same by its definition: three inversions, and a weight. */
function byDefinition(a: StateEstimate, b: StateEstimate, dependence: Dependence, w: number): StateEstimate {
  const [ia, ib] = [inverse(a.p), inverse(b.p)];
  const gamma = inverse(mix(w, a.p, 1 - w, b.p));
  const [fromA, fromB] =
    dependence === 'unknown'
      ? [mix(w, ia, 0, ib), mix(0, ia, 1 - w, ib)]
      : dependence === 'common'
        ? [mix(1, ia, -w, gamma), mix(1, ib, w - 1, gamma)]
        : [ia, ib];
  const p = inverse(mix(1, fromA, 1, fromB));
  return {
    p,
    x: times(
      p,
      times(fromA, a.x).map((v, i) => v + times(fromB, b.x)[i]),
    ),
  };
}

const seeds = fc.integer({ min: 0, max: 1e6 });
const ways: readonly Dependence[] = ['unknown', 'common', 'independent'];

test('on joint axes comes out what the definitions with three inversions say', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(...ways), (seed, dependence) => {
      const random = stream(seed, 'pair');
      const [a, b] = [estimate(random), estimate(random)];
      const found = fused(a, b, dependence);
      const naive = byDefinition(a, b, dependence, found.weight);
      expect(apart(found.p, naive.p)).toBeLessThan(1e-6);
      for (let i = 0; i < N; i++) expect(Math.abs(found.x[i] - naive.x[i])).toBeLessThan(1e-5 * Math.sqrt(naive.p[i * (N + 1)]) + 1e-6);
    }),
    { numRuns: 300 },
  );
});

test('no other weight does better, for the volume and for the position', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom('unknown' as const, 'common' as const), (seed, dependence) => {
      const random = stream(seed, 'pair');
      const [a, b] = [estimate(random), estimate(random)];
      const byVolume = logVolume(fused(a, b, dependence, 'volume').p);
      const byPosition = positionError(fused(a, b, dependence, 'position').p);
      for (let w = 0.001; w < 1; w += 0.0499) {
        const { p } = byDefinition(a, b, dependence, w);
        expect(byVolume).toBeLessThan(logVolume(p) + 1e-6);
        expect(byPosition).toBeLessThan(positionError(p) * (1 + 1e-6));
      }
    }),
    { numRuns: 60 },
  );
});

test('which estimate is called the first makes no difference', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(...ways), (seed, dependence) => {
      const random = stream(seed, 'pair');
      const [a, b] = [estimate(random), estimate(random)];
      expect(apart(fused(a, b, dependence).p, fused(b, a, dependence).p)).toBeLessThan(1e-6);
    }),
  );
});

test('an estimate fused with itself stays what it was, unless the two are called independent', () => {
  const a = estimate(stream(3, 'self'));
  expect(apart(fused(a, a, 'unknown').p, a.p)).toBeLessThan(1e-9);
  expect(apart(fused(a, a, 'common').p, a.p)).toBeLessThan(1e-9);
  expect(apart(fused(a, a, 'independent').p, mix(0.5, a.p, 0, a.p))).toBeLessThan(1e-9);
});

test('a covariance that is none is named, not fused', () => {
  const a = estimate(stream(3, 'self'));
  const broken = { x: a.x, p: a.p.map((v, k) => (k === 7 ? -v : v)) };
  expect(fuse(a, broken, 'unknown').kind).toBe('not-positive-definite');
  expect(fuse(broken, a, 'unknown').kind).toBe('not-positive-definite');
});

/** Two estimates of zero whose errors are correlated by `rho` on random axes: e_b = B^½ (rho U A^-½ e_a + √(1−rho²) w). */
function correlated(random: { normal(): number }, rho: number): readonly [StateEstimate, StateEstimate] {
  const [a, b] = [covariance(random), covariance(random)];
  const [la, lb] = [new Float64Array(36), new Float64Array(36)];
  cholesky(la, a, N);
  cholesky(lb, b, N);
  const white = Float64Array.from({ length: N }, () => random.normal());
  // A random reflection is turn enough.
  const u = Float64Array.from({ length: N }, () => random.normal());
  const length2 = u.reduce((sum, v) => sum + v * v, 0);
  const along = u.reduce((sum, v, i) => sum + v * white[i], 0);
  const turned = white.map((v, i) => rho * (v - (2 * along * u[i]) / length2) + Math.sqrt(1 - rho * rho) * random.normal());
  return [
    { x: times(la, white), p: a },
    { x: times(lb, turned), p: b },
  ];
}

function meanNees(dependence: Dependence, rho: number, runs = 1000): number {
  const random = stream(11, `nees/${rho}`);
  let sum = 0;
  for (let run = 0; run < runs; run++) {
    const { x, p } = fused(...correlated(random, rho), dependence);
    sum += quadraticForm(p, x, N) ?? Infinity;
  }
  return sum / runs;
}

test('covariance intersection is consistent whatever the correlation; the product of densities is not', () => {
  // χ² with six degrees of freedom over 1,000 runs: 6 ± 0.33 at three sigmas.
  for (const rho of [-0.95, -0.5, 0, 0.5, 0.95]) expect(meanNees('unknown', rho)).toBeLessThan(6.33);
  expect(meanNees('independent', 0)).toBeGreaterThan(5.67);
  expect(meanNees('independent', 0)).toBeLessThan(6.33);
  expect(meanNees('independent', 0.95)).toBeGreaterThan(6.6);
});

test('when the two are independent, fusing them beats the better one, and covariance intersection never does worse than it', () => {
  let [gain, cautious] = [0, 0];
  const random = stream(5, 'gain');
  const runs = 500;
  for (let run = 0; run < runs; run++) {
    const [a, b] = [estimate(random), estimate(random)];
    const better = Math.min(logVolume(a.p), logVolume(b.p));
    const naive = logVolume(fused(a, b, 'independent').p);
    const ci = logVolume(fused(a, b, 'unknown').p);
    expect(ci).toBeLessThan(better + 1e-9);
    expect(naive).toBeLessThan(ci);
    gain += (better - naive) / (2 * N * runs);
    cautious += (better - ci) / (2 * N * runs);
  }
  // Ratio of the mean radii of the error ellipsoids, over shapes drawn at random: measured 2.06 and 1.47.
  expect(Math.exp(gain)).toBeGreaterThan(1.9);
  expect(Math.exp(cautious)).toBeGreaterThan(1.35);
});

test('systems that hand one estimate back and forth learn nothing from it', () => {
  const random = stream(9, 'loop');
  const pair = [estimate(random), estimate(random)];
  const first = logVolume(fused(pair[0], pair[1], 'unknown').p);
  for (let round = 0; round < 100; round++) pair[(round + 1) % 2] = fused(pair[(round + 1) % 2], pair[round % 2], 'unknown');
  for (const { p } of pair) expect(Math.abs(logVolume(p) - first)).toBeLessThan(1e-9);
  // Three in a ring settle on what all three know together, and stay there.
  const ring = [estimate(random), estimate(random), estimate(random)];
  const pass = (rounds: number): number[] => {
    for (let k = 0; k < rounds; k++) ring[(k + 1) % 3] = fused(ring[(k + 1) % 3], ring[k % 3], 'unknown');
    return ring.map(({ p }) => logVolume(p));
  };
  const [settled] = [pass(60)];
  pass(300).forEach((volume, k) => expect(Math.abs(volume - settled[k])).toBeLessThan(1e-6));
  // The mistake that this avoids: the same two estimates, taken for independent ten times.
  let naive = pair[0];
  for (let round = 0; round < 10; round++) naive = fused(naive, pair[1], 'independent');
  expect(logVolume(naive.p)).toBeLessThan(first - N * Math.log(5));
});
