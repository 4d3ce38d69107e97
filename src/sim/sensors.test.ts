import { expect, test } from 'vitest';
import { enuBasis } from '../core/frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees, geodeticFromEcefVec } from '../core/frames/geodetic.ts';
import { lineOfSight, tangentBasis } from '../core/frames/line-of-sight.ts';
import { ecefFromPolar } from '../core/frames/radar.ts';
import { angleBetween, dot, norm, vec3 } from '../core/math/vector.ts';
import { degrees, toDegrees } from '../core/units.ts';
import { infraredSatellite, surveillanceRadar } from './defaults.ts';
import { type HeatSource, infraredScan } from './infrared.ts';
import { radarScan } from './radar.ts';
import { GEOSTATIONARY_RADIUS_M, satellitePosition } from './satellite.ts';
import type { SatelliteOrbit, SimulatedRadar, SimulatedSatellite } from './scenario.ts';

const PLACE = geodeticDegrees(39, 133, 20_000);
const quiet = (satellite: SimulatedSatellite): SimulatedSatellite => ({
  ...satellite,
  spec: { ...satellite.spec, falseDetectionsPerScan: 0 },
});
const SATELLITE = quiet(infraredSatellite('satellite', degrees(105), PLACE));
const SCANS = 2500;

function plume(height_m: number, intensity_Wpsr = 1e6): HeatSource {
  return { r: ecefVecFromGeodetic({ ...PLACE, height_m }), intensity_Wpsr, aboveCloud: false };
}

test('a satellite’s lines of sight scatter with the variance that they state, on both axes', () => {
  const source = plume(20_000);
  let count = 0;
  const sums = { right: 0, up: 0, rightRight: 0, upUp: 0, rightUp: 0 };
  for (let i = 0; i < SCANS; i++) {
    const { detections, satelliteEcef_m } = infraredScan(SATELLITE, 1, i, i * 2e6, [source]);
    for (const { lineOfSightEcef, covariance_rad2 } of detections) {
      expect(norm(lineOfSightEcef)).toBeCloseTo(1, 12);
      expect(covariance_rad2).toEqual({ rightRight: 25e-6 * 25e-6, rightUp: 0, upUp: 25e-6 * 25e-6 });
      const axes = tangentBasis(lineOfSight(satelliteEcef_m, source.r));
      const [right, up] = [dot(lineOfSightEcef, axes.right) / 25e-6, dot(lineOfSightEcef, axes.up) / 25e-6];
      count++;
      sums.right += right;
      sums.up += up;
      sums.rightRight += right * right;
      sums.upUp += up * up;
      sums.rightUp += right * up;
    }
  }
  const fourSigma = 4 / Math.sqrt(count);
  expect(Math.abs(count / SCANS - 0.95)).toBeLessThan(0.015);
  expect(Math.abs(sums.right / count)).toBeLessThan(fourSigma);
  expect(Math.abs(sums.up / count)).toBeLessThan(fourSigma);
  expect(Math.abs(sums.rightRight / count - 1)).toBeLessThan(fourSigma * Math.SQRT2);
  expect(Math.abs(sums.upUp / count - 1)).toBeLessThan(fourSigma * Math.SQRT2);
  expect(Math.abs(sums.rightUp / count)).toBeLessThan(fourSigma);
});

function seen(satellite: SimulatedSatellite, source: HeatSource, scans = 400): number {
  let count = 0;
  for (let i = 0; i < scans; i++) count += infraredScan(satellite, 3, i, i * 2e6, [source]).detections.length;
  return count / scans;
}

test('a plume below the cloud tops is not seen, and one at the threshold half as often as a bright one', () => {
  expect(seen(SATELLITE, plume(8_900))).toBe(0);
  expect(seen(SATELLITE, plume(9_100))).toBeGreaterThan(0.9);
  expect(seen({ ...SATELLITE, cloudTop_m: 0 }, plume(50))).toBeGreaterThan(0.9);
  expect(seen(SATELLITE, { ...plume(5_000), aboveCloud: true })).toBeGreaterThan(0.9);
  expect(Math.abs(seen(SATELLITE, plume(20_000, SATELLITE.threshold_Wpsr)) - 0.475)).toBeLessThan(0.1);
  expect(seen(SATELLITE, plume(20_000, SATELLITE.threshold_Wpsr / 5))).toBeLessThan(0.02);
});

