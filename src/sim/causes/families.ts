import { WGS84 } from '../../core/frames/earth.ts';
import { enuBasis } from '../../core/frames/enu.ts';
import { ecefVecFromGeodetic, type Geodetic, geodetic, heightAbove } from '../../core/frames/geodetic.ts';
import { geodesicDirect } from '../../core/frames/geodesic.ts';
import { cos, exp, log, sin } from '../../core/math/elementary.ts';
import { add, addScaled, cross, norm, scale, type Vec3, vec3 } from '../../core/math/vector.ts';
import { BOOST_PROFILES, type BoostProfile, type Stage } from '../../core/physics/boost.ts';
import { coast } from '../../core/physics/propagate.ts';
import type { Hypothesis } from '../../core/discern/hypotheses.ts';
import { degrees, type Metres, type Micros, type Radians } from '../../core/units.ts';
import { flyPublished } from '../flight.ts';
import type { RandomStream } from '../random.ts';
import { flySpaceLaunch } from '../space-launch.ts';
import { stateOf, trajectory, type Trajectory, type TruthBody } from '../truth.ts';
import { flySolid } from './solid-launcher.ts';

/** What flies, where it is to be looked for, and which way it goes. */
export type Drawn = {
  readonly body: TruthBody;
  /** What is there with it. */
  readonly beside?: readonly TruthBody[];
  readonly from: Geodetic;
  readonly azimuth_rad: Radians;
};

/** Flights of one kind, whose figures are drawn: `undefined` where a draw cannot be flown. */
export type Family = {
  readonly name: string;
  readonly cause: Hypothesis;
  /** What it also is, once it is there: a launcher in its orbit. */
  readonly also?: Hypothesis;
  draw(random: RandomStream, start_us: Micros, where?: Where): Drawn | undefined;
};

/** Where a flight begins, so high above the ellipsoid, and in which direction. */
export type Where = (random: RandomStream, height_m: Metres) => { readonly site: Geodetic; readonly azimuth_rad: Radians };

export const between = (random: RandomStream, low: number, high: number): number => low + (high - low) * random.uniform();

/** Anywhere but near the poles, in any direction. */
const anywhere: Where = (random, height_m) => ({
  site: geodetic(degrees(between(random, -50, 50)), degrees(between(random, -180, 180)), height_m),
  azimuth_rad: between(random, 0, 2 * Math.PI),
});

const SITE_M: Metres = 100;

function stage(
  random: RandomStream,
  burn: readonly [number, number],
  first: readonly [number, number],
  ratio: readonly [number, number],
): Stage {
  const thrustAccelerationStart_mps2 = between(random, ...first);
  return {
    burn_s: between(random, ...burn),
    thrustAccelerationStart_mps2,
    thrustAccelerationEnd_mps2: thrustAccelerationStart_mps2 * between(random, ...ratio),
    coastAfter_s: between(random, 1, 6),
  };
}

function solidProfile(stages: readonly Stage[]): BoostProfile {
  return { ...BOOST_PROFILES.SLV, name: 'generic solid launcher', stages, verticalRise_s: 5, plume_Wpsr: [2e6, 8e5, 4e5] };
}

function solid(name: string, height_m: number, stages: (random: RandomStream) => Stage[], lastLights = true): Family {
  return {
    name,
    cause: 'space-launch',
    also: 'satellite',
    draw(random, start_us, where = anywhere) {
      const { site, azimuth_rad } = where(random, height_m);
      const flown = flySolid({
        site,
        azimuth_rad,
        boost: solidProfile(stages(random)),
        top_m: between(random, 350_000, 850_000),
        lastBurn_s: between(random, 35, 80),
        lastMost_mps: 3_500,
        lastLights,
      });
      return flown && { body: bodyOf(name, flown.path, start_us), from: site, azimuth_rad };
    },
  };
}

function bodyOf(id: string, path: Trajectory, start_us: Micros): TruthBody {
  return {
    id,
    heat: 'of-class',
    stateAt: stateOf(path, { launch_us: start_us, parts: false }),
    end_us: start_us + Math.round(path.end_s * 1e6),
  };
}

function liquid(name: string, yaw_deg: readonly [number, number]): Family {
  return {
    name,
    cause: 'space-launch',
    also: 'satellite',
    draw(random, start_us, where = anywhere) {
      const { site, azimuth_rad } = where(random, SITE_M);
      const profile: BoostProfile = {
        ...BOOST_PROFILES.SLV,
        stages: [stage(random, [140, 185], [13.5, 17], [2.4, 3.1]), stage(random, [380, 470], [6.5, 8.5], [4.2, 5.6])],
      };
      const flown = flySpaceLaunch(
        { kind: 'space-launch', id: name, site, launch_us: start_us, azimuth_rad, insertionHeight_m: between(random, 180_000, 550_000) },
        { profile, stagingAngle_rad: between(random, 0.38, 0.6), yaw_rad: degrees(between(random, ...yaw_deg)) },
      );
      return flown.kind === 'flown' ? { body: flown.truth, from: site, azimuth_rad } : undefined;
    },
  };
}

