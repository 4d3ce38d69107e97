import { existsSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trackSummarySchema } from '../src/api/wire-cli.ts';
import { type Ended, verb } from './support/cli.ts';
import { flightFrom, radar, scansOf } from './support/several-sensors.ts';

// 2026-11-29: somebody gave `tocsin track` files that are not there, that are the same, or that say something else than the command line.

let folder = '';
const file = (name: string) => join(folder, name);
const SCANS = scansOf([radar('ra', 38, 139), radar('rb', 38.5, 139)], [flightFrom()], 20, 9);
const LINES = SCANS.flatMap(({ sensor, at_us, plots }) =>
  plots.map(
    ({ elevation_rad, azimuth_rad, range_m }) =>
      `${sensor},${at_us / 1e6},${elevation_rad.toFixed(9)},${azimuth_rad.toFixed(9)},${range_m?.toFixed(3)}`,
  ),
);
const table = (lines: readonly string[]) => `sensor,t,el,az,range\n${lines.join('\n')}\n`;
const spec = (name: string, latitude_deg: number) => `sensor: ${name}
measures: polar
frame: { kind: site, latitude_deg: ${latitude_deg}, longitude_deg: 139, height_m: 50 }
sigma: { range_m: 50, azimuth_deg: 0.0573, elevation_deg: 0.0573 }
view: { azimuth_deg: [0, 360], elevation_deg: [1, 89], range_km: [100, 3000] }
scan_period_s: 5
detection_probability: 0.9
clutter: { false_plots_per_scan: 0.5 }
objects: { velocity_sigma_mps: 2500, motion: coast, acceleration_psd_m2ps3: 0.0001 }
`;
const BOTH = ['ra', 'rb'];
const trackBy = (sensors: readonly string[], plots: readonly string[], ...more: string[]): Promise<Ended> =>
  verb([
    'track',
    ...plots.flatMap((one) => ['--plots', one]),
    ...sensors.flatMap((name) => ['--sensor', file(`${name}.yaml`)]),
    '--out',
    file('out.csv'),
    ...more,
  ]);
const refusal = ({ status, err }: Ended) => {
  expect(err).not.toMatch(/node:events|\n\s+at |internal error/);
  return { status, err: err.trim() };
};
const told = (what: string, where: string, remedy: string) => ({
  status: 2,
  err: `tocsin: ${what}\n  where:  ${where}\n  remedy: ${remedy}`,
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-files-'));
  writeFileSync(file('ra.yaml'), spec('ra', 38));
  writeFileSync(file('rb.yaml'), spec('rb', 38.5));
  writeFileSync(file('q.csv'), table(LINES));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file of plots that is not there, or is a folder, is told as it is everywhere, and so is the name of a sensor that has no spec', async () => {
  const missing = file('nosuch.csv');
  const none = told('no such file or folder', missing, 'check the path');
  expect(refusal(await trackBy(BOTH, [missing]))).toEqual(none);
  expect(refusal(await trackBy(['ra'], [missing]))).toEqual(none);
  expect(refusal(await trackBy(BOTH, [`ra=${missing}`]))).toEqual(none);
  expect(refusal(await trackBy(BOTH, [file('q.csv'), missing]))).toEqual(none);
  expect(refusal(await trackBy(BOTH, [folder]))).toEqual(told('a folder stands where a file is needed', folder, 'name a file'));
  expect(refusal(await trackBy(BOTH, [`zz=${file('q.csv')}`]))).toEqual(
    told(
      'no spec is called "zz"',
      `--plots zz=${file('q.csv')}`,
      'name a sensor of a spec, one of ra, rb; or give the spec of "zz" with --sensor',
    ),
  );
});

