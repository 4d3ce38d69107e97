import { log } from '../math/elementary.ts';
import type { Cluster } from '../track/decide/cluster.ts';
import type { Child, Family, InHand } from '../track/decide/in-hand.ts';
import { missedExistence } from '../track/object/existence.ts';
import { type Hypotheses, NO_PLOT } from '../track/object/hypotheses.ts';
import { CONCERNS, likenessOf, markOf, REMEMBERED } from '../track/object/likeness.ts';
import { choicesOf } from '../track/solve/choices.ts';
import type { Choices } from '../track/solve/k-best.ts';
import { weighCompanions } from './companion-evidence.ts';
import type { ScanInHand } from './scan.ts';

/** The plot tracker's hypotheses and its scan, as decisions see them. Existence as in [MES1994], of mixtures as in [ME2004]. */
export class PlotsInHand implements InHand {
  readonly columns: number;
  private readonly scan: ScanInHand;
  private readonly h: Hypotheses;
  private readonly dropWeight: number;

  constructor(scan: ScanInHand, h: Hypotheses, dropWeight: number) {
    this.columns = scan.plots.count;
    this.scan = scan;
    this.h = h;
    this.dropWeight = dropWeight;
  }

  eachColumn(slot: number, visit: (column: number) => void): void {
    const { first, candidates } = this.h;
    const { plotOf } = this.scan;
    const end = first[slot] + candidates[slot];
    for (let c = first[slot]; c < end; c++) visit(plotOf[c]);
  }

  /** The commonest case in a few lines: one way has nearly all the weight. What was dropped was less than `dropWeight`; existence keeps it all the same. */
  foldAlone(slot: number): boolean {
    const { scan, h } = this;
    const detectionProbability = h.detection[slot];
    const existence = h.existence[slot];
    const seenApart = h.seenApart[slot];
    const missed = 1 - existence * seenApart;
    let total = missed;
    let best = -1;
    let bestWeight = missed;
    const { plotOf, density, background } = scan;
    const first = h.first[slot];
    const end = first + h.candidates[slot];
    for (let c = first; c < end; c++) {
      const weight = (existence * detectionProbability * density[c]) / background[plotOf[c]];
      total += weight;
      if (weight > bestWeight) {
        bestWeight = weight;
        best = c;
      }
    }
    if (total - bestWeight > this.dropWeight * total) return false;
    if (best < 0) missPlots(h, slot, slot, missedExistence(existence, seenApart));
    else {
      const plot = plotOf[best];
      scan.taken[plot] += 1;
      takePlot(h, slot, slot, scan, plot, (total - (1 - existence)) / total);
    }
    return true;
  }

  choicesOf(slot: number, local: ReadonlyMap<number, number>): Choices {
    const { scan, h } = this;
    const columns: number[] = [];
    const ratios: number[] = [];
    const logDetection = log(h.detection[slot]);
    for (let c = h.first[slot]; c < h.first[slot] + h.candidates[slot]; c++) {
      columns.push(local.get(scan.plotOf[c]) as number);
      ratios.push(logDetection + scan.logDensity[c] - log(scan.background[scan.plotOf[c]]));
    }
    return choicesOf(h.existence[slot], h.seenApart[slot], columns, ratios);
  }

  isNewborn(column: number): boolean {
    const { birth, background } = this.scan;
    return birth[column] > background[column] - birth[column];
  }

  existence(slot: number): number {
    return this.h.existence[slot];
  }

  settle(slot: number, column: number, odds: number): void {
    const missed = this.afterMiss(slot);
    if (column < 0) missPlots(this.h, slot, slot, missed);
    else takePlot(this.h, slot, slot, this.scan, column, (odds + missed) / (odds + 1));
  }

  blend(slots: readonly number[], columns: readonly number[], ways: Float64Array): void {
    const width = columns.length + 1;
    slots.forEach((slot, i) => this.blendOne(slot, columns, ways.subarray(i * width, (i + 1) * width)));
  }

  child(slot: number, column: number): number {
    const to = this.h.allocate();
    if (column < 0) missPlots(this.h, slot, to, this.afterMiss(slot));
    else takePlot(this.h, slot, to, this.scan, column, 1);
    return to;
  }

  release(slot: number): void {
    this.h.release(slot);
  }

  noteTaken(column: number, weight: number): void {
    this.scan.taken[column] += weight;
  }

  likeness(slot: number, column: number): number {
    const { past } = this.h;
    const at = slot * REMEMBERED;
    if (!isConcerned(this.h, slot)) return likenessOf(past[at], past, at + 1, REMEMBERED - 1);
    return likenessOf(markOf(this.scan.number, column), past, at, REMEMBERED - 1);
  }

  weighTogether(cluster: Cluster, family: Family): readonly Child[] {
    return weighCompanions(cluster, family, this.scan, this.h);
  }

  private afterMiss(slot: number): number {
    return missedExistence(this.h.existence[slot], this.h.seenApart[slot]);
  }

  private blendOne(slot: number, columns: readonly number[], ways: Float64Array): void {
    const { scan, h } = this;
    const slots: number[] = [];
    const weights: number[] = [];
    let existence = 0;
    let latest = NO_PLOT;
    let most = 0;
    let total = 0;
    for (const weight of ways) if (weight >= this.dropWeight) total += weight;
    ways.forEach((way, k) => {
      if (way < this.dropWeight) return;
      const weight = way / total;
      const plot = k === 0 ? NO_PLOT : columns[k - 1];
      const to = this.child(slot, plot);
      if (plot !== NO_PLOT) this.noteTaken(plot, weight);
      if (weight > most) [most, latest] = [weight, plot];
      slots.push(to);
      weights.push(weight);
      existence += weight * h.existence[to];
    });
    const from = slots.map((one) => h.stateAt(one));
    h.filter.blend(h.state, from, weights, h.stateAt(slot));
    h.existence[slot] = existence;
    h.remember(slot, latest, slot, isConcerned(h, slot) ? markOf(scan.number, latest) : undefined);
    if (latest !== NO_PLOT) h.lookedAt_us[h.lookAt(slot, scan.source)] = scan.at_us;
    for (const one of slots) h.release(one);
  }
}

/** Writes to `to` the hypothesis `slot` with a plot taken in. */
export function takePlot(h: Hypotheses, slot: number, to: number, scan: ScanInHand, plot: number, existence: number): void {
  h.filter.update(h.state, h.stateAt(slot), h.work, h.workAt(slot), h.stateAt(to), scan.plots, plot);
  h.existence[to] = existence;
  h.remember(slot, plot, to, markOf(scan.number, plot));
  h.lookedAt_us[h.lookAt(to, scan.source)] = scan.at_us;
}

/** Writes to `to` the hypothesis `slot` with no plot taken in. */
export function missPlots(h: Hypotheses, slot: number, to: number, existence: number): void {
  h.miss(slot, existence, to, isConcerned(h, slot));
}

/** Whether the scan in hand might have shown it: it is due and in view, or something lies in its gate. */
function isConcerned(h: Hypotheses, slot: number): boolean {
  return h.candidates[slot] > 0 || (h.seenApart[slot] > 0 && h.detection[slot] >= CONCERNS);
}
