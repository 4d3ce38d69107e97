import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, type Geodetic, heightAbove } from '../frames/geodetic.ts';
import { cos, sin } from '../math/elementary.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import type { KilogramsPerMetre2, Radians, Seconds, WattsPerSteradian } from '../units.ts';
import { density } from './atmosphere.ts';
import type { EnergyClass } from './ballistic.ts';
import { freeFallInto } from './rotating.ts';

/** One stage: constant thrust and mass flow, so that the acceleration grows as the mass burns away. */
export type Stage = {
  readonly burn_s: Seconds;
  readonly thrustAccelerationStart_mps2: number;
  readonly thrustAccelerationEnd_mps2: number;
  /** Pause before the next stage lights. */
  readonly coastAfter_s: Seconds;
  /** Radiant intensity of the plume in the short-wave infrared. */
  readonly plume_Wpsr: WattsPerSteradian;
};

export type ProfileName = EnergyClass | 'SLV';

export type BoostProfile = {
  readonly name: string;
  readonly class: ProfileName;
  readonly stages: readonly Stage[];
  readonly verticalRise_s: Seconds;
  /** β of the whole rocket, nose first, and of what flies on. */
  readonly ballisticCoefficient_kgpm2: KilogramsPerMetre2;
  readonly payloadBallisticCoefficient_kgpm2: KilogramsPerMetre2;
};

const stage = (burn_s: number, start: number, end: number, plume_Wpsr: number, coastAfter_s = 0): Stage => ({
  burn_s,
  thrustAccelerationStart_mps2: start,
  thrustAccelerationEnd_mps2: end,
  coastAfter_s,
  plume_Wpsr,
});

/** Generic boosters of a public class: round figures of no real vehicle. Burn times and accelerations span what textbooks give for
 *  such classes; plume intensities are right within a decade, since no open table exists. */
export const BOOST_PROFILES: Readonly<Record<ProfileName, BoostProfile>> = {
  SRBM: profile('SRBM', [stage(65, 20, 62, 1.5e5)], 4, 12_000, 4_500),
  MRBM: profile('MRBM', [stage(100, 17, 75, 4e5)], 5, 15_000, 5_000),
  IRBM: profile('IRBM', [stage(135, 16, 85, 1e6)], 6, 20_000, 6_000),
  ICBM: profile('ICBM', [stage(125, 16, 55, 2e6, 2), stage(110, 14, 75, 5e5)], 7, 25_000, 8_000),
  SLV: profile('SLV', [stage(150, 14, 38, 2e6, 8), stage(330, 9, 42, 3e5)], 10, 25_000, 150),
};

function profile(name: ProfileName, stages: readonly Stage[], verticalRise_s: number, beta: number, payloadBeta: number): BoostProfile {
  return { name: `generic ${name}`, class: name, stages, verticalRise_s, ballisticCoefficient_kgpm2: beta, payloadBallisticCoefficient_kgpm2: payloadBeta };
}

/** Thrust per mass at a time into a stage.   a(t) = a₀ / (1 − t/T · (1 − a₀/a₁)) */
export function thrustAcceleration_mps2(stage_: Stage, into_s: Seconds): number {
  const ratio = 1 - stage_.thrustAccelerationStart_mps2 / stage_.thrustAccelerationEnd_mps2;
  return stage_.thrustAccelerationStart_mps2 / (1 - (into_s / stage_.burn_s) * ratio);
}

/** Seconds from ignition to the end of the last stage, pauses included. */
export function boostDuration_s(of: BoostProfile): Seconds {
  let sum = 0;
  of.stages.forEach((s, i) => {
    sum += s.burn_s + (i < of.stages.length - 1 ? s.coastAfter_s : 0);
  });
  return sum;
}

export type Launch = {
  readonly site: Geodetic;
  readonly azimuth_rad: Radians;
  /** Tilt from the vertical, towards the azimuth, at the end of the vertical rise. */
  readonly kick_rad: Radians;
  /** Seconds after ignition at which thrust ends for good; at most `boostDuration_s`. */
  readonly cutoff_s: Seconds;
  /** Factor on all thrust; 1 when left out. */
  readonly throttle?: number;
};

export type BoostEnd = { readonly t_s: Seconds; readonly r: Vec3; readonly v: Vec3 };
export type BoostObserver = (t_s: Seconds, r: Vec3, v: Vec3, thrust_mps2: number, stageIndex: number) => void;

/** Flies a boost: vertical rise, a kick towards the azimuth, then thrust along the motion through the air (gravity turn).
 *  Steps end at stage changes, at the kick and at cut-off, so that none of them is smeared. Frame ECEF; m, m/s.
 *  Source  the gravity turn: any textbook of launch dynamics; drag and free fall as elsewhere in this folder. */
