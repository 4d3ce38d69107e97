import { closeSync, createWriteStream, realpathSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { openOwn } from '../folder/folder.ts';

/** Where a result goes, as it grows: a file, or the standard output for `-`. A slow reader is waited for. */
export type ResultSink = {
  write(text: string): Promise<void>;
  /** The result is whole: it stands under its name from now on. */
  close(): Promise<void>;
  /** It will not be whole: nothing of it is left, and what stood under its name before is there still. */
  drop(): Promise<void>;
};

/** Writes a result that is there as a whole. It has its name once all of it is written, and until then another beside it: a run that fails, or is
 *  interrupted, leaves what stood under the name before. What is no file, such as a pipe, is written as it comes. Throws what the file system throws, with the
 *  name that was given. */
export function writeResult(file: string, text: string | Uint8Array): void {
  const place = placeOf(file);
  namedAs(file, () => {
    if (place === undefined) return writeFileSync(file, text);
    const { beside, whole } = place;
    let open: number | undefined;
    try {
      open = openOwn(beside);
      writeFileSync(open, text);
      closeSync(open);
      open = undefined;
      renameSync(beside, whole);
    } catch (error) {
      if (open !== undefined) closeSync(open);
      rmSync(beside, { force: true });
      throw error;
    }
    return undefined;
  });
}

/** Throws what `writeResult` would throw where nothing can be written under a name: before the work, and not after it. */
export function tryResult(file: string): void {
  const place = placeOf(file);
  namedAs(file, () => {
    // Opening a folder is refused, and a pipe's reader would take the trial for the result.
    if (place === undefined) {
      if (statSync(file).isDirectory()) closeSync(openOwn(file));
      return;
    }
    closeSync(openOwn(place.beside));
    rmSync(place.beside);
  });
}

/** Opens a result that is written piece by piece, by the same rule. */
export function openResult(file: string): ResultSink {
  if (file === '-') return sinkTo(process.stdout, undefined);
  const place = placeOf(file);
  if (place === undefined) return sinkTo(createWriteStream(file), () => undefined, file);
  const { beside, whole } = place;
  const open = namedAs(file, () => openOwn(beside));
  return sinkTo(
    createWriteStream(beside, { fd: open }),
    (isWhole) => (isWhole ? renameSync(beside, whole) : rmSync(beside, { force: true })),
    file,
  );
}

/** Through a link the file is written, and the link is left. Each of two runs at a time writes a file of its own, and the last to end stands. Undefined where no file stands under the name, and something else does. */
function placeOf(file: string): { readonly beside: string; readonly whole: string } | undefined {
  const found: Stats | undefined = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) return undefined;
  const whole = found === undefined ? file : realpathSync(file);
  return { beside: `${whole}.${process.pid}.unfinished`, whole };
}

/** A fault that names the file beside is one of the file. */
function namedAs<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw named(error, file);
  }
}

function named<E>(error: E, file: string): E {
  return error instanceof Error ? Object.assign(error, { path: file }) : error;
}

function sinkTo(stream: NodeJS.WritableStream, end: ((isWhole: boolean) => void) | undefined, file?: string): ResultSink {
  // A fault may come before the next write, which then hears only that the stream is gone; without a listener it would end the process besides.
  let first: Error | undefined;
  if (end !== undefined)
    stream.on('error', (error) => {
      first ??= error;
    });
  const told = (error: Error): Error => (file === undefined ? error : named(first ?? error, file));
  const ended = (): Promise<Error | null | undefined> => new Promise((resolve) => stream.end(resolve as () => void));
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        if (text === '') resolve();
        else stream.write(text, (error) => (error ? reject(told(error)) : resolve()));
      }),
    async close() {
      if (end === undefined) return;
      const error = await ended();
      if (error) throw told(error);
      end(true);
    },
    async drop() {
      if (end === undefined) return;
      await ended();
      end(false);
    },
  };
}
