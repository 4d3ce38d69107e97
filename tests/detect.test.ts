import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { readAbi } from '../src/adapters/goes-abi/goes-abi.ts';
import { readNetcdf } from '../src/adapters/netcdf/netcdf.ts';
import { detectionLineSchema, detectSummarySchema, followedLineSchema } from '../src/api/wire-cli.ts';
import { brightnessTemperature } from '../src/core/physics/planck.ts';
import { geodesicInverse } from '../src/core/frames/geodesic.ts';
import { geodeticDegrees } from '../src/core/frames/geodetic.ts';
import { writeAbi } from './support/abi-file.ts';
import { type Ended, tocsin, verb } from './support/cli.ts';
import { drawLaunch } from './support/launch-folder.ts';

// Real frames of the western satellite: a large fire by day, a quiet night, and the operational fire product of the day's frame.

const FRAMES = fileURLToPath(new URL('../../shared/data/goes_abi_l1b/', import.meta.url));
const REAL = existsSync(FRAMES) ? FRAMES : undefined;

const detected = async (...args: readonly string[]) => read(await verb(['detect', '--json', ...args]));
/** In a process of its own: after a damaged file, h5wasm leaves it open (docs/GOTCHAS.md). */
const detectedAlone = async (...args: readonly string[]) => read(await tocsin(['detect', '--json', ...args]));

function read({ status, out, err }: Ended) {
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const last = lines.pop()?.['summary'];
  return {
    status,
    err,
    detections: lines.filter((line) => 'detection' in line).map((line) => detectionLineSchema.parse(line).detection),
    followed: lines.filter((line) => !('detection' in line)).map((line) => followedLineSchema.parse(line).followed),
    summary: detectSummarySchema.parse(last),
  };
}

/** Scan angles of the pixels that the operational product calls fires: by its mask alone, codes 10–15 and 30–35. */
async function operationalFires(): Promise<readonly (readonly [x: number, y: number])[]> {
  const name = readdirSync(FRAMES).find((file) => file.includes('FDCC')) ?? '';
  const { codes, x, y } = await readNetcdf(join(FRAMES, name), (product) => ({
    codes: product.packed('Mask').codes,
    x: product.values('x'),
    y: product.values('y'),
  }));
  return Array.from(codes).flatMap((code, at) =>
    (code >= 10 && code <= 15) || (code >= 30 && code <= 35) ? [[x[at % x.length], y[Math.floor(at / x.length)]] as const] : [],
  );
}

test('the burning pixels of a real fire are found where the operational product has them, none that it has not; the night is silent', async (context) => {
  if (REAL === undefined) return context.skip('needs ../shared/data/goes_abi_l1b');
  const { status, err, detections, summary } = await detected(FRAMES);
  expect(status).toBe(0);
  // The product is no frame of radiances.
  expect(err).toMatch(/^refused: .*FDCC.*: holds no radiances of an imager \(Rad\); /m);
  expect(summary).toMatchObject({ files: 13, refused: 1, frames: 12, looks: 2, launches: 0, byCause: { fire: detections.length } });
  expect(detections.map(({ at, cause }) => [at.slice(0, 10), cause])).toEqual([['2019-10-27', 'fire']]);
  const pixels = detections.flatMap((detection) => [...detection.pixels]);
  // Of the frame: 500 × 500 pixels of 56 µrad from here on.
  const [x0, y0, step] = [0.024668, 0.115332, 56e-6];
  const fires = (await operationalFires())
    .map(([x, y]) => [Math.round((y0 - y) / step), Math.round((x - x0) / step)] as const)
    .filter(([row, column]) => row >= 0 && row < 500 && column >= 0 && column < 500);
  expect(fires).toHaveLength(29);
  const isNear = (a: { readonly row: number; readonly column: number }, [row, column]: readonly [number, number]): boolean =>
    Math.abs(a.row - row) <= 1 && Math.abs(a.column - column) <= 1;
  expect(fires.filter((fire) => pixels.some((pixel) => isNear(pixel, fire))).length).toBeGreaterThanOrEqual(27);
  expect(pixels.filter((pixel) => !fires.some((fire) => isNear(pixel, fire))).length).toBeLessThanOrEqual(2);
  // The product, which takes the air off by a forecast of its water, has 9.35 GW in the 20 of its 27 pixels of this fire to which it gives any.
  const [{ power_W, sigmaPower_W, atLeast, flames }] = detections.flatMap((detection) => (detection.cause === 'fire' ? [detection] : []));
  expect(power_W).toBeGreaterThan(9.35e9);
  expect(power_W).toBeLessThan(1.2 * (27 / 20) * 9.35e9);
  expect((sigmaPower_W ?? NaN) / (power_W ?? NaN)).toBeLessThan(0.25);
  // Its hottest pixels are out of range.
  expect([atLeast, flames]).toEqual([true, null]);
});

