import { expect, test } from 'vitest';
import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import { azimuthOf } from './recorded-ascents.ts';

const cape = geodeticDegrees(28.6, -80.6, 0);
const coast = geodeticDegrees(34.6, -120.6, 0);
const azimuth_deg = (...[pad, inclination_deg, goes]: [typeof cape, number, 'north' | 'south']): number =>
  ((azimuthOf({ pad, inclination_deg, goes }) * 180) / Math.PI + 360) % 360;

// Publicly told: some 44° to the space station from the Cape, 90° to a transfer orbit, 190 to 196° to a sun-synchronous orbit from the western coast.
test('where an ascent goes is where launchers to such an orbit go, within three degrees', () => {
  expect(Math.abs(azimuth_deg(cape, 51.6, 'north') - 44)).toBeLessThan(3);
  expect(azimuth_deg(cape, 0, 'north')).toBeCloseTo(90, 6);
  expect(Math.abs(azimuth_deg(coast, 97.8, 'south') - 193)).toBeLessThan(3);
  expect(Math.abs(azimuth_deg(coast, 86.6, 'south') - 179)).toBeLessThan(3);
});
