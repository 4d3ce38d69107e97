import { expect, test } from 'vitest';
import { onLine, runOnLine } from '../../tests/support/score-pictures.ts';
import { associate } from './association.ts';
import { scoreConsistency } from './consistency.ts';
import { continuity } from './continuity.ts';
import { gospa } from './gospa.ts';
import { match } from './matching.ts';
import { mot } from './mot.ts';
import { neesBand } from './nees-band.ts';
import { ospa } from './ospa.ts';
import { ospa2 } from './ospa2.ts';
import { peersScore } from './peers.ts';
import type { Picture } from './picture.ts';
import { DEFAULT_RULE, type ScoreRule, scoreSheet } from './sheet.ts';
import { siap } from './siap.ts';
import { switchingGospa } from './switching.ts';
import { trajectoryGospa } from './trajectory-gospa.ts';

const RULE = { c_m: 10, p: 2, alpha: 2 };
const [a, b] = [onLine([0, 5]), onLine([1])];
const RUN = runOnLine([1, 2, 3].map((x) => ({ truth: { a: x }, tracks: { t: x } })));

/** A run with one thing of its second picture changed. */
const wrong = (change: Partial<Picture>): Picture[] => RUN.map((picture, k) => (k === 1 ? { ...picture, ...change } : picture));

// A NaN among the truth was one missed and one false; half an object, a sixth of one.
test.each([
  [[Float64Array.of(1, 2, 3), b], /^truth: it has 3 numbers; give .*six numbers an object/],
  [[a, Float64Array.of(0, Number.NaN, 0, 0, 0, 0)], /^tracks\[1\]: NaN is no finite number/],
  [[a, [[0, 0, 0, 0, 0, 0]] as never], /^tracks: it has 1 numbers/],
  [[undefined as never, b], /^truth: undefined is no list/],
] as const)('what is no set is refused by place (%#)', ([truth, tracks], words) => {
  expect(() => gospa(truth, tracks, RULE)).toThrow(words);
  for (const p of [2, Infinity]) expect(() => ospa(truth, tracks, { c_m: 10, p })).toThrow(words);
});

test.each([
  [{ c_m: -1 }, /^c_m: -1 is outside .* m; give metres/],
  [{ c_m: Number.NaN }, /^c_m: NaN is no number/],
  [{ c_m: undefined as never }, /^c_m: undefined is no number/],
  [{ p: 0 }, /^p: 0 is outside 1 to 20; give 1 or more/],
  [{ alpha: 0 }, /^alpha: 0 is outside/],
] as const)('parameters that cannot be are refused by name (%#)', (change, words) => {
  expect(() => gospa(a, b, { ...RULE, ...change })).toThrow(words);
  expect(() => scoreSheet(RUN, { ...DEFAULT_RULE, fromScan: 0, ...change })).toThrow(words);
  if ('alpha' in change) return;
  expect(() => ospa(a, b, { ...RULE, ...change })).toThrow(words);
  expect(() => ospa2(RUN, { q: 2, ...RULE, ...change })).toThrow(words);
  expect(() => trajectoryGospa(RUN, { switchingPenalty_m: 5, ...RULE, ...change })).toThrow(words);
  if ('c_m' in change) expect(() => mot(RUN, change.c_m)).toThrow(words);
});

test('a charge for changes of track is asked for where it is used', () => {
  expect(() => switchingGospa(RUN, RULE as never)).toThrow(/^switchingPenalty_m: undefined/);
  expect(() => trajectoryGospa(RUN, RULE as never)).toThrow(/^switchingPenalty_m: undefined/);
});

