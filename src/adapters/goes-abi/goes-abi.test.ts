import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COLUMNS, type Otherwise, ROWS, writeAbi } from '../../../tests/support/abi-file.ts';
import { isoFromMicros } from '../../api/iso.ts';
import type { FixedGrid } from '../../core/frames/imager-grid.ts';
import { brightnessTemperature } from '../../core/physics/planck.ts';
import { toDegrees } from '../../core/units.ts';
import { NetcdfError } from '../netcdf/netcdf.ts';
import { readAbi } from './goes-abi.ts';
import { framesOf, looksIn } from './looks.ts';
import { imageFiles } from '../watched-folder/image-files.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-abi-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
async function written(otherwise: Otherwise = {}): Promise<string> {
  const file = join(folder, `${made++}.nc`);
  await writeAbi(file, otherwise);
  return file;
}

async function faultOf(file: string): Promise<NetcdfError> {
  const fault: unknown = await readAbi(file).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (fault instanceof NetcdfError) return fault;
  throw new Error(fault instanceof Error ? fault.message : 'the file was read');
}

test('a frame has its satellite, its area, its times and its grid', async () => {
  const frame = await readAbi(await written());
  expect([frame.satellite, frame.area, frame.band]).toEqual(['G17', 'M2', 7]);
  expect(isoFromMicros(frame.begin_us)).toBe('2019-10-27T20:00:27.500Z');
  expect(isoFromMicros(frame.end_us)).toBe('2019-10-27T20:00:34.250Z');
  expect(toDegrees((frame.grid as FixedGrid).longitude_rad)).toBeCloseTo(-137, 9);
  expect(frame.grid.sweep).toBe('x');
  expect([frame.raster.rows, frame.raster.columns]).toEqual([ROWS, COLUMNS]);
  expect(frame.raster.x0_rad).toBeCloseTo(0.0247, 8);
  expect(frame.raster.y0_rad).toBeCloseTo(0.1153, 8);
  expect(frame.raster.step_rad).toBeCloseTo(56e-6, 11);
  expect([frame.quality.length, frame.reflectancePerRadiance]).toEqual([ROWS * COLUMNS, undefined]);
});

test('a code is unsigned, scaled and turned into the temperature that the file’s own coefficients say', async () => {
  // 40,000 is −25,536 as it is stored.
  const codes = Uint16Array.of(0, 1000, 16_383, 40_000, 1, 2, 3, 4, 5, 6, 7, 8);
  const frame = await readAbi(await written({ codes, attributes: { 'Rad.valid_range': undefined } }));
  expect([...frame.codes]).toEqual([...codes]);
  const radiances = [0, 1000, 16_383, 40_000].map((code) => frame.radianceOf[code]);
  expect(radiances[0]).toBeCloseTo(-0.0376, 7);
  expect(radiances[1]).toBeCloseTo(1.5267510269, 6);
  expect(radiances[2]).toBeNaN();
  expect(radiances[3]).toBeCloseTo(62.536441, 4);
  if (frame.planck === undefined) throw new Error('the band glows');
  // 3703.5 / ln(203135 / 1.52675 + 1), less 0.43361, over 0.99939.
  expect(brightnessTemperature(frame.planck, radiances[1])).toBeCloseTo(
    (3703.5 / Math.log(203_135 / radiances[1] + 1) - 0.43361) / 0.99939,
    3,
  );
  expect(brightnessTemperature(frame.planck, radiances[0])).toBeNaN();
});

test('codes outside the valid range have no value', async () => {
  const { radianceOf } = await readAbi(await written({ attributes: { 'Rad.valid_range': Int16Array.of(10, 2000) } }));
  expect([radianceOf[9], radianceOf[2001]]).toEqual([NaN, NaN]);
  expect(radianceOf[10]).not.toBeNaN();
});

test('an axis that another tool wrote, in plain single precision and with another spelling of its epoch, is the same axis', async () => {
  const data = Float32Array.from({ length: COLUMNS }, (_, k) => 0.0247 + 56e-6 * k);
  const frame = await readAbi(
    await written({ x: { data, isPacked: false }, attributes: { 't.units': 'seconds since 2000-01-01T12:00:00' } }),
  );
  expect(frame.raster.x0_rad).toBeCloseTo(0.0247, 7);
  expect(frame.raster.step_rad).toBeCloseTo(56e-6, 8);
});