// By Debian's python3-netcdf4 1.6.2 and numpy, from each file's own coefficients: band, day of the year, least, greatest and mean of 250,000 pixels, and those of
// row 100, column 400 and row 123, column 45.
const TEMPERATURES: readonly (readonly [
  band: string,
  day: string,
  least: number,
  most: number,
  mean: number,
  one: number,
  other: number,
])[] = [
  ['07', '2019300', 247.9065, 399.4419, 294.1743, 299.5639, 283.7383],
  ['07', '2019335', 210.1682, 286.7968, 248.074, 257.7683, 263.3585],
  ['13', '2019300', 222.4711, 311.033, 283.1988, 254.6675, 283.7393],
  ['13', '2019335', 216.9998, 286.4784, 244.3606, 257.3122, 257.981],
  ['14', '2019300', 222.1797, 311.5405, 283.0091, 254.5397, 283.9021],
  ['14', '2019335', 216.07, 286.2607, 242.9103, 256.7285, 256.6844],
  ['15', '2019300', 221.7741, 309.082, 281.5625, 254.3086, 282.4047],
  ['15', '2019335', 215.4974, 284.2781, 242.2666, 256.9003, 255.4594],
];
const hundredthKelvin = 0.01;

test('brightness temperatures are those of another reader of the same files', async (context) => {
  if (REAL === undefined) return context.skip('needs ../shared/data/goes_abi_l1b');
  const names = readdirSync(FRAMES);
  for (const [band, day, ...others] of TEMPERATURES) {
    const { codes, radianceOf, planck } = await readAbi(join(FRAMES, names.find((name) => name.includes(`C${band}_G17_s${day}`)) ?? ''));
    const kelvin = Float64Array.from(codes, (code) => (planck === undefined ? NaN : brightnessTemperature(planck, radianceOf[code])));
    const ours = [
      kelvin.reduce((a, b) => Math.min(a, b)),
      kelvin.reduce((a, b) => Math.max(a, b)),
      kelvin.reduce((a, b) => a + b) / kelvin.length,
      kelvin[100 * 500 + 400],
      kelvin[123 * 500 + 45],
    ];
    ours.forEach((value, k) => expect(Math.abs(value - others[k])).toBeLessThan(hundredthKelvin));
  }
});

