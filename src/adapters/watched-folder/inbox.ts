import { join } from 'node:path';
import { statedLength } from '../netcdf/stated-length.ts';
import { createSightings, type FolderFile, filesIn, isSame } from './folder-files.ts';

/** What of a folder is new. A file that was handled, and has changed since, is new again: what was damaged may have been fetched once more. */
export type Inbox = {
  /** Lists the folder. Throws what the file system throws. */
  list(now_ms: number): void;
  /** Files that are new and whole, in the order of the beginnings that the operator's names have in them, of others of when they were written. */
  whole(now_ms: number): Generator<FolderFile>;
  /** The file waits somewhere else, was handled, or did not wait after all. */
  waits(file: FolderFile): void;
  handled(file: FolderFile): void;
  back(file: FolderFile): void;
  /** Files that are new, whole or not. */
  readonly length: number;
};

export type InboxOptions = {
  readonly folder: string;
  /** A file is whole when it has not changed for so long, and has the length that it states. */
  readonly settled_ms: number;
  /** One that is shorter, or so short that it states nothing, or cannot be opened, is given so long to go on. */
  readonly stalled_ms: number;
  /** Files that are remembered as handled. Beyond, those are forgotten that were handled first and have left the folder. */
  readonly mostRemembered: number;
};

/** Less states no length. */
const LEAST_BYTES = 64;

export function createInbox({ folder, settled_ms, stalled_ms, mostRemembered }: InboxOptions): Inbox {
  const sightings = createSightings();
  const handled = new Map<string, FolderFile>();
  const waiting = new Map<string, FolderFile>();
  let fresh: FolderFile[] = [];

  const isNew = (file: FolderFile): boolean => !waiting.has(file.name) && !isSame(file, handled.get(file.name));
  const isWhole = (file: FolderFile, now_ms: number): boolean => {
    const unchanged_ms = sightings.unchanged_ms(file.name, now_ms);
    return unchanged_ms >= settled_ms && (unchanged_ms >= stalled_ms || hasItsLength(join(folder, file.name), file.size_bytes));
  };
  const forget = (listed: ReadonlySet<string>): void => {
    for (const name of handled.keys()) {
      if (handled.size <= mostRemembered) return;
      if (!listed.has(name)) handled.delete(name);
    }
  };

  return {
    list(now_ms) {
      const files = filesIn(folder);
      sightings.see(files, now_ms);
      if (handled.size > mostRemembered) forget(new Set(files.map(({ name }) => name)));
      fresh = files
        .filter(isNew)
        .map((file) => ({ file, begin_ms: beginningOf_ms(file) }))
        .sort((a, b) => a.begin_ms - b.begin_ms || (a.file.name < b.file.name ? -1 : 1))
        .map(({ file }) => file);
    },
    *whole(now_ms) {
      for (const file of fresh) if (isNew(file) && isWhole(file, now_ms)) yield file;
    },
    waits(file) {
      waiting.set(file.name, file);
    },
    handled(file) {
      waiting.delete(file.name);
      handled.delete(file.name);
      handled.set(file.name, file);
    },
    back(file) {
      waiting.delete(file.name);
    },
    get length() {
      return fresh.filter(isNew).length;
    },
  };
}

/** What cannot be opened may be so later. */
function hasItsLength(path: string, size_bytes: number): boolean {
  if (size_bytes < LEAST_BYTES) return false;
  try {
    return size_bytes >= (statedLength(path) ?? 0);
  } catch {
    return false;
  }
}

/** `…_s20193002000275_…`: year, day of the year, hour, minute, second, tenth. */
function beginningOf_ms({ name, changedAt }: FolderFile): number {
  const [, year, day, hour, minute, second, tenth] = /_s(\d{4})(\d{3})(\d{2})(\d{2})(\d{2})(\d?)/.exec(name) ?? [];
  return year === undefined ? Date.parse(changedAt) : Date.UTC(+year, 0, +day, +hour, +minute, +second, 100 * +tenth);
}
