import type { CapSender } from '../adapters/cap/cap.ts';
import { english } from '../adapters/cap/english.ts';
import { factsOf } from '../adapters/cap/facts.ts';
import { textsIn } from '../adapters/cap/phrases.ts';
import type { Warning, WarningMessage } from '../core/warn/warning.ts';

/** Who sends a run's messages. The address is of the kind that can never belong to anybody. */
export function senderOf(exercise: string, journal: string): CapSender {
  return { sender: 'tocsin@exercise.invalid', journal, senderName: 'Tocsin', exercise };
}

/** The very words that a signature would send, from the renderer that makes the messages: what is read at the desk is what goes out. */
export function draftOf(warning: Warning): { readonly release: string; readonly retraction: string } {
  return { release: textOf(draftMessage(warning, 'alert')), retraction: textOf(draftMessage(warning, 'retraction')) };
}

/** The words of a message, as its receivers read them in English. */
export function textOf(message: WarningMessage): string {
  const { headline, description, instruction } = textsIn(english, factsOf(message));
  return [headline, description, instruction].join('\n');
}

function draftMessage(warning: Warning, purpose: 'alert' | 'retraction'): WarningMessage {
  return {
    kind: 'warning-message',
    id: `${warning.id}-draft`,
    line: warning.line,
    messageType: purpose === 'alert' ? 'Alert' : 'Cancel',
    purpose,
    goesOutAs: warning.revision,
    references: [],
    sent_us: warning.assessment.at_us,
    tracks: warning.assessment.tracks,
    warning,
  };
}
