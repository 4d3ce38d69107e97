import { describe, expect, test } from 'vitest';
import { sampleMessage, sampleWarning } from '../../tests/samples/warning.ts';
import { STUB } from '../../tests/crash/stub-fold.ts';
import { memoryChannel } from '../adapters/delivery/memory-channel.ts';
import type { Arrival } from '../adapters/journal/journal.ts';
import { type MemoryStore, memoryStore, openMemoryJournal } from '../adapters/journal-memory/journal-memory.ts';
import { auditJournalOn } from './audit.ts';
import type { Finding } from './finding.ts';
import { newSigningKey, publicKeyOf, type Signer, signerOf } from './heads.ts';
import { readSnapshot, snapshotText } from './snapshot.ts';
import { openTheatreOn, type TheatreAlarm, type TheatreOptions } from './theatre.ts';

const key = (): Signer => signerOf(newSigningKey()) as Signer;
const [OURS, NEXT, FORGER] = [key(), key(), key()];
const second_us = 1_000_000;
const tick = (at_s: number): Arrival => ({ at_us: at_s * second_us, line: 'exercise', input: { kind: 'tick' } });
const message = (at_s: number, value: number): Arrival => ({ ...tick(at_s), input: { kind: 'setting', name: 'message', value } });
const seconds = (from: number, to: number): Arrival[] => Array.from({ length: to - from }, (_, k) => tick(from + k));

/** A theatre on the store that takes these and closes. Returns what it doubted. */
function live(store: MemoryStore, arrivals: readonly Arrival[], options: Partial<TheatreOptions>): Finding[] {
  const alarms: TheatreAlarm[] = [];
  const theatre = openTheatreOn(STUB, { journal: openMemoryJournal(store), onAlarm: (alarm) => alarms.push(alarm), ...options });
  for (const arrival of arrivals) theatre.acceptAll([arrival]);
  theatre.close();
  return alarms.flatMap((alarm) => (alarm.kind === 'record-doubtful' ? [alarm.finding] : []));
}

function audited(store: MemoryStore, knownKey?: string) {
  const file = { schemaChanges: () => [], pageFaults: () => [], seal: () => ({ kind: 'none' }) as const };
  return auditJournalOn(STUB, openMemoryJournal(store), file, { knownKey });
}
const findings = (store: MemoryStore, knownKey?: string): readonly Finding[] => audited(store, knownKey).findings.list;

/** What somebody does who has the file and no key: cuts the end with all that hangs on it. */
function cutAfter(store: MemoryStore, entries: number): void {
  store.rows.length = entries;
  for (const map of [store.digests, store.heads]) for (const seq of map.keys()) if (seq >= entries) map.delete(seq);
  store.snapshots.length = 0;
  store.facts.splice(0, store.facts.length, ...store.facts.filter(({ beforeSeq }) => beforeSeq <= entries));
}

