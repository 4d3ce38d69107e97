import fc from 'fast-check';
import { expect, test } from 'vitest';
import { innovatePolar3, POLAR3_INNOVATION, POLAR3_PLOT, POLAR3_WORK } from '../src/core/track/kernels/polar3.ts';
import { projectPolar3Of6, updatePolar3Of6 } from '../src/core/track/kernels/polar3-of-6.ts';
import { projectPolar3Of7, updatePolar3Of7 } from '../src/core/track/kernels/polar3-of-7.ts';
import { projectPolar3Of9, updatePolar3Of9 } from '../src/core/track/kernels/polar3-of-9.ts';
import { naiveDistance2, naiveUpdate, plus, times, transposed } from '../tests/support/naive-filter.ts';
import { covariance, differenceFrom, isPositiveDefinite, recordOf, state, unitVector } from './random-records.ts';

const RELATIVE = 1e-9;
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
const along = (a: readonly number[], k: number): number[] => a.map((v) => v * k);
const add = (a: readonly number[], b: readonly number[]): number[] => a.map((v, i) => v + b[i]);
const cross = (a: readonly number[], b: readonly number[]): number[] => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: readonly number[]): number[] => along(a, 1 / Math.sqrt(dot(a, a)));

/** A mount anywhere, turned anyhow, of either handedness: north–east–up is left-handed, x–y–z is not. */
const mount: fc.Arbitrary<number[][]> = fc.tuple(unitVector, unitVector, fc.boolean(), state(100, 7e6)).map(([up, aside, left, origin]) => {
  const first = unit(add(aside, along(up, -dot(aside, up) + 1e-3)).map((v, i) => v + 1e-3 * i));
  const level = unit(add(first, along(up, -dot(first, up))));
  const second = cross(up, level);
  return [origin.slice(0, 3), level, left ? along(second, -1) : second, up];
});

/** Where a sight points from a mount: azimuth from first to second, elevation to up. */
const pointing = ([, first, second, up]: number[][], azimuth: number, elevation: number): number[] =>
  [
    along(first, Math.cos(elevation) * Math.cos(azimuth)),
    along(second, Math.cos(elevation) * Math.sin(azimuth)),
    along(up, Math.sin(elevation)),
  ].reduce(add);

/** What a radar on the mount predicts of an object there: azimuth's and elevation's own directions, as their derivatives give them. */
function sight(mountedAt: number[][], azimuth: number, elevation: number, range: number) {
  const [, first, second, up] = mountedAt;
  const outward = add(along(first, Math.cos(azimuth)), along(second, Math.sin(azimuth)));
  return {
    mount: mountedAt,
    range,
    sight: pointing(mountedAt, azimuth, elevation),
    right: add(along(first, -Math.sin(azimuth)), along(second, Math.cos(azimuth))),
    above: add(along(outward, -Math.sin(elevation)), along(up, Math.cos(elevation))),
  };
}

const slopesOf = ({ sight: u, right, above, range }: ReturnType<typeof sight>, n: number): number[][] =>
  [u, along(right, 1 / range), along(above, 1 / range)].map((row) => [...row, ...Array.from({ length: n - 3 }, () => 0)]);

const SIGMAS = [900, 900, 900, 40, 40, 40, 4, 4, 4];
const sizes: Record<number, { project: typeof projectPolar3Of6; update: typeof updatePolar3Of6 }> = {
  6: { project: projectPolar3Of6, update: updatePolar3Of6 },
  7: { project: projectPolar3Of7, update: updatePolar3Of7 },
  9: { project: projectPolar3Of9, update: updatePolar3Of9 },
};

const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** An object of n states, a plot of it a few sigmas off, and the plot's variances. */
const sampleOf = (n: number) =>
  fc
    .record({
      mounted: mount,
      azimuth: between(-3.1, 3.1),
      elevation: between(-0.2, 1.5),
      range: between(1e4, 3e6),
      rest: fc.array(between(-3000, 3000), { minLength: n - 3, maxLength: n - 3 }),
      p: covariance(SIGMAS.slice(0, n)),
      off: fc.tuple(between(-3e3, 3e3), between(-0.01, 0.01), between(-0.01, 0.01)),
      sigmas: fc.tuple(between(5, 300), between(1e-5, 1e-2), between(1e-5, 1e-2)),
    })
    .map(({ mounted, azimuth, elevation, range, rest, p, off, sigmas }) => {
      const seen = sight(mounted, azimuth, elevation, range);
      return {
        x: [...add(mounted[0], along(seen.sight, range)), ...rest],
        p,
        seen,
        measured: { range: range + off[0], pointing: pointing(mounted, azimuth + off[1], elevation + off[2]) },
        variances: sigmas.map((sigma) => sigma * sigma),
      };
    });