test('one file given twice, by another path, by a link or for a sensor, is refused', async () => {
  const path = file('q.csv');
  symlinkSync(path, file('soft.csv'));
  linkSync(path, file('hard.csv'));
  const remedy = 'give each file once; a file with the plots of several sensors names them in its column or key "sensor"';
  for (const [first, second] of [
    [path, path],
    [path, `${folder}/./q.csv`],
    [path, file('soft.csv')],
    [path, file('hard.csv')],
  ]) {
    const where = first === second ? first : `${first}, ${second}`;
    const wanted = told('one file of plots is given twice', where, remedy);
    expect(refusal(await trackBy(BOTH, [first, second]))).toEqual(wanted);
    expect(refusal(await trackBy(BOTH, [`ra=${first}`, `ra=${second}`]))).toEqual(wanted);
  }
});

test('a file and its first half are the tracks of the file: what stands in both is refused once, counted and told', async () => {
  const half = LINES.slice(0, LINES.length / 2);
  writeFileSync(file('half.csv'), table(half));
  const whole = await trackBy(BOTH, [file('q.csv')], '--json');
  const wanted = trackSummarySchema.parse(JSON.parse(whole.out).summary);
  for (const files of [
    [file('q.csv'), file('half.csv')],
    [file('half.csv'), file('q.csv')],
  ]) {
    const { status, out, err } = await trackBy(BOTH, files, '--json');
    expect(status).toBe(0);
    const { scans, rows, tracks, plotsRead, refused } = trackSummarySchema.parse(JSON.parse(out).summary);
    expect({ scans, rows, tracks, plotsRead, refused }).toEqual({
      scans: wanted.scans,
      rows: wanted.rows,
      tracks: wanted.tracks,
      plotsRead: wanted.plotsRead,
      refused: half.length,
    });
    expect(err).toContain(
      `refused: ${files[1]} sensor ra at 0 s: the same 2 plots stand in another file too; give each plot once, in one of the files`,
    );
    expect(err).not.toContain('dwells');
    expect(err).toContain(`refused: ${half.length} of ${LINES.length + half.length}: `);
    const oneByOne = err.replace(/^refused: \d+ of .*$/m, '');
    const toldOf = [...oneByOne.matchAll(/the same (?:(\d+) plots stand|plot stands)|(\d+) more lines/g)];
    expect(toldOf.reduce((sum, [, plots, more]) => sum + Number(plots ?? more ?? 1), 0)).toBe(half.length);
  }
  const strict = refusal(await trackBy(BOTH, [file('q.csv'), file('half.csv')], '--strict'));
  expect(strict.status).toBe(2);
  expect(strict.err).toContain(`where:  ${file('half.csv')} sensor ra at 0 s`);
});

test('two files with other plots of one look are one scan', async () => {
  const extra = LINES.map((line) => line.replace(/[^,]+$/, (range) => String(Number(range) + 40_000)));
  writeFileSync(file('others.csv'), table(extra));
  writeFileSync(file('together.csv'), table([...LINES, ...extra]));
  const { rows, scans, tracks } = trackSummarySchema.parse(JSON.parse((await trackBy(BOTH, [file('together.csv')], '--json')).out).summary);
  const apart = await trackBy(BOTH, [file('q.csv'), file('others.csv')], '--json');
  expect(trackSummarySchema.parse(JSON.parse(apart.out).summary)).toMatchObject({ rows, scans, tracks, refused: 0 });
});

const message = (station: string) => `CCSDS_TDM_VERS = 2.0
CREATION_DATE = 2026-01-01T00:00:00
ORIGINATOR = X
META_START
TIME_SYSTEM = UTC
PARTICIPANT_1 = ${station}
PARTICIPANT_2 = BODY
MODE = SEQUENTIAL
PATH = 1,2,1
ANGLE_TYPE = AZEL
RANGE_UNITS = km
META_STOP
DATA_START
RANGE = 2026-01-01T00:00:00.000 1200.5
ANGLE_1 = 2026-01-01T00:00:00.000 350.25
ANGLE_2 = 2026-01-01T00:00:00.000 12.5
DATA_STOP
`;

