import { expect, test } from 'vitest';
import { coded, remembering } from '../../../tests/support/coded-looks.ts';
import { stream } from '../../sim/random.ts';
import { type Displacement, displacementOf, linesOf, still } from './displacement.ts';

const SIDE = 96;

/** A scene with wavelengths of 8 to 30 pixels, moved, with noise of 0.05 on its sigma of 1. */
function scene(east: (column: number) => number, south: number, seed: number, noise = 0.05): Float32Array {
  const random = stream(seed, 'noise');
  const waves = Array.from({ length: 24 }, (_, k) => {
    const own = stream(k, 'wave');
    const [length, towards, phase] = [8 + 22 * own.uniform(), 2 * Math.PI * own.uniform(), 2 * Math.PI * own.uniform()];
    return { x: (2 * Math.PI * Math.cos(towards)) / length, y: (2 * Math.PI * Math.sin(towards)) / length, phase };
  });
  return Float32Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [row, column] = [Math.floor(at / SIDE) - south, (at % SIDE) - east(at % SIDE)];
    const sum = waves.reduce((total, { x, y, phase }) => total + Math.sin(x * column + y * row + phase), 0);
    return sum / Math.sqrt(waves.length / 2) + noise * random.normal();
  });
}

const variance = new Float32Array(SIDE * SIDE).fill(2 * 0.05 * 0.05);
const moved = (before: Float32Array, image: Float32Array): Displacement => {
  const kernel = remembering(before, variance, SIDE);
  return displacementOf(SIDE, SIDE, (from) => kernel.slopes(coded(image), from));
};
const nowhere = (): number => 0;

test('a scene that moved by a third of a pixel has, everywhere, to a tenth of that', () => {
  const { east, south } = moved(
    scene(nowhere, 0, 1),
    scene(() => 0.3, -0.2, 2),
  );
  for (const value of east) expect(Math.abs(value - 0.3)).toBeLessThan(0.03);
  for (const value of south) expect(Math.abs(value + 0.2)).toBeLessThan(0.03);
});

test('clouds on one side that move, and ground on the other that does not, are told apart', () => {
  const { east, blockColumns } = moved(
    scene(nowhere, 0, 1),
    scene((column) => (column < 48 ? 0.4 : 0), 0, 2),
  );
  expect(east[0]).toBeGreaterThan(0.35);
  expect(Math.abs(east[blockColumns - 1])).toBeLessThan(0.03);
});

test('a block without anything to see goes with the others', () => {
  const flat = (image: Float32Array): Float32Array => image.map((value, at) => (at % SIDE < 40 ? 0.01 * value : value));
  const { east } = moved(flat(scene(nowhere, 0, 1)), flat(scene(() => 0.3, 0, 2)));
  expect(Math.abs(east[0] - 0.3)).toBeLessThan(0.1);
});

test('what flares up, and what has no value, moves nothing', () => {
  const now = scene(() => 0.3, -0.2, 2);
  for (let k = -1; k <= 1; k++) for (let j = -1; j <= 1; j++) now[(20 + k) * SIDE + 20 + j] += 100;
  for (let k = 0; k < 200; k++) now[60 * SIDE + k] = NaN;
  const { east, south } = moved(scene(nowhere, 0, 1), now);
  for (const value of east) expect(Math.abs(value - 0.3)).toBeLessThan(0.03);
  for (const value of south) expect(Math.abs(value + 0.2)).toBeLessThan(0.03);
});

test('it follows no farther than a pixel', () => {
  const slope = (by: number): Float32Array => Float32Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE) - by);
  const { east } = moved(slope(0), slope(3));
  for (const value of east) expect(value).toBe(1);
});

test('between the blocks it is between theirs, and beyond the outermost as there', () => {
  const blocks = still(SIDE, SIDE);
  for (let k = 0; k < 9; k++) blocks.east[k] = k % 3;
  for (let k = 0; k < 9; k++) blocks.south[k] = Math.floor(k / 3);
  const lines = new Float32Array(2 * 3 * SIDE);
  linesOf(blocks, SIDE, SIDE, lines);
  const [east, south] = [lines.subarray(2 * SIDE, 3 * SIDE), lines.subarray(3 * SIDE, 4 * SIDE)];
  expect([east[0], east[95]]).toEqual([0, 2]);
  expect((east[15] + east[16]) / 2).toBeCloseTo(0, 1);
  expect((east[31] + east[32]) / 2).toBeCloseTo(0.5, 6);
  expect(south[40]).toBe(1);
});

test('a scene that goes as the ground does by the camera’s motion does, also where nothing is to be seen of it, and what the wind adds is added', () => {
  const ground = { ...still(SIDE, SIDE) };
  ground.east.fill(0.5);
  const blank = scene(nowhere, 0, 1).map((value) => 1e-5 * value);
  const kernel = remembering(blank, variance, SIDE);
  const { east } = displacementOf(SIDE, SIDE, (from) => kernel.slopes(coded(blank), from), ground);
  for (const value of east) expect(Math.abs(value - 0.5)).toBeLessThan(0.01);
  const seen = remembering(scene(nowhere, 0, 1), variance, SIDE);
  const windy = displacementOf(SIDE, SIDE, (from) => seen.slopes(coded(scene(() => 0.6, 0, 2)), from), ground);
  for (const value of windy.east) expect(Math.abs(value - 0.6)).toBeLessThan(0.06);
});

// What had moved by two pixels was taken to have moved by one, without a word.
test('what has moved farther than is followed is counted, and what has not is not', () => {
  const cut = (moved_px: number, ground_px: number): number => {
    const kernel = remembering(scene(nowhere, 0, 1), variance, SIDE);
    const image = coded(scene(() => moved_px, 0, 2));
    const ground = still(SIDE, SIDE);
    ground.east.fill(ground_px);
    return displacementOf(SIDE, SIDE, (from) => kernel.slopes(image, from), ground).cut;
  };
  expect(cut(0.3, 0)).toBe(0);
  expect(cut(0.8, 0.8)).toBe(0);
  expect(cut(1.6, 1.6)).toBe(9);
  expect(cut(1.6, 0)).toBeGreaterThan(0);
});
