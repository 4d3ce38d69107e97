import { type DetectSummary, HEAT_CAUSES } from '../api/wire-cli.ts';
import { REJECTED_FOR } from '../core/imager/hot-pixels.ts';
import { TURNED_DOWN_FOR } from '../core/imager/imager-fold.ts';

/** What both count that tell what is found, `detect` and `watch`; launches are counted over all looks, by what was told last. */
export type Counts = { -readonly [K in Exclude<keyof DetectSummary, 'report' | 'launches'>]: DetectSummary[K] };

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
    byCause: { fire: 0, plume: 0, lightning: 0 },
    unlikely: 0,
    followed: { looks: 0, late: 0, omitted: 0, turnedDown: { weather: 0, once: 0, clutter: 0, standing: 0 } },
  };
}

/** Adds what was counted of one look to what was counted before; files are counted by who names them. */
export function addCounts(
  sum: Counts,
  { refused, frames, looks, events, candidates, rejected, lacking, byCause, unlikely, followed }: Counts,
): void {
  sum.refused += refused;
  sum.frames += frames;
  sum.looks += looks;
  sum.events += events;
  sum.candidates += candidates;
  for (const reason of REJECTED_FOR) sum.rejected[reason] += rejected[reason];
  sum.lacking += lacking;
  sum.unlikely += unlikely;
  for (const cause of HEAT_CAUSES) sum.byCause[cause] += byCause[cause];
  for (const what of ['looks', 'late', 'omitted'] as const) sum.followed[what] += followed[what];
  for (const reason of TURNED_DOWN_FOR) sum.followed.turnedDown[reason] += followed.turnedDown[reason];
}

export function summaryText(
  { looks, frames, refused, candidates, byCause, unlikely, rejected, followed }: Counts,
  launches: number,
): string {
  const { texture, surface, sunlight } = rejected;
  const { weather, once, clutter, standing } = followed.turnedDown;
  const late = followed.late === 0 ? '' : `; ${followed.late} came too late for it`;
  return [
    '',
    `read      ${counted(frames, 'frame')} of ${counted(looks, 'look')} and files of lightning; ${counted(refused, 'file')} refused`,
    `found     ${counted(byCause.fire, 'fire')}${unlikely === 0 ? '' : `, ${unlikely} of them less likely than not`}, ${byCause.lightning} flashes of lightning, ${launches === 0 ? 'no launch' : counted(launches, 'launch', 'launches')}`,
    `rejected  of ${candidates} pixels that stand out: ${texture} no more than others around them, ${surface} on a surface as warm, ${sunlight} in sunlight as bright`,
    ...(followed.looks + followed.late === 0
      ? []
      : [
          `followed  ${counted(followed.looks, 'look')} in series${late}: plumes in sight ${counted(byCause.plume, 'time')}; turned down ${weather} of weather, ${once} seen once, ${clutter} of clutter, ${standing} that stand still`,
        ]),
  ].join('\n');
}

export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
