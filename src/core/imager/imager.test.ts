import { describe, expect, test } from 'vitest';
import { glowing, shining, SIDE } from '../../../tests/support/imager-frames.ts';
import { type FixedGrid, geodeticOfScan, sightOfScan } from '../frames/imager-grid.ts';
import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { add, addScaled, cross, dot, norm, scale, unit, type Vec3, vec3 } from '../math/vector.ts';
import { planckAt, reflectedSunlight } from '../physics/planck.ts';
import { stream } from '../../sim/random.ts';
import type { BandFrame } from './frame.ts';
import { candidatesOf, lackingOf } from './hot-pixels.ts';
import { type HotSpot, hotSpotsOf } from './hot-spots.ts';
import { type ImagerLook, imagerLookOf, temperatureOf } from './imager-look.ts';

const up = ecefVecFromGeodetic(geodeticOfScan(glowing(7, 3.9, () => 290).grid, { x_rad: 0.01, y_rad: 0.05 }) ?? raise());
const NOON: Vec3 = scale(up, 23_000);
const MIDNIGHT: Vec3 = scale(up, -23_000);

function raise(): never {
  throw new Error('there is no place');
}

function lookAt(...frames: readonly BandFrame[]): ImagerLook {
  const look = imagerLookOf(frames);
  if ('message' in look) throw new Error(look.message);
  return look;
}

function spotsIn(look: ImagerLook, sun = MIDNIGHT): HotSpot[] {
  return hotSpotsOf(look, candidatesOf(look, sun));
}

const at = (row: number, column: number): number => row * SIDE + column;
const only =
  (row: number, column: number, hot: number, else_: number) =>
  (i: number, j: number): number =>
    i === row && j === column ? hot : else_;
const calm = (): number => 285;

describe('what is hot', () => {
  test('one pixel 8 K above a calm night is found where it is, with the temperature that it shows', () => {
    const look = lookAt(glowing(7, 3.9, only(20, 30, 293, 285)), glowing(13, 10.3, calm));
    const [spot, ...others] = spotsIn(look);
    expect(others).toEqual([]);
    expect(spot.pixels).toEqual([at(20, 30)]);
    expect([spot.row, spot.column]).toEqual([20, 30]);
    expect(temperatureOf(look, spot.pixels[0])).toBeCloseTo(293, 0);
    expect(spot.probability).toBeGreaterThan(0.99);
    const place = geodeticOfScan(look.hot.grid, { x_rad: 0.01 + 30 * 56e-6, y_rad: 0.05 - 20 * 56e-6 });
    expect(spot.place?.latitude_rad).toBeCloseTo(place?.latitude_rad ?? NaN, 8);
  });

  test('the first band alone will do', () => {
    expect(spotsIn(lookAt(glowing(7, 3.9, only(20, 30, 299, 285)))).map(({ pixels }) => pixels)).toEqual([[at(20, 30)]]);
  });

  test('of noise alone nothing is', () => {
    expect(spotsIn(lookAt(glowing(7, 3.9, calm), glowing(13, 10.3, calm)))).toEqual([]);
  });

  test('a front of a hundred pixels does not blind itself: all of it is one spot, and nothing else is', () => {
    const isFire = (i: number, j: number): boolean => i >= 20 && i < 30 && j >= 20 && j < 30;
    // Hottest in its middle, as fires are.
    const kelvin = (i: number, j: number): number => (isFire(i, j) ? 360 - 8 * Math.hypot(i - 24.6, j - 24.4) : 290);
    const look = lookAt(
      glowing(7, 3.9, kelvin),
      glowing(13, 10.3, () => 290),
    );
    const [spot, ...others] = spotsIn(look);
    expect(others).toEqual([]);
    expect(spot.pixels).toHaveLength(100);
    expect(spot.pixels.every((pixel) => isFire(Math.floor(pixel / SIDE), pixel % SIDE))).toBe(true);
    expect(spot.row).toBeCloseTo(24.6, 0);
    expect(spot.column).toBeCloseTo(24.4, 0);
  });

  test('a pixel that the file marks as out of range is the hottest, and said to be at least so hot', () => {
    const hot = glowing(7, 3.9, only(20, 30, 390, 290));
    hot.quality[at(20, 30)] = 2;
    const [spot] = spotsIn(
      lookAt(
        hot,
        glowing(13, 10.3, () => 290),
      ),
    );
    expect([spot.pixels[0], spot.isAtLeast]).toEqual([at(20, 30), true]);
    expect(spotsIn(lookAt(glowing(7, 3.9, only(20, 30, 390, 290))))[0].isAtLeast).toBe(false);
  });

  test('two that are apart are two, two side by side one', () => {
    const both = (i: number, j: number): number => ((i === 20 || i === 40) && j === 30 ? 310 : 285);
    expect(spotsIn(lookAt(glowing(7, 3.9, both)))).toHaveLength(2);
    const beside = (i: number, j: number): number => (i === 20 && (j === 30 || j === 31) ? 310 : 285);
    expect(spotsIn(lookAt(glowing(7, 3.9, beside))).map(({ pixels }) => pixels.length)).toEqual([2]);
  });

  test('what has no value, beside the Earth or lost on the way, hides nobody beside it and is never hot', () => {
    const hot = glowing(7, 3.9, only(20, 30, 310, 285));
    for (let row = 0; row < SIDE; row++) for (let column = 32; column < SIDE; column++) hot.codes[at(row, column)] = 65_535;
    expect(spotsIn(lookAt(hot)).map(({ pixels }) => pixels)).toEqual([[at(20, 30)]]);
  });
});

