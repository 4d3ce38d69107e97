import { beforeAll, describe, expect, test } from 'vitest';
import { jacobianOf } from '../../core/track/estimators/mapping.ts';
import { stream } from '../random.ts';
import { convertedNoise, convertedPlot, fall, KNOWN_BETA, polar, POLAR_NOISE, REENTRY, seenBy } from './reentry-model.ts';
import { contradictions, estimateOf, type ReentryCurve, type ReentryResult, runReentry } from './reentry.ts';

const RUNS = 60;
const MINUTE = 60_000;

let known: ReentryResult;
let unknown: ReentryResult;
beforeAll(() => {
  known = runReentry({ runs: RUNS, seed: 2002, particles: 0 });
  unknown = runReentry({ runs: RUNS, seed: 2003, particles: 0, unknownBeta: true });
}, MINUTE);

const curve = ({ curves }: ReentryResult, name: string): ReentryCurve => {
  const found = curves.find(({ filter }) => filter === name);
  if (found === undefined) throw new Error(`no filter called ${name}`);
  return found;
};
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
describe('re-entry with a known ballistic coefficient', () => {
  test('the paper: the EKF is efficient, none of the others is better, and each costs more', () => {
    expect(known.curves.filter(({ published }) => published)).toHaveLength(3);
    expect(contradictions(known)).toEqual([]);
    // Three standard errors are narrow enough to tell a filter that is 25 % off.
    for (const { filter, squaredRatioOfRun } of known.curves) expect(3 * estimateOf(squaredRatioOfRun).error, filter).toBeLessThan(0.4);
  });

  test('the check of it can fail', () => {
    const scaled = (filter: string, factor: number): ReentryResult => ({
      ...known,
      curves: known.curves.map((one) =>
        one.filter === filter ? { ...one, squaredRatioOfRun: one.squaredRatioOfRun.map((value) => factor * value) } : one,
      ),
    });
    expect(contradictions(scaled('EKF', 1.6)).length).toBeGreaterThan(0);
    expect(contradictions(scaled('UKF', 0.6)).length).toBeGreaterThan(0);
  });

  test('on range and elevation themselves one linearisation is not enough at the start; rounds or sigma points are', () => {
    const early = (name: string): number => mean(curve(known, name).nees.slice(1, 10));
    expect(early('EKF on range and elevation')).toBeGreaterThan(8);
    expect(early('iterated EKF on range and elevation')).toBeLessThan(6);
    expect(early('UKF on range and elevation')).toBeLessThan(6);
  });
});

test('with the coefficient unknown the UKF keeps its covariance honest where the air brakes, and the EKF does not', () => {
  // 80 to 100 s: ten scans in which β tells.
  const braking = (name: string): number => mean(curve(unknown, name).nees.slice(39, 50));
  expect(braking('EKF')).toBeGreaterThan(unknown.band[1]);
  expect(braking('UKF')).toBeLessThan(braking('EKF') - 0.5);
});

test(
  'the particle filter does as well as the others, for eight hundred times the evaluations',
  () => {
    const { curves } = runReentry({ runs: 2, seed: 2002, particles: 6000 });
    const cloud = curves.find(({ filter }) => filter.startsWith('particles'));
    const ekf = curves.find(({ filter }) => filter === 'EKF');
    if (cloud === undefined || ekf === undefined) throw new Error('a filter is missing');
    expect(cloud.evaluations).toBeGreaterThan(800 * ekf.evaluations);
    expect(mean(cloud.squaredRatioOfRun) / mean(ekf.squaredRatioOfRun)).toBeLessThan(2);
  },
  MINUTE,
);

test('the derivatives of the fall are those of its formula', () => {
  const scale = Float64Array.of(1e6, 0, 0, 0, 0, 100, 0, 0, 0, 0, 1e6, 0, 0, 0, 0, 100);
  for (const s of fall(KNOWN_BETA, stream(1, 'derivatives'))) {
    const formula = jacobianOf(KNOWN_BETA.motion, s, scale);
    const differences = jacobianOf({ ...KNOWN_BETA.motion, jacobian: undefined }, s, scale);
    // A step across 9,144 m meets the break between the two layers of air.
    if (Math.abs(s[2] - 9_144) > 5)
      formula.forEach((value, k) => expect(Math.abs(differences[k] - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value))));
  }
});

test('a converted plot has no bias, and the spread that it says', () => {
  const s = Float64Array.of(232_000, 0, 88_000, 0);
  const random = stream(3, 'conversion');
  const COUNT = 20_000;
  const errors = Array.from({ length: COUNT }, () => {
    const z = convertedPlot(seenBy(random, s));
    return [z[0] - s[0], z[1] - s[2]];
  });
  const r = convertedNoise(s[0], s[2]);
  [0, 1].forEach((axis) => {
    const bias = mean(errors.map((e) => e[axis]));
    expect(Math.abs(bias)).toBeLessThan(3.5 * Math.sqrt(r[axis * 3] / COUNT));
    expect(mean(errors.map((e) => e[axis] ** 2)) / r[axis * 3]).toBeCloseTo(1, 1);
  });
  // Along the sight: 100 m of the range and 88 m of the bend and of the sight's direction.
  const [c, si] = [s[0] / Math.hypot(s[0], s[2]), s[2] / Math.hypot(s[0], s[2])];
  const along = Math.sqrt(c * c * r[0] + 2 * c * si * r[1] + si * si * r[3]);
  expect(along).toBeGreaterThan(128);
  expect(along).toBeLessThan(138);
});

test('the fall is the one of the paper: it starts at 248 km and ends, after two minutes, near the ground and slow', () => {
  const truth = fall(KNOWN_BETA, stream(4, 'shape'));
  const z = new Float64Array(2);
  polar.of(z, truth[0]);
  expect(z[0]).toBeCloseTo(248_129, -1);
  expect(POLAR_NOISE[0]).toBe(REENTRY.sigmaRange_m ** 2);
  expect(Math.hypot(truth[0][1], truth[0][3])).toBeCloseTo(2290, 6);
  const last = truth[truth.length - 1];
  expect(Math.abs(last[2])).toBeLessThan(2_000);
  expect(Math.hypot(last[1], last[3])).toBeLessThan(500);
});
