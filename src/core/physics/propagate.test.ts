import { expect, test } from 'vitest';
import { ecefVecFromGeodetic, geodeticDegrees, geodeticFromEcefVec, heightAbove } from '../frames/geodetic.ts';
import { enuBasis } from '../frames/enu.ts';
import { add, distance, dot, norm, scale, vec3, type Vec3 } from '../math/vector.ts';
import { degrees } from '../units.ts';
import { dragAcceleration } from './drag.ts';
import { coast, flyToGround, type FlightEnd } from './propagate.ts';
import { freeFallAcceleration } from './rotating.ts';

const oneMetre = 1;
const oneMillimetre = 1e-3;

/** A state at a height over 39° N 126° E, going up at an angle towards an azimuth. */
function thrown(height_m: number, speed_mps: number, angle_deg: number, azimuth_deg: number): { r: Vec3; v: Vec3 } {
  const place = geodeticDegrees(39, 126, height_m);
  const { east, north, up } = enuBasis(place);
  const [angle, azimuth] = [degrees(angle_deg), degrees(azimuth_deg)];
  const level = add(scale(east, Math.sin(azimuth)), scale(north, Math.cos(azimuth)));
  return { r: ecefVecFromGeodetic(place), v: add(scale(level, speed_mps * Math.cos(angle)), scale(up, speed_mps * Math.sin(angle))) };
}

/** The same flight in equal small steps with plain vectors: the naive version. */
function naiveImpact(start: { r: Vec3; v: Vec3 }, beta: number, step_s: number): { r: Vec3; time_s: number } {
  const a = (r: Vec3, v: Vec3): Vec3 => add(freeFallAcceleration(r, v), beta === Infinity ? vec3(0, 0, 0) : dragAcceleration(r, v, beta));
  let { r, v } = start;
  for (let t = 0; ; t += step_s) {
    const h = step_s;
    const a1 = a(r, v);
    const [r2, v2] = [add(r, scale(v, h / 2)), add(v, scale(a1, h / 2))];
    const a2 = a(r2, v2);
    const [r3, v3] = [add(r, scale(v2, h / 2)), add(v, scale(a2, h / 2))];
    const a3 = a(r3, v3);
    const [r4, v4] = [add(r, scale(v3, h)), add(v, scale(a3, h))];
    const a4 = a(r4, v4);
    const next = add(r, scale(add(add(v, scale(add(v2, v3), 2)), v4), h / 6));
    const before = heightAbove(r.x, r.y, r.z);
    const after = heightAbove(next.x, next.y, next.z);
    if (after < 0)
      return { r: add(r, scale(add(next, scale(r, -1)), before / (before - after))), time_s: t + (h * before) / (before - after) };
    r = next;
    v = add(v, scale(add(add(a1, scale(add(a2, a3), 2)), a4), h / 6));
  }
}

function impact(end: FlightEnd): Extract<FlightEnd, { kind: 'impact' }> {
  if (end.kind !== 'impact') throw new Error(`no impact: ${end.reason}`);
  return end;
}

test('an arc of 10,000 km comes down within a metre of where small steps take it', () => {
  const start = thrown(200_000, 6950, 24, 35);
  const end = impact(flyToGround(start, { ballisticCoefficient_kgpm2: 10_000 }));
  const naive = naiveImpact(start, 10_000, 0.25);
  expect(distance(start.r, end.r)).toBeGreaterThan(8_000_000);
  expect(distance(end.r, naive.r)).toBeLessThan(oneMetre);
  expect(Math.abs(end.time_s - naive.time_s)).toBeLessThan(1e-3);
});

test.each([
  [100, 60_000, 2000, 45],
  [1000, 20_000, 1500, 40],
  [5000, 30_000, 1800, 50],
  [5000, 80_000, 4000, 60],
  [20_000, 300_000, 7800, 85],
])('with β = %i from %i m at %i m/s too, though the air is rough there', (beta, height_m, speed_mps, angle_deg) => {
  const start = thrown(height_m, speed_mps, angle_deg, 90);
  const end = impact(flyToGround(start, { ballisticCoefficient_kgpm2: beta }));
  expect(distance(end.r, naiveImpact(start, beta, 0.05).r)).toBeLessThan(oneMetre);
});