/** One pixel of 330 K by night and by day, with a window and a band of sunlight. */
const burning = glowing(7, 3.9, only(20, 30, 330, 285));
const window = glowing(13, 10.3, calm);
const dark = shining(6, 2.2, () => 0.05);
const withoutValue = (frame: BandFrame, isGone: (row: number, column: number) => boolean): BandFrame => {
  const { columns } = frame.raster;
  return { ...frame, codes: frame.codes.map((code, k) => (isGone(Math.floor(k / columns), k % columns) ? 65_535 : code)) };
};
const cropped = (frame: BandFrame, rows: number): BandFrame => ({
  ...frame,
  raster: { ...frame.raster, rows },
  codes: frame.codes.slice(0, rows * frame.raster.columns),
});

describe('where a band of the look has no value a pixel is judged as in a look without it', () => {
  const parts: readonly (readonly [string, (frame: BandFrame) => BandFrame])[] = [
    [
      'of that pixel',
      (frame) =>
        withoutValue(
          frame,
          (row, column) => Math.floor((row * SIDE) / frame.raster.rows) === 20 && Math.floor((column * SIDE) / frame.raster.columns) === 30,
        ),
    ],
    ['of a block around', (frame) => withoutValue(frame, (row) => row > frame.raster.rows / 4 && row < frame.raster.rows / 2)],
    [
      'of all but a few beside it',
      (frame) =>
        withoutValue(
          frame,
          (row, column) => Math.hypot(row / frame.raster.rows - 20 / SIDE, column / frame.raster.columns - 30 / SIDE) > 3 / SIDE,
        ),
    ],
    ['of those below the first rows', (frame) => cropped(frame, frame.raster.rows / 8)],
  ];
  for (const [what, lost] of parts)
    test.each([
      ['the window by night', [lost(window)], MIDNIGHT],
      ['the window beside sunlight, by night', [lost(window), dark], MIDNIGHT],
      ['sunlight by day', [window, lost(dark)], NOON],
      ['both by day', [lost(window), lost(dark)], NOON],
    ] as const)(`${what}: %s`, (_, frames, sun) => {
      const hot = glowing(7, 3.9, only(20, 30, 380, 285));
      const candidates = candidatesOf(lookAt(hot, ...frames), sun);
      const fires = hotSpotsOf(lookAt(hot, ...frames), candidates);
      expect(fires.map(({ pixels }) => pixels)).toEqual([[at(20, 30)]]);
      expect(candidates.find((one) => one.at === at(20, 30))?.isLacking).toBe(true);
      expect(lackingOf(candidates)).toBeGreaterThan(0);
      expect(lackingOf(candidatesOf(lookAt(hot, window, dark), sun))).toBe(0);
    });

  test('a front goes on into a block that the window has lost', () => {
    const hot = glowing(7, 3.9, (row, column) => (row >= 20 && row < 23 && column >= 30 && column < 34 ? 400 + column : 290));
    const half = withoutValue(window, (_, column) => column < 32);
    expect(spotsIn(lookAt(hot, half)).map(({ pixels }) => pixels.length)).toEqual([12]);
  });

  test('what sunlight may explain is not said to be hot there either', () => {
    const warm = glowing(7, 3.9, only(20, 30, 300, 285));
    const [verdict] = candidatesOf(lookAt(warm, window, cropped(dark, 16)), NOON).filter((one) => one.at === at(20, 30));
    expect([verdict.rejectedFor, verdict.isLacking]).toEqual(['sunlight', true]);
  });

  test('a band that lies beside the whole frame is none of the look', () => {
    for (const [x, y] of [
      [SIDE, 0],
      [-SIDE, 0],
      [0, SIDE],
      [0, -SIDE],
    ]) {
      const { raster } = window;
      const aside = {
        ...window,
        raster: { ...raster, x0_rad: raster.x0_rad + x * raster.step_rad, y0_rad: raster.y0_rad + y * raster.step_rad },
      };
      expect([lookAt(burning, aside).window, lookAt(burning, aside).elsewhere]).toEqual([undefined, [aside]]);
    }
    const { raster } = dark;
    const nearly = { ...dark, raster: { ...raster, x0_rad: raster.x0_rad + (2 * SIDE - 2) * raster.step_rad } };
    expect(lookAt(burning, nearly).shine).toBe(nearly);
  });
});

