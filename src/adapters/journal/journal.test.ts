import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import type { Input } from '../../core/journal.ts';
import { memoryStore, openMemoryJournal } from '../journal-memory/journal-memory.ts';
import { openDatabase } from '../journal-sqlite/driver.ts';
import { openSqliteJournal } from '../journal-sqlite/journal-sqlite.ts';
import type { Arrival, Journal } from './journal.ts';
import { chainAfter, NO_CHAIN } from './chain.ts';
import { JournalError, MAX_BATCH, SNAPSHOTS_KEPT } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const freshPath = (): string => join(folder, `${files++}.journal`);

/** A place to keep a journal, and how to open it: again and again, as a process does that is restarted. */
type Place = { readonly open: () => Journal };

const IMPLEMENTATIONS: readonly { readonly name: string; readonly place: () => Place }[] = [
  {
    name: 'memory journal',
    place: () => {
      const store = memoryStore();
      return { open: () => openMemoryJournal(store) };
    },
  },
  {
    name: 'SQLite journal',
    place: () => {
      const path = freshPath();
      return { open: () => openSqliteJournal(path) };
    },
  },
];

const tick = (at_us: number): Arrival => ({ at_us, line: 'exercise', input: { kind: 'tick' } });
const setting = (at_us: number, value: number): Arrival => ({ at_us, line: 'exercise', input: { kind: 'setting', name: 'x', value } });

function valueOf(input: Input | undefined): number | undefined {
  return input?.kind === 'setting' ? input.value : undefined;
}

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof JournalError ? `${error.fault}: ${error.message}` : `unexpected ${String(error)}`;
  }
  return 'no fault';
}

