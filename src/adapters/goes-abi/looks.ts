import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BandFrame } from '../../core/imager/frame.ts';
import type { Micros } from '../../core/units.ts';
import { NetcdfError } from '../netcdf/netcdf.ts';
import { identifyAbi, readAbi } from './goes-abi.ts';

/** Files of one look: those of a satellite and an area whose scans began at the same microsecond. Bands end up to a second apart. */
export type LookFiles = { readonly satellite: string; readonly area: string; readonly begin_us: Micros; readonly files: readonly string[] };

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
  const [frames, others] = parted(files, ({ name }) => /\.nc$/i.test(name));
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

/** Sorts files into looks, in order of time. Only their heads are read. What is no file of radiances is handed to `refuse`, and the others go on. */
export async function looksIn(files: readonly string[], refuse: (fault: NetcdfError) => void): Promise<LookFiles[]> {
  const looks = new Map<string, LookFiles & { files: string[] }>();
  for (const file of files) {
    const head = await orRefuse(identifyAbi(file), refuse);
    if (head === undefined) continue;
    const { satellite, area, begin_us } = head;
    const key = `${satellite} ${area} ${begin_us}`;
    const look = looks.get(key) ?? { satellite, area, begin_us, files: [] };
    look.files.push(file);
    looks.set(key, look);
  }
  const byTime = (a: LookFiles, b: LookFiles): number =>
    a.begin_us - b.begin_us || compare(a.satellite, b.satellite) || compare(a.area, b.area);
  return [...looks.values()].sort(byTime);
}

/** The frames of a look, one a band: of a band that comes twice the first is taken, and the other handed to `refuse`. */
export async function framesOf({ files }: LookFiles, refuse: (fault: NetcdfError) => void): Promise<BandFrame[]> {
  const frames: BandFrame[] = [];
  for (const file of files) {
    const frame = await orRefuse(readAbi(file), refuse);
    if (frame === undefined) continue;
    if (frames.some(({ band }) => band === frame.band))
      refuse(new NetcdfError(file, '', `is band ${frame.band} of a look that has it already`, 'name one file of each band'));
    else frames.push(frame);
  }
  return frames;
}

async function orRefuse<T>(reading: Promise<T>, refuse: (fault: NetcdfError) => void): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof NetcdfError)) throw error;
    refuse(error);
    return undefined;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
