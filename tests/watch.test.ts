import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { detectionLineSchema, followedLineSchema, handledLineSchema, refusedLineSchema, watchSummarySchema } from '../src/api/wire-cli.ts';
import { createFrameReader } from '../src/cli/frame-reader.ts';
import { startTocsin, tocsin, verb } from './support/cli.ts';
import { drawLaunch } from './support/launch-folder.ts';
import { lookName, writeLook } from './support/imager-folder.ts';

// A folder that fills while it is followed.

let root = '';
let folder = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tocsin watch ü '));
  folder = join(root, 'frames');
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const lineSchema = z.union([
  detectionLineSchema,
  followedLineSchema,
  refusedLineSchema,
  handledLineSchema,
  z.object({ summary: watchSummarySchema }),
]);

/** What a watch has said, sorted by kind. */
function told(out: string) {
  const lines = out
    .split('\n')
    .slice(0, -1)
    .map((line) => lineSchema.parse(JSON.parse(line)));
  const handled = lines.flatMap((line) => ('handled' in line ? [line.handled] : []));
  return {
    detections: lines.flatMap((line) => ('detection' in line ? [line.detection] : [])),
    refused: lines.flatMap((line) =>
      'refused' in line ? [`${basename(line.refused.file)} ${line.refused.field}: ${line.refused.message}`] : [],
    ),
    followed: lines.flatMap((line) => ('followed' in line ? [line.followed] : [])),
    handled,
    names: handled.flatMap(({ files }) => files.map(({ name }) => name)),
    summary: lines.flatMap((line) => ('summary' in line ? [line.summary] : [])).at(-1),
  };
}

/** Starts a watch of the folder; `said` waits until something holds of what it has said. */
function startWatch(...args: readonly string[]) {
  const child = startTocsin(['watch', folder, '--json', '--poll', '0.5', ...args]);
  const so = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    so.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    so.err += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const whole = (): ReturnType<typeof told> => told(so.out.slice(0, so.out.lastIndexOf('\n') + 1));
  return {
    said: async (holds: (so: ReturnType<typeof told>, err: string) => boolean) => {
      await expect.poll(() => holds(whole(), so.err)).toBe(true);
    },
    end: async (signal: NodeJS.Signals = 'SIGINT') => {
      child.kill(signal);
      return { status: await ended, err: so.err, ...whole() };
    },
  };
}

test('once, it says of a folder what detect says, names each damaged file, and the next time has nothing to do', async () => {
  for (const step of [3, 1, 2]) for (const band of [13, 7] as const) await writeLook(folder, { step, band, isHot: step !== 2 });
  const whole = readFileSync(join(folder, lookName({ step: 1 })));
  writeFileSync(join(folder, 'cut.nc'), whole.subarray(0, whole.length / 2));
  writeFileSync(join(folder, 'empty.nc'), '');
  writeFileSync(join(folder, 'text.nc'), 'no frame');
  writeFileSync(join(folder, 'same.nc'), whole);
  writeFileSync(join(folder, 'notes.txt'), 'no frame either');
  const first = await tocsin(['watch', folder, '--once', '--json']);
  const detect = await tocsin(['detect', folder, '--json']);
  const so = told(first.out);
  expect([first.status, so.summary?.files, so.summary?.refused]).toEqual([0, 10, 4]);
  const detected = detect.out.split('\n').flatMap((line) => (line.startsWith('{"detection"') ? [JSON.parse(line).detection] : []));
  expect(detected).toHaveLength(2);
  expect(so.detections).toEqual(detected);
  expect(so.refused.map((text) => text.replace(/(cannot be read): .*/, '$1')).sort()).toEqual([
    'cut.nc : cannot be read',
    'empty.nc : is empty',
    expect.stringMatching(/^(same|look-.*)\.nc : is band 7 of a look that has it already$/),
    'text.nc : is no NetCDF-4 file',
  ]);
  for (const name of ['cut.nc', 'empty.nc', 'text.nc']) expect(first.err).toContain(`refused: ${join(folder, name)}: `);
  expect(so.names.sort()).toEqual(readdirSync(folder).filter((name) => name.endsWith('.nc')));
  const record = readFileSync(`${folder}.watch.ndjson`, 'utf8');
  const again = await verb(['watch', folder, '--once']);
  expect([again.status, again.out.split('\n')[1], again.err]).toEqual([
    0,
    'read      0 frames of 0 looks and files of lightning; 0 files refused',
    expect.stringContaining('10 files were handled before'),
  ]);
  expect(readFileSync(`${folder}.watch.ndjson`, 'utf8')).toBe(record);
});

