import { screen } from '../detect/screen.ts';
import type { FoldItem, State } from '../state/state.ts';
import { treatedScan } from '../register/treated-scan.ts';
import { type EndedTrack, type NameOf, passTime, type ScanOutcome, takeScan } from '../theatre-track/tracker.ts';
import type { Micros } from '../units.ts';

/** Time without a scan moves the tracks on only when it has grown to this. */
export const IDLE_US = 1_000_000;
/** A longer time is passed in steps of this, as if moments had come in between, until there is no track left to move. */
const LONGEST_US = 60_000_000;

/** Folds one scan, or a moment without one, into the tracker. Everything that the tracker ever learns passes here, so what is folded again
 *  from a snapshot is folded in the same way. `undefined` when nothing came of it. `nameOf`: what began with each detection when it was folded before. */
export function foldItem(state: State, item: FoldItem, nameOf?: NameOf): ScanOutcome | undefined {
  if (item.kind === 'time') {
    // Asked again at each folding: a late scan may have filled the gap.
    if (item.at_us - state.folded_us < IDLE_US) return undefined;
    const ended = passGap(state, item.at_us);
    state.folded_us = item.at_us;
    return { touched: [], born: [], ended: [...ended, ...passTime(state.tracker, item.at_us)], atLimit: false };
  }
  const scan = treatedScan(item);
  const sensor = state.sensors.find(({ id }) => id === scan.sensor);
  if (sensor === undefined) return undefined;
  const ended = passGap(state, scan.measuredAt_us);
  state.folded_us = scan.measuredAt_us;
  state.lastScan_us = scan.measuredAt_us;
  const screened = new Set(screen(sensor, scan).map(({ index }) => index));
  const outcome = takeScan(state.tracker, sensor, scan, item.seq, screened, {
    nameOf,
    doubted: item.doubted === true,
    jointHypotheses: state.settings.jointHypotheses,
  });
  return ended.length === 0 ? outcome : { ...outcome, ended: [...ended, ...outcome.ended] };
}

/** Passes a gap that is long. Nobody is followed unseen for more than two hours, so the years to or from a wrong stamp cost no more than that. */
function passGap({ tracker, folded_us }: State, to_us: Micros): EndedTrack[] {
  const ended: EndedTrack[] = [];
  if (to_us - folded_us <= LONGEST_US) return ended;
  for (let at_us = folded_us + LONGEST_US; at_us < to_us && tracker.tracks.length > 0; at_us += LONGEST_US)
    ended.push(...passTime(tracker, at_us));
  if (tracker.tracks.length === 0) ended.push(...passTime(tracker, to_us));
  return ended;
}
