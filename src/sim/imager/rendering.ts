import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Metres, MetresPerSecond, Micros, WattsPerSteradian } from '../../core/units.ts';
import { shareOfHeat } from '../../core/physics/plume-light.ts';
import type { HeatSource } from '../infrared.ts';
import type { ImagerBand } from './imager-spec.ts';
import { type Looking, type Pixel, pixelOf, type Sight, sightOf } from './looking.ts';
import { addPoint, reachOf } from './point-spread.ts';
import { glowIn, groundRadiance } from './radiance.ts';
import type { Flash, HotGround, Sources } from './sources.ts';

/** What a look sees of what is hot, each at its own place between the pixels and as it is when they see it: the same for all bands. */
export type Seen = { readonly grounds: readonly SeenGround[]; readonly lights: readonly Light[] };

type SeenGround = { readonly ground: HotGround; readonly sight: Sight };

/** Light of a source, or of a part of the time in which a look sees it. */
type Light = {
  readonly sight: Sight;
  /** Mean over the exposure of the pixels that see it. */
  readonly intensity_Wpsr: WattsPerSteradian;
  /** Sigma of the lit patch. */
  readonly radius_m: Metres;
  /** The one row that sees it so; undefined where all do. */
  readonly row: number | undefined;
};

/** What of the sources a look sees: a row of a sweep in its own moment, an array throughout. */
export function seenOf(looking: Looking, { grounds, flashes, heat }: Sources): Seen {
  return {
    grounds: grounds.flatMap((ground) => seenGround(looking, ground)),
    lights: [
      ...heat.flatMap((heatAt) => (looking.spec.scan === 'sweeping' ? swept(looking, heatAt) : staredAt(looking, heatAt))),
      ...flashes.flatMap((flash) => flashed(looking, flash)),
    ],
  };
}

/** Puts what a look sees into a band's image. */
export function addSeen(looking: Looking, band: ImagerBand, image: Float64Array, { grounds, lights }: Seen): void {
  for (const { ground, sight } of grounds)
    addLight(looking, band, image, { sight, radius_m: 0, row: undefined }, groundIntensity(band, ground, sight));
  const share = shareOfHeat(band);
  for (const light of lights) addLight(looking, band, image, light, light.intensity_Wpsr * share * light.sight.passes(band));
}

function seenGround(looking: Looking, ground: HotGround): SeenGround[] {
  const place = ecefVecFromGeodetic(ground.place);
  const pixel = pixelOf(looking, place);
  return pixel !== undefined && isInReach(looking, pixel, 0) ? [{ ground, sight: sightOf(looking, place, pixel) }] : [];
}

/** In the band's unit of radiance times m²: it glows, as a black body, instead of the ground that was there. */
function groundIntensity(band: ImagerBand, { temperature_K, area_m2 }: HotGround, { behind, passes }: Sight): number {
  if (behind === undefined) return 0;
  return (glowIn(band, temperature_K) - groundRadiance(band, behind)) * area_m2 * behind.viewCosine * passes(band);
}

type HeatAt = (at_us: Micros) => HeatSource | undefined;

/** A mirror shows each row for its own moment: a row sees what there is then, where it is then. So what begins, ends or moves within a look is in those rows
 *  alone that pass by it. Rows that what moves fastest cannot have come near to are not asked. */
function swept(looking: Looking, heatAt: HeatAt): Light[] {
  const { raster, spec } = looking;
  const row_s = spec.exposure_s / raster.rows;
  const reach = reachIn(looking, 0);
  const lights: Light[] = [];
  for (let row = 0; row < raster.rows; ) {
    const [from_us, to_us] = exposureOf(looking, row);
    const shown = shownAt(looking, heatAt, (from_us + to_us) / 2);
    if (shown === undefined) {
      row += 1;
      continue;
    }
    const { pixel } = shown;
    const ahead = pixel.row - row;
    if (Math.abs(ahead) <= reach && isInReach(looking, pixel, 0)) lights.push(lightOf(looking, shown, 1, row));
    const fastest = (FASTEST_mps * row_s) / (pixel.range_m * spec.step_rad);
    row += Math.max(1, Math.floor(rowsUntil(ahead, reach, fastest)));
  }
  return lights;
}

/** A meteoroid's; nothing that burns is faster. */
const FASTEST_mps: MetresPerSecond = 72_000;

/** After how many rows at the earliest the sweep comes near what is so many rows ahead, or, behind it, is caught up by it. */
function rowsUntil(ahead: number, reach: number, fastest: number): number {
  if (Math.abs(ahead) <= reach) return 1;
  const closing = ahead > 0 ? fastest + 1 : fastest - 1;
  return closing > 0 ? (Math.abs(ahead) - reach) / closing : Infinity;
}

/** An array gathers light all the time: what burns shortly is faint, what moves is smeared. Its exposure is cut into parts in which nothing goes farther than half
 *  a pixel. */