test('a file that is given as one sensor and says that it is of another is refused, whatever its form', async () => {
  writeFileSync(file('ra.tdm'), message('RA'));
  writeFileSync(file('ra.csv'), table(LINES.filter((line) => line.startsWith('ra,')).slice(0, 1)));
  writeFileSync(file('ra.ndjson'), '{"sensor":"ra","t_s":0,"plots":[{"range_km":1200.5,"azimuth_deg":350.25,"elevation_deg":12.5}]}\n');
  for (const [name, place] of [
    ['ra.tdm', '14 PARTICIPANT'],
    ['ra.csv', '2 sensor'],
    ['ra.ndjson', '1 sensor'],
  ]) {
    const { status, out, err } = await trackBy(BOTH, [`rb=${file(name)}`], '--json');
    expect(status).toBe(2);
    expect(trackSummarySchema.parse(JSON.parse(out).summary)).toMatchObject({ plotsRead: 0, refused: 1 });
    expect(err).toContain(
      `${file(name)}:${place}: it is of "ra", and the file is given as rb's; give the file without "rb="; or mend the name`,
    );
    expect((await trackBy(BOTH, [`ra=${file(name)}`])).status).toBe(0);
  }
  writeFileSync(file('other.tdm'), message('DSS-25'));
  const { status, err } = await trackBy(BOTH, [`rb=${file('other.tdm')}`], '--json');
  expect({ status, told: err.includes('refused') }).toEqual({ status: 0, told: false });
});

test('a station that a tracking data message has not is told with those that it has', async () => {
  writeFileSync(file('one.tdm'), message('RA'));
  const remedy = 'give --station one that it has: RA';
  const wanted = told('the message has no plots of a station "RB"', `${file('one.tdm')} PARTICIPANT`, remedy);
  expect(refusal(await trackBy(['ra'], [file('one.tdm')], '--station', 'RB'))).toEqual(wanted);
  expect(refusal(await trackBy(BOTH, [file('one.tdm')], '--station', 'RB'))).toEqual(wanted);
  expect((await trackBy(BOTH, [file('one.tdm')], '--station', 'RA')).status).toBe(0);
});

