import { cameraOf, geodeticOfScan, type ImagerGrid, isSameGrid, scanOfGeodetic, sightOfScan } from '../frames/imager-grid.ts';
import { cos } from '../math/elementary.ts';
import type { InfraredScan, LineOfSightDetection, LookedAt } from '../sense/scan.ts';
import type { Micros, Seconds } from '../units.ts';
import type { Background } from './background.ts';
import { type Exceedance, widthOf } from './exceedances.ts';
import { type BandFrame, isOutOfRange, type Raster } from './frame.ts';
import { checkSensor, type ImagerSensor } from './imager-sensor.ts';
import { exceedancesIn, type Laid, LONGEST_GAP_s, showsHeat, showsWeather } from './laid-look.ts';
import { notePlumes, type PlumeMemory, type Plumes, type PlumeSight, plumesOf } from './plumes.ts';
import { type HotFrame, middleOf, rangeOf, sightOf } from './sights.ts';
import { type Clutter, createClutter } from './clutter.ts';
import { standingOf } from './standing.ts';
import { carried, followLook, thrustOf, type Tracklet } from './tracklets.ts';

/** Why something that stood out of a look is not told: other bands show it as a cloud's change or sunlight's; it was seen once, and not again (a flash, a particle,
 *  noise); it was never surer than clutter; it burns where it is, as fires do, or goes with the wind. */
export const TURNED_DOWN_FOR = ['weather', 'once', 'clutter', 'standing'] as const;
export type TurnedDownFor = (typeof TURNED_DOWN_FOR)[number];

/** Something that burns and is told; `moves`: as what is under thrust does. What has just flared up may yet. `plumes`: how many it may be, closer together than
 *  pixels show. */
export type Burning = {
  readonly tracklet: Tracklet;
  readonly moves: boolean;
  readonly sight: LineOfSightDetection;
  readonly plumes?: Plumes;
};

/** A tracklet that is not told, and why not. */
export type TurnedDown = { readonly tracklet: Tracklet; readonly reason: Exclude<TurnedDownFor, 'weather'> };

