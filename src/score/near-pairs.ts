import { NUMBERS_OF_STATE, separation } from './picture.ts';

/** For each state of `a`, those of `b` that lie nearer than c, in order of their index: who could be whom. Sorts `b` along the axis in which
 *  it is widest and looks only at a slice of it, so that the cost follows the number of pairs and not its square. */
export function nearPairs(a: Float64Array, b: Float64Array, c_m: number): { column: number; distance_m: number }[][] {
  const axis = widestAxis(b);
  const count = b.length / NUMBERS_OF_STATE;
  const order = Array.from({ length: count }, (_, j) => j);
  order.sort((i, j) => b[NUMBERS_OF_STATE * i + axis] - b[NUMBERS_OF_STATE * j + axis]);
  const along = Float64Array.from(order, (j) => b[NUMBERS_OF_STATE * j + axis]);
  // Along the other two axes in the same order: nearly all of a slice is far off in one of them, and looking must cost little.
  const [second, third] = [(axis + 1) % 3, (axis + 2) % 3];
  const beside = Float64Array.from(order, (j) => b[NUMBERS_OF_STATE * j + second]);
  const above = Float64Array.from(order, (j) => b[NUMBERS_OF_STATE * j + third]);
  return Array.from({ length: a.length / NUMBERS_OF_STATE }, (_, i) => {
    const centre = a[NUMBERS_OF_STATE * i + axis];
    const near: { column: number; distance_m: number }[] = [];
    const y = a[NUMBERS_OF_STATE * i + second];
    const z = a[NUMBERS_OF_STATE * i + third];
    for (let k = firstNotBelow(along, centre - c_m); k < count && along[k] <= centre + c_m; k++) {
      if (Math.abs(beside[k] - y) > c_m || Math.abs(above[k] - z) > c_m) continue;
      const distance_m = separation(a, i, b, order[k]);
      if (distance_m < c_m) near.push({ column: order[k], distance_m });
    }
    return near.sort((p, q) => p.column - q.column);
  });
}

function widestAxis(states: Float64Array): number {
  let best = 0;
  let widest = -1;
  for (let axis = 0; axis < 3; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (let k = axis; k < states.length; k += NUMBERS_OF_STATE) {
      low = Math.min(low, states[k]);
      high = Math.max(high, states[k]);
    }
    if (high - low > widest) {
      widest = high - low;
      best = axis;
    }
  }
  return best;
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
