import { expect, test } from 'vitest';
import { geodeticDegrees } from '../../frames/geodetic.ts';
import { lineOfSight } from '../../frames/line-of-sight.ts';
import { polarFromEcef } from '../../frames/radar.ts';
import { vec3 } from '../../math/vector.ts';
import { POLAR4_INNOVATION } from '../kernels/polar4.ts';
import { SIGHT_INNOVATION } from '../kernels/sight.ts';
import { infraredMeasurement, type Measurement, radarFrame } from './measurement.ts';
import { lookOf } from './look.ts';
import { packedIndex } from '../../math/packed.ts';

const RADAR = {
  kind: 'radar',
  id: 'r',
  site: geodeticDegrees(38, 129),
  revisit_s: 2,
  detectionProbability: 0.95,
  falseDetectionsPerScan: 0,
  rangeMin_m: 0,
  rangeMax_m: 3e6,
  elevationMin_rad: 0,
  elevationMax_rad: 1.5,
  azimuthCentre_rad: 0,
  azimuthHalfWidth_rad: Math.PI,
  sigmaRange_m: 30,
  sigmaAngle_rad: 1e-3,
  sigmaRangeRate_mps: 10,
} as const;

/** 120 km above 40°N 130°E, climbing north-east. */
const STATE = Float64Array.of(-3_195_700, 3_808_300, 4_171_800, -1500, -900, 2200);

function polarOf(x: Float64Array) {
  const frame = radarFrame(RADAR);
  return polarFromEcef(frame.origin, frame, vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5]));
}

function plotOf(x: Float64Array): Measurement {
  const seen = polarOf(x);
  const plot = {
    range_m: seen.range_m,
    azimuth_rad: seen.azimuth_rad,
    elevation_rad: seen.elevation_rad,
    rangeRate_mps: seen.rangeRate_mps,
    signalToNoise_dB: 20,
    sigmaRange_m: 30,
    sigmaAzimuth_rad: 1e-3,
    sigmaElevation_rad: 1e-3,
    sigmaRangeRate_mps: 10,
  };
  return lookOf(RADAR, { kind: 'radar-scan', sensor: 'r', measuredAt_us: 0, plots: [plot] }, 0, new Set()).measurements[0];
}

/** What the filter takes the measurement's residual for, from a prediction. */
function residualFrom(predicted: Float64Array, { kernels, mount, plot }: Measurement, at: number): Float64Array {
  const record = new Float64Array(27);
  record.set(predicted);
  for (let i = 0; i < 6; i++) record[6 + packedIndex(i, i)] = 1;
  const work = new Float64Array(kernels.workLength);
  const innovation = new Float64Array(kernels.innovationLength);
  kernels.project[6](record, 0, mount, 0, work, 0);
  expect(kernels.innovate(work, 0, plot, 0, innovation, 0)).toBe(true);
  return innovation.slice(at, at + kernels.dimension);
}

test('a plot where the object is predicted leaves no residual', () => {
  const residual = residualFrom(STATE, plotOf(STATE), POLAR4_INNOVATION.residual);
  [1e-6, 1e-12, 1e-12, 1e-9].forEach((tolerance, i) => expect(Math.abs(residual[i])).toBeLessThan(tolerance));
});

test('a plot somewhere else leaves what the radar measures differently: range, azimuth on the sphere, elevation, range rate', () => {
  const here = polarOf(STATE);
  for (let j = 0; j < 6; j++) {
    const moved = STATE.slice();
    moved[j] += j < 3 ? 10 : 0.1;
    const there = polarOf(moved);
    const residual = residualFrom(STATE, plotOf(moved), POLAR4_INNOVATION.residual);
    expect(residual[0]).toBeCloseTo(there.range_m - here.range_m, 6);
    expect(residual[1]).toBeCloseTo((there.azimuth_rad - here.azimuth_rad) * Math.cos(here.elevation_rad), 8);
    expect(residual[2]).toBeCloseTo(there.elevation_rad - here.elevation_rad, 8);
    expect(residual[3]).toBeCloseTo(there.rangeRate_mps - here.rangeRate_mps, 6);
  }
});

test('a line of sight to where the object is predicted leaves no residual, and one 100 m aside leaves 100 m over the range', () => {
  const satellite = vec3(-1.8e7, 3.7e7, 1e6);
  const sighting = (x: Float64Array): Measurement =>
    infraredMeasurement(satellite, {
      lineOfSightEcef: lineOfSight(satellite, vec3(x[0], x[1], x[2])),
      covariance_rad2: { rightRight: 1e-10, rightUp: 0, upUp: 1e-10 },
      intensity_Wpsr: 1e6,
    });
  for (const angle of residualFrom(STATE, sighting(STATE), SIGHT_INNOVATION.residual)) expect(Math.abs(angle)).toBeLessThan(1e-14);
  const moved = STATE.slice();
  moved[2] += 100;
  const d = [STATE[0] - satellite.x, STATE[1] - satellite.y, STATE[2] - satellite.z];
  const range = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
  const across = 100 * Math.sqrt(1 - (d[2] / range) * (d[2] / range));
  const [right, up] = residualFrom(STATE, sighting(moved), SIGHT_INNOVATION.residual);
  expect(Math.sqrt(right * right + up * up) * range).toBeCloseTo(across, 2);
});
