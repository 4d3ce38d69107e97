import { expect, test } from 'vitest';
import { flyPublished } from '../../sim/flight.ts';
import type { Manoeuvre } from '../../sim/scenario.ts';
import type { TruthFlight } from '../../sim/truth.ts';
import { geodesicInverse } from '../frames/geodesic.ts';
import { type Geodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { packInto } from '../math/packed.ts';
import { equivalentSurfaceSpeed_mps, minimumEnergySpeed_mps } from '../physics/ballistic.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { degrees, type Metres, type Micros } from '../units.ts';
import { flatArea_m2, offset, ringHolds } from './area.ts';
import type { ImpactEstimate } from './assessment.ts';
import { predictImpact } from './impact.ts';

const SITE = geodeticDegrees(39.2, 125.67);
const EAST = degrees(90);
const MISSILE = [{ hypothesis: 'ballistic-missile', probability: 1 }] as const;

function flown(apogee_km: number, distance_km: number, manoeuvre?: Manoeuvre): Flight {
  const flight = flyPublished(
    {
      kind: 'published',
      id: `${apogee_km}-${distance_km}`,
      site: SITE,
      launch_us: 0,
      bearing_rad: EAST,
      apogee_m: apogee_km * 1e3,
      groundRange_m: distance_km * 1e3,
      ...(manoeuvre === undefined ? {} : { manoeuvre }),
    },
    1,
  );
  if (flight.kind !== 'flown' || flight.truth.impact === undefined) throw new Error('it comes down');
  const { burnout_us, apogee, impact } = flight.truth;
  return { ...flight.truth, impact, looks: [burnout_us + 15e6, Math.max(burnout_us + 15e6, apogee.at_us)] };
}

/** When it is looked at: as soon as an impact is stated, and at its top. */
type Flight = TruthFlight & { readonly impact: { readonly point: Geodetic; readonly time_us: Micros }; readonly looks: readonly Micros[] };

/** A track that knows where a flight is to a metre. */
function trackOf({ stateAt, burnout_us, apogee }: Flight, at_us: Micros, manoeuvred = 0): Track {
  const state = stateAt(at_us);
  if (state === undefined) throw new Error('it is in the air');
  const { r, v } = state;
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? 1 : 1e-4;
  const modes = new Float64Array(THEATRE_MODES.size);
  for (const mode of THEATRE_MODES.at) {
    modes.set([r.x, r.y, r.z, v.x, v.y, v.z], mode);
    packInto(modes, mode + 6, p, 6, 6);
  }
  const track = newTrack('T1', at_us, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 0);
  track.burn.ignitions = 1;
  track.burn.ended_us = burnout_us;
  track.highest_m = at_us >= apogee.at_us ? apogee.height_m : 0;
  track.manoeuvred = manoeuvred;
  return track;
}

function impactOf(track: Track): ImpactEstimate {
  const outcome = predictImpact(track, MISSILE, 0.95);
  if (outcome.kind !== 'impact') throw new Error(outcome.reason);
  return outcome.impact;
}

/** The longest way that its energy takes a body, without air. */
function longestRange_m({ stateAt }: Flight, at_us: Micros): Metres {
  const state = stateAt(at_us);
  if (state === undefined) throw new Error('it is in the air');
  const speed_mps = equivalentSurfaceSpeed_mps(state.r, state.v);
  let [low, high] = [0, 2e7];
  while (high - low > 100) {
    const middle = (low + high) / 2;
    if (minimumEnergySpeed_mps(middle) < speed_mps) low = middle;
    else high = middle;
  }
  return low;
}

const SHORT: readonly (readonly [number, number])[] = [
  [10, 40],
  [12, 60],
  [20, 60],
  [30, 60],
  [25, 80],
  [20, 100],
  [45, 100],
  [25, 200],
  [80, 200],
  [50, 300],
  [60, 400],
  [50, 600],
  [110, 800],
];

// 60 km were 1,500 square kilometres: with the lift of a glider a short rocket came half as far again.
test.each(SHORT)(
  'what has not turned at %i km of %i km reaches what its energy allows, and not half as far again',
  (apogee_km, distance_km) => {
    const flight = flown(apogee_km, distance_km);
    for (const at_us of flight.looks) {
      const { area, point } = impactOf(trackOf(flight, at_us));
      const way_m = longestRange_m(flight, flight.looks[0]);
      const corners = area.map((corner) => geodesicInverse(SITE, corner));
      const ahead_m = Math.max(...corners.map(({ distance_m, azimuth_rad }) => distance_m * Math.cos(azimuth_rad - EAST)));
      const aside_m = Math.max(...corners.map(({ distance_m, azimuth_rad }) => Math.abs(distance_m * Math.sin(azimuth_rad - EAST))));
      const size_m2 = flatArea_m2(area.map((corner) => offset(point, corner)));
      expect(ahead_m).toBeLessThan(1.35 * way_m + 5_000);
      expect(aside_m).toBeLessThan(0.28 * way_m + 5_000);
      expect(size_m2).toBeLessThan(0.22 * way_m * way_m);
    }
  },
);

const TURN: readonly (readonly [number, number, Manoeuvre])[] = [
  [15, 80, 'pullup'],
  [20, 120, 'pullup'],
  [20, 190, 'pullup'],
  [40, 300, 'pullup'],
  [60, 450, 'pullup'],
  [50, 600, 'pullup'],
  [60, 700, 'pullup'],
  [50, 1000, 'glide'],
  [80, 1500, 'glide'],
  [60, 2000, 'glide'],
  [110, 2500, 'glide'],
  [100, 3000, 'glide'],
];

test.each(TURN)(
  'before it turns at %i km of %i km, the reach holds where and when a %s comes down',
  (apogee_km, distance_km, manoeuvre) => {
    const flight = flown(apogee_km, distance_km, manoeuvre);
    for (const at_us of flight.looks) {
      const { area, asItFalls, span } = impactOf(trackOf(flight, at_us));
      expect(asItFalls && ringHolds(asItFalls.area, flight.impact.point)).toBe(false);
      expect(ringHolds(area, flight.impact.point)).toBe(true);
      expect(asItFalls?.span.to_us).toBeLessThan(flight.impact.time_us);
      // What is told of adds half a minute.
      expect(span?.to_us).toBeGreaterThan(flight.impact.time_us - 30e6);
    }
  },
);

test.each([...TURN, [30, 700, 'glide'], [60, 200, 'glide'], [30, 300, 'glide'], [80, 1000, 'glide']] as const)(
  'once it is seen to turn at %i km of %i km, one area and one span hold where and when a %s comes down, to the end',
  (apogee_km, distance_km, manoeuvre) => {
    const flight = flown(apogee_km, distance_km, manoeuvre);
    const from_us = flight.apogee.at_us;
    for (let share = 0; share < 1; share += 0.125) {
      const at_us = Math.round(from_us + share * (flight.impact.time_us - from_us));
      const { area, asItFalls, span } = impactOf(trackOf(flight, at_us, 1));
      expect(ringHolds(area, flight.impact.point)).toBe(true);
      expect(span?.to_us).toBeGreaterThan(flight.impact.time_us);
      expect(asItFalls).toBeUndefined();
    }
  },
);
