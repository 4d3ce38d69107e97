import type { Micros } from '../../units.ts';
import type { ObjectFilter } from '../filter/object-filter.ts';
import { MISSED, REMEMBERED } from './likeness.ts';

/** The plots of this scan and of the last by which an object is named. */
export const NAMED_BY = 2;
/** In the memory of plots: a scan without one. */
export const NO_PLOT = -1;

/** Single-object hypotheses: a state, how likely it is that the object exists, and its last plots. Slots in a few arrays that grow by
 *  doubling; a slot is free again when nobody needs its hypothesis. */
export class Hypotheses {
  readonly filter: ObjectFilter;
  readonly sensors: number;
  /** Numbers of a state. */
  readonly stateSize: number;
  state: Float64Array;
  /** Work slots of the filter, of this scan: place after place, and whose each is. Only what has plots in its gate needs one for longer than its own
   *  look, so there are fewer than hypotheses, and they lie in the order in which they are asked for. */
  work: Float64Array;
  private workPlace: Int32Array;
  private workPlaces = 0;
  /** Probability that the object exists (and is in view), given the joint hypothesis that it stands in. */
  existence: Float64Array;
  /** Its plots of this scan and of the last, whichever sensor's. */
  recent: Int32Array;
  /** Marks of what it took in the looks that concerned it, newest first (likeness.ts). */
  past: Int32Array;
  /** When its first plot was measured. */
  startedAt_us: Float64Array;
  /** How many plots it has taken. */
  plots: Float64Array;
  /** When each sensor last showed it, or should have: so many numbers a slot as there are sensors. */
  lookedAt_us: Float64Array;
  /** Variance of each axis of the velocity that it was started with, m²/s². */
  priorVariance: Float64Array;
  /** Probability that this scan shows the object, if it is there. */
  detection: Float64Array;
  /** The same by a plot of its own: less where a neighbour may hide it. */
  seenApart: Float64Array;
  /** First candidate of this scan, and how many: into the scan's candidate lists. */
  first: Int32Array;
  candidates: Int32Array;
  private readonly free: number[] = [];
  private used = 0;

  constructor(filter: ObjectFilter, capacity = FEWEST, sensors = 1) {
    this.filter = filter;
    this.sensors = sensors;
    this.stateSize = filter.stateSize;
    this.state = new Float64Array(capacity * filter.stateSize);
    this.work = new Float64Array(capacity * filter.workSize);
    this.workPlace = new Int32Array(capacity);
    this.existence = new Float64Array(capacity);
    this.recent = new Int32Array(capacity * NAMED_BY);
    this.past = new Int32Array(capacity * REMEMBERED);
    this.startedAt_us = new Float64Array(capacity);
    this.plots = new Float64Array(capacity);
    this.lookedAt_us = new Float64Array(capacity * sensors);
    this.priorVariance = new Float64Array(capacity);
    this.detection = new Float64Array(capacity);
    this.seenApart = new Float64Array(capacity);
    this.first = new Int32Array(capacity);
    this.candidates = new Int32Array(capacity);
  }

  /** Slots in use. */
  get size(): number {
    return this.used - this.free.length;
  }

  allocate(): number {
    const slot = this.free.pop();
    if (slot !== undefined) return slot;
    if (this.used === this.existence.length) this.grow();
    return this.used++;
  }

  release(slot: number): void {
    this.free.push(slot);
  }

  /** Where a slot's state and its work begin. */
  stateAt(slot: number): number {
    return slot * this.stateSize;
  }

  workAt(slot: number): number {
    return this.workPlace[slot] * this.filter.workSize;
  }

  /** All work slots are free again. */
  freeWork(): void {
    this.workPlaces = 0;
  }

  /** Gives a hypothesis the next work slot and returns where it begins; the one after gets the same, unless it is kept. */
  takeWork(slot: number): number {
    const { workSize } = this.filter;
    if ((this.workPlaces + 1) * workSize > this.work.length) this.work = doubled(this.work, 2 * this.work.length);
    this.workPlace[slot] = this.workPlaces;
    return this.workPlaces * workSize;
  }

  keepWork(): void {
    this.workPlaces += 1;
  }

  /** A slot's child in which it made no plot. `to` may be the slot itself. `concerned`: the scan might have shown it. */
  miss(slot: number, existence: number, to: number, concerned = true): void {
    if (to !== slot) this.state.copyWithin(this.stateAt(to), this.stateAt(slot), this.stateAt(slot) + this.filter.stateSize);
    this.existence[to] = existence;
    this.remember(slot, NO_PLOT, to, concerned ? MISSED : undefined);
  }

  /** Where the time of a sensor's last look at a slot stands. */
  lookAt(slot: number, sensor: number): number {
    return slot * this.sensors + sensor;
  }

  /** Writes to `to` what `slot` remembers, with one plot more. `mark` stands for it in the memory; without one the scan did not concern the object. */
  remember(slot: number, plot: number, to: number, mark?: number): void {
    const { recent, past } = this;
    recent[to * NAMED_BY + 1] = recent[slot * NAMED_BY];
    recent[to * NAMED_BY] = plot;
    if (mark === undefined) {
      if (to !== slot) past.copyWithin(to * REMEMBERED, slot * REMEMBERED, (slot + 1) * REMEMBERED);
    } else {
      for (let i = REMEMBERED - 1; i > 0; i--) past[to * REMEMBERED + i] = past[slot * REMEMBERED + i - 1];
      past[to * REMEMBERED] = mark;
    }
    if (plot !== NO_PLOT || to !== slot) this.plots[to] = this.plots[slot] + (plot === NO_PLOT ? 0 : 1);
    if (to === slot) return;
    this.startedAt_us[to] = this.startedAt_us[slot];
    for (let i = 0; i < this.sensors; i++) this.lookedAt_us[to * this.sensors + i] = this.lookedAt_us[slot * this.sensors + i];
    this.priorVariance[to] = this.priorVariance[slot];
  }