function staredAt(looking: Looking, heatAt: HeatAt): Light[] {
  const coarse = partsOf(looking, heatAt, FEWEST_PARTS);
  let farthest = 0;
  for (let k = 1; k < coarse.length; k++) {
    const [{ pixel: before }, { pixel: after }] = [coarse[k - 1], coarse[k]];
    farthest = Math.max(farthest, Math.abs(after.row - before.row), Math.abs(after.column - before.column));
  }
  const finer = Math.min(MOST_FINER, Math.max(1, Math.ceil(2 * farthest)));
  const count = FEWEST_PARTS * finer;
  const parts = finer === 1 ? coarse : partsOf(looking, heatAt, count);
  return parts.filter(({ pixel }) => isInReach(looking, pixel, 0)).map((part) => lightOf(looking, part, 1 / count, undefined));
}

const FEWEST_PARTS = 32;
/** What goes farther than 500 pixels in an exposure leaves a dotted line. */
const MOST_FINER = 32;

/** A source at a moment. */
type Shown = { readonly source: HeatSource; readonly pixel: Pixel };

/** A source in the middles of so many parts of the look, where it burns in them and is in sight. */
function partsOf(looking: Looking, heatAt: HeatAt, count: number): Shown[] {
  const { begin_us, end_us } = looking;
  return Array.from({ length: count }, (_, k) => shownAt(looking, heatAt, begin_us + ((k + 0.5) / count) * (end_us - begin_us))).filter(
    (shown) => shown !== undefined,
  );
}

function shownAt(looking: Looking, heatAt: HeatAt, at_us: Micros): Shown | undefined {
  const source = heatAt(Math.round(at_us));
  const pixel = source && pixelOf(looking, source.r);
  return source && pixel && { source, pixel };
}

function lightOf(looking: Looking, { source, pixel }: Shown, share: number, row: number | undefined): Light {
  const { r, intensity_Wpsr, aboveCloud } = source;
  return { sight: sightOf(looking, r, pixel, aboveCloud), intensity_Wpsr: share * intensity_Wpsr, radius_m: 0, row };
}

/** It lights its cloud from within, up to the top; of a sweep each row sees what of it falls into the row's own moment. */
function flashed(looking: Looking, { place, begin_us, lasts_s, intensity_Wpsr, radius_m }: Flash): Light[] {
  const { spec, raster } = looking;
  const to_us = begin_us + seconds_us(lasts_s);
  if (begin_us > looking.end_us || to_us < looking.begin_us) return [];
  const r = ecefVecFromGeodetic(place);
  const pixel = pixelOf(looking, r);
  if (pixel === undefined || !isInReach(looking, pixel, radius_m)) return [];
  const sight = sightOf(looking, r, pixel, true);
  const lit = (row: number | undefined): Light[] => {
    const [open_us, closed_us] = row === undefined ? [looking.begin_us, looking.end_us] : exposureOf(looking, row);
    const share = (Math.min(closed_us, to_us) - Math.max(open_us, begin_us)) / (closed_us - open_us);
    return share > 0 ? [{ sight, intensity_Wpsr: intensity_Wpsr * share, radius_m, row }] : [];
  };
  if (spec.scan === 'staring') return lit(undefined);
  const reach = reachIn(looking, radius_m / (pixel.range_m * spec.step_rad));
  const first = Math.max(0, Math.floor(pixel.row - reach));
  const last = Math.min(raster.rows - 1, Math.ceil(pixel.row + reach));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => lit(first + k)).flat();
}

/** From when to when a row of a sweep is seen. */
function exposureOf({ begin_us, end_us, raster }: Looking, row: number): readonly [Micros, Micros] {
  const row_us = (end_us - begin_us) / raster.rows;
  return [begin_us + row * row_us, begin_us + (row + 1) * row_us];
}

/** So many pixels from where it falls a source of a patch so many pixels wide may light one. */
function reachIn({ spec }: Looking, wide: number): number {
  return reachOf(Math.max(...spec.bands.map((band) => sigmaOf(band, wide))));
}

/** Whether what falls there lights any pixel of the area. */
function isInReach(looking: Looking, { row, column, range_m }: Pixel, radius_m: Metres): boolean {
  const { spec, raster } = looking;
  const reach = reachIn(looking, radius_m / (range_m * spec.step_rad));
  return row > -reach && row < raster.rows + reach && column > -reach && column < raster.columns + reach;
}

/** Of a patch so many pixels wide as the optics show it. */
function sigmaOf({ pointSpread }: ImagerBand, wide: number): number {
  return Math.sqrt(pointSpread * pointSpread + wide * wide);
}

/** Adds an intensity, in the band's unit of radiance times m²: over a pixel's solid angle and range it is that pixel's radiance. */
function addLight(
  { spec, raster }: Looking,
  band: ImagerBand,
  image: Float64Array,
  { sight, radius_m, row }: Pick<Light, 'sight' | 'radius_m' | 'row'>,
  intensity: number,
): void {
  const pixel_m = sight.range_m * spec.step_rad;
  const sigma = sigmaOf(band, radius_m / pixel_m);
  addPoint(image, raster.columns, sight.row, sight.column, sigma, intensity / (pixel_m * pixel_m), row);
}
