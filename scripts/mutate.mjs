// `npm run mutate`: plants small wrong changes in the rooms where decisions are made, one at a time, and sees whether the room's own tests
// notice. `npm run mutate -- warn intake` tries some rooms; `--fresh` forgets what is known of changes that nothing has touched since.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOMS } from '../tests/mutation/rooms.mjs';
import { ensureMutation, ensurePackages, requireNode } from './install.mjs';
import { main, root, run, Stop } from './steps.mjs';

/**
 * @typedef {{ line: number, column: number }} Place both from 1
 * @typedef {{ status: string, statusReason?: string, mutatorName: string, replacement?: string, location: { start: Place, end: Place } }} Change
 * @typedef {{ room: string, least_percent: number, changes: number, noticed: number, byClock: number, unnoticed: string[] }} Verdict
 */

/** Outcomes that say nothing of the tests: changes that do not compile or were left out. */
const NO_TRIAL = new Set(['CompileError', 'RuntimeError', 'Ignored', 'Pending']);
const NOTICED = new Set(['Killed', 'Timeout']);

await main(async () => {
  requireNode();
  await ensurePackages();
  await ensureMutation();
  const args = process.argv.slice(2);
  const named = args.filter((arg) => !arg.startsWith('--'));
  const unknown = [...named.filter((room) => !(room in ROOMS)), ...args.filter((arg) => arg.startsWith('--') && arg !== '--fresh')];
  if (unknown.length > 0)
    throw new Stop(`There is no ${unknown.join(', ')} here.`, `Choose from the rooms ${Object.keys(ROOMS).join(', ')}; or --fresh.`);
  /** @type {Verdict[]} */
  const verdicts = [];
  for (const room of named.length > 0 ? named : Object.keys(ROOMS)) verdicts.push(await tryRoom(room, args.includes('--fresh')));
  for (const { room, unnoticed } of verdicts) process.stdout.write(['', `${room}: not noticed`, ...unnoticed, ''].join('\n'));
  process.stdout.write(`\n${table(verdicts)}\n`);
  return verdicts.every(isEnough) ? 0 : 1;
});

/**
 * @param {string} room
 * @param {boolean} fresh
 * @returns {Promise<Verdict>}
 */
async function tryRoom(room, fresh) {
  const record = join(root, '.cache', 'mutation', `${room}.json`);
  if (fresh) rmSync(record, { force: true });
  // What an interrupted trial left.
  rmSync(join(root, '.cache', 'mutation', `${room}.trial`), { recursive: true, force: true });
  const folder = join(root, 'tests', 'mutation');
  process.stderr.write(`\nchanges in ${room}\n`);
  const { status } = await run(
    process.execPath,
    [join(folder, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js'), 'run', join(folder, 'stryker.config.mjs')],
    { show: true, env: { ...process.env, MUTATE_ROOM: room } },
  );
  const { tests, least_percent } = /** @type {typeof ROOMS[string]} */ (ROOMS[room]);
  if (status === 0 && !existsSync(record))
    return { room, least_percent, changes: 0, noticed: 0, byClock: 0, unnoticed: [`  no test is called ${tests.join(' ')}`] };
  if (status !== 0)
    throw new Stop(
      `The trial of ${room} ended with status ${status}.`,
      `What it printed above says why; most often a test of the room fails as it is: npx vitest run ${tests.join(' ')}`,
    );
  return { room, least_percent, ...outcome(JSON.parse(readFileSync(record, 'utf8')).files) };
}

/**
 * @param {Record<string, { source: string, mutants: Change[] }>} files
 * @returns {Pick<Verdict, 'changes' | 'noticed' | 'byClock' | 'unnoticed'>}
 */
function outcome(files) {
  const tried = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.filter(({ status }) => !NO_TRIAL.has(status)).map((change) => ({ file, source, change })),
  );
  const unnoticed = tried
    .filter(({ change }) => !NOTICED.has(change.status))
    .toSorted((a, b) => (a.file === b.file ? a.change.location.start.line - b.change.location.start.line : a.file < b.file ? -1 : 1))
    .map(({ file, source, change }) => sentence(file, source, change));
  const byClock = tried.filter(({ change }) => isByClock(change)).length;
  return { changes: tried.length, noticed: tried.length - unnoticed.length, byClock, unnoticed };
}

/**
 * Whether a change counts as noticed only because its trial took too long by the clock, which a busy machine may do by itself. Of a loop that was stopped by
 * counting, the trial says so.
 * @param {Change} change
 */
function isByClock({ status, statusReason }) {
  return status === 'Timeout' && !(statusReason ?? '').startsWith('Hit limit reached');
}

/**
 * `src/core/x.ts:12:7  a < b → a <= b`, on one line; `never run` where no test of the room comes by.
 * @param {string} file
 * @param {string} source
 * @param {Change} change
 */
function sentence(file, source, { status, replacement = '', location: { start, end } }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines.push((lines.pop() ?? '').slice(0, end.column - 1));
  // After the end: start and end may be on one line.
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  const never = status === 'NoCoverage' ? '  (never run)' : '';
  return `  ${file}:${start.line}:${start.column}  ${short(lines.join(' '))} → ${short(replacement) || 'nothing'}${never}`;
}

/** @param {string} text */
function short(text) {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 60)} … ${line.slice(-25)}` : line;
}

/** @param {Verdict} verdict */
function percent({ changes, noticed }) {
  return changes === 0 ? 0 : (100 * noticed) / changes;
}

/** @param {Verdict} verdict */
function isEnough(verdict) {
  return percent(verdict) >= verdict.least_percent;
}

/** @param {readonly Verdict[]} verdicts */
function table(verdicts) {
  const head = ['room', 'changes', 'noticed', 'by the clock', 'not', 'share', 'at least', ''];
  const rows = verdicts.map((one) => [
    one.room,
    String(one.changes),
    String(one.noticed),
    String(one.byClock),
    String(one.unnoticed.length),
    `${percent(one).toFixed(1)} %`,
    `${one.least_percent} %`,
    isEnough(one) ? 'enough' : 'TOO FEW',
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
