import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trackSummarySchema } from '../src/api/wire-cli.ts';
import { type Ended, verb } from './support/cli.ts';
import { fallen, flightFrom, passive, radar, scansOf } from './support/several-sensors.ts';

// `tocsin track` with several sensors, of which two measure directions only.

let folder = '';
const file = (name: string) => join(folder, name);
const SPECS = [passive('west', 38, 138.5), passive('north', 40.7, 138.5), radar('radar', 38, 139)];
const BODY = flightFrom();
const SCANS = scansOf(SPECS, [BODY], 60, 9);
const LAST_S = Math.max(...SCANS.map(({ at_us }) => at_us / 1e6));
const yaml = (
  name: string,
  latitude_deg: number,
  longitude_deg: number,
  height_m: number,
  measures: string,
  sigma: string,
) => `sensor: ${name}
measures: ${measures}
frame: { kind: site, latitude_deg: ${latitude_deg}, longitude_deg: ${longitude_deg}, height_m: ${height_m} }
sigma: { ${sigma} }
view: { azimuth_deg: [0, 360], elevation_deg: [1, 89], range_km: [100, 3000] }
scan_period_s: 5
detection_probability: 0.9
clutter: { false_plots_per_scan: 0.5 }
objects: { velocity_sigma_mps: 2500, motion: coast, acceleration_psd_m2ps3: 0.0001 }
`;
const lineOf = (sensor: string | undefined, at_us: number, plot: (typeof SCANS)[number]['plots'][number]) =>
  `${sensor},${at_us / 1e6},${plot.elevation_rad.toFixed(9)},${plot.azimuth_rad.toFixed(9)},${plot.range_m?.toFixed(3) ?? ''}`;
