import type { BandFrame, Raster } from '../../core/imager/frame.ts';
import { norm } from '../../core/math/vector.ts';
import { seconds_us } from '../../core/time/scale.ts';
import type { Micros, Seconds } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { stream } from '../random.ts';
import { type Area, areaName, type Followed, gridAt, rasterOf } from './area.ts';
import type { Backdrop } from './backdrop.ts';
import { detected, packingOf } from './detector.ts';
import { type Ground, groundOf } from './ground.ts';
import { type ImagerBand, type ImagerSpec, streamOf } from './imager-spec.ts';
import { backgroundOf, type Looking } from './looking.ts';
import type { Pointing } from './pointing.ts';
import { sunlightAt } from './radiance.ts';
import { addSeen, seenOf } from './rendering.ts';
import { slowNormal } from './slow-normal.ts';
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
  readonly raster: Raster;
  /** The frames of a look, one a band: a function of the imager's seed, the look's number and what there is to see, bit for bit the same each time. */
  look(index: number, sources?: Sources): BandFrame[];
  /** When a look begins. */
  beginOf(index: number): Micros;
};

const NOTHING: Sources = { grounds: [], flashes: [], heat: [] };

/** An imager that looks at an area, look after look, or follows a target. A pixel costs some 6 µs a look: a mesoscale area a second or two, a full disc minutes and 1.5 GB; where
 *  that is too much, `{ ...spec, step_rad: 4 * spec.step_rad }` is the same imager with coarser pixels on the same grid. */
export function simulatedImager(spec: ImagerSpec, area: Area | Followed, world: ImagerWorld): SimulatedImager {
  const raster = rasterOf(spec, area);
  const groundAt = (at_us: Micros): Ground => groundOf(gridAt(spec, area, at_us), raster, world.backdrop);
  const standing = area.kind === 'followed' ? undefined : groundAt(world.begin_us);
  const name = areaName(area);
  // Two areas of one imager are not seen by the same detectors at the same moment.
  const chance = `${streamOf(spec)}/${name}/${raster.x0_rad}/${raster.y0_rad}`;
  const pointing = pointingOf(spec, world.seed, chance);
  const radiancesOf = spec.bands.map(radiancesIn);
  const beginOf = (index: number): Micros => world.begin_us + seconds_us(index * spec.framePeriod_s);
  return {
    raster,
    beginOf,
    look: (index, sources = NOTHING) => {
      const begin_us = beginOf(index);
      const end_us = begin_us + seconds_us(spec.exposure_s);
      const off = pointing(index);
      const ground = standing ?? groundAt(begin_us);
      const { grid } = ground;
      const looking: Looking = { spec, grid, raster, ground, ...world, begin_us, end_us, off, sunEcef_m: world.sky(begin_us).sunEcef_m };
      const images = backgroundOf(looking);
      // Files state reflectances as under the Sun of their day.
      const sunlight = sunlightAt(norm(looking.sunEcef_m));
      const seen = seenOf(looking, sources);
      return spec.bands.map((band, k) => {
        const image = images[k];
        addSeen(looking, band, image, seen);
        return {
          source: `${spec.satellite} ${name}, look ${index}, band ${band.band}`,
          satellite: spec.satellite,
          area: name,
          band: band.band,
          wavelength_um: band.wavelength_um,
          begin_us,
          end_us,
          grid,
          raster,
          ...detected(spec, band, image, raster.columns, { seed: world.seed, chance, look: index }),
          radianceOf: radiancesOf[k],
          planck: band.planck,
          reflectancePerRadiance: band.reflectancePerRadiance && band.reflectancePerRadiance / sunlight,
        };
      });
    },
  };
}

/** Of each code of a band. */
function radiancesIn(band: ImagerBand): Float64Array {
  const { scale, offset, fill } = packingOf(band);
  return Float64Array.from({ length: 65_536 }, (_, code) => (code < fill ? scale * code + offset : NaN));
}

/** By how much a look points beside what its axes say, pixels. What drifts is the imager, whatever it looks at; each look of an area trembles for itself. */
function pointingOf(spec: ImagerSpec, seed: number, chance: string): (index: number) => Pointing {
  const [north, east] = ['rows', 'columns'].map((axis) => slowNormal(seed, `${streamOf(spec)}/drift/${axis}`, spec.driftTime_s));
  return (index) => {
    const random = stream(seed, `${chance}/jitter/${index}`);
    const off = (slow: (at_s: Seconds) => number): number =>
      (spec.drift_rad * slow(index * spec.framePeriod_s) + spec.jitter_rad * random.normal()) / spec.step_rad;
    return { rows: off(north), columns: off(east) };
  };
}