test('the Earth and the edge of the field of regard hide a plume', () => {
  const hidden = quiet(infraredSatellite('far', degrees(-60), PLACE));
  expect(seen(hidden, plume(20_000))).toBe(0);
  const elsewhere = quiet(infraredSatellite('south', degrees(105), geodeticDegrees(-40, 90, 0)));
  expect(seen(elsewhere, plume(20_000))).toBe(0);
});

test('false detections are as many as stated, lie in the field of regard and carry an intensity near the threshold', () => {
  const satellite = { ...SATELLITE, spec: { ...SATELLITE.spec, falseDetectionsPerScan: 2 } };
  let count = 0;
  let outer = 0;
  for (let i = 0; i < 1000; i++) {
    const scan = infraredScan(satellite, 1, i, i * 2e6, []);
    const axis = lineOfSight(scan.satelliteEcef_m, ecefVecFromGeodetic(PLACE));
    for (const { lineOfSightEcef, intensity_Wpsr } of scan.detections) {
      const off = angleBetween(axis, lineOfSightEcef);
      expect(off).toBeLessThanOrEqual(degrees(6.001));
      expect(intensity_Wpsr / satellite.threshold_Wpsr).toBeLessThan(5);
      count++;
      if (off > degrees(6) / Math.SQRT2) outer++;
    }
  }
  expect(Math.abs(count / 1000 - 2)).toBeLessThan(0.2);
  expect(Math.abs(outer / count - 0.5)).toBeLessThan(0.06);
});

const RADAR = surveillanceRadar('radar', geodeticDegrees(37.8, 128.9, 100));
const STATION = { origin: ecefVecFromGeodetic(RADAR.spec.site), ...enuBasis(RADAR.spec.site) };
const quietRadar: SimulatedRadar = { ...RADAR, spec: { ...RADAR.spec, falseDetectionsPerScan: 0 } };
const target = (range_m: number, elevation_deg: number, crossSection_m2 = 1) => ({
  r: ecefFromPolar(STATION.origin, STATION, range_m, 1, degrees(elevation_deg)),
  v: vec3(0, 0, 0),
  crossSection_m2,
});

test('a radar’s plots scatter with the errors that they state', () => {
  for (const [range_m, elevation_deg] of [
    [800_000, 30],
    [2_800_000, 60],
  ]) {
    const truth = target(range_m, elevation_deg, 0.1);
    let count = 0;
    const sums = { range: 0, azimuth: 0, elevation: 0, rangeRate: 0 };
    for (let i = 0; i < SCANS; i++) {
      for (const plot of radarScan(quietRadar, 1, i, i * 2e6, [truth]).plots) {
        count++;
        sums.range += ((plot.range_m - range_m) / plot.sigmaRange_m) ** 2;
        sums.azimuth += ((plot.azimuth_rad - 1) / plot.sigmaAzimuth_rad) ** 2;
        sums.elevation += ((plot.elevation_rad - degrees(elevation_deg)) / plot.sigmaElevation_rad) ** 2;
        sums.rangeRate += ((plot.rangeRate_mps ?? NaN) / (plot.sigmaRangeRate_mps ?? NaN)) ** 2;
        expect(plot.sigmaRange_m).toBeGreaterThanOrEqual(30);
        expect(plot.sigmaElevation_rad).toBeGreaterThanOrEqual(1e-3);
      }
    }
    expect(count / SCANS).toBeGreaterThan(0.9);
    for (const sum of Object.values(sums)) expect(Math.abs(sum / count - 1)).toBeLessThan((4 * Math.SQRT2) / Math.sqrt(count));
  }
});

