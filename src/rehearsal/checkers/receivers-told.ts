import { encode } from '../../core/codec.ts';
import type { WarningMessage } from '../../core/warn/warning.ts';
import type { Checker } from '../observation.ts';

/** H13: who got the alert gets what becomes of it. */
export const receiversTold: Checker = {
  name: 'receivers-told',
  sentence:
    'Every message reaches every receiver of its line, in order and as the core sent it; a retraction follows its alert, and what a message refers to is there.',
  watch: ({ world }) => {
    const sent = new Map<string, WarningMessage>();
    const has = new Map(world.receivers.map(({ name }) => [name, new Map<string, string>()]));
    return (seen) => {
      if (seen.kind === 'said' && seen.emission.kind === 'message') {
        const { message } = seen.emission;
        if (sent.has(message.id)) return `${message.id} is sent by the core again`;
        sent.set(message.id, message);
        const missing = message.references.find(({ id }) => !sent.has(id));
        return missing === undefined ? undefined : `${message.id} refers to ${missing.id}, which was never sent`;
      }
      if (seen.kind === 'received') {
        const { channel, message } = seen;
        const kept = has.get(channel);
        if (kept === undefined) return `${message.id} was received by ${channel}, which is none of the receivers`;
        // What the disk had no room for is marked so, and is no more once the disk has it.
        const { notRecorded: _, ...rest } = message;
        const text = encode(rest);
        const before = kept.get(message.id);
        if (before !== undefined) return before === text ? undefined : `${channel} got ${message.id} twice with another content`;
        kept.set(message.id, text);
        const missing = message.references.find(({ id }) => !kept.has(id));
        return missing === undefined
          ? undefined
          : `${channel} got ${message.id} (${message.purpose}) before ${missing.id}, to which it refers`;
      }
      if (seen.kind !== 'over') return undefined;
      for (const { name, line } of world.receivers) {
        if (line !== world.scenario.line) continue;
        for (const id of sent.keys()) if (has.get(name)?.has(id) !== true) return `${name} never got ${id} (${sent.get(id)?.purpose})`;
      }
      return seen.waiting.length > 0 ? `${seen.waiting.length} messages still wait after all channels were well again` : undefined;
    };
  },
};
