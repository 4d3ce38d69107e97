import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Whether a name is one of a file of a satellite: it ends in `.nc`, written either way. */
export function isImageFile(name: string): boolean {
  return /\.nc$/i.test(name);
}

/** What files and folders that somebody names hold, in the order of their names; of a folder the files whose names end in `.nc`, and none of its folders. Where
 *  nothing has a name that ends in something with `*` or `?`, it is what a shell makes of it: those that match. A file that is named twice, by its own
 *  name or a link's, comes once. One that is not there comes too: what opens it says so. `note` is told what is left out. */
export function imageFiles(named: readonly string[], note: (remark: string) => void = () => {}): string[] {
  const files = named.flatMap((path) => matching(path, note)).flatMap((path) => (isFolder(path) ? filesIn(path, note) : [path]));
  const seen = new Set<string>();
  return files.filter((file) => seen.size < seen.add(ownName(file)).size);
}

function matching(path: string, note: (remark: string) => void): string[] {
  const pattern = basename(path);
  if (!/[*?]/.test(pattern) || existsSync(path)) return [path];
  const form = new RegExp(
    `^${pattern
      .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const folder = dirname(path);
  const found = listed(folder, note).filter(({ name }) => form.test(name) && (pattern.startsWith('.') || !name.startsWith('.')));
  if (found.length === 0) note(`${path}: nothing there has such a name`);
  return found.map(({ name }) => join(folder, name)).sort(compare);
}

function filesIn(folder: string, note: (remark: string) => void): string[] {
  const [folders, files] = parted(listed(folder, note), (entry) => entry.isDirectory());
  const [frames, others] = parted(files, ({ name }) => isImageFile(name));
  // The name that was read is not the file's, which cannot be opened by it.
  const [unread, read] = parted(frames, ({ name }) => name.includes('\uFFFD') && !existsSync(join(folder, name)));
  const left = [
    ...(folders.length === 0 ? [] : [`${counted(folders.length, 'folder')} in it (name them too)`]),
    ...(others.length === 0 ? [] : [`${counted(others.length, 'file')} whose names do not end in .nc`]),
    ...(unread.length === 0 ? [] : [`${counted(unread.length, 'file')} whose names are not UTF-8 (rename them)`]),
  ];
  if (left.length > 0) note(`${folder}: left out ${left.join(', ')}`);
  return read.map(({ name }) => join(folder, name)).sort(compare);
}

function listed(folder: string, note: (remark: string) => void): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    note(`${folder}: cannot be listed: ${String(error.code)}`);
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function parted<T>(all: readonly T[], belongs: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}

/** A link may lead nowhere: what opens the file says so. */
function ownName(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** Order of texts by their code units: the same everywhere. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
