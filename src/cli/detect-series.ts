import { TURNED_DOWN_FOR } from '../core/imager/imager-fold.ts';
import type { Desk } from './desk.ts';
import { followedLine, launchLine, launchText, plumeLine, plumeText } from './detect-lines.ts';
import type { LookOfSeries } from './launches-in-looks.ts';

/** Counts and tells what a look adds to those before it: each plume, launches of which it says more, and what was turned down. */
export function tellSeries(look: LookOfSeries, { counts, launches, showing, output }: Desk): void {
  const { hot, followed, plumes, turnedDown, omitted, refused } = look;
  counts.events += plumes.length;
  counts.byCause.plume += plumes.length;
  if (followed === 'late') counts.followed.late += 1;
  else counts.followed.looks += 1;
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
  if (down.length > 0) output.line(`  turned down beside the looks before: ${down.join(', ')}`);
  if (followed === 'late') output.line('  not followed: later looks were followed before it');
  for (const reason of refused) output.line(`  not used for launches: ${reason}`);
  output.object(followedLine(look));
}
