import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import hdf5 from 'h5wasm/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isoFromMicros } from '../../api/iso.ts';
import { toDegrees } from '../../core/units.ts';
import { isGlm, readGlm } from './goes-glm.ts';

let folder = '';
beforeAll(async () => {
  await hdf5.ready;
  folder = mkdtempSync(join(tmpdir(), 'tocsin-glm-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two flashes: one of two groups of two events and one, one of a group of one event. Times are in codes. */
type Made = {
  readonly events?: readonly number[];
  readonly firsts?: readonly number[];
  readonly time?: Readonly<Record<string, unknown>>;
  readonly parents?: readonly number[];
  readonly areaUnits?: string;
  readonly latitudes?: readonly number[];
  readonly longitudes?: readonly number[];
  readonly covers?: readonly [start: string, end: string];
};

const SECONDS = { units: 'seconds since 2023-01-26 19:00:00.000', scale_factor: Float32Array.of(0.001), add_offset: Float32Array.of(-5) };

let made = 0;
function written({
  events = [5000, 5500, 6000, 20_000],
  firsts = [5000, 20_000],
  time = {},
  parents = [1, 1, 2, 3],
  areaUnits = 'm2',
  latitudes = [-20, 30],
  longitudes = [-190, -120],
  covers: [start, end] = ['2023-01-26T19:00:00.0Z', '2023-01-26T19:00:20.0Z'],
}: Made): string {
  const path = join(folder, `${made++}.nc`);
  const file = new hdf5.File(path, 'w');
  const put = (name: string, data: Int16Array | Int32Array | Float32Array, attributes: Readonly<Record<string, unknown>> = {}): void => {
    const dataset = file.create_dataset({ name, data, shape: [data.length] });
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) dataset.create_attribute(key, value as never);
  };
  const times = { _Unsigned: 'true', ...SECONDS, ...time };
  const stored = (codes: readonly number[]): Int16Array => new Int16Array(Uint16Array.from(codes).buffer);
  file.create_attribute('platform_ID', 'G18');
  file.create_attribute('time_coverage_start', start);
  file.create_attribute('time_coverage_end', end);
  put('event_time_offset', stored(events), times);
  put('event_parent_group_id', Int32Array.from(parents));
  put('group_id', Int32Array.of(1, 2, 3));
  put('group_parent_flash_id', Int16Array.of(7, 7, -9), { _Unsigned: 'true' });
  put('flash_id', Int16Array.of(7, -9), { _Unsigned: 'true' });
  put('flash_time_offset_of_first_event', stored(firsts), times);
  put('flash_lat', Float32Array.from(latitudes));
  put('flash_lon', Float32Array.from(longitudes));
  const packed = (scale: number, units: string | undefined) => ({
    _Unsigned: 'true',
    _FillValue: Int16Array.of(-1),
    scale_factor: Float32Array.of(scale),
    add_offset: Float32Array.of(0),
    units,
  });
  put('flash_energy', Int16Array.of(100, -1), packed(1e-15, 'J'));
  put('flash_area', Int16Array.of(200, 300), packed(2, areaUnits));
  file.close();
  return path;
}

test('a flash has its first time, its length, its place and what it is made of', async () => {
  const file = await readGlm(written({}));
  expect([file.satellite, file.events, file.groups, file.flashes.length]).toEqual(['G18', 4, 3, 2]);
  const [first, second] = file.flashes;
  expect(isoFromMicros(first.at_us)).toBe('2023-01-26T19:00:00Z');
  expect(first.lasts_s).toBeCloseTo(1, 5);
  expect([first.events, second.events]).toEqual([3, 1]);
  expect([first, second].map(({ longitude_rad }) => Math.round(toDegrees(longitude_rad)))).toEqual([170, -120]);
  expect(first.energy_J).toBeCloseTo(1e-13, 18);
  expect(second.energy_J).toBeNaN();
  expect(first.area_m2).toBe(400);
});

test('square kilometres are taken as such', async () => {
  expect((await readGlm(written({ areaUnits: 'km2' }))).flashes[0].area_m2).toBe(4e8);
});

test('times that do not say that they are unsigned, and such as are signed, are read by the file’s span', async () => {
  const unsigned = await readGlm(
    written({
      events: [40_000, 40_400, 41_000, 45_000],
      firsts: [40_000, 45_000],
      time: { _Unsigned: undefined, scale_factor: Float32Array.of(0.0005) },
    }),
  );
  expect(unsigned.flashes.map(({ at_us }) => Math.round((at_us - unsigned.begin_us) / 1e5) / 10)).toEqual([15, 17.5]);
  const signed = await readGlm(
    written({
      events: [65_478, 0, 300, 5000],
      firsts: [65_478, 5000],
      time: {
        _Unsigned: undefined,
        units: 'milliseconds since 2023-01-26 19:00:00.000',
        scale_factor: Float32Array.of(2),
        add_offset: Float32Array.of(0),
      },
    }),
  );
  expect(signed.flashes.map(({ at_us }) => (at_us - signed.begin_us) / 1e6)).toEqual([-0.116, 10]);
});

// Their epoch was not read, and a time without its zone was the machine's (tests/time-zone.test.ts).
test('times count from when they say, and what says no zone is in UTC', async () => {
  const earlier = {
    time: { units: 'seconds since 2023-01-26 18:59:50' },
    firsts: [15_000, 30_000],
    events: [15_000, 15_500, 16_000, 30_000],
  };
  for (const covers of [
    ['2023-01-26T19:00:00.0Z', '2023-01-26T19:00:20.0Z'],
    ['2023-01-26 19:00:00', '2023-01-26 19:00:20'],
  ] as const) {
    for (const made of [{}, earlier])
      expect((await readGlm(written({ covers, ...made }))).flashes.map(({ at_us }) => isoFromMicros(at_us).slice(0, 19))).toEqual([
        '2023-01-26T19:00:00',
        '2023-01-26T19:00:15',
      ]);
  }
});

test('times that count from another day, or a span that is none, are refused with their field', async () => {
  await expect(readGlm(written({ time: { units: 'seconds since 2023-01-27 19:00:00' } }))).rejects.toMatchObject({
    field: 'event_time_offset',
    message: 'has times outside the span that the file states',
  });
  await expect(readGlm(written({ covers: ['yesterday', '2023-01-26T19:00:20.0Z'] }))).rejects.toMatchObject({
    field: 'time_coverage_start',
    message: 'is "yesterday", no time such as 2023-01-26T19:00:00.0Z',
  });
  await expect(readGlm(written({ covers: ['2023-01-26T19:00:20.0Z', '2023-01-26T19:00:00.0Z'] }))).rejects.toMatchObject({
    field: 'time_coverage_end',
  });
});

// Told as a line whose latitude was null beside a longitude.
test('a flash without a place is left out and counted', async () => {
  for (const made of [{ latitudes: [-20, NaN] }, { longitudes: [-190, NaN] }]) {
    const { flashes, unplaced } = await readGlm(written(made));
    expect([flashes.length, unplaced, Math.round(toDegrees(flashes[0].longitude_rad))]).toEqual([1, 1, 170]);
  }
  expect((await readGlm(written({}))).unplaced).toBe(0);
});

test('times outside the span, lists of other lengths and unknown units are refused with their field', async () => {
  await expect(
    readGlm(written({ events: [5000, 5000, 5000, 60_000], time: { scale_factor: Float32Array.of(0.01) } })),
  ).rejects.toMatchObject({
    field: 'event_time_offset',
    message: 'has times outside the span that the file states',
  });
  await expect(readGlm(written({ parents: [1, 1] }))).rejects.toMatchObject({ field: 'event_parent_group_id' });
  await expect(readGlm(written({ time: { units: 'days since 1970-01-01' } }))).rejects.toMatchObject({ field: 'event_time_offset.units' });
  await expect(readGlm(written({ areaUnits: 'acres' }))).rejects.toMatchObject({
    field: 'flash_area.units',
    message: 'is "acres", not m2 or km2',
  });
});

test('codes without what makes times of them, flashes beyond a pole and flashes without a time are refused; an event without one is an event', async () => {
  await expect(readGlm(written({ time: { scale_factor: undefined } }))).rejects.toMatchObject({ field: 'event_time_offset.scale_factor' });
  await expect(readGlm(written({ latitudes: [-20, 90.5] }))).rejects.toMatchObject({ field: 'flash_lat', message: 'is beyond a pole' });
  const fill = { _FillValue: Int16Array.of(-1) };
  await expect(readGlm(written({ firsts: [5000, 65_535], time: fill }))).rejects.toMatchObject({ message: 'has no time of a flash' });
  const { events, flashes } = await readGlm(written({ events: [5000, 5500, 65_535, 20_000], time: fill }));
  expect([events, flashes[0].events]).toEqual([4, 3]);
  expect(flashes[0].lasts_s).toBeCloseTo(0.5, 5);
});

test('events of a group that the file lacks are nobody’s; a file without any is one', async () => {
  const file = await readGlm(written({ parents: [1, 1, 99, 3] }));
  expect([file.events, ...file.flashes.map(({ events }) => events)]).toEqual([4, 2, 1]);
  const path = join(folder, 'none.nc');
  const none = new hdf5.File(path, 'w');
  none.create_dataset({ name: 'Rad', data: Int16Array.of(1), shape: [1] });
  none.close();
  expect([await isGlm(path), await isGlm(written({}))]).toEqual([false, true]);
});
