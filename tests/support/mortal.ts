import type { Channel } from '../../src/adapters/delivery/channel.ts';
import type { Journal } from '../../src/adapters/journal/journal.ts';

/** A process that dies at one of its dealings with the world: just before it takes effect or just after. Nothing it does later counts. */
export type Death = { dealings: number; readonly after: boolean; dead: boolean };

export class Died extends Error {}

export const immortal = (): Death => ({ dealings: Infinity, after: false, dead: false });

function deal<T>(death: Death, work: () => T): T {
  if (death.dead) throw new Died();
  death.dealings -= 1;
  if (death.dealings > 0) return work();
  death.dead = true;
  // What the dead would have heard of its last dealing, a failure too, is heard by nobody.
  if (death.after) Promise.resolve(work()).catch(() => undefined);
  throw new Died();
}

/** The journal as such a process sees it. */
export function mortalJournal(journal: Journal, death: Death): Journal {
  const appendAll: Journal['appendAll'] = (arrivals) => deal(death, () => journal.appendAll(arrivals));
  return {
    ...journal,
    get length() {
      return journal.length;
    },
    append: (arrival) => appendAll([arrival])[0],
    appendAll,
    setMeta: (key, value) => deal(death, () => journal.setMeta(key, value)),
    saveSnapshot: (seq, text) => deal(death, () => journal.saveSnapshot(seq, text)),
    flush: () => deal(death, () => journal.flush()),
    close: () => {},
  };
}

/** A channel as such a process sees it. */
export const mortalChannel = (channel: Channel<'exercise'>, death: Death): Channel<'exercise'> => ({
  ...channel,
  send: (message) => deal(death, () => channel.send(message)),
});