describe.each(IMPLEMENTATIONS)('a $name', ({ place }) => {
  test('numbers entries from 0 without a gap and gives them back in order', () => {
    const journal = place().open();
    expect(journal.length).toBe(0);
    expect(journal.append(tick(10)).seq).toBe(0);
    expect(journal.appendAll([setting(10, 1), setting(11, 2)]).map((entry) => entry.seq)).toEqual([1, 2]);
    expect(journal.length).toBe(3);
    expect([...journal.entries()]).toEqual([
      { seq: 0, ...tick(10) },
      { seq: 1, ...setting(10, 1) },
      { seq: 2, ...setting(11, 2) },
    ]);
    expect([...journal.entries(2)].map((entry) => entry.seq)).toEqual([2]);
    expect(journal.entry(1)).toEqual({ seq: 1, ...setting(10, 1) });
    expect(journal.entry(3)).toBeUndefined();
    journal.close();
  });

  test('gives back what the stored text says: the same numbers to the bit, the odd ones too', () => {
    const kept = place();
    const journal = kept.open();
    const finite = fc.double({ noDefaultInfinity: false });
    holds(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 5 }), (values) => {
        const appended = journal.appendAll(values.map((value) => setting(0, value)));
        const seqs = appended.map((entry) => entry.seq);
        const found = seqs.map((seq) => valueOf(journal.entry(seq)?.input));
        for (const [k, value] of values.entries()) {
          expect(Object.is(found[k], value)).toBe(true);
          expect(Object.is(valueOf(appended[k].input), value)).toBe(true);
        }
      }),
      { runs: 30 },
    );
    journal.close();
  });

  test('does not hand out the object it was given, so that later changes to it reach nobody', () => {
    const journal = place().open();
    const arrival = tick(1);
    expect(journal.append(arrival).input).not.toBe(arrival.input);
    journal.close();
  });

  test('has everything again when it is opened again, and goes on with the next number', () => {
    const kept = place();
    const first = kept.open();
    first.appendAll([tick(5), tick(6)]);
    first.setMeta('theatre', 'hokkaido');
    first.recordDigest(1, 'd1');
    first.close();
    const second = kept.open();
    expect([second.length, second.meta('theatre'), second.meta('nothing'), second.digest(1)]).toEqual([2, 'hokkaido', undefined, 'd1']);
    expect(second.append(tick(6)).seq).toBe(2);
    second.close();
  });

  test('refuses an entry whose time is before the last one, and writes nothing of its batch', () => {
    const kept = place();
    const journal = kept.open();
    journal.append(tick(100));
    expect(faultOf(() => journal.appendAll([tick(101), tick(99)]))).toMatch(/^time-went-back/);
    expect(faultOf(() => journal.append(tick(1.5)))).toMatch(/^storage/);
    expect(journal.length).toBe(1);
    journal.close();
    const again = kept.open();
    expect(faultOf(() => again.append(tick(99)))).toMatch(/^time-went-back/);
    again.close();
  });

  test('keeps digests back until the next append, and then has them for good', () => {
    const kept = place();
    const killed = kept.open();
    killed.append(tick(1));
    killed.recordDigest(0, 'zero');
    killed.append(tick(2));
    killed.recordDigest(1, 'one');
    expect([killed.digest(0), killed.digest(1)]).toEqual(['zero', 'one']);
    killed.flush();
    expect([...killed.digests()]).toEqual([
      { seq: 0, digest: 'zero' },
      { seq: 1, digest: 'one' },
    ]);
    expect([...killed.digests(1)].map((one) => one.seq)).toEqual([1]);
    killed.close();
  });

  test('takes no more at once than a kill may take along, and never writes over a digest', () => {
    const journal = place().open();
    const many = Array.from({ length: MAX_BATCH + 1 }, (_, k) => tick(k));
    expect(faultOf(() => journal.appendAll(many))).toMatch(/^too-many: .*: 501 entries at once; 500 is the most$/);
    journal.appendAll(many.slice(1));
    journal.recordDigest(0, 'first');
    journal.append(tick(MAX_BATCH));
    journal.recordDigest(0, 'second');
    journal.flush();
    expect([journal.digest(0), journal.lastDigest()]).toEqual(['first', 0]);
    journal.close();
  });

  test('chains every byte of every entry and fact to what stands before it, across restarts', () => {
    const kept = place();
    const first = kept.open();
    first.setMeta('theatre', 'hokkaido');
    first.appendAll([tick(1), setting(2, 7)]);
    first.setMeta('theatre', 'honshu');
    first.close();
    const again = kept.open();
    again.append(tick(3));
    const records = [...again.records()].filter((record) => record.kind === 'entry' || record.key === 'theatre');
    expect(records.map((record) => (record.kind === 'entry' ? record.seq : record.value))).toEqual(['hokkaido', 0, 1, 'honshu', 2]);
    let chain = NO_CHAIN;
    for (const record of again.records()) {
      chain = chainAfter(chain, record);
      expect(record.chain).toBe(chain);
    }
    expect([again.chainAt(-1), again.chainAt(2), again.chainAt(3), again.meta('theatre')]).toEqual([NO_CHAIN, chain, undefined, 'honshu']);
    expect([...again.records(2)].at(-1)).toEqual(records.at(-1));
    again.close();
  });

  test('keeps signed heads, in order', () => {
    const kept = place();
    const journal = kept.open();
    journal.appendAll([tick(1), tick(2)]);
    journal.recordHead(1, 'b');
    journal.recordHead(0, 'a');
    journal.append(tick(3));
    journal.close();
    const again = kept.open();
    expect([...again.heads()]).toEqual([
      { seq: 0, text: 'a' },
      { seq: 1, text: 'b' },
    ]);
    again.close();
  });

  test('knows which entries were set aside', () => {
    const kept = place();
    const journal = kept.open();
    journal.append(tick(1));
    journal.append({ at_us: 1, line: 'exercise', input: { kind: 'set-aside', entry: 0, reason: 'broke an invariant' } });
    expect([...journal.setAside()]).toEqual([0]);
    journal.close();
    const again = kept.open();
    expect([...again.setAside()]).toEqual([0]);
    again.close();
  });

  test(`keeps the newest ${SNAPSHOTS_KEPT} snapshots and finds the newest one before an entry`, () => {
    const journal = place().open();
    for (const seq of [3, 9, 20]) journal.saveSnapshot(seq, `state ${seq}`);
    expect(journal.latestSnapshot()).toEqual({ seq: 20, text: 'state 20' });
    expect(journal.latestSnapshot(20)).toEqual({ seq: 9, text: 'state 9' });
    expect(journal.latestSnapshot(9)).toBeUndefined();
    journal.close();
  });

  test('takes no entry after it was closed, and may be closed twice', () => {
    const journal = place().open();
    journal.close();
    journal.close();
    expect(faultOf(() => journal.append(tick(1)))).toMatch(/^closed/);
  });

  test('shows an iteration what is appended meanwhile', () => {
    const journal = place().open();
    journal.append(tick(1));
    const seen: number[] = [];
    for (const entry of journal.entries()) {
      seen.push(entry.seq);
      if (entry.seq < 3) journal.append(tick(2));
    }
    expect(seen).toEqual([0, 1, 2, 3]);
    journal.close();
  });

  test('reads a journal longer than one page', () => {
    const journal = place().open();
    for (let from = 0; from < 1203; from += 401) journal.appendAll(Array.from({ length: 401 }, (_, k) => tick(from + k)));
    expect([...journal.entries(1)].map((entry) => entry.at_us)).toEqual(Array.from({ length: 1202 }, (_, k) => k + 1));
    journal.close();
  });
});

