import type { Look } from '../track/look/look.ts';
import { shownIn, type Track } from './track.ts';

/** Objects that a sensor must show where other sensors show them before it counts as sound. Two may agree by chance, or be one that is pulled along. */
const LEAST_OBJECTS = 3;
/** Another sensor has shown an object now when it did within this: a few looks. */
const NOW_S = 10;

/** Whether the sensor of this look shows objects where other sensors show them. An error in range, angle or clock is one and the same for all that a
 *  sensor sees: one that shows three known objects in place has no second place for a fourth, and two tracks side by side are two objects.
 *  The look's detections have been given to the tracks. */
export function showsInPlace(tracks: readonly Track[], { sensor, at_us }: Look): boolean {
  let inPlace = 0;
  for (const track of tracks) {
    if (track.status !== 'confirmed' || shownIn(track, sensor, at_us) < 0) continue;
    if (track.shownBy.some((one) => one.sensor !== sensor && at_us - one.at_us < NOW_S * 1e6)) inPlace += 1;
    if (inPlace >= LEAST_OBJECTS) return true;
  }
  return false;
}