test('of a launch it says what detect says, and killed when it has told of it, it goes on where it was', async () => {
  await drawLaunch(root);
  const kinds = (out: string): string[] => out.split('\n').filter((line) => /^\{"(detection|followed)"/.test(line));
  const detect = kinds((await verb(['detect', folder, '--json'])).out);
  const whole = await verb(['watch', folder, '--once', '--json', '--record', join(root, 'whole.ndjson')]);
  expect(kinds(whole.out)).toEqual(detect);
  const so = told(whole.out);
  expect([so.summary?.launches, so.summary?.byCause.plume]).toEqual([1, so.detections.filter(({ cause }) => cause === 'plume').length]);
  const watch = startWatch('--wait', '0.5');
  await watch.said(({ detections }) => detections.some(({ cause }) => cause === 'launch'));
  await watch.end('SIGKILL');
  const record = `${folder}.watch.ndjson`;
  const handled = readFileSync(record, 'utf8').trim().split('\n').length;
  expect((await verb(['watch', folder, '--once'])).status).toBe(0);
  const resumed = readFileSync(record, 'utf8');
  expect(resumed.trim().split('\n').length).toBeGreaterThan(handled + 10);
  // It goes on as if nothing had happened: the same plumes and the same launch, under the same names.
  expect(kinds(resumed).toSorted()).toEqual(detect.toSorted());
  expect(told(resumed.slice(resumed.indexOf('\n') + 1)).names.toSorted()).toEqual(readdirSync(folder).toSorted());
}, 300_000);

test('while it fills in every way that folders do, each look is told once, in order unless it is late, and what is damaged stops nothing', async () => {
  const watch = startWatch('--wait', '6');
  const record = `${folder}.watch.ndjson`;
  await expect.poll(() => existsSync(record)).toBe(true);
  // Out of order, two bands each: both looks are new, so both wait.
  for (const step of [2, 1]) for (const band of [13, 7] as const) await writeLook(folder, { step, band });
  await watch.said(({ handled }) => handled.length === 2);
  // Written in place, slowly: never read half.
  const [band7, band13] = [await writeLook(root, { step: 3 }, 'slow.7'), await writeLook(root, { step: 3, band: 13 }, 'slow.13')];
  const bytes = readFileSync(band7);
  const slow = openSync(join(folder, lookName({ step: 3 })), 'w');
  for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 20)) {
    writeSync(slow, bytes.subarray(at, at + Math.ceil(bytes.length / 20)));
    await sleep(120);
  }
  closeSync(slow);
  // Renamed in; and a damaged one, which is fetched again under its name when it has been told.
  renameSync(band13, join(folder, lookName({ step: 3, band: 13 })));
  await writeLook(root, { step: 4 }, 'later.7');
  // Else the two may be of one size and one moment.
  utimesSync(join(root, 'later.7'), 1e9, 1e9);
  writeFileSync(join(folder, 'fetched.nc'), readFileSync(join(root, 'later.7')).fill(0xff, 200, 2000));
  await watch.said(({ handled, refused }) => handled.length === 4 && refused.some((text) => text.startsWith('fetched.nc')));
  renameSync(join(root, 'later.7'), join(folder, 'fetched.nc'));
  await writeLook(folder, { step: 4, band: 13 });
  await watch.said(({ handled }) => handled.length === 5);
  // The same again: written over, and under another name.
  utimesSync(join(folder, lookName({ step: 1 })), 1e9, 1e9);
  await writeLook(folder, { step: 2 }, 'copy.nc');
  await watch.said(({ refused }) => refused.filter((text) => text.endsWith('band 7 of a look that has it already')).length === 2);
  // After a gap, and what was missing later than it is waited for.
  for (const band of [7, 13] as const) await writeLook(folder, { step: 6, band });
  await watch.said(({ handled }) => handled.length === 8);
  for (const band of [13, 7] as const) await writeLook(folder, { step: 5, band });
  await watch.said(({ handled }) => handled.length === 9);
  // The folder goes, and comes back with one file more.
  renameSync(folder, `${folder}-away`);
  await watch.said((_, err) => err.includes('cannot be listed (ENOENT)'));
  await writeLook(`${folder}-away`, { step: 7 });
  renameSync(`${folder}-away`, folder);
  await watch.said(({ handled }) => handled.length === 10);
  await writeLook(folder, { step: 7, band: 13 });
  await watch.said(({ refused }) => refused.some((text) => text.endsWith('is band 13 of a look that was handled without it')));
  const { status, handled, detections, followed, summary, err, names, refused } = await watch.end();
  expect([status, err]).toEqual([0, expect.stringContaining('is there again')]);
  // The one that is late is none of the series.
  expect(followed.map(({ how }) => how)).toEqual(['anew', 'on', 'on', 'on', 'on', 'late', 'on']);
  const looks = handled.filter(({ files }) => files.some(({ used }) => used));
  const steps = looks.map(({ at }) => (Date.parse(at ?? '') - Date.parse('2019-10-27T20:00:27.500Z')) / 10_000);
  expect(steps).toEqual([1, 2, 3, 4, 6, 5, 7]);
  expect(looks.map(({ late }) => late)).toEqual([false, false, false, false, false, true, false]);
  expect(looks.map(({ files }) => new Set(files.map(({ band }) => band)))).toEqual([...Array(6).fill(new Set([7, 13])), new Set([7])]);
  expect(detections.map(({ at }) => at)).toEqual(looks.map(({ at }) => at));
  expect(refused).toHaveLength(4);
  expect(summary).toMatchObject({ files: names.length, looks: 7, refused: 4, events: 7, launches: 0, late: 1 });
  expect(told(readFileSync(record, 'utf8').split('\n').slice(1).join('\n'))).toEqual({
    ...told(''),
    handled,
    detections,
    followed,
    names,
    refused,
  });
});