/** What one look comes to. */
export type ImagerReport = {
  /** For the theatre. */
  readonly scan: InfraredScan;
  /** What its detections are of, in their order. */
  readonly burning: readonly Burning[];
  /** How many were turned down at this look: in the weather's name as they showed, others when they had not been seen again, each once in its life; what stands
   *  when that is sure. */
  readonly turnedDown: Readonly<Record<TurnedDownFor, number>>;
  /** Those of them that are tracklets. */
  readonly turnedDownEach: readonly TurnedDown[];
  /** What exceeded the threshold; of `omitted` more nothing was kept. */
  readonly exceedances: readonly Exceedance[];
  readonly omitted: number;
  /** What exceeded it too near to a side to be followed. */
  readonly atEdge: number;
  /** Share of the look that had moved by more than a pixel since the one before, which is farther than is followed: what stands there may stand out. */
  readonly cut: number;
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

/** After a flare so long a rocket may be as still as a fire. */
const LIFTS_OFF_WITHIN_s: Seconds = 25;
/** From these odds on that it is something it is told, twenty to one, as a logarithm: a hundred to one made plumes that stood out clearly wait for one look more, four of a hundred
 *  of them, and kept nothing false back. */
const TOLD = 3;
/** A look's exceedance is the tracklet's by odds of twenty to one, as a logarithm: what has been sure for long takes clutter for its own when it is gone. */
const ITS_OWN = 3;
/** What has flared up and is likelier to stand than this is a cloud's edge more often than a rocket: the odds for thrust, as a logarithm. */
const MAY_STAND = -2;
/** What burns where it is: the odds against thrust, as a logarithm. */
const STANDS = -4;
/** The odds for thrust of what moves. */
const MOVES = 3;

/** What is known of the area that an imager looks at. */
type Known = Laid & { readonly raster: Raster; grid: ImagerGrid; readonly clutter: Clutter };

/** Follows an imager from its first look on. Throws `RangeError` where the sensor is none. */
export function imagerFold(sensor: ImagerSensor): ImagerFold {
  checkSensor(sensor);
  let known: Known | undefined;
  let last_us = -Infinity;
  let tracklets: Tracklet[] = [];
  /** What has last been said of those that are followed. */
  const verdicts: Verdicts = new Map();
  const plumes = new Map<number, PlumeMemory>();
  let ids = 0;
  return {
    take(frames) {
      // All is checked before anything is learnt: the look may be given again, mended.
      const first = checkedLook(frames, sensor);
      const { begin_us, raster, grid, source } = first;
      if (!(begin_us > last_us)) throw new RangeError(`${source} is no later than the look before it: give looks in order of time`);
      const beginsAnew = known === undefined || begin_us - last_us > LONGEST_GAP_s * 1e6 || !followsOn(known, first);
      if (beginsAnew || known === undefined) {
        known = {
          raster,
          grid,
          backgrounds: begunAnew(known, raster),
          seen: new Map(),
          clutter: createClutter(raster.rows, raster.columns),
        };
        tracklets = [];
        verdicts.clear();
        plumes.clear();
      }
      const moved = standingOf(known.grid, grid, raster);
      if (moved !== undefined) tracklets = tracklets.map((tracklet) => carried(tracklet, moved));
      known.grid = grid;
      last_us = begin_us;
      const alike = frames.filter((frame) => isSameRaster(first.raster, frame.raster) && isSameGrid(first.grid, frame.grid));
      const seen = exceedancesIn(alike, known, sensor);
      const timeOf = ({ fit }: Exceedance): Micros => timeOfRow(sensor, first, fit.row);
      const found = seen.found.filter(({ fit }) => isWithin(raster, fit));
      const { followed, ended } = followLook(tracklets, found, known.clutter, timeOf, raster.step_rad * rangeOf(first), () => ids++);
      tracklets = followed;
      const { told, down } = judged(followed, ended, verdicts);
      const measuredAt_us = told.at(0)?.last_us ?? timeOfRow(sensor, first, raster.rows / 2);
      const burning = told.map((tracklet): Burning => {
        const frame = frames.filter(showsHeat).find(({ band }) => band === tracklet.last.band) ?? first;
        const sight = sightOf(frame, tracklet, measuredAt_us, sensor.pointing_rad);
        const memory = notePlumes(plumes.get(tracklet.id), plumeSightOf(frame, tracklet, sight, sensor.pointSpread));
        plumes.set(tracklet.id, memory);
        return { tracklet, moves: moves(tracklet), sight, plumes: plumesOf(memory, tracklet.last_us) };
      });
      for (const { id } of ended) plumes.delete(id);
      return {
        scan: {
          kind: 'infrared-scan',
          sensor: sensor.id,
          measuredAt_us,
          satelliteEcef_m: cameraOf(grid),
          field: fieldOf(first, seen.isKnown),
          detections: burning.map(({ sight }) => sight),
        },
        burning,
        turnedDown: countsOf(seen.weather, down),
        turnedDownEach: down,
        exceedances: found,
        omitted: seen.omitted,
        atEdge: seen.found.length - found.length,
        cut: seen.cut,
        bands: alike.filter((frame) => showsHeat(frame) || showsWeather(frame)).map(({ band }) => band),
        beginsAnew,
      };
    },
  };
}

function plumeSightOf(
  frame: HotFrame,
  { last: { fit, patch }, last_us }: Tracklet,
  { intensity_Wpsr }: LineOfSightDetection,
  pointSpread: number,
): PlumeSight {
  return {
    at_us: last_us,
    intensity_Wpsr,
    sigmaIntensity_Wpsr: (intensity_Wpsr * fit.sigmaTotal) / fit.total,
    atLeast: isOutOfRange(frame, fit.row, fit.column),
    width: patch && widthOf(patch, pointSpread),
  };
}

type Verdicts = Map<number, 'told' | 'standing'>;

/** What is told of those that are followed, and what is turned down, each once in its life. */
function judged(
  followed: readonly Tracklet[],
  ended: readonly Tracklet[],
  verdicts: Verdicts,
): { readonly told: readonly Tracklet[]; readonly down: readonly TurnedDown[] } {
  const current = followed.filter(({ missed, hits, score, gain }) => missed === 0 && hits > 1 && score > TOLD && gain > ITS_OWN);
  const told = current.filter(burns);
  const standing = current.filter((tracklet) => stands(tracklet) && verdicts.get(tracklet.id) !== 'standing');
  for (const { id } of told) verdicts.set(id, 'told');
  for (const { id } of standing) verdicts.set(id, 'standing');
  const unsure = ended.filter(({ id }) => !verdicts.has(id));
  for (const { id } of ended) verdicts.delete(id);
  return {
    told,
    down: [
      ...standing.map((tracklet): TurnedDown => ({ tracklet, reason: 'standing' })),
      ...unsure.map((tracklet): TurnedDown => ({ tracklet, reason: tracklet.hits === 1 ? 'once' : 'clutter' })),
    ],
  };
}

function countsOf(weather: number, down: readonly TurnedDown[]): ImagerReport['turnedDown'] {
  const count = (reason: TurnedDownFor): number => down.filter((one) => one.reason === reason).length;
  return { weather, once: count('once'), clutter: count('clutter'), standing: count('standing') };
}

/** Of an area of the same size the memory is used again. */
function begunAnew(known: Known | undefined, { rows, columns }: Raster): Map<number, Background> {
  if (known === undefined || known.raster.rows !== rows || known.raster.columns !== columns) return new Map();
  for (const background of known.backgrounds.values()) background.looks = 0;
  return known.backgrounds;
}

/** The first frame of a look that shows heat; throws `RangeError` where the look cannot be used. */
function checkedLook(frames: readonly BandFrame[], sensor: ImagerSensor): HotFrame {
  const [first] = frames.filter(showsHeat);
  if (first === undefined) throw new RangeError('a look has no band between 2.5 and 4.2 µm: give the one around 3.9');
  const { source, begin_us, end_us } = first;
  if (!(Number.isSafeInteger(begin_us) && Number.isSafeInteger(end_us) && end_us >= begin_us))
    throw new RangeError(`${source} lasts from ${begin_us} to ${end_us}: give whole microseconds, the end no sooner than the beginning`);
  for (const { source: from, band, codes, radianceOf, raster } of frames) {
    const { rows, columns, x0_rad, y0_rad, step_rad } = raster;
    if (codes.length !== rows * columns) throw new RangeError(`${from} has ${codes.length} codes for ${rows} × ${columns} pixels`);
    if (!(step_rad > 0 && Number.isFinite(x0_rad) && Number.isFinite(y0_rad)))
      throw new RangeError(`${from} has pixels of ${step_rad} rad from ${x0_rad}, ${y0_rad} on: give scan angles in radians`);
    if (radianceOf.length !== CODES)
      throw new RangeError(`${from} has radiances of ${radianceOf.length} codes: give one for each of ${CODES}`);
    const noise = sensor.noiseOf(band);
    if (!(noise > 0 && noise < Infinity))
      throw new RangeError(`noiseOf(${band}) is ${noise}: every band has some noise, K at 300 K or a reflectance`);
  }
  return first;
}

/** Codes have 16 bits. */
const CODES = 65_536;

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
  return moves(tracklet) || (flared_us !== undefined && last_us - flared_us <= LIFTS_OFF_WITHIN_s * 1e6 && thrustOf(tracklet) > MAY_STAND);
}

