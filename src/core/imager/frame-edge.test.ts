import { expect, test } from 'vitest';
import { glowing, SIDE } from '../../../tests/support/imager-frames.ts';
import { atEdgeOf } from './frame-edge.ts';
import { candidatesOf } from './hot-pixels.ts';
import { hotSpotsOf } from './hot-spots.ts';
import { type ImagerLook, imagerLookOf } from './imager-look.ts';

const NIGHT = { x: 0, y: 0, z: -1.5e11 };

function lookOf(...bands: Parameters<typeof imagerLookOf>[0]): ImagerLook {
  const look = imagerLookOf(bands);
  if ('message' in look) throw new Error(look.message);
  return look;
}

// A fire in a frame's corner, or in its last rows, was neither told nor counted.
test('a fire at a side is no hot spot, and is counted; one farther in is told and is not', () => {
  for (const [row, column] of [
    [0, 0],
    [1, 30],
    [SIDE - 1, 30],
    [SIDE - 2, SIDE - 2],
    [20, 1],
    [20, SIDE - 1],
  ]) {
    const look = lookOf(glowing(7, 3.9, (i, j) => (i === row && j === column ? 360 : 290)));
    expect([row, column, atEdgeOf(look), hotSpotsOf(look, candidatesOf(look, NIGHT)).length]).toEqual([row, column, 1, 0]);
  }
  const inside = lookOf(glowing(7, 3.9, (i, j) => (i === 2 && j === 2 ? 360 : 290)));
  expect([atEdgeOf(inside), hotSpotsOf(inside, candidatesOf(inside, NIGHT)).length]).toEqual([0, 1]);
});

test('noise at a side, and a surface that is as warm, are not counted', () => {
  const warm = (row: number, column: number): number => (row === 0 && column === 30 ? 320 : 290);
  expect(atEdgeOf(lookOf(glowing(7, 3.9, () => 290)))).toBe(0);
  expect(atEdgeOf(lookOf(glowing(7, 3.9, warm)))).toBe(1);
  expect(atEdgeOf(lookOf(glowing(7, 3.9, warm), glowing(13, 10.3, warm)))).toBe(0);
});
