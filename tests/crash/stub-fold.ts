import { decode, encode } from '../../src/core/codec.ts';
import type { Emit } from '../../src/core/tell/emission.ts';
import type { Entry } from '../../src/core/journal.ts';
import type { Fold } from '../../src/server/fold.ts';
import { sampleMessage, sampleWarning } from '../samples/warning.ts';

type Scan = Extract<Entry['input'], { readonly kind: 'radar-scan' }>;

/** A core in a few lines that behaves as the real one does towards the shell: contiguous numbers, scans held back until the next entry,
 *  messages in answer to entries, state that everything said depends on. */
export type StubState = { seq: number; sum: number; messages: number; held: { readonly seq: number; readonly scan: Scan } | undefined };

/** Settings the stub obeys: `message` sends one of warning W<value>; `break` breaks an invariant; any other adds to the sum.
 *  A scan of the sensor `poison` is taken, and breaks an invariant when it is folded: at the next entry. */
export const STUB: Fold<StubState> = {
  start: () => ({ seq: -1, sum: 0, messages: 0, held: undefined }),
  step: (state, entry, emit) => {
    if (entry.seq !== state.seq + 1) throw new Error(`entry ${entry.seq} after ${state.seq}`);
    state.seq = entry.seq;
    foldHeld(state, entry, emit);
    const { input } = entry;
    if (input.kind === 'radar-scan') state.held = { seq: entry.seq, scan: input };
    if (input.kind === 'setting') takeSetting(state, entry, input, emit);
    if (input.kind === 'tick') emit({ kind: 'alive', at_us: entry.at_us, line: entry.line, entries: state.sum });
  },
  snapshot: (state) => encode(state),
  restore: (text) => decode(text) as StubState,
  stamp: () => 'stub',
};

function foldHeld(state: StubState, entry: Entry, emit: Emit): void {
  if (state.held === undefined) return;
  const { seq, scan } = state.held;
  state.held = undefined;
  // Half of the damage is done before the invariant is found broken, as it would be in earnest.
  state.sum += 1;
  if (scan.sensor === 'poison') throw new Error(`scan ${seq} is not positive definite`);
  emit({ kind: 'alarm', at_us: entry.at_us, alarm: 'sensor-rejected', source: scan.sensor, reason: 'held back', count: state.sum });
}

function takeSetting(state: StubState, entry: Entry, input: { readonly name: string; readonly value: number }, emit: Emit): void {
  state.sum += input.value;
  if (input.name === 'break') throw new Error('the covariance is not symmetric');
  if (input.name !== 'message') return;
  state.messages += 1;
  const warning = sampleWarning(entry.line, { id: `W${input.value}` });
  emit({
    kind: 'message',
    message: sampleMessage(entry.line, { id: `W${input.value}-m${state.messages}`, warning, sent_us: entry.at_us }),
  });
}