test.each<[Otherwise, string, RegExp]>([
  [{ without: ['Rad'] }, 'Rad', /is no variable/],
  [{ without: ['DQF'] }, 'DQF', /is no variable/],
  [{ without: ['band_id'] }, 'band_id', /is missing/],
  [{ attributes: { '.platform_ID': undefined } }, 'platform_ID', /is missing/],
  [{ attributes: { 'goes_imager_projection.sweep_angle_axis': undefined } }, 'goes_imager_projection.sweep_angle_axis', /is missing/],
  [{ attributes: { 'goes_imager_projection.sweep_angle_axis': 'z' } }, 'goes_imager_projection.sweep_angle_axis', /neither x nor y/],
  [{ attributes: { 'goes_imager_projection.semi_major_axis': undefined } }, 'goes_imager_projection.semi_major_axis', /is missing/],
  [{ attributes: { 't.units': 'days since 1970-01-01' } }, 't.units', /"days since 1970-01-01"/],
  [{ attributes: { 'Rad._Unsigned': undefined } }, 'Rad', /not as unsigned 16-bit/],
  // A code taken for its value is a wrong temperature, and shows nowhere.
  [{ attributes: { 'Rad.scale_factor': undefined } }, 'Rad.scale_factor', /is missing/],
  [{ attributes: { 'Rad.scale_factor': Float32Array.of(0) } }, 'Rad.scale_factor', /is 0/],
  [{ attributes: { 'Rad.scale_factor': Float32Array.of(NaN) } }, 'Rad.scale_factor', /is NaN/],
  [{ attributes: { 'Rad.scale_factor': Float32Array.of(-1) } }, 'Rad.scale_factor', /is -1/],
  [{ attributes: { 'Rad.scale_factor': '0.00156' } }, 'Rad.scale_factor', /is no number/],
  [{ attributes: { 'Rad.add_offset': undefined } }, 'Rad.add_offset', /is missing/],
  [{ attributes: { 'Rad.add_offset': Float32Array.of(Infinity) } }, 'Rad.add_offset', /is Infinity/],
  [{ attributes: { 'Rad.valid_range': Int16Array.of(16_382, 0) } }, 'Rad.valid_range', /is 16382 to 0, no range/],
  [{ attributes: { 'Rad.valid_range': undefined, 'Rad._FillValue': undefined } }, 'Rad._FillValue', /is missing/],
  [{ attributes: { 'x.scale_factor': Float32Array.of(NaN) } }, 'x.scale_factor', /is NaN/],
  [{ attributes: { 'x.add_offset': undefined } }, 'x.add_offset', /is missing/],
  [{ attributes: { '.platform_ID': Int32Array.of(17) } }, 'platform_ID', /is no text/],
  [{ attributes: { 't.units': undefined } }, 't.units', /is missing/],
  [{ codes: new Uint16Array(ROWS * COLUMNS).fill(16_383) }, 'Rad', /has no pixel with a value/],
  [{ values: { DQF: Array.from({ length: ROWS * COLUMNS }, () => 'good') } }, 'DQF', /holds no numbers/],
  [{ along: ['x', 'y'], rows: 3, columns: 3 }, 'Rad', /lies along x, y/],
  [{ values: { planck_bc1: Float32Array.of(NaN) } }, 'planck_bc1', /has no value/],
  [{ values: { planck_fk1: Float32Array.of(-999) } }, 'planck_fk1', /has no value/],
  [{ values: { planck_bc2: Float32Array.of(0) } }, 'planck_bc2', /is 0, not between/],
  [{ without: ['planck_fk2'] }, 'planck_fk2', /is missing/],
  [{ values: { band_wavelength: Float32Array.of(3890) } }, 'band_wavelength', /is 3890, not between/],
  [{ values: { band_wavelength: Float32Array.of(2.2) }, attributes: { 'Rad.units': 'W m-2 sr-1 um-1' } }, 'kappa0', /has no value/],
  // Radiances by wavelength taken for such by wave number are wrong temperatures.
  [{ attributes: { 'Rad.units': undefined } }, 'Rad.units', /is missing/],
  [{ attributes: { 'Rad.units': 'W m-2 sr-1 um-1' } }, 'Rad.units', /is "W m-2 sr-1 um-1", not "mW m-2 sr-1 \(cm-1\)-1"/],
  [{ values: { band_wavelength: Float32Array.of(2.2) } }, 'Rad.units', /not "W m-2 sr-1 um-1" as for a band at 2.2/],
  [{ values: { band_id: Float32Array.of(99) } }, 'band_id', /is 99/],
  [{ without: ['time_bounds'] }, 'time_bounds', /is no variable/],
  [{ values: { time_bounds: Float64Array.of(NaN, NaN) } }, 'time_bounds', /does not say when/],
  [{ values: { time_bounds: Float64Array.of(1e30, 1e30) } }, 'time_bounds', /does not say when/],
  [{ values: { time_bounds: Float64Array.of(-1e12, 0) } }, 'time_bounds', /does not say when/],
  [{ values: { time_bounds: Float64Array.of(0, 0) } }, 't', /is not within time_bounds/],
  [
    { attributes: { 'goes_imager_projection.grid_mapping_name': 'lambert_conformal_conic' } },
    'goes_imager_projection.grid_mapping_name',
    /not "geostationary"/,
  ],
  [
    { attributes: { 'goes_imager_projection.perspective_point_height': 35_786.023 } },
    'goes_imager_projection.perspective_point_height',
    /is 35786.023, not between/,
  ],
  [
    { attributes: { 'goes_imager_projection.longitude_of_projection_origin': NaN } },
    'goes_imager_projection.longitude_of_projection_origin',
    /is NaN/,
  ],
  [{ attributes: { 'goes_imager_projection.semi_minor_axis': 9e6 } }, 'goes_imager_projection.semi_minor_axis', /not between/],
  [{ x: { data: Float32Array.of(1.41, 1.413, 1.416, 1.419), isPacked: false } }, 'x', /past the Earth: scan angles are in radians/],
  [{ x: { data: Int16Array.of(0, 1, 5, 6), isPacked: true } }, 'x', /no equal steps/],
  [{ x: { data: Int16Array.of(3, 2, 1, 0), isPacked: true } }, 'x', /does not grow to the east/],
])('%j is refused at %s', async (otherwise, field, message) => {
  const file = await written(otherwise);
  const fault = await faultOf(file);
  expect([fault.file, fault.field]).toEqual([file, field]);
  expect(fault.message).toMatch(message);
  expect(fault.remedy).not.toBe('');
});

