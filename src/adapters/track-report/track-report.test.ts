import { expect, test } from 'vitest';
import type { MeasurementSpec, PolarSensing } from '../../core/sense/measurement-spec.ts';
import { mountOf, NO_MODIFIERS } from '../../core/sense/measurement-spec.ts';
import { createPlotTracker } from '../../core/plot-track/plot-tracker.ts';
import { createScene } from '../../sim/scenes.ts';
import { stream } from '../../sim/random.ts';
import { nisOf } from './nis.ts';
import { createRecorder, type RunRecord } from './record.ts';
import { trackReport } from './track-report.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const SENSING: PolarSensing = {
  kind: 'polar',
  sigmaRange_m: 100,
  sigmaAzimuth_rad: radians(0.1),
  sigmaElevation_rad: radians(0.1),
  view: {
    rangeMin_m: 300e3,
    rangeMax_m: 1800e3,
    azimuthMin_rad: radians(-45),
    azimuthMax_rad: radians(45),
    elevationMin_rad: radians(3),
    elevationMax_rad: radians(45),
  },
};
const SPEC: MeasurementSpec = {
  id: 'radar',
  sensing: SENSING,
  frame: { kind: 'flat' },
  detectionProbability: 0.9,
  falsePlotsPerScan: 20,
  scanPeriod_s: 5,
  objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 4, motion: 'constant-velocity' },
  modifiers: NO_MODIFIERS,
};
const NAMES = { title: 'Tracks of plots.csv', plots: 'plots.csv', sensor: 'radar', associator: 'pmbm', refused: 0 };

function recorded(scans: number): RunRecord {
  const scene = createScene({ family: 'wide', objects: 20, scans, seed: 9 });
  const tracker = createPlotTracker(SPEC);
  const recorder = createRecorder([SPEC]);
  scene.scans.forEach(({ plots }, scan) => {
    const at_us = scan * 5_000_000;
    recorder.take({ sensor: SPEC.id, scan, at_us, t_s: scan * 5, plots }, tracker.takeScan({ at_us, plots }));
  });
  return recorder.record();
}

test('the figure from what is left after an update is the squared innovation before it', () => {
  // A track straight ahead at 1,000 km, so that the sight is the x axis and range, level and above are x, y and z: a Kalman update by hand.
  // The angles are fine ones: the identity is of the linear update, and across the sight 100 m bend nothing.
  const range = 1_000_000;
  const sensing: PolarSensing = { ...SENSING, sigmaAzimuth_rad: 1e-4, sigmaElevation_rad: 1e-4 };
  const random = stream(3, 'nis');
  for (let k = 0; k < 30; k++) {
    const prior = [200, 250, 180].map((sigma) => sigma * sigma);
    const r = [sensing.sigmaRange_m, sensing.sigmaAzimuth_rad * range, sensing.sigmaElevation_rad * range].map((sigma) => sigma * sigma);
    const innovation = prior.map((variance, i) => random.normal() * Math.sqrt(variance + r[i]));
    const known = innovation.reduce((sum, nu, i) => sum + (nu * nu) / (prior[i] + r[i]), 0);
    const gain = prior.map((variance, i) => variance / (variance + r[i]));
    const x = Float64Array.of(range + gain[0] * innovation[0], gain[1] * innovation[1], gain[2] * innovation[2], 0, 0, 0);
    const p = new Float64Array(21);
    [0, 2, 5].forEach((at, i) => {
      p[at] = gain[i] * r[i];
    });
    const [mx, my, mz] = [range + innovation[0], innovation[1], innovation[2]];
    const range_m = Math.hypot(mx, my, mz);
    const plot = { range_m, azimuth_rad: Math.atan2(my, mx), elevation_rad: Math.asin(mz / range_m) };
    const found = nisOf({ id: '1', x, p, existence: 1 }, [plot], sensing, mountOf(SPEC));
    expect(found).toBeCloseTo(known, 1);
  }
});

test('a track has no figure from a plot that is far off, nor from one that made it', () => {
  const x = Float64Array.of(1_000_000, 0, 0, 0, 0, 0);
  const p = new Float64Array(21);
  for (const at of [0, 2, 5]) p[at] = 50 * 50;
  const far = { range_m: 1_050_000, azimuth_rad: 0, elevation_rad: 0 };
  expect(nisOf({ id: '1', x, p, existence: 1 }, [far], SENSING, mountOf(SPEC))).toBeUndefined();
  p[0] = 0.95 * 100 * 100;
  const own = { range_m: 1_000_000, azimuth_rad: 0, elevation_rad: 0 };
  expect(nisOf({ id: '1', x, p, existence: 1 }, [own], SENSING, mountOf(SPEC))).toBeUndefined();
});

