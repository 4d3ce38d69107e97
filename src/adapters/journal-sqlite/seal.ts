import { hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** Bytes of one page, as SQLite has them by default. */
const PAGE_BYTES = 4096;
const PAGES_AT_ONCE = 256;
/** Characters of a page's sum: 48 bits of its SHA-256, in base64. */
const SUM = 8;

const sealOf = (path: string): string => `${path}.seal`;

/** Writes the sums of all pages of a closed journal beside it. The chain covers what was recorded and nothing else; the seal covers every
 *  byte of the file as it was left, unused ones too, so that a disk that rots is noticed before it reaches something that counts.
 *  It has no key: it tells accidents, not forgers. Throws what the file system throws. */
export function writeSeal(path: string): void {
  // With a reader looking on, or after a fault, the last writes are still in the log beside the file: the file alone is not the journal.
  if (sizeOf(`${path}-wal`) > 0) return;
  const sums = sumsOf(path).join('');
  writeFileSync(`${sealOf(path)}.unfinished`, `${hash('sha256', sums)}\n${sums}\n`);
  renameSync(`${sealOf(path)}.unfinished`, sealOf(path));
}

/** Takes the seal off a journal that is about to be written. */
export function breakSeal(path: string): void {
  rmSync(sealOf(path), { force: true });
}

export type SealCheck =
  /** It is open, was not closed in order, or somebody took the seal away. */
  | { readonly kind: 'none' }
  | { readonly kind: 'whole'; readonly pages: number }
  /** Numbers of the pages that are not as they were left, from 1. */
  | { readonly kind: 'broken'; readonly pages: readonly number[] }
  | { readonly kind: 'unreadable' };

/** Compares every page with the seal. */
export function checkSeal(path: string): SealCheck {
  if (sizeOf(sealOf(path)) === 0) return { kind: 'none' };
  const [head, sums] = readFileSync(sealOf(path), 'latin1').split('\n');
  if (sums === undefined || head !== hash('sha256', sums)) return { kind: 'unreadable' };
  const found = sumsOf(path);
  const pages: number[] = [];
  for (let k = 0; k < Math.max(found.length, sums.length / SUM); k++)
    if (found[k] !== sums.slice(k * SUM, (k + 1) * SUM)) pages.push(k + 1);
  return pages.length === 0 ? { kind: 'whole', pages: found.length } : { kind: 'broken', pages };
}

function sumsOf(path: string): string[] {
  const sums: string[] = [];
  const file = openSync(path, 'r');
  try {
    const block = Buffer.alloc(PAGES_AT_ONCE * PAGE_BYTES);
    for (let at = 0; ; ) {
      const bytes = readSync(file, block, 0, block.length, at);
      if (bytes === 0) return sums;
      for (let page = 0; page < bytes; page += PAGE_BYTES)
        sums.push(hash('sha256', block.subarray(page, Math.min(page + PAGE_BYTES, bytes)), 'base64').slice(0, SUM));
      at += bytes;
    }
  } finally {
    closeSync(file);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
