import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { WatchLine } from '../../api/wire-cli.ts';
import { type Handled, openWatchRecord } from './watch-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const of = (name: string): Omit<Handled, 'sum'> => ({
  satellite: 'G17',
  area: 'M1',
  at: '2019-10-27T20:00:27.500Z',
  late: false,
  files: [{ name, size_bytes: 12, changedAt: '2019-10-27T20:01:00.000Z', band: 7, used: true }],
});
const refused = (file: string): WatchLine => ({ refused: { file, field: 'Rad', message: 'is damaged – ü', remedy: 'fetch it again' } });

/** Opens a record and says which files it has as handled, group by group. */
function handledIn(path: string, more?: string): string[] {
  const found: string[] = [];
  const record = openWatchRecord(path, ({ files }) => found.push(...files.map(({ name }) => name)));
  if (more !== undefined) record.append([refused(more)], of(more));
  record.close();
  return found;
}

function threeGroups(name: string): string {
  const path = join(folder, name);
  for (const file of ['a.nc', 'b.nc', 'c.nc']) handledIn(path, file);
  return path;
}

test('cut at any byte, a record has the groups that were whole, and goes on behind them', () => {
  const text = readFileSync(threeGroups('whole.ndjson'));
  const path = join(folder, 'cut.ndjson');
  const ends = [...text.entries()].flatMap(([at, byte]) => (byte === 10 ? [at + 1] : []));
  expect(ends).toHaveLength(7);
  // Around the lines' ends, and here and there between them.
  const lengths = Array.from(text.keys()).filter((at) => at % 40 === 0 || ends.some((end) => Math.abs(end - at) <= 2));
  for (const length of [...lengths, text.length]) {
    writeFileSync(path, text.subarray(0, length));
    const whole = [2, 4, 6].filter((line) => length >= ends[line]).length;
    expect(handledIn(path, 'd.nc')).toEqual(['a.nc', 'b.nc', 'c.nc'].slice(0, whole));
    expect(handledIn(path)).toEqual([...['a.nc', 'b.nc', 'c.nc'].slice(0, whole), 'd.nc']);
    expect(
      readFileSync(path)
        .subarray(0, ends[2 * whole])
        .equals(text.subarray(0, ends[2 * whole])),
    ).toBe(true);
  }
});

test('a byte that is otherwise in the last group takes that group with it; one before it stops the record, with the line, and nothing is cut', () => {
  const text = readFileSync(threeGroups('otherwise.ndjson'));
  const path = join(folder, 'byte.ndjson');
  const last = text.lastIndexOf('{"refused"');
  const second = text.indexOf('{"refused"', text.indexOf('{"refused"') + 1);
  const spoiled = (at: number): Buffer => Buffer.concat([text.subarray(0, at), Buffer.from([text[at] ^ 1]), text.subarray(at + 1)]);
  writeFileSync(path, spoiled(last + 20));
  expect(handledIn(path)).toEqual(['a.nc', 'b.nc']);
  writeFileSync(path, spoiled(second + 20));
  expect(() => handledIn(path)).toThrow(expect.objectContaining({ name: 'WatchRecordError', where: `${path}, line 5` }));
  expect(readFileSync(path).equals(spoiled(second + 20))).toBe(true);
});

// The sum was of the lines before: a letter in the name of a file that was handled could be another one, and the file was handled again.
test('no byte of the line that ends a group can be otherwise', () => {
  const text = readFileSync(threeGroups('ends.ndjson'));
  const path = join(folder, 'end.ndjson');
  const second = text.indexOf('{"handled"', text.indexOf('{"handled"') + 1);
  const end = text.indexOf('\n', second);
  for (let at = second + '{"handled":'.length; at < end; at++) {
    writeFileSync(path, Buffer.concat([text.subarray(0, at), Buffer.from([text[at] ^ 1]), text.subarray(at + 1)]));
    expect(() => handledIn(path)).toThrow(expect.objectContaining({ name: 'WatchRecordError', where: `${path}, line 5` }));
  }
});

test('a file that is no record is left as it is', () => {
  const path = join(folder, 'notes.txt');
  for (const text of ['my notes', '{"detection":{}}\n', '{"watch":{"form":2}}\n']) {
    writeFileSync(path, text);
    expect(() => handledIn(path)).toThrow('is no record of watch');
    expect(readFileSync(path, 'utf8')).toBe(text);
  }
});

test('one writer at a time; the next one can when it is closed', () => {
  const path = join(folder, 'one.ndjson');
  const first = openWatchRecord(path, () => {});
  expect(() => handledIn(path)).toThrow('another process writes this record');
  first.append([], of('a.nc'));
  first.close();
  expect(handledIn(path)).toEqual(['a.nc']);
});

test('lines longer than a block are read as well', () => {
  const path = threeGroups('long.ndjson');
  const record = openWatchRecord(path, () => {});
  record.append([refused('x'.repeat(3_000_000)), refused('y')], of('d.nc'));
  record.close();
  expect(handledIn(path)).toEqual(['a.nc', 'b.nc', 'c.nc', 'd.nc']);
  copyFileSync(path, `${path}.2`);
  appendFileSync(`${path}.2`, `{"refused":{"file":"${'z'.repeat(2_000_000)}`);
  expect(handledIn(`${path}.2`)).toEqual(['a.nc', 'b.nc', 'c.nc', 'd.nc']);
  expect(readFileSync(`${path}.2`).equals(readFileSync(path))).toBe(true);
});
