import { isOpen, speaksFor } from '../api/view.ts';
import type { EventView, View, WarningView } from '../api/wire-feed.ts';

/** How urgent an event is to a person: what asks for a decision first, what is over last. */
export type Urgency = 'decide' | 'out' | 'watch' | 'quiet' | 'over';

export type EventRow = {
  readonly id: string;
  readonly event: EventView;
  readonly warning: WarningView | undefined;
  /** That it comes down, while that is stated. */
  readonly hazard: EventView['hazard'];
  readonly urgency: Urgency;
  /** The state in a word or two, and the sign that stands beside it. Shape and word carry the meaning; colour repeats it. */
  readonly state: string;
  readonly sign: string;
  /** What is asked of people now; empty when nothing is. */
  readonly asks: string;
};

const ORDER: readonly Urgency[] = ['decide', 'out', 'watch', 'quiet', 'over'];

/** The queue: most urgent first, and among equals the newest first. */
export function eventRows(view: View): EventRow[] {
  const rows = view.events.map((event) => rowOf(view, event));
  return rows.sort(
    (a, b) => ORDER.indexOf(a.urgency) - ORDER.indexOf(b.urgency) || openedAt(b.event) - openedAt(a.event) || (a.id < b.id ? -1 : 1),
  );
}

/** When the event was first heard of. */
export function openedAt({ notice, assessment }: EventView): number {
  return notice?.firstSeen_us ?? assessment?.launch?.time_us ?? assessment?.at_us ?? 0;
}

function rowOf(view: View, event: EventView): EventRow {
  const warnings = view.warnings.filter((one) => speaksFor(one, event.id));
  const warning = warnings.findLast(isOpen) ?? warnings.at(-1);
  // A hazard that is stated has no open warning beside it: one would cover it.
  const hazard = event.hazard?.state === 'stated' ? event.hazard : undefined;
  return { id: event.id, event, warning, hazard, ...(warning && !hazard ? stateOfWarning(warning) : stateOfEvent(event)) };
}

function stateOfWarning({ warning }: WarningView): Pick<EventRow, 'urgency' | 'state' | 'sign' | 'asks'> {
  switch (warning.state) {
    case 'recommended':
      return { urgency: 'decide', state: 'warning recommended', sign: '▲', asks: 'needs two signatures' };
    case 'half-released':
      return { urgency: 'decide', state: 'half released', sign: '◮', asks: 'needs a second signature' };
    case 'released':
      if (warning.retractSignatures.length > 0)
        return { urgency: 'decide', state: 'released, half retracted', sign: '◮', asks: 'retraction needs a second signature' };
      if (warning.turned !== undefined)
        return { urgency: 'decide', state: 'released, evidence turned', sign: '▼', asks: 'retraction needs two signatures' };
      return { urgency: 'out', state: 'released', sign: '◆', asks: '' };
    case 'retracted':
      return { urgency: 'over', state: 'retracted', sign: '▽', asks: '' };
    case 'ended':
      return { urgency: 'over', state: 'ended', sign: '◇', asks: '' };
    case 'withdrawn':
      return { urgency: 'quiet', state: 'recommendation withdrawn', sign: '△', asks: '' };
    case 'lapsed':
      return { urgency: 'over', state: 'lapsed, never released', sign: '△', asks: '' };
    case 'joined':
      return { urgency: 'over', state: 'joined with another warning', sign: '◇', asks: '' };
    case 'dismissed':
      return { urgency: 'over', state: 'dismissed', sign: '△', asks: '' };
    default:
      return warning.state satisfies never;
  }
}

const ENDED: Readonly<Record<NonNullable<EventView['ended']>, string>> = {
  'come-down': 'on the ground, by prediction',
  lost: 'lost',
  forgotten: 'out of every sensor’s reach',
  diverged: 'lost',
  'same-object': 'the same object as another',
  unmade: 'no object of its own',
  'not-seen-again': 'not seen again',
};

function stateOfEvent({ assessment, ended, hazard }: EventView): Pick<EventRow, 'urgency' | 'state' | 'sign' | 'asks'> {
  // It may come down after its track is lost from sight: the area is to be kept clear until its time is over.
  if (hazard?.state === 'stated') return { urgency: 'watch', state: 'hazard: comes down', sign: '◉', asks: '' };
  if (ended !== undefined) return { urgency: 'over', state: ENDED[ended], sign: '○', asks: '' };
  if (!assessment) return { urgency: 'watch', state: 'notice', sign: '●', asks: '' };
  return { urgency: assessment.cause === 'ballistic-missile' ? 'watch' : 'quiet', state: 'assessed', sign: '●', asks: '' };
}
