import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { createScene, type Scene } from '../../sim/scenes.ts';
import { decode, encode } from '../codec.ts';
import { flightFilter } from '../track/filter/flight-filter.ts';
import { kinematicFilter } from '../track/filter/kinematic-filter.ts';
import type { TrackEstimate } from './estimates.ts';
import { MultiTracker } from './multi-tracker.ts';
import type { MultiSnapshot } from './snapshot.ts';
import type { Associator } from './settings.ts';
import { kernelsOf } from '../track/look/sensor-view.ts';
import type { PolarPlot } from '../sense/corrections.ts';
import type { SensorView } from '../track/look/sensor-view.ts';

const ASSOCIATORS: readonly Associator[] = ['gnn', 'jpda', 'pmbm'];
const SCENE = createScene({ family: 'dense', objects: 12, scans: 25, seed: 11 });
const GROUPS = createScene({ family: 'cso', objects: 15, scans: 16, seed: 5 });

function trackerOf(scene: Scene, associator: Associator): MultiTracker {
  return new MultiTracker(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: scene.accelerationPsd_m2ps3 }), { associator });
}

function run(
  scene: Scene,
  associator: Associator,
  arranged = (plots: readonly PolarPlot[]): readonly PolarPlot[] => plots,
): TrackEstimate[][] {
  const tracker = trackerOf(scene, associator);
  return scene.scans.map(({ plots }, scan) => tracker.takeScan(scan * scene.period_s * 1e6, arranged(plots), scene.sensor));
}

/** Everything that was said, as text. */
const said = (scans: readonly TrackEstimate[][]): string =>
  encode(scans.map((tracks) => tracks.map(({ id, x, p, existence }) => [id, existence, x.slice(), p.slice()])));

describe.each(ASSOCIATORS)('every associator, here %s', (associator) => {
  test('the same plots give the same tracks to the bit, in whatever order within their scan', () => {
    const once = said(run(GROUPS, associator));
    expect(said(run(GROUPS, associator))).toBe(once);
    holds(
      fc.property(fc.infiniteStream(fc.nat()), (keys) => {
        const shuffled = (plots: readonly PolarPlot[]): PolarPlot[] =>
          plots
            .map((plot) => ({ plot, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ plot }) => plot);
        expect(said(run(GROUPS, associator, shuffled))).toBe(once);
      }),
      { runs: 3 },
    );
  });

  test('a tracker restored from its snapshot as text goes on to the same bit', () => {
    const whole = run(SCENE, associator);
    const first = trackerOf(SCENE, associator);
    SCENE.scans.slice(0, 12).forEach(({ plots }, scan) => first.takeScan(scan * 5e6, plots, SCENE.sensor));
    const second = trackerOf(SCENE, associator);
    second.restore(decode(encode(first.snapshot())) as MultiSnapshot);
    const rest = SCENE.scans.slice(12).map(({ plots }, i) => second.takeScan((12 + i) * 5e6, plots, SCENE.sensor));
    expect(said(rest)).toBe(said(whole.slice(12)));
  });

  // One plot stamped 1970 was flown to today in steps of ten seconds.
  test('after more than two hours without a scan all objects are new ones, whatever the years', () => {
    const tracker = trackerOf(SCENE, associator);
    const play = (from_us: number): Set<string> =>
      new Set(
        SCENE.scans
          .slice(0, 12)
          .flatMap(({ plots }, k) => tracker.takeScan(from_us + k * SCENE.period_s * 1e6, plots, SCENE.sensor).map(({ id }) => id)),
      );
    const [first, again] = [play(0), play(1.7e15)];
    expect(first.size).toBeGreaterThan(5);
    expect(again.size).toBe(first.size);
    expect([...again].filter((id) => first.has(id))).toEqual([]);
    for (const filter of [kinematicFilter({ kind: 'coast', psd_m2ps3: 1e-6 }), flightFilter()]) {
      const falling = new MultiTracker(filter, { associator });
      const hypotheses = [0, 1.7e15].map((at_us) => {
        falling.takeScan(at_us, SCENE.scans[0].plots, SCENE.sensor);
        return falling.status().hypotheses;
      });
      expect(hypotheses[1]).toBe(hypotheses[0]);
    }
  });

  test('no two tracks of a scan have one name', () => {
    for (const scene of [SCENE, GROUPS])
      for (const tracks of run(scene, associator)) expect(new Set(tracks.map(({ id }) => id)).size).toBe(tracks.length);
  });

  test('covariances stay positive on the diagonal and existence stays a probability', () => {
    for (const tracks of run(SCENE, associator)) {
      for (const { p, existence } of tracks) {
        for (const k of [0, 2, 5, 9, 14, 20]) expect(p[k]).toBeGreaterThan(0);
        expect(existence).toBeGreaterThan(0.5);
        expect(existence).toBeLessThanOrEqual(1);
      }
    }
  });

  test('most objects are followed and hardly any track is false', () => {
    let present = 0;
    let found = 0;
    let extra = 0;
    run(SCENE, associator).forEach((tracks, scan) => {
      if (scan < 8) return;
      const { truth } = SCENE.scans[scan];
      const near = truth.filter(({ x }) => tracks.some((track) => distance(track.x, x) < 10_000)).length;
      present += truth.length;
      found += near;
      extra += tracks.length - near;
    });
    expect(found / present).toBeGreaterThan(0.8);
    expect(extra / 17).toBeLessThan(1);
  });
});

