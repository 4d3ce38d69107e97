import type { Association } from './association.ts';
import { NONE, type Picture } from './picture.ts';
import { checkAssociations } from './valid.ts';

/** One track on one object, scan after scan in which the object is there. */
export type Segment = { readonly track: string; readonly from_s: number; readonly to_s: number; readonly scans: number };

/** From the last scan before an object was missed to the one in which it is held again, or to its last. */
export type Gap = { readonly from_s: number; readonly to_s: number; readonly closed: boolean };

/** What became of one true object. Times are those of scans, so one scan alone lasts 0 s. */
export type Lifeline = {
  readonly object: string;
  readonly from_s: number;
  readonly to_s: number;
  readonly scans: number;
  readonly heldScans: number;
  readonly segments: readonly Segment[];
  /** Scans in which its track is another than the last one that it had, however long ago. */
  readonly switchedAt: readonly number[];
  /** Times that it was held and then missed. */
  readonly gaps: readonly Gap[];
  /** From its first scan to the first in which it is held; undefined if it never is. */
  readonly initiationDelay_s: number | undefined;
  /** How long the track that held it in its last scan goes on without an object; undefined if none did or the record ends with it. */
  readonly deletionDelay_s: number | undefined;
  /** Scans of the longest segment. */
  readonly longestScans: number;
};

/** What a run held of its objects, and where it lost them. */
export type Continuity = {
  readonly lifelines: readonly Lifeline[];
  readonly switches: number;
  /** Gaps after which the object is held again. */
  readonly breaks: number;
  readonly neverHeld: number;
  /** Means over the objects that have one; undefined where none has. */
  readonly initiationDelay_s: number | undefined;
  readonly deletionDelay_s: number | undefined;
  /** Σ scans of the longest segments / Σ scans of the lives. */
  readonly longestShare: number;
};

/** How whole the tracks are: one lifeline an object, and their sums. An object counts as there in the scans in which the truth has it.
 *  Throws `RangeError` that names place and remedy for pictures that are not whole or not in order, and for associations of others. */
export function continuity(pictures: readonly Picture[], associations: readonly Association[]): Continuity {
  checkAssociations(pictures, associations);
  const lifelines = livesOf(pictures, associations).map((life) => lifelineOf(life, pictures, associations));
  const sum = (of: (line: Lifeline) => number): number => lifelines.reduce((total, line) => total + of(line), 0);
  return {
    lifelines,
    switches: sum(({ switchedAt }) => switchedAt.length),
    breaks: sum(({ gaps }) => gaps.filter(({ closed }) => closed).length),
    neverHeld: sum(({ heldScans }) => (heldScans === 0 ? 1 : 0)),
    initiationDelay_s: meanOf(lifelines.map((line) => line.initiationDelay_s)),
    deletionDelay_s: meanOf(lifelines.map((line) => line.deletionDelay_s)),
    longestShare:
      sum(({ longestScans }) => longestScans) /
      Math.max(
        1,
        sum(({ scans }) => scans),
      ),
  };
}

/** One object's life: the pictures that it is in, and its track there, by index or −1. Numbers only: there is one for each row of the truth. */
type Life = { readonly object: string; readonly at: Int32Array; readonly held: Int32Array };

/** Per object, in the order of first appearance. */
function livesOf(pictures: readonly Picture[], associations: readonly Association[]): Life[] {
  const scansOf = new Map<string, number>();
  for (const { truth } of pictures) for (const id of truth.ids) scansOf.set(id, (scansOf.get(id) ?? 0) + 1);
  const lives = new Map<string, Life & { next: number }>();
  for (const [object, scans] of scansOf) lives.set(object, { object, at: new Int32Array(scans), held: new Int32Array(scans), next: 0 });
  pictures.forEach(({ truth }, at) => {
    truth.ids.forEach((object, i) => {
      const life = lives.get(object);
      if (life === undefined) return;
      life.at[life.next] = at;
      life.held[life.next] = associations[at].trackOf[i];
      life.next += 1;
    });
  });
  return [...lives.values()];
}

function lifelineOf({ object, at, held }: Life, pictures: readonly Picture[], associations: readonly Association[]): Lifeline {
  const segments: Segment[] = [];
  const switchedAt: number[] = [];
  const gaps: Gap[] = [];
  const trackAt = (k: number): string | undefined => (k < 0 || held[k] === NONE ? undefined : pictures[at[k]].tracks.ids[held[k]]);
  let last: string | undefined;
  for (let k = 0; k < at.length; k++) {
    const track = trackAt(k);
    if (track === undefined) continue;
    const { scan, time_s } = pictures[at[k]];
    const before = trackAt(k - 1);
    if (last !== undefined && track !== last) switchedAt.push(scan);
    const current = segments.at(-1);
    if (current !== undefined && before === undefined) gaps.push({ from_s: current.to_s, to_s: time_s, closed: true });
    if (before === track && current !== undefined) segments[segments.length - 1] = { ...current, to_s: time_s, scans: current.scans + 1 };
    else segments.push({ track, from_s: time_s, to_s: time_s, scans: 1 });
    last = track;
  }
  const end = at[at.length - 1];
  const from_s = pictures[at[0]].time_s;
  const to_s = pictures[end].time_s;
  const lastHeld_s = segments.at(-1)?.to_s ?? to_s;
  if (lastHeld_s < to_s) gaps.push({ from_s: lastHeld_s, to_s, closed: false });
  const endsUnder = trackAt(at.length - 1);
  return {
    object,
    from_s,
    to_s,
    scans: at.length,
    heldScans: segments.reduce((total, { scans }) => total + scans, 0),
    segments,
    switchedAt,
    gaps,
    initiationDelay_s: segments.length === 0 ? undefined : segments[0].from_s - from_s,
    deletionDelay_s: endsUnder === undefined ? undefined : lingering(endsUnder, end, pictures, associations),
    longestScans: segments.reduce((longest, { scans }) => Math.max(longest, scans), 0),
  };
}

/** How long a track stays confirmed after its object's last scan, until it ends or holds another object. */
function lingering(track: string, end: number, pictures: readonly Picture[], associations: readonly Association[]): number | undefined {
  if (end === pictures.length - 1) return undefined;
  let until = end;
  for (let at = end + 1; at < pictures.length; at++) {
    const j = pictures[at].tracks.ids.indexOf(track);
    if (j < 0 || (associations[at].objectOf[j] !== NONE && associations[at].extra[j] === 0)) break;
    until = at;
  }
  return pictures[until].time_s - pictures[end].time_s;
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0) / known.length;
}
