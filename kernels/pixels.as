// The loops over pixels, in AssemblyScript: `npm run generate` compiles them into src/core/imager/pixel-module.ts, and src/core/imager/pixel-kernel.ts says what each is for.
// The same in plain TypeScript stands in pixel-kernel.test.ts, and gives the same bits: there is no relaxed SIMD and no fused multiply-add.
// Nothing is allocated; who calls says where in the memory everything stands. Another loop over pixels is another exported function here.

/** Values and heights of a piece of a frame, and the places in it, of rows from `first` to before `last`, that are higher than `least` and than their neighbours.
 *  `codes` u16, `values` and `heights` f32, rows × columns; codes below `low`, above `high`, and `hole` unless
 *  it is negative, have no value; `places` i32. Returns how many places. */
export function standing(
  codes: usize,
  values: usize,
  heights: usize,
  places: usize,
  rows: i32,
  columns: i32,
  low: i32,
  high: i32,
  hole: i32,
  first: i32,
  last: i32,
  least: f32,
): i32 {
  let count = 0;
  // Values are made two rows ahead of the heights, which need them: so both are still in the processor's cache.
  for (let row = -2; row < rows; row++) {
    if (row + 2 < rows) valuesOfRow(codes, values, (row + 2) * columns, columns, low, high, hole);
    if (row < 0) continue;
    if (row < 2 || row >= rows - 2) fill(heights, row * columns, columns);
    else count = heightsOfRow(values, heights, places, row * columns, columns, row >= first && row < last ? least : Infinity, count);
  }
  return count;
}

function valuesOfRow(codes: usize, values: usize, from: i32, columns: i32, low: i32, high: i32, hole: i32): void {
  const lowest = i16x8.splat(<i16>low);
  const highest = i16x8.splat(<i16>high);
  const between = i16x8.splat(<i16>hole);
  const isBetween = i16x8.splat(hole < 0 ? 0 : -1);
  // Up to seven beyond the row's end: they are the next row's, which is made later, or what is behind the piece.
  for (let at = from; at < from + columns; at += 8) {
    const code = v128.load(codes + (at << 1));
    // All bits of a lane set are NaN.
    const outside = v128.or(i16x8.lt_u(code, lowest), i16x8.gt_u(code, highest));
    const none = v128.or(outside, v128.and(i16x8.eq(code, between), isBetween));
    const place = values + (at << 2);
    v128.store(place, v128.or(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(code)), i32x4.extend_low_i16x8_s(none)));
    v128.store(place, v128.or(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(code)), i32x4.extend_high_i16x8_s(none)), 16);
  }
}

function fill(heights: usize, from: i32, count: i32): void {
  for (let at = from; at < from + count; at++) store<f32>(heights + (at << 2), NaN);
}

/** Sums of eight whole numbers below 2²⁰ are exact, in whichever order. */
function heightsOfRow(values: usize, heights: usize, places: usize, from: i32, columns: i32, least: f32, count: i32): i32 {
  const over = f32x4.splat(least);
  const end = from + columns - 2;
  let above = values + ((from - 2 * columns) << 2);
  let here = values + (from << 2);
  let below = values + ((from + 2 * columns) << 2);
  let left = f32x4.add(f32x4.add(v128.load(above), v128.load(here)), v128.load(below));
  for (let at = from + 2; at < end; at += 4) {
    const right = f32x4.add(f32x4.add(v128.load(above, 16), v128.load(here, 16)), v128.load(below, 16));
    const value = v128.load(here, 8);
    const sum = f32x4.add(f32x4.add(left, right), f32x4.add(v128.load(above, 8), v128.load(below, 8)));
    const height = f32x4.sub(value, f32x4.mul(sum, f32x4.splat(0.125)));
    v128.store(heights + (at << 2), height);
    let lanes = i32x4.bitmask(f32x4.gt(height, over));
    // A value, and none in some of the ring.
    const beside = i32x4.bitmask(v128.andnot(f32x4.eq(value, value), f32x4.eq(sum, sum)));
    if (beside != 0) lanes |= heightsBesideNothing(values, heights, at, columns, beside, least);
    for (; lanes != 0; lanes &= lanes - 1) {
      const place = at + ctz(lanes);
      if (place < end && isPeak(values, place, columns)) store<i32>(places + (count++ << 2), place);
    }
    left = right;
    above += 16;
    here += 16;
    below += 16;
  }
  fill(heights, from, 2);
  fill(heights, end, 2);
  return count;
}

