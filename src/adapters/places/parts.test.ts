import { expect, test } from 'vitest';
import { type Listed, partsIn } from './parts.ts';

const listed = (
  name: string,
  featureCode: string,
  population: number,
  east_km: number,
  over: Partial<Listed> = {},
): Listed & { name: string } => ({
  name,
  country: 'XX',
  adminCode: '1',
  featureCode,
  population,
  // On the equator, where degrees of longitude are those of latitude.
  loc: { coordinates: [east_km / 111.2, 0] },
  ...over,
});

const parts = (...list: readonly (Listed & { name: string })[]): string[] => [...partsIn(list).keys()].map(({ name }) => name);

// A city of eight million reaches 14.6 km, one of two million 9.2.
const CITY = listed('City', 'PPLC', 8e6, 0);

test('what has its centre in the extent of a larger place of the same division is counted with it', () => {
  expect(parts(CITY, listed('Borough', 'PPL', 500_000, 14), listed('Town', 'PPL', 500_000, 16))).toEqual(['Borough']);
});

test('what is of another division or country, as large, or of unknown size, is not', () => {
  expect(
    parts(
      CITY,
      listed('Neighbour', 'PPL', 500_000, 5, { adminCode: '2' }),
      listed('Abroad', 'PPL', 500_000, 5, { country: 'YY' }),
      listed('Equal', 'PPL', 8e6, 5),
      listed('Unknown', 'PPLA2', 0, 5),
    ),
  ).toEqual([]);
});

test('seats whose extent touches that of a city that is the seat of nothing are counted with it, as New York’s boroughs are', () => {
  const span = listed('City', 'PPL', 8e6, 0);
  const seat = listed('Borough', 'PPLA2', 2e6, 20);
  expect(parts(span, seat, listed('Town', 'PPL', 2e6, 20), listed('Far', 'PPLA2', 2e6, 25))).toEqual(['Borough']);
  expect(parts(CITY, seat)).toEqual([]);
});

test('towns have no boroughs', () => {
  expect(parts(listed('Town', 'PPL', 90_000, 0), listed('Village', 'PPL', 1000, 0.5))).toEqual([]);
});

test('meridians that are close hide no part', () => {
  const north = (name: string, population: number, longitude: number) =>
    listed(name, 'PPL', population, 0, { loc: { coordinates: [longitude, 69.6] } });
  expect(parts(north('City', 8e6, 18.9), north('Borough', 100_000, 19.25))).toEqual(['Borough']);
});

test('a quarter is part of its borough, and the borough of the city', () => {
  const [borough, quarter] = [listed('Borough', 'PPL', 1e6, 10), listed('Quarter', 'PPL', 200_000, 11)];
  const found = partsIn([quarter, CITY, borough]);
  expect([found.get(quarter), found.get(borough), found.get(CITY)]).toEqual([borough, CITY, undefined]);
});
