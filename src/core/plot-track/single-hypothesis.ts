import { exp } from '../math/elementary.ts';
import { jointProbabilities } from '../track/solve/joint.ts';
import { type Choices, kBest } from '../track/solve/k-best.ts';
import { type Cluster, loneCluster, type Track } from './cluster.ts';
import { type Hypotheses, NO_PLOT } from '../track/object/hypotheses.ts';
import { missedExistence } from '../track/object/existence.ts';
import { choicesBySlot, columnsOf, detect } from './joint-stage.ts';
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
    if (column < 0) h.miss(slot, missedExistence(h.existence[slot], h.seenApart[slot]), slot);
    else {
      const { missed, columns, costs } = problem.rows[i];
      const odds = exp(missed - costs[columns.indexOf(column)]);
      scan.taken[problem.columns[column]] = 1;
      const r = missedExistence(h.existence[slot], h.seenApart[slot]);
      detect(h, slot, slot, scan, problem.columns[column], (odds + r) / (odds + 1));
    }
    return kept(track, slot, h, settings);
  });
}

/** Joint probabilistic data association without coalescence (JPDA*, solve/joint.ts): each track becomes the mixture of what the joint events make of it.
 *  Existence as in [ME2004]. */
export function foldProbabilistically(cluster: Cluster, scan: ScanInHand, h: Hypotheses, settings: MultiSettings): Cluster[] {
  const { rows, columns } = problemOf(cluster, scan, h);
  const newborn = columns.map((plot) => scan.birth[plot] > scan.background[plot] - scan.birth[plot]);
  const ways = jointProbabilities({ rows, columns: columns.length, newborn });
  const width = columns.length + 1;
  return cluster.tracks.flatMap((track, i) =>
    kept(track, mixture(cluster.joints[0].slots[i], ways.subarray(i * width, (i + 1) * width), columns, scan, h, settings), h, settings),
  );
}

/** One track as the mixture of its ways: none first, then by each of `columns`. */
function mixture(
  slot: number,
  ways: Float64Array,
  columns: readonly number[],
  scan: ScanInHand,
  h: Hypotheses,
  { dropWeight }: MultiSettings,
): number {
  const slots: number[] = [];
  const weights: number[] = [];
  let existence = 0;
  let latest = NO_PLOT;
  let most = 0;
  let total = 0;
  for (const weight of ways) if (weight >= dropWeight) total += weight;
  ways.forEach((way, k) => {
    if (way < dropWeight) return;
    const weight = way / total;
    const plot = k === 0 ? NO_PLOT : columns[k - 1];
    const to = h.allocate();
    const r = plot === NO_PLOT ? missedExistence(h.existence[slot], h.seenApart[slot]) : 1;
    if (plot === NO_PLOT) h.miss(slot, r, to);
    else {
      detect(h, slot, to, scan, plot, r);
      scan.taken[plot] += weight;
    }
    if (weight > most) [most, latest] = [weight, plot];
    slots.push(to);
    weights.push(weight);
    existence += weight * r;
  });
  h.filter.blend(
    h.state,
    slots.map((s) => h.stateAt(s)),
    weights,
    h.stateAt(slot),
  );
  h.existence[slot] = existence;
  h.remember(slot, latest, slot);
  if (latest !== NO_PLOT) h.lookedAt_us[h.lookAt(slot, scan.source)] = scan.at_us;
  for (const s of slots) h.release(s);
  return slot;
}

/** The cluster's one hypothesis a track as an assignment problem; `columns` are its plots. */
function problemOf(cluster: Cluster, scan: ScanInHand, h: Hypotheses): { rows: Choices[]; columns: number[] } {
  const columns = columnsOf(cluster, scan, h);
  const choices = choicesBySlot(cluster, columns, scan, h);
  return { rows: cluster.joints[0].slots.map((slot) => choices.get(slot) as Choices), columns };
}

function kept(track: Track, slot: number, h: Hypotheses, settings: MultiSettings): Cluster[] {
  if (h.existence[slot] >= settings.endExistence) return [loneCluster(track, slot)];
  h.release(slot);
  return [];
}
