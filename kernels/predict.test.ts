import fc from 'fast-check';
import { expect, test } from 'vitest';
import { predictCoast } from '../src/core/track/kernels/predict-coast.ts';
import { predictConstantVelocity } from '../src/core/track/kernels/predict-constant-velocity.ts';
import { type NaiveModel, naivePredict } from '../tests/support/naive-filter.ts';
import { naiveCoast, naiveConstantVelocity } from '../tests/support/naive-motion.ts';
import { covariance, differenceFrom, recordOf, state } from './random-records.ts';

const RELATIVE = 1e-9;
const SIX = [900, 900, 900, 40, 40, 40];

type Case = {
  readonly name: string;
  readonly predict: (s: Float64Array, o: number, h: number, psd: number) => void;
  readonly naive: (psd: number) => NaiveModel;
  readonly state: fc.Arbitrary<number[]>;
  readonly sigmas: readonly number[];
  readonly psd: fc.Arbitrary<number>;
};

const cases: Case[] = [
  {
    name: 'constant velocity',
    predict: predictConstantVelocity,
    naive: naiveConstantVelocity,
    state: state(1000, 2e6),
    sigmas: SIX,
    psd: fc.double({ min: 0, max: 10, noNaN: true }),
  },
  {
    name: 'coast',
    predict: predictCoast,
    naive: naiveCoast,
    state: state(6.4e6, 4.2e7),
    sigmas: SIX,
    psd: fc.double({ min: 0, max: 1, noNaN: true }),
  },
];

for (const one of cases) {
  test(`${one.name}: a step is the textbook's matrices in loops with Jacobians by hand, to 1e-9`, () => {
    fc.assert(
      fc.property(one.state, covariance(one.sigmas), fc.double({ min: 0.05, max: 10, noNaN: true }), one.psd, (x, p, h, psd) => {
        const record = recordOf({ x, p }, 3);
        one.predict(record, 3, h, psd);
        expect(differenceFrom(record, 3, naivePredict(one.naive(psd), { x, p }, h))).toBeLessThan(RELATIVE);
      }),
    );
  });
}
