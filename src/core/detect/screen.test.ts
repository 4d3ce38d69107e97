import { expect, test } from 'vitest';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { vec3 } from '../math/vector.ts';
import type { InfraredSensor, RadarSensor } from '../sense/sensor.ts';
import { degrees } from '../units.ts';
import { screen } from './screen.ts';

const RADAR: RadarSensor = {
  kind: 'radar',
  id: 'coast',
  site: geodeticDegrees(40, 135),
  revisit_s: 2,
  detectionProbability: 0.95,
  falseDetectionsPerScan: 0.01,
  rangeMin_m: 10_000,
  rangeMax_m: 1e6,
  elevationMin_rad: degrees(3),
  elevationMax_rad: degrees(60),
  azimuthCentre_rad: 0,
  azimuthHalfWidth_rad: Math.PI,
  sigmaRange_m: 30,
  sigmaAngle_rad: 1e-3,
  sigmaRangeRate_mps: 3,
};

const GOOD = {
  range_m: 400_000,
  azimuth_rad: 1,
  elevation_rad: degrees(30),
  rangeRate_mps: 2000,
  signalToNoise_dB: 20,
  sigmaRange_m: 30,
  sigmaAzimuth_rad: 1e-3,
  sigmaElevation_rad: 1e-3,
  sigmaRangeRate_mps: 3,
};

const reasonFor = (change: Partial<typeof GOOD>): string | undefined =>
  screen(RADAR, { kind: 'radar-scan', sensor: 'coast', measuredAt_us: 0, plots: [GOOD, { ...GOOD, ...change }] }).find(
    ({ index }) => index === 1,
  )?.reason;

test.each([
  ['nearer than the nearest', { range_m: 9_999 }, 'range-outside-coverage'],
  ['the nearest', { range_m: 10_000 }, undefined],
  ['a fiftieth beyond the furthest', { range_m: 1.02e6 }, undefined],
  ['further than that', { range_m: 1.021e6 }, 'range-outside-coverage'],
  ['faster than anything, coming', { rangeRate_mps: -16_001 }, 'range-rate-saturated'],
  ['faster than anything, going', { rangeRate_mps: 16_001 }, 'range-rate-saturated'],
  ['as fast as anything', { rangeRate_mps: -16_000 }, undefined],
  ['a beam’s error below the lower edge', { elevation_rad: degrees(3) - 0.02 }, undefined],
  ['below that', { elevation_rad: degrees(3) - 0.021 }, 'elevation-outside-coverage'],
  ['a beam’s error above the upper edge', { elevation_rad: degrees(60) + 0.0199 }, undefined],
  ['just so far above it', { elevation_rad: degrees(60) + 0.02 }, undefined],
  ['above that', { elevation_rad: degrees(60) + 0.021 }, 'elevation-outside-coverage'],
])('a plot %s', (_, change, reason) => {
  expect(reasonFor(change)).toBe(reason);
});

// A sector that goes through north: from 5.2 by 2π to 0.92.
const SECTOR: RadarSensor = { ...RADAR, azimuthCentre_rad: 6.2, azimuthHalfWidth_rad: 1 };

test.each([
  ['a beam’s error left of the sector', { azimuth_rad: 5.19 }, undefined],
  ['left of that', { azimuth_rad: 5.17 }, 'azimuth-outside-coverage'],
  ['a beam’s error right of it', { azimuth_rad: 7.21 - 2 * Math.PI }, undefined],
  ['right of that', { azimuth_rad: 7.23 - 2 * Math.PI }, 'azimuth-outside-coverage'],
  ['right of that, so high up that its azimuth is uncertain', { azimuth_rad: 7.23 - 2 * Math.PI, sigmaAzimuth_rad: 0.01 }, undefined],
])('a plot %s', (_, change, reason) => {
  const found = screen(SECTOR, { kind: 'radar-scan', sensor: 'coast', measuredAt_us: 0, plots: [{ ...GOOD, ...change }] });
  expect(found).toEqual(reason === undefined ? [] : [{ index: 0, reason }]);
});

test('a radar that looks all round has no azimuth that is outside', () => {
  const plots = [0, 1, 2, 3, 4, 5, 6, 2 * Math.PI].map((azimuth_rad) => ({ ...GOOD, azimuth_rad }));
  expect(screen(RADAR, { kind: 'radar-scan', sensor: 'coast', measuredAt_us: 0, plots })).toEqual([]);
});

test('heat without intensity is none; a scan of another kind is not this sensor’s to judge', () => {
  const satellite = { kind: 'infrared-satellite', id: 'ir-1' } as InfraredSensor;
  const seen = (intensity_Wpsr: number) => ({
    lineOfSightEcef: vec3(1, 0, 0),
    covariance_rad2: { rightRight: 1e-9, rightUp: 0, upUp: 1e-9 },
    intensity_Wpsr,
  });
  const scan = {
    kind: 'infrared-scan',
    sensor: 'ir-1',
    measuredAt_us: 0,
    satelliteEcef_m: vec3(4e7, 0, 0),
    detections: [seen(1), seen(0), seen(-1), seen(NaN)],
  } as const;
  expect(screen(satellite, scan)).toEqual([1, 2, 3].map((index) => ({ index, reason: 'no-intensity' })));
  expect(screen(satellite, { kind: 'radar-scan', sensor: 'ir-1', measuredAt_us: 0, plots: [{ ...GOOD, range_m: 1 }] })).toEqual([]);
});
