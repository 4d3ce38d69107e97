/** The mean and covariance of a mixture of two components, w the second's share of the two,
 *    x = x₁ + w d        P = P₁ + w (P₂ − P₁ + (1 − w) d dᵀ)        d = x₂ − x₁
 *  One `merge` after the other mixes many. By differences, because Σ w x xᵀ − x̄ x̄ᵀ loses all digits where the components are close beside their size.
 *  Source  [BSLK2001] §1.4.16. */
import { load, minus, named, plus, times } from '../expression.ts';
import { firstSixFirst, type Kernel, kernel, recordSlots, type Store, stored, storedByRows } from '../kernel.ts';
import { loadedSymmetric, loadedVector, lower, type Matrix, mirrored, packedIndex, type Vector } from '../matrix.ts';

export const merge = (n: number): Kernel =>
  kernel(() => ({
    name: `mergeOf${n}`,
    about: [
      `Merges a component with the share g of the two into the record t (x ${n}, P packed). The component's states are s, its packed`,
      'covariance p: apart, so that the first six states of a longer record can be taken.',
    ],
    slots: [...['s', 'p', 'g'].map(record), ...recordSlots('t', 'to', n, 'tP', 'tp')],
    numbers: [],
    stores: ofTwo(n, vector('x', n, 't'), loadedSymmetric(n, 'p', 'tP', 0)),
  }));

/** The same where both components stay where they are: nothing has to be copied first. */
export const mixTwo = (n: number): Kernel =>
  kernel(() => ({
    name: `mixTwoOf${n}`,
    about: [
      `Writes to the record t (x ${n}, P packed) the mixture of two components, the second with the share g. Their states are a and s, their packed`,
      'covariances b and p: apart, so that the first six states of a longer record can be taken. t is neither.',
    ],
    slots: [...['a', 'b', 's', 'p', 'g'].map(record), ...recordSlots('t', 'to', n, 'tP', 'tp')],
    numbers: [],
    stores: ofTwo(n, vector('x', n, 'a'), loadedSymmetric(n, 'p', 'b', 0)),
  }));

/** The first component is x and p, the second stands in s and p. */
function ofTwo(n: number, x: Vector, p: Matrix): Store[] {
  const q = loadedSymmetric(n, 'q', 'p', 0);
  const w = load('weight', 'g', 0);
  const d = vector('y', n, 's').map((e, i) => named(`d${i}`, minus(e, x[i])));
  const rest = d.map((e) => named('rest', times(minus(1, w), e)));
  const mixed = mirrored(n, (i, j) => plus(p[i][j], times(w, plus(minus(q[i][j], p[i][j]), times(rest[i], d[j])))));
  const mean = x.map((e, i) => plus(e, times(w, d[i])));
  return firstSixFirst(n, (from, to) => [
    ...stored('t', from, mean.slice(from, to)),
    ...storedByRows('tP', packedIndex(from, 0), lower(mixed).slice(from, to)),
  ]);
}

const vector = (name: string, n: number, slot: string): Vector =>
  loadedVector(
    Array.from({ length: n }, (_, i) => `${name}${i}`),
    slot,
    0,
  );

/** Arrays and their offsets: s and so, p and po, … */
const record = (array: string): { array: string; offset: string } => ({ array, offset: `${array}o` });
