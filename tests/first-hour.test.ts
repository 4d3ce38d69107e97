import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSensorSpec } from '../src/adapters/sensor-spec/sensor-spec.ts';
import { sensorViewOf } from '../src/core/plot-track/index.ts';
import { createScene } from '../src/sim/scenes.ts';
import { EXAMPLES, MADE_UP } from './goldens/made-up.ts';
import { root, verb } from './support/cli.ts';
import { commandsInReadme, NOT_RUN, SHORTER, wordsOf, writtenBy } from './support/readme.ts';

// What somebody does who has just cloned the project: the commands of the README, in their order, with no file from elsewhere.

let folder = '';
const file = (...names: readonly string[]): string => join(folder, ...names);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-first-hour-'));
  symlinkSync(join(root, 'examples'), file('examples'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is not run here, or made shorter, is a command of the README', () => {
  const commands = commandsInReadme();
  expect(commands.length).toBeGreaterThan(20);
  expect(Object.keys({ ...NOT_RUN, ...SHORTER }).filter((command) => !commands.includes(command))).toEqual([]);
});

test('the commands of the README do in a bare clone, in their order, what they are there for', async () => {
  const left: string[] = [];
  for (const command of commandsInReadme()) {
    if (Object.hasOwn(NOT_RUN, command)) continue;
    const args = wordsOf(command);
    const { status, out, err } = await verb(args, folder);
    if (status !== 0 || out.trim() === '') left.push(`tocsin ${command}: status ${status}\n${err}`);
    left.push(
      ...writtenBy(args)
        .filter((name) => !existsSync(file(name)))
        .map((name) => `tocsin ${command}: wrote no ${name}`),
    );
  }
  expect(left).toEqual([]);
});

test('the made-up tables are what their maker makes, and small', () => {
  for (const [name, table] of Object.entries(MADE_UP)) {
    const text = readFileSync(join(EXAMPLES, name), 'utf8');
    expect(text.length, name).toBeLessThan(100_000);
    expect(JSON.parse(text), `npx tsx tests/goldens/made-up.ts && npm run format writes ${name}`).toEqual(table());
  }
});

test('a scene is that of its seed, its spec is the radar’s, and its plots do not say what made them', async () => {
  for (const out of ['first', 'second'])
    expect((await verb(['scene', '--family', 'cso', '--objects', '10', '--scans', '8', '--seed', '3', '--out', out], folder)).status).toBe(
      0,
    );
  const read = (name: string): string => readFileSync(file('first', name), 'utf8');
  expect(readdirSync(file('first'))).toEqual(['plots.csv', 'sensor.yaml', 'truth.csv']);
  for (const name of readdirSync(file('first'))) expect(readFileSync(file('second', name), 'utf8')).toBe(read(name));
  const scene = createScene({ family: 'cso', objects: 10, scans: 8, seed: 3 });
  const [header, ...rows] = read('plots.csv').trim().split('\n');
  expect(header).toBe('scan,t,el,az,range');
  const plots = scene.scans.flatMap((scan, at) => scan.plots.map((plot) => ({ at, ...plot })));
  expect(rows).toHaveLength(plots.length);
  rows.forEach((row, i) => {
    const [scan, t, el, az, range] = row.split(',').map(Number);
    expect([scan, t]).toEqual([plots[i].at, plots[i].at * 5]);
    expect(Math.abs(el - plots[i].elevation_rad) + Math.abs(az - plots[i].azimuth_rad)).toBeLessThan(2e-8);
    expect(Math.abs(range - plots[i].range_m)).toBeLessThan(0.01);
  });
  expect(read('truth.csv').trim().split('\n')).toHaveLength(1 + scene.scans.reduce((sum, { truth }) => sum + truth.length, 0));
  const spec = parseSensorSpec(read('sensor.yaml'), 'sensor.yaml');
  if (spec.kind !== 'spec') throw new Error(JSON.stringify(spec));
  const { view, ...stated } = sensorViewOf(spec.spec);
  const { view: drawnView, ...drawn } = scene.sensor;
  for (const [name, value] of Object.entries(drawnView)) expect(view[name as keyof typeof view], name).toBeCloseTo(value, 9);
  for (const name of [
    'sigmaRange_m',
    'sigmaAzimuth_rad',
    'sigmaElevation_rad',
    'detectionProbability',
    'falsePlotsPerScan',
    'priorVelocity_mps',
  ] as const)
    expect(stated[name], name).toBeCloseTo(Number(drawn[name]), 9);
  expect(spec.spec.objects.accelerationPsd_m2ps3).toBe(scene.accelerationPsd_m2ps3);
});

test('a scene that cannot be written as a whole leaves the one before', async () => {
  mkdirSync(file('taken', 'truth.csv'), { recursive: true });
  writeFileSync(file('taken', 'plots.csv'), 'before');
  const { status, err } = await verb(['scene', '--scans', '2', '--out', 'taken'], folder);
  expect(status).toBe(2);
  expect(err).toContain('truth.csv');
  expect(readdirSync(file('taken'))).toEqual(['plots.csv', 'truth.csv']);
  expect(readFileSync(file('taken', 'plots.csv'), 'utf8')).toBe('before');
});

test.each(['My Drill (2).yaml', '123.yml', 'true.yaml', 'übung.yaml', '--.yaml'])('a new scenario in %s can be run', async (name) => {
  const made = await verb(['new', '--', name], folder);
  expect(made.status).toBe(0);
  const validated = await verb(['validate', '--', name], folder);
  expect(validated.out).toContain('a scenario that can be run');
});

test('a new scenario takes nobody’s place: a file, a folder, a link that leads nowhere', async () => {
  writeFileSync(file('mine.yaml'), 'mine');
  mkdirSync(file('folder.yaml'));
  symlinkSync('nowhere', file('link.yaml'));
  for (const name of ['mine.yaml', 'folder.yaml', 'link.yaml']) {
    const { status, err } = await verb(['new', name], folder);
    expect(status).toBe(2);
    expect(err).toContain('this is there already');
  }
  expect(readFileSync(file('mine.yaml'), 'utf8')).toBe('mine');
  expect(existsSync(file('nowhere'))).toBe(false);
});