/** What flies as ballistic missiles do, over a range and up to an apogee: a sounding rocket too. */
export function missile(
  name: string,
  range_km: readonly [number, number],
  apogee_m: (range_m: number, random: RandomStream) => number,
): Family {
  return {
    name,
    cause: 'ballistic-missile',
    draw(random, start_us, where = anywhere) {
      const { site, azimuth_rad } = where(random, SITE_M);
      const groundRange_m = 1000 * evenly(random, range_km);
      const flown = flyPublished(
        {
          kind: 'published',
          id: name,
          site,
          launch_us: start_us,
          bearing_rad: azimuth_rad,
          groundRange_m,
          apogee_m: apogee_m(groundRange_m, random),
        },
        Math.floor(1e6 * random.uniform()),
      );
      return flown.kind === 'flown' ? { body: flown.truth, from: site, azimuth_rad } : undefined;
    },
  };
}

const EARTH_M = 6_371_000;

/** Apogee of the path of least energy over a range on a sphere, within a tenth. */
function leastEnergy(range_m: number, random: RandomStream): number {
  const half = range_m / EARTH_M / 2;
  const semiMajor_m = (EARTH_M * (1 + sin(half))) / 2;
  const fociHalf_m = (EARTH_M * cos(half)) / 2;
  return (semiMajor_m + fociHalf_m - EARTH_M) * between(random, 0.9, 1.1);
}

/** A body that comes in, met at 135 km, and that the air takes down: down by an angle, at a speed in axes that do not turn, hot between two heights while it is
 *  faster than 3 km/s, or too dim for any satellite. */
export type ComingIn = {
  readonly down_deg: readonly [number, number];
  readonly speed_mps: readonly [number, number];
  readonly beta_kgpm2: readonly [number, number];
  readonly heat_Wpsr: readonly [number, number];
  readonly hot_m: readonly [number, number];
  /** Share that glows. */
  readonly glows: number;
};

export function comesIn(name: string, cause: Hypothesis, kind: ComingIn): Family {
  return {
    name,
    cause,
    draw(random, start_us, where = anywhere) {
      const { site: from, azimuth_rad } = where(random, 135_000);
      const { east, north, up } = enuBasis(from);
      const r = ecefVecFromGeodetic(from);
      const level = add(scale(east, sin(azimuth_rad)), scale(north, cos(azimuth_rad)));
      const down_rad = degrees(between(random, ...kind.down_deg));
      const speed = between(random, ...kind.speed_mps);
      const v = turning(r, addScaled(scale(level, speed * cos(down_rad)), up, -speed * sin(down_rad)));
      const glow_Wpsr = random.uniform() < kind.glows ? evenly(random, kind.heat_Wpsr) : 0;
      const beta_kgpm2 = evenly(random, kind.beta_kgpm2);
      const path = trajectory();
      let state = { r, v };
      for (let t_s = 0; t_s < LONGEST_ENTRY_S; t_s += ENTRY_STEP_S) {
        const height_m = heightAbove(state.r.x, state.r.y, state.r.z);
        const hot = height_m > kind.hot_m[0] && height_m < kind.hot_m[1] && norm(state.v) > 3_000;
        path.add(t_s, state.r, state.v, 0, hot ? glow_Wpsr : 0);
        if (height_m < 0) return { body: bodyOf(name, path, start_us), from: { ...from, height_m: SITE_M }, azimuth_rad };
        state = coast(state.r, state.v, ENTRY_STEP_S, beta_kgpm2);
      }
      return undefined;
    },
  };
}

const ENTRY_STEP_S = 0.5;
const LONGEST_ENTRY_S = 2_000;

/** What comes back from an orbit, and what its air glows like. */
export const CAPSULE = { beta_kgpm2: [80, 1_500], heat_Wpsr: [2e4, 2e6], hot_m: [0, 100_000], glows: 0.5 } as const;

/** Velocity in axes that turn with the Earth. */
function turning(r: Vec3, inertial: Vec3): Vec3 {
  return addScaled(inertial, cross(vec3(0, 0, WGS84.omega_radps), r), -1);
}

/** Evenly on a logarithmic scale. */
export function evenly(random: RandomStream, [low, high]: readonly [number, number]): number {
  return exp(between(random, log(low), log(high)));
}