const lines = SCANS.flatMap(({ sensor, at_us, plots }) => plots.map((plot) => lineOf(sensor, at_us, plot)));
const table = (rows: readonly string[]) => `sensor,t,el,az,range\n${rows.join('\n')}\n`;
const specs = ['west', 'north', 'radar'].flatMap((name) => ['--sensor', `${name}.yaml`]);
const track = (...more: string[]): Promise<Ended> =>
  verb(['track', ...more.map((word) => (/\.(yaml|csv|ndjson|html)$/.test(word) ? word.replace(/^[\w-]+\.\w+$/, file) : word))]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-several-'));
  writeFileSync(file('west.yaml'), yaml('west', 38, 138.5, 500, 'line-of-sight', 'line_of_sight_urad: 100'));
  writeFileSync(file('north.yaml'), yaml('north', 40.7, 138.5, 500, 'line-of-sight', 'line_of_sight_urad: 100'));
  writeFileSync(file('radar.yaml'), yaml('radar', 38, 139, 50, 'polar', 'range_m: 50, azimuth_deg: 0.0573, elevation_deg: 0.0573'));
  writeFileSync(file('looks.csv'), table(lines));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('two sensors of directions and a radar in one file become one track of the body', async () => {
  const { status, out, err } = await track('--plots', 'looks.csv', ...specs, '--out', 'tracks.csv', '--report', 'report.html');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toContain('sensor    west, north, radar');
  const rows = readFileSync(file('tracks.csv'), 'utf8').trim().split('\n').slice(1);
  const last = (rows.at(-1) as string).split(',').map(Number);
  expect(last[1]).toBeCloseTo(LAST_S, 6);
  expect(new Set(rows.map((row) => row.split(',')[2])).size).toBe(1);
  const truth = fallen(BODY, last[1]);
  expect(Math.hypot(...[0, 1, 2].map((i) => last[3 + i] - truth[i]))).toBeLessThan(400);
});

test('the same bytes sensor by sensor, and with a file for each; NDJSON says besides when a sensor looked and saw nothing', async () => {
  await track('--plots', 'looks.csv', ...specs, '--out', 'a.csv');
  const bytes = readFileSync(file('a.csv'), 'utf8');
  const of = (name: string) => lines.filter((line) => line.startsWith(`${name},`));
  writeFileSync(file('grouped.csv'), table([...of('radar'), ...of('west'), ...of('north')]));
  const objects = SCANS.map(({ sensor, at_us, plots }) =>
    JSON.stringify({
      sensor,
      t_s: at_us / 1e6,
      plots: plots.map(({ azimuth_rad, elevation_rad, range_m }) => ({
        azimuth_rad: Number(azimuth_rad.toFixed(9)),
        elevation_rad: Number(elevation_rad.toFixed(9)),
        ...(range_m === undefined ? {} : { range_m: Number(range_m.toFixed(3)) }),
      })),
    }),
  );
  writeFileSync(file('looks.ndjson'), objects.join('\n'));
  for (const name of ['west', 'north', 'radar'])
    writeFileSync(
      file(`${name}.csv`),
      `t,el,az,range\n${of(name)
        .map((line) => line.slice(name.length + 1))
        .join('\n')}\n`,
    );
  const apart = ['north', 'radar', 'west'].flatMap((name) => ['--plots', `${name}=${file(`${name}.csv`)}`]);
  for (const plots of [['--plots', 'grouped.csv'], apart]) {
    const { status, err } = await track(...plots, ...specs, '--out', 'b.csv');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(readFileSync(file('b.csv'), 'utf8')).toBe(bytes);
  }
  const { status } = await track('--plots', 'looks.ndjson', ...specs, '--out', 'c.csv');
  expect(status).toBe(0);
  expect(readFileSync(file('c.csv'), 'utf8').split('\n').length).toBeGreaterThanOrEqual(bytes.split('\n').length);
});

test('a plot of an unknown sensor, of none, or with a range that its sensor cannot have measured is refused, counted and told', async () => {
  const wrong = ['east,1,0.2,0.1,500000', ',1,0.2,0.1,500000', 'west,1,0.2,0.1,500000', 'radar,1,0.2,0.1,'];
  writeFileSync(file('wrong.csv'), table([...wrong, ...lines]));
  const { status, out, err } = await track('--plots', 'wrong.csv', ...specs, '--out', 'tracks.csv', '--json');
  expect(status).toBe(0);
  expect(trackSummarySchema.parse(JSON.parse(out).summary)).toMatchObject({ refused: 4, plotsRead: lines.length });
  expect(err).toContain(
    'wrong.csv:2 sensor: no spec is of a sensor "east"; give its spec with --sensor, or name one of west, north, radar',
  );
  expect(err).toContain('wrong.csv:3 sensor: it is not said which sensor made it; add a column or key sensor: one of west, north, radar');
  expect(err).toContain('wrong.csv:4 range: sensor west measures directions only; leave it out');
  expect(err).toContain('wrong.csv:5 range: it is missing, and sensor radar measures it');
});

test('sensors that cannot work together are told with the remedy, and so is a file of directions that has no spec for them', async () => {
  writeFileSync(
    file('other.yaml'),
    readFileSync(file('radar.yaml'), 'utf8')
      .replace('sensor: radar', 'sensor: other')
      .replace(', motion: coast, acceleration_psd_m2ps3: 0.0001', ''),
  );
  const twice = await track('--plots', 'looks.csv', '--sensor', 'radar.yaml', '--sensor', 'radar.yaml', '--out', 'tracks.csv');
  expect(twice.status).not.toBe(0);
  expect(twice.err).toContain('two specs have this name');
  const apart = await track('--plots', 'looks.csv', '--sensor', 'radar.yaml', '--sensor', 'other.yaml', '--out', 'tracks.csv');
  expect(apart.err).toContain('state the same in all specs');
  const { err } = await track('--plots', 'looks.csv', '--sensor', 'radar.yaml', '--out', 'tracks.csv');
  expect(err).toContain('no spec is of a sensor "west"');
});

test('files whose times count from different zeros are told with file and remedy, and a fault of one of several names its file', async () => {
  const rows = (of: readonly string[], from_s: number) =>
    `t,el,az,range\n${of
      .map((line) => line.split(',').slice(1))
      .map(([t, ...more]) => [Number(t) + from_s, ...more].join(','))
      .join('\n')}\n`;
  const of = (name: string) => lines.filter((line) => line.startsWith(`${name},`));
  writeFileSync(file('early.csv'), rows(of('radar'), 0));
  writeFileSync(file('late.csv'), rows(of('west'), 1.7e9));
  const late = await track('--plots', `radar=${file('early.csv')}`, '--plots', `west=${file('late.csv')}`, ...specs, '--out', 'tracks.csv');
  expect(late.status).not.toBe(0);
  expect(late.err).toMatch(/it begins 4722\d\d\.\d h after \S*early\.csv has ended/);
  expect(late.err).toMatch(/where: +\S*late\.csv t\n/);
  expect(late.err).toContain('let the times of all files count from one zero');
  expect(late.err).not.toContain('early.csv, ');
  writeFileSync(file('late.csv'), 'this is no table\n');
  const wrong = await track(
    '--plots',
    `radar=${file('early.csv')}`,
    '--plots',
    `west=${file('late.csv')}`,
    ...specs,
    '--out',
    'tracks.csv',
  );
  expect(wrong.status).not.toBe(0);
  expect(wrong.err).toContain('late.csv:1');
  expect(wrong.err).not.toContain('early.csv');
});
