import { expect, test } from 'vitest';
import { createLastLooks } from './last-looks.ts';

const S = 1_000_000;
const look = (area: string, begin_s: number, satellite = 'G17') => ({ satellite, area, begin_us: begin_s * S, files: [] });

test('the last looks of every area that goes on are kept, in order of time', () => {
  const last = createLastLooks();
  for (let k = 0; k < 40; k++) for (const area of ['M1', 'M2']) last.put(look(area, 10 * k + (area === 'M2' ? 3 : 0)));
  last.put(look('C', 100));
  const kept = last.before(400 * S);
  // Thirty of each; the region has been silent for five minutes.
  expect(kept).toHaveLength(60);
  expect(kept.map(({ begin_us }) => begin_us / S)).toEqual(kept.map(({ begin_us }) => begin_us / S).toSorted((a, b) => a - b));
  expect([kept[0].begin_us / S, kept[59].begin_us / S]).toEqual([100, 393]);
  expect(kept.some(({ area }) => area === 'C')).toBe(false);
});

test('after a gap a series has begun anew: what was before it is none of it; and nothing goes on after hours', () => {
  const last = createLastLooks();
  for (const begin_s of [0, 10, 20, 151, 161]) last.put(look('M1', begin_s));
  expect(last.before(170 * S).map(({ begin_us }) => begin_us / S)).toEqual([151, 161]);
  expect(last.before(161 * S + 130 * S)).toHaveLength(2);
  expect(last.before(161 * S + 130 * S + 1)).toHaveLength(0);
});

test('of more than fifty areas those that were heard of last are kept', () => {
  const last = createLastLooks();
  for (let k = 0; k < 60; k++) last.put(look('M1', k, `S${k}`));
  expect(last.before(60 * S).map(({ satellite }) => satellite)).toEqual(Array.from({ length: 50 }, (_, k) => `S${k + 10}`));
});
