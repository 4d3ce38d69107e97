import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../tests/support/properties.ts';
import { innovatePolar3, POLAR3_INNOVATION, POLAR3_PLOT, POLAR3_WORK } from '../src/core/track/kernels/polar3.ts';
import { projectPolar3Of6, updatePolar3Of6 } from '../src/core/track/kernels/polar3-of-6.ts';
import { projectPolar3Of7, updatePolar3Of7 } from '../src/core/track/kernels/polar3-of-7.ts';
import { projectPolar3Of9, updatePolar3Of9 } from '../src/core/track/kernels/polar3-of-9.ts';
import { innovatePolar4, POLAR4_INNOVATION, POLAR4_PLOT, POLAR4_WORK } from '../src/core/track/kernels/polar4.ts';
import { projectPolar4Of6 } from '../src/core/track/kernels/polar4-project-of-6.ts';
import { projectPolar4Of7 } from '../src/core/track/kernels/polar4-project-of-7.ts';
import { projectPolar4Of9 } from '../src/core/track/kernels/polar4-project-of-9.ts';
import { updatePolar4Of6 } from '../src/core/track/kernels/polar4-update-of-6.ts';
import { updatePolar4Of7 } from '../src/core/track/kernels/polar4-update-of-7.ts';
import { updatePolar4Of9 } from '../src/core/track/kernels/polar4-update-of-9.ts';
import { innovateSight, SIGHT_INNOVATION, SIGHT_PLOT, SIGHT_WORK } from '../src/core/track/kernels/sight.ts';
import { projectSightOf6, updateSightOf6 } from '../src/core/track/kernels/sight-of-6.ts';
import { projectSightOf7, updateSightOf7 } from '../src/core/track/kernels/sight-of-7.ts';
import { projectSightOf9, updateSightOf9 } from '../src/core/track/kernels/sight-of-9.ts';
import { tangentBasis } from '../src/core/frames/line-of-sight.ts';
import { determinant, type Matrix, naiveDistance2, naiveUpdate, plus, times, transposed } from '../tests/support/naive-filter.ts';
import { add, along, between, cross, dot, unit } from './random-vectors.ts';
import { covariance, differenceFrom, isPositiveDefinite, recordOf, state, unitVector } from './random-records.ts';

const RELATIVE = 1e-9;
const SIGMAS = [900, 900, 900, 40, 40, 40, 4, 4, 4];

/** What a sensor sees of one state, written in plain arrays: slopes by position and velocity, residual and noise of a plot a few sigmas off. */
type Seen = { readonly h: Matrix; readonly y: number[]; readonly r: Matrix; readonly mount: number[]; readonly plot: number[] };

/** A sample of a state's first six numbers with what is seen of it. */
type Scene = { readonly x: number[]; readonly seen: Seen };

type Project = typeof projectPolar3Of6;
type Update = typeof updatePolar3Of6;
type Sensor = {
  readonly name: string;
  readonly scene: fc.Arbitrary<Scene>;
  readonly lengths: { readonly plot: number; readonly work: number; readonly innovation: number };
  readonly at: { readonly distance2: number; readonly logLikelihood: number };
  readonly innovate: typeof innovatePolar3;
  readonly of: readonly { readonly n: number; readonly project: Project; readonly update: Update }[];
};

/** A mount anywhere, turned anyhow, of either handedness: north–east–up is left-handed, x–y–z is not. */
const mount: fc.Arbitrary<number[][]> = fc.tuple(unitVector, unitVector, fc.boolean(), state(100, 7e6)).map(([up, aside, left, origin]) => {
  const first = unit(add(aside, along(up, -dot(aside, up) + 1e-3)).map((v, i) => v + 1e-3 * i));
  const level = unit(add(first, along(up, -dot(first, up))));
  return [origin.slice(0, 3), level, along(cross(up, level), left ? -1 : 1), up];
});

/** Where a sight points from a mount: azimuth from first to second, elevation to up; and the directions in which the two grow. */
function axesAt([, first, second, up]: number[][], azimuth: number, elevation: number): { u: number[]; right: number[]; above: number[] } {
  const outward = add(along(first, Math.cos(azimuth)), along(second, Math.sin(azimuth)));
  return {
    u: add(along(outward, Math.cos(elevation)), along(up, Math.sin(elevation))),
    right: add(along(first, -Math.sin(azimuth)), along(second, Math.cos(azimuth))),
    above: add(along(outward, -Math.sin(elevation)), along(up, Math.cos(elevation))),
  };
}

