import { eciFromEcef } from '../frames/inertial.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, geodeticFromEcefVec, heightAbove } from '../frames/geodetic.ts';
import { WGS84 } from '../frames/earth.ts';
import { acos } from '../math/elementary.ts';
import { angleBetween, cross, dot, norm, subtract, unit, type Vec3, vec3 } from '../math/vector.ts';
import { equivalentSurfaceSpeed_mps } from '../physics/ballistic.ts';
import { orbitOf, sigmaPerigee_m } from '../physics/orbit.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import { lengthOf } from '../track/filter/imm.ts';
import { LONGEST_STAGING_S } from '../theatre-track/follow.ts';
import { type EarlySighting, lastObserved_us, sinceBurnout_s, type Track, trackEstimate } from '../theatre-track/track.ts';
import type { Micros, Radians } from '../units.ts';
import { type HeatAcceleration, heatAcceleration, type HeatMotion, heatMotion } from './heat-motion.ts';
import { type OrbitWithinReach, orbitWithin } from './reach.ts';

/** Sun and Moon as they entered the journal. */
export type Sky = { readonly sunEcef_m: Vec3; readonly moonEcef_m: Vec3 };

/** What the hypotheses are weighed by. Everything is measured or computed from the track; nothing is looked up. */
export type Features = HeatMotion & {
  readonly height_m: number;
  readonly speed_mps: number;
  readonly sigmaSpeed_mps: number;
  /** The least that it has been at its fastest: three sigmas, by radar. */
  readonly fastest_mps: number;
  /** Speed in axes that do not turn. */
  readonly inertialSpeed_mps: number;
  /** Speed at the Earth's surface that the energy relative to the turning Earth stands for, and its flight-path angle there. Both
   *  stay the same through a coast, so that they describe the flight and not the moment. */
  readonly surfaceSpeed_mps: number;
  readonly sigmaSurfaceSpeed_mps: number;
  readonly surfaceAngle_rad: Radians;
  readonly perigeeHeight_m: number;
  readonly sigmaPerigee_m: number;
  readonly apogeeHeight_m: number;
  /** Of what has burned: the burn that would still make an orbit of its path; undefined where none would, or none is needed. */
  readonly orbitWithin: OrbitWithinReach | undefined;
  /** One sigma of the height, m. */
  readonly sigmaHeight_m: number;
  /** Whether it has been seen to climb since it was first seen. */
  readonly climbed: boolean;
  /** Whether the air is taking its energy: coming down, and low. What it has then says nothing of what it was given. */
  readonly entering: boolean;
  readonly burning: boolean;
  readonly everBurned: boolean;
  readonly reversed: boolean;
  /** It has burned again after a coast too long to part two stages. */
  readonly relit: boolean;
  /** It has been seen hot by the air that it came into. */
  readonly glowed: boolean;
  /** Radar had seen it in an orbit before it was first seen to burn. */
  readonly fromOrbit: boolean;
  /** How long radar has seen it coast since its burn, s; of a coast that a new burn has ended, only one too long to part two stages. */
  readonly coastSeen_s: number;
  /** Since the end of its last burn, s; undefined while it burns, and of what has not burned. */
  readonly sinceBurnout_s: number | undefined;
  /** How long it has burned, all burns together, s. */
  readonly burned_s: number;
  readonly heatHits: number;
  readonly heatSensors: number;
  readonly radarHits: number;
  /** How much the radars' silence weighs, as −ln of the chance of so much silence (H8). */
  readonly radarAbsence: number;
  readonly age_s: number;
  /** How fast the heat goes and how much faster it becomes; undefined while there is too little to say. */
  readonly heatAcceleration: HeatAcceleration | undefined;
  /** Angle that a cloud facet would have to be tilted by to mirror the Sun into the satellite; infinite at night; undefined without heat, or where the Sun is not known. */
  readonly glint_rad: Radians | undefined;
  /** Smallest angle between the Moon and the object, seen from a radar that reports it. */
  readonly moon_rad: Radians | undefined;
  /** In the air, followed for long enough to see that it keeps its height. */
  readonly level: boolean;
  /** A radar-only object held up by the "thrust" of the boost model: it does not fall. */
  readonly doesNotFall: boolean;
  /** Radar has followed it long enough to see that it falls; and that nothing but gravity moves it. */
  readonly falls: boolean;
  readonly fallsFreely: boolean;
};

