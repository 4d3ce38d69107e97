import type { Geodetic } from '../core/frames/geodetic.ts';
import { atan2, exp } from '../core/math/elementary.ts';
import type { Vec3 } from '../core/math/vector.ts';
import { type BoostProfile, flyBoost } from '../core/physics/boost.ts';
import { equivalentSurfaceSpeed_mps } from '../core/physics/ballistic.ts';
import type { MetresPerSecond, Radians, Seconds } from '../core/units.ts';

/** How a rocket is flown: which way and how far it leans over after the vertical rise, and how large it is. */
export type Steering = {
  /** The kick as a vector over the ground, along the bearing and to the right of it; its length is the kick angle. */
  readonly kickAlong_rad: Radians;
  readonly kickAcross_rad: Radians;
  /** Burning times relative to the class's own; accelerations stay, so this is the size of the rocket. */
  readonly size: number;
};

export type Boosted = { readonly t_s: Seconds; readonly r: Vec3; readonly v: Vec3 };

const BOOST_STEP_S = 0.5;

/** A profile of the same accelerations that burns longer or shorter. */
export function resized(profile: BoostProfile, size: number): BoostProfile {
  const stages = profile.stages.map((stage) => ({ ...stage, burn_s: stage.burn_s * size }));
  return { ...profile, stages, verticalRise_s: profile.verticalRise_s * Math.min(1, size) };
}

export function burnTime_s(profile: BoostProfile): Seconds {
  return profile.stages.reduce((sum, stage) => sum + stage.burn_s, 0);
}

/** Flies the boost to the end of all stages. */
export function boost(site: Geodetic, bearing_rad: Radians, profile: BoostProfile, steering: Steering, observe?: Parameters<typeof flyBoost>[3]): Boosted {
  const rocket = resized(profile, steering.size);
  const { kickAlong_rad: along, kickAcross_rad: across } = steering;
  const kick_rad = Math.sqrt(along * along + across * across);
  const azimuth_rad = bearing_rad + (kick_rad > 0 ? atan2(across, along) : 0);
  return flyBoost({ site, azimuth_rad, kick_rad, cutoff_s: burnTime_s(rocket) }, rocket, BOOST_STEP_S, observe);
}

/** The size at which the boost ends with a given energy, for a given kick: secant steps on the logarithm of the size.
 *  Undefined when no size between 1/20 and 3 does it. */
export function sizeForEnergy(
  site: Geodetic,
  bearing_rad: Radians,
  profile: BoostProfile,
  kick: Omit<Steering, 'size'>,
  speed_mps: MetresPerSecond,
  start = 1,
): { size: number; boosted: Boosted } | undefined {
  let size = start;
  for (let k = 0; k < 12; k++) {
    const boosted = boost(site, bearing_rad, profile, { ...kick, size });
    const reached = equivalentSurfaceSpeed_mps(boosted.r, boosted.v);
    if (Math.abs(reached - speed_mps) < 0.002 * speed_mps) return { size, boosted };
    // Speed grows a little faster than burning time, for gravity takes its share first.
    const change = reached > 0 ? 0.85 * (speed_mps / reached - 1) : 0.5;
    size *= exp(Math.max(-0.7, Math.min(0.5, change)));
    if (size < 0.05 || size > 3) return undefined;
  }
  return undefined;
}
