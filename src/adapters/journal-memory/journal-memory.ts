import { encode } from '../../core/codec.ts';
import type { Entry } from '../../core/journal.ts';
import type { Line } from '../../core/sense/line.ts';
import type { EntryRecord, FactRecord, JournalRecord } from '../journal/chain.ts';
import { chainEntry, chainFact, NO_CHAIN } from '../journal/chain.ts';
import type { Arrival, Journal, RecordedDigest, RecordedHead, RecordedSnapshot } from '../journal/journal.ts';
import { JournalError, refuseDisorder, SNAPSHOTS_KEPT, storedEntry } from '../journal/journal.ts';
import type { Storage } from '../journal/storage.ts';

/** The disk that a memory journal pretends to lie on. */
export type MemoryDisk = Storage & {
  /** Asked before each durable write, with about how many bytes it takes; throws what a disk that is full or broken throws. */
  write(bytes: number): void;
};

/** What a memory journal is made of. Two journals opened one after the other on the same store are like a process that was killed
 *  and started again: what was kept back is gone, what was written is there. */
export type MemoryStore = {
  readonly rows: EntryRecord[];
  readonly facts: FactRecord[];
  readonly digests: Map<number, string>;
  readonly heads: Map<number, string>;
  readonly setAside: Set<number>;
  readonly snapshots: RecordedSnapshot[];
  readonly disk: MemoryDisk | undefined;
};

export function memoryStore(disk?: MemoryDisk): MemoryStore {
  return { rows: [], facts: [], digests: new Map(), heads: new Map(), setAside: new Set(), snapshots: [], disk };
}

/** Bytes of a digest with its number, about. */
const DIGEST_BYTES = 70;

/** A journal in memory: for simulated runs that nobody keeps, and for tests. It keeps texts, as the others do, so that what is folded
 *  has gone through the same encoding. It forgets everything when the process ends. */
export function openMemoryJournal(store: MemoryStore = memoryStore(), name = 'in memory'): Journal {
  const { rows, facts, disk } = store;
  const held = { digests: new Map<number, string>(), heads: new Map<number, string>() };
  const last = rows.at(-1);
  const lastFact = facts.at(-1);
  let chain = (lastFact !== undefined && lastFact.beforeSeq >= rows.length ? lastFact.chain : last?.chain) ?? NO_CHAIN;
  let lastDigest = -1;
  for (const seq of store.digests.keys()) lastDigest = Math.max(lastDigest, seq);
  let open = true;

  function demandOpen(): void {
    if (!open) throw new JournalError('closed', `journal ${name} is closed`);
  }

  /** One durable write: the disk has its say, and then all of it is there, with what was kept back. */
  function transact(bytes: number, write: () => void): void {
    demandOpen();
    disk?.write(bytes + DIGEST_BYTES * held.digests.size);
    for (const [seq, digest] of held.digests) store.digests.set(seq, digest);
    for (const [seq, head] of held.heads) if (!store.heads.has(seq)) store.heads.set(seq, head);
    held.digests.clear();
    held.heads.clear();
    write();
  }

  function flush(): void {
    if (held.digests.size > 0 || held.heads.size > 0) transact(0, () => {});
  }

  function appendAll(arrivals: readonly Arrival[]): readonly Entry[] {
    demandOpen();
    refuseDisorder(name, rows.at(-1)?.at_us ?? -Infinity, arrivals);
    const first = rows.length;
    let next = chain;
    const appended = arrivals.map(({ at_us, line, input }, k): EntryRecord => {
      const row = { seq: first + k, at_us, line, inputKind: input.kind, text: encode(input) };
      next = chainEntry(next, row);
      return { kind: 'entry', ...row, chain: next };
    });
    transact(
      appended.reduce((sum, row) => sum + row.text.length, 0),
      () => rows.push(...appended),
    );
    chain = next;
    for (const { input } of arrivals) if (input.kind === 'set-aside') store.setAside.add(input.entry);
    return appended.map(entryOf);
  }

  function entryOf({ seq, at_us, line, text }: EntryRecord): Entry {
    return storedEntry(name, seq, at_us, line as Line, text);
  }

  return {
    name,
    get length() {
      return rows.length;
    },
    append: (arrival) => appendAll([arrival])[0],
    appendAll,
    *entries(fromSeq = 0) {
      for (let seq = fromSeq; seq < rows.length; seq++) yield entryOf(rows[seq]);
    },
    entry: (seq) => (rows[seq] === undefined ? undefined : entryOf(rows[seq])),
    *records(fromSeq = 0): IterableIterator<JournalRecord> {
      let next = facts.findIndex(({ beforeSeq }) => beforeSeq >= fromSeq);
      if (next < 0) next = facts.length;
      for (let seq = fromSeq; seq < rows.length; seq++) {
        while (next < facts.length && facts[next].beforeSeq <= seq) yield facts[next++];
        yield rows[seq];
      }
      yield* facts.slice(next);
    },
    chainAt: (seq) => (seq < 0 ? NO_CHAIN : rows[seq]?.chain),
    setAside: () => new Set(store.setAside),
    meta: (key) => facts.findLast((fact) => fact.key === key)?.value,
    setMeta: (key, value) => {
      const fact = { beforeSeq: rows.length, key, value };
      const next = chainFact(chain, fact);
      transact(key.length + value.length, () => facts.push({ kind: 'fact', ...fact, chain: next }));
      chain = next;
    },
    recordDigest: (seq, digest) => {
      demandOpen();
      if (store.digests.has(seq)) return;
      held.digests.set(seq, digest);
      lastDigest = Math.max(lastDigest, seq);
    },
    digest: (seq) => held.digests.get(seq) ?? store.digests.get(seq),
    *digests(fromSeq = 0): IterableIterator<RecordedDigest> {
      for (let seq = fromSeq; seq <= lastDigest; seq++) {
        const digest = held.digests.get(seq) ?? store.digests.get(seq);
        if (digest !== undefined) yield { seq, digest };
      }
    },
    lastDigest: () => lastDigest,
    recordHead: (seq, head) => {
      demandOpen();
      held.heads.set(seq, head);
    },
    *heads(): IterableIterator<RecordedHead> {
      const all = new Map([...store.heads, ...held.heads]);
      yield* [...all].sort(([a], [b]) => a - b).map(([seq, text]) => ({ seq, text }));
    },
    saveSnapshot: (seq, text) =>
      transact(text.length, () => {
        const others = store.snapshots.filter((one) => one.seq !== seq);
        const kept = [...others, { seq, text }].sort((a, b) => a.seq - b.seq).slice(-SNAPSHOTS_KEPT);
        store.snapshots.splice(0, store.snapshots.length, ...kept);
      }),
    latestSnapshot: (beforeSeq = Infinity) => store.snapshots.findLast((one) => one.seq < beforeSeq),
    // Nobody but this file writes into the store.
    strays: () => [],
    ...(disk === undefined ? {} : { storage: disk }),
    flush,
    close: () => {
      try {
        if (open) flush();
      } catch {
        // What was kept back can be computed again.
      }
      open = false;
    },
  };
}
