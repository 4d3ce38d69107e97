import { describe, expect, test } from 'vitest';
import { createScene } from '../../sim/scenes.ts';
import { decode, encode } from '../codec.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { freeFallAcceleration } from '../physics/rotating.ts';
import { createReplayWindow } from '../replay/replay-window.ts';
import type { PolarPlot } from '../sense/corrections.ts';
import { type MeasurementSpec, type Modifiers, mountOf, NO_MODIFIERS, type PolarSensing } from '../sense/measurement-spec.ts';
import { straightSight } from '../sense/refraction.ts';
import { degrees } from '../units.ts';
import type { MultiOptions, TrackEstimate } from './index.ts';
import { createPlotTracker, type PlotTracker, type PlotTrackerSnapshot, type ReportedScan } from './plot-tracker.ts';

const COAST: MeasurementSpec = {
  id: 'radar',
  sensing: {
    kind: 'polar',
    sigmaRange_m: 30,
    sigmaAzimuth_rad: 1e-4,
    sigmaElevation_rad: 1e-4,
    view: {
      rangeMin_m: 10_000,
      rangeMax_m: 3_000_000,
      azimuthMin_rad: degrees(240),
      azimuthMax_rad: degrees(380),
      elevationMin_rad: degrees(0.3),
      elevationMax_rad: degrees(85),
    },
  },
  frame: { kind: 'site', site: geodeticDegrees(38, 138.5, 60) },
  detectionProbability: 0.95,
  falsePlotsPerScan: 0.1,
  scanPeriod_s: 2,
  objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 0.01, motion: 'coast' },
  modifiers: NO_MODIFIERS,
};
const MODIFIERS: Modifiers = {
  bias: { range_m: 120, azimuth_rad: 1e-3, elevation_rad: -5e-4, time_s: 0.1 },
  refraction: { kind: 'exponential', refractivity: 313, scaleHeight_m: 7000 },
  latency: { mean_s: 0.7, stampedAt: 'report' },
};

/** A body in free fall that rises out of the west, as the radar would see it without air, bias and delay. */
function flight(): { readonly at_us: number; readonly x: readonly number[]; readonly plot: PolarPlot }[] {
  const mount = mountOf(COAST);
  const start = fromMount(mount, 900_000, degrees(290), degrees(4));
  let x = [...start, 1800, 1500, 3200];
  const out = [];
  for (let at_us = 1_000_000; at_us <= 121_000_000; at_us += 2_000_000) {
    out.push({ at_us, x, plot: seenFrom(mount, x) });
    for (let k = 0; k < 20; k++) x = stepped(x, 0.1);
  }
  return out;
}

function fromMount(mount: Float64Array, range_m: number, azimuth_rad: number, elevation_rad: number): number[] {
  const parts = [Math.cos(elevation_rad) * Math.cos(azimuth_rad), Math.cos(elevation_rad) * Math.sin(azimuth_rad), Math.sin(elevation_rad)];
  return [0, 1, 2].map((i) => mount[i] + range_m * (parts[0] * mount[3 + i] + parts[1] * mount[6 + i] + parts[2] * mount[9 + i]));
}

function seenFrom(mount: Float64Array, x: readonly number[]): PolarPlot {
  const d = [0, 1, 2].map((i) => x[i] - mount[i]);
  const along = (axis: number) => d[0] * mount[axis] + d[1] * mount[axis + 1] + d[2] * mount[axis + 2];
  const range_m = Math.hypot(...d);
  return { range_m, azimuth_rad: Math.atan2(along(6), along(3)), elevation_rad: Math.asin(along(9) / range_m) };
}

/** A mid-point step of free fall. */
function stepped(x: readonly number[], h: number): number[] {
  const slope = (s: readonly number[]): number[] => {
    const a = freeFallAcceleration({ x: s[0], y: s[1], z: s[2] }, { x: s[3], y: s[4], z: s[5] });
    return [s[3], s[4], s[5], a.x, a.y, a.z];
  };
  const half = slope(x).map((rate, i) => x[i] + (h / 2) * rate);
  return slope(half).map((rate, i) => x[i] + h * rate);
}

/** What a radar with these modifiers says of a plot: the correction, turned round by repeating it. */
function reported(at_us: number, plot: PolarPlot): ReportedScan {
  const { bias, refraction, latency } = MODIFIERS;
  let sight = { range_m: plot.range_m, elevation_rad: plot.elevation_rad };
  for (let k = 0; k < 20; k++) {
    const straight = straightSight(refraction, 60, sight);
    sight = {
      range_m: sight.range_m + plot.range_m - straight.range_m,
      elevation_rad: sight.elevation_rad + plot.elevation_rad - straight.elevation_rad,
    };
  }
  const said = {
    range_m: sight.range_m + bias.range_m,
    azimuth_rad: plot.azimuth_rad + bias.azimuth_rad,
    elevation_rad: sight.elevation_rad + bias.elevation_rad,
  };
  return { at_us: at_us + 1e6 * (bias.time_s + latency.mean_s), plots: [said] };
}

