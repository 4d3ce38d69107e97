import { cameraOf, geodeticOfScan, type ImagerGrid, isSameGrid, scanOfGeodetic, sightOfScan } from '../frames/imager-grid.ts';
import { cos } from '../math/elementary.ts';
import { radianceOfNoise } from '../physics/planck.ts';
import type { InfraredScan, LineOfSightDetection, LookedAt } from '../sense/scan.ts';
import type { Kelvin, Micros, Radians, Seconds } from '../units.ts';
import { type Background, createBackground, lookAt } from './background.ts';
import { type Exceedance, type Exceedances, exceedanceSearch } from './exceedances.ts';
import { type BandFrame, codeLineOf, type Raster } from './frame.ts';
import { type HotFrame, middleOf, rangeOf, sightOf } from './sights.ts';
import { type Clutter, createClutter } from './clutter.ts';
import type { SeriesKernel } from './series-kernel.ts';
import { followLook, SURE, thrustOf, type Tracklet } from './tracklets.ts';

/** What must be known of an imager beside its frames. */
export type ImagerSensor = {
  /** The sensor's name in its theatre. */
  readonly id: string;
  /** A mirror sweeps the rows from north to south between a frame's beginning and its end; an array sees all of them at once. */
  readonly scan: 'sweeping' | 'staring';
  /** Of the optics: sigma of a Gaussian, pixels. */
  readonly pointSpread: number;
  /** Noise of a pixel in a band, one sigma: the temperature difference that makes it at 300 K, K; of a band that shines a reflectance. */
  noiseOf(band: number): Kelvin;
  /** Sigma of a look's pointing that its axes do not tell. */
  readonly pointing_rad: Radians;
};

/** Why something that stood out of a look is not told: other bands show it as a cloud's change or sunlight's; it was seen once, and not again (a flash, a particle,
 *  noise); it was never surer than clutter; it burns where it is, as fires do, or goes with the wind. */
export const TURNED_DOWN_FOR = ['weather', 'once', 'clutter', 'standing'] as const;
export type TurnedDownFor = (typeof TURNED_DOWN_FOR)[number];

/** Something that burns and is told; `moves`: as what is under thrust does. What has just flared up may yet. */
export type Burning = { readonly tracklet: Tracklet; readonly moves: boolean; readonly sight: LineOfSightDetection };

/** What one look comes to. */
export type ImagerReport = {
  /** For the theatre. */
  readonly scan: InfraredScan;
  /** What its detections are of, in their order. */
  readonly burning: readonly Burning[];
  /** How many were turned down at this look: in the weather's name as they showed, others when they had not been seen again, each once in its life; what stands
   *  when that is sure. */
  readonly turnedDown: Readonly<Record<TurnedDownFor, number>>;
  /** What exceeded the threshold; of `omitted` more nothing was kept. */
  readonly exceedances: readonly Exceedance[];
  readonly omitted: number;
  /** Bands of the look that were followed: of the same pixels, with heat or weather in them. */
  readonly bands: readonly number[];
  /** What was known of the background was given up: the first look, or one after a gap, or of another area. */
  readonly beginsAnew: boolean;
};

/** An imager that is followed look after look, in order of time: the background that each is laid beside, and what has been seen to burn. None of it is kept
 *  anywhere: after a restart a few looks make it anew. */
export type ImagerFold = {
  /** `frames` are the bands of one look. Heat is looked for in those between 2.5 and 4.2 µm; those of the same pixels in the window (10 to 12.6 µm) and in sunlight
   *  (1.5 to 2.5 µm) tell clouds. Throws `RangeError` where there is none of the first, or the look is no later than the one before. */
  take(frames: readonly BandFrame[]): ImagerReport;
};

/** A background this old is none: of looks a minute apart one may be missing. */
export const LONGEST_GAP_s: Seconds = 130;
/** Looks before the background is one. */
const SETTLING = 3;
/** After a flare so long a rocket may be as still as a fire. */
const LIFTS_OFF_WITHIN_s: Seconds = 25;
/** What burns where it is: the odds against thrust, as a logarithm. */
const STANDS = -4;
/** The odds for thrust of what moves. */
const MOVES = 3;

/** What is known of the area that an imager looks at. */
type Known = { readonly raster: Raster; grid: ImagerGrid; readonly backgrounds: Map<number, Background>; readonly clutter: Clutter };

