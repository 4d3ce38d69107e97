import { expect, test } from 'vitest';
import { noisyRun, runOnLine } from '../../tests/support/score-pictures.ts';
import { PEERS, peersScore } from './peers.ts';

test('the mean is over the scans from the tenth on; what an object had before is remembered', () => {
  const scan = (track: string, at: number) => ({ truth: { p: 0, q: 50_000 }, tracks: { [track]: at, far: 90_000, beside: 4_000 } });
  const run = runOnLine([...Array.from({ length: 10 }, () => scan('a', 3_000)), scan('b', 3_000), scan('b', 1_000)]);
  const found = peersScore(run);
  // Each scan: one pair; q missed; `far` false, and `beside` left over.
  const each = (d: number): number => Math.sqrt(d * d + (3 * 1e8) / 2);
  expect(found.scans).toBe(2);
  expect(found.gospaMean_m).toBeCloseTo((each(3_000) + each(1_000)) / 2, 9);
  expect(found.ospaMean_m).toBeCloseTo((Math.sqrt((9e6 + 2e8) / 3) + Math.sqrt((1e6 + 2e8) / 3)) / 2, 9);
  expect(found.locRmse_m).toBeCloseTo(Math.sqrt((9e6 + 1e6) / 2), 9);
  expect(found).toMatchObject({ missedFraction: 0.5, falsePerScan: 2, extraPerScan: 1, switches: 1 });
});

test('a perfect tracker scores nothing; no tracker misses everything', () => {
  const perfect = noisyRun({ objects: 20, scans: 15, sigma_m: 0, sigma_mps: 0, missedShare: 0, falsePerScan: 0, switchShare: 0, seed: 1 });
  const settled = perfect.filter(({ truth, tracks }) => truth.ids.length === tracks.ids.length);
  expect(settled.length).toBeGreaterThan(5);
  expect(peersScore(settled, { ...PEERS, fromScan: 0 })).toMatchObject({ gospaMean_m: 0, ospaMean_m: 0, locRmse_m: 0, switches: 0 });
  const none = perfect.map((picture) => ({ ...picture, tracks: { ids: [], states: new Float64Array() } }));
  expect(peersScore(none)).toMatchObject({ missedFraction: 1, falsePerScan: 0, ospaMean_m: 10_000 });
});

test('figures of a run with every fault stay what they are', () => {
  const faults = { objects: 40, scans: 30, sigma_m: 900, sigma_mps: 40, missedShare: 0.1, falsePerScan: 2, switchShare: 0.02, seed: 3 };
  const { locRmse_m, missedFraction, falsePerScan, switches } = peersScore(noisyRun(faults));
  expect(locRmse_m / (900 * Math.sqrt(3))).toBeCloseTo(1, 1);
  expect(missedFraction).toBeCloseTo(0.1, 1);
  expect(falsePerScan).toBeCloseTo(2, 0);
  expect(switches).toBeGreaterThan(0);
});

test('a change of track before the first scan that counts is none of the switches', () => {
  const run = runOnLine(['a', 'b', 'c', 'c'].map((track) => ({ truth: { p: 0 }, tracks: { [track]: 0 } })));
  expect([0, 1, 2, 3].map((fromScan) => peersScore(run, { ...PEERS, fromScan }).switches)).toEqual([2, 2, 1, 0]);
});
