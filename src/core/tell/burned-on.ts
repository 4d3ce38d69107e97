import type { Assessment } from '../assess/assessment.ts';
import type { Whole } from '../discern/finding.ts';
import { probabilityOf } from '../discern/hypotheses.ts';
import { type EventRecord, eventOfTrack } from '../state/event-book.ts';
import type { State } from '../state/state.ts';
import type { Track } from '../theatre-track/track.ts';

/** A burn that ended so much later than another is the next stage's, µs: the end of one is known to a look or two. */
const LATER_US = 5_000_000;

/** Of the tracks that parted from one body the one that burned on, and burned last, when the burn of this one had ended: what was said of it; `last`, the assessment before this one, knows
 *  what was said of one that is no longer followed. A stage that turns back burns on its own account. `undefined` of what burns, or parted from nothing that did. */
export function burnedOn(state: State, track: Track, last: Assessment | undefined): Whole | undefined {
  const { burn } = track;
  if (burn.burning || burn.ended_us === undefined || burn.ignitions === 0) return undefined;
  let whole: Whole | undefined;
  let latest_us = burn.ended_us + LATER_US;
  for (const other of state.tracker.tracks) {
    if (other.root !== track.root) continue;
    const burned_us = other.burn.burning ? state.folded_us : (other.burn.ended_us ?? 0);
    if (burned_us <= latest_us || other.burn.reversed) continue;
    const event = eventOfTrack(state, other.id);
    if (event?.last === undefined) continue;
    whole = saidOf(event.id, event.last);
    latest_us = burned_us;
  }
  return whole ?? gone(state, last);
}

/** What was last known of the whole, when that has gone. One that is followed and is no whole any more was taken for one while it was not known that its burn had ended, too: of two that
 *  were launched side by side, and were one track at first. */
function gone(state: State, last: Assessment | undefined): Whole | undefined {
  const found = last?.evidence.map(({ finding }) => finding).find((finding) => finding.feature === 'part-of');
  if (found === undefined || state.tracker.tracks.some(({ id }) => id === state.events[found.event]?.track)) return undefined;
  const { feature: _, ...whole } = found;
  return whole;
}

function saidOf(event: string, { hypotheses, undecided, burning, noImpact }: NonNullable<EventRecord['last']>): Whole {
  return {
    event,
    missile: probabilityOf(hypotheses, 'ballistic-missile'),
    launch: probabilityOf(hypotheses, 'space-launch') + probabilityOf(hypotheses, 'satellite'),
    open: burning || noImpact === 'may-burn-again',
    ...(undecided === undefined ? {} : { decidedAt_us: undecided.decidedAt_us }),
  };
}
