/** Staged boost with a gravity turn.
 *
 *  A missile under constant thrust and constant mass flow: the acceleration grows as the mass burns away. It rises vertically, leans
 *  over by a small angle, and from then on thrusts along its velocity through the air, so that gravity alone turns it.
 *
 *  Source   [LJ2010] on models of the boost phase; [V2013] ch. 6; the gravity turn is in any textbook of launch dynamics.
 *  Limits   One ballistic coefficient for the whole boost, no thrust change with height, no steering beyond the kick, no stage debris. */

import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import type { Geodetic } from '../frames/geodetic.ts';
import { cos, sin } from '../math/elementary.ts';
import { add, scale } from '../math/vector.ts';
import type { Vec3 } from '../math/vector.ts';
import type { MetresPerSecond2, Radians, Seconds } from '../units.ts';
import type { BoostProfile, Stage } from './boost-profiles.ts';
import { dragRate_ps } from './drag.ts';
import { freeFallInto } from './rotating.ts';
import { rungeKutta } from './runge-kutta.ts';
import type { Acceleration } from './runge-kutta.ts';

export { BOOST_PROFILES, totalBurn_s } from './boost-profiles.ts';
export type { BoostClass, BoostProfile, Stage } from './boost-profiles.ts';

export type Launch = {
  readonly site: Geodetic;
  /** Heading of the kick, from north, clockwise. */
  readonly azimuth_rad: Radians;
  /** Lean from the vertical after the vertical rise. */
  readonly kick_rad: Radians;
  /** Seconds of burning, coasts between stages not counted, after which thrust ends; at most the profile's total. */
  readonly cutoff_s: Seconds;
  /** Multiplies the thrust acceleration of every stage (default 1): a lighter or heavier payload. Must still lift off. */
  readonly throttle?: number;
};

export type BurnOut = { readonly t_s: Seconds; readonly r: Vec3; readonly v: Vec3 };

/** Sees the start, every step and the end: thrust acceleration in m/s² (0 in coasts), and which stage flies. */
export type BoostObserver = (t_s: Seconds, r: Vec3, v: Vec3, thrust_mps2: MetresPerSecond2, stageIndex: number) => void;

/** Thrust acceleration of a stage t seconds into its burn, 0 ≤ t ≤ burn_s: a₀ / (1 − t/T · (1 − a₀/a₁)). */
export function thrustAcceleration_mps2(stage: Stage, t_s: Seconds): MetresPerSecond2 {
  return (
    stage.thrustAccelerationStart_mps2 /
    (1 - (t_s / stage.burn_s) * (1 - stage.thrustAccelerationStart_mps2 / stage.thrustAccelerationEnd_mps2))
  );
}

/** Flies the boost from rest at the site to the end of thrust (ECEF, m and m/s). Steps of step_s on whole multiples of it, shortened where
 *  thrust changes; those of 0.5 s end within 20 m and 0.3 m/s of fine ones. Throws RangeError for a cut-off beyond the profile or a thrust below weight. */
