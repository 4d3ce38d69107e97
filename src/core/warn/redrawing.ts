import type { ImpactEstimate } from '../assess/assessment.ts';
import type { Micros } from '../units.ts';
import { type Difference, differenceFrom, type Impacts } from './alert-area.ts';
import type { Warning } from './warning.ts';

/** How often what people were told has been drawn anew, whether it is a warning or a hazard. */
export type Redrawings = {
  /** When its area was last drawn anew; undefined while it is the first one. */
  redrawn_us: Micros | undefined;
  /** How often it was drawn anew, and how often of these for the time alone. */
  redrawings: number;
  stretches: number;
};

/** Least time between two drawings of one warning. People must have time to read and to sign, and the public to act: where the area reaches
 *  places that were not told it is short; where only the time or the size is another it is long. */
const PAUSE_S: Readonly<Record<Difference, number>> = { 'reaches-out': 20, 'other-time': 60, shrunk: 60 };
const SHORTEST_PAUSE_S = Math.min(...Object.values(PAUSE_S));
/** After so many drawings every further one takes this long: whatever moves like that, nobody runs after it. */
const MANY = 20;
const LONG_PAUSE_S = 300;
/** Most doublings of the window's margin. */
const MAX_STRETCHES = 4;

/** How an estimate differs from what was told, where it is time to say so; undefined where it does not, or not yet. */
export function differenceDue(
  { redrawn_us, redrawings }: Redrawings,
  told: Pick<Warning, 'area' | 'impactWindow'>,
  impacts: Impacts,
  now_us: Micros,
  fresh: readonly ImpactEstimate[] = [],
): Difference | undefined {
  const rested_us = redrawn_us === undefined ? Infinity : now_us - redrawn_us;
  // Before the shortest pause is over nobody asks how far the area has moved: every corner of both is a way over the ellipsoid.
  if (rested_us < SHORTEST_PAUSE_S * 1e6) return undefined;
  const difference = differenceFrom(told, impacts, fresh);
  if (difference === undefined) return undefined;
  const pause_s = redrawings < MANY ? PAUSE_S[difference] : LONG_PAUSE_S;
  return rested_us < pause_s * 1e6 ? undefined : difference;
}

/** It is drawn anew for this difference, now. */
export function noteRedrawing(record: Redrawings, difference: Difference, now_us: Micros): void {
  record.redrawn_us = now_us;
  record.redrawings += 1;
  if (difference === 'other-time') record.stretches = Math.min(record.stretches + 1, MAX_STRETCHES);
}
