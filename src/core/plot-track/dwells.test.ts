import { expect, test } from 'vitest';
import { type MeasurementSpec, NO_MODIFIERS } from '../sense/measurement-spec.ts';
import { degrees } from '../units.ts';
import type { Associator, TrackEstimate } from './index.ts';
import { createPlotTracker } from './plot-tracker.ts';

const ROTATING: MeasurementSpec = {
  id: 'rotating',
  sensing: {
    kind: 'polar',
    sigmaRange_m: 30,
    sigmaAzimuth_rad: 1e-3,
    sigmaElevation_rad: 1e-3,
    view: {
      rangeMin_m: 1_000,
      rangeMax_m: 100_000,
      azimuthMin_rad: 0,
      azimuthMax_rad: 2 * Math.PI,
      elevationMin_rad: 0,
      elevationMax_rad: degrees(45),
    },
  },
  frame: { kind: 'flat' },
  detectionProbability: 0.9,
  falsePlotsPerScan: 0.1,
  scanPeriod_s: 5,
  objects: { velocitySigma_mps: 200, accelerationPsd_m2ps3: 1, motion: 'constant-velocity' },
  modifiers: NO_MODIFIERS,
};

/** Four objects that stand still all round, each seen once in five seconds as the antenna comes by, from a file in which each plot has its own time. */
function dwells(associator: Associator, turns: number, onlyFirst = false): TrackEstimate[][] {
  const tracker = createPlotTracker(ROTATING, { associator });
  const reported: TrackEstimate[][] = [];
  for (let k = 0; k < 4 * turns; k++) {
    const plots =
      onlyFirst && k > 0 ? [] : [{ range_m: 40_000, azimuth_rad: degrees([30, 120, 210, 300][k % 4]), elevation_rad: degrees(5) }];
    reported.push(tracker.takeScan({ at_us: k * 1.25e6, plots }));
  }
  return reported;
}

test.each<Associator>(['gnn', 'jpda', 'pmbm'])(
  'four objects, each seen at a time of its own, are four tracks that last (%s)',
  (associator) => {
    const reported = dwells(associator, 12);
    const settled = reported.slice(12);
    for (const tracks of settled) expect(tracks.map(({ id }) => id)).toEqual(settled[0].map(({ id }) => id));
    expect(settled[0].length).toBe(4);
    // Nothing is missed in the dwells of the others.
    for (const { existence } of settled.flat()) expect(existence).toBeGreaterThan(0.99);
    for (const { x } of settled.at(-1) ?? []) expect(Math.hypot(x[0], x[1], x[2])).toBeCloseTo(40_000, -2);
  },
);

test('what an antenna does not come back to is missed once in a turn, and ends as it does of a radar that looks everywhere at once', () => {
  const tracker = createPlotTracker(ROTATING, { associator: 'gnn' });
  const whole = createPlotTracker(ROTATING, { associator: 'gnn' });
  const plot = { range_m: 40_000, azimuth_rad: degrees(30), elevation_rad: degrees(5) };
  const existences: [number, number][] = [];
  for (let k = 0; k < 48; k++) {
    const shown = k % 4 === 0 && k < 24 ? [plot] : [];
    const [track] = tracker.takeScan({ at_us: k * 1.25e6, plots: shown });
    if (k % 4 !== 0) continue;
    const [other] = whole.takeScan({ at_us: k * 1.25e6, plots: shown });
    if (k >= 24) existences.push([track?.existence ?? 0, other?.existence ?? 0]);
  }
  // Two turns without it are two misses, not one for every dwell.
  for (const [by, all] of existences.slice(0, 2)) expect(Math.abs(by - all)).toBeLessThan(0.02);
  // The same turn for both, within one: a dwell tells of a miss when the next has begun.
  const ended = (which: 0 | 1): number => existences.findIndex((one) => one[which] === 0);
  expect(ended(1)).toBeGreaterThan(0);
  expect(Math.abs(ended(0) - ended(1))).toBeLessThanOrEqual(1);
});

test('one plot is no track, unless clutter and births say that it is 0.99 sure', () => {
  const first = (falsePlotsPerScan: number): number =>
    createPlotTracker({ ...ROTATING, falsePlotsPerScan }).takeScan({
      at_us: 0,
      plots: [{ range_m: 40_000, azimuth_rad: 1, elevation_rad: degrees(5) }],
    }).length;
  expect(first(0.1)).toBe(0);
  expect(first(0.001)).toBe(1);
  // Once shown and never again, it never was one.
  expect(dwells('pmbm', 4, true).flat()).toEqual([]);
});
