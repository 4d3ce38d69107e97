import { expect, test } from 'vitest';
import { type RandomStream, stream } from '../../sim/random.ts';
import { blockEnds, type Displacement, displacementOf, linesOf, still } from './displacement.ts';
import { BESIDE, type Coded, createSeriesKernel, type Learning } from './series-kernel.ts';

// The loops over a series' pixels as they are meant, on whole images: what the compiled ones do must be the same bits.

const f = Math.fround;
const ROWS = 64;
const NINTH = f(1 / 9);
const THIRD = f(1 / 3);

class Plain {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly rows: number;
  readonly columns: number;

  constructor(rows: number, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.mean = new Float32Array(rows * columns).fill(NaN);
    this.variance = new Float32Array(rows * columns);
  }

  radianceOf({ codes, line: { first, last, hole, scale, offset } }: Coded): Float32Array {
    return Float32Array.from(codes, (code) => (code < first || code > last || code === hole ? NaN : f(f(code * f(scale)) + f(offset))));
  }

  /** NaN beyond the image. */
  of(image: Float32Array, row: number, column: number): number {
    return row < 0 || row >= this.rows || column < 0 || column >= this.columns ? NaN : image[row * this.columns + column];
  }

  slopes(look: Coded, { blockRows, blockColumns, east, south }: Displacement): Float64Array {
    const image = this.radianceOf(look);
    const sums = new Float64Array(5 * east.length);
    const ends = blockEnds(this.columns, blockColumns);
    for (let block = 0; block < east.length; block++) {
      const [blockRow, k] = [Math.floor(block / blockColumns), block % blockColumns];
      const [top, bottom] = [Math.round((blockRow * this.rows) / blockRows), Math.round(((blockRow + 1) * this.rows) / blockRows)];
      const lanes = Array.from({ length: 5 }, () => new Float32Array(4));
      for (let row = top; row < bottom; row++)
        for (let column = k === 0 ? 0 : ends[k - 1]; column < ends[k]; column++) {
          const dx = f(f(this.of(this.mean, row, column + 1) - this.of(this.mean, row, column - 1)) / 2);
          const dy = f(f(this.of(this.mean, row + 1, column) - this.of(this.mean, row - 1, column)) / 2);
          const d = f(this.of(image, row, column) - this.of(this.mean, row, column));
          const left = f(d + f(f(dx * f(east[block])) + f(dy * f(south[block]))));
          if (Number.isNaN(left)) continue;
          const weight = f(1 / f(this.of(this.variance, row, column) + f(f(left * left) * NINTH)));
          const [wx, wy] = [f(weight * dx), f(weight * dy)];
          [wx * dx, wx * dy, wy * dy, wx * d, wy * d].forEach((term, sum) => {
            lanes[sum][column % 4] += f(term);
          });
        }
      for (const [sum, four] of lanes.entries()) for (const lane of four) sums[5 * block + sum] += lane;
    }
    return sums;
  }

  expected(displacement: Displacement): Float32Array {
    const { rows, columns, mean } = this;
    const { blockRows } = displacement;
    const lines = new Float32Array(2 * blockRows * columns);
    linesOf(displacement, columns, columns, lines);
    return mean.map((here, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      const down = Math.min(blockRows - 1, Math.max(0, f(f(f(row + 0.5) * f(blockRows / rows)) - 0.5)));
      const line = Math.floor(down);
      const share = f(down - line);
      const [east, south] = [0, 1].map((axis) => {
        const [from, to] = [line, Math.min(blockRows - 1, line + 1)].map((k) => lines[(2 * k + axis) * columns + column]);
        return f(from + f(share * f(to - from)));
      });
      const across = f(east * f(this.of(mean, row, column + 1) - this.of(mean, row, column - 1)));
      const downwards = f(south * f(this.of(mean, row + 1, column) - this.of(mean, row - 1, column)));
      const moved = f(here - f(f(across + downwards) / 2));
      return Number.isNaN(moved) ? here : moved;
    });
  }