const { truth } = RUN[1];
const RUNS: readonly (readonly [readonly Picture[], RegExp])[] = [
  [[RUN[1], RUN[0]], /^pictures\[1\]: scan 0 at 0 s stands after scan 1 at 5 s; give one picture a scan, in order of time/],
  [wrong({ time_s: -5 }), /^pictures\[1\]: scan 1 at -5 s/],
  [wrong({ time_s: Number.NaN }), /^pictures\[1\]\.time_s: NaN/],
  [wrong({ scan: '1' as never }), /^pictures\[1\]\.scan: 1 is no number|^pictures\[1\]\.scan: "1" is no number/],
  [wrong({ truth: { ...truth, ids: [] } }), /^pictures\[1\]\.truth: 0 ids stand beside 1 states/],
  [wrong({ truth: { ...truth, ids: [7 as never] } }), /^pictures\[1\]\.truth\.ids\[0\]: 7 is no text; give String\(id\)/],
  [wrong({ truth: { ids: ['a', 'a'], states: onLine([1, 2]) } }), /^pictures\[1\]\.truth\.ids\[1\]: "a" stands in it twice/],
  [wrong({ tracks: { ids: ['t'], states: onLine([Number.NaN]) } }), /^pictures\[1\]\.tracks\.states\[0\]: NaN/],
];

test.each(RUNS)('every measure of a run refuses pictures that are not whole or not in order (%#)', (run, words) => {
  const measures = [
    () => associate(run, RULE),
    () => continuity(run, []),
    () => siap(run, []),
    () => scoreConsistency(run, []),
    () => mot(run, 10),
    () => ospa2(run, { ...RULE, q: 2 }),
    () => switchingGospa(run, { ...RULE, switchingPenalty_m: 1 }),
    () => trajectoryGospa(run, { ...RULE, switchingPenalty_m: 1 }),
    () => peersScore(run),
    () => scoreSheet(run),
  ];
  for (const measure of measures) expect(measure).toThrow(words);
});

test('associations are those of the pictures', () => {
  const other = associate(runOnLine(RUN.map(() => ({ truth: { a: 0, b: 9 }, tracks: {} }))), RULE);
  for (const measure of [continuity, siap, scoreConsistency]) {
    expect(() => measure(RUN, [])).toThrow(/^associations: there are 0 for 3 pictures; give associate/);
    expect(() => measure(RUN, other)).toThrow(/^associations\[0\]: it is of another picture/);
    expect(() => measure(RUN, associate(RUN, RULE))).not.toThrow();
  }
});

// Three scans under the usual rule, which counts from the tenth on, were a perfect tracker: 0 m, nothing missed.
test('a sheet of which no scan counts is refused, and so is a limit of no requirement', () => {
  expect(() => scoreSheet(RUN)).toThrow('fromScan: it is 10, and the last scan is 2: none counts; give 0 for all');
  // Of nothing that was there nothing was said: nothing to score, and nothing wrong.
  expect(peersScore([]).scans).toBe(0);
  const rule = { ...DEFAULT_RULE, fromScan: 0 };
  expect(() => scoreSheet(RUN, rule, { nonsense: 3 })).toThrow(/^limits\.nonsense: there is no such field; choose from /);
  expect(() => scoreSheet(RUN, rule, { consistency: Number.NaN })).toThrow(/^limits\.consistency: NaN is no number/);
  expect(scoreSheet(RUN, rule).peers.gospaMean_m).toBe(0);
});

// It went round for ever.
test('there is no band of no runs', () => {
  for (const none of [0, -1, Number.NaN]) {
    expect(() => neesBand(none, 6)).toThrow(/^runs: /);
    expect(() => neesBand(10, none)).toThrow(/^states: /);
  }
});

const SWITCHING_RULE = { ...RULE, switchingPenalty_m: 5 };
const BOUNDS: readonly (readonly [name: keyof ScoreRule, low: number, high: number, words: string])[] = [
  ['c_m', 1e-9, 1e12, 'is outside 1e-9 to 1000000000000 m; give metres: farther apart than this, an object and a track are two'],
  ['p', 1, 20, 'is outside 1 to 20; give 1 or more; 2 is usual'],
  ['alpha', 1e-3, 2, 'is outside 0.001 to 2; give a number above 0 and at most 2; 2 is usual'],
  ['switchingPenalty_m', 0, 1e12, 'is outside 0 to 1000000000000 m; give metres; half of c_m charges a change as half a missed object'],
  ['fromScan', 0, 2 ** 53 - 1, 'is outside 0 to 9007200000000000; give the number of the first scan that counts; 0 for all'],
];

