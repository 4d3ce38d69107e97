import type { SealCheck } from '../adapters/journal-sqlite/seal.ts';
import type { Journal } from '../adapters/journal/journal.ts';
import { JournalError } from '../adapters/journal/journal.ts';
import type { Fold } from './fold.ts';
import { PIPELINE } from './fold.ts';
import { type Check, createCheck, replayOn } from './replay.ts';

/** What can be asked of the file that a journal lies in. */
export type AuditedFile = {
  schemaChanges(): readonly string[];
  pageFaults(): readonly string[];
  seal(): SealCheck;
};

export type Audit = Check & {
  /** `whole`: every byte of the file is as the closed journal left it. `none`: it is open, or was not closed in order. */
  readonly seal: SealCheck['kind'];
};

export type AuditOptions = {
  /** Lines of the file that heads were written to elsewhere. */
  readonly headFile?: readonly string[];
  /** A key that must have signed something of the record. */
  readonly knownKey?: string;
  readonly onEntry?: (seq: number) => void;
};

/** Looks at everything that a journal says of itself: its file, the chain over every byte that was written, what was said beside what is said
 *  now, signed heads here and in a second file, snapshots. Nothing is thrown for a damaged journal: it is what an audit is there to tell. */
export function auditJournal(journal: Journal, file: AuditedFile, options: AuditOptions = {}): Audit {
  return auditJournalOn(PIPELINE, journal, file, options);
}

/** The same on another fold than the pipeline. */
export function auditJournalOn<State>(
  fold: Fold<State>,
  journal: Journal,
  file: AuditedFile,
  { headFile, knownKey, onEntry }: AuditOptions = {},
): Audit {
  const check = createCheck();
  const { findings } = check;
  const damaged = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      findings.add({ what: 'file-damaged', detail: error.message });
    }
  };
  const seal = file.seal();
  if (seal.kind === 'broken') findings.add({ what: 'pages-changed', pages: seal.pages });
  if (seal.kind === 'unreadable') findings.add({ what: 'file-damaged', detail: 'the seal beside it is not what was written' });
  damaged(() => {
    for (const name of file.schemaChanges()) findings.add({ what: 'schema-changed', name });
  });
  damaged(() => {
    for (const detail of file.pageFaults()) findings.add({ what: 'file-damaged', detail });
  });
  damaged(() => {
    for (const { entry } of replayOn(fold, journal, check, { headFile, knownKey, mustBeSigned: true })) onEntry?.(entry.seq);
  });
  return { ...check, seal: seal.kind };
}
