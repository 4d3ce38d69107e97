import type { Line, OnLine } from '../../core/sense/line.ts';
import { onLine } from '../../core/sense/line.ts';
import type { WarningMessage } from '../../core/warn/warning.ts';

/** A way out to receivers. It belongs to one line, and by type takes messages of that line only (H6). */
export type Channel<L extends Line> = {
  /** Unique in a theatre and steady over restarts: deliveries are journaled under it. */
  readonly name: string;
  readonly line: L;
  /** Hands the message over. Done (or resolved) means that the receiver has it for good; throwing (or rejecting) that it may not.
   *  It settles within a minute: a channel that waits for an answer stops waiting by itself, because nothing behind this message in its
   *  warning's queue goes out before. The same message may come again after a crash: the receiver must keep only one, by the message's identifier (identifier.ts). */
  readonly send: (message: OnLine<L, WarningMessage>) => void | Promise<void>;
};

export type AnyChannel = Channel<'live'> | Channel<'exercise'> | Channel<'test'>;

export type Sending =
  | { readonly kind: 'sending'; readonly done: void | Promise<void> }
  | { readonly kind: 'wrong-line'; readonly expected: Line; readonly found: Line };

/** Sends a message whose line is known at run time only. Throws what the channel throws. */
export function sendOn(channel: AnyChannel, message: WarningMessage): Sending {
  switch (channel.line) {
    case 'live':
      return checked(channel, message);
    case 'exercise':
      return checked(channel, message);
    case 'test':
      return checked(channel, message);
  }
}

function checked<L extends Line>(channel: Channel<L>, message: WarningMessage): Sending {
  const check = onLine(message, channel.line);
  return check.kind === 'on-line' ? { kind: 'sending', done: channel.send(check.value) } : check;
}
