import { expect, test } from 'vitest';
import { LOWER_ROWS, SPEED_OF_SOUND_mps, UPPER_DENSITIES } from '../../../authorities/us-standard-atmosphere-1976.ts';
import { sharedText } from '../../../tests/support/shared.ts';
import { atmosphere, density, densityByFormula } from './atmosphere.ts';

const apart = (a: number, b: number): number => Math.abs(a / b - 1);

test.each(LOWER_ROWS)('at %i km the air is the standard one', (height_km, temperature_K, pressure_Pa, density_kgpm3) => {
  const air = atmosphere(height_km * 1000);
  expect(Math.abs(air.temperature_K - temperature_K)).toBeLessThan(0.001 * temperature_K);
  expect(apart(air.pressure_Pa, pressure_Pa)).toBeLessThan(2e-4);
  expect(apart(air.density_kgpm3, density_kgpm3)).toBeLessThan(2e-4);
});

test.each(UPPER_DENSITIES)('at %i km, between the rows, the density is within 5 per cent', (height_km, density_kgpm3) => {
  expect(apart(density(height_km * 1000), density_kgpm3)).toBeLessThan(0.05);
});

test('sound goes at 340 m/s at sea level', () => {
  expect(atmosphere(0).speedOfSound_mps).toBeCloseTo(SPEED_OF_SOUND_mps, 2);
});

test('density falls without a jump at layer bounds, from −5 to 1,000 km, and ends there', () => {
  for (let height = -5000; height < 1_000_000; height += 250) {
    const change = density(height + 250) / density(height);
    expect(change).toBeLessThan(1);
    expect(change).toBeGreaterThan(0.94);
  }
  for (const bound of [11_019, 20_063, 47_350, 86_000]) expect(apart(density(bound + 0.5), density(bound - 0.5))).toBeLessThan(3e-4);
  expect(density(1_000_001)).toBe(0);
  expect(atmosphere(2e6).density_kgpm3).toBe(0);
  expect(density(-20_000)).toBe(density(-5000));
});

test('the fast path gives the same density', () => {
  for (const height of [-100, 0, 5000, 45_000, 86_000, 86_001, 400_000]) expect(density(height)).toBe(atmosphere(height).density_kgpm3);
});

test('every row of the table from 0 to 86 km holds within 0.01 %', (context) => {
  const [, ...rows] = sharedText('data/physics/us_standard_atmosphere_1976_from_fluids.csv', context).trim().split('\n');
  expect(rows.length).toBeGreaterThan(80);
  for (const row of rows) {
    const [height, temperature, pressure, rho, sound] = row.split(',').map(Number);
    const air = atmosphere(height);
    const pairs = [air.temperature_K / temperature, air.pressure_Pa / pressure, air.density_kgpm3 / rho, air.speedOfSound_mps / sound];
    for (const ratio of pairs.slice(height === 86_000 ? 1 : 0)) expect(Math.abs(ratio - 1)).toBeLessThan(2e-4);
  }
});

test('density from the cubics is that of the formula: within 1e-8 nearly everywhere, within 2e-4 where a layer begins', () => {
  let rough = 0;
  for (let height_m = -5_500; height_m < 160_000; height_m += 7.3) {
    const relative = Math.abs(density(height_m) / densityByFormula(height_m) - 1);
    expect(relative).toBeLessThan(2e-4);
    if (relative > 1e-8) rough += 1;
  }
  expect(rough).toBeLessThan(7 * 14);
});
