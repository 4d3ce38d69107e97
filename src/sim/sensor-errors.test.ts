import { expect, test } from 'vitest';
import { geodeticDegrees } from '../core/frames/geodetic.ts';
import { dot } from '../core/math/vector.ts';
import type { InfraredScan, RadarScan } from '../core/sense/scan.ts';
import { degrees } from '../core/units.ts';
import { eastAsiaSensors } from './defaults.ts';
import type { SimulatedSensor } from './scenario.ts';
import { createWorld } from './world.ts';

const START_US = 1_668_734_040_000_000;
const RADAR_ERRORS = { range_m: 2000, azimuth_rad: 0.01, elevation_rad: -0.003, clock_s: 3 };
const SATELLITE_ERRORS = { right_rad: 2e-4, up_rad: -1e-4, clock_s: -2 };

type Timed<S> = { readonly at_us: number; readonly scan: S };

function scansOf(change: (sensor: SimulatedSensor) => SimulatedSensor): { radar: Timed<RadarScan>[]; satellite: Timed<InfraredScan>[] } {
  const world = createWorld({
    id: 'small',
    title: 'a small world',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + 200_000_000,
    seed: 5,
    sensors: eastAsiaSensors().map(change),
    flights: [
      {
        kind: 'published',
        id: 'flight',
        site: geodeticDegrees(39.2, 125.67),
        launch_us: START_US + 10_000_000,
        bearing_rad: degrees(70),
        apogee_m: 120_000,
        groundRange_m: 400_000,
      },
    ],
    disturbances: [],
    people: [],
  });
  const radar: Timed<RadarScan>[] = [];
  const satellite: Timed<InfraredScan>[] = [];
  for (let one = world.next(); one !== undefined; one = world.next()) {
    const { input, at_us } = one;
    if (input.kind === 'radar-scan' && input.sensor === 'radar-east') radar.push({ at_us, scan: input });
    if (input.kind === 'infrared-scan' && input.sensor === 'satellite-east') satellite.push({ at_us, scan: input });
  }
  return { radar, satellite };
}

const RIGHT = scansOf((sensor) => sensor);

test('a radar with errors reports the truth and them, when it would have, and nothing else is different', () => {
  const wrong = scansOf((one) => (one.kind === 'radar' ? { ...one, errors: RADAR_ERRORS } : one)).radar;
  expect(wrong.map(({ at_us, scan }) => [at_us, scan.plots.length])).toEqual(
    RIGHT.radar.map(({ at_us, scan }) => [at_us, scan.plots.length]),
  );
  expect(wrong.some(({ scan }) => scan.plots.length > 0)).toBe(true);
  wrong.forEach(({ scan }, k) => {
    const right = RIGHT.radar[k].scan;
    expect(scan.measuredAt_us - right.measuredAt_us).toBe(3_000_000);
    scan.plots.forEach((plot, j) => {
      expect(plot.range_m - right.plots[j].range_m).toBeCloseTo(2000, 6);
      expect(plot.elevation_rad - right.plots[j].elevation_rad).toBeCloseTo(-0.003, 9);
      const turn = plot.azimuth_rad - right.plots[j].azimuth_rad;
      expect(turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI))).toBeCloseTo(0.01, 9);
      expect(plot.azimuth_rad).toBeGreaterThanOrEqual(0);
      expect(plot.azimuth_rad).toBeLessThan(2 * Math.PI);
    });
  });
});

test('a satellite’s lines of sight are turned by its errors, and stay unit vectors', () => {
  const wrong = scansOf((one) => (one.kind === 'infrared-satellite' ? { ...one, errors: SATELLITE_ERRORS } : one)).satellite;
  const angles: number[] = [];
  wrong.forEach(({ scan }, k) => {
    const right = RIGHT.satellite[k].scan;
    expect(scan.measuredAt_us - right.measuredAt_us).toBe(-2_000_000);
    scan.detections.forEach(({ lineOfSightEcef }, j) => {
      expect(dot(lineOfSightEcef, lineOfSightEcef)).toBeCloseTo(1, 12);
      angles.push(Math.sqrt(2 * (1 - dot(lineOfSightEcef, right.detections[j].lineOfSightEcef))));
    });
  });
  expect(angles.length).toBeGreaterThan(10);
  for (const angle of angles) expect(angle).toBeCloseTo(Math.hypot(2e-4, 1e-4), 8);
});

test('of the scans a share gets lost, and of the others a share comes twice, in order of arrival', () => {
  const { radar } = scansOf((one) => ({ ...one, lostShare: 0.3, doubledShare: 0.5 }));
  const times = radar.map(({ scan }) => scan.measuredAt_us);
  const different = new Set(times);
  expect(different.size / RIGHT.radar.length).toBeGreaterThan(0.55);
  expect(different.size / RIGHT.radar.length).toBeLessThan(0.85);
  const twice = (times.length - different.size) / different.size;
  expect(twice).toBeGreaterThan(0.3);
  expect(twice).toBeLessThan(0.7);
  for (let k = 1; k < radar.length; k++) expect(radar[k].at_us).toBeGreaterThanOrEqual(radar[k - 1].at_us);
});