describe('a record says whose key speaks from where on:', () => {
  // 2026-11-29: a tail written by somebody else under a key of his own was "verified", and the theatre went on with its own again.
  test('a tail that goes on under another key is named by every audit, and by the theatre when it opens', () => {
    const store = memoryStore();
    live(store, [...seconds(1, 40), message(40, 7), ...seconds(41, 60)], { signer: OURS });
    expect(findings(store, OURS.key)).toEqual([]);
    cutAfter(store, 30);
    const forged = { what: 'key-changed', seq: 30, from: OURS.key, to: FORGER.key } as const;
    expect(live(store, seconds(31, 60), { signer: FORGER })).toEqual([forged]);
    expect(findings(store)).toEqual([forged]);
    const back = { what: 'key-changed', seq: 59, from: FORGER.key, to: OURS.key } as const;
    expect(live(store, seconds(60, 61), { signer: OURS })).toEqual([back]);
    expect(findings(store)).toEqual([forged, back]);
  });

  test('a record that is all written anew is told by the key that the auditor knows', () => {
    const store = memoryStore();
    live(store, seconds(1, 60), { signer: FORGER });
    expect(findings(store)).toEqual([]);
    expect(findings(store, OURS.key)).toEqual([{ what: 'key-unknown', key: OURS.key }]);
  });

  test('a new key for which the old one signs is no fault, and both are told', () => {
    const store = memoryStore();
    live(store, seconds(1, 20), { signer: OURS });
    expect(live(store, seconds(20, 40), { signer: NEXT, formerSigner: OURS })).toEqual([]);
    expect(live(store, seconds(40, 60), { signer: NEXT })).toEqual([]);
    for (const known of [undefined, OURS.key, NEXT.key]) {
      const { findings: found, keys, signedTo } = audited(store, known);
      expect(found.list).toEqual([]);
      expect([keys, signedTo]).toEqual([
        [
          { key: OURS.key, fromSeq: 0, endorsed: undefined },
          { key: NEXT.key, fromSeq: 19, endorsed: true },
        ],
        58,
      ]);
    }
  });

  test('the word for a new key holds at its place in its record only', () => {
    const store = memoryStore();
    live(store, seconds(1, 20), { signer: OURS });
    live(store, [], { signer: NEXT, formerSigner: OURS });
    const word = store.facts.at(-1)?.value ?? '';
    const other = memoryStore();
    live(other, seconds(1, 20), { signer: OURS });
    live(other, [tick(20)], {});
    openMemoryJournal(other).setMeta('head-key', word);
    live(other, seconds(21, 30), { signer: NEXT });
    expect(findings(other)).toEqual([{ what: 'key-changed', seq: 20, from: OURS.key, to: NEXT.key }]);
  });

  test('a key that is lost leaves a mark, and the record goes on', () => {
    const store = memoryStore();
    live(store, seconds(1, 20), { signer: OURS });
    live(store, [], { signer: NEXT });
    live(store, seconds(20, 60), { signer: NEXT });
    const { findings: found, signedTo } = audited(store);
    expect([found.list, signedTo]).toEqual([[{ what: 'key-changed', seq: 19, from: OURS.key, to: NEXT.key }], 58]);
  });

  test('a key signs nothing from before it came, also in a start that takes nothing', () => {
    const store = memoryStore();
    const journal = openMemoryJournal(store);
    openTheatreOn(STUB, { journal, signer: OURS }).acceptAll([tick(1)]);
    journal.flush(); // and dies
    live(store, [], { signer: NEXT, formerSigner: OURS });
    live(store, [], { signer: NEXT });
    expect(findings(store)).toEqual([]);
  });

  test('a public key is read from its own file and from that of the key', () => {
    const pem = newSigningKey();
    expect(publicKeyOf(pem)).toBe(signerOf(pem)?.key);
    expect(publicKeyOf('no key')).toBeUndefined();
  });
});

describe('a snapshot', () => {
  /** A store whose newest snapshot holds an invented alert. */
  function withInvention(signer: Signer | undefined): MemoryStore {
    const store = memoryStore();
    live(store, seconds(1, 40), { signer: OURS, snapshotEvery: 10, channels: [memoryChannel('exercise', 'sirens')] });
    const last = store.snapshots.length - 1;
    const { seq, text } = store.snapshots[last];
    const saved = readSnapshot(seq, text)?.saved;
    if (saved === undefined) throw new Error('no snapshot');
    const invented = sampleMessage('exercise', { id: 'W99-m1', warning: sampleWarning('exercise', { id: 'W99' }) });
    const waiting = [{ message: invented, seq, channel: 'sirens', attempts: 0, notBefore_us: 0 }];
    store.snapshots[last] = { seq, text: snapshotText(seq, { ...saved, waiting }, signer) };
    return store;
  }

  // 2026-11-29: audit compared the state alone, and a theatre that was opened without its key sent the alert.
  test.each([
    ['a stranger', FORGER],
    ['nobody', undefined],
  ])('signed by %s is named, and used by nobody', (_, signer) => {
    expect(findings(withInvention(signer))).toEqual([
      { what: 'snapshot-differs', seq: 38 },
      { what: 'snapshot-forged', seq: 38 },
    ]);
    for (const opens of [OURS, undefined]) {
      const channel = memoryChannel('exercise', 'sirens');
      live(withInvention(signer), [], { channels: [channel], ...(opens === undefined ? {} : { signer: opens }) });
      expect([...channel.received.keys()]).toEqual([]);
    }
  });

  test('that says something else waits than does is named, whoever signed it', () => {
    expect(findings(withInvention(OURS))).toEqual([{ what: 'snapshot-differs', seq: 38 }]);
  });

  test('with messages that wait is what the entries give, over outages and restarts', () => {
    const store = memoryStore();
    const down = {
      ...memoryChannel('exercise', 'sirens'),
      send: () => {
        throw new Error('no carrier');
      },
    };
    const options = { signer: OURS, snapshotEvery: 7, channels: [down, memoryChannel('exercise', 'phones')] };
    live(store, [message(1, 1), message(2, 2), ...seconds(3, 60)], options);
    live(store, [message(60, 3), ...seconds(61, 200)], { ...options, channels: [down] });
    expect(store.snapshots).toHaveLength(2);
    expect(findings(store)).toEqual([]);
  });

  test('is neither taken nor made by a theatre that lacks the key of a signed record', () => {
    const store = memoryStore();
    live(store, seconds(1, 40), { signer: OURS, snapshotEvery: 10 });
    const before = [...store.snapshots];
    live(store, seconds(40, 80), { snapshotEvery: 10 });
    expect(store.snapshots).toEqual(before);
  });
});
