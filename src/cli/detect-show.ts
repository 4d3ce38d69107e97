import { join } from 'node:path';
import {
  type DetectRun,
  detectReport,
  type ReportedLaunch,
  type ReportedLook,
  type ReportedSpot,
} from '../adapters/detect-report/detect-report.ts';
import { frameMap } from '../adapters/detect-report/map.ts';
import { makeFolder } from '../adapters/folder/folder.ts';
import type { LookFiles } from '../adapters/goes-abi/looks.ts';
import type { LightningFile } from '../adapters/goes-glm/goes-glm.ts';
import { framePicture } from '../adapters/imager-picture/frame-picture.ts';
import { neighbourhoodPicture } from '../adapters/imager-picture/neighbourhood.ts';
import { type Picture, pngOf } from '../adapters/imager-picture/picture.ts';
import { tryResult, writeResult } from '../adapters/result-file/result-file.ts';
import { eventEndWords } from '../api/warning-words.ts';
import type { DetectSummary } from '../api/wire-cli.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import { type Candidate, REJECTED_FOR, type RejectedFor, rejectedOf } from '../core/imager/hot-pixels.ts';
import type { Radiated } from '../core/imager/radiometry.ts';
import type { HotSpot } from '../core/imager/hot-spots.ts';
import { type ImagerLook, temperatureOf } from '../core/imager/imager-look.ts';
import { placeOf } from '../core/imager/place.ts';
import { ellipseAxes } from '../core/math/matrix.ts';
import { isUnlikely, placeText, powerText } from './detect-lines.ts';
import type { LookOfSeries } from './launches-in-looks.ts';
import type { ToldLaunch } from './launches-told.ts';
import { course as courseText, iso } from './words.ts';

/** Hot spots of a look that get a picture, and a number on the map, those that stand out most, and pixels that were turned down, of each reason. */
const MOST_SPOTS = 20;
const MOST_OF_REASON = 2;
/** Pictures and maps in a report, the first ones: it stays a page that a browser opens. */
const MOST_PICTURES = 60;
const MOST_MAPS = 12;
/** On a map. */
const MOST_RINGS = 500;

const MOST_OF_NAME = 40;

/** What one look showed. */
export type Shown = {
  readonly look: LookFiles;
  readonly seen: ImagerLook;
  readonly used: readonly BandFrame[];
  readonly spots: readonly HotSpot[];
  /** What each of them radiates. */
  readonly radiated: readonly (Radiated | undefined)[];
  readonly candidates: readonly Candidate[];
  /** Undefined where it is none of a series. */
  readonly series: LookOfSeries | undefined;
};

/** A pixel that was turned down, and where its picture is. */
export type RejectionPicture = { readonly place: string; readonly rejectedFor: string; readonly file: string };

/** Pictures and a report of what is found, for who asked for them. */
export type Showing = {
  /** Draws a look, and says into which files: of each hot spot, null where it has none; and of what was turned down. */
  readonly look: (shown: Shown) => { readonly spots: readonly (string | null)[]; readonly rejections: readonly RejectionPicture[] };
  readonly launch: (hot: BandFrame, launch: ToldLaunch) => void;
  readonly lightning: (file: LightningFile) => void;
  readonly refused: (fault: DetectRun['refused'][number]) => void;
  readonly close: (summary: DetectSummary, title: string) => void;
};

/** What was drawn of something: the file, where pictures go into files, and the picture itself, where it goes into the report. */
type Drawn = { readonly file: string | null; readonly picture: Picture | undefined };
const NOT_DRAWN: Drawn = { file: null, picture: undefined };

/** `png` is the folder of the pictures, `report` the file of the report; both are tried before any work is done. Where a picture cannot be written, `note` is told and no more
 *  are: what is found is told all the same. */
