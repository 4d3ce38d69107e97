// The loops over pixels, in AssemblyScript: `npm run generate` compiles them into src/core/imager/pixel-module.ts, and src/core/imager/pixel-kernel.ts says what each is for.
// The same in plain TypeScript stands in pixel-kernel.test.ts, and gives the same bits: there is no relaxed SIMD and no fused multiply-add.
// Nothing is allocated; who calls says where in the memory everything stands. Another loop over a look's pixels is another exported function here; those of a series stand in series.as.

/** Values and heights of a piece of a frame, and the places in it, of rows from `top` to before `bottom` and columns from `left` to before `right`, that are higher than `least` and
 *  than their neighbours.
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
  top: i32,
  bottom: i32,
  left: i32,
  right: i32,
  least: f32,
): i32 {
  let count = 0;
  // Values are made two rows ahead of the heights, which need them: so both are still in the processor's cache.
  for (let row = -2; row < rows; row++) {
    if (row + 2 < rows) valuesOfRow(codes, values, (row + 2) * columns, columns, low, high, hole);
    if (row < 0) continue;
    if (row < 2 || row >= rows - 2) fill(heights, row * columns, columns);
    else count = heightsOfRow(values, heights, places, row * columns, columns, left, right, row >= top && row < bottom ? least : Infinity, count);
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
function heightsOfRow(
  values: usize,
  heights: usize,
  places: usize,
  from: i32,
  columns: i32,
  first: i32,
  last: i32,
  least: f32,
  count: i32,
): i32 {
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
      if (place >= from + first && place < min(end, from + last) && isPeak(values, place, columns)) store<i32>(places + (count++ << 2), place);
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
export function isPeak(values: usize, at: i32, columns: i32): bool {
  const value = load<f32>(values + (at << 2));
  for (let i = -columns; i <= columns; i += columns)
    for (let j = -1; j <= 1; j++) {
      const neighbour = load<f32>(values + ((at + i + j) << 2));
      if (neighbour > value || (neighbour == value && i + j < 0)) return false;
    }
  return true;
}

/** What so many codes stand for: `codes` u16, `valueOf` f32 for each code, `values` f32. */
export function lookUp(codes: usize, valueOf: usize, values: usize, count: i32): void {
  for (let k = 0; k < count; k++) store<f32>(values + (k << 2), load<f32>(valueOf + ((<usize>load<u16>(codes + (k << 1))) << 2)));
}

/** What is left of the values of a piece when others are taken off, and its heights: `values`, `off`, `left` and `heights` f32 rows × columns; `left` may be `values`. */
export function takeOff(values: usize, off: usize, left: usize, heights: usize, rows: i32, columns: i32): void {
  for (let row = -2; row < rows; row++) {
    if (row + 2 < rows) {
      let at = (row + 2) * columns;
      const end = at + columns;
      for (; at + 4 <= end; at += 4) v128.store(left + (at << 2), f32x4.sub(v128.load(values + (at << 2)), v128.load(off + (at << 2))));
      for (; at < end; at++) store<f32>(left + (at << 2), load<f32>(values + (at << 2)) - load<f32>(off + (at << 2)));
    }
    if (row < 0) continue;
    if (row < 2 || row >= rows - 2) fill(heights, row * columns, columns);
    else heightsOfRow(left, heights, 0, row * columns, columns, 0, 0, Infinity, 0);
  }
}

/** Puts the heights in the square around a place that have a value, it and its eight neighbours apart, in order, and returns how many there are. `sorted` f32,
 *  `other` as long, `counts` i32, 4 × 256. Sorted by one byte of their bits after the other: a comparison that nobody can foresee costs the processor more. */
export function sortAround(heights: usize, rows: i32, columns: i32, at: i32, reach: i32, sorted: usize, other: usize, counts: usize): i32 {
  for (let place = counts; place < counts + 4096; place += 16) v128.store(place, i32x4.splat(0));
  const row = at / columns;
  const column = at - row * columns;
  const right = min(columns - 1, column + reach);
  const bottom = min(rows - 1, row + reach);
  let n = 0;
  for (let i = max(0, row - reach); i <= bottom; i++)
    for (let j = max(0, column - reach); j <= right; j++) {
      const bits = load<u32>(heights + ((i * columns + j) << 2));
      const isNear = i >= row - 1 && i <= row + 1 && j >= column - 1 && j <= column + 1;
      if (isNear || (bits & 0x7fffffff) > 0x7f800000) continue;
      // Below zero the bits grow as the number falls, and the first is set: turned around they are in the order of the numbers.
      const key = bits ^ (<u32>(<i32>bits >> 31) | 0x80000000);
      store<u32>(sorted + (n++ << 2), key);
      for (let byte = 0; byte < 4; byte++) {
        const place = counts + (byte << 10) + (((key >> (byte << 3)) & 255) << 2);
        store<i32>(place, load<i32>(place) + 1);
      }
    }
  let from = sorted;
  let to = other;
  for (let byte = 0; byte < 4; byte++) {
    const shift = byte << 3;
    const digits = counts + (byte << 10);
    // All the same: there is nothing to sort by.
    if (n > 0 && load<i32>(digits + (((load<u32>(from) >> shift) & 255) << 2)) == n) continue;
    let before = 0;
    for (let place = digits; place < digits + 1024; place += 4) {
      const count = load<i32>(place);
      store<i32>(place, before);
      before += count;
    }
    for (let k = 0; k < n; k++) {
      const key = load<u32>(from + (k << 2));
      const place = digits + (((key >> shift) & 255) << 2);
      const next = load<i32>(place);
      store<i32>(place, next + 1);
      store<u32>(to + (next << 2), key);
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
  for (let k = 0; k < n; k++) {
    const key = load<u32>(from + (k << 2));
    store<u32>(sorted + (k << 2), key ^ (<u32>~(<i32>key >> 31) | 0x80000000));
  }
  return n;
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
