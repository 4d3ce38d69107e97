import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openHeadFile } from '../adapters/head-file/head-file.ts';
import { openMemoryJournal } from '../adapters/journal-memory/journal-memory.ts';
import { openSqliteJournal, type SqliteJournal } from '../adapters/journal-sqlite/journal-sqlite.ts';
import { type Journal, JournalError } from '../adapters/journal/journal.ts';
import { newSigningKey, type Signer, signerOf } from '../server/heads.ts';
import { recordKey } from '../server/keys.ts';
import type { Witness } from '../server/vouch.ts';
import { CommandError } from './exit.ts';
import { remedyFor } from './journal-remedy.ts';

export type RecordOptions = {
  /** The journal's file; without it one in memory that ends with the process. */
  readonly journal?: string;
  /** The file to which signed heads go besides. */
  readonly head?: string;
  /** The file of the signing key; by default beside the journal. */
  readonly key?: string;
  /** The file of the key that signed until now, where `key` brings another. */
  readonly formerKey?: string;
};

/** A journal, and what vouches for it. */
export type OpenedRecord = {
  readonly journal: Journal;
  readonly signer?: Signer;
  readonly formerSigner?: Signer;
  readonly witness?: Witness;
  close(): void;
};

/** Opens a journal in the file, which is made when it is not there, with its key, which is made when there is none. */
export function openRecord({ journal: file, head, key, formerKey }: RecordOptions): OpenedRecord {
  if (file === undefined) {
    const given = [head && '--head', key && '--key', formerKey && '--former-key'].find((one) => one !== undefined);
    if (given !== undefined) throw new CommandError('there is no journal to vouch for', given, 'give --journal FILE as well');
    return { journal: openMemoryJournal(), close: () => {} };
  }
  const journal = opened(file, () => openSqliteJournal(file));
  const signer = signerIn(key ?? `${file}.key`, key !== undefined);
  const formerSigner = formerKey === undefined ? undefined : formerSignerIn(formerKey, journal);
  const witness = head === undefined ? undefined : openHeadFile(head);
  return {
    journal,
    signer,
    ...(formerSigner === undefined ? {} : { formerSigner }),
    ...(witness === undefined ? {} : { witness }),
    close: () => witness?.close(),
  };
}

/** Looks into a journal before it is opened to be written, which takes its seal off: what is refused then is left as it was. One that is not there, or
 *  that cannot be read, is left for opening to tell of. */
export function lookInto(file: string, look: (journal: Journal) => void): void {
  if (!existsSync(file)) return;
  let journal: Journal;
  try {
    journal = openSqliteJournal(file, { readOnly: true });
  } catch (error) {
    if (error instanceof JournalError) return;
    throw error;
  }
  try {
    look(journal);
  } finally {
    journal.close();
  }
}

/** Opens a journal that must exist, to read only. */
export function openForReading(file: string): SqliteJournal {
  if (!existsSync(file)) throw new CommandError('no such journal', file, 'check the path; tocsin run SCENARIO --journal FILE writes one');
  return opened(file, () => openSqliteJournal(file, { readOnly: true }));
}

function opened<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof JournalError) throw new CommandError(error.message, file, remedyFor(error));
    throw error;
  }
}

/** The word of a key that never signed here would be worth nothing. */
function formerSignerIn(file: string, journal: Journal): Signer {
  const signer = signerIn(file, true);
  const key = recordKey(journal);
  if (signer.key !== key) {
    journal.close();
    throw new CommandError('this key did not sign the journal', file, `give the file of the key ${key ?? '(the journal has none yet)'}`);
  }
  return signer;
}

/** A key that was given must be there: a slip in its name must not make another theatre. */
function signerIn(file: string, mustExist: boolean): Signer {
  if (!mustExist && !existsSync(file)) writeFileSync(file, newSigningKey(), { mode: 0o600, flag: 'wx' });
  const signer = signerOf(readFileSync(file, 'utf8'));
  if (signer === undefined)
    throw new CommandError('this is no signing key', file, 'give an Ed25519 key in PEM, or move the file away and let a new key be made');
  return signer;
}
