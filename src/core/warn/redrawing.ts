import type { Assessment, ImpactEstimate } from '../assess/assessment.ts';
import { fallen, spanOf } from '../assess/together.ts';
import type { Micros } from '../units.ts';
import { type Difference, differenceFrom, type Impacts, isOtherTime, overAt_us, WINDOW_MARGIN_S } from './alert-area.ts';
import type { Warning } from './warning.ts';

/** How often what people were told has been drawn anew, whether it is a warning or a hazard. */
export type Redrawings = {
  /** When its area was last drawn anew; undefined while it is the first one. */
  redrawn_us: Micros | undefined;
  /** How often it was drawn anew, and how often of these for the time alone. */
  redrawings: number;
  stretches: number;
  /** Until when it may come down by the latest estimate, whether or not people have been told of that one. */
  mayComeUntil_us: Micros;
};

export function newRedrawings(mayComeUntil_us: Micros): Redrawings {
  return { redrawn_us: undefined, redrawings: 0, stretches: 0, mayComeUntil_us };
}

/** What a new assessment says of the time. What has no impact and was seen so lately is not down: it is held up, by thrust or lift, or is known less well. */
export function noteEstimate(
  record: Redrawings,
  { impact, lastObserved_us }: Pick<Assessment, 'impact' | 'lastObserved_us'>,
  others: readonly { readonly impact: ImpactEstimate }[] = [],
): void {
  const impacts = [...(impact === undefined ? [] : [impact]), ...others.map((one) => one.impact)];
  record.mayComeUntil_us =
    impacts.length > 0 ? spanOf(impacts).to_us : Math.max(record.mayComeUntil_us, lastObserved_us + WINDOW_MARGIN_S * 1e6);
}

/** Nothing is over by time before what people were told is, and before the latest estimate is. */
export function isOver({ mayComeUntil_us }: Redrawings, told: Pick<Warning, 'area' | 'impactWindow'>, now_us: Micros): boolean {
  return now_us > Math.max(overAt_us(told), mayComeUntil_us);
}

/** Least time between two drawings of one warning. People must have time to read and to sign, and the public to act: where the area reaches
 *  places that were not told it is short; where only the time or the size is another it is long. */
const PAUSE_S: Readonly<Record<Difference, number>> = { 'reaches-out': 20, 'other-time': 60, shrunk: 60 };
const SHORTEST_PAUSE_S = Math.min(...Object.values(PAUSE_S));
/** After so many drawings every further one takes this long: whatever moves like that, nobody runs after it. */
const MANY = 20;
const LONG_PAUSE_S = 300;
/** Most doublings of the window's margin. */
const MAX_STRETCHES = 4;

/** `left_us`: from the last drawing until what was said is over, or until it may be down. What has no other time to be said in does not wait. */
function pauseFor_us(difference: Difference, redrawings: number, left_us: Micros): Micros {
  if (redrawings >= MANY && left_us > LONG_PAUSE_S * 1e6) return LONG_PAUSE_S * 1e6;
  const pause_us = PAUSE_S[difference] * 1e6;
  return difference === 'reaches-out' || left_us > pause_us ? pause_us : 0;
}

/** How an estimate differs from what was told, where it is time to say so; undefined where it does not, or not yet. */
export function differenceDue(
  { redrawn_us, redrawings }: Redrawings,
  told: Pick<Warning, 'area' | 'impactWindow'>,
  impacts: Impacts,
  now_us: Micros,
  fresh: readonly ImpactEstimate[] = [],
): Difference | undefined {
  const rested_us = redrawn_us === undefined ? Infinity : now_us - redrawn_us;
  const last_us = Math.min(told.impactWindow.to_us, spanOf(impacts.map(fallen)).from_us);
  const pause_us = (difference: Difference): Micros => pauseFor_us(difference, redrawings, last_us - (redrawn_us ?? now_us));
  if (isOtherTime(told, impacts) && pause_us('other-time') === 0) return 'other-time';
  // Before the shortest pause is over nobody asks how far the area has moved: every corner of both is a way over the ellipsoid.
  if (rested_us < SHORTEST_PAUSE_S * 1e6) return undefined;
  const difference = differenceFrom(told, impacts, fresh);
  if (difference === undefined) return undefined;
  return rested_us < pause_us(difference) ? undefined : difference;
}

/** It is drawn anew for this difference, now. */
export function noteRedrawing(record: Redrawings, difference: Difference, now_us: Micros): void {
  record.redrawn_us = now_us;
  record.redrawings += 1;
  if (difference === 'other-time') record.stretches = Math.min(record.stretches + 1, MAX_STRETCHES);
}
