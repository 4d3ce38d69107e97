import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTable, trackRows } from './track-table.ts';

const track = (id: number, x: readonly number[], existence: number) => ({
  id,
  x: Float64Array.from(x),
  p: new Float64Array(21),
  existence,
});

test('a row has millimetres, hundredths of a millimetre a second, and no minus zero', () => {
  const text = trackRows(3, 15, [track(7, [1e6, -0.0001, 2.00049, -1500, 1e-9, -1e-9], 0.99996)]);
  expect(text).toBe('3,15.0,7,1000000.000,0.000,2.000,-1500.00000,0.00000,0.00000,1.0000\n');
});

test('times keep their microseconds', () => {
  const times = [0, 5, 2.5, 110.046667, 0.000001].map((t_s) => trackRows(0, t_s, [track(1, [0, 0, 0, 0, 0, 0], 1)]).split(',')[1]);
  expect(times).toEqual(['0.0', '5.0', '2.5', '110.046667', '0.000001']);
});

test('the table is whole when it is closed, and a file that cannot be written is an error', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-table-'));
  try {
    const table = openTable(join(folder, 'tracks.csv'));
    for (let i = 0; i < 500; i++) await table.write(`${'x'.repeat(1000)}\n`);
    await table.close();
    expect(readFileSync(join(folder, 'tracks.csv'), 'utf8').length).toBe(500 * 1001);
    expect(readdirSync(folder)).toEqual(['tracks.csv']);
    await expect(openTable(join(folder, 'no-such-folder', 'tracks.csv')).write('x\n')).rejects.toThrow('ENOENT');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a table that is dropped leaves nothing, and what was there before stays; a link to a table is written through', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-table-'));
  const [file, link] = [join(folder, 'tracks.csv'), join(folder, 'link.csv')];
  try {
    const none = openTable(file);
    await none.write('half\n');
    await none.drop();
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(file, 'before\n');
    symlinkSync(file, link);
    const second = openTable(link);
    await second.write('half\n');
    await second.drop();
    expect(readFileSync(file, 'utf8')).toBe('before\n');
    const third = openTable(link);
    await third.write('whole\n');
    await third.close();
    expect(readFileSync(file, 'utf8')).toBe('whole\n');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['link.csv', 'tracks.csv']);
    const away = openTable('/dev/null');
    await away.write('x\n');
    await away.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
