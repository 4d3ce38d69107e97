import { withCompanions } from '../core/plot-track/companions.ts';
import type { ObjectFilter } from '../core/track/filter/object-filter.ts';
import type { SensorView } from '../core/track/look/sensor-view.ts';
import type { ScenePlot } from './scenes.ts';
import { ToldObjects } from './told-objects.ts';

/** What a clairvoyant reports of an object: 6 numbers. */
export type ToldEstimate = { readonly target: number; readonly x: Float64Array };

/** A tracker that is told which object made which plot and which objects are in view: the same filters as the real one, no association to get
 *  wrong, no clutter, nothing to confirm or to end. What a tracker's score lacks beside it is what association and existence cost.
 *  Objects are reported from their first plot on. */
export class Clairvoyant {
  private readonly objects: ToldObjects;

  constructor(filter: ObjectFilter) {
    this.objects = new ToldObjects(filter);
  }

  /** Estimates of the present objects that have made a plot by now. */
  takeScan(t_s: number, plots: readonly ScenePlot[], present: readonly number[], sensor: SensorView): ToldEstimate[] {
    const { objects } = this;
    objects.advance(t_s, sensor);
    for (const plot of plots) if (plot.origin >= 0) objects.take(t_s, plot, sensor);
    return estimatesOf(
      present.filter((target) => objects.slotOf.has(target)),
      objects,
    );
  }
}

/** With what companions know, as the real tracker reports. */
export function estimatesOf(targets: readonly number[], { slotOf, hypotheses }: ToldObjects): ToldEstimate[] {
  const estimates = withCompanions(
    targets.map((target) => slotOf.get(target) as number),
    hypotheses,
  );
  return targets.map((target, i) => ({ target, x: estimates.slice(27 * i, 27 * i + 6) }));
}
