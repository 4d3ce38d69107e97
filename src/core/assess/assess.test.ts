import { expect, test } from 'vitest';
import { satellitesAt, sighting } from '../../../tests/samples/launch-sightings.ts';
import { enuBasis } from '../frames/enu.ts';
import { geodesicInverse } from '../frames/geodesic.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { addScaled, scale } from '../math/vector.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { packInto } from '../math/packed.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import { degrees } from '../units.ts';
import { ringHolds } from './area.ts';
import { assessTrack, groundPointOf, launchOf } from './assess.ts';
import type { Assessment, LaunchEstimate } from './assessment.ts';

const S = 1_000_000;
const NOW = 300 * S;
const PLACE = geodeticDegrees(39.5, 130, 150_000);
const { east, north, up } = enuBasis(PLACE);

/** A rocket that burned for a minute and a half and has coasted for forty seconds, climbing at 2 km/s and going where `heading` says with 2.2,
 *  followed by two satellites and a radar to now. */
function coasting({ heading_deg = 90, climb_mps = 2000, height_m = 150_000 } = {}): Track {
  const heading = degrees(heading_deg);
  const along = addScaled(scale(east, 2200 * Math.sin(heading)), north, 2200 * Math.cos(heading));
  const v = addScaled(along, up, climb_mps);
  const r = ecefVecFromGeodetic({ ...PLACE, height_m });
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 1e4 : 1;
  const modes = new Float64Array(THEATRE_MODES.size);
  THEATRE_MODES.models.forEach(({ dimension }, j) => {
    modes.set([r.x, r.y, r.z, v.x, v.y, v.z], THEATRE_MODES.at[j]);
    packInto(modes, THEATRE_MODES.at[j] + dimension, p, 6, 6);
  });
  const track = newTrack('T7', NOW, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 12);
  Object.assign(track.burn, { ignitions: 1, began_us: NOW - 130 * S, ended_us: NOW - 40 * S, burned_s: 90, radarHitsInCoast: 20 });
  Object.assign(track.seen.heat, { hits: 80, first_us: NOW - 120 * S, last_us: NOW - 40 * S, sensors: ['ir-1', 'ir-2'] });
  Object.assign(track.seen.radar, { hits: 60, first_us: NOW - 60 * S, last_us: NOW, sensors: ['coast'] });
  return track;
}

const CIRCUMSTANCES = { sky: undefined, radars: [], regions: [], areaProbability: 0.95, shelterRadius_m: 10_000 } as const;

function assessed(track: Track, last?: Assessment, at_us = NOW, launch?: LaunchEstimate): Assessment {
  return assessTrack(track, 'E1-a1', 'E1', 1, { launch, last }, { ...CIRCUMSTANCES, at_us });
}

test('what coasts and is observed has a cause, a class, a burn-out, an apogee ahead and an impact', () => {
  const said = assessed(coasting());
  expect(said).toMatchObject({
    id: 'E1-a1',
    event: 'E1',
    tracks: ['T7'],
    cause: 'ballistic-missile',
    basis: 'observed',
    lastObserved_us: NOW,
    burning: false,
    burnout_us: NOW - 40 * S,
    energyClass: 'MRBM',
    impact: { kind: 'ballistic', probability: 0.95 },
  });
  expect(said.causeProbability).toBe(said.hypotheses[0].probability);
  expect(said.apogee_m).toBeGreaterThan(300_000);
  expect(said.apogeeAt_us).toBeGreaterThan(NOW + 150 * S);
  expect(ringHolds(said.impact?.area ?? [], said.impact?.point ?? PLACE)).toBe(true);
  expect(said.heading_rad).toBeCloseTo(degrees(90), 6);
});

test('a heading counts from north, clockwise, to a full turn', () => {
  for (const heading_deg of [10, 135, 200, 350])
    expect(assessed(coasting({ heading_deg })).heading_rad).toBeCloseTo(degrees(heading_deg), 6);
});

// A prediction is never called an observation (H4).
test('ten seconds after the last look a figure is observed, after that predicted', () => {
  const track = coasting();
  expect(assessed(track, undefined, NOW + 10 * S).basis).toBe('observed');
  expect(assessed(track, undefined, NOW + 10 * S + 1).basis).toBe('predicted');
});

