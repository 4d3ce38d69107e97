import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refuseOverwriting } from './overwriting.ts';

// 2026-11-30: `track --out` through a link, `score --report` and `after-action --out` wrote over what they had read.
test('a result is not written over what is read, by whatever way its name leads there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-overwriting-'));
  try {
    const at = (name: string): string => join(folder, name);
    mkdirSync(at('in'));
    writeFileSync(at('in/plots.csv'), 'scan');
    symlinkSync(at('in/plots.csv'), at('link.csv'));
    symlinkSync(at('in'), at('same'));
    const clash = 'one file would be written over another';
    const read = [at('in/plots.csv'), undefined, '-'];
    for (const name of ['in/plots.csv', 'in/../in/plots.csv', 'link.csv', 'same/plots.csv'])
      expect(() => refuseOverwriting(read, ['-', at(name)])).toThrow(clash);
    for (const [one, other] of [
      ['new.csv', 'in/../new.csv'],
      ['in/new.csv', 'same/new.csv'],
      ['none/new.csv', 'none/new.csv'],
    ])
      expect(() => refuseOverwriting(read, [at(one), at(other)])).toThrow(clash);
    refuseOverwriting(read, [at('tracks.csv'), at('same/tracks.csv'), undefined, '-', '-']);
    refuseOverwriting([at('none.csv'), at('none.csv')], []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