test.each([
  [10_000, 200_000, 6950, 24],
  [100, 60_000, 2000, 45],
  [1000, 20_000, 1500, 40],
  [20_000, 300_000, 7800, 85],
  [300, 70_000, 7000, -10],
])('coarse steps cost ten metres at most: β = %i from %i m at %i m/s', (beta, height_m, speed_mps, angle_deg) => {
  const start = thrown(height_m, speed_mps, angle_deg, 90);
  const body = { ballisticCoefficient_kgpm2: beta };
  let steps = 0;
  const count = (): void => {
    steps += 1;
  };
  const fine = impact(flyToGround(start, body, { observe: count }));
  const finely = steps;
  steps = 0;
  const coarse = impact(flyToGround(start, body, { coarse: true, observe: count }));
  expect(distance(coarse.r, fine.r)).toBeLessThan(10);
  expect(steps).toBeLessThan(0.56 * finely);
});

// Nine in ten steps of a raid's flights once went into the minutes in which a light body falls as fast as the air lets it.
test.each([
  [10, 90_000, 3000, -20],
  [20, 40_000, 1500, -70],
  [100, 100_000, 6500, -25],
  [400, 80_000, 700, 10],
  [600, 20_000, 300, -80],
])('coarsely, a body that the air has slowed falls by slabs: β = %i from %i m at %i m/s', (beta, height_m, speed_mps, angle_deg) => {
  const start = thrown(height_m, speed_mps, angle_deg, 60);
  const body = { ballisticCoefficient_kgpm2: beta };
  for (const groundHeight_m of [0, 2_000]) {
    const heights: number[] = [];
    const seeHeight = (_t_s: number, r: Vec3): void => {
      heights.push(heightAbove(r.x, r.y, r.z));
    };
    const fine = impact(flyToGround(start, body, { groundHeight_m }));
    const coarse = impact(flyToGround(start, body, { groundHeight_m, coarse: true, observe: seeHeight }));
    expect(distance(coarse.r, fine.r)).toBeLessThan(5);
    expect(Math.abs(coarse.time_s - fine.time_s)).toBeLessThan(5e-4 * fine.time_s + 0.05);
    expect(distance(coarse.v, fine.v)).toBeLessThan(0.01 * norm(fine.v));
    // From a kilometre or more above the ground there is no step.
    expect(heights.at(-2)).toBeGreaterThan(groundHeight_m + 1_000);
    expect(heights.at(-1)).toBeCloseTo(groundHeight_m, 1);
  }
});

test('a slow fall that takes longer than is waited for has no impact', () => {
  const start = thrown(15_000, 50, -90, 0);
  const body = { ballisticCoefficient_kgpm2: 50 };
  expect(flyToGround(start, body, { coarse: true, limit_s: 100 })).toMatchObject({ kind: 'no-impact', reason: 'limit', time_s: 100 });
});

test('the ground is met to the millimetre, at whatever height it lies', () => {
  for (const groundHeight_m of [0, 1500, -400]) {
    const end = impact(flyToGround(thrown(50_000, 2000, 40, 100), { ballisticCoefficient_kgpm2: 5000 }, { groundHeight_m }));
    expect(Math.abs(geodeticFromEcefVec(end.r).height_m - groundHeight_m)).toBeLessThan(oneMillimetre);
  }
});

test('the apogee is the highest point, not the highest step', () => {
  const start = thrown(150_000, 3000, 70, 60);
  const end = impact(flyToGround(start, { ballisticCoefficient_kgpm2: 8000 }));
  const top = coast(start.r, start.v, end.apogeeTime_s, 8000);
  expect(geodeticFromEcefVec(top.r).height_m).toBeCloseTo(end.apogee_m, 1);
  for (const dt of [-1, 1]) {
    const beside = coast(start.r, start.v, end.apogeeTime_s + dt, 8000);
    expect(geodeticFromEcefVec(beside.r).height_m).toBeLessThan(end.apogee_m);
  }
});

