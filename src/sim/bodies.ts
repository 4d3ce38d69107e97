import { enuBasis } from '../core/frames/enu.ts';
import { geodesicDirect } from '../core/frames/geodesic.ts';
import { ecefVecFromGeodetic, heightAbove } from '../core/frames/geodetic.ts';
import { cos, sin } from '../core/math/elementary.ts';
import { add, addScaled, norm, scale, subtract, unit, type Vec3 } from '../core/math/vector.ts';
import { density } from '../core/physics/atmosphere.ts';
import { WGS84 } from '../core/frames/earth.ts';
import { coast, flyToGround } from '../core/physics/propagate.ts';
import { seconds_us, secondsBetween } from '../core/time/scale.ts';
import type { Micros, Seconds } from '../core/units.ts';
import { motionAtEpoch } from './satellite.ts';
import type { Aircraft, Decay, Falling, OrbitingSatellite, ReEntry, SpentStage } from './scenario.ts';
import { type Flown, type Trajectory, trajectory, type TruthBody, type TruthFlight } from './truth.ts';

/** What flies in the background of a theatre, and what comes down without having been launched here. */

type Motion = { readonly r: Vec3; readonly v: Vec3 };

/** Half of the time over which the way of what is known by its places alone is differenced; the third derivative of an orbit leaves 0.4 mm/s. */
const DIFFERENCE_S: Seconds = 0.5;

/** Where it is and how fast, of something known by its places. */
function differenced(place: (at_us: Micros) => Vec3, at_us: Micros): Motion {
  const by_us = seconds_us(DIFFERENCE_S);
  return { r: place(at_us), v: scale(subtract(place(at_us + by_us), place(at_us - by_us)), 1 / (2 * DIFFERENCE_S)) };
}

/** A satellite passes for as long as the scenario lasts, or until it is stopped; it shines in no band that is looked at. It falls freely from its epoch on, and
 *  before it: flown when it is asked for, a sample every half minute. */
export function flySatellite({ id, orbit, stop_us = Infinity, crossSection_m2 }: OrbitingSatellite): TruthBody {
  const start = motionAtEpoch(orbit);
  const after = freeFall(start, FREE_FALL_SAMPLE_S);
  const before = freeFall(start, 0 - FREE_FALL_SAMPLE_S);
  return {
    id,
    heat: 'stated',
    end_us: stop_us,
    stateAt(at_us) {
      const t_s = secondsBetween(orbit.epoch_us, at_us);
      return at_us >= stop_us ? undefined : { ...(t_s < 0 ? before : after)(t_s), plume_Wpsr: 0, crossSection_m2 };
    },
  };
}

const FREE_FALL_SAMPLE_S: Seconds = 30;

/** Motion at times after the start, or with a negative step before it. The samples of what goes backwards are those of a body that goes forward with the opposite
 *  velocity through the same places. */
function freeFall(start: Motion, step_s: Seconds): (t_s: Seconds) => Motion {
  const path = trajectory();
  const way = step_s < 0 ? -1 : 1;
  let last = start;
  path.add(0, start.r, scale(start.v, way), 0, 0);
  return (t_s) => {
    while (path.end_s < way * t_s || path.length < 2) {
      last = coast(last.r, last.v, step_s);
      path.add(path.end_s + Math.abs(step_s), last.r, scale(last.v, way), 0, 0);
    }
    const { r, v } = path.at(way * t_s) ?? last;
    return { r, v: scale(v, way) };
  };
}

/** Level flight along a geodesic, from a place at a time on; as the satellite, until it is stopped. */
export function flyAircraft(flight: Aircraft): TruthBody {
  const { id, from, start_us, stop_us = Infinity, course_rad, speed_mps, heat_Wpsr, crossSection_m2 } = flight;
  // The way over the ground is shorter than the way in the air.
  const ground_mps = (speed_mps * WGS84.a_m) / (WGS84.a_m + from.height_m);
  const place = (at_us: Micros): Vec3 => {
    const below = geodesicDirect(from.latitude_rad, from.longitude_rad, course_rad, ground_mps * secondsBetween(start_us, at_us));
    return ecefVecFromGeodetic({ ...below, height_m: from.height_m });
  };
  return {
    id,
    heat: 'stated',
    end_us: stop_us,
    stateAt: (at_us) =>
      at_us < start_us || at_us >= stop_us ? undefined : { ...differenced(place, at_us), plume_Wpsr: heat_Wpsr, crossSection_m2 },
  };
}

