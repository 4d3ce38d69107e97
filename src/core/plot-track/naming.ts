import { type Hypotheses, NO_PLOT, NAMED_BY } from '../track/object/hypotheses.ts';

/** Under which name each plot of the last scan was reported, by its index; 0 where under none. */
export type NamesByPlot = Float64Array;

/** Gives the tracks that are reported now their names, in place of those that they had (0 for none), and returns the next name that is free.
 *
 *  A name follows the plots. When the most likely joint hypothesis is another one than in the scan before, its tracks have other histories; people
 *  who look on saw a name at a plot, and it goes on from there. So a track takes the name that its own plot of the last scan was reported under;
 *  one that had none, or whose plot went unreported, keeps its own; what is left is a new object.
 *  Why not the name of the first plot: whenever a past assignment is thought better of, names would jump, and for five pieces that appear at once,
 *  whose second plots may be any of each other's, five would jump at the third scan. */
export function nameTracks(names: Float64Array, slots: ArrayLike<number>, last: NamesByPlot, h: Hypotheses, nextId: number): number {
  const isGiven = new Uint8Array(last.length);
  const nameless: number[] = [];
  /** Those that the nameless had. */
  const wanted = new Set<number>();
  for (let i = 0; i < names.length; i++) {
    // No two plots have one name. Two tracks that share a plot's probability (JPDA) may both remember it: the elder has the name.
    const plot = h.recent[slots[i] * NAMED_BY + 1];
    if (plot !== NO_PLOT && plot < last.length && last[plot] !== 0 && isGiven[plot] === 0) {
      names[i] = last[plot];
      isGiven[plot] = 1;
    } else {
      nameless.push(i);
      if (names[i] !== 0) wanted.add(names[i]);
    }
  }
  // A nameless one's own may have gone to another track while it was not reported.
  const given = new Set<number>();
  if (wanted.size > 0)
    for (let plot = 0; plot < last.length; plot++) if (isGiven[plot] !== 0 && wanted.has(last[plot])) given.add(last[plot]);
  let next = nextId;
  for (const i of nameless) {
    if (names[i] === 0 || given.has(names[i])) names[i] = next++;
    given.add(names[i]);
  }
  return next;
}

/** The names of this scan's plots, for the next. */
export function namesByPlot(names: Float64Array, slots: ArrayLike<number>, plots: number, h: Hypotheses): NamesByPlot {
  const byPlot = new Float64Array(plots);
  for (let i = 0; i < names.length; i++) {
    const plot = h.recent[slots[i] * NAMED_BY];
    if (plot !== NO_PLOT) byPlot[plot] = names[i];
  }
  return byPlot;
}
