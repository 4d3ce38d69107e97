import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { type Area, areaName, rasterOf } from './area.ts';

const PIXEL = { step_rad: 56e-6 };
const mesoscale = (x_rad: number, y_rad: number, side_rad?: number): Area => ({ kind: 'mesoscale', x_rad, y_rad, side_rad });

test('areas have the axes that files of them have', () => {
  const disc = rasterOf(PIXEL, { kind: 'full-disc' });
  expect([disc.rows, disc.columns]).toEqual([5424, 5424]);
  // [GOES-R PUG L1b] vol. 3, 5.1.2.7: scan angles of the first pixels.
  expect([disc.x0_rad, disc.y0_rad]).toEqual([expect.closeTo(-0.151844, 9), expect.closeTo(0.151844, 9)]);
  const region = rasterOf(PIXEL, { kind: 'region' });
  expect([region.rows, region.columns]).toEqual([1500, 2500]);
  expect([region.x0_rad, region.y0_rad]).toEqual([expect.closeTo(-0.101332, 9), expect.closeTo(0.128212, 9)]);
  const small = rasterOf(PIXEL, mesoscale(0.03, 0.08));
  expect([small.rows, small.columns]).toEqual([500, 500]);
});

test('they have the names that files give them, and of two mesoscale areas each its own', () => {
  const areas: Area[] = [{ kind: 'full-disc' }, { kind: 'region' }, mesoscale(0, 0), { kind: 'mesoscale', x_rad: 0, y_rad: 0, name: 'M2' }];
  expect(areas.map(areaName)).toEqual(['F', 'C', 'M1', 'M2']);
});

// A side below nothing never ended, one under a pixel was a frame of none, and a middle in degrees looked at space.
test.each([
  [mesoscale(0, 0, -0.01), /^side_rad of a mesoscale area is -0.01 rad; give one above 0/],
  [mesoscale(0, 0, NaN), /^side_rad of a mesoscale area is NaN rad/],
  [mesoscale(0, 0, 1), /^side_rad of a mesoscale area is 1 rad; give one above 0, up to 0.30/],
  [mesoscale(0, 0, 1e-6), /^an area of 0 × 0 pixels of 0.000056 rad has no axes; give side_rad of two pixels or more/],
  [mesoscale(NaN, 0), /^x_rad of a mesoscale area is NaN rad; give the scan angle of its middle/],
  [mesoscale(0, -Infinity), /^y_rad of a mesoscale area is -Infinity rad/],
  [mesoscale(1, 0), /^a mesoscale area at x_rad 1, y_rad 0 has only space in it; give scan angles in radians/],
  [mesoscale(0.14, -0.14), /has only space in it/],
])('an area that cannot be looked at is refused with what is wrong and what would be right, %j', (area, message) => {
  expect(() => rasterOf(PIXEL, area)).toThrow(message);
  expect(() => rasterOf(PIXEL, area)).toThrow(RangeError);
});

test('pixels without a side, and more pixels than a look may have, are refused', () => {
  expect(() => rasterOf({ step_rad: 0 }, { kind: 'region' })).toThrow(/^step_rad, a pixel's side, is 0 rad; give one above 0/);
  expect(() => rasterOf({ step_rad: 14e-6 }, { kind: 'full-disc' })).toThrow(
    /^an area of 21696 × 21696 pixels is above 29419776; give a smaller side_rad or a larger step_rad$/,
  );
});

test('whatever is not refused has pixels, as many as fit into it and no more than the bound', () => {
  holds(
    fc.property(fc.double(), fc.double(), fc.double(), fc.double({ min: 1e-6, max: 1e-2 }), (x_rad, y_rad, side_rad, step_rad) => {
      try {
        const { rows, columns } = rasterOf({ step_rad }, mesoscale(x_rad, y_rad, side_rad));
        expect(Math.abs(rows - side_rad / step_rad)).toBeLessThanOrEqual(1);
        expect(rows * columns).toBeLessThanOrEqual(5424 * 5424);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});