export function createShowing(png: string | undefined, report: string | undefined, note: (remark: string) => void): Showing {
  if (png !== undefined) makeFolder(png);
  if (report !== undefined) tryResult(report);
  let folder = png;
  const written = (file: string, picture: Picture): string | null => {
    try {
      writeResult(file, pngOf(picture));
      return file;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      note(`${file} cannot be written (${String(error.code)}): no more pictures are; make room, or name another folder`);
      folder = undefined;
      return null;
    }
  };
  const looks: ReportedLook[] = [];
  const launches = new Map<string, ReportedLaunch>();
  const lightning: DetectRun['lightning'][number][] = [];
  const refused: DetectRun['refused'][number][] = [];
  let [inReport, spotsBefore] = [0, 0];
  const draw = (seen: ImagerLook, name: string, pixels: readonly number[], hot: Uint8Array): Drawn => {
    const isKept = report !== undefined && inReport < MOST_PICTURES;
    if (folder === undefined && !isKept) return NOT_DRAWN;
    const picture = neighbourhoodPicture(seen, pixels, hot);
    if (isKept) inReport += 1;
    const file = folder === undefined ? null : written(join(folder, name), picture);
    return { file, picture: isKept ? picture : undefined };
  };
  return {
    look: (shown) => {
      const { look, seen, spots, radiated, candidates } = shown;
      const hot = new Uint8Array(seen.hot.codes.length);
      for (const { pixels } of spots) for (const at of pixels) hot[at] = 1;
      const name = fileName(look);
      const drawnSpots = spots.map((spot, k) => (k < MOST_SPOTS ? draw(seen, `${name}-fire-${k + 1}.png`, spot.pixels, hot) : NOT_DRAWN));
      const rejections = strongestRejected(candidates, hot).map((rejected) => ({
        ...rejected,
        place: placeText(placeOf(seen.hot, Math.floor(rejected.at / seen.hot.raster.columns), rejected.at % seen.hot.raster.columns)),
        ...draw(seen, `${name}-${rejected.rejectedFor}-${rejected.nth}.png`, [rejected.at], hot),
      }));
      if (report !== undefined)
        looks.push({
          ...reportedLook(shown),
          spots: spots.map((spot, k) => reportedSpot(seen, spot, radiated[k], spotsBefore + k + 1, drawnSpots[k].picture)),
          rejections: rejections.flatMap(({ at, k, place, rejectedFor, picture }) =>
            picture === undefined ? [] : [{ place, rejectedFor, peak_K: temperatureOf(seen, at), k, picture }],
          ),
          map: looks.length < MOST_MAPS ? mapOf(shown, hot, spotsBefore) : undefined,
        });
      spotsBefore += spots.length;
      return {
        spots: drawnSpots.map(({ file }) => file),
        rejections: rejections.flatMap(({ place, rejectedFor, file }) => (file === null ? [] : [{ place, rejectedFor, file }])),
      };
    },
    launch: (hot, { event, estimate, probability, course, ended }) => {
      const { covarianceEast_m2, covarianceEastNorth_m2, covarianceNorth_m2 } = estimate;
      const look = iso(hot.begin_us);
      launches.set(event, {
        place: placeText(estimate.point),
        sigma_m: ellipseAxes(covarianceEast_m2, covarianceEastNorth_m2, covarianceNorth_m2).major,
        at: iso(estimate.time_us),
        sigmaTime_s: estimate.sigmaTime_s,
        heading: courseText(course),
        probability,
        ended: ended && eventEndWords(ended.reason),
        told: { first: launches.get(event)?.told.first ?? look, last: look },
      });
    },
    lightning: ({ source, satellite, begin_us, events, groups, flashes }) => {
      lightning.push({ file: source, at: iso(begin_us), satellite, events, groups, flashes: flashes.length });
    },
    refused: ({ file, field, message, remedy }) => {
      refused.push({ file, field, message, remedy });
    },
    close: (summary, title) => {
      if (report !== undefined)
        writeResult(report, detectReport({ launches: [...launches.values()], looks, lightning, refused, title, summary }));
    },
  };
}

function reportedLook({ look, used, candidates, series }: Shown): Omit<ReportedLook, 'spots' | 'rejections' | 'map'> {
  return {
    at: iso(look.begin_us),
    satellite: look.satellite,
    area: look.area,
    bands: used.map(({ band }) => band).join(', '),
    files: used.map(({ source }) => source),
    candidates: candidates.length,
    rejected: rejectedOf(candidates),
    series: series && { how: series.followed, plumes: series.plumes.length, turnedDown: series.turnedDown },
  };
}

function reportedSpot(
  seen: ImagerLook,
  spot: HotSpot,
  radiated: Radiated | undefined,
  number: number,
  picture: Picture | undefined,
): ReportedSpot {
  const { place, probability, pixels, isAtLeast } = spot;
  const peak_K = temperatureOf(seen, pixels[0]);
  return {
    number,
    place: placeText(place),
    cause: isUnlikely(spot) ? 'fire?' : 'fire',
    probability,
    pixels: pixels.length,
    peak_K,
    power: radiated && powerText(radiated),
    isAtLeast,
    picture,
  };
}

function mapOf({ look, seen, spots }: Shown, hot: Uint8Array, spotsBefore: number): ReportedLook['map'] {
  const picture = framePicture(seen, hot);
  const numberOf = (k: number): number | undefined => (k < MOST_SPOTS ? spotsBefore + k + 1 : undefined);
  const marks = spots.slice(0, MOST_RINGS).map(({ row, column }, k) => ({ number: numberOf(k), row, column }));
  const left = spots.length - marks.length;
  const rings = [
    spots.length > MOST_SPOTS ? ` The ${MOST_SPOTS} that stand out most have their numbers.` : '',
    left > 0 ? ` ${left} more have no ring.` : '',
  ];
  return { svg: frameMap(seen.hot, picture, marks, `Frame of ${look.satellite} ${look.area}`), words: `${picture.words}${rings.join('')}` };
}

type Counted = Candidate & { readonly k: number };
type Rejected = Counted & { readonly rejectedFor: RejectedFor; readonly nth: number };

/** Of each reason those that stand out most, and are no part of what is hot: they are among those of which it was counted how far. */
function strongestRejected(candidates: readonly Candidate[], hot: Uint8Array): Rejected[] {
  return REJECTED_FOR.flatMap((rejectedFor) =>
    candidates
      .filter(
        (candidate): candidate is Counted => candidate.rejectedFor === rejectedFor && candidate.k !== undefined && hot[candidate.at] === 0,
      )
      .sort((a, b) => b.k - a.k || a.at - b.at)
      .slice(0, MOST_OF_REASON)
      .map((candidate, k) => ({ ...candidate, rejectedFor, nth: k + 1 })),
  );
}

/** Names come from the files themselves: what would lead elsewhere is left out, and what is longer than any satellite's is cut. */
function fileName({ satellite, area, begin_us }: LookFiles): string {
  return `${iso(begin_us)}-${satellite.slice(0, MOST_OF_NAME)}-${area.slice(0, MOST_OF_NAME)}`.replaceAll(':', '').replace(/[^\w.-]/g, '_');
}