/** Heights over the mean of those of the ring that have a value, of some lanes; which of them are over `least`. */
function heightsBesideNothing(values: usize, heights: usize, from: i32, columns: i32, lanes: i32, least: f32): i32 {
  let over = 0;
  for (; lanes != 0; lanes &= lanes - 1) {
    const lane = ctz(lanes);
    const at = from + lane;
    let sum: f64 = 0;
    let count = 0;
    for (let i = -2; i <= 2; i += 2)
      for (let j = -2; j <= 2; j += 2) {
        const value = load<f32>(values + ((at + i * columns + j) << 2));
        if ((i == 0 && j == 0) || isNaN(value)) continue;
        sum += value;
        count += 1;
      }
    const height = <f32>(<f64>load<f32>(values + (at << 2)) - sum / <f64>count);
    store<f32>(heights + (at << 2), height);
    if (height > least) over |= 1 << lane;
  }
  return over;
}

/** Higher than its neighbours; of two that are equal the first is. */
function isPeak(values: usize, at: i32, columns: i32): bool {
  const value = load<f32>(values + (at << 2));
  for (let i = -columns; i <= columns; i += columns)
    for (let j = -1; j <= 1; j++) {
      const neighbour = load<f32>(values + ((at + i + j) << 2));
      if (neighbour > value || (neighbour == value && i + j < 0)) return false;
    }
  return true;
}

/** How many of the heights in the square around a place, it and its eight neighbours apart, lie in each bin and all below it. There are `bins` of them, `perUnit` to a height of one,
 *  that of 0 in the middle; the first and the last hold what is beyond, and what has no value is in none. `counts` i32, 4 × (bins + 1) of them; the first `bins`
 *  are the answer. */
export function countAround(heights: usize, rows: i32, columns: i32, at: i32, reach: i32, perUnit: f32, bins: i32, counts: usize): void {
  for (let at = counts; at < counts + ((bins + 1) << 4); at += 16) v128.store(at, i32x4.splat(0));
  const row = at / columns;
  const column = at - row * columns;
  const left = max(0, column - reach);
  const wide = min(columns, column + reach + 1) - left;
  const bottom = min(rows, row + reach + 1);
  for (let i = max(0, row - reach); i < bottom; i++) count(heights + ((i * columns + left) << 2), wide, perUnit, bins, counts, 1);
  for (let i = -columns; i <= columns; i += columns) count(heights + ((at + i - 1) << 2), 3, perUnit, bins, counts, -1);
  let below = 0;
  for (let bin = 0; bin < bins; bin++) {
    const four = v128.load(counts + (bin << 4));
    below += i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1) + i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3);
    store<i32>(counts + (bin << 2), below);
  }
}

/** The bits of 2²³ as a number of single precision, in which a whole number that is added stands in the last bits. */
const TWO_TO_23: i32 = 0x4b000000;

/** Each of four lanes has counts of its own: two that come after each other are often in the same bin, and the second would wait for the first. */
function count(from: usize, wide: i32, perUnit: f32, bins: i32, counts: usize, weight: i32): void {
  const scale = f32x4.splat(perUnit);
  // What is added is rounded: half a bin less makes a bin begin where it should.
  const zero = f32x4.splat(<f32>(bins >> 1) - 0.5);
  const most = f32x4.splat(<f32>(bins - 1));
  const none = f32x4.splat(<f32>bins);
  const whole = f32x4.splat(8388608);
  const base = i32x4.splat(<i32>counts - (TWO_TO_23 << 4));
  for (let k = 0; k < wide; k += 4) {
    const bin = f32x4.add(f32x4.mul(v128.load(from + (k << 2)), scale), zero);
    const inside = f32x4.pmin(most, f32x4.pmax(f32x4.splat(0), bin));
    const rounded = f32x4.add(v128.bitselect(inside, none, f32x4.eq(bin, bin)), whole);
    const places = i32x4.add(i32x4.shl(rounded, 4), base);
    add(i32x4.extract_lane(places, 0), weight);
    if (k + 1 < wide) add(i32x4.extract_lane(places, 1) + 4, weight);
    if (k + 2 < wide) add(i32x4.extract_lane(places, 2) + 8, weight);
    if (k + 3 < wide) add(i32x4.extract_lane(places, 3) + 12, weight);
  }
}

// @ts-ignore: decorator
@inline
function add(place: usize, weight: i32): void {
  store<i32>(place, load<i32>(place) + weight);
}
