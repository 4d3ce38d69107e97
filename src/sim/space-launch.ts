import { WGS84 } from '../core/frames/earth.ts';
import { heightAbove } from '../core/frames/geodetic.ts';
import { addScaled, cross, dot, norm, scale, unit, type Vec3, vec3 } from '../core/math/vector.ts';
import { cos, exp, sin } from '../core/math/elementary.ts';
import { energyClass, equivalentSurfaceSpeed_mps } from '../core/physics/ballistic.ts';
import { BOOST_PROFILES, type BoostProfile, type BurnOut, flyBoost, thrustAcceleration_mps2, type Stage } from '../core/physics/boost.ts';
import { coast } from '../core/physics/propagate.ts';
import { freeFallAcceleration } from '../core/physics/rotating.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Metres, Radians, Seconds } from '../core/units.ts';
import { findRoot } from './newton.ts';
import type { SpaceLaunch } from './scenario.ts';
import { type Flown, stateOf, type Trajectory, trajectory, type TruthFlight } from './truth.ts';

/** How a launcher is built and steered, where it is not the generic one: slope of the path at the end of the first stage, and how far to the right of its path
 *  the second stage thrusts (a dog-leg). */
export type Build = { readonly profile: BoostProfile; readonly stagingAngle_rad: Radians; readonly yaw_rad: Radians };

const GENERIC: Build = { profile: BOOST_PROFILES.SLV, stagingAngle_rad: 0.52, yaw_rad: 0 };
/** From one stage's end to the next one's ignition. The profile's own pause is longer, as a pure gravity turn needs it. */
const STAGING_PAUSE_S: Seconds = 8;
const STEP_S = 1;
const ORBIT_HEIGHT_MIN_M: Metres = 120_000;
/** How long a satellite is followed after insertion, and in which steps. */
const ORBIT_S: Seconds = 600;
const ORBIT_STEP_S: Seconds = 10;

/** Flies the generic space launcher into a circular orbit at the insertion height: a gravity turn with the first stage, then the second
 *  steered by the linear-tangent law,  tan θ = a − b t,  whose two numbers and burning time give height, level flight and speed.
 *  Source  Bryson & Ho, Applied Optimal Control, §2.7 (linear-tangent law). */
export function flySpaceLaunch(flight: SpaceLaunch, build: Build = GENERIC): Flown<TruthFlight> {
  if (flight.insertionHeight_m < ORBIT_HEIGHT_MIN_M)
    return { kind: 'no-solution', reason: `no orbit lasts below ${ORBIT_HEIGHT_MIN_M / 1000} km` };
  const { profile } = build;
  const staging = firstStage(flight, build);
  if (staging === undefined) return { kind: 'no-solution', reason: 'no kick brings the first stage to its staging angle' };
  const second = profile.stages[1];
  const lit = { t_s: staging.t_s + STAGING_PAUSE_S, ...coast(staging.r, staging.v, STAGING_PAUSE_S) };
  const root = findRoot((u) => insertionMiss(flight, burnSecond(lit, second, build, u)), [0.5, 0.0015, 0], {
    steps: [1e-4, 1e-6, 1e-4],
    limits: [0.2, 0.0006, 0.1],
    tolerance: 1e-6,
    evaluationsMax: 150,
  });
  if (root.kind !== 'solved')
    return {
      kind: 'no-solution',
      reason: `the generic launcher does not reach a circular orbit at ${Math.round(flight.insertionHeight_m / 1000)} km`,
    };

  const path = trajectory();
  firstStage(flight, build, path);
  path.add(staging.t_s, staging.r, staging.v, 0, 0);
  path.add(lit.t_s, lit.r, lit.v, 0, 0);
  const inserted = burnSecond(lit, second, build, root.u, (t_s, r, v, thrust_mps2) =>
    path.add(t_s, r, v, thrust_mps2, thrust_mps2 > 0 ? profile.plume_Wpsr[1] : 0),
  );
  const apogee = followOrbit(path, inserted);
  const at = (t_s: Seconds): number => flight.launch_us + seconds_us(t_s);
  const equivalentSpeed_mps = equivalentSurfaceSpeed_mps(inserted.r, inserted.v);
  const truth: TruthFlight = {
    id: flight.id,
    kind: 'space-launch',
    launch: { point: flight.site, time_us: flight.launch_us },
    stateAt: stateOf(path, { ...flight, parts: false }),
    heat: 'of-class',
    burnout_us: at(inserted.t_s),
    apogee: { height_m: apogee.height_m, at_us: at(apogee.t_s) },
    end_us: Math.min(at(path.end_s), flight.stop_us ?? Infinity),
    equivalentSpeed_mps,
    energyClass: energyClass(equivalentSpeed_mps),
  };
  return { kind: 'flown', truth };
}