test('a body already falling has its apogee where it starts; one on the ground at rest is down', () => {
  const falling = impact(flyToGround(thrown(90_000, 3000, -30, 60), { ballisticCoefficient_kgpm2: 8000 }));
  expect(falling.apogee_m).toBeCloseTo(90_000, 5);
  expect(falling.apogeeTime_s).toBe(0);
  expect(impact(flyToGround(thrown(-1, 0, 0, 0), { ballisticCoefficient_kgpm2: 8000 })).time_s).toBe(0);
});

test('what is in orbit, or leaves, has no impact; what takes too long says so', () => {
  const body = { ballisticCoefficient_kgpm2: 150 };
  expect(flyToGround(thrown(500_000, 7400, 0, 90), body)).toMatchObject({ kind: 'no-impact', reason: 'orbit' });
  expect(flyToGround(thrown(500_000, 12_000, 10, 90), body)).toMatchObject({ kind: 'no-impact', reason: 'orbit' });
  expect(flyToGround(thrown(500_000, 5000, 60, 90), body, { limit_s: 100 })).toMatchObject({
    kind: 'no-impact',
    reason: 'limit',
    time_s: 100,
  });
});

test('the observer sees start, steps and end in order, and may fly something itself', () => {
  const times: number[] = [];
  const start = thrown(100_000, 2000, 30, 45);
  const body = { ballisticCoefficient_kgpm2: 5000 };
  const alone = impact(flyToGround(start, body));
  const end = impact(
    flyToGround(start, body, {
      observe: (t_s, r, v) => {
        times.push(t_s);
        coast(r, v, 5);
      },
    }),
  );
  expect(end).toEqual(alone);
  expect(times[0]).toBe(0);
  expect(times.at(-1)).toBe(end.time_s);
  expect([...times].sort((a, b) => a - b)).toEqual(times);
});

test('lift carries a body further, and to the side it is banked to; a climbing body does not use it', () => {
  const start = thrown(100_000, 3500, 20, 90);
  const plain = impact(flyToGround(start, { ballisticCoefficient_kgpm2: 5000 }));
  const glide = (bank_deg: number) =>
    impact(flyToGround(start, { ballisticCoefficient_kgpm2: 5000, liftToDrag: 1.5, bank_rad: degrees(bank_deg), liftBelow_m: 60_000 }));
  const straight = glide(0);
  expect(distance(start.r, straight.r)).toBeGreaterThan(distance(start.r, plain.r) + 100_000);
  const { north } = enuBasis(geodeticFromEcefVec(plain.r));
  const across = (end: { r: Vec3 }): number => dot(add(end.r, scale(plain.r, -1)), north);
  expect(across(glide(45))).toBeLessThan(across(straight) - 10_000); // flying east, right is south
  expect(across(glide(-45))).toBeGreaterThan(across(straight) + 10_000);
  const low = thrown(20_000, 1500, 60, 90);
  const rising = { ballisticCoefficient_kgpm2: 5000, liftToDrag: 1.5, liftBelow_m: 60_000 };
  expect(impact(flyToGround(low, rising)).apogee_m).toBe(impact(flyToGround(low, { ballisticCoefficient_kgpm2: 5000 })).apogee_m);
});

test('a coast without air runs back to where it came from; one with air refuses to', () => {
  const { r, v } = thrown(300_000, 6000, 50, 70);
  const there = coast(r, v, 1234.5);
  const back = coast(there.r, there.v, -1234.5);
  expect(distance(back.r, r)).toBeLessThan(0.5);
  expect(norm(add(back.v, scale(v, -1)))).toBeLessThan(1e-3);
  expect(() => coast(r, v, -1, 5000)).toThrow(/backwards/);
});
