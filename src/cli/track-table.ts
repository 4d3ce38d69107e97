import { createWriteStream, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import type { TrackEstimate } from '../core/plot-track/index.ts';

export const TRACKS_HEADER = 'scan,t,track,x,y,z,vx,vy,vz,existence';

/** Rows of the tracks of one scan. Decimals are fixed, so that equal numbers are equal bytes: millimetres, hundredths of a millimetre a second. */
export function trackRows(scan: number, t_s: number, tracks: readonly TrackEstimate[]): string {
  const time = timeText(t_s);
  let text = '';
  for (const { id, x, existence } of tracks) {
    text += `${scan},${time},${id}`;
    for (let i = 0; i < 3; i++) text += `,${fixed(x[i], 3)}`;
    for (let i = 3; i < 6; i++) text += `,${fixed(x[i], 5)}`;
    text += `,${fixed(existence, 4)}\n`;
  }
  return text;
}

/** Microseconds where they are there, and always one decimal. */
function timeText(t_s: number): string {
  return t_s.toFixed(6).replace(/(\.\d+?)0+$/, '$1');
}

function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  // A hair below zero is zero, not minus zero.
  return text.startsWith('-') && Number(text) === 0 ? text.slice(1) : text;
}

/** Where the table goes, as it grows: a file, or the standard output for `-`. A slow reader is waited for. */
export type TableSink = {
  write(text: string): Promise<void>;
  /** The table is whole: it stands under its name from now on. */
  close(): Promise<void>;
  /** It will not be whole: nothing of it is left, and what stood under its name before is there still. */
  drop(): Promise<void>;
};

/** A file has its name once it is whole, and until then another beside it. What is no file, such as a pipe, is written as it comes. */
export function openTable(file: string): TableSink {
  if (file === '-') return sinkTo(process.stdout, undefined);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) return sinkTo(createWriteStream(file), () => undefined);
  // Through a link the file is written, and the link is left.
  const whole = found === undefined ? file : realpathSync(file);
  const beside = `${whole}.unfinished`;
  return sinkTo(createWriteStream(beside), (isWhole) => (isWhole ? renameSync(beside, whole) : rmSync(beside, { force: true })), file);
}

function sinkTo(stream: NodeJS.WritableStream, end: ((isWhole: boolean) => void) | undefined, named?: string): TableSink {
  // Faults come back through the callbacks below; without a listener they would end the process besides.
  if (end !== undefined) stream.on('error', () => undefined);
  const told = (error: Error): Error => (named === undefined ? error : Object.assign(error, { path: named }));
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