/** Features of a track now. `sky` is absent until the first entry of it. */
export function featuresOf(track: Track, at_us: Micros, sky: Sky | undefined, radars: readonly RadarSensor[]): Features {
  const { x, p } = trackEstimate(track);
  const r = vec3(x[0], x[1], x[2]);
  const v = vec3(x[3], x[4], x[5]);
  const speed_mps = norm(v);
  const sigmaSpeed_mps = lengthOf(track.imm, 3).sigma;
  const flown_mps = Math.max(speed_mps, track.fastest_mps);
  const surfaceSpeed_mps = equivalentSurfaceSpeed_mps(r, v);
  const inertial = eciFromEcef(at_us, r, v);
  const orbit = orbitOf(inertial.r, inertial.v);
  const { burn, seen } = track;
  const burningFor_s =
    burn.burning && burn.began_us !== undefined ? Math.max(0, (seen.heat.last_us ?? burn.began_us) - burn.began_us) / 1e6 : 0;
  const height_m = heightAbove(r.x, r.y, r.z);
  const sigmaHeight_m = lengthOf(track.imm, 0).sigma;
  return {
    height_m,
    sigmaHeight_m,
    climbed:
      Math.max(track.highest_m, height_m) - heightAbove(track.origin_m.x, track.origin_m.y, track.origin_m.z) >
      CLIMB_M + 3 * Math.sqrt(sigmaHeight_m * sigmaHeight_m + track.originSigmaHeight_m * track.originSigmaHeight_m),
    speed_mps,
    sigmaSpeed_mps,
    fastest_mps: track.fastest_mps,
    inertialSpeed_mps: norm(inertial.v),
    surfaceSpeed_mps,
    sigmaSurfaceSpeed_mps: (sigmaSpeed_mps * speed_mps) / Math.max(surfaceSpeed_mps, 1),
    surfaceAngle_rad: surfaceAngle(r, v, surfaceSpeed_mps),
    perigeeHeight_m: orbit.perigeeHeight_m,
    sigmaPerigee_m: sigmaPerigee_m(x, p),
    apogeeHeight_m: orbit.apogeeHeight_m,
    orbitWithin: burn.ignitions > 0 ? orbitWithin(inertial.r, inertial.v, orbit, track.at_us) : undefined,
    entering: height_m < AIR_M && (dot(r, v) < 0 || track.highest_m > height_m + FALLEN_M),
    burning: burn.burning,
    everBurned: burn.ignitions > 0,
    reversed: burn.reversed,
    relit: burn.relit,
    glowed: burn.glowed,
    fromOrbit: burn.fromOrbit,
    coastSeen_s: coastSeen_s(track),
    sinceBurnout_s: burn.reversed ? undefined : sinceBurnout_s(track, track.at_us),
    burned_s: burn.burned_s + burningFor_s,
    heatHits: seen.heat.hits,
    heatSensors: seen.heat.sensors.length,
    radarHits: seen.radar.hits,
    radarAbsence: seen.radar.absence,
    age_s: (lastObserved_us(track) - track.born_us) / 1e6,
    ...heatMotion(track),
    heatAcceleration: heatAcceleration(track),
    glint_rad: sky === undefined ? undefined : glintAngle(track.early, r, sky),
    moon_rad: sky === undefined ? undefined : moonAngle(track, r, sky, radars),
    level:
      isLevel(track, height_m, sigmaHeight_m, flown_mps) ||
      (speed_mps - 3 * sigmaSpeed_mps > FLIES_MPS && isHotAndLow(track, Math.max(track.highest_m, height_m + 3 * sigmaHeight_m))),
    doesNotFall: seen.heat.hits === 0 && seen.radar.hits >= 8 && track.imm.weights[0] + track.imm.weights[3] > 0.9,
    falls:
      seen.radar.hits >= 8 && track.imm.weights[1] + track.imm.weights[2] > 0.9 && !mayHaveWings(track, height_m, sigmaHeight_m, flown_mps),
    fallsFreely: seen.radar.hits >= 8 && track.imm.weights[1] > 0.9,
  };
}

/** Below this the air tells. What has fallen by so much is on its way down, though it may swing on a parachute or stand on its thrust. */
const AIR_M = 90_000;
const FALLEN_M = 10_000;

/** Less than this is no climb: the first plots of a radar far off. */
const CLIMB_M = 2_000;

const LEVEL_HITS = 8;
/** Above this no wing carries for long, and nothing keeps its height but in an orbit. */
export const WINGS_TOP_M = 30_000;
const LEVEL_AFTER_S = 30;
/** Share of a free fall in its time by which a height may have changed; and the most that a climb to the cruise changes it, m. */
const LEVEL_SHARE = 0.2;
const LEVEL_MOST_M = 6_000;

/** Faster than this nothing flies on wings (the record of what takes off by itself stands at 980 m/s, at 26 km). */
export const WINGS_MPS = 1_000;