/** Distance from the truth at the end, m. */
function missAtEnd(motion: 'coast' | 'flight', modifiers: Modifiers, scans: readonly ReportedScan[], truth: readonly number[]): number {
  const tracker = createPlotTracker({ ...COAST, modifiers, objects: { ...COAST.objects, motion } });
  let miss = Number.NaN;
  for (const scan of scans) {
    const tracks = tracker.takeScan(scan);
    miss = tracks.length === 1 ? Math.hypot(...[0, 1, 2].map((i) => tracks[0].x[i] - truth[i])) : Number.NaN;
  }
  return miss;
}

test.each(['coast', 'flight'] as const)(
  '%s: bias, refraction and latency that the spec states are taken out: kilometres become the accuracy of a perfect radar',
  (motion) => {
    const truth = flight();
    const end = truth[truth.length - 1].x;
    const perfect = truth.map(({ at_us, plot }): ReportedScan => ({ at_us, plots: [plot] }));
    const real = truth.map(({ at_us, plot }) => reported(at_us, plot));
    const tenMetres = 10;
    expect(missAtEnd(motion, NO_MODIFIERS, perfect, end)).toBeLessThan(tenMetres);
    expect(missAtEnd(motion, NO_MODIFIERS, real, end)).toBeGreaterThan(1000);
    expect(missAtEnd(motion, MODIFIERS, real, end)).toBeLessThan(tenMetres);
  },
);

test('a sector that passes through north loses no track there', () => {
  const flat: MeasurementSpec = { ...COAST, frame: { kind: 'flat' }, objects: { ...COAST.objects, motion: 'constant-velocity' } };
  const tracker = createPlotTracker(flat);
  const ids = new Set<string>();
  let held = 0;
  for (let k = 0; k < 40; k++) {
    // Straight past the north, from 10° west of it to 10° east, written as 350° … 360°, 0° … 10°.
    const [north_m, east_m, up_m] = [400_000, -70_000 + 3500 * k, 120_000];
    const azimuth_rad = (Math.atan2(east_m, north_m) + 2 * Math.PI) % (2 * Math.PI);
    const range_m = Math.hypot(north_m, east_m, up_m);
    const tracks = tracker.takeScan({ at_us: k * 2e6, plots: [{ range_m, azimuth_rad, elevation_rad: Math.asin(up_m / range_m) }] });
    for (const { id } of tracks) ids.add(id);
    held += tracks.length;
  }
  expect(ids.size).toBe(1);
  expect(held).toBeGreaterThan(36);
});

test('tracks come by name, whatever the associator, and a scan out of order is an error', () => {
  const scene = createScene({ family: 'cso', objects: 15, scans: 20, seed: 3 });
  for (const associator of ['gnn', 'jpda', 'pmbm'] as const) {
    const tracker = createPlotTracker(flatSpec(), { associator });
    scene.scans.forEach(({ plots }, scan) => {
      const ids = tracker.takeScan({ at_us: scan * 5e6, plots }).map(({ id }) => Number(id));
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
    });
    expect(tracker.status().hypotheses).toBeGreaterThan(10);
    expect(() => tracker.takeScan({ at_us: 0, plots: [] })).toThrow(RangeError);
  }
});

// 90 per cent, −5 m, degrees: all were taken in silence, and tracks came out of them.
test('a spec or an option that cannot be makes no tracker, and the message names field, unit and remedy', () => {
  expect(() => createPlotTracker({ ...COAST, detectionProbability: 90 })).toThrow(
    'sensor "radar", detectionProbability: 90 is outside 0.001 to 0.9999; give a share of one',
  );
  const wrong = (options: object) => () => createPlotTracker(COAST, options);
  expect(wrong({ associator: 'mht' })).toThrow('associator: "mht" is unknown; give one of gnn, jpda, pmbm');
  expect(wrong({ associator: 'toString' })).toThrow(RangeError);
  expect(wrong({ outsideView: 'stays' })).toThrow('ends, coasts');
  expect(wrong({ settings: { confirmExistence: 50 } })).toThrow('settings.confirmExistence: 50 is outside 0.05 to 0.999');
  expect(wrong({ settings: { lifetime_s: Number.NaN } })).toThrow('settings.lifetime_s: NaN is no number; leave it out for 2500');
  expect(wrong({ settings: { lifetime_s: 1 } })).toThrow('outside 10 to 1000000 s');
  expect(wrong({ settings: { confirmExistance: 0.5 } })).toThrow('no setting is called so; known: lifetime_s');
  for (const options of [{ settings: 5 }, 'pmbm', null]) expect(wrong(options as object)).toThrow(RangeError);
  for (const motion of ['toString', 'orbit']) expect(() => createPlotTracker(changedMotion(motion))).toThrow('objects.motion');
});

