import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeLineSchema, judgeSummarySchema, summaryLineSchema } from '../src/api/wire-cli.ts';
import { createScene } from '../src/sim/scenes.ts';
import { root, verb } from './support/cli.ts';
import { CHROMIUM, hasChromium, openRoom, type Person, type Room } from './support/console-browser.ts';

// The examples as somebody meets them who has just built the project: by their README's commands.

const run = promisify(execFile);
const here = hasChromium();
if (!here) console.warn(`tests/examples.test.ts: the page is skipped, there is no ${CHROMIUM}; install it with apt-get install chromium`);

let folder = '';
let room: Room | undefined;
let server: ChildProcess | undefined;
let url = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-examples-'));
  if (!here) return;
  const started = spawn(process.execPath, [join(root, 'examples/browser/serve.mjs'), '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  server = started;
  url = await new Promise((resolve) => started.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())));
  room = await openRoom();
});

afterAll(async () => {
  await room?.close();
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** A generated table, with as many objects as it says. */
function tableOfPlots(name: string, seed: number): { readonly file: string; readonly objects: number } {
  const scene = createScene({ family: 'wide', objects: 6, clutter: 1.5, scans: 24, seed, full: true });
  const lines = scene.scans.flatMap(({ plots }, scan) =>
    plots.map((p) => `${scan},${scan * scene.period_s},${p.elevation_rad.toFixed(8)},${p.azimuth_rad.toFixed(8)},${p.range_m.toFixed(2)}`),
  );
  const file = join(folder, name);
  writeFileSync(file, `scan,t,el,az,range\n${lines.join('\n')}\n`);
  return { file, objects: scene.scans[scene.scans.length - 1].truth.length };
}

test('the library in Node tracks the objects of a table of one’s own, in under sixty lines of code', async () => {
  const example = join(root, 'examples/node-csv.mjs');
  expect(readFileSync(example, 'utf8').split('\n').length).toBeLessThan(60);
  const { file, objects } = tableOfPlots('own.csv', 41);
  const { stdout, stderr } = await run(process.execPath, [example, file], { cwd: root });
  const [header, ...rows] = stdout.trim().split('\n');
  expect(header).toBe('scan,t,track,x,y,z,vx,vy,vz,existence');
  expect(stderr).toMatch(/plots in 24 scans: \d+ tracks/);
  const atEnd = rows.filter((row) => row.startsWith('23,'));
  expect(Math.abs(atEnd.length - objects)).toBeLessThanOrEqual(1);
});

test('a radar with a site says where its track is, how fast and how sure, and goes on under one name after a restart', async () => {
  const { stdout, stderr } = await run(process.execPath, ['examples/where.mjs'], { cwd: root });
  expect(stderr).toBe('');
  const lines = stdout.trim().split('\n');
  // The first plot alone is no track.
  expect(lines).toHaveLength(24);
  expect(lines[0]).toMatch(/^2026-01-01T00:00:05Z track 1: 40\.0\d\d°N 13[12]\.\d{3}°E 2\d\d\.\d\d km ± \d+ m/);
  // 1,800 m/s east and, after two minutes of fall, 1,500 − 120 × 9 up: to a tenth.
  const [, east_mps, up_mps] = /, (-?\d+) -?\d+ (-?\d+) m\/s/.exec(lines[23]) ?? [];
  expect(lines[23]).toContain('00:02:00Z track 1:');
  expect(Number(east_mps)).toBeGreaterThan(1600);
  expect(Number(east_mps)).toBeLessThan(2000);
  expect(Math.abs(Number(up_mps) - 500)).toBeLessThan(150);
});

test('the commands of the README do what it says on the table that comes with them', async () => {
  const readme = readFileSync(join(root, 'examples/README.md'), 'utf8');
  const out = join(folder, 'tracks.csv');
  for (const command of ['node examples/node-csv.mjs examples/plots.csv', 'node examples/where.mjs', 'node examples/browser/serve.mjs'])
    expect(readme).toContain(command);
  expect(readme).toContain('node scripts/tocsin.mjs track --plots examples/plots.csv --sensor examples/flat-radar.yaml --out tracks.csv');
  const { stdout } = await run(process.execPath, ['examples/node-csv.mjs', 'examples/plots.csv'], { cwd: root, maxBuffer: 1e8 });
  expect(stdout.trim().split('\n').length).toBeGreaterThan(200);
  const track = ['dist/cli/main.js', 'track', '--plots', 'examples/plots.csv', '--sensor', 'examples/flat-radar.yaml', '--out', out];
  await run(process.execPath, track, { cwd: root });
  expect(readFileSync(out, 'utf8').split('\n').length).toBeGreaterThan(150);
});

/** Share of the canvas's pixels that are coloured: tracks are, plots and rings are grey. */
function colouredShare(canvas: string) {
  const element = document.querySelector<HTMLCanvasElement>(canvas);
  const context = element?.getContext('2d');
  if (!element || !context) return 0;
  const { data } = context.getImageData(0, 0, element.width, element.height);
  let coloured = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [r, g, b, a] = data.subarray(i, i + 4);
    if (a > 100 && Math.max(r, g, b) - Math.min(r, g, b) > 60) coloured += 1;
  }
  return coloured / (data.length / 4);
}

async function sit(size = { width: 1280, height: 800 }): Promise<Person> {
  return (room as Room).sitDown(url, size);
}

async function numberIn({ page }: Person, id: string): Promise<number> {
  return Number(await page.textContent(`#${id}`));
}

function shot(name: string): string | undefined {
  const shots = process.env['TOCSIN_SHOTS'];
  if (shots === undefined) return undefined;
  mkdirSync(shots, { recursive: true });
  return join(shots, `example-${name}.png`);
}

test.runIf(here)('the page tracks its simulated plots and draws them, asks nobody for anything, and keeps its own policy', async () => {
  const person = await sit();
  const { page, complaints, strangers } = person;
  await page.selectOption('#speed', '100');
  await page.waitForFunction(() => Number(document.querySelector('#scan')?.textContent) >= 12);
  expect(await numberIn(person, 'tracks')).toBeGreaterThan(30);
  for (const canvas of ['#plan', '#height']) expect(await page.evaluate(colouredShare, canvas)).toBeGreaterThan(0.001);
  await page.screenshot({ path: shot('simulated') });
  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', 'content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  await person.context.close();
});

test.runIf(here)('what is no address is not found, and the server goes on', async () => {
  for (const path of ['%', '%00', '../package.json', 'core/%2e%2e/%2e%2e/package.json'])
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  expect((await fetch(url)).status).toBe(200);
});

test.runIf(here)('the page pauses, goes on by one scan, and another associator starts again', async () => {
  const person = await sit({ width: 390, height: 844 });
  const { page, complaints } = person;
  await page.click('#pause');
  const before = await numberIn(person, 'scan');
  await page.click('#step');
  await page.click('#step');
  expect(await numberIn(person, 'scan')).toBe(before + 2);
  await page.selectOption('#associator', 'gnn');
  expect(await numberIn(person, 'scan')).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.screenshot({ path: shot('phone'), fullPage: true });
  expect(complaints).toEqual([]);
  await person.context.close();
});

test.runIf(here)('a table that is dropped on the page is tracked to its end; one that is none is told', async () => {
  const { file, objects } = tableOfPlots('dropped.csv', 42);
  const person = await sit();
  const { page } = person;
  await page.selectOption('#speed', '100');
  await page.setInputFiles('#files', file);
  await page.waitForFunction(() => document.querySelector('#source')?.textContent?.includes('all 24 scans are through'));
  expect(Math.abs((await numberIn(person, 'tracks')) - objects)).toBeLessThanOrEqual(1);
  const broken = join(folder, 'broken.csv');
  writeFileSync(broken, 'scan,t,el,az,range\n0,0,0.1,0.1,far\n');
  await page.setInputFiles('#files', broken);
  await page.waitForFunction(() => document.querySelector('#source')?.textContent?.includes('Line 2 has a value that is no number'));
  await person.context.close();
});

test.runIf(here)('a scene beside the project with its meta file is tracked in the page', async (context) => {
  const scene = join(root, '../shared/peers/dense_n10_c5');
  if (!existsSync(`${scene}.dets.csv.gz`)) return context.skip('needs ../shared/peers/dense_n10_c5.dets.csv.gz');
  const csv = join(folder, 'dense.csv');
  writeFileSync(csv, gunzipSync(readFileSync(`${scene}.dets.csv.gz`)));
  const person = await sit();
  await person.page.selectOption('#speed', '100');
  await person.page.setInputFiles('#files', [csv, `${scene}.meta.json`]);
  await person.page.waitForFunction(() => Number(document.querySelector('#scan')?.textContent) >= 15);
  expect(await numberIn(person, 'tracks')).toBeGreaterThan(4);
  expect(await person.page.evaluate(colouredShare, '#plan')).toBeGreaterThan(0.0005);
  await person.page.screenshot({ path: shot('dense') });
  expect(person.complaints).toEqual([]);
  await person.context.close();
});

test('the package ships the examples', () => {
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] };
  expect(files).toContain('examples');
});

