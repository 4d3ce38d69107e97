import { quadraticForm } from '../../math/matrix.ts';
import { assign, type Row } from '../solve/assignment.ts';
import { type Bounds, numberFault, refuseFault } from '../../valid.ts';
import type { StateEstimate } from './joint-diagonal.ts';
import { checkEstimate } from './valid.ts';

/** Which of `rows` is which of `columns`, all at one time: the column of each row, −1 for none. The assignment with the least sum of squared
 *  distances, a pair that is further apart than the gate being none.
 *    distance² = dᵀ (A + B)⁻¹ d:  errors that have something in common are closer than this says, so the gate is on the safe side.
 *  A pair can be inside the gate only where its distance along the first axis is; sorted by it, each row looks at its neighbours alone.
 *  Throws `RangeError` that names the field and the remedy for estimates of other shapes than the first, numbers that are not finite, and a gate that
 *  is not above 0. */
export function associateTracks(rows: readonly StateEstimate[], columns: readonly StateEstimate[], gate: number): Int32Array {
  refuseFault(numberFault('gate', gate, GATE));
  const n = (rows[0] ?? columns[0])?.x?.length;
  rows.forEach((row, k) => checkEstimate(`rows[${k}]`, row, n));
  columns.forEach((column, k) => checkEstimate(`columns[${k}]`, column, n));
  return paired(rows, columns, gate);
}

const GATE: Bounds = { unit: '', range: [Number.MIN_VALUE, Number.MAX_VALUE], remedy: 'give a squared distance: 22.5 is χ² of 6 at 0.999' };

/** `associateTracks` without its questions: what is not finite is then far from everything, as it is in an object book. */
export function paired(rows: readonly StateEstimate[], columns: readonly StateEstimate[], gate: number): Int32Array {
  const byX = columns.map((_, c) => c).sort((c, d) => columns[c].x[0] - columns[d].x[0] || c - d);
  const widest = columns.reduce((most, { p }) => Math.max(most, p[0]), 0);
  return assign(
    rows.map((row) => rowOf(row, columns, byX, widest, gate)),
    columns.length,
  );
}

function rowOf(row: StateEstimate, columns: readonly StateEstimate[], byX: readonly number[], widest: number, gate: number): Row {
  const reach = Math.sqrt(gate * (row.p[0] + widest));
  const candidates: { column: number; cost: number }[] = [];
  for (let k = firstFrom(columns, byX, row.x[0] - reach); k < byX.length; k++) {
    const column = byX[k];
    if (columns[column].x[0] > row.x[0] + reach) break;
    const cost = distance2(row, columns[column]);
    if (cost < gate) candidates.push({ column, cost });
  }
  // In order of the columns: it decides between equal costs.
  return { missed: gate, candidates: candidates.sort((a, b) => a.column - b.column) };
}

/** Squared Mahalanobis distance of two estimates; Infinity when their covariances do not add up to one. */
export function distance2(a: StateEstimate, b: StateEstimate): number {
  const n = a.x.length;
  const d = a.x.map((v, i) => v - b.x[i]);
  return (
    quadraticForm(
      a.p.map((v, k) => v + b.p[k]),
      d,
      n,
    ) ?? Infinity
  );
}

/** First place in `byX` with an x that is not below. */
function firstFrom(columns: readonly StateEstimate[], byX: readonly number[], x: number): number {
  let low = 0;
  let high = byX.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[byX[middle]].x[0] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