const IN_VIEW: PolarPlot = { range_m: 900_000, azimuth_rad: degrees(290), elevation_rad: degrees(20) };

test('a scan that no sensor can have measured is refused by field, unit and remedy, and changes nothing', () => {
  const [told, untold] = [createPlotTracker(COAST), createPlotTracker(COAST)];
  const scans = flight().map(({ at_us, plot }): ReportedScan => ({ at_us, plots: [plot] }));
  const wrong: readonly (readonly [object, string])[] = [
    [{ at_us: 1.5, plots: [] }, 'at_us: 1.5 is no whole number of µs; give integer µs'],
    [{ at_us: NaN, plots: [] }, 'at_us: NaN is no time'],
    [{ at_us: '2022-11-18T01:14:00Z', plots: [] }, 'microsFromIso reads a text'],
    [{ plots: [] }, 'at_us: undefined is no time'],
    [{ at_us: 5e6 }, 'plots: undefined is no list'],
    [{ at_us: 5e6, plots: [IN_VIEW, { ...IN_VIEW, range_m: NaN }] }, 'plots[1].range_m: NaN is no number'],
    [{ at_us: 5e6, plots: [{ ...IN_VIEW, azimuth_rad: 290 }] }, 'degrees(290) is 290°'],
    [{ at_us: 5e6, plots: [], platform: geodeticDegrees(0, 0) }, 'platform: sensor radar does not move, its frame is site'],
  ];
  const same: boolean[] = [];
  scans.forEach((scan, k) => {
    const [change, words] = wrong[k % wrong.length];
    expect(() => told.takeScan(change as ReportedScan)).toThrow(RangeError);
    expect(() => told.takeScan(change as ReportedScan)).toThrow(words);
    same.push(JSON.stringify(told.takeScan(scan).map(xOf)) === JSON.stringify(untold.takeScan(scan).map(xOf)));
  });
  expect(same).not.toContain(false);
  for (const nothing of [undefined, null, 'scan']) expect(() => told.takeScan(nothing as never)).toThrow(RangeError);
});

test('of a sensor that moves each scan says where it was, and nowhere is refused', () => {
  const tracker = createPlotTracker({ ...COAST, falsePlotsPerScan: 0.001, frame: { kind: 'platform' } });
  expect(() => tracker.takeScan({ at_us: 0, plots: [] })).toThrow('platform: it is missing, and sensor radar moves; say where it was');
  const nowhere = { frame: 'geodetic', latitude_rad: 38, longitude_rad: 0, height_m: 0 } as const;
  expect(() => tracker.takeScan({ at_us: 0, plots: [], platform: nowhere })).toThrow('platform.latitude_rad: 38 is outside');
  expect(tracker.takeScan({ at_us: 0, plots: [IN_VIEW], platform: geodeticDegrees(38, 138.5, 9000) })).toHaveLength(1);
});

// A plot outside the view was confirmed at once: there is no clutter there to weigh it against.
test('a plot outside the view is left out and told, never confirmed; the others of its scan count', () => {
  const behind: PolarPlot = { range_m: 500_000, azimuth_rad: degrees(120), elevation_rad: degrees(20) };
  const tracker = createPlotTracker(COAST);
  let held = 0;
  for (const { at_us, plot } of flight()) {
    const tracks = tracker.takeScan({ at_us, plots: [behind, plot] });
    held += tracks.length;
    expect(tracker.refused()).toMatchObject([{ index: 0, place: 'plots[0].azimuth_rad', remedy: expect.stringContaining('view') }]);
  }
  expect(held).toBeGreaterThan(50);
  expect(held).toBeLessThanOrEqual(flight().length);
  tracker.takeScan({ at_us: 500e6, plots: [] });
  expect(tracker.refused()).toEqual([]);
});

test('a range that the bias would turn behind the antenna is left out', () => {
  const near = { ...COAST, modifiers: MODIFIERS, sensing: { ...polarOf(COAST), view: { ...polarOf(COAST).view, rangeMin_m: 0 } } };
  const tracker = createPlotTracker(near);
  tracker.takeScan({
    at_us: 0,
    plots: [
      { ...IN_VIEW, range_m: 100 },
      { ...IN_VIEW, range_m: 130 },
    ],
  });
  expect(tracker.refused().map(({ index }) => index)).toEqual([0]);
});

