import { exp, log } from '../math/elementary.ts';
import { choicesOf } from '../track/solve/choices.ts';
import { type Choices, kBest } from '../track/solve/k-best.ts';
import { missedExistence } from '../track/object/existence.ts';
import { CompanionEvidence } from './companion-evidence.ts';
import { type Cluster, eachSlot, type Joint, normalised, settled, slotsOf, type Track } from './cluster.ts';
import { type Hypotheses, NO_PLOT, RECENT } from '../track/object/hypotheses.ts';
import type { ScanInHand } from './scan.ts';
import type { MultiSettings } from './settings.ts';

/** One cluster through one scan by a multi-Bernoulli mixture: from each joint hypothesis the most likely assignments of plots to objects
 *  (Murty), pruned, those that explain the last scans alike made one, and the cluster taken apart where its tracks no longer contend.
 *  Source  [GFWG2018] §V (Poisson multi-Bernoulli mixture: weights and existence); [Williams2015] §IV.
 *  Why joint hypotheses and not marginals: objects that fly together coalesce under marginals (peers: 22 % missed against 13 %). */
export function foldJointly(cluster: Cluster, scan: ScanInHand, h: Hypotheses, settings: MultiSettings): Cluster[] {
  const columns = columnsOf(cluster, scan, h);
  const children = likelyChildren(cluster, columns, scan, h, settings);
  noteTaken(children, columns, scan);
  const joints = children.length === 0 ? [] : born(cluster, children, columns, scan, h);
  eachSlot(cluster, (slot) => h.release(slot));
  return settled(withoutTheGone({ tracks: cluster.tracks, joints: normalised(joints) }, h, settings.endExistence));
}

/** A joint hypothesis after the scan, before its objects are made: which one it comes from, and the column of each of its tracks. */
type Child = { logWeight: number; readonly parent: number; readonly columnOf: Int32Array };

/** The plots in any gate of the cluster, in order of first gate. */
export function columnsOf(cluster: Cluster, scan: ScanInHand, h: Hypotheses): number[] {
  const columns = new Set<number>();
  eachSlot(cluster, (slot) => {
    for (let c = 0; c < h.candidates[slot]; c++) columns.add(scan.plotOf[h.first[slot] + c]);
  });
  return [...columns];
}

function likelyChildren(cluster: Cluster, columns: readonly number[], scan: ScanInHand, h: Hypotheses, settings: MultiSettings): Child[] {
  const choices = choicesBySlot(cluster, columns, scan, h);
  const rowsOf = (parent: number): Choices[] => cluster.joints[parent].slots.map((slot) => choices.get(slot) as Choices);
  const children: Child[] = [];
  let best = -Infinity;
  const within = -log(settings.dropWeight);
  const bound = boundOf(cluster, settings);
  const order = cluster.joints.map((_, i) => i).sort((a, b) => cluster.joints[b].logWeight - cluster.joints[a].logWeight || a - b);
  for (const parent of order) {
    const { logWeight } = cluster.joints[parent];
    // As many as its share of the bound, and none that would be pruned beside the best so far.
    const k = Math.max(1, Math.ceil(bound * exp(logWeight)));
    for (const { cost, columnOf } of kBest(rowsOf(parent), columns.length, k, within, logWeight - best + within)) {
      best = Math.max(best, logWeight - cost);
      children.push({ logWeight: logWeight - cost, parent, columnOf });
    }
  }
  const weighed = byCompanions(cluster, columns, children, order, rowsOf, scan, h);
  return withoutLikenesses(cluster, columns, pruned(weighed, settings), h);
}

/** Tracks in a cluster beyond which it is large: fewer joint hypotheses are kept the more there are, down to the one best, since each costs the time of
 *  its tracks squared; and pieces are not sought. */
const LARGE = 60;

function boundOf({ tracks }: Cluster, { jointHypotheses }: MultiSettings): number {
  return tracks.length <= LARGE ? jointHypotheses : Math.max(1, Math.floor((jointHypotheses * LARGE) / tracks.length / 4));
}

/** Adds the children that a common velocity suggests, and weighs all by how well their young objects go together (companion-evidence.ts). */
function byCompanions(
  cluster: Cluster,
  columns: readonly number[],
  children: readonly Child[],
  order: readonly number[],
  rowsOf: (parent: number) => readonly Choices[],
  scan: ScanInHand,
  h: Hypotheses,
): readonly Child[] {
  const { body } = h.filter;
  if (body === undefined || cluster.tracks.length < 2 || cluster.tracks.length > LARGE) return children;
  const evidence = new CompanionEvidence(scan, h, body);
  const slotsAt = (parent: number): readonly number[] => cluster.joints[parent].slots;
  const parents = evidence.parents(order, slotsAt);
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

/** What each hypothesis of a cluster may do in this scan; `columns` are its plots. */
export function choicesBySlot(cluster: Cluster, columns: readonly number[], scan: ScanInHand, h: Hypotheses): Map<number, Choices> {
  const columnOf = new Map(columns.map((plot, column) => [plot, column]));
  const choices = new Map<number, Choices>();
  eachSlot(cluster, (slot) => {
    const list: number[] = [];
    const ratios: number[] = [];
    const logDetection = log(h.detection[slot]);
    for (let c = h.first[slot]; c < h.first[slot] + h.candidates[slot]; c++) {
      list.push(columnOf.get(scan.plotOf[c]) as number);
      ratios.push(logDetection + scan.logDensity[c] - log(scan.background[scan.plotOf[c]]));
    }
    choices.set(slot, choicesOf(h.existence[slot], h.seenApart[slot], list, ratios));
  });
  return choices;
}

function pruned(children: readonly Child[], settings: MultiSettings): Child[] {
  const sorted = [...children].sort((a, b) => b.logWeight - a.logWeight).slice(0, settings.jointHypotheses);
  let total = 0;
  for (const { logWeight } of sorted) total += exp(logWeight - sorted[0].logWeight);
  return sorted.filter(({ logWeight }) => exp(logWeight - sorted[0].logWeight) > settings.dropWeight * total);
}

/** Joint hypotheses whose objects, taken as a set, explain the last scans by the same plots are one and the same to all that counts; the
 *  likelier one's names are kept, so that names do not flicker between likenesses. */
function withoutLikenesses(cluster: Cluster, columns: readonly number[], children: readonly Child[], h: Hypotheses): Child[] {
  const byKey = new Map<string, Child>();
  for (const child of children) {
    const { slots } = cluster.joints[child.parent];
    let sum = 0;
    let mix = 0;
    for (let i = 0; i < slots.length; i++) {
      const hash = recentHash(h, slots[i], child.columnOf[i] < 0 ? NO_PLOT : columns[child.columnOf[i]]);
      sum = (sum + hash) | 0;
      mix = (mix + Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)) | 0;
    }
    const key = `${sum} ${mix}`;
    const twin = byKey.get(key);
    if (twin === undefined) byKey.set(key, { ...child });
    else twin.logWeight += log(1 + exp(child.logWeight - twin.logWeight));
  }
  return [...byKey.values()];
}

