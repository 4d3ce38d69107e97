import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { type HandledLine, handledLineSchema, type WatchLine } from '../../api/wire-cli.ts';
import { JournalError } from '../journal/journal.ts';
import { takeLock } from '../journal-sqlite/lock.ts';
import { syncFolder } from '../journal-sqlite/schema.ts';

export type Handled = HandledLine['handled'];

/** What was handled of a folder, and what was found in it: lines of JSON in groups, each of which ends with a line that says what it is of. A group is added in
 *  one piece and is on the disk when `append` returns, so that files are marked as handled together with what was found in them, or neither is there. */
export type WatchRecord = {
  /** Adds a group. Throws what the file system throws, and what is in the file then is cut when it is opened again. */
  append(lines: readonly WatchLine[], of: Omit<Handled, 'sum'>): HandledLine;
  close(): void;
};

/** A record that cannot be used: where, what, and what to do about it. */
export class WatchRecordError extends Error {
  readonly where: string;
  readonly remedy: string;

  constructor(where: string, message: string, remedy: string) {
    super(message);
    this.name = 'WatchRecordError';
    this.where = where;
    this.remedy = remedy;
  }
}

/** The first line: no other file is ever cut. */
const HEAD = '{"watch":{"form":1}}\n';
const SUM_DIGITS = 16;
/** What the sum is not of: itself, at the end of its line. */
const SUM = /,"sum":"[0-9a-f]*"\}\}\n$/;
const BLOCK = 1 << 20;

/** Opens, or makes, a record, hands what was handled before to `hear`, in order, and cuts what a kill left of a group. One process at a time: throws
 *  `WatchRecordError` where another has it, where the file is something else, or where it is damaged before its last group; and what the file system throws. */
export function openWatchRecord(path: string, hear: (handled: Handled) => void): WatchRecord {
  const file = openSync(path, 'a+');
  let lock: ReturnType<typeof lockOf> | undefined;
  try {
    lock = lockOf(path);
    const whole = wholeGroups(file, path, hear);
    ftruncateSync(file, whole);
    if (whole === 0) writeSync(file, HEAD);
    fsyncSync(file);
    syncFolder(path);
  } catch (error) {
    closeSync(file);
    lock?.release();
    throw error;
  }
  return {
    append(lines, of) {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      const sum = sumOf(
        createHash('sha256')
          .update(text)
          .update(JSON.stringify({ handled: of })),
      );
      const line: HandledLine = { handled: { ...of, sum } };
      const group = Buffer.from(`${text}${JSON.stringify(line)}\n`);
      for (let at = 0; at < group.length; ) at += writeSync(file, group, at);
      fsyncSync(file);
      return line;
    },
    close() {
      closeSync(file);
      lock?.release();
    },
  };
}

function lockOf(path: string): { release(): void } {
  try {
    return takeLock(path);
  } catch (error) {
    if (!(error instanceof JournalError && error.fault === 'locked')) throw error;
    throw new WatchRecordError(path, 'another process writes this record', 'end it first, or give another file with --record');
  }
}

/** How many bytes of the file are whole groups, the first line included; 0 where not even that is whole. */
function wholeGroups(file: number, path: string, hear: (handled: Handled) => void): number {
  let whole = 0;
  let number = 0;
  /** The first line that is not what it should be; the mark of a kill where no whole group comes after it. */
  let broken: number | undefined;
  let group = createHash('sha256');
  for (const { text, end } of linesOf(file)) {
    number += 1;
    if (number === 1) {
      if (!HEAD.startsWith(text)) throw new WatchRecordError(path, 'is no record of watch', 'give another file with --record');
      whole = text === HEAD ? end : 0;
      continue;
    }
    if (!text.startsWith('{"handled":') || !text.endsWith('\n')) {
      group.update(text);
      continue;
    }
    const found = handledIn(text);
    if (found !== undefined && found.sum === sumOf(group.update(text.replace(SUM, '}}')))) {
      if (broken !== undefined) throw damaged(path, broken);
      hear(found);
      whole = end;
    } else broken ??= number;
    group = createHash('sha256');
  }
  return whole;
}

function damaged(path: string, line: number): WatchRecordError {
  return new WatchRecordError(
    `${path}, line ${line}`,
    'the group of lines that ends here is not what was written',
    'restore the record from a copy, or give another file with --record: all that is in the folder is then handled anew',
  );
}

function handledIn(text: string): Handled | undefined {
  try {
    return handledLineSchema.parse(JSON.parse(text)).handled;
  } catch {
    return undefined;
  }
}

function sumOf(group: ReturnType<typeof createHash>): string {
  return group.digest('hex').slice(0, SUM_DIGITS);
}

/** A file's lines with their ends, and where each ends; of the last one what there is of it. */
function* linesOf(file: number): Generator<{ readonly text: string; readonly end: number }> {
  const block = Buffer.alloc(BLOCK);
  let pieces: Buffer[] = [];
  for (let from = 0; ; ) {
    const bytes = readSync(file, block, 0, BLOCK, from);
    if (bytes === 0) {
      if (pieces.length > 0) yield { text: Buffer.concat(pieces).toString(), end: from };
      return;
    }
    for (let at = 0; at < bytes; ) {
      const lineEnd = block.subarray(0, bytes).indexOf('\n', at) + 1;
      const to = lineEnd === 0 ? bytes : lineEnd;
      pieces.push(Buffer.from(block.subarray(at, to)));
      if (lineEnd > 0) {
        yield { text: Buffer.concat(pieces).toString(), end: from + to };
        pieces = [];
      }
      at = to;
    }
    from += bytes;
  }
}
