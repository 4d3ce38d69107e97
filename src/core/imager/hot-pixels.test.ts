import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { naiveCandidates, sortedSurroundings } from '../../../tests/support/hot-naive.ts';
import { framesOf, looksIn } from '../../adapters/goes-abi/looks.ts';
import { imageFiles } from '../../adapters/watched-folder/image-files.ts';
import { skyAt } from '../../adapters/sky/sky.ts';
import { microsFromIso } from '../../api/iso.ts';
import { backdropOf, USUAL_BACKDROP } from '../../sim/imager/backdrop.ts';
import { simulatedImager } from '../../sim/imager/imager.ts';
import { imagerOf } from '../../sim/imager/imager-spec.ts';
import { geostationaryImager } from '../../sim/imager/presets.ts';
import { stream } from '../../sim/random.ts';
import { surelyStandsOutLess } from './bound.ts';
import { createPixelKernel } from './pixel-kernel.ts';
import type { BandFrame } from './frame.ts';
import { candidatesOf } from './hot-pixels.ts';
import { type ImagerLook, imagerLookOf } from './imager-look.ts';
import { surroundingsOf } from './surroundings.ts';

const SIDE = 64;
const ALL = { top: 0, left: 0, rows: SIDE, columns: SIDE };

/** Images of every kind of surroundings: calm, rough, half of them something else, with points, with gaps, up to the edge of a frame. */
function* images(): Generator<{ readonly image: Float32Array; readonly at: number; readonly isPlain: boolean }> {
  const random = stream(1, 'hot-pixels');
  for (let round = 0; round < 500; round++) {
    const spread = 10 ** (2 * random.uniform() - 1);
    const part = random.uniform() < 0.5 ? 0 : random.uniform();
    const gaps = random.uniform() < 0.3 ? random.uniform() : 0;
    const image = Float32Array.from({ length: SIDE * SIDE }, () => {
      if (random.uniform() < gaps) return NaN;
      return Math.round(8 * (spread * random.normal() + (random.uniform() < part ? 10 * spread * random.uniform() : 0))) / 8 + 0;
    });
    const at = (2 + Math.floor(random.uniform() * (SIDE - 4))) * SIDE + 2 + Math.floor(random.uniform() * (SIDE - 4));
    image[at] = 0.1 + 12 * spread * random.uniform() ** 2;
    yield { image, at, isPlain: part === 0 && gaps === 0 };
  }
}

test('surroundings are those that sorting finds', () => {
  for (const { image, at } of images()) expect(surroundingsOf(image, SIDE, at, 0.3)).toEqual(sortedSurroundings(image, SIDE, at, 0.3));
});

test('what surely stands out by less does so, and of what stands out by little nearly all is said to', () => {
  const of = { weak: 0, decided: 0 };
  const kernel = createPixelKernel(SIDE, SIDE);
  kernel.standing(
    { codes: new Uint16Array(SIDE * SIDE), columns: SIDE },
    ALL,
    { scale: 1, offset: 0, first: 0, last: 1, hole: undefined },
    ALL,
    0,
  );
  for (const { image, at, isPlain } of images()) {
    kernel.heights.seen.set(image);
    const around = sortedSurroundings(image, SIDE, at, 0.3);
    const k = around === undefined ? Infinity : (image[at] - around.median) / around.spread;
    for (const least of [1, 5, 7]) {
      const isLess = surelyStandsOutLess(kernel, 'seen', at, least, 0.3);
      if (isLess) expect(k).toBeLessThanOrEqual(least + 1e-6);
      if (!isPlain || least !== 5 || !(k < 3)) continue;
      of.weak += 1;
      of.decided += Number(isLess);
    }
  }
  expect(of.weak).toBeGreaterThan(50);
  expect(of.decided / of.weak).toBeGreaterThan(0.75);
});

describe('the verdicts are those of whole images and sorted surroundings', () => {
  const SPEC = imagerOf(geostationaryImager(-0.2, 30));
  const seen = (x_rad: number, hour: string, bands: readonly number[]): ImagerLook => {
    const area = { kind: 'mesoscale', x_rad, y_rad: 0.03, side_rad: 200 * SPEC.step_rad } as const;
    const world = {
      seed: 3,
      backdrop: backdropOf({ seed: 3, ...USUAL_BACKDROP }),
      sky: skyAt,
      begin_us: microsFromIso(`2025-02-28T${hour}:00:00.000Z`),
    };
    return lookOf(
      simulatedImager(SPEC, area, world)
        .look(0)
        .filter(({ band }) => bands.includes(band)),
    );
  };
  const alike = (look: ImagerLook): void => {
    const { sunEcef_m } = skyAt(look.hot.begin_us);
    const verdicts = candidatesOf(look, sunEcef_m)
      .map(({ at, rejectedFor }) => ({ at, rejectedFor }))
      .sort((a, b) => a.at - b.at);
    expect(verdicts.length).toBeGreaterThan(20);
    expect(verdicts).toEqual(naiveCandidates(look, sunEcef_m));
  };

  test.each([
    ['a day', 0.05, '12', [7, 13, 6]],
    ['a night', 0.05, '00', [7, 13]],
    ['a night of one band', 0.05, '00', [7]],
    ['a day at the limb', 0.146, '12', [7, 13, 6]],
  ] as const)('%s', (_, x_rad, hour, bands) => alike(seen(x_rad, hour, bands)));

  const FRAMES = fileURLToPath(new URL('../../../../shared/data/goes_abi_l1b/', import.meta.url));
  test('real looks', async (context) => {
    if (!existsSync(FRAMES)) return context.skip('needs ../shared/data/goes_abi_l1b');
    for (const look of await looksIn(imageFiles([FRAMES]), () => {})) alike(lookOf(await framesOf(look, () => {})));
  });
});

function lookOf(frames: readonly BandFrame[]): ImagerLook {
  const look = imagerLookOf(frames);
  if ('message' in look) throw new Error(look.message);
  return look;
}