test('among files of every kind of damage what is hot is still found, and each damaged file is named with field and remedy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin detect ü '));
  try {
    const file = (name: string): string => join(folder, name);
    const side = 24;
    // 40 counts of a calm scene, and one pixel of 360 K.
    const codes = Uint16Array.from({ length: side * side }, (_, at) => (at === 10 * side + 14 ? 4000 : 300 + ((7 * at) % 5)));
    const good = { codes, rows: side, columns: side };
    await writeAbi(file('m hot.nc'), good);
    await writeAbi(file('a scale.nc'), { ...good, attributes: { 'Rad.scale_factor': Float32Array.of(0) } });
    await writeAbi(file('b times.nc'), { ...good, values: { time_bounds: Float64Array.of(1e30, 1e30) } });
    await writeAbi(file('n same.nc'), good);
    // Bands of the same look: one has lost its law, one lies on another grid.
    const window = { band_id: Float32Array.of(13), band_wavelength: Float32Array.of(10.3) };
    await writeAbi(file('o law.nc'), { ...good, values: { ...window, planck_fk1: Float32Array.of(NaN) } });
    const shifted = { data: Float32Array.from({ length: side }, (_, k) => 0.02472 + 56e-6 * k), isPacked: false };
    await writeAbi(file('p grid.nc'), { ...good, values: window, x: shifted });
    const whole = readFileSync(file('m hot.nc'));
    writeFileSync(file('c cut.nc'), whole.subarray(0, whole.length / 2));
    writeFileSync(file('d empty.nc'), '');
    writeFileSync(file('e text.nc'), 'no frame');
    symlinkSync(file('nowhere'), file('f link.nc'));
    mkdirSync(file('g older.nc'));
    const [png, report] = [file('pictures'), file('report.html')];
    const { status, err, detections, summary } = await detectedAlone(folder, '--png', png, '--report', report);
    expect(status).toBe(0);
    // Its neighbourhood is drawn, and the page says the same of it and of what was refused.
    const { picture } = detections[0] as Extract<(typeof detections)[number], { cause: 'fire' }>;
    expect(decode(readFileSync(picture ?? '')).text['Description']).toMatch(/^24 × 24 pixels of band 7 around what is outlined/);
    expect(basename(picture ?? '')).toBe('2019-10-27T200027.500Z-G17-M2-fire-1.png');
    const page = readFileSync(report, 'utf8');
    for (const text of ['1 fire', 'Rad.scale_factor', 'does not lie on the pixels of band 7', 'e text.nc'])
      expect(wordsOf(page)).toContain(text);
    expect(summary.report).toBe(report);
    expect(detections.map((found) => [basename(found.file), found.cause, found.pixels])).toEqual([
      ['m hot.nc', 'fire', [expect.objectContaining({ row: 10, column: 14 })]],
    ]);
    expect(summary).toMatchObject({ files: 10, refused: 9, frames: 1, looks: 1, launches: 0 });
    const told = err
      .trim()
      .split('\n')
      .filter((line) => line !== `Report: ${report}` && line !== `${folder}: left out 1 folder in it (name them too)`)
      .map((line) => /^refused: (.*\.nc)([^:]*): (.*); (.+)$/.exec(line) ?? [])
      .map(([, path, field, message]) => `${basename(path)}${field}: ${message.replace(/(cannot be read): .*/, '$1')}`);
    expect(told.sort()).toEqual([
      'a scale.nc Rad.scale_factor: is 0',
      'b times.nc time_bounds: does not say when the scan began and ended',
      'c cut.nc: cannot be read',
      'd empty.nc: is empty',
      'e text.nc: is no NetCDF-4 file',
      'f link.nc: cannot be opened: ENOENT',
      'n same.nc: is band 7 of a look that has it already',
      'o law.nc planck_fk1: has no value',
      'p grid.nc x, y: band 13 does not lie on the pixels of band 7',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function wordsOf(html: string): string {
  return html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

test('a report is not written over a frame, and pictures not into a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-detect-'));
  const frame = join(folder, 'a.nc');
  await writeAbi(frame, { rows: 24, columns: 24 });
  const over = await verb(['detect', folder, '--report', frame]);
  expect([over.status, over.out]).toEqual([2, '']);
  expect(over.err).toContain('one file would be written over another');
  const into = await verb(['detect', folder, '--png', frame]);
  expect([into.status, into.out]).toEqual([2, '']);
  expect(into.err).toContain(frame);
  // What a file says of itself leads nowhere else.
  await writeAbi(join(folder, 'b.nc'), {
    attributes: { '.platform_ID': '../../G17' },
    rows: 24,
    columns: 24,
    codes: Uint16Array.from({ length: 576 }, (_, at) => (at === 254 ? 4000 : 300 + ((7 * at) % 5))),
  });
  const { detections } = await detected(join(folder, 'b.nc'), '--png', join(folder, 'pictures'));
  rmSync(folder, { recursive: true, force: true });
  expect(detections.map((found) => 'picture' in found && dirname(found.picture ?? ''))).toEqual([join(folder, 'pictures')]);
});

const LIGHTNING = fileURLToPath(new URL('../../shared/data/glm_l2/', import.meta.url));

test('files of lightning are read, of every year, as many events, groups and flashes as others count; none is a launch', async (context) => {
  if (!existsSync(LIGHTNING)) return context.skip('needs ../shared/data/glm_l2');
  const { out } = await verb(['detect', LIGHTNING]);
  const counted = (start: string) =>
    out
      .split('\n')
      .find((line) => line.startsWith(start))
      ?.replace(/^.* lightning: /, '');
  expect(counted('2020-01-16')).toBe('0 flashes, of 0 groups and 0 events');
  expect(counted('2023-01-26')).toBe('34 flashes, of 891 groups and 2394 events');
  expect(counted('2025-04-07')).toBe('115 flashes, of 3374 groups and 7235 events');
  const { detections, summary } = await detected(LIGHTNING);
  // The same twenty seconds under another name are not counted twice.
  const name = readdirSync(LIGHTNING).find((file) => file.includes('G18')) ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-glm-twice-'));
  copyFileSync(join(LIGHTNING, name), join(folder, 'again.nc'));
  const twice = await detected(join(LIGHTNING, name), folder);
  rmSync(folder, { recursive: true, force: true });
  expect(twice.summary).toMatchObject({ files: 2, refused: 1, events: 34 });
  expect(twice.err).toMatch(/again\.nc: has the lightning of .* once more; name one of the two/);
  expect(summary).toMatchObject({ launches: 0, byCause: { fire: 0, lightning: detections.length } });
  expect(detections.every(({ cause }) => cause === 'lightning')).toBe(true);
});

const SMALL = { rows: 24, columns: 24, codes: Uint16Array.from({ length: 576 }, (_, at) => (at === 254 ? 4000 : 300 + ((7 * at) % 5))) };

test('a named file that is not there is refused and the others go on; one that was refused already is not refused again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-detect-'));
  const file = (name: string): string => join(folder, name);
  await writeAbi(file('hot.nc'), SMALL);
  const { status, err, summary } = await detected(file('missing.nc'), file('hot.nc'));
  expect([status, summary.files, summary.refused, summary.byCause.fire]).toEqual([0, 2, 1, 1]);
  expect(err).toContain('missing.nc: cannot be opened: ENOENT');
  const window = { band_id: Float32Array.of(13), band_wavelength: Float32Array.of(10.3) };
  await writeAbi(file('one.nc'), { ...SMALL, values: window });
  await writeAbi(file('two.nc'), { ...SMALL, values: window });
  const twice = await detected(file('one.nc'), file('two.nc'));
  rmSync(folder, { recursive: true, force: true });
  expect([twice.status, twice.summary.files, twice.summary.refused]).toEqual([2, 2, 2]);
});

