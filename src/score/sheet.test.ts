import { expect, test } from 'vitest';
import { runOnLine } from '../../tests/support/score-pictures.ts';
import { gospa } from './gospa.ts';
import { ospa } from './ospa.ts';
import { DEFAULT_RULE, scoreSheet } from './sheet.ts';

const RULE = { c_m: 10, p: 2, alpha: 2, switchingPenalty_m: 5, fromScan: 2 };

/** Two objects change their tracks in scan 1, before anything counts, and one of them in scan 3; r is missed. */
const RUN = runOnLine([
  { truth: { p: 0, q: 100 }, tracks: { a: 0, b: 100 } },
  { truth: { p: 0, q: 100 }, tracks: { c: 0, d: 100 } },
  { truth: { p: 0, q: 100, r: 200 }, tracks: { c: 3, d: 104, beside: 8, far: 400 } },
  { truth: { p: 0 }, tracks: { e: 4 } },
  { truth: { p: 0 }, tracks: {} },
]);

test('a change of track costs half of a missed object when nobody says otherwise', () => {
  expect(DEFAULT_RULE).toEqual({ c_m: 10_000, p: 2, alpha: 2, fromScan: 10, switchingPenalty_m: 5_000 });
});

test('a sheet has each scan of the run, those before the first that counts too', () => {
  const { scans } = scoreSheet(RUN, RULE);
  expect(scans.map(({ scan, time_s }) => [scan, time_s])).toEqual(RUN.map(({ scan, time_s }) => [scan, time_s]));
  expect(scans.map(({ objects, tracks, extra }) => [objects, tracks, extra])).toEqual([
    [2, 2, 0],
    [2, 2, 0],
    [3, 4, 1],
    [1, 1, 0],
    [1, 0, 0],
  ]);
  expect(scans.map(({ switches }) => switches)).toEqual([0, 2, 0, 1, 0]);
  RUN.forEach(({ truth, tracks }, k) => {
    const { matching, ...parts } = gospa(truth.states, tracks.states, RULE);
    expect(scans[k].gospa).toEqual(parts);
    expect(scans[k].ospa_m).toBe(ospa(truth.states, tracks.states, RULE).distance_m);
    expect(scans[k].positionError === undefined).toBe(matching.matched === 0);
  });
});

test('the errors of a scan are those of its held objects', () => {
  const { scans } = scoreSheet(RUN, RULE);
  expect(scans[2].positionError).toEqual({ median_m: 3, rms_m: Math.sqrt((9 + 16) / 2), q95_m: 4 });
  expect(scans[4].positionError).toBeUndefined();
});

test('GOSPA with switching is a mean over the scans that count, and knows the tracks from before', () => {
  // Scan 2: 3² + 4², one missed, two false. Scan 3: 4² and one change. Scan 4: one missed, and half a change.
  const distances = [25 + 150, 16 + 25, 50 + 12.5].map(Math.sqrt);
  const { switching } = scoreSheet(RUN, RULE);
  expect(switching.changes).toBe(1.5);
  expect(switching.mean_m).toBeCloseTo(distances.reduce((sum, one) => sum + one, 0) / 3, 12);
  expect(scoreSheet([], RULE).switching).toEqual({ mean_m: 0, changes: 0 });
});

test('tracks that begin and end before the first scan that counts are in the continuity and in no other figure', () => {
  const { continuity, requirements, peers } = scoreSheet(RUN, RULE);
  expect([continuity.switches, peers.switches]).toEqual([3, 1]);
  expect(requirements.find(({ id }) => id === 'switches')).toMatchObject({ value: 200, samples: 5 });
});
