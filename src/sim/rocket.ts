import type { Geodetic } from '../core/frames/geodetic.ts';
import { atan2, exp } from '../core/math/elementary.ts';
import type { Vec3 } from '../core/math/vector.ts';
import { totalBurn_s, type BoostProfile, flyBoost } from '../core/physics/boost.ts';
import { equivalentSurfaceSpeed_mps } from '../core/physics/ballistic.ts';
import type { MetresPerSecond, Radians, Seconds } from '../core/units.ts';

/** How a rocket is flown: which way and how far it leans over after the vertical rise, and how large it is. */
export type Steering = {
  /** The kick as a vector over the ground, along the bearing and to the right of it; its length is the kick angle. */
  readonly kickAlong_rad: Radians;
  readonly kickAcross_rad: Radians;
  /** What the rocket can add to its speed, relative to its class's own profile. */
  readonly size: number;
};

export type Boosted = { readonly t_s: Seconds; readonly r: Vec3; readonly v: Vec3 };

const BOOST_STEP_S = 0.5;

/** A smaller rocket than its class's burns for a shorter time with the same accelerations. A larger one takes half of what it needs from
 *  burning longer and half from more thrust: longer alone would make lofted flights minutes later than the recorded ones. */
function resized(profile: BoostProfile, size: number): BoostProfile {
  const time = size < 1 ? size : Math.sqrt(size);
  const thrust = size < 1 ? 1 : Math.sqrt(size);
  const stages = profile.stages.map((stage) => ({
    ...stage,
    burn_s: stage.burn_s * time,
    thrustAccelerationStart_mps2: stage.thrustAccelerationStart_mps2 * thrust,
    thrustAccelerationEnd_mps2: stage.thrustAccelerationEnd_mps2 * thrust,
  }));
  return { ...profile, stages, verticalRise_s: profile.verticalRise_s * Math.min(1, size) };
}

/** Flies the boost to the end of all stages. */
export function boost(
  site: Geodetic,
  bearing_rad: Radians,
  profile: BoostProfile,
  steering: Steering,
  observe?: Parameters<typeof flyBoost>[3],
): Boosted {
  const rocket = resized(profile, steering.size);
  const { kickAlong_rad: along, kickAcross_rad: across } = steering;
  const kick_rad = Math.sqrt(along * along + across * across);
  const azimuth_rad = bearing_rad + (kick_rad > 0 ? atan2(across, along) : 0);
  return flyBoost({ site, azimuth_rad, kick_rad, cutoff_s: totalBurn_s(rocket) }, rocket, BOOST_STEP_S, observe);
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
