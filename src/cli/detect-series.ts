import { TURNED_DOWN_FOR } from '../core/imager/imager-fold.ts';
import type { Desk } from './desk.ts';
import { followedLine, launchLine, launchText, plumeLine, plumeText } from './detect-lines.ts';
import type { LookOfSeries } from './launches-in-looks.ts';

/** A look that begins anew is held against none. */
const COUNTED_AS = { on: 'looks', anew: 'anew', late: 'late' } as const;

/** Counts and tells what a look adds to those before it: each plume, launches of which it says more, and what was turned down. */
export function tellSeries(look: LookOfSeries, { counts, launches, showing, output }: Desk): void {
  const { hot, followed, plumes, turnedDown, omitted, atEdge, cut, refused } = look;
  counts.events += plumes.length;
  counts.byCause.plume += plumes.length;
  counts.followed[COUNTED_AS[followed]] += 1;
  counts.followed.atEdge += atEdge;
  if (cut > 0) counts.followed.cut += 1;
  counts.followed.omitted += omitted;
  for (const reason of TURNED_DOWN_FOR) counts.followed.turnedDown[reason] += turnedDown[reason];
  for (const plume of plumes) {
    output.line(plumeText(hot, plume));
    output.object(plumeLine(look, plume));
  }
  for (const launch of launches.news(look)) {
    output.line(launchText(launch));
    output.object(launchLine(hot, launch));
    showing?.launch(hot, launch);
  }
  const down = TURNED_DOWN_FOR.filter((reason) => turnedDown[reason] > 0).map((reason) => `${turnedDown[reason]} ${reason}`);
  if (omitted > 0) down.push(`${omitted} more than can be followed`);
  if (atEdge > 0) down.push(`${atEdge} at the frame's edge`);
  if (down.length > 0) output.line(`  turned down beside the looks before: ${down.join(', ')}`);
  if (followed === 'late') output.line('  not followed: later looks were followed before it');
  if (cut > 0)
    output.line(
      `  ${(100 * cut).toFixed(0)} % of it moved by more than a pixel since the look before, which is not followed: what stands there may stand out`,
    );
  for (const reason of refused) output.line(`  not used for launches: ${reason}`);
  output.object(followedLine(look));
}
