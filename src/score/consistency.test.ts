import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../tests/support/properties.ts';
import { noisyRun, onLine } from '../../tests/support/score-pictures.ts';
import { associate, type Association } from './association.ts';
import { scoreConsistency, squaredInSigmas } from './consistency.ts';
import { neesBand } from './nees-band.ts';
import type { Picture } from './picture.ts';
import { scoreSheet } from './sheet.ts';

const RUN = noisyRun({ objects: 60, scans: 40, sigma_m: 400, sigma_mps: 20, missedShare: 0.05, falsePerScan: 0, switchShare: 0, seed: 2 });
const RULE = { c_m: 10_000, p: 2 };

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

test('covariances that are none are counted, and their scan is outside the band', () => {
  const spoilt = [
    ['zero', (one: Float64Array) => one.map(() => 0)],
    ['a negative variance', (one: Float64Array) => one.map((value, k) => (k === 2 ? -1 : value))],
    ['no number', (one: Float64Array) => one.map((value, k) => (k === 1 ? Number.NaN : value))],
    ['without end', (one: Float64Array) => one.map((value, k) => (k === 0 ? Infinity : value))],
    ['a correlation of one', (one: Float64Array) => one.map((value, k) => (k === 1 ? Math.sqrt(one[0] * one[2]) : value))],
    ['a correlation of one but for rounding', (one: Float64Array) => one.map((value, k) => (k === 1 ? (1 - 1e-16) * one[0] : value))],
  ] as const;
  const associations = associate(RUN, RULE);
  const plain = scoreConsistency(RUN, associations);
  for (const [name, spoil] of spoilt) {
    const run = RUN.map((picture, k) => ({
      ...picture,
      tracks: { ...picture.tracks, covariances: picture.tracks.covariances?.map((one) => (k === 7 ? one && spoil(one) : one)) },
    }));
    const found = scoreConsistency(run, associations);
    const inScan = plain?.scans.find(({ scan }) => scan === 7)?.pairs ?? 0;
    expect(inScan).toBeGreaterThan(20);
    expect([name, found?.notPositiveDefinite, found?.pairs]).toEqual([name, inScan, (plain?.pairs ?? 0) - inScan]);
    expect(found?.scans.length).toBe((plain?.scans.length ?? 0) - 1);
    expect(found?.shareInBand).toBeLessThanOrEqual(((found?.scans.length ?? 0) - 1) / (found?.scans.length ?? 1));
  }
});

test('when no covariance is one there is no mean, and the requirement is not met', () => {
  const run = RUN.map((picture) => ({
    ...picture,
    tracks: { ...picture.tracks, covariances: picture.tracks.covariances?.map(() => new Float64Array(21)) },
  }));
  const found = scoreConsistency(run, associate(run, RULE));
  expect(found).toMatchObject({ scans: [], pairs: 0, nees: Number.NaN, shareInBand: 0 });
  const consistency = scoreSheet(run).requirements.find(({ id }) => id === 'consistency');
  expect(consistency).toMatchObject({ verdict: 'not met', value: 0 });
  expect(consistency?.worst).toMatch(/^no covariance is one; \d+ covariances not positive definite$/);
});

/** By the cofactors of a 2×2 block a time: independent pairs of states, so that the form is a sum of three. */
test('the form is that of the inverse, whatever the units', () => {
  const finite = fc.double({ min: -3, max: 3, noNaN: true });
  const block = fc.record({
    a: finite,
    b: finite,
    rho: fc.double({ min: -0.99, max: 0.99, noNaN: true }),
    s: fc.constantFrom(1e-6, 1, 1e5),
    t: fc.constantFrom(1e-3, 1, 1e4),
  });
  holds(
    fc.property(block, block, (one, two) => {
      const error = Float64Array.of(one.a * one.s, one.b * one.t, two.a * two.s, two.b * two.t);
      const rows = [[one.s ** 2], [one.rho * one.s * one.t, one.t ** 2], [0, 0, two.s ** 2], [0, 0, two.rho * two.s * two.t, two.t ** 2]];
      const covariance = Float64Array.from(rows.flat());
      const form = ({ a, b, rho }: typeof one): number => (a * a - 2 * rho * a * b + b * b) / (1 - rho * rho);
      const expected = form(one) + form(two);
      expect(Math.abs((squaredInSigmas(error, covariance) ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-11 * (1 + expected));
    }),
  );
});

/** Objects at rest and their tracks: at each scan, for each object, by how many of its sigmas the track is off along each of the six; undefined
 *  where its covariance is none. */
function offBy(scans: readonly (readonly (number | undefined)[])[]): { run: Picture[]; associations: Association[] } {
  const covariance = new Float64Array(21);
  for (let a = 0; a < 6; a++) covariance[(a * (a + 3)) / 2] = 1;
  const run = scans.map((off, scan): Picture => {
    const ids = off.map((_, i) => String(i));
    const states = onLine(off.map((_, i) => 1000 * i));
    const tracks = { ids, states: states.map((x, k) => x + (off[Math.floor(k / 6)] ?? 0)) };
    const covariances = off.map((by) => (by === undefined ? new Float64Array(21) : covariance));
    return { scan, time_s: 5 * scan, truth: { ids, states }, tracks: { ...tracks, covariances } };
  });
  return { run, associations: associate(run, RULE) };
}

test('errors that are too small for their covariances are outside the band, as those that are too large', () => {
  // NEES 0, 6 and 54; the band of one of six degrees is 1.24 to 14.4.
  const { run, associations } = offBy([[0], [1], [3]]);
  const found = scoreConsistency(run, associations);
  expect(found?.scans.map(({ nees }) => Math.round(1e9 * nees) / 1e9)).toEqual([0, 6, 54]);
  expect(found).toMatchObject({ scansGiven: 3, shareInBand: 1 / 3 });
});

test('a scan with as many covariances that are none as good ones is given, and outside the band', () => {
  const { run, associations } = offBy([[1, undefined], [1]]);
  expect(scoreConsistency(run, associations)).toMatchObject({ pairs: 2, notPositiveDefinite: 1, scansGiven: 2, shareInBand: 0.5 });
});
