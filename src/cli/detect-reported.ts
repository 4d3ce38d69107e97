import type { ReportedLook, ReportedSpot } from '../adapters/detect-report/detect-report.ts';
import { frameMap } from '../adapters/detect-report/map.ts';
import { framePicture } from '../adapters/imager-picture/frame-picture.ts';
import { type Candidate, REJECTED_FOR, type RejectedFor, rejectedOf } from '../core/imager/hot-pixels.ts';
import type { HotSpot } from '../core/imager/hot-spots.ts';
import { type ImagerLook, temperatureOf } from '../core/imager/imager-look.ts';
import type { Radiated } from '../core/imager/radiometry.ts';
import { isUnlikely, placeText, powerText } from './detect-lines.ts';
import type { Shown } from './shown.ts';
import { iso } from './words.ts';

/** Hot spots of a look that get a picture, and a number on the map, those that stand out most, and pixels that were turned down, of each reason. */
export const MOST_SPOTS = 20;
const MOST_OF_REASON = 2;
/** On a map. */
const MOST_RINGS = 500;

export function reportedLook({ look, used, candidates, series }: Shown): Omit<ReportedLook, 'spots' | 'rejections' | 'map'> {
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

export function reportedSpot(seen: ImagerLook, spot: HotSpot, radiated: Radiated | undefined, number: number): ReportedSpot {
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
    picture: undefined,
  };
}

export function mapOf(
  { look, seen, spots, series }: Shown,
  hot: Uint8Array,
  spotsBefore: number,
  why: string,
): NonNullable<ReportedLook['map']> {
  const picture = framePicture(seen, hot);
  const labelOf = (k: number): string | undefined => (k < MOST_SPOTS ? String(spotsBefore + k + 1) : undefined);
  const marks = spots.slice(0, MOST_RINGS).map(({ row, column }, k) => ({ label: labelOf(k), row, column }));
  const plumes = (series?.plumes ?? []).slice(0, MOST_RINGS).map(({ tracklet: { id, last } }) => ({
    label: `plume ${id}`,
    row: last.fit.row,
    column: last.fit.column,
  }));
  const left = spots.length - marks.length;
  const rings = [
    spots.length > MOST_SPOTS ? ` The ${MOST_SPOTS} that stand out most have their numbers.` : '',
    left > 0 ? ` ${left} more have no ring.` : '',
  ];
  return {
    svg: frameMap(seen.hot, picture, [...marks, ...plumes], `Frame of ${look.satellite} ${look.area}`),
    words: `${picture.words}${rings.join('')}`,
    why,
  };
}

type Counted = Candidate & { readonly k: number };
type Rejected = Counted & { readonly rejectedFor: RejectedFor; readonly nth: number };

/** Of each reason those that stand out most, and are no part of what is hot: they are among those of which it was counted how far. */
export function strongestRejected(candidates: readonly Candidate[], hot: Uint8Array): Rejected[] {
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
