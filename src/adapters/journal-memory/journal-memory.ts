import { encode } from '../../core/codec.ts';
import type { Entry } from '../../core/journal.ts';
import type { Line } from '../../core/sense/line.ts';
import type { Arrival, Journal, RecordedDigest, RecordedSnapshot } from '../journal/journal.ts';
import { JournalError, refuseTimeGoingBack, SNAPSHOTS_KEPT, storedEntry } from '../journal/journal.ts';

type Row = { readonly at_us: number; readonly line: Line; readonly text: string };

/** What a memory journal is made of. Two journals opened one after the other on the same store are like a process that was killed
 *  and started again: what was kept back is gone, what was written is there. */
export type MemoryStore = {
  readonly rows: Row[];
  readonly meta: Map<string, string>;
  readonly digests: Map<number, string>;
  readonly setAside: Set<number>;
  readonly snapshots: RecordedSnapshot[];
};

export function memoryStore(): MemoryStore {
  return { rows: [], meta: new Map(), digests: new Map(), setAside: new Set(), snapshots: [] };
}

/** A journal in memory: for simulated runs that nobody keeps, and for tests. It keeps texts, as the others do, so that what is folded
 *  has gone through the same encoding. It forgets everything when the process ends. */
export function openMemoryJournal(store: MemoryStore = memoryStore(), name = 'in memory'): Journal {
  const pending = new Map<number, string>();
  let open = true;

  function demandOpen(): void {
    if (!open) throw new JournalError('closed', `journal ${name} is closed`);
  }

  function flush(): void {
    for (const [seq, digest] of pending) store.digests.set(seq, digest);
    pending.clear();
  }

  function appendAll(arrivals: readonly Arrival[]): readonly Entry[] {
    demandOpen();
    refuseTimeGoingBack(name, store.rows.at(-1)?.at_us ?? -Infinity, arrivals);
    const rows = arrivals.map(({ at_us, line, input }): Row => ({ at_us, line, text: encode(input) }));
    flush();
    const first = store.rows.length;
    for (const [k, row] of rows.entries()) {
      store.rows.push(row);
      const { input } = arrivals[k];
      if (input.kind === 'set-aside') store.setAside.add(input.entry);
    }
    return rows.map((row, k) => storedEntry(first + k, row.at_us, row.line, row.text));
  }

  function entry(seq: number): Entry | undefined {
    const row = store.rows[seq];
    return row === undefined ? undefined : storedEntry(seq, row.at_us, row.line, row.text);
  }

  return {
    name,
    get length() {
      return store.rows.length;
    },
    append: (arrival) => appendAll([arrival])[0],
    appendAll,
    *entries(fromSeq = 0) {
      for (let seq = fromSeq; seq < store.rows.length; seq++) {
        const row = store.rows[seq];
        yield storedEntry(seq, row.at_us, row.line, row.text);
      }
    },
    entry,
    setAside: () => new Set(store.setAside),
    meta: (key) => store.meta.get(key),
    setMeta: (key, value) => {
      demandOpen();
      store.meta.set(key, value);
    },
    recordDigest: (seq, digest) => {
      demandOpen();
      pending.set(seq, digest);
    },
    digest: (seq) => pending.get(seq) ?? store.digests.get(seq),
    *digests(fromSeq = 0): IterableIterator<RecordedDigest> {
      for (let seq = fromSeq; seq < store.rows.length; seq++) {
        const digest = pending.get(seq) ?? store.digests.get(seq);
        if (digest !== undefined) yield { seq, digest };
      }
    },
    saveSnapshot: (seq, text) => {
      demandOpen();
      const others = store.snapshots.filter((one) => one.seq !== seq);
      const kept = [...others, { seq, text }].sort((a, b) => a.seq - b.seq).slice(-SNAPSHOTS_KEPT);
      store.snapshots.splice(0, store.snapshots.length, ...kept);
    },
    latestSnapshot: (beforeSeq = Infinity) => store.snapshots.findLast((one) => one.seq < beforeSeq),
    flush,
    close: () => {
      if (open) flush();
      open = false;
    },
  };
}
