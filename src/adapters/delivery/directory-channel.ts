import { closeSync, fsyncSync, linkSync, openSync, readdirSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Line, OnLine } from '../../core/sense/line.ts';
import type { WarningMessage } from '../../core/warn/warning.ts';
import { makeFolder, writeOwn } from '../folder/folder.ts';
import type { Channel } from './channel.ts';
import { identifierOf } from './identifier.ts';

const TEMPORARY = '.unfinished-';

/** A channel whose receiver is a folder: one file for each message, named by its identifier.
 *
 *  The file appears whole or not at all (written under another name, synced, then linked), and linking refuses a name that is taken.
 *  So a message that comes again after a crash is found to be there and stays the one file: delivered exactly once.
 *  So is one that differs by the mark alone of not having been recorded. A taken name with other bytes in it means that two theatres share a journal's id; that is thrown, because silence would lose a warning. */
export function directoryChannel<L extends Line>(options: {
  readonly folder: string;
  readonly line: L;
  /** Id of the journal that the messages come from: two journals may fill one folder. */
  readonly journal: string;
  /** The bytes of the file; the same message must always render to the same ones. */
  readonly render: (message: OnLine<L, WarningMessage>) => string;
  /** File name ending with its dot, e.g. `.cap.xml`. */
  readonly ending: string;
  readonly name?: string;
}): Channel<L> {
  const { folder, line, journal, render, ending } = options;
  makeFolder(folder);
  removeUnfinished(folder);
  const inReserve = descriptorInReserve(folder);
  return {
    name: options.name ?? `directory ${folder}`,
    line,
    send: (message) => {
      const name = fileName(identifierOf(message.id, journal), ending);
      const file = join(folder, name);
      const text = render(message);
      const unfinished = join(folder, `${TEMPORARY}${process.pid}-${name}`);
      inReserve(() => {
        writeOwn(unfinished, text);
        try {
          link(unfinished, file, [text, render(otherwiseRecorded(message))]);
        } finally {
          unlinkSync(unfinished);
        }
        syncFolder(folder);
      });
    },
  };
}

/** Keeps one descriptor back, and gives it free for as long as `work` runs: strangers who open connections until the process has none left
 *  must not keep an alert from being written. The work above opens one file at a time, and nothing else runs meanwhile. */
function descriptorInReserve(folder: string): (work: () => void) => void {
  let reserve: number | undefined;
  const take = (): void => {
    try {
      reserve ??= openSync(folder, 'r');
    } catch {
      // None is left now, or the folder is away: the next work does without, and it is tried again after it.
    }
  };
  take();
  return (work) => {
    if (reserve !== undefined) closeSync(reserve);
    reserve = undefined;
    try {
      work();
    } finally {
      take();
    }
  };
}

/** The same message as it is sent with the other mark: what the record had no room for goes out so marked, and comes again without the mark when a
 *  process that was killed meanwhile is started anew. */
function otherwiseRecorded<M extends WarningMessage>({ notRecorded, ...message }: M): M {
  return (notRecorded ? message : { ...message, notRecorded: true }) as M;
}

/** `texts`: what the file may hold already. */
function link(unfinished: string, file: string, texts: readonly string[]): void {
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (!texts.includes(readFileSync(file, 'utf8')))
      throw new Error(`${file} already holds another message of this identifier: a copy of this journal has sent it; begin a new journal`, {
        cause: error,
      });
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** What a killed process left half-written. The journal's lock sees to it that no other process writes here. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(TEMPORARY)) unlinkSync(join(folder, name));
}

/** Identifiers are ours; this keeps a foreign one from naming a file elsewhere. */
function fileName(id: string, ending: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(id)) throw new Error(`identifier ${JSON.stringify(id)} cannot be a file name`);
  return `${id}${ending}`;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
