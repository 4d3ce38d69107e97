import type { LookFiles } from '../adapters/goes-abi/looks.ts';
import type { LightningFile } from '../adapters/goes-glm/goes-glm.ts';
import type { NetcdfError } from '../adapters/netcdf/netcdf.ts';
import { skyAt } from '../adapters/sky/sky.ts';
import { type DetectionLine, type DetectSummary, HEAT_CAUSES } from '../api/wire-cli.ts';
import type { LaunchEstimate } from '../core/assess/assessment.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import { candidatesOf, lackingOf, REJECTED_FOR, rejectedOf } from '../core/imager/hot-pixels.ts';
import { type HotSpot, hotSpotsOf } from '../core/imager/hot-spots.ts';
import type { Burning } from '../core/imager/imager-fold.ts';
import { imagerLookOf } from '../core/imager/imager-look.ts';
import { detectionLine, flashLine, launchLine, launchText, plumeLine, plumeText, spotLine } from './detect-lines.ts';
import type { Showing } from './detect-show.ts';
import type { LaunchesInLooks, LookOfSeries } from './launches-in-looks.ts';
import { iso } from './words.ts';

/** What both count that tell what is found, `detect` and `watch`. */
type Counts = { -readonly [K in Exclude<keyof DetectSummary, 'report'>]: DetectSummary[K] };
/** A file that cannot be used. */
export type Refusal = Pick<NetcdfError, 'file' | 'field' | 'message' | 'remedy'>;
/** Where what is found goes: counted, drawn where somebody asked for it, and told. */
export type Desk = {
  readonly counts: Counts;
  /** What looks say together. */
  readonly series: LaunchesInLooks;
  /** Events that were told to be launches, with what was told last. */
  readonly launched: Map<string, LaunchEstimate>;
  readonly showing?: Showing | undefined;
  readonly refuse: (fault: Refusal) => void;
  readonly output: { readonly line: (text: string) => void; readonly object: (found: DetectionLine) => void };
};

export function noCounts(): Counts {
  return {
    files: 0,
    refused: 0,
    frames: 0,
    looks: 0,
    events: 0,
    candidates: 0,
    rejected: { texture: 0, surface: 0, sunlight: 0 },
    lacking: 0,
    launches: 0,
    byCause: { fire: 0, plume: 0, lightning: 0 },
  };
}

/** Adds what was counted of one look to what was counted before; files are counted by who names them. */
export function addCounts(sum: Counts, { refused, frames, looks, events, candidates, rejected, lacking, launches, byCause }: Counts): void {
  sum.refused += refused;
  sum.frames += frames;
  sum.looks += looks;
  sum.events += events;
  sum.candidates += candidates;
  for (const reason of REJECTED_FOR) sum.rejected[reason] += rejected[reason];
  sum.lacking += lacking;
  sum.launches += launches;
  for (const cause of HEAT_CAUSES) sum.byCause[cause] += byCause[cause];
}

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
  const { counts, showing, refuse, output } = desk;
  if (frames.length === 0) return [];
  const seen = imagerLookOf(frames);
  if ('message' in seen) {
    // Files of the look that could not be read, or came twice, are refused already.
    for (const { source: file } of frames) refuse({ file, field: seen.place, message: seen.message, remedy: seen.remedy });
    return [];
  }
  const candidates = candidatesOf(seen, skyAt(look.begin_us).sunEcef_m);
  const inSeries = desk.series.take(frames.filter((frame) => !seen.elsewhere.includes(frame)));
  const plumes = inSeries?.plumes ?? [];
  const spots = hotSpotsOf(seen, candidates).filter((spot) => !plumes.some((plume) => isAt(spot, plume)));
  const used = frames.filter((frame) => !seen.elsewhere.includes(frame)).sort((a, b) => a.band - b.band);
  for (const { source, band } of seen.elsewhere)
    refuse({
      file: source,
      field: 'x, y',
      message: `band ${band} does not lie on the pixels of band ${seen.hot.band}`,
      remedy: 'give bands as they were published, none of them cut or warped',
    });
  counts.frames += used.length;
  counts.looks += 1;
  counts.events += spots.length + plumes.length;
  counts.byCause.fire += spots.length;
  counts.byCause.plume += plumes.length;
  counts.candidates += candidates.length;
  const lacking = lackingOf(candidates);
  counts.lacking += lacking;
  const rejected = rejectedOf(candidates);
  for (const reason of REJECTED_FOR) counts.rejected[reason] += rejected[reason];
  const bands = used.map(({ band }) => band).join(' ');
  const burning = plumes.length === 0 ? '' : `, ${plumes.length} ${plumes.length === 1 ? 'plume' : 'plumes'}`;
  const found = spots.length + plumes.length === 0 ? 'nothing is hot' : `${spots.length} hot${burning}`;
  output.line(`${iso(look.begin_us)}  ${look.satellite} ${look.area}, bands ${bands}: ${found}`);
  if (lacking > 0) output.line(`  ${lacking} of ${candidates.length} pixels that stand out judged without a band that has no value there`);
  const pictures = showing?.look({ look, seen, used, spots, candidates });
  spots.forEach((spot, k) => {
    output.line(spotLine(seen, spot));
    output.object(detectionLine(seen, spot, pictures?.spots[k] ?? null));
  });
  if (inSeries !== undefined) tellSeries(inSeries, desk);
  for (const { place, rejectedFor, file } of pictures?.rejections ?? []) output.line(`  turned down, ${rejectedFor}  ${place}  ${file}`);
  return used;
}

/** Within so many pixels of a plume a hot spot is the plume. */
const ITS_OWN = 3;

function isAt({ row, column }: HotSpot, { tracklet: { last } }: Burning): boolean {
  return Math.max(Math.abs(row - last.fit.row), Math.abs(column - last.fit.column)) <= ITS_OWN;
}

/** Each plume, and each launch of which a look says more: an event that was told before is told again, better known. */
function tellSeries({ hot, plumes, launches }: LookOfSeries, { counts, launched, showing, output }: Desk): void {
  for (const plume of plumes) {
    output.line(plumeText(hot, plume));
    output.object(plumeLine(hot, plume));
  }
  for (const launch of launches) {
    const before = launched.get(launch.event);
    if (before === launch.estimate) continue;
    if (before === undefined) counts.launches += 1;
    launched.set(launch.event, launch.estimate);
    output.line(launchText(launch));
    output.object(launchLine(hot, launch));
    showing?.launch(hot, launch);
  }
}

export function summaryText({ looks, frames, refused, candidates, byCause, rejected, launches }: Counts): string {
  const { texture, surface, sunlight } = rejected;
  return [
    '',
    `read      ${frames} frames of ${looks} looks and files of lightning; ${refused} files refused`,
    `found     ${byCause.fire} ${byCause.fire === 1 ? 'fire' : 'fires'}, ${byCause.lightning} flashes of lightning, ${launches === 0 ? 'no launch' : launches === 1 ? '1 launch' : `${launches} launches`}`,
    `rejected  of ${candidates} pixels that stand out: ${texture} no more than others around them, ${surface} on a surface as warm, ${sunlight} in sunlight as bright`,
  ].join('\n');
}
