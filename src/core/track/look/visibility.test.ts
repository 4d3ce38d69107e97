import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SATELLITE } from '../../../../tests/support/core-theatre.ts';
import { holds } from '../../../../tests/support/properties.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../../frames/geodetic.ts';
import { lineOfSight, tangentBasis } from '../../frames/line-of-sight.ts';
import { addScaled, unit } from '../../math/vector.ts';
import { glowsAfterDark, infraredDetection, SEEN_TO_GLOW, UNKNOWN_GLOW } from './visibility.ts';

const FROM = ecefVecFromGeodetic(geodeticDegrees(0, 10, 35_786_000));

/** Of each mode, of a body over the equator that flies east and comes down. */
function chances(height_m: number, speed_mps: number, down_mps: number, glows: number): number[] {
  const r = ecefVecFromGeodetic(geodeticDegrees(0, 0, height_m));
  return [...infraredDetection(SATELLITE, { satelliteEcef_m: FROM }, Float64Array.of(r.x, r.y, r.z, -down_mps, speed_mps, 0), glows)];
}

// The heat of a dense body out of an orbit was an engine that burned backward, nine times in ten: what the air had taught of its drag was forgotten in its last minute,
// and the time of its impact went from 334 to 428 s.
test('of what has been seen to glow heat says nothing of thrust, and it goes on while that is fast', () => {
  const height = fc.double({ min: 5_000, max: 109_000, noNaN: true });
  holds(
    fc.property(height, fc.double({ min: 1_001, max: 12_000, noNaN: true }), (height_m, speed_mps) => {
      const [burning, ...others] = chances(height_m, speed_mps, 50, SEEN_TO_GLOW);
      expect(others).toEqual([burning, burning, burning]);
      expect(burning).toBeCloseTo(0.3, 2);
      // Not seen to glow, and dark: it does not burn, whatever else it may be.
      const [engine, cold] = chances(height_m, speed_mps, 50, UNKNOWN_GLOW);
      expect(engine).toBeGreaterThan(speed_mps > 3_001 ? cold : 1_000 * cold);
    }),
  );
  // Climbing, or slow, it is an engine.
  for (const [engine, cold] of [chances(50_000, 4_000, -50, SEEN_TO_GLOW), chances(20_000, 900, 50, SEEN_TO_GLOW)])
    expect(engine).toBeGreaterThan(1_000 * cold);
});

test('looks without a glow make a body one that does not glow, and cost its existence no more than that', () => {
  holds(
    fc.property(fc.double({ min: 0.05, max: SEEN_TO_GLOW, noNaN: true }), fc.integer({ min: 1, max: 500 }), (first, looks) => {
      let [glows, existence] = [first, 1];
      for (let k = 0; k < looks; k++) {
        const [, cold] = chances(100_000, 7_000, 50, glows);
        existence *= 1 - cold;
        glows = glowsAfterDark(glows, cold);
      }
      expect(glows).toBeLessThan(first);
      // Dark looks in a row have the chance of a dark body, or of so many of a bright one; one in ten thousand is something else.
      expect(existence).toBeGreaterThan((1 - first) * 0.95);
      if (looks > 40) expect(glows).toBeLessThan(0.01);
    }),
  );
});

// An imager that watched a square around a pad said that the rocket had burned out when it had left the square.
test('a satellite that looked elsewhere says nothing of what burns, and one whose square has it in a corner says half', () => {
  const r = ecefVecFromGeodetic(geodeticDegrees(0, 0, 20_000));
  const burning = (aside_rad: number): number => {
    const to = lineOfSight(FROM, r);
    const { right } = tangentBasis(to);
    const axisEcef = unit(addScaled(to, right, Math.tan(aside_rad)));
    const field = { axisEcef, cosHalfAngle: Math.cos(0.001) };
    return infraredDetection(SATELLITE, { satelliteEcef_m: FROM, field }, Float64Array.of(r.x, r.y, r.z, 1000, 1000, 0), UNKNOWN_GLOW)[0];
  };
  const whole = infraredDetection(SATELLITE, { satelliteEcef_m: FROM }, Float64Array.of(r.x, r.y, r.z, 1000, 1000, 0), UNKNOWN_GLOW)[0];
  expect(burning(0.0009)).toBe(whole);
  expect(burning(0.0013)).toBeCloseTo(whole / 2, 12);
  expect(burning(0.0015)).toBe(1e-4);
});
