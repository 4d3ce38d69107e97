import { expect, test } from 'vitest';
import { passive, radar, seen } from '../../../../tests/support/several-sensors.ts';
import { plotTable } from '../look/plot-table.ts';
import { kernelsOf, sensorViewOf } from '../look/sensor-view.ts';
import { sightTable } from '../look/sight-table.ts';
import { filterOf } from './by-sensor.ts';
import { flightFilter } from './flight-filter.ts';
import { kinematicFilter } from './kinematic-filter.ts';
import { AZIMUTH, ELEVATION, HEADER, RANGE, VAR_AZIMUTH, VAR_ELEVATION, VAR_RANGE } from './object-filter.ts';
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
  expect(flights.model).toBe('flight, 3 measured; flight, 2 measured; 6 ranges along a direction');
  const s = new Float64Array(3 * flights.stateSize);
  const table = sightTable([{ azimuth_rad: 1, elevation_rad: 0.5 }], VIEWS[0]);
  for (const o of [0, flights.stateSize]) flights.start(table, 0, VIEWS[0], s, o);
  flights.blend(s, [0, flights.stateSize], [0.25, 0.75], 2 * flights.stateSize);
  // The mixture of two that are the same.
  for (let i = 0; i < flights.stateSize; i++)
    expect(s[2 * flights.stateSize + i]).toBeCloseTo(s[i], 3 - Math.ceil(Math.log10(1 + Math.abs(s[i])) / 2));
});
