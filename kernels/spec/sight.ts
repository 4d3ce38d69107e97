/** What a satellite measures of a state: the direction in which it sees it. Work and update as in polar.ts, with two dimensions.
 *
 *    h = (right·d/r₀,  above·d/r₀)        d = position − satellite; r₀ = |d| and the two axes held at the prediction
 *    y = (m·right/m·u,  m·above/m·u)      m the measured line of sight, u = d/r₀
 *
 *  The axes are those of `tangentBasis` (frames/line-of-sight.ts), in which the sensor states its covariance: square to the axis that the
 *  sight leans on least, so they have no pole. */
import { constant, load, minus, named, over, square, times, whereGreater } from '../expression.ts';
import { jacobian } from '../derivative.ts';
import { type Kernel, kernel, recordSlots, stored, storedByRows } from '../kernel.ts';
import {
  cross,
  difference,
  dot,
  loadedSymmetric,
  loadedVector,
  type Matrix,
  norm,
  packed,
  product,
  scaled,
  settled,
  symmetricProduct,
  total,
  transposed,
  unit,
  type Vector,
} from '../matrix.ts';
import { updated, weighed } from './kalman.ts';
import type { Layout } from './layout.ts';

const names = (prefix: string): string[] => ['X', 'Y', 'Z'].map((axis) => prefix + axis);

export const projectSight = (n: number, work: Layout): Kernel =>
  kernel(() => {
    const x = loadedVector(['x', 'y', 'z'], 's', 0);
    const p = loadedSymmetric(n, 'p', 'P', 0);
    const d = difference(x, loadedVector(names('from'), 'mount', 0));
    const range = named('range', norm(d));
    const u = scaled(over(1, range), d).map((e, i) => named(`u${i}`, e));
    const { right, above } = axesAcross(u);
    const h = settled('h', jacobian([over(dot(right, d), range), over(dot(above, d), range)], x));
    const ph = settled(
      'b',
      product(
        p.map((row) => row.slice(0, 3)),
        transposed(h),
      ),
    );
    return {
      name: `projectSightOf${n}`,
      about: [
        `Predicts where a sensor at the place \`mount\` (3) sees the record (x ${n}, P packed), into the work record w: range, axes, H P Hᵀ, P Hᵀ.`,
      ],
      slots: [...recordSlots('s', 'o', n, 'P', 'p'), { array: 'mount', offset: 'mo' }, { array: 'w', offset: 'wo' }],
      numbers: [],
      stores: [
        ...stored('w', work.at.range, [range]),
        ...stored('w', work.at.sight, u),
        ...stored('w', work.at.right, right),
        ...stored('w', work.at.above, above),
        ...stored('w', work.at.hph, packed(symmetricProduct(h, transposed(ph.slice(0, 3))))),
        ...storedByRows('w', work.at.ph, ph),
      ],
    };
  });

function axesAcross(u: Vector): { right: Vector; above: Vector } {
  const [x2, y2, z2] = u.map(square);
  const z = named('leansLeastOnZ', whereGreater(z2, x2, 0, whereGreater(z2, y2, 0, 1)));
  const x = named('leansLeastOnX', times(minus(1, z), whereGreater(x2, y2, 0, 1)));
  const right = unit(cross(u, [x, minus(minus(1, z), x), z])).map((e, i) => named(`right${i}`, e));
  return { right, above: cross(right, u).map((e, i) => named(`above${i}`, e)) };
}

export const innovateSight = (work: Layout, detection: Layout, innovation: Layout): Kernel =>
  kernel(() => {
    const [u, right, above] = axesOf(work);
    const m = loadedVector(names('m'), 'z', detection.at.pointing);
    const r = loadedSymmetric(2, 'r', 'z', detection.at.covariance);
    const along = over(1, dot(m, u));
    const y = [times(dot(m, right), along), times(dot(m, above), along)];
    return {
      name: 'innovateSight',
      about: [
        'Weighs the direction z against the prediction in w: y, S = H P Hᵀ + R and its factor, into the innovation record v. False when S is',
        'not positive definite.',
      ],
      slots: [
        { array: 'w', offset: 'wo' },
        { array: 'z', offset: 'zo' },
        { array: 'v', offset: 'vo' },
      ],
      numbers: [],
      ...weighed(total(loadedSymmetric(2, 'hph', 'w', work.at.hph), r), y, packed(r), innovation),
    };
  });

export const updateSight = (n: number, work: Layout, innovation: Layout): Kernel =>
  kernel(() => {
    const [, right, above] = axesOf(work);
    const nearness = named('nearness', over(1, load('range', 'w', work.at.range)));
    const still = [constant(0), constant(0), constant(0)];
    const h: Matrix = settled(
      'h',
      [right, above].map((row) => [...scaled(nearness, row), ...still]),
    );
    return updated(`updateSightOf${n}`, n, h, work, innovation, loadedSymmetric(2, 'noise', 'v', innovation.at.noise));
  });

const axesOf = (work: Layout): Vector[] =>
  (['sight', 'right', 'above'] as const).map((part) => loadedVector(names(part === 'sight' ? 'u' : part), 'w', work.at[part]));
