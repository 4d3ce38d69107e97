import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Space, Storage } from '../journal/storage.ts';
import { type Database, openDatabase } from './driver.ts';

/** What a journal file asks of the machine under it. Tests put one in its place that is full, or fails at any call. */
export type Disk = {
  open(path: string, options: { readonly readOnly: boolean }): Database;
  /** Room left where the file lies, or undefined where it cannot be asked. */
  space(path: string): Space | undefined;
  /** Fills a file with so many bytes and waits for the disk. Throws when it cannot. */
  fill(path: string, bytes: number): void;
  /** Bytes of a file; 0 when it is not there. */
  size(path: string): number;
  remove(path: string): void;
};

export const LOCAL_DISK: Disk = {
  open: openDatabase,
  space(path) {
    try {
      const { bavail, blocks, bsize } = statfsSync(dirname(path));
      return { free_bytes: bavail * bsize, total_bytes: blocks * bsize };
    } catch {
      return undefined;
    }
  },
  fill(path, bytes) {
    const file = openSync(path, 'w');
    try {
      // Written out, since a file with holes holds no room.
      const block = Buffer.alloc(64 * 1024, 'reserve ');
      for (let left = bytes; left > 0; ) left -= writeSync(file, block, 0, Math.min(left, block.length));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  size: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
  remove: (path) => rmSync(path, { force: true }),
};

/** Room held in reserve beside a journal: some hours of entries of one flight, and no more than a twentieth of what is left. */
const RESERVE_BYTES = 8_000_000;
const RESERVE_SHARE = 1 / 20;
const LEAST_BYTES = 4096;

/** The room that the journal at `path` lies in, with a file beside it that is given up when there is no other. */
export function storageOf(disk: Disk, path: string): Storage & { close(): void } {
  const reserve = `${path}.reserve`;
  const giveUpReserve = (): boolean => {
    if (disk.size(reserve) === 0) return false;
    disk.remove(reserve);
    return true;
  };
  return {
    space: () => disk.space(path),
    giveUpReserve,
    keepReserve() {
      const left = disk.space(path)?.free_bytes ?? 0;
      const bytes = Math.floor(Math.min(RESERVE_BYTES, left * RESERVE_SHARE));
      if (disk.size(reserve) > 0 || bytes < LEAST_BYTES) return;
      try {
        disk.fill(reserve, bytes);
      } catch {
        giveUpReserve();
      }
    },
    close: () => {
      giveUpReserve();
    },
  };
}
