import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { type Geodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { ellipseRing, hullRing, offset, ringHolds } from './area.ts';

const ground = (latitude: number, longitude: number, east_m: number, north_m: number, correlation = 0) => ({
  point: geodeticDegrees(latitude, longitude),
  covarianceEast_m2: east_m * east_m,
  covarianceEastNorth_m2: correlation * east_m * north_m,
  covarianceNorth_m2: north_m * north_m,
});

test('an ellipse of 95 % reaches 2.45 sigmas along each axis, also across the antimeridian and near the pole', () => {
  for (const [latitude, longitude] of [
    [40, 139],
    [-17, 179.99],
    [85, 10],
  ]) {
    const ring = ellipseRing(ground(latitude, longitude, 9000, 3000), 0.95);
    const reach = ring.map((corner) => offset(geodeticDegrees(latitude, longitude), corner));
    expect(Math.max(...reach.map(({ east }) => east))).toBeCloseTo(2.4477 * 9000, -1);
    expect(Math.max(...reach.map(({ north }) => north))).toBeCloseTo(2.4477 * 3000, -1);
  }
});

test('a ring holds what lies inside it and not what lies outside, wherever it is on the Earth', () => {
  holds(
    fc.property(
      fc.double({ min: -80, max: 80, noNaN: true }),
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: 0, max: 6.28, noNaN: true }),
      (latitude, longitude, angle) => {
        const centre = ground(latitude, longitude, 20_000, 8000, 0.5);
        const ring = ellipseRing(centre, 0.95);
        const at = (factor: number): Geodetic => {
          const corner = ring[Math.floor((angle / 6.29) * ring.length)];
          const turned = corner.longitude_rad - centre.point.longitude_rad;
          const short = turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI));
          return {
            ...corner,
            latitude_rad: centre.point.latitude_rad + factor * (corner.latitude_rad - centre.point.latitude_rad),
            longitude_rad: centre.point.longitude_rad + factor * short,
          };
        };
        expect(ringHolds(ring, at(0.9))).toBe(true);
        expect(ringHolds(ring, at(1.1))).toBe(false);
      },
    ),
  );
});

test('a hull holds every point that it was made of, shrunk by a hair, and turns counter-clockwise', () => {
  const points = [
    [40, 139],
    [41, 139.5],
    [40.5, 141],
    [39.8, 140.2],
    [40.4, 140],
  ].map(([latitude, longitude]) => geodeticDegrees(latitude, longitude));
  const ring = hullRing(points);
  expect(ring).toHaveLength(4);
  expect(ringHolds(ring, points[4])).toBe(true);
  const flat = ring.map((corner) => offset(points[4], corner));
  const twiceArea = flat.reduce(
    (sum, a, i) => sum + a.east * flat[(i + 1) % flat.length].north - a.north * flat[(i + 1) % flat.length].east,
    0,
  );
  expect(twiceArea).toBeGreaterThan(0);
});

test('an ellipse lies along its correlation, and turns counter-clockwise', () => {
  const centre = ground(40, 139, 9000, 9000, 0.8);
  const ring = ellipseRing(centre, 0.95).map((corner) => offset(centre.point, corner));
  const reach = (corner: { east: number; north: number }) => Math.hypot(corner.east, corner.north);
  const far = ring.reduce((most, corner) => (reach(corner) > reach(most) ? corner : most));
  // Along the diagonal √(1 + 0.8) sigmas, across it √(1 − 0.8).
  expect(reach(far)).toBeCloseTo(2.4477 * 9000 * Math.sqrt(1.8), -2);
  expect(far.east * far.north).toBeGreaterThan(0);
  expect(Math.min(...ring.map(reach))).toBeCloseTo(2.4477 * 9000 * Math.sqrt(0.2), -2);
  const twiceArea = ring.reduce(
    (sum, a, i) => sum + a.east * ring[(i + 1) % ring.length].north - a.north * ring[(i + 1) % ring.length].east,
    0,
  );
  expect(twiceArea).toBeGreaterThan(0);
});

test('a point is no distance from itself', () => {
  expect(offset(geodeticDegrees(40, 139), geodeticDegrees(40, 139))).toEqual({ east: 0, north: 0 });
});
