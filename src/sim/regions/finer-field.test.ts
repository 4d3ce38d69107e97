import { expect, test } from 'vitest';
import { WGS84 } from '../../core/frames/earth.ts';
import { stream } from '../random.ts';
import { addFinerField } from './finer-field.ts';

/** Legendre polynomials as they are defined, and the published coefficients once more. */
function potential([x, y, z]: readonly number[]): number {
  const r = Math.sqrt(x * x + y * y + z * z);
  const s = z / r;
  const a = WGS84.a_m / r;
  const third = (-2.5327e-6 * (5 * s * s * s - 3 * s)) / 2;
  const fourth = (-1.6196e-6 * (35 * s * s * s * s - 30 * s * s + 3)) / 8;
  const equator = (3 * (1.5745e-6 * (x * x - y * y) + 2 * -0.9039e-6 * x * y)) / (r * r);
  return (WGS84.gm_m3ps2 / r) * (-third * a * a * a - fourth * a * a * a * a + equator * a * a);
}

test('the finer field is the gradient of its potential, and a ten-thousandth of a metre per second squared', () => {
  const random = stream(3, 'finer field');
  let sum = 0;
  for (let k = 0; k < 200; k++) {
    const towards = [random.normal(), random.normal(), random.normal()];
    const length = Math.sqrt(towards.reduce((total, c) => total + c * c, 0));
    const place = towards.map((c) => (c / length) * (6.4e6 + 2e6 * random.uniform()));
    const found = new Float64Array(3);
    addFinerField(found, place[0], place[1], place[2]);
    for (let i = 0; i < 3; i++) {
      const moved = (by_m: number) => potential(place.map((c, j) => (j === i ? c + by_m : c)));
      expect(found[i]).toBeCloseTo((moved(1000) - moved(-1000)) / 2000, 9);
      sum += found[i] * found[i];
    }
  }
  expect(Math.sqrt(sum / 200)).toBeGreaterThan(5e-5);
  expect(Math.sqrt(sum / 200)).toBeLessThan(2e-4);
});