test('a run that stops at a fault leaves no table behind', async () => {
  writeFileSync(file('bad.csv'), table([...LINES.slice(0, 9), 'ra,20,0.1,0.2,far', ...LINES.slice(9)]));
  const packed = gzipSync(table(LINES));
  writeFileSync(file('cut.csv.gz'), packed.subarray(0, packed.length / 2));
  rmSync(file('out.csv'), { force: true });
  const strict = refusal(await trackBy(BOTH, [file('bad.csv')], '--strict'));
  expect([strict.status, existsSync(file('out.csv'))]).toEqual([2, false]);
  const damaged = refusal(await trackBy(BOTH, [file('cut.csv.gz')]));
  expect(damaged.err).toContain('the compressed file is damaged');
  expect([damaged.status, existsSync(file('out.csv'))]).toEqual([2, false]);
  expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('of two messages one beginning is told, the one from which t counts; beside a file without dates that t is the file’s', async () => {
  const later = message('RB').replaceAll('T00:00:00.000', 'T00:00:02.500');
  writeFileSync(file('first.tdm'), message('RA'));
  writeFileSync(file('later.tdm'), later);
  for (const files of [
    [file('first.tdm'), file('later.tdm')],
    [file('later.tdm'), file('first.tdm')],
  ]) {
    const { status, err } = await trackBy(BOTH, files);
    expect(status).toBe(0);
    expect(err.match(/note: t .*/g)).toEqual(['note: t counts from 2026-01-01T00:00:00Z']);
  }
  // 37 s more than the Unix time of the message's epoch.
  writeFileSync(file('dated.csv'), 't,el,az,range\n1767225637,0.2,0.1,900000\n');
  const beside = await trackBy(BOTH, [`ra=${file('dated.csv')}`, file('later.tdm')], '--json');
  expect(beside.err.match(/note: t .*/g)).toEqual([
    'note: t is as the file without dates states it, which must be in TAI seconds since 1970 to be beside a tracking data message',
  ]);
});

// 2026-11-30: a file without plots, and a name mistyped, took the place of the last result by an empty one, and the exit status said that all was well.
test('a run that reads nothing says so, leaves with 2 and leaves the last result as it was', async () => {
  const report = file('report.html');
  for (const [name, text, told] of [
    ['none.csv', 'sensor,t,el,az,range\n', 'there are no plots in it'],
    ['bad.csv', table(LINES.map((line) => line.replace(/,[^,]+$/, ',far'))), `none of ${LINES.length} plots could be used`],
    ['weather.tdm', message('RA').replace(/^(RANGE|ANGLE_\d) =/gm, 'PRESSURE ='), 'there are no plots in it'],
  ]) {
    writeFileSync(file(name), text);
    writeFileSync(file('out.csv'), 'the last result');
    writeFileSync(report, 'the last report');
    const { status, out, err } = await trackBy(['ra'], [file(name)], '--json', '--report', report);
    expect([name, status]).toEqual([name, 2]);
    expect(err).toContain(`nothing was read: ${told}; ${file('out.csv')} is left as it was`);
    const { plotsRead, lines, refused, rows } = trackSummarySchema.parse(JSON.parse(out).summary);
    expect({ plotsRead, lines, rows }).toEqual({ plotsRead: 0, lines: refused, rows: 0 });
    expect([readFileSync(file('out.csv'), 'utf8'), readFileSync(report, 'utf8')]).toEqual(['the last result', 'the last report']);
  }
  expect(readdirSync(folder).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  // Looks in which nothing was seen are something.
  writeFileSync(file('looks.ndjson'), [0, 5, 10].map((t_s) => JSON.stringify({ t_s, plots: [] })).join('\n'));
  expect((await trackBy(['ra'], [file('looks.ndjson')])).status).toBe(0);
});

test('a verb names all options that are missing, and its own help', async () => {
  expect((await verb(['track'])).err).toBe(
    'tocsin: missing: --plots <FILE>, --sensor <SPEC>, --out <TRACKS.csv>\n  remedy: tocsin track --help says what it takes, what comes out, and shows examples\n',
  );
  const { status, err } = await verb(['track', '--plots', file('q.csv'), '--out', file('out.csv')]);
  expect([status, err.split('\n')[0]]).toEqual([2, 'tocsin: missing: --sensor <SPEC>']);
});

test('range rates that part one object into many are told of, with how many tracks lived one scan', async () => {
  writeFileSync(
    file('rates.yaml'),
    spec('rates', 38)
      .replace('elevation_deg: 0.0573', 'elevation_deg: 0.0573, range_rate_mps: 5')
      .replace(/frame: .*/, 'frame: { kind: flat }')
      .replace('[100, 3000]', '[10, 300]')
      .replace('motion: coast', 'motion: constant-velocity'),
  );
  // One that passes by at 200 m/s, 8 km up and 40 km to the side.
  const rows = Array.from({ length: 40 }, (_, i) => {
    const [x, y, z] = [40_000, 100_000 - 1000 * i, 8000];
    const range_m = Math.hypot(x, y, z);
    return { t: 5 * i, elevation_rad: Math.asin(z / range_m), azimuth_rad: Math.atan2(y, x), range_m, rate_mps: (-200 * y) / range_m };
  });
  const told = async (rate: (right: number) => number): Promise<string> => {
    const lines = rows.map((row) => [row.t, row.elevation_rad, row.azimuth_rad, row.range_m, rate(row.rate_mps)].join(','));
    writeFileSync(file('rates.csv'), `t,el,az,range,range_rate\n${lines.join('\n')}\n`);
    return (await trackBy(['rates'], [file('rates.csv')], '--json')).err;
  };
  expect(await told((right) => right)).toBe('');
  for (const wrong of [(right: number) => -right, () => 0, (right: number) => ((((right + 30) % 60) + 60) % 60) - 30])
    expect(await told(wrong)).toMatch(/note: .* lived (longer than )?one scan.*: range rates may be why/);
});
