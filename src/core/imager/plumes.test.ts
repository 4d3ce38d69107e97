import { expect, test } from 'vitest';
import { MOST_PLUMES, notePlumes, type PlumeMemory, type PlumeSight, plumesOf } from './plumes.ts';

const POINT = { excess: 0.01, sigma: 0.01 };
const WIDE = { excess: 0.2, sigma: 0.02 };

function sight(at_s: number, over: Partial<PlumeSight> = {}): PlumeSight {
  return { at_us: at_s * 1e6, intensity_Wpsr: 100_000, sigmaIntensity_Wpsr: 1_000, atLeast: false, width: POINT, ...over };
}

function after(sights: readonly PlumeSight[]): PlumeMemory {
  const memory = sights.reduce<PlumeMemory | undefined>(notePlumes, undefined);
  if (memory === undefined) throw new Error('no sights');
  return memory;
}

test('a point may be several plumes as far as its brightness allows, and at least one', () => {
  expect(plumesOf(after([sight(0), sight(10), sight(45)]), 45e6)).toEqual({ least: 1, most: 5 });
});

test('nothing bounds the number while clouds may hide some, nor where the spot was out of range', () => {
  expect(plumesOf(after([sight(0), sight(30)]), 30e6).most).toBe(MOST_PLUMES);
  expect(plumesOf(after([sight(0), sight(10, { atLeast: true }), sight(45)]), 45e6).most).toBe(MOST_PLUMES);
});

test('a spot that is wider than a point in two looks is two plumes at least', () => {
  expect(plumesOf(after([sight(0, { width: WIDE }), sight(10)]), 10e6).least).toBe(1);
  expect(plumesOf(after([sight(0, { width: WIDE }), sight(10, { width: WIDE })]), 10e6).least).toBe(2);
});

test('what is out of range, little known or high up says nothing by its shape', () => {
  const out = { width: WIDE, atLeast: true };
  expect(plumesOf(after([sight(0, out), sight(10, out)]), 10e6).least).toBe(1);
  const unsure = { width: { excess: 0.2, sigma: 0.08 } };
  expect(plumesOf(after([sight(0, unsure), sight(10, unsure)]), 10e6).least).toBe(1);
  expect(plumesOf(after([sight(0), sight(50, { width: WIDE }), sight(60, { width: WIDE })]), 60e6).least).toBe(1);
});

test('the upper bound never falls below the lower, nor as the plume fades', () => {
  const faint = { width: WIDE, intensity_Wpsr: 10_000 };
  expect(plumesOf(after([sight(0, faint), sight(10, faint), sight(45, faint)]), 45e6)).toEqual({ least: 2, most: 2 });
  expect(plumesOf(after([sight(0), sight(45, { intensity_Wpsr: 30_000 })]), 45e6).most).toBe(5);
});
