import { exp, log } from '../../math/elementary.ts';
import { type Choices, type JointAssignment, kBest } from './k-best.ts';
import { exactMarginals, loopyMarginals, MOST_EXACT } from './marginals.ts';

/** The ways in which one cluster's tracks may explain its detections. Costs are −ln of weights relative to "nobody's". */
export type JointProblem = {
  readonly rows: readonly Choices[];
  readonly columns: number;
  /** Detections that, when no track takes them, are sooner a new object than clutter. */
  readonly newborn: readonly boolean[];
};

/** Joint events weighed, at most; and what an event must weigh against the best to count. */
const MOST_EVENTS = 100;
const NEGLIGIBLE = 1e-7;
/** A cluster of more tracks than this has too many events to list. */
const MOST_LISTED = 40;

/** Probabilities of each track's ways, row by row, "none" first.
 *  Joint probabilistic association that does not coalesce: of the events that use the same detections for the same tracks only the likeliest
 *  counts, so two objects that fly side by side are not both drawn to the middle. A newborn is an object too: a detection that would be one
 *  counts as used by it, so that of two plots near one track the nearer is the track's and the other a new object, and not half and half.
 *  Source  [BB2000] §IV; events by Murty's method.  Beyond what can be listed: marginals without that pruning. */
export function jointProbabilities({ rows, columns, newborn }: JointProblem): Float64Array {
  if (rows.length > MOST_LISTED) return unpruned(rows, columns);
  const events = likeliestPermutations(kBest(rows, columns, MOST_EVENTS, -log(NEGLIGIBLE)), columns, newborn);
  const best = events[0];
  const out = new Float64Array(rows.length * (columns + 1));
  let total = 0;
  for (const { cost } of events) total += exp(best.cost - cost);
  for (const { cost, columnOf } of events) {
    const weight = exp(best.cost - cost) / total;
    for (let i = 0; i < rows.length; i++) out[i * (columns + 1) + 1 + columnOf[i]] += weight;
  }
  return out;
}

/** Events come cheapest first, so the first of its kind is the likeliest. */
function likeliestPermutations(events: readonly JointAssignment[], columns: number, newborn: readonly boolean[]): JointAssignment[] {
  const seen = new Set<string>();
  return events.filter(({ columnOf }) => {
    const used = newborn.map((isNew) => (isNew ? '1' : '0'));
    while (used.length < columns) used.push('0');
    let detected = '';
    for (const column of columnOf) {
      if (column >= 0) used[column] = '1';
      detected += column >= 0 ? '1' : '0';
    }
    const kind = `${detected}|${used.join('')}`;
    if (seen.has(kind)) return false;
    seen.add(kind);
    return true;
  });
}

function unpruned(rows: readonly Choices[], columns: number): Float64Array {
  const missed = new Float64Array(rows.length);
  const weights = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    // Relative to the row's likeliest way, so that no weight overflows.
    const least = row.costs.reduce((low, cost) => Math.min(low, cost), row.missed);
    missed[i] = Math.max(exp(least - row.missed), NEGLIGIBLE);
    row.columns.forEach((column, c) => {
      weights[i * columns + column] = exp(least - row.costs[c]);
    });
  });
  const problem = { rows: rows.length, columns, missed, weights };
  return Math.min(rows.length, columns) <= MOST_EXACT ? exactMarginals(problem) : loopyMarginals(problem);
}
