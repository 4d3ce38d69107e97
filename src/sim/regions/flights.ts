import { enuBasis } from '../../core/frames/enu.ts';
import { geodesicDirect, geodesicInverse } from '../../core/frames/geodesic.ts';
import {
  ecefVecFromGeodetic,
  type Geodetic,
  geodetic,
  geodeticDegrees,
  geodeticFromEcefVec,
  heightAbove,
} from '../../core/frames/geodetic.ts';
import { cos, exp, log, sin } from '../../core/math/elementary.ts';
import { add, scale, type Vec3 } from '../../core/math/vector.ts';
import { energyClass, equivalentSurfaceSpeed_mps } from '../../core/physics/ballistic.ts';
import { BOOST_PROFILES, flyBoost } from '../../core/physics/boost.ts';
import { orbitOfEcef } from '../../core/physics/orbit.ts';
import { coast } from '../../core/physics/propagate.ts';
import { seconds_us } from '../../core/time/scale.ts';
import { degrees, type KilogramsPerMetre2, type Micros, type Radians } from '../../core/units.ts';
import { sensorsAround, surveillanceRadar } from '../defaults.ts';
import { type RandomStream, stream } from '../random.ts';
import { boost } from '../rocket.ts';
import type { SimulatedSensor } from '../scenario.ts';
import { stateOf, type Trajectory, trajectory, type TruthFlight } from '../truth.ts';
import { type Air, drawAir, fallThrough } from './real-air.ts';

/** What comes down: a missile's body, a launcher that failed with what is left of it, something out of orbit. */
export const FALLING = ['missile', 'failed-launcher', 're-entry'] as const;
export type Falling = (typeof FALLING)[number];

export type RandomFlight = { readonly falling: Falling; readonly truth: TruthFlight; readonly sensors: readonly SimulatedSensor[] };

/** Mass over drag area, kg/m², evenly in the logarithm: blunt to slender bodies of missiles; empty stages, tanks and capsules. */
const WARHEAD_KGPM2 = [3_000, 10_000] as const;
const HOLLOW_KGPM2 = [100, 600] as const;
/** Of what comes out of orbit, one in four is dense. */
const DENSE_SHARE = 0.25;
const DENSE_KGPM2 = [600, 6_000] as const;
/** Cross-section of what has left its tanks, and of all else, m², evenly in the logarithm. Half of the missiles of short range come down whole. */
const BODY_M2 = [0.02, 0.5] as const;
const LARGE_M2 = [1, 10] as const;
const WHOLE_UP_TO_MPS = 2_500;
const WHOLE_SHARE = 0.5;
const START_US: Micros = 1_700_000_000_000_000;
const LEAST_RANGE_M = 150_000;
/** Between a launcher's stages. */
const STAGING_PAUSE_S = 8;
const MISSILES = ['SRBM', 'MRBM', 'IRBM', 'ICBM'] as const;

/** A flight of a family drawn by chance: site, direction, class, size and lean (so that lofted and depressed ones are among them), mass over drag
 *  area, and the day's air. Every draw that does not come down, or hardly leaves, is drawn again. */
export function randomFlight(seed: number, falling: Falling): RandomFlight {
  const random = stream(seed, `region/${falling}`);
  for (;;) {
    const flight = falling === 're-entry' ? fromOrbit(random, seed) : fromGround(random, seed, falling);
    if (flight !== undefined) return flight;
  }
}

