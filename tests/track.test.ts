import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spawn } from 'node:child_process';
import { summaryLineSchema, trackSummarySchema } from '../src/api/wire-cli.ts';
import { createScene } from '../src/sim/scenes.ts';
import { commandLine, type Ended, root, verb } from './support/cli.ts';

// `tocsin track` as a tracking engineer meets it: a file of plots, a spec, and what comes out.

let folder = '';
const file = (name: string) => join(folder, name);
const SCENE = createScene({ family: 'cso', objects: 15, scans: 30, seed: 77 });
const SPEC = `sensor: test-radar
measures: polar
frame: { kind: flat }
sigma: { range_m: 100, azimuth_deg: 0.1, elevation_deg: 0.1 }
view: { azimuth_deg: [-20, 20], elevation_deg: [5, 35], range_km: [600, 1400] }
scan_period_s: 5
detection_probability: 0.9
clutter: { false_plots_per_scan: 15 }
objects: { velocity_sigma_mps: 2500, acceleration_psd_m2ps3: 4 }
`;
let lines: string[] = [];
const table = (rows: readonly string[]) => `scan,t,el,az,range\n${rows.join('\n')}\n`;
const track = (...more: string[]): Promise<Ended> => verb(['track', '--plots', file('plots.csv'), '--sensor', file('radar.yaml'), ...more]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-track-'));
  lines = SCENE.scans.flatMap(({ plots }, scan) =>
    plots.map((p) => `${scan},${scan * 5},${p.elevation_rad.toFixed(9)},${p.azimuth_rad.toFixed(9)},${p.range_m.toFixed(3)}`),
  );
  writeFileSync(file('plots.csv'), table(lines));
  writeFileSync(file('radar.yaml'), SPEC);
  const truth = SCENE.scans.flatMap(({ truth: objects }, scan) => objects.map(({ target, x }) => [scan, scan * 5, target, ...x].join(',')));
  writeFileSync(file('truth.csv'), `scan,t,target,x,y,z,vx,vy,vz\n${truth.join('\n')}\n`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('plots and a spec become a table of tracks, and a summary that fits one screen', async () => {
  const { status, out, err } = await track('--out', file('tracks.csv'));
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out.trim().split('\n').length).toBeLessThan(12);
  expect(out).toContain('30 scans, 0 refused');
  const [header, ...rows] = readFileSync(file('tracks.csv'), 'utf8').trim().split('\n');
  expect(header).toBe('scan,t,track,x,y,z,vx,vy,vz,existence');
  for (const row of rows) expect(row).toMatch(/^\d+,\d+\.\d+,\d+(,-?\d+\.\d{3}){3}(,-?\d+\.\d{5}){3},[01]\.\d{4}$/);
  expect(rows.filter((row) => row.startsWith('29,')).length).toBeGreaterThan(8);
});

test('the same bytes three times, shuffled inside the scans, compressed, through a pipe, as NDJSON; another associator gives others', async () => {
  await track('--out', file('a.csv'));
  const bytes = readFileSync(file('a.csv'), 'utf8');
  const shuffled = SCENE.scans.flatMap((_, scan) => {
    const own = lines.filter((line) => line.startsWith(`${scan},`));
    return own.map((_line, i) => own[(i * 7 + 3) % own.length]).filter((line, i, all) => all.indexOf(line) === i);
  });
  const missing = lines.filter((line) => !shuffled.includes(line));
  writeFileSync(file('shuffled.csv'), table([...shuffled, ...missing].sort((a, b) => Number.parseInt(a) - Number.parseInt(b))));
  writeFileSync(file('packed.csv.gz'), gzipSync(table(lines)));
  const objects = SCENE.scans.map(({ plots }, scan) =>
    JSON.stringify({
      scan,
      t_s: scan * 5,
      plots: plots.map((p) => ({
        range_m: Number(p.range_m.toFixed(3)),
        azimuth_rad: Number(p.azimuth_rad.toFixed(9)),
        elevation_rad: Number(p.elevation_rad.toFixed(9)),
      })),
    }),
  );
  writeFileSync(file('plots.ndjson'), objects.join('\n'));
  for (const plots of ['plots.csv', 'shuffled.csv', 'packed.csv.gz', 'plots.ndjson']) {
    const { status } = await verb(['track', '--plots', file(plots), '--sensor', file('radar.yaml'), '--out', file('b.csv')]);
    expect(status).toBe(0);
    expect(readFileSync(file('b.csv'), 'utf8')).toBe(bytes);
  }
  expect(await piped(table(lines))).toBe(bytes);
  await track('--out', file('gnn.csv'), '--associator', 'gnn');
  expect(readFileSync(file('gnn.csv'), 'utf8')).not.toBe(bytes);
});

test('a file in which each plot has its own time gives a track for each object that a rotating antenna comes by, and says how it was read', async () => {
  const turn = [30, 120, 210, 300];
  const rows = Array.from({ length: 48 }, (_, k) => `${k * 1.25},5,${turn[k % 4]},40000`);
  writeFileSync(file('dwells.csv'), ['t,el_deg,az_deg,range', ...rows, ''].join('\n'));
  writeFileSync(
    file('rotating.yaml'),
    `sensor: rotating
measures: polar
frame: { kind: flat }
sigma: { range_m: 30, azimuth_deg: 0.06, elevation_deg: 0.06 }
view: { azimuth_deg: [0, 360], elevation_deg: [0, 45], range_km: [1, 100] }
scan_period_s: 5
detection_probability: 0.9
clutter: { false_plots_per_scan: 0.1 }
objects: { velocity_sigma_mps: 200, acceleration_psd_m2ps3: 1 }
`,
  );
  const asked = ['track', '--plots', file('dwells.csv'), '--sensor', file('rotating.yaml'), '--out', file('dwells-out.csv')];
  const { status, out, err } = await verb(asked);
  expect(status).toBe(0);
  expect(out).toContain('4 in all, at most 4 at a time, 4 at the end, 0 in one scan only');
  expect(`${out}${err}`).toContain('47 of 48 scans came sooner than the 5 s of scan_period_s');
});

/** What comes out of `track --plots - --out -` when a text goes in. */
function piped(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = [commandLine, 'track', '--plots', '-', '--sensor', file('radar.yaml'), '--out', '-'];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      out += more;
    });
    child.on('error', reject);
    child.on('close', () => resolve(out));
    child.stdin.end(text);
  });
}

