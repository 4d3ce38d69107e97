import { expect, test } from 'vitest';
import { satellitesAt, sighting } from '../../../tests/samples/launch-sightings.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { addScaled, vec3 } from '../math/vector.ts';
import { BOOST_PROFILES, type BoostClass } from '../physics/boost.ts';
import type { EarlySighting } from '../track/track.ts';
import { offset } from './area.ts';
import type { LaunchEstimate } from './assessment.ts';
import { fitLaunch } from './launch.ts';

function fitted(sightings: readonly EarlySighting[]): LaunchEstimate {
  const fit = fitLaunch(sightings);
  if (fit.kind !== 'fitted') throw new Error(fit.kind);
  return fit.launch;
}

/** The form that is fitted, flown from a site at time zero with the thrust and burning of a class, seen without noise from 20 s on. */
function seenForm(of: BoostClass, turnEast: number, turnNorth: number, longitudes: readonly number[]): EarlySighting[] {
  const origin = ecefVecFromGeodetic(SITE);
  const { east, north, up } = enuBasis(SITE);
  const { thrustAccelerationStart_mps2: a, thrustAccelerationEnd_mps2: last, burn_s } = BOOST_PROFILES[of].stages[0];
  const kappa = (1 - a / last) / burn_s;
  const turn2 = turnEast * turnEast + turnNorth * turnNorth;
  const satellites = satellitesAt(longitudes);
  return Array.from({ length: 30 }, (_, k) => 20 + k).map((t) => {
    const k = kappa * t;
    const height = (a / (kappa * kappa)) * ((1 - k) * Math.log(1 - k) + k) - 0.5 * 9.80665 * t * t - (1.5 * turn2 * t ** 4) / a;
    const r = addScaled(addScaled(addScaled(origin, up, height), east, turnEast * t ** 3), north, turnNorth * t ** 3);
    return sighting(undefined, t, satellites[t % satellites.length], r);
  });
}

const SITE = geodeticDegrees(39.2, 125.7);
const missed_m = (launch: LaunchEstimate): number => {
  const { east, north } = offset(SITE, launch.point);
  return Math.sqrt(east * east + north * north);
};

test('a rocket that keeps to the form is traced back to its site, however it turns', () => {
  for (const [east, north] of [
    [0, 0],
    [0.04, 0],
    [0.03, 0.03],
    [-0.05, 0.05],
  ] as const) {
    const launch = fitted(seenForm('IRBM', east, north, [105, 160]));
    expect(missed_m(launch)).toBeLessThan(110);
    expect(Math.abs(launch.time_us) / 1e6).toBeLessThan(1.6);
  }
});

// All classes fit lines of sight of one satellite about as well: only how far each has to be bent from its generic figures tells them apart.
test('a class that has to be bent far from its generic figures counts for less', () => {
  const launch = fitted(seenForm('SRBM', 0, 0, [105]));
  expect(missed_m(launch)).toBeLessThan(1800);
  expect(Math.abs(launch.time_us) / 1e6).toBeLessThan(6.5);
});

test('one satellite alone gives a launch point too, and says that it knows the depth less well', () => {
  const [one, two] = [[105], [105, 160]].map((longitudes) => fitted(seenForm('MRBM', 0.02, 0, longitudes)));
  const size = (launch: LaunchEstimate): number => launch.covarianceEast_m2 + launch.covarianceNorth_m2;
  expect(size(one)).toBeGreaterThan(4 * size(two));
});

test('three sightings are too few to trace anything back', () => {
  expect(fitLaunch(seenForm('MRBM', 0, 0, [105]).slice(0, 3)).kind).toBe('too-few-sightings');
});

test('a sight that passes the Earth by is told as what it is', () => {
  const sightings = seenForm('MRBM', 0, 0, [105]);
  const away = { ...sightings[0], detection: { ...sightings[0].detection, lineOfSightEcef: vec3(0, 0, 1) } };
  expect(fitLaunch([away, ...sightings.slice(1)]).kind).toBe('did-not-converge');
});
