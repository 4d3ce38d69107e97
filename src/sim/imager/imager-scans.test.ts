import { expect, test } from 'vitest';
import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import { angleBetween } from '../../core/math/vector.ts';
import { lineOfSight } from '../../core/frames/line-of-sight.ts';
import { degrees } from '../../core/units.ts';
import { infraredSatellite } from '../defaults.ts';
import type { Disturbance, SatelliteOrbit } from '../scenario.ts';
import type { TruthBody } from '../truth.ts';
import { satellitePosition } from '../satellite.ts';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { type ImagingSatellite, imagerLooks, imagerScans } from './imager-scans.ts';

const PLACE = geodeticDegrees(40, 20);
const S = 1_000_000;
const sky = () => ({ sunEcef_m: { x: -1.5e11, y: 0, z: 0 }, moonEcef_m: { x: 4e8, y: 0, z: 0 } });

function satellite(orbit: SatelliteOrbit = { kind: 'geostationary', longitude_rad: degrees(20) }): ImagingSatellite {
  const made = infraredSatellite('imager', degrees(20), PLACE);
  return { ...made, spec: { ...made.spec, revisit_s: 10 }, orbit, imager: { class: 'staring-array', side_pixels: 40 } };
}

/** A rocket that lifts off after a minute, straight up and then leaning. */
const ROCKET = {
  id: 'rocket',
  heat: 'as-said',
  stateAt: (at_us: number) => {
    const t = at_us / S - 57;
    const r = ecefVecFromGeodetic({ ...PLACE, latitude_rad: PLACE.latitude_rad + 8e-7 * t * t, height_m: 6 * t * t });
    return t < 0 ? undefined : { r, v: { x: 0, y: 0, z: 0 }, plume_Wpsr: 3e6, crossSection_m2: 1 };
  },
} as unknown as TruthBody;
/** Sunlight on its clouds. */
const GLINT: Disturbance = { kind: 'sun-glint', satellite: 'imager', point: PLACE, from_us: 55 * S, to_us: 1e12, intensity_Wpsr: 2e6 };
const look = (disturbances: readonly Disturbance[] = []) => ({ seed: 3, flights: [ROCKET], disturbances, sky });

function scansOf(one: ImagingSatellite) {
  const scanAt = imagerScans(one, imagerLooks(one, look(), 0));
  return (index: number) => scanAt(index, index * 10 * S);
}

test('a rocket is in its scans where it is, and an empty look says that it looked', () => {
  const scanAt = scansOf(satellite());
  const scans = Array.from({ length: 10 }, (_, index) => scanAt(index));
  expect(scans.slice(0, 6).every(({ detections }) => detections.length === 0)).toBe(true);
  const [told] = scans.filter(({ detections }) => detections.length > 0);
  const state = ROCKET.stateAt(told.measuredAt_us);
  expect(
    angleBetween(told.detections[0].lineOfSightEcef, lineOfSight(told.satelliteEcef_m, state?.r ?? told.satelliteEcef_m)),
  ).toBeLessThan(28e-6);
  // A look ends when it is said to be measured: its middle is half an exposure before.
  expect(scans[3].measuredAt_us).toBe(30 * S - 250_000);
});

test('a look that is asked for again is the same, and one that was passed over shows nothing', () => {
  const scanAt = scansOf(satellite());
  scanAt(0);
  const third = scanAt(2);
  expect(scanAt(2)).toBe(third);
  expect(scanAt(1)).toMatchObject({ measuredAt_us: 10 * S, detections: [] });
});

test('what an exercise adds later is in the frames', () => {
  const disturbances: Disturbance[] = [];
  const { framesOf } = imagerLooks(satellite(), look(disturbances), 0);
  const before = framesOf(6)[1].codes;
  disturbances.push(GLINT);
  const after = framesOf(6)[1].codes;
  expect(after.reduce((most, code, at) => Math.max(most, code - before[at]), 0)).toBeGreaterThan(100);
});

test('an imager on a high elliptical orbit follows its target, and its looks go on as one series', () => {
  const orbit: SatelliteOrbit = {
    kind: 'elements',
    epoch_us: 0,
    semiMajorAxis_m: 26_560_000,
    eccentricity: 0.72,
    inclination_rad: degrees(62.9),
    ascendingNode_rad: degrees(100),
    argumentOfPerigee_rad: degrees(270),
    meanAnomaly_rad: degrees(170),
  };
  const one = satellite(orbit);
  const scanAt = scansOf(one);
  const scans = Array.from({ length: 9 }, (_, index) => scanAt(index));
  for (const { satelliteEcef_m, measuredAt_us } of scans)
    expect(angleBetween(satelliteEcef_m, satellitePosition(orbit, measuredAt_us))).toBeLessThan(1e-3);
  expect(scans.flatMap(({ detections }) => [...detections]).length).toBeGreaterThan(0);
});

test('without a Sun, and where the target is out of sight, there are no frames', () => {
  expect(() => imagerLooks(satellite(), { ...look(), sky: undefined }, 0)).toThrow(/nothing says where the Sun is: give the world a sky/);
  const away = satellite({ kind: 'geostationary', longitude_rad: degrees(-150) });
  expect(() => imagerLooks(away, look(), 0)).toThrow(/does not see what it looks at: give another longitude/);
});