export function flyBoost(launch: Launch, profile_: BoostProfile, step_s: Seconds, observe?: BoostObserver): BoostEnd {
  const r0 = ecefVecFromGeodetic(launch.site);
  const { east, north, up } = enuBasis(launch.site);
  const x = Float64Array.of(r0.x, r0.y, r0.z, 0, 0, 0);
  const events = eventTimes(profile_, launch.cutoff_s);
  const flight: Flight = { profile: profile_, throttle: launch.throttle ?? 1, direction: up };
  let t = 0;
  observe?.(0, r0, vec3(0, 0, 0), thrustAt(flight, 0, events).thrust, 0);
  for (const until of events.times) {
    while (t < until) {
      const h = Math.min(step_s, until - t);
      advance(x, t, h, flight, events);
      t = until - t - h < 1e-9 ? until : t + h;
      if (observe !== undefined) {
        const now = thrustAt(flight, t, events);
        observe(t, vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5]), now.thrust, now.stage);
      }
    }
    if (until === profile_.verticalRise_s) {
      tilt(x, launch, east, north, up);
      flight.direction = undefined;
    }
  }
  return { t_s: t, r: vec3(x[0], x[1], x[2]), v: vec3(x[3], x[4], x[5]) };
}

/** While `direction` is set the thrust keeps it; afterwards it follows the velocity. */
type Flight = { readonly profile: BoostProfile; readonly throttle: number; direction: Vec3 | undefined };
type Events = { readonly times: readonly Seconds[]; readonly starts: readonly Seconds[]; readonly cutoff_s: Seconds };

function eventTimes(of: BoostProfile, cutoff_s: Seconds): Events {
  const starts: number[] = [];
  const times = [of.verticalRise_s, cutoff_s];
  let t = 0;
  for (const s of of.stages) {
    starts.push(t);
    times.push(t + s.burn_s, t + s.burn_s + s.coastAfter_s);
    t += s.burn_s + s.coastAfter_s;
  }
  return { starts, cutoff_s, times: [...new Set(times)].filter((time) => time <= cutoff_s).sort((a, b) => a - b) };
}

function thrustAt(flight: Flight, t: Seconds, events: Events): { thrust: number; stage: number } {
  let index = events.starts.length - 1;
  while (index > 0 && t < events.starts[index]) index -= 1;
  const s = flight.profile.stages[index];
  const into = t - events.starts[index];
  const burns = into < s.burn_s && t < events.cutoff_s;
  return { thrust: burns ? flight.throttle * thrustAcceleration_mps2(s, into) : 0, stage: index };
}

/** Turns the small velocity of the vertical rise by the kick: the start of the gravity turn. */
function tilt(x: Float64Array, launch: Launch, east: Vec3, north: Vec3, up: Vec3): void {
  const speed = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
  const s = sin(launch.kick_rad) * speed;
  const c = cos(launch.kick_rad) * speed;
  const e = s * sin(launch.azimuth_rad);
  const n = s * cos(launch.azimuth_rad);
  x[3] = c * up.x + e * east.x + n * north.x;
  x[4] = c * up.y + e * east.y + n * north.y;
  x[5] = c * up.z + e * east.z + n * north.z;
}

const K = [0, 1, 2, 3].map(() => new Float64Array(6)) as [Float64Array, Float64Array, Float64Array, Float64Array];
const AT = new Float64Array(6);

function advance(x: Float64Array, t: number, h: number, flight: Flight, events: Events): void {
  // Thrust is taken just inside the step, so that a stage's end belongs to the step before it.
  const inside = (share: number): number => thrustAt(flight, t + Math.min(share, 1 - 1e-9) * h, events).thrust;
  derivative(x, K[0], flight, inside(0));
  for (let i = 0; i < 6; i++) AT[i] = x[i] + 0.5 * h * K[0][i];
  derivative(AT, K[1], flight, inside(0.5));
  for (let i = 0; i < 6; i++) AT[i] = x[i] + 0.5 * h * K[1][i];
  derivative(AT, K[2], flight, inside(0.5));
  for (let i = 0; i < 6; i++) AT[i] = x[i] + h * K[2][i];
  derivative(AT, K[3], flight, inside(1));
  for (let i = 0; i < 6; i++) x[i] += (h / 6) * (K[0][i] + 2 * K[1][i] + 2 * K[2][i] + K[3][i]);
}

function derivative(x: Float64Array, out: Float64Array, flight: Flight, thrust: number): void {
  out[0] = x[3];
  out[1] = x[4];
  out[2] = x[5];
  freeFallInto(out, 3, x[0], x[1], x[2], x[3], x[4], x[5]);
  const speed = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
  const drag = (0.5 * density(heightAbove(x[0], x[1], x[2])) * speed) / flight.profile.ballisticCoefficient_kgpm2;
  const along = speed > 0 ? thrust / speed : 0;
  const d = flight.direction;
  out[3] += (d === undefined ? along * x[3] : thrust * d.x) - drag * x[3];
  out[4] += (d === undefined ? along * x[4] : thrust * d.y) - drag * x[4];
  out[5] += (d === undefined ? along * x[5] : thrust * d.z) - drag * x[5];
}