  firstVariance(look: Coded, displacement: Displacement, noise2: number): void {
    const [image, expected] = [this.radianceOf(look), this.expected(displacement)];
    const residual = image.map((value, at) => value - expected[at]);
    for (let at = 0; at < residual.length; at++) {
      let [sum, count] = [0, 0];
      for (let i = -2; i <= 2; i++)
        for (let j = -2; j <= 2; j++) {
          const nu = this.of(residual, Math.floor(at / this.columns) + i, (at % this.columns) + j);
          if (Math.max(Math.abs(i), Math.abs(j)) < 2 || Number.isNaN(nu)) continue;
          sum = f(sum + f(nu * nu));
          count += 1;
        }
      this.variance[at] = count === 0 ? f(noise2) : Math.max(f(noise2), f(sum / count));
    }
  }

  lay(look: Coded, displacement: Displacement, learning: Learning): { residual: Float32Array; before: Float32Array } {
    const [image, expected, before] = [this.radianceOf(look), this.expected(displacement), this.variance.slice()];
    const [noise2, leastGain, rate] = [f(learning.noise2), f(learning.gain), f(learning.varianceGain)];
    const residual = image.map((value, at) => value - expected[at]);
    for (let at = 0; at < image.length; at++) {
      const [nu, s] = [residual[at], before[at]];
      if (Number.isNaN(nu)) {
        this.mean[at] = Number.isNaN(image[at]) ? expected[at] : image[at];
        continue;
      }
      const most2 = f(9 * s);
      const most = f(Math.sqrt(most2));
      const gain = Math.max(leastGain, f(1 - f(noise2 / s)));
      this.mean[at] = f(expected[at] + f(gain * Math.min(most, Math.max(-most, nu))));
      this.variance[at] = Math.max(noise2, f(s + f(rate * f(Math.min(f(nu * nu), most2) - s))));
    }
    return { residual, before };
  }

  sigmas(residual: Float32Array, variance: Float32Array): Float32Array {
    const down = (image: Float32Array, row: number, column: number, beside: number): number =>
      f(this.of(image, row, column) + f(beside * f(this.of(image, row - 1, column) + this.of(image, row + 1, column))));
    const both = (image: Float32Array, row: number, column: number, beside: number): number =>
      f(down(image, row, column, beside) + f(beside * f(down(image, row, column - 1, beside) + down(image, row, column + 1, beside))));
    return residual.map((_, at) => {
      const [row, column] = [Math.floor(at / this.columns), at % this.columns];
      return f(both(residual, row, column, THIRD) / f(Math.sqrt(both(variance, row, column, NINTH))));
    });
  }

  peaks(sigmas: Float32Array, least: number): number[] {
    return [...sigmas.keys()].filter((at) => {
      if (!(sigmas[at] > f(least))) return false;
      for (let i = -1; i <= 1; i++)
        for (let j = -1; j <= 1; j++) {
          const neighbour = this.of(sigmas, Math.floor(at / this.columns) + i, (at % this.columns) + j);
          if (neighbour > sigmas[at] || (neighbour === sigmas[at] && (i < 0 || (i === 0 && j < 0)))) return false;
        }
      return true;
    });
  }
}

/** Looks of a scene of waves that moves, under noise, with gaps and points in it. */
function looksOf(random: RandomStream, rows: number, columns: number): Coded[] {
  const line = {
    scale: 0.013 * (1 + random.uniform()),
    offset: -0.7,
    first: 3,
    last: 4000,
    hole: random.uniform() < 0.5 ? 900 : undefined,
  };
  const gaps = random.uniform() < 0.5 ? 0 : 0.02;
  const limb = random.uniform() < 0.3 ? 0.8 * columns : Infinity;
  return Array.from({ length: 5 }, (_, look) => ({
    line,
    codes: Uint16Array.from({ length: rows * columns }, (__, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      if (column > limb || random.uniform() < gaps) return 4001;
      const wave = 400 * Math.sin((column + 0.2 * look) / 5 + row / 7);
      return Math.round(1500 + wave + 9 * random.normal() + (random.uniform() < 0.002 ? 300 : 0));
    }),
  }));
}

