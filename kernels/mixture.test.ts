import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../tests/support/properties.ts';
import { mergeOf6, mergeOf7, mergeOf9 } from '../src/core/track/kernels/mixture.ts';
import { mixRecords } from '../src/core/track/filter/mixture.ts';
import { covariance, differenceFrom, recordOf, type Sample, state } from './random-records.ts';
import { between } from './random-vectors.ts';

const RELATIVE = 1e-9;
const SIGMAS = [900, 900, 900, 40, 40, 40, 4, 4, 4];

function naiveMixture(parts: readonly (Sample & { readonly weight: number })[]): Sample {
  const x = parts[0].x.map((_, i) => parts.reduce((sum, part) => sum + part.weight * part.x[i], 0));
  const p = x.map((_, i) =>
    x.map((_e, j) => parts.reduce((sum, part) => sum + part.weight * (part.p[i][j] + (part.x[i] - x[i]) * (part.x[j] - x[j])), 0)),
  );
  return { x, p };
}

for (const { n, merge } of [
  { n: 6, merge: mergeOf6 },
  { n: 7, merge: mergeOf7 },
  { n: 9, merge: mergeOf9 },
] as const)
  test(`a mixture of records of ${n} has the mean and covariance that the definition gives, to 1e-9`, () => {
    const extra = Array.from({ length: n - 6 }, () => [-50, 50] as const);
    const near = fc.array(between(-3000, 3000), { minLength: n, maxLength: n });
    const part = fc.record({ off: near, p: covariance(SIGMAS.slice(0, n)), share: between(0.01, 1) });
    holds(
      fc.property(state(6.4e6, 7e6, extra), fc.array(part, { minLength: 1, maxLength: 4 }), (centre, drawn) => {
        const total = drawn.reduce((sum, { share }) => sum + share, 0);
        const parts = drawn.map(({ off, p, share }) => ({ x: centre.map((v, i) => v + off[i]), p, weight: share / total }));
        const zeros = Array.from({ length: n }, () => 0);
        const mixed = recordOf({ x: zeros, p: zeros.map(() => zeros) }, 3);
        const records = parts.map((one) => recordOf(one, 2));
        mixRecords(
          n,
          records.map((s, i) => ({ s, o: 2, share: parts[i].weight })),
          mixed,
          3,
        );
        expect(differenceFrom(mixed, 3, naiveMixture(parts))).toBeLessThan(RELATIVE);

        const merged = recordOf(parts[0], 3);
        let sum = parts[0].weight;
        parts.slice(1).forEach(({ weight }, i) => {
          sum += weight;
          merge(records[i + 1], 2, records[i + 1], 2 + n, Float64Array.of(0, weight / sum), 1, merged, 3);
        });
        expect(differenceFrom(merged, 3, naiveMixture(parts))).toBeLessThan(RELATIVE);
      }),
    );
  });
