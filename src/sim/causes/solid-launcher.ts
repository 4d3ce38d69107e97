import { WGS84 } from '../../core/frames/earth.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import { addScaled, cross, dot, scale, subtract, unit, type Vec3, vec3 } from '../../core/math/vector.ts';
import { type BoostProfile, flyBoost, totalBurn_s } from '../../core/physics/boost.ts';
import { orbitOf } from '../../core/physics/orbit.ts';
import { coast } from '../../core/physics/propagate.ts';
import { freeFallAcceleration } from '../../core/physics/rotating.ts';
import { orbitWithin } from '../../core/discern/reach.ts';
import type { Metres, MetresPerSecond, Radians, Seconds } from '../../core/units.ts';
import { type Trajectory, trajectory } from '../truth.ts';

/** A launcher of solid stages: they burn one after another, it coasts to the top of its path, and there its last stage makes the orbit. */
export type SolidLauncher = {
  readonly site: Geodetic;
  readonly azimuth_rad: Radians;
  /** All stages but the last. */
  readonly boost: BoostProfile;
  /** Where the coast ends. */
  readonly top_m: Metres;
  readonly lastBurn_s: Seconds;
  /** Most that the last stage gives. */
  readonly lastMost_mps: MetresPerSecond;
  readonly lastLights: boolean;
};

export type LaunchedSolid = { readonly path: Trajectory; readonly burnout_s: Seconds; readonly lit_s: Seconds };

const STEP_S = 1;
/** How long it is followed after its last burn, or after where that would have been. */
const AFTER_S = 240;
const PLUME_WPSR = 3e5;

/** Flies it: the kick that brings the coast to the wanted top by bisection, the last burn level and ahead until the perigee stays up. `undefined` where no kick
 *  does it, or the last stage is too weak for what is left. */
export function flySolid(launcher: SolidLauncher): LaunchedSolid | undefined {
  const { site, azimuth_rad, boost, top_m, lastBurn_s, lastMost_mps } = launcher;
  const fly = (kick_rad: Radians, observe?: Parameters<typeof flyBoost>[3]) =>
    flyBoost({ site, azimuth_rad, kick_rad, cutoff_s: totalBurn_s(boost) }, boost, STEP_S, observe);
  let [low, high] = [0.005, 0.9];
  for (let k = 0; k < 30; k++) {
    const middle = (low + high) / 2;
    if (topOf(fly(middle)) > top_m) low = middle;
    else high = middle;
  }
  const path = trajectory();
  const end = fly(low, (t_s, r, v, thrust_mps2, stage) =>
    path.add(t_s, r, v, thrust_mps2, thrust_mps2 > 0 ? boost.plume_Wpsr[Math.min(stage, boost.plume_Wpsr.length - 1)] : 0),
  );
  if (Math.abs(topOf(end) - top_m) > 0.02 * top_m) return undefined;
  const inertial = inertialOf(end.r, end.v);
  const within = orbitWithin(end.r, inertial, orbitOf(end.r, inertial), 0);
  if (within === undefined || within.deltaV_mps > lastMost_mps) return undefined;
  path.add(end.t_s, end.r, end.v, 0, 0);
  const toTop_s = within.decidedAt_us / 1e6 - 60;
  const lit_s = end.t_s + toTop_s - lastBurn_s / 2;
  let { r, v } = end;
  let t_s = end.t_s;
  const go = (until_s: Seconds, move: (h: Seconds) => void, thrust_mps2: number): void => {
    while (t_s < until_s - 1e-9) {
      const h = Math.min(thrust_mps2 > 0 ? STEP_S : 10, until_s - t_s);
      move(h);
      t_s += h;
      path.add(t_s, r, v, thrust_mps2, thrust_mps2 > 0 ? PLUME_WPSR : 0);
    }
  };
  const drift = (h: Seconds): void => {
    ({ r, v } = coast(r, v, h));
  };
  go(lit_s, drift, 0);
  if (launcher.lastLights) {
    const thrust_mps2 = (1.03 * within.deltaV_mps) / lastBurn_s;
    path.add(t_s, r, v, thrust_mps2, PLUME_WPSR);
    go(lit_s + lastBurn_s, (h) => ({ r, v } = thrusting(r, v, thrust_mps2, h)), thrust_mps2);
    path.add(t_s, r, v, 0, 0);
  }
  go(t_s + AFTER_S, drift, 0);
  return { path, burnout_s: end.t_s, lit_s };
}

function topOf({ r, v }: { readonly r: Vec3; readonly v: Vec3 }): Metres {
  return orbitOf(r, inertialOf(r, v)).apogeeHeight_m;
}

function inertialOf(r: Vec3, v: Vec3): Vec3 {
  return addScaled(v, cross(vec3(0, 0, WGS84.omega_radps), r), 1);
}

/** Level thrust ahead, midpoint rule. */
function thrusting(r: Vec3, v: Vec3, thrust_mps2: number, h: Seconds): { r: Vec3; v: Vec3 } {
  const pull = (at: Vec3, speed: Vec3): Vec3 => {
    const up = unit(at);
    const inertial = inertialOf(at, speed);
    const ahead = unit(subtract(inertial, scale(up, dot(inertial, up))));
    return addScaled(freeFallAcceleration(at, speed), ahead, thrust_mps2);
  };
  const [middleR, middleV] = [addScaled(r, v, h / 2), addScaled(v, pull(r, v), h / 2)];
  return { r: addScaled(r, middleV, h), v: addScaled(v, pull(middleR, middleV), h) };
}
