import type { Choices } from '../solve/k-best.ts';
import type { Cluster } from './cluster.ts';

/** A scan in a tracker's hands, as decisions see it: hypotheses about single objects, each a number (its slot), and the columns, one for each detection,
 *  that each may have made. What stands behind a slot (numbers in a row, a track with its story) is the tracker's own, and so is what a hit or a miss
 *  does to it.
 *
 *  The caller has predicted every slot to the scan and found the columns in its gate. A decision reads those, and then changes each slot of its cluster
 *  once: in place (`settle`, `blend`), or by making children of it (`child`) and letting go of it (`release`). No slot of another cluster is touched. */
export type InHand = {
  /** How many detections the scan has. */
  readonly columns: number;
  /** Called first for each cluster that is decided about; absent where nothing need be made ready. */
  prepare?(cluster: Cluster): void;
  /** Calls `visit` with every column in the slot's gate, always in the same order. None is allowed. */
  eachColumn(slot: number, visit: (column: number) => void): void;
  /** A track that contends with nobody and has one hypothesis. True when it was updated in place; false leaves it to the decision that was asked for. */
  foldAlone(slot: number): boolean;
  /** What the slot may do, its columns numbered by `local`. */
  choicesOf(slot: number, local: ReadonlyMap<number, number>): Choices;
  /** Whether a column, when no track takes it, is sooner a new object than clutter. */
  isNewborn(column: number): boolean;
  /** Probability that the object of a slot exists, if its joint hypothesis is true. */
  existence(slot: number): number;
  /** The slot has made this column, −1 for none, and that is what happened. `odds` are those of this against that it was missed. */
  settle(slot: number, column: number, odds: number): void;
  /** All slots of a cluster become mixtures of what they may have done: `ways` has a row for each, first none, then each of `columns`. */
  blend(slots: readonly number[], columns: readonly number[], ways: Float64Array): void;
  /** A new slot: what `slot` is if it has made this column, −1 for none. Nobody else is asked for the same child. */
  child(slot: number, column: number): number;
  /** Nobody needs the slot any more. */
  release(slot: number): void;
  /** Children have taken a column with this weight; the weights of one column come to no more than one. */
  noteTaken(column: number, weight: number): void;
  /** A number that stands for the last columns of a slot with this one (−1 for none) in front. */
  likeness(slot: number, column: number): number;
  /** Weighs the likely children of a cluster anew, or adds some, by what is known of objects together; absent where nothing is. */
  weighTogether?(cluster: Cluster, family: Family): readonly Child[];
};

/** A joint hypothesis after the scan, before its objects are made: which one it comes from, and the column of each of its tracks. */
export type Child = { logWeight: number; readonly parent: number; readonly columnOf: Int32Array };

/** What a cluster's joint hypotheses may become. */
export type Family = {
  /** Of each parent the cheapest first. */
  readonly children: readonly Child[];
  /** The cluster's columns: what a child's `columnOf` counts. */
  readonly columns: readonly number[];
  /** The parents, likeliest first. */
  readonly parents: readonly number[];
  rowsOf(parent: number): readonly Choices[];
};

/** Bounds of what is kept. */
export type Bounds = {
  /** Most joint hypotheses of a cluster; the least likely go. */
  readonly jointHypotheses: number;
  /** Share of a cluster's probability below which a joint hypothesis goes. */
  readonly dropWeight: number;
  /** Probability of existence below which a track ends. */
  readonly endExistence: number;
};
