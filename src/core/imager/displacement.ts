/** How far what an image shows has moved, in each of the blocks that it is cut into: pixels, from west to east and from north to south. */
export type Displacement = {
  readonly blockRows: number;
  readonly blockColumns: number;
  /** Of block after block, row by row. */
  readonly east: Float64Array;
  readonly south: Float64Array;
};

/** `cut`: how many blocks have moved farther than is followed, and are taken to have moved so far and no farther. */
export type Moved = Displacement & { readonly cut: number };

/** Side of a block, pixels: half the width of a cloud field, and a thousand pixels to weigh. */
const BLOCK = 32;
/** A block in which little is to be seen moves as the whole image does: that it does is known to a twentieth of a pixel, one sigma; here as information, pixels⁻². */
const WHOLE_INFORMATION = 400;
/** First-order differences follow no farther. */
const FARTHEST = 1;
/** What counts for less is told by what the first round leaves. */
const ROUNDS = 2;

/** Where nothing has moved. */
export function still(rows: number, columns: number): Displacement {
  const blockRows = Math.max(1, Math.round(rows / BLOCK));
  const blockColumns = Math.max(1, Math.round(columns / BLOCK));
  const count = blockRows * blockColumns;
  return { blockRows, blockColumns, east: new Float64Array(count), south: new Float64Array(count) };
}

/** Columns behind the last of each block, of so many in a row: whole fours, which are summed at a time, but for the last one. */
export function blockEnds(columns: number, blockColumns: number): number[] {
  return Array.from({ length: blockColumns }, (_, block) =>
    block === blockColumns - 1 ? columns : 4 * Math.round(((block + 1) * columns) / blockColumns / 4),
  );
}

/** By how far an image is displaced from the one before: by pointing, and by the wind that drives clouds. In each block the least squares of
 *    image − before = −(∂before/∂x) east − (∂before/∂y) south,
 *  each pixel weighted by 1 / (σ² + d²/9) with what is left of its difference, twice over, with the whole image's for a prior. `slopesOf` has the sums over each block's pixels of the
 *  weight times xx, xy, yy, xd and yd, x and y the slopes and d the difference (kernels/series.as). `ground` is how the ground goes by the camera's own motion: what is looked for is the
 *  difference to that.   Source  [LK1981] eq. 9, with weights. */
export function displacementOf(
  rows: number,
  columns: number,
  slopesOf: (from: Displacement) => Float64Array,
  ground: Displacement = still(rows, columns),
): Moved {
  let moved: Moved = { ...ground, cut: 0 };
  for (let round = 0; round < ROUNDS; round++) moved = refined(slopesOf(moved), ground);
  return moved;
}

function refined(seen: Float64Array, ground: Displacement): Moved {
  const { blockRows, blockColumns } = ground;
  const sums = besideGround(seen, ground);
  const whole = new Float64Array(5);
  for (let k = 0; k < sums.length; k++) whole[k % 5] += sums[k];
  const all = solved(whole, 1, 0, 0);
  const east = new Float64Array(blockRows * blockColumns);
  const south = new Float64Array(blockRows * blockColumns);
  let cut = 0;
  for (let block = 0; block < east.length; block++) {
    const one = solved(sums.subarray(5 * block, 5 * block + 5), WHOLE_INFORMATION, all.east, all.south);
    const [toEast, toSouth] = [ground.east[block] + one.east, ground.south[block] + one.south];
    if (Math.max(Math.abs(toEast), Math.abs(toSouth)) > FARTHEST) cut += 1;
    east[block] = Math.min(FARTHEST, Math.max(-FARTHEST, toEast));
    south[block] = Math.min(FARTHEST, Math.max(-FARTHEST, toSouth));
  }
  return { blockRows, blockColumns, east, south, cut };
}

/** The sums with the differences that are left when the image is displaced as the ground is. */
function besideGround(seen: Float64Array, { east, south }: Displacement): Float64Array {
  const sums = Float64Array.from(seen);
  for (let block = 0; block < east.length; block++) {
    const [xx, xy, yy] = seen.subarray(5 * block, 5 * block + 3);
    sums[5 * block + 3] += xx * east[block] + xy * south[block];
    sums[5 * block + 4] += xy * east[block] + yy * south[block];
  }
  return sums;
}

/** The sums' least squares with a prior that has so much information on each axis. */
function solved([xx, xy, yy, xd, yd]: Float64Array, information: number, east: number, south: number): { east: number; south: number } {
  const a = xx + information;
  const c = yy + information;
  const x = information * east - xd;
  const y = information * south - yd;
  // Positive: a Gram matrix with something on its diagonal.
  const determinant = a * c - xy * xy;
  return { east: (c * x - xy * y) / determinant, south: (a * y - xy * x) / determinant };
}

/** Displacements along the middle of each row of blocks, between the blocks' middles and beyond the outermost as there: `lines` is filled, line by line of `stride` numbers, east and
 *  behind it south. Between the lines the loops go on in the same way. */
export function linesOf(
  { blockRows, blockColumns, east, south }: Displacement,
  columns: number,
  stride: number,
  lines: Float32Array,
): void {
  for (let row = 0; row < blockRows; row++)
    for (let column = 0; column < columns; column++) {
      const across = Math.min(blockColumns - 1, Math.max(0, ((column + 0.5) * blockColumns) / columns - 0.5));
      const left = Math.floor(across);
      const u = across - left;
      const [a, b] = [row * blockColumns + left, row * blockColumns + Math.min(blockColumns - 1, left + 1)];
      lines[2 * row * stride + column] = (1 - u) * east[a] + u * east[b];
      lines[(2 * row + 1) * stride + column] = (1 - u) * south[a] + u * south[b];
    }
}