test('where a report cannot go is said before the work; a picture that cannot be written costs nobody what was found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-detect-'));
  const file = (name: string): string => join(folder, name);
  await writeAbi(file('hot.nc'), { ...SMALL, attributes: { '.platform_ID': 'G'.repeat(300) } });
  for (const place of [file('nowhere/report.html'), folder]) {
    const { status, out, err } = await verb(['detect', file('hot.nc'), '--report', place]);
    expect([status === 0, out]).toEqual([false, '']);
    expect(err).toContain(place);
  }
  expect(readdirSync(folder)).toEqual(['hot.nc']);
  // However long a satellite's name, its pictures have one.
  const { detections, summary } = await detected(file('hot.nc'), '--png', file('pictures'), '--report', file('report.html'));
  const drawn = readdirSync(file('pictures'));
  expect(drawn).toHaveLength(1);
  expect([detections.length, summary.report, existsSync(file('report.html'))]).toEqual([1, file('report.html'), true]);
  rmSync(join(file('pictures'), drawn[0]));
  mkdirSync(join(file('pictures'), drawn[0]));
  const without = await detected(file('hot.nc'), '--png', file('pictures'));
  expect([without.status, without.detections.map((found) => 'picture' in found && found.picture)]).toEqual([0, [null]]);
  expect(without.err).toContain('(EISDIR): no more pictures are');
  // A disk that is full at the end: what was counted is told before.
  const full = await verb(['detect', file('hot.nc'), '--report', '/dev/full']);
  rmSync(folder, { recursive: true, force: true });
  expect(full.status).not.toBe(0);
  expect(full.err).toContain('/dev/full');
  expect(full.out).toContain('found     1 fire');
});

test('what is told of a part that the window has lost: found, and counted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-detect-'));
  const file = (name: string): string => join(folder, name);
  await writeAbi(file('hot.nc'), SMALL);
  const calm = SMALL.codes.map((code, at) => (Math.abs(at - 254) < 3 * 24 ? 65_535 : Math.min(code, 304)));
  await writeAbi(file('window.nc'), {
    ...SMALL,
    codes: calm,
    values: { band_id: Float32Array.of(13), band_wavelength: Float32Array.of(10.3) },
  });
  const { detections, summary } = await detected(folder);
  const { out } = await verb(['detect', folder]);
  rmSync(folder, { recursive: true, force: true });
  expect([detections.length, summary.frames]).toEqual([1, 2]);
  expect(summary.lacking).toBeGreaterThan(0);
  expect(out).toContain(`${summary.lacking} of ${summary.candidates} pixels that stand out judged without a band that has no value there`);
});

test('of the quiet night on band 7 alone little is told, and that it is less likely a fire than not', async (context) => {
  if (REAL === undefined) return context.skip('needs ../shared/data/goes_abi_l1b');
  const night = readdirSync(FRAMES).find((name) => /C07_G17_s2019335/.test(name)) ?? '';
  const { detections } = await detected(join(FRAMES, night));
  expect(detections.length).toBeLessThanOrEqual(12);
  expect(detections.filter(({ confidence }) => confidence >= 0.5).length).toBeLessThanOrEqual(1);
  for (const { confidence } of detections) expect(confidence).toBeLessThan(0.8);
  const { out } = await verb(['detect', join(FRAMES, night)]);
  expect(out.match(/^ {2}fire\? /gm)?.length).toBeGreaterThanOrEqual(detections.length - 1);
});