/** Faster than this no aircraft climbs or sinks for long, m/s. */
export const WINGS_CLIMB_MPS = 40;

/** So low, slow and cold it may be carried for all that the models say, until it has been followed for long enough to see it fall or climb as no aircraft does. */
function mayHaveWings(track: Track, height_m: number, sigma_m: number, fastest_mps: number): boolean {
  if (height_m > WINGS_TOP_M || fastest_mps > WINGS_MPS || track.seen.heat.hits > 0) return false;
  const time_s = followed_s(track);
  return time_s < LEVEL_AFTER_S || changed_m(track, height_m) < WINGS_CLIMB_MPS * time_s + 3 * sigma_m;
}

/** From where its height counts: from where radar knew it well, for what two satellites made of a first glow may lie ten kilometres off. */
function levelFrom({ settled, seen, origin_m: o }: Track): { readonly at_us: Micros; readonly height_m: number } {
  return settled ?? { at_us: seen.radar.first_us ?? 0, height_m: heightAbove(o.x, o.y, o.z) };
}

function changed_m(track: Track, height_m: number): number {
  return Math.max(Math.abs(height_m - levelFrom(track).height_m), track.highest_m - height_m);
}

function followed_s(track: Track): number {
  return ((track.seen.radar.last_us ?? 0) - levelFrom(track).at_us) / 1e6;
}

/** What goes on faster than this is no fire, m/s. */
const FLIES_MPS = 100;

const HOT_FOR_S = 150;

/** Two satellites together see height as radar does. Engines that they have seen for so long, and never higher than wings carry, are an aircraft's: the slowest
 *  rocket is above that by then (5 m/s² for a minute, and on at that speed), and what the air heats came from above. */
function isHotAndLow({ seen: { heat } }: Track, highest_m: number): boolean {
  if (heat.sensors.length < 2 || highest_m > WINGS_TOP_M) return false;
  return ((heat.last_us ?? 0) - (heat.first_us ?? 0)) / 1e6 > HOT_FOR_S;
}

/** It has kept its height for longer than anything that falls could: half a minute is 4.4 km of a fall. What is faster than wings, or has been, may glide. */
function isLevel(track: Track, height_m: number, sigma_m: number, fastest_mps: number): boolean {
  const { seen } = track;
  const time_s = followed_s(track);
  if (seen.radar.hits < LEVEL_HITS || height_m > WINGS_TOP_M || fastest_mps > WINGS_MPS || time_s < LEVEL_AFTER_S) return false;
  return changed_m(track, height_m) + 3 * sigma_m < Math.min(LEVEL_SHARE * 4.9 * time_s * time_s, LEVEL_MOST_M);
}

function coastSeen_s({ burn, seen }: Track): number {
  const past = burn.longestCoast_s > LONGEST_STAGING_S ? burn.longestCoast_s : 0;
  if (burn.burning || burn.ended_us === undefined || burn.radarHitsInCoast < 3) return past;
  return Math.max(past, ((seen.radar.last_us ?? burn.ended_us) - burn.ended_us) / 1e6);
}

/** cos γ₀ = |r × v| / (R v₀): angular momentum carried down to the surface. 0 when the path never comes down that far. */
export function surfaceAngle(r: Vec3, v: Vec3, surfaceSpeed_mps: number): number {
  const momentum = norm(cross(r, v)) / (WGS84.a_m * Math.max(surfaceSpeed_mps, 1));
  return momentum >= 1 ? 0 : acos(momentum);
}

/** The mirror's normal halves the angle between Sun and satellite; its tilt from the vertical is the glint angle. */
function glintAngle(early: readonly EarlySighting[], r: Vec3, sky: Sky): number | undefined {
  if (early.length === 0) return undefined;
  const { up } = enuBasis(geodeticFromEcefVec(r));
  const sun = unit(sky.sunEcef_m);
  if (dot(sun, up) < 0) return Infinity;
  const satellite = unit(subtract(early[early.length - 1].satelliteEcef_m, r));
  const half = unit(vec3(sun.x + satellite.x, sun.y + satellite.y, sun.z + satellite.z));
  return angleBetween(half, up);
}

function moonAngle(track: Track, r: Vec3, sky: Sky, radars: readonly RadarSensor[]): number | undefined {
  let smallest: number | undefined;
  for (const radar of radars) {
    if (!track.seen.radar.sensors.includes(radar.id)) continue;
    const site = ecefVecFromGeodetic(radar.site);
    const angle = angleBetween(subtract(r, site), subtract(sky.moonEcef_m, site));
    if (smallest === undefined || angle < smallest) smallest = angle;
  }
  return smallest;
}
