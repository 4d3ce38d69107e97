import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { lineOfSight } from '../frames/line-of-sight.ts';
import { addScaled, norm, scale, type Vec3, vec3 } from '../math/vector.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { normalQuantile } from '../math/chi-squared.ts';
import { packInto } from '../math/packed.ts';
import { type EarlySighting, newTrack, type Track } from '../theatre-track/track.ts';
import { degrees } from '../units.ts';
import { type Features, featuresOf } from './features.ts';
import { weigh } from './weigh.ts';

const S = 1_000_000;
const PLACE = geodeticDegrees(40, 130, 100_000);
const { east, north, up } = enuBasis(PLACE);

/** A coasting track over the place: velocity in east, north and up, m/s; known to 100 m, and to 1, 2 and 3 m/s on the ECEF axes. */
function body(e: number, n: number, u: number, height_m = 100_000): Track {
  const r = ecefVecFromGeodetic({ ...PLACE, height_m });
  const v = addScaled(addScaled(scale(east, e), north, n), up, u);
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 1e4 : (i - 2) * (i - 2);
  const modes = new Float64Array(THEATRE_MODES.size);
  THEATRE_MODES.models.forEach(({ dimension }, j) => {
    modes.set([r.x, r.y, r.z, v.x, v.y, v.z], THEATRE_MODES.at[j]);
    packInto(modes, THEATRE_MODES.at[j] + dimension, p, 6, 6);
  });
  return newTrack('T1', 0, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 10);
}

const featuresAt = (
  track: Track,
  at_us = 0,
  sky = undefined as Parameters<typeof featuresOf>[2],
  radars: readonly RadarSensor[] = [],
): Features => featuresOf(track, at_us, sky, radars);

test('speed and its error are along the velocity; energy and angle are carried down to the surface', () => {
  const f = featuresAt(body(1000, 0, 2000));
  const speed = Math.sqrt(5e6);
  expect(f.speed_mps).toBeCloseTo(speed, 6);
  const v = addScaled(scale(east, 1000 / speed), up, 2000 / speed);
  expect(f.sigmaSpeed_mps).toBeCloseTo(Math.sqrt(v.x ** 2 + 4 * v.y ** 2 + 9 * v.z ** 2), 9);
  expect(f.height_m).toBeCloseTo(100_000, 3);
  // Some 2 g h more at the ground, less what gravity loses on the way: 2g·98.5 km.
  expect(Math.abs(f.surfaceSpeed_mps - Math.sqrt(5e6 + 2 * 9.8 * 98_450))).toBeLessThan(10);
  expect(f.sigmaSurfaceSpeed_mps).toBeCloseTo((f.sigmaSpeed_mps * speed) / f.surfaceSpeed_mps, 9);
  // What goes sideways stays, but for the lever of the height; the rest climbs.
  expect(Math.cos(f.surfaceAngle_rad)).toBeCloseTo((1000 * 1.0155) / f.surfaceSpeed_mps, 2);
});

test('straight up is a right angle, and a path that never comes down to the surface has none', () => {
  // But for the ellipsoid's vertical, which does not point at the Earth's centre.
  expect(Math.abs(featuresAt(body(0, 0, 3000)).surfaceAngle_rad - Math.PI / 2)).toBeLessThan(0.004);
  expect(featuresAt(body(9000, 0, 0)).surfaceAngle_rad).toBe(0);
});

test('perigee and apogee are those of the path in space, which the Earth’s turn lends speed', () => {
  const f = featuresAt(body(7400, 0, 0, 200_000));
  // 7,400 m/s and 367 of the Earth's turn at 40° N and 200 km: just short of the 7,784 that a circle takes.
  expect(f.apogeeHeight_m).toBeGreaterThan(180_000);
  expect(f.apogeeHeight_m).toBeLessThan(220_000);
  expect(f.perigeeHeight_m).toBeGreaterThan(100_000);
  expect(f.perigeeHeight_m).toBeLessThan(f.apogeeHeight_m);
});

test('entering is coming down, and low', () => {
  expect(featuresAt(body(1000, 0, -500, 80_000)).entering).toBe(true);
  expect(featuresAt(body(1000, 0, 500, 80_000)).entering).toBe(false);
  // On a parachute it swings.
  expect(featuresAt(Object.assign(body(0, 0, 5, 3_000), { highest_m: 140_000 })).entering).toBe(true);
  expect(featuresAt(body(1000, 0, -500, 95_000)).entering).toBe(false);
});