function fromGround(random: RandomStream, seed: number, falling: 'missile' | 'failed-launcher'): RandomFlight | undefined {
  const site = drawSite(random);
  const azimuth_rad = degrees(between(random, 0, 360));
  const path = trajectory();
  const beta = evenlyInLog(random, falling === 'missile' ? WARHEAD_KGPM2 : HOLLOW_KGPM2);
  const profile = BOOST_PROFILES[falling === 'missile' ? MISSILES[Math.floor(4 * random.uniform())] : 'SLV'];
  const observe = (t_s: number, r: Vec3, v: Vec3, thrust_mps2: number, stage: number): void =>
    path.add(t_s, r, v, thrust_mps2, thrust_mps2 > 0 ? profile.plume_Wpsr[Math.min(stage, profile.plume_Wpsr.length - 1)] : 0);
  const burnout =
    falling === 'missile'
      ? boost(
          site,
          azimuth_rad,
          profile,
          { kickAlong_rad: evenlyInLog(random, [0.015, 0.35]), kickAcross_rad: 0, size: between(random, 0.65, 1) },
          observe,
        )
      : flyBoost(
          { site, azimuth_rad, kick_rad: evenlyInLog(random, [0.02, 0.1]), cutoff_s: between(random, 170, 560) },
          { ...profile, stages: profile.stages.map((stage) => ({ ...stage, coastAfter_s: STAGING_PAUSE_S })) },
          0.5,
          observe,
        );
  return finished(random, seed, falling, path, site, azimuth_rad, burnout, beta);
}

/** How long before it meets the air a body out of orbit is there to be seen. */
const BEFORE_ENTRY_S = [200, 700] as const;
const ENTRY_M = 120_000;

function fromOrbit(random: RandomStream, seed: number): RandomFlight | undefined {
  const over = drawSite(random);
  const azimuth_rad = degrees(between(random, 0, 360));
  const { east, north, up } = enuBasis(over);
  const steep_rad = degrees(between(random, 0.8, 4));
  const speed_mps = between(random, 7_200, 7_700);
  const ahead = add(scale(east, sin(azimuth_rad)), scale(north, cos(azimuth_rad)));
  const v = add(scale(ahead, speed_mps * cos(steep_rad)), scale(up, -speed_mps * sin(steep_rad)));
  const entry = { r: ecefVecFromGeodetic({ ...over, height_m: ENTRY_M }), v };
  const start = coast(entry.r, entry.v, -between(random, ...BEFORE_ENTRY_S));
  const beta = evenlyInLog(random, random.uniform() < DENSE_SHARE ? DENSE_KGPM2 : HOLLOW_KGPM2);
  return finished(random, seed, 're-entry', trajectory(), over, azimuth_rad, { t_s: 0, ...start }, beta);
}

function finished(
  random: RandomStream,
  seed: number,
  falling: Falling,
  path: Trajectory,
  site: Geodetic,
  azimuth_rad: Radians,
  from: { readonly t_s: number; readonly r: Vec3; readonly v: Vec3 },
  beta: KilogramsPerMetre2,
): RandomFlight | undefined {
  if (heightAbove(from.r.x, from.r.y, from.r.z) < 30_000) return undefined;
  const orbit = orbitOfEcef(from.r, from.v);
  if (orbit.specificEnergy_Jpkg >= 0 || orbit.perigeeHeight_m > 50_000) return undefined;
  let top = { height_m: 0, t_s: 0 };
  const air: Air = drawAir(random);
  const end = fallThrough(air, from, beta, (t_s, r, v) => {
    path.add(from.t_s + t_s, r, v, 0, 0);
    const height_m = heightAbove(r.x, r.y, r.z);
    if (height_m > top.height_m) top = { height_m, t_s: from.t_s + t_s };
  });
  if (end === undefined) return undefined;
  const impact = { ...geodeticFromEcefVec(end.r), height_m: 0 };
  if (falling !== 're-entry' && geodesicInverse(site, impact).distance_m < LEAST_RANGE_M) return undefined;
  const at = (t_s: number): Micros => START_US + seconds_us(t_s);
  const equivalentSpeed_mps = equivalentSurfaceSpeed_mps(from.r, from.v);
  // Draws of their own: how it looks to a radar leaves its way alone.
  const looks = stream(seed, `cross-section/${falling}`);
  const parts = falling === 'missile' && (equivalentSpeed_mps > WHOLE_UP_TO_MPS || looks.uniform() > WHOLE_SHARE);
  const crossSection_m2 = evenlyInLog(looks, parts ? BODY_M2 : LARGE_M2);
  const truth: TruthFlight = {
    id: `region-${seed}`,
    kind: falling === 'missile' ? 'ballistic' : 'recorded',
    launch: { point: site, time_us: START_US },
    stateAt: shownLarge(stateOf(path, { launch_us: START_US, parts }), crossSection_m2),
    heat: 'of-class',
    burnout_us: at(from.t_s),
    apogee: { height_m: top.height_m, at_us: at(top.t_s) },
    impact: { point: impact, time_us: at(from.t_s + end.time_s) },
    end_us: at(from.t_s + end.time_s),
    equivalentSpeed_mps,
    energyClass: energyClass(equivalentSpeed_mps),
    ballisticCoefficient_kgpm2: beta,
  };
  return { falling, truth, sensors: sensorsFor(random, truth, falling, azimuth_rad, impact) };
}

