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
    atEdge: 0,
    byCause: { fire: 0, plume: 0, lightning: 0 },
    unlikely: 0,
    followed: { looks: 0, anew: 0, late: 0, omitted: 0, atEdge: 0, cut: 0, turnedDown: { weather: 0, once: 0, clutter: 0, standing: 0 } },
  };
}

/** Adds what was counted of one look to what was counted before; files are counted by who names them. */
export function addCounts(
  sum: Counts,
  { refused, frames, looks, events, candidates, rejected, lacking, atEdge, byCause, unlikely, followed }: Counts,
): void {
  sum.refused += refused;
  sum.frames += frames;
  sum.looks += looks;
  sum.events += events;
  sum.candidates += candidates;
  for (const reason of REJECTED_FOR) sum.rejected[reason] += rejected[reason];
  sum.lacking += lacking;
  sum.atEdge += atEdge;
  sum.unlikely += unlikely;
  for (const cause of HEAT_CAUSES) sum.byCause[cause] += byCause[cause];
  for (const what of ['looks', 'anew', 'late', 'omitted', 'atEdge', 'cut'] as const) sum.followed[what] += followed[what];
  for (const reason of TURNED_DOWN_FOR) sum.followed.turnedDown[reason] += followed.turnedDown[reason];
}

export function summaryText(
  { looks, frames, refused, candidates, atEdge, byCause, unlikely, rejected, followed }: Counts,
  launches: number,
): string {
  const { texture, surface, sunlight } = rejected;
  const { weather, once, clutter, standing } = followed.turnedDown;
  const others = [
    ...(followed.anew === 0 ? [] : [`${followed.anew} had none before to be held against`]),
    ...(followed.late === 0 ? [] : [`${followed.late} came too late for it`]),
  ].join(', ');
  const atSide = followed.atEdge === 0 ? '' : `, ${followed.atEdge} too near to a frame's edge`;
  const cut = followed.cut === 0 ? '' : `; ${counted(followed.cut, 'look')} moved by more than a pixel in part`;
  return [
    '',
    `read      ${counted(frames, 'frame')} of ${counted(looks, 'look')} and files of lightning; ${counted(refused, 'file')} refused`,
    `found     ${counted(byCause.fire, 'fire')}${unlikely === 0 ? '' : `, ${unlikely} of them less likely than not`}, ${byCause.lightning} flashes of lightning, ${launches === 0 ? 'no launch' : counted(launches, 'launch', 'launches')}`,
    `rejected  of ${candidates} pixels that stand out: ${texture} no more than others around them, ${surface} on a surface as warm, ${sunlight} in sunlight as bright${atEdge === 0 ? '' : `; ${atEdge} more too near to a frame's edge to be judged`}`,
    ...(followed.looks + followed.anew + followed.late === 0
      ? []
      : [
          `followed  ${followed.looks === 0 ? 'no look' : counted(followed.looks, 'look')} in series${others === '' ? '' : `; ${others}`}: plumes in sight ${counted(byCause.plume, 'time')}; turned down ${weather} of weather, ${once} seen once, ${clutter} of clutter, ${standing} that stand still${atSide}${cut}`,
        ]),
  ].join('\n');
}

export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
