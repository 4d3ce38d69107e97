import { withCompanions } from '../core/plot-track/companions.ts';
import type { ObjectFilter } from '../core/track/filter/object-filter.ts';
import { Hypotheses } from '../core/track/object/hypotheses.ts';
import { plotTable } from '../core/track/look/plot-table.ts';
import type { SensorView } from '../core/track/look/sensor-view.ts';
import type { ScenePlot } from './scenes.ts';

/** A tracker that is told which object made which plot and which objects are in view: the same filters as the real one, no association to get
 *  wrong, no clutter, nothing to confirm or to end. What a tracker's score lacks beside it is what association and existence cost.
 *  Objects are reported from their first plot on. */
export class Clairvoyant {
  private readonly hypotheses: Hypotheses;
  private readonly slotOf = new Map<number, number>();
  private at_s: number | undefined;

  constructor(filter: ObjectFilter) {
    this.hypotheses = new Hypotheses(filter);
  }

  /** Estimates of the present objects that have made a plot by now: 6 numbers each. */
  takeScan(
    t_s: number,
    plots: readonly ScenePlot[],
    present: readonly number[],
    sensor: SensorView,
  ): { target: number; x: Float64Array }[] {
    const h = this.hypotheses;
    const dt_s = this.at_s === undefined ? 0 : t_s - this.at_s;
    this.at_s = t_s;
    for (const slot of this.slotOf.values()) h.filter.predict(h.state, h.stateAt(slot), dt_s);
    for (const plot of plots) if (plot.origin >= 0) this.take(t_s, plot, sensor);
    const seen = present.filter((target) => this.slotOf.has(target));
    const estimates = withCompanions(
      seen.map((target) => this.slotOf.get(target) as number),
      h,
    );
    return seen.map((target, i) => ({ target, x: estimates.slice(27 * i, 27 * i + 6) }));
  }

  private take(t_s: number, plot: ScenePlot, sensor: SensorView): void {
    const h = this.hypotheses;
    const table = plotTable([plot], sensor);
    const known = this.slotOf.get(plot.origin);
    if (known === undefined) {
      const slot = h.allocate();
      h.filter.start(table, 0, sensor, h.state, h.stateAt(slot));
      h.begin(slot, 0, t_s * 1e6, sensor.priorVelocity_mps * sensor.priorVelocity_mps);
      this.slotOf.set(plot.origin, slot);
      return;
    }
    h.filter.project(h.state, h.stateAt(known), sensor, h.work, h.workAt(known));
    h.filter.update(h.state, h.stateAt(known), h.work, h.workAt(known), h.stateAt(known), table, 0);
  }
}