describe('a snapshot', () => {
  const SCENE = createScene({ family: 'cso', objects: 15, scans: 16, seed: 5 });
  const scans = SCENE.scans.map(({ plots }, scan): ReportedScan => ({ at_us: scan * 5e6, plots }));
  const said = (tracks: readonly TrackEstimate[]): string =>
    encode(tracks.map(({ id, x, p, existence }) => [id, existence, x.slice(), p.slice()]));
  const halfway = (options: MultiOptions = {}): PlotTracker => {
    const tracker = createPlotTracker(flatSpec(), options);
    for (const scan of scans.slice(0, 8)) tracker.takeScan(scan);
    return tracker;
  };
  const asText = (tracker: PlotTracker): PlotTrackerSnapshot => decode(encode(tracker.snapshot())) as PlotTrackerSnapshot;

  test.each(['gnn', 'jpda', 'pmbm'] as const)('as text and back goes on to the same bit, twice from the same one (%s)', (associator) => {
    const whole = halfway({ associator });
    const saved = asText(whole);
    const rest = scans.slice(8).map((scan) => said(whole.takeScan(scan)));
    for (let k = 0; k < 2; k++) {
      const tracker = createPlotTracker(flatSpec(), { associator });
      tracker.restore(saved);
      expect(scans.slice(8).map((scan) => said(tracker.takeScan(scan)))).toEqual(rest);
    }
  });

  test('goes into a replay window, so that a late scan comes to its place', () => {
    const inOrder = createPlotTracker(flatSpec());
    const last = scans.map((scan) => said(inOrder.takeScan(scan))).at(-1);
    let told: TrackEstimate[] = [];
    const window = createReplayWindow<PlotTracker, ReportedScan, PlotTrackerSnapshot>({
      horizon_s: 30,
      maxSnapshots: 5,
      maxItems: 100,
      timeOf: ({ at_us }) => at_us,
      fold: (tracker, scan) => {
        told = tracker.takeScan(scan);
      },
      snapshot: (tracker) => tracker.snapshot(),
      restore: (tracker, saved) => tracker.restore(saved),
    });
    const tracker = createPlotTracker(flatSpec());
    const late = [...scans.slice(0, 9), ...scans.slice(10, 13), scans[9], ...scans.slice(13)];
    for (const scan of late) expect(window.take(tracker, [scan]).refused).toEqual([]);
    expect(said(told)).toBe(last);
  });

  test('of another sensor, motion, associator or setting is refused with what differs, and the tracker stays as it was', () => {
    const saved = asText(halfway());
    const flat = flatSpec();
    const others: readonly (readonly [MeasurementSpec, MultiOptions, string])[] = [
      [{ ...flat, id: 'other' }, {}, 'snapshot.stamp.sensor.id: it was taken with "radar", and here it is "other"'],
      [{ ...flat, frame: COAST.frame }, {}, 'sensor.frame: it was taken with "flat", and here it is "site"'],
      [{ ...flat, objects: { ...flat.objects, accelerationPsd_m2ps3: 9 } }, {}, 'filter: it was taken with "constant-velocity, 4 m²/s³'],
      [
        { ...flat, sensing: { ...polarOf(flat), sigmaRangeRate_mps: 5 } },
        {},
        'snapshot.stamp.sensor.measures: it was taken with "polar", and here it is "polar, range rate"',
      ],
      [flat, { associator: 'jpda' }, 'associator: it was taken with "pmbm", and here it is "jpda"; make the tracker as it was made then'],
      [flat, { outsideView: 'coasts' }, 'outsideView: it was taken with "ends", and here it is "coasts"'],
      [flat, { settings: { confirmExistence: 0.7 } }, 'settings.confirmExistence: it was taken with 0.5, and here it is 0.7'],
    ];
    for (const [spec, options, words] of others) {
      const tracker = createPlotTracker(spec, options);
      const before = encode(tracker.snapshot());
      expect(() => tracker.restore(saved)).toThrow(RangeError);
      expect(() => tracker.restore(saved)).toThrow(words);
      expect(encode(tracker.snapshot())).toBe(before);
    }
    const moved = createPlotTracker({ ...COAST, frame: { kind: 'site', site: geodeticDegrees(38, 139, 60) } });
    expect(() => moved.restore(createPlotTracker(COAST).snapshot())).toThrow('sensor.longitude_rad');
    // What has become better known of the same sensor is no other sensor.
    createPlotTracker({ ...flat, detectionProbability: 0.8, falsePlotsPerScan: 30 }).restore(saved);
  });

  test('of a later form, cut, or written without the codec is refused', () => {
    const saved = asText(halfway());
    const tracker = halfway();
    const before = encode(tracker.snapshot());
    const wrong: readonly (readonly [unknown, string])[] = [
      [{ ...saved, stamp: { ...saved.stamp, version: 1 } }, 'version 1 of its form, and this program version 2'],
      [encode(saved), 'read by decode'],
      [undefined, 'is no snapshot of a plot tracker'],
      [saved.tracker, 'it is of a "multi-object tracker", not of a "plot tracker"'],
      [{ stamp: saved.stamp }, 'is no snapshot of a multi-object tracker'],
      [JSON.parse(JSON.stringify(saved)), 'write snapshots with encode'],
      ...(['hypotheses', 'clusters', 'tentative', 'nextId', 'lastNames', 'newPerScan'] as const).map(
        (part) => [{ ...saved, tracker: { ...saved.tracker, [part]: undefined } }, 'whole'] as const,
      ),
      [{ ...saved, tracker: { ...saved.tracker, tentative: [1e6] } }, 'whole'],
      // Spoilt by hand, the first of these was a TypeError.
      ...[
        { tracks: undefined },
        { tracks: [] },
        { tracks: [{}] },
        { joints: [] },
        { joints: [{ logWeight: 0, slots: [] }] },
        { joints: [{ slots: [0] }] },
      ].map(
        (spoilt) =>
          [
            {
              ...saved,
              tracker: { ...saved.tracker, clusters: [{ tracks: [{ id: 1 }], joints: [{ logWeight: 0, slots: [0] }], ...spoilt }] },
            },
            'whole',
          ] as const,
      ),
      [
        { ...saved, tracker: { ...saved.tracker, hypotheses: { ...saved.tracker.hypotheses, state: new Float64Array(3) } } },
        'hypotheses.state: it is no Float64Array of',
      ],
    ];
    for (const [one, words] of wrong) {
      expect(() => tracker.restore(one as PlotTrackerSnapshot)).toThrow(RangeError);
      expect(() => tracker.restore(one as PlotTrackerSnapshot)).toThrow(words);
    }
    expect(encode(tracker.snapshot())).toBe(before);
  });
});

