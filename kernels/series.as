// The loops over pixels of a series of looks, in AssemblyScript, compiled with pixels.as into one module; src/core/imager/series-kernel.ts says what each is for, and the same in plain
// TypeScript stands in series-kernel.test.ts.
// Rows are `stride` numbers long, four bytes each: behind the last column there are two or more of NaN, and so are the rows above the first and below the last. What has no neighbour has one without
// a value.

import { isPeak } from './pixels';

/** Of so many rows of an image the sums of a least squares on its slopes, block by block: of the weight times xx, xy, yy, xd and yd, in four lanes each, which are added to. x and y
 *  are the slopes of the mean, d what the image has over it.
 *  `ends` i32, the column behind each block's last, whole fours but for the last one; `moved` f32, how far east and south each block has moved, as far as is known; `sums` f32, 5 × 4 a block. */
export function slopes(
  codes: usize,
  mean: usize,
  variance: usize,
  ends: usize,
  moved: usize,
  sums: usize,
  blocks: i32,
  rows: i32,
  columns: i32,
  stride: i32,
  low: i32,
  high: i32,
  hole: i32,
  scale: f32,
  offset: f32,
): void {
  const least = i32x4.splat(low);
  const most = i32x4.splat(high);
  const between = i32x4.splat(hole);
  const times = f32x4.splat(scale);
  const plus = f32x4.splat(offset);
  const half = f32x4.splat(0.5);
  const one = f32x4.splat(1);
  const unlikely = f32x4.splat(<f32>(1.0 / 9.0));
  const row_bytes = stride << 2;
  for (let row = 0; row < rows; row++) {
    let here = mean + row * row_bytes;
    let code = codes + ((row * columns) << 1);
    let spread = variance + row * row_bytes;
    let at = 0;
    for (let block = 0; block < blocks; block++) {
      const end = load<i32>(ends + (block << 2));
      const east = v128.load32_splat(moved + (block << 3));
      const south = v128.load32_splat(moved + (block << 3) + 4);
      const place = sums + block * 80;
      let xx = v128.load(place);
      let xy = v128.load(place, 16);
      let yy = v128.load(place, 32);
      let xd = v128.load(place, 48);
      let yd = v128.load(place, 64);
      for (; at < end; at += 4) {
        const dx = f32x4.mul(f32x4.sub(v128.load(here + 4), v128.load(here - 4)), half);
        const dy = f32x4.mul(f32x4.sub(v128.load(here + row_bytes), v128.load(here - row_bytes)), half);
        const d = f32x4.sub(radiance(code, least, most, between, times, plus), v128.load(here));
        const left = f32x4.add(d, f32x4.add(f32x4.mul(dx, east), f32x4.mul(dy, south)));
        const weight = f32x4.div(one, f32x4.add(v128.load(spread), f32x4.mul(f32x4.mul(left, left), unlikely)));
        const known = f32x4.eq(left, left);
        const x = v128.and(dx, known);
        const y = v128.and(dy, known);
        const over = v128.and(d, known);
        const wx = f32x4.mul(v128.and(weight, known), x);
        const wy = f32x4.mul(v128.and(weight, known), y);
        xx = f32x4.add(xx, f32x4.mul(wx, x));
        xy = f32x4.add(xy, f32x4.mul(wx, y));
        yy = f32x4.add(yy, f32x4.mul(wy, y));
        xd = f32x4.add(xd, f32x4.mul(wx, over));
        yd = f32x4.add(yd, f32x4.mul(wy, over));
        here += 16;
        spread += 16;
        code += 8;
      }
      v128.store(place, xx);
      v128.store(place, xy, 16);
      v128.store(place, yy, 32);
      v128.store(place, xd, 48);
      v128.store(place, yd, 64);
    }
  }
}

/** Of four codes, a straight line; all bits of one without a value are set, which is NaN. */
// @ts-ignore: decorator
@inline
function radiance(code: usize, low: v128, high: v128, hole: v128, scale: v128, offset: v128): v128 {
  const four = i32x4.extend_low_i16x8_u(v128.load64_zero(code));
  const none = v128.or(v128.or(i32x4.lt_s(four, low), i32x4.gt_s(four, high)), i32x4.eq(four, hole));
  return v128.or(f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(four), scale), offset), none);
}

/** The mean of the first look is its radiance. */
export function begin(
  codes: usize,
  mean: usize,
  rows: i32,
  columns: i32,
  stride: i32,
  low: i32,
  high: i32,
  hole: i32,
  scale: f32,
  offset: f32,
): void {
  const least = i32x4.splat(low);
  const most = i32x4.splat(high);
  const between = i32x4.splat(hole);
  const times = f32x4.splat(scale);
  const plus = f32x4.splat(offset);
  for (let row = 0; row < rows; row++) {
    const here = mean + ((row * stride) << 2);
    const code = codes + ((row * columns) << 1);
    for (let at = 0; at < columns; at += 4) v128.store(here + (at << 2), radiance(code + (at << 1), least, most, between, times, plus));
    closeRow(here, columns);
  }
}

