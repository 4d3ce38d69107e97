import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { taiFromUtc_us } from '../core/time/scale.ts';
import { flightsFromTable } from './recorded-flights.ts';

const ROW = {
  date: '2022-11-18',
  time_utc: '01:14',
  missile: 'Hwasong-17',
  type: 'ICBM',
  maneuver: null,
  lat: 39.2,
  lon: 125.67,
  apogee_km: 6100,
  distance_km: 1000,
  bearing_deg: 70,
  landing: 'sea-of-japan',
  outcome: 'success',
  flags: [],
};

test('a whole row becomes a flight in SI at its time in UTC', () => {
  const { flights, refused } = flightsFromTable([ROW, { ...ROW, time_utc: '01:14 (UTC)' }]);
  expect(refused).toEqual([]);
  expect(flights).toHaveLength(2);
  expect(flights[0].flight).toMatchObject({
    kind: 'published',
    apogee_m: 6_100_000,
    groundRange_m: 1_000_000,
    launch_us: taiFromUtc_us(Date.UTC(2022, 10, 18, 1, 14) * 1000),
  });
  expect(flights[1].flight.launch_us).toBe(flights[0].flight.launch_us);
  expect(flights[0].name).toBe('2022-11-18 01:14 Hwasong-17');
});

test('dates are those of the calendar', () => {
  for (const date of ['1970-01-01', '1999-12-31', '2000-02-29', '2024-02-29', '2026-03-01', '2100-03-01']) {
    const { flights } = flightsFromTable([{ ...ROW, date }]);
    expect(flights[0].flight.launch_us).toBe(taiFromUtc_us(Date.parse(`${date}T01:14:00Z`) * 1000));
  }
});

test.each([
  [{ date: '2022-11' }, 'date is "2022-11", not YYYY-MM-DD'],
  [{ date: '2023-02-29' }, 'date "2023-02-29" is not in the calendar'],
  [{ date: null }, 'date is null, not YYYY-MM-DD'],
  [{ time_utc: null }, 'no launch time'],
  [{ time_utc: 'unknown' }, 'time_utc is "unknown", not HH:MM'],
  [{ time_utc: '25:00' }, 'time_utc "25:00" is not on the clock'],
  [{ time_utc: '1:14' }, 'time_utc is "1:14", not HH:MM'],
  [{ apogee_km: null }, 'no apogee_km'],
  [{ apogee_km: '6100' }, 'apogee_km is "6100", not a number'],
  [{ apogee_km: 0 }, 'apogee_km is 0, and must be above 0'],
  [{ distance_km: -5 }, 'distance_km is -5, and must be above 0'],
  [{ distance_km: 'na' }, 'distance_km is "na", not a number'],
  [{ distance_km: Number.NaN }, 'distance_km is null, not a number'],
  [{ distance_km: 40_000 }, 'distance_km is 40000, outside -Infinity…20000'],
  [{ lat: 93 }, 'lat is 93, outside -90…90'],
  [{ lon: '125' }, 'lon is "125", not a number'],
  [{ bearing_deg: undefined }, 'no bearing_deg'],
  [{ maneuver: 'zigzag' }, 'maneuver is "zigzag"; known are "pullup", "glide" and null'],
])('a row with %o is refused with the reason', (change, reason) => {
  const { flights, refused } = flightsFromTable({ tests: [ROW, { ...ROW, ...change }] });
  expect(flights).toHaveLength(1);
  expect(refused).toHaveLength(1);
  expect(refused[0].row).toBe(1);
  expect(refused[0].reason).toBe(reason);
});

test('a row that is no row is refused, and a file without rows is an error', () => {
  expect(flightsFromTable([42, null]).refused.map(({ reason }) => reason)).toEqual([
    'the row is not an object',
    'the row is not an object',
  ]);
  expect(() => flightsFromTable({ flights: [] })).toThrow(/no list of flights/);
  expect(() => flightsFromTable('text')).toThrow(RangeError);
});

test('a space launch that succeeded goes to orbit at the published height; one that failed is flown by its figures', () => {
  const { flights } = flightsFromTable([
    { ...ROW, type: 'SLV', apogee_km: 500, distance_km: 2500 },
    { ...ROW, type: 'SLV', outcome: 'failure' },
  ]);
  expect(flights[0].flight).toMatchObject({ kind: 'space-launch', insertionHeight_m: 500_000 });
  expect(flights[1].flight.kind).toBe('published');
});

const TABLE = '../shared/data/nk_missile_tests/tests.json';

test.skipIf(!existsSync(TABLE))(`each row of the recorded flights is flyable or refused (skipped without ${TABLE})`, () => {
  const { flights, refused } = flightsFromTable(JSON.parse(readFileSync(TABLE, 'utf8')));
  expect([flights.length, refused.length]).toEqual([124, 103]);
});
