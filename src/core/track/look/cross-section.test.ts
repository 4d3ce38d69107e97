import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../../tests/support/properties.ts';
import { surveillanceRadar } from '../../../sim/defaults.ts';
import { geodeticDegrees } from '../../frames/geodetic.ts';
import { addScaled } from '../../math/vector.ts';
import type { RadarSensor } from '../../sense/sensor.ts';
import { chanceOver, CROSS_SECTIONS_M2, learnHit, learnSilence, unknownCrossSection } from './cross-section.ts';
import { direction, radarFrame } from './radar-frame.ts';
import { radarChances } from './visibility.ts';

/** A radar with so many decibels of one square metre at 1,000 km, and its chances so far off, in the middle of its coverage. */
function chancesOf(signalToNoise_dB: number | undefined, range_km: number): Float64Array {
  const { spec } = surveillanceRadar('radar', geodeticDegrees(40, 140, 100));
  const { sensitivity, ...silent } = spec;
  const sensor: RadarSensor = signalToNoise_dB === undefined ? silent : { ...spec, sensitivity: { ...sensitivity, signalToNoise_dB } };
  const frame = radarFrame(sensor);
  const { x, y, z } = addScaled(frame.origin, direction(frame, 0, 0.5), range_km * 1000);
  return radarChances(sensor, frame, Float64Array.of(x, y, z, 0, 0, 0));
}

/** −ln of the chance of so many looks in a row that show nothing. */
function silence(chances: Float64Array, looks: number, crossSection = unknownCrossSection()): number {
  let sum = 0;
  for (let i = 0; i < looks; i++) {
    const chance = chanceOver(crossSection, chances);
    const silent = learnSilence(crossSection, chances, 1, 1);
    expect(silent).toBeCloseTo(-Math.log(1 - chance), 9);
    sum += silent;
  }
  return sum;
}

// A radar that looks every second learnt four times that it could not see the thing, and counted a quarter: what was gone stayed for ever.
test('four looks that count a quarter each say, and teach, what one does', () => {
  const chances = chancesOf(36, 1000);
  const [once, often] = [unknownCrossSection(), unknownCrossSection()];
  const whole = learnSilence(once, chances, 1, 1);
  let parts = 0;
  for (let i = 0; i < 4; i++) parts += learnSilence(often, chances, 1, 0.25);
  expect(parts).toBeCloseTo(whole, 9);
  for (let k = 0; k < once.length; k++) expect(often[k]).toBeCloseTo(once[k], 9);
});

test('the silence of many looks is that of one object of one size, whichever it is', () => {
  const chance = fc.double({ min: 1e-4, max: 0.95, noNaN: true });
  const look = fc.array(chance, { minLength: CROSS_SECTIONS_M2.length, maxLength: CROSS_SECTIONS_M2.length });
  holds(
    fc.property(fc.array(look, { minLength: 1, maxLength: 12 }), (looks) => {
      const crossSection = unknownCrossSection();
      let stepwise = 0;
      for (const chances of looks) {
        stepwise -= Math.log(1 - chanceOver(crossSection, Float64Array.from(chances)));
        learnSilence(crossSection, Float64Array.from(chances), 1, 1);
      }
      const whole = unknownCrossSection().reduce(
        (sum, w, k) => sum + w * looks.reduce((product, chances) => product * (1 - chances[k]), 1),
        0,
      );
      expect(stepwise).toBeCloseTo(-Math.log(whole), 9);
    }),
  );
});

/** From here on a phenomenology counts as absent (assess.ts). */
const ABSENT = 12;

// Radars of 12 to 18 dB, 1,000 km off and more, took back true warnings of payloads of 0.1 m², of which they show one look in a hundred at most.
test('a radar that could not see it says nothing by its silence, for however long', () => {
  for (const signalToNoise_dB of [12, 15, 18]) expect(silence(chancesOf(signalToNoise_dB, 1200), 300)).toBeLessThan(ABSENT / 2);
  expect(silence(chancesOf(47, 2900), 30)).toBeLessThan(ABSENT);
});

test('a radar that must see it is believed in its silence after some looks, and after a few more where only the smallest could hide', () => {
  expect(silence(chancesOf(47, 800), 5)).toBeGreaterThan(ABSENT);
  expect(silence(chancesOf(47, 1500), 30)).toBeGreaterThan(ABSENT);
});

test('a radar that states no sensitivity is believed well inside its range, and not at its end', () => {
  expect(silence(chancesOf(undefined, 300), 6)).toBeGreaterThan(ABSENT);
  expect(silence(chancesOf(undefined, 2500), 300)).toBeLessThan(ABSENT);
});

test('what has been seen is expected again where it was seen, and misses say that it is smaller', () => {
  const chances = chancesOf(25, 1000);
  const unknown = unknownCrossSection();
  const seen = unknownCrossSection();
  for (let i = 0; i < 5; i++) learnHit(seen, chances);
  const missed = seen.slice();
  for (let i = 0; i < 5; i++) learnSilence(missed, chances, 1, 1);
  expect(chanceOver(unknown, chances)).toBeLessThan(0.7);
  expect(chanceOver(seen, chances)).toBeGreaterThan(0.75);
  expect(chanceOver(missed, chances)).toBeLessThan(0.25);
});

// The radar saw a stage of 3 m², and then could not see the payload of 0.1 m².
test('a thing that was seen well may be another from one look to the next, so silence after many hits convicts no weak radar', () => {
  const chances = chancesOf(15, 1200);
  const seen = unknownCrossSection();
  for (let i = 0; i < 100; i++) learnHit(seen, chances);
  expect(silence(chances, 300, seen)).toBeLessThan(ABSENT);
  const strong = chancesOf(47, 800);
  for (let i = 0; i < 100; i++) learnHit(seen, strong);
  expect(silence(strong, 6, seen)).toBeGreaterThan(ABSENT);
});