test('what is cut off, empty, or no such file is told as what it is, and prints nothing of its own', async () => {
  const whole = await written();
  const place = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const bytes = readFileSync(whole);
  expect((await faultOf(place('cut.nc', bytes.subarray(0, bytes.length / 2)))).message).toMatch(/^cannot be read: /);
  expect((await faultOf(place('empty.nc', ''))).message).toBe('is empty');
  expect((await faultOf(place('text.nc', 'scan,t,el,az,range\n'))).message).toBe('is no NetCDF-4 file');
  expect((await faultOf(place('classic.nc', 'CDF\x01\0\0\0\0'))).message).toBe('is NetCDF of the classic form');
  expect((await faultOf(join(folder, 'nowhere.nc'))).message).toBe('cannot be opened: ENOENT');
  expect((await faultOf(folder)).message).toBe('is no file');
});

// 2026-11-30: four kilobytes of zeros in a file of lightning, and reading it never ended.
test('a heap of texts that is damaged is told, and not walked through for ever', async () => {
  const file = await written({ along: ['y', 'x'] });
  const bytes = readFileSync(file);
  const heap = bytes.indexOf('GCOL');
  expect(heap).toBeGreaterThan(0);
  bytes.fill(0, heap + 16, heap + 2000);
  writeFileSync(file, bytes);
  expect((await faultOf(file)).message).toBe('stands in a heap that is damaged');
});