test('a burn that goes on counts as far as heat was seen, besides those that have ended', () => {
  const track = body(500, 0, 500);
  Object.assign(track.burn, { burning: true, ignitions: 2, began_us: 100 * S, burned_s: 60 });
  track.seen.heat.last_us = 130 * S;
  track.seen.heat.hits = 30;
  expect(featuresAt(track, 140 * S)).toMatchObject({ burned_s: 90, burning: true, everBurned: true, coastSeen_s: 0 });
  track.seen.heat.last_us = undefined;
  expect(featuresAt(track, 140 * S).burned_s).toBe(60);
  expect(featuresAt(body(0, 0, 1))).toMatchObject({ burned_s: 0, burning: false, everBurned: false });
});

test('a coast counts from the burn’s end to what radar last saw of it, after three hits', () => {
  const track = body(500, 0, 500);
  Object.assign(track.burn, { ignitions: 1, ended_us: 100 * S, radarHitsInCoast: 3 });
  track.seen.radar.last_us = 125 * S;
  expect(featuresAt(track).coastSeen_s).toBe(25);
  track.burn.radarHitsInCoast = 2;
  expect(featuresAt(track).coastSeen_s).toBe(0);
  // A pause between stages is forgotten when the next one lights, a coast too long for that is not.
  track.burn.burning = true;
  track.burn.longestCoast_s = 30;
  expect(featuresAt(track).coastSeen_s).toBe(0);
  track.burn.longestCoast_s = 31;
  expect(featuresAt(track).coastSeen_s).toBe(31);
  track.burn.burning = false;
  track.burn.radarHitsInCoast = 3;
  track.seen.radar.last_us = undefined;
  expect(featuresAt(track).coastSeen_s).toBe(31);
});

test('it has climbed when it is higher than where it was first seen, by more than either height may be wrong', () => {
  const low = { ...body(500, 0, 500, 30_000), originSigmaHeight_m: 0 };
  const climbs = (highest_m: number): boolean => featuresAt(Object.assign(low, { highest_m })).climbed;
  const { sigmaHeight_m } = featuresAt(low);
  expect(sigmaHeight_m).toBeGreaterThan(0);
  expect([0, 31_900 + 3 * sigmaHeight_m, 32_100 + 3 * sigmaHeight_m].map(climbs)).toEqual([false, false, true]);
  // A capsule whose glow two satellites saw was begun 11 km too low, and had "climbed": no re-entry then, and a missile was warned of.
  const vague = { ...low, originSigmaHeight_m: 20_000 };
  expect([85_000, 95_000].map((highest_m) => featuresAt({ ...vague, highest_m }).climbed)).toEqual([false, true]);
  expect(low.originSigmaHeight_m).toBeLessThan(body(500, 0, 500, 30_000).originSigmaHeight_m);
});

test('it falls, or is held up, when radar has seen it eight times and the models agree', () => {
  const track = body(500, 0, 500);
  const weighed = (hits: number, boost: number, coast: number, entry: number, manoeuvre: number, heat = 0): readonly boolean[] => {
    track.seen.radar.hits = hits;
    track.seen.heat.hits = heat;
    track.imm.weights.set([boost, coast, entry, manoeuvre]);
    const { falls, doesNotFall, fallsFreely } = featuresAt(track);
    expect(fallsFreely).toBe(hits >= 8 && coast > 0.9);
    return [falls, doesNotFall];
  };
  expect(weighed(8, 0, 0.5, 0.45, 0.05)).toEqual([true, false]);
  expect(weighed(8, 0, 0.95, 0.05, 0)).toEqual([true, false]);
  expect(weighed(7, 0, 0.5, 0.45, 0.05)).toEqual([false, false]);
  expect(weighed(8, 0.05, 0.4, 0.45, 0.1)).toEqual([false, false]);
  expect(weighed(8, 0.5, 0.05, 0, 0.45)).toEqual([false, true]);
  expect(weighed(7, 0.5, 0.05, 0, 0.45)).toEqual([false, false]);
  expect(weighed(8, 0.5, 0.1, 0, 0.4)).toEqual([false, false]);
  // What burns does not fall either, and is no echo for it.
  expect(weighed(8, 0.5, 0.05, 0, 0.45, 1)).toEqual([false, false]);
});

