import type { JournalError } from '../adapters/journal/journal.ts';

/** What to do about a journal that cannot be opened or read. */
export function remedyFor(error: JournalError): string {
  switch (error.fault) {
    case 'locked':
      return 'another Tocsin writes this journal: end it, or give another file';
    case 'newer':
      return 'use the version that wrote it, or a later one';
    case 'older':
      return 'read it with the version that wrote it; a new journal is begun by giving another file';
    case 'damaged':
      return 'tocsin audit names what is wrong with it; go on with a copy, or begin a new journal with another file';
    case 'tables-changed':
      return 'somebody took a table away or renamed it, and what it held is gone: go back to a copy, or begin a new journal with another file';
    case 'disk-full':
      return 'make room on the disk, or give a file on another one';
    case 'not-durable':
    case 'storage':
    case 'read-only':
      return 'give a file on a local disk where this user may write';
    default:
      return 'give another file with --journal';
  }
}