/** Follows an imager from its first look on. Throws `RangeError` where the sensor is none. */
export function imagerFold(sensor: ImagerSensor): ImagerFold {
  checkSensor(sensor);
  let known: Known | undefined;
  let last_us = -Infinity;
  let tracklets: Tracklet[] = [];
  /** What has last been said of those that are followed. */
  const verdicts = new Map<number, 'told' | 'standing'>();
  let ids = 0;
  return {
    take(frames) {
      const [first] = frames.filter(showsHeat);
      if (first === undefined) throw new RangeError('a look has no band between 2.5 and 4.2 µm: give the one around 3.9');
      const { begin_us, raster, grid, source } = first;
      if (!(begin_us > last_us)) throw new RangeError(`${source} is no later than the look before it: give looks in order of time`);
      const beginsAnew = known === undefined || begin_us - last_us > LONGEST_GAP_s * 1e6 || !followsOn(known, first);
      if (beginsAnew || known === undefined) {
        known = { raster, grid, backgrounds: begunAnew(known, raster), clutter: createClutter(raster.rows, raster.columns) };
        tracklets = [];
        verdicts.clear();
      }
      known.grid = grid;
      const elapsed_s = beginsAnew ? 0 : (begin_us - last_us) / 1e6;
      last_us = begin_us;
      const beside = { backgrounds: known.backgrounds, elapsed_s, sensor };
      const alike = frames.filter((frame) => isSameRaster(first.raster, frame.raster) && isSameGrid(first.grid, frame.grid));
      const seen = exceedancesIn(alike, beside);
      const timeOf = ({ fit }: Exceedance): Micros => timeOfRow(sensor, first, fit.row);
      const { followed, ended } = followLook(tracklets, seen.found, known.clutter, timeOf, raster.step_rad * rangeOf(first), () => ids++);
      tracklets = followed;
      const current = followed.filter(({ missed, hits, score }) => missed === 0 && hits > 1 && score > SURE);
      const told = current.filter(burns);
      const standing = current.filter((tracklet) => stands(tracklet) && verdicts.get(tracklet.id) !== 'standing');
      for (const { id } of told) verdicts.set(id, 'told');
      for (const { id } of standing) verdicts.set(id, 'standing');
      const unsure = ended.filter(({ id }) => !verdicts.has(id));
      for (const { id } of ended) verdicts.delete(id);
      const measuredAt_us = told.at(0)?.last_us ?? timeOfRow(sensor, first, raster.rows / 2);
      const burning = told.map((tracklet): Burning => {
        const frame = frames.filter(showsHeat).find(({ band }) => band === tracklet.last.band) ?? first;
        return {
          tracklet,
          moves: moves(tracklet),
          sight: sightOf(frame, tracklet, measuredAt_us, sensor.pointing_rad),
        };
      });
      return {
        scan: {
          kind: 'infrared-scan',
          sensor: sensor.id,
          measuredAt_us,
          satelliteEcef_m: cameraOf(grid),
          field: fieldOf(first),
          detections: burning.map(({ sight }) => sight),
        },
        burning,
        turnedDown: {
          weather: seen.weather,
          once: unsure.filter(({ hits }) => hits === 1).length,
          clutter: unsure.filter(({ hits }) => hits > 1).length,
          standing: standing.length,
        },
        exceedances: seen.found,
        omitted: seen.omitted,
        bands: alike.filter((frame) => showsHeat(frame) || showsWeather(frame)).map(({ band }) => band),
        beginsAnew,
      };
    },
  };
}

/** Of an area of the same size the memory is used again. */
function begunAnew(known: Known | undefined, { rows, columns }: Raster): Map<number, Background> {
  if (known === undefined || known.raster.rows !== rows || known.raster.columns !== columns) return new Map();
  for (const background of known.backgrounds.values()) background.looks = 0;
  return known.backgrounds;
}

function checkSensor({ pointSpread, pointing_rad }: ImagerSensor): void {
  if (!(pointSpread > 0 && pointSpread <= 5)) throw new RangeError(`pointSpread is ${pointSpread}, not a sigma between 0 and 5 pixels`);
  if (!(pointing_rad >= 0 && pointing_rad < 0.01)) throw new RangeError(`pointing_rad is ${pointing_rad}, not between 0 and 0.01 rad`);
}

function checkFrame({ source, codes, raster: { rows, columns } }: BandFrame): void {
  if (codes.length !== rows * columns) throw new RangeError(`${source} has ${codes.length} codes for ${rows} × ${columns} pixels`);
}

/** What a look is laid beside: backgrounds by band, so long after they were last learnt from. */
type Beside = {
  readonly backgrounds: Map<number, Background>;
  readonly elapsed_s: Seconds;
  readonly sensor: ImagerSensor;
};

