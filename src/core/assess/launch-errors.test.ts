import { expect, test } from 'vitest';
import { satellitesAt, sighting } from '../../../tests/samples/launch-sightings.ts';
import { stream } from '../../sim/random.ts';
import { type Geodetic, geodeticDegrees, geodeticFromEcefVec } from '../frames/geodetic.ts';
import { earthBlocks } from '../frames/line-of-sight.ts';
import { BOOST_PROFILES, flyBoost } from '../physics/boost.ts';
import type { EarlySighting } from '../theatre-track/track.ts';
import { offset } from './area.ts';
import type { LaunchEstimate } from './assessment.ts';
import { fitLaunch } from './launch.ts';

// Whether the launch fit's errors are as large as it says, over hundreds of launches. (One at a time: launch.test.ts.)

const PROFILES = Object.values(BOOST_PROFILES);
type Random = ReturnType<typeof stream>;

/** What of a launch is not drawn. */
type From = { readonly latitude_deg?: number; readonly height_m?: number; readonly cloud_m?: number };

/** A rocket of a random class from a random site, as one or two satellites see it from the clouds up to a minute later, a look a second. */
function seenLaunch(random: Random, longitudes: readonly number[], from: From): { site: Geodetic; sightings: EarlySighting[] } {
  const { latitude_deg = 35 + 10 * random.uniform(), height_m = 0 } = from;
  const site = geodeticDegrees(latitude_deg, 115 + 20 * random.uniform(), height_m);
  const profile = PROFILES[Math.floor(PROFILES.length * random.uniform())];
  const cloud_m = from.cloud_m ?? 5_000 + 5_000 * random.uniform();
  const satellites = satellitesAt(longitudes);
  const sightings: EarlySighting[] = [];
  const launch = {
    site,
    azimuth_rad: 2 * Math.PI * random.uniform(),
    kick_rad: 0.01 + 0.2 * random.uniform(),
    cutoff_s: profile.stages[0].burn_s,
  };
  flyBoost(launch, profile, 1, (t_s, r) => {
    const satellite = satellites[t_s % satellites.length];
    if (geodeticFromEcefVec(r).height_m < cloud_m || !Number.isInteger(t_s) || earthBlocks(satellite, r)) return;
    if (sightings.length > 0 && t_s * 1e6 - sightings[0].at_us > 60e6) return;
    sightings.push(sighting(random, t_s, satellite, r));
  });
  return { site, sightings };
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

function overLaunches(runs: number, longitudes: readonly number[], from: From = {}): { place: number[]; time: number[] } {
  const random = stream(20, `launches/${longitudes.length}`);
  const drawn = Array.from({ length: runs }, () => {
    const { site, sightings } = seenLaunch(random, longitudes, from);
    return { site, launch: fitted(sightings) };
  });
  return { place: drawn.map(({ launch, site }) => nees(launch, site)), time: drawn.map(({ launch }) => timeNees(launch)) };
}
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const shareBelow = (values: readonly number[], limit: number): number => values.filter((v) => v < limit).length / values.length;

test('over 200 launches that two satellites see, the errors are as large as the covariance says', () => {
  const { place, time } = overLaunches(200, [105, 160]);
  // χ² of 400 degrees of freedom over 200: 1.73 to 2.29 with 95 %. It is a little too careful: these rockets keep to their generic figures.
  expect(mean(place)).toBeGreaterThan(1.3);
  expect(mean(place)).toBeLessThan(2.29);
  expect(shareBelow(place, 5.99)).toBeGreaterThan(0.915);
  expect(shareBelow(place, 5.99)).toBeLessThan(0.985);
  expect(mean(time)).toBeLessThan(1.6);
  expect(shareBelow(time, 3.84)).toBeGreaterThan(0.88);
});

test('over 100 launches from an aircraft, place and time are within what is said', () => {
  const { place, time } = overLaunches(100, [105, 160], { height_m: 10_000, cloud_m: 0 });
  expect(shareBelow(place, 5.99)).toBeGreaterThan(0.9);
  expect(shareBelow(time, 3.84)).toBeGreaterThan(0.9);
});

// Beyond 81° a satellite on the geostationary circle sees the ground no more: a rocket comes into view a minute late, tens of kilometres high.
test('over 100 launches at the limb of both satellites, place and time are within what is said', () => {
  const { place, time } = overLaunches(100, [95, 145], { latitude_deg: 84 });
  expect(shareBelow(place, 5.99)).toBeGreaterThan(0.9);
  expect(shareBelow(place, 13.82)).toBeGreaterThan(0.97);
  expect(shareBelow(time, 3.84)).toBeGreaterThan(0.85);
});

test('one satellite does not claim to know more than it does', () => {
  const { place, time } = overLaunches(100, [105]);
  // χ² of 200 degrees of freedom over 100: below 2.41 with 97.5 %. It is a little too careful.
  expect(mean(place)).toBeLessThan(2.41);
  expect(mean(place)).toBeGreaterThan(0.8);
  expect(mean(time)).toBeLessThan(1.5);
  expect(mean(time)).toBeGreaterThan(0.4);
});
