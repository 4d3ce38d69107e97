import { intersectHeight } from '../frames/line-of-sight.ts';
import { log } from '../math/elementary.ts';
import { distance } from '../math/vector.ts';
import { type Match, match, projectImm, updateImm } from '../track/filter/imm.ts';
import { GATES } from '../track/look/gates.ts';
import { type Look, sightRecords } from '../track/look/look.ts';
import { SIGHT } from '../track/look/measurement-kernels.ts';
import { glowsInAir } from '../track/look/visibility.ts';
import { scoreDetected } from '../track/object/existence.ts';
import { absorb, predictTrack } from './follow.ts';
import { initiateFromSky, SKY_M } from './initiate.ts';
import { type EarlySighting, newTrack, noteSighting, type Track, trackEstimate } from './track.ts';

// Three hot spots seconds and many kilometres apart, none of which the rocket of another explains: a body that the air heats on its way in. A track of one
// spot begins as a rocket near the ground, and what moves by tens of kilometres between two looks leaves it behind each time.

/** Longest time from one spot to the next, s: three looks. */
const NEXT_WITHIN_S = 6;
/** How fast it may seem to go from one to the next, m/s: from where the air begins to glow to the fastest meteors, which never come faster than 72 km/s, with
 *  what another satellite's other height adds. */
const SLOWEST_MPS = 3_000;
const FASTEST_MPS = 90_000;
/** Lone spots that are looked at, newest first. */
const MOST_SPOTS = 12;

/** A track that begins with two lone spots and this detection, where the three are of one body that comes in; `undefined` where there are none. */
export function comesFromSky(tracks: readonly Track[], id: string, look: Look, column: number, score: number): Track | undefined {
  const { scan } = look;
  if (scan.kind !== 'infrared-scan') return undefined;
  const spots = tracks.filter((one) => isLoneSpot(one, look)).slice(-MOST_SPOTS);
  if (spots.length < 2) return undefined;
  const here = { at_us: look.at_us, satelliteEcef_m: scan.satelliteEcef_m, detection: scan.detections[look.indexOf(column)] };
  for (const second of [...spots].reverse()) {
    if (!mayFollow(second.early[0], here)) continue;
    for (const first of spots) {
      if (!mayFollow(first.early[0], second.early[0])) continue;
      const track = ofThree(first, second, id, look, column, score);
      if (track !== undefined) return track;
    }
  }
  return undefined;
}

function isLoneSpot({ seen, parent, status }: Track, { at_us }: Look): boolean {
  if (status !== 'tentative' || parent !== undefined || seen.heat.hits !== 1 || seen.radar.hits > 0) return false;
  return at_us - (seen.heat.last_us ?? 0) < 2 * NEXT_WITHIN_S * 1e6;
}

function mayFollow(a: EarlySighting, b: EarlySighting): boolean {
  const after_s = (b.at_us - a.at_us) / 1e6;
  if (after_s <= 0 || after_s > NEXT_WITHIN_S) return false;
  const [from, to] = [a, b].map(({ satelliteEcef_m, detection }) => intersectHeight(satelliteEcef_m, detection.lineOfSightEcef, SKY_M));
  if (from === undefined || to === undefined) return false;
  const apart_m = distance(from, to);
  return apart_m > SLOWEST_MPS * after_s && apart_m < FASTEST_MPS * Math.max(after_s, 1);
}

function ofThree(first: Track, second: Track, id: string, look: Look, column: number, score: number): Track | undefined {
  const [from, then] = [first.early[0], second.early[0]];
  const imm = initiateFromSky(from.satelliteEcef_m, from.detection);
  if (imm === undefined) return undefined;
  const track: Track = { ...newTrack(id, from.at_us, imm, score), born_us: look.at_us };
  for (const spot of [first, second]) noteSpot(track, spot);
  predictTrack(track, then.at_us);
  const { x, y, z } = then.satelliteEcef_m;
  const seen = { kernels: SIGHT, mount: Float64Array.of(x, y, z), records: sightRecords([then.detection]) };
  const projection = projectImm(track.imm, seen, SURELY);
  const found = match(projection, seen, 0);
  if (!isNear(found)) return undefined;
  updateImm(track.imm, projection, seen, 0);
  predictTrack(track, look.at_us);
  const now = projectImm(track.imm, look, SURELY);
  const third = match(now, look, column);
  if (!isNear(third)) return undefined;
  for (const { logLikelihood } of [found, third]) track.score = scoreDetected(track.score, 1, logLikelihood - log(look.clutter[column]));
  absorb(track, look, third, now, SURELY);
  return glowsInAir(trackEstimate(track).x) ? track : undefined;
}

/** It was seen: what that depends on is the same for every way of moving. */
const SURELY = Float64Array.of(1, 1, 1, 1);

function isNear({ distance2, logLikelihood }: Match): boolean {
  return distance2 < GATES.sighting[2] && logLikelihood > -Infinity;
}

/** What the lone spot's track had noted of its one look. */
function noteSpot(track: Track, { seen: { heat }, early: [sighting], sources }: Track): void {
  const own = track.seen.heat;
  own.hits += 1;
  own.first_us ??= heat.first_us;
  own.last_us = heat.last_us;
  for (const sensor of heat.sensors) if (!own.sensors.includes(sensor)) own.sensors.push(sensor);
  noteSighting(track, sighting);
  track.sources.push(...sources);
}
