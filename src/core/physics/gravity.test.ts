import { expect, test } from 'vitest';
import { sharedText } from '../../../tests/support/shared.ts';
import { WGS84 } from '../frames/earth.ts';
import { distance, norm, scale, vec3 } from '../math/vector.ts';
import { gravity, gravityGradient, potential_Jpkg } from './gravity.ts';
import { freeFallAcceleration, freeFallInto } from './rotating.ts';

const PLACES = [
  vec3(7_000_000, 1_000_000, 2_000_000),
  vec3(6_678_137, 0, 0),
  vec3(1_000_000, -2_000_000, 6_600_000),
  vec3(0, 0, -9_000_000),
  vec3(-20e6, 30e6, 1e6),
];
const STEP_m = 10;

test('gravity is minus the gradient of its potential', () => {
  for (const r of PLACES) {
    const slope = (dx: number, dy: number, dz: number): number => {
      const ahead = potential_Jpkg(vec3(r.x + dx, r.y + dy, r.z + dz));
      const behind = potential_Jpkg(vec3(r.x - dx, r.y - dy, r.z - dz));
      return (behind - ahead) / (2 * STEP_m);
    };
    const numerical = vec3(slope(STEP_m, 0, 0), slope(0, STEP_m, 0), slope(0, 0, STEP_m));
    expect(distance(gravity(r), numerical) / norm(numerical)).toBeLessThan(1e-8);
  }
});

test('its derivative agrees with differences, is symmetric and has no trace', () => {
  const analytic = new Float64Array(9);
  for (const r of PLACES) {
    gravityGradient(r.x, r.y, r.z, analytic);
    const size = Math.max(...analytic.map(Math.abs));
    [vec3(STEP_m, 0, 0), vec3(0, STEP_m, 0), vec3(0, 0, STEP_m)].forEach((d, column) => {
      const ahead = gravity(vec3(r.x + d.x, r.y + d.y, r.z + d.z));
      const behind = gravity(vec3(r.x - d.x, r.y - d.y, r.z - d.z));
      [ahead.x - behind.x, ahead.y - behind.y, ahead.z - behind.z].forEach((change, row) => {
        expect(Math.abs(analytic[row * 3 + column] - change / (2 * STEP_m)) / size).toBeLessThan(1e-8);
      });
    });
    expect([analytic[1], analytic[2], analytic[5]]).toEqual([analytic[3], analytic[6], analytic[7]]);
    expect(Math.abs(analytic[0] + analytic[4] + analytic[8]) / size).toBeLessThan(1e-14);
  }
});

test('what stands still in inertial axes is seen to turn the other way, with gravity alone acting on it', () => {
  const w = WGS84.omega_radps;
  for (const r of PLACES) {
    const v = vec3(w * r.y, -w * r.x, 0);
    const seen = freeFallAcceleration(r, v);
    const g = gravity(r);
    expect(distance(seen, vec3(g.x - w * w * r.x, g.y - w * w * r.y, g.z))).toBeLessThan(1e-12);
  }
});

test('the array form writes the same three numbers where it is told', () => {
  const out = new Float64Array(5);
  freeFallInto(out, 1, 7e6, 1e6, 2e6, 1000, 2000, 3000);
  const a = freeFallAcceleration(vec3(7e6, 1e6, 2e6), vec3(1000, 2000, 3000));
  expect([...out]).toEqual([0, a.x, a.y, a.z, 0]);
});

test("accelerations and their derivatives agree with the tracking library's, to the difference of its constants", (context) => {
  const golden = JSON.parse(sharedText('peers/golden/nrl_tcl.json', context));
  const ratio = golden.j2gravity_constants.GM / WGS84.gm_m3ps2; // 398600.4415 against 398600.4418 km³/s²
  const gradient = new Float64Array(9);
  for (const row of golden.j2gravity) {
    const [x, y, z, vx, vy, vz] = row.state;
    const [ax, ay, az] = row.acc_ecef_coriolis;
    expect(distance(freeFallAcceleration(vec3(x, y, z), vec3(vx, vy, vz)), vec3(ax, ay, az))).toBeLessThan(3e-7);
    const still = freeFallAcceleration(vec3(x, y, z), vec3(0, 0, 0));
    expect(distance(scale(still, ratio), still)).toBeLessThan(1e-8);
    gravityGradient(x, y, z, gradient);
    const w2 = WGS84.omega_radps * WGS84.omega_radps;
    row.jac_ecef_rows4to6.forEach((jacobian: number[], i: number) => {
      for (let j = 0; j < 3; j++) expect(Math.abs(gradient[3 * i + j] + (i === j && i < 2 ? w2 : 0) - jacobian[j])).toBeLessThan(1e-12);
    });
  }
});
