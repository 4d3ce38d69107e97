import { expect, test } from 'vitest';
import { satellitesAt, sighting, SIGMA_RAD } from '../../../tests/samples/launch-sightings.ts';
import { stream } from '../../sim/random.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, type Geodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { geodesicInverse } from '../frames/geodesic.ts';
import { addScaled, vec3 } from '../math/vector.ts';
import { BOOST_PROFILES, type BoostClass } from '../physics/boost.ts';
import type { EarlySighting } from '../theatre-track/track.ts';
import { offset } from './area.ts';
import type { LaunchEstimate } from './assessment.ts';
import { fitLaunch } from './launch.ts';

function fitted(sightings: readonly EarlySighting[]): LaunchEstimate {
  const fit = fitLaunch(sightings);
  if (fit.kind !== 'fitted') throw new Error(fit.kind);
  return fit.launch;
}

/** The form that is fitted, flown from a site at time zero with the thrust and burning of a class, seen from 20 s on; without noise unless there is a
 *  source of it. `aside_m` sets it beside the form, to the east. */
function seenForm(
  of: BoostClass,
  turnEast: number,
  turnNorth: number,
  longitudes: readonly number[],
  { site = SITE, random, aside_m = () => 0 }: { site?: Geodetic; random?: { normal(): number }; aside_m?: (t: number) => number } = {},
): EarlySighting[] {
  const origin = ecefVecFromGeodetic(site);
  const { east, north, up } = enuBasis(site);
  const { thrustAccelerationStart_mps2: a, thrustAccelerationEnd_mps2: last, burn_s } = BOOST_PROFILES[of].stages[0];
  const kappa = (1 - a / last) / burn_s;
  const turn2 = turnEast * turnEast + turnNorth * turnNorth;
  const satellites = satellitesAt(longitudes);
  return Array.from({ length: 30 }, (_, k) => 20 + k).map((t) => {
    const k = kappa * t;
    const height = (a / (kappa * kappa)) * ((1 - k) * Math.log(1 - k) + k) - 0.5 * 9.80665 * t * t - (1.5 * turn2 * t ** 4) / a;
    const r = addScaled(addScaled(addScaled(origin, up, height), east, turnEast * t ** 3 + aside_m(t)), north, turnNorth * t ** 3);
    return sighting(random, t, satellites[t % satellites.length], r);
  });
}