/** The same flight of what shows this cross-section once nothing burns. */
function shownLarge(stateAt: TruthFlight['stateAt'], crossSection_m2: number): TruthFlight['stateAt'] {
  return (at_us) => {
    const state = stateAt(at_us);
    return state?.thrust_mps2 === 0 ? { ...state, crossSection_m2 } : state;
  };
}

/** Chance that a radar stands near where it comes down, and how far from there. */
const RADAR_AT_END = 0.7;
const FROM_END_M = [100_000, 800_000] as const;
/** Slower looks than the presets', so that thousands of flights can be flown. */
const SATELLITE_REVISIT_S = 4;
const RADAR_REVISIT_S = 5;

function sensorsFor(
  random: RandomStream,
  { launch: { point: site }, burnout_us, end_us }: TruthFlight,
  falling: Falling,
  azimuth_rad: Radians,
  impact: Geodetic,
): readonly SimulatedSensor[] {
  const way = geodesicInverse(site, impact);
  const ahead = along(site, way.azimuth_rad, way.distance_m * between(random, 0.3, 0.6));
  const middle = surveillanceRadar('radar-middle', somewhere(random, ahead));
  const end = surveillanceRadar('radar-end', somewhere(random, impact));
  const seesEnd = random.uniform() < RADAR_AT_END;
  const before = surveillanceRadar('radar-before', along(site, azimuth_rad + Math.PI, between(random, 200_000, 1_200_000)));
  const all = falling === 're-entry' ? [before, middle] : [...sensorsAround(site, azimuth_rad), ...(way.distance_m > 2e6 ? [middle] : [])];
  // What satellites would go on not to see costs half of the time.
  const blind = [{ from_us: burnout_us + seconds_us(60), to_us: end_us + seconds_us(60) }];
  return [...all, ...(seesEnd ? [end] : [])].map((sensor) =>
    sensor.kind === 'radar'
      ? { ...sensor, spec: { ...sensor.spec, revisit_s: RADAR_REVISIT_S, falseDetectionsPerScan: 0.05 } }
      : { ...sensor, outages: blind, spec: { ...sensor.spec, revisit_s: SATELLITE_REVISIT_S } },
  );
}

function somewhere(random: RandomStream, about: Geodetic): Geodetic {
  return along(about, degrees(between(random, 0, 360)), between(random, ...FROM_END_M));
}

function along(from: Geodetic, azimuth_rad: Radians, distance_m: number): Geodetic {
  const point = geodesicDirect(from.latitude_rad, from.longitude_rad, azimuth_rad, distance_m);
  return geodetic(point.latitude_rad, point.longitude_rad, 100);
}

function drawSite(random: RandomStream): Geodetic {
  return geodeticDegrees(between(random, -60, 60), between(random, -180, 180), 0);
}

function between(random: RandomStream, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

function evenlyInLog(random: RandomStream, [low, high]: readonly [number, number]): number {
  return exp(between(random, log(low), log(high)));
}
