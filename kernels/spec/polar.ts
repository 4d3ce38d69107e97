/** What a radar measures of a state, and the Kalman update with it, in three parts: `project` once for each state, `innovate` for every
 *  plot in its gate, `update` for the plots that are taken.
 *
 *    r = |d|,  u = d/r          d = position − origin
 *    right = ∂u/∂azimuth / cos ε,   above = ∂u/∂elevation            ε the predicted elevation
 *    h = (r,  right·d/r₀,  above·d/r₀ [,  u·v])     with r₀ and the two axes held at the prediction
 *    y = (r_m − r,  m·right/m·u,  m·above/m·u [,  ṙ_m − u·v])        m the measured pointing
 *
 *  Angles are taken in the plane across the predicted sight, so there is no wrap at north and no pole at the zenith: straight up, where the
 *  azimuth means nothing, `right` is the mount's second axis.
 *  Source  [BSLK2001] §5.2 and §10.3; the scaled factor as in GOTCHAS ("metres beside radians"). */
import { constant, type Expr, load, minus, named, over, plus, sqrt, square, times, whereGreater } from '../expression.ts';
import { jacobian } from '../derivative.ts';
import { type Kernel, kernel, recordSlots, stored, storedByRows } from '../kernel.ts';
import {
  diagonal,
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
  sum,
  symmetricProduct,
  transposed,
  type Vector,
} from '../matrix.ts';
import { updated, weighed } from './kalman.ts';
import type { Layout } from './layout.ts';

/** cos² ε below which the azimuth means nothing. */
const ZENITH = 1e-16;

export type Polar = { readonly name: string; readonly rate: boolean; readonly dimension: 3 | 4 };
export const POLAR3: Polar = { name: 'Polar3', rate: false, dimension: 3 };
export const POLAR4: Polar = { name: 'Polar4', rate: true, dimension: 4 };

const names = (prefix: string): string[] => ['X', 'Y', 'Z'].map((axis) => prefix + axis);

export const projectPolar = (polar: Polar, n: number, work: Layout): Kernel =>
  kernel(() => {
    const origin = loadedVector(names('origin'), 'mount', 0);
    const [first, second, up] = ['first', 'second', 'up'].map((axis, i) => loadedVector(names(axis), 'mount', 3 + 3 * i));
    const x = loadedVector(['x', 'y', 'z', 'vx', 'vy', 'vz'], 's', 0);
    const p = loadedSymmetric(n, 'p', 'P', 0);

    const d = difference(x.slice(0, 3), origin);
    const range = named('range', norm(d));
    const u = scaled(over(1, range), d).map((e, i) => named(`u${i}`, e));
    const { right, above } = axesAcross(u, first, second, up);
    const v = x.slice(3);
    const measured = [norm(d), over(dot(right, d), range), over(dot(above, d), range)];
    if (polar.rate) measured.push(over(dot(d, v), norm(d)));

    const h = settled('h', jacobian(measured, x));
    const ph = settled(
      'b',
      product(
        p.map((row) => row.slice(0, 6)),
        transposed(h),
      ),
    );
    return {
      name: `project${polar.name}Of${n}`,
      about: [
        `Predicts what the radar on \`mount\` measures of the record (x ${n}, P packed), into the work record w: range, axes, H P Hᵀ, P Hᵀ.`,
      ],
      slots: [...recordSlots('s', 'o', n, 'P', 'p'), { array: 'mount', offset: 'mo' }, { array: 'w', offset: 'wo' }],
      numbers: [],
      stores: [
        ...stored('w', work.at.range, [range]),
        ...stored('w', work.at.sight, u),
        ...stored('w', work.at.right, right),
        ...stored('w', work.at.above, above),
        ...(polar.rate ? [...stored('w', work.at.rate, [dot(u, v)]), ...stored('w', work.at.rateSlope, h[3].slice(0, 3))] : []),
        ...stored('w', work.at.hph, packed(symmetricProduct(h, transposed(ph.slice(0, 6))))),
        ...storedByRows('w', work.at.ph, ph),
      ],
    };
  });