test('a file that says along which axes its pixels lie is read, and so is one that says it not', async () => {
  const one = await readAbi(await written({ along: ['y', 'x'], rows: 4, columns: 3 }));
  expect([one.raster.rows, one.raster.columns]).toEqual([4, 3]);
});

test('a dimension without values of its own is no axis', async () => {
  // As the library of NetCDF stores one: zeros, and this in its name.
  const NAME = 'This is a netCDF dimension but not a netCDF variable.         4';
  const fault = await faultOf(await written({ values: { x: new Float32Array(COLUMNS) }, attributes: { 'x.NAME': NAME } }));
  expect([fault.field, fault.message]).toEqual(['x', 'is no variable of this file']);
});

test('what is named is found as a shell would find it, and what is left out is told', () => {
  const place = join(folder, 'named');
  mkdirSync(place);
  for (const name of ['a C07.nc', 'b C07.NC', 'c C13.nc', '[d].nc', '.e C07.nc', 'list.txt', 'literal?.nc'])
    writeFileSync(join(place, name), '');
  mkdirSync(join(place, 'later'));
  writeFileSync(Buffer.concat([Buffer.from(`${place}/`), Buffer.from([0xe9]), Buffer.from('.nc')]), '');
  const told = (...named: string[]): readonly [string[], string[]] => {
    const notes: string[] = [];
    const files = imageFiles(
      named.map((name) => join(place, name)),
      (note) => void notes.push(note.replace(place, 'P')),
    );
    return [files.map((file) => relative(place, file)), notes];
  };
  expect(told('.')).toEqual([
    ['.e C07.nc', '[d].nc', 'a C07.nc', 'b C07.NC', 'c C13.nc', 'literal?.nc'],
    ['P: left out 1 folder in it (name them too), 1 file whose names do not end in .nc, 1 file whose names are not UTF-8 (rename them)'],
  ]);
  expect(told('* C07.*')).toEqual([['a C07.nc', 'b C07.NC'], []]);
  expect(told('? C??.nc', 'a*')).toEqual([['a C07.nc', 'c C13.nc'], []]);
  expect(told('[d]*')).toEqual([['[d].nc'], []]);
  expect(told('literal?.nc')).toEqual([['literal?.nc'], []]);
  expect(told('x*')).toEqual([[], ['P/x*: nothing there has such a name']]);
  expect(told('nowhere/*.nc')).toEqual([[], ['P/nowhere: cannot be listed: ENOENT', 'P/nowhere/*.nc: nothing there has such a name']]);
  // What is not there is named by who opens it, and the others go on.
  expect(told('missing.nc', 'a C07.nc')).toEqual([['missing.nc', 'a C07.nc'], []]);
});

test('bands that began together are one look; a band that comes twice and a file of something else are refused, and the others go on', async () => {
  const place = join(folder, 'looks');
  mkdirSync(place);
  await writeAbi(join(place, 'b.nc'));
  await writeAbi(join(place, 'a.nc'), { attributes: {} });
  await writeAbi(join(place, 'c.nc'), { without: ['Rad'] });
  writeFileSync(join(place, 'notes.txt'), '');
  mkdirSync(join(place, 'older.nc'));
  const refused: string[] = [];
  const refuse = (fault: NetcdfError): void => void refused.push(`${fault.file.slice(place.length + 1)}: ${fault.message}`);
  const files = imageFiles([place]);
  expect(files.map((file) => file.slice(place.length + 1))).toEqual(['a.nc', 'b.nc', 'c.nc']);
  // Named by itself as well, and by a link, a file is still one.
  symlinkSync(join(place, 'a.nc'), join(folder, 'link.nc'));
  expect(imageFiles([place, join(place, 'b.nc'), join(folder, 'link.nc')])).toEqual(files);
  const looks = await looksIn(files, refuse);
  expect(looks).toHaveLength(1);
  expect(await framesOf(looks[0], refuse)).toHaveLength(1);
  expect(refused).toEqual(['c.nc: holds no radiances of an imager (Rad)', 'b.nc: is band 7 of a look that has it already']);
});