function determinant(s: number[][]): number {
  const [a, b, c] = s;
  return dot(a, cross(b, c));
}

for (const n of Object.keys(sizes).map(Number)) {
  test(`range and two angles, ${n} states: distance, likelihood and update are the textbook's in loops, to 1e-9`, () => {
    fc.assert(
      fc.property(sampleOf(n), ({ x, p, seen, measured, variances }) => {
        const h = slopesOf(seen, n);
        const y = [
          measured.range - seen.range,
          dot(measured.pointing, seen.right) / dot(measured.pointing, seen.sight),
          dot(measured.pointing, seen.above) / dot(measured.pointing, seen.sight),
        ];
        const r = variances.map((v, i) => variances.map((_, j) => (i === j ? v : 0)));

        const record = recordOf({ x, p }, 3);
        const work = new Float64Array(POLAR3_WORK.length);
        const innovation = new Float64Array(POLAR3_INNOVATION.length + 1);
        const plot = new Float64Array(POLAR3_PLOT.length + 1);
        plot.set([measured.range, ...measured.pointing, ...variances], 1);
        const { project, update } = sizes[n];
        project(record, 3, Float64Array.from(seen.mount.flat()), 0, work, 0);
        expect(innovatePolar3(work, 0, plot, 1, innovation, 1)).toBe(true);

        const distance2 = naiveDistance2({ x, p }, y, h, r);
        expect(Math.abs(innovation[1 + POLAR3_INNOVATION.distance2] - distance2)).toBeLessThan(RELATIVE * (1 + distance2));
        const s = plus(times(times(h, p), transposed(h)), r);
        const logLikelihood = -0.5 * (distance2 + Math.log(determinant(s)) + 3 * Math.log(2 * Math.PI));
        expect(Math.abs(innovation[1 + POLAR3_INNOVATION.logLikelihood] - logLikelihood)).toBeLessThan(
          RELATIVE * (1 + Math.abs(logLikelihood)),
        );
        const after = naiveUpdate({ x, p }, y, h, r);
        update(record, 3, work, 0, innovation, 1, record, 3);
        expect(differenceFrom(record, 3, after, p)).toBeLessThan(RELATIVE);
        expect(isPositiveDefinite(record, 3, n)).toBe(true);
      }),
    );
  });
}

test('a covariance that is none is refused', () => {
  const seen = sight(
    [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    0.3,
    0.2,
    1e5,
  );
  const p = Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => (i === j ? (i === 1 ? -1e6 : 1e6) : 0)));
  const work = new Float64Array(POLAR3_WORK.length);
  projectPolar3Of6(recordOf({ x: [...along(seen.sight, 1e5), 0, 0, 0], p }, 0), 0, Float64Array.from(seen.mount.flat()), 0, work, 0);
  const plot = Float64Array.of(1e5, ...seen.sight, 1, 1e-8, 1e-8);
  expect(innovatePolar3(work, 0, plot, 0, new Float64Array(POLAR3_INNOVATION.length), 0)).toBe(false);
});

test('straight up, where the azimuth means nothing, the axes are still square to the sight and to each other', () => {
  for (const off of [0, 1e-12, 1e-9, 1e-7]) {
    const p = Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => (i === j ? 100 : 0)));
    const work = new Float64Array(POLAR3_WORK.length);
    const flat = Float64Array.of(0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1);
    projectPolar3Of6(recordOf({ x: [off * 1e6, 0, 1e6, 1, 2, 3], p }, 0), 0, flat, 0, work, 0);
    const axes = [POLAR3_WORK.sight, POLAR3_WORK.right, POLAR3_WORK.above].map((at) => Array.from(work.slice(at, at + 3)));
    axes.forEach((a, i) => axes.forEach((b, j) => expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 7)));
  }
});
