import { expect, test } from 'vitest';
import { MINIMUM_ENERGY, TWO_BODY_ARCS } from '../../../authorities/ballistic-flights.ts';
import { sharedText } from '../../../tests/support/shared.ts';
import { MEAN_RADIUS_m, WGS84 } from '../frames/earth.ts';
import { addScaled, vec3 } from '../math/vector.ts';
import { degrees, toDegrees } from '../units.ts';
import {
  classProbabilities,
  CLASS_BOUNDS_mps,
  energyClass,
  equivalentSurfaceSpeed_mps,
  keplerArc,
  minimumEnergySpeed_mps,
  rangeEnergy_Jpkg,
} from './ballistic.ts';
import { coast } from './propagate.ts';

const oneSecond = 1;
const oneMetrePerSecond = 1;
/** The figures are printed to 10 m/s. */
const tenMetresPerSecond = 10;
const aTenthOfADegree = 0.1;

test.each(MINIMUM_ENERGY)('%i km need at least %f km/s', (range_km, speed_kmps) => {
  expect(Math.abs(minimumEnergySpeed_mps(range_km * 1000) - speed_kmps * 1000)).toBeLessThan(tenMetresPerSecond);
});

test.each(TWO_BODY_ARCS)(
  'the arc of %s, %i km up and %i km away, takes %i s',
  (_date, apogee_km, range_km, time_s, speed_mps, angle_deg) => {
    const arc = keplerArc(apogee_km * 1000, range_km * 1000);
    expect(Math.abs(arc.flightTime_s - time_s)).toBeLessThan(oneSecond);
    expect(Math.abs(arc.speed_mps - speed_mps)).toBeLessThan(oneMetrePerSecond);
    expect(Math.abs(toDegrees(arc.flightPathAngle_rad) - angle_deg)).toBeLessThan(aTenthOfADegree);
  },
);

test('every recorded flight with an arc beside it has that arc', (context) => {
  const { tests: flights } = JSON.parse(sharedText('data/nk_missile_tests/tests.json', context));
  const withArc = flights.filter((flight: { kepler?: object }) => flight.kepler);
  expect(withArc.length).toBeGreaterThan(50);
  for (const { apogee_km, distance_km, kepler } of withArc) {
    const arc = keplerArc(apogee_km * 1000, distance_km * 1000);
    expect(Math.abs(arc.flightTime_s - kepler.t_s)).toBeLessThan(oneSecond);
    expect(Math.abs(arc.speed_mps - kepler.v0_mps)).toBeLessThan(oneMetrePerSecond);
    expect(Math.abs(toDegrees(arc.flightPathAngle_rad) - kepler.gamma_deg)).toBeLessThan(aTenthOfADegree);
  }
});

test('straight up is the limit of ever shorter ranges', () => {
  const up = keplerArc(1_000_000, 0);
  const nearly = keplerArc(1_000_000, 10);
  expect(nearly.flightTime_s).toBeCloseTo(up.flightTime_s, 4);
  expect(nearly.speed_mps).toBeCloseTo(up.speed_mps, 4);
  expect(toDegrees(up.flightPathAngle_rad)).toBe(90);
});

test('no arc of a range is slower than the minimum-energy one', () => {
  for (const range_m of [300_000, 1_000_000, 5_500_000, 12_000_000]) {
    const least = minimumEnergySpeed_mps(range_m);
    let slowest = Infinity;
    for (let apogee_m = 10_000; apogee_m < 4_000_000; apogee_m *= 1.01) slowest = Math.min(slowest, keplerArc(apogee_m, range_m).speed_mps);
    expect(slowest).toBeGreaterThanOrEqual(least);
    expect(slowest / least).toBeLessThan(1.0001);
  }
});

test('the energy of a drag-free coast stays, to one part in 10⁹, over an hour', () => {
  let state = { r: vec3(-3_200_000, 4_000_000, 4_300_000), v: vec3(-3900, 4000, 4700) }; // a lofted flight at burn-out
  const energy = rangeEnergy_Jpkg(state.r, state.v);
  const speed = equivalentSurfaceSpeed_mps(state.r, state.v);
  for (let minute = 0; minute < 60; minute++) {
    state = coast(state.r, state.v, 60);
    expect(Math.abs(rangeEnergy_Jpkg(state.r, state.v) / energy - 1)).toBeLessThan(1e-9);
  }
  // the surface below is another one by then: 21 km of bulge between pole and equator
  expect(Math.abs(equivalentSurfaceSpeed_mps(state.r, state.v) - speed)).toBeLessThan(20);
});

test('at the surface the equivalent speed is the speed, and a body thrown up keeps it', () => {
  const r = vec3(MEAN_RADIUS_m * Math.cos(degrees(40)), 0, MEAN_RADIUS_m * Math.sin(degrees(40)));
  const v = vec3(2000, 1500, 4000);
  const speed = Math.sqrt(2000 * 2000 + 1500 * 1500 + 4000 * 4000);
  expect(equivalentSurfaceSpeed_mps(r, v)).toBeCloseTo(speed, 6);
  expect(equivalentSurfaceSpeed_mps(addScaled(r, r, -1e-3), vec3(0, 0, 0))).toBe(0);
  const later = coast(r, v, 300);
  expect(Math.abs(equivalentSurfaceSpeed_mps(later.r, later.v) - speed)).toBeLessThan(5);
});

test('a class begins at the speed of its least range; a lofted test is intercontinental however near it lands', () => {
  expect([3000, 3030, 4860, 4880, 6060, 6080].map(energyClass)).toEqual(['SRBM', 'MRBM', 'MRBM', 'IRBM', 'IRBM', 'ICBM']);
  expect(energyClass(keplerArc(6_100_000, 1_000_000).speed_mps)).toBe('ICBM');
  expect(energyClass(keplerArc(150_000, 440_000).speed_mps)).toBe('SRBM');
  expect(WGS84.gm_m3ps2).toBe(3.986004418e14);
});

test('the classes that an energy leaves: one far from a bound, half each on it, and they add up', () => {
  expect(classProbabilities(4000, 20)).toEqual([{ energyClass: 'MRBM', probability: 1 }]);
  const [first, second] = classProbabilities(CLASS_BOUNDS_mps.ICBM, 20);
  expect([first.energyClass, second.energyClass].sort()).toEqual(['ICBM', 'IRBM']);
  expect(first.probability).toBeCloseTo(0.5, 9);
  const wide = classProbabilities(4900, 1500);
  expect(wide.map((one) => one.energyClass)).toEqual(['MRBM', 'IRBM', 'ICBM', 'SRBM']);
  expect(wide.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
  expect(classProbabilities(7000, 0)).toEqual([{ energyClass: 'ICBM', probability: 1 }]);
});