const SATELLITE = ecefVecFromGeodetic(geodeticDegrees(0, 105, 35_786_000));
const OTHER_SATELLITE = ecefVecFromGeodetic(geodeticDegrees(0, 160, 35_786_000));
const CLOUD = geodeticDegrees(40, 130, 10_000);

function seenAt(t_s: number, east_m: number, from: Vec3 = SATELLITE): EarlySighting {
  const lineOfSightEcef = lineOfSight(from, addScaled(ecefVecFromGeodetic(CLOUD), east, east_m));
  const covariance_rad2 = { rightRight: 6.25e-10, rightUp: 0, upUp: 6.25e-10 };
  return { at_us: t_s * S, satelliteEcef_m: from, detection: { lineOfSightEcef, covariance_rad2, intensity_Wpsr: 1e5 } };
}

/** First and last sightings of something hot that moves to the east, a look in two seconds. */
function hot(speed_mps: number, span_s: number, from: Vec3 = SATELLITE): Track {
  const track = body(0, 0, 1);
  const times = Array.from({ length: span_s / 2 + 1 }, (_, k) => 2 * k);
  const sightings = times.map((t) => seenAt(t, speed_mps * t, from));
  track.early.push(...sightings);
  track.recent.push(...sightings.slice(-6));
  return track;
}

test('heat that stays has moved by nothing, and a rocket would have by many sigmas', () => {
  const f = featuresAt(hot(0, 60));
  expect(f.heatMotion_sigma).toBeLessThan(1e-6);
  expect(f.heatSpan_s).toBe(60);
  // ½ · 5 m/s² · (58² − 2²) = 8.4 km, from the first three's middle to the last three's; a mean of three sights of 25 µrad at 38,000 km against one of three: 0.78 km.
  expect(f.slowestRocket_sigma).toBeCloseTo(8400 / 780, 0);
  // Counted on for a minute, then at the speed that it has.
  expect(featuresAt(hot(0, 80)).slowestRocket_sigma / f.slowestRocket_sigma).toBeCloseTo((9000 + 300 * 18 - 10) / 8400, 3);
});

// 1983 in pixels: sunlight that stood for eight minutes was a glint for six, and then a missile again: the satellite had come a thousand kilometres, and was taken for another.
test('heat that stays has not moved though its satellite on a high orbit has, for ten minutes', () => {
  const track = body(0, 0, 1);
  const sightings = Array.from({ length: 121 }, (_, k) => seenAt(5 * k, 0, addScaled(SATELLITE, vec3(0, 1_500, -2_500), 5 * k)));
  track.early.push(...sightings.slice(0, 12));
  track.recent.push(...sightings.slice(-6));
  expect(featuresAt(track)).toMatchObject({ heatSpan_s: 600, heatMotion_sigma: expect.closeTo(0, 4) });
});

test('heat that moves is as many sigmas away as it has come across the line of sight', () => {
  // From the mean of the first three looks to that of the last three: 56 s at 300 m/s, of which the slant of the view shortens some.
  const f = featuresAt(hot(300, 60));
  expect(f.heatMotion_sigma).toBeGreaterThan((0.8 * 300 * 56) / 780);
  expect(f.heatMotion_sigma).toBeLessThan((300 * 56) / 750);
});

// Means that share a sight say that half of the way was gone, and of one and the same sight none.
test.each([2, 5, 10, 15, 30])(
  'what lifts off at 5 m/s² is as far as the slowest rocket, of looks %d s apart, whenever that is asked',
  (between_s) => {
    for (let span_s = Math.ceil(10 / between_s) * between_s; span_s <= 60; span_s += between_s) {
      const track = body(0, 0, 1);
      const sightings = Array.from({ length: span_s / between_s + 1 }, (_, k) =>
        seenAt(between_s * k, 2.5 * (between_s * k) ** 2, SATELLITE),
      );
      track.early.push(...sightings);
      track.recent.push(...sightings.slice(-6));
      const { heatMotion_sigma = NaN, slowestRocket_sigma } = featuresAt(track);
      expect(heatMotion_sigma / slowestRocket_sigma, `${span_s} s`).toBeGreaterThan(0.75);
      expect(heatMotion_sigma / slowestRocket_sigma, `${span_s} s`).toBeLessThan(1.05);
    }
  },
);

