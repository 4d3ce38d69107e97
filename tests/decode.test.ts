import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { ccsdsLineSchema, ccsdsSummarySchema, elementsLineSchema, elementsSummarySchema } from '../src/api/wire-decode.ts';
import { verb } from './support/cli.ts';
import { sharedPath } from './support/shared.ts';

// `tocsin decode` and `tocsin validate` on orbit elements and messages of the CCSDS, and on what is none of all.

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

const OEM = `CCSDS_OEM_VERS = 2.0
CREATION_DATE = 2026-05-07T00:00:00
ORIGINATOR = NOBODY
META_START
OBJECT_NAME = MADE UP
OBJECT_ID = 2026-001A
CENTER_NAME = EARTH
REF_FRAME = ITRF2000
TIME_SYSTEM = UTC
START_TIME = 2026-05-07T00:00:00
STOP_TIME = 2026-05-07T00:01:00
META_STOP
2026-05-07T00:00:00 7000 0 0 0 5 5.5
2026-05-07T00:01:00 6990 300 330 -0.4 5 5.5
`;

test('messages of the CCSDS record by record, in kilometres as they are and in metres on the axes of the Earth', async () => {
  const { status, out } = await verb(['decode', '--json', file('a.oem', OEM)]);
  expect(status).toBe(0);
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const { summary } = lines.pop() as { summary: unknown };
  expect(ccsdsSummarySchema.parse(summary)).toEqual({ form: 'kvn', messages: 1, kinds: { oem: 1 }, records: 4, problems: 0, notes: [] });
  const records = lines.map((line) => ccsdsLineSchema.parse(line).ccsds);
  expect(records.map(({ record }) => record)).toEqual(['message', 'metadata', 'state', 'state']);
  expect(records[2]).toMatchObject({ position_km: [7000, 0, 0], ecef: { position_m: [7_000_000, 0, 0] }, at: '2026-05-07T00:00:00Z' });
});

test('a keyword that the standard does not have is told with its line, and nothing is read of its message', async () => {
  const { status, err } = await verb(['validate', file('b.oem', OEM.replace('REF_FRAME', 'REF_FRAMES'))]);
  expect(status).toBe(2);
  expect(err).toContain('b.oem:8 REF_FRAMES');
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
