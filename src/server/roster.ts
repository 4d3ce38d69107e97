import type { AnyChannel } from '../adapters/delivery/channel.ts';
import type { Journal } from '../adapters/journal/journal.ts';
import type { Roster } from './outbox.ts';

const KEY = 'channels';

/** The channels that the journal knows, with those of this start added. A new one is due what comes from now on: it must not be sent
 *  the alerts of last year. One that is missing now keeps its name, and what waits for it waits. Throws when a name is taken twice or has
 *  changed its line (H6). */
export function joinRoster(journal: Journal, channels: readonly AnyChannel[]): Roster {
  const known = JSON.parse(journal.meta(KEY) ?? '[]') as Roster;
  const names = new Set<string>();
  const joined = [...known];
  for (const { name, line } of channels) {
    if (names.has(name)) throw new Error(`two channels are called ${name}: give each a name of its own`);
    names.add(name);
    const before = known.find((one) => one.name === name);
    if (before === undefined) joined.push({ name, line, fromSeq: journal.length });
    else if (before.line !== line)
      throw new Error(`channel ${name} was on line ${before.line} and cannot become one of line ${line}: give it another name`);
  }
  if (joined.length > known.length) journal.setMeta(KEY, JSON.stringify(joined));
  return joined;
}
