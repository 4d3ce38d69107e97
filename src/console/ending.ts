import { speaksFor } from '../api/view.ts';
import type { View, WarningView } from '../api/wire-feed.ts';
import { spanOf } from '../core/assess/together.ts';
import { overAt_us, WINDOW_MARGIN_S } from '../core/warn/alert-area.ts';

/** From when on a released warning can be ended: neither before what people were told is over, nor before it is down by the latest estimate of
 *  each of its objects, told or not. The core decides in the end; this keeps the console from offering what it would refuse. */
export function endsFrom_us(found: WarningView, { events }: Pick<View, 'events'>): number {
  const { warning } = found;
  const assessed = events.flatMap(({ id, assessment }) => (assessment && speaksFor(found, id) ? [assessment] : []));
  const latest = assessed.map(({ impact, lastObserved_us }) =>
    impact === undefined ? lastObserved_us + WINDOW_MARGIN_S * 1e6 : spanOf([impact]).to_us,
  );
  return Math.max(overAt_us(warning), ...latest);
}
