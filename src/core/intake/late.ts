import type { Emit, LateChange } from '../tell/emission.ts';
import { eventOfTrack } from '../state/event-book.ts';
import { endEvent, followTracks } from '../tell/events.ts';
import { gatherSights } from '../register/gather-sights.ts';
import { gather } from '../register/gather.ts';
import { noteEnded } from '../tell/launch-watch.ts';
import { foldItem } from './fold-item.ts';
import { endsOf } from './late-ends.ts';
import type { FoldItem, NumberedScan, SavedFold, State } from '../state/state.ts';
import { forkDoubt } from '../theatre-track/doubt.ts';
import { createReplayWindow, type ReplayRefusal, type ReplayWindow } from '../replay/replay-window.ts';
import { forkTrack, type Track, trackEstimate } from '../theatre-track/track.ts';
import type { EndedTrack, ScanOutcome } from '../theatre-track/tracker.ts';
import { horizon_s } from '../health/health.ts';
import { forgetNames, namesAgain, noteNames } from './names.ts';
import { countRefusal } from '../state/refusals.ts';
import { sayRoom } from './room.ts';
import { measuredAt_us } from '../register/treated-scan.ts';
import type { Micros } from '../units.ts';

/** Snapshots of the tracker: with a horizon of 15 s one every 5 s. Each is as large as the tracker, in memory and in a written state. */
const MAX_SNAPSHOTS = 5;
const MAX_ITEMS = 4000;
/** Late scans that wait; one more is refused. */
const MAX_WAITING = 500;
/** Moments without a scan closer together than this count as one. */
const MOMENTS_APART_US = 50_000;
/** The tracker goes back at most this often, with all scans that have come late by then: a link that lags by five seconds must not
 *  make every one of its scans cost five seconds of scans. */
const REFOLD_EVERY_US = 1_000_000;

/** Folds a scan or a moment that is not older than what has been folded, and remembers it for the horizon. */
export function foldInOrder(state: State, item: FoldItem): ScanOutcome | undefined {
  if (item.kind === 'scan') noteNewest(state, item);
  if (state.settings.lateHorizon_s === 0) {
    forgetAll(state);
    return foldItem(state, item);
  }
  let outcome: ScanOutcome | undefined;
  const window = windowOf(state, (one) => {
    outcome = foldItem(state, one);
    if (one.kind === 'scan' && outcome !== undefined) noteNames(state, one, outcome);
  });
  window.take(state, [...momentsBefore(state, timeOf(item)), item]);
  // All that is after the oldest snapshot may be folded again.
  forgetNames(state, state.late.replay.snapshots[0].at_us);
  return outcome;
}

/** A moment at which too little time has passed to move the tracks on. With a late scan among what is folded it may have been enough. */
export function noteMoment({ late }: State, at_us: Micros): void {
  if (at_us - (late.moments.at(-1) ?? late.replay.newest_us) >= MOMENTS_APART_US) late.moments.push(at_us);
}

/** Whether a scan in the queue has to go before what the window holds, though it is not older than what has moved the tracks. A moment passes after
 *  the scans of that moment, so one that has passed already is enough. Where the window is to hold nothing, nothing is before it. */
export function isBehind({ settings, late: { replay } }: State, scan: NumberedScan): boolean {
  if (settings.lateHorizon_s === 0) return false;
  const at_us = measuredAt_us(scan);
  return at_us < replay.newest_us || (at_us === replay.newest_us && replay.items.at(-1)?.kind === 'time');
}

/** Why a scan that is older than what has been folded cannot be taken any more; `undefined` when it waits for the next going back. */
export function waitLate(state: State, late: NumberedScan): string | undefined {
  const { waiting } = state.late;
  const at_us = measuredAt_us(late);
  const behind = `measured ${((Math.max(state.folded_us, state.late.replay.newest_us) - at_us) / 1e6).toFixed(1)} s before what has been folded already`;
  if (state.settings.lateHorizon_s === 0) return `${behind}; the lag is ${state.settings.reorderLag_s} s`;
  if (at_us <= windowOf(state, () => undefined).reach_us()) return `${behind}; the horizon is ${horizon_s(state).toFixed(1)} s`;
  if (waiting.length >= MAX_WAITING) return `${behind}, and ${MAX_WAITING} late scans are waiting`;
  waiting.push(late);
  return undefined;
}