test('--json prints the summary as its schema says; scores are in it when the truth is given', async () => {
  const { out } = await track('--out', file('t.csv'), '--json');
  const { summary } = summaryLineSchema(trackSummarySchema).parse(JSON.parse(out));
  expect(summary).toMatchObject({ scans: 30, refused: 0, sensor: 'test-radar', associator: 'pmbm', score: null, report: null });
  const scored = await track('--out', file('t.csv'), '--json', '--truth', file('truth.csv'));
  const { score } = summaryLineSchema(trackSummarySchema).parse(JSON.parse(scored.out)).summary;
  expect(score?.fromScan).toBe(10);
  expect(score?.missedFraction).toBeLessThan(0.3);
  const { out: names } = await verb(['schema']);
  expect(names.split('\n')).toEqual(expect.arrayContaining(['track', 'sensor']));
});

test('--report shows tracks, plots, existence and NIS; with --truth scores and requirements', async () => {
  await track('--out', file('t.csv'), '--report', file('report.html'));
  const plain = readFileSync(file('report.html'), 'utf8');
  for (const word of ['Plan view', 'Existence', 'NIS', 'test-radar']) expect(plain).toContain(word);
  expect(plain).not.toContain('Requirements');
  await track('--out', file('t.csv'), '--report', file('report.html'), '--truth', file('truth.csv'));
  const scored = readFileSync(file('report.html'), 'utf8');
  for (const word of ['Requirements', 'GOSPA', 'NEES']) expect(scored).toContain(word);
});

test('a bad line is told and the run goes on; --strict stops at it; a file of bad lines only is bad input', async () => {
  writeFileSync(file('bad.csv'), table([...lines.slice(0, 4), '0,0,0.1,0.2,far', ...lines.slice(4)]));
  const run = (name: string, ...more: string[]) =>
    verb(['track', '--plots', file(name), '--sensor', file('radar.yaml'), '--out', file('x.csv'), ...more]);
  const goesOn = await run('bad.csv');
  expect(goesOn.status).toBe(0);
  expect(goesOn.out).toContain('1 refused');
  expect(goesOn.err).toContain('bad.csv:6 range: "far" is no decimal number; write a decimal number');
  const strict = await run('bad.csv', '--strict');
  expect(strict.status).toBe(2);
  expect(strict.err).toMatch(/where: {2}.*bad\.csv:6 range\n {2}remedy:/);
  writeFileSync(file('none.csv'), table(['0,0,0.1,0.2,far']));
  expect((await run('none.csv')).status).toBe(2);
});

// A plot outside the view was an object after two scans: there is no clutter there to weigh it against.
test('plots outside the sensor’s view are refused, counted and told, and never become a track', async () => {
  const behind = SCENE.scans.map((_, scan) => `${scan},${scan * 5},0.3,3.0,${1_000_000 + 100 * scan}`);
  const both = [...lines, ...behind].sort((a, b) => Number(a.split(',')[0]) - Number(b.split(',')[0]));
  writeFileSync(file('behind.csv'), table(both));
  const run = (name: string, ...more: string[]) =>
    verb(['track', '--plots', file(name), '--sensor', file('radar.yaml'), '--out', file('y.csv'), ...more]);
  const { status, out, err } = await run('behind.csv');
  expect(status).toBe(0);
  expect(out).toContain('30 scans, 30 refused');
  expect(err).toContain('behind.csv scan 0, azimuth_rad: 3 rad is outside the sensor’s view');
  expect(err).toContain('refused: 20 more plots outside the view');
  await track('--out', file('a.csv'));
  expect(readFileSync(file('y.csv'), 'utf8')).toBe(readFileSync(file('a.csv'), 'utf8'));
  const strict = await run('behind.csv', '--strict');
  expect(strict.status).toBe(2);
  expect(strict.err).toMatch(/where: {2}.*behind\.csv, scan 0 azimuth_rad\n {2}remedy:/);
  writeFileSync(file('only.csv'), table(behind));
  expect((await run('only.csv')).status).toBe(2);
});

