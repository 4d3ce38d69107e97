/** Probabilities of all pairings of tracks and plots. A problem is a table of weights, row by row: `weights[i*columns+j] ≥ 0` says how much
 *  likelier it is that plot j is track i's than that it is nobody's; `missed[i] > 0` how likely track i made no plot, on the same scale.
 *  A joint event pairs each track with at most one plot and each plot with at most one track; its weight is the product.
 *  Comes out: row by row 1 + columns numbers, the probability of "no plot" first; every row sums to one. */
export type PairingProblem = {
  readonly rows: number;
  readonly columns: number;
  readonly missed: Float64Array;
  readonly weights: Float64Array;
};

/** Most tracks or plots, whichever is fewer, that the exact method takes: it works through 2^n sets. */
export const MOST_EXACT = 14;

/** Exact, by summing over sets instead of events: as for permanents, the number of sets of used plots is 2^m where that of events is about m!.
 *    F_i(S)  weight of all ways in which tracks before i use exactly the plots S;   B_i(S)  of all ways in which tracks from i on use no plot
 *    of S;   weight of (i, j) = w_ij Σ_S F_i(S) B_{i+1}(S ∪ {j})
 *  The sets are over the side with fewer members, so a hundred plots around three tracks cost nothing.
 *  Source of the idea  Ryser, Combinatorial Mathematics (1963), ch. 2, on permanents; the recursion is the plain dynamic programme.
 *  Throws RangeError when both sides have more than `MOST_EXACT` members. */
export function exactMarginals(problem: PairingProblem): Float64Array {
  const { rows, columns } = problem;
  if (Math.min(rows, columns) > MOST_EXACT)
    throw new RangeError(`${rows} tracks and ${columns} plots are too many for exact marginals; use loopyMarginals`);
  return columns <= rows ? overPlots(problem) : overTracks(problem);
}

function overPlots({ rows, columns, missed, weights }: PairingProblem): Float64Array {
  const sets = 1 << columns;
  const forward = new Float64Array((rows + 1) * sets);
  forward[0] = 1;
  for (let i = 0; i < rows; i++) {
    for (let s = 0; s < sets; s++) {
      const f = forward[i * sets + s];
      if (f === 0) continue;
      forward[(i + 1) * sets + s] += f * missed[i];
      for (let j = 0; j < columns; j++) if ((s & (1 << j)) === 0) forward[(i + 1) * sets + (s | (1 << j))] += f * weights[i * columns + j];
    }
    rescale(forward, (i + 1) * sets, sets);
  }
  const out = new Float64Array(rows * (columns + 1));
  let after = new Float64Array(sets).fill(1);
  for (let i = rows - 1; i >= 0; i--) {
    const before = new Float64Array(sets);
    for (let s = 0; s < sets; s++) {
      const f = forward[i * sets + s];
      before[s] = missed[i] * after[s];
      out[i * (columns + 1)] += f * missed[i] * after[s];
      for (let j = 0; j < columns; j++) {
        if ((s & (1 << j)) !== 0) continue;
        const way = weights[i * columns + j] * after[s | (1 << j)];
        before[s] += way;
        out[i * (columns + 1) + 1 + j] += f * way;
      }
    }
    rescale(before, 0, sets);
    after = before;
  }
  normaliseRows(out, rows, columns);
  return out;
}

/** The same with the sides changed: plots choose tracks, and a plot that chooses none is nobody's. Weights relative to the miss. */
function overTracks({ rows, columns, missed, weights }: PairingProblem): Float64Array {
  const turned = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = weights[i * columns + j] / missed[i];
  const ofPlots = overPlots({ rows: columns, columns: rows, missed: new Float64Array(columns).fill(1), weights: turned });
  const out = new Float64Array(rows * (columns + 1));
  for (let i = 0; i < rows; i++) {
    let detected = 0;
    for (let j = 0; j < columns; j++) {
      out[i * (columns + 1) + 1 + j] = ofPlots[j * (rows + 1) + 1 + i];
      detected += ofPlots[j * (rows + 1) + 1 + i];
    }
    out[i * (columns + 1)] = Math.max(0, 1 - detected);
  }
  return out;
}

/** Loopy belief propagation: the same probabilities, approximately, in time that grows with the number of pairs.
 *    μ_ij = w_ij / (1 + Σ_{k≠j} w_ik ν_ik)        ν_ij = 1 / (1 + Σ_{k≠i} μ_kj)        p_ij ∝ w_ij ν_ij
 *  with w relative to the miss. It converges for every problem, to one fixed point: the exact one where the pairs make no loop. Two tracks that may
 *  as well swap two plots, and are hardly ever missed, are the worst loop: the likelier of the two ways is overrated, by up to one half.
 *  Source  [WL2014] eq. 20-23 and theorem 2.  Ends when no message changes by more than `tolerance`, or after `rounds`. */
export function loopyMarginals({ rows, columns, missed, weights }: PairingProblem, tolerance = 1e-9, rounds = 1000): Float64Array {
  const w = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) w[i * columns + j] = weights[i * columns + j] / missed[i];
  const toPlot = new Float64Array(rows * columns);
  const toTrack = new Float64Array(rows * columns).fill(1);
  for (let round = 0, change = Infinity; round < rounds && change > tolerance; round++) {
    change = 0;
    for (let i = 0; i < rows; i++) {
      let sum = 1;
      for (let j = 0; j < columns; j++) sum += w[i * columns + j] * toTrack[i * columns + j];
      for (let j = 0; j < columns; j++) {
        const k = i * columns + j;
        toPlot[k] = w[k] === 0 ? 0 : w[k] / (sum - w[k] * toTrack[k]);
      }
    }
    for (let j = 0; j < columns; j++) {
      let sum = 1;
      for (let i = 0; i < rows; i++) sum += toPlot[i * columns + j];
      for (let i = 0; i < rows; i++) {
        const k = i * columns + j;
        const next = 1 / (sum - toPlot[k]);
        change = Math.max(change, Math.abs(next - toTrack[k]));
        toTrack[k] = next;
      }
    }
  }
  const out = new Float64Array(rows * (columns + 1));
  for (let i = 0; i < rows; i++) {
    out[i * (columns + 1)] = 1;
    for (let j = 0; j < columns; j++) out[i * (columns + 1) + 1 + j] = w[i * columns + j] * toTrack[i * columns + j];
  }
  normaliseRows(out, rows, columns);
  return out;
}

/** Keeps products of many weights within what a number holds; only ratios within a row of the result count. */
function rescale(values: Float64Array, from: number, count: number): void {
  let most = 0;
  for (let s = from; s < from + count; s++) if (values[s] > most) most = values[s];
  if (most > 0) for (let s = from; s < from + count; s++) values[s] /= most;
}

function normaliseRows(out: Float64Array, rows: number, columns: number): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j <= columns; j++) sum += out[i * (columns + 1) + j];
    for (let j = 0; j <= columns; j++) out[i * (columns + 1) + j] /= sum;
  }
}
