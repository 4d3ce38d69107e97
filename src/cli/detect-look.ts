import type { LookFiles } from '../adapters/goes-abi/looks.ts';
import type { LightningFile } from '../adapters/goes-glm/goes-glm.ts';
import { skyAt } from '../adapters/sky/sky.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import { atEdgeOf } from '../core/imager/frame-edge.ts';
import { candidatesOf, lackingOf, REJECTED_FOR, rejectedOf } from '../core/imager/hot-pixels.ts';
import { type HotSpot, hotSpotsOf } from '../core/imager/hot-spots.ts';
import type { Burning } from '../core/imager/imager-fold.ts';
import { radiatedBy } from '../core/imager/radiometry.ts';
import { imagerLookOf } from '../core/imager/imager-look.ts';
import type { Desk, Refusal } from './desk.ts';
import { type Counts, counted } from './detect-counts.ts';
import { detectionLine, flashLine, isUnlikely, spotLine } from './detect-lines.ts';
import { tellSeries } from './detect-series.ts';
import type { Shown } from './shown.ts';
import { iso } from './words.ts';

export function refusalText({ file, field, message, remedy }: Refusal): string {
  return `refused: ${file}${field === '' ? '' : ` ${field}`}: ${message}; ${remedy}`;
}

export function tellLightning(file: LightningFile, { counts, showing, output }: Desk): void {
  const { source, satellite, begin_us, events, groups, flashes, unplaced } = file;
  counts.frames += 1;
  counts.events += flashes.length;
  counts.byCause.lightning += flashes.length;
  const without = unplaced === 0 ? '' : `; ${unplaced} more without a place`;
  output.line(`${iso(begin_us)}  ${satellite} lightning: ${flashes.length} flashes, of ${groups} groups and ${events} events${without}`);
  for (const flash of flashes) output.object(flashLine(source, satellite, flash));
  showing?.lightning(file);
}

/** Finds what is hot in a look of which `frames` could be read, and tells it. Returns the frames that were of use: none where nothing can be looked for, which is
 *  told as well. */
export function tellLook(look: LookFiles, frames: readonly BandFrame[], desk: Desk): readonly BandFrame[] {
  const { refuse } = desk;
  if (frames.length === 0) return [];
  const seen = imagerLookOf(frames);
  if ('message' in seen) {
    // Files of the look that could not be read, or came twice, are refused already.
    for (const { source: file } of frames) refuse({ file, field: seen.place, message: seen.message, remedy: seen.remedy });
    return [];
  }
  const used = frames.filter((frame) => !seen.elsewhere.includes(frame)).sort((a, b) => a.band - b.band);
  for (const { source, band } of seen.elsewhere)
    refuse({
      file: source,
      field: 'x, y',
      message: `band ${band} does not lie on the pixels of band ${seen.hot.band}`,
      remedy: 'give bands as they were published, none of them cut or warped',
    });
  const sky = skyAt(look.begin_us);
  const candidates = candidatesOf(seen, sky.sunEcef_m);
  const series = desk.series.take(used, sky);
  const plumes = series?.plumes ?? [];
  const spots = hotSpotsOf(seen, candidates).filter((spot) => !plumes.some((plume) => isAt(spot, plume)));
  const radiated = radiatedBy(seen, spots);
  const shown = { look, seen, used, spots, radiated, candidates, atEdge: atEdgeOf(seen), series };
  countLook(shown, desk.counts);
  tellSpots(shown, desk);
  return used;
}

function countLook({ used, spots, candidates, atEdge }: Shown, counts: Counts): void {
  counts.frames += used.length;
  counts.looks += 1;
  counts.events += spots.length;
  counts.byCause.fire += spots.length;
  counts.unlikely += spots.filter(isUnlikely).length;
  counts.candidates += candidates.length;
  counts.lacking += lackingOf(candidates);
  counts.atEdge += atEdge;
  const rejected = rejectedOf(candidates);
  for (const reason of REJECTED_FOR) counts.rejected[reason] += rejected[reason];
}

function tellSpots(shown: Shown, desk: Desk): void {
  const { look, seen, used, spots, radiated, candidates, atEdge, series } = shown;
  const { showing, output } = desk;
  const plumes = series?.plumes.length ?? 0;
  const bands = used.map(({ band }) => band).join(' ');
  const found =
    spots.length + plumes === 0 ? 'nothing is hot' : `${spots.length} hot${plumes === 0 ? '' : `, ${counted(plumes, 'plume')}`}`;
  output.line(`${iso(look.begin_us)}  ${look.satellite} ${look.area}, bands ${bands}: ${found}`);
  const lacking = lackingOf(candidates);
  if (lacking > 0) output.line(`  ${lacking} of ${candidates.length} pixels that stand out judged without a band that has no value there`);
  if (atEdge > 0)
    output.line(`  ${counted(atEdge, 'pixel')} at the frame's edge ${atEdge === 1 ? 'stands' : 'stand'} out, too near to it to be judged`);
  const pictures = showing?.look(shown);
  spots.forEach((spot, k) => {
    output.line(spotLine(seen, spot, radiated[k]));
    output.object(detectionLine(seen, spot, radiated[k], pictures?.spots[k] ?? null));
  });
  if (series !== undefined) tellSeries(series, desk);
  for (const { place, rejectedFor, file } of pictures?.rejections ?? []) output.line(`  turned down, ${rejectedFor}  ${place}  ${file}`);
}

/** Within so many pixels of a plume a hot spot is the plume. */
const ITS_OWN = 3;

function isAt({ row, column }: HotSpot, { tracklet: { last } }: Burning): boolean {
  return Math.max(Math.abs(row - last.fit.row), Math.abs(column - last.fit.column)) <= ITS_OWN;
}
