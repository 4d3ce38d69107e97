import { join } from 'node:path';
import {
  type DetectRun,
  detectReport,
  type ReportedLook,
  type ReportedRejection,
  type ReportedSpot,
} from '../adapters/detect-report/detect-report.ts';
import { frameMap } from '../adapters/detect-report/map.ts';
import { makeFolder } from '../adapters/folder/folder.ts';
import type { LookFiles } from '../adapters/goes-abi/looks.ts';
import type { LightningFile } from '../adapters/goes-glm/goes-glm.ts';
import { framePicture } from '../adapters/imager-picture/frame-picture.ts';
import { neighbourhoodPicture } from '../adapters/imager-picture/neighbourhood.ts';
import { type Picture, pngOf } from '../adapters/imager-picture/picture.ts';
import { writeResult } from '../adapters/result-file/result-file.ts';
import type { DetectSummary } from '../api/wire-cli.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import { type Candidate, REJECTED_FOR } from '../core/imager/hot-pixels.ts';
import type { HotSpot } from '../core/imager/hot-spots.ts';
import { type ImagerLook, temperatureOf } from '../core/imager/imager-look.ts';
import { placeOf } from '../core/imager/place.ts';
import { placeText } from './detect-lines.ts';
import { iso } from './words.ts';

/** Hot spots of a look that get a picture, those that stand out most, and pixels that were turned down, of each reason. */
export const MOST_SPOTS = 20;
export const MOST_OF_REASON = 2;
/** Pictures and maps in a report, the first ones: it stays a page that a browser opens. */
export const MOST_PICTURES = 60;
export const MOST_MAPS = 12;

/** What one look showed. */
export type Shown = {
  readonly look: LookFiles;
  readonly seen: ImagerLook;
  readonly used: readonly BandFrame[];
  readonly spots: readonly HotSpot[];
  readonly candidates: readonly Candidate[];
};

/** A pixel that was turned down, and where its picture is. */
export type RejectionPicture = { readonly place: string; readonly rejectedFor: string; readonly file: string };

/** Pictures and a report of what is found, for who asked for them. */
export type Showing = {
  /** Draws a look, and says into which files: of each hot spot, null where it has none; and of what was turned down. */
  readonly look: (shown: Shown) => { readonly spots: readonly (string | null)[]; readonly rejections: readonly RejectionPicture[] };
  readonly lightning: (file: LightningFile) => void;
  readonly refused: (fault: DetectRun['refused'][number]) => void;
  readonly close: (summary: DetectSummary, title: string) => void;
};

