import { expect, test } from 'vitest';
import { runOnLine } from '../../tests/support/score-pictures.ts';
import { associate } from './association.ts';
import { continuity } from './continuity.ts';
import { correspondences } from './correspondence.ts';
import { mot } from './mot.ts';
import { siap, siapObject } from './siap.ts';

const rule = { c_m: 10, p: 2 };

/** Object p is found in its second scan, lost for one, taken over by b, and outlived by it for two scans; q is never found; x is false,
 *  y stands beside b. */
const RUN = runOnLine([
  { truth: { p: 0, q: 500 }, tracks: {} },
  { truth: { p: 1, q: 500 }, tracks: { a: 1 } },
  { truth: { p: 2, q: 500 }, tracks: { a: 3 } },
  { truth: { p: 3, q: 500 }, tracks: { x: 900 } },
  { truth: { p: 4, q: 500 }, tracks: { a: 4, x: 900 } },
  { truth: { p: 5, q: 500 }, tracks: { b: 5 } },
  { truth: { p: 6, q: 500 }, tracks: { b: 6, y: 9 } },
  { truth: { q: 500 }, tracks: { b: 7 } },
  { truth: { q: 500 }, tracks: { b: 8 } },
  { truth: { q: 500 }, tracks: {} },
]);

test('a lifeline tells when an object was found, lost, handed on and outlived', () => {
  const { lifelines, ...sums } = continuity(RUN, associate(RUN, rule));
  expect(lifelines[0]).toEqual({
    object: 'p',
    from_s: 0,
    to_s: 30,
    scans: 7,
    heldScans: 5,
    segments: [
      { track: 'a', from_s: 5, to_s: 10, scans: 2 },
      { track: 'a', from_s: 20, to_s: 20, scans: 1 },
      { track: 'b', from_s: 25, to_s: 30, scans: 2 },
    ],
    switchedAt: [5],
    gaps: [{ from_s: 10, to_s: 20, closed: true }],
    initiationDelay_s: 5,
    deletionDelay_s: 10,
    longestScans: 2,
  });
  expect(lifelines[1]).toMatchObject({ object: 'q', heldScans: 0, initiationDelay_s: undefined, deletionDelay_s: undefined });
  expect(sums).toEqual({ switches: 1, breaks: 1, neverHeld: 1, initiationDelay_s: 5, deletionDelay_s: 10, longestShare: 2 / 17 });
});

test('a change of track is counted across the gap in which it happened', () => {
  const run = runOnLine([
    { truth: { p: 0 }, tracks: { a: 0 } },
    { truth: { p: 0 }, tracks: {} },
    { truth: { p: 0 }, tracks: { b: 0 } },
  ]);
  expect(continuity(run, associate(run, rule))).toMatchObject({ switches: 1, breaks: 1 });
});

test('a track that goes on to another object is not outliving the first', () => {
  const run = runOnLine([
    { truth: { p: 0, q: 20 }, tracks: { a: 0 } },
    { truth: { q: 20 }, tracks: { a: 19 } },
  ]);
  expect(continuity(run, associate(run, rule)).lifelines[0].deletionDelay_s).toBe(0);
});

test('extra tracks lie beside an object that has its own, false ones beside none', () => {
  const associations = associate(RUN, rule);
  expect([...associations[6].objectOf]).toEqual([0, 0]);
  expect([...associations[6].extra]).toEqual([0, 1]);
  expect([...associations[3].objectOf]).toEqual([-1]);
});

test('SIAP over the run: held five of seventeen, one extra track, four false reports', () => {
  const found = siap(RUN, associate(RUN, rule));
  expect(found.completeness).toBeCloseTo(5 / 17, 12);
  expect(found.ambiguity).toBeCloseTo(6 / 5, 12);
  expect(found.spuriousness).toBeCloseTo(4 / 10, 12);
  expect(found.positionAccuracy_m).toBeCloseTo((1 + 3) / 6, 12);
  expect(found.velocityAccuracy_mps).toBe(0);
  // Three stretches of p, tracked for 5 + 0 + 5 s; its life is 30 s and that of q 45 s.
  expect(found.trackNumberChangeRate_hz).toBeCloseTo(2 / 10, 12);
  expect(found.longestTrackSegment).toBeCloseTo(5 / 75, 12);
});