export function flyBoost(launch: Launch, profile: BoostProfile, step_s: Seconds, observe?: BoostObserver): BurnOut {
  const throttle = launch.throttle ?? 1;
  const phases = phasesOf(profile, launch.cutoff_s);
  if (throttle * profile.stages[0].thrustAccelerationStart_mps2 <= 9.84) {
    throw new RangeError(
      `thrust acceleration ${throttle * profile.stages[0].thrustAccelerationStart_mps2} m/s² at the start does not lift off: raise the throttle`,
    );
  }
  const { east, north, up } = enuBasis(launch.site);
  const ahead = add(scale(east, sin(launch.azimuth_rad)), scale(north, cos(launch.azimuth_rad)));
  const lean = add(scale(up, cos(launch.kick_rad)), scale(ahead, sin(launch.kick_rad)));
  const cosKick = cos(launch.kick_rad);

  let phase = phases[0];
  const thrustAt = (t_s: number): number =>
    phase.stage === undefined ? 0 : throttle * thrustAcceleration_mps2(phase.stage, t_s - phase.ignition_s);
  const acceleration: Acceleration = (out, t_s, s) => {
    const vx = s[3];
    const vy = s[4];
    const vz = s[5];
    freeFallInto(out, 0, s[0], s[1], s[2], vx, vy, vz);
    const speed = Math.sqrt(vx * vx + vy * vy + vz * vz);
    const drag = dragRate_ps(s[0], s[1], s[2], speed, profile.ballisticCoefficient_kgpm2);
    const thrust = thrustAt(t_s);
    // nearer to the vertical than the kick: lean; else along the velocity. One rule, so that the path depends smoothly on the kick
    const steered = phase.vertical || vx * up.x + vy * up.y + vz * up.z >= cosKick * speed;
    const d = phase.vertical ? up : lean;
    const fixed = steered ? thrust : 0;
    const along = (steered ? 0 : thrust / speed) - drag;
    out[0] += along * vx + fixed * d.x;
    out[1] += along * vy + fixed * d.y;
    out[2] += along * vz + fixed * d.z;
  };
  const step = rungeKutta(acceleration);

  const site = ecefVecFromGeodetic(launch.site);
  const s = Float64Array.of(site.x, site.y, site.z, 0, 0, 0);
  let t_s = 0;
  const look = (): void => observe?.(t_s, { x: s[0], y: s[1], z: s[2] }, { x: s[3], y: s[4], z: s[5] }, thrustAt(t_s), phase.stageIndex);
  look();
  for (phase of phases) {
    while (t_s < phase.end_s) {
      const tick_s = (Math.floor(t_s / step_s + 1e-9) + 1) * step_s;
      const until_s = tick_s < phase.end_s - 1e-9 ? tick_s : phase.end_s;
      step(s, t_s, s, until_s - t_s);
      t_s = until_s;
      look();
    }
  }
  return { t_s, r: { x: s[0], y: s[1], z: s[2] }, v: { x: s[3], y: s[4], z: s[5] } };
}

/** A stretch of time in which the thrust follows one formula. */
type Phase = {
  readonly end_s: number;
  readonly ignition_s: number;
  readonly vertical: boolean;
  /** Absent while coasting between stages. */
  readonly stage: Stage | undefined;
  readonly stageIndex: number;
};

function phasesOf(profile: BoostProfile, cutoff_s: number): Phase[] {
  const phases: Phase[] = [];
  const put = (end_s: number, ignition_s: number, stage: Stage | undefined, stageIndex: number): void => {
    const begin_s = phases.length === 0 ? 0 : phases[phases.length - 1].end_s;
    const rise_s = Math.min(profile.verticalRise_s, end_s);
    if (begin_s < rise_s) phases.push({ end_s: rise_s, ignition_s, vertical: true, stage, stageIndex });
    if (Math.max(begin_s, rise_s) < end_s) phases.push({ end_s, ignition_s, vertical: false, stage, stageIndex });
  };
  let t_s = 0;
  let left_s = cutoff_s;
  profile.stages.forEach((stage, stageIndex) => {
    if (left_s <= 0) return;
    const burn_s = Math.min(left_s, stage.burn_s);
    put(t_s + burn_s, t_s, stage, stageIndex);
    t_s += burn_s;
    left_s -= burn_s;
    if (left_s > 0 && stage.coastAfter_s > 0) {
      put(t_s + stage.coastAfter_s, t_s, undefined, stageIndex);
      t_s += stage.coastAfter_s;
    }
  });
  if (left_s > 1e-9) throw new RangeError(`cut-off ${cutoff_s} s is beyond the ${cutoff_s - left_s} s that ${profile.name} burns`);
  if (phases.length === 0) throw new RangeError('cut-off must be later than ignition');
  return phases;
}