const diagonal = (d: readonly number[]): Matrix => d.map((v, i) => d.map((_, j) => (i === j ? v : 0)));
const still = [0, 0, 0];

const polarScene = (withRate: boolean): fc.Arbitrary<Scene> =>
  fc
    .record({
      mounted: mount,
      azimuth: between(-3.1, 3.1),
      elevation: between(-0.2, 1.5),
      range: between(1e4, 3e6),
      v: fc.tuple(between(-3e3, 3e3), between(-3e3, 3e3), between(-3e3, 3e3)),
      off: fc.tuple(between(-3e3, 3e3), between(-0.01, 0.01), between(-0.01, 0.01), between(-50, 50)),
      sigmas: fc.tuple(between(5, 300), between(1e-5, 1e-2), between(1e-5, 1e-2), between(0.1, 30)),
    })
    .map(({ mounted, azimuth, elevation, range: about, v, off, sigmas }) => {
      const r = add(mounted[0], along(axesAt(mounted, azimuth, elevation).u, about));
      // As rounded: what is lost in adding a range to a place on the Earth is seen by the finest sigmas.
      const d = add(r, along(mounted[0], -1));
      const range = Math.sqrt(dot(d, d));
      const [first, second, above_] = mounted.slice(1).map((axis) => dot(d, axis));
      const seenAt = [Math.atan2(second, first), Math.atan2(above_, Math.sqrt(first * first + second * second))];
      const { u, right, above } = axesAt(mounted, seenAt[0], seenAt[1]);
      const measured = axesAt(mounted, azimuth + off[1], elevation + off[2]).u;
      const rate = dot(u, v);
      const h = [u, along(right, 1 / range), along(above, 1 / range)].map((row) => [...row, ...still]);
      const y = [off[0], dot(measured, right) / dot(measured, u), dot(measured, above) / dot(measured, u)];
      const variances = sigmas.map((sigma) => sigma * sigma);
      const plot = [range + off[0], ...measured, ...variances.slice(0, 3)];
      if (withRate) {
        h.push([...along(add(v, along(u, -rate)), 1 / range), ...u]);
        y.push(off[3]);
        plot.push(rate + off[3], variances[3]);
      }
      return {
        x: [...r, ...v],
        seen: { h, y, r: diagonal(variances.slice(0, y.length)), mount: mounted.flat(), plot },
      };
    });

const sightScene: fc.Arbitrary<Scene> = fc
  .record({
    from: state(7e6, 4.2e7),
    u: unitVector,
    range: between(1e5, 4e7),
    off: fc.tuple(between(-1e-3, 1e-3), between(-1e-3, 1e-3)),
    sigmas: fc.tuple(between(1e-6, 1e-4), between(1e-6, 1e-4), between(-0.9, 0.9)),
  })
  .map(({ from, u: towards, range: about, off, sigmas: [sigmaRight, sigmaUp, correlation] }) => {
    const r = add(from.slice(0, 3), along(towards, about));
    const d = add(r, along(from.slice(0, 3), -1));
    const range = Math.sqrt(dot(d, d));
    const u = along(d, 1 / range);
    const axes = tangentBasis({ x: u[0], y: u[1], z: u[2] });
    const [right, up] = [axes.right, axes.up].map(({ x, y, z }) => [x, y, z]);
    const measured = unit(add(u, add(along(right, off[0]), along(up, off[1]))));
    const cross2 = correlation * sigmaRight * sigmaUp;
    return {
      x: [...r, ...from.slice(3, 6)],
      seen: {
        h: [right, up].map((row) => [...along(row, 1 / range), ...still]),
        y: [right, up].map((axis) => dot(measured, axis) / dot(measured, u)),
        r: [
          [sigmaRight * sigmaRight, cross2],
          [cross2, sigmaUp * sigmaUp],
        ],
        mount: from.slice(0, 3),
        plot: [...measured, sigmaRight * sigmaRight, cross2, sigmaUp * sigmaUp],
      },
    };
  });

