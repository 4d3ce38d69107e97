import { log } from '../math/elementary.ts';
import { heightAbove } from '../frames/geodetic.ts';
import type { Phenomenology } from '../sense/sensor.ts';
import type { Micros } from '../units.ts';
import { type Imm, type Match, missImm, predictImm, updateImm } from './imm.ts';
import type { Measurement } from './measurement.ts';
import { sinceBurnout_s, type Track, trackEstimate } from './track.ts';

/** One look of one sensor, in the tracker's terms; what differs between heat and radar is in here and nowhere else. */
export type Look = {
  readonly phenomenology: Phenomenology;
  readonly sensor: string;
  readonly seq: number;
  readonly at_us: Micros;
  readonly measurements: readonly Measurement[];
  /** False detections per unit of measurement space. */
  readonly clutterDensity: number;
  /** Probability of detection per mode of an object at this position and velocity. */
  detectionOf(x: Float64Array): Float64Array;
  initiate(index: number): Imm | undefined;
  /** Enters the hit into the track's record. */
  note(track: Track, index: number): void;
};

/** Moves a track to a later time. Earlier times are left alone: the reorder stage in front keeps scans in order. */
export function predictTrack(track: Track, at_us: Micros): void {
  const dt_s = (at_us - track.at_us) / 1e6;
  if (dt_s <= 0) return;
  const { x } = trackEstimate(track);
  predictImm(track.imm, { height_m: heightAbove(x[0], x[1], x[2]), sinceBurnout_s: sinceBurnout_s(track, track.at_us) }, dt_s);
  track.at_us = at_us;
}

/** A detection that belongs to this track. */
export function absorb(track: Track, look: Look, index: number, found: Match, expected: Float64Array): void {
  updateImm(track.imm, found, expected);
  track.score += found.logLikelihood - log(look.clutterDensity);
  track.bestScore = Math.max(track.bestScore, track.score);
  look.note(track, index);
  followBurn(track, look);
}

/** A look that did not show this track: how much that says depends on how surely it should have. */
export function miss(track: Track, look: Look, expected: Float64Array): void {
  let chance = 0;
  for (let j = 0; j < 4; j++) chance += track.imm.weights[j] * expected[j];
  const weight = -log(1 - Math.min(chance, 0.9999));
  track.score -= weight;
  track.seen[look.phenomenology].absence += weight;
  missImm(track.imm, expected);
  followBurn(track, look);
}

const BURNING = 0.5;

/** Keeps the story of ignitions and burnouts from the share of the boost model. */
function followBurn(track: Track, look: Look): void {
  const burn = track.burn;
  const boost = track.imm.weights[0];
  track.manoeuvred = Math.max(track.manoeuvred, track.imm.weights[3]);
  if (!burn.burning && boost > BURNING && track.seen.heat.hits > 0) {
    burn.burning = true;
    burn.ignitions += 1;
    burn.began_us = look.at_us;
    burn.ended_us = undefined;
    burn.radarHitsInCoast = 0;
  } else if (burn.burning && boost < 1 - BURNING) {
    burn.burning = false;
    burn.ended_us = track.seen.heat.last_us ?? look.at_us;
  } else if (!burn.burning && burn.ended_us === undefined && track.seen.heat.hits === 0) {
    // A radar that finds it already coasting: the burn ended unseen, before the first plot.
    burn.ended_us = track.born_us;
  }
  if (burn.burning && thrustsBackward(track)) burn.reversed = true;
  if (!burn.burning && look.phenomenology === 'radar' && track.seen.radar.last_us === look.at_us) burn.radarHitsInCoast += 1;
}

/** Thrust is called backward only when it is plainly there, against the motion, and known well enough to say so. */
function thrustsBackward(track: Track): boolean {
  const { x, p } = track.imm.modes[0];
  const v = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
  if (v < 300) return false;
  const along = (x[3] * x[6] + x[4] * x[7] + x[5] * x[8]) / v;
  let variance = 0;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) variance += (x[3 + i] / v) * p[(6 + i) * 9 + 6 + j] * (x[3 + j] / v);
  return along < -5 && along < -3 * Math.sqrt(variance);
}
