import { expect, test } from 'vitest';
import { enuBasis } from '../frames/enu.ts';
import { geodesicInverse } from '../frames/geodesic.ts';
import { ecefVecFromGeodetic, geodeticDegrees, geodeticFromEcefVec } from '../frames/geodetic.ts';
import { lineOfSight } from '../frames/line-of-sight.ts';
import { addScaled, vec3 } from '../math/vector.ts';
import { flyToGround } from '../physics/propagate.ts';
import { THEATRE_MODES } from '../track/imm.ts';
import { packInto } from '../track/record.ts';
import { type EarlySighting, newTrack, type Track } from '../track/track.ts';
import { predictImpact } from './impact.ts';
import { fitLaunch } from './launch.ts';

const COAST_AT = THEATRE_MODES.at[1];
const START = geodeticDegrees(39.5, 130, 150_000);

/** A track in coast at 150 km over the sea, climbing, known to 100 m and 1 m/s; apogee near 400 km. */
function coasting(burnedOut_s: number): Track {
  const r = ecefVecFromGeodetic(START);
  const { east, up } = enuBasis(START);
  const v = vec3(2200 * east.x + 2000 * up.x, 2200 * east.y + 2000 * up.y, 2200 * east.z + 2000 * up.z);
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 1e4 : 1;
  const modes = new Float64Array(THEATRE_MODES.size);
  modes.set([r.x, r.y, r.z, v.x, v.y, v.z], COAST_AT);
  packInto(modes, COAST_AT + 6, p, 6, 6);
  const track = newTrack('T1', 0, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 0);
  track.burn.ignitions = 1;
  track.burn.ended_us = -burnedOut_s * 1e6;
  return track;
}

test('the impact is where the body falls, and its ellipse is as wide as the velocity error makes it', () => {
  const outcome = predictImpact(coasting(60), 0.95);
  if (outcome.kind !== 'impact') throw new Error('it comes down');
  const { modes } = coasting(60).imm;
  const [rx, ry, rz, vx, vy, vz] = modes.subarray(COAST_AT);
  const fall = flyToGround({ r: vec3(rx, ry, rz), v: vec3(vx, vy, vz) }, { ballisticCoefficient_kgpm2: 5500 });
  if (fall.kind !== 'impact') throw new Error('it comes down');
  expect(geodesicInverse(outcome.impact.point, geodeticFromEcefVec(fall.r)).distance_m).toBeLessThan(500);
  expect(outcome.apogee_m).toBeCloseTo(fall.apogee_m, -2);
  // A metre a second for some six minutes, and as much again by the height.
  expect(Math.sqrt(outcome.impact.covarianceEast_m2)).toBeGreaterThan(500);
  expect(Math.sqrt(outcome.impact.covarianceEast_m2)).toBeLessThan(3000);
  expect(outcome.impact.kind).toBe('ballistic');
});

// 2023-04-13: an impact that was announced while a stage was still to light.
test('an impact just after burn-out carries no confidence', () => {
  const outcome = predictImpact(coasting(10), 0.95);
  expect(outcome.kind === 'impact' && outcome.impact.kind).toBe('powered');
});

test('what has lit again on its way is warned of from where it is to where it would fall (H7)', () => {
  const track = coasting(60);
  track.burn.relit = true;
  // Coming down: the climb turned about.
  const x = track.imm.modes.subarray(COAST_AT);
  const down = enuBasis(START).up;
  [down.x, down.y, down.z].forEach((u, i) => {
    x[3 + i] -= 3000 * u;
  });
  const outcome = predictImpact(track, 0.95);
  if (outcome.kind !== 'impact') throw new Error('it comes down');
  expect(outcome.impact.kind).toBe('may-manoeuvre');
  const nearest = Math.min(...outcome.impact.area.map((corner) => geodesicInverse(corner, START).distance_m));
  expect(nearest).toBeLessThan(15_000);
});

/** A climb of constant thrust from a site, seen by satellites without noise. */
function sightings(longitudes: readonly number[]): EarlySighting[] {
  const site = ecefVecFromGeodetic(geodeticDegrees(39.2, 125.7));
  const { east, up } = enuBasis(geodeticDegrees(39.2, 125.7));
  const satellites = longitudes.map((longitude) => ecefVecFromGeodetic(geodeticDegrees(0, longitude, 35_786_000)));
  return Array.from({ length: 30 }, (_, k) => 30 + k).map((t) => {
    const kappa = 0.0095;
    const k = kappa * t;
    const height = (21 / (kappa * kappa)) * ((1 - k) * Math.log(1 - k) + k) - 0.5 * 9.80665 * t * t;
    const position = addScaled(addScaled(site, up, height), east, 0.02 * t * t * t);
    const from = satellites[t % satellites.length];
    return {
      at_us: t * 1e6,
      satelliteEcef_m: from,
      detection: {
        lineOfSightEcef: lineOfSight(from, position),
        covariance_rad2: { rightRight: 6.25e-10, rightUp: 0, upUp: 6.25e-10 },
        intensity_Wpsr: 1e5,
      },
    };
  });
}

test('a launch first seen above the cloud is traced back to its site and time', () => {
  const fit = fitLaunch(sightings([105, 160]));
  if (fit.kind !== 'fitted') throw new Error(fit.kind);
  expect(geodesicInverse(fit.launch.point, geodeticDegrees(39.2, 125.7)).distance_m).toBeLessThan(1500);
  expect(Math.abs(fit.launch.time_us) / 1e6).toBeLessThan(3 * fit.launch.sigmaTime_s);
});

test('one satellite alone gives a launch point too, and says that it knows the depth less well', () => {
  const [one, two] = [[105], [105, 160]].map((longitudes) => fitLaunch(sightings(longitudes)));
  if (one.kind !== 'fitted' || two.kind !== 'fitted') throw new Error('both fit');
  const size = ({ launch }: typeof one): number => launch.covarianceEast_m2 + launch.covarianceNorth_m2;
  expect(size(one)).toBeGreaterThan(size(two));
  expect(geodesicInverse(one.launch.point, geodeticDegrees(39.2, 125.7)).distance_m).toBeLessThan(3 * Math.sqrt(size(one)));
});

test('three sightings are too few to trace anything back', () => {
  expect(fitLaunch(sightings([105]).slice(0, 3)).kind).toBe('too-few-sightings');
});