test('what is only computed forward keeps the impact that its last observation gave', () => {
  const track = coasting();
  const last = assessed(track);
  const moved = coasting({ climb_mps: 1500 });
  const predicted = assessed(moved, last, NOW + 20 * S);
  expect(predicted).toMatchObject({ basis: 'predicted', impact: last.impact, apogee_m: last.apogee_m, apogeeAt_us: last.apogeeAt_us });
  expect(assessed(moved, last, NOW + 5 * S)).toMatchObject({ basis: 'observed', impact: last.impact });
  moved.seen.radar.last_us = NOW + S;
  expect(assessed(moved, last, NOW + 5 * S).impact).not.toEqual(last.impact);
  expect(assessed(moved, last, NOW + 20 * S).impact).not.toEqual(last.impact);
  expect(assessed(moved, undefined, NOW + 20 * S).impact).toBeDefined();
});

test('flown on into the ground a track keeps the impact that was said before, whatever was seen since', () => {
  const last = assessed(coasting());
  for (const height_m of [-500, 1]) {
    const low = coasting({ climb_mps: -1500, height_m });
    low.seen.radar.last_us = NOW + S;
    expect([height_m, assessed(low, last, NOW + S).impact === last.impact]).toEqual([height_m, height_m < 0]);
  }
});

test('of what might have burned again it is learnt by waiting that it did not', () => {
  const track = coasting();
  expect(assessed(track, mayBurnAgain(), NOW + 5 * S).impact?.kind).toBe('ballistic');
});

test('what might have burned again and is only computed forward has no impact, however long nobody sees it', () => {
  const said = assessed(coasting(), mayBurnAgain(), NOW + 11 * S);
  expect(said).toMatchObject({ basis: 'predicted', noImpact: 'may-burn-again' });
  expect(said).not.toHaveProperty('impact');
});

function mayBurnAgain(): Assessment {
  const { impact: _, ...last } = assessed(coasting());
  return { ...last, noImpact: 'may-burn-again' };
}

// A body first met below 80 km, and lost there, became a satellite of 0.7 while it was computed on.
test('what is only computed forward is what it was when it was last seen', () => {
  const last = assessed(coasting());
  const doubtful = coasting({ height_m: 60_000, climb_mps: 7_500 });
  doubtful.seen.radar.last_us = NOW;
  expect(assessed(doubtful, last, NOW + 20 * S).hypotheses).toEqual(last.hypotheses);
  expect(assessed(doubtful, last, NOW + 5 * S).hypotheses).not.toEqual(last.hypotheses);
  doubtful.seen.radar.last_us = NOW + S;
  expect(assessed(doubtful, last, NOW + 20 * S).hypotheses).not.toEqual(last.hypotheses);
});

// A track that nobody sees any more is flown on into the ground, and radars that look there see nothing.
test('once it may have come down, silence says nothing more of what it was', () => {
  const track = coasting();
  const last = assessed(track);
  const down_us = last.impact?.time_us ?? NaN;
  track.burn.reversed = true;
  expect(assessed(track, last, down_us - 60 * S).hypotheses).not.toEqual(last.hypotheses);
  expect(assessed(track, last, down_us).hypotheses).toEqual(last.hypotheses);
  track.seen.radar.last_us = down_us;
  expect(assessed(track, last, down_us).hypotheses).not.toEqual(last.hypotheses);
});

// An airliner at 11 km was called SRBM, with an impact, whenever its radar lost a few plots.
test('what nobody saw burn and what flies level in the air has no impact, however its modes stand; once it has come down it has', () => {
  const level = (came_down_m: number, height_m = 11_000): Track => {
    const track = coasting({ height_m, climb_mps: -5 });
    Object.assign(track.burn, { ignitions: 0, began_us: undefined, ended_us: undefined });
    track.highest_m = height_m + came_down_m;
    return track;
  };
  expect(assessed(level(2_000))).toMatchObject({ noImpact: 'not-seen-to-fall' });
  expect(assessed(level(2_500)).impact).toBeDefined();
  expect(assessed(level(0, 61_000)).impact).toBeDefined();
});

