import { expect, test } from 'vitest';
import { ASSIGNMENTS, FIVE_CHEAPEST } from '../../authorities/assignments.ts';
import { GOSPA_CASES, OSPA_CASES, SIAP, SWITCHING, SWITCHING_LOSSES } from '../../authorities/stone-soup-scores.ts';
import { NEES_BANDS } from '../../authorities/distributions.ts';
import { REDUCED } from '../../authorities/mixtures.ts';
import { mixed } from '../../tests/support/mixed.ts';
import { onLine, runOnLine } from '../../tests/support/score-pictures.ts';
import { assign } from '../core/track/solve/assignment.ts';
import { kBest } from '../core/track/solve/k-best.ts';
import { associationOf } from './association.ts';
import { gospa } from './gospa.ts';
import { neesBand } from './nees-band.ts';
import { ospa } from './ospa.ts';
import { siapObject, siapScan } from './siap.ts';
import { countSwitches, type SwitchMemory, switchingGospa } from './switching.ts';

/** Their own tests compare OSPA to five decimals. */
const asPrinted = 5;
const lastDigits = 12;

test('OSPA on a line is what an independent library asserts, for p = 1, 2 and ∞', () => {
  for (const { c, tracks, truth, p1, p2, pInfinity } of OSPA_CASES) {
    const of = (p: number): number => ospa(onLine(truth), onLine(tracks), { c_m: c, p }).distance_m;
    expect([of(1), of(2), of(Infinity)].map((value) => Number(value.toFixed(asPrinted)))).toEqual([p1, p2, pInfinity]);
  }
});

test('GOSPA on a line is what an independent library asserts', () => {
  for (const { c, p, tracks, truth, distance } of GOSPA_CASES)
    expect(gospa(onLine(truth), onLine(tracks), { c_m: c, p, alpha: 2 }).distance_m).toBeCloseTo(distance, lastDigits);
});

test('GOSPA with switching: two tracks that change places and one that leaves, then all of them back', () => {
  const at = (rows: readonly (readonly number[])[], k: number) => Object.fromEntries(rows.map((row, i) => [`n${i}`, row[k]]));
  const pictures = runOnLine(SWITCHING.scans.map((_, k) => ({ truth: at(SWITCHING.truth, k), tracks: at(SWITCHING.tracks, k) })));
  const { c, p, penalty } = SWITCHING;
  const found = switchingGospa(pictures, { c_m: c, p, alpha: 2, switchingPenalty_m: penalty });
  SWITCHING.scans.forEach((expected, k) => {
    expect(found[k].distance_m).toBeCloseTo(expected.distance, lastDigits);
    expect(found[k].switching_m).toBeCloseTo(expected.switching, lastDigits);
    expect([found[k].missed, found[k].false, found[k].localisation]).toEqual([expected.missed, expected.false, expected.localisation]);
  });
});

test('changes of track are charged one, and half to and from none', () => {
  for (const { links, loss } of SWITCHING_LOSSES) {
    const memory: SwitchMemory = new Map();
    const found = links.map((one) =>
      countSwitches(memory, new Map(Object.entries(one).map(([object, track]) => [object, track === null ? undefined : String(track)]))),
    );
    expect(found).toEqual(loss);
  }
});

test('SIAP: accuracies, time tracked, fewest tracks, longest track and rate of changes', () => {
  const states = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flatMap(([x, vx, y, vy]) => [x, y, 0, vx, vy, 0]));
  const picture = {
    scan: 0,
    time_s: 0,
    truth: { ids: ['0', '1', '2'], states: states(SIAP.truthAt0) },
    tracks: { ids: ['a', 'b', 'c'], states: states(SIAP.tracksAt0) },
  };
  // The third track belongs to nobody yet; with c = 1 it lies beside no object either.
  const pairs = associationOf(picture, { trackOf: Int32Array.of(0, 1, -1), distance_m: Float64Array.of(0.1, 0.7, Infinity) }, 1);
  const scan = siapScan(picture, pairs);
  expect(scan.positionError_m).toBeCloseTo(SIAP.positionAccuracyAt0, lastDigits);
  expect(scan.velocityError_mps).toBeCloseTo(SIAP.velocityAccuracyAt0, lastDigits);
  expect([scan.objects, scan.tracked, scan.tracks, scan.assigned]).toEqual([3, 2, 3, 2]);
  const objects = SIAP.holds.map((holds) => siapObject(SIAP.times_s, holds));
  expect(objects.map(({ tracked_s }) => tracked_s)).toEqual(SIAP.tracked_s);
  expect(objects.map(({ fewestTracks }) => fewestTracks)).toEqual(SIAP.fewestTracks);
  expect(objects.map(({ longest_s }) => longest_s)).toEqual(SIAP.longest_s);
  const changes = objects.reduce((sum, { fewestTracks }) => sum + fewestTracks - 1, 0);
  expect(changes / objects.reduce((sum, { tracked_s }) => sum + tracked_s, 0)).toBe(SIAP.trackNumberChangeRate);
});

test('published assignment problems have their published optimum', () => {
  const missed = 1e6;
  for (const { cost, best, columns } of ASSIGNMENTS) {
    const rows = cost.map((row) => ({ missed, candidates: row.map((each, column) => ({ column, cost: each })) }));
    const found = assign(rows, cost[0].length);
    expect(found.reduce((sum, column, row) => sum + cost[row][column], 0)).toBe(best);
    if (columns !== undefined) expect([...found]).toEqual(columns);
  }
  const [, { cost }] = ASSIGNMENTS;
  const choices = cost.map((row) => ({ missed, columns: row.map((_, column) => column), costs: row }));
  expect(kBest(choices, cost[0].length, FIVE_CHEAPEST.length).map((one) => one.cost)).toEqual(FIVE_CHEAPEST);
});

test('the filter mixes three estimates into the published mean and covariance', () => {
  const { means, covariances, weights, mean, covariance } = REDUCED;
  // They are not symmetric, and the kernels keep one triangle only: each triangle in turn.
  for (const corner of [1, 2]) {
    const triangles = covariances.map((one) => [one[0], one[corner], one[3]]);
    const record = mixed(means, triangles, weights);
    expect([record[0], record[1]]).toEqual(mean);
    [covariance[0], covariance[corner], covariance[3]].forEach((value, k) => expect(record[6 + k]).toBeCloseTo(value, lastDigits));
  }
});

test('bands of the mean NEES, for each degree of freedom', () => {
  for (const [states, runs, low, high] of NEES_BANDS) {
    const band = neesBand(runs, states);
    expect(band[0] / states).toBeCloseTo(low, lastDigits);
    expect(band[1] / states).toBeCloseTo(high, lastDigits);
  }
});