/** `png` is the folder of the pictures, `report` the file of the report. */
export function createShowing(png: string | undefined, report: string | undefined): Showing {
  if (png !== undefined) makeFolder(png);
  const run = {
    looks: [] as ReportedLook[],
    lightning: [] as DetectRun['lightning'][number][],
    refused: [] as DetectRun['refused'][number][],
  };
  let [drawn, spotsBefore] = [0, 0];
  const write = (name: string, picture: Picture): string | null => {
    if (png === undefined) return null;
    const file = join(png, name);
    writeResult(file, pngOf(picture));
    return file;
  };
  // Nothing is drawn that goes nowhere.
  const isWanted = (): boolean => png !== undefined || (report !== undefined && drawn < MOST_PICTURES);
  const kept = (picture: Picture): Picture | undefined => (report !== undefined && drawn++ < MOST_PICTURES ? picture : undefined);
  return {
    look: ({ look, seen, used, spots, candidates }) => {
      const hot = new Uint8Array(seen.radiance.length);
      for (const { pixels } of spots) for (const at of pixels) hot[at] = 1;
      const name = (what: string): string => `${fileName(look)}-${what}.png`;
      const files: (string | null)[] = [];
      const reported = spots.map((spot, k): ReportedSpot => {
        const picture = k < MOST_SPOTS && isWanted() ? neighbourhoodPicture(seen, spot.pixels, hot) : undefined;
        files.push(picture === undefined ? null : write(name(`fire-${k + 1}`), picture));
        return {
          number: spotsBefore + k + 1,
          place: placeText(spot.place),
          cause: 'fire',
          probability: spot.probability,
          pixels: spot.pixels.length,
          peak_K: temperatureOf(seen, spot.pixels[0]),
          isAtLeast: spot.isAtLeast,
          picture: picture === undefined ? undefined : kept(picture),
        };
      });
      const rejections: ReportedRejection[] = [];
      const rejectionFiles: RejectionPicture[] = [];
      for (const { at, k, rejectedFor, nth } of strongestRejected(candidates, hot)) {
        if (!isWanted()) break;
        const picture = neighbourhoodPicture(seen, [at], hot);
        const place = placeText(placeOf(seen.hot, Math.floor(at / seen.hot.raster.columns), at % seen.hot.raster.columns));
        const file = write(name(`${rejectedFor}-${nth}`), picture);
        if (file !== null) rejectionFiles.push({ place, rejectedFor, file });
        if (kept(picture) !== undefined) rejections.push({ place, rejectedFor, peak_K: temperatureOf(seen, at), k, picture });
      }
      if (report !== undefined) {
        const marks = spots.map(({ row, column }, k) => ({ number: spotsBefore + k + 1, row, column }));
        const frame = run.looks.length < MOST_MAPS ? framePicture(seen, hot) : undefined;
        run.looks.push({
          at: iso(look.begin_us),
          satellite: look.satellite,
          area: look.area,
          bands: used.map(({ band }) => band).join(', '),
          files: used.map(({ source }) => source),
          candidates: candidates.length,
          rejected: rejectedOf(candidates),
          spots: reported,
          rejections,
          map: frame && {
            svg: frameMap(seen.hot, frame, marks.slice(0, MOST_SPOTS), `Frame of ${look.satellite} ${look.area}`),
            words: frame.words,
          },
        });
      }
      spotsBefore += spots.length;
      return { spots: files, rejections: rejectionFiles };
    },
    lightning: ({ source, satellite, begin_us, events, groups, flashes }) => {
      if (report !== undefined) run.lightning.push({ file: source, at: iso(begin_us), satellite, events, groups, flashes: flashes.length });
    },
    refused: ({ file, field, message, remedy }) => {
      if (report !== undefined) run.refused.push({ file, field, message, remedy });
    },
    close: (summary, title) => {
      if (report !== undefined) writeResult(report, detectReport({ ...run, title, summary }));
    },
  };
}

/** How many were turned down, by the reason. */
export function rejectedOf(candidates: readonly Candidate[]): Record<(typeof REJECTED_FOR)[number], number> {
  const counts = { texture: 0, surface: 0, sunlight: 0 };
  for (const { rejectedFor } of candidates) if (rejectedFor !== undefined) counts[rejectedFor] += 1;
  return counts;
}

type Rejected = Candidate & { readonly rejectedFor: (typeof REJECTED_FOR)[number]; readonly nth: number };

/** Of each reason those that stand out most, and are no part of what is hot. */
function strongestRejected(candidates: readonly Candidate[], hot: Uint8Array): Rejected[] {
  return REJECTED_FOR.flatMap((rejectedFor) =>
    candidates
      .filter((candidate) => candidate.rejectedFor === rejectedFor && hot[candidate.at] === 0)
      .sort((a, b) => b.k - a.k || a.at - b.at)
      .slice(0, MOST_OF_REASON)
      .map((candidate, k) => ({ ...candidate, rejectedFor, nth: k + 1 })),
  );
}

/** Names come from the files themselves: what would lead elsewhere is left out. */
function fileName({ satellite, area, begin_us }: LookFiles): string {
  return `${iso(begin_us)}-${satellite}-${area}`.replaceAll(':', '').replace(/[^\w.-]/g, '_');
}
