import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqliteJournal } from '../../src/adapters/journal-sqlite/journal-sqlite.ts';
import { encode } from '../../src/core/codec.ts';
import { type RandomStream, stream } from '../../src/sim/random.ts';
import { busyStub, recordedFlight } from './feeds.ts';
import { killsAsked } from './kills.ts';
import { tapeOf } from './tape.ts';

/** Kills at random moments of the life of a process: while it starts, replays, appends, folds, sends, saves. TOCSIN_KILLS=200 for more. */
const KILLS = { pipeline: killsAsked ?? 60, stub: killsAsked ?? 30 };

const project = fileURLToPath(new URL('../../', import.meta.url));
/** Inside the project, so that the bundle finds the packages. */
const bundleFolder = join(project, '.cache', `crash-${process.pid}`);
const root = mkdtempSync(join(tmpdir(), 'tocsin-crash-'));

beforeAll(async () => {
  await build({
    root: project,
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'tests/crash/child.ts', outDir: bundleFolder, emptyOutDir: true, target: 'node20', minify: false },
  });
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(bundleFolder, { recursive: true, force: true });
});

type Place = { readonly journal: string; readonly outbox: string };
type FoldName = keyof typeof KILLS;

let places = 0;
function freshPlace(): Place {
  const folder = join(root, `${places++}`);
  mkdirSync(folder);
  return { journal: join(folder, 'tocsin.journal'), outbox: join(folder, 'outbox') };
}

/** What one life of a process said before it ended or was killed. */
type Life = {
  readonly lines: number;
  readonly acknowledged: readonly number[];
  readonly sent: readonly string[];
  readonly digest: string | undefined;
};

/** When to kill: so long after the process has said so many lines. Counted in what it does and not in time alone, so that a busy machine
 *  sees as many kills in the middle of the work as an idle one. */
type Doom = { readonly lines: number; readonly then_ms: number };

