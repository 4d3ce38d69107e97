import { mostPieces, piecesAlong } from './range-pieces.ts';
import { expect, test } from 'vitest';
import { passive, radar, seen } from '../../../../tests/support/several-sensors.ts';
import { stream } from '../../../sim/random.ts';
import { plotTable } from '../look/plot-table.ts';
import { kernelsOf, sensorViewOf } from '../look/sensor-view.ts';
import { sightTable } from '../look/sight-table.ts';
import { filterOf } from './by-sensor.ts';
import { flightFilter } from './flight-filter.ts';
import { kinematicFilter } from './kinematic-filter.ts';
import { AZIMUTH, BOX_SIGMAS, ELEVATION, HEADER, RANGE, VAR_AZIMUTH, VAR_ELEVATION, VAR_RANGE } from './object-filter.ts';
import { placeVariance } from './range-bank.ts';

const WEST = passive('west', 38, 138.5);
const NORTH = passive('north', 40.7, 138.5);
const RADAR = radar('radar', 38, 139);
const VIEWS = [WEST, NORTH, RADAR].map((spec) => sensorViewOf(spec));
const FALLING = (kernels = kernelsOf(VIEWS[2])) => kinematicFilter({ kind: 'coast', psd_m2ps3: 1e-4 }, kernels);

/** A place on the line of a plot, by its range. */
function along(range_m: number): number[] {
  const { mount } = VIEWS[0];
  const [first, second, up] = [0.5, -0.6, Math.sqrt(1 - 0.61)];
  return [0, 1, 2].map((i) => mount[i] + range_m * (first * mount[3 + i] + second * mount[6 + i] + up * mount[9 + i]));
}

/** Looks of these sensors at a body that hangs there, `apart_s` after one another. */
function looked(range_m: number, looks: readonly number[], apart_s = 0) {
  const filter = filterOf(FALLING, VIEWS);
  const place = [...along(range_m), 0, 0, 0];
  const tableOf = (i: number) => {
    const plot = seen([WEST, NORTH, RADAR][i], place);
    const { azimuth_rad, elevation_rad } = plot;
    return VIEWS[i].sigmaRange_m === undefined ? sightTable([{ azimuth_rad, elevation_rad }], VIEWS[i]) : plotTable([plot], VIEWS[i]);
  };
  const s = new Float64Array(filter.stateSize);
  const w = new Float64Array(filter.workSize);
  filter.start(tableOf(looks[0]), 0, VIEWS[looks[0]], s, 0);
  for (const i of looks.slice(1)) {
    filter.predict(s, 0, apart_s);
    filter.project(s, 0, VIEWS[i], w, 0);
    expect(filter.logDensity(w, 0, tableOf(i), 0)).toBeGreaterThan(-Infinity);
    filter.update(s, 0, w, 0, 0, tableOf(i), 0);
  }
  const six = new Float64Array(27);
  filter.estimate(s, 0, six, 0);
  const miss_m = Math.hypot(...[0, 1, 2].map((k) => six[k] - place[k]));
  const lives = s.slice(filter.stateSize - 6).filter((weight) => weight > 0).length;
  return { filter, s, w, six, miss_m, sigma_m: Math.sqrt(placeVariance(six, 0)), lives };
}

test('one direction is six ranges that at most double, and as unsure as the reach is long', () => {
  const { lives, sigma_m } = looked(900_000, [0]);
  expect(lives).toBe(6);
  expect(sigma_m).toBeGreaterThan(600_000);
});

test('the same sensor’s next look from the same place leaves all of them', () => {
  expect(looked(900_000, [0, 0]).lives).toBe(6);
});

test('a look from elsewhere, near or far, leaves one place, and knows it to half a hundredth of the distance', () => {
  for (const range_m of [150_000, 400_000, 900_000, 1_500_000, 2_500_000]) {
    const { lives, miss_m, sigma_m } = looked(range_m, [0, 1]);
    expect(lives).toBe(1);
    expect(sigma_m).toBeLessThan(0.005 * range_m);
    expect(miss_m).toBeLessThan(sigma_m);
  }
});

test('a radar’s look two seconds later leaves what the radar knows', () => {
  for (const range_m of [150_000, 400_000, 900_000, 1_500_000, 2_500_000]) {
    const { lives, sigma_m } = looked(range_m, [0, 2], 2);
    expect(lives).toBe(1);
    expect(sigma_m).toBeLessThan(1.5 * Math.hypot(50, 1.5e-3 * range_m));
  }
});

test('a radar’s plot begins with one, and takes directions after it', () => {
  const { lives, miss_m } = looked(900_000, [2, 0, 1]);
  expect(lives).toBe(1);
  expect(miss_m).toBeLessThan(200);
});

test('what is predicted of all ranges holds what is predicted of each', () => {
  const { filter, s, w } = looked(900_000, [0]);
  for (const view of VIEWS) {
    filter.project(s, 0, view, w, 0);
    const alone = filterOf(FALLING, [view]);
    const own = new Float64Array(alone.workSize);
    const inner = kernelsOf(view).dimension === 2 ? FALLING(kernelsOf(view)) : alone;
    for (let k = 0; k < 6; k++) {
      inner.project(s, k * inner.stateSize, view, own, 0);
      for (const [value, variance] of [
        [RANGE, VAR_RANGE],
        [AZIMUTH, VAR_AZIMUTH],
        [ELEVATION, VAR_ELEVATION],
      ])
        expect(Math.abs(own[value] - w[value])).toBeLessThan(5 * Math.sqrt(w[variance]) + 1e-9);
    }
  }
  expect(w.slice(0, HEADER).every(Number.isFinite)).toBe(true);
});

