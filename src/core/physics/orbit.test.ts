import { expect, test } from 'vitest';
import { WGS84 } from '../frames/earth.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { eciFromEcef } from '../frames/inertial.ts';
import { vec3 } from '../math/vector.ts';
import { toDegrees } from '../units.ts';
import { orbitOf, orbitOfEcef, sigmaPerigee_m } from './orbit.ts';

const { a_m, gm_m3ps2 } = WGS84;

test('a circular orbit at 500 km takes 94.6 minutes', () => {
  const r = a_m + 500_000;
  const orbit = orbitOf(vec3(r, 0, 0), vec3(0, 0, Math.sqrt(gm_m3ps2 / r)));
  expect(orbit.eccentricity).toBeLessThan(1e-12);
  expect(orbit.period_s / 60).toBeCloseTo(94.6, 1);
  expect(toDegrees(orbit.inclination_rad)).toBeCloseTo(90, 10);
  expect(orbit.flightPathAngle_rad).toBe(0);
  expect(orbit.perigeeHeight_m).toBeCloseTo(500_000, 3);
});

test('perigee and apogee come out wherever on the ellipse the state is', () => {
  const perigee = a_m + 200_000;
  const apogee = a_m + 35_786_000;
  const a = (perigee + apogee) / 2;
  const e = (apogee - perigee) / (apogee + perigee);
  const p = a * (1 - e * e);
  for (const nu of [0, 0.7, 2, Math.PI, 5]) {
    const radius = p / (1 + e * Math.cos(nu));
    const k = Math.sqrt(gm_m3ps2 / p);
    const orbit = orbitOf(vec3(radius * Math.cos(nu), radius * Math.sin(nu), 0), vec3(-k * Math.sin(nu), k * (e + Math.cos(nu)), 0));
    expect(orbit.perigeeRadius_m / perigee).toBeCloseTo(1, 9);
    expect(orbit.apogeeRadius_m / apogee).toBeCloseTo(1, 9);
    expect(orbit.semiMajorAxis_m / a).toBeCloseTo(1, 9);
  }
});

test('an open orbit has no apogee and no period', () => {
  const orbit = orbitOf(vec3(7e6, 0, 0), vec3(2000, 12_000, 0));
  expect(orbit.specificEnergy_Jpkg).toBeGreaterThan(0);
  expect([orbit.apogeeRadius_m, orbit.period_s]).toEqual([Infinity, Infinity]);
  expect(orbit.semiMajorAxis_m).toBeLessThan(0);
});

test('straight up has a flight-path angle of 90° and a perigee at the centre', () => {
  const orbit = orbitOf(vec3(7e6, 0, 0), vec3(3000, 0, 0));
  expect(toDegrees(orbit.flightPathAngle_rad)).toBe(90);
  expect(orbit.perigeeRadius_m).toBe(0);
});

test('an Earth-fixed state gives the orbit of its inertial one', () => {
  const r = ecefVecFromGeodetic(geodeticDegrees(30, 120, 300_000));
  const v = vec3(-3000, 4000, 5000);
  const inertial = eciFromEcef(1_700_000_000_000_000, r, v);
  const direct = orbitOf(inertial.r, inertial.v);
  const fixed = orbitOfEcef(r, v);
  expect(fixed.perigeeRadius_m).toBeCloseTo(direct.perigeeRadius_m, 5);
  expect(fixed.inclination_rad).toBeCloseTo(direct.inclination_rad, 12);
  expect(fixed.specificEnergy_Jpkg).toBeCloseTo(direct.specificEnergy_Jpkg, 5);
});

test('the perigee is as uncertain as the perigees of the states that it may be scatter about its own', () => {
  const r = ecefVecFromGeodetic(geodeticDegrees(30, 120, 300_000));
  const round_mps = Math.sqrt(gm_m3ps2 / (a_m + 300_000));
  // Steps of equal probability of a normal distribution.
  const steps = [-1.53, -0.89, -0.49, -0.16, 0.16, 0.49, 0.89, 1.53].map((z) => z / 0.927);
  for (const [fast, sigma_mps] of [
    [0, 20],
    [-100, 20],
    [60, 5],
  ]) {
    const up = { x: r.x / 6.67e6, y: r.y / 6.67e6, z: r.z / 6.67e6 };
    const across = Math.sqrt(up.x * up.x + up.y * up.y);
    const east = { x: -up.y / across, y: up.x / across, z: 0 };
    const speed = round_mps + fast - 7.292115e-5 * Math.sqrt(r.x * r.x + r.y * r.y);
    const x = Float64Array.of(r.x, r.y, r.z, speed * east.x, speed * east.y, 0);
    const p = new Float64Array(36);
    for (let i = 0; i < 6; i++) p[7 * i] = i < 3 ? 1e4 : sigma_mps * sigma_mps;
    const perigee = (dx: number, dy: number, dz: number): number =>
      orbitOfEcef(r, vec3(x[3] + sigma_mps * dx, x[4] + sigma_mps * dy, x[5] + sigma_mps * dz)).perigeeHeight_m;
    let sum = 0;
    for (const dx of steps) for (const dy of steps) for (const dz of steps) sum += (perigee(dx, dy, dz) - perigee(0, 0, 0)) ** 2;
    const scatter_m = Math.sqrt(sum / 512);
    expect(sigmaPerigee_m(x, p) / scatter_m).toBeGreaterThan(0.75);
    expect(sigmaPerigee_m(x, p) / scatter_m).toBeLessThan(1.3);
  }
  expect(sigmaPerigee_m(new Float64Array(6).fill(7e6), new Float64Array(36).fill(-1))).toBe(Infinity);
});
