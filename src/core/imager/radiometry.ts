import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { cameraOf } from '../frames/imager-grid.ts';
import { exp, log } from '../math/elementary.ts';
import { dot, norm, scale, subtract } from '../math/vector.ts';
import { brightnessTemperature, type PlanckBand, radianceOfBlackBody, STEFAN_BOLTZMANN } from '../physics/planck.ts';
import type { Kelvin, SquareMetres, Watts } from '../units.ts';
import { type HotSpot, neighboursOf } from './hot-spots.ts';
import { explainedAt, type ImagerLook, type Layer, radiance } from './imager-look.ts';
import { imageOf, pieceAround } from './piece.ts';
import { placeOf } from './place.ts';
import { REACH, surroundingsOf } from './surroundings.ts';

/** What a hot spot radiates, as it would be seen through no air. Of smoke nothing is known. */
export type Radiated = {
  /** Over all wavelengths, and its sigma; of a spot that is marked as out of range the least that it can be. */
  readonly power_W: Watts;
  readonly sigmaPower_W: Watts;
  /** Of the flames, as if all had one temperature; undefined where the window does not show them, or the spot is out of range. */
  readonly flames: Flames | undefined;
};

/** Each with the interval that holds it with 95 %; without an upper end where all of it may be as hot, and small, as can be. */
export type Flames = { readonly temperature_K: Between<Kelvin>; readonly area_m2: Between<SquareMetres> };
type Between<T> = { readonly value: T; readonly low: T; readonly high: T | undefined };

/** Flames and embers lie between these, and what one of them radiates for its light around 4 µm differs by so much: the power's own error. */
const COOLEST_K: Kelvin = 600;
const HOTTEST_K: Kelvin = 1400;
const GRAZING = 0.1;
/** Ends of what is searched for a temperature: flames are so much hotter than what is around, where the ratio has a pole. */
const HOTTER_K: Kelvin = 20;
const MOST_K: Kelvin = 3000;
/** What a background is off by is alike in pixels side by side: the sum over n of them is off by n times as much, of many by so many times √n. */
const ALIKE = 3;
/** What clear air takes, an optical depth straight up, around 4 µm and in the window, and what that may be off by. */
const AIR = { hot: 0.12, window: 0.25, sigma: 0.05 };
/** Sigmas by which the window shows it: warm ground is brighter than its surroundings, too. */
const SHOWS = 3;
/** Sigmas of 95 %. */
const SIGMAS = 1.96;

/** Says of a look's hot spots what they radiate, each with the pixels around it, into which its light spreads; undefined of one beside the Earth.
 *    Φ = Σ A_i ΔL_i · geometric mean of σT⁴/B(T) over 600 to 1400 K
 *    ΔL₄/ΔL₁₁ = (B₄(T) − L₄)/(B₁₁(T) − L₁₁),   S = Σ A_i ΔL₄ / (B₄(T) − L₄)
 *  with ΔL over the median of the surroundings and e^(τ/cos θ) for the air, A_i a pixel's ground, B Planck's law.
 *  Source  [WZO2003] eq. 6 (power by the light around 4 µm), [D1981] (temperature and area by two bands). */
export function radiatedBy(look: ImagerLook, spots: readonly HotSpot[]): (Radiated | undefined)[] {
  if (spots.length === 0) return [];
  const { rows, columns } = look.hot.raster;
  const window = windowOf(look);
  const perRadiance = wattsPerRadiance(look.planck);
  const taken = new Set(spots.flatMap(({ pixels }) => pixels));
  const isFree = (at: number): boolean => !taken.has(at) && hasValue(look, at);
  return spots.map((spot) => {
    const beside = spot.pixels.flatMap((at) => neighboursOf(at, columns, rows * columns).filter(isFree));
    const hot = excessOf(look, radiance, AIR.hot, [...new Set([...spot.pixels, ...beside])]);
    if (hot === undefined) return undefined;
    const power_W = hot.sum * perRadiance.mean;
    const own = power_W * perRadiance.share;
    const background = hot.sigma * perRadiance.mean;
    return {
      power_W,
      sigmaPower_W: Math.sqrt(own * own + background * background),
      flames: spot.isAtLeast || window === undefined ? undefined : flamesOf(look, hot, window, spot.pixels),
    };
  });
}

/** Whether a pixel shows something of the Earth. */
function hasValue(look: ImagerLook, at: number): boolean {
  const { columns } = look.hot.raster;
  const [row, column] = [Math.floor(at / columns), at % columns];
  return !Number.isNaN(radiance(look, row, column)) && placeOf(look.hot, row, column) !== undefined;
}

/** Geometric mean of σT⁴/B(T), W/m² per unit of radiance, evenly in the logarithm of T, and how far it differs from it, as a share, one sigma. */
function wattsPerRadiance(band: PlanckBand): { readonly mean: number; readonly share: number } {
  const steps = 16;
  const logs = Array.from({ length: steps + 1 }, (_, k) => {
    const kelvin = COOLEST_K * exp((k / steps) * log(HOTTEST_K / COOLEST_K));
    return log((STEFAN_BOLTZMANN * kelvin * kelvin * kelvin * kelvin) / radianceOfBlackBody(band, kelvin));
  });
  const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
  const variance = logs.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / logs.length;
  return { mean: exp(mean), share: Math.sqrt(variance) };
}