/** Keeps who has looked at the newest time. A double of what is older is late; of this it is not, and where no scan is kept nothing else tells. */
function noteNewest({ late: { newest } }: State, { scan: { sensor, measuredAt_us } }: NumberedScan): void {
  const k = newest.findIndex((one) => one.sensor === sensor);
  newest.splice(k < 0 ? newest.length : k, 1, { sensor, measuredAt_us });
}

/** Whether this scan is here already. */
export function isDouble(state: State, { sensor, measuredAt_us }: NumberedScan['scan']): boolean {
  const isSame = (scan: { readonly sensor: string; readonly measuredAt_us: Micros }): boolean =>
    scan.measuredAt_us === measuredAt_us && scan.sensor === sensor;
  const { newest, waiting, replay } = state.late;
  return (
    newest.some(isSame) ||
    state.pending.some(({ scan }) => isSame(scan)) ||
    waiting.some(({ scan }) => isSame(scan)) ||
    replay.items.some((one) => one.kind === 'scan' && isSame(one.scan))
  );
}

/** Takes the scans that came late: the tracker goes back to before the oldest and is folded again, silently. Then events follow from
 *  where it stands now. What was said before is not unsaid: an event that was opened stays open until its track ends, and one that was ended goes on
 *  when its track turns out to live: it is the same object. */
export function takeLate(state: State, emit: Emit): void {
  const { late, tracker } = state;
  if (late.waiting.length === 0 || state.at_us - late.refolded_us < REFOLD_EVERY_US) return;
  const known = tracker.tracks.filter(({ status }) => status === 'confirmed');
  const names = namesAgain(state);
  const ends: EndedTrack[] = [];
  let atLimit = false;
  const window = windowOf(state, (item) => {
    const outcome = foldItem(state, item, (index) => (item.kind === 'scan' ? names.nameOf(item.seq, index) : undefined));
    if (item.kind === 'scan' && outcome !== undefined) {
      names.hear(item, outcome);
      if (arrived.includes(item)) {
        gather(state, item, outcome.touched, emit);
        gatherSights(state, item);
      }
    }
    ends.push(...(outcome?.ended ?? []));
    atLimit ||= outcome?.atLimit === true;
  });
  const arrived = late.waiting.splice(0).map((one): FoldItem => ({ kind: 'scan', ...one }));
  const { refused, replay } = window.take(state, [...arrived, ...momentsBefore(state, Infinity)]);
  for (const one of refused) refuse(state, one, emit);
  late.refolded_us = state.at_us;
  if (replay === undefined) return;
  const scans = arrived.flatMap((item) =>
    item.kind === 'scan' && !refused.some((one) => one.item === item)
      ? [{ seq: item.seq, sensor: item.scan.sensor, measuredAt_us: item.scan.measuredAt_us }]
      : [],
  );
  const rename = names.keep(known);
  const { changes, touched, gone } = compare(state, known);
  emit({ kind: 'late-taken', at_us: state.at_us, scans, since_us: replay.since_us, changes });
  sayRoom(state, atLimit, scans[0]?.sensor ?? '', emit);
  for (const end of endsOf(tracker.tracks, gone, ends, rename)) {
    // What late scans have unmade was no object; what has ended while they were folded again was one.
    if (end.reason !== 'unmade') noteEnded(state, end);
    endEvent(state, end, emit);
  }
  followTracks(state, touched, emit);
}

function refuse(state: State, { item, late_s }: ReplayRefusal<FoldItem>, emit: Emit): void {
  if (item.kind !== 'scan') return;
  const detail = `measured ${late_s.toFixed(1)} s before what has been folded already, while it waited; the horizon is ${horizon_s(state).toFixed(1)} s`;
  refuseLate(state, item, detail, emit);
}

