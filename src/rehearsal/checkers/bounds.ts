import { isScan, detectionsOf } from '../../core/sense/scan.ts';
import type { SavedFold } from '../../core/state/state.ts';
import { othersOf } from '../../core/theatre-track/doubt.ts';
import type { Micros } from '../../core/units.ts';
import type { Checker } from '../observation.ts';

/** What a theatre may hold; said here once more, as the numbers that the house has promised. */
const MOST = {
  pending: 2000,
  late: 500,
  snapshots: 5,
  events: 5000,
  warnings: 5000,
  messagesOfAWarning: 200,
  waiting: 10_000,
  sources: 500,
};

/** A snapshot's length: so much with nothing in it, and so much for each of what it holds. Sensors and places are of the world's making. */
const BASE = 400_000;
const EACH_TRACK = 400_000;
const EACH_EVENT = 20_000;
/** A track as it was, which late scans may go back to; sixty sightings of its launch are 16,000 of these. What has ended is in the snapshots until they are
 *  too old. */
const EACH_SAVED = 25_000;
/** Scans are kept for as long as others may come late. */
const EACH_DETECTION = 500;
const KEPT_S = 130;

export const bounds: Checker = {
  name: 'bounds',
  sentence: 'Queues keep their bounds, and what a theatre holds grows with what is in the air and not with time.',
  watch: () => {
    let recent: { readonly at_us: Micros; readonly detections: number }[] = [];
    return (seen) => {
      if (seen.kind === 'taken') {
        for (const { at_us, input } of seen.entries) if (isScan(input)) recent.push({ at_us, detections: detectionsOf(input).length });
        return undefined;
      }
      if (seen.kind !== 'looked') return undefined;
      recent = recent.filter(({ at_us }) => seen.at_us - at_us < KEPT_S * 1e6);
      const { state, waiting, snapshotLength } = seen;
      const held: Readonly<Record<keyof typeof MOST, number>> = {
        pending: state.pending.length,
        late: state.late.waiting.length,
        snapshots: state.late.replay.snapshots.length,
        events: Object.keys(state.events).length,
        warnings: Object.keys(state.warnings).length,
        messagesOfAWarning: Math.max(0, ...Object.values(state.warnings).map(({ messages }) => messages.length)),
        waiting: waiting.length,
        sources: state.refused.sources.length,
      };
      for (const [what, most] of Object.entries(MOST)) {
        const count = held[what as keyof typeof MOST];
        if (count > most) return `${count} ${what}, and ${most} is the most`;
      }
      const allowed =
        BASE +
        EACH_TRACK * branchesOf(state.tracker) +
        EACH_SAVED * state.late.replay.snapshots.reduce((sum, { saved }) => sum + branchesOf(saved) + saved.dormant.length, 0) +
        EACH_EVENT * held.events +
        EACH_DETECTION * recent.reduce((sum, { detections }) => sum + detections, 0);
      return snapshotLength > allowed
        ? `a snapshot of ${snapshotLength} characters with ${state.tracker.tracks.length} tracks and ${held.events} events`
        : undefined;
    };
  },
};

/** Tracks, and what else they may have become. */
function branchesOf({ tracks, doubts }: Pick<SavedFold, 'tracks' | 'doubts'>): number {
  return tracks.length + othersOf(doubts).length;
}
