import { expect, test } from 'vitest';
import { fold } from '../../../tests/support/fold.ts';
import { infraredSatellite, surveillanceRadar } from '../../sim/defaults.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { createWorld, type TimedInput } from '../../sim/world.ts';
import type { Emission } from '../tell/emission.ts';
import { lineOfSight } from '../frames/line-of-sight.ts';
import { geodesicDirect } from '../frames/geodesic.ts';
import { ecefVecFromGeodetic, geodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { enuBasis } from '../frames/enu.ts';
import { addScaled, vec3 } from '../math/vector.ts';
import { coast } from '../physics/propagate.ts';
import { degrees } from '../units.ts';
import { fellFrom } from './from-heat.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { wakeLost } from './dormant.ts';
import { packInto } from '../math/packed.ts';
import { newTrack, type Track } from './track.ts';
import { newTracker, passTime } from './tracker.ts';
import { joinFallen } from './twins.ts';

const S = 1_000_000;
const SITE = geodeticDegrees(12, -80, 80_000);
const { east, north, up } = enuBasis(SITE);
const BURNOUT = ecefVecFromGeodetic(SITE);
const SPEED = addScaled(addScaled(vec3(0, 0, 0), up, 2_000), north, 2_500);

/** A rocket as one satellite saw it until its burn-out at 100 s, and nobody since. */
function hot({ sigma_rad = 2.45e-5 } = {}): Track {
  const track = newTrack('T1', 60 * S, { modes: fallen().imm.modes, weights: Float64Array.of(0, 1, 0, 0) }, 12);
  track.status = 'confirmed';
  Object.assign(track.seen.heat, { hits: 20, first_us: 60 * S, last_us: 100 * S, sensors: ['ir'] });
  const satelliteEcef_m = ecefVecFromGeodetic(geodeticDegrees(0, -60, 35_786_000));
  for (const before_s of [4, 2, 0]) {
    const lineOfSightEcef = lineOfSight(satelliteEcef_m, addScaled(BURNOUT, SPEED, -before_s));
    const covariance_rad2 = { rightRight: sigma_rad * sigma_rad, rightUp: 0, upUp: sigma_rad * sigma_rad };
    track.recent.push({
      at_us: (100 - before_s) * S,
      satelliteEcef_m,
      detection: { lineOfSightEcef, intensity_Wpsr: 1e5, covariance_rad2 },
    });
  }
  return track;
}

/** What a radar has of a body that fell from so far east of that burn-out, 120 s after it. */
function fallen({ east_m = 0, sigma_m = 100, sigma_mps = 3, plots = 12, after_s = 120 } = {}): Track {
  const { r, v } = coast(addScaled(BURNOUT, east, east_m), SPEED, after_s);
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? sigma_m * sigma_m : sigma_mps * sigma_mps;
  const modes = new Float64Array(THEATRE_MODES.size);
  THEATRE_MODES.models.forEach(({ dimension }, j) => {
    modes.set([r.x, r.y, r.z, v.x, v.y, v.z], THEATRE_MODES.at[j]);
    packInto(modes, THEATRE_MODES.at[j] + dimension, p, 6, 6);
  });
  const at_us = (100 + after_s) * S;
  const track = newTrack('T2', at_us, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 12);
  Object.assign(track.seen.radar, { hits: plots, first_us: at_us - 12 * S, last_us: at_us, sensors: ['radar'] });
  return track;
}

test('what falls from where it was last seen to burn is the same, and what falls from beside it is not', () => {
  expect(fellFrom(hot(), fallen())).toBe(true);
  expect(fellFrom(hot(), fallen({ east_m: 1_000 }))).toBe(true);
  expect(fellFrom(hot(), fallen({ east_m: 6_000 }))).toBe(false);
});

test('the less is known of where it fell, the farther beside the sights it may pass', () => {
  const passes = (sigma_mps: number, east_m: number): boolean => fellFrom(hot(), fallen({ sigma_mps, east_m }));
  expect([passes(10, 5_600), passes(10, 6_400)]).toEqual([true, false]);
  expect([passes(14, -7_600), passes(14, -8_400)]).toEqual([true, false]);
});

test('of sharp sights a sharp track may miss what thrust of 50 m/s² makes of the seconds since, and no more', () => {
  const passes = (east_m: number): boolean =>
    fellFrom(hot({ sigma_rad: 2.45e-6 }), fallen({ sigma_m: 30, sigma_mps: 0.3, plots: 24, east_m }));
  expect([passes(560), passes(640)]).toEqual([true, false]);
});

test('only what was seen in the last seconds of the burn is asked: before, thrust has bent the way too far', () => {
  // Where it was at its burn-out it had not been before.
  const seenThere = (before_s: number): boolean => {
    const seen = hot();
    seen.recent.unshift({ ...seen.recent[2], at_us: (100 - before_s) * S });
    return fellFrom(seen, fallen());
  };
  expect([seenThere(7), seenThere(6)]).toEqual([true, false]);
});

test('it is asked when the way back is known better than before, to two kilometres at least', () => {
  expect([6, 7, 12, 13, 24].map((plots) => fellFrom(hot(), fallen({ plots })))).toEqual([true, false, true, false, true]);
  expect(fellFrom(hot(), fallen({ sigma_mps: 30 }))).toBe(false);
});

test('nothing is asked of what has been hot itself, of what may still burn, and in the air', () => {
  const warm = fallen();
  warm.seen.heat.hits = 1;
  expect(fellFrom(hot(), warm)).toBe(false);
  expect(fellFrom(hot(), fallen({ after_s: 3 }))).toBe(false);
  expect(fellFrom(hot(), fallen({ after_s: 520 }))).toBe(false);
  const piece = fallen();
  piece.parent = 'T0';
  expect(fellFrom(hot(), piece)).toBe(false);
  const blink = hot();
  blink.recent.splice(0, 2);
  expect(fellFrom(blink, fallen())).toBe(false);
});

/** As above, but that the rocket burned on for so long after it was last seen, which nobody could see. */
test('a second of thrust after the last look is allowed for, fifteen seconds are not', () => {
  const burned = (on_s: number): boolean => {
    const track = fallen({ sigma_m: 30, sigma_mps: 0.3, plots: 24 });
    const { modes } = track.imm;
    // What thrust of 40 m/s² added to the velocity leaves behind on the way back: v t.
    for (const at of THEATRE_MODES.at) for (const [i, e] of [east.x, east.y, east.z].entries()) modes[at + i] += 0.5 * 40 * on_s * on_s * e;
    return fellFrom(hot(), track);
  };
  expect([burned(1), burned(15)]).toEqual([true, false]);
});

test('where two older ones agree, neither is joined', () => {
  const younger = (): Track => fallen();
  expect(joinFallen([hot()], [younger()], []).map(({ into }) => into.id)).toEqual(['T1']);
  expect(joinFallen([hot(), { ...hot(), id: 'T0' }], [younger()], [])).toEqual([]);
});

test('what has been hot is remembered for half an hour, and is woken by what fell from it', () => {
  const woken = (seen_s: number): string[] => {
    const lost = hot();
    const track = { ...fallen(), status: 'confirmed' as const };
    const now_us = track.at_us;
    const dormant = [lost];
    wakeLost(dormant, [], [], (100 + seen_s) * S);
    return wakeLost(dormant, [], [track], now_us).map(({ into }) => into.id);
  };
  expect([woken(60), woken(1_000), woken(1_900)]).toEqual([['T1'], ['T1'], []]);
});

// Heat of one satellite has no depth: its track was flown into the ground at 80 s, and what fell from it was another object.
test('what was seen to burn, and by radar hardly, sleeps when it is computed into the ground; what radar followed has come down', () => {
  const asleep = (plots: number): unknown[] => {
    const tracker = newTracker();
    const track = hot();
    track.seen.radar.hits = plots;
    for (const at of THEATRE_MODES.at) for (const i of [0, 1, 2]) track.imm.modes[at + i] *= 0.9;
    tracker.tracks.push(track);
    return [passTime(tracker, 110 * S).map(({ reason }) => reason), tracker.dormant.length];
  };
  expect([asleep(0), asleep(6)]).toEqual([
    [['come-down'], 1],
    [['come-down'], 0],
  ]);
});

const START_US = 1_742_428_800_000_000;

/** Flights of 1,700 km before one satellite, and a radar half way that is blind until 150 s. */
function world(launches_s: readonly number[]): TimedInput[] {
  const site = geodeticDegrees(6, -77);
  const away = (bearing_deg: number, km: number): ReturnType<typeof geodetic> => {
    const { latitude_rad, longitude_rad } = geodesicDirect(site.latitude_rad, site.longitude_rad, degrees(bearing_deg), 1000 * km);
    return geodetic(latitude_rad, longitude_rad, 50);
  };
  const scenario: Scenario = {
    id: 'heat-first',
    title: 'heat first, radar later',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + 420 * S,
    seed: 3,
    sensors: [
      infraredSatellite('satellite', degrees(-56), away(326, 500)),
      { ...surveillanceRadar('radar', away(300, 700)), outages: [{ from_us: START_US, to_us: START_US + 150 * S }] },
    ],
    flights: launches_s.map((launch_s, k) => ({
      kind: 'published',
      id: `flight-${k}`,
      site: { ...site, height_m: 0 },
      launch_us: START_US + launch_s * S,
      bearing_rad: degrees(326 + 4 * k),
      apogee_m: 600_000,
      groundRange_m: 1_700_000,
    })),
    disturbances: [],
    people: [],
  };
  const made = createWorld(scenario, scenario.seed);
  const all: TimedInput[] = [];
  for (let one = made.next(); one !== undefined; one = made.next()) all.push(one);
  return all;
}

const warned = (said: readonly Emission[]): string[] =>
  said.flatMap((one) => (one.kind === 'warning' && one.change === 'recommended' ? [one.warning.event] : []));

// One satellite alive, a radar that meets the body a minute after burn-out: two events, neither of which was ever warned of.
test('heat first and radar later is one event, which is warned of; the event that had ended goes on', () => {
  const { said } = fold(world([30]));
  expect(warned(said)).toEqual(['E1']);
  const last = said.flatMap((one) => (one.kind === 'assessment' ? [one.assessment] : [])).at(-1);
  expect(last).toMatchObject({ event: 'E1', cause: 'ballistic-missile' });
  expect(last?.phenomenologies.every(({ hits }) => hits > 10)).toBe(true);
});

test('of two that rose side by side each is joined with its own', () => {
  const { said } = fold(world([30, 42]));
  expect(warned(said).toSorted()).toEqual(['E1', 'E2']);
});