/** Tells of a late scan that cannot be taken, and counts it. */
export function refuseLate(state: State, { seq, scan }: NumberedScan, detail: string, emit: Emit): void {
  const { count, told } = countRefusal(state.refused, scan.sensor, 'late');
  if (told) emit({ kind: 'refused', seq, at_us: state.at_us, reason: 'late', detail, source: scan.sensor, count });
}

function windowOf(state: State, fold: (item: FoldItem) => void): ReplayWindow<State, FoldItem> {
  return createReplayWindow<State, FoldItem, SavedFold>(
    {
      horizon_s: horizon_s(state),
      maxSnapshots: MAX_SNAPSHOTS,
      maxItems: MAX_ITEMS,
      timeOf,
      compare: (a, b) => rank(a) - rank(b),
      fold: (_, item) => fold(item),
      snapshot: ({ tracker: { tracks, doubts, dormant }, folded_us, lastScan_us }) => ({
        tracks: tracks.map(forkTrack),
        doubts: doubts.map(forkDoubt),
        dormant: dormant.map(forkTrack),
        folded_us,
        lastScan_us,
      }),
      restore(_, { tracks, doubts, dormant, folded_us, lastScan_us }) {
        state.tracker.tracks.splice(0, Infinity, ...tracks.map(forkTrack));
        state.tracker.doubts.splice(0, Infinity, ...doubts.map(forkDoubt));
        state.tracker.dormant.splice(0, Infinity, ...dormant.map(forkTrack));
        Object.assign(state, { folded_us, lastScan_us });
      },
    },
    state.late.replay,
  );
}

function timeOf(item: FoldItem): Micros {
  return item.kind === 'scan' ? measuredAt_us(item) : item.at_us;
}

/** Empties the list of moments; those after the given time have not been, by the scan that came for it. */
function momentsBefore({ late }: State, at_us: Micros): FoldItem[] {
  return late.moments.splice(0).flatMap((one): FoldItem[] => (one < at_us ? [{ kind: 'time', at_us: one }] : []));
}

function forgetAll({ late }: State): void {
  late.replay.items.length = 0;
  late.replay.snapshots.length = 0;
  late.births.length = 0;
  late.uses.length = 0;
  late.moments.length = 0;
}

/** A moment passes after the scans of that moment. */
function rank(item: FoldItem): number {
  return item.kind === 'scan' ? 0 : 1;
}

type Comparison = { readonly changes: LateChange[]; readonly touched: Track[]; readonly gone: Track[] };

/** What became of the tracks that people knew, and which ones they now get to know. */
function compare(state: State, known: readonly Track[]): Comparison {
  const { tracks } = state.tracker;
  const changes: LateChange[] = [];
  const touched: Track[] = [];
  const gone: Track[] = [];
  for (const before of known) {
    const now = tracks.find(({ id }) => id === before.id);
    if (now === undefined) {
      gone.push(before);
      changes.push({ track: before.id, change: 'gone', moved_m: 0 });
      continue;
    }
    if (now.status === 'tentative') Object.assign(now, { status: before.status, confirmed_us: before.confirmed_us });
    const moved_m = apart_m(before, now);
    if (moved_m === 0) continue;
    touched.push(now);
    changes.push({ track: now.id, change: 'moved', moved_m });
  }
  for (const track of tracks.filter(({ id, status }) => status === 'confirmed' && !known.some((one) => one.id === id))) {
    const event = eventOfTrack(state, track.id);
    touched.push(track);
    changes.push({ track: track.id, change: event === undefined ? 'appeared' : 'returned', moved_m: 0 });
  }
  return { changes, touched, gone };
}

function apart_m(a: Track, b: Track): number {
  const [p, q] = [trackEstimate(a).x, trackEstimate(b).x];
  const [dx, dy, dz] = [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}
