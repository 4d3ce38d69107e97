import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { flatRingHolds } from './area.ts';
import type { Flat } from './flat-map.ts';
import { type Convex, convexOf, grownBy, shareOfDisc } from './convex.ts';

const SQUARE = convexOf([
  { east: -1, north: -1 },
  { east: 1, north: -1 },
  { east: 1, north: 1 },
  { east: -1, north: 1 },
]);

function areaOf(corners: readonly Flat[]): number {
  return corners.reduce((sum, a, k) => {
    const b = corners[(k + 1) % corners.length];
    return sum + (a.east * b.north - a.north * b.east) / 2;
  }, 0);
}

/** Lengths to a thousandth: nothing on the ground is told by the size of an atom. */
const coordinate = fc.integer({ min: -5000, max: 5000 }).map((thousandths) => thousandths / 1000);
const point = fc.record({ east: coordinate, north: coordinate });
/** Some polygon that has an area. */
const polygon = fc
  .array(point, { minLength: 3, maxLength: 12 })
  .map(convexOf)
  .filter(({ corners }) => corners.length > 2 && areaOf(corners) > 0.1);

test('a square grown by one is the square, four strips and a circle; at most two per cent more', () => {
  const area = areaOf(grownBy(SQUARE, 1));
  expect(area).toBeGreaterThan(4 + 8 + Math.PI);
  expect(area).toBeLessThan((4 + 8 + Math.PI) * 1.02);
  expect(grownBy(SQUARE, 0)).toEqual(SQUARE.corners);
});

test('grown by a distance, a polygon holds all that is so near to one of its points, and nothing that is one per cent further from all', () => {
  const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
  holds(
    fc.property(polygon, fc.nat(), fc.double({ min: 0.1, max: 5, noNaN: true }), angle, (shape, k, distance, direction) => {
      const grown = grownBy(shape, distance);
      const corner = shape.corners[k % shape.corners.length];
      const away = (by: number): Flat => ({ east: corner.east + by * Math.cos(direction), north: corner.north + by * Math.sin(direction) });
      expect(flatRingHolds(grown, away(0.999 * distance))).toBe(true);
      for (const one of grown) expect(distanceTo(shape, one)).toBeLessThan(1.01 * distance + 1e-9);
    }),
  );
});

test('nothing grows by nothing: a point and a line can be grown too', () => {
  const here = { east: 2, north: 3 };
  expect(areaOf(grownBy(convexOf([here, here, here]), 1))).toBeCloseTo(Math.PI, 0);
  expect(areaOf(grownBy(convexOf([here, { east: 4, north: 3 }]), 1))).toBeCloseTo(4 + Math.PI, 0);
  expect(shareOfDisc(convexOf([here, here]), here, 1)).toBe(0);
});

test('the share of a disc is what counting points says', () => {
  const COUNT = 4000;
  // Laid out as the seeds of a sunflower: evenly, and along no line.
  const seeds = Array.from({ length: COUNT }, (_, k) => {
    const [reach, angle] = [Math.sqrt((k + 0.5) / COUNT), k * Math.PI * (3 - Math.sqrt(5))];
    return { east: reach * Math.cos(angle), north: reach * Math.sin(angle) };
  });
  holds(
    fc.property(polygon, point, fc.double({ min: 0.3, max: 4, noNaN: true }), (shape, centre, radius) => {
      const inside = seeds.filter((one) =>
        flatRingHolds(shape.corners, { east: centre.east + radius * one.east, north: centre.north + radius * one.north }),
      );
      expect(Math.abs(shareOfDisc(shape, centre, radius) - inside.length / COUNT)).toBeLessThan(0.02);
    }),
  );
});

// An end of an edge a hair from the centre had an angle of its own making, and the disc a quarter too much.
test('a corner at the very centre of a disc gives it no more than its own angle', () => {
  const sliver = convexOf([
    { east: 0, north: 0 },
    { east: 0.04, north: 0 },
    { east: 0, north: 5 },
  ]);
  for (const north of [0, 5e-42, 1e-9, -1e-9]) expect(shareOfDisc(sliver, { east: north / 2, north }, 0.3)).toBeCloseTo(0.041, 3);
});

test('of a disc without a size it is whether the centre lies inside', () => {
  expect([0, 0.999, 1.001].map((east) => shareOfDisc(SQUARE, { east, north: 0 }, 0))).toEqual([1, 1, 0]);
});

/** Distance of a point from a polygon, 0 inside. */
function distanceTo({ corners }: Convex, p: Flat): number {
  if (flatRingHolds(corners, p)) return 0;
  return Math.min(
    ...corners.map((a, k) => {
      const b = corners[(k + 1) % corners.length];
      const [de, dn] = [b.east - a.east, b.north - a.north];
      const t = Math.min(1, Math.max(0, ((p.east - a.east) * de + (p.north - a.north) * dn) / (de * de + dn * dn)));
      return Math.hypot(p.east - a.east - t * de, p.north - a.north - t * dn);
    }),
  );
}
