import { log } from '../math/elementary.ts';
import { heightAbove } from '../frames/geodetic.ts';
import { dot, subtract, unit, type Vec3, vec3 } from '../math/vector.ts';
import { orbitOfEcef, sigmaPerigee_m } from '../physics/orbit.ts';
import type { Plot } from '../sense/scan.ts';
import type { Micros } from '../units.ts';
import { blendInto, copyImm } from '../track/filter/blend.ts';
import { scoreLater } from '../track/object/existence.ts';
import {
  estimate,
  type Imm,
  inflateImm,
  lengthOf,
  type Match,
  missImm,
  predictImm,
  type Projection,
  projectImm,
  thrustAlong,
  updateImm,
} from '../track/filter/imm.ts';
import { couldShow, glowsInAir, isFastEnoughToGlow, SEEN_TO_GLOW, UNKNOWN_GLOW } from '../track/look/visibility.ts';
import { forgetStrength, learnStrength } from '../track/look/echo-strength.ts';
import { type Look, weightOfSilence } from '../track/look/look.ts';
import {
  type EarlyPlot,
  MAX_SOURCES,
  meanPosition,
  notePlot,
  noteShown,
  noteSighting,
  sigmaHeight_m,
  sinceBurnout_s,
  type Track,
} from './track.ts';

/** Moves a track to a later time. Earlier times are left alone: the reorder stage in front keeps scans in order. */
export function predictTrack(track: Track, at_us: Micros): void {
  const dt_s = (at_us - track.at_us) / 1e6;
  if (dt_s <= 0) return;
  const height_m = heightOf(track.imm);
  if (height_m > track.highest_m) track.highest_m = Math.max(track.highest_m, height_m - 3 * sigmaHeight_m(track.imm));
  predictImm(track.imm, { height_m, sinceBurnout_s: sinceBurnout_s(track, track.at_us) }, dt_s);
  track.score = scoreLater(track.score, dt_s);
  track.at_us = at_us;
}

/** Height of the mean over the modes. */
export function heightOf(imm: Imm): number {
  const { x, y, z } = meanPosition(imm);
  return heightAbove(x, y, z);
}

/** A detection that belongs to this track. */
export function absorb(track: Track, look: Look, found: Match, projection: Projection, expected: Float64Array): void {
  const { column } = found;
  const adapted = adapt(track, look, found);
  updateImm(track.imm, adapted ? projectImm(track.imm, look, expected) : projection, look, column);
  noteHit(track, look, column);
  followBurn(track, look);
}

/** Enters a hit into the track's record: the detection is the track's for certain. */
export function noteHit(track: Track, look: Look, column: number): void {
  noteSeen(track, look, column);
  noteTaken(track, look, column);
}

/** Enters that the track has taken a detection, with what weight when it is not certain. */
function noteTaken({ sources }: Track, { seq, indexOf }: Look, column: number, weight = 1): void {
  if (sources.length < MAX_SOURCES) sources.push({ seq, index: indexOf(column), ...(weight < 1 ? { weight } : {}) });
}

/** Enters that a look has shown the track, and by which detection. It is a hit where that is sooner this track's than not: of two tracks that share one
 *  detection no more than one has been hit, and what counts looks (H1) counts none twice. */
function noteSeen(track: Track, look: Look, column: number, weight = 1): void {
  const { phenomenology, sensor, at_us, revisit_s, scan, frame, doubted } = look;
  const index = look.indexOf(column);
  const seen = track.seen[phenomenology];
  if (weight > 0.5) seen.hits += 1;
  seen.first_us ??= at_us;
  seen.last_us = at_us;
  seen.absence = 0;
  if (!seen.sensors.includes(sensor)) seen.sensors.push(sensor);
  noteShown(track, { sensor, at_us, index, from_m: frame.origin, since_us: at_us, revisit_s });
  if (scan.kind === 'infrared-scan')
    noteSighting(track, {
      at_us,
      satelliteEcef_m: scan.satelliteEcef_m,
      detection: scan.detections[index],
      ...(look.sigmaPointing_rad > 0 && { pointing: { sensor, sigma_rad: look.sigmaPointing_rad } }),
    });
  else {
    if (!doubted) notePlot(track, earlyPlot(at_us, frame.origin, look.placeOf(column), scan.plots[index]));
    noteSettled(track, at_us);
    noteSpeed(track);
    const echo_dBsm = look.echo_dBsm(column);
    // The air that it heats may be an echo too; by then the air tells what it is.
    if (echo_dBsm !== undefined && weight > 0.5) learnStrength(track.echoStrength, echo_dBsm);
  }
}