test.each(BOUNDS)('%s may be from %d to %d, both counted, and what is beyond is told with the remedy', (name, low, high, words) => {
  const measure = (value: number) => (): unknown =>
    name === 'fromScan' ? peersScore([], { ...RULE, fromScan: value }) : switchingGospa(RUN, { ...SWITCHING_RULE, [name]: value });
  for (const value of [low, high]) expect(measure(value)).not.toThrow();
  const beyond = [low - (low === 0 ? 1 : low / 2), high === 2 ** 53 - 1 ? 2 ** 53 : 1.5 * high];
  for (const value of beyond) expect(measure(value)).toThrow(`${name}: ${value} ${words}`);
});

test('each measure asks for its own parameters, whatever else it is given', () => {
  const none = new Float64Array();
  expect(() => ospa(none, none, { c_m: 10, p: 0 })).toThrow(/^p: 0 is outside/);
  expect(() => ospa(none, none, { c_m: 0, p: Infinity })).toThrow(/^c_m: 0 is outside/);
  expect(() => ospa2([], { c_m: 10, p: 2, q: 0 })).toThrow(/^q: 0 is outside 1 to 20/);
  expect(() => match(none, none, 0, 2)).toThrow(/^c_m: 0 is outside/);
  expect(() => match(none, none, 10, Infinity)).toThrow(/^p: Infinity is outside/);
  expect(() => peersScore([], { ...RULE, fromScan: Number.NaN })).toThrow(/^fromScan: NaN is no number/);
});

test('what is wrong with a picture is told with the remedy', () => {
  const refused = (change: Partial<Picture>): string => {
    try {
      associate(wrong(change), RULE);
      return '';
    } catch (error) {
      return error instanceof RangeError ? error.message : String(error);
    }
  };
  expect(refused({ scan: Number.NaN })).toBe('pictures[1].scan: NaN is no number; number the scans');
  expect(refused({ time_s: 1e13 })).toBe(
    'pictures[1].time_s: 10000000000000 is outside -1000000000000 to 1000000000000 s; give the time of the scan, s',
  );
  expect(refused({ truth: { ids: ['a', 'b'], states: onLine([1]) } })).toBe(
    'pictures[1].truth: 2 ids stand beside 1 states; give each object one id and six numbers',
  );
  expect(refused({ tracks: { ids: ['t', 't'], states: onLine([1, 2]) } })).toBe(
    'pictures[1].tracks.ids[1]: "t" stands in it twice; give each object one state',
  );
});

test('two scans may have one time and no two one number', () => {
  expect(() => associate(wrong({ time_s: 0 }), RULE)).not.toThrow();
  expect(() => associate(wrong({ scan: 0 }), RULE)).toThrow(/^pictures\[1\]: scan 0 at 5 s stands after scan 0 at 0 s/);
});

test('associations of other pictures are refused, whether the objects are others or the tracks', () => {
  const objects = associate(runOnLine(RUN.map(() => ({ truth: { a: 0, b: 9 }, tracks: { t: 0 } }))), RULE);
  const tracks = associate(runOnLine(RUN.map(() => ({ truth: { a: 0 }, tracks: { t: 0, u: 9 } }))), RULE);
  for (const other of [objects, tracks]) expect(() => continuity(RUN, other)).toThrow(/^associations\[0\]: it is of another picture/);
});

test('the last scan may be the first that counts', () => {
  expect(peersScore(RUN, { ...RULE, fromScan: 2 })).toMatchObject({ scans: 1 });
  expect(() => peersScore(RUN, { ...RULE, fromScan: 3 })).toThrow(/^fromScan: it is 3, and the last scan is 2/);
});

test('why there is no band of no runs is told in full', () => {
  expect(() => neesBand(0, 6)).toThrow('runs: 0 is outside 1 to 1000000000; give how many there are');
});
