import { log } from '../core/math/elementary.ts';
import { withCompanions } from '../core/plot-track/companions.ts';
import type { ObjectFilter } from '../core/track/filter/object-filter.ts';
import { densityInto, type PlotTable, plotTable } from '../core/track/look/plot-table.ts';
import type { SensorView } from '../core/track/look/sensor-view.ts';
import { NO_PLOT } from '../core/track/object/hypotheses.ts';
import { assign, type Row } from '../core/track/solve/assignment.ts';
import type { ToldEstimate } from './clairvoyant.ts';
import type { ScenePlot } from './scenes.ts';
import { ToldObjects } from './told-objects.ts';

/** A tracker that is told which objects are there, and which of them made which plot in every scan but the one in hand: there it has to say by itself, by
 *  the likeliest assignment, and is told afterwards. A name goes on from where it was shown, right or wrong.
 *
 *  Its switches of names are those that come of plots which fit another object better than their own: who has to tell now, and not afterwards, cannot
 *  avoid them. A young object, whose second plot may lie anywhere, is told of in its own scan too. */
export class PastClairvoyant {
  private readonly objects: ToldObjects;
  private readonly nameOf = new Map<number, number>();

  constructor(filter: ObjectFilter) {
    this.objects = new ToldObjects(filter);
  }

  /** Estimates of the present objects that have made a plot by now, under their names. */
  takeScan(t_s: number, plots: readonly ScenePlot[], present: readonly number[], sensor: SensorView): ToldEstimate[] {
    const { objects } = this;
    const h = objects.hypotheses;
    const isPresent = new Set(present);
    for (const target of objects.slotOf.keys()) if (!isPresent.has(target)) objects.drop(target);
    objects.advance(t_s, sensor);
    const table = plotTable(plots, sensor);
    const origin = Array.from({ length: table.count }, (_, j) => plots[table.source[j]].origin);
    const known = [...objects.slotOf.keys()];
    const said = this.decide(known, origin, table, sensor);
    const shown = known.map((target, i) => {
      const slot = objects.slotOf.get(target) as number;
      const to = h.allocate();
      if (said[i] === NO_PLOT) h.miss(slot, 1, to);
      else {
        h.filter.update(h.state, h.stateAt(slot), h.work, h.workAt(slot), h.stateAt(to), table, said[i]);
        h.remember(slot, said[i], to);
      }
      return to;
    });
    const names = known.map((target) => this.nameOf.get(target) as number);
    this.passOn(known, said, origin);
    for (const plot of plots) if (plot.origin >= 0) objects.take(t_s, plot, sensor);
    const started = [...objects.slotOf.keys()].filter((target) => !this.nameOf.has(target));
    for (const target of started) this.nameOf.set(target, target);
    const targets = [...names, ...started];
    const estimates = withCompanions([...shown, ...started.map((target) => objects.slotOf.get(target) as number)], h);
    for (const slot of shown) h.release(slot);
    return targets.map((target, i) => ({ target, x: estimates.slice(27 * i, 27 * i + 6) }));
  }

  /** Which plot each known object is said to have made. */
  private decide(known: readonly number[], origin: readonly number[], table: PlotTable, sensor: SensorView): Int32Array {
    const { hypotheses: h, slotOf } = this.objects;
    const told = new Set(origin.filter((target) => !(h.plots[slotOf.get(target) ?? -1] >= GROWN)));
    told.delete(CLUTTER);
    const background = densityInto(new Float64Array(table.count), sensor.falsePlotsPerScan, table, sensor);
    const missed = -log(1 - sensor.detectionProbability);
    const rows = known.map((target): Row => {
      const slot = slotOf.get(target) as number;
      const own = origin.indexOf(target);
      if (h.plots[slot] < GROWN) return { missed, candidates: own < 0 ? [] : [{ column: own, cost: CERTAIN }] };
      const candidates = origin.flatMap((maker, j) => {
        const fit = told.has(maker) ? -Infinity : h.filter.logDensity(h.work, h.workAt(slot), table, j);
        return fit === -Infinity ? [] : [{ column: j, cost: -fit - log(sensor.detectionProbability / background[j]) }];
      });
      return { missed, candidates };
    });
    return assign(rows, table.count);
  }

  /** An object whose plot was shown under another's name has that name from now on; names that are left go to those that are. */
  private passOn(known: readonly number[], said: Int32Array, origin: readonly number[]): void {
    const before = new Map(known.map((target) => [target, this.nameOf.get(target) as number]));
    const after = new Map<number, number>();
    known.forEach((target, i) => {
      const maker = said[i] === NO_PLOT ? CLUTTER : origin[said[i]];
      if (before.has(maker)) after.set(maker, before.get(target) as number);
    });
    const given = new Set(after.values());
    // Who keeps his own first, so that a name is handed on only where somebody took it.
    for (const [target, name] of before) {
      if (after.has(target) || given.has(name)) continue;
      after.set(target, name);
      given.add(name);
    }
    const left = [...before.values()].filter((name) => !given.has(name));
    for (const target of known) this.nameOf.set(target, after.get(target) ?? (left.shift() as number));
  }
}

const CLUTTER = -1;
/** Plots after which an object's velocity is known so well that its companions' adds little. */
const GROWN = 5;
/** Cheaper than whatever may have to make way. */
const CERTAIN = -1e6;
