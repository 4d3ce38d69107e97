import { beforeAll, describe, expect, test } from 'vitest';
import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { geodeticOfScan } from '../../core/frames/imager-grid.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { type ImagerLook, imagerLookOf } from '../../core/imager/imager-look.ts';
import { planckAt, radianceOfBlackBody } from '../../core/physics/planck.ts';
import { gridOf, rasterOf } from './area.ts';
import { type Backdrop, backdropOf, USUAL_BACKDROP } from './backdrop.ts';
import { simulatedImager } from './imager.ts';
import { imagerOf } from './imager-spec.ts';
import { geostationaryImager, staringImager } from './presets.ts';
import { recordedBackdrop, type RecordedScene, recordedScene, type SceneSettings } from './recorded-scene.ts';
import { changeBetween } from './texture.ts';

const spec = imagerOf(geostationaryImager(0, 10));
const grid = gridOf(spec);
const areaOf = (side: number) => ({ kind: 'mesoscale', x_rad: 0.02, y_rad: 0.05, side_rad: side * spec.step_rad }) as const;
const night = () => ({ sunEcef_m: { x: -1.5e11, y: 0, z: 0 }, moonEcef_m: { x: 4e8, y: 0, z: 0 } });
const BEGIN_us = 1_700_000_000_000_000;
const STILL = { rows: 0, columns: 0 };
const LAST_s = 240;

/** A look of 140 pixels side as a file would have it, with what `changed` makes of its temperatures in all bands. */
function lookedAt(changed?: (row: number, column: number) => number | undefined): BandFrame[] {
  const imager = simulatedImager(spec, areaOf(140), {
    seed: 4,
    backdrop: backdropOf({ seed: 4, ...USUAL_BACKDROP }),
    sky: night,
    begin_us: BEGIN_us,
  });
  return imager.look(0).map((frame) => {
    const { planck, radianceOf, raster } = frame;
    if (changed === undefined || planck === undefined) return frame;
    const [first, second] = [radianceOf[0], radianceOf[1]];
    const codes = frame.codes.map((code, at) => {
      const temperature_K = changed(Math.floor(at / raster.columns), at % raster.columns);
      return temperature_K === undefined ? code : Math.round((radianceOfBlackBody(planck, temperature_K) - first) / (second - first));
    });
    return { ...frame, codes };
  });
}

function backdropFor(scene: RecordedScene, other: Partial<SceneSettings> = {}) {
  return recordedBackdrop({
    scene,
    window: 'anywhere',
    seed: 1,
    name: 'one',
    grid,
    raster: rasterOf(spec, areaOf(96)),
    begin_us: BEGIN_us,
    ...other,
  });
}

function lookOf(frames: readonly BandFrame[]): ImagerLook {
  const look = imagerLookOf(frames);
  if ('message' in look) throw new Error(look.message);
  return look;
}

describe('a look that was recorded, looked at again and again', () => {
  let backdrop: Backdrop;
  let again: ImagerLook[] = [];
  beforeAll(() => {
    backdrop = backdropFor(recordedScene(lookedAt()), { raster: rasterOf(spec, areaOf(120)) });
    const imager = simulatedImager(spec, areaOf(120), { seed: 1, backdrop, sky: night, begin_us: BEGIN_us });
    again = [0, 1].map((index) => lookOf(imager.look(index)));
  });

  /** Mean difference of pixels so far apart in a row, over that of the scene itself. */
  const sharpness = (apart: number, at_s: number, off: typeof STILL): number => {
    const seen = (when_s: number, pointing: typeof STILL): number => {
      const image = backdrop.recorded?.(spec.bands[0], BEGIN_us + when_s * 1e6, pointing) ?? new Float64Array();
      let sum = 0;
      for (let at = apart; at < image.length; at++) if (at % 120 >= apart) sum += Math.abs(image[at] - image[at - apart]);
      return sum;
    };
    return seen(at_s, off) / seen(0, STILL);
  };

  test('is as sharp as it was, wherever it points between two pixels and after four minutes of wind', () => {
    for (const [at_s, rows, columns] of [
      [0, 0.25, 0.25],
      [0, 0.5, -0.5],
      [LAST_s, 0.1, 0.1],
    ])
      for (const apart of [1, 2, 4]) {
        // Half a pixel off takes a few per cent of what is as narrow as a pixel; four points for six take a twelfth.
        expect(sharpness(apart, at_s, { rows, columns })).toBeGreaterThan(0.93);
        expect(sharpness(apart, at_s, { rows, columns })).toBeLessThan(1.05);
      }
  });

  test('is never the same twice: two looks differ by the noise of both, within what codes round', () => {
    // 0.05 K of noise, in the noises of 0.1 K that changes are told in.
    const noise = 0.5 * Math.SQRT2;
    expect(changeBetween(again[0], again[1])).toBeGreaterThan(0.85 * noise);
  });
});

