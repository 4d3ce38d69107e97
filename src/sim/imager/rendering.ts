import { ecefVecFromGeodetic, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import { shareOfHeat } from '../../core/physics/plume-light.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Metres, Micros } from '../../core/units.ts';
import type { HeatSource } from '../infrared.ts';
import type { ImagerBand } from './imager-spec.ts';
import { type Looking, type Sight, sightOf } from './looking.ts';
import { addPoint } from './point-spread.ts';
import { glowIn, passesFrom } from './radiance.ts';
import type { Flash, HotGround, Sources } from './sources.ts';

/** Puts what is hot into a band's image, each at its own place between the pixels, at the time when its row is seen. */
export function addSources(looking: Looking, band: ImagerBand, image: Float64Array, { grounds, flashes, heat }: Sources): void {
  for (const ground of grounds) addGround(looking, band, image, ground);
  for (const heatAt of heat) addHeat(looking, band, image, heatAt);
  for (const flash of flashes) addFlash(looking, band, image, flash);
}

function addGround(looking: Looking, band: ImagerBand, image: Float64Array, { place, temperature_K, area_m2 }: HotGround): void {
  const sight = sightOf(looking, ecefVecFromGeodetic(place));
  if (sight?.behind === undefined) return;
  const { surface, viewCosine, sunCosine } = sight.behind;
  // It glows instead of the ground that was there.
  const instead = glowIn(band, surface.night_K + surface.heating_K * sunCosine);
  const excess = glowIn(band, temperature_K) - instead;
  addLight(looking, band, image, sight, 0, excess * area_m2 * viewCosine * passesFrom(band, sight.through, 0));
}

function addHeat(looking: Looking, band: ImagerBand, image: Float64Array, heatAt: (at_us: Micros) => HeatSource | undefined): void {
  const { begin_us, end_us, spec } = looking;
  // Somewhere in the look, to know its row: it may begin or end within it.
  const about = heatAt(Math.round((begin_us + end_us) / 2)) ?? heatAt(end_us) ?? heatAt(begin_us);
  const near = about && sightOf(looking, about.r);
  // A mirror sees a row for a moment: what moves is where it is then.
  const source = near && spec.scan === 'sweeping' ? heatAt(timeOfRow(looking, near.row)) : about;
  const sight = source && sightOf(looking, source.r);
  if (source === undefined || sight === undefined) return;
  const height_m = source.aboveCloud ? ABOVE_CLOUDS_M : geodeticFromEcefVec(source.r).height_m;
  addLight(looking, band, image, sight, 0, source.intensity_Wpsr * shareOfHeat(band) * passesFrom(band, sight.through, height_m));
}

function addFlash(looking: Looking, band: ImagerBand, image: Float64Array, flash: Flash): void {
  const sight = sightOf(looking, ecefVecFromGeodetic(flash.place));
  if (sight === undefined) return;
  const shown = shownOf(looking, sight.row, flash.begin_us, flash.begin_us + seconds_us(flash.lasts_s));
  if (shown === 0) return;
  // It lights its cloud from within, up to the top.
  const passes = passesFrom(band, sight.through, ABOVE_CLOUDS_M);
  addLight(looking, band, image, sight, flash.radius_m, flash.intensity_Wpsr * shareOfHeat(band) * shown * passes);
}

/** What lies on the clouds is over all of them. */
const ABOVE_CLOUDS_M: Metres = 14_000;

/** Adds an intensity, in the band's unit of radiance times m²: over a pixel's solid angle and range it is that pixel's radiance. */
function addLight(
  { spec, raster }: Looking,
  band: ImagerBand,
  image: Float64Array,
  { row, column, range_m }: Sight,
  radius_m: Metres,
  intensity: number,
): void {
  const pixel_m = range_m * spec.step_rad;
  const wide = radius_m / pixel_m;
  const sigma = Math.sqrt(band.pointSpread * band.pointSpread + wide * wide);
  addPoint(image, raster.columns, row, column, sigma, intensity / (pixel_m * pixel_m));
}

function timeOfRow({ begin_us, end_us, raster }: Looking, row: number): Micros {
  const share = Math.min(1, Math.max(0, (row + 0.5) / raster.rows));
  return Math.round(begin_us + share * (end_us - begin_us));
}

/** For what share of a pixel's exposure a flash shines. */
function shownOf(looking: Looking, row: number, from_us: Micros, to_us: Micros): number {
  const { begin_us, end_us, spec } = looking;
  if (spec.scan === 'sweeping') {
    const at_us = timeOfRow(looking, row);
    return at_us >= from_us && at_us < to_us ? 1 : 0;
  }
  return Math.max(0, Math.min(end_us, to_us) - Math.max(begin_us, from_us)) / (end_us - begin_us);
}
