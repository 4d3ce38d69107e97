import { expect, test } from 'vitest';
import type { Candidate } from './associate/gather.ts';
import type { Look } from './look.ts';
import { isOpen, type Neighbour } from './neighbour.ts';
import { noteShownInPlace } from './neighbours.ts';
import type { Track } from './track.ts';

const pairOf = (older: number, younger: number, more: Partial<Neighbour> = {}): Neighbour => ({
  older: 'T1',
  one: 3,
  both: 0,
  explained_us: 100e6,
  since_us: 0,
  left: 0,
  alone: [{ sensor: 'a', older, younger }],
  ...more,
});

test('looks that went now here, now there end the doubt from the tenth on, unless the last three showed the younger alone', () => {
  expect(isOpen(pairOf(4, 4), 100e6)).toBe(true);
  expect(isOpen(pairOf(10, 5), 100e6)).toBe(false);
  expect(isOpen(pairOf(10, 5, { left: 2 }), 100e6)).toBe(false);
  expect(isOpen(pairOf(10, 5, { left: 3 }), 100e6)).toBe(true);
  expect(isOpen(pairOf(4, 4, { both: 1 }), 100e6)).toBe(false);
});

test('a look in which all is in place, and that shows the older, begins the row of the younger alone anew', () => {
  const left = (shown: boolean): number => {
    const pair = pairOf(0, 5, { left: 5 });
    const older = { id: 'T1', shownBy: [{ sensor: 'a', at_us: 100e6, index: shown ? 0 : -1 }] } as unknown as Track;
    const younger = { id: 'T2', neighbours: [pair], shownBy: [] } as unknown as Track;
    const candidates = [{ ...older, neighbours: [] } as Track, younger].map((track) => ({ track }) as Candidate);
    noteShownInPlace(candidates, { sensor: 'a', at_us: 100e6 } as Look);
    return pair.left;
  };
  expect([left(true), left(false)]).toEqual([0, 5]);
});
