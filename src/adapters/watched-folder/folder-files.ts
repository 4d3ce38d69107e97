import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { isImageFile } from './image-files.ts';

/** A file as a folder lists it. Two with the same name, length and time of change are taken for one and the same, as rsync does. */
export type FolderFile = {
  readonly name: string;
  readonly size_bytes: number;
  /** When it was last written, UTC, ISO 8601. */
  readonly changedAt: string;
};

/** Whether nothing was written into the file between the two. */
export function isSame(a: FolderFile, b: FolderFile | undefined): boolean {
  return b !== undefined && a.name === b.name && a.size_bytes === b.size_bytes && a.changedAt === b.changedAt;
}

/** The files of a folder whose names end in `.nc` or `.NC`, and none of its folders. A link that leads nowhere is no file yet. Throws what the file system throws. */
export function filesIn(folder: string): FolderFile[] {
  return readdirSync(folder).flatMap((name) => {
    const file = isImageFile(name) ? fileIn(folder, name) : undefined;
    return file === undefined ? [] : [file];
  });
}

/** The file as it is now; undefined where there is none, or nobody may look. */
export function fileIn(folder: string, name: string): FolderFile | undefined {
  let found: Stats | undefined;
  try {
    found = statSync(join(folder, name), { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
  return found === undefined || found.isDirectory() ? undefined : { name, size_bytes: found.size, changedAt: found.mtime.toISOString() };
}

/** Which files have not changed for a while, by a clock of this machine: that of a network folder's server may be another, and what is renamed into a folder, or
 *  fetched with its time, has an old one from the beginning. */
export type Sightings = {
  /** What the folder lists at a moment. */
  see(files: readonly FolderFile[], now_ms: number): void;
  /** For how long the file has been as it is listed. */
  unchanged_ms(name: string, now_ms: number): number;
};

export function createSightings(): Sightings {
  let seen = new Map<string, { readonly file: FolderFile; readonly since_ms: number }>();
  return {
    see(files, now_ms) {
      seen = new Map(
        files.map((file) => {
          const before = seen.get(file.name);
          return [file.name, { file, since_ms: before !== undefined && isSame(file, before.file) ? before.since_ms : now_ms }];
        }),
      );
    },
    unchanged_ms(name, now_ms) {
      return now_ms - (seen.get(name)?.since_ms ?? now_ms);
    },
  };
}
