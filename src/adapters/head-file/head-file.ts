import { closeSync, fsyncSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';

/** A file to which signed heads of a journal are added, a line each: on another disk, or in other hands, it notices what no file can notice
 *  of itself, that its tail was cut or that all of it was written anew. */
export type HeadFile = {
  append(line: string): void;
  /** The last whole line; undefined when there is none. */
  last(): string | undefined;
  close(): void;
};

/** A head takes about 350 characters; the last whole line and one that was cut off lie within this. */
const END_BYTES = 4096;

/** Opens the file, or makes it. Lines are only ever added, and each is on the disk when `append` returns. A line that a kill cut off is ended
 *  first. Throws what the file system throws. */
export function openHeadFile(path: string): HeadFile {
  const file = openSync(path, 'a+');

  function end(): string {
    const { size } = fstatSync(file);
    const bytes = Math.min(size, END_BYTES);
    const text = Buffer.alloc(bytes);
    readSync(file, text, 0, bytes, size - bytes);
    return text.toString('utf8');
  }

  return {
    append(line) {
      const before = end();
      writeSync(file, `${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`);
      fsyncSync(file);
    },
    last: () =>
      end()
        .split('\n')
        .slice(0, -1)
        .findLast((line) => isWhole(line)),
    close: () => closeSync(file),
  };
}

/** The whole lines of such a file, and those that are no whole line and yet not the mark of a kill. */
export function readHeadFile(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  // What a kill cut off is the beginning of a head; the next start put a line's end behind it.
  return lines.filter((line) => line !== '' && !(line.startsWith('{"seq":') && !isWhole(line)));
}

function isWhole(line: string): boolean {
  return line.startsWith('{') && line.endsWith('}');
}
