import { expect, test } from 'vitest';
import { vec3 } from '../math/vector.ts';
import { showsInPlace } from './in-place.ts';
import type { Look } from '../track/look/look.ts';
import type { Track } from './track.ts';

const NOW_US = 100e6;
const look = { sensor: 'radar-1', at_us: NOW_US } as Look;
const shown = (sensor: string, age_s = 0): Track['shownBy'][number] => ({
  sensor,
  at_us: NOW_US - age_s * 1e6,
  index: 0,
  from_m: vec3(0, 0, 0),
  since_us: 0,
  revisit_s: 2,
});
const track = (shownBy: Track['shownBy'], status: Track['status'] = 'confirmed'): Track => ({ shownBy, status }) as Track;
const inPlace = (): Track => track([shown('radar-1'), shown('radar-2', 4)]);

// In a raid of 200, pieces beside bodies were taken for one body that a radar shows in two places, and seven flights were lost.
test('a sensor that shows three known objects where others show them is sound', () => {
  expect(showsInPlace([inPlace(), inPlace(), inPlace()], look)).toBe(true);
  expect(showsInPlace([inPlace(), inPlace()], look)).toBe(false);
});

test.each<[string, Track]>([
  ['nobody else shows', track([shown('radar-1')])],
  ['the others showed a while ago', track([shown('radar-1'), shown('radar-2', 10)])],
  ['this sensor does not show now', track([shown('radar-1', 2), shown('radar-2')])],
  ['nobody is sure of', track([shown('radar-1'), shown('radar-2')], 'tentative')],
])('an object that %s vouches for nothing', (_, one) => {
  expect(showsInPlace([inPlace(), inPlace(), one], look)).toBe(false);
});
