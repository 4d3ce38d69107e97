import { expect, test } from 'vitest';
import { sensitivityAt1000km } from '../../../sim/defaults.ts';
import { stream } from '../../../sim/random.ts';
import { signalToNoise } from '../../sense/sensitivity.ts';
import {
  BODY_ALONE,
  echo_dBsm,
  type EchoStrength,
  forgetStrength,
  learnStrength,
  likelihoodOf,
  unknownStrength,
  WITH_TANKS,
} from './echo-strength.ts';

test('the echo of a plot is that of its cross-section, however far off, by the sensitivity that the radar declares', () => {
  const sensitivity = sensitivityAt1000km(47);
  for (const range_m of [200_000, 1_000_000, 2_500_000])
    for (const crossSection_m2 of [0.1, 3]) {
      const signalToNoise_dB = 10 * Math.log10(signalToNoise(sensitivity, range_m, crossSection_m2));
      expect(echo_dBsm(sensitivity, { range_m, signalToNoise_dB })).toBeCloseTo(10 * Math.log10(crossSection_m2), 9);
    }
});

test('nothing is concluded from a radar that declares no sensitivity, or would often miss a body alone so far off', () => {
  const plot = { range_m: 1_000_000, signalToNoise_dB: 20 };
  expect(echo_dBsm(undefined, plot)).toBeUndefined();
  // 13 dB of a square metre are 3 dB of a tenth: what it shows of that is what stood out.
  expect(echo_dBsm(sensitivityAt1000km(13), plot)).toBeUndefined();
  expect(echo_dBsm(sensitivityAt1000km(13), { ...plot, range_m: 300_000 })).toBeDefined();
});

/** How much likelier such echoes are of what has its tanks than of a body alone. */
const ratioOf = (strength: EchoStrength): number => likelihoodOf(strength, WITH_TANKS) / likelihoodOf(strength, BODY_ALONE);

test('ten looks tell a stage from a body alone, however one look fluctuates, nine times of ten and better', () => {
  const random = stream(7, 'echo strength');
  const draws = {
    // Swerling's first case: the power of one look is exponential about the mean.
    exponential: () => 10 * Math.log10(-Math.log(1 - random.uniform())),
    // A body that turns: normal in decibels.
    lognormal: () => 6 * random.normal(),
    steady: () => 1.5 * random.normal(),
  };
  for (const draw of Object.values(draws)) {
    let right = 0;
    for (let turn = 0; turn < 500; turn++) {
      const isStage = turn % 2 === 0;
      const { mean_dBsm, spread_dB } = isStage ? WITH_TANKS : BODY_ALONE;
      const mean = mean_dBsm + spread_dB * random.normal();
      const strength = unknownStrength();
      for (let look = 0; look < 10; look++) learnStrength(strength, mean + draw());
      if (ratioOf(strength) > 1 === isStage) right += 1;
    }
    expect(right).toBeGreaterThan(450);
  }
});

test('one glint makes no stage of a body, and what has left its stage is known for that some looks later', () => {
  const strength = unknownStrength();
  for (let look = 0; look < 20; look++) learnStrength(strength, 5);
  expect(ratioOf(strength)).toBeGreaterThan(20);
  for (let look = 0; look < 20; look++) learnStrength(strength, -10);
  expect(ratioOf(strength)).toBeLessThan(0.05);
  learnStrength(strength, 15);
  expect(ratioOf(strength)).toBeLessThan(0.2);
  forgetStrength(strength);
  expect(strength).toEqual(unknownStrength());
});
