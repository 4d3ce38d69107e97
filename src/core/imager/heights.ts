/** Height of each pixel over the mean of eight two steps away, of those that have a value; NaN in the outermost two rows and columns, and where there is no
 *  value or none around. */
export function heightsOf(image: Float32Array, columns: number): Float32Array {
  const rows = image.length / columns;
  const heights = new Float32Array(image.length).fill(NaN);
  for (let row = 2; row < rows - 2; row++)
    for (let at = row * columns + 2; at < (row + 1) * columns - 2; at++) {
      const above = at - 2 * columns;
      const below = at + 2 * columns;
      const sum =
        image[above - 2] +
        image[above] +
        image[above + 2] +
        image[at - 2] +
        image[at + 2] +
        image[below - 2] +
        image[below] +
        image[below + 2];
      heights[at] = image[at] - (Number.isNaN(sum) ? meanOf(image, columns, at) : sum / 8);
    }
  return heights;
}

/** The same mean where some of the eight have no value. */
function meanOf(image: Float32Array, columns: number, at: number): number {
  let sum = 0;
  let count = 0;
  for (let i = -2 * columns; i <= 2 * columns; i += 2 * columns)
    for (let j = -2; j <= 2; j += 2) {
      const value = image[at + i + j];
      if ((i === 0 && j === 0) || Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
  return sum / count;
}
