import { expect, test } from 'vitest';
import { AT_J2000, AT_MJD_54388 } from '../../../authorities/earth-orientation.ts';
import { distance, norm, vec3 } from '../math/vector.ts';
import { taiFromUtc_us } from '../time/scale.ts';
import { WGS84 } from './earth.ts';
import { earthRotationAngle_rad, ecefFromEci, eciFromEcef } from './inertial.ts';

const TURN = 2 * Math.PI;

test('the Earth rotation angle at the epoch is the one in its definition', () => {
  const angle_rad = earthRotationAngle_rad(taiFromUtc_us(Date.UTC(2000, 0, 1, 12) * 1000));
  expect(angle_rad / TURN).toBeCloseTo(AT_J2000.rotation_turns, 13);
  // mean sidereal time differs from it by precession, nearly nothing at the epoch
  expect((angle_rad / TURN) * 24).toBeCloseTo(AT_J2000.siderealTime_h, 8);
});

test('and at a later date the one of the standards library', () => {
  const utc_us = (AT_MJD_54388.day - 40587) * 86_400_000_000;
  expect(earthRotationAngle_rad(taiFromUtc_us(utc_us))).toBeCloseTo(AT_MJD_54388.rotation_rad, 12);
});

test('in a stellar day the Earth turns once', () => {
  const at_us = taiFromUtc_us(Date.UTC(2022, 10, 18, 1, 14) * 1000);
  const change = earthRotationAngle_rad(at_us + 86_164_098_904) - earthRotationAngle_rad(at_us);
  expect(Math.abs(change)).toBeLessThan(1e-9);
});

test('a state goes to inertial axes and back', () => {
  const at_us = taiFromUtc_us(Date.UTC(2024, 9, 30) * 1000);
  const r = vec3(-3_100_000, 4_000_000, 4_500_000);
  const v = vec3(1000, -2000, 7000);
  const inertial = eciFromEcef(at_us, r, v);
  const back = ecefFromEci(at_us, inertial.r, inertial.v);
  expect(distance(back.r, r)).toBeLessThan(1e-8);
  expect(distance(back.v, v)).toBeLessThan(1e-11);
});

test('what stands on the equator moves at 465 m/s in inertial axes, and the difference of positions says so too', () => {
  const at_us = taiFromUtc_us(Date.UTC(2024, 0, 1) * 1000);
  const r = vec3(WGS84.a_m, 0, 0);
  const rest = vec3(0, 0, 0);
  const now = eciFromEcef(at_us, r, rest);
  const later = eciFromEcef(at_us + 1_000_000, r, rest);
  expect(norm(now.v)).toBeCloseTo(465.1, 1);
  const moved = vec3(later.r.x - now.r.x, later.r.y - now.r.y, later.r.z - now.r.z);
  expect(distance(moved, now.v)).toBeLessThan(0.02);
});
