import type { Actor, Emit, RefusalReason } from './emission.ts';
import type { State } from '../state/state.ts';
import type { HumanAct, WarningPort } from '../warn/warning.ts';

/** The warning lifecycle's way to speak: its changes and messages become emissions. */
export function warningPort(state: State, emit: Emit, refuse: (reason: RefusalReason, detail: string) => void): WarningPort {
  if (state.line === undefined) throw new Error('a theatre that is on no line has no warnings');
  return {
    line: state.line,
    changed: (change, warning, act) =>
      emit({
        kind: 'warning',
        at_us: state.at_us,
        change,
        warning,
        ...(act === undefined ? {} : { act: actorOf(act) }),
      }),
    send: (message) => emit({ kind: 'message', message }),
    refuse,
  };
}

function actorOf({ act, person, role, session, reason }: HumanAct): Actor {
  return { act, person, role, session, ...(reason === undefined ? {} : { reason }) };
}