  /** Begins the memory of a slot with its first plot. */
  begin(slot: number, plot: number, at_us: Micros, priorVariance: number, mark = MISSED): void {
    this.recent.fill(NO_PLOT, slot * NAMED_BY, (slot + 1) * NAMED_BY);
    this.recent[slot * NAMED_BY] = plot;
    this.past.fill(MISSED, slot * REMEMBERED, (slot + 1) * REMEMBERED);
    this.past[slot * REMEMBERED] = mark;
    this.startedAt_us[slot] = at_us;
    this.plots[slot] = 1;
    this.lookedAt_us.fill(at_us, slot * this.sensors, (slot + 1) * this.sensors);
    this.priorVariance[slot] = priorVariance;
  }

  /** All slots that have ever been used, as plain arrays: what `restore` needs. Work and candidates belong to the scan in hand and are left out. */
  snapshot(): HypothesesSnapshot {
    const n = this.used;
    return {
      free: [...this.free],
      used: n,
      state: this.state.slice(0, n * this.filter.stateSize),
      existence: this.existence.slice(0, n),
      recent: Float64Array.from(this.recent.subarray(0, n * NAMED_BY)),
      past: Float64Array.from(this.past.subarray(0, n * REMEMBERED)),
      startedAt_us: this.startedAt_us.slice(0, n),
      plots: this.plots.slice(0, n),
      lookedAt_us: this.lookedAt_us.slice(0, n * this.sensors),
      priorVariance: this.priorVariance.slice(0, n),
    };
  }

  /** Throws `RangeError` where the arrays are not what `snapshot` wrote: cut short, or written by something that knows no typed arrays. */
  static restore(filter: ObjectFilter, from: HypothesesSnapshot, sensors = 1): Hypotheses {
    checkSnapshot(filter, from, sensors);
    const h = new Hypotheses(filter, Math.max(FEWEST, from.used), sensors);
    h.free.push(...from.free);
    h.used = from.used;
    h.state.set(from.state);
    h.existence.set(from.existence);
    h.recent.set(from.recent);
    h.past.set(from.past);
    h.startedAt_us.set(from.startedAt_us);
    h.plots.set(from.plots);
    h.lookedAt_us.set(from.lookedAt_us);
    h.priorVariance.set(from.priorVariance);
    return h;
  }

  private grow(): void {
    const capacity = 2 * this.existence.length;
    this.state = doubled(this.state, capacity * this.filter.stateSize);
    this.workPlace = doubledInts(this.workPlace, capacity);
    this.existence = doubled(this.existence, capacity);
    this.recent = doubledInts(this.recent, capacity * NAMED_BY);
    this.past = doubledInts(this.past, capacity * REMEMBERED);
    this.startedAt_us = doubled(this.startedAt_us, capacity);
    this.plots = doubled(this.plots, capacity);
    this.lookedAt_us = doubled(this.lookedAt_us, capacity * this.sensors);
    this.priorVariance = doubled(this.priorVariance, capacity);
    this.detection = doubled(this.detection, capacity);
    this.seenApart = doubled(this.seenApart, capacity);
    this.first = doubledInts(this.first, capacity);
    this.candidates = doubledInts(this.candidates, capacity);
  }
}

/** Slots to begin with. */
const FEWEST = 256;

export type HypothesesSnapshot = {
  readonly free: readonly number[];
  readonly used: number;
  readonly state: Float64Array;
  readonly existence: Float64Array;
  readonly recent: Float64Array;
  readonly past: Float64Array;
  readonly startedAt_us: Float64Array;
  readonly plots: Float64Array;
  readonly lookedAt_us: Float64Array;
  readonly priorVariance: Float64Array;
};

function checkSnapshot(filter: ObjectFilter, from: HypothesesSnapshot, sensors: number): void {
  const n = from?.used;
  if (!Number.isInteger(n) || n < 0 || !Array.isArray(from.free)) broken('used', 'there is no count of hypotheses');
  const lengths = {
    state: n * filter.stateSize,
    existence: n,
    recent: n * NAMED_BY,
    past: n * REMEMBERED,
    startedAt_us: n,
    plots: n,
    lookedAt_us: n * sensors,
    priorVariance: n,
  };
  for (const key of ['state', 'existence', 'recent', 'past', 'startedAt_us', 'plots', 'lookedAt_us', 'priorVariance'] as const)
    if (!(from[key] instanceof Float64Array) || from[key].length !== lengths[key]) broken(key, `it is no Float64Array of ${lengths[key]}`);
  if (!from.free.every((slot) => isSlot(slot, n))) broken('free', 'it names hypotheses that there are not');
}

export function isSlot(slot: unknown, used: number): boolean {
  return Number.isInteger(slot) && (slot as number) >= 0 && (slot as number) < used;
}

function broken(place: string, message: string): never {
  throw new RangeError(`snapshot.hypotheses.${place}: ${message}; write snapshots with encode and read them with decode, whole`);
}

export function doubled(from: Float64Array, length: number): Float64Array {
  const to = new Float64Array(length);
  to.set(from);
  return to;
}

export function doubledInts(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
