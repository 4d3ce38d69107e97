import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSqliteJournal } from '../../src/adapters/journal-sqlite/journal-sqlite.ts';
import { encode } from '../../src/core/codec.ts';
import { type RandomStream, stream } from '../../src/sim/random.ts';
import { startTocsin, verb } from '../support/cli.ts';
import { killsAsked } from './kills.ts';

/** Kills of the command as people run it; TOCSIN_KILLS=60 for more. */
const KILLS = killsAsked ?? 10;
const DRILL = 'hawaii-2018';

const root = mkdtempSync(join(tmpdir(), 'tocsin-command-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Place = { readonly journal: string; readonly heads: string; readonly out: string };

let places = 0;
function freshPlace(): Place {
  const folder = join(root, `${places++}`);
  mkdirSync(folder);
  return { journal: join(folder, 'drill.db'), heads: join(folder, 'drill.heads'), out: join(folder, 'out') };
}

/** When to kill: so many milliseconds after so many lines came out, or after it began to end. */
type Doom = { readonly aim: Aim; readonly lines: number; readonly then_ms: number };
type Aim = 'recovery' | 'work' | 'close';

/** What one life of the command was like. */
type Life = {
  readonly killed: boolean;
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
  /** From its start to its first line, and from its last words to its end, in milliseconds: on this machine, as busy as it is. */
  readonly first_ms: number;
  readonly closing_ms: number;
};

/** The line after which a snapshot, a head, a checkpoint and the seal are written. */
const LAST_WORDS = '\ndigest ';

function live({ journal, heads, out }: Place, doom?: Doom): Promise<Life> {
  const began = performance.now();
  const child = startTocsin(['run', DRILL, '--journal', journal, '--head', heads, '--out', out]);
  const said = { out: '', err: '' };
  let first_ms = 0;
  let ending = 0;
  let doomed = false;
  const strike = (): void => {
    if (doomed || doom === undefined) return;
    doomed = true;
    setTimeout(() => child.kill('SIGKILL'), doom.then_ms);
  };
  if (doom?.aim === 'recovery') strike();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (said.out === '') first_ms = performance.now() - began;
    said.out += text;
    if (ending === 0 && said.out.includes(LAST_WORDS)) ending = performance.now();
    if (doom?.aim === 'close' ? ending > 0 : said.out.split('\n').length > (doom?.lines ?? Infinity)) strike();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({ ...said, status, killed: child.signalCode === 'SIGKILL', first_ms, closing_ms: performance.now() - ending }),
    );
  });
}

/** Starts, ends and the work between, a third each: what a life does at its edges is what a kill hurts most. */
function doomOf(random: RandomStream, whole: Life, at: number): Doom {
  const aim = (['recovery', 'close', 'work'] as const)[at % 3];
  if (aim === 'recovery') return { aim, lines: 0, then_ms: 1.2 * whole.first_ms * random.uniform() };
  if (aim === 'close') return { aim, lines: 0, then_ms: whole.closing_ms * random.uniform() };
  return { aim, lines: Math.floor(whole.out.split('\n').length * random.uniform()), then_ms: 20 * random.uniform() };
}

/** What is left in the end, but for what names this journal and no other. */
function remainsOf({ journal, out }: Place): object {
  const opened = openSqliteJournal(journal, { readOnly: true });
  const id = opened.meta('journal-id') ?? '';
  const entries = [...opened.entries()].map((entry) => encode(entry));
  const digests = [...opened.digests()].map(({ seq, digest }) => `${seq} ${digest}`);
  opened.close();
  const text = (name: string): string => readFileSync(join(out, name), 'utf8').replaceAll(id, 'ID');
  const files = readdirSync(out)
    .sort()
    .map((name) => [name.replaceAll(id, 'ID'), text(name)]);
  return { entries, digests, files };
}

test(`${KILLS} kills of the real command, while it starts, works and closes: the same bytes, nothing lost or doubled, and every audit passes`, async () => {
  const place = freshPlace();
  const whole = await live(place);
  expect([whole.status, whole.err]).toEqual([0, '']);
  const expected = remainsOf(place);
  const random = stream(60, 'crash/command');
  const struck: Record<Aim, number> = { recovery: 0, work: 0, close: 0 };
  let runs = 0;
  let lives = 0;
  // A life that ended before its doom was no kill: a machine that becomes busy or idle meanwhile only has more lives.
  for (let kills = 0; kills < KILLS; runs++) {
    const struckPlace = freshPlace();
    let last: Life;
    // Three kills in a row, and then to the end: in that order a journal is met empty, begun, and finished.
    for (let k = 0; k < 3 && kills < KILLS; k++) {
      const doom = doomOf(random, whole, lives++);
      last = await live(struckPlace, doom);
      if (last.killed) {
        kills += 1;
        struck[doom.aim] += 1;
      }
      expect(last.err).toBe('');
      await expectSound(struckPlace);
    }
    last = await live(struckPlace);
    expect([last.status, last.err, last.out]).toEqual([0, '', whole.out]);
    expect(remainsOf(struckPlace)).toEqual(expected);
    await expectSound(struckPlace);
  }
  console.log(`${runs} runs; killed ${struck.recovery} times while starting, ${struck.work} at work, ${struck.close} while closing`);
  expect(struck.recovery).toBeGreaterThan(0);
  expect(struck.work).toBeGreaterThan(0);
}, 0);

/** Right after the kill, before anybody mends anything. */
async function expectSound({ journal, heads }: Place): Promise<void> {
  if (!existsSync(journal)) return;
  const { status, out, err } = await verb(['audit', journal, ...(existsSync(heads) ? ['--head', heads] : [])]);
  // A journal that was killed before it had its tables, or its key, is not there yet.
  const begun = !/is not a journal|no such table/.test(err) && !/^no head was signed/m.test(out);
  if (begun) expect({ status, out: out.includes('NOT VERIFIED') ? out : '', err }).toEqual({ status: 0, out: '', err: '' });
}
