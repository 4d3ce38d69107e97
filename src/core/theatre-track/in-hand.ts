import { log } from '../math/elementary.ts';
import { type Cluster, mostLikely, slotsOf } from '../track/decide/cluster.ts';
import type { InHand } from '../track/decide/in-hand.ts';
import { placedFrom, unresolvedChance } from '../track/look/cell.ts';
import type { Look } from '../track/look/look.ts';
import { CONCERNS, likenessOf, markOf, REMEMBERED } from '../track/object/likeness.ts';
import { existenceOf, scoreDetected, scoreMissed, scoreWeighed } from '../track/object/existence.ts';
import { choicesOf } from '../track/solve/choices.ts';
import type { Choices } from '../track/solve/k-best.ts';
import type { Projection } from '../track/filter/imm.ts';
import { absorb, blend, miss } from './follow.ts';
import type { Candidate, Others } from './gather.ts';
import { forkTrack } from './track.ts';

/** When one way weighs this much, it is what happened. */
const CERTAIN = 0.99;
/** Ways of less weight are not blended in. */
const COUNTS = 1e-3;

/** Tracks relative to which one is too close to be told apart: how surely, at most, and given which of them were detected. */
type Hidden = { readonly most: number; given(detected: readonly number[]): number };

const NOT_HIDDEN: Hidden = { most: 0, given: () => 0 };

/** A branch of a track in the scan in hand: what it might have made, and marks of what it took in the last looks that concerned it, newest first. */
export type Branch = { readonly candidate: Candidate; readonly lately: readonly number[] };

/** The theatre's tracks and a look, as decisions see them: a slot is a branch of a track, and a child is a fork of it, story and all. */
export class TracksInHand implements InHand {
  readonly columns: number;
  readonly branches: Branch[];
  /** How surely each detection is some track's. */
  readonly explained: Float64Array;
  private readonly look: Look;
  private readonly others: Others;
  /** Of the cluster in hand, by slot. */
  private readonly hidden = new Map<number, Hidden>();

  constructor(branches: readonly Branch[], look: Look, others: Others) {
    this.columns = look.columns.count;
    this.branches = [...branches];
    this.look = look;
    this.others = others;
    this.explained = new Float64Array(this.columns);
  }

  /** Two objects in one resolution cell give one detection, so a miss beside a hit neighbour says little. */
  prepare(cluster: Cluster): void {
    const { cell, frame } = this.look;
    this.hidden.clear();
    if (cell === undefined || cluster.tracks.length < 2) return;
    const places = mostLikely(cluster).slots.map((slot) => {
      const { x, p } = this.branches[slot].candidate.estimate;
      return placedFrom(frame.origin, x, p);
    });
    places.forEach((a, i) => {
      const shares = places.map((b, k) => (k === i ? 0 : unresolvedChance(cell, a, b)));
      const hidden: Hidden = {
        most: shares.reduce((most, share) => Math.max(most, share), 0),
        given: (detected) => shares.reduce((most, share, k) => Math.max(most, share * detected[k]), 0),
      };
      for (const slot of slotsOf(cluster, i)) this.hidden.set(slot, hidden);
    });
  }

  eachColumn(slot: number, visit: (column: number) => void): void {
    this.branches[slot].candidate.columns.forEach(visit);
  }

  /** Nothing lies in its gate. */
  foldAlone(slot: number): boolean {
    const { candidate } = this.branches[slot];
    if (candidate.columns.length > 0) return false;
    this.missed(candidate, 0);
    return true;
  }

  choicesOf(slot: number, local: ReadonlyMap<number, number>): Choices {
    const { track, detection, columns, matches } = this.branches[slot].candidate;
    return choicesOf(
      existenceOf(track.score),
      detection * (1 - this.hiddenOf(slot).most),
      columns.map((column) => local.get(column) as number),
      columns.map((column, c) => matches[c].logLikelihood - this.logOthers(column)),
    );
  }

  isNewborn(column: number): boolean {
    return this.others.fresh[column] > this.others.other[column];
  }

  /** That a track ends is decided elsewhere (fate.ts). */
  existence(): number {
    return 1;
  }