const SITE = geodeticDegrees(39.2, 125.7);
const missed_m = (launch: LaunchEstimate, site = SITE): number => {
  const { east, north } = offset(site, launch.point);
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
    expect(missed_m(launch)).toBeLessThan(250);
    expect(Math.abs(launch.time_us) / 1e6).toBeLessThan(4);
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

test('three sightings within seconds are too few to trace anything back; far enough apart they are not', () => {
  const all = seenForm('MRBM', 0, 0, [105]);
  expect(fitLaunch(all.slice(0, 3)).kind).toBe('too-few-sightings');
  const [first] = all;
  const after = (least_s: number) => all.find(({ at_us }) => at_us - first.at_us >= least_s * 1e6) ?? all[all.length - 1];
  expect(fitLaunch([first, after(4), after(8)]).kind).toBe('too-few-sightings');
  expect(fitLaunch([first, after(10)]).kind).toBe('too-few-sightings');
  const slow = fitted([first, after(20), after(40)]);
  expect(missed_m(slow)).toBeLessThan(3 * Math.sqrt(slow.covarianceEast_m2 + slow.covarianceNorth_m2));
});

test('a sight that passes the Earth by is told as what it is', () => {
  const sightings = seenForm('MRBM', 0, 0, [105]);
  const away = { ...sightings[0], detection: { ...sightings[0].detection, lineOfSightEcef: vec3(0, 0, 1) } };
  expect(fitLaunch([away, ...sightings.slice(1)]).kind).toBe('did-not-converge');
});

const sigmaEast_m = ({ covarianceEast_m2 }: LaunchEstimate): number => Math.sqrt(covarianceEast_m2);
const sigmaNorth_m = ({ covarianceNorth_m2 }: LaunchEstimate): number => Math.sqrt(covarianceNorth_m2);

test('of every class, turning any way, the site and the time are well within what the fit claims to know', () => {
  for (const of of Object.keys(BOOST_PROFILES) as BoostClass[])
    for (const [turnEast, turnNorth] of [
      [0.04, 0],
      [0, 0.04],
      [-0.03, -0.03],
    ] as const) {
      const launch = fitted(seenForm(of, turnEast, turnNorth, [105, 160]));
      const { east, north } = offset(SITE, launch.point);
      expect(Math.abs(east) / sigmaEast_m(launch), of).toBeLessThan(0.6);
      expect(Math.abs(north) / sigmaNorth_m(launch), of).toBeLessThan(0.6);
      // The form has no drag, which every rocket is known to have.
      expect(Math.abs(launch.time_us) / 1e6 / launch.sigmaTime_s, of).toBeLessThan(1);
    }
});

test('it is the same south of the equator and in the west', () => {
  const site = geodeticDegrees(-30, -60);
  const launch = fitted(seenForm('IRBM', 0.03, 0.03, [-90, -40], { site }));
  expect(missed_m(launch, site)).toBeLessThan(250);
  expect(Math.abs(launch.time_us) / 1e6).toBeLessThan(4);
  expect(launch.point.height_m).toBe(0);
});

test('the same sightings at another time are the same launch at another time', () => {
  const sightings = seenForm('IRBM', 0.03, 0.03, [105, 160]);
  const [launch, later] = [0, 7e6].map((by_us) => fitted(sightings.map((one) => ({ ...one, at_us: one.at_us + by_us }))));
  expect({ ...later, time_us: later.time_us - 7e6 }).toEqual(launch);
});

const declared = (factor: number): LaunchEstimate =>
  fitted(
    seenForm('IRBM', 0.03, 0.03, [105, 160]).map((one) => {
      const variance = factor * SIGMA_RAD * SIGMA_RAD;
      return { ...one, detection: { ...one.detection, covariance_rad2: { rightRight: variance, rightUp: 0, upUp: variance } } };
    }),
  );

test('the worse the sensors, the less the fit claims to know; with perfect ones it is the ground that is left open, by 100 m and 1 s', () => {
  const [perfect, usual, poor] = [1e-6, 1, 4].map(declared);
  for (const sigma of [sigmaEast_m, sigmaNorth_m]) {
    expect(sigma(perfect)).toBeGreaterThan(100);
    expect(sigma(perfect)).toBeLessThan(150);
    expect(sigma(usual)).toBeGreaterThan(1.5 * sigma(perfect));
    expect(sigma(poor)).toBeGreaterThan(1.4 * sigma(usual));
    // Twice the error of a line of sight is twice the error of a place at the most.
    expect(sigma(poor)).toBeLessThan(2 * sigma(usual));
  }
  expect(perfect.sigmaTime_s).toBeGreaterThan(1);
  expect(perfect.sigmaTime_s).toBeLessThan(1.5);
  expect(usual.sigmaTime_s).toBeGreaterThan(1.4 * perfect.sigmaTime_s);
});

test('sightings that scatter by more than was declared widen the covariance by as much', () => {
  const scattered = (times: number): LaunchEstimate => {
    const random = stream(1, 'scatter');
    return fitted(seenForm('IRBM', 0.03, 0.03, [105, 160], { random: { normal: () => times * random.normal() } }));
  };
  const [usual, five, ten] = [1, 5, 10].map(scattered);
  for (const sigma of [sigmaEast_m, sigmaNorth_m]) {
    expect(sigma(five)).toBeGreaterThan(2 * sigma(usual));
    expect(sigma(ten)).toBeGreaterThan(1.3 * sigma(five));
  }
  for (const launch of [usual, five, ten]) expect(missed_m(launch)).toBeLessThan(sigmaEast_m(launch) + sigmaNorth_m(launch));
});

test("a neighbour's sightings among its own move the launch by little", () => {
  const astray = (from_s: number): number =>
    missed_m(fitted(seenForm('IRBM', 0.03, 0.03, [105, 160], { aside_m: (t) => (t >= from_s && t < from_s + 3 ? 20_000 : 0) })));
  expect(astray(25)).toBeLessThan(1_000);
  expect(astray(45)).toBeLessThan(1_000);
});

test('one satellite alone knows least along its own line of sight', () => {
  for (const longitude of [105, 160]) {
    const launch = fitted(seenForm('MRBM', 0, 0, [longitude]));
    const { covarianceEast_m2: ee, covarianceEastNorth_m2: en, covarianceNorth_m2: nn } = launch;
    const major_rad = Math.PI / 2 - 0.5 * Math.atan2(2 * en, ee - nn);
    const towards_rad = geodesicInverse(SITE, geodeticDegrees(0, longitude)).azimuth_rad;
    // An axis has no direction: azimuths half a turn apart are one.
    expect(Math.abs(Math.sin(major_rad - towards_rad))).toBeLessThan(0.1);
  }
});

test('heat that does not climb is not traced to a launch after it was first seen', () => {
  const place = ecefVecFromGeodetic(SITE);
  const still = seenForm('IRBM', 0, 0, [105, 160]).map(({ at_us, satelliteEcef_m }) =>
    sighting(undefined, at_us / 1e6, satelliteEcef_m, place),
  );
  const launch = fitted(still);
  expect(launch.time_us).toBeLessThanOrEqual(still[0].at_us);
  expect(missed_m(launch)).toBeLessThan(200);
});

test('four sightings are enough, and know less than thirty', () => {
  const sightings = seenForm('IRBM', 0.03, 0.03, [105, 160]);
  const [four, all] = [sightings.slice(0, 4), sightings].map(fitted);
  expect(missed_m(four)).toBeLessThan(sigmaEast_m(four));
  expect(sigmaEast_m(four)).toBeGreaterThan(sigmaEast_m(all));
});
