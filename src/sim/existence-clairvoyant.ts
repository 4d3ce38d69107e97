import { exp, log } from '../core/math/elementary.ts';
import { defaultMultiSettings } from '../core/plot-track/settings.ts';
import { shareInView } from '../core/plot-track/scan.ts';
import type { ObjectFilter } from '../core/track/filter/object-filter.ts';
import { densityInto, plotTable } from '../core/track/look/plot-table.ts';
import type { SensorView } from '../core/track/look/sensor-view.ts';
import { existenceAfter } from '../core/track/object/existence.ts';
import { estimatesOf, type ToldEstimate } from './clairvoyant.ts';
import type { Scene, ScenePlot } from './scenes.ts';
import { ToldObjects } from './told-objects.ts';

/** A tracker that is told which plots belong together, and has to find out by itself whether they are an object or clutter, and whether it is still
 *  there: it weighs each object's plots and misses by the densities of clutter and of new objects, as the real tracker does, and reports what is
 *  more likely there than not. Nothing contends for its plots.
 *
 *  Its GOSPA over the clairvoyant's is what confirming and ending cost when association costs nothing. A tracker that treats objects one by one cannot be
 *  expected to do better, since it has the same evidence and must associate too. One that knows that objects come in groups has more
 *  evidence, and can. */
export class ExistenceClairvoyant {
  private readonly objects: ToldObjects;
  private readonly newObjects: { readonly first: number; readonly later: number };
  private isFirst = true;

  /** `newObjects` a scan: how many there are in the first, and expected in each of the others. */
  constructor(filter: ObjectFilter, newObjects: { readonly first: number; readonly later: number }) {
    this.objects = new ToldObjects(filter);
    this.newObjects = newObjects;
  }

  /** Estimates of what is more likely there than not. */
  takeScan(t_s: number, plots: readonly ScenePlot[], sensor: SensorView): ToldEstimate[] {
    const { hypotheses: h, slotOf } = this.objects;
    const dt_s = this.objects.advance(t_s, sensor);
    const newPlots = (this.isFirst ? this.newObjects.first : this.newObjects.later) * sensor.detectionProbability;
    this.isFirst = false;
    const plotOf = new Map(plots.flatMap((plot): [number, ScenePlot][] => (plot.origin < 0 ? [] : [[plot.origin, plot]])));
    for (const [target, slot] of slotOf) {
      const before = h.existence[slot] * exp(-dt_s / SETTINGS.lifetime_s) * shareInView(sensor, h.work, h.workAt(slot));
      h.existence[slot] = existenceAfter(before, this.ratioOf(slot, plotOf.get(target), newPlots, sensor));
      if (h.existence[slot] < SETTINGS.forgetExistence) this.objects.drop(target);
    }
    for (const [target, plot] of plotOf) {
      const isNew = !slotOf.has(target);
      this.objects.take(t_s, plot, sensor);
      if (isNew) h.existence[slotOf.get(target) as number] = newPlots / (newPlots + sensor.falsePlotsPerScan);
    }
    const { confirmExistence, confirmByOnePlot } = SETTINGS;
    const isSure = (slot: number): boolean => h.existence[slot] > (h.plots[slot] > 1 ? confirmExistence : confirmByOnePlot);
    const sure = [...slotOf].filter(([, slot]) => isSure(slot));
    return estimatesOf(
      sure.map(([target]) => target),
      this.objects,
    );
  }

  /** How much likelier the scan is when the object is there: Pd ℓ / λ with its plot, 1 − Pd without. */
  private ratioOf(slot: number, plot: ScenePlot | undefined, newPlots: number, sensor: SensorView): number {
    if (plot === undefined) return 1 - sensor.detectionProbability;
    const { hypotheses: h } = this.objects;
    const table = plotTable([plot], sensor);
    const [background] = densityInto(new Float64Array(1), sensor.falsePlotsPerScan + newPlots, table, sensor);
    const logRatio = log(sensor.detectionProbability / background) + h.filter.logDensity(h.work, h.workAt(slot), table, 0);
    return exp(Math.min(logRatio, LARGEST));
  }
}

const SETTINGS = defaultMultiSettings();
/** ln of a ratio beyond which an object is there. */
const LARGEST = 100;

/** How many objects of a scene are new: in its first scan, and on average in each later one. */
export function newObjectsOf({ scans }: Scene): { first: number; later: number } {
  const all = new Set(scans.flatMap(({ truth }) => truth.map(({ target }) => target)));
  const first = scans[0].truth.length;
  return { first, later: Math.max((all.size - first) / Math.max(1, scans.length - 1), FEWEST) };
}

/** As many new objects a scan are expected even where none came: one in a hundred scans. */
const FEWEST = 0.01;
