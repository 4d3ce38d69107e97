import { WGS84 } from '../../src/core/frames/earth.ts';
import { gravityGradient } from '../../src/core/physics/gravity.ts';
import { freeFallAcceleration } from '../../src/core/physics/rotating.ts';
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