test('a class is a missile’s: what comes down for another cause has an impact and none', () => {
  const track = coasting();
  Object.assign(track.burn, { ignitions: 0, began_us: undefined, ended_us: undefined, burned_s: 0 });
  Object.assign(track.seen.heat, { hits: 0, sensors: [], first_us: undefined, last_us: undefined });
  const fast = addScaled(scale(east, 7_000), up, -500);
  for (const at of THEATRE_MODES.at) track.imm.modes.set([fast.x, fast.y, fast.z], at + 3);
  const said = assessed(track);
  expect(said.impact).toBeDefined();
  expect([said.cause === 'ballistic-missile', said.classes]).toEqual([false, undefined]);
});

test('past its apogee a body’s highest point is the one that was said before', () => {
  const last = assessed(coasting());
  const down = coasting({ climb_mps: -800 });
  down.seen.radar.last_us = NOW + S;
  const said = assessed(down, last, NOW + S);
  expect(said).toMatchObject({ apogee_m: last.apogee_m, apogeeAt_us: last.apogeeAt_us });
  expect(said.impact?.time_us).not.toBe(last.impact?.time_us);
  // Nothing was said before: where it is now is all that is known.
  expect(assessed(down).apogee_m).toBeCloseTo(150_000, -3);
});

const noImpact = (why: Assessment['noImpact'], change: (track: Track) => void): void => {
  const track = coasting();
  change(track);
  const said = assessed(track);
  expect(said.noImpact).toBe(why);
  expect(said).not.toHaveProperty('impact');
  expect(said).not.toHaveProperty('apogee_m');
  expect(said).not.toHaveProperty('energyClass');
  expect(said).not.toHaveProperty('classes');
  expect(said).not.toHaveProperty('people');
};

test('what burns comes down nowhere yet, and has no burn-out and no class', () => {
  noImpact('burning', (track) => Object.assign(track.burn, { burning: true }));
  const burning = coasting();
  burning.burn.burning = true;
  const said = assessed(burning);
  expect(said).not.toHaveProperty('burnout_us');
  expect(said).not.toHaveProperty('energyClass');
  expect(said.equivalentSpeed_mps).toBeGreaterThan(2600);
});

// 2023-04-13: an impact was announced while a stage was still to light. 2024-09-25: an ICBM was called SRBM in its staging pause.
test('an impact and a class are said from 24 seconds after burn-out on: until then the next stage may light', () => {
  noImpact('may-burn-again', (track) => Object.assign(track.burn, { ended_us: NOW - 24 * S + 1 }));
  const settled = coasting();
  settled.burn.ended_us = NOW - 24 * S;
  expect(assessed(settled)).toMatchObject({ energyClass: 'MRBM', impact: { kind: 'ballistic' } });
  expect(assessed(settled)).not.toHaveProperty('noImpact');
});

test('what goes round comes down nowhere, and has no class', () => {
  noImpact('may-stay-up', (track) => {
    for (const at of THEATRE_MODES.at) track.imm.modes.set([7_800 * east.x, 7_800 * east.y, 7_800 * east.z], at + 3);
  });
});

// H7: a booster that turns back is announced as coming down nowhere in particular.
test('what has thrust against its own motion, and what does not fall, comes down nowhere in particular', () => {
  noImpact('turned-back', (track) => Object.assign(track.burn, { reversed: true }));
  noImpact('held-up', (track) => {
    Object.assign(track.seen.heat, { hits: 0, sensors: [] });
    track.imm.weights.set([0.95, 0.05, 0, 0]);
  });
});

// Two fast aircraft of a year whose engines satellites had seen for minutes were told to come down.
test('what keeps its height in the air comes down nowhere, whatever was seen of its engines', () => {
  noImpact('held-up', (track) => {
    for (const at of THEATRE_MODES.at) track.imm.modes.set([700 * east.x, 700 * east.y, 700 * east.z], at + 3);
    const low = ecefVecFromGeodetic(geodeticDegrees(40, 130, 12_000));
    for (const at of THEATRE_MODES.at) track.imm.modes.set([low.x, low.y, low.z], at);
    Object.assign(track, { highest_m: 12_000, origin_m: low, settled: { at_us: NOW - 60 * S, height_m: 12_000 } });
    Object.assign(track.seen.radar, { hits: 30, first_us: NOW - 60 * S, last_us: NOW });
  });
});