test('a file that is removed while it waits is told, is not in the record, and is handled when it comes back', async () => {
  const watch = startWatch('--wait', '6');
  await writeLook(folder, { step: 1, band: 13 });
  await writeLook(folder, { step: 1 });
  // What is younger comes after them: when it has been told, both wait.
  writeFileSync(join(folder, 'text.nc'), 'no frame'.repeat(20));
  await watch.said(({ refused }) => refused.length === 1);
  renameSync(join(folder, lookName({ step: 1 })), join(root, 'moved'));
  await watch.said((_, err) => err.includes('was removed before it was read'));
  renameSync(join(root, 'moved'), join(folder, lookName({ step: 1 })));
  await watch.said(({ detections }) => detections.length === 1);
  const { names, summary } = await watch.end('SIGTERM');
  expect(names.sort()).toEqual([lookName({ step: 1, band: 13 }), lookName({ step: 1 }), 'text.nc'].sort());
  expect(summary).toMatchObject({ vanished: 1, looks: 1 });
});

test('a folder that is not there, or is a file, is told, and nothing is written; so is a record that is something else, or has another writer', async () => {
  const nowhere = await verb(['watch', join(root, 'nowhere'), '--once']);
  expect([nowhere.status, nowhere.err]).toEqual([2, expect.stringContaining('no such file or folder')]);
  const notes = join(root, 'notes');
  writeFileSync(notes, 'mine');
  const file = await verb(['watch', notes]);
  expect([file.status, file.err]).toEqual([2, expect.stringContaining('a file stands where a folder is needed')]);
  expect(readdirSync(root).sort()).toEqual(['frames', 'notes']);
  const other = await verb(['watch', folder, '--record', notes]);
  expect([other.status, other.err, readFileSync(notes, 'utf8')]).toEqual([2, expect.stringContaining('is no record of watch'), 'mine']);
  const watch = startWatch();
  await watch.said((_, err) => err.includes('Record: '));
  const second = await verb(['watch', folder, '--once']);
  expect([second.status, second.err]).toEqual([2, expect.stringContaining('another process writes this record')]);
  expect((await watch.end()).status).toBe(0);
});

/** A process that answers as the real one does, but for some files: it dies of them, never comes back, or refuses them. Each answer says which process gave it. */
const STUBBORN = `
process.on('message', ({ file }) => {
  if (file.includes('dies')) process.exit(7);
  if (file.includes('loops')) for (;;);
  const fault = { file, field: '', message: 'no', remedy: '' };
  process.send(file.includes('bad') ? { kind: 'refused', fault } : { kind: 'head', head: { band: process.pid } });
});`;