/** A body that enters from a place with a speed, a flight-path angle and an azimuth, all relative to the turning Earth. */
export function flyReEntry(flight: ReEntry): Flown {
  const { from, speed_mps, flightPathAngle_rad, azimuth_rad } = flight;
  const { east, north, up } = enuBasis(from);
  const level = add(scale(east, sin(azimuth_rad)), scale(north, cos(azimuth_rad)));
  const ahead = add(scale(level, cos(flightPathAngle_rad)), scale(up, sin(flightPathAngle_rad)));
  return fall(flight, { r: ecefVecFromGeodetic(from), v: scale(ahead, speed_mps) });
}

/** A body on its last turns: an orbit whose perigee is in the air, from its epoch on. */
export function flyDecay(flight: Decay): Flown {
  return fall({ ...flight, start_us: flight.orbit.epoch_us }, motionAtEpoch(flight.orbit));
}

/** The stage that burned last, from the end of its burning on: it parts slowly from what goes on, and comes down, or goes round with it. */
export function flySpentStage(flight: SpentStage, of: TruthFlight): Flown {
  const end = of.stateAt(of.burnout_us);
  if (end === undefined) return { kind: 'no-solution', reason: `"${of.id}" was stopped before its stage was spent` };
  const start = { r: end.r, v: addScaled(end.v, unit(end.v), 0 - flight.partsAt_mps) };
  const body = { ...flight, start_us: of.burnout_us };
  const down = fall(body, start);
  if (down.kind === 'flown') return down;
  const path = trajectory();
  const lasts_s = secondsBetween(of.burnout_us, of.end_us);
  for (let t_s = 0; t_s < lasts_s + SAMPLE_S; t_s += SAMPLE_S) {
    const { r, v } = coast(start.r, start.v, t_s);
    path.add(t_s, r, v, 0, 0);
  }
  return { kind: 'flown', truth: bodyOf(body, path, 0) };
}

const SAMPLE_S: Seconds = 10;

/** Flies a body through the air to the ground; its glow is as bright as it may be where the air takes the most power out of it. */
export function fall(body: Falling, start: Motion): Flown {
  const path = trajectory();
  let most = 0;
  const end = flyToGround(start, body, {
    observe(t_s, r, v) {
      path.add(t_s, r, v, 0, 0);
      most = Math.max(most, powerOf(r, v));
    },
  });
  if (end.kind === 'no-impact') {
    const why = end.reason === 'orbit' ? 'its perigee is above 100 km' : 'it is still up after five hours';
    return { kind: 'no-solution', reason: `it does not come down: ${why}` };
  }
  return { kind: 'flown', truth: bodyOf(body, path, most) };
}

function bodyOf(body: Falling, path: Trajectory, mostPower: number): TruthBody {
  const { id, start_us, stop_us = Infinity, glow_Wpsr, crossSection_m2 } = body;
  return {
    id,
    heat: 'of-class',
    end_us: Math.min(stop_us, start_us + seconds_us(path.end_s)),
    stateAt(at_us) {
      const state = at_us >= stop_us ? undefined : path.at(secondsBetween(start_us, at_us));
      if (state === undefined) return undefined;
      const share = mostPower === 0 ? 0 : powerOf(state.r, state.v) / mostPower;
      return { r: state.r, v: state.v, plume_Wpsr: glow_Wpsr * share, crossSection_m2 };
    },
  };
}

/** What the air takes out of a square metre, W/m²: ½ρv³. The glow of the air round a body goes with it, as that of meteors does.
 *  Source  Ceplecha et al., "Meteor Phenomena and Bodies", Space Science Reviews 84, 1998, §3.5. */
function powerOf(r: Vec3, v: Vec3): number {
  const speed = norm(v);
  return 0.5 * density(heightAbove(r.x, r.y, r.z)) * speed * speed * speed;
}
