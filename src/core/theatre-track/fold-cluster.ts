import { log } from '../math/elementary.ts';
import { existenceOf, scoreDetected, scoreMissed, scoreWeighed } from '../track/object/existence.ts';
import { absorb, blend, miss } from './follow.ts';
import type { Look } from '../track/look/look.ts';
import { placedFrom, unresolvedChance } from '../track/look/cell.ts';
import { choicesOf } from '../track/solve/choices.ts';
import type { Choices } from '../track/solve/k-best.ts';
import type { Candidate, Others } from './gather.ts';
import { jointProbabilities } from '../track/solve/joint.ts';

/** When one way weighs this much, it is what happened. */
const CERTAIN = 0.99;
/** Ways of less weight are not blended in. */
const COUNTS = 1e-3;

/** Decides for the tracks of one cluster, which share detections among them and with no others, what became of them, and updates them.
 *  Adds to `explained` how surely each detection is some track's.
 *  One track and one detection: taken, when it is nearly certain. Several: joint probabilities, see joint.ts; where they leave a doubt, the track becomes the
 *  mixture of its ways. */
export function foldCluster(cluster: readonly Candidate[], look: Look, others: Others, explained: Float64Array): void {
  const local = new Map<number, number>();
  for (const { columns } of cluster) for (const column of columns) if (!local.has(column)) local.set(column, local.size);
  const global = [...local.keys()];
  const hidden = hiddenShares(cluster, look);
  const rows = cluster.map((candidate, i) => rowOf(candidate, hidden[i].most, local, others));
  const newborn = global.map((column) => others.fresh[column] > others.other[column]);
  const ways = local.size === 0 ? new Float64Array(cluster.length).fill(1) : jointProbabilities({ rows, columns: local.size, newborn });
  const width = local.size + 1;
  const detected = cluster.map((_, i) => 1 - ways[i * width]);
  cluster.forEach((candidate, i) => {
    for (let c = 0; c < local.size; c++) explained[global[c]] += ways[i * width + 1 + c];
    decide(
      candidate,
      look,
      others,
      (column) => ways[i * width + 1 + (local.get(column) as number)],
      ways[i * width],
      hidden[i].given(detected),
    );
  });
}

/** Tracks relative to which one is too close to be told apart: how surely, at most, and given which of them were detected. */
type Hidden = { readonly most: number; given(detected: readonly number[]): number };

const NOT_HIDDEN: Hidden = { most: 0, given: () => 0 };

/** Two objects in one resolution cell give one detection, so a miss beside a hit neighbour says little. */
function hiddenShares(cluster: readonly Candidate[], { cell, frame }: Look): Hidden[] {
  if (cell === undefined || cluster.length < 2) return cluster.map(() => NOT_HIDDEN);
  const places = cluster.map(({ estimate: { x, p } }) => placedFrom(frame.origin, x, p));
  return places.map((a, i) => {
    const shares = places.map((b, k) => (k === i ? 0 : unresolvedChance(cell, a, b)));
    return {
      most: shares.reduce((most, share) => Math.max(most, share), 0),
      given: (detected) => shares.reduce((most, share, k) => Math.max(most, share * detected[k]), 0),
    };
  });
}

function rowOf(
  { track, detection, columns, matches }: Candidate,
  hidden: number,
  local: ReadonlyMap<number, number>,
  others: Others,
): Choices {
  return choicesOf(
    existenceOf(track.score),
    detection * (1 - hidden),
    columns.map((column) => local.get(column) as number),
    columns.map((column, c) => matches[c].logLikelihood - log(others.fresh[column] + others.other[column])),
  );
}

function decide(candidate: Candidate, look: Look, others: Others, wayOf: (column: number) => number, missed: number, hidden: number): void {
  const { track, detection, columns, matches } = candidate;
  const seenWith = detection * (1 - hidden);
  const expected = hidden === 0 ? candidate.expected : candidate.expected.map((p) => p * (1 - hidden));
  let best = -1;
  for (let c = 0; c < columns.length; c++) if (best < 0 || wayOf(columns[c]) > wayOf(columns[best])) best = c;
  if (best < 0 || missed > CERTAIN) {
    track.score = best < 0 ? scoreMissed(track.score, seenWith) : scoreWeighed(track.score, seenWith, missed);
    miss(track, look, expected);
    candidate.missedWith = seenWith;
    return;
  }
  const column = columns[best];
  if (wayOf(column) > CERTAIN) {
    const ratio = matches[best].logLikelihood - log(others.fresh[column] + others.other[column]);
    track.score = scoreDetected(track.score, detection, ratio);
    absorb(track, look, column, matches[best], candidate.expected);
    return;
  }
  track.score = scoreWeighed(track.score, seenWith, missed);
  const ways = columns.flatMap((one, c) => (wayOf(one) > COUNTS ? [{ column: one, found: matches[c], weight: wayOf(one) }] : []));
  blend(track, look, ways, missed > COUNTS ? missed : 0, expected, seenWith);
}
