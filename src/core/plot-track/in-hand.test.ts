import { expect, test } from 'vitest';
import { createScene } from '../../sim/scenes.ts';
import type { PolarPlot } from '../sense/corrections.ts';
import { kinematicFilter } from '../track/filter/kinematic-filter.ts';
import { MultiTracker } from './multi-tracker.ts';

const { sensor: SENSOR } = createScene({ family: 'dense', objects: 1, scans: 1, seed: 1 });

/** An object is expected between two plots, 50 m from one and 70 m from the other: how far joint probabilities draw it to the other from where the nearer
 *  alone would put it, m. */
function drawnAway_m(falsePlotsPerScan: number): number {
  const sensor = { ...SENSOR, falsePlotsPerScan };
  const at = (range_m: number): PolarPlot => ({ range_m, azimuth_rad: 0.01, elevation_rad: 0.3 });
  const rangeAfter = (last: readonly PolarPlot[]): number => {
    const tracker = new MultiTracker(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 4 }), { associator: 'jpda' });
    for (let scan = 0; scan < 8; scan++) tracker.takeScan(scan * 5e6, [at(1_000_000 + 1000 * scan)], sensor);
    const [{ x }] = tracker.takeScan(40e6, last, sensor);
    return Math.hypot(x[0], x[1], x[2]);
  };
  const [nearer, farther] = [at(1_008_050), at(1_007_930)];
  return rangeAfter([nearer]) - rangeAfter([nearer, farther]);
}

// Two pieces of one body: taken as half and half, the body's track lay between them.
test('of two plots near a track the nearer is the track’s where the other is sooner a new object, and half and half where it is sooner clutter', () => {
  expect(Math.abs(drawnAway_m(1e-6))).toBeLessThan(1);
  expect(drawnAway_m(10)).toBeGreaterThan(20);
});
