import { expect, test } from 'vitest';
import { runOnLine } from '../../tests/support/score-pictures.ts';
import { associate } from './association.ts';
import { continuity } from './continuity.ts';
import { type WorstCase, worstCases } from './worst-cases.ts';

type Named = Readonly<Record<string, number>>;

/** Pairs of what is true and what is tracked, scan by scan, 5 s apart. */
function worstOf(scans: readonly (readonly [truth: Named, tracks: Named])[], kind: WorstCase['kind'], most?: number): WorstCase[] {
  const pictures = runOnLine(scans.map(([truth, tracks]) => ({ truth, tracks })));
  const associations = associate(pictures, { c_m: 10, p: 2 });
  return worstCases(pictures, associations, continuity(pictures, associations), most).filter((one) => one.kind === kind);
}

test('each object’s largest error, where it first was; none of an object that is not held or not off', () => {
  const truth = { p: 0, q: 100, r: 200, s: 300 };
  const scans = [
    [truth, { a: 3, b: 106, d: 300 }],
    [truth, { a: 5, b: 101, d: 300 }],
    [truth, { a: 5, d: 300 }],
    [truth, { a: 2, d: 300 }],
  ] as const;
  const kind = 'position error';
  expect(worstOf(scans, kind)).toEqual([
    { kind, object: 'q', track: 'b', scan: 0, time_s: 0, figure: 6, unit: 'm' },
    { kind, object: 'p', track: 'a', scan: 1, time_s: 5, figure: 5, unit: 'm' },
  ]);
});

test('of four objects that are off the three worst are told, or as many as are asked for', () => {
  const scans = [
    [
      { p: 0, q: 100, r: 200, s: 300 },
      { a: 2, b: 101, c: 204, d: 303 },
    ],
  ] as const;
  const objects = (most?: number) => worstOf(scans, 'position error', most).map(({ object }) => object);
  expect(objects()).toEqual(['r', 's', 'p']);
  expect(objects(1)).toEqual(['r']);
  expect(objects(9)).toEqual(['r', 's', 'p', 'q']);
});

test('each object’s longest time without a track after its first, and of equal ones the first', () => {
  const held = [{ p: 0, q: 100 }, { a: 0 }] as const;
  const missed = [{ p: 0, q: 100 }, {}] as const;
  const kind = 'time without a track';
  // Held at 5, 15, 30, 45 and 55 s: 10, 15, 15 and 10 s. That q never is, is no such time.
  const scans = [missed, held, missed, held, missed, missed, held, missed, missed, held, missed, held];
  expect(worstOf(scans, kind)).toEqual([{ kind, object: 'p', track: undefined, scan: undefined, time_s: 15, figure: 15, unit: 's' }]);
});

test('changes of track, with the scan of the first and the begin of the life', () => {
  const kind = 'changes of track';
  const scans = [
    [{ q: 100 }, { d: 100 }],
    [
      { p: 0, q: 100 },
      { a: 0, d: 100 },
    ],
    [
      { p: 0, q: 100 },
      { b: 0, d: 100 },
    ],
    [
      { p: 0, q: 100 },
      { c: 0, d: 100 },
    ],
  ] as const;
  expect(worstOf(scans, kind)).toEqual([{ kind, object: 'p', track: undefined, scan: 2, time_s: 5, figure: 2, unit: 'changes' }]);
});

test('late starts: from the first scan to the first track, and the whole life of an object that never has one', () => {
  const kind = 'initiation delay';
  const scans = [
    [{ p: 0 }, {}],
    [
      { p: 0, q: 100, r: 200 },
      { a: 0, c: 200 },
    ],
    [
      { p: 0, q: 100, r: 200 },
      { a: 0, c: 200 },
    ],
    [
      { p: 0, q: 100, r: 200 },
      { a: 0, c: 200 },
    ],
  ] as const;
  expect(worstOf(scans, kind)).toEqual([
    { kind, object: 'q', track: undefined, scan: undefined, time_s: 5, figure: 10, unit: 's' },
    { kind, object: 'p', track: 'a', scan: undefined, time_s: 0, figure: 5, unit: 's' },
  ]);
});

test('false tracks by the time from their first to their last scan beside no object', () => {
  const kind = 'false track';
  // x is false at 5 and 15 s, and near p between; z in one scan alone, which lasts no time; a never.
  const scans = [
    [{ p: 0 }, { a: 0 }],
    [{ p: 0 }, { a: 0, x: 50, y: 70 }],
    [{ p: 0 }, { a: 0, x: 4, y: 70, z: 90 }],
    [{ p: 0 }, { a: 0, x: 50 }],
    [{ p: 0 }, { a: 0 }],
  ] as const;
  expect(worstOf(scans, kind)).toEqual([
    { kind, object: undefined, track: 'x', scan: 1, time_s: 5, figure: 10, unit: 's' },
    { kind, object: undefined, track: 'y', scan: 1, time_s: 5, figure: 5, unit: 's' },
  ]);
});
