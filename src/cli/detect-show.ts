import { join } from 'node:path';
import { type DetectRun, detectReport, MOST_ROWS, type ReportedLook, type ReportedSpot } from '../adapters/detect-report/detect-report.ts';
import { makeFolder } from '../adapters/folder/folder.ts';
import type { LookFiles } from '../adapters/goes-abi/looks.ts';
import type { LightningFile } from '../adapters/goes-glm/goes-glm.ts';
import { neighbourhoodPicture } from '../adapters/imager-picture/neighbourhood.ts';
import { type Picture, pngOf } from '../adapters/imager-picture/picture.ts';
import { tryResult, writeResult } from '../adapters/result-file/result-file.ts';
import type { DetectSummary } from '../api/wire-cli.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import { type ImagerLook, temperatureOf } from '../core/imager/imager-look.ts';
import { pieceAround } from '../core/imager/piece.ts';
import { placeOf } from '../core/imager/place.ts';
import { createChoice } from './choice.ts';
import { placeText } from './detect-lines.ts';
import { MOST_SPOTS, mapOf, reportedLook, reportedSpot, strongestRejected } from './detect-reported.ts';
import { type FollowedSpot, firstOf, followedSpots } from './followed-spots.ts';
import { chosenStrips, type RememberedLaunch, reportedLaunches, reportedPlumes, stripOf } from './launch-figures.ts';
import type { ToldLaunch } from './launches-told.ts';
import type { Shown } from './shown.ts';
import { iso } from './words.ts';

/** Pictures and maps in a report: it stays a page that a browser opens. */
const MOST_SPOT_PICTURES = 44;
const MOST_REJECTION_PICTURES = 16;
const MOST_MAPS = 12;
/** Launches of which more than a name is remembered. */
const MOST_LAUNCHES = 500;

/** Side of the squares of a frame of which, over a series, one thing is pictured, pixels. */
const SAME = 8;

const MOST_OF_NAME = 40;

/** A pixel that was turned down, and where its picture is. */
export type RejectionPicture = { readonly place: string; readonly rejectedFor: string; readonly file: string };

/** Pictures and a report of what is found, for who asked for them. */
export type Showing = {
  /** Draws a look, and says into which files: of each hot spot, null where it has none; and of what was turned down. */
  readonly look: (shown: Shown) => { readonly spots: readonly (string | null)[]; readonly rejections: readonly RejectionPicture[] };
  readonly launch: (hot: BandFrame, launch: ToldLaunch) => void;
  readonly lightning: (file: LightningFile) => void;
  readonly refused: (fault: DetectRun['refused'][number]) => void;
  /** Draws what was followed over looks and writes the report; returns the files of what was followed, and of how many more there is none. */
  readonly close: (summary: DetectSummary, title: string) => { readonly strips: readonly string[]; readonly left: number };
};

/** Why a look is shown before others, what reaches a person first. */
const WHY = ['Nothing is hot in it', 'Something is hot in it', 'A plume is in it', 'A launch is told by it'] as const;
/** Ranks of one reason. */
const STEP = 1e6;

/** `png` is the folder of the pictures, `report` the file of the report; both are tried before any work is done. Where a picture cannot be written, `note` is told and no more
 *  are: what is found is told all the same. */
