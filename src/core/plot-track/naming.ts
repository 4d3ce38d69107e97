import type { Track } from './cluster.ts';
import { type Hypotheses, NO_PLOT, RECENT } from '../track/object/hypotheses.ts';

/** Under which name each plot of the last scan was reported, by its index; 0 where under none. */
export type NamesByPlot = Float64Array;

/** Gives the tracks that are reported now their names, and returns the next name that is free.
 *
 *  A name follows the plots. When the most likely joint hypothesis is another one than in the scan before, its tracks have other histories; people
 *  who look on saw a name at a plot, and it goes on from there. So a track takes the name that its own plot of the last scan was reported under;
 *  one that had none, or whose plot went unreported, keeps its own; what is left is a new object.
 *  Why not the name of the first plot: whenever a past assignment is thought better of, names would jump, and for five pieces that appear at once,
 *  whose second plots may be any of each other's, five would jump at the third scan. */
export function nameTracks(tracks: readonly Track[], slots: readonly number[], last: NamesByPlot, h: Hypotheses, nextId: number): number {
  const nameOf = (slot: number): number => {
    const plot = h.recent[slot * RECENT + 1];
    return plot === NO_PLOT || plot >= last.length ? 0 : last[plot];
  };
  const given = new Set<number>();
  const nameless: Track[] = [];
  for (let i = 0; i < tracks.length; i++) {
    // Two tracks that share a plot's probability (JPDA) may both remember it: the elder has the name.
    const name = nameOf(slots[i]);
    if (name === 0 || given.has(name)) nameless.push(tracks[i]);
    else {
      tracks[i].id = name;
      given.add(name);
    }
  }
  let next = nextId;
  for (const track of nameless) {
    // Its own name may have gone to another track while it was not reported.
    if (track.id === 0 || given.has(track.id)) track.id = next++;
    given.add(track.id);
  }
  return next;
}

/** The names of this scan's plots, for the next. */
export function namesByPlot(tracks: readonly Track[], slots: readonly number[], plots: number, h: Hypotheses): NamesByPlot {
  const names = new Float64Array(plots);
  for (let i = 0; i < tracks.length; i++) {
    const plot = h.recent[slots[i] * RECENT];
    if (plot !== NO_PLOT) names[plot] = tracks[i].id;
  }
  return names;
}