// Of three and three, half a minute apart, the means would be of looks in which a rocket has come far, and a boost has no six of them.
test('of looks that come slowly the first is compared with the last', () => {
  const slow = hot(300, 60);
  for (const sights of [slow.early, slow.recent]) sights.splice(0, Infinity, ...[0, 30, 60].map((t) => seenAt(t, 300 * t, SATELLITE)));
  const { heatMotion_sigma = 0, slowestRocket_sigma } = featuresAt(slow);
  // One against one: the noise of 3 against 3 times √3.
  expect(slowestRocket_sigma).toBeCloseTo(9000 / (780 * Math.sqrt(3)), 0);
  expect(heatMotion_sigma).toBeGreaterThan((0.8 * 300 * 60) / (780 * Math.sqrt(3)));
});

test('too short a while, too few sights, or sights past the Earth say nothing of motion', () => {
  expect(featuresAt(hot(300, 8))).toMatchObject({ heatMotion_sigma: undefined, heatSpan_s: 8, slowestRocket_sigma: 0 });
  expect(featuresAt(hot(300, 10)).heatMotion_sigma).toBeDefined();
  const one = hot(300, 60);
  one.recent.splice(0, Infinity, one.early[0]);
  expect(featuresAt(one).heatMotion_sigma).toBeUndefined();
  expect(featuresAt(body(0, 0, 1))).toMatchObject({ heatMotion_sigma: undefined, heatSpan_s: 0 });
  const past = hot(0, 60);
  past.recent.splice(5, 1, { ...past.recent[5], detection: { ...past.recent[5].detection, lineOfSightEcef: vec3(0, 0, 1) } });
  expect(featuresAt(past).heatMotion_sigma).toBeUndefined();
});

// Two satellites point at a fire from two sides: their lines of sight are not compared with each other.
test('only what the first satellite saw is compared', () => {
  const track = hot(0, 60);
  track.recent.splice(0, 6, ...[50, 52, 54, 56, 58, 60].map((t) => seenAt(t, 50_000, OTHER_SATELLITE)));
  expect(featuresAt(track)).toMatchObject({ heatMotion_sigma: undefined, heatSpan_s: 0 });
});

/** Early and recent sightings of something hot whose way to the east is a function of time, one look in so many seconds. */
function going(way_m: (t_s: number) => number, span_s: number, between_s: number, from: Vec3 = SATELLITE): Track {
  const track = body(0, 0, 1);
  const sightings = Array.from({ length: span_s / between_s + 1 }, (_, k) => seenAt(between_s * k, way_m(between_s * k), from));
  track.early.push(...sightings.slice(0, 12));
  track.recent.push(...sightings.slice(-6));
  return track;
}

test('heat in level flight gains no speed, and what climbs gains what it gains; each look counts once', () => {
  const level = featuresAt(going((t) => 300 * t, 60, 5)).heatAcceleration;
  expect(level).toMatchObject({ acceleration_mps2: expect.closeTo(0, 1), unsteady_sigma: expect.closeTo(-Math.sqrt(10), 1) });
  // The slant of the view shortens what goes to the east, to 0.8 or more.
  expect(level?.speed_mps).toBeGreaterThan(240);
  expect(level?.speed_mps).toBeLessThan(301);
  const climbing = featuresAt(going((t) => 300 * t + 5 * t * t, 60, 5)).heatAcceleration;
  expect((climbing?.acceleration_mps2 ?? 0) / 10).toBeCloseTo((level?.speed_mps ?? 0) / 300, 1);
  // Thirteen looks of 0.95 km, evenly over a minute:  σ = 12 √5 · 950 m / (T² √n)  and a tenth more for so few.
  expect(climbing?.sigmaAcceleration_mps2).toBeCloseTo(1.9, 0);
});

test('a rocket is weighed by what a satellite can see of its climb: nothing from straight above, much from aside', () => {
  const above = ecefVecFromGeodetic({ ...CLOUD, height_m: 35_786_000 });
  const seenFrom = (from: Vec3): number => featuresAt(going((t) => 5 * t * t, 60, 5, from)).heatAcceleration?.slowestRocket_mps2 ?? NaN;
  expect(seenFrom(above)).toBeLessThan(0.1);
  // 53° from the vertical of the place.
  expect(seenFrom(SATELLITE)).toBeCloseTo(4 * Math.sin(degrees(53)), 1);
});