test('a point in a small cold cloud is where it is, though most of what is around is warmer', () => {
  for (const half of [2, 3, 4]) {
    const cloud = (row: number, column: number): number => (Math.max(Math.abs(row - 20), Math.abs(column - 30)) <= half ? 250 : 290);
    const hot = glowing(7, 3.9, (row, column) => (row === 20 && column === 30 ? 285 : cloud(row, column)));
    const [spot] = spotsIn(lookAt(hot, glowing(13, 10.3, cloud)));
    expect(spot.pixels).toEqual([at(20, 30)]);
    expect(spot.row).toBeCloseTo(20, 9);
    expect(spot.column).toBeCloseTo(30, 9);
    expect(spot.place).toBeDefined();
  }
});

describe('what is not', () => {
  const verdict = (look: ImagerLook, sun = MIDNIGHT): string => {
    const candidate = candidatesOf(look, sun).find((one) => one.at === at(20, 30));
    return candidate === undefined ? 'no candidate' : (candidate.rejectedFor ?? 'hot');
  };

  test('a warm place: the window shows it as warm', () => {
    const warm = only(20, 30, 295, 285);
    expect(verdict(lookAt(glowing(7, 3.9, warm), glowing(13, 10.3, only(20, 30, 294.45, 285))))).toBe('surface');
    expect(verdict(lookAt(glowing(7, 3.9, warm), glowing(13, 10.3, only(20, 30, 296, 285))))).toBe('no candidate');
    expect(verdict(lookAt(glowing(7, 3.9, warm), glowing(13, 10.3, calm)))).toBe('hot');
  });

  test('a bright cloud in the Sun: the band at 2.2 µm shows it as bright', () => {
    const white = reflectedSunlight(planckAt(3.9));
    const bright = only(20, 30, 0.4, 0.1);
    const hot = glowing(7, 3.9, calm, (row, column) => 0.8 * white * bright(row, column));
    expect(verdict(lookAt(hot, glowing(13, 10.3, calm), shining(6, 2.2, bright)), NOON)).toBe('sunlight');
    expect(
      verdict(
        lookAt(
          hot,
          glowing(13, 10.3, calm),
          shining(6, 2.2, () => 0.1),
        ),
        NOON,
      ),
    ).toBe('hot');
  });

  test('a bright cloud beside a fire is no part of it', () => {
    const white = reflectedSunlight(planckAt(3.9));
    const cloud = only(20, 31, 0.6, 0.1);
    const hot = glowing(7, 3.9, calm, (row, column) => white * (cloud(row, column) + only(20, 30, 1, 0)(row, column)));
    expect(spotsIn(lookAt(hot, window, shining(6, 2.2, cloud)), NOON).map(({ pixels }) => pixels)).toEqual([[at(20, 30)]]);
  });

  test('a plume by night: what shines at 2.2 µm glows where no Sun is, and is taken for sunlight where one may be', () => {
    const white = reflectedSunlight(planckAt(3.9));
    const hot = glowing(7, 3.9, calm, (row, column) => 0.3 * white * only(20, 30, 1, 0)(row, column));
    const look = lookAt(hot, window, shining(6, 2.2, only(20, 30, 0.4, 0)));
    // Sine of the Sun's height over the place.
    const sunAt = (height: number): Vec3 =>
      add(scale(up, height / norm(up)), scale(unit(cross(up, vec3(0, 0, 1))), Math.sqrt(1 - height * height)));
    for (const height of [-1, -0.5, -0.1]) expect(verdict(look, sunAt(height))).toBe('hot');
    for (const height of [-0.05, 0.05, 0.5, 1]) expect(verdict(look, sunAt(height))).toBe('sunlight');
    expect(spotsIn(look, sunAt(-0.5)).map(({ pixels }) => pixels)).toEqual([[at(20, 30)]]);
  });

  test('the glint in a gap between clouds of which too much is taken off; a fire on grass, of which too much is taken off, is hot outside of the glint', () => {
    const white = reflectedSunlight(planckAt(3.9));
    const scene = (gap: number): ImagerLook =>
      lookAt(
        glowing(7, 3.9, calm, (row, column) => white * only(20, 30, gap, 0.1)(row, column)),
        window,
        shining(6, 2.2, () => 0.5),
      );
    const sight = sightOfScan(window.grid, { x_rad: 0.01 + 30 * 56e-6, y_rad: 0.05 - 20 * 56e-6 });
    const zenith = unit(up);
    const mirrored = addScaled(sight, zenith, -2 * dot(sight, zenith));
    const aside = unit(addScaled(zenith, unit(cross(zenith, sight)), 2));
    for (const gap of [0.2, 0.3, 0.45]) expect([verdict(scene(gap), mirrored), verdict(scene(gap), aside)]).toEqual(['sunlight', 'hot']);
    expect(verdict(scene(0.6), mirrored)).toBe('hot');
    // Where no band shows the glint, nothing is hot that a calm could be; farther from the Sun's image it is no water.
    const unseen = lookAt(scene(0.8).hot, window);
    const near = (turn: number): Vec3 => unit(addScaled(mirrored, unit(cross(mirrored, vec3(0, 0, 1))), turn));
    expect([0, 0.02, 0.2, 0.4].map((turn) => verdict(unseen, near(turn)))).toEqual(['sunlight', 'sunlight', 'hot', 'hot']);
  });

  test('where no band says how bright it is, what sunlight may explain is not said to be hot by day, and is by night', () => {
    const look = lookAt(glowing(7, 3.9, only(20, 30, 300, 285)), glowing(13, 10.3, calm));
    expect(verdict(look, NOON)).toBe('sunlight');
    expect(verdict(look, MIDNIGHT)).toBe('hot');
    expect(verdict(lookAt(glowing(7, 3.9, only(20, 30, 370, 285)), glowing(13, 10.3, calm)), NOON)).toBe('hot');
  });

  test('what is hot where the window shows a calm surface is too little where none shows it, and what is enough then is less sure', () => {
    const [hot, window] = [glowing(7, 3.9, only(20, 30, 286.2, 285)), glowing(13, 10.3, calm)];
    const [{ k }] = candidatesOf(lookAt(hot, window), MIDNIGHT).filter((candidate) => candidate.at === at(20, 30));
    expect(k).toBeGreaterThan(6.1);
    expect(k).toBeLessThan(9.9);
    expect([verdict(lookAt(hot, window)), verdict(lookAt(hot))]).toEqual(['hot', 'texture']);
    const clearer = glowing(7, 3.9, only(20, 30, 286.8, 285));
    const [[sure], [doubted]] = [spotsIn(lookAt(clearer, window)), spotsIn(lookAt(clearer))];
    expect(sure.probability).toBeGreaterThan(0.95);
    expect(doubted.probability).toBeLessThan(0.9);
  });

  // Of points of every contrast, in many noises: nothing that is more likely the background's than hot.
  test('with a window nothing that is less likely hot than not; without one that is told with its probability', () => {
    const found = [286, 286.2, 286.4, 286.6, 286.8, 287].flatMap((kelvin) =>
      [[], [glowing(13, 10.3, calm)]].flatMap((frames) =>
        spotsIn(lookAt(glowing(7, 3.9, only(20, 30, kelvin, 285)), ...frames)).map((spot) => ({ ...spot, alone: frames.length === 0 })),
      ),
    );
    for (const { alone, k, probability } of found) expect(probability >= 0.5 || (alone && k < 10)).toBe(true);
    expect(found.some(({ probability }) => probability < 0.5)).toBe(true);
  });

  test('one among many that stand out as much', () => {
    const random = stream(1, 'broken');
    const broken = (i: number, j: number): number => (i === 20 && j === 30 ? 305 : 285 + 6 * random.normal());
    expect(verdict(lookAt(glowing(7, 3.9, broken)))).toBe('texture');
  });
});