test('counts as in video: misses, false ones, switches, and what one name for life would agree with', () => {
  const found = mot(RUN, rule.c_m);
  expect(found).toMatchObject({ objects: 17, matches: 5, misses: 12, falsePositives: 5, switches: 1, fragmentations: 1 });
  expect(found).toMatchObject({ mostlyTracked: 0, partlyTracked: 1, mostlyLost: 1 });
  expect(found.mota).toBeCloseTo(1 - 18 / 17, 12);
  expect(found.motp_m).toBeCloseTo(1 / 5, 12);
  expect(found.idf1).toBeCloseTo((2 * 3) / (17 + 10), 12);
});

test('two tracks that pass each other keep their objects when pairs are kept, and change them when the sum decides', () => {
  const run = runOnLine([
    { truth: { p: 0, q: 4 }, tracks: { a: 0, b: 4 } },
    { truth: { p: 0, q: 4 }, tracks: { a: 3, b: 1 } },
  ]);
  expect(continuity(run, associate(run, rule)).switches).toBe(2);
  expect(continuity(run, correspondences(run, rule.c_m)).switches).toBe(0);
});

test('an object that is lost for good has a gap that nothing closes, and no track that could outlive it', () => {
  const run = runOnLine([
    { truth: {}, tracks: {} },
    { truth: { p: 0, q: 500, r: 700 }, tracks: { a: 0, b: 500 } },
    { truth: { p: 0, q: 500, r: 700 }, tracks: { b: 500 } },
    { truth: { p: 0, q: 500, r: 700 }, tracks: { b: 500 } },
    { truth: { q: 500 }, tracks: { b: 500 } },
  ]);
  const { lifelines, ...sums } = continuity(run, associate(run, rule));
  expect(lifelines[0]).toMatchObject({ gaps: [{ from_s: 5, to_s: 15, closed: false }], deletionDelay_s: undefined });
  // The record ends with q: nobody knows how long its track would go on.
  expect(lifelines[1]).toMatchObject({ gaps: [], deletionDelay_s: undefined });
  expect(lifelines[2]).toMatchObject({ gaps: [], initiationDelay_s: undefined });
  expect(sums).toEqual({ switches: 0, breaks: 0, neverHeld: 1, initiationDelay_s: 0, deletionDelay_s: undefined, longestShare: 5 / 10 });
});

test('the delays are means over the objects that have one', () => {
  const run = runOnLine([
    { truth: { p: 0, q: 500, r: 700 }, tracks: { b: 500 } },
    { truth: { p: 0, q: 500, r: 700 }, tracks: { a: 0, b: 500 } },
    { truth: { r: 700 }, tracks: { a: 0, b: 500 } },
    { truth: { r: 700 }, tracks: { a: 0 } },
  ]);
  expect(continuity(run, associate(run, rule))).toMatchObject({ initiationDelay_s: 2.5, deletionDelay_s: 7.5, neverHeld: 1 });
  expect(continuity([], [])).toMatchObject({ initiationDelay_s: undefined, deletionDelay_s: undefined, longestShare: 0 });
});

test('a track that is left over beside another object still outlives its own', () => {
  const run = runOnLine([
    { truth: { p: 0, q: 20 }, tracks: { a: 5, b: 20 } },
    { truth: { q: 20 }, tracks: { a: 15, b: 20 } },
    { truth: { q: 20 }, tracks: { a: 19, b: 25 } },
  ]);
  // At 5 s it is an extra track of q; at 10 s it is q's own.
  expect(continuity(run, associate(run, rule)).lifelines[0].deletionDelay_s).toBe(5);
});

test('a track that is c away from an object is false, and one between two objects an extra one of the first', () => {
  const at = (tracks: Readonly<Record<string, number>>) => associate(runOnLine([{ truth: { p: 0, q: 8 }, tracks }]), rule)[0];
  const { objectOf, extra } = at({ a: 0, b: 8, between: 4, edge: -10 });
  expect([[...objectOf], [...extra]]).toEqual([
    [0, 1, 0, -1],
    [0, 0, 1, 0],
  ]);
});

test('SIAP of nothing: nothing is spurious, nothing is off, and a life that no scan saw lasts no time', () => {
  expect(siap([], [])).toEqual({
    completeness: 0,
    ambiguity: 1,
    spuriousness: 0,
    positionAccuracy_m: 0,
    velocityAccuracy_mps: 0,
    trackNumberChangeRate_hz: 0,
    longestTrackSegment: 0,
  });
  expect(siapObject([], [])).toEqual({ tracked_s: 0, fewestTracks: 0, longest_s: 0, life_s: 0 });
  expect(siapObject([100, 105, 110], []).life_s).toBe(10);
});