test('a weaker return is measured worse and missed more often', () => {
  const one = (crossSection_m2: number) => {
    let count = 0;
    let sigma = 0;
    for (let i = 0; i < 500; i++) {
      for (const plot of radarScan(quietRadar, 1, i, i * 2e6, [target(2_500_000, 30, crossSection_m2)]).plots) {
        count++;
        sigma += plot.sigmaRange_m;
      }
    }
    return { share: count / 500, sigma: sigma / count };
  };
  const [strong, middle, weak] = [one(10), one(0.05), one(0.005)];
  expect(strong.sigma).toBe(30);
  expect(middle.sigma).toBeGreaterThan(35);
  expect(weak.share).toBeLessThan(0.2);
  expect(strong.share).toBeGreaterThan(0.92);
});

test('what lies outside the coverage, below the horizon or below the mask gives no plot', () => {
  const none = (truth: ReturnType<typeof target>, radar = quietRadar) => {
    for (let i = 0; i < 100; i++) expect(radarScan(radar, 1, i, 0, [truth]).plots).toEqual([]);
  };
  none(target(3_100_000, 30));
  none(target(500_000, 0.5));
  none(target(500_000, 88));
  none({ r: ecefVecFromGeodetic(geodeticDegrees(37.8, 150, 10_000)), v: vec3(0, 0, 0), crossSection_m2: 1000 });
  none(target(500_000, 30), {
    ...quietRadar,
    spec: { ...quietRadar.spec, azimuthCentre_rad: degrees(270), azimuthHalfWidth_rad: degrees(45) },
  });
});

test('false plots are as many as stated and fill the coverage', () => {
  const radar = { ...RADAR, spec: { ...RADAR.spec, falseDetectionsPerScan: 3 } };
  let count = 0;
  let far = 0;
  for (let i = 0; i < 500; i++) {
    for (const { range_m, azimuth_rad } of radarScan(radar, 1, i, i * 2e6, []).plots) {
      count++;
      if (range_m > 1_500_000) far++;
      expect(azimuth_rad).toBeGreaterThanOrEqual(0);
      expect(azimuth_rad).toBeLessThan(2 * Math.PI);
    }
  }
  expect(Math.abs(count / 500 - 3)).toBeLessThan(0.32);
  expect(Math.abs(far / count - 0.5)).toBeLessThan(0.06);
});

test('one target’s fate leaves the noise of another alone', () => {
  const alone = radarScan(quietRadar, 5, 9, 0, [target(900_000, 20)]).plots[0];
  const first = radarScan(quietRadar, 5, 9, 0, [target(900_000, 20), target(700_000, 40)]).plots.find(({ range_m }) => range_m > 800_000);
  expect(alone).toBeDefined();
  expect(first).toEqual(alone);
});

test('a geostationary satellite stands over its longitude', () => {
  const r = satellitePosition({ kind: 'geostationary', longitude_rad: degrees(160) }, 123_456_789);
  expect(norm(r)).toBeCloseTo(GEOSTATIONARY_RADIUS_M, 3);
  expect(toDegrees(geodeticFromEcefVec(r).longitude_rad)).toBeCloseTo(160, 9);
});

test('a twelve-hour orbit is high over the north at apogee and comes back over the same place after two turns', () => {
  const orbit: SatelliteOrbit = {
    kind: 'elements',
    epoch_us: 0,
    semiMajorAxis_m: 26_560_000,
    eccentricity: 0.72,
    inclination_rad: degrees(62.9),
    ascendingNode_rad: 0,
    argumentOfPerigee_rad: degrees(280),
    meanAnomaly_rad: 0,
  };
  const halfDay_us = 43_082_000_000;
  const apogee = satellitePosition(orbit, halfDay_us / 2);
  expect(norm(apogee)).toBeGreaterThan(45_600_000);
  expect(toDegrees(geodeticFromEcefVec(apogee).latitude_rad)).toBeGreaterThan(59);
  const again = satellitePosition(orbit, halfDay_us / 2 + 2 * halfDay_us);
  expect(toDegrees(angleBetween(apogee, again))).toBeLessThan(0.5);
});
