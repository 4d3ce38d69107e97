import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { microsFromIso } from '../../api/iso.ts';
import { candidatesOf } from '../../core/imager/hot-pixels.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { imagerLookOf } from '../../core/imager/imager-look.ts';
import { type FixedGrid, geodeticOfScan, pointedGrid } from '../../core/frames/imager-grid.ts';
import { vec3 } from '../../core/math/vector.ts';
import { backdropOf, USUAL_BACKDROP } from '../../sim/imager/backdrop.ts';
import { simulatedImager } from '../../sim/imager/imager.ts';
import { type ImagerPreset, imagerOf } from '../../sim/imager/imager-spec.ts';
import { geostationaryImager, staringImager } from '../../sim/imager/presets.ts';
import type { HotGround } from '../../sim/imager/sources.ts';
import { writeNetcdf } from '../netcdf/write-netcdf.ts';
import { readAbi } from './goes-abi.ts';
import { abiContent, abiFileName, writeAbi } from './write-abi.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-write-abi-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WEATHER = geostationaryImager(-0.2, 30);
const MIDNIGHT = vec3(-1.5e11, 0, 0);
const NOON = vec3(1.5e11, 0, 0);

function framesOf(preset: ImagerPreset, sunEcef_m = NOON, x_rad = 0.13, hot: readonly HotGround[] = []): BandFrame[] {
  const spec = imagerOf(preset);
  const area = { kind: 'mesoscale', x_rad, y_rad: 0.06, side_rad: 80 * spec.step_rad } as const;
  return simulatedImager(spec, area, {
    seed: 7,
    backdrop: backdropOf({ seed: 7, ...USUAL_BACKDROP }),
    sky: () => ({ sunEcef_m, moonEcef_m: sunEcef_m }),
    begin_us: microsFromIso('2025-02-28T12:00:03.400Z'),
  }).look(1, { grounds: hot, flashes: [], heat: [] });
}

test.each([
  ['a weather imager', WEATHER],
  ['a staring array, whose codes have 16 bits', staringImager(-0.2)],
])('what is written of %s is read back the same: codes, marks, radiances, law, grid and times', async (_, preset) => {
  // The Earth's rim, a few bad pixels of the array, and a fire out of range: not good ground alone.
  const [{ grid, raster }] = framesOf(preset);
  const place = geodeticOfScan(grid, { x_rad: 0.139, y_rad: raster.y0_rad - 70 * raster.step_rad });
  if (place === undefined) throw new Error('it is beside the Earth');
  const frames = framesOf(preset, NOON, 0.139, [{ place, temperature_K: 1500, area_m2: 3e7 }]);
  expect(new Set(frames.flatMap(({ quality }) => [...quality]))).toEqual(new Set([0, 2, 3]));
  for (const frame of frames) {
    const file = join(folder, abiFileName(frame));
    await writeAbi(file, frame);
    const read = await readAbi(file);
    const { radianceOf, planck, reflectancePerRadiance, wavelength_um, source, grid: _grid, raster: _raster, ...exact } = read;
    expect(source).toBe(file);
    expect(exact).toEqual({
      satellite: frame.satellite,
      area: 'M1',
      band: frame.band,
      begin_us: frame.begin_us,
      end_us: frame.end_us,
      codes: frame.codes,
      quality: frame.quality,
    });
    for (const code of [0, 1, 77, 4_000]) expect(radianceOf[code]).toBeCloseTo(frame.radianceOf[code], 9);
    expect(radianceOf.map((radiance) => Number(Number.isNaN(radiance)))).toEqual(
      frame.radianceOf.map((radiance) => Number(Number.isNaN(radiance))),
    );
    expect(wavelength_um).toBe(Math.fround(frame.wavelength_um));
    expect(reflectancePerRadiance).toBe(frame.reflectancePerRadiance === undefined ? undefined : Math.fround(frame.reflectancePerRadiance));
    expect(planck?.fk1).toBe(frame.planck && Math.fround(frame.planck.fk1));
    expect(planck?.fk2).toBe(frame.planck && Math.fround(frame.planck.fk2));
    expect([read.raster.rows, read.raster.columns]).toEqual([frame.raster.rows, frame.raster.columns]);
    // A thousandth of a pixel.
    for (const key of ['x0_rad', 'y0_rad', 'step_rad'] as const) expect(Math.abs(read.raster[key] - frame.raster[key])).toBeLessThan(3e-8);
    const [readGrid, grid] = [read.grid as FixedGrid, frame.grid as FixedGrid];
    expect(readGrid.longitude_rad).toBeCloseTo(grid.longitude_rad, 12);
    expect({ ...readGrid, longitude_rad: 0 }).toEqual({ ...grid, longitude_rad: 0 });
  }
});

