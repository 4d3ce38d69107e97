import { exp, log } from '../math/elementary.ts';
import { type Choices, type JointAssignment, kBest } from '../track/solve/k-best.ts';
import { addFactor, FACTOR, factorOf } from '../track/filter/body-velocity.ts';
import { NEAR_M } from './companions.ts';
import type { BodyKnowledge } from '../track/filter/object-filter.ts';
import type { Cluster } from '../track/decide/cluster.ts';
import type { Child, Family } from '../track/decide/in-hand.ts';
import { type Hypotheses, NO_PLOT } from '../track/object/hypotheses.ts';
import type { ScanInHand } from './scan.ts';

/** Objects with one plot each may be the pieces of one body. Their second plots may be any of each other's, all permutations alike as far as each
 *  object by itself can tell; but pieces go the same way, and only one permutation moves them all by the same velocity. With two plots and with three
 *  an object still knows its velocity to hundreds of metres a second only, and its companions' help.
 *
 *  The gain of a joint hypothesis is what it is likelier for that: the density of each young object's plot, predicted with the factors of the others
 *  (companions.ts), over the density predicted without. Among objects with one plot, assignments worth weighing are found by taking one's plot as given,
 *  which says what the velocity is, and assigning the rest by it. */

/** Probability that objects which begin within NEAR_M of each other are pieces of one body: by chance they hardly ever do. */
const TOGETHER = 0.9;
/** Plots up to which an object is young. Up to one: a fifth more switches of names in groups of five; up to five: the same as up to three. */
const YOUNG = 3;
/** Joint hypotheses of a cluster whose young objects are looked at so closely. */
const PARENTS = 3;
/** Assignments kept for each plot that is taken as given. */
const GUIDED = 2;
/** What the second of them may cost more: e⁻⁷ is a thousandth. */
const WITHIN = 7;

export class CompanionEvidence {
  private readonly scan: ScanInHand;
  private readonly h: Hypotheses;
  private readonly body: BodyKnowledge;
  /** Factors by slot, and by slot and plot once that is taken in. */
  private readonly own = new Map<number, Float64Array>();
  private readonly after = new Map<number, Float64Array>();

  constructor(scan: ScanInHand, h: Hypotheses, body: BodyKnowledge) {
    this.scan = scan;
    this.h = h;
    this.body = body;
  }

  /** Whether there is anything to learn: two objects of which one is young. */
  concerns(slots: readonly number[]): boolean {
    return slots.length > 1 && slots.some((slot) => this.isYoung(slot));
  }

  /** ln of the gain of a joint hypothesis in which object i makes plot `plotOf[i]`, NO_PLOT for none. */
  logGain(slots: readonly number[], plotOf: readonly number[]): number {
    let sum = 0;
    const known = slots.map((slot) => (this.isYoung(slot) ? undefined : this.ownFactor(slot)));
    slots.forEach((slot, i) => {
      if (known[i] !== undefined || plotOf[i] === NO_PLOT) return;
      const factor = this.sumOfNear(slots, i, known);
      if (factor !== undefined) sum += this.informed(slot, factor, plotOf[i]) - this.plain(slot, plotOf[i]);
      known[i] = this.factorAfter(slot, plotOf[i]);
    });
    return log(1 - TOGETHER + TOGETHER * exp(Math.min(sum, LARGEST)));
  }

  /** Assignments that a common velocity suggests, as changes of `base`, the likeliest by itself: a new object's second plot is taken as given, which
   *  says what the velocity is; the new objects near it are assigned by that to what the others leave. Costs of `rows` are as in the joint
   *  stage; `columns` are plots. */
  guided(slots: readonly number[], rows: readonly Choices[], columns: readonly number[], base: Int32Array): JointAssignment[] {
    const found: JointAssignment[] = [];
    slots.forEach((slot, i) => {
      if (!this.isNew(slot)) return;
      const group = slots.flatMap((other, k) => (k === i || (this.isNew(other) && this.near(slot, other)) ? [k] : []));
      if (group.length < 2) return;
      const taken = new Set(Array.from(base).filter((column, k) => column >= 0 && !group.includes(k)));
      rows[i].columns.forEach((column, c) => {
        if (taken.has(column)) return;
        const factor = this.factorAfter(slot, columns[column]);
        const given: Choices = { missed: Infinity, columns: [column], costs: [rows[i].costs[c]] };
        const problem = group.map((k) => (k === i ? given : this.byVelocity(slots[k], rows[k], columns, taken, factor)));
        for (const { columnOf } of kBest(problem, columns.length, GUIDED, WITHIN)) {
          const whole = base.slice();
          group.forEach((k, at) => {
            whole[k] = columnOf[at];
          });
          found.push({ columnOf: whole, cost: costOf(rows, whole) });
        }
      });
    });
    return found;
  }

