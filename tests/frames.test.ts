import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAbi } from '../src/adapters/goes-abi/goes-abi.ts';
import { verb } from './support/cli.ts';

const SMALL = ['--seed', '9', '--side', '48', '--every', '10'] as const;

test('the same options draw the same frames, and the plume is in them where the truth says', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tocsin frames ü '));
  const [first, second] = [join(root, 'one'), join(root, 'two')];
  for (const out of [first, second]) expect(await verb(['frames', ...SMALL, '--out', out])).toMatchObject({ status: 0, err: '' });
  const names = readdirSync(join(first, 'frames')).sort();
  expect(readdirSync(join(second, 'frames')).sort()).toEqual(names);
  for (const name of ['truth.json', 'plumes.csv'])
    expect(readFileSync(join(second, name), 'utf8')).toBe(readFileSync(join(first, name), 'utf8'));
  // HDF5 writes the clock's time into each file: its pixels are compared.
  for (const name of names) {
    const [one, other] = await Promise.all([first, second].map((folder) => readAbi(join(folder, 'frames', name))));
    expect(Buffer.from(one.codes.buffer).equals(Buffer.from(other.codes.buffer)), name).toBe(true);
  }

  const rows = readFileSync(join(first, 'plumes.csv'), 'utf8').trim().split('\n').slice(1);
  expect(new Set(rows).size).toBe(rows.length);
  let shown = 0;
  for (const text of rows) {
    const [at, satellite, row, column, height_m] = text.split(',');
    const own = names.filter((name) => name.includes(`_${satellite}_`));
    // Two satellites, two bands each look.
    expect(own).toHaveLength(rows.length);
    if (row === '' || Number(height_m) < 15_000) continue;
    const day = `s2023${String(Math.floor((Date.parse(at) - Date.UTC(2023, 0, 1)) / 86_400_000) + 1)}${at.slice(11, 19).replaceAll(':', '')}`;
    const frames = await Promise.all(own.filter((name) => name.includes(day)).map((name) => readAbi(join(first, 'frames', name))));
    const [hot] = frames.filter(({ wavelength_um }) => wavelength_um < 3);
    const { codes, radianceOf, raster } = hot;
    let best = 0;
    for (let k = 0; k < codes.length; k++) if (radianceOf[codes[k]] > radianceOf[codes[best]]) best = k;
    expect(Math.abs(Math.floor(best / raster.columns) - Number(row)), text).toBeLessThan(1.5);
    expect(Math.abs((best % raster.columns) - Number(column)), text).toBeLessThan(1.5);
    shown += 1;
  }
  expect(shown).toBeGreaterThan(2);

  // Two launches in one folder would be one series.
  const again = await verb(['frames', ...SMALL, '--out', first]);
  expect(again.status).toBe(2);
  expect(again.err).toContain('name another folder');
  rmSync(root, { recursive: true });
}, 120_000);

test.each([
  [['--every', '0'], '1 to 120'],
  [['--side', '20'], '48 to 512'],
  [['--imager', 'film'], 'weather, staring'],
  [['--satellites', '3'], '1, 2'],
  [['--light', 'dusk'], 'terminator'],
  [['--background', 'fog'], 'quiet, usual, cloudy, ice'],
])('%j is refused with what it takes', async (args, said) => {
  const { status, err } = await verb(['frames', '--out', join(tmpdir(), 'tocsin-no-frames'), ...args]);
  expect(status).toBe(2);
  expect(err).toContain(said);
});