test('the cases that come with it are right, and one that is not is told and counted', async () => {
  const right = await verb(['judge', 'examples/cases', '--workers', '2', '--json']);
  expect(right.status).toBe(0);
  const lines = right.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  for (const line of lines.slice(0, -1)) expect(judgeLineSchema.parse(line)).toMatchObject({ right: true, faults: [] });
  const { summary } = summaryLineSchema(judgeSummarySchema).parse(lines.at(-1));
  expect(summary).toMatchObject({ cases: 3, casesRight: 3, runs: 6, runsRight: 6 });

  const wrong = join(folder, 'wrong');
  mkdirSync(wrong);
  for (const name of ['case.json', 'rocket.csv.gz']) copyFileSync(join(root, 'examples/cases/table-of-states', name), join(wrong, name));
  const file = join(wrong, 'case.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"SRBM"', '"ICBM"'));
  const judged = await verb(['judge', wrong]);
  expect(judged.status).toBe(1);
  expect(judged.out).toContain('table-of-states    0/2  class SRBM at the end (1, 2)');
  expect(judged.out).toContain('0 of 1 cases are right under all of their seeds; 0 of 2 runs.');
  writeFileSync(file, text.replace('"seeds"', '"seed"'));
  const unread = await verb(['judge', wrong]);
  expect(unread).toMatchObject({ status: 2, out: '' });
  expect(unread.err).toContain('case.json:6:3 seed: unknown field "seed"; did you mean "seeds"?');
});

test('a case is run as it is', async () => {
  const { status, out } = await verb(['run', 'examples/cases/table-of-states']);
  expect(status).toBe(0);
  expect(out).toContain('T+00:00 is the first ignition, 2025-06-01T00:00:20Z');
  expect(out).toMatch(/released +W1 revision/);
});