export function createShowing(png: string | undefined, report: string | undefined, note: (remark: string) => void): Showing {
  if (png !== undefined) makeFolder(png);
  if (report !== undefined) tryResult(report);
  let folder = png;
  const written = (name: string, picture: () => Picture): string | null => {
    if (folder === undefined) return null;
    const file = join(folder, name);
    try {
      writeResult(file, pngOf(picture()));
      return file;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      note(`${file} cannot be written (${String(error.code)}): no more pictures are; make room, or name another folder`);
      folder = undefined;
      return null;
    }
  };
  const looks = createChoice<Omit<ReportedLook, 'spots' | 'rejections' | 'map'>>(MOST_ROWS);
  const maps = createChoice<{ readonly at: string; readonly map: NonNullable<ReportedLook['map']> }>(MOST_MAPS);
  const spotRows = createChoice<{ readonly at: string; readonly spot: ReportedSpot }>(MOST_ROWS);
  const spotPictures = createChoice<{ readonly number: number; readonly picture: Picture }>(MOST_SPOT_PICTURES);
  const rejections = createChoice<{ readonly at: string; readonly rejection: ReportedLook['rejections'][number] }>(MOST_REJECTION_PICTURES);
  const launches = new Map<string, RememberedLaunch>();
  const followed = followedSpots();
  const lightning: DetectRun['lightning'][number][] = [];
  const refused: DetectRun['refused'][number][] = [];
  let spotsBefore = 0;

  const looksOfReport = (): ReportedLook[] => {
    const pictures = new Map(spotPictures.chosen().map(({ number, picture }) => [number, picture]));
    const [rows, mapped, down] = [spotRows.chosen(), maps.chosen(), rejections.chosen()];
    return looks.chosen().map((look) => ({
      ...look,
      spots: rows.filter(({ at }) => at === keyOf(look)).map(({ spot }) => ({ ...spot, picture: pictures.get(spot.number) })),
      rejections: down.filter(({ at }) => at === keyOf(look)).map(({ rejection }) => rejection),
      map: mapped.find(({ at }) => at === keyOf(look))?.map,
    }));
  };

  return {
    look: (shown) => {
      const { look, seen, used, spots, radiated, candidates, series } = shown;
      if (series !== undefined) followed.see(used, series);
      const hot = new Uint8Array(seen.hot.codes.length);
      for (const { pixels } of spots) for (const at of pixels) hot[at] = 1;
      for (const { tracklet } of series?.plumes ?? []) markPlume(hot, seen, tracklet.last.fit);
      const name = fileName(look);
      const reported = reportedLook(shown);
      const at = keyOf(reported);
      const { rank, why } = rankOf(shown, (event) => launches.has(event));
      const isReported = report !== undefined;
      if (isReported) looks.add(at, rank, () => reported);
      if (isReported) maps.add(at, rank, () => ({ at, map: mapOf(shown, hot, spotsBefore, why) }));
      const drawnSpots = spots.map((spot, k) => {
        const number = spotsBefore + k + 1;
        const reportedOne = { at, spot: reportedSpot(seen, spot, radiated[k], number) };
        if (isReported) spotRows.add(String(number), STEP * spot.probability + spot.k, () => reportedOne);
        if (k >= MOST_SPOTS) return null;
        const picture = once(() => neighbourhoodPicture(seen, spot.pixels, hot));
        if (isReported)
          spotPictures.add(sameIn(shown, 'fire', spot), STEP * spot.probability + spot.k, () => ({ number, picture: picture() }));
        return written(`${name}-fire-${k + 1}.png`, picture);
      });
      const drawnRejections = strongestRejected(candidates, hot).flatMap(({ at: pixel, k, rejectedFor, nth }) => {
        const { columns } = seen.hot.raster;
        const where = { row: Math.floor(pixel / columns), column: pixel % columns };
        const place = placeText(placeOf(seen.hot, where.row, where.column));
        const picture = once(() => neighbourhoodPicture(seen, [pixel], hot));
        if (isReported)
          rejections.add(sameIn(shown, rejectedFor, where), k, () => ({
            at,
            rejection: { place, rejectedFor, peak_K: temperatureOf(seen, pixel), k, picture: picture() },
          }));
        const file = written(`${name}-${rejectedFor}-${nth}.png`, picture);
        return file === null ? [] : [{ place, rejectedFor, file }];
      });
      spotsBefore += spots.length;
      return { spots: drawnSpots, rejections: drawnRejections };
    },
    launch: (hot, launch) => {
      const look = iso(hot.begin_us);
      launches.set(launch.event, { launch, told: { first: launches.get(launch.event)?.told.first ?? look, last: look } });
      const [oldest] = launches.keys();
      if (launches.size > MOST_LAUNCHES) launches.delete(oldest);
    },
    lightning: ({ source, satellite, begin_us, events, groups, flashes }) => {
      lightning.push({ file: source, at: iso(begin_us), satellite, events, groups, flashes: flashes.length });
    },
    refused: ({ file, field, message, remedy }) => {
      refused.push({ file, field, message, remedy });
    },
    close: (summary, title) => {
      const told = [...launches.values()];
      const spots = followed.all();
      const chosen = chosenStrips(told, spots);
      const strips = chosen.flatMap((spot) => written(stripName(spot), () => stripOf(spot)) ?? []);
      const left = {
        looks: summary.looks - looks.chosen().length,
        spots: spotRows.left,
        pictures: spotPictures.left,
        rejections: rejections.left,
        plumes: followed.left,
      };
      const run = { looks: looksOfReport(), lightning, refused, title, summary, left };
      if (report !== undefined)
        writeResult(report, detectReport({ ...run, launches: reportedLaunches(told, spots), plumes: reportedPlumes(told, spots) }));
      return { strips, left: spots.length - chosen.length + followed.left };
    },
  };
}

