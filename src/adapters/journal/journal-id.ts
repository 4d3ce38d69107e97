import { randomBytes } from 'node:crypto';
import type { Journal } from './journal.ts';

const KEY = 'journal-id';

/** What a journal is called that was never asked for its id: no theatre sent anything from it under one. */
const UNNAMED = 'unnamed';

/** The id of a journal: made once, when it begins, and kept in it, so that whoever takes it up again, replays it or reads it names the same
 *  messages the same, and no other journal does. Twelve hexadecimal digits: among a million journals of one sender two share an id with
 *  a chance of one in six hundred. `fresh` is for tests. */
export function journalId(journal: Journal, fresh: () => string = () => randomBytes(6).toString('hex')): string {
  const known = journal.meta(KEY);
  if (known !== undefined) return known;
  const id = fresh();
  journal.setMeta(KEY, id);
  return id;
}

/** The same of a journal that is only read. */
export function readJournalId(journal: Journal): string {
  return journal.meta(KEY) ?? UNNAMED;
}
