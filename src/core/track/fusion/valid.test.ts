import { expect, test } from 'vitest';
import { associateTracks } from './associate-tracks.ts';
import { fuse } from './fuse.ts';
import type { StateEstimate } from './joint-diagonal.ts';
import { type BookOptions, newObjectBook, pictureOf, takeReports } from './object-book.ts';

const identity = (n: number): Float64Array => Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
const at = (x: number, n = 6): StateEstimate => ({ x: new Float64Array(n).fill(x), p: identity(n) });
const spoilt = (place: 'x' | 'p'): StateEstimate => ({ ...at(0), [place]: at(0)[place].map((v, k) => (k === 3 ? NaN : v)) });
const OPTIONS: BookOptions = {
  self: 'here',
  predict: (estimate) => estimate,
  gate: 22.5,
  whenDisjoint: 'common',
  maxAge_s: 60,
  maxObjects: 100,
};
const REPORT = { system: 'west', track: '1', at_us: 0, estimate: at(0), pedigree: [{ origin: 'west', sequence: 1 }] };

/** [what is called, what the message holds]. */
const WRONG: readonly (readonly [call: () => unknown, told: string])[] = [
  [() => fuse(spoilt('x'), at(1), 'unknown'), 'a.x[3]: NaN is no finite number'],
  [() => fuse(at(0), spoilt('p'), 'unknown'), 'b.p[3]: NaN is no finite number'],
  [() => fuse(at(0), at(1, 3), 'unknown'), 'b.x: it has 3 numbers; give a Float64Array of 6'],
  [() => fuse({ x: at(0).x, p: new Float64Array(21) }, at(1), 'unknown'), 'a.p: it has 21 numbers; give a Float64Array of 36'],
  [() => fuse(undefined as never, at(1), 'unknown'), 'a: undefined is no estimate'],
  [() => fuse(at(0), at(1), 'toString' as never), 'dependence: "toString" is unknown; give one of unknown, common, independent'],
  [() => fuse(at(0), at(1), 'common', 'speed' as never), 'goal: "speed" is unknown; give one of volume, position'],
  [() => associateTracks([at(0)], [at(1), spoilt('x')], 22.5), 'columns[1].x[3]: NaN'],
  [() => associateTracks([at(0), at(1, 3)], [], 22.5), 'rows[1].x: it has 3 numbers'],
  [() => associateTracks([at(0)], [at(1)], NaN), 'gate: NaN is no number; give a squared distance'],
  [() => takeReports(newObjectBook(), [REPORT], NaN, OPTIONS), 'at_us: NaN is no time'],
  [() => takeReports(newObjectBook(), [REPORT, { ...REPORT, system: 'east' }], 0, OPTIONS), 'take those of one system at a time'],
  [() => takeReports(newObjectBook(), [undefined as never], 0, OPTIONS), 'reports: a list is no list of reports'],
  [() => takeReports(newObjectBook(), [REPORT], 0, { ...OPTIONS, gate: -1 }), 'options.gate: -1 is outside'],
  [
    () => takeReports(newObjectBook(), [REPORT], 0, { ...OPTIONS, predict: undefined as never }),
    'options.predict: undefined is no function',
  ],
  [() => pictureOf(newObjectBook(), 0.5, OPTIONS), 'at_us: 0.5 is no whole number of µs'],
  [() => pictureOf(newObjectBook(), 0, { ...OPTIONS, whenDisjoint: 'never' as never }), 'options.whenDisjoint: "never" is unknown'],
];

test.each(WRONG.map(([call, told]) => ({ call, told })))('$told: refused, with place and remedy', ({ call, told }) => {
  expect(call).toThrow(RangeError);
  expect(call).toThrow(told);
});

test('a report that is no report is told as such, and the others are taken', () => {
  const wrong = [
    { ...REPORT, estimate: undefined as never },
    { ...REPORT, at_us: NaN },
    { ...REPORT, estimate: { x: [1] as never, p: [1] as never } },
  ];
  const outcomes = takeReports(newObjectBook(), [...wrong, { ...REPORT, track: '2' }], 0, OPTIONS);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['malformed', 'malformed', 'malformed', 'new-object']);
});

test('a prediction that spoils an estimate breaks no picture', () => {
  const book = newObjectBook();
  takeReports(book, [REPORT], 0, OPTIONS);
  takeReports(book, [{ ...REPORT, system: 'east', pedigree: [{ origin: 'east', sequence: 1 }] }], 0, OPTIONS);
  expect(pictureOf(book, 1_000_000, { ...OPTIONS, predict: () => spoilt('p') })).toHaveLength(1);
});

test('nothing to associate is no fault', () => {
  expect([...associateTracks([], [], 22.5)]).toEqual([]);
  expect([...associateTracks([at(0)], [], 22.5)]).toEqual([-1]);
});