test('on plots as the spec says, NIS is 3 within its band', () => {
  const { scans } = recorded(60);
  const rows = scans.flatMap(({ nis }) => nis ?? []);
  const plots = rows.reduce((sum, { tracks }) => sum + tracks, 0);
  expect(plots).toBeGreaterThan(500);
  const mean = rows.reduce((sum, row) => sum + row.tracks * row.mean, 0) / plots;
  // The mean of n such figures has the standard deviation √(6/n).
  expect(Math.abs(mean - 3)).toBeLessThan(4 * Math.sqrt(6 / plots));
});

// Each of them had a row and a point of each track: a track stood at one time twice, and half of the reports in the head were no reports.
test('the scans of several sensors at one time are one row, with the plots of all and each track once', () => {
  const scene = createScene({ family: 'wide', objects: 20, scans: 20, seed: 9 });
  const radars = ['radar', 'second'].map((id) => ({ ...SPEC, id }));
  const [alone, both] = [createRecorder(radars), createRecorder(radars)];
  const tracker = createPlotTracker(SPEC);
  scene.scans.forEach(({ plots }, scan) => {
    const at = { scan, at_us: scan * 5_000_000, t_s: scan * 5 };
    const tracks = tracker.takeScan({ at_us: at.at_us, plots });
    alone.take({ sensor: 'radar', ...at, plots }, tracks);
    both.take({ sensor: 'radar', ...at, plots, more: true }, tracks.slice(1));
    both.take({ sensor: 'second', ...at, plots }, tracks);
  });
  const [one, two] = [alone.record(), both.record()];
  expect(two.scans.map(({ scan }) => scan)).toEqual(one.scans.map(({ scan }) => scan));
  expect(two.scans.map(({ plots }) => plots)).toEqual(one.scans.map(({ plots }) => 2 * plots));
  expect(two.scans.map(({ tracks, existence }) => [tracks, existence])).toEqual(
    one.scans.map(({ tracks, existence }) => [tracks, existence]),
  );
  expect(two.trackPoints).toEqual(one.trackPoints);
  const figures = ({ scans }: RunRecord) => scans.reduce((sum, { nis }) => sum + (nis?.tracks ?? 0), 0);
  expect(figures(two)).toBeGreaterThan(1.7 * figures(one));
  expect(figures(two)).toBeLessThan(2 * figures(one));
});

test('the report is one file: no script, nothing that the browser would fetch, the same bytes for the same run', () => {
  const html = trackReport(recorded(30), NAMES);
  expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|image|use)\b/i);
  expect(html).not.toMatch(/\son[a-z]+=|javascript:|@import|url\(/i);
  expect(html.replaceAll('http://www.w3.org/2000/svg', '').replaceAll('http://www.w3.org/1999/xlink', '')).not.toMatch(/https?:/);
  for (const id of ['plan', 'height', 'counts', 'existence', 'nis']) expect(html).toContain(`<figure id="${id}">`);
  expect(trackReport(recorded(30), NAMES)).toBe(html);
});

test('names from files cannot become part of the page', () => {
  const html = trackReport(recorded(3), { ...NAMES, plots: '<img src=x onerror=alert(1)>', sensor: '"><b>' });
  expect(html).not.toContain('<img');
  expect(html).not.toContain('"><b>');
});

test('a run without scans, plots or tracks still has a report', () => {
  const nothing = createRecorder([SPEC]);
  expect(trackReport(nothing.record(), NAMES)).toContain('No scan was read');
  nothing.take({ sensor: SPEC.id, scan: 0, at_us: 0, t_s: 0, plots: [] }, []);
  expect(trackReport(nothing.record(), NAMES)).toContain('<figure id="counts">');
});

test('of very many plots every so many is drawn, and the caption says so', () => {
  const recorder = createRecorder([SPEC]);
  const plots = Array.from({ length: 20_000 }, (_, i) => ({ range_m: 400_000 + i, azimuth_rad: 0.1, elevation_rad: 0.2 }));
  recorder.take({ sensor: SPEC.id, scan: 0, at_us: 0, t_s: 0, plots }, []);
  const run = recorder.record();
  expect(run.plotPoints.length).toBeLessThanOrEqual(6000);
  expect(run.plotPoints.length + run.plotsLeftOut).toBe(20_000);
  expect(trackReport(run, NAMES)).toContain('of 20,000 are drawn');
});
