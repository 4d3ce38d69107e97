import type { ObjectFilter } from '../core/track/filter/object-filter.ts';
import { plotTable } from '../core/track/look/plot-table.ts';
import type { SensorView } from '../core/track/look/sensor-view.ts';
import { Hypotheses } from '../core/track/object/hypotheses.ts';
import type { ScenePlot } from './scenes.ts';

/** The filters of a tracker that is told which object made which plot: one each, by the object's number. */
export class ToldObjects {
  readonly hypotheses: Hypotheses;
  readonly slotOf = new Map<number, number>();
  private at_s: number | undefined;

  constructor(filter: ObjectFilter) {
    this.hypotheses = new Hypotheses(filter);
  }

  /** Predicts all to time t, and what the sensor would measure of each. Returns the seconds since the last scan. */
  advance(t_s: number, sensor: SensorView): number {
    const h = this.hypotheses;
    const dt_s = this.at_s === undefined ? 0 : t_s - this.at_s;
    this.at_s = t_s;
    h.freeWork();
    for (const slot of this.slotOf.values()) {
      h.filter.predict(h.state, h.stateAt(slot), dt_s);
      const work = h.takeWork(slot);
      h.keepWork();
      h.filter.project(h.state, h.stateAt(slot), sensor, h.work, work);
    }
    return dt_s;
  }

  /** Takes a plot into the filter of the object that made it, after `advance`; its first plot starts one. */
  take(t_s: number, plot: ScenePlot, sensor: SensorView): void {
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
    h.filter.update(h.state, h.stateAt(known), h.work, h.workAt(known), h.stateAt(known), table, 0);
    h.plots[known] += 1;
  }

  /** Forgets an object. */
  drop(target: number): void {
    const slot = this.slotOf.get(target);
    if (slot === undefined) return;
    this.hypotheses.release(slot);
    this.slotOf.delete(target);
  }
}
