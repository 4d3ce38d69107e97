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
  ['nearer than the nearest', { range_m: 9_999 }, 'range outside the coverage'],
  ['the nearest', { range_m: 10_000 }, undefined],
  ['a fiftieth beyond the furthest', { range_m: 1.02e6 }, undefined],
  ['further than that', { range_m: 1.021e6 }, 'range outside the coverage'],
  ['faster than anything, coming', { rangeRate_mps: -16_001 }, 'range rate saturated'],
  ['faster than anything, going', { rangeRate_mps: 16_001 }, 'range rate saturated'],
  ['as fast as anything', { rangeRate_mps: -16_000 }, undefined],
  ['a beam’s error below the lower edge', { elevation_rad: degrees(3) - 0.02 }, undefined],
  ['below that', { elevation_rad: degrees(3) - 0.021 }, 'elevation outside the coverage'],
  ['a beam’s error above the upper edge', { elevation_rad: degrees(60) + 0.0199 }, undefined],
  ['above that', { elevation_rad: degrees(60) + 0.021 }, 'elevation outside the coverage'],
])('a plot %s', (_, change, reason) => {
  expect(reasonFor(change)).toBe(reason);
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
  expect(screen(satellite, scan)).toEqual([1, 2, 3].map((index) => ({ index, reason: 'no intensity' })));
  expect(screen(satellite, { kind: 'radar-scan', sensor: 'ir-1', measuredAt_us: 0, plots: [GOOD] })).toEqual([]);
});