/** A hash of a hypothesis's last plots with `plot` added in front. Two that differ share one with probability 2⁻³². */
function recentHash(h: Hypotheses, slot: number, plot: number): number {
  let hash = plot + 2;
  for (let i = 0; i < RECENT - 1; i++) hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) + h.recent[slot * RECENT + i] + 2;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function noteTaken(children: readonly Child[], columns: readonly number[], scan: ScanInHand): void {
  let total = 0;
  for (const { logWeight } of children) total += exp(logWeight - children[0].logWeight);
  for (const { logWeight, columnOf } of children) {
    const weight = exp(logWeight - children[0].logWeight) / total;
    for (let i = 0; i < columnOf.length; i++) if (columnOf[i] >= 0) scan.taken[columns[columnOf[i]]] += weight;
  }
}

/** Makes the objects of the surviving joint hypotheses: each (hypothesis, plot) once, however many joint hypotheses use it. */
function born(cluster: Cluster, children: readonly Child[], columns: readonly number[], scan: ScanInHand, h: Hypotheses): Joint[] {
  const made = new Map<number, number>();
  const make = (slot: number, column: number): number => {
    const key = slot * (columns.length + 1) + column + 1;
    const known = made.get(key);
    if (known !== undefined) return known;
    const to = h.allocate();
    if (column < 0) h.miss(slot, missedExistence(h.existence[slot], h.seenApart[slot]), to);
    else detect(h, slot, to, scan, columns[column], 1);
    made.set(key, to);
    return to;
  };
  return children.map(({ logWeight, parent, columnOf }) => ({
    logWeight,
    slots: cluster.joints[parent].slots.map((slot, i) => make(slot, columnOf[i])),
  }));
}

/** Tracks that hardly exist any more leave; their hypotheses are free. */
function withoutTheGone(cluster: Cluster, h: Hypotheses, least: number): Cluster {
  const stay: number[] = [];
  for (let i = 0; i < cluster.tracks.length; i++) {
    let existence = 0;
    for (const { logWeight, slots } of cluster.joints) existence += exp(logWeight) * h.existence[slots[i]];
    if (existence >= least) stay.push(i);
    else for (const slot of slotsOf(cluster, i)) h.release(slot);
  }
  if (stay.length === cluster.tracks.length) return cluster;
  return {
    tracks: stay.map((i): Track => cluster.tracks[i]),
    joints: cluster.joints.map(({ logWeight, slots }) => ({ logWeight, slots: stay.map((i) => slots[i]) })),
  };
}

/** Writes to `to` the hypothesis `slot` with a plot taken in. */
export function detect(h: Hypotheses, slot: number, to: number, scan: ScanInHand, plot: number, existence: number): void {
  h.filter.update(h.state, h.stateAt(slot), h.work, h.workAt(slot), h.stateAt(to), scan.plots, plot);
  h.existence[to] = existence;
  h.remember(slot, plot, to);
  h.lookedAt_us[h.lookAt(to, scan.source)] = scan.at_us;
}

/** The commonest case in a few lines: a track that contends with nobody, has one hypothesis, and whose scan says one thing with nearly all
 *  its weight. Updates it in place and returns true; false when the case is another one. */
export function foldAlone(slot: number, scan: ScanInHand, h: Hypotheses, settings: MultiSettings): boolean {
  const detectionProbability = h.detection[slot];
  const existence = h.existence[slot];
  const seenApart = h.seenApart[slot];
  const missed = 1 - existence * seenApart;
  let total = missed;
  let best = -1;
  let bestWeight = missed;
  for (let c = h.first[slot]; c < h.first[slot] + h.candidates[slot]; c++) {
    const weight = (existence * detectionProbability * scan.density[c]) / scan.background[scan.plotOf[c]];
    total += weight;
    if (weight > bestWeight) {
      bestWeight = weight;
      best = c;
    }
  }
  if (total - bestWeight > settings.dropWeight * total) return false;
  if (best < 0) h.miss(slot, missedExistence(existence, seenApart), slot);
  else {
    const plot = scan.plotOf[best];
    scan.taken[plot] += 1;
    // What was dropped was less than a thousandth; existence keeps it all the same.
    detect(h, slot, slot, scan, plot, (total - (1 - existence)) / total);
  }
  return true;
}