  /** A new object's choices of what is left, when the body's velocity is known. */
  private byVelocity(slot: number, row: Choices, columns: readonly number[], taken: ReadonlySet<number>, factor: Float64Array): Choices {
    const left = row.columns.flatMap((column, c) => (taken.has(column) ? [] : [c]));
    return {
      missed: row.missed,
      columns: left.map((c) => row.columns[c]),
      costs: left.map(
        (c) => row.costs[c] + this.plain(slot, columns[row.columns[c]]) - this.informed(slot, factor, columns[row.columns[c]]),
      ),
    };
  }

  /** Its next plot may be anywhere: only then do companions suggest what nobody thought of. */
  private isNew(slot: number): boolean {
    return this.h.plots[slot] === 1;
  }

  private isYoung(slot: number): boolean {
    return this.h.plots[slot] <= YOUNG;
  }

  /** What the near ones among the others know, or undefined when that is nothing. */
  private sumOfNear(slots: readonly number[], i: number, factors: readonly (Float64Array | undefined)[]): Float64Array | undefined {
    let sum: Float64Array | undefined;
    factors.forEach((factor, k) => {
      if (k === i || factor === undefined || !this.near(slots[i], slots[k])) return;
      sum ??= new Float64Array(FACTOR);
      addFactor(sum, factor);
    });
    return sum;
  }

  private near(a: number, b: number): boolean {
    const { state } = this.h;
    const [oa, ob] = [this.h.stateAt(a), this.h.stateAt(b)];
    let distance2 = 0;
    for (let i = 0; i < 3; i++) distance2 += (state[oa + i] - state[ob + i]) * (state[oa + i] - state[ob + i]);
    return distance2 < NEAR_M * NEAR_M;
  }

  private ownFactor(slot: number): Float64Array {
    const known = this.own.get(slot) ?? factorOf(this.h.state, this.h.stateAt(slot), this.h.priorVariance[slot]);
    this.own.set(slot, known);
    return known;
  }

  private factorAfter(slot: number, plot: number): Float64Array {
    const key = slot * this.scan.plots.count + plot;
    let factor = this.after.get(key);
    if (factor === undefined) {
      const { h } = this;
      const to = h.allocate();
      h.filter.update(h.state, h.stateAt(slot), h.work, h.workAt(slot), h.stateAt(to), this.scan.plots, plot);
      h.remember(slot, plot, to);
      factor = factorOf(h.state, h.stateAt(to), h.priorVariance[to]);
      h.release(to);
      this.after.set(key, factor);
    }
    return factor;
  }

  private plain(slot: number, plot: number): number {
    return this.h.filter.logDensity(this.h.work, this.h.workAt(slot), this.scan.plots, plot);
  }

  private informed(slot: number, factor: Float64Array, plot: number): number {
    return this.body.logDensity(this.h.state, this.h.stateAt(slot), factor, this.scan.sensor, this.scan.plots, plot);
  }

  /** The joint hypotheses that are looked at: the likeliest few that have young objects. */
  parents(order: readonly number[], slotsOf: (parent: number) => readonly number[]): number[] {
    return order.filter((parent) => this.concerns(slotsOf(parent))).slice(0, PARENTS);
  }
}

/** Adds the children that a common velocity suggests, and weighs all by how well their young objects go together. */
export function weighCompanions(cluster: Cluster, family: Family, scan: ScanInHand, h: Hypotheses): readonly Child[] {
  const { children, columns, rowsOf } = family;
  const { body } = h.filter;
  if (body === undefined || cluster.tracks.length < 2) return children;
  const evidence = new CompanionEvidence(scan, h, body);
  const slotsAt = (parent: number): readonly number[] => cluster.joints[parent].slots;
  const parents = evidence.parents(family.parents, slotsAt);
  if (parents.length === 0) return children;
  const all = new Map(children.map((child) => [`${child.parent} ${child.columnOf.join()}`, child]));
  for (const parent of parents) {
    // The children of a parent come cheapest first.
    const base = children.find((child) => child.parent === parent);
    if (base === undefined) continue;
    for (const { cost, columnOf } of evidence.guided(slotsAt(parent), rowsOf(parent), columns, base.columnOf))
      all.set(`${parent} ${columnOf.join()}`, { logWeight: cluster.joints[parent].logWeight - cost, parent, columnOf });
  }
  return [...all.values()].map((child) => {
    const slots = slotsAt(child.parent);
    if (!evidence.concerns(slots)) return child;
    const plotOf = Array.from(child.columnOf, (column) => (column < 0 ? NO_PLOT : columns[column]));
    return { ...child, logWeight: child.logWeight + evidence.logGain(slots, plotOf) };
  });
}

/** exp of more than this would overflow. */
const LARGEST = 600;

function costOf(rows: readonly Choices[], columnOf: Int32Array): number {
  let cost = 0;
  rows.forEach(({ missed, columns, costs }, i) => {
    cost += columnOf[i] < 0 ? missed : costs[columns.indexOf(columnOf[i])];
  });
  return cost;
}
