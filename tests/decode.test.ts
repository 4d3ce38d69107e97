import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { elementsLineSchema, elementsSummarySchema } from '../src/api/wire-decode.ts';
import { verb } from './support/cli.ts';
import { sharedPath } from './support/shared.ts';

// `tocsin decode` and `tocsin validate` on orbit elements, and on what is none of all.

const folder = mkdtempSync(join(tmpdir(), 'tocsin-decode-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const checked = (line: string): string =>
  line + (line.split('').reduce((sum, letter) => sum + (letter === '-' ? 1 : Number(letter) || 0), 0) % 10).toString();
const FIRST = checked('1 00900U 64063C   26127.81900272  .00000123  00000+0  12345-3 0  999');
const SECOND = checked('2 00900  90.2230 100.0000 0028450  10.0000 350.0000 13.7657700    1');
const SETS = `CALSPHERE 1\n${FIRST}\n${SECOND}\n`;

test('elements of an object, plain and compressed, in degrees and revolutions a day', async () => {
  for (const path of [file('a.tle', SETS), file('a.tle.gz', gzipSync(SETS))]) {
    const { status, out } = await verb(['decode', '--json', path]);
    expect(status).toBe(0);
    const [line = '', last = ''] = out.trim().split('\n');
    expect(elementsLineSchema.parse(JSON.parse(line)).elements).toMatchObject({
      line: 2,
      catalogueNumber: 900,
      name: 'CALSPHERE 1',
      epoch: '2026-05-07T19:39:21.835008Z',
      inclination_deg: expect.closeTo(90.223, 9),
      eccentricity: expect.closeTo(0.002845, 12),
      meanMotion_revpd: expect.closeTo(13.76577, 9),
    });
    expect(elementsSummarySchema.parse((JSON.parse(last) as { summary: unknown }).summary)).toMatchObject({
      format: 'tle',
      sets: 1,
      kept: 1,
      refused: 0,
    });
  }
});

test('what is wrong with a set is told with its line and remedy, and the others are read', async () => {
  const wrong = `${SETS}OTHER\n${FIRST.slice(0, -1)}${(Number(FIRST.at(-1)) + 1) % 10}\n${SECOND}\n`;
  const path = file('b.tle', wrong);
  for (const name of ['decode', 'validate']) {
    const { status, out, err } = await verb([name, path]);
    expect(status).toBe(1);
    expect(err).toContain('b.tle:5');
    expect(out).toContain('1 of 2 sets of elements');
  }
});

test('validate is silent about records, and says how many there are', async () => {
  const { status, out } = await verb(['validate', 'examples/air-radar.ast']);
  expect([status, out]).toEqual([0, '309 records (034: 18, 048: 291)\n']);
  const scenario = await verb(['validate', 'hs12-2017-08']);
  expect(scenario.out).toContain('a scenario that can be run');
  const none = await verb(['validate', 'package.json']);
  expect(none.err).toContain('the scenario has');
});

test('every object of a public file', async (context) => {
  const { status, out } = await verb(['validate', sharedPath('data/tle/celestrak_active_2026-05-07T2231Z.tle.gz', context)]);
  expect([status, out]).toEqual([0, '15347 of 15347 sets of elements, of 15347 objects (tle)\n']);
});
