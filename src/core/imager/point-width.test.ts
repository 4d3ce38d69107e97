import { expect, test } from 'vitest';
import { normalCdf } from '../math/chi-squared.ts';
import { fitPoint } from './point-fit.ts';
import { pointWidth } from './point-width.ts';

const SIDE = 5;
const AT = 12;
const SIGMA = 0.5;

/** Points of light, each total, row and column, over a noise of one. */
function image(points: readonly (readonly [number, number, number])[]): Float32Array {
  const share = (u: number): number => normalCdf((u + 0.5) / SIGMA) - normalCdf((u - 0.5) / SIGMA);
  return Float32Array.from({ length: SIDE * SIDE }, (_, at) =>
    points.reduce((sum, [total, row, column]) => sum + total * share(Math.floor(at / SIDE) - row) * share((at % SIDE) - column), 0),
  );
}

function widthOf(points: readonly (readonly [number, number, number])[]) {
  const [residual, variance] = [image(points), new Float32Array(SIDE * SIDE).fill(1)];
  const fit = fitPoint(residual, variance, SIDE, AT, SIGMA);
  return fit && pointWidth(residual, variance, SIDE, AT, SIGMA, fit);
}

test('a point is no wider than a point, wherever it lies between the pixels', () => {
  for (const row of [1.6, 2, 2.3]) expect(widthOf([[300, row, 2.2]])?.excess).toBeCloseTo(0, 3);
});

test('two points are wider by an eighth of their distance squared, to a quarter of it', () => {
  for (const apart of [0.3, 0.5, 0.7]) {
    const width = widthOf([
      [150, 2, 2 - apart / 2],
      [150, 2, 2 + apart / 2],
    ]);
    expect(((width?.excess ?? 0) * 8) / (apart * apart), `${apart} pixels`).toBeGreaterThan(0.75);
    expect(((width?.excess ?? 0) * 8) / (apart * apart), `${apart} pixels`).toBeLessThan(1.25);
  }
});

test('its sigma falls with the light, and too few pixels say nothing', () => {
  const [faint, bright] = [widthOf([[30, 2, 2]]), widthOf([[300, 2, 2]])];
  expect((faint?.sigma ?? 0) / (bright?.sigma ?? 1)).toBeCloseTo(10, 3);
  const residual = image([[300, 2, 2]]).map((value, at) => (at % 2 === 0 ? value : NaN));
  for (let at = 0; at < 10; at++) residual[at] = NaN;
  expect(pointWidth(residual, new Float32Array(25).fill(1), SIDE, AT, SIGMA, { row: 2, column: 2, total: 300 })).toBeUndefined();
});
