import type { Geodetic } from '../../core/frames/geodetic.ts';
import { exp } from '../../core/math/elementary.ts';
import { add, addScaled, scale, unit, type Vec3, vec3 } from '../../core/math/vector.ts';
import { BOOST_PROFILES, type BoostProfile } from '../../core/physics/boost.ts';
import { coast, flyToGround } from '../../core/physics/propagate.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { KilogramsPerMetre2, Micros, Radians, Seconds } from '../../core/units.ts';
import type { RandomStream } from '../random.ts';
import { boost } from '../rocket.ts';
import { type Trajectory, trajectory, type PathState } from '../truth.ts';

/** What flies: the missile until it parts and its body after that, and what parts from it. */
export type RaidRole = 'body' | 'stage' | 'adapter' | 'first-stage';

export type RaidObject = {
  readonly id: string;
  readonly missile: number;
  readonly role: RaidRole;
  readonly from_us: Micros;
  /** When it comes down. */
  readonly end_us: Micros;
  stateAt(at_us: Micros): PathState | undefined;
  crossSection_m2(at_us: Micros): number;
};

export type RaidMissile = {
  readonly launch_us: Micros;
  readonly burnout_us: Micros;
  readonly separation_us: Micros;
  /** The body first. */
  readonly objects: readonly RaidObject[];
};

/** As a radar of decimetre waves sees them; round figures. */
const CROSS_SECTION_M2 = { missile: 3, body: 0.1, stage: 2, adapter: 0.05, 'first-stage': 3 } as const;
/** Mass over drag area: a slender cone, an empty tank that tumbles, a ring of sheet metal. Scatter in natural logarithm. */
const BALLISTIC_KGPM2 = { stage: 400, adapter: 80, 'first-stage': 500 } as const;
const BALLISTIC_SCATTER = 0.25;
/** Springs and residual thrust part the pieces with metres a second. Along the velocity, and one sigma on each axis. */
const PARTING_MPS = { body: 1, stage: -4, adapter: -1.5, 'first-stage': -5 } as const;
const PARTING_SCATTER_MPS = 0.7;
/** Burn-out to parting. */
const PARTING_DELAY_S: readonly [Seconds, Seconds] = [1, 5];
/** A first stage is dropped so long after it has burned out. */
const FIRST_STAGE_PAUSE_S = 0.5;

/** Flies one missile of a class: boost, parting, and every piece to the ground. */
export function flyMissile(
  index: number,
  profile: BoostProfile,
  site: Geodetic,
  launch_us: Micros,
  aim: { readonly bearing_rad: Radians; readonly kick_rad: Radians; readonly size: number },
  random: RandomStream,
): RaidMissile {
  const path = trajectory();
  let stageOff: { t_s: Seconds; r: Vec3; v: Vec3 } | undefined;
  const steering = { kickAlong_rad: aim.kick_rad, kickAcross_rad: 0, size: aim.size };
  const burnout = boost(site, aim.bearing_rad, profile, steering, (t_s, r, v, thrust_mps2, stage) => {
    path.add(t_s, r, v, thrust_mps2, thrust_mps2 > 0 ? profile.plume_Wpsr[Math.min(stage, profile.plume_Wpsr.length - 1)] : 0);
    if (stageOff === undefined && thrust_mps2 === 0) stageOff = { t_s: t_s + FIRST_STAGE_PAUSE_S, ...coast(r, v, FIRST_STAGE_PAUSE_S) };
  });
  const payload = profile.payloadBallisticCoefficient_kgpm2 * exp(BALLISTIC_SCATTER * bounded(random));
  const wait_s = PARTING_DELAY_S[0] + (PARTING_DELAY_S[1] - PARTING_DELAY_S[0]) * random.uniform();
  const parting = { t_s: burnout.t_s + wait_s, ...coast(burnout.r, burnout.v, wait_s, payload) };
  path.add(burnout.t_s, burnout.r, burnout.v, 0, 0);
  const separation_us = launch_us + seconds_us(parting.t_s);

  const objects: RaidObject[] = [];
  const put = (role: RaidRole, from: typeof parting, ballistic_kgpm2: KilogramsPerMetre2, into: Trajectory): void => {
    const start = { r: from.r, v: add(from.v, partingVelocity(role, from.v, random)) };
    const end = flyToGround(
      start,
      { ballisticCoefficient_kgpm2: ballistic_kgpm2 },
      { observe: (t_s, r, v) => into.add(from.t_s + t_s, r, v, 0, 0) },
    );
    if (end.kind !== 'impact') throw new RangeError(`missile ${index}: its ${role} does not come down`);
    const from_us = into === path ? launch_us : launch_us + seconds_us(from.t_s);
    const whole = CROSS_SECTION_M2.missile;
    objects.push({
      id: `M${index}-${role}`,
      missile: index,
      role,
      from_us,
      end_us: launch_us + seconds_us(from.t_s + end.time_s),
      stateAt: (at_us) => (at_us < from_us ? undefined : into.at((at_us - launch_us) / 1e6)),
      crossSection_m2: (at_us) => (at_us < separation_us && into === path ? whole : CROSS_SECTION_M2[role]),
    });
  };
  const scattered = (role: 'stage' | 'adapter' | 'first-stage'): number => BALLISTIC_KGPM2[role] * exp(BALLISTIC_SCATTER * bounded(random));
  put('body', parting, payload, path);
  put('stage', parting, scattered('stage'), trajectory());
  put('adapter', parting, scattered('adapter'), trajectory());
  if (stageOff !== undefined) put('first-stage', stageOff, scattered('first-stage'), trajectory());
  return { launch_us, burnout_us: launch_us + seconds_us(burnout.t_s), separation_us, objects };
}

function partingVelocity(role: RaidRole, v: Vec3, random: RandomStream): Vec3 {
  const noise = vec3(random.normal(), random.normal(), random.normal());
  return addScaled(scale(noise, PARTING_SCATTER_MPS), unit(v), PARTING_MPS[role]);
}

function bounded(random: RandomStream): number {
  return Math.max(-3, Math.min(3, random.normal()));
}

/** The two classes of the raid with the sizes and leans that give their ranges: 250 to 600 km, and 450 to 1,300 km. */
export const RAID_CLASSES: readonly {
  readonly profile: BoostProfile;
  readonly size: readonly [number, number];
  readonly kick_rad: readonly [Radians, Radians];
}[] = [
  { profile: BOOST_PROFILES.SRBM, size: [0.8, 1], kick_rad: [0.13, 0.3] },
  { profile: BOOST_PROFILES.MRBM, size: [0.6, 0.75], kick_rad: [0.15, 0.3] },
];
