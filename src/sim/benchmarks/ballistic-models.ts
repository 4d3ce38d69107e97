import { atan2, cos, sin } from '../../core/math/elementary.ts';
import { gravityGradient } from '../../core/physics/gravity.ts';
import { WGS84 } from '../../core/frames/earth.ts';
import { freeFallInto } from '../../core/physics/rotating.ts';
import { rungeKutta } from '../../core/physics/runge-kutta.ts';
import { multiply } from '../../core/math/matrix.ts';
import type { Mapping } from '../../core/track/estimators/mapping.ts';
import { RADAR_MOUNT, SIGMA_ANGLE_RAD, SIGMA_RANGE_M } from './arcs.ts';

/** One RK4 step of J2 free fall, ECEF; its derivative by the series at mid-step, as the tracker's kernel has it. */
export function freeFallOf(interval_s: number): Mapping {
  const move = rungeKutta((out, _t, s) => freeFallInto(out, 0, s[0], s[1], s[2], s[3], s[4], s[5]));
  const middle = new Float64Array(6);
  return {
    dimension: 6,
    of: (out, x) => move(out, 0, x, interval_s),
    jacobian(out, x) {
      move(middle, 0, x, interval_s / 2);
      transition(out, middle, interval_s);
    },
  };
}

/** Φ = I + A h + ½ A² h²,  A = [0 I; G + ω²(I − ẑẑᵀ), −2[ω×]]. */
function transition(out: Float64Array, x: Float64Array, h: number): void {
  const a = new Float64Array(36);
  const gradient = new Float64Array(9);
  gravityGradient(x[0], x[1], x[2], gradient);
  const omega = WGS84.omega_radps;
  for (let i = 0; i < 3; i++) {
    a[i * 6 + 3 + i] = 1;
    for (let j = 0; j < 3; j++) a[(3 + i) * 6 + j] = gradient[i * 3 + j];
  }
  a[3 * 6] += omega * omega;
  a[4 * 6 + 1] += omega * omega;
  a[3 * 6 + 4] = 2 * omega;
  a[4 * 6 + 3] = -2 * omega;
  const a2 = new Float64Array(36);
  multiply(a2, a, a, 6, 6, 6);
  for (let k = 0; k < 36; k++) out[k] = h * a[k] + 0.5 * h * h * a2[k] + (k % 7 === 0 ? 1 : 0);
}

/** Range, azimuth, elevation at the benchmark's radar: m, rad, rad. */
export const polar: Mapping = {
  dimension: 3,
  angles: [1, 2],
  of(out, x) {
    const [north, east, up] = local(x);
    const ground = Math.sqrt(north * north + east * east);
    out[0] = Math.sqrt(ground * ground + up * up);
    out[1] = atan2(east, north);
    out[2] = atan2(up, ground);
  },
  jacobian(out, x) {
    const [north, east, up] = local(x);
    const ground2 = north * north + east * east;
    const range2 = ground2 + up * up;
    const ground = Math.sqrt(ground2);
    const range = Math.sqrt(range2);
    const rows = [
      [north / range, east / range, up / range],
      [-east / ground2, north / ground2, 0],
      [(-north * up) / (range2 * ground), (-east * up) / (range2 * ground), ground / range2],
    ];
    out.fill(0);
    for (let r = 0; r < 3; r++) {
      for (let i = 0; i < 3; i++) for (let a = 0; a < 3; a++) out[r * 6 + i] += rows[r][a] * RADAR_MOUNT[3 + 3 * a + i];
    }
  },
};

export const POLAR_NOISE = Float64Array.of(SIGMA_RANGE_M ** 2, 0, 0, 0, SIGMA_ANGLE_RAD ** 2, 0, 0, 0, SIGMA_ANGLE_RAD ** 2);

/** Covariance of white acceleration of that spectral density over a step. */
export function whiteAcceleration(psd_m2ps3: number, h_s: number): Float64Array {
  const q = new Float64Array(36);
  for (let i = 0; i < 3; i++) {
    q[i * 6 + i] = (psd_m2ps3 * h_s * h_s * h_s) / 3;
    q[i * 6 + 3 + i] = (psd_m2ps3 * h_s * h_s) / 2;
    q[(3 + i) * 6 + i] = q[i * 6 + 3 + i];
    q[(3 + i) * 6 + 3 + i] = psd_m2ps3 * h_s;
  }
  return q;
}

/** Position as the plot has it with its covariance, velocity zero with the prior's spread in each axis. */
export function startAt(plot: Float64Array, sigmaVelocity_mps: number): { readonly x: Float64Array; readonly p: Float64Array } {
  const [range, azimuth, elevation] = plot;
  const [ca, sa, ce, se] = [cos(azimuth), sin(azimuth), cos(elevation), sin(elevation)];
  const axes = [
    [ca * ce, sa * ce, se],
    [-sa, ca, 0],
    [-ca * se, -sa * se, ce],
  ].map(([n, e, u]) => [0, 1, 2].map((i) => RADAR_MOUNT[3 + i] * n + RADAR_MOUNT[6 + i] * e + RADAR_MOUNT[9 + i] * u));
  const sigmas = [SIGMA_RANGE_M, range * ce * SIGMA_ANGLE_RAD, range * SIGMA_ANGLE_RAD];
  const x = new Float64Array(6);
  const p = new Float64Array(36);
  for (let i = 0; i < 3; i++) {
    x[i] = RADAR_MOUNT[i] + range * axes[0][i];
    p[(3 + i) * 7] = sigmaVelocity_mps * sigmaVelocity_mps;
    for (let j = 0; j < 3; j++) for (let a = 0; a < 3; a++) p[i * 6 + j] += axes[a][i] * axes[a][j] * sigmas[a] * sigmas[a];
  }
  return { x, p };
}

function local(x: Float64Array): [north: number, east: number, up: number] {
  const d = [x[0] - RADAR_MOUNT[0], x[1] - RADAR_MOUNT[1], x[2] - RADAR_MOUNT[2]];
  const along = (at: number): number => d[0] * RADAR_MOUNT[at] + d[1] * RADAR_MOUNT[at + 1] + d[2] * RADAR_MOUNT[at + 2];
  return [along(3), along(6), along(9)];
}
