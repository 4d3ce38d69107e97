import { expect, test } from 'vitest';
import { stream } from '../random.ts';
import { cloudAround } from './particles.ts';

test('a cloud follows a random walk as the Kalman filter does', () => {
  const random = stream(5, 'cloud');
  const cloud = cloudAround({ x: Float64Array.of(0), p: Float64Array.of(100) }, 4000, random);
  let [x, p] = [0, 100];
  for (let k = 0; k < 20; k++) {
    cloud.move((s) => {
      s[0] += random.normal();
    });
    p += 1;
    const z = 10 + 3 * random.normal();
    cloud.weigh((s) => (-0.5 * (z - s[0]) ** 2) / 9);
    const gain = p / (p + 9);
    x += gain * (z - x);
    p *= 1 - gain;
    const found = cloud.moments();
    // 4,000 particles, of which the weights leave a few hundred at first: a tenth of a sigma, a quarter of the variance.
    expect(Math.abs(found.x[0] - x) / Math.sqrt(p)).toBeLessThan(0.15);
    expect(Math.abs(found.p[0] / p - 1)).toBeLessThan(0.25);
  }
});
