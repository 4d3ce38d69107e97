import { screen } from '../detect/screen.ts';
import type { FoldItem, State } from '../state.ts';
import { treatedScan } from './treated-scan.ts';
import { type NameOf, passTime, type ScanOutcome, takeScan } from '../track/tracker.ts';

/** Time without a scan moves the tracks on only when it has grown to this. */
export const IDLE_US = 1_000_000;

/** Folds one scan, or a moment without one, into the tracker. Everything that the tracker ever learns passes here, so what is folded again
 *  from a snapshot is folded in the same way. `undefined` when nothing came of it. `nameOf`: what began with each detection when it was folded before. */
export function foldItem(state: State, item: FoldItem, nameOf?: NameOf): ScanOutcome | undefined {
  if (item.kind === 'time') {
    // Asked again at each folding: a late scan may have filled the gap.
    if (item.at_us - state.folded_us < IDLE_US) return undefined;
    state.folded_us = item.at_us;
    return { touched: [], born: [], ended: passTime(state.tracker, item.at_us), atLimit: false };
  }
  const scan = treatedScan(item);
  const sensor = state.sensors.find(({ id }) => id === scan.sensor);
  if (sensor === undefined) return undefined;
  state.folded_us = scan.measuredAt_us;
  state.lastScan_us = scan.measuredAt_us;
  const screened = new Set(screen(sensor, scan).map(({ index }) => index));
  return takeScan(state.tracker, sensor, scan, item.seq, screened, nameOf);
}
