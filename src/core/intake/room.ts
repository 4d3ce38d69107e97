import type { Emit } from '../tell/emission.ts';
import type { State } from '../state/state.ts';
import { MAX_TRACKS } from '../theatre-track/tracker.ts';

/** There is no room for another track, or there is again: said when it changes. `full`: a scan of `sensor` would have begun one. */
export function sayRoom(state: State, full: boolean, sensor: string, emit: Emit): void {
  const { at_us } = state;
  if (full) {
    state.scansWithoutRoom += 1;
    if (state.scansWithoutRoom === 1) emit({ kind: 'alarm', at_us, alarm: 'track-limit', phase: 'begins', sensor, scans: 1 });
  } else if (state.scansWithoutRoom > 0 && state.tracker.tracks.length < MAX_TRACKS) {
    emit({ kind: 'alarm', at_us, alarm: 'track-limit', phase: 'ends', sensor, scans: state.scansWithoutRoom });
    state.scansWithoutRoom = 0;
  }
}
