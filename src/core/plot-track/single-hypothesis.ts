import { exp, log } from '../math/elementary.ts';
import { type Choices, type JointAssignment, kBest } from '../track/solve/k-best.ts';
import { type Cluster, loneCluster, type Track } from './cluster.ts';
import { type Hypotheses, NO_PLOT } from '../track/object/hypotheses.ts';
import { detect, missedExistence } from './joint-stage.ts';
import type { ScanInHand } from './scan.ts';
import type { MultiSettings } from './settings.ts';

/** The two ways of folding a cluster that keep one hypothesis a track: by the best assignment (GNN), and by joint probabilities (JPDA*).
 *  Both are simpler than the mixture of joint hypotheses, and lose to it where objects fly together. */

/** Global nearest neighbour: the likeliest joint event is taken as what happened.  Source  [BSLK2001] §7; existence as in [MES1994]. */
export function foldNearest(cluster: Cluster, scan: ScanInHand, h: Hypotheses, settings: MultiSettings): Cluster[] {
  const problem = problemOf(cluster, scan, h);
  const [best] = kBest(problem.rows, problem.columns.length, 1);
  return cluster.tracks.flatMap((track, i) => {
    const slot = cluster.joints[0].slots[i];
    const column = best.columnOf[i];
    if (column < 0) h.miss(slot, missedExistence(h.existence[slot], h.detection[slot]), slot);
    else {
      const { missed, columns, costs } = problem.rows[i];
      const odds = exp(missed - costs[columns.indexOf(column)]);
      scan.taken[problem.columns[column]] = 1;
      const r = missedExistence(h.existence[slot], h.detection[slot]);
      detect(h, slot, slot, scan, problem.columns[column], (odds + r) / (odds + 1));
    }
    return kept(track, slot, h, settings);
  });
}

/** Joint probabilistic data association without coalescence (JPDA*): of the joint events that detect the same tracks by the same plots only the
 *  likeliest permutation counts; then each track becomes the mixture of what the events make of it.
 *  Source  [BB2000] §IV (the pruning of permutations); existence as in [ME2004]. */
export function foldProbabilistically(cluster: Cluster, scan: ScanInHand, h: Hypotheses, settings: MultiSettings): Cluster[] {
  const problem = problemOf(cluster, scan, h);
  const events = likeliestPermutations(kBest(problem.rows, problem.columns.length, settings.jointHypotheses, -log(settings.dropWeight)));
  const [first] = events;
  let total = 0;
  for (const { cost } of events) total += exp(first.cost - cost);
  return cluster.tracks.flatMap((track, i) => {
    const weightOf = new Map<number, number>();
    for (const { cost, columnOf } of events) weightOf.set(columnOf[i], (weightOf.get(columnOf[i]) ?? 0) + exp(first.cost - cost) / total);
    return kept(track, mixture(cluster.joints[0].slots[i], weightOf, problem.columns, scan, h), h, settings);
  });
}

/** One track as the mixture of its possible plots and of none. */
function mixture(slot: number, weightOf: ReadonlyMap<number, number>, columns: readonly number[], scan: ScanInHand, h: Hypotheses): number {
  const slots: number[] = [];
  const weights: number[] = [];
  let existence = 0;
  let latest = NO_PLOT;
  let most = 0;
  for (const [column, weight] of weightOf) {
    const to = h.allocate();
    const r = column < 0 ? missedExistence(h.existence[slot], h.detection[slot]) : 1;
    if (column < 0) h.miss(slot, r, to);
    else {
      detect(h, slot, to, scan, columns[column], r);
      scan.taken[columns[column]] += weight;
    }
    if (weight > most) [most, latest] = [weight, column < 0 ? NO_PLOT : columns[column]];
    slots.push(to);
    weights.push(weight);
    existence += weight * r;
  }
  h.filter.blend(
    h.state,
    slots.map((s) => h.stateAt(s)),
    weights,
    h.stateAt(slot),
  );
  h.existence[slot] = existence;
  h.remember(slot, latest, slot);
  for (const s of slots) h.release(s);
  return slot;
}

function likeliestPermutations(events: readonly JointAssignment[]): JointAssignment[] {
  const seen = new Set<string>();
  return events.filter(({ columnOf }) => {
    const detected = [...columnOf].flatMap((column, i) => (column < 0 ? [] : [i]));
    const used = [...columnOf].filter((column) => column >= 0).sort((a, b) => a - b);
    const key = `${detected.join()}|${used.join()}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function problemOf(cluster: Cluster, scan: ScanInHand, h: Hypotheses): { rows: Choices[]; columns: number[] } {
  const columnOf = new Map<number, number>();
  const rows = cluster.joints[0].slots.map((slot): Choices => {
    const detected = h.existence[slot] * h.detection[slot];
    const columns: number[] = [];
    const costs: number[] = [];
    for (let c = h.first[slot]; c < h.first[slot] + h.candidates[slot]; c++) {
      const plot = scan.plotOf[c];
      if (!columnOf.has(plot)) columnOf.set(plot, columnOf.size);
      columns.push(columnOf.get(plot) as number);
      costs.push(log(scan.background[plot]) - log(detected) - scan.logDensity[c]);
    }
    return { missed: -log(1 - detected), columns, costs };
  });
  return { rows, columns: [...columnOf.keys()] };
}

function kept(track: Track, slot: number, h: Hypotheses, settings: MultiSettings): Cluster[] {
  if (h.existence[slot] >= settings.endExistence) return [loneCluster(track, slot)];
  h.release(slot);
  return [];
}