test('a stage that has turned back and was seen to coast for a minute comes down between where it is and where it falls; a body that braked in an orbit just falls', () => {
  const turned = (coasted_s: number): Track => {
    const track: Track = { ...coasting(), origin_m: ecefVecFromGeodetic(geodeticDegrees(39.5, 128, 10_000)) };
    Object.assign(track.burn, { reversed: true, ended_us: NOW - coasted_s * S, radarHitsInCoast: 20 });
    track.seen.radar.last_us = NOW;
    return track;
  };
  expect(assessed(turned(59))).not.toHaveProperty('impact');
  const stage = turned(60);
  expect(assessed(stage).impact?.kind).toBe('may-manoeuvre');
  const orbiter = { ...stage, origin_m: ecefVecFromGeodetic(geodeticDegrees(20, 100, 150_000)) };
  expect(assessed(orbiter).impact?.kind).toBe('ballistic');
  // What it may do unseen is not learnt by waiting.
  const unseen = turned(120);
  unseen.seen.radar.last_us = NOW - 70 * S;
  expect(assessed(unseen)).not.toHaveProperty('impact');
});

test('what was never seen to burn needs eight radar plots in free fall for an impact, and a speed that is known to a fifth', () => {
  const unburned = (hits: number) => (track: Track) => {
    Object.assign(track.burn, { ignitions: 0, began_us: undefined, ended_us: undefined });
    track.seen.radar.hits = hits;
  };
  noImpact('not-seen-to-fall', unburned(7));
  const known = coasting();
  unburned(8)(known);
  expect(assessed(known).impact?.kind).toBe('ballistic');
  noImpact('speed-not-known', (track) => {
    const p = new Float64Array(36);
    for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 1e4 : 700 * 700;
    packInto(track.imm.modes, THEATRE_MODES.at[1] + 6, p, 6, 6);
  });
});

test('while the air takes the energy back, the class that was known stands', () => {
  const last = assessed(coasting());
  const entering = coasting({ climb_mps: -1000, height_m: 40_000 });
  expect(assessed(entering, last)).toMatchObject({
    energyClass: last.energyClass,
    equivalentSpeed_mps: last.equivalentSpeed_mps,
    sigmaEquivalentSpeed_mps: last.sigmaEquivalentSpeed_mps,
  });
  expect(assessed(entering).equivalentSpeed_mps).not.toBe(last.equivalentSpeed_mps);
});

test('a class is said where nine tenths are for one; near a bound both are told, with what each has', () => {
  const said = (sigma_mps: number) => {
    const track = coasting();
    const p = new Float64Array(36);
    for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 1e4 : sigma_mps * sigma_mps;
    packInto(track.imm.modes, THEATRE_MODES.at[1] + 6, p, 6, 6);
    return assessed(track);
  };
  // 3.39 km/s at the surface, where an MRBM begins at 3.02.
  expect(said(100)).toMatchObject({ energyClass: 'MRBM', classes: [{ energyClass: 'MRBM' }] });
  const { energyClass, classes = [] } = said(400);
  expect(energyClass).toBeUndefined();
  expect(classes.map((one) => one.energyClass)).toEqual(['MRBM', 'SRBM']);
  expect(classes[1].probability).toBeGreaterThan(0.1);
});

// H8: absence is evidence, but a miss is not yet absence.
test('a phenomenology is absent when so many misses have a chance of e^−12, observed when it has been, and else not expected', () => {
  const track = coasting();
  const stateOf = (kind: 'heat' | 'radar') => assessed(track).phenomenologies.find(({ phenomenology }) => phenomenology === kind);
  expect(stateOf('radar')).toEqual({ phenomenology: 'radar', state: 'observed', sensors: ['coast'], hits: 60, last_us: NOW });
  track.seen.radar.absence = 12;
  expect(stateOf('radar')?.state).toBe('observed');
  track.seen.radar.absence = 12.01;
  expect(stateOf('radar')?.state).toBe('expected-and-absent');
  Object.assign(track.seen.heat, { hits: 0, sensors: [], last_us: undefined });
  expect(stateOf('heat')).toEqual({ phenomenology: 'heat', state: 'not-expected', sensors: [], hits: 0 });
});

