import { expect, test } from 'vitest';
import { createScene } from '../../sim/scenes.ts';
import { kinematicFilter } from '../track/filter/kinematic-filter.ts';
import { plotTable } from '../track/look/plot-table.ts';
import type { SensorView } from '../track/look/sensor-view.ts';
import { MultiTracker } from './multi-tracker.ts';
import { gainOfNeighbours } from './newborns.ts';
import { ScanInHand, ScanMemory } from './scan.ts';

type Place = { readonly range_m: number; readonly azimuth_rad: number; readonly elevation_rad: number };

const { sensor } = createScene({ family: 'cso', objects: 50, scans: 1, seed: 1 });
const FIRST = { range_m: 1000e3, azimuth_rad: 0.1, elevation_rad: 0.3 };

/** Plots 3 km from one to the next, along the sight and across. */
const inARow = (count: number, from: Place = FIRST): Place[] =>
  Array.from({ length: count }, (_, i) => ({ ...from, range_m: from.range_m + 2000 * i, azimuth_rad: from.azimuth_rad + 0.002 * i }));

/** G of the first plot in canonical order, and how many neighbours chance would put beside it. */
function gainOf(plots: readonly Place[], view: SensorView, newObjects = 1): number {
  const memory = new ScanMemory();
  const scan = new ScanInHand(0, plotTable(plots, view, memory.plots), view, newObjects, 1, memory);
  scan.unexplained.fill(1, 0, plots.length);
  return gainOfNeighbours(0, scan, scan.birth[0] / scan.birthShare, scan.unexplained);
}

test('the more plots nobody explains beside one another, the surer are they new objects', () => {
  const gains = [1, 2, 3, 4, 5].map((count) => gainOf(inARow(count), sensor));
  // Alone it is one of those that come alone, or its companions were all missed.
  expect(gains[0]).toBeCloseTo(0.9 + 0.1 * Math.exp(-2), 12);
  for (let i = 1; i < gains.length; i++) expect(gains[i]).toBeGreaterThan(10 * gains[i - 1]);
});

test('where clutter is so dense that it would put as many there, neighbours say nothing', () => {
  // 11 km each way by errors and companions, 22³ km³ of the view's 300 million: 10⁹ false plots are forty thousand beside each.
  const crowd: SensorView = { ...sensor, falsePlotsPerScan: 1e9 };
  expect(gainOf(inARow(5), crowd)).toBeCloseTo(gainOf(inARow(1), crowd), 3);
});

test('plots more than companions are apart are no neighbours', () => {
  const far = [FIRST, { ...FIRST, range_m: FIRST.range_m + 12e3 }, { ...FIRST, azimuth_rad: FIRST.azimuth_rad + 0.02 }];
  expect(gainOf(far, sensor)).toBe(gainOf([FIRST], sensor));
});

test('neighbours on both sides of the back of an all-round sensor are neighbours', () => {
  const view: SensorView = { ...sensor, view: { ...sensor.view, azimuthMin_rad: -Math.PI, azimuthMax_rad: Math.PI } };
  const behind = [0, 1, 2].map((i) => ({
    ...FIRST,
    range_m: FIRST.range_m + 1000 * i,
    azimuth_rad: (i % 2 === 0 ? 1 : -1) * (Math.PI - 0.001),
  }));
  expect(gainOf(behind, view)).toBeCloseTo(gainOf(inARow(3), view), 6);
});

test('five pieces that come into view together are tracks at their first plots; as many plots apart from one another are not', () => {
  const tracksAtOnce = (plots: readonly Place[]): number => {
    const tracker = new MultiTracker(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 4 }));
    // The view is known by then, and what is new comes now.
    for (let scan = 0; scan < 5; scan++) tracker.takeScan(scan * 5e6, [], sensor);
    return tracker.takeScan(25e6, plots, sensor).length;
  };
  expect(tracksAtOnce(inARow(5))).toBe(5);
  expect(tracksAtOnce([0, 1, 2, 3, 4].map((i) => ({ ...FIRST, azimuth_rad: 0.05 * i })))).toBe(0);
});