/** No two looks of an area begin at once. */
function keyOf({ at, satellite, area }: Pick<ReportedLook, 'at' | 'satellite' | 'area'>): string {
  return JSON.stringify([at, satellite, area]);
}

/** A place that is pictured once in a series of looks. */
function sameIn(
  { look: { satellite, area, begin_us }, series }: Shown,
  what: string,
  { row, column }: { readonly row: number; readonly column: number },
): string {
  return JSON.stringify([satellite, area, series?.since_us ?? begin_us, what, Math.floor(row / SAME), Math.floor(column / SAME)]);
}

/** What reaches a person: launches, and of each the look that tells it first; then plumes; then what is hot, and what is likely so. */
function rankOf({ spots, series }: Shown, isKnown: (event: string) => boolean): { readonly rank: number; readonly why: string } {
  const launches = (series?.events ?? []).filter(({ estimate }) => estimate !== undefined);
  const plumes = series?.plumes ?? [];
  const reason = launches.length > 0 && plumes.length > 0 ? 3 : plumes.length > 0 ? 2 : spots.length > 0 ? 1 : 0;
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  const strengths = [
    0,
    1000 * most(spots.map(({ probability }) => probability)) + Math.min(1000, most(spots.map(({ k }) => k))),
    most(plumes.map(({ tracklet }) => tracklet.last.k)),
    launches.some(({ event }) => !isKnown(event)) ? STEP / 2 : 1000 * most(launches.map(({ probability }) => probability)),
  ];
  return { rank: STEP * reason + Math.min(strengths[reason], STEP / 2), why: WHY[reason] };
}

/** A point's light falls on the pixels beside it. */
function markPlume(hot: Uint8Array, { hot: { raster } }: ImagerLook, fit: { readonly row: number; readonly column: number }): void {
  const { top, left, rows, columns } = pieceAround({ raster }, Math.round(fit.row), Math.round(fit.column), 1);
  for (let row = top; row < top + rows; row++) hot.fill(1, row * raster.columns + left, row * raster.columns + left + columns);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function stripName(spot: FollowedSpot): string {
  return `${fileName({ satellite: spot.satellite, area: spot.area, begin_us: firstOf(spot).at_us })}-plume-${spot.id}.png`;
}

/** Names come from the files themselves: what would lead elsewhere is left out, and what is longer than any satellite's is cut. */
function fileName({ satellite, area, begin_us }: Pick<LookFiles, 'satellite' | 'area' | 'begin_us'>): string {
  return `${iso(begin_us)}-${satellite.slice(0, MOST_OF_NAME)}-${area.slice(0, MOST_OF_NAME)}`.replaceAll(':', '').replace(/[^\w.-]/g, '_');
}
