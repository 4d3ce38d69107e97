import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { microsFromIso } from '../../api/iso.ts';
import { describeProblem } from '../yaml-file/checked-yaml.ts';
import { type Case, readCase } from './case-file.ts';
import { casesIn } from './find-cases.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-cases-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, contents: object | string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof contents === 'string' ? contents : JSON.stringify(contents, null, 1));
  return file;
}

const EXPECTED = { notice: true, warned: false, launch: null, impact: null };
const RADAR = { kind: 'radar', id: 'radar', site: { latitude_deg: 40, longitude_deg: 10 } };
const TABLE = 't_s,x_m,y_m,z_m,heat_W_per_sr,rcs_m2\n30,7e6,0,0,0,1\n90,7e6,1,0,0,1\n';
const STATES = {
  id: 'body',
  title: 'A body',
  start: '2025-01-01T00:00:00Z',
  seeds: [3, 4],
  sensors: [RADAR],
  bodies: [{ file: 'body.csv' }],
  expected: EXPECTED,
};
const SCENARIO =
  'id: night\ntitle: A night\ntheatre: sea\nline: exercise\nstart: 2025-01-01T00:00:00Z\nseed: 7\nsensors: [{ kind: preset, preset: east-asia }]\n';

function read(file: string): Case {
  const one = readCase(file);
  if (one.kind === 'rejected') throw new Error(one.problems.map(describeProblem).join('\n'));
  return one.one;
}

function problems(file: string): string[] {
  const one = readCase(file);
  return one.kind === 'rejected' ? one.problems.map(describeProblem).map((text) => text.replace(`${folder}/`, '')) : [];
}

test('a case of tables is a scenario that ends two minutes after the last body, with two people on duty', () => {
  put('a/body.csv', TABLE);
  const { scenario, seeds, expected } = read(put('a/case.json', STATES));
  expect(scenario).toMatchObject({
    id: 'body',
    line: 'exercise',
    start_us: microsFromIso(STATES.start),
    end_us: microsFromIso('2025-01-01T00:03:30Z'),
  });
  expect(scenario.flights).toMatchObject([{ kind: 'states', start_us: microsFromIso(STATES.start) }]);
  expect(scenario.people.map(({ id }) => id)).toEqual(['duty-officer', 'supervisor']);
  expect(seeds).toEqual([3, 4]);
  expect(expected).toMatchObject({ notice: true, warned: false });
});

test('where a launch is expected the run counts from it', () => {
  put('b/body.csv', TABLE);
  const launch = { lat: 40, lon: 10, height_m: 8000, time: '2025-01-01T00:00:30Z' };
  const { scenario } = read(put('b/case.json', { ...STATES, end: '2025-01-01T00:10:00Z', expected: { ...EXPECTED, launch } }));
  expect(scenario.flights).toMatchObject([{ launch_us: microsFromIso(launch.time) }]);
  expect(scenario.end_us).toBe(microsFromIso('2025-01-01T00:10:00Z'));
});

test('a scenario and what is expected of it are found from each other, and its seed is the case’s', () => {
  const file = put('c/night.yaml', SCENARIO);
  const beside = put('c/night.expected.json', EXPECTED);
  expect(read(file)).toEqual(read(beside));
  expect(read(file)).toMatchObject({ id: 'night', seeds: [7] });
});

test('what is wrong with a sensor comes on top of what its scenario says', () => {
  put(
    'd/night.yaml',
    SCENARIO.replace('[{ kind: preset, preset: east-asia }]', JSON.stringify([{ ...RADAR, latency_s: 2, errors: { rangeBias_m: 100 } }])),
  );
  const modifiers = [{ sensor: 'radar', range_bias_m: 50, azimuth_bias_mrad: 2, clock_s: -1, delay_s: 5, jitter_s: 3 }];
  const { scenario } = read(put('d/case.json', { id: 'd', title: 'd', seeds: [1], scenario: 'night.yaml', modifiers, expected: EXPECTED }));
  expect(scenario.sensors[0]).toMatchObject({
    latency_s: 7,
    latencyJitter_s: 3,
    errors: { range_m: 150, azimuth_rad: 0.002, elevation_rad: 0, clock_s: -1 },
  });
});

test('what is wrong in a case is told with its place and what to do', () => {
  put('e/body.csv', TABLE.replace('7e6,1', '7e6,one'));
  const { expected: _, ...bare } = STATES;
  const scenarioCase = { id: 'e', title: 'e', seeds: [1], scenario: 'night.yaml', expected: EXPECTED };
  put('f/night.yaml', SCENARIO);
  put('g/night.yaml', `${SCENARIO}flight: []\n`);
  const told = [
    put('e/case.json', STATES),
    put('e1/case.json', STATES),
    put('e2/case.json', bare),
    put('e3/case.json', { ...STATES, expected: { ...EXPECTED, wraned: true } }),
    put('e4/case.json', { ...STATES, seeds: [] }),
    put('f/case.json', { ...scenarioCase, modifiers: [{ sensor: 'radar-esat', clock_s: 1 }] }),
    put('f1/case.json', scenarioCase),
    put('g/case.json', scenarioCase),
    put('h/case.json', '{"id": '),
  ].map((file) => problems(file).join('\n'));
  expect(told[0]).toContain('e/case.json:21:12 bodies[0].file: body.csv, line 3, y_m: "one" is no decimal number; write a decimal number');
  expect(told[1]).toContain('there is no file');
  expect(told[2]).toContain('expected: missing');
  expect(told[3]).toContain('did you mean "warned"?');
  expect(told[4]).toContain('seeds: no seed; name one at least');
  expect(told[5]).toContain('no sensor is called "radar-esat"; name one of: satellite-west, satellite-east, radar-west, radar-east');
  expect(told[6]).toContain('there is no file');
  expect(told[7]).toContain('night.yaml:8:1 flight: unknown field "flight"; did you mean "flights"?');
  expect(told[8]).toContain('mend the YAML here');
});

test('the cases of a folder are found at any depth, in alphabetical order, and nothing else', () => {
  for (const name of ['z/b/case.json', 'z/a.expected.json', 'z/a.yaml', 'z/b/scenario.yaml', 'z/c/notes.json']) put(name, '{}');
  expect(casesIn(join(folder, 'z'))).toEqual(['a.expected.json', 'b/case.json'].map((name) => join(folder, 'z', name)));
});
