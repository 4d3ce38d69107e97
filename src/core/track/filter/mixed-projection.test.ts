import { expect, test } from 'vitest';
import { packedIndex } from '../../math/packed.ts';
import { POLAR3_WORK } from '../kernels/polar3.ts';
import { POLAR4_WORK } from '../kernels/polar4.ts';
import { type MeasurementKernels, POLAR3, POLAR4 } from '../look/measurement-kernels.ts';
import { projectionMixer } from './mixed-projection.ts';
import { estimateModes, modeSet } from './mode-set.ts';
import { modeUpdate } from './mode-update.ts';
import { COAST, CONSTANT_VELOCITY } from './models.ts';

const SET = modeSet(CONSTANT_VELOCITY, COAST);
/** At the origin, axes of the world. */
const MOUNT = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);

/** Two modes 800 km off, known to 500 m, the second so many metres from the first along each axis. */
function modesApart(apart_m: number): Float64Array {
  const s = new Float64Array(SET.size);
  SET.models.forEach(({ dimension }, j) => {
    const at = SET.at[j];
    const off = j * apart_m;
    s.set([600_000 + off, 400_000 - off, 350_000 + off, -1500, 900, 2200], at);
    for (let i = 0; i < 6; i++) s[at + dimension + packedIndex(i, i)] = i < 3 ? 250_000 : 400;
  });
  return s;
}

/** Range, and the variances of range and of both angles across the sight, mixed from projections and projected from the mixture. */
function bothWays(
  kernels: MeasurementKernels,
  apart_m: number,
  weights: readonly number[],
): { mixed: number[]; projected: number[]; sights: number[][] } {
  const s = modesApart(apart_m);
  const g = Float64Array.from(weights);
  const modes = modeUpdate(SET, kernels);
  const slot = new Float64Array(modes.workSize);
  modes.project(s, 0, g, 0, MOUNT, slot, 0);
  const mixed = new Float64Array(kernels.workLength);
  projectionMixer(modes, 2, kernels)(slot, 0, g, 0, mixed);
  const estimate = new Float64Array(27);
  estimateModes(SET, s, 0, g, 0, estimate, 0);
  const projected = new Float64Array(kernels.workLength);
  kernels.project[6](estimate, 0, MOUNT, 0, projected, 0);
  const hph = kernels.dimension === 4 ? POLAR4_WORK.hph : POLAR3_WORK.hph;
  const figures = (w: Float64Array): number[] => [w[POLAR3_WORK.range], w[hph], w[hph + 2], w[hph + 5]];
  const sight = (w: Float64Array): number[] => [...w.subarray(POLAR3_WORK.sight, POLAR3_WORK.sight + 3)];
  return { mixed: figures(mixed), projected: figures(projected), sights: [sight(mixed), sight(projected)] };
}

test.each([
  ['range and angles', POLAR3],
  ['range rate besides', POLAR4],
])('what several modes predict together is what their mixture predicts: %s', (_, kernels) => {
  const { mixed, projected, sights } = bothWays(kernels, 2000, [0.3, 0.7]);
  // Metres of 800 km, and hundredths of the variances, of which the spread of the means is more than half.
  expect(mixed[0]).toBeCloseTo(projected[0], -1);
  for (let i = 1; i < 4; i++) expect(mixed[i] / projected[i]).toBeCloseTo(1, 2);
  for (let i = 0; i < 3; i++) expect(sights[0][i]).toBeCloseTo(sights[1][i], 5);
  const alone = bothWays(kernels, 0, [0.3, 0.7]);
  expect(projected[1]).toBeGreaterThan(1.5 * alone.projected[1]);
});

test('a mode below the gate’s weight has no say', () => {
  const { mixed } = bothWays(POLAR3, 50_000, [1 - 1e-12, 1e-12]);
  const { projected } = bothWays(POLAR3, 0, [1, 0]);
  mixed.forEach((figure, i) => expect(figure / projected[i]).toBeCloseTo(1, 9));
});