type Window = { readonly planck: PlanckBand; readonly layer: Layer };

function windowOf({ surface, window }: ImagerLook): Window | undefined {
  if (surface === undefined || window?.planck === undefined) return undefined;
  const seen = { ...surface, valueOf: Float32Array.from(window.radianceOf) };
  return { planck: window.planck, layer: (_, row, column) => explainedAt(seen, row, column) };
}

/** Radiance over the surroundings times ground, of a spot in a band; its sigma; and the surroundings' radiance. */
type Excess = { readonly sum: number; readonly sigma: number; readonly base: number };

function excessOf(look: ImagerLook, layer: Layer, airDepth: number, pixels: readonly number[]): Excess | undefined {
  const { columns } = look.hot.raster;
  const [row, column] = [Math.floor(pixels[0] / columns), pixels[0] % columns];
  const piece = pieceAround(look.hot, row, column, REACH);
  const around = surroundingsOf(imageOf(look, layer, piece), piece.columns, (row - piece.top) * piece.columns + column - piece.left, 0);
  if (around === undefined) return undefined;
  let [sum, ground, slant] = [0, 0, 1];
  for (const at of pixels) {
    const [i, j] = [Math.floor(at / columns), at % columns];
    const own = groundOf(look, i, j);
    const over = layer(look, i, j) - around.median;
    if (own === undefined || Number.isNaN(over)) return undefined;
    sum += own.area_m2 * over;
    ground += own.area_m2;
    slant = own.slant;
  }
  const through = exp(airDepth / slant);
  const background = around.spread * ground * Math.min(1, ALIKE / Math.sqrt(pixels.length));
  const air = (sum * AIR.sigma) / slant;
  return { sum: through * sum, sigma: through * Math.sqrt(background * background + air * air), base: around.median };
}

/** Ground of a pixel, on the ellipsoid: what is across the sight, over the cosine of how it slants, at least grazing. */
function groundOf(
  { hot }: ImagerLook,
  row: number,
  column: number,
): { readonly area_m2: SquareMetres; readonly slant: number } | undefined {
  const place = placeOf(hot, row, column);
  if (place === undefined) return undefined;
  const towards = subtract(cameraOf(hot.grid), ecefVecFromGeodetic(place));
  const range_m = norm(towards);
  const across_m = hot.raster.step_rad * range_m;
  const slant = Math.max(GRAZING, dot(scale(towards, 1 / range_m), enuBasis(place).up));
  return { area_m2: (across_m * across_m) / slant, slant };
}

/** Temperature by the pixels that stand out, area by `all` of the light. */
function flamesOf(look: ImagerLook, all: Excess, { planck, layer }: Window, pixels: HotSpot['pixels']): Flames | undefined {
  const hot = excessOf(look, radiance, AIR.hot, pixels);
  const cool = excessOf(look, layer, AIR.window, pixels);
  if (hot === undefined || cool === undefined || !(cool.sum > SHOWS * cool.sigma)) return undefined;
  const ratioAt = (kelvin: Kelvin): number =>
    (radianceOfBlackBody(look.planck, kelvin) - hot.base) / (radianceOfBlackBody(planck, kelvin) - cool.base);
  const areaAt = (kelvin: Kelvin): SquareMetres => all.sum / (radianceOfBlackBody(look.planck, kelvin) - hot.base);
  const sigma = Math.sqrt((cool.sigma / cool.sum) * (cool.sigma / cool.sum) + (hot.sigma / hot.sum) * (hot.sigma / hot.sum));
  const ratio = hot.sum / cool.sum;
  const least_K = HOTTER_K + Math.max(brightnessTemperature(look.planck, hot.base), brightnessTemperature(planck, cool.base));
  const [low, value, high] = [-SIGMAS, 0, SIGMAS].map((off) => temperatureAt(ratioAt, least_K, ratio * exp(off * sigma)));
  if (value === undefined || low === undefined) return undefined;
  return {
    temperature_K: { value, low, high },
    area_m2: { value: areaAt(value), low: high === undefined ? 0 : areaAt(high), high: areaAt(low) },
  };
}

/** Where a ratio that grows with temperature has a value; undefined where that is beyond what is searched. */
function temperatureAt(ratioAt: (kelvin: Kelvin) => number, least_K: Kelvin, ratio: number): Kelvin | undefined {
  let [low, high]: [Kelvin, Kelvin] = [least_K, MOST_K];
  if (!(ratioAt(low) < ratio && ratio < ratioAt(high))) return undefined;
  while (high - low > 0.1) {
    const middle = (low + high) / 2;
    if (ratioAt(middle) < ratio) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
