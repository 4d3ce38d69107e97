import { expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, type Geodetic, geodeticDegrees, geodeticFromEcefVec } from '../frames/geodetic.ts';
import { lineOfSight, tangentBasis } from '../frames/line-of-sight.ts';
import { addScaled, unit, type Vec3, vec3 } from '../math/vector.ts';
import { BOOST_PROFILES, type BoostClass, flyBoost } from '../physics/boost.ts';
import type { EarlySighting } from '../track/track.ts';
import { offset } from './area.ts';
import type { LaunchEstimate } from './assessment.ts';
import { fitLaunch } from './launch.ts';

const SIGMA_RAD = 25e-6;
const PROFILES = Object.values(BOOST_PROFILES);
type Random = ReturnType<typeof stream>;

const satellitesAt = (longitudes: readonly number[]): Vec3[] =>
  longitudes.map((longitude) => ecefVecFromGeodetic(geodeticDegrees(0, longitude, 35_786_000)));

/** A rocket of a random class from a random site, as one or two satellites see it from the clouds up to a minute later, a look a second. */
function seenLaunch(random: Random, longitudes: readonly number[]): { site: Geodetic; sightings: EarlySighting[] } {
  const site = geodeticDegrees(35 + 10 * random.uniform(), 115 + 20 * random.uniform());
  const profile = PROFILES[Math.floor(PROFILES.length * random.uniform())];
  const cloud_m = 5_000 + 5_000 * random.uniform();
  const satellites = satellitesAt(longitudes);
  const sightings: EarlySighting[] = [];
  const launch = {
    site,
    azimuth_rad: 2 * Math.PI * random.uniform(),
    kick_rad: 0.01 + 0.2 * random.uniform(),
    cutoff_s: profile.stages[0].burn_s,
  };
  flyBoost(launch, profile, 1, (t_s, r) => {
    if (geodeticFromEcefVec(r).height_m < cloud_m || !Number.isInteger(t_s)) return;
    if (sightings.length > 0 && t_s * 1e6 - sightings[0].at_us > 60e6) return;
    sightings.push(sighting(random, t_s, satellites[t_s % satellites.length], r));
  });
  return { site, sightings };
}

function sighting(random: Random | undefined, t_s: number, from: Vec3, r: Vec3): EarlySighting {
  const u = lineOfSight(from, r);
  const { right, up } = tangentBasis(u);
  const noisy =
    random === undefined ? u : unit(addScaled(addScaled(u, right, SIGMA_RAD * random.normal()), up, SIGMA_RAD * random.normal()));
  const variance = SIGMA_RAD * SIGMA_RAD;
  return {
    at_us: t_s * 1e6,
    satelliteEcef_m: from,
    detection: { lineOfSightEcef: noisy, covariance_rad2: { rightRight: variance, rightUp: 0, upUp: variance }, intensity_Wpsr: 1e5 },
  };
}

function fitted(sightings: readonly EarlySighting[]): LaunchEstimate {
  const fit = fitLaunch(sightings);
  if (fit.kind !== 'fitted') throw new Error(fit.kind);
  return fit.launch;
}

/** Squared error of the launch point in the metric of its covariance: 2 is right on average. */
function nees(launch: LaunchEstimate, site: Geodetic): number {
  const { east, north } = offset(site, launch.point);
  const { covarianceEast_m2: ee, covarianceEastNorth_m2: en, covarianceNorth_m2: nn } = launch;
  return (nn * east * east - 2 * en * east * north + ee * north * north) / (ee * nn - en * en);
}

/** Squared error of the launch time in units of its variance. */
const timeNees = (launch: LaunchEstimate): number => (launch.time_us / 1e6 / launch.sigmaTime_s) ** 2;

function overLaunches(runs: number, longitudes: readonly number[]): { place: number[]; time: number[] } {
  const random = stream(20, `launches/${longitudes.length}`);
  const drawn = Array.from({ length: runs }, () => {
    const { site, sightings } = seenLaunch(random, longitudes);
    return { site, launch: fitted(sightings) };
  });
  return { place: drawn.map(({ launch, site }) => nees(launch, site)), time: drawn.map(({ launch }) => timeNees(launch)) };
}
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const shareBelow = (values: readonly number[], limit: number): number => values.filter((v) => v < limit).length / values.length;

test('over 200 launches that two satellites see, the errors are as large as the covariance says', () => {
  const { place, time } = overLaunches(200, [105, 160]);
  // χ² of 400 degrees of freedom over 200: 1.73 to 2.29 with 95 %.
  expect(mean(place)).toBeGreaterThan(1.73);
  expect(mean(place)).toBeLessThan(2.29);
  expect(shareBelow(place, 5.99)).toBeGreaterThan(0.915);
  expect(shareBelow(place, 5.99)).toBeLessThan(0.985);
  // Of time it claims less than it knows: no rocket follows its class's generic figures.
  expect(mean(time)).toBeLessThan(1);
});

test('one satellite does not claim to know more than it does', () => {
  const { place, time } = overLaunches(100, [105]);
  // χ² of 200 degrees of freedom over 100: below 2.41 with 97.5 %. It is a little too careful.
  expect(mean(place)).toBeLessThan(2.41);
  expect(mean(place)).toBeGreaterThan(1);
  expect(mean(time)).toBeLessThan(1.3);
  expect(mean(time)).toBeGreaterThan(0.4);
});

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
