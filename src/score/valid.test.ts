import { expect, test } from 'vitest';
import { onLine, runOnLine } from '../../tests/support/score-pictures.ts';
import { associate } from './association.ts';
import { scoreConsistency } from './consistency.ts';
import { continuity } from './continuity.ts';
import { gospa } from './gospa.ts';
import { mot } from './mot.ts';
import { neesBand } from './nees-band.ts';
import { ospa } from './ospa.ts';
import { ospa2 } from './ospa2.ts';
import { peersScore } from './peers.ts';
import type { Picture } from './picture.ts';
import { DEFAULT_RULE, scoreSheet } from './sheet.ts';
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