/** Height takes its share of the error along the sight and of that of the elevation. */
function earlyPlot(at_us: Micros, from: Vec3, place: Vec3, { range_m, sigmaRange_m, sigmaElevation_rad }: Plot): EarlyPlot {
  const rising = dot(unit(place), unit(subtract(place, from)));
  const across_m = range_m * sigmaElevation_rad;
  const variance_m2 = rising * rising * sigmaRange_m * sigmaRange_m + (1 - rising * rising) * across_m * across_m;
  return { at_us, placeEcef_m: place, sigmaHeight_m: Math.sqrt(variance_m2) };
}

/** One sigma of a height that is well known, m. */
const SETTLED_M = 300;

function noteSettled(track: Track, at_us: Micros): void {
  if (track.settled === undefined && sigmaHeight_m(track.imm) < SETTLED_M) track.settled = { at_us, height_m: heightOf(track.imm) };
  if (track.burn.ignitions === 0 && track.seen.radar.hits >= ORBIT_HITS) track.burn.fromOrbit ||= isInOrbit(track);
}

/** Radar hits before which a speed may be what plots of two objects make of it: it is not forgotten again. */
const SPEED_HITS = 10;

function noteSpeed(track: Track): void {
  if (track.seen.radar.hits < SPEED_HITS) return;
  const { mean, sigma } = lengthOf(track.imm, 3);
  track.fastest_mps = Math.max(track.fastest_mps, mean - 3 * sigma);
}

/** Radar hits, and the perigee, by which it is in an orbit: the air ends lower ones within the round. */
const ORBIT_HITS = 10;
const ORBIT_M = 120_000;

function isInOrbit({ imm }: Track): boolean {
  const { x, p } = estimate(imm);
  const over_m = orbitOfEcef(vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5])).perigeeHeight_m - ORBIT_M;
  return over_m > 0 && over_m > 3 * sigmaPerigee_m(x, p);
}

/** One way in which a look may concern a track. */
type Way = { readonly found: Match; readonly weight: number };

/** A look that leaves a doubt which detection belongs to this track, or whether any does: it becomes the mixture of what it would be after each. It has
 *  taken all of them, each with its weight; it has been seen, by the likeliest, when some detection is likelier than none. */
export function blend(
  track: Track,
  look: Look,
  ways: readonly Way[],
  missed: number,
  projection: Projection,
  expected: Float64Array,
  seenWith: number,
): void {
  const total = ways.reduce((sum, { weight }) => sum + weight, missed);
  const after = ways.map(({ found }) => {
    const imm = copyImm(track.imm);
    updateImm(imm, projection, look, found.column);
    return imm;
  });
  const shares = ways.map(({ weight }) => weight / total);
  if (missed > 0) {
    const imm = copyImm(track.imm);
    missImm(imm, expected);
    after.push(imm);
    shares.push(missed / total);
  }
  blendInto(track.imm, after, shares);
  const likeliest = ways.reduce((best, way) => (way.weight > best.weight ? way : best));
  ways.forEach(({ found }, k) => noteTaken(track, look, found.column, shares[k]));
  if (missed < total / 2) noteSeen(track, look, likeliest.found.column, likeliest.weight / total);
  else track.seen[look.phenomenology].absence -= (missed / total) * weightOfSilence(look) * log(1 - seenWith);
  followBurn(track, look);
}

/** Weight of one hit in the running surprise: a memory of some twenty hits. */
const NEWEST = 0.1;
/** A mean of twenty right distances strays by 0.16; this is five times that. */
const SURPRISED = 1.8;

/** Around a change of thrust the modes' own covariances speak; only a settled coast is held to its word. */
const SETTLED_S = 30;

/** A coast that is known to metres is lost to whatever the models leave out: cold gas, venting, a stage that tumbles. When the hits keep
 *  falling further off than they should, the covariance owns up to it, and the filter listens again. Returns whether it did. */
function adapt(track: Track, { kernels: { dimension } }: Look, found: Match): boolean {
  const coasting_s = sinceBurnout_s(track, track.at_us) ?? 0;
  if (track.burn.burning || (track.burn.ignitions > 0 && coasting_s < SETTLED_S)) {
    track.surprise = 1;
    return false;
  }
  track.surprise += NEWEST * (Math.min(found.distance2 / dimension, 8) - track.surprise);
  if (track.surprise < SURPRISED) return false;
  inflateImm(track.imm, track.surprise);
  track.surprise = 1;
  return true;
}

/** A probability per mode, averaged over the modes. */
export function meanOver(track: Track, perMode: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < 4; j++) sum += track.imm.weights[j] * perMode[j];
  return Math.min(sum, 0.9999);
}

/** A look that did not show this track. What that says of its absence is counted when all plots have been given away (silence.ts). */
export function miss(track: Track, look: Look, expected: Float64Array): void {
  missImm(track.imm, expected);
  // Who looks elsewhere sees no burn, and no end of one.
  if (look.phenomenology !== 'heat' || couldShow(expected)) followBurn(track, look);
}

