import { WGS84 } from '../../src/core/frames/earth.ts';
import { heightAbove } from '../../src/core/frames/geodetic.ts';
import { gravityGradient } from '../../src/core/physics/gravity.ts';
import { freeFallAcceleration } from '../../src/core/physics/rotating.ts';
import { AIR, airDensity } from '../../src/core/physics/air.ts';
import type { Matrix, NaiveModel } from './naive-filter.ts';

/** The motion models written a second time, with loops and with Jacobians derived by hand: nothing in common with the traced ones but the
 *  physics. */
const square = (n: number, at: (i: number, j: number) => number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => at(i, j)));

export function naiveConstantVelocity(psd: number): NaiveModel {
  return {
    derivative: (x) => [x[3], x[4], x[5], 0, 0, 0],
    jacobian: () => square(6, (i, j) => (j === i + 3 ? 1 : 0)),
    noise: (h) => whiteAcceleration(6, h, psd),
  };
}

export function naiveCoast(psd: number): NaiveModel {
  return { derivative: freeFall, jacobian: (x) => freeFallJacobian(x), noise: (h) => whiteAcceleration(6, h, psd) };
}

export function naiveEntry(psd: number): NaiveModel {
  const factor = (x: number[]): number => 0.5 * densityAt(x) * speedOf(x) * Math.exp(x[6]);
  return {
    derivative: (x) => freeFall(x).map((v, i) => (i > 2 && i < 6 ? v - factor(x) * x[i] : v)),
    jacobian: (x) => {
      const a = freeFallJacobian(x);
      const k = factor(x);
      const r = Math.sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]);
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          // The air thins by 1/7,000 a metre along the radius.
          a[3 + i][j] += (k * x[3 + i] * x[j]) / (r * 7000);
          a[3 + i][3 + j] -= (k * x[3 + i] * x[3 + j]) / speedOf(x) ** 2 + (i === j ? k : 0);
        }
        a[3 + i][6] = -k * x[3 + i];
      }
      return a;
    },
    noise: (h, x) => {
      const drag = factor(x) * speedOf(x);
      const q = whiteAcceleration(7, h, psd + (0.05 * drag) ** 2);
      q[6][6] = 0.01 * h * Math.min(1, drag / 10);
      return q;
    },
  };
}

export function naiveManoeuvre(psd: number): NaiveModel {
  return naiveAccelerated(psd, 0);
}

export function naiveBoost(psd: number): NaiveModel {
  return naiveAccelerated(psd, 1 / 2500);
}

function naiveAccelerated(psd: number, growth: number): NaiveModel {
  // A millionth of a metre per second squared beside it, so that it has a derivative where it is zero: as specified.
  const thrustOf = (x: number[]): number => Math.sqrt(x[6] * x[6] + x[7] * x[7] + x[8] * x[8] + 1e-12);
  return {
    derivative: (x) => freeFall(x).map((v, i) => (i < 3 ? v : i < 6 ? v + x[i + 3] : growth * thrustOf(x) * x[i])),
    jacobian: (x) => {
      const a = freeFallJacobian(x);
      for (let i = 0; i < 3; i++) {
        a[3 + i][6 + i] = 1;
        for (let j = 0; j < 3; j++) a[6 + i][6 + j] = growth * ((x[6 + i] * x[6 + j]) / thrustOf(x) + (i === j ? thrustOf(x) : 0));
      }
      return a;
    },
    noise: (h) => {
      const terms = [
        [h ** 5 / 20, h ** 4 / 8, h ** 3 / 6],
        [h ** 4 / 8, h ** 3 / 3, h ** 2 / 2],
        [h ** 3 / 6, h ** 2 / 2, h],
      ];
      return square(9, (i, j) => (i % 3 === j % 3 ? psd * terms[Math.floor(i / 3)][Math.floor(j / 3)] : 0));
    },
  };
}

const speedOf = (x: number[]): number => Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5] + 1e-12);

function densityAt(x: number[]): number {
  AIR[0] = heightAbove(x[0], x[1], x[2]);
  airDensity();
  return AIR[1];
}

function freeFall(x: number[]): number[] {
  const a = freeFallAcceleration({ x: x[0], y: x[1], z: x[2] }, { x: x[3], y: x[4], z: x[5] });
  return [x[3], x[4], x[5], a.x, a.y, a.z, ...x.slice(6).map(() => 0)];
}

/** [0 I; G + ω²(I − ẑẑᵀ), −2[ω×]], zero elsewhere. */
function freeFallJacobian(x: number[]): Matrix {
  const gradient = new Float64Array(9);
  gravityGradient(x[0], x[1], x[2], gradient);
  const omega = WGS84.omega_radps;
  return square(x.length, (i, j) => {
    if (i < 3) return j === i + 3 ? 1 : 0;
    if (i > 5) return 0;
    if (j < 3) return gradient[(i - 3) * 3 + j] + (i - 3 === j && j < 2 ? omega * omega : 0);
    if (i === 3 && j === 4) return 2 * omega;
    return i === 4 && j === 3 ? -2 * omega : 0;
  });
}

function whiteAcceleration(n: number, h: number, q: number): Matrix {
  const terms = [(q * h * h * h) / 3, (q * h * h) / 2, q * h];
  return square(n, (i, j) => (i < 6 && j < 6 && i % 3 === j % 3 ? terms[Math.floor(i / 3) + Math.floor(j / 3)] : 0));
}
