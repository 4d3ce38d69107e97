import { expect, test } from 'vitest';
import { kinematicFilter } from '../track/filter/kinematic-filter.ts';
import { plotTable } from '../track/look/plot-table.ts';
import type { SensorView } from '../track/look/sensor-view.ts';
import { Hypotheses } from '../track/object/hypotheses.ts';
import { ScanInHand, ScanMemory } from './scan.ts';

const ALL_ROUND: SensorView = {
  mount: Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1),
  azimuthOrigin_rad: 0,
  sigmaRange_m: 500,
  // As good as no azimuth: the gate is wider than a turn.
  sigmaAzimuth_rad: 1,
  sigmaElevation_rad: 0.2,
  view: { rangeMin_m: 0, rangeMax_m: 1e5, azimuthMin_rad: -Math.PI, azimuthMax_rad: Math.PI, elevationMin_rad: -1, elevationMax_rad: 1 },
  detectionProbability: 0.9,
  falsePlotsPerScan: 1,
  priorVelocity_mps: 100,
};

test('a gate that reaches round the sensor lists every plot once', () => {
  const plots = [-3, -2, -1, 0, 1, 2, 3].map((azimuth_rad) => ({ range_m: 20_000, azimuth_rad, elevation_rad: 0 }));
  const table = plotTable(plots, ALL_ROUND);
  const h = new Hypotheses(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 1 }));
  for (const from of [0, 3]) {
    const slot = h.allocate();
    h.filter.start(table, from, ALL_ROUND, h.state, h.stateAt(slot));
    const scan = new ScanInHand(0, table, ALL_ROUND, 1, 1, new ScanMemory());
    scan.look(h, slot);
    const listed = [...scan.plotOf.subarray(h.first[slot], h.first[slot] + h.candidates[slot])];
    expect(listed.length).toBeGreaterThan(2);
    expect(new Set(listed).size).toBe(listed.length);
  }
});

test('a dwell has its part of a look’s clutter and of its new objects', () => {
  const table = plotTable([{ range_m: 20_000, azimuth_rad: 0, elevation_rad: 0 }], ALL_ROUND);
  const densities = (share: number): number[] => {
    const { background, birth } = new ScanInHand(0, table, ALL_ROUND, 1, share, new ScanMemory());
    return [background[0], birth[0]];
  };
  const [whole, quarter] = [densities(1), densities(0.25)];
  whole.forEach((density, k) => expect(quarter[k] / density).toBeCloseTo(0.25, 12));
});