test('a file that ends its reader, or is read for ever, is refused by name, and the next one is read by a new process', async () => {
  const script = join(root, 'stubborn.mjs');
  writeFileSync(script, STUBBORN);
  // A process begins in a tenth of a second or in five, as busy as the machine is: patience is ten times that.
  const trial = createFrameReader(pathToFileURL(script), 600_000);
  const begun = performance.now();
  await trial.ask({ file: 'a', want: 'kind' });
  trial.close();
  const patience_s = Math.max(1.5, Math.ceil((performance.now() - begun) / 100));
  const reader = createFrameReader(pathToFileURL(script), 1000 * patience_s);
  const ask = async (file: string) => {
    const answer = await reader.ask({ file, want: 'kind' });
    return answer?.kind === 'head'
      ? answer.head.band
      : answer?.kind === 'refused'
        ? `${answer.fault.file}: ${answer.fault.message}`
        : undefined;
  };
  try {
    const first = await ask('a');
    expect(await ask('b')).toBe(first);
    expect(await ask('dies')).toBe('dies: ends the process that reads it (status 7)');
    const second = await ask('c');
    expect(second).not.toBe(first);
    expect(await ask('loops')).toBe(`loops: is still being read after ${patience_s} s`);
    const third = await ask('d');
    expect(third).not.toBe(second);
    expect(await ask('bad')).toBe('bad: no');
    expect(await ask('e')).not.toBe(third);
    // One that somebody else ends says nothing of the file.
    const last = Number(await ask('f'));
    process.kill(last, 'SIGKILL');
    const next = await ask('g');
    expect([typeof next, next === last]).toEqual(['number', false]);
    const looping = ask('loops');
    reader.close();
    expect(await looping).toBeUndefined();
  } finally {
    reader.close();
  }
});

/** Begins a process that goes round for ever, says which, and waits. */
const PARENT = `
import { fork } from 'node:child_process';
const child = fork(process.argv[2], { stdio: 'ignore' });
child.on('message', () => { console.log(child.pid); child.send('go'); });
setInterval(() => {}, 1000);`;

test('a reader that goes round in a file ends when the watch is killed', async () => {
  const script = join(root, 'round.mjs');
  const guard = JSON.stringify(new URL('../dist/cli/end-with-parent.js', import.meta.url).href);
  writeFileSync(
    script,
    `import { endWithParent } from ${guard}; endWithParent(); process.on('message', () => { for (;;); }); process.send('ready');`,
  );
  writeFileSync(join(root, 'parent.mjs'), PARENT);
  const parent = spawn(process.execPath, [join(root, 'parent.mjs'), script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const child = await new Promise<number>((resolve) => parent.stdout.on('data', (text: Buffer) => resolve(Number(text))));
  expect(child).toBeGreaterThan(1);
  try {
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(child), { timeout: 60_000 }).toBe(false);
  } finally {
    if (isAlive(child)) process.kill(child, 'SIGKILL');
  }
});

/** A process that ended and that nobody has asked about is not alive. */
function isAlive(process_id: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${process_id}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const LIGHTNING = fileURLToPath(new URL('../../shared/data/glm_l2/', import.meta.url));

test('lightning is told once, whatever it is called', async (context) => {
  if (!existsSync(LIGHTNING)) return context.skip('needs ../shared/data/glm_l2');
  const name = readdirSync(LIGHTNING).find((file) => file.includes('G18')) ?? '';
  writeFileSync(join(folder, 'a.nc'), readFileSync(join(LIGHTNING, name)));
  const first = told((await verb(['watch', folder, '--once', '--json'])).out);
  expect(first.detections).toHaveLength(34);
  expect(first.handled).toMatchObject([{ satellite: 'G18', area: null, late: false, files: [{ name: 'a.nc', band: null, used: true }] }]);
  writeFileSync(join(folder, 'b.nc'), readFileSync(join(LIGHTNING, name)));
  const second = told((await verb(['watch', folder, '--once', '--json'])).out);
  expect([second.detections, second.refused]).toEqual([[], ['b.nc : has lightning that another file had']]);
});
