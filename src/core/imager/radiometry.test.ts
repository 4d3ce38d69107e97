import { expect, test } from 'vitest';
import { skyAt } from '../../adapters/sky/sky.ts';
import { backdropOf, USUAL_BACKDROP } from '../../sim/imager/backdrop.ts';
import { simulatedImager } from '../../sim/imager/imager.ts';
import { imagerOf } from '../../sim/imager/imager-spec.ts';
import { geostationaryImager } from '../../sim/imager/presets.ts';
import { glowing, SIDE as FRAME_SIDE } from '../../../tests/support/imager-frames.ts';
import { geodeticOfScan } from '../frames/imager-grid.ts';
import { taiFromUtc_us } from '../time/scale.ts';
import type { Kelvin, SquareMetres } from '../units.ts';
import { candidatesOf } from './hot-pixels.ts';
import { hotSpotsOf } from './hot-spots.ts';
import { imagerLookOf } from './imager-look.ts';
import { radiatedBy, type Radiated } from './radiometry.ts';

const BEGIN_us = taiFromUtc_us(Date.UTC(2025, 6, 1, 5) * 1000);
const SIDE = 64;
const spec = imagerOf(geostationaryImager(-1.31, 10));
const middle = { x_rad: 0.03, y_rad: 0.07 };
/** Clear sky over land: what clouds leave of a fire is another matter. */
const CLEAR = { ...USUAL_BACKDROP, landShare: 0.999, layers: [] };

/** What is told of ground that is so hot in the middle of a night's look; undefined where nothing is. */
function told(
  seed: number,
  temperature_K: Kelvin,
  area_m2: SquareMetres,
  begin_us = BEGIN_us,
): { readonly isAtLeast: boolean; readonly radiated: Radiated | undefined } | undefined {
  const imager = simulatedImager(
    spec,
    { kind: 'mesoscale', ...middle, side_rad: SIDE * spec.step_rad },
    { seed, backdrop: backdropOf({ seed, ...CLEAR }), sky: skyAt, begin_us },
  );
  const place = geodeticOfScan(imager.look(0)[0].grid, middle);
  if (place === undefined) throw new Error('the middle lies on the Earth');
  const look = imagerLookOf(imager.look(0, { grounds: [{ place, temperature_K, area_m2 }], flashes: [], heat: [] }));
  if ('message' in look) throw new Error(look.message);
  const spots = hotSpotsOf(look, candidatesOf(look, skyAt(begin_us).sunEcef_m));
  const [spot] = spots;
  return spot && { isAtLeast: spot.isAtLeast, radiated: radiatedBy(look, spots)[0] };
}

const SEEDS = Array.from({ length: 16 }, (_, k) => k + 1);
const powerOf = (kelvin: Kelvin, area_m2: SquareMetres): number => 5.670374419e-8 * kelvin ** 4 * area_m2;

test.each([
  [650, 30_000],
  [900, 10_000],
  [1300, 3_000],
])('of flames of %d K on %d m² the power is told within its sigmas', (kelvin, area_m2) => {
  for (const seed of SEEDS) {
    const { radiated } = told(seed, kelvin, area_m2) ?? {};
    const { power_W = NaN, sigmaPower_W = NaN } = radiated ?? {};
    expect(Math.abs(power_W - powerOf(kelvin, area_m2)) / sigmaPower_W).toBeLessThan(2.5);
    expect(sigmaPower_W / power_W).toBeLessThan(0.35);
  }
});

test('of large flames temperature and area are told as well, and their intervals hold them', () => {
  const all = SEEDS.map((seed) => told(seed, 700, 150_000)?.radiated?.flames);
  const known = all.flatMap((flames) => flames ?? []);
  expect(known.length).toBeGreaterThan(8);
  for (const { temperature_K, area_m2 } of known) {
    expect(Math.abs(temperature_K.value - 700)).toBeLessThan(150);
    expect(temperature_K.low).toBeLessThan(temperature_K.value);
    expect(area_m2.low).toBeLessThan(area_m2.value);
  }
  const holds = known.filter(
    ({ temperature_K: t, area_m2: a }) => t.low < 700 && (t.high ?? Infinity) > 700 && a.low < 150_000 && (a.high ?? Infinity) > 150_000,
  );
  expect(holds.length).toBeGreaterThanOrEqual(known.length - 1);
});

test('of small hot flames, which the window does not show, no temperature is told', () => {
  for (const seed of SEEDS) expect(told(seed, 1200, 1_500)?.radiated?.flames).toBeUndefined();
});

test('of what is out of range only the least power is told', () => {
  const { isAtLeast, radiated } = told(1, 1000, 600_000) ?? {};
  expect(isAtLeast).toBe(true);
  expect(radiated?.flames).toBeUndefined();
  expect(radiated?.power_W).toBeLessThan(1.1 * powerOf(1000, 600_000));
  expect(radiated?.power_W).toBeGreaterThan(1e9);
});

// By day one or two pixels stand out of the sunlit ground, and half of the light is in those beside them.
test('by day the light beside the pixels that stand out is counted as well', () => {
  const noon_us = taiFromUtc_us(Date.UTC(2025, 6, 1, 17) * 1000);
  const errors = SEEDS.flatMap((seed) => {
    const { radiated } = told(seed, 900, 10_000, noon_us) ?? {};
    return radiated === undefined ? [] : [(radiated.power_W - powerOf(900, 10_000)) / radiated.sigmaPower_W];
  });
  expect(errors.length).toBeGreaterThan(10);
  const mean = errors.reduce((sum, one) => sum + one, 0) / errors.length;
  expect(Math.abs(mean)).toBeLessThan(1);
  for (const one of errors) expect(Math.abs(one)).toBeLessThan(3);
});

test('a pixel without a value beside a fire leaves what the others show', () => {
  const hot = (i: number, j: number): number => (i === 20 && j === 30 ? 330 : 285);
  const frames = [glowing(7, 3.9, hot), glowing(13, 10.3, () => 285)];
  const powerWith = (missing: number | undefined): number | undefined => {
    const [first, second] = frames;
    const codes = first.codes.slice();
    if (missing !== undefined) codes[missing] = first.radianceOf.length - 1;
    const look = imagerLookOf([{ ...first, codes }, second]);
    if ('message' in look) throw new Error(look.message);
    const spots = hotSpotsOf(look, candidatesOf(look, skyAt(BEGIN_us).sunEcef_m));
    return radiatedBy(look, spots)[0]?.power_W;
  };
  const whole = powerWith(undefined) ?? NaN;
  expect(whole).toBeGreaterThan(1e7);
  expect((powerWith(21 * FRAME_SIDE + 31) ?? NaN) / whole).toBeCloseTo(1, 1);
});
