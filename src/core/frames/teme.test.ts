import { expect, test } from 'vitest';
import { AT_J2000, TEME_AND_EARTH_FIXED } from '../../../authorities/earth-orientation.ts';
import { vec3 } from '../math/vector.ts';
import { microsFromIso } from '../time/iso.ts';
import { earthRotationAngle_rad } from './inertial.ts';
import { ecefFromTeme, greenwichSiderealTime_rad, temeFromEcef } from './teme.ts';

const turn = 2 * Math.PI;

test('sidereal time at J2000.0 is that of the almanac, and gains a turn a year on the clock', () => {
  const at_us = microsFromIso('2000-01-01T12:00:00Z');
  expect((greenwichSiderealTime_rad(at_us) * 24) / turn).toBeCloseTo(AT_J2000.siderealTime_h, 8);
  const aYearOn = greenwichSiderealTime_rad(microsFromIso('2001-01-01T12:00:00Z'));
  // 366 days: 1.0027379 turns each.
  expect(aYearOn - greenwichSiderealTime_rad(at_us)).toBeCloseTo(turn * ((366 * 1.00273790935) % 1), 6);
});

// Precession of the equinox along the equator: 307 s a century.
test('sidereal time runs ahead of the rotation angle by precession', () => {
  const ahead = (iso: string): number => {
    const at_us = microsFromIso(iso);
    const off = (greenwichSiderealTime_rad(at_us) - earthRotationAngle_rad(at_us)) / turn;
    return (off - Math.round(off)) * 86_400;
  };
  expect(ahead('2026-05-08T00:00:00Z') - ahead('2000-01-01T12:00:00Z')).toBeCloseTo(0.26347 * 307.4, 1);
});

test('from TEME to the turning Earth: the worked example, to what a Julian date in one number loses, 2 cm, and back', () => {
  const { ut1, teme, fixed } = TEME_AND_EARTH_FIXED;
  const at_us = microsFromIso(ut1);
  const metres = ([x, y, z]: readonly [number, number, number]) => vec3(1000 * x, 1000 * y, 1000 * z);
  const found = ecefFromTeme(at_us, metres(teme.r_km), metres(teme.v_kmps));
  const r = metres(fixed.r_km);
  const v = metres(fixed.v_kmps);
  for (const axis of ['x', 'y', 'z'] as const) {
    expect(Math.abs(found.r[axis] - r[axis])).toBeLessThan(2e-2);
    expect(Math.abs(found.v[axis] - v[axis])).toBeLessThan(1e-4);
  }
  const back = temeFromEcef(at_us, found.r, found.v);
  expect(back.r.x).toBeCloseTo(1000 * teme.r_km[0], 6);
  expect(back.r.y).toBeCloseTo(1000 * teme.r_km[1], 6);
  expect(back.v.x).toBeCloseTo(1000 * teme.v_kmps[0], 8);
  expect(back.v.y).toBeCloseTo(1000 * teme.v_kmps[1], 8);
});