test('one plot in clutter is no track, and a second and third that fit it make one', () => {
  const { sensor } = SCENE;
  const tracker = trackerOf(SCENE, 'pmbm');
  const at = (range_m: number): PolarPlot[] => [{ range_m, azimuth_rad: 0.01, elevation_rad: 0.3 }];
  expect(tracker.takeScan(0, at(1_000_000), sensor)).toEqual([]);
  tracker.takeScan(5e6, at(1_002_000), sensor);
  expect(tracker.takeScan(10e6, at(1_004_000), sensor)).toHaveLength(1);
});

test('a track that leaves the view is ended by that, and one that is missed inside it is not', () => {
  const { sensor } = SCENE;
  const follow = (start_m: number): MultiTracker => {
    const tracker = trackerOf(SCENE, 'pmbm');
    for (let scan = 0; scan < 6; scan++)
      tracker.takeScan(scan * 5e6, [{ range_m: start_m + 5000 * scan, azimuth_rad: 0.01, elevation_rad: 0.3 }], sensor);
    return tracker;
  };
  // After six scans, at 1,000 m/s: one is 500 m short of the far edge, the other in the middle.
  expect(follow(1_074_500).takeScan(30e6, [], sensor)).toHaveLength(0);
  expect(follow(1_000_000).takeScan(30e6, [], sensor)).toHaveLength(1);
});

test('a scan older than the last one is refused, with what to do', () => {
  const tracker = trackerOf(SCENE, 'pmbm');
  tracker.takeScan(5e6, [], SCENE.sensor);
  expect(() => tracker.takeScan(0, [], SCENE.sensor)).toThrow(/replay window/);
});

test('a radar that measures range rate knows the speed along its sight from the first plot', () => {
  const sensor = { ...SCENE.sensor, sigmaRangeRate_mps: 5, falsePlotsPerScan: 0.001 };
  const filter = kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 4 }, kernelsOf(sensor));
  const tracker = new MultiTracker(filter);
  const [track] = tracker.takeScan(0, [{ range_m: 1_000_000, azimuth_rad: 0, elevation_rad: 0.3, rangeRate_mps: -700 }], sensor);
  const along = (track.x[0] * track.x[3] + track.x[1] * track.x[4] + track.x[2] * track.x[5]) / 1_000_000;
  expect(Math.abs(along + 700)).toBeLessThan(5);
});