/** Runs a process on the place until it ends, or until its doom. */
async function live(fold: FoldName, { journal, outbox }: Place, tape: string, doom?: Doom): Promise<Life> {
  const child = spawn(process.execPath, [join(bundleFolder, 'child.js'), fold, journal, outbox, tape], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (doom) killAt(child, doom);
  const { said, complaint, code } = await outcomeOf(child);
  const killed = child.signalCode === 'SIGKILL';
  if (!killed && code !== 0) throw new Error(`the process failed by itself: ${complaint}`);
  const lines = said.split('\n').slice(0, -1);
  const after = (word: string): string[] => lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  return { lines: lines.length, acknowledged: after('ack').map(Number), sent: after('send'), digest: killed ? undefined : after('end')[0] };
}

function killAt(child: ChildProcess, { lines, then_ms }: Doom): void {
  let left = lines;
  const strike = (): void => {
    setTimeout(() => child.kill('SIGKILL'), then_ms);
  };
  if (left === 0) strike();
  child.stdout?.on('data', (chunk: Buffer) => {
    const before = left;
    for (const byte of chunk) if (byte === NEWLINE) left -= 1;
    if (before > 0 && left <= 0) strike();
  });
}

const NEWLINE = 10;

/** One in five dies while it starts and replays; the others somewhere in the next eighth of the work, often between two lines. */
function doomOf(random: RandomStream, whole: Life): Doom {
  if (random.uniform() < 0.2) return { lines: 0, then_ms: 200 * random.uniform() };
  return { lines: 1 + Math.floor((random.uniform() * whole.lines) / 8), then_ms: 4 * random.uniform() };
}

async function outcomeOf(
  child: ChildProcess,
): Promise<{ readonly said: string; readonly complaint: string; readonly code: number | null }> {
  const [said, complaint]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => complaint.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { said: Buffer.concat(said).toString(), complaint: Buffer.concat(complaint).toString(), code };
}

/** Everything that outlives a process, as comparable text. */
type Remains = {
  readonly entries: readonly string[];
  readonly digests: readonly string[];
  readonly files: readonly (readonly [string, string])[];
};

function remainsOf({ journal, outbox }: Place): Remains {
  const opened = openSqliteJournal(journal, { readOnly: true });
  const entries = [...opened.entries()].map((entry) => encode(entry));
  const digests = [...opened.digests()].map(({ seq, digest }) => `${seq} ${digest}`);
  opened.close();
  const files = readdirSync(outbox)
    .sort()
    .map((name) => [name, readFileSync(join(outbox, name), 'utf8')] as const);
  return { entries, digests, files };
}

type Tally = { kills: number; runs: number; doubles: number };

/** Whole runs from an empty folder to the end of the tape, killed and started again on the way, until `kills` have struck. */
async function killedRuns(
  fold: FoldName,
  tape: string,
  kills: number,
  random: RandomStream,
  expected: Remains,
  whole: Life,
): Promise<Tally> {
  const tally: Tally = { kills: 0, runs: 0, doubles: 0 };
  while (tally.kills < kills) {
    const place = freshPlace();
    const sent: string[] = [];
    let last: Life;
    do {
      last = await live(fold, place, tape, tally.kills < kills ? doomOf(random, whole) : undefined);
      sent.push(...last.sent);
      if (last.digest !== undefined) continue;
      tally.kills += 1;
      expectAcknowledgedKept(place, last);
    } while (last.digest === undefined);
    tally.runs += 1;
    tally.doubles += sent.length - new Set(sent).size;
    expect(last.digest).toBe(whole.digest);
    expect(remainsOf(place)).toEqual(expected);
    expect(new Set(sent)).toEqual(new Set(whole.sent));
  }
  return tally;
}

/** Right after the kill, before anybody mends anything: what was acknowledged is there. */
function expectAcknowledgedKept({ journal }: Place, { acknowledged }: Life): void {
  const last = acknowledged.at(-1);
  if (last === undefined) return;
  const opened = openSqliteJournal(journal, { readOnly: true });
  expect(opened.length).toBeGreaterThan(last);
  opened.close();
}

async function survives(fold: FoldName, tape: string): Promise<Tally> {
  const tapePath = join(root, `${fold}.tape`);
  writeFileSync(tapePath, tape);
  const place = freshPlace();
  const whole = await live(fold, place, tapePath);
  const expected = remainsOf(place);
  expect(whole.sent).toEqual([...new Set(whole.sent)]);
  expect(expected.files).toHaveLength(whole.sent.length);
  expect(whole.sent.length).toBeGreaterThan(1);
  // Two at a time: one more process than that only waits for the machine.
  const halves = [Math.ceil(KILLS[fold] / 2), Math.floor(KILLS[fold] / 2)];
  const tallies = await Promise.all(
    halves.map((kills, half) => killedRuns(fold, tapePath, kills, stream(20, `crash/${fold}/${half}`), expected, whole)),
  );
  return tallies.reduce((sum, one) => ({ kills: sum.kills + one.kills, runs: sum.runs + one.runs, doubles: sum.doubles + one.doubles }));
}

test('a warning system killed at random moments of a recorded flight loses no entry, says the same in the end, and sends nothing twice', async () => {
  const tally = await survives('pipeline', tapeOf(recordedFlight()));
  console.log(
    `${tally.kills} kills over ${tally.runs} runs of the flight; ${tally.doubles} messages were sent again and dropped by the receiver`,
  );
  expect(tally.kills).toBe(KILLS.pipeline);
});

test('a small core with many messages and broken entries survives kills the same way', async () => {
  const tally = await survives('stub', tapeOf(busyStub(400)));
  console.log(
    `${tally.kills} kills over ${tally.runs} runs of the stub; ${tally.doubles} messages were sent again and dropped by the receiver`,
  );
  expect(tally.kills).toBe(KILLS.stub);
});