test('the people concerned are those of the places that were looked up around the impact', () => {
  const track = coasting();
  const { impact } = assessed(track);
  const point = impact?.point ?? PLACE;
  const place = { name: 'Under', country: 'XX', population: 500, latitude_rad: point.latitude_rad, longitude_rad: point.longitude_rad };
  const regions = [{ point, radius_m: 500_000, places: [place], leftOut: 0 }];
  const under = assessTrack(track, 'a', 'E1', 1, { launch: undefined, last: undefined }, { ...CIRCUMSTANCES, at_us: NOW, regions });
  expect(under.people).toMatchObject({ inEstimate: { kind: 'counted', atLeast: 500 }, inAlertArea: { kind: 'counted', atLeast: 500 } });
  expect(assessed(track).people).toEqual({ inEstimate: { kind: 'not-looked-up' }, inAlertArea: { kind: 'not-looked-up' } });
});

test('the ground point of a track is below it, with its covariance turned to east and north', () => {
  const track = coasting();
  const p = new Float64Array(36);
  // 300 m towards the east and 100 m towards the north, hanging together.
  const d = addScaled(scale(east, 300), north, 100);
  const u = [d.x, d.y, d.z];
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) p[i * 6 + j] = u[i] * u[j] + (i === j ? 1 : 0);
  for (let i = 3; i < 6; i++) p[i * 7] = 1;
  packInto(track.imm.modes, THEATRE_MODES.at[1] + 6, p, 6, 6);
  const ground = groundPointOf(track);
  expect(ground.point).toMatchObject({ height_m: 0 });
  expect(ground.point.latitude_rad).toBeCloseTo(PLACE.latitude_rad, 9);
  expect(ground.point.longitude_rad).toBeCloseTo(PLACE.longitude_rad, 9);
  expect(ground.covarianceEast_m2).toBeCloseTo(90_001, 3);
  expect(ground.covarianceEastNorth_m2).toBeCloseTo(30_000, 3);
  expect(ground.covarianceNorth_m2).toBeCloseTo(10_001, 3);
});

/** First seen just above the clouds. */
function launched(): Track {
  return { ...coasting(), origin_m: ecefVecFromGeodetic(geodeticDegrees(39, 126, 10_000)) };
}

// Heat that sun on clouds made had a launch point, and a fighter in level flight.
test('a launch is said of what was sooner launched than not, once it climbs as no aircraft does, or is as fast as none', () => {
  const fitted = {
    point: PLACE,
    covarianceEast_m2: 1e6,
    covarianceEastNorth_m2: 0,
    covarianceNorth_m2: 1e6,
    time_us: NOW - 160 * S,
    sigmaTime_s: 5,
  };
  const said = assessed(coasting(), undefined, NOW, fitted);
  expect(said.launch).toBe(fitted);
  const flying = (speed_mps: number, climb_mps: number): Track => {
    const track = coasting();
    const v = addScaled(scale(east, speed_mps), up, climb_mps);
    for (const at of THEATRE_MODES.at) track.imm.modes.set([v.x, v.y, v.z], at + 3);
    return track;
  };
  expect(assessed(flying(800, 43), undefined, NOW, fitted).launch).toBeUndefined();
  expect(assessed(flying(800, 60), undefined, NOW, fitted).launch).toBe(fitted);
  // An intercontinental missile of which one satellite saw nine looks was surely launched, and no axis said that it climbs.
  const across = flying(800, 43);
  const unknown = new Float64Array(36);
  for (let i = 0; i < 6; i++) unknown[i * 7] = i < 3 ? 1e4 : 400 * 400;
  THEATRE_MODES.models.forEach(({ dimension }, j) => packInto(across.imm.modes, THEATRE_MODES.at[j] + dimension, unknown, 6, 6));
  expect(assessed(across, undefined, NOW, fitted).launch).toBe(fitted);
  // A satellite alone knows little of the climb, and the speed across its sight.
  expect(assessed(flying(1_500, 43), undefined, NOW, fitted).launch).toBe(fitted);
  // Past its apogee it was launched all the same.
  expect(assessed(coasting({ climb_mps: -500 }), said, NOW, fitted).launch).toBe(fitted);
  const orbiting = coasting({ height_m: 400_000 });
  const fast = addScaled(scale(east, 7_800), up, 100);
  for (const at of THEATRE_MODES.at) orbiting.imm.modes.set([fast.x, fast.y, fast.z], at + 3);
  Object.assign(orbiting.burn, { ignitions: 0, began_us: undefined, ended_us: undefined, burned_s: 0 });
  Object.assign(orbiting.seen.heat, { hits: 0, first_us: undefined, last_us: undefined, sensors: [] });
  const round = assessed(orbiting, undefined, NOW, fitted);
  expect([round.cause, round.launch]).toEqual(['satellite', undefined]);
});