test('sensors that all measure the same have the filter of one, and motions of several modes have a bank too', () => {
  expect(filterOf(FALLING, [VIEWS[2], VIEWS[2]]).model).toBe(FALLING().model);
  const flights = filterOf(flightFilter, VIEWS);
  expect(flights.model).toBe('6 ranges along a direction; flight, 3 measured; flight, 2 measured');
  const s = new Float64Array(3 * flights.stateSize);
  const table = sightTable([{ azimuth_rad: 1, elevation_rad: 0.5 }], VIEWS[0]);
  for (const o of [0, flights.stateSize]) flights.start(table, 0, VIEWS[0], s, o);
  flights.blend(s, [0, flights.stateSize], [0.25, 0.75], 2 * flights.stateSize);
  // The mixture of two that are the same.
  for (let i = 0; i < flights.stateSize; i++)
    expect(s[2 * flights.stateSize + i]).toBeCloseTo(s[i], 3 - Math.ceil(Math.log10(1 + Math.abs(s[i])) / 2));
});

/** Ranges that a slot has room for. */
const MOST = mostPieces(VIEWS[0].view);

/** A bank of one direction, all ranges alive, and what a slot of it holds. */
function begun(): { filter: ReturnType<typeof filterOf>; s: Float64Array; w: Float64Array; n: number; weightsAt: number; ranges: number } {
  const { filter, s, w } = looked(900_000, [0]);
  const weightsAt = filter.stateSize - MOST;
  // In front of the weights stands from how far it was seen.
  const n = (weightsAt - 1) / MOST;
  const ranges = s.subarray(weightsAt, weightsAt + MOST).filter((weight) => weight > 0).length;
  return { filter, s, w, n, weightsAt, ranges };
}

test('each range is even over its part of the reach: as unsure along the direction as a distance that may be anywhere in it', () => {
  const { s, n, ranges } = begun();
  const { mount, view } = VIEWS[0];
  const first = [0, 1, 2].map((i) => s[i] - mount[i]);
  const edges = new Float64Array(MOST + 1);
  const sight = first.map((x) => x / Math.hypot(...first));
  expect(piecesAlong(mount, sight, view, edges)).toBe(ranges);
  for (let k = 0; k < ranges; k++) {
    const [near_m, far_m] = edges.subarray(k, k + 2);
    const d = [0, 1, 2].map((i) => s[k * n + i] - mount[i]);
    expect(Math.hypot(...d)).toBeCloseTo(0.5 * (near_m + far_m), -2);
    // Nine states, then their covariance. Across, 100 µrad are nothing beside it.
    expect(Math.sqrt(placeVariance(s.subarray(k * n + 3), 0)) / ((far_m - near_m) / Math.sqrt(12))).toBeCloseTo(1, 3);
  }
});

test('a place that is known to 1 km and one that is known to 200 km are two, 100 km apart, however ill the second is known', () => {
  const alive = (apart_m: number, sigma_m: number): number => {
    const { filter, s, w, n, weightsAt } = begun();
    const { mount } = VIEWS[0];
    const d = [0, 1, 2].map((i) => s[3 * n + i] - mount[i]);
    const nearer = 1 - apart_m / Math.hypot(...d);
    for (let i = 0; i < 9; i++) s[2 * n + i] = i < 3 ? mount[i] + nearer * d[i] : s[3 * n + i];
    s.copyWithin(2 * n + 9, 3 * n + 9, 4 * n);
    // The second as unsure as it was begun, the first by so much along and across.
    for (let i = 0; i < 3; i++) for (let j = 0; j <= i; j++) s[2 * n + 9 + (i * (i + 1)) / 2 + j] = i === j ? (sigma_m * sigma_m) / 3 : 0;
    s.fill(0, weightsAt, weightsAt + MOST);
    s.set([0, 0, 0.5, 0.5], weightsAt);
    const direction = seen(WEST, [...along(900_000), 0, 0, 0]);
    const table = sightTable([{ azimuth_rad: direction.azimuth_rad, elevation_rad: direction.elevation_rad }], VIEWS[0]);
    filter.project(s, 0, VIEWS[0], w, 0);
    filter.update(s, 0, w, 0, 0, table, 0);
    return s.subarray(weightsAt, weightsAt + MOST).filter((weight) => weight > 0).length;
  };
  expect(alive(100_000, 1_000)).toBe(2);
  expect(alive(300, 1_000)).toBe(1);
});

test('the header’s box of a prediction holds the box of every range, also of one that has next to no weight', () => {
  const { filter, s, w, n, weightsAt, ranges } = begun();
  const random = stream(1, 'weights');
  for (let turn = 0; turn < 50; turn++) {
    const weights = Array.from({ length: ranges }, () => 10 ** (-3.5 * random.uniform()));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    s.set(
      weights.map((weight) => weight / total),
      weightsAt,
    );
    for (const view of VIEWS) {
      filter.project(s, 0, view, w, 0);
      const inner = FALLING(kernelsOf(view));
      const own = new Float64Array(inner.workSize);
      for (let k = 0; k < ranges; k++) {
        inner.project(s, k * n, view, own, 0);
        for (const [value, variance] of [
          [RANGE, VAR_RANGE],
          [AZIMUTH, VAR_AZIMUTH],
          [ELEVATION, VAR_ELEVATION],
        ]) {
          const off = Math.abs(own[value] - w[value]);
          const reach = BOX_SIGMAS * Math.sqrt(own[variance]);
          const turnedOff = value === AZIMUTH ? Math.min(off, 2 * Math.PI - off) : off;
          expect(turnedOff + reach).toBeLessThanOrEqual(BOX_SIGMAS * Math.sqrt(w[variance]) * (1 + 1e-9) + 1e-12);
        }
      }
    }
  }
});
