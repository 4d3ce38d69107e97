import { expect, test } from 'vitest';
import { brightnessTemperature, type PlanckBand, planckAt, radianceOfBlackBody, reflectedSunlight } from './planck.ts';

/** Of no instrument: 3.9 µm from the constants of nature, in mW/(m² sr cm⁻¹); c₁ = 1.191042972e-5, c₂ = 1.438776877 cm K. */
const wavenumber_pcm = 1e4 / 3.9;
const band: PlanckBand = { fk1: 1.191042972e-5 * wavenumber_pcm ** 3, fk2: 1.438776877 * wavenumber_pcm, bc1: 0, bc2: 1 };

test('the law at a wavelength is that of the constants of nature', () => {
  const { fk1, fk2, ...line } = planckAt(3.9);
  expect([fk1 / band.fk1, fk2 / band.fk2]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  expect(line).toEqual({ bc1: 0, bc2: 1 });
});

test('a temperature and its radiance undo each other', () => {
  for (const temperature_K of [180, 220, 300, 400, 1200])
    expect(brightnessTemperature(band, radianceOfBlackBody(band, temperature_K))).toBeCloseTo(temperature_K, 9);
});

test('a band’s own line is taken out as it was put in', () => {
  const wide = { ...band, bc1: 0.43, bc2: 0.9994 };
  expect(brightnessTemperature(wide, radianceOfBlackBody(wide, 290))).toBeCloseTo(290, 9);
  expect(radianceOfBlackBody(wide, 290)).not.toBe(radianceOfBlackBody(band, 290));
});

test('300 K radiates 0.58 mW/(m² sr cm⁻¹) at 3.9 µm', () => {
  // B(λ) at 3.9 µm and 300 K is 0.603 W/(m² sr µm), by 1.191043e8 λ⁻⁵ / (e^(14387.77/λT) − 1); times λ²/10.
  const perMicrometre = 1.191043e8 / 3.9 ** 5 / (Math.exp(14387.77 / (3.9 * 300)) - 1);
  expect(radianceOfBlackBody(band, 300)).toBeCloseTo((perMicrometre * 3.9 ** 2) / 10, 5);
});

test('a radiance that is not positive has no temperature', () => {
  expect(brightnessTemperature(band, 0)).toBeNaN();
  expect(brightnessTemperature(band, -0.03)).toBeNaN();
});

test('sunlight on a white surface adds about 5 mW/(m² sr cm⁻¹) at 3.9 µm', () => {
  // Published solar irradiance there is 9 to 11 W/(m² µm).
  const irradiance = (reflectedSunlight(band) * Math.PI * 10) / 3.9 ** 2;
  expect(irradiance).toBeGreaterThan(9);
  expect(irradiance).toBeLessThan(11.5);
});