function moves(tracklet: Tracklet): boolean {
  return thrustOf(tracklet) > MOVES;
}

function stands(tracklet: Tracklet): boolean {
  return thrustOf(tracklet) < STANDS;
}

/** The cone within its sides: what is in the corners beside it may be seen, and is not missed. While no background is known, nothing was looked at. */
function fieldOf({ grid, raster }: BandFrame, isKnown: boolean): LookedAt {
  const half_rad = isKnown ? (Math.min(raster.rows, raster.columns) / 2 - EDGE) * raster.step_rad : 0;
  return { axisEcef: sightOfScan(grid, middleOf(raster)), cosHalfAngle: cos(Math.max(0, half_rad)) };
}

/** Nothing is found this near to a side, pixels. */
const EDGE = 2;

/** Whether a place is none of those at a side: as the camera and clouds move, what comes in there is new, and nothing was expected of it. */
function isWithin({ rows, columns }: Raster, { row, column }: { readonly row: number; readonly column: number }): boolean {
  return row >= EDGE && column >= EDGE && row <= rows - 1 - EDGE && column <= columns - 1 - EDGE;
}

/** When a row is seen. Of a sweep only its beginning and its end are known. */
function timeOfRow({ scan }: ImagerSensor, { begin_us, end_us, raster }: BandFrame, row: number): Micros {
  const share = scan === 'staring' ? 0.5 : Math.min(1, Math.max(0, (row + 0.5) / raster.rows));
  return Math.round(begin_us + share * (end_us - begin_us));
}
