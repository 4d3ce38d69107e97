import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { WGS84 } from '../frames/earth.ts';
import { addScaled, cross, norm, scale, unit, type Vec3, vec3 } from '../math/vector.ts';
import { orbitOf } from '../physics/orbit.ts';
import { isWithinReach, orbitWithin, reachOfOneStage } from './reach.ts';

/** A body at the equator, in axes that do not turn: height, speed, and its angle above the horizontal. */
function at(height_m: number, speed_mps: number, angle_rad: number): { r: Vec3; v: Vec3 } {
  return {
    r: vec3(WGS84.a_m + height_m, 0, 0),
    v: vec3(speed_mps * Math.sin(angle_rad), speed_mps * Math.cos(angle_rad), 0),
  };
}

const within = ({ r, v }: { r: Vec3; v: Vec3 }) => orbitWithin(r, v, orbitOf(r, v), 0);

/** Two-body flight by small steps to the top. */
function toTop({ r, v }: { r: Vec3; v: Vec3 }): { r: Vec3; v: Vec3; t_s: number } {
  let t_s = 0;
  const pull = (p: Vec3): Vec3 => scale(p, -WGS84.gm_m3ps2 / norm(p) ** 3);
  for (; r.x * v.x + r.y * v.y > 0; t_s += 0.5) {
    const half = addScaled(v, pull(r), 0.25);
    r = addScaled(r, half, 0.5);
    v = addScaled(half, pull(r), 0.25);
  }
  return { r, v, t_s };
}

test('the burn that is said makes an orbit of 150 km when it is made at the top, and the top comes when it is said to', () => {
  const path = fc.record({
    height_m: fc.double({ min: 120_000, max: 250_000, noNaN: true }),
    speed_mps: fc.double({ min: 3_500, max: 7_200, noNaN: true }),
    angle_rad: fc.double({ min: 0.1, max: 0.7, noNaN: true }),
  });
  holds(
    fc.property(path, ({ height_m, speed_mps, angle_rad }) => {
      const start = at(height_m, speed_mps, angle_rad);
      const found = within(start);
      if (found === undefined) return;
      const top = toTop(start);
      expect(found.decidedAt_us / 1e6 - 60).toBeCloseTo(top.t_s, -0.5);
      expect(norm(top.r) - WGS84.a_m).toBeCloseTo(found.top_m, -2);
      if (found.top_m < 151_000) return;
      const ahead = unit(cross(cross(top.r, top.v), top.r));
      const burned = addScaled(top.v, ahead, found.deltaV_mps);
      expect(orbitOf(top.r, burned).perigeeHeight_m).toBeGreaterThan(149_000);
      expect(orbitOf(top.r, burned).perigeeHeight_m).toBeLessThan(151_000);
    }),
  );
});

test('what is in an orbit, or leaves the Earth, needs no burn', () => {
  expect(within(at(300_000, 7_730, 0))).toBeUndefined();
  expect(within(at(300_000, 11_500, 0.1))).toBeUndefined();
});

test('a minute after its top it is decided', () => {
  const up = at(200_000, 5_500, 0.4);
  expect(within(up)).toMatchObject({ passed: false });
  const down = { r: up.r, v: vec3(-up.v.x, up.v.y, 0) };
  expect(within(down)).toMatchObject({ passed: true });
  expect(within(down)?.decidedAt_us).toBeLessThan(0);
});

// Published flights: a solid launcher's coast (3.3 km/s short, 533 km high) is possible, and a path of least energy over 3,000 km, one of 11,900 km
// and a lofted one are not.
test('what one stage can give, and how high a first orbit lies, bounds what may still become one', () => {
  const open = (deltaV_mps: number, top_m: number): boolean => isWithinReach({ deltaV_mps, top_m, decidedAt_us: 0, passed: false });
  expect(open(3_310, 533_000)).toBe(true);
  expect(open(2_730, 733_000)).toBe(true);
  expect(open(4_290, 690_000)).toBe(false);
  expect(open(870, 1_253_000)).toBe(false);
  expect(open(6_600, 940_000)).toBe(false);
  expect(open(3_000, 120_000)).toBe(false);
});

test('the more is asked of a stage and the higher the top, the less likely', () => {
  const chance = (deltaV_mps: number, top_m: number): number => reachOfOneStage({ deltaV_mps, top_m, decidedAt_us: 0, passed: false });
  const byBurn = [1_000, 2_500, 3_000, 3_300, 3_700, 4_300].map((one) => chance(one, 400_000));
  expect(byBurn).toEqual(byBurn.toSorted((a, b) => b - a));
  const byTop = [300_000, 600_000, 800_000, 1_000_000, 1_250_000].map((one) => chance(2_500, one));
  expect(byTop).toEqual(byTop.toSorted((a, b) => b - a));
  expect(chance(2_500, 100_000)).toBe(0);
});