test('several fires that are lit one beside the other lie on no steady path; a stage that ends is no scatter', () => {
  const fires = [0, 4_000, 0, 4_000, 8_000, 0, 8_000, 4_000];
  expect(featuresAt(going((t) => fires[t / 10], 70, 10)).heatAcceleration?.unsteady_sigma).toBeGreaterThan(5);
  // 30 m/s² for half of two minutes, then 8.
  const staged = going((t) => (t < 60 ? 15 * t * t : 15 * 3_600 + 1_800 * (t - 60) + 4 * (t - 60) ** 2), 120, 5);
  expect(featuresAt(staged).heatAcceleration?.unsteady_sigma).toBeLessThan(3);
});

test('three looks, or ten seconds less one, say nothing of an acceleration; of two satellites the one that knows it better speaks', () => {
  expect(featuresAt(going((t) => 300 * t, 60, 30)).heatAcceleration).toBeUndefined();
  expect(featuresAt(going((t) => 300 * t, 90, 30)).heatAcceleration).toBeDefined();
  expect(featuresAt(going((t) => 300 * t, 9, 3)).heatAcceleration).toBeUndefined();
  const both = going((t) => 300 * t, 60, 5);
  const alone = featuresAt(both).heatAcceleration;
  both.early.push(...[0, 10, 20, 30].map((t) => seenAt(t, 40_000 * (t % 20), OTHER_SATELLITE)));
  expect(featuresAt(both).heatAcceleration).toEqual(alone);
});

test('fires may have wandered, and the slowest wings must have gone, by so much as their time gives', () => {
  const { fires_sigma, slowestWings_sigma } = featuresAt(hot(300, 60));
  // 10 and 60 m/s for the 56 s from middle to middle, over 0.78 km.
  expect(fires_sigma).toBeCloseTo(560 / 780, 1);
  expect(slowestWings_sigma).toBeCloseTo(3_360 / 780, 1);
});

/** Where the Sun stands so that a facet tilted by so much to the east mirrors it into the satellite. */
function sunFor(tilt_rad: number): Vec3 {
  const r = ecefVecFromGeodetic(PLACE);
  const normal = addScaled(scale(up, Math.cos(tilt_rad)), east, Math.sin(tilt_rad));
  const d = vec3(SATELLITE.x - r.x, SATELLITE.y - r.y, SATELLITE.z - r.z);
  const length = Math.sqrt(d.x ** 2 + d.y ** 2 + d.z ** 2);
  const s = scale(d, 1 / length);
  const along = 2 * (s.x * normal.x + s.y * normal.y + s.z * normal.z);
  return scale(addScaled(scale(normal, along), s, -1), 1.5e11);
}
const moonEcef_m = vec3(3.8e8, 0, 0);

test('the facet that would mirror the Sun into the satellite is tilted by half of what is missing', () => {
  for (const tilt of [0, 10, 25])
    expect(featuresAt(hot(0, 20), 0, { sunEcef_m: sunFor(degrees(tilt)), moonEcef_m }).glint_rad).toBeCloseTo(degrees(tilt), 4);
  expect(featuresAt(hot(0, 20), 0, { sunEcef_m: scale(up, -1.5e11), moonEcef_m }).glint_rad).toBe(Infinity);
  expect(featuresAt(body(0, 0, 1), 0, { sunEcef_m: sunFor(0), moonEcef_m }).glint_rad).toBeUndefined();
  expect(featuresAt(hot(0, 20)).glint_rad).toBeUndefined();
});

test('the Moon is as far from it as the nearest of the radars that see it says', () => {
  const radar = (id: string, longitude: number): RadarSensor =>
    ({ kind: 'radar', id, site: geodeticDegrees(40, longitude, 0) }) as RadarSensor;
  const track = body(0, 0, 1);
  track.seen.radar.sensors.push('west', 'below');
  const r = ecefVecFromGeodetic(PLACE);
  const site = ecefVecFromGeodetic(geodeticDegrees(40, 120, 0));
  // In line with the western radar and the object.
  const moon = addScaled(site, vec3(r.x - site.x, r.y - site.y, r.z - site.z), 400);
  const sky = { sunEcef_m: sunFor(0), moonEcef_m: moon };
  const radars = [radar('below', 130), radar('west', 120), radar('unseen', 121)];
  expect(featuresAt(track, 0, sky, radars).moon_rad).toBeCloseTo(0, 5);
  expect(featuresAt(track, 0, sky, radars.slice(0, 1)).moon_rad).toBeGreaterThan(1);
  expect(featuresAt(track, 0, sky, radars.slice(2)).moon_rad).toBeUndefined();
  expect(featuresAt(track, 0, undefined, radars).moon_rad).toBeUndefined();
});

