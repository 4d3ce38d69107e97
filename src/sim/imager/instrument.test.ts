import { describe, expect, test } from 'vitest';
import { imager, only, placeAt, SIDE, SPEC, STILL } from '../../../tests/support/simulated-look.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { radianceOfBlackBody } from '../../core/physics/planck.ts';
import { noiseSigma, packingOf } from './detector.ts';
import { type ImagerSpec, imagerOf } from './imager-spec.ts';
import { geostationaryImager, staringImager } from './presets.ts';

describe('what an instrument adds', () => {
  /** How far east of its own column a fire appears, pixels, in each of so many looks. */
  function eastward(spec: ImagerSpec, looks: number): number[] {
    const shaken = imager({ spec });
    return Array.from({ length: looks }, (_, index) => {
      const [{ codes, radianceOf }] = shaken.look(
        index,
        only({ grounds: [{ place: placeAt(24, 24), temperature_K: 1000, area_m2: 20_000 }] }),
      );
      let [sum, weighted] = [0, 0];
      for (let row = 18; row <= 30; row++)
        for (let column = 18; column <= 30; column++) {
          const over = radianceOf[codes[row * SIDE + column]] - radianceOf[codes[row * SIDE + 5]];
          sum += over;
          weighted += over * column;
        }
      return weighted / sum - 24;
    });
  }

  const rootMean = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const steps = (values: readonly number[]): number[] => values.slice(1).map((value, k) => value - values[k]);

  // Of 40 drawn, sigma is known to a ninth; three of these.
  test('a look trembles as declared, each for itself', () => {
    const off = eastward({ ...SPEC, drift_rad: 0, jitter_rad: 0.5 * SPEC.step_rad }, 40);
    expect(Math.abs(rootMean(off) - 0.5)).toBeLessThan(0.17);
    expect(rootMean(steps(off))).toBeGreaterThan(rootMean(off));
  });

  test('it drifts as declared: as far in its time constant, and hardly from one look to the next', () => {
    const drifting = { ...SPEC, drift_rad: 0.5 * SPEC.step_rad, jitter_rad: 0 };
    expect(Math.abs(rootMean(eastward({ ...drifting, driftTime_s: SPEC.framePeriod_s / 2 }, 40)) - 0.5)).toBeLessThan(0.17);
    const slow = eastward({ ...drifting, driftTime_s: 20 * SPEC.framePeriod_s }, 40);
    expect(rootMean(steps(slow))).toBeLessThan(0.1);
    expect(Math.max(...slow) - Math.min(...slow)).toBeGreaterThan(0.25);
  });

  test('noise of the sigma that is declared', () => {
    const quiet = { ...STILL, bands: STILL.bands.map((band) => ({ ...band, stripes: 0, noise: 0.5 })) };
    const one = imager({ spec: quiet });
    const [a, b] = [one.look(0)[0], one.look(1)[0]];
    if (a.planck === undefined) throw new Error('the band glows');
    const differences = Array.from(a.codes, (code, at) => a.radianceOf[code] - b.radianceOf[b.codes[at]]);
    const sigma = Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0) / differences.length / 2);
    const declared = radianceOfBlackBody(a.planck, 300.25) - radianceOfBlackBody(a.planck, 299.75);
    expect(sigma / declared).toBeCloseTo(1, 1);
  });

  test('a sweep’s stripes are new each time, an array’s pattern and its bad pixels stay', () => {
    /** How alike the rows' means of two looks are, of which stripes are nearly all. */
    const alike = (spec: ImagerSpec): number => {
      const one = imager({ spec: { ...spec, drift_rad: 0, jitter_rad: 0, bands: [{ ...spec.bands[1], noise: 1, stripes: 3 }] } });
      const [a, b] = [0, 7].map((index) => rowMeans(one.look(index)[0]));
      return a.reduce((sum, value, k) => sum + value * b[k], 0) / (a.length * rootMean(a) * rootMean(b));
    };
    expect(Math.abs(alike(SPEC))).toBeLessThan(0.5);
    expect(alike(imagerOf(staringImager(-1.3)))).toBeGreaterThan(0.95);
    const array = imager({ spec: { ...imagerOf(staringImager(-1.3)), badPixels: 0.01 } });
    const [a, b] = [array.look(0)[1], array.look(7)[1]];
    expect(a.quality.filter((mark) => mark === 3).length).toBeGreaterThan(5);
    expect([...a.quality]).toEqual([...b.quality]);
  });

  /** Of the pixels with a value, less the mean of all rows. */
  function rowMeans({ codes, radianceOf, raster }: BandFrame): number[] {
    const means = Array.from({ length: raster.rows }, (_, row) => {
      const values = Array.from(codes.subarray(row * raster.columns, (row + 1) * raster.columns), (code) => radianceOf[code]);
      const good = values.filter((value) => !Number.isNaN(value));
      return good.reduce((sum, value) => sum + value, 0) / good.length;
    });
    const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
    return means.map((value) => value - mean);
  }

  test('particles hit as often as declared, each a pixel of one look, by ten to seventy noises', () => {
    const quiet = { ...imagerOf(staringImager(-1.3)), badPixels: 0, hitsPerSecondMegapixel: 0 };
    const pixels = 4 * SIDE * SIDE;
    // Thirty of them expected in a look's exposure.
    const struck = { ...quiet, hitsPerSecondMegapixel: 30 / quiet.exposure_s / (pixels / 1e6) };
    const [without, with_] = [quiet, struck].map((spec) => imager({ spec }));
    const hits = (index: number): Map<number, number> => {
      const [before, after] = [without.look(index)[1], with_.look(index)[1]];
      const sigma = noiseSigma(quiet.bands[1]);
      const found = new Map<number, number>();
      after.codes.forEach((code, at) => {
        if (code !== before.codes[at]) found.set(at, (after.radianceOf[code] - before.radianceOf[before.codes[at]]) / sigma);
      });
      return found;
    };
    const [first, next] = [hits(0), hits(1)];
    // Poisson's sigma is 5.5; four of these.
    for (const { size } of [first, next]) expect(Math.abs(size - 30)).toBeLessThan(22);
    for (const height of [...first.values(), ...next.values()]) {
      expect(height).toBeGreaterThan(9.5);
      expect(height).toBeLessThan(70.5);
    }
    expect([...first.keys()].filter((at) => next.has(at)).length).toBeLessThan(3);
  });

  // Drawn with three times the noise, an array's codes ended 4 sigma below nothing.
  test('the noise of what is dark is all there, however noisy an imager is', () => {
    const preset = staringImager(0);
    for (const band of imagerOf(preset).bands) {
      const noisy = { ...band, noise: 3 * band.noise };
      const { offset } = packingOf(noisy);
      expect(offset).toBeLessThanOrEqual(-8 * noiseSigma(noisy));
    }
  });

  test('an imager drawn by a seed has figures inside their ranges, another than the next', () => {
    const preset = geostationaryImager(0, 60);
    const [one, two] = [imagerOf(preset, 1), imagerOf(preset, 2)];
    for (const { bands } of [one, two])
      bands.forEach(({ noise, pointSpread }, k) => {
        for (const [value, { range }] of [
          [noise, preset.bands[k].noise],
          [pointSpread, preset.bands[k].pointSpread],
        ] as const) {
          expect(value).toBeGreaterThanOrEqual(range[0]);
          expect(value).toBeLessThanOrEqual(range[1]);
        }
      });
    expect(one.bands[0].noise).not.toBe(two.bands[0].noise);
    expect(imagerOf(preset).bands[0].noise).toBe(preset.bands[0].noise.value);
  });
});
