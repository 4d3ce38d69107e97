import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { degrees, toDegrees } from '../units.ts';
import { type FixedGrid, geodeticOfScan, scanOfGeodetic } from './fixed-grid.ts';
import { geodetic, geodeticDegrees } from './geodetic.ts';

/** The eastern satellite's grid, on the ellipsoid of the user guide. */
const east: FixedGrid = {
  longitude_rad: degrees(-75),
  height_m: 35_786_023,
  semiMajor_m: 6_378_137,
  semiMinor_m: 6_356_752.31414,
  sweep: 'x',
};

test('the worked example of the user guide: −0.024052, 0.095340 is 33.846162° N, 84.690932° W', () => {
  const place = geodeticOfScan(east, { x_rad: -0.024052, y_rad: 0.09534 });
  expect(toDegrees(place?.latitude_rad ?? NaN)).toBeCloseTo(33.846162, 6);
  expect(toDegrees(place?.longitude_rad ?? NaN)).toBeCloseTo(-84.690932, 6);
  const back = scanOfGeodetic(east, geodeticDegrees(33.846162, -84.690932));
  expect(back?.x_rad).toBeCloseTo(-0.024052, 8);
  expect(back?.y_rad).toBeCloseTo(0.09534, 8);
});

test('to a place and back, for both sweeps, all over the disc', () => {
  holds(
    fc.property(
      fc.constantFrom<'x' | 'y'>('x', 'y'),
      fc.double({ min: -0.105, max: 0.105, noNaN: true }),
      fc.double({ min: -0.105, max: 0.105, noNaN: true }),
      fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
      (sweep, x_rad, y_rad, longitude_rad) => {
        const grid = { ...east, sweep, longitude_rad };
        const place = geodeticOfScan(grid, { x_rad, y_rad });
        if (place === undefined) return;
        expect(Math.abs(place.longitude_rad)).toBeLessThanOrEqual(Math.PI);
        const back = scanOfGeodetic(grid, place);
        expect(Math.abs((back?.x_rad ?? NaN) - x_rad)).toBeLessThan(1e-12);
        expect(Math.abs((back?.y_rad ?? NaN) - y_rad)).toBeLessThan(1e-12);
      },
    ),
  );
});

test('beside the Earth there is no place, and behind it no angle; what stands high above the limb is seen', () => {
  expect(geodeticOfScan(east, { x_rad: 0.16, y_rad: 0 })).toBeUndefined();
  expect(scanOfGeodetic(east, geodetic(0, degrees(105), 0))).toBeUndefined();
  const limb_rad = Math.acos(6_378_137 / 42_164_160);
  expect(scanOfGeodetic(east, geodetic(0, east.longitude_rad + limb_rad - 1e-4, 0))).toBeDefined();
  expect(scanOfGeodetic(east, geodetic(0, east.longitude_rad + limb_rad + 1e-4, 0))).toBeUndefined();
  expect(scanOfGeodetic(east, geodetic(0, east.longitude_rad + limb_rad + 0.1, 100_000))).toBeDefined();
  expect(scanOfGeodetic(east, geodetic(0, east.longitude_rad + limb_rad + 0.3, 100_000))).toBeUndefined();
});

test('the sweep matters: a corner taken for the other axis lies tens of kilometres away', () => {
  const corner = { x_rad: 0.09, y_rad: 0.09 };
  const [one, other] = (['x', 'y'] as const).map((sweep) => geodeticOfScan({ ...east, sweep }, corner));
  const apart_m = 6_371_000 * Math.abs((one?.latitude_rad ?? NaN) - (other?.latitude_rad ?? NaN));
  expect(apart_m).toBeGreaterThan(10_000);
  expect(apart_m).toBeLessThan(50_000);
});