function xOf({ x }: { readonly x: Float64Array }): number[] {
  return [...x];
}

function polarOf({ sensing }: MeasurementSpec): PolarSensing {
  if (sensing.kind !== 'polar') throw new Error('a radar was meant');
  return sensing;
}

function changedMotion(motion: string): MeasurementSpec {
  return { ...COAST, objects: { ...COAST.objects, motion: motion as 'coast' } };
}

function flatSpec(): MeasurementSpec {
  const view = {
    rangeMin_m: 600e3,
    rangeMax_m: 1400e3,
    azimuthMin_rad: degrees(-20),
    azimuthMax_rad: degrees(20),
    elevationMin_rad: degrees(5),
    elevationMax_rad: degrees(35),
  };
  return {
    ...COAST,
    sensing: { kind: 'polar', sigmaRange_m: 100, sigmaAzimuth_rad: degrees(0.1), sigmaElevation_rad: degrees(0.1), view },
    frame: { kind: 'flat' },
    detectionProbability: 0.9,
    falsePlotsPerScan: 15,
    objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 4, motion: 'constant-velocity' },
  };
}

test('a field that nobody reads, a bound that is no number, and a text that is cut are told as what they are', () => {
  expect(() => createPlotTracker(COAST, { asociator: 'gnn' } as MultiOptions)).toThrow(
    new RangeError('options.asociator: there is no such field; choose from associator, outsideView, settings, hypotheses'),
  );
  expect(() => createPlotTracker({ ...COAST, resolutoin: { range_m: 50, angle_rad: 0.01 } } as MeasurementSpec)).toThrow(
    /spec\.resolutoin/,
  );
  const { sensing } = COAST;
  const view = { ...(sensing as PolarSensing).view, azimuthMax_rad: 3n as never };
  expect(() => createPlotTracker({ ...COAST, sensing: { ...sensing, view } as PolarSensing })).toThrow(RangeError);
  const text = encode(createPlotTracker(COAST).snapshot());
  for (const cut of [0, 10, text.length - 1])
    expect(() => decode(text.slice(0, cut))).toThrow(
      new RangeError('decode: the text is cut, or encode has not written it; read it anew, whole, or begin without it'),
    );
  expect(() => decode({} as never)).toThrow(RangeError);
});
