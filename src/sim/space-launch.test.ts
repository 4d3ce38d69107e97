import { expect, test } from 'vitest';
import { geodeticDegrees, heightAbove } from '../core/frames/geodetic.ts';
import { orbitOfEcef } from '../core/physics/orbit.ts';
import { degrees } from '../core/units.ts';
import { flySpaceLaunch } from './space-launch.ts';

const launch = (insertion_km: number, azimuth_deg: number) =>
  flySpaceLaunch({
    kind: 'space-launch',
    id: 'launch',
    site: geodeticDegrees(39.66, 124.7),
    launch_us: 0,
    azimuth_rad: degrees(azimuth_deg),
    insertionHeight_m: insertion_km * 1000,
  });

test.each([
  [200, 90],
  [500, 181],
  [1000, 0],
])('a space launch to %i km reaches a circular orbit there', (insertion_km, azimuth_deg) => {
  const flown = launch(insertion_km, azimuth_deg);
  if (flown.kind !== 'flown') throw new Error(flown.reason);
  const { truth } = flown;
  const inserted = truth.stateAt(truth.burnout_us);
  if (!inserted) throw new Error('no state');
  expect(Math.abs(heightAbove(inserted.r.x, inserted.r.y, inserted.r.z) - insertion_km * 1000)).toBeLessThan(1000);
  const orbit = orbitOfEcef(inserted.r, inserted.v);
  expect(orbit.eccentricity).toBeLessThan(1e-4);
  expect(orbit.perigeeHeight_m).toBeGreaterThan(insertion_km * 1000 - 30_000);
  expect(truth.impact).toBeUndefined();
  expect(truth.energyClass).toBe('ICBM');
});

test('a space launch pushes until insertion but for the pause between its stages, and drifts on afterwards', () => {
  const flown = launch(500, 181);
  if (flown.kind !== 'flown') throw new Error(flown.reason);
  const { truth } = flown;
  const pauses = [];
  for (let t = 1; t < truth.burnout_us / 1e6 - 1; t++) if (truth.stateAt(t * 1e6)?.thrust_mps2 === 0) pauses.push(t);
  expect(pauses.length).toBeGreaterThan(5);
  expect(pauses.length).toBeLessThan(10);
  expect(truth.stateAt(truth.burnout_us + 60_000_000)?.plume_Wpsr).toBe(0);
  expect(truth.end_us - truth.burnout_us).toBe(600_000_000);
});

test('an orbit out of reach is refused with the reason', () => {
  expect(launch(60, 90)).toMatchObject({ kind: 'no-solution' });
});
