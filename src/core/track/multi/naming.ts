import type { Track } from './cluster.ts';
import { type Hypotheses, NO_PLOT, RECENT } from './hypotheses.ts';

/** What each plot of the last scan was reported as, by the plot's index. */
export type LastNames = ReadonlyMap<number, number>;

/** Names for the tracks that are reported now.
 *
 *  A name follows the plots. When the most likely joint hypothesis is another one than in the scan before, its tracks have other histories; people
 *  who look on saw a name at a plot, and it goes on from there. So a track takes the name that its own plot of the last scan was reported under;
 *  one that had none, or whose plot went unreported, keeps its own; what is left is a new object.
 *  Why not the name of the first plot: whenever a past assignment is thought better of, names would jump, and for five pieces that appear at once,
 *  whose second plots may be any of each other's, five would jump at the third scan. */
export function nameTracks(
  tracks: readonly Track[],
  slots: readonly number[],
  last: LastNames,
  h: Hypotheses,
  nextId: number,
): { ids: number[]; nextId: number } {
  const ids = tracks.map((_, i) => last.get(h.recent[slots[i] * RECENT + 1]) ?? 0);
  const taken = new Set(ids);
  let next = nextId;
  tracks.forEach((track, i) => {
    if (ids[i] === 0) {
      ids[i] = track.id > 0 && !taken.has(track.id) ? track.id : next++;
      taken.add(ids[i]);
    }
    track.id = ids[i];
  });
  return { ids, nextId: next };
}

/** The names of this scan's plots, for the next. */
export function namesByPlot(ids: readonly number[], slots: readonly number[], h: Hypotheses): Map<number, number> {
  const names = new Map<number, number>();
  slots.forEach((slot, i) => {
    const plot = h.recent[slot * RECENT];
    if (plot !== NO_PLOT) names.set(plot, ids[i]);
  });
  return names;
}
