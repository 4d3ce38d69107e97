/** The mean and covariance of a mixture,
 *    x = Σ wᵢ xᵢ        P = Σ wᵢ (Pᵢ + dᵢ dᵢᵀ),  dᵢ = xᵢ − x
 *  a component at a time: either first every `addMean`, then every `addSpread`, or one `merge` after the other, which is quicker where the
 *  first component may stand in the place of the result. By differences, because Σ w x xᵀ − x̄ x̄ᵀ loses all digits where the components
 *  are close beside their size.
 *  Source  [BSLK2001] §1.4.16. */
import { load, minus, named, plus, times } from '../expression.ts';
import { type Kernel, kernel, type Store, stored } from '../kernel.ts';
import { loadedSymmetric, loadedVector, type Matrix, mirrored, packed, type Vector } from '../matrix.ts';

const vector = (name: string, n: number, slot: string, first = 0): Vector =>
  loadedVector(
    Array.from({ length: n }, (_, i) => `${name}${i}`),
    slot,
    first,
  );

export const addMean = (n: number): Kernel =>
  kernel(() => {
    const w = load('weight', 'g', 0);
    return {
      name: `addMeanOf${n}`,
      about: [`Adds the share g of the ${n} states s to the states t.`],
      slots: ['s', 'g', 't'].map(record),
      numbers: [],
      stores: stored(
        't',
        0,
        vector('sum', n, 't').map((e, i) => plus(e, times(w, load(`x${i}`, 's', i)))),
      ),
    };
  });

export const addSpread = (n: number): Kernel =>
  kernel(() => {
    const w = load('weight', 'g', 0);
    const x = vector('x', n, 's');
    const d = vector('mean', n, 't').map((e, i) => minus(x[i], e));
    const p = loadedSymmetric(n, 'p', 'p', 0);
    const sum = loadedSymmetric(n, 'sum', 't', n);
    return {
      name: `addSpreadOf${n}`,
      about: [
        `Adds the share g of a component to the covariance of the record t (x ${n}, the mixture's mean; P packed). The component's states are s,`,
        'its packed covariance p: apart, so that the first six states of a longer record can be taken.',
      ],
      slots: ['s', 'p', 'g', 't'].map(record),
      numbers: [],
      stores: stored('t', n, packed(mirrored(n, (i, j) => plus(sum[i][j], times(w, plus(p[i][j], times(d[i], d[j]))))))),
    };
  });

/** Two components at a time:  x = x₁ + w d,  P = P₁ + w (P₂ − P₁ + (1 − w) d dᵀ),  d = x₂ − x₁, w the second's share of the two. */
export const merge = (n: number): Kernel =>
  kernel(() => ({
    name: `mergeOf${n}`,
    about: [
      `Merges a component with the share g of the two into the record t (x ${n}, P packed). The component's states are s, its packed`,
      'covariance p: apart, so that the first six states of a longer record can be taken.',
    ],
    slots: ['s', 'p', 'g', 't'].map(record),
    numbers: [],
    stores: ofTwo(n, vector('x', n, 't'), loadedSymmetric(n, 'p', 't', n), vector('y', n, 's'), loadedSymmetric(n, 'q', 'p', 0)),
  }));

/** The same where both components stay where they are: nothing has to be copied first. */
export const mixTwo = (n: number): Kernel =>
  kernel(() => ({
    name: `mixTwoOf${n}`,
    about: [
      `Writes to the record t (x ${n}, P packed) the mixture of two components, the second with the share g. Their states are a and s, their packed`,
      'covariances b and p: apart, so that the first six states of a longer record can be taken. t is neither.',
    ],
    slots: ['a', 'b', 's', 'p', 'g', 't'].map(record),
    numbers: [],
    stores: ofTwo(n, vector('x', n, 'a'), loadedSymmetric(n, 'p', 'b', 0), vector('y', n, 's'), loadedSymmetric(n, 'q', 'p', 0)),
  }));

function ofTwo(n: number, x: Vector, p: Matrix, y: Vector, q: Matrix): Store[] {
  const w = load('weight', 'g', 0);
  const d = y.map((e, i) => named(`d${i}`, minus(e, x[i])));
  const rest = d.map((e, i) => named(`rest${i}`, times(minus(1, w), e)));
  return [
    ...stored(
      't',
      0,
      x.map((e, i) => plus(e, times(w, d[i]))),
    ),
    ...stored('t', n, packed(mirrored(n, (i, j) => plus(p[i][j], times(w, plus(minus(q[i][j], p[i][j]), times(rest[i], d[j]))))))),
  ];
}

/** Arrays and their offsets: s and so, p and po, … */
const record = (array: string): { array: string; offset: string } => ({ array, offset: `${array}o` });
