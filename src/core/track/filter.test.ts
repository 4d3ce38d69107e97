import { expect, test } from 'vitest';
import { fromFlat, naiveDistance2, naivePredict, naiveUpdate, type NaiveModel } from '../../../tests/support/naive-filter.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { polarFromEcef } from '../frames/radar.ts';
import { vec3 } from '../math/vector.ts';
import { radarFrame, radarMeasurement } from './measurement.ts';
import { BOOST, COAST, ENTRY, MANOEUVRE, type MotionModel, MODELS } from './models.ts';
import { predict } from './predict.ts';
import { innovate, update } from './update.ts';

/** Around a body 120 km above 40°N 130°E (60 km for what needs air), climbing north-east; exact figures do not matter. */
function stateOf(model: MotionModel): { x: Float64Array; p: Float64Array } {
  const n = model.dimension;
  const height = model === ENTRY ? 6_410_000 : 6_490_000;
  const x = new Float64Array(n);
  x.set([-0.4924 * height, 0.5868 * height, 0.6428 * height, -1500, -900, 2200]);
  if (n === 7) x[6] = -8.2;
  if (n === 9) x.set([-8, 9, 14], 6);
  const p = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const sigma = i < 3 ? 900 : i < 6 ? 40 : n === 7 ? 0.7 : 4;
    for (let j = 0; j < n; j++) p[i * n + j] = (i === j ? 1 : 0.1) * sigma * (j < 3 ? 900 : j < 6 ? 40 : n === 7 ? 0.7 : 4);
  }
  return { x, p };
}

function naiveOf(model: MotionModel, x0: Float64Array): NaiveModel {
  const n = model.dimension;
  const f = (x: number[]): number[] => {
    const out = new Float64Array(n);
    model.derivative(Float64Array.from(x), out);
    return [...out];
  };
  return {
    derivative: f,
    // Central differences: no formula in common with the hand-made Jacobians.
    jacobian: (x) => {
      const columns = x.map((v, j) => {
        const d = j < 3 ? 10 : j < 6 ? 0.1 : 1e-4;
        const up = f(x.map((w, k) => (k === j ? v + d : w)));
        const down = f(x.map((w, k) => (k === j ? v - d : w)));
        return up.map((w, i) => (w - down[i]) / (2 * d));
      });
      return columns[0].map((_, i) => columns.map((c) => c[i]));
    },
    noise: (h) => {
      const q = new Float64Array(n * n);
      model.addNoise(x0, h, q);
      return fromFlat(q, n);
    },
  };
}

for (const model of MODELS) {
  test(`the ${model.mode} model predicts as the textbook's matrices do, with numerical derivatives`, () => {
    const { x, p } = stateOf(model);
    const h = model.step_s > 2 ? 2 : model.step_s;
    const start = { x: [...x], p: fromFlat(p, model.dimension) };
    predict(model, x, p, h);
    const naive = naivePredict(naiveOf(model, x), start, h);
    const n = model.dimension;
    naive.x.forEach((v, i) => expect(Math.abs(x[i] - v)).toBeLessThan(1e-6));
    // Entry's Jacobian takes a fixed scale height for the density's gradient: two per cent in a covariance.
    const tolerance = model === ENTRY ? 0.02 : 1e-6;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        expect(Math.abs(p[i * n + j] - naive.p[i][j])).toBeLessThan(tolerance * Math.sqrt(naive.p[i][i] * naive.p[j][j]));
  });
}

const RADAR = {
  kind: 'radar',
  id: 'r',
  site: geodeticDegrees(38, 129),
  revisit_s: 2,
  detectionProbability: 0.95,
  falseDetectionsPerScan: 0,
  rangeMin_m: 0,
  rangeMax_m: 3e6,
  elevationMin_rad: 0,
  elevationMax_rad: 1.5,
  azimuthCentre_rad: 0,
  azimuthHalfWidth_rad: Math.PI,
  sigmaRange_m: 30,
  sigmaAngle_rad: 1e-3,
  sigmaRangeRate_mps: 10,
} as const;

function plotOf(x: Float64Array, offset: readonly number[]) {
  const frame = radarFrame(RADAR);
  const truth = polarFromEcef(frame.origin, frame, vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5]));
  const plot = {
    range_m: truth.range_m + offset[0],
    azimuth_rad: truth.azimuth_rad + offset[1],
    elevation_rad: truth.elevation_rad + offset[2],
    rangeRate_mps: truth.rangeRate_mps + offset[3],
    signalToNoise_dB: 20,
    sigmaRange_m: 30,
    sigmaAzimuth_rad: 1e-3,
    sigmaElevation_rad: 1e-3,
    sigmaRangeRate_mps: 10,
  };
  return radarMeasurement(frame, plot);
}

for (const model of [BOOST, COAST, ENTRY, MANOEUVRE]) {
  test(`a radar plot updates the ${model.mode} model as the textbook's Joseph form does`, () => {
    const { x, p } = stateOf(model);
    const n = model.dimension;
    const z = plotOf(x, [40, 5e-4, -8e-4, 6]).linearise(x);
    const six = fromFlat(z.h, 6).map((row) => [...row, ...Array.from({ length: n - 6 }, () => 0)]);
    const start = { x: [...x], p: fromFlat(p, n) };
    const innovation = innovate(z, p, n);
    if (innovation === undefined) throw new Error('S is positive definite');
    expect(innovation.distance2 / naiveDistance2(start, [...z.residual], six, fromFlat(z.r, 4))).toBeCloseTo(1, 6);
    update(x, p, n, z, innovation);
    const naive = naiveUpdate(start, [...z.residual], six, fromFlat(z.r, 4));
    naive.x.forEach((v, i) => expect(Math.abs(x[i] - v) / Math.sqrt(start.p[i][i])).toBeLessThan(1e-6));
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        expect(Math.abs(p[i * n + j] - naive.p[i][j])).toBeLessThan(1e-6 * Math.sqrt(start.p[i][i] * start.p[j][j]));
  });
}

test('the residual of a plot where the object is predicted is zero, and its H is the derivative of what a radar measures', () => {
  const { x } = stateOf(COAST);
  const z = plotOf(x, [0, 0, 0, 0]).linearise(x);
  [1e-6, 1e-12, 1e-12, 1e-9].forEach((tolerance, i) => expect(Math.abs(z.residual[i])).toBeLessThan(tolerance));
  const frame = radarFrame(RADAR);
  for (let j = 0; j < 6; j++) {
    const d = j < 3 ? 10 : 0.1;
    const moved = x.slice();
    moved[j] += d;
    const there = polarFromEcef(frame.origin, frame, vec3(moved[0], moved[1], moved[2]), vec3(moved[3], moved[4], moved[5]));
    const here = polarFromEcef(frame.origin, frame, vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5]));
    expect(z.h[j] * d).toBeCloseTo(there.range_m - here.range_m, 3);
    expect(z.h[6 + j] * d).toBeCloseTo((there.azimuth_rad - here.azimuth_rad) * Math.cos(here.elevation_rad), 8);
    expect(z.h[12 + j] * d).toBeCloseTo(there.elevation_rad - here.elevation_rad, 8);
    expect(z.h[18 + j] * d).toBeCloseTo(there.rangeRate_mps - here.rangeRate_mps, 4);
  }
});
