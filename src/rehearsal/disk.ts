import type { Journal } from '../adapters/journal/journal.ts';
import { JournalError } from '../adapters/journal/journal.ts';
import type { Entry } from '../core/journal.ts';
import type { Crash } from './world.ts';

/** The process is dead: nothing that it does from here on has any effect. */
export class Died extends Error {}

/** One life of the process: how many dealings it has left. */
export type Life = { dealings: number; readonly after: boolean; dead: boolean; endures: boolean };

export function lifeOf(crash: Crash | undefined): Life {
  return { dealings: crash?.dealings ?? Infinity, after: crash?.after ?? false, dead: false, endures: false };
}

/** A dealing of the process with the world. Its last one takes effect or does not; nobody hears of it. A process that `endures` goes on without
 *  its disk, and does not die meanwhile: that would take back what was accepted, as docs/adr/0031 says. */
export function deal<T>(life: Life, work: () => T): T {
  if (life.dead) throw new Died('the process has died');
  if (life.endures) return work();
  life.dealings -= 1;
  if (life.dealings > 0) return work();
  life.dead = true;
  if (life.after) unheard(work);
  throw new Died('the process dies');
}

/** Does it, whatever comes of it: when it fails, the dead do not hear of that either. */
function unheard(work: () => unknown): void {
  try {
    Promise.resolve(work()).catch(() => undefined);
  } catch {
    // As above.
  }
}

/** The journal of a process that may die, on a disk that may fail. `onWritten` hears what is on the disk, whether or not the process
 *  lived to hear it; `fails` is asked at each write. */
export function journalOn(journal: Journal, life: Life, fails: () => boolean, onWritten: (entries: readonly Entry[]) => void): Journal {
  const write = <T>(work: () => T): T =>
    deal(life, () => {
      if (fails()) throw new JournalError('storage', `journal ${journal.name}: the disk is full`);
      return work();
    });
  const appendAll: Journal['appendAll'] = (arrivals) =>
    write(() => {
      const entries = journal.appendAll(arrivals);
      onWritten(entries);
      return entries;
    });
  return {
    ...journal,
    get length() {
      return journal.length;
    },
    append: (arrival) => appendAll([arrival])[0],
    appendAll,
    setMeta: (key, value) => write(() => journal.setMeta(key, value)),
    saveSnapshot: (seq, text) => write(() => journal.saveSnapshot(seq, text)),
    flush: () => write(() => journal.flush()),
    close: () => undefined,
  };
}
