import { closeSync, constants, fsyncSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Makes a folder, and those above it that are not there. A symbolic link to a folder is a folder. Throws what the file system throws.
 *  Not `mkdir` with `recursive`: where the file system says of a folder that it is there and of what is made in it that its folder is not
 *  (/proc does), Node goes from one to the other for ever. */
export function makeFolder(path: string): void {
  const whole = resolve(path);
  if (isFolder(whole)) return;
  const above = dirname(whole);
  if (above !== whole) makeFolder(above);
  try {
    mkdirSync(whole);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!isFolder(whole)) throw error;
  }
}

/** Opens a file of ours in a folder that somebody named, to write it anew. A symbolic link that lies there under its name is not followed:
 *  who shares the folder would choose which file is overwritten. */
export function openOwn(path: string): number {
  const { O_WRONLY, O_CREAT, O_TRUNC } = constants;
  // Absent where the system has none.
  const O_NOFOLLOW = (constants.O_NOFOLLOW as number | undefined) ?? 0;
  return openSync(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o644);
}

/** Writes such a file, and waits for the disk. */
export function writeOwn(path: string, text: string): void {
  const file = openOwn(path);
  try {
    // Writes on where the disk takes only a part, and throws where it takes no more.
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
