import type { SkyPositions } from '../adapters/sky/sky.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import {
  type Burning,
  type ImagerFold,
  imagerFold,
  type ImagerReport,
  TURNED_DOWN_FOR,
  type TurnedDownFor,
} from '../core/imager/imager-fold.ts';
import { LONGEST_GAP_s, showsHeat } from '../core/imager/laid-look.ts';
import type { Micros } from '../core/units.ts';
import { type ImagerTheatre, imagerTheatre, POINTING_rad, type Said } from './imager-theatre.ts';

/** How a look is followed: `on` from the one before; `anew`, the first one of a series; `late`: not at all, since later ones were before it. */
export type Followed = 'on' | 'anew' | 'late';

/** What a look adds to those before it. */
export type LookOfSeries = Said & {
  readonly hot: BandFrame;
  readonly followed: Followed;
  /** When the imager's first look of all that were followed began: its plumes are counted from there. */
  readonly since_us: Micros;
  /** What burns in it and moves as a rocket does. */
  readonly plumes: readonly Burning[];
  readonly turnedDown: Readonly<Record<TurnedDownFor, number>>;
  /** What stood out beyond what can be followed. */
  readonly omitted: number;
  /** What stood out too near to a side to be followed. */
  readonly atEdge: number;
  /** Share of the look that had moved farther since the one before than is followed. */
  readonly cut: number;
};

/** Imagers that are followed together: each area by a fold of its own, all of them into one theatre. */
export type LaunchesInLooks = {
  /** The next look. Those of an area come in order of time, those of others up to a minute later: what comes later is `late`. After three such looks of one area, one
   *  behind the other and none in time between them, time itself has gone back, and all begins anew. Undefined where the look shows no heat, or
   *  is a large one that stands alone: of a whole disc every ten minutes nothing is kept. */
  take(frames: readonly BandFrame[], sky: SkyPositions): LookOfSeries | undefined;
};

/** A look with no more pixels is kept in mind until the next one, whenever that comes: four times a small area of the weather satellites. */
const MOST_ALONE = 1_000_000;
/** Late looks, one behind the other, after which time has gone back. */
const GONE_BACK = 3;
/** An area that is silent for so long is let go, and of more than so many the one that was heard of longest ago: 12 bytes a pixel and band. */
const LET_GO_us: Micros = 3_600e6;
const MOST_AREAS = 50;

type Area = { readonly begin_us: Micros; readonly since_us: Micros; readonly fold: ImagerFold | undefined };

export function launchesInLooks(): LaunchesInLooks {
  const areas = new Map<string, Area>();
  let theatre: ImagerTheatre | undefined;
  let late: { readonly id: string; readonly begin_us: Micros; readonly looks: number } | undefined;

  /** Whether a look comes too late, and is no sign that time has gone back. */
  const isLeftOut = (id: string, { begin_us, end_us }: BandFrame): boolean => {
    const isInTime = begin_us > (areas.get(id)?.begin_us ?? -Infinity) && end_us >= (theatre?.reach_us() ?? -Infinity);
    late = isInTime ? undefined : { id, begin_us, looks: late?.id === id && begin_us > late.begin_us ? late.looks + 1 : 1 };
    if (late === undefined || late.looks < GONE_BACK) return late !== undefined;
    areas.clear();
    [theatre, late] = [undefined, undefined];
    return false;
  };
  const letGo = (now_us: Micros): void => {
    for (const [id, { begin_us }] of areas) if (begin_us < now_us - LET_GO_us || areas.size >= MOST_AREAS) areas.delete(id);
  };

  return {
    take(frames, sky) {
      const hot = frames.find(showsHeat);
      if (hot === undefined) return undefined;
      const id = JSON.stringify([hot.satellite, hot.area]);
      if (isLeftOut(id, hot)) return { ...NOTHING, hot, followed: 'late', since_us: hot.begin_us };
      letGo(hot.begin_us);
      const before = areas.get(id);
      const gap_s = before === undefined ? Infinity : (hot.begin_us - before.begin_us) / 1e6;
      const isFollowed = gap_s <= LONGEST_GAP_s || hot.raster.rows * hot.raster.columns <= MOST_ALONE;
      const fold = isFollowed ? (before?.fold ?? foldOfClass(hot.satellite)) : undefined;
      const since_us = before?.fold === undefined ? hot.begin_us : before.since_us;
      areas.delete(id);
      areas.set(id, { begin_us: hot.begin_us, since_us, fold });
      if (fold === undefined) return undefined;
      const { scan, burning, turnedDown, omitted, atEdge, cut, beginsAnew } = fold.take(frames);
      theatre ??= imagerTheatre(hot);
      const said = theatre.hear(hot, sky, gap_s, beginsAnew ? undefined : scan);
      const plumes = burning.filter(({ moves }) => moves);
      return { hot, followed: beginsAnew ? 'anew' : 'on', since_us, plumes, turnedDown, omitted, atEdge, cut, ...said };
    },
  };
}

const NOTHING = {
  plumes: [],
  turnedDown: Object.fromEntries(TURNED_DOWN_FOR.map((reason) => [reason, 0])) as ImagerReport['turnedDown'],
  omitted: 0,
  atEdge: 0,
  cut: 0,
  events: [],
  ended: [],
  refused: [],
} as const;

/** Noise of a band that glows, K at 300 K: as the class of GOES-R imagers is specified. */
const GLOWING_K = 0.1;
/** Of one that shines, a reflectance. Specified is a signal to noise of 300 where all is reflected; calm pixels of real frames have 0.0003. */
const SHINING = 0.001;

/** What files do not say of an imager is as of its class. */
function foldOfClass(satellite: string): ImagerFold {
  const shining = new Set<number>();
  const noiseOf = (band: number): number => (shining.has(band) ? SHINING : GLOWING_K);
  const fold = imagerFold({ id: satellite, scan: 'sweeping', pointSpread: 0.45, noiseOf, pointing_rad: POINTING_rad });
  return {
    take(frames) {
      for (const { band, planck } of frames) if (planck === undefined) shining.add(band);
      return fold.take(frames);
    },
  };
}
