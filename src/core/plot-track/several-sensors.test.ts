import { describe, expect, test } from 'vitest';
import { fallen, flightFrom, followed, moving, passive, radar, scansOf, seen } from '../../../tests/support/several-sensors.ts';
import { neesBand } from '../../score/nees-band.ts';
import { decode, encode } from '../codec.ts';
import type { MeasurementSpec } from '../sense/measurement-spec.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import type { PolarPlot } from '../sense/corrections.ts';
import { degrees } from '../units.ts';
import { createPlotTracker, type PlotTracker, type PlotTrackerSnapshot, type ReportedScan } from './plot-tracker.ts';
import { ASSOCIATORS, type Associator } from './settings.ts';

const WEST = passive('west', 38, 138.5);
/** 300 km north of it. */
const NORTH = passive('north', 40.7, 138.5);
const RADAR = radar('radar', 38, 138.5);
const BODIES = [0, 1, 2].map((i) => flightFrom(285 + 4 * i, 850 + 60 * i, [1800 - 60 * i, 1500 + 30 * i, 3200 - 100 * i]));
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const SETTLING_S = 30;

/** What came of several seeds after the first looks: share of the bodies that were held, tracks besides, mean miss, and the NEES of a track a scan. */
function run(specs: readonly MeasurementSpec[], associator: Associator, bodies = BODIES, until_s = 100) {
  const nees: number[] = [];
  const misses: number[] = [];
  let [held, besides, scans] = [0, 0, 0];
  for (const seed of SEEDS) {
    const looks = scansOf(specs, bodies, until_s, seed);
    for (const [k, tracks] of followed(createPlotTracker(specs, { associator }), looks, bodies).entries()) {
      if (looks[k].at_us < 1e6 * SETTLING_S) continue;
      const own = new Set(tracks.map(({ body }) => body)).size;
      held += own;
      besides += tracks.length - own;
      scans += 1;
      for (const track of tracks) {
        nees.push(track.nees);
        misses.push(track.miss_m);
      }
    }
  }
  return { held: held / (scans * bodies.length), besides: besides / scans, miss_m: meanOf(misses), nees: meanOf(nees) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe.each(ASSOCIATORS)('%s', (associator) => {
  test('two sensors of directions 300 km apart follow bodies in free fall to a few hundred metres, and know how well', () => {
    const { held, besides, miss_m, nees } = run([WEST, NORTH], associator);
    expect(held).toBeGreaterThan(0.99);
    expect(besides).toBeLessThan(0.05);
    expect(miss_m).toBeLessThan(500);
    // Scans of a flight hang together: as many independent runs as there are bodies and seeds.
    const [low, high] = neesBand(BODIES.length * SEEDS.length, 6);
    expect(nees).toBeGreaterThan(low);
    expect(nees).toBeLessThan(high);
  });

  test('a radar and a sensor of directions are three times nearer than the radar alone', () => {
    const alone = run([RADAR], associator, BODIES, 60);
    const both = run([RADAR, NORTH], associator, BODIES, 60);
    expect(both.held).toBeGreaterThan(0.99);
    expect(both.besides).toBeLessThan(0.02);
    expect(both.miss_m).toBeLessThan(alone.miss_m / 3);
    const [low, high] = neesBand(BODIES.length * SEEDS.length, 6);
    expect(both.nees).toBeGreaterThan(low);
    expect(both.nees).toBeLessThan(high);
  });

  test('two radars with one view make one track of each body, and a better one than either', () => {
    const both = run([RADAR, radar('second', 41, 139)], associator, BODIES, 60);
    expect(both.held).toBeGreaterThan(0.99);
    expect(both.besides).toBeLessThan(0.01);
    expect(both.miss_m).toBeLessThan(0.9 * run([RADAR], associator, BODIES, 60).miss_m);
  });

  test('what one radar sees is not ended by the silence of another that looks elsewhere, however often', () => {
    const eastward = radar('east', 38, 139, { view: { azimuthMin_rad: degrees(20), azimuthMax_rad: degrees(160) }, scanPeriod_s: 1 });
    const specs = [{ ...RADAR, scanPeriod_s: 8 }, eastward];
    const body = flightFrom();
    const tracker = createPlotTracker(specs, { associator });
    const rows = followed(tracker, scansOf(specs, [body], 90, 3), [body]);
    const first = rows.findIndex((tracks) => tracks.length > 0);
    expect(first).toBeGreaterThanOrEqual(0);
    for (const tracks of rows.slice(first)) expect(new Set(tracks.map(({ id }) => id)).size).toBe(1);
    expect(rows.at(-1)?.[0].miss_m).toBeLessThan(2000);
  });
});

test('what flies out of one radar’s view coasts until the other sees it, under one name', () => {
  const [near, far] = [
    radar('near', 38, 138.5, { view: { azimuthMin_rad: degrees(200), azimuthMax_rad: degrees(289) } }),
    radar('far', 38, 138.6, { view: { azimuthMin_rad: degrees(295), azimuthMax_rad: degrees(350) } }),
  ];
  const body = flightFrom(284, 900, [-200, -900, 4800]);
  const rows = followed(createPlotTracker([near, far]), scansOf([near, far], [body], 150, 2), [body]);
  const ids = new Set(
    rows
      .flat()
      .filter(({ miss_m }) => miss_m < 20_000)
      .map(({ id }) => id),
  );
  expect(ids.size).toBe(1);
  expect(rows.at(-1)).toHaveLength(1);
  expect(rows.at(-1)?.[0].miss_m).toBeLessThan(3000);
});

test('one sensor of directions alone tells of nothing until it knows where it is: by the fall of the body, after a minute', () => {
  for (const seed of SEEDS) {
    const body = flightFrom();
    const rows = followed(createPlotTracker(WEST), scansOf([WEST], [body], 150, seed), [body]);
    for (const { t_s, miss_m, nees } of rows.flat()) {
      expect(t_s).toBeGreaterThan(40);
      // Three times what must be known before anything is said.
      expect(miss_m).toBeLessThan(75_000);
      expect(nees).toBeLessThan(40);
    }
    expect(rows.at(-1)?.length).toBeGreaterThan(0);
  }
});

test('where nothing falls, one direction never becomes a track: a flat world has no gravity to show how far it is', () => {
  const { sensing } = WEST;
  const flat: MeasurementSpec = {
    ...WEST,
    frame: { kind: 'flat' },
    sensing,
    objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 1, motion: 'constant-velocity' },
  };
  const tracker = createPlotTracker(flat);
  for (let k = 0; k < 60; k++) {
    const [x, y, z] = [700_000 - 1000 * k, 50_000 + 2000 * k, 200_000];
    const plot = { azimuth_rad: Math.atan2(y, x), elevation_rad: Math.atan2(z, Math.hypot(x, y)) };
    expect(tracker.takeScan({ at_us: 2_000_000 * k, plots: [plot] })).toHaveLength(0);
  }
  expect(tracker.status().clusters).toBeGreaterThan(0);
});

test('a satellite that looks down and a sensor on the ground follow a body together', () => {
  const satellite = moving('satellite', 2.5e-5);
  const body = flightFrom();
  const specs = [satellite, WEST];
  const rows = followed(createPlotTracker(specs), scansOf(specs, [body], 100, 4), [body]);
  expect(rows.at(-1)).toHaveLength(1);
  expect(rows.at(-1)?.[0].miss_m).toBeLessThan(1000);
});

test('two radars that turn slowly and report plot by plot do not take the dwells of each other for misses', () => {
  const specs = [radar('a', 38, 138.5, { scanPeriod_s: 10 }), radar('b', 41, 139, { scanPeriod_s: 6 })];
  const whole = scansOf(specs, BODIES, 100, 5);
  // The plots of a scan one after the other, a third of a second apart.
  const dwells = whole.flatMap((scan): ReportedScan[] =>
    scan.plots.map((plot, i) => ({ ...scan, at_us: scan.at_us + 330_000 * i, plots: [plot] as ReportedScan['plots'] })),
  );
  dwells.sort((a, b) => a.at_us - b.at_us);
  const tracker = createPlotTracker(specs);
  const shares = new Set<boolean>();
  let least = Infinity;
  for (const [k, scan] of dwells.entries()) {
    const tracks = tracker.takeScan(scan);
    shares.add(tracker.status().share < 1);
    if (k > dwells.length / 2) least = Math.min(least, tracks.length);
  }
  expect(shares).toEqual(new Set([true, false]));
  expect(least).toBeGreaterThanOrEqual(BODIES.length);
});

test('the order of the specs, and of the plots in a scan, makes no difference to the bit; a snapshot goes on to the same bit', () => {
  const specs = [WEST, NORTH, RADAR];
  const scans = scansOf(specs, BODIES, 60, 6);
  for (const associator of ASSOCIATORS) {
    const [one, other] = [createPlotTracker(specs, { associator }), createPlotTracker([...specs].reverse(), { associator })];
    let restored = createPlotTracker(specs, { associator });
    for (const scan of scans) {
      const told = encode(one.takeScan(scan).map(({ id, x, p }) => [id, x, p]));
      const turned = { ...scan, plots: [...scan.plots].reverse() as ReportedScan['plots'] };
      expect(encode(other.takeScan(turned).map(({ id, x, p }) => [id, x, p]))).toBe(told);
      expect(encode(restored.takeScan(scan).map(({ id, x, p }) => [id, x, p]))).toBe(told);
      const saved = encode(restored.snapshot());
      restored = createPlotTracker(specs, { associator });
      restored.restore(decode(saved) as PlotTrackerSnapshot);
    }
  }
  expect(() => createPlotTracker([WEST, NORTH]).restore(createPlotTracker(specs).snapshot())).toThrow(
    'it was taken with 3 sensors, and here there are 2: 1 fewer',
  );
  expect(() => createPlotTracker(RADAR).restore(createPlotTracker([RADAR, WEST]).snapshot())).toThrow(
    'it was taken with 2 sensors, and here there is 1: 1 fewer',
  );
});

test('a snapshot is of sensors that measure what they measured: the radar and the optics of two sites do not change places', () => {
  const sites = [
    ['x', 38, 138.5],
    ['y', 40.7, 138.5],
  ] as const;
  const made = (radarAt: number, doppler: boolean, reach_m = 3_000_000) =>
    createPlotTracker(
      sites.map(([id, latitude_deg, longitude_deg], i): MeasurementSpec => {
        if (i !== radarAt) return passive(id, latitude_deg, longitude_deg, { view: { rangeMax_m: reach_m } });
        const spec = radar(id, latitude_deg, longitude_deg);
        // Where the optics stood: the place must not be what parts them.
        const frame = passive(id, latitude_deg, longitude_deg).frame;
        const sensing = { ...spec.sensing, ...(doppler && { sigmaRangeRate_mps: 10 }) } as MeasurementSpec['sensing'];
        return { ...spec, frame, sensing };
      }),
    );
  const saved = made(0, false).snapshot();
  made(0, false).restore(saved);
  expect(() => made(1, false).restore(saved)).toThrow('snapshot.stamp.sensors[0].measures: it was taken with "polar", and here it is');
  expect(() => made(0, true).restore(saved)).toThrow('sensors[0].measures');
  // A reach that has another number of ranges is another filter.
  made(0, false, 2_900_000).restore(saved);
  expect(() => made(0, false, 4_000_000).restore(saved)).toThrow('"6 ranges along a direction; coast');
});

test('what cannot be is refused with place and remedy, and takes nothing', () => {
  const tracker = createPlotTracker([WEST, RADAR]);
  const direction = { azimuth_rad: 1, elevation_rad: 0.5 };
  const take = (scan: object) => () => tracker.takeScan(scan as ReportedScan);
  expect(take({ at_us: 0, plots: [] })).toThrow('sensor: it is missing; give one of radar, west');
  expect(take({ sensor: 'east', at_us: 0, plots: [] })).toThrow(
    'sensor: "east" is unknown; give one of radar, west, or make the tracker with its spec too',
  );
  expect(take({ sensor: 'west', at_us: 0, plots: [{ ...direction, range_m: 5e5 }] })).toThrow(
    'plots[0].range_m: its sensor measures directions only; leave it out',
  );
  expect(take({ sensor: 'west', at_us: 0, plots: [{ ...direction, elevation_rad: 30 }] })).toThrow('plots[0].elevation_rad');
  expect(take({ sensor: 'radar', at_us: 0, plots: [direction] })).toThrow('plots[0].range_m');
  tracker.takeScan({ sensor: 'west', at_us: 0, plots: [direction, { azimuth_rad: 1, elevation_rad: 0 }] });
  expect(tracker.refused()).toMatchObject([{ index: 1, place: 'plots[1].elevation_rad' }]);
  expect(take({ sensor: 'radar', at_us: -1, plots: [] })).toThrow('hand late scans to a replay window');
  expect(() => createPlotTracker([])).toThrow('there is none');
  expect(() => createPlotTracker([WEST, passive('west', 39, 139)])).toThrow('two specs have this name');
  expect(() => createPlotTracker([WEST, { ...RADAR, objects: { ...RADAR.objects, motion: 'flight' } }])).toThrow(
    'state the same in all specs',
  );
  const flat: MeasurementSpec = { ...RADAR, frame: { kind: 'flat' }, objects: { ...RADAR.objects, motion: 'constant-velocity' } };
  expect(() => createPlotTracker([WEST, flat])).toThrow('let all sensors stand in one world');
});

/** Two bodies 250 m apart along the radar's sight, followed for a while by it; then one plot in the middle of both. */
function inDoubt(specs: readonly MeasurementSpec[], radarSpec: MeasurementSpec): { tracker: PlotTracker; at_us: number } {
  const tracker = createPlotTracker(specs);
  const body = flightFrom();
  const { x, y, z } = ecefVecFromGeodetic(geodeticDegrees(38, 138.5, 100));
  const d = [body[0] - x, body[1] - y, body[2] - z];
  const other = body.map((v, i) => (i < 3 ? v + (250 * d[i]) / Math.hypot(...d) : v));
  const shown = (t_s: number): PolarPlot[] => [body, other].map((one) => seen(radarSpec, fallen(one, t_s)) as PolarPlot);
  for (let t_s = 0; t_s < 40; t_s += 5) tracker.takeScan({ sensor: radarSpec.id, at_us: 1e6 * t_s, plots: shown(t_s) });
  const [a, b] = shown(40);
  const middle = { range_m: (a.range_m + b.range_m) / 2, azimuth_rad: a.azimuth_rad, elevation_rad: a.elevation_rad };
  tracker.takeScan({ sensor: radarSpec.id, at_us: 40e6, plots: [middle] });
  return { tracker, at_us: 40e6 };
}

test('a sensor that looks elsewhere decides no doubt: six of its scans, and which of two bodies made one plot is as open as before', () => {
  const sharp = radar('sharp', 38, 138.5, { falsePlotsPerScan: 0.01 });
  const elsewhere = radar('elsewhere', 38, 138.6, { view: { azimuthMin_rad: degrees(20), azimuthMax_rad: degrees(160) }, scanPeriod_s: 1 });
  const { tracker, at_us } = inDoubt([sharp, elsewhere], sharp);
  const ways = (): number[] => tracker.snapshot().tracker.clusters.map(({ joints }) => joints.length);
  expect(ways()).toEqual([2]);
  for (let k = 1; k <= 8; k++) tracker.takeScan({ sensor: 'elsewhere', at_us: at_us + 0.5e6 * k, plots: [] });
  expect(ways()).toEqual([2]);
});

test('however often a sensor looks that cannot see an object, no look at it is counted that is still to come', () => {
  const sharp = radar('sharp', 38, 138.5, { falsePlotsPerScan: 0.01 });
  const elsewhere = radar('elsewhere', 38, 138.6, { view: { azimuthMin_rad: degrees(20), azimuthMax_rad: degrees(160) }, scanPeriod_s: 5 });
  const { tracker, at_us } = inDoubt([sharp, elsewhere], sharp);
  let now_us = at_us;
  for (let k = 1; k <= 25; k++) {
    now_us = at_us + 4e6 * k;
    tracker.takeScan({ sensor: 'elsewhere', at_us: now_us, plots: [] });
  }
  const { lookedAt_us } = tracker.snapshot().tracker.hypotheses;
  expect(Math.max(...lookedAt_us)).toBeLessThanOrEqual(now_us + 0.5e6);
});

test('what a tracker says of its last scan is the same after it has been restored', () => {
  const sharp = radar('sharp', 38, 138.5);
  const tracker = createPlotTracker([sharp, NORTH]);
  const body = flightFrom();
  for (const t_s of [0, 5, 5.5]) tracker.takeScan({ sensor: 'sharp', at_us: 1e6 * t_s, plots: [seen(sharp, fallen(body, t_s))] });
  const again = createPlotTracker([sharp, NORTH]);
  again.restore(decode(encode(tracker.snapshot())) as PlotTrackerSnapshot);
  expect(again.status()).toEqual(tracker.status());
  expect(again.status().share).toBeCloseTo(0.1, 9);
});

test('a tracker whose objects have all gone holds no hypothesis', () => {
  for (const associator of ASSOCIATORS) {
    const tracker = createPlotTracker([RADAR, NORTH], { associator });
    const bodies = [0, 1].map((i) => flightFrom(285, 850 + 0.4 * i));
    for (const scan of scansOf([RADAR, NORTH], bodies, 40, 3)) tracker.takeScan(scan);
    expect(tracker.status().hypotheses).toBeGreaterThan(0);
    for (let k = 1; k <= 400; k++) tracker.takeScan({ sensor: 'radar', at_us: 1e6 * (40 + 5 * k), plots: [] });
    expect(tracker.status()).toMatchObject({ hypotheses: 0, clusters: 0, tentative: 0 });
  }
});
