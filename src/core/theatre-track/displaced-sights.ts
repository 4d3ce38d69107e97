import type { Look } from '../track/look/look.ts';
import type { Candidate } from './gather.ts';
import { isBesideSight } from './neighbours.ts';
import { isDisplaced, noteDisplaced, shownIn } from './track.ts';

/** Another sensor has seen it burn within this, some looks of a slow one: it burns now. */
const HOT_S = 10;

/** What a satellite shows beside an object that burns, when it was found to show that in a wrong place: of each look the detection nearest to each such object, within what its
 *  error may be, is that object again, and begins none. Else one missile was another one again and again for as long as it burned.
 *  `explained`: how surely each detection is some track's, by column; those that are found are noted there. What the look showed has been given to the tracks. */
export function explainDisplacedSights(candidates: readonly Candidate[], look: Look, explained: Float64Array): void {
  const { sensor, at_us, frame, columns } = look;
  if (frame.measuresRange) return;
  for (const { track, estimate } of candidates) {
    const isHot = at_us - (track.seen.heat.last_us ?? -Infinity) < HOT_S * 1e6;
    if (!isHot || !isDisplaced(track, sensor, at_us) || shownIn(track, sensor, at_us) >= 0) continue;
    const { x } = estimate;
    const apart2 = (column: number): number => look.apart2(column, x[0] - frame.origin.x, x[1] - frame.origin.y, x[2] - frame.origin.z);
    let nearest = -1;
    for (let column = 0; column < columns.count; column++) {
      if (explained[column] >= EXPLAINED || !isBesideSight(estimate, look, column)) continue;
      if (nearest < 0 || apart2(column) < apart2(nearest)) nearest = column;
    }
    if (nearest < 0) continue;
    explained[nearest] = 1;
    noteDisplaced(track, sensor);
  }
}

/** A detection that is some track's with at least this probability starts none. */
export const EXPLAINED = 0.5;
