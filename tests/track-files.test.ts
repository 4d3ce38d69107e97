import { linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { trackSummarySchema } from '../src/api/wire-cli.ts';
import { buildCommandLine, type Ended, tocsin } from './support/cli.ts';
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
  tocsin([
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
  buildCommandLine();
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
