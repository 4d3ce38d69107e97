import { log } from '../math/elementary.ts';
import type { Candidate } from './gather.ts';
import { learnHit, learnSilence } from '../track/look/cross-section.ts';
import { type Look, weightOfSilence } from '../track/look/look.ts';
import { isProvenTwo } from './neighbour.ts';
import { shownIn, type Track } from './track.ts';
import { GATES } from '../track/look/gates.ts';
import { glowsAfterDark } from '../track/look/visibility.ts';

/** The place of coast among the modes: whatever does not burn is seen like it. */
const COAST = 1;

/** So far beside a track what a radar shows may still be the object. Its own error may put it there, and that of another radar that made the track:
 *  10 mrad at 2,000 km are 20 km each. A false plot is rarer there than such errors are: two of them in a radar's whole view of 3,000 km come into
 *  this ball in one look of a hundred thousand. */
const BESIDE_M = 40_000;
/** Chance that what lies beside a known object is that object, when the object itself is not shown. So its existence is doubted more slowly than when
 *  nothing is there; it is doubted, since the other may be another. */
const DISPLACED = 0.5;

/** `sound`: the sensor is known to show what it shows in place, so what lies beside is another.
 *  Enters the looks that should have shown a track and did not: absence is evidence (H8). A radar that shows something beside the track
 *  is not silent, unless that is another object for certain. What a look shows or does not also says how large the object is.
 *  The looks' detections have been given to the tracks. */
export function countSilence(candidates: readonly Candidate[], tracks: readonly Track[], look: Look, sound: boolean): void {
  for (const candidate of candidates) {
    const { track, chances, expected, detection, missedWith } = candidate;
    if (missedWith === 0) {
      if (chances !== undefined && shownIn(track, look.sensor, look.at_us) >= 0) learnHit(track.crossSection, chances);
      continue;
    }
    const seen = track.seen[look.phenomenology];
    if (sound || !showsBeside(candidate, tracks, look)) {
      const weight = weightOfSilence(look);
      if (chances === undefined) {
        seen.absence -= weight * log(1 - missedWith);
        track.glows = glowsAfterDark(track.glows, expected[COAST]);
      } else seen.absence += learnSilence(track.crossSection, chances, missedWith / detection, weight);
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
  const reach2 = BESIDE_M * BESIDE_M + GATES.sameObject[6] * (p[0] + p[7] + p[14]);
  const [dx, dy, dz] = [x[0] - frame.origin.x, x[1] - frame.origin.y, x[2] - frame.origin.z];
  for (let column = 0; column < columns.count; column++) {
    if (look.apart2(column, dx, dy, dz) > reach2) continue;
    const index = look.indexOf(column);
    if (
      !tracks.some(
        (other) => other.id !== track.id && shownIn(other, look.sensor, look.at_us) === index && isAnother(track, other, look.sensor),
      )
    )
      return true;
  }
  return false;
}

/** Whether the other track, to which this sensor's plot was given, is known to be another object. A confirmed one beside which no error has ever explained
 *  this one is, when the sensor has shown both: one that it shows only since it no longer shows this one may be this object, in another place because the
 *  sensor has become right or wrong. Of a sensor that never showed this one, when any radar has seen it since the other began. A tentative one may be
 *  anything. */
function isAnother(track: Track, other: Track, sensor: string): boolean {
  const pair = track.neighbours.find(({ older }) => older === other.id) ?? other.neighbours.find(({ older }) => older === track.id);
  if (pair !== undefined) return isProvenTwo(pair);
  if (other.status !== 'confirmed') return false;
  const [own, others] = [track, other].map(({ shownBy }) => shownBy.find((one) => one.sensor === sensor));
  if (own !== undefined && others !== undefined) return others.since_us <= own.at_us;
  const [last_us, first_us] = [track.seen.radar.last_us, other.seen.radar.first_us];
  return last_us !== undefined && first_us !== undefined && last_us > first_us;
}
