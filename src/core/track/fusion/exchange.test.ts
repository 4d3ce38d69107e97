import { expect, test } from 'vitest';
import { stream } from '../../../sim/random.ts';
import { multiply, multiplyTransposed, quadraticForm } from '../../math/matrix.ts';
import { type Dependence, fuse } from './fuse.ts';
import type { StateEstimate } from './joint-diagonal.ts';

// Two systems follow one object for a minute, each with a sensor of its own that is good along one axis and poor across, and fuse what they
// know. The object's manoeuvres are common to both, so their errors are not independent, by an amount that neither knows.

const N = 6;
const DT = 1;
const Q = 4;
const R = [Float64Array.of(25, 900, 900), Float64Array.of(900, 25, 900)];

function predicted({ x, p }: StateEstimate): StateEstimate {
  const f = new Float64Array(36);
  for (let i = 0; i < N; i++) f[i * N + i] = 1;
  for (let i = 0; i < 3; i++) f[i * N + 3 + i] = DT;
  const fp = new Float64Array(36);
  const out = new Float64Array(36);
  multiply(fp, f, p, N, N, N);
  multiplyTransposed(out, fp, f, N, N, N);
  for (let i = 0; i < 3; i++) {
    out[i * N + i] += (Q * DT * DT * DT) / 3;
    out[i * N + 3 + i] += (Q * DT * DT) / 2;
    out[(3 + i) * N + i] += (Q * DT * DT) / 2;
    out[(3 + i) * N + 3 + i] += Q * DT;
  }
  return { x: x.map((v, i) => (i < 3 ? v + DT * x[3 + i] : v)), p: out };
}

/** One position, axis by axis: their errors are independent. */
function updated({ x, p }: StateEstimate, z: readonly number[], r: Float64Array): StateEstimate {
  let at = { x, p };
  for (let axis = 0; axis < 3; axis++) {
    const s = at.p[axis * N + axis] + r[axis];
    const k = Float64Array.from({ length: N }, (_, i) => at.p[i * N + axis] / s);
    const y = z[axis] - at.x[axis];
    const before = at;
    at = {
      x: before.x.map((v, i) => v + k[i] * y),
      p: before.p.map((v, m) => v - k[Math.floor(m / N)] * before.p[axis * N + (m % N)]),
    };
  }
  return at;
}

type Figures = { readonly nees: number; readonly rms_m: number; readonly claimed_m: number };

/** Mean over runs of what the first system knows at the end. `back`: whether what was fused goes on as its own track. */
function run(dependence: Dependence | 'alone' | 'central', back: boolean, runs = RUNS): Figures {
  const sum = { nees: 0, rms_m: 0, claimed_m: 0 };
  for (let seed = 0; seed < runs; seed++) {
    const random = stream(seed, 'exchange');
    const truth = new Float64Array(N);
    const prior = (): StateEstimate => ({
      x: new Float64Array(N),
      p: Float64Array.from({ length: 36 }, (_, k) => (k % 7 === 0 ? (k < 18 ? 1e4 : 1e3) : 0)),
    });
    for (let i = 0; i < N; i++) truth[i] = (i < 3 ? 100 : Math.sqrt(1e3)) * random.normal();
    let systems = [prior(), prior()];
    let told = systems[0];
    for (let t = 1; t <= 60; t++) {
      for (let i = 0; i < 3; i++) {
        const u = Math.sqrt(Q * DT) * random.normal();
        truth[i] += DT * truth[3 + i] + (DT / 2) * u + Math.sqrt((Q * DT * DT * DT) / 12) * random.normal();
        truth[3 + i] += u;
      }
      const z = R.map((r) => [0, 1, 2].map((i) => truth[i] + Math.sqrt(r[i]) * random.normal()));
      systems = systems.map((one, k) => updated(predicted(one), z[k], R[k]));
      if (dependence === 'central') systems[0] = updated(systems[0], z[1], R[1]);
      told = systems[0];
      if (dependence === 'alone' || dependence === 'central' || t % 5 !== 0) continue;
      const found = fuse(systems[0], systems[1], dependence);
      if (found.kind !== 'fused') throw new Error(found.kind);
      told = found.estimate;
      if (back) systems = [told, told];
    }
    const error = told.x.map((v, i) => v - truth[i]);
    sum.nees += (quadraticForm(told.p, error, N) ?? Infinity) / runs;
    sum.rms_m += (error[0] * error[0] + error[1] * error[1] + error[2] * error[2]) / runs;
    sum.claimed_m += Math.sqrt(told.p[0] + told.p[7] + told.p[14]) / runs;
  }
  return { ...sum, rms_m: Math.sqrt(sum.rms_m) };
}

const RUNS = 100;
/** χ² with six degrees of freedom, averaged over the runs: three sigmas above six. */
const BAND_TOP = N + 3 * Math.sqrt((2 * N) / RUNS);

// Measured over 250 runs, sent once | sent back and forth: NEES, error, claimed error.
//   alone         6.0   24.1 m  23.8 m
//   unknown       4.2   14.1 m  18.1 m  |   4.4   14.2 m  18.1 m
//   common        5.2   14.1 m  17.5 m  |   5.3   14.1 m  17.5 m
//   independent   8.5   14.1 m  12.8 m  |  10.0   15.3 m  12.1 m
//   central       6.2   13.9 m  13.7 m
test('two systems that fuse what they know are as good as one with both sensors, and do not claim more than they know', () => {
  const alone = run('alone', false);
  const central = run('central', false);
  for (const back of [false, true]) {
    for (const way of ['unknown', 'common'] as const) {
      const { nees, rms_m, claimed_m } = run(way, back);
      expect(nees).toBeLessThan(BAND_TOP);
      expect(rms_m).toBeLessThan(0.65 * alone.rms_m);
      expect(rms_m).toBeLessThan(1.05 * central.rms_m);
      expect(claimed_m).toBeLessThan(0.8 * alone.claimed_m);
    }
  }
});

test('what knows of a common past claims more than what knows nothing; taking them for independent claims too much', () => {
  const [unknown, common, independent] = (['unknown', 'common', 'independent'] as const).map((way) => run(way, true));
  expect(common.claimed_m).toBeLessThan(unknown.claimed_m);
  expect(independent.nees).toBeGreaterThan(1.3 * N);
});
