import { expect, test } from 'vitest';
import { stream } from '../../../sim/random.ts';
import { type Imm, THEATRE_MODES } from './imm.ts';
import { packedIndex } from '../../math/packed.ts';
import { blendInto, copyImm } from './blend.ts';

type Random = ReturnType<typeof stream>;

/** A track after one of the events: every mode somewhere else, its errors independent and of unlike size. */
function drawn(random: Random): Imm {
  const modes = new Float64Array(THEATRE_MODES.size);
  THEATRE_MODES.models.forEach(({ dimension }, j) => {
    const at = THEATRE_MODES.at[j];
    for (let i = 0; i < dimension; i++) {
      modes[at + i] = 3 * random.normal();
      modes[at + dimension + packedIndex(i, i)] = 0.5 + 2 * random.uniform();
    }
  });
  const weights = Float64Array.from({ length: 4 }, () => 0.05 + random.uniform());
  const total = weights.reduce((sum, w) => sum + w, 0);
  return { modes, weights: weights.map((w) => w / total) };
}

test('the mixture of what a track may have become has the mean and the spread of samples drawn from it', () => {
  const random = stream(7, 'blend');
  const after = [drawn(random), drawn(random), drawn(random)];
  const shares = [0.55, 0.35, 0.1];
  const blended = copyImm(after[0]);
  blendInto(blended, after, shares);
  const draws = 40_000;
  THEATRE_MODES.models.forEach(({ dimension: n }, j) => {
    const at = THEATRE_MODES.at[j];
    const weight = shares.reduce((sum, share, e) => sum + share * after[e].weights[j], 0);
    expect(blended.weights[j]).toBeCloseTo(weight, 12);
    const sum = new Float64Array(n);
    const products = new Float64Array(n * n);
    for (let k = 0; k < draws; k++) {
      // Which event, given that this mode is the one that holds.
      let left = random.uniform() * weight;
      const e = shares.findIndex((share, one) => (left -= share * after[one].weights[j]) < 0);
      const { modes } = after[Math.max(0, e)];
      const x = Float64Array.from({ length: n }, (_, i) => modes[at + i] + Math.sqrt(modes[at + n + packedIndex(i, i)]) * random.normal());
      for (let a = 0; a < n; a++) {
        sum[a] += x[a] / draws;
        for (let b = 0; b <= a; b++) products[a * n + b] += (x[a] * x[b]) / draws;
      }
    }
    const { modes } = blended;
    const variance = (i: number): number => modes[at + n + packedIndex(i, i)];
    for (let a = 0; a < n; a++) {
      expect(Math.abs(modes[at + a] - sum[a])).toBeLessThan(5 * Math.sqrt(variance(a) / draws));
      for (let b = 0; b <= a; b++) {
        const off = modes[at + n + packedIndex(a, b)] - (products[a * n + b] - sum[a] * sum[b]);
        // A fiftieth of the sigmas: five of what 40,000 samples leave open. The means lie further apart than that.
        expect(Math.abs(off)).toBeLessThan(0.04 * Math.sqrt(variance(a) * variance(b)));
      }
    }
  });
});

test('an event that cannot be changes nothing, and a mode that no event leaves keeps its state', () => {
  const random = stream(8, 'blend');
  const [one, other] = [drawn(random), drawn(random)];
  const same = copyImm(other);
  blendInto(same, [one, other], [1, 0]);
  expect(same).toEqual(one);
  const gone: Imm = { modes: one.modes, weights: Float64Array.of(0, 0.5, 0.25, 0.25) };
  const kept = copyImm(other);
  blendInto(kept, [gone], [1]);
  expect(kept.weights[0]).toBe(0);
  expect(kept.modes.subarray(0, THEATRE_MODES.at[1])).toEqual(other.modes.subarray(0, THEATRE_MODES.at[1]));
});

test('a copy shares nothing', () => {
  const one = drawn(stream(9, 'blend'));
  const copy = copyImm(one);
  copy.modes[0] += 1;
  copy.weights[0] = 0;
  expect(one.modes[0]).not.toBe(copy.modes[0]);
  expect(one.weights[0]).not.toBe(0);
});
