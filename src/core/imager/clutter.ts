import type { Exceedance } from './exceedances.ts';

/** How often an imager's looks exceed the threshold where there is nothing, part by part of its area, as the looks so far say: what was given up, and was never
 *  sure. What burns together, a salvo, is no clutter to its own. */
export type Clutter = {
  readonly rows: number;
  readonly columns: number;
  /** Of each part: exceedances, and the sum of what they had over the threshold; a look counts for less with each one after it. */
  readonly counts: Float64Array;
  readonly excess: Float64Array;
  /** How many looks these are of, as weighted. */
  looks: number;
};

/** What to expect of a pixel: false exceedances in a look, and the mean of what they have over the threshold, by which the chance of a higher one falls off. */
export type ClutterHere = { readonly density: number; readonly tail: number };

/** Side of a part, pixels; clutter is taken to be alike in it and the eight around it. */
const PART = 32;
/** What a look still counts for after the next one: clouds change in a minute. */
const KEPT = 0.85;
/** What is known before any look: one exceedance in a look of so many pixels, two spreads over the threshold. */
const PRIOR_PIXELS = 4_000;
const PRIOR_COUNT = 1;
const PRIOR_TAIL = 2;
/** Of noise and nothing else a quarter of a spread; no area is as calm as it looks. */
const LEAST_TAIL = 0.5;

export function createClutter(rows: number, columns: number): Clutter {
  const [down, across] = [Math.max(1, Math.round(rows / PART)), Math.max(1, Math.round(columns / PART))];
  return { rows, columns, counts: new Float64Array(down * across), excess: new Float64Array(down * across), looks: 0 };
}

/** Another look: what was given up at it, so many exceedances each, with what they had over the threshold together. */
export function learnClutter(
  clutter: Clutter,
  givenUp: readonly { readonly last: Exceedance; readonly hits: number; readonly excess: number }[],
): void {
  clutter.looks = KEPT * clutter.looks + 1;
  for (let part = 0; part < clutter.counts.length; part++) {
    clutter.counts[part] *= KEPT;
    clutter.excess[part] *= KEPT;
  }
  for (const { last, hits, excess } of givenUp) {
    const { at } = partOf(clutter, last.fit.row, last.fit.column);
    clutter.counts[at] += hits;
    clutter.excess[at] += excess;
  }
}

/** The clutter around a place.  Source  [C2001] 4 (peaks over a threshold are exponential): their rate and their mean by counting, with a prior. */
export function clutterAt(clutter: Clutter, row: number, column: number): ClutterHere {
  const { rows, columns } = clutter;
  const { down, across, i, j } = partOf(clutter, row, column);
  let [count, excess, parts] = [PRIOR_COUNT, PRIOR_COUNT * PRIOR_TAIL, 0];
  for (let one = Math.max(0, i - 1); one <= Math.min(down - 1, i + 1); one++)
    for (let other = Math.max(0, j - 1); other <= Math.min(across - 1, j + 1); other++) {
      count += clutter.counts[one * across + other];
      excess += clutter.excess[one * across + other];
      parts += 1;
    }
  const pixels = (parts * rows * columns) / (down * across);
  return { density: count / (clutter.looks * pixels + PRIOR_PIXELS), tail: Math.max(LEAST_TAIL, excess / count) };
}

function partOf({ rows, columns, counts }: Clutter, row: number, column: number) {
  const down = Math.max(1, Math.round(rows / PART));
  const across = counts.length / down;
  const within = (value: number, size: number, parts: number): number =>
    Math.min(parts - 1, Math.max(0, Math.floor((value * parts) / size)));
  const [i, j] = [within(row, rows, down), within(column, columns, across)];
  return { down, across, i, j, at: i * across + j };
}