const SENSORS: readonly Sensor[] = [
  {
    name: 'range and two angles',
    scene: polarScene(false),
    lengths: { plot: POLAR3_PLOT.length, work: POLAR3_WORK.length, innovation: POLAR3_INNOVATION.length },
    at: POLAR3_INNOVATION,
    innovate: innovatePolar3,
    of: [
      { n: 6, project: projectPolar3Of6, update: updatePolar3Of6 },
      { n: 7, project: projectPolar3Of7, update: updatePolar3Of7 },
      { n: 9, project: projectPolar3Of9, update: updatePolar3Of9 },
    ],
  },
  {
    name: 'range, two angles and range rate',
    scene: polarScene(true),
    lengths: { plot: POLAR4_PLOT.length, work: POLAR4_WORK.length, innovation: POLAR4_INNOVATION.length },
    at: POLAR4_INNOVATION,
    innovate: innovatePolar4,
    of: [
      { n: 6, project: projectPolar4Of6, update: updatePolar4Of6 },
      { n: 7, project: projectPolar4Of7, update: updatePolar4Of7 },
      { n: 9, project: projectPolar4Of9, update: updatePolar4Of9 },
    ],
  },
  {
    name: 'a line of sight',
    scene: sightScene,
    lengths: { plot: SIGHT_PLOT.length, work: SIGHT_WORK.length, innovation: SIGHT_INNOVATION.length },
    at: SIGHT_INNOVATION,
    innovate: innovateSight,
    of: [
      { n: 6, project: projectSightOf6, update: updateSightOf6 },
      { n: 7, project: projectSightOf7, update: updateSightOf7 },
      { n: 9, project: projectSightOf9, update: updateSightOf9 },
    ],
  },
];

for (const { name, scene, lengths, at, innovate, of } of SENSORS) {
  for (const { n, project, update } of of) {
    const extra = fc.array(between(-50, 50), { minLength: n - 6, maxLength: n - 6 });
    test(`${name}, ${n} states: distance, likelihood and update are the textbook's in loops, to 1e-9`, () => {
      holds(
        fc.property(scene, extra, covariance(SIGMAS.slice(0, n)), ({ x: six, seen }, more, p) => {
          const x = [...six, ...more];
          const h = seen.h.map((row) => [...row, ...more.map(() => 0)]);
          const record = recordOf({ x, p }, 3);
          const work = new Float64Array(lengths.work + 2);
          const innovation = new Float64Array(lengths.innovation + 1);
          project(record, 3, Float64Array.from([0, ...seen.mount]), 1, work, 2);
          expect(innovate(work, 2, Float64Array.from([0, ...seen.plot]), 1, innovation, 1)).toBe(true);

          const distance2 = naiveDistance2({ x, p }, seen.y, h, seen.r);
          expect(Math.abs(innovation[1 + at.distance2] - distance2)).toBeLessThan(RELATIVE * (1 + distance2));
          const s = plus(times(times(h, p), transposed(h)), seen.r);
          const logLikelihood = -0.5 * (distance2 + Math.log(determinant(s)) + seen.y.length * Math.log(2 * Math.PI));
          expect(Math.abs(innovation[1 + at.logLikelihood] - logLikelihood)).toBeLessThan(RELATIVE * (1 + Math.abs(logLikelihood)));

          update(record, 3, work, 2, innovation, 1, record, 3);
          expect(differenceFrom(record, 3, naiveUpdate({ x, p }, seen.y, h, seen.r), p)).toBeLessThan(RELATIVE);
          expect(isPositiveDefinite(record, 3, n)).toBe(true);
        }),
      );
    });
  }
}

test('a covariance that is none is refused', () => {
  const p = diagonal([1e6, -1e6, 1e6, 1, 1, 1]);
  const work = new Float64Array(POLAR3_WORK.length);
  projectPolar3Of6(recordOf({ x: [1e5, 0, 1e5, 0, 0, 0], p }, 0), 0, FLAT, 0, work, 0);
  const plot = Float64Array.of(1.4e5, 0.7, 0, 0.7, 1, 1e-8, 1e-8);
  expect(innovatePolar3(work, 0, plot, 0, new Float64Array(POLAR3_INNOVATION.length), 0)).toBe(false);
});

const FLAT = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);

test('straight up, where the azimuth means nothing, the axes are still square to the sight and to each other', () => {
  for (const off of [0, 1e-12, 1e-9, 1e-7]) {
    const work = new Float64Array(POLAR3_WORK.length);
    projectPolar3Of6(recordOf({ x: [off * 1e6, 0, 1e6, 1, 2, 3], p: diagonal([100, 100, 100, 1, 1, 1]) }, 0), 0, FLAT, 0, work, 0);
    const axes = [POLAR3_WORK.sight, POLAR3_WORK.right, POLAR3_WORK.above].map((from) => Array.from(work.slice(from, from + 3)));
    axes.forEach((a, i) => axes.forEach((b, j) => expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 7)));
  }
});