/** What exceeds the threshold in any of a look's bands. One thing shows in several: the strongest of what lies within a pixel and a half is it. */
function exceedancesIn(given: readonly BandFrame[], beside: Beside): Exceedances {
  // A band that comes twice is followed once.
  const frames = given.filter(({ band }, k) => given.findIndex((other) => other.band === band) === k);
  const others = frames.filter(showsWeather).map((frame) => laid(frame, beside));
  const hot = frames.filter(showsHeat).map((frame) => {
    const isSettled = (beside.backgrounds.get(frame.band)?.looks ?? 0) >= SETTLING;
    const search = isSettled ? exceedanceSearch(frame.raster.columns, frame.band, beside.sensor.pointSpread) : undefined;
    return { strips: laid(frame, beside), search };
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
  return { found: kept, weather: sum(({ weather }) => weather), omitted: sum(({ omitted }) => omitted) };
}

function next(strips: Iterator<SeriesKernel, void>): SeriesKernel | undefined {
  return strips.next().value ?? undefined;
}

/** A frame beside what was expected of it, strip by strip. */
export function laid(frame: BandFrame, { backgrounds, elapsed_s, sensor }: Beside): Generator<SeriesKernel> {
  checkFrame(frame);
  const { codes, radianceOf, raster, band, planck, reflectancePerRadiance = 1 } = frame;
  const noise = sensor.noiseOf(band);
  if (!(noise > 0)) throw new RangeError(`noiseOf(${band}) is ${noise}: every band has some noise, K at 300 K or a reflectance`);
  const sigma = planck === undefined ? noise / reflectancePerRadiance : radianceOfNoise(planck, noise);
  const background = backgrounds.get(band) ?? createBackground(raster.rows, raster.columns, sigma);
  backgrounds.set(band, background);
  return lookAt(background, { codes, line: codeLineOf(radianceOf) }, elapsed_s);
}

/** Whether a frame is of a band in which heat shows over the ground. */
export function showsHeat(frame: BandFrame): frame is HotFrame {
  return frame.planck !== undefined && frame.wavelength_um > 2.5 && frame.wavelength_um < 4.2;
}

/** The windows, and where the Sun shines and air does not hide it. */
function showsWeather({ planck, wavelength_um }: BandFrame): boolean {
  return planck === undefined ? wavelength_um > 1.5 && wavelength_um < 2.5 : wavelength_um > 10 && wavelength_um < 12.6;
}

/** Axes are stored in single precision, and are never equal. */
function isSameRaster(a: Raster, b: Raster): boolean {
  const isNear = (u: number, v: number): boolean => Math.abs(u - v) < 0.1 * a.step_rad;
  return (
    a.rows === b.rows &&
    a.columns === b.columns &&
    Math.abs(a.step_rad - b.step_rad) * Math.max(a.rows, a.columns) < 0.1 * a.step_rad &&
    isNear(a.x0_rad, b.x0_rad) &&
    isNear(a.y0_rad, b.y0_rad)
  );
}

/** Whether what one look shows in the middle is there in the next one, to the pixel that displacements are followed over. */
function followsOn(known: Pick<BandFrame, 'raster' | 'grid'>, next: Pick<BandFrame, 'raster' | 'grid'>): boolean {
  if (!isSameRaster(known.raster, next.raster)) return false;
  const middle = middleOf(known.raster);
  const { step_rad } = known.raster;
  const place = geodeticOfScan(known.grid, middle);
  const now = place === undefined ? middle : scanOfGeodetic(next.grid, place);
  return now !== undefined && Math.abs(now.x_rad - middle.x_rad) < step_rad && Math.abs(now.y_rad - middle.y_rad) < step_rad;
}

/** It moves as what is under thrust does; or it has just flared up, and may be about to. */
function burns(tracklet: Tracklet): boolean {
  const { flared_us, last_us } = tracklet;
  return moves(tracklet) || (flared_us !== undefined && last_us - flared_us <= LIFTS_OFF_WITHIN_s * 1e6 && !stands(tracklet));
}

function moves(tracklet: Tracklet): boolean {
  return thrustOf(tracklet) > MOVES;
}

function stands(tracklet: Tracklet): boolean {
  return thrustOf(tracklet) < STANDS;
}

/** The cone within its sides: what is in the corners beside it may be seen, and is not missed. */
function fieldOf({ grid, raster }: BandFrame): LookedAt {
  const half_rad = (Math.min(raster.rows, raster.columns) / 2 - EDGE) * raster.step_rad;
  return { axisEcef: sightOfScan(grid, middleOf(raster)), cosHalfAngle: cos(Math.max(0, half_rad)) };
}

/** Nothing is found this near to a side, pixels. */
const EDGE = 2;

/** When a row is seen. Of a sweep only its beginning and its end are known. */
function timeOfRow({ scan }: ImagerSensor, { begin_us, end_us, raster }: BandFrame, row: number): Micros {
  const share = scan === 'staring' ? 0.5 : Math.min(1, Math.max(0, (row + 0.5) / raster.rows));
  return Math.round(begin_us + share * (end_us - begin_us));
}