describe('a SQLite journal, being a file,', () => {
  test('admits one writer: the second is told who has it, and gets in when the first has gone', () => {
    const path = freshPath();
    const first = openSqliteJournal(path);
    expect(faultOf(() => openSqliteJournal(path))).toBe(
      `locked: journal ${path} is locked by another process: ${first.meta('writer') ?? '?'}`,
    );
    expect(first.meta('writer')).toMatch(new RegExp(`^process ${process.pid} on `));
    first.close();
    openSqliteJournal(path).close();
  });

  test('lets readers look on while it is written, and lets them write nothing', () => {
    const path = freshPath();
    const writer = openSqliteJournal(path);
    writer.append(tick(1));
    const reader = openSqliteJournal(path, { readOnly: true });
    writer.append(tick(2));
    expect([reader.length, [...reader.entries()].length]).toEqual([2, 2]);
    expect(faultOf(() => reader.append(tick(3)))).toMatch(/^read-only/);
    reader.close();
    writer.close();
  });

  test('says so when the file is something else', () => {
    const text = freshPath();
    writeFileSync(text, 'a letter to a friend, long enough to be no empty file');
    expect(faultOf(() => openSqliteJournal(text))).toBe(`not-a-journal: ${text} is not a journal: it is no file that Tocsin wrote`);
    const other = freshPath();
    const database = openDatabase(other);
    database.exec('CREATE TABLE recipe (name TEXT)');
    database.close();
    expect(faultOf(() => openSqliteJournal(other))).toMatch(/^not-a-journal/);
    expect(faultOf(() => openSqliteJournal(freshPath(), { readOnly: true }))).toMatch(/unable to open database file/);
  });

  test('says so when a newer Tocsin wrote it', () => {
    const path = freshPath();
    openSqliteJournal(path).close();
    const database = openDatabase(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(faultOf(() => openSqliteJournal(path))).toMatch(/^newer: journal .* was written by a newer Tocsin \(format 99; /);
  });

  test.each([0, 1])(
    'says so when it is of format %d, whose entries no chain holds together, and takes nothing over in silence',
    (version) => {
      const path = freshPath();
      openSqliteJournal(path).close();
      const database = openDatabase(path);
      database.exec(`PRAGMA user_version = ${version}`);
      database.close();
      expect(faultOf(() => openSqliteJournal(path))).toMatch(
        new RegExp(`^older: journal .* is of format ${version}, whose entries no chain`),
      );
      expect(faultOf(() => openSqliteJournal(path, { readOnly: true }))).toMatch(/^older/);
    },
  );

  test('tells a row that is no input, and pages that were written over, as damage', () => {
    const path = freshPath();
    const journal = openSqliteJournal(path);
    for (let k = 0; k < 20; k++) journal.appendAll(Array.from({ length: 100 }, () => setting(0, k)));
    journal.close();
    const database = openDatabase(path);
    database.exec("DROP TRIGGER entry_not_changed; UPDATE entry SET input = '{' WHERE seq = 3; UPDATE entry SET input = '7' WHERE seq = 4");
    database.close();
    const broken = openSqliteJournal(path, { readOnly: true });
    expect(faultOf(() => broken.entry(3))).toMatch(/^damaged: journal .*: entry 3 cannot be read: /);
    expect(faultOf(() => broken.entry(4))).toMatch(/^damaged: journal .*: entry 4 cannot be read: it is no input$/);
    broken.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8 * 4096, 30 * 4096);
    writeFileSync(path, bytes);
    const spoilt = openSqliteJournal(path, { readOnly: true });
    expect(faultOf(() => [...spoilt.records()])).toMatch(/^damaged: journal .* is damaged: database disk image is malformed$/);
    spoilt.close();
  });

  test('holds its entries final against a stray statement', () => {
    const path = freshPath();
    const journal = openSqliteJournal(path);
    journal.append(tick(1));
    journal.close();
    const database = openDatabase(path);
    expect(() => database.exec('DELETE FROM entry')).toThrow(/a journal entry is final/);
    expect(() => database.exec("UPDATE entry SET input = '{}'")).toThrow(/a journal entry is final/);
    database.close();
  });
});
