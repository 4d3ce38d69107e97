import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handledLineSchema } from '../../src/api/wire-cli.ts';
import { type RandomStream, stream } from '../../src/sim/random.ts';
import { startTocsin, verb } from '../support/cli.ts';
import { lookName, writeLook } from '../support/imager-folder.ts';
import { killsAsked } from './kills.ts';

/** Kills of a watch while it starts, takes up its record, reads, finds and writes; TOCSIN_KILLS=100 for more. */
const KILLS = killsAsked ?? 8;
const LOOKS = 8;
const APART = 67;

const root = mkdtempSync(join(tmpdir(), 'tocsin-watch-kill-'));
const folder = join(root, 'frames');
beforeAll(async () => {
  mkdirSync(folder);
  // Eleven minutes apart: looks that are a series begin anew with each life, and say so.
  for (let k = 0; k < LOOKS; k++)
    for (const band of [7, 13] as const) await writeLook(folder, { step: APART * k, band, isHot: k % 3 !== 0 });
  const whole = readFileSync(join(folder, lookName({ step: APART })));
  writeFileSync(join(folder, 'cut.nc'), whole.subarray(0, 5000));
  writeFileSync(join(folder, 'text.nc'), 'no frame'.repeat(20));
}, 0);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const watching = (record: string): readonly string[] => ['watch', folder, '--once', '--json', '--record', record];

type Doom = { readonly lines: number; readonly then_ms: number };

/** One life: killed so long after it said so many lines, or to its end. */
function live(args: readonly string[], doom?: Doom): Promise<{ readonly killed: boolean; readonly err: string }> {
  const child = startTocsin(args);
  const so = { lines: 0, err: '', doomed: false };
  const strike = (): void => {
    if (doom === undefined || so.doomed || so.lines < doom.lines) return;
    so.doomed = true;
    setTimeout(() => child.kill('SIGKILL'), doom.then_ms);
  };
  strike();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    so.lines += text.split('\n').length - 1;
    strike();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    so.err += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve({ killed: child.signalCode === 'SIGKILL', err: so.err }));
  });
}

/** Half of the kills strike while it starts, waits for files to be still, or takes up the record, the others while it handles looks. */
function doomOf(random: RandomStream): Doom {
  if (random.uniform() < 0.5) return { lines: 0, then_ms: 2500 * random.uniform() };
  return { lines: 1 + Math.floor(5 * random.uniform()), then_ms: 60 * random.uniform() };
}

/** A record as it stands, and the files that it has as handled. */
function remainsOf(record: string): { readonly text: string; readonly files: readonly string[] } {
  const text = readFileSync(record, 'utf8');
  const handled = text.split('\n').filter((line) => line.startsWith('{"handled"'));
  return { text, files: handled.flatMap((line) => handledLineSchema.parse(JSON.parse(line)).handled.files.map(({ name }) => name)) };
}

test(`${KILLS} kills at random moments: each file is handled exactly once, and what is found is what an undisturbed run finds`, async () => {
  const undisturbed = join(root, 'undisturbed.ndjson');
  expect((await live(watching(undisturbed))).killed).toBe(false);
  const expected = remainsOf(undisturbed);
  expect(expected.files).toHaveLength(2 * LOOKS + 2);
  expect(new Set(expected.files).size).toBe(expected.files.length);
  const random = stream(76, 'crash/watch');
  let runs = 0;
  let between = 0;
  for (let kills = 0; kills < KILLS; runs++) {
    const record = join(root, `${runs}.ndjson`);
    // Four kills in a row, and then to the end.
    for (let k = 0; k < 4 && kills < KILLS; k++) {
      const { killed, err } = await live(watching(record), doomOf(random));
      if (!killed) continue;
      kills += 1;
      expect(err).not.toContain('internal error');
      if (/ [1-9]\d* files were handled before/.test(err)) between += 1;
    }
    const last = await verb(watching(record));
    expect(last.status).toBe(0);
    // The very same bytes, whatever was cut and done again.
    expect(remainsOf(record)).toEqual(expected);
  }
  console.log(`${KILLS} kills over ${runs} records, ${between} of them of a watch that had gone on from one`);
});

test('killed while files come, renamed in and written in place, it has handled each exactly once in the end, and told what is in it once', async () => {
  const [filling, record] = [join(root, 'filling'), join(root, 'filling.ndjson')];
  mkdirSync(filling);
  const random = stream(77, 'crash/watch');
  const names = new Set<string>();
  const following = ['watch', filling, '--record', record, '--json', '--poll', '0.3', '--wait', '0.5'];
  let step = 0;
  for (let kills = 0; kills < KILLS; kills++) {
    const life = live(following, { lines: 0, then_ms: 4000 * random.uniform() });
    // Three files a life, of one band, so that none is told late whatever the moment.
    for (let k = 0; k < 3; k++, step++) {
      const name = lookName({ step });
      names.add(name);
      const path = await writeLook(k === 0 ? root : filling, { step }, name);
      if (k > 0) continue;
      const bytes = readFileSync(path);
      const open = openSync(join(filling, name), 'w');
      for (let at = 0; at < bytes.length; at += 4000) {
        writeSync(open, bytes.subarray(at, at + 4000));
        await sleep(300 * random.uniform());
      }
      closeSync(open);
    }
    expect((await life).killed).toBe(true);
  }
  expect((await verb([...following, '--once'])).status).toBe(0);
  const { text, files } = remainsOf(record);
  expect([...files].sort()).toEqual([...names].sort());
  expect(text).not.toContain('{"refused"');
  const found = text.split('\n').flatMap((line) => (line.startsWith('{"detection"') ? [basename(JSON.parse(line).detection.file)] : []));
  expect(found.sort()).toEqual([...names].sort());
});
