import { expect, test } from 'vitest';
import { trackRows } from './track-table.ts';

const track = (id: number, x: readonly number[], existence: number) => ({
  id: String(id),
  x: Float64Array.from(x),
  p: new Float64Array(21),
  existence,
});

test('a row has millimetres, hundredths of a millimetre a second, and no minus zero', () => {
  const text = trackRows(3, 15, [track(7, [1e6, -0.0001, 2.00049, -1500, 1e-9, -1e-9], 0.99996)]);
  expect(text).toBe('3,15.0,7,1000000.000,0.000,2.000,-1500.00000,0.00000,0.00000,1.0000\n');
});

test('times keep their microseconds', () => {
  const times = [0, 5, 2.5, 110.046667, 0.000001].map((t_s) => trackRows(0, t_s, [track(1, [0, 0, 0, 0, 0, 0], 1)]).split(',')[1]);
  expect(times).toEqual(['0.0', '5.0', '2.5', '110.046667', '0.000001']);
});