test('what was seen, by what and how long ago is the track’s', () => {
  const track = body(0, 0, 1);
  Object.assign(track.seen.heat, { hits: 12, sensors: ['a', 'b'], last_us: 20 * S });
  Object.assign(track.seen.radar, { hits: 4, sensors: ['c'], last_us: 50 * S, absence: 7.5 });
  track.burn.reversed = true;
  expect(featuresAt(track, 60 * S)).toMatchObject({
    heatHits: 12,
    heatSensors: 2,
    radarHits: 4,
    radarAbsence: 7.5,
    age_s: 50,
    reversed: true,
  });
});

test('what keeps its height in the air for half a minute and more is level; what falls or climbs as no aircraft does, or has been hot, is not carried', () => {
  const followed = (time_s: number, from_m: number, to_m: number, heat = 0): Track => {
    const track = { ...body(200, 0, 0, to_m), origin_m: ecefVecFromGeodetic({ ...PLACE, height_m: from_m }) };
    Object.assign(track.seen.radar, { hits: 20, first_us: 0, last_us: time_s * S });
    track.seen.heat.hits = heat;
    track.highest_m = Math.max(from_m, to_m);
    return track;
  };
  const level = (...of: Parameters<typeof followed>): boolean => featuresAt(followed(...of)).level;
  expect(level(60, 11_000, 11_000)).toBe(true);
  expect(level(29, 11_000, 11_000)).toBe(false);
  expect(level(60, 11_000, 7_000)).toBe(false);
  expect(level(60, 40_000, 40_000)).toBe(false);
  // So fast it may glide, and is a missile then.
  const fast = { ...body(2_500, 0, 0, 25_000), origin_m: ecefVecFromGeodetic({ ...PLACE, height_m: 25_000 }) };
  Object.assign(fast.seen.radar, { hits: 20, first_us: 0, last_us: 60 * S });
  expect(featuresAt(fast).level).toBe(false);
  // What was so fast and has slowed down is no aircraft now, and what holds it up is what held it then.
  expect(level(60, 19_000, 19_000)).toBe(true);
  expect(featuresAt(Object.assign(followed(60, 19_000, 19_000), { fastest_mps: 1_900 })).level).toBe(false);
  const falls = (...of: Parameters<typeof followed>): boolean => featuresAt(followed(...of)).falls;
  expect(falls(60, 11_000, 10_000)).toBe(false);
  expect(falls(29, 11_000, 5_000)).toBe(false);
  expect(falls(60, 11_000, 5_000)).toBe(true);
  expect(falls(60, 11_000, 10_000, 1)).toBe(true);
  expect(featuresAt(Object.assign(followed(60, 11_000, 10_000), { fastest_mps: 1_900 })).falls).toBe(true);
});

// A fighter at 14 km whose afterburner two satellites saw was begun at 5 km, so that it never kept its height, and was a space launch after five minutes.
test('whether it keeps its height is asked from where radar knew that, whatever its first glow was taken for', () => {
  const flies = (time_s: number, born_m: number, settled_m: number, now_m: number): boolean => {
    const track = {
      ...body(480, 0, 0, now_m),
      origin_m: ecefVecFromGeodetic({ ...PLACE, height_m: born_m }),
      highest_m: Math.max(settled_m, now_m) - 900,
    };
    Object.assign(track.seen.radar, { hits: 60, first_us: 0, last_us: (20 + time_s) * S });
    track.seen.heat.hits = 100;
    track.settled = { at_us: 20 * S, height_m: settled_m };
    return featuresAt(track).level;
  };
  const height = fc.double({ min: 3_000, max: 25_000, noNaN: true });
  holds(
    fc.property(
      fc.double({ min: 0, max: 30_000, noNaN: true }),
      height,
      fc.double({ min: -2_000, max: 2_000, noNaN: true }),
      (born_m, settled_m, off_m) => {
        expect(flies(60, born_m, settled_m, settled_m + off_m)).toBe(true);
        expect(flies(60, settled_m, settled_m, settled_m + 7_000)).toBe(false);
        expect(flies(25, settled_m, settled_m, settled_m)).toBe(false);
      },
    ),
  );
});