describe('what stands high in the window', () => {
  /** Warm ground, a high cold cloud in the west, and a fire. */
  const scene = recordedScene(lookedAt((row, column) => (row === 70 && column === 90 ? 380 : column < 70 ? 225 : 288)));
  const raster = rasterOf(spec, areaOf(120));
  const hot = spec.bands[0];
  const shown = (at_s: number, off = STILL, seed = 1): Float64Array => {
    const image = backdropFor(scene, { raster, seed }).recorded?.(hot, BEGIN_us + at_s * 1e6, off);
    if (image === undefined) throw new Error('it was recorded');
    return image;
  };
  const brightest = (image: Float64Array): number => image.indexOf(Math.max(...image));

  test('goes with the wind, and what is on the ground stays where it is', () => {
    expect(scene.hottest).toEqual({ row: 70, column: 90 });
    const cut = lookedAt((row, column) => (row === 70 && column === 90 ? 380 : 288)).map((frame) => ({
      ...frame,
      radianceOf: frame.radianceOf.slice(),
    }));
    for (const { codes, radianceOf } of cut) {
      codes[0] = 65_535;
      radianceOf[65_535] = NaN;
    }
    expect(recordedScene(cut).hottest).toEqual({ row: 70, column: 90 });
    // Of eight winds some carry the edge of the cloud by a pixel and more; none the fire.
    const edges: number[] = [];
    for (let seed = 1; seed <= 8; seed++) {
      const [before, after] = [shown(0, STILL, seed), shown(LAST_s, STILL, seed)];
      expect(brightest(after)).toBe(brightest(before));
      const row = (raster.rows / 2) * raster.columns;
      const edge = (image: Float64Array): number =>
        image
          .subarray(row, row + raster.columns)
          .findIndex((value) => value > radianceOfBlackBody(spec.bands[0].planck ?? planckAt(3.9), 270));
      edges.push(Math.abs(edge(after) - edge(before)));
    }
    expect(Math.max(...edges)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...edges)).toBeLessThanOrEqual(4);
  });

  test('goes aside as the imager points aside, by whole pixels and parts of them', () => {
    const [straight, aside] = [shown(0), shown(0, { rows: 2, columns: -3 })];
    expect(brightest(aside) - brightest(straight)).toBe(2 * raster.columns - 3);
    const half = shown(0, { rows: 0, columns: 0.5 });
    const at = brightest(straight);
    expect(half[at] / half[at + 1]).toBeCloseTo(1, 1);
  });

  test('hides what is below it, up to where the air is as cold, and the ground hides nothing', () => {
    const backdrop = backdropFor(scene, { raster });
    const cloudAt = (column: number) => {
      const place = geodeticOfScan(grid, { x_rad: raster.x0_rad + column * raster.step_rad, y_rad: raster.y0_rad - 60 * raster.step_rad });
      if (place === undefined) throw new Error('it is on the Earth');
      const { x, y, z } = ecefVecFromGeodetic(place);
      return backdrop.cloudsAt(BEGIN_us)(x, y, z);
    };
    expect(cloudAt(5)).toHaveLength(1);
    expect(cloudAt(5)[0].top_m).toBeGreaterThan(8_500);
    expect(cloudAt(5)[0].top_m).toBeLessThan(10_500);
    expect(cloudAt(110)).toEqual([]);
  });

  test('a window that should hold the hottest pixel holds it, well inside, and each imager has its own', () => {
    const small = rasterOf(spec, areaOf(60));
    const places = [1, 2, 3, 4, 5].map((seed) => {
      const image = backdropFor(scene, { raster: small, window: 'hottest', seed }).recorded?.(hot, BEGIN_us, STILL);
      return brightest(image ?? new Float64Array(1));
    });
    for (const at of places)
      for (const along of [Math.floor(at / small.columns), at % small.columns]) {
        expect(along).toBeGreaterThan(8);
        expect(along).toBeLessThan(small.columns - 8);
      }
    expect(new Set(places).size).toBeGreaterThan(3);
    const of = (name: string) => backdropFor(scene, { raster: small, name }).recorded?.(hot, BEGIN_us, STILL);
    expect(of('one')).not.toEqual(of('another'));
  });

  test('is refused where its pixels are of another size, or too few', () => {
    const other = imagerOf(staringImager(0));
    expect(() => backdropFor(scene, { raster: rasterOf(other, areaOf(96)) })).toThrow('is no background of pixels of');
    expect(() => backdropFor(scene, { raster: rasterOf(spec, areaOf(130)) })).toThrow('too small for 130');
    expect(() => recordedScene(lookedAt().filter(({ band }) => band === 7))).toThrow('no window');
  });
});
