import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../tests/support/properties.ts';
import { predictBoost } from '../src/core/track/kernels/predict-boost.ts';
import { predictCoast } from '../src/core/track/kernels/predict-coast.ts';
import { predictConstantVelocity } from '../src/core/track/kernels/predict-constant-velocity.ts';
import { predictEntry } from '../src/core/track/kernels/predict-entry.ts';
import { predictManoeuvre } from '../src/core/track/kernels/predict-manoeuvre.ts';
import { type NaiveModel, naivePredict } from '../tests/support/naive-filter.ts';
import { naiveBoost, naiveCoast, naiveConstantVelocity, naiveEntry, naiveManoeuvre } from '../tests/support/naive-motion.ts';
import { between } from './random-vectors.ts';
import { covariance, differenceFrom, isPositiveDefinite, recordOf, state } from './random-records.ts';

const RELATIVE = 1e-9;
const SIX = [900, 900, 900, 40, 40, 40];
const NINE = [...SIX, 4, 4, 4];
const thrust = [-60, 60] as const;

type Case = {
  readonly name: string;
  readonly predict: (s: Float64Array, o: number, h: number, psd: number) => void;
  readonly naive: (psd: number) => NaiveModel;
  readonly state: fc.Arbitrary<number[]>;
  readonly sigmas: readonly number[];
  readonly psd: fc.Arbitrary<number>;
  readonly longest_s?: number;
};

const cases: Case[] = [
  {
    name: 'constant velocity',
    predict: predictConstantVelocity,
    naive: naiveConstantVelocity,
    state: state(1000, 2e6),
    sigmas: SIX,
    psd: between(0, 10),
  },
  {
    name: 'coast',
    predict: predictCoast,
    naive: naiveCoast,
    state: state(6.4e6, 4.2e7),
    sigmas: SIX,
    psd: between(0, 1),
  },
  {
    name: 'entry',
    predict: predictEntry,
    naive: naiveEntry,
    // From the ground to where the air ends; steps that drag of up to 1,000 m/s² bears.
    state: state(6.39e6, 6.5e6, [[-10, -6]]),
    sigmas: [...SIX, 0.6],
    psd: between(0, 1),
    longest_s: 1,
  },
  {
    name: 'boost',
    predict: predictBoost,
    naive: naiveBoost,
    state: state(6.38e6, 7e6, [thrust, thrust, thrust]),
    sigmas: NINE,
    psd: between(0, 10),
  },
  {
    name: 'manoeuvre',
    predict: predictManoeuvre,
    naive: naiveManoeuvre,
    state: state(6.38e6, 7e6, [thrust, thrust, thrust]),
    sigmas: NINE,
    psd: between(0, 10),
  },
];

for (const one of cases) {
  test(`${one.name}: a step is the textbook's matrices in loops with Jacobians by hand, to 1e-9`, () => {
    holds(
      fc.property(one.state, covariance(one.sigmas), between(0.05, one.longest_s ?? 10), one.psd, (x, p, h, psd) => {
        const record = recordOf({ x, p }, 3);
        one.predict(record, 3, h, psd);
        expect(differenceFrom(record, 3, naivePredict(one.naive(psd), { x, p }, h))).toBeLessThan(RELATIVE);
        expect(isPositiveDefinite(record, 3, x.length)).toBe(true);
      }),
    );
  });
}

test('thrust that is exactly nothing, and a body at rest, have finite predictions', () => {
  const p = Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (_, j) => (i === j ? 1 : 0)));
  const boosting = recordOf({ x: [6.4e6, 0, 0, 0, 0, 0, 0, 0, 0], p }, 1);
  predictBoost(boosting, 1, 1, 0.4);
  const entering = recordOf({ x: [6.4e6, 0, 0, 0, 0, 0, -8], p: p.slice(0, 7).map((row) => row.slice(0, 7)) }, 1);
  predictEntry(entering, 1, 1, 1e-4);
  for (const record of [boosting, entering]) expect(record.every(Number.isFinite)).toBe(true);
});