// A capsule that flew with lift was called unknown at 29 km: two satellites had seen it glow for three minutes.
test('what two satellites see hot for minutes, and has never been higher than wings carry, is carried; what came from above is not', () => {
  const hot = (time_s: number, highest_m: number, speed_mps = 250): boolean => {
    const track = { ...body(speed_mps, 0, 0, 12_000), highest_m };
    Object.assign(track.seen.heat, { hits: 60, sensors: ['a', 'b'], first_us: 0, last_us: time_s * S });
    return featuresAt(track, time_s * S).level;
  };
  expect(hot(151, 12_000)).toBe(true);
  expect(hot(149, 12_000)).toBe(false);
  expect(hot(151, 12_000, 50)).toBe(false);
  holds(fc.property(fc.double({ min: 30_001, max: 200_000, noNaN: true }), (highest_m) => !hot(400, highest_m)));
});

// What flew at 930 m/s and 24 km was called an aircraft, unknown and a missile in turn.
test('the fastest aircraft keeps its height as the others do', () => {
  const track = { ...body(980, 0, 0, 25_900), origin_m: ecefVecFromGeodetic({ ...PLACE, height_m: 25_900 }), highest_m: 25_900 };
  Object.assign(track.seen.radar, { hits: 20, first_us: 0, last_us: 60 * S });
  expect(featuresAt(track)).toMatchObject({ level: true, falls: false });
});

/** A satellite over the place, and its state as somewhat known: one sigma of its velocity on each axis. */
const estimated = (perigee_m: number, over_m: number, sigma_mps: number, errors: readonly number[]): Track => {
  const height_m = perigee_m + over_m;
  const r = norm(ecefVecFromGeodetic({ ...PLACE, height_m }));
  const low = r - over_m;
  // At the top of an orbit with this perigee; the Earth's turn lends some of it.
  const top_mps = Math.sqrt((2 * 3.986004418e14 * low) / (r * (r + low))) - 7.292115e-5 * r * Math.cos(PLACE.latitude_rad);
  const [e, n, u] = errors.map((p) => sigma_mps * normalQuantile(p));
  const track = body(top_mps + e, n, u, height_m);
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 1e4 : sigma_mps * sigma_mps;
  THEATRE_MODES.models.forEach(({ dimension }, j) => packInto(track.imm.modes, THEATRE_MODES.at[j] + dimension, p, 6, 6));
  track.seen.radar.hits = 12;
  return track;
};

// A satellite at 170 km of which radar had ten plots, with a perigee 61 m/s too low and known to 24, was a re-entry with 0.999.
test('of a satellite that is not well known yet, re-entry is said with 0.95 about as seldom as that is wrong', () => {
  const axis = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  const drawn = fc.sample(
    fc.noBias(
      fc.tuple(
        fc.double({ min: 140_000, max: 700_000, noNaN: true }),
        fc.double({ min: 0, max: 100_000, noNaN: true }),
        fc.double({ min: 1, max: 58, noNaN: true }),
        fc.tuple(axis, axis, axis),
      ),
    ),
    { seed: 7, numRuns: 600 },
  );
  const surely = drawn.filter(([perigee_m, over_m, sigma_mps, errors]) => {
    const [first] = weigh(featuresAt(estimated(perigee_m, over_m, sigma_mps, errors))).hypotheses;
    return first.hypothesis === 're-entry' && first.probability >= 0.95;
  });
  expect(surely.length / drawn.length).toBeLessThan(0.02);
  // And what is known says so: of the same orbits, and of those that end in the air.
  for (const [perigee_m, cause] of [
    [160_000, 'satellite'],
    [400_000, 'satellite'],
    [20_000, 're-entry'],
    [-300_000, 're-entry'],
  ] as const)
    expect(
      weigh(featuresAt(estimated(perigee_m, 50_000 + Math.max(0, 100_000 - perigee_m), 1, [0.5, 0.5, 0.5]))).hypotheses[0],
    ).toMatchObject({ hypothesis: cause });
});
