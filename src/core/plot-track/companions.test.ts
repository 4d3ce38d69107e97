import { expect, test } from 'vitest';
import { createScene } from '../../sim/scenes.ts';
import { stream } from '../../sim/random.ts';
import { invertSymmetric, multiply, multiplyTransposed } from '../math/matrix.ts';
import { withCompanions } from './companions.ts';
import { Hypotheses } from '../track/object/hypotheses.ts';
import { kinematicFilter } from '../track/filter/kinematic-filter.ts';
import type { PolarPlot } from '../sense/corrections.ts';
import { plotTable } from '../track/look/plot-table.ts';

const PIECES = 3;
const PERIOD_S = 5;
const PSD = 4;
const SIGMA_SEPARATION_MPS = 15;
const { sensor } = createScene({ family: 'cso', objects: 5, scans: 1, seed: 1 });

/** Three pieces of one body 1,000 km away, each with its plots. */
function plotsOfPieces(scans: number): PolarPlot[][] {
  const random = stream(3, 'pieces');
  const pieces = Array.from({ length: PIECES }, (_, i) =>
    Float64Array.of(950e3 + 2000 * i, 40e3 - 1500 * i, 300e3, -2000 + 10 * i, 900, 5 * i),
  );
  return Array.from({ length: scans }, (_, scan) =>
    pieces.map((x) => {
      const at = [0, 1, 2].map((i) => x[i] + PERIOD_S * scan * x[3 + i]);
      const flat = Math.hypot(at[0], at[1]);
      return {
        range_m: Math.hypot(flat, at[2]) + 100 * random.normal(),
        azimuth_rad: Math.atan2(at[1], at[0]) + sensor.sigmaAzimuth_rad * random.normal(),
        elevation_rad: Math.atan2(at[2], flat) + sensor.sigmaElevation_rad * random.normal(),
      };
    }),
  );
}

/** The estimates by nine-state filters, one a piece, and their companions' factors. */
function byCompanions(scans: readonly PolarPlot[][]): Float64Array {
  const h = new Hypotheses(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: PSD }));
  const slots: number[] = [];
  scans.forEach((plots, scan) =>
    plots.forEach((plot, i) => {
      const table = plotTable([plot], sensor);
      if (scan === 0) {
        slots.push(h.allocate());
        h.filter.start(table, 0, sensor, h.state, h.stateAt(slots[i]));
        h.begin(slots[i], 0, 0, sensor.priorVelocity_mps * sensor.priorVelocity_mps);
        return;
      }
      const o = h.stateAt(slots[i]);
      h.filter.predict(h.state, o, PERIOD_S);
      h.filter.project(h.state, o, sensor, h.work, h.workAt(slots[i]));
      h.filter.update(h.state, o, h.work, h.workAt(slots[i]), o, table, 0);
    }),
  );
  return withCompanions(slots, h);
}

/** The oracle: one filter over all pieces, with a prior in which their velocities are the body's and a little more. Plain matrices, each plot as
 *  a position with the covariance of its polar errors. */
function jointly(scans: readonly PolarPlot[][]): { x: Float64Array; p: Float64Array } {
  const n = 6 * PIECES;
  const x = new Float64Array(n);
  let p = new Float64Array(n * n);
  const f = new Float64Array(n * n);
  for (let i = 0; i < n; i++) f[i * n + i] = 1;
  for (let piece = 0; piece < PIECES; piece++) for (let a = 0; a < 3; a++) f[(6 * piece + a) * n + 6 * piece + 3 + a] = PERIOD_S;
  scans.forEach((plots, scan) => {
    if (scan === 0) {
      const prior = sensor.priorVelocity_mps * sensor.priorVelocity_mps;
      for (let i = 0; i < PIECES; i++)
        for (let j = 0; j < PIECES; j++)
          for (let a = 0; a < 3; a++)
            p[(6 * i + 3 + a) * n + 6 * j + 3 + a] = prior + (i === j ? SIGMA_SEPARATION_MPS * SIGMA_SEPARATION_MPS : 0);
      for (let i = 0; i < PIECES; i++) for (let a = 0; a < 3; a++) p[(6 * i + a) * n + 6 * i + a] = 1e12;
    } else {
      const next = new Float64Array(n);
      multiply(next, f, x, n, n, 1);
      x.set(next);
      const fp = new Float64Array(n * n);
      multiply(fp, f, p, n, n, n);
      p = new Float64Array(n * n);
      multiplyTransposed(p, fp, f, n, n, n);
      const T = PERIOD_S;
      for (let i = 0; i < PIECES; i++) {
        for (let a = 6 * i; a < 6 * i + 3; a++) {
          p[a * n + a] += (PSD * T * T * T) / 3;
          p[a * n + a + 3] += (PSD * T * T) / 2;
          p[(a + 3) * n + a] += (PSD * T * T) / 2;
          p[(a + 3) * n + a + 3] += PSD * T;
        }
      }
    }
    plots.forEach((plot, i) => takePosition(x, p, n, 6 * i, plot));
  });
  return { x, p };
}

function takePosition(x: Float64Array, p: Float64Array, n: number, at: number, plot: PolarPlot): void {
  const table = plotTable([plot], sensor);
  const s = new Float64Array(54);
  kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: PSD }).start(table, 0, sensor, s, 0);
  const r = Float64Array.of(s[9], s[10], s[12], s[10], s[11], s[13], s[12], s[13], s[14]);
  const sum = r.slice();
  for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) sum[3 * a + b] += p[(at + a) * n + at + b];
  const inverse = new Float64Array(9);
  invertSymmetric(inverse, sum, 3);
  const before = p.slice();
  const gain = (i: number, b: number): number => [0, 1, 2].reduce((k, a) => k + before[i * n + at + a] * inverse[3 * a + b], 0);
  const residual = [0, 1, 2].map((a) => s[a] - x[at + a]);
  for (let i = 0; i < n; i++) {
    const k = [gain(i, 0), gain(i, 1), gain(i, 2)];
    for (let b = 0; b < 3; b++) x[i] += k[b] * residual[b];
    for (let j = 0; j < n; j++) for (let b = 0; b < 3; b++) p[i * n + j] -= k[b] * before[(at + b) * n + j];
  }
}

test.each([2, 3, 6])('after %i scans, three small filters and their factors say what one large filter says', (scans) => {
  const plots = plotsOfPieces(scans);
  const small = byCompanions(plots);
  const large = jointly(plots);
  const n = 6 * PIECES;
  // The plots bend a little along the sight: the two linearise at different places. A twentieth of a sigma is far less than either knows.
  const aTwentiethOfASigma = 0.05;
  for (let piece = 0; piece < PIECES; piece++) {
    for (let i = 0; i < 6; i++) {
      const row = 6 * piece + i;
      const sigma = Math.sqrt(large.p[row * n + row]);
      expect(Math.abs(small[27 * piece + i] - large.x[row])).toBeLessThan(aTwentiethOfASigma * sigma);
      const variance = small[27 * piece + 6 + (i * (i + 1)) / 2 + i];
      expect(Math.abs(Math.sqrt(variance) - sigma)).toBeLessThan(aTwentiethOfASigma * sigma);
    }
  }
});