/** What four at a time have written behind a row's last column. */
// @ts-ignore: decorator
@inline
function closeRow(row: usize, columns: i32): void {
  for (let at = columns; (at & 3) != 0; at++) store<f32>(row + (at << 2), NaN);
}

/** What is expected of four pixels: what lay there, displaced to the first order; as it lay where a neighbour has no value. */
// @ts-ignore: decorator
@inline
function displaced(above: usize, here: usize, below: usize, east: v128, south: v128): v128 {
  const value = v128.load(here);
  const across = f32x4.mul(east, f32x4.sub(v128.load(here + 4), v128.load(here - 4)));
  const down = f32x4.mul(south, f32x4.sub(v128.load(below), v128.load(above)));
  const moved = f32x4.sub(value, f32x4.mul(f32x4.add(across, down), f32x4.splat(0.5)));
  return v128.bitselect(moved, value, f32x4.eq(moved, moved));
}

/** Between two lines of displacements. */
// @ts-ignore: decorator
@inline
function between(upper: usize, lower: usize, share: v128): v128 {
  const from = v128.load(upper);
  return f32x4.add(from, f32x4.mul(share, f32x4.sub(v128.load(lower), from)));
}

/** Lays rows beside what is expected of them: `residual` f32 is what they have over it. Where `learning`, the mean and the variance learn from it, and `before` f32 is the variance that was.
 *    x̂⁻ = x̂ displaced,  ν = z − x̂⁻,  x̂ = x̂⁻ + K ν,  K = 1 − σ²/S at least `gain`,  S ← S + varianceGain (ν² − S) at least σ² = `noise2`
 *  with ν² no more than 9 S, and ν no more than its root. `lines` f32, displacements along the middle of each row of blocks: east, and behind them south. `kept` f32, two rows: the row of
 *  the mean that was written over last, and this one; they are of NaN before the first. `top` is the number of the first of these rows, of `allRows`. */
export function lay(
  codes: usize,
  mean: usize,
  variance: usize,
  residual: usize,
  before: usize,
  lines: usize,
  blockRows: i32,
  kept: usize,
  top: i32,
  rows: i32,
  allRows: i32,
  columns: i32,
  stride: i32,
  low: i32,
  high: i32,
  hole: i32,
  scale: f32,
  offset: f32,
  learning: bool,
  noise2: f32,
  gain: f32,
  varianceGain: f32,
): void {
  const least = i32x4.splat(low);
  const most = i32x4.splat(high);
  const isHole = i32x4.splat(hole);
  const times = f32x4.splat(scale);
  const plus = f32x4.splat(offset);
  const noise = f32x4.splat(noise2);
  const leastGain = f32x4.splat(gain);
  const rate = f32x4.splat(varianceGain);
  const one = f32x4.splat(1);
  const clip2 = f32x4.splat(9);
  const row_bytes = stride << 2;
  for (let row = 0; row < rows; row++) {
    const number = top + row;
    const down = min(<f32>(blockRows - 1), max(<f32>0, (<f32>number + 0.5) * (<f32>blockRows / <f32>allRows) - 0.5));
    const line = <i32>down;
    const share = f32x4.splat(down - <f32>line);
    let upper = lines + line * 2 * row_bytes;
    let lower = lines + min(blockRows - 1, line + 1) * 2 * row_bytes;
    let place = mean + row * row_bytes;
    // Four on both sides of a kept row are those of the rows beside it, which have no value.
    let above = kept + 16 + ((number & 1) ^ 1) * (row_bytes + 32);
    let here = kept + 16 + (number & 1) * (row_bytes + 32);
    memory.copy(here, place, row_bytes);
    const end = place + (columns << 2);
    let code = codes + ((row * columns) << 1);
    let spread = variance + row * row_bytes;
    let left = residual + row * row_bytes;
    let was = before + row * row_bytes;
    for (; place < end; place += 16) {
      const expected = displaced(above, here, place + row_bytes, between(upper, lower, share), between(upper + row_bytes, lower + row_bytes, share));
      const image = radiance(code, least, most, isHole, times, plus);
      const nu = f32x4.sub(image, expected);
      v128.store(left, nu);
      if (learning) {
        const s = v128.load(spread);
        v128.store(was, s);
        const most2 = f32x4.mul(clip2, s);
        const farthest = f32x4.sqrt(most2);
        const clipped = f32x4.pmin(farthest, f32x4.pmax(f32x4.neg(farthest), nu));
        const k = f32x4.pmax(leastGain, f32x4.sub(one, f32x4.div(noise, s)));
        const learnt = f32x4.add(expected, f32x4.mul(k, clipped));
        const wider = f32x4.add(s, f32x4.mul(rate, f32x4.sub(f32x4.pmin(f32x4.mul(nu, nu), most2), s)));
        const isKnown = f32x4.eq(nu, nu);
        const unlearnt = v128.bitselect(image, expected, f32x4.eq(image, image));
        v128.store(place, v128.bitselect(learnt, unlearnt, isKnown));
        v128.store(spread, v128.bitselect(f32x4.pmax(noise, wider), s, isKnown));
      }
      code += 8;
      here += 16;
      above += 16;
      upper += 16;
      lower += 16;
      spread += 16;
      left += 16;
      was += 16;
    }
    closeRow(mean + row * row_bytes, columns);
  }
}

