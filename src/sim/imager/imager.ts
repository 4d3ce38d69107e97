import type { FixedGrid } from '../../core/frames/fixed-grid.ts';
import type { BandFrame, Raster } from '../../core/imager/frame.ts';
import { norm } from '../../core/math/vector.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Micros } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { stream } from '../random.ts';
import { AREA_NAMES, type Area, gridOf, rasterOf } from './area.ts';
import type { Backdrop } from './backdrop.ts';
import { detected, packingOf } from './detector.ts';
import { groundOf } from './ground.ts';
import type { ImagerSpec } from './imager-spec.ts';
import { backgroundOf, type Looking, type Pointing } from './looking.ts';
import { blurred } from './point-spread.ts';
import { sunlightAt } from './radiance.ts';
import { addSeen, seenOf } from './rendering.ts';
import { type RandomField, randomField } from './random-field.ts';
import type { Sources } from './sources.ts';

/** What imagers look at: the same for all of a seed. */
export type ImagerWorld = {
  readonly seed: number;
  readonly backdrop: Backdrop;
  readonly sky: Sky;
  /** When the first look begins. */
  readonly begin_us: Micros;
};

/** A simulated imager over one area. */
export type SimulatedImager = {
  readonly grid: FixedGrid;
  readonly raster: Raster;
  /** The frames of a look, one a band: a function of the imager's seed, the look's number and what there is to see, bit for bit the same each time. */
  look(index: number, sources?: Sources): BandFrame[];
  /** When a look begins. */
  beginOf(index: number): Micros;
};

const NOTHING: Sources = { grounds: [], flashes: [], heat: [] };

/** An imager that looks at an area, look after look. A pixel costs some 6 µs a look: a mesoscale area a second or two, a full disc minutes and 1.5 GB; where
 *  that is too much, `{ ...spec, step_rad: 4 * spec.step_rad }` is the same imager with coarser pixels on the same grid. */
export function simulatedImager(spec: ImagerSpec, area: Area, world: ImagerWorld): SimulatedImager {
  const grid = gridOf(spec);
  const raster = rasterOf(spec, area);
  const ground = groundOf(grid, raster, world.backdrop);
  const pointing = pointingOf(spec, world.seed);
  const beginOf = (index: number): Micros => world.begin_us + seconds_us(index * spec.framePeriod_s);
  return {
    grid,
    raster,
    beginOf,
    look: (index, sources = NOTHING) => {
      const begin_us = beginOf(index);
      const end_us = begin_us + seconds_us(spec.exposure_s);
      const off = pointing(index);
      const looking: Looking = { spec, grid, raster, ground, ...world, begin_us, end_us, off, sunEcef_m: world.sky(begin_us).sunEcef_m };
      const images = backgroundOf(looking);
      // Files state reflectances as under the Sun of their day.
      const sunlight = sunlightAt(norm(looking.sunEcef_m));
      const seen = seenOf(looking, sources);
      return spec.bands.map((band, k) => {
        const image = blurred(images[k], raster.columns, off.rows, off.columns, band.pointSpread);
        addSeen(looking, band, image, seen);
        const { scale, offset, fill } = packingOf(band);
        return {
          source: `${spec.satellite} ${AREA_NAMES[area.kind]}, look ${index}, band ${band.band}`,
          satellite: spec.satellite,
          area: AREA_NAMES[area.kind],
          band: band.band,
          wavelength_um: band.wavelength_um,
          begin_us,
          end_us,
          grid,
          raster,
          ...detected(spec, band, image, raster.columns, world.seed, index),
          radianceOf: Float64Array.from({ length: 65_536 }, (_, code) => (code < fill ? scale * code + offset : NaN)),
          planck: band.planck,
          reflectancePerRadiance: band.reflectancePerRadiance && band.reflectancePerRadiance / sunlight,
        };
      });
    },
  };
}

/** By how much a look points beside what its axes say, pixels. */
function pointingOf(spec: ImagerSpec, seed: number): (index: number) => Pointing {
  // Of one wavelength, and along time instead of space.
  const shape = { longest_m: spec.driftTime_s, shortest_m: spec.driftTime_s, smoothness: 0 };
  const drift = (axis: string): RandomField => randomField(seed, `${spec.satellite}/drift/${axis}`, shape);
  const [north, east] = [drift('rows'), drift('columns')];
  return (index) => {
    const random = stream(seed, `imager/${spec.satellite}/jitter/${index}`);
    const off = (slow: RandomField): number =>
      (spec.drift_rad * slow(index * spec.framePeriod_s, 0, 0) + spec.jitter_rad * random.normal()) / spec.step_rad;
    return { rows: off(north), columns: off(east) };
  };
}