  settle(slot: number, column: number): void {
    const { candidate } = this.branches[slot];
    if (column < 0) this.missed(candidate, this.hiddenOf(slot).most);
    else this.took(candidate, candidate.columns.indexOf(column));
  }

  blend(slots: readonly number[], columns: readonly number[], ways: Float64Array): void {
    const width = columns.length + 1;
    const detected = slots.map((_, i) => 1 - ways[i * width]);
    const place = new Map(columns.map((column, c) => [column, c + 1]));
    slots.forEach((slot, i) => {
      columns.forEach((column, c) => this.noteTaken(column, ways[i * width + 1 + c]));
      const wayOf = (column: number): number => ways[i * width + (place.get(column) as number)];
      this.decide(this.branches[slot].candidate, wayOf, ways[i * width], this.hiddenOf(slot).given(detected));
    });
  }

  child(slot: number, column: number): number {
    const { candidate } = this.branches[slot];
    const fork: Candidate = { ...candidate, track: forkTrack(candidate.track) };
    if (column < 0) this.missed(fork, this.hiddenOf(slot).most);
    else this.took(fork, fork.columns.indexOf(column));
    return this.branches.push({ candidate: fork, lately: this.latelyWith(slot, column) }) - 1;
  }

  /** The tracks that are kept are taken out of `branches` by whoever keeps them. */
  release(): void {}

  noteTaken(column: number, weight: number): void {
    this.explained[column] += weight;
  }

  likeness(slot: number, column: number): number {
    const marks = this.latelyWith(slot, column);
    return likenessOf(marks[0], marks, 1, marks.length - 1);
  }

  private hiddenOf(slot: number): Hidden {
    return this.hidden.get(slot) ?? NOT_HIDDEN;
  }

  private logOthers(column: number): number {
    return log(this.others.fresh[column] + this.others.other[column]);
  }

  private latelyWith(slot: number, column: number): readonly number[] {
    const { candidate, lately } = this.branches[slot];
    if (column < 0 && candidate.columns.length === 0 && candidate.detection < CONCERNS) return lately;
    return [markOf(this.look.seq, column), ...lately].slice(0, REMEMBERED);
  }

  private missed(candidate: Candidate, hidden: number): void {
    const { track } = candidate;
    const seenWith = candidate.detection * (1 - hidden);
    track.score = scoreMissed(track.score, seenWith);
    miss(track, this.look, expectedOf(candidate, hidden));
    candidate.missedWith = seenWith;
  }

  /** The c-th column of its gate was its own for certain. */
  private took({ track, detection, columns, matches, projection, expected }: Candidate, c: number): void {
    track.score = scoreDetected(track.score, detection, matches[c].logLikelihood - this.logOthers(columns[c]));
    absorb(track, this.look, matches[c], projection as Projection, expected);
  }

  private decide(candidate: Candidate, wayOf: (column: number) => number, missed: number, hidden: number): void {
    const { track, detection, columns, matches, projection } = candidate;
    let best = -1;
    for (let c = 0; c < columns.length; c++) if (best < 0 || wayOf(columns[c]) > wayOf(columns[best])) best = c;
    if (best < 0 || projection === undefined) {
      this.missed(candidate, hidden);
      return;
    }
    if (wayOf(columns[best]) > CERTAIN) {
      this.took(candidate, best);
      return;
    }
    const seenWith = detection * (1 - hidden);
    const expected = expectedOf(candidate, hidden);
    track.score = scoreWeighed(track.score, seenWith, missed);
    if (missed > CERTAIN) {
      miss(track, this.look, expected);
      candidate.missedWith = seenWith;
      return;
    }
    const ways = columns.flatMap((one, c) => (wayOf(one) > COUNTS ? [{ found: matches[c], weight: wayOf(one) }] : []));
    blend(track, this.look, ways, missed > COUNTS ? missed : 0, projection, expected, seenWith);
  }
}

function expectedOf({ expected }: Candidate, hidden: number): Float64Array {
  return hidden === 0 ? expected : expected.map((p) => p * (1 - hidden));
}
