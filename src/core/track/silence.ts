import { log } from '../math/elementary.ts';
import { quadraticForm } from '../math/matrix.ts';
import { vec3 } from '../math/vector.ts';
import type { Candidate } from './associate/gather.ts';
import { addBiasReach } from './bias-reach.ts';
import { learnHit, learnSilence } from './cross-section.ts';
import type { Look } from './look.ts';
import { isProvenTwo } from './neighbour.ts';
import { shownIn, type Track } from './track.ts';

/** χ²₃ at 0.99: a plot that is farther from where the track should be is not there by an error of the sensor. */
const REACHED = 11.3;
/** No plot farther off is asked about. */
const FARTHEST_M = 40_000;
/** Chance that what lies beside a known object is that object, when the object itself is not shown. So its existence is doubted more slowly than when
 *  nothing is there; it is doubted, since the other may be another. */
const DISPLACED = 0.5;
const NO_PUSH = vec3(0, 0, 0);

/** `sound`: the sensor is known to show what it shows in place, so what lies beside is another.
 *  Enters the looks that should have shown a track and did not: absence is evidence (H8). A radar that shows something beside the track, as far off as
 *  an error of its own may put it, is not silent, unless that is another object for certain. What a look shows or does not says how large an object is
 *  besides. The looks' detections have been given to the tracks. */
export function countSilence(candidates: readonly Candidate[], tracks: readonly Track[], look: Look, sound: boolean): void {
  for (const candidate of candidates) {
    const { track, chances, detection, missedWith } = candidate;
    if (missedWith === 0) {
      if (chances !== undefined && shownIn(track, look.sensor, look.at_us) >= 0) learnHit(track.crossSection, chances);
      continue;
    }
    const seen = track.seen[look.phenomenology];
    if (sound || !showsBeside(candidate, tracks, look)) {
      seen.absence -= log(1 - missedWith);
      if (chances !== undefined) learnSilence(track.crossSection, chances, missedWith / detection);
    } else {
      // The looks that showed nothing are contradicted as surely as this is the object.
      seen.absence *= DISPLACED;
      if (track.status === 'confirmed' && missedWith > 1 - DISPLACED) track.score += log(DISPLACED / (1 - missedWith));
    }
  }
}

function showsBeside({ track, estimate: { x, p } }: Candidate, tracks: readonly Track[], look: Look): boolean {
  const { frame, columns } = look;
  if (!frame.measuresRange) return false;
  const [dx, dy, dz] = [x[0] - frame.origin.x, x[1] - frame.origin.y, x[2] - frame.origin.z];
  const near: number[] = [];
  for (let column = 0; column < columns.count; column++) if (look.apart2(column, dx, dy, dz) < FARTHEST_M * FARTHEST_M) near.push(column);
  if (near.length === 0) return false;
  const spread = p.slice();
  addBiasReach(spread, frame, x, NO_PUSH);
  const place = Float64Array.from({ length: 9 }, (_, k) => spread[Math.floor(k / 3) * 6 + (k % 3)]);
  for (const column of near) {
    const at = look.placeOf(column);
    const distance2 = quadraticForm(place, Float64Array.of(at.x - x[0], at.y - x[1], at.z - x[2]), 3);
    if (distance2 === undefined || distance2 > REACHED) continue;
    const index = look.indexOf(column);
    if (!tracks.some((other) => other !== track && shownIn(other, look.sensor, look.at_us) === index && isAnother(track, other)))
      return true;
  }
  return false;
}

/** Whether the other track, to which the plot was given, is known to be another object. A confirmed one beside which no error has ever explained this
 *  one is, when this one has been seen by radar since: one that began later may be this object, found again. A tentative one may be anything. */
function isAnother(track: Track, other: Track): boolean {
  const pair = track.neighbours.find(({ older }) => older === other.id) ?? other.neighbours.find(({ older }) => older === track.id);
  if (pair !== undefined) return isProvenTwo(pair);
  const [last_us, first_us] = [track.seen.radar.last_us, other.seen.radar.first_us];
  return other.status === 'confirmed' && last_us !== undefined && first_us !== undefined && last_us > first_us;
}