test('band 7 alone finds the fire as well', async (context) => {
  if (REAL === undefined) return context.skip('needs ../shared/data/goes_abi_l1b');
  const names = readdirSync(FRAMES).filter((name) => /C07_G17_s2019300/.test(name));
  const { detections } = await detected(...names.map((name) => join(FRAMES, name)));
  expect(detections.map(({ pixels }) => pixels.length > 20)).toEqual([true]);
});

test('where there is no frame, the verb says so and what to do, with status 2', async () => {
  const nowhere = await verb(['detect', 'nowhere.nc']);
  expect(nowhere.status).toBe(2);
  expect(nowhere.out).toContain('0 frames of 0 looks and files of lightning; 1 file refused');
  expect(nowhere.err).toBe('refused: nowhere.nc: cannot be opened: ENOENT; see that it is there and may be read\n');
  const none = await verb(['detect', fileURLToPath(new URL('goldens', import.meta.url))]);
  expect([none.status, none.out]).toEqual([2, '']);
  expect(none.err).toContain('remedy: name files that end in .nc');
});

test('a series of looks with a launch in it: the plume in look after look, and where and when it was launched', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-launch-'));
  const { frames, launch: truth } = await drawLaunch(folder);
  const { status, detections, followed, summary } = await detected(frames);
  expect(status).toBe(0);
  expect(summary.launches).toBe(1);
  // Each look says how it was followed, and what of it was turned down, which the summary adds up.
  expect(followed).toHaveLength(summary.looks);
  expect(followed.map(({ how }) => how).filter((how) => how !== 'on')).toEqual(['anew', 'anew']);
  expect(followed.reduce((sum, { turnedDown }) => sum + turnedDown.once, 0)).toBe(summary.followed.turnedDown.once);
  expect(summary.followed.turnedDown.once).toBeGreaterThan(0);
  const plumes = detections.filter(({ cause }) => cause === 'plume');
  // Three looks of each: a weak one before it flares up says nothing of how it moves.
  expect(plumes.length).toBeGreaterThanOrEqual(6);
  expect(summary.byCause.plume).toBe(plumes.length);
  expect(new Set(plumes.map(({ satellite }) => satellite)).size).toBe(2);
  const launch = detections.findLast(({ cause }) => cause === 'launch');
  if (launch?.cause !== 'launch') throw new Error('no launch is told');
  expect(launch.confidence).toBeGreaterThan(0.9);
  expect([...launch.satellites].sort()).toEqual(['imager-0', 'imager-1']);
  const point = geodeticDegrees(launch.latitude_deg ?? NaN, launch.longitude_deg ?? NaN, 0);
  expect(geodesicInverse(point, truth.point).distance_m).toBeLessThan(3_000);
  expect(Math.abs(Date.parse(launch.at) - truth.at_ms) / 1000).toBeLessThan(3 * launch.sigmaTime_s + 1);
  const report = join(folder, 'report.html');
  const { out } = await verb(['detect', frames, '--report', report, '--png', join(folder, 'pictures')]);
  // Each satellite's plume over time, in the report and in a picture of its own.
  const page = readFileSync(report, 'utf8');
  expect([page.match(/<svg class="launch"/g)?.length, page.match(/<svg class="curve"/g)?.length]).toEqual([1, 2]);
  expect(readdirSync(join(folder, 'pictures')).filter((name) => name.includes('-plume-'))).toHaveLength(2);
  expect(out).toContain('\nPlumes over looks: 2 pictures in ');
  expect(wordsOf(page)).toContain('A launch is told by it. One plume');
  expect(wordsOf(readFileSync(report, 'utf8'))).toContain(`plumes in sight ${plumes.length} times`);
  expect(out).toMatch(/\n {2}turned down beside the looks before: (\d+ \w+, )*\d+ once/);
  expect(out).toContain(`plumes in sight ${plumes.length} times`);
  expect(out).toMatch(/\n {2}launch {2}.*° ?[NS].* km {2}20.*Z ± \d+ s, heading \d{3}° ± \d+° {2}(1\.00|0\.9\d)\n/);
  expect(out).toMatch(/, 1 launch\n/);
  rmSync(folder, { recursive: true });
}, 180_000);
