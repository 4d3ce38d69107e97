import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { degrees, toDegrees } from '../units.ts';
import { ecefVecFromGeodetic, geodetic, geodeticDegrees } from './geodetic.ts';
import { cameraOf, type FixedGrid, geodeticOfScan, isSameGrid, pointedGrid, scanOfGeodetic, sightOfScan } from './imager-grid.ts';

const oneMetre = 1;

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

// By PROJ 9.1.1, `+proj=geos +h=35786023 +lon_0=… +sweep=… +a=6378137 +b=6356752.31414`: sweep, longitude of the projection, x, y, latitude, longitude.
test.each([
  ['x', -137, -0.09, 0.1, 37.50744952, 179.43614599],
  ['x', -137, 0.1, -0.08, -28.79269198, -93.7328182],
  ['x', -75, 0.12, 0.05, 17.55476272, -25.70179356],
  ['x', -75, -0.03, -0.14, -60.57237654, -97.25154599],
  ['y', 140.7, -0.09, 0.1, 37.68608302, 97.27824708],
  ['y', 140.7, 0.1, -0.08, -28.95074511, -176.12369822],
  ['y', 0, 0.12, 0.05, 17.68604674, 49.26320669],
  ['y', 0, -0.03, -0.14, -60.61801426, -22.05512914],
] as const)('as PROJ has it: sweep along %s, projection of %d°, angles %d, %d', (sweep, projection, x_rad, y_rad, latitude, longitude) => {
  const grid = { ...east, sweep, longitude_rad: degrees(projection) };
  const place = geodeticOfScan(grid, { x_rad, y_rad });
  expect(toDegrees(place?.latitude_rad ?? NaN)).toBeCloseTo(latitude, 7);
  expect(toDegrees(place?.longitude_rad ?? NaN)).toBeCloseTo(longitude, 7);
  const back = scanOfGeodetic(grid, geodeticDegrees(latitude, longitude));
  expect(back?.x_rad).toBeCloseTo(x_rad, 9);
  expect(back?.y_rad).toBeCloseTo(y_rad, 9);
});

// What lies behind a camera is on the line of its sight as well.
test('a sight that looks away from the Earth sees none of it', () => {
  for (const sweep of ['x', 'y'] as const)
    for (const [x_rad, y_rad] of [
      [Math.PI, 0],
      [Math.PI - 0.03, 0.04],
      [-Math.PI + 0.1, -0.05],
      [0.02, Math.PI],
      [-0.1, Math.PI - 0.02],
      [Math.PI / 2, 0],
    ])
      expect(geodeticOfScan({ ...east, sweep }, { x_rad, y_rad })).toBeUndefined();
});

test('where a sight that is turned about two axes first comes into the ellipsoid, all over the disc', () => {
  const [a, b, distance] = [6_378_137, 6_356_752.31414, 42_164_160];
  holds(
    fc.property(
      fc.constantFrom<'x' | 'y'>('x', 'y'),
      fc.double({ min: -0.12, max: 0.12, noNaN: true }),
      fc.double({ min: -0.08, max: 0.08, noNaN: true }),
      (sweep, x_rad, y_rad) => {
        // A mirror that sweeps along x turns about the axis of the poles last, and one that sweeps along y first.
        const [c, s] = [Math.cos, Math.sin];
        const inward = c(x_rad) * c(y_rad);
        const sight = sweep === 'x' ? [inward, s(x_rad), c(x_rad) * s(y_rad)] : [inward, c(y_rad) * s(x_rad), s(y_rad)];
        const at = (range: number): readonly number[] => [distance - range * sight[0], range * sight[1], range * sight[2]];
        const isInside = ([out, across, up]: readonly number[]): boolean => (out * out + across * across) / a ** 2 + (up / b) ** 2 < 1;
        let [outside, inside] = [0, distance * inward];
        if (!isInside(at(inside))) return;
        while (inside - outside > 1e-4) {
          const half = (inside + outside) / 2;
          if (isInside(at(half))) inside = half;
          else outside = half;
        }
        // The vertical is the way in which the ellipsoid's equation grows.
        const [out, across, up] = at(inside);
        const latitude = Math.atan2(up / b ** 2, Math.hypot(out, across) / a ** 2);
        const place = geodeticOfScan({ ...east, sweep, longitude_rad: 0 }, { x_rad, y_rad });
        expect(Math.abs((place?.latitude_rad ?? NaN) - latitude) * a).toBeLessThan(oneMetre);
        expect(Math.abs((place?.longitude_rad ?? NaN) - Math.atan2(across, out)) * a).toBeLessThan(oneMetre);
      },
    ),
  );
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

test('a camera that is turned to a place sees it in the middle, what lies north of it above and what lies east of it to the right', () => {
  holds(
    fc.property(
      fc.double({ min: -80, max: 80, noNaN: true }),
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: 1_000_000, max: 40_000_000, noNaN: true }),
      fc.double({ min: -8, max: 8, noNaN: true }),
      (latitude_deg, longitude_deg, height_m, aside_deg) => {
        const place = geodeticDegrees(latitude_deg, longitude_deg);
        const camera = ecefVecFromGeodetic(
          geodeticDegrees(Math.min(85, latitude_deg + Math.abs(aside_deg)), longitude_deg + aside_deg, height_m),
        );
        const grid = pointedGrid(camera, ecefVecFromGeodetic(place));
        const middle = geodeticOfScan(grid, { x_rad: 0, y_rad: 0 });
        expect(Math.abs((middle?.latitude_rad ?? NaN) - place.latitude_rad) * 6_378_137).toBeLessThan(oneMetre);
        const seen = (north_deg: number, east_deg: number) =>
          scanOfGeodetic(grid, geodeticDegrees(latitude_deg + north_deg, longitude_deg + east_deg));
        expect(seen(0.1, 0)?.y_rad).toBeGreaterThan(0);
        expect(seen(0, 0.1)?.x_rad).toBeGreaterThan(0);
      },
    ),
  );
});

test('a fixed grid is what a camera over its equator that is turned to the centre has', () => {
  const camera = cameraOf(east);
  const pointed = { ...pointedGrid(camera, { x: 0, y: 0, z: 0 }), semiMajor_m: east.semiMajor_m, semiMinor_m: east.semiMinor_m };
  expect(isSameGrid(east, pointed)).toBe(true);
  expect(isSameGrid(east, { ...pointed, northEcef: { x: 0, y: 0, z: -1 } })).toBe(false);
  const angles = { x_rad: -0.024052, y_rad: 0.09534 };
  expect(sightOfScan(pointed, angles).x).toBeCloseTo(sightOfScan(east, angles).x, 12);
  expect(geodeticOfScan(pointed, angles)?.latitude_rad).toBeCloseTo(geodeticOfScan(east, angles)?.latitude_rad ?? NaN, 12);
});

test('a camera that looks along the Earth’s axis has no north', () => {
  expect(() => pointedGrid({ x: 0, y: 0, z: 4e7 }, { x: 0, y: 0, z: 6e6 })).toThrow(/no north: turn it to another place/);
});
