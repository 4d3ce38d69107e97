/** How far what an image shows has moved, in each of the blocks that it is cut into: pixels, from west to east and from north to south. */
export type Displacement = {
  readonly blockRows: number;
  readonly blockColumns: number;
  /** Of block after block, row by row. */
  readonly east: Float64Array;
  readonly south: Float64Array;
};

/** Side of a block, pixels: half the width of a cloud field, and a thousand pixels to weigh. */
const BLOCK = 32;
/** A block in which little is to be seen moves as the whole image does: so much information, in pixels⁻², that has. Sixteen of a pixel's sigma of 1/20. */
const WHOLE_INFORMATION = 400;
/** First-order differences follow no farther. */
const FARTHEST = 1;
/** What counts for less is told by what the first round leaves. */
const ROUNDS = 2;
/** A pixel that differs by more than three sigmas counts for less: what burns there has not moved the scene. */
const UNLIKELY2 = 9;

/** Where nothing has moved. */
export function still(rows: number, columns: number): Displacement {
  const blockRows = Math.max(1, Math.round(rows / BLOCK));
  const blockColumns = Math.max(1, Math.round(columns / BLOCK));
  const count = blockRows * blockColumns;
  return { blockRows, blockColumns, east: new Float64Array(count), south: new Float64Array(count) };
}

/** By how far an image is displaced from the one before: by pointing, and by the wind that drives clouds. In each block the least squares of
 *    image − before = −(∂before/∂x) east − (∂before/∂y) south,
 *  each pixel weighted by 1 / (σ² + d²/9) with what is left of its difference, twice over, with the whole image's for a prior. `variance` is of the pixels'
 *  differences; what has no value counts for nothing.   Source  [LK1981] eq. 9, with weights. */
export function displacementOf(before: Float32Array, variance: Float32Array, image: Float32Array, columns: number): Displacement {
  let moved = still(image.length / columns, columns);
  for (let round = 0; round < ROUNDS; round++) moved = refined(moved, before, variance, image, columns);
  return moved;
}

function refined(from: Displacement, before: Float32Array, variance: Float32Array, image: Float32Array, columns: number): Displacement {
  const rows = image.length / columns;
  const moved = still(rows, columns);
  const { blockRows, blockColumns, east, south } = moved;
  // xx, xy, yy, xd, yd of each block.
  const sums = new Float64Array(5 * east.length);
  for (let row = 1; row < rows - 1; row++) {
    const ofRow = blockColumns * Math.min(blockRows - 1, Math.floor((row * blockRows) / rows));
    for (let column = 1; column < columns - 1; column++) {
      const at = row * columns + column;
      const block = ofRow + Math.min(blockColumns - 1, Math.floor((column * blockColumns) / columns));
      const dx = (before[at + 1] - before[at - 1]) / 2;
      const dy = (before[at + columns] - before[at - columns]) / 2;
      const d = image[at] - before[at];
      const left = d + dx * from.east[block] + dy * from.south[block];
      const weight = 1 / (variance[at] + (left * left) / UNLIKELY2);
      if (Number.isNaN(weight)) continue;
      const k = 5 * block;
      sums[k] += weight * dx * dx;
      sums[k + 1] += weight * dx * dy;
      sums[k + 2] += weight * dy * dy;
      sums[k + 3] -= weight * dx * d;
      sums[k + 4] -= weight * dy * d;
    }
  }
  const whole = new Float64Array(5);
  for (let k = 0; k < sums.length; k++) whole[k % 5] += sums[k];
  const all = solved(whole, 1, 0, 0);
  for (let block = 0; block < east.length; block++) {
    const one = solved(sums.subarray(5 * block, 5 * block + 5), WHOLE_INFORMATION, all.east, all.south);
    east[block] = Math.min(FARTHEST, Math.max(-FARTHEST, one.east));
    south[block] = Math.min(FARTHEST, Math.max(-FARTHEST, one.south));
  }
  return moved;
}

/** The sums' least squares with a prior that has so much information on each axis. */
function solved([xx, xy, yy, xd, yd]: Float64Array, information: number, east: number, south: number): { east: number; south: number } {
  const a = xx + information;
  const c = yy + information;
  const x = xd + information * east;
  const y = yd + information * south;
  // Positive: a Gram matrix with something on its diagonal.
  const determinant = a * c - xy * xy;
  return { east: (c * x - xy * y) / determinant, south: (a * y - xy * x) / determinant };
}

/** The displacement between the blocks' middles, along a row of pixels: `out` is filled. Bilinear; beyond the outermost middles as there. */
export function displacementAlong(
  row: number,
  rows: number,
  columns: number,
  { blockRows, blockColumns, east, south }: Displacement,
  out: { readonly east: Float64Array; readonly south: Float64Array },
): void {
  const down = Math.min(blockRows - 1, Math.max(0, ((row + 0.5) * blockRows) / rows - 0.5));
  const above = Math.floor(down);
  const share = down - above;
  const [first, second] = [above * blockColumns, Math.min(blockRows - 1, above + 1) * blockColumns];
  for (let column = 0; column < columns; column++) {
    const across = Math.min(blockColumns - 1, Math.max(0, ((column + 0.5) * blockColumns) / columns - 0.5));
    const left = Math.floor(across);
    const right = Math.min(blockColumns - 1, left + 1);
    const u = across - left;
    const between = (of: Float64Array): number =>
      (1 - share) * ((1 - u) * of[first + left] + u * of[first + right]) + share * ((1 - u) * of[second + left] + u * of[second + right]);
    out.east[column] = between(east);
    out.south[column] = between(south);
  }
}
