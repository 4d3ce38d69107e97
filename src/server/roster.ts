import type { AnyChannel } from '../adapters/delivery/channel.ts';
import type { Journal } from '../adapters/journal/journal.ts';
import type { Roster } from './outbox.ts';

const KEY = 'channels';

/** The channels that the journal knows, with those of this start added. A new one is due what comes from now on: it must not be sent
 *  the alerts of last year. One that is missing now keeps its name, and what waits for it waits; since when it is missing is noted, because
 *  what was made after that was certainly never handed to it. Throws when a name is taken twice or has changed its line (H6). */
export function joinRoster(journal: Journal, channels: readonly AnyChannel[]): Roster {
  const names = new Set<string>();
  for (const { name } of channels) {
    if (names.has(name)) throw new Error(`two channels are called ${name}: give each a name of its own`);
    names.add(name);
  }
  const told = journal.meta(KEY) ?? '[]';
  const known = readRoster(journal);
  const joined = known.map(({ awaySince, ...one }): Roster[number] =>
    names.has(one.name) ? one : { ...one, awaySince: awaySince ?? journal.length },
  );
  for (const { name, line } of channels) {
    const before = known.find((one) => one.name === name);
    if (before === undefined) joined.push({ name, line, fromSeq: journal.length });
    else if (before.line !== line)
      throw new Error(`channel ${name} was on line ${before.line} and cannot become one of line ${line}: give it another name`);
  }
  const text = JSON.stringify(joined);
  if (text !== told) journal.setMeta(KEY, text);
  return joined;
}

/** The channels that a journal knows, to read; none where the fact is not what was written, which its chain tells. */
export function readRoster(journal: Journal): Roster {
  try {
    const read: unknown = JSON.parse(journal.meta(KEY) ?? '[]');
    return Array.isArray(read) ? (read as Roster) : [];
  } catch {
    return [];
  }
}