test('bands of another raster are left out, finer ones of the same taken', () => {
  const hot = glowing(7, 3.9, calm);
  const window = glowing(13, 10.3, calm);
  const moved = { ...window, raster: { ...window.raster, x0_rad: window.raster.x0_rad + 0.4 * window.raster.step_rad } };
  expect(lookAt(hot, window).window?.band).toBe(13);
  expect(lookAt(hot, moved).window).toBeUndefined();
  expect(lookAt(hot, moved).elsewhere).toEqual([moved]);
  const grid = window.grid as FixedGrid;
  const others: readonly Partial<FixedGrid>[] = [
    { longitude_rad: grid.longitude_rad + 0.01 },
    { height_m: grid.height_m + 1000 },
    { semiMajor_m: grid.semiMajor_m + 1000 },
    { semiMinor_m: grid.semiMinor_m + 1000 },
    { sweep: 'y' },
  ];
  for (const other of others) {
    const foreign = { ...window, grid: { ...grid, ...other } };
    expect([lookAt(hot, foreign).window, lookAt(hot, foreign).elsewhere]).toEqual([undefined, [foreign]]);
  }
  expect(
    lookAt(
      hot,
      shining(6, 2.2, () => 0),
    ).shine?.band,
  ).toBe(6);
  // Stored in single precision, an axis is never equal to that of another file.
  const rounded = {
    ...window,
    raster: { ...window.raster, x0_rad: Math.fround(window.raster.x0_rad), step_rad: Math.fround(window.raster.step_rad) },
  };
  expect(lookAt(hot, rounded).window?.band).toBe(13);
});

test('a look without the hot band says which it needs', () => {
  expect(imagerLookOf([glowing(13, 10.3, calm)])).toMatchObject({
    message: 'band 13 alone sees no fire',
    remedy: expect.stringContaining('3.9 µm'),
  });
});

test('a frame larger than any that is published says so', () => {
  const hot = glowing(7, 3.9, calm);
  expect(imagerLookOf([{ ...hot, raster: { ...hot.raster, rows: 20_000, columns: 20_000 } }])).toMatchObject({
    message: 'has 20000 × 20000 pixels, more than 60000000',
    remedy: expect.stringContaining('a full disc or a part'),
  });
});

test('a frame too small to have surroundings says so', () => {
  const hot = glowing(7, 3.9, calm);
  expect(imagerLookOf([{ ...hot, raster: { ...hot.raster, rows: 8, columns: 16 } }])).toMatchObject({
    message: 'has 8 × 16 pixels, too few to stand out of',
  });
});