test('what the compiled loops make of a series is, bit for bit, what plain loops do', () => {
  const random = stream(1, 'series-kernel');
  const pick = (...of: readonly number[]): number => of[Math.floor(random.uniform() * of.length)];
  let [found, blocks] = [0, 0];
  for (let round = 0; round < 24; round++) {
    const [rows, columns] = [pick(5, 33, 52, 63, 64, 76, 129, 140), pick(5, 6, 7, 8, 34, 61, 64, 67, 100)];
    const [kernel, plain] = [createSeriesKernel(rows, columns), new Plain(rows, columns)];
    const same = (compiled: (at: number) => number, image: Float32Array): void =>
      expect(image.every((value, at) => Object.is(value, compiled(at)))).toBe(true);
    const remembered = (): void => {
      const place = (at: number): number => Math.floor(at / columns) * kernel.stride + (at % columns);
      same((at) => kernel.mean[place(at)], plain.mean);
      same((at) => kernel.variance[place(at)], plain.variance);
    };
    const noise2 = 0.01;
    const [first, ...others] = looksOf(random, rows, columns);
    kernel.begin(first, noise2);
    plain.mean.set(plain.radianceOf(first));
    plain.variance.fill(noise2);
    others.forEach((look, k) => {
      const displacement = displacementOf(rows, columns, (from) => {
        const sums = kernel.slopes(look, from);
        expect(sums).toEqual(plain.slopes(look, from));
        return sums;
      });
      blocks += displacement.east.filter((east) => Math.abs(east) > 0.05).length;
      kernel.displace(displacement);
      if (k === 0) {
        kernel.firstVariance(look, noise2);
        plain.firstVariance(look, displacement, noise2);
        remembered();
      }
      const learning = { gain: 0.3 * random.uniform(), varianceGain: random.uniform(), noise2 };
      const { residual, before } = plain.lay(look, displacement, learning);
      const sigmas = plain.sigmas(residual, before);
      const peaks: number[] = [];
      for (let number = 0; number < kernel.strips; number++) {
        kernel.lay(look, number, learning);
        const { stride, strip } = kernel;
        const [from, to] = [Math.max(0, number * ROWS - BESIDE), Math.min(rows, (number + 1) * ROWS - BESIDE)];
        for (const [compiled, image] of [
          [strip.residual, residual],
          [strip.variance, before],
          [strip.sigmas, sigmas],
        ]) {
          const inStrip = (at: number): number => compiled[(from + Math.floor(at / columns) - strip.top) * stride + (at % columns)];
          same(inStrip, image.subarray(from * columns, Math.max(from, to) * columns));
        }
        for (const at of kernel.peaks(1.5)) peaks.push((strip.top + Math.floor(at / stride)) * columns + (at % stride));
      }
      expect(peaks).toEqual(plain.peaks(sigmas, 1.5));
      found += peaks.length;
      remembered();
    });
  }
  expect(found).toBeGreaterThan(1000);
  expect(blocks).toBeGreaterThan(50);
});

test('beside a strip’s judged rows stand those that they are judged by, and beyond the look nothing', () => {
  const [rows, columns] = [140, 20];
  const kernel = createSeriesKernel(rows, columns);
  const line = { scale: 1, offset: 0, first: 0, last: 9000, hole: undefined };
  const look = (of: number): Coded => ({
    line,
    codes: Uint16Array.from({ length: rows * columns }, (_, at) => of * Math.floor(at / columns)),
  });
  kernel.begin(look(0), 1);
  kernel.displace(still(rows, columns));
  const seen = new Map<number, number>();
  for (let number = 0; number < kernel.strips; number++) {
    kernel.lay(look(1), number, { gain: 0, varianceGain: 0, noise2: 1 });
    const { strip, stride } = kernel;
    for (let row = 0; row < ROWS + 2 * BESIDE; row++) {
      const values = new Set(strip.residual.subarray(row * stride, row * stride + columns));
      const inLook = strip.top + row;
      expect([...values]).toEqual([inLook < 0 || inLook >= rows ? NaN : inLook]);
      if (row >= BESIDE && row < BESIDE + ROWS) seen.set(inLook, (seen.get(inLook) ?? 0) + 1);
    }
  }
  expect(Array.from({ length: rows }, (_, row) => seen.get(row))).toEqual(Array.from({ length: rows }, () => 1));
});