test('the same stands out of a look that was written and read as of the look itself', async () => {
  const frames = framesOf(WEATHER, MIDNIGHT);
  const read: BandFrame[] = [];
  for (const frame of frames) {
    const file = join(folder, `again-${frame.band}.nc`);
    await writeAbi(file, frame);
    read.push(await readAbi(file));
  }
  const found = (look: readonly BandFrame[]): unknown => {
    const seen = imagerLookOf(look);
    if ('message' in seen) throw new Error(seen.message);
    return candidatesOf(seen, MIDNIGHT).map(({ at, rejectedFor }) => [at, rejectedFor]);
  };
  expect(found(frames)).not.toEqual([]);
  expect(found(read)).toEqual(found(frames));
});

// Of 65,535 the fill was a code with a radiance, and a code between others that has none was read with one.
test.each([
  ['the last of all codes has a radiance', []],
  ['one between others has none, and the last of all has one', [300]],
  ['the first has none', [0]],
] as const)('a code without a radiance is read without one, and no other: %s', async (name, holes) => {
  const [frame] = framesOf(WEATHER);
  const radianceOf = Float64Array.from({ length: 65_536 }, (_, code) => ((holes as readonly number[]).includes(code) ? NaN : 0.001 * code));
  const file = join(folder, `${name}.nc`);
  await writeAbi(file, { ...frame, radianceOf });
  const read = await readAbi(file);
  expect(Array.from(read.radianceOf.keys()).filter((code) => Number.isNaN(read.radianceOf[code]))).toEqual(holes);
});

test('a frame that has no radiance at more than one code between others is refused', () => {
  const [frame] = framesOf(WEATHER);
  const radianceOf = Float64Array.from({ length: 65_536 }, (_, code) => (code === 300 || code === 400 ? NaN : 0.001 * code));
  expect(() => abiContent({ ...frame, radianceOf })).toThrow(/^more than one code between others has no radiance/);
});

test('the name of a file has satellite, area, band and times, as the operator gives them', () => {
  const [frame] = framesOf(WEATHER);
  expect(abiFileName(frame)).toBe('IS_ABI-L1b-RadM1-M6C07_SIM-G_s20250591200334_e20250591200394_c20250591200394.nc');
});

// From the 32,769th on they wrapped around, to the other side of the Earth.
test('an axis of more pixels than its codes can count is refused', () => {
  const [frame] = framesOf(WEATHER);
  const wide = (columns: number): BandFrame => ({
    ...frame,
    raster: { ...frame.raster, rows: 1, columns },
    codes: new Uint16Array(columns),
    quality: new Uint8Array(columns),
  });
  expect(abiContent(wide(32_768)).variables.x.data.at(-1)).toBe(32_767);
  expect(() => abiContent(wide(32_769))).toThrow(RangeError);
  expect(() => abiContent(wide(32_769))).toThrow(
    /^x: 32769 pixels, and codes of 16 bits for 32768; write a smaller area, or larger pixels$/,
  );
});

test('a file whose parts do not fit is not written, and what does not is named', async () => {
  const content = abiContent(framesOf(WEATHER)[0]);
  const place = join(folder, 'unfit');
  const short = { ...content, dimensions: { ...content.dimensions, y: 3 } };
  await expect(writeNetcdf(place, short)).rejects.toThrow(/^Rad: 6400 values for 240 places; give one for each place$/);
  const { y: _, ...without } = content.dimensions;
  await expect(writeNetcdf(place, { ...content, dimensions: without })).rejects.toThrow(/^Rad: there is no dimension "y"/);
  expect(readdirSync(folder)).not.toContain('unfit');
});

test('frames of an imager that moves have no fixed grid, and are no files of this kind', () => {
  const [frame] = framesOf(WEATHER);
  const grid = pointedGrid({ x: 3e7, y: 0, z: 2e7 }, { x: 0, y: 0, z: 6e6 });
  expect(() => abiContent({ ...frame, grid })).toThrow(/no fixed grid.*geostationary/s);
});