/** The first stage with the kick that gives it the staging angle, found by bisection: the more kick, the flatter. */
function firstStage(flight: SpaceLaunch, { profile, stagingAngle_rad }: Build, path?: Trajectory): BurnOut | undefined {
  const fly = (kick_rad: Radians, observe?: Parameters<typeof flyBoost>[3]): BurnOut =>
    flyBoost(
      { site: flight.site, azimuth_rad: flight.azimuth_rad, kick_rad, cutoff_s: profile.stages[0].burn_s },
      profile,
      STEP_S,
      observe,
    );
  const slope = (end: BurnOut): number => dot(end.r, end.v) / (norm(end.r) * norm(end.v));
  let low = 0;
  let high = 0.5;
  for (let k = 0; k < 30; k++) {
    const middle = (low + high) / 2;
    if (slope(fly(middle)) > stagingAngle_rad) low = middle;
    else high = middle;
  }
  const end = fly(
    low,
    path && ((t_s, r, v, thrust_mps2, stage) => path.add(t_s, r, v, thrust_mps2, thrust_mps2 > 0 ? profile.plume_Wpsr[stage] : 0)),
  );
  return Math.abs(slope(end) - stagingAngle_rad) < 0.01 ? end : undefined;
}

/** The second stage under  tan θ = u₀ − u₁ t  for e^(u₂) times its burning time; RK4, the last step shortened to the cut-off. */
function burnSecond(
  lit: BurnOut,
  stage: Stage,
  { yaw_rad }: Build,
  u: readonly number[],
  observe?: (t_s: Seconds, r: Vec3, v: Vec3, thrust_mps2: number) => void,
): BurnOut {
  const rocket = { ...stage, burn_s: stage.burn_s * exp(u[2]) };
  const pull = (into_s: Seconds, r: Vec3, v: Vec3): Vec3 =>
    addScaled(freeFallAcceleration(r, v), steered(r, v, u[0] - u[1] * into_s, yaw_rad), thrustAcceleration_mps2(rocket, into_s));
  let { r, v } = lit;
  let t = 0;
  while (t < rocket.burn_s) {
    observe?.(lit.t_s + t, r, v, thrustAcceleration_mps2(rocket, t));
    const h = Math.min(STEP_S, rocket.burn_s - t);
    const a1 = pull(t, r, v);
    const v2 = addScaled(v, a1, h / 2);
    const a2 = pull(t + h / 2, addScaled(r, v, h / 2), v2);
    const v3 = addScaled(v, a2, h / 2);
    const a3 = pull(t + h / 2, addScaled(r, v2, h / 2), v3);
    const v4 = addScaled(v, a3, h);
    const a4 = pull(t + h, addScaled(r, v3, h), v4);
    r = addScaled(r, weighted(v, v2, v3, v4), h);
    v = addScaled(v, weighted(a1, a2, a3, a4), h);
    t = rocket.burn_s - t - h < 1e-9 ? rocket.burn_s : t + h;
  }
  observe?.(lit.t_s + t, r, v, 0);
  return { t_s: lit.t_s + t, r, v };
}

/** Unit vector along the ground track, turned to the right of it and raised by the angle of the given tangent. */
function steered(r: Vec3, v: Vec3, tangent: number, yaw_rad: Radians): Vec3 {
  const up = unit(r);
  const along = unit(addScaled(v, up, -dot(v, up)));
  const ahead = yaw_rad === 0 ? along : addScaled(scale(along, cos(yaw_rad)), cross(along, up), sin(yaw_rad));
  return scale(addScaled(ahead, up, tangent), 1 / Math.sqrt(1 + tangent * tangent));
}

function weighted(a: Vec3, b: Vec3, c: Vec3, d: Vec3): Vec3 {
  return vec3((a.x + 2 * b.x + 2 * c.x + d.x) / 6, (a.y + 2 * b.y + 2 * c.y + d.y) / 6, (a.z + 2 * b.z + 2 * c.z + d.z) / 6);
}

/** Height, radial speed and speed at the end of thrust, against those of a circular orbit at the insertion height. */
function insertionMiss(flight: SpaceLaunch, end: BurnOut): number[] {
  const radius = norm(end.r);
  const inertial = addScaled(end.v, cross(vec3(0, 0, WGS84.omega_radps), end.r), 1);
  const circular = Math.sqrt(WGS84.gm_m3ps2 / radius);
  return [
    (heightAbove(end.r.x, end.r.y, end.r.z) - flight.insertionHeight_m) / 500_000,
    dot(end.r, inertial) / (radius * circular),
    norm(inertial) / circular - 1,
  ];
}

function followOrbit(path: Trajectory, inserted: BurnOut): { height_m: number; t_s: Seconds } {
  let { r, v } = inserted;
  let highest = { height_m: heightAbove(r.x, r.y, r.z), t_s: inserted.t_s };
  for (let t = ORBIT_STEP_S; t <= ORBIT_S; t += ORBIT_STEP_S) {
    ({ r, v } = coast(r, v, ORBIT_STEP_S));
    const height_m = heightAbove(r.x, r.y, r.z);
    if (height_m > highest.height_m) highest = { height_m, t_s: inserted.t_s + t };
    path.add(inserted.t_s + t, r, v, 0, 0);
  }
  return highest;
}