const BURNING = 0.5;
const BURNING_UNSEEN = 0.99;
/** Longest pause between two stages of one boost, s. */
export const LONGEST_STAGING_S = 30;

/** An engine that lights again is seen hot. Where no satellite looks its thrust has to be beyond doubt: the first plots after a gap in mid-course are
 *  explained by a burn as well as by an error for a look or two. */
function ignitionShare({ burn: { ended_us }, seen: { heat } }: Track): number {
  const isHotAgain = ended_us === undefined || (heat.last_us ?? -Infinity) > ended_us;
  return isHotAgain ? BURNING : BURNING_UNSEEN;
}

/** Keeps the story of ignitions and burnouts from the share of the boost model. */
function followBurn(track: Track, look: Look): void {
  const burn = track.burn;
  const boost = track.imm.weights[0];
  track.manoeuvred += NEWEST * (track.imm.weights[3] - track.manoeuvred);
  if (!burn.burning && justSeenHot(track, look) && isHotByAir(track)) {
    burn.glowed = true;
    track.glows = SEEN_TO_GLOW;
  }
  if (burn.glowed && justSeenHot(track, look) && climbsHot(track)) {
    burn.glowed = false;
    track.glows = UNKNOWN_GLOW;
  }
  if (!burn.burning && !burn.glowed && boost > ignitionShare(track) && track.seen.heat.hits > 0 && !isHotByAir(track)) {
    burn.burning = true;
    burn.ignitions += 1;
    burn.relit ||= burn.longestCoast_s > LONGEST_STAGING_S;
    burn.began_us = look.at_us;
    burn.ended_us = undefined;
    burn.beganHeight_m = heightOf(track.imm);
    burn.endedHeight_m = undefined;
    burn.radarHitsInCoast = 0;
  } else if (burn.burning && boost < 1 - BURNING) {
    burn.burning = false;
    burn.ended_us = track.seen.heat.last_us ?? look.at_us;
    burn.endedHeight_m = heightOf(track.imm);
    forgetStrength(track.echoStrength);
    burn.burned_s += Math.max(0, burn.ended_us - (burn.began_us ?? burn.ended_us)) / 1e6;
  }
  if (burn.burning && justSeenHot(track, look) && thrustsBackward(track)) burn.reversed = true;
  if (!burn.burning && look.phenomenology === 'radar' && track.seen.radar.last_us === look.at_us) followCoast(track, look.at_us);
}

/** Hits of the radar that show it coasting: three are asked for before its time counts. */
const COAST_HITS = 3;

function followCoast(track: Track, at_us: Micros): void {
  const { burn } = track;
  burn.radarHitsInCoast += 1;
  if (burn.ended_us !== undefined && burn.radarHitsInCoast >= COAST_HITS)
    burn.longestCoast_s = Math.max(burn.longestCoast_s, (at_us - burn.ended_us) / 1e6);
}

function justSeenHot(track: Track, look: Look): boolean {
  return look.phenomenology === 'heat' && track.seen.heat.last_us === look.at_us;
}

/** Heat of what comes down through thin air as fast as this is the air's: no thrust is needed for it, and none would be seen beside it. */
function isHotByAir({ imm }: Track): boolean {
  return glowsInAir(estimate(imm).x);
}

/** A climb is one that is faster than this, and than so many sigmas of it. */
const CLIMBS_MPS = 50;
const CLIMBS_SIGMAS = 4;

/** What is hot, climbs, and is too slow for the air to heat it thrusts, and has done so all the time: it was taken for something that came in when two false
 *  detections before its first stood in line with that. */
function climbsHot({ imm }: Track): boolean {
  const { x, p } = estimate(imm);
  const [rx, ry, rz, vx, vy, vz] = x;
  if (isFastEnoughToGlow(x)) return false;
  const r = Math.sqrt(rx * rx + ry * ry + rz * rz);
  const up = [rx / r, ry / r, rz / r];
  const climb_mps = up[0] * vx + up[1] * vy + up[2] * vz;
  let variance = 0;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) variance += up[i] * p[(3 + i) * 6 + 3 + j] * up[j];
  return climb_mps > Math.max(CLIMBS_MPS, CLIMBS_SIGMAS * Math.sqrt(variance));
}

/** Below this the air brakes by itself, and a stage that brakes for its entry is still coming down where it was going. */
const AIR_BRAKES_BELOW_M = 65_000;

/** Below this speed it has no direction to turn against, m/s. */
const SLOW_MPS = 300;

/** Thrust is called backward only when it is plainly there, against the motion, and known well enough to say so. */
function thrustsBackward(track: Track): boolean {
  const [x, y, z] = track.imm.modes;
  const along = thrustAlong(track.imm, SLOW_MPS);
  if (along === undefined || heightAbove(x, y, z) < AIR_BRAKES_BELOW_M) return false;
  return along.mean < -5 && along.mean < -3 * Math.sqrt(along.variance);
}
