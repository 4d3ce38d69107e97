import { radianceOfNoise } from '../physics/planck.ts';
import type { ImagerGrid } from '../frames/imager-grid.ts';
import type { Micros, Seconds } from '../units.ts';
import { type Background, createBackground, lookAt } from './background.ts';
import { type Exceedance, type Exceedances, exceedanceSearch } from './exceedances.ts';
import { type BandFrame, codeLineOf } from './frame.ts';
import type { ImagerSensor } from './imager-sensor.ts';
import type { SeriesKernel } from './series-kernel.ts';
import { groundDisplacement } from './standing.ts';
import type { HotFrame } from './sights.ts';

/** A background of this age is none: of looks a minute apart one may be missing. */
export const LONGEST_GAP_s: Seconds = 130;
/** So many looks show a background before anything is looked for over it. */
const SETTLING = 3;

/** What the looks of an area are laid beside, band by band: its background, and when it was last learnt from, and as what the camera saw then. */
export type Laid = {
  readonly backgrounds: Map<number, Background>;
  readonly seen: Map<number, { readonly at_us: Micros; readonly grid: ImagerGrid }>;
};

/** What exceeds the threshold in a look; `isKnown`: whether there is a background yet, so that what is not found is not there; `cut`: the share of the look that had moved
 *  farther than is followed, by the band of which that is most. */
export type Found = Exceedances & { readonly isKnown: boolean; readonly cut: number };

/** What exceeds the threshold in any of a look's bands. One thing shows in several: the strongest of what lies within a pixel and a half is it. */
export function exceedancesIn(given: readonly BandFrame[], beside: Laid, sensor: Pick<ImagerSensor, 'noiseOf' | 'pointSpread'>): Found {
  // A band that comes twice is followed once.
  const frames = given.filter(({ band }, k) => given.findIndex((other) => other.band === band) === k);
  const others = frames.filter(showsWeather).map((frame) => laid(frame, beside, sensor));
  const hot = frames.filter(showsHeat).map((frame) => {
    const strips = laid(frame, beside, sensor);
    const isSettled = (beside.backgrounds.get(frame.band)?.looks ?? 0) >= SETTLING;
    return { strips, search: isSettled ? exceedanceSearch(frame.raster.columns, frame.band, sensor.pointSpread) : undefined };
  });
  // Strip by strip, all bands together: no more than that is kept of a look.
  let isMore = true;
  while (isMore) {
    const weather = others.flatMap((strips) => next(strips)?.strip ?? []);
    const kernels = hot.map(({ strips }) => next(strips));
    hot.forEach(({ search }, k) => {
      const kernel = kernels[k];
      if (kernel !== undefined) search?.search(kernel, weather);
    });
    isMore = weather.length > 0 || kernels.some((kernel) => kernel !== undefined);
  }
  const each = hot.flatMap(({ search }) => search?.found() ?? []);
  const kept: Exceedance[] = [];
  for (const one of each.flatMap(({ found }) => found).sort((a, b) => b.k - a.k || a.at - b.at || a.band - b.band))
    if (kept.every(({ fit }) => Math.max(Math.abs(fit.row - one.fit.row), Math.abs(fit.column - one.fit.column)) > 1.5)) kept.push(one);
  const sum = (of: (one: Exceedances) => number): number => each.reduce((total, one) => total + of(one), 0);
  return {
    found: kept,
    weather: sum(({ weather }) => weather),
    omitted: sum(({ omitted }) => omitted),
    isKnown: hot.some(({ search }) => search !== undefined),
    cut: frames.filter(showsHeat).reduce((most, { band }) => Math.max(most, beside.backgrounds.get(band)?.cut ?? 0), 0),
  };
}

function next(strips: Iterator<SeriesKernel, void>): SeriesKernel | undefined {
  return strips.next().value ?? undefined;
}

/** A frame beside what was expected of it, strip by strip; what was known of its band too long ago is given up. */
export function laid(frame: BandFrame, { backgrounds, seen }: Laid, { noiseOf }: Pick<ImagerSensor, 'noiseOf'>): Generator<SeriesKernel> {
  const { codes, radianceOf, raster, band, planck, reflectancePerRadiance = 1, begin_us, grid } = frame;
  const noise = noiseOf(band);
  const sigma = planck === undefined ? noise / reflectancePerRadiance : radianceOfNoise(planck, noise);
  const background = backgrounds.get(band) ?? createBackground(raster.rows, raster.columns, sigma);
  backgrounds.set(band, background);
  const before = seen.get(band) ?? { at_us: begin_us, grid };
  const elapsed_s = (begin_us - before.at_us) / 1e6;
  if (elapsed_s > LONGEST_GAP_s) background.looks = 0;
  seen.set(band, { at_us: begin_us, grid });
  return lookAt(background, { codes, line: codeLineOf(radianceOf) }, elapsed_s, groundDisplacement(before.grid, grid, raster));
}

/** Whether a frame is of a band in which heat shows over the ground. */
export function showsHeat(frame: BandFrame): frame is HotFrame {
  return frame.planck !== undefined && frame.wavelength_um > 2.5 && frame.wavelength_um < 4.2;
}

/** The windows, and where the Sun shines and air does not hide it. */
export function showsWeather({ planck, wavelength_um }: BandFrame): boolean {
  return planck === undefined ? wavelength_um > 1.5 && wavelength_um < 2.5 : wavelength_um > 10 && wavelength_um < 12.6;
}