test('a launch point that cannot be fitted any better stays what it was', () => {
  const known: LaunchEstimate = { ...groundPointOf(coasting()), time_us: 0, sigmaTime_s: 2 };
  expect(launchOf(launched(), known)).toBe(known);
  expect(launchOf(launched(), undefined)).toBeUndefined();
  // Of what was first seen high up, or glowing in the air, no launch is known.
  expect(launchOf(coasting(), known)).toBeUndefined();
  const glowing = launched();
  glowing.burn.glowed = true;
  expect(launchOf(glowing, known)).toBeUndefined();
  expect(assessed(coasting(), undefined, NOW, known).launch).toBe(known);
  expect(assessed(coasting())).not.toHaveProperty('launch');
});

test('a launch point that can be fitted takes the place of the one before', () => {
  const known: LaunchEstimate = { ...groundPointOf(coasting()), time_us: 0, sigmaTime_s: 2 };
  const track = launched();
  const site = geodeticDegrees(39, 126);
  const from = satellitesAt([105, 160]);
  track.early.push(...[10, 11, 12, 13, 14, 15].map((t) => sighting(undefined, t, from[t % 2], ecefVecFromGeodetic(site))));
  const launch = launchOf(track, known);
  expect(launch).not.toBe(known);
  expect(geodesicInverse(launch?.point ?? PLACE, site).distance_m).toBeLessThan(2000);
});

// 2022-11-18, replayed: known to 25 m, then to 58, and six seconds before the ground to nothing.
test('in the last seconds of a fall what was said stands, unless what is said now is finer or elsewhere', () => {
  const falling = (sigma_mps: number, off_m = 0): Track => {
    const track = coasting({ climb_mps: -1_500, height_m: 30_000 });
    const p = new Float64Array(36);
    for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 1e4 : sigma_mps * sigma_mps;
    for (const [j, { dimension }] of THEATRE_MODES.models.entries()) {
      packInto(track.imm.modes, THEATRE_MODES.at[j] + dimension, p, 6, 6);
      for (const [k, one] of [north.x, north.y, north.z].entries()) track.imm.modes[THEATRE_MODES.at[j] + k] += off_m * one;
    }
    track.highest_m = 300_000;
    track.seen.radar.last_us = NOW + S;
    return track;
  };
  const before = falling(5);
  before.seen.radar.last_us = NOW;
  const last = assessed(before);
  const after = (track: Track) => assessed(track, last, NOW + S).impact;
  expect(after(falling(20))).toBe(last.impact);
  expect(after(falling(800))).toBe(last.impact);
  expect(after(falling(2))).not.toBe(last.impact);
  expect(after(falling(20, 30_000))).not.toBe(last.impact);
  // Higher up every look is taken as it is.
  const high = coasting({ climb_mps: -100 });
  high.seen.radar.last_us = NOW + S;
  expect(assessed(high, last, NOW + S).impact).not.toBe(last.impact);
});

// Its models fill in what lies along one satellite's sight: a track was sure to 20° of a heading that was off by a right angle.
test('what one satellite alone sees goes where its climb does, and not where its track says', () => {
  const alone = coasting();
  Object.assign(alone.seen.radar, { hits: 0, sensors: [] });
  const course = { heading_rad: degrees(40), headingHalfWidth_rad: degrees(30) };
  const climb = { point: PLACE, covarianceEast_m2: 1e6, covarianceEastNorth_m2: 0, covarianceNorth_m2: 1e6, time_us: NOW, sigmaTime_s: 5 };
  expect(assessed(alone, undefined, NOW, { ...climb, ...course }).heading_rad).toBeCloseTo(degrees(90), 6);
  alone.seen.heat.sensors = ['ir-1'];
  expect(assessed(alone, undefined, NOW, { ...climb, ...course })).toMatchObject(course);
  expect(assessed(alone, undefined, NOW, climb)).not.toHaveProperty('heading_rad');
  expect(assessed(alone)).not.toHaveProperty('headingHalfWidth_rad');
});