test('a plot of such a radar that has no range rate counts as the plot of one that measures none', () => {
  const scan = (tracker: MultiTracker, at_s: number, sensor: SensorView): TrackEstimate[] =>
    tracker.takeScan(at_s * 1e6, [{ range_m: 1_000_000 + 500 * at_s, azimuth_rad: 0, elevation_rad: 0.3 }], sensor);
  const follow = (sensor: SensorView): TrackEstimate[] => {
    const tracker = new MultiTracker(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 4 }, kernelsOf(sensor)));
    for (let at_s = 0; at_s < 25; at_s += 5) scan(tracker, at_s, sensor);
    return scan(tracker, 25, sensor);
  };
  const [[without], [unmeasured]] = [follow(SCENE.sensor), follow({ ...SCENE.sensor, sigmaRangeRate_mps: 5 })];
  expect(unmeasured.existence).toBeCloseTo(without.existence, 6);
  for (let i = 0; i < 6; i++) expect(Math.abs(unmeasured.x[i] - without.x[i])).toBeLessThan(1e-3);
  for (let k = 0; k < 21; k++) expect(unmeasured.p[k]).toBeCloseTo(without.p[k], 1);
});

// Over the Earth a body falls and an aircraft does not: the same tracker follows both.
test('coast and level flight are told apart by which of its motions each has', () => {
  const mount = Float64Array.of(6_378_137, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0);
  const view = {
    ...SCENE.sensor.view,
    rangeMin_m: 1e4,
    elevationMin_rad: -0.1,
    elevationMax_rad: 1.5,
    azimuthMin_rad: -1.5,
    azimuthMax_rad: 1.5,
  };
  const sensor = { ...SCENE.sensor, mount, view, falsePlotsPerScan: 1 };
  const tracker = new MultiTracker(flightFilter());
  let last: TrackEstimate[] = [];
  for (let scan = 0; scan < 40; scan++) {
    const t = 5 * scan;
    // North and up, from the radar: one is thrown up at 1,500 m/s from 200 km height, the other flies level at 10 km.
    const falling = [400_000 - 1000 * t, 200_000 + 1500 * t - 0.5 * 9.2 * t * t];
    const level = [300_000 - 250 * t, 10_000];
    const plots = [falling, level].map(([north, up]) => ({
      range_m: Math.hypot(north, up),
      azimuth_rad: 0,
      elevation_rad: Math.atan2(up, north),
    }));
    last = tracker.takeScan(t * 1e6, plots, sensor);
  }
  expect(last).toHaveLength(2);
  const speeds = last.map(({ x }) => Math.hypot(x[3], x[4], x[5])).sort((a, b) => a - b);
  expect(Math.abs(speeds[0] - 250)).toBeLessThan(30);
});

// Two objects that pass each other make one plot while they are in one cell: a stage and its body, two pieces, two paths that cross.
test('two tracks live through the time in which the radar cannot tell them apart', () => {
  const follow = (cell: SensorView['cell']): number => {
    const sensor = { ...SCENE.sensor, cell };
    const tracker = trackerOf(SCENE, 'pmbm');
    let last: TrackEstimate[] = [];
    for (let scan = 0; scan < 24; scan++) {
      const apart = Math.abs(scan - 20) < 5 ? 0 : 100 * (scan - 20);
      const plot = (offset_m: number): PolarPlot => ({
        range_m: 1_000_000 + 1000 * scan + offset_m,
        azimuth_rad: 0.01,
        elevation_rad: 0.3,
      });
      last = tracker.takeScan(scan * 5e6, apart === 0 ? [plot(0)] : [plot(apart / 2), plot(-apart / 2)], sensor);
    }
    return last.length;
  };
  expect(follow({ range_m: 425, angle_rad: 0.017, rangeRate_mps: Infinity })).toBe(2);
  // Told nothing of its cells, the tracker must think that one of the two has gone.
  expect(follow(undefined)).toBe(1);
});

test('tentative objects have a bound, and beyond it new plots start none', () => {
  const tracker = new MultiTracker(kinematicFilter({ kind: 'constant-velocity', psd_m2ps3: 4 }), {
    settings: { tentativeObjects: 100 },
  });
  SCENE.scans.slice(0, 3).forEach(({ plots }, scan) => tracker.takeScan(scan * 5e6, plots, SCENE.sensor));
  expect(tracker.status().tentative).toBeLessThanOrEqual(100);
});

function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) + (a[2] - b[2]) * (a[2] - b[2]));
}
