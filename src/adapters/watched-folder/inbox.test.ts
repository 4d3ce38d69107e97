import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInbox, type Inbox } from './inbox.ts';

let folder = '';
let inbox: Inbox;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-inbox-'));
  inbox = createInbox({ folder, settled_ms: 1000, stalled_ms: 60_000, mostRemembered: 3 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file that states to have 1,000 bytes, of which so many are there. */
function put(name: string, bytes = 1000, changed_s?: number): void {
  const file = Buffer.alloc(1000);
  file.write('\x89HDF\r\n\x1a\n', 'latin1');
  [file[8], file[9]] = [2, 8];
  file.writeBigUInt64LE(1000n, 28);
  writeFileSync(join(folder, name), file.subarray(0, bytes));
  if (changed_s !== undefined) utimesSync(join(folder, name), changed_s, changed_s);
}

function wholeAt(now_ms: number): string[] {
  inbox.list(now_ms);
  return [...inbox.whole(now_ms)].map(({ name }) => name);
}

// detect read such a file, and watch left it alone.
test('names may end in .NC as well, and others are left alone', () => {
  for (const name of ['a.nc', 'b.NC', 'c.nc.part']) put(name, 1000, 100);
  wholeAt(0);
  expect(wholeAt(2000)).toEqual(['a.nc', 'b.NC']);
});

test('a file that grows is not taken before it is as long as it states and has not changed for a while', () => {
  put('a.nc', 300, 100);
  expect(wholeAt(0)).toEqual([]);
  // Still, but short: its download has stalled.
  expect(wholeAt(30_000)).toEqual([]);
  put('a.nc', 1000, 101);
  expect(wholeAt(30_100)).toEqual([]);
  expect(wholeAt(31_050)).toEqual([]);
  expect(wholeAt(31_100)).toEqual(['a.nc']);
});

test('of full length from the beginning, it is taken when it is no longer written into', () => {
  for (let k = 0; k < 5; k++) {
    put('a.nc', 1000, 100 + k);
    expect(wholeAt(900 * k)).toEqual([]);
  }
  expect(wholeAt(900 * 4 + 1000)).toEqual(['a.nc']);
});

test('one that stays short is taken at last, so that it is told', () => {
  put('short.nc', 999, 100);
  writeFileSync(join(folder, 'empty.nc'), '');
  expect(wholeAt(0)).toEqual([]);
  expect(wholeAt(59_999)).toEqual([]);
  expect(wholeAt(60_000).sort()).toEqual(['empty.nc', 'short.nc']);
});

test('a file is taken under its last name; folders, other names and links to nowhere are not', () => {
  put('a.nc.part', 1000, 100);
  mkdirSync(join(folder, 'b.nc'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'c.nc'));
  expect(wholeAt(0)).toEqual([]);
  expect(wholeAt(2000)).toEqual([]);
  expect(inbox.length).toBe(0);
  renameSync(join(folder, 'a.nc.part'), join(folder, 'a.nc'));
  expect(wholeAt(2100)).toEqual([]);
  expect(wholeAt(3100)).toEqual(['a.nc']);
});

test('what waits elsewhere or was handled is not new, until it changes', () => {
  put('a.nc', 1000, 100);
  wholeAt(0);
  const [file] = inbox.whole(1000);
  inbox.waits(file);
  expect(wholeAt(1100)).toEqual([]);
  inbox.back(file);
  expect(wholeAt(1200)).toEqual(['a.nc']);
  inbox.handled(file);
  expect(wholeAt(1300)).toEqual([]);
  expect(inbox.length).toBe(0);
  appendFileSync(join(folder, 'a.nc'), 'more');
  expect(wholeAt(1400)).toEqual([]);
  expect(wholeAt(2400)).toEqual(['a.nc']);
});

test('files are taken in the order of the beginnings in their names, whatever band comes first by the alphabet', () => {
  const names = ['C13_G17_s20193002000375_x', 'C07_G17_s20193651959595_x', 'C07_G17_s20193002000275_x', 'C13_G17_s20193002000275_x'];
  for (const name of names) put(`${name}.nc`, 1000, 100);
  // 2019-10-27T20:00:30Z, between the others.
  put('no time.nc', 1000, 1_572_206_430);
  wholeAt(0);
  expect(wholeAt(1000)).toEqual([`${names[2]}.nc`, `${names[3]}.nc`, 'no time.nc', `${names[0]}.nc`, `${names[1]}.nc`]);
});

test('beyond the bound those are forgotten that have left the folder, and none that is in it', () => {
  for (const k of [0, 1, 2, 3, 4]) put(`${k}.nc`, 1000, 100);
  wholeAt(0);
  for (const file of inbox.whole(1000)) inbox.handled(file);
  // All five are in the folder: none is forgotten.
  expect(wholeAt(2000)).toEqual([]);
  for (const k of [1, 3]) rmSync(join(folder, `${k}.nc`));
  wholeAt(3000);
  for (const k of [1, 3]) put(`${k}.nc`, 1000, 100);
  wholeAt(4000);
  expect(wholeAt(5000)).toEqual(['1.nc', '3.nc']);
});