test('slips are told with their place and their remedy', async () => {
  const slips: readonly (readonly [readonly string[], string])[] = [
    [['--out', file('plots.csv')], 'one file would be written over another'],
    [['--out', '-', '--json'], 'cannot both go to the standard output'],
    [['--out', join(folder, 'nowhere', 't.csv')], 'no such file or folder'],
    [['--out', file('t.csv'), '--truth', file('radar.yaml')], 'remedy:'],
    [['--out', file('t.csv'), '--associator', 'mht'], 'Allowed choices are gnn, jpda, pmbm'],
  ];
  for (const [args, told] of slips) {
    const { status, err } = await track(...args);
    expect({ args, status }).toEqual({ args, status: 2 });
    expect(err).toContain(told);
  }
  writeFileSync(file('wrong.yaml'), SPEC.replace('detection_probability: 0.9', 'detection_probabilty: 0.9'));
  const wrong = await verb(['track', '--plots', file('plots.csv'), '--sensor', file('wrong.yaml'), '--out', file('t.csv')]);
  expect(wrong.status).toBe(2);
  expect(wrong.err).toContain('wrong.yaml:7:1 detection_probabilty: unknown field');
  const sight = await verb(['track', '--plots', file('plots.csv'), '--sensor', 'examples/infrared-satellite.yaml', '--out', file('t.csv')]);
  expect(sight.err).toContain('measures directions only');
  writeFileSync(
    file('moving.yaml'),
    SPEC.replace('{ kind: flat }', '{ kind: platform }').replace('acceleration_psd_m2ps3: 4', 'motion: flight'),
  );
  const moving = await verb(['track', '--plots', file('plots.csv'), '--sensor', file('moving.yaml'), '--out', file('t.csv')]);
  expect(moving.err).toContain('scan 0 does not say where the platform was');
});

test('a tracking data message of a radar on a coast comes out in Earth-centred axes', async () => {
  const epochs = Array.from({ length: 40 }, (_, k) => ({
    time: `2026-01-01T00:${String(Math.floor((2 * k) / 60)).padStart(2, '0')}:${String((2 * k) % 60).padStart(2, '0')}.000`,
    k,
  }));
  const data = epochs.flatMap(({ time, k }) => [
    `RANGE = ${time} ${900 - 3 * k}`,
    `ANGLE_1 = ${time} ${300 + 0.05 * k}`,
    `ANGLE_2 = ${time} ${25 + 0.02 * k}`,
    `DOPPLER_INSTANTANEOUS = ${time} -1.5`,
  ]);
  const head = ['CCSDS_TDM_VERS = 2.0', 'CREATION_DATE = 2026-01-01T01:00:00', 'ORIGINATOR = TEST', 'META_START', 'TIME_SYSTEM = UTC'];
  const meta = ['PARTICIPANT_1 = RADAR', 'PARTICIPANT_2 = UNKNOWN', 'MODE = SEQUENTIAL', 'PATH = 1,2,1', 'ANGLE_TYPE = AZEL', 'META_STOP'];
  writeFileSync(file('pass.tdm'), [...head, ...meta, 'DATA_START', ...data, 'DATA_STOP', ''].join('\n'));
  const { status, err } = await verb([
    'track',
    '--plots',
    file('pass.tdm'),
    '--sensor',
    'examples/coastal-radar.yaml',
    '--out',
    file('pass.csv'),
  ]);
  expect(status).toBe(0);
  expect(err).toContain('t counts from 2026-01-01T00:00:00Z');
  const rows = readFileSync(file('pass.csv'), 'utf8').trim().split('\n').slice(1);
  expect(rows.length).toBeGreaterThan(20);
  const [x, y, z] = (rows[rows.length - 1] ?? '').split(',').slice(3, 6).map(Number);
  const radius_km = Math.hypot(x, y, z) / 1000;
  expect(radius_km).toBeGreaterThan(6378 + 200);
  expect(radius_km).toBeLessThan(6378 + 600);
});

test('a scene beside the project is tracked through its own meta file', async (context) => {
  const scene = join(root, '../shared/peers/wide_n10_c1');
  if (!existsSync(`${scene}.dets.csv.gz`)) return context.skip('needs ../shared/peers/wide_n10_c1.dets.csv.gz');
  const { out, status } = await verb([
    'track',
    '--plots',
    `${scene}.dets.csv.gz`,
    '--sensor',
    `${scene}.meta.json`,
    '--out',
    file('wide.csv'),
    '--truth',
    `${scene}.truth.csv.gz`,
    '--json',
  ]);
  expect(status).toBe(0);
  const { summary } = summaryLineSchema(trackSummarySchema).parse(JSON.parse(out));
  expect(summary.refused).toBe(0);
  expect(summary.score?.missedFraction).toBeLessThan(0.15);
});
