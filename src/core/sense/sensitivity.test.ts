import { expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { detected, sensitivityOf, signalToNoise } from './sensitivity.ts';

const STATED = { signalToNoise_dB: 20, range_m: 1_000_000, falseAlarmProbability: 1e-6 };

test('an echo is what the radar states at its reference, and falls with the fourth power of the range', () => {
  expect(signalToNoise(STATED, 1_000_000, 1)).toBeCloseTo(100, 9);
  expect(signalToNoise(STATED, 2_000_000, 1)).toBeCloseTo(100 / 16, 9);
  expect(signalToNoise(STATED, 500_000, 0.1)).toBeCloseTo(160, 9);
});

test('what fluctuates from look to look is detected as often as echoes that are drawn pass the threshold', () => {
  // Signal and noise are complex Gaussians, so that their power is exponential; the threshold lets one look of noise in a thousand through.
  const [falseAlarm, draws] = [1e-3, 40_000];
  const threshold = -Math.log(falseAlarm);
  const random = stream(1, 'echoes');
  for (const ratio of [0, 1, 5, 30, 1000]) {
    let passed = 0;
    for (let i = 0; i < draws; i++) if (-(1 + ratio) * Math.log(1 - random.uniform()) > threshold) passed += 1;
    const chance = detected(ratio, falseAlarm);
    const fourSigmas = 4 * Math.sqrt((chance * (1 - chance)) / draws);
    expect(Math.abs(passed / draws - chance)).toBeLessThan(fourSigmas + 1e-9);
  }
});

test('a radar that states no sensitivity is taken to show one square metre every other time at its greatest range', () => {
  const taken = sensitivityOf({ rangeMax_m: 3_000_000 });
  expect(detected(signalToNoise(taken, 3_000_000, 1), taken.falseAlarmProbability)).toBeCloseTo(0.5, 3);
  expect(sensitivityOf({ rangeMax_m: 3_000_000, sensitivity: STATED })).toBe(STATED);
});
