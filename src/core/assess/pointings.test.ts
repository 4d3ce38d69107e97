import { expect, test } from 'vitest';
import { vec3 } from '../math/vector.ts';
import type { LineOfSightDetection } from '../sense/scan.ts';
import { ownCovariance } from './pointings.ts';

function sight(rightRight: number, rightUp: number, upUp: number): LineOfSightDetection {
  return { lineOfSightEcef: vec3(1, 0, 0), covariance_rad2: { rightRight, rightUp, upUp }, intensity_Wpsr: 1e6 };
}

test('what a satellite’s sights have in common is taken off both variances, and nothing where nothing is declared', () => {
  expect(ownCovariance(sight(5, 1.5, 8), undefined)).toEqual({ rightRight: 5, rightUp: 1.5, upUp: 8 });
  expect(ownCovariance(sight(5, 1.5, 8), { sensor: 'a', sigma_rad: 1 })).toEqual({ rightRight: 4, rightUp: 1.5, upUp: 7 });
});

test('a part in common that was declared too large leaves a covariance that is one', () => {
  for (const rightUp of [0.9, -0.9])
    for (const sigma_rad of [0.3, 0.7, 1, 5]) {
      const own = ownCovariance(sight(1, rightUp, 1), { sensor: 'a', sigma_rad });
      expect(own.rightRight).toBeGreaterThanOrEqual(0.02);
      expect(own.upUp).toBeGreaterThanOrEqual(0.02);
      expect(Math.abs(own.rightUp) / Math.sqrt(own.rightRight * own.upUp)).toBeLessThanOrEqual(0.98 + 1e-12);
      expect(Math.sign(own.rightUp)).toBe(Math.sign(rightUp));
    }
});