/** What goes round the Earth: met at a height, level, for eleven minutes; without an apogee on a circle. */
export function orbiting(name: string, height_m: readonly [number, number], apogee_m?: readonly [number, number]): Family {
  return {
    name,
    cause: 'satellite',
    draw(random, start_us, where = anywhere) {
      const { site: from, azimuth_rad } = where(random, between(random, ...height_m));
      const r = ecefVecFromGeodetic(from);
      const { east, north } = enuBasis(from);
      const apart_m = apogee_m === undefined ? 2 * norm(r) : norm(r) + WGS84.a_m + evenly(random, apogee_m);
      const speed = Math.sqrt(WGS84.gm_m3ps2 * (2 / norm(r) - 2 / apart_m));
      let state = { r, v: turning(r, add(scale(east, speed * sin(azimuth_rad)), scale(north, speed * cos(azimuth_rad)))) };
      const path = trajectory();
      for (let t_s = 0; t_s <= 700; t_s += 10) {
        path.add(t_s, state.r, state.v, 0, 0);
        state = coast(state.r, state.v, 10);
      }
      return { body: bodyOf(name, path, start_us), from: { ...from, height_m: SITE_M }, azimuth_rad };
    },
  };
}

/** What wings carry, level along a geodesic for ten minutes; `hot` is the share whose engines a satellite sees. */
export function flying(
  name: string,
  kind: {
    readonly height_m: readonly [number, number];
    readonly speed_mps: readonly [number, number];
    readonly hot?: { readonly share: number; readonly heat_Wpsr: readonly [number, number] };
  },
): Family {
  return {
    name,
    cause: 'aircraft',
    draw(random, start_us, where = anywhere) {
      const { site, azimuth_rad } = where(random, between(random, ...kind.height_m));
      const speed_mps = between(random, ...kind.speed_mps);
      const heat_Wpsr = kind.hot !== undefined && random.uniform() < kind.hot.share ? evenly(random, kind.hot.heat_Wpsr) : 0;
      const path = trajectory();
      for (let t_s = 0; t_s <= 600; t_s += 5) {
        const here = geodesicDirect(site.latitude_rad, site.longitude_rad, azimuth_rad, speed_mps * t_s);
        const next = geodesicDirect(site.latitude_rad, site.longitude_rad, azimuth_rad, speed_mps * (t_s + 1));
        const r = ecefVecFromGeodetic({ ...here, height_m: site.height_m });
        path.add(t_s, r, addScaled(ecefVecFromGeodetic({ ...next, height_m: site.height_m }), r, -1), 0, heat_Wpsr);
      }
      return { body: bodyOf(name, path, start_us), from: { ...site, height_m: SITE_M }, azimuth_rad };
    },
  };
}

/** Generic families; figures within what is public of their kind. */
export const FAMILIES: readonly Family[] = [
  solid('solid, 3 stages', 100, (random) => [stage(random, [70, 95], [16, 22], [2.4, 3]), stage(random, [65, 95], [24, 32], [2.4, 3])]),
  solid('solid, 4 stages', 100, (random) => [
    stage(random, [55, 65], [16, 20], [2, 2.6]),
    stage(random, [60, 70], [20, 26], [2, 2.6]),
    stage(random, [60, 75], [20, 28], [2, 2.6]),
  ]),
  solid('solid, from the air', 12_000, (random) => [
    stage(random, [65, 78], [16, 20], [2.4, 3.2]),
    stage(random, [65, 78], [24, 30], [2.4, 3]),
  ]),
  liquid('liquid, 2 stages', [0, 0]),
  liquid('liquid, dog-leg', [15, 35]),
  missile('missile, short', [120, 900], leastEnergy),
  missile('missile, medium', [1_000, 2_900], leastEnergy),
  missile('missile, intermediate', [3_000, 5_400], leastEnergy),
  missile('missile, intercontinental', [5_600, 14_000], leastEnergy),
  missile('missile, lofted', [300, 1_100], (range_m, random) => range_m * between(random, 1, 4)),
  missile('missile, depressed', [400, 2_000], (range_m, random) => range_m * between(random, 0.1, 0.16)),
  comesIn('re-entry, shallow', 're-entry', { ...CAPSULE, down_deg: [0.5, 1.4], speed_mps: [7_700, 7_900] }),
  comesIn('re-entry, steep', 're-entry', { ...CAPSULE, down_deg: [1.4, 3], speed_mps: [7_500, 7_750] }),
  comesIn('meteor', 'meteor', {
    down_deg: [12, 28],
    speed_mps: [12_500, 20_000],
    beta_kgpm2: [2e4, 1e5],
    heat_Wpsr: [1e8, 1e10],
    hot_m: [15_000, 85_000],
    glows: 1,
  }),
  orbiting('satellite', [300_000, 900_000]),
  flying('aircraft', { height_m: [3_000, 13_000], speed_mps: [100, 300] }),
];