/** Unit axes across the sight: along growing azimuth and along growing elevation, in whatever handedness the mount has. */
function axesAcross(u: Vector, first: Vector, second: Vector, up: Vector): { right: Vector; above: Vector } {
  const a = named('alongFirst', dot(u, first));
  const b = named('alongSecond', dot(u, second));
  const level2 = named('level2', plus(square(a), square(b)));
  const atZenith = (usual: Expr, there: number): Expr => whereGreater(level2, ZENITH, usual, constant(there));
  const level = over(1, sqrt(atZenith(level2, 1)));
  const cos = named('cosAzimuth', times(atZenith(a, 1), level));
  const sin = named('sinAzimuth', times(atZenith(b, 0), level));
  const outward = sum(scaled(cos, first), scaled(sin, second));
  const right = difference(scaled(cos, second), scaled(sin, first));
  const above = difference(scaled(sqrt(level2), up), scaled(dot(u, up), outward));
  return { right: right.map((e, i) => named(`right${i}`, e)), above: above.map((e, i) => named(`above${i}`, e)) };
}

export const innovatePolar = (polar: Polar, work: Layout, plot: Layout, innovation: Layout): Kernel =>
  kernel(() => {
    const m = polar.dimension;
    const range = load('range', 'w', work.at.range);
    const [u, right, above] = [work.at.sight, work.at.right, work.at.above].map((at, i) =>
      loadedVector(names(['u', 'right', 'above'][i]), 'w', at),
    );
    const pointing = loadedVector(names('m'), 'z', plot.at.pointing);
    const variances = loadedVector(['rRange', 'rRight', 'rAbove'], 'z', plot.at.variances);
    const along = over(1, dot(pointing, u));
    const y = [
      minus(load('measuredRange', 'z', plot.at.range), range),
      times(dot(pointing, right), along),
      times(dot(pointing, above), along),
    ];
    if (polar.rate) y.push(minus(load('measuredRate', 'z', plot.at.rate), load('rate', 'w', work.at.rate)));
    const r = polar.rate ? [...variances, load('rRate', 'z', plot.at.rateVariance)] : variances;
    const hph = loadedSymmetric(m, 'hph', 'w', work.at.hph);
    const s = hph.map((row, i) => row.map((e, j) => (i === j ? plus(e, r[i]) : e)));
    return {
      name: `innovate${polar.name}`,
      about: [
        'Weighs the plot z against the prediction in w: y, S = H P Hᵀ + R and its factor, into the innovation record v. False when S is not',
        'positive definite.',
      ],
      slots: [
        { array: 'w', offset: 'wo' },
        { array: 'z', offset: 'zo' },
        { array: 'v', offset: 'vo' },
      ],
      numbers: [],
      ...weighed(s, y, r, innovation),
    };
  });

/** H as `project` left it. */
function slopeOf(polar: Polar, work: Layout): Matrix {
  const [u, right, above] = [work.at.sight, work.at.right, work.at.above].map((at, i) =>
    loadedVector(names(['u', 'right', 'above'][i]), 'w', at),
  );
  const nearness = named('nearness', over(1, load('range', 'w', work.at.range)));
  const still = [constant(0), constant(0), constant(0)];
  const rows = [u, scaled(nearness, right), scaled(nearness, above)].map((row) => [...row, ...still]);
  if (polar.rate) rows.push([...loadedVector(names('slope'), 'w', work.at.rateSlope), ...u]);
  return settled('h', rows);
}

export const updatePolar = (polar: Polar, n: number, work: Layout, innovation: Layout): Kernel =>
  kernel(() => {
    const noise = loadedVector(
      ['Range', 'Right', 'Above', 'Rate'].slice(0, polar.dimension).map((what) => `noise${what}`),
      'v',
      innovation.at.noise,
    );
    return updated(`update${polar.name}Of${n}`, n, slopeOf(polar, work), work, innovation, diagonal(noise));
  });
