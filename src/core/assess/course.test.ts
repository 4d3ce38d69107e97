import { expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { courseFrom, type HorizontalVelocity } from './course.ts';

const DEGREE = Math.PI / 180;

/** 300 m/s to a bearing, with its sigmas along and across, of this share. */
function going(bearing_deg: number, along_mps: number, across_mps: number, weight = 1): HorizontalVelocity {
  const [east, north] = [Math.sin(bearing_deg * DEGREE), Math.cos(bearing_deg * DEGREE)];
  const [a2, c2] = [along_mps * along_mps, across_mps * across_mps];
  return {
    weight,
    east_mps: 300 * east,
    north_mps: 300 * north,
    covarianceEast: a2 * east * east + c2 * north * north,
    covarianceEastNorth: (a2 - c2) * east * north,
    covarianceNorth: a2 * north * north + c2 * east * east,
  };
}

/** The share of draws from the mixture whose direction lies in the arc. */
function held(velocities: readonly HorizontalVelocity[], draws: number): number {
  const course = courseFrom(velocities);
  if (course === undefined) throw new Error('no course');
  const random = stream(7, 'courses');
  let inside = 0;
  for (let k = 0; k < draws; k++) {
    let rest = random.uniform();
    const one = velocities.find(({ weight }) => (rest -= weight) < 0) ?? velocities[0];
    const root = Math.sqrt(one.covarianceEast);
    const [first, second] = [random.normal(), random.normal()];
    const slope = one.covarianceEastNorth / root;
    const east = one.east_mps + root * first;
    const north = one.north_mps + slope * first + Math.sqrt(one.covarianceNorth - slope * slope) * second;
    const off = Math.atan2(east, north) - course.heading_rad;
    if (Math.abs(Math.atan2(Math.sin(off), Math.cos(off))) <= course.headingHalfWidth_rad) inside += 1;
  }
  return inside / draws;
}

test.each([
  ['known well', [going(70, 5, 5)]],
  ['known hardly', [going(200, 40, 70)]],
  ['a speed near its own error', [going(350, 130, 40)]],
  ['of two kinds', [going(10, 30, 20, 0.7), going(35, 20, 30, 0.3)]],
])('the arc of a course holds 95 %%: %s', (_, velocities) => {
  // 20,000 draws: one sigma is 0.15 %.
  expect(Math.abs(held(velocities, 20_000) - 0.95)).toBeLessThan(0.006);
});

test('a heading counts from north, clockwise, and its arc is 1.96 sigma of the speed across where that is small', () => {
  for (const bearing_deg of [10, 135, 200, 350]) {
    const course = courseFrom([going(bearing_deg, 3, 3)]);
    expect(course?.heading_rad).toBeCloseTo(bearing_deg * DEGREE, 9);
    expect((course?.headingHalfWidth_rad ?? 0) / (1.96 * 0.01)).toBeCloseTo(1, 1);
  }
});

test('what may go anywhere, or as likely here as there, has no course', () => {
  expect(courseFrom([going(70, 400, 400)])).toBeUndefined();
  expect(courseFrom([going(70, 10, 170)])).toBeUndefined();
  expect(courseFrom([going(0, 5, 5, 0.5), going(90, 5, 5, 0.5)])).toBeUndefined();
  expect(courseFrom([going(70, 0, 0)])).toBeUndefined();
  expect(courseFrom([{ ...going(70, 5, 5), east_mps: Number.NaN }])).toBeUndefined();
});
