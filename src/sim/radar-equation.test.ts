import { expect, test } from 'vitest';
import { RADAR_EQUATION } from '../../authorities/stone-soup-scores.ts';
import { degrees } from '../core/units.ts';
import { radarReturn } from './radar-equation.ts';

const lastDigits = 1e-12;

test('signal to noise, power, gain, width and chance are those of an independent library', () => {
  for (const { radar, beam_deg, target_m, crossSection_m2, ...expected } of RADAR_EQUATION) {
    const beam = { azimuth_rad: degrees(beam_deg[0]), elevation_rad: degrees(beam_deg[1]) };
    const [x, y, z] = target_m;
    const found = radarReturn({ ...radar, beamWidth_rad: degrees(radar.beamWidth_deg) }, beam, { x, y, z }, crossSection_m2);
    expect(Math.abs(found.signalToNoise / expected.signalToNoise - 1)).toBeLessThan(lastDigits);
    expect(Math.abs(found.detectionProbability / expected.detectionProbability - 1)).toBeLessThan(lastDigits);
    if (!('power_W' in expected)) continue;
    expect(Math.abs(found.power_W / expected.power_W - 1)).toBeLessThan(lastDigits);
    expect(Math.abs(found.gain_dB / expected.gain_dB - 1)).toBeLessThan(lastDigits);
    expect(Math.abs(found.width_rad / expected.width_rad - 1)).toBeLessThan(lastDigits);
  }
});

test('twice as far is a sixteenth of the signal', () => {
  const { radar, crossSection_m2 } = RADAR_EQUATION[1];
  const array = { ...radar, beamWidth_rad: degrees(radar.beamWidth_deg) };
  const ahead = { azimuth_rad: 0, elevation_rad: 0 };
  const near = radarReturn(array, ahead, { x: 100_000, y: 0, z: 0 }, crossSection_m2);
  const far = radarReturn(array, ahead, { x: 200_000, y: 0, z: 0 }, crossSection_m2);
  expect(Math.abs(near.signalToNoise / far.signalToNoise / 16 - 1)).toBeLessThan(lastDigits);
});

test('a target without a cross-section is detected by chance alone', () => {
  const { radar } = RADAR_EQUATION[0];
  const array = { ...radar, beamWidth_rad: degrees(radar.beamWidth_deg) };
  const nothing = radarReturn(array, { azimuth_rad: 0, elevation_rad: 0 }, { x: 1e5, y: 0, z: 0 }, 0);
  expect(nothing.signalToNoise).toBe(0);
  expect(nothing.detectionProbability).toBeLessThan(1e-4);
});