/** The first variance of rows: the mean square of what the ring two steps around a pixel has over the expected, at least the noise's. */
export function firstVariance(residual: usize, variance: usize, rows: i32, columns: i32, stride: i32, noise2: f32): void {
  const noise = f32x4.splat(noise2);
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; row++)
    for (let at = 0; at < columns; at += 4) {
      let sum = f32x4.splat(0);
      let count = f32x4.splat(0);
      for (let i = -2; i <= 2; i++)
        for (let j = -2; j <= 2; j += abs(i) == 2 ? 1 : 4) {
          const nu = v128.load(residual + (((row + i) * stride + at + j) << 2));
          const isKnown = f32x4.eq(nu, nu);
          sum = f32x4.add(sum, v128.and(f32x4.mul(nu, nu), isKnown));
          count = f32x4.add(count, v128.and(one, isKnown));
        }
      const spread = f32x4.pmax(noise, f32x4.div(sum, count));
      v128.store(variance + ((row * stride + at) << 2), v128.bitselect(spread, noise, f32x4.gt(count, f32x4.splat(0))));
    }
}

/** The matched filter of a point on so many rows:
 *    Σ w ν / √(Σ w² S),
 *  w 1 in the middle, a third beside it and a ninth at the corners. */
export function matchedFilter(residual: usize, variance: usize, sigmas: usize, rows: i32, columns: i32, stride: i32): void {
  const beside = f32x4.splat(<f32>(1.0 / 3.0));
  const beside2 = f32x4.splat(<f32>(1.0 / 9.0));
  const row_bytes = stride << 2;
  for (let row = 0; row < rows; row++) {
    let nu = residual + row * row_bytes;
    let spread = variance + row * row_bytes;
    const out = sigmas + row * row_bytes;
    let light = f32x4.splat(NaN);
    let light1 = downOf(nu, row_bytes, beside);
    let square = f32x4.splat(0);
    let square1 = downOf(spread, row_bytes, beside2);
    for (let at = 0; at < columns; at += 4) {
      nu += 16;
      spread += 16;
      const light2 = downOf(nu, row_bytes, beside);
      const square2 = downOf(spread, row_bytes, beside2);
      const sum = f32x4.add(light1, f32x4.mul(beside, f32x4.add(before(light, light1), after(light1, light2))));
      const weight = f32x4.add(square1, f32x4.mul(beside2, f32x4.add(before(square, square1), after(square1, square2))));
      v128.store(out + (at << 2), f32x4.div(sum, f32x4.sqrt(weight)));
      light = light1;
      light1 = light2;
      square = square1;
      square1 = square2;
    }
    closeRow(out, columns);
  }
}

// @ts-ignore: decorator
@inline
function downOf(at: usize, row_bytes: i32, beside: v128): v128 {
  return f32x4.add(v128.load(at), f32x4.mul(beside, f32x4.add(v128.load(at - row_bytes), v128.load(at + row_bytes))));
}

/** The four that begin one sooner, and one later. */
// @ts-ignore: decorator
@inline
function before(left: v128, here: v128): v128 {
  return i32x4.shuffle(left, here, 3, 4, 5, 6);
}

// @ts-ignore: decorator
@inline
function after(here: v128, right: v128): v128 {
  return i32x4.shuffle(here, right, 1, 2, 3, 4);
}

/** The places in so many rows, from the first of `from` on, that are higher than `least` and than their neighbours: `places` i32. Returns how many. */
export function peaks(sigmas: usize, places: usize, from: i32, to: i32, columns: i32, stride: i32, least: f32): i32 {
  const over = f32x4.splat(least);
  let count = 0;
  for (let row = from; row < to; row++) {
    const end = row * stride + columns;
    for (let at = row * stride; at < end; at += 4)
      for (let lanes = i32x4.bitmask(f32x4.gt(v128.load(sigmas + (at << 2)), over)); lanes != 0; lanes &= lanes - 1) {
        const place = at + ctz(lanes);
        if (isPeak(sigmas, place, stride)) store<i32>(places + (count++ << 2), place);
      }
  }
  return count;
}
