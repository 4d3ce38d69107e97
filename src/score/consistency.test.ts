import { expect, test } from 'vitest';
import { noisyRun } from '../../tests/support/score-pictures.ts';
import { associate } from './association.ts';
import { scoreConsistency, squaredInSigmas } from './consistency.ts';
import { neesBand } from './nees-band.ts';

const RUN = noisyRun({ objects: 60, scans: 40, sigma_m: 400, sigma_mps: 20, missedShare: 0.05, falsePerScan: 0, switchShare: 0, seed: 2 });
const RULE = { c_m: 10_000, p: 2, keepPairs: false };

test('covariances that are right put the mean NEES near six and nearly every scan in its band', () => {
  const found = scoreConsistency(RUN, associate(RUN, RULE));
  expect(found?.nees).toBeGreaterThan(neesBand(found?.pairs ?? 0, 6)[0]);
  expect(found?.nees).toBeLessThan(neesBand(found?.pairs ?? 0, 6)[1]);
  expect(found?.shareInBand).toBeGreaterThan(0.85);
});

test('covariances that are a quarter of the truth show as four times the NEES', () => {
  const bold = RUN.map((picture) => ({
    ...picture,
    tracks: { ...picture.tracks, covariances: picture.tracks.covariances?.map((one) => one?.map((value) => value / 4)) },
  }));
  const associations = associate(RUN, RULE);
  const [plain, found] = [scoreConsistency(RUN, associations), scoreConsistency(bold, associations)];
  expect(found?.nees).toBeCloseTo(4 * (plain?.nees ?? 0), 9);
  expect(found?.shareInBand).toBe(0);
});

test('tracks without covariances are not judged by them', () => {
  const silent = RUN.map((picture) => ({ ...picture, tracks: { ids: picture.tracks.ids, states: picture.tracks.states } }));
  expect(scoreConsistency(silent, associate(silent, RULE))).toBeUndefined();
});

test('a squared length in sigmas, with what is correlated', () => {
  expect(squaredInSigmas(Float64Array.of(2, 1), Float64Array.of(4, 1, 1))).toBeCloseTo((4 * 1 - 2 * 2 * 1 + 1 * 4) / (4 * 1 - 1), 12);
  expect(squaredInSigmas(Float64Array.of(1, 1), Float64Array.of(1, 2, 1))).toBeUndefined();
});
