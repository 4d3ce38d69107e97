import { expect, test } from 'vitest';
import { onLine, runOnLine } from '../../tests/support/score-pictures.ts';
import { mixed } from '../../tests/support/mixed.ts';
import { sharedText } from '../../tests/support/shared.ts';
import { degrees, toDegrees } from '../core/units.ts';
import { enuBasis } from '../core/frames/enu.ts';
import { wrapLongitude } from '../core/frames/geodesic.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../core/frames/geodetic.ts';
import { ecefFromPolar, polarFromEcef } from '../core/frames/radar.ts';
import { assign } from '../core/track/solve/assignment.ts';
import { kBest } from '../core/track/solve/k-best.ts';
import { radarReturn } from '../sim/radar-equation.ts';
import { gospa } from './gospa.ts';
import { neesBand } from './nees-band.ts';
import { ospa } from './ospa.ts';
import { countSwitches, type SwitchMemory, switchingGospa } from './switching.ts';

/** The files of figures that come with the test sets, entry by entry; what matters of them is restated in authorities/. */
type Skippable = { skip: (note?: string) => void };

function golden<T>(file: string, test: Skippable): T {
  return JSON.parse(sharedText(`peers/golden/${file}`, test)) as T;
}

const lastDigits = 9;
const asPrinted = 5;

type MetricCases = {
  readonly ospa: readonly { c: number; tracks_1d: number[]; truth_1d: number[]; expect: { p1: number; p2: number; pinf: number } }[];
  readonly gospa: readonly {
    c: number;
    p: number;
    alpha: number;
    tracks_1d: number[];
    truth_1d: number[];
    distance?: number;
    distance_stonesoup?: number;
  }[];
  readonly gospa_switching: {
    c: number;
    p: number;
    switching_penalty: number;
    tracks: number[][];
    truth: number[][];
    t0: Parts;
    t1: Parts;
    t2: Parts;
  };
  readonly switching_loss: readonly { assoc: Record<string, number | null>[]; loss: number[] }[];
  readonly gaussian_mixture_merge: { means: number[][]; covs: number[][][]; weights: number[]; mean: number[]; cov: number[][] };
  readonly angles: { bearing_in_deg: number[]; bearing_out_deg: number[]; elev_in_deg: number[]; elev_out_deg: number[] };
  readonly aesa_radar_equation: readonly { in: AesaCase; pd: number; snr: number }[];
  readonly assignment_known_optimum: readonly [
    { cost: number; col4row_1based: number[] },
    { C: number[][]; kbest: number[] },
    { C: number[][]; cost: number; col4row_1based: number[] },
  ];
};
type Parts = { distance: number; switching?: number; missed?: number; false?: number; localisation?: number };
type AesaCase = Partial<{
  antenna_gain_dB: number;
  freq_Hz: number;
  n_pulses: number;
  duty: number;
  bandwidth_Hz: number;
  beam_width_deg: number;
  pfa: number;
  noise_figure_dB: number;
  peak_power_W: number;
  beam_centre_deg: number[];
  same_radar: boolean;
}> & { rcs_m2: number; target_xyz_m: number[] };

test('metric_cases: OSPA and GOSPA', (context) => {
  const cases = golden<MetricCases>('metric_cases.json', context);
  for (const { c, tracks_1d, truth_1d, expect: expected } of cases.ospa) {
    const of = (p: number): number => ospa(onLine(truth_1d), onLine(tracks_1d), { c_m: c, p }).distance_m;
    expect(of(1)).toBeCloseTo(expected.p1, asPrinted);
    expect(of(2)).toBeCloseTo(expected.p2, asPrinted);
    expect(of(Infinity)).toBeCloseTo(expected.pinf, asPrinted);
  }
  for (const { c, p, alpha, tracks_1d, truth_1d, distance, distance_stonesoup } of cases.gospa)
    expect(gospa(onLine(truth_1d), onLine(tracks_1d), { c_m: c, p, alpha }).distance_m).toBeCloseTo(
      distance ?? distance_stonesoup ?? Number.NaN,
      lastDigits,
    );
});

test('metric_cases: GOSPA with switching, and the changes that it charges', (context) => {
  const { gospa_switching: scene, switching_loss } = golden<MetricCases>('metric_cases.json', context);
  const at = (rows: number[][], k: number) => Object.fromEntries(rows.map((row, i) => [`n${i}`, row[k]]));
  const pictures = runOnLine([0, 1, 2].map((k) => ({ truth: at(scene.truth, k), tracks: at(scene.tracks, k) })));
  const found = switchingGospa(pictures, { c_m: scene.c, p: scene.p, alpha: 2, switchingPenalty_m: scene.switching_penalty });
  [scene.t0, scene.t1, scene.t2].forEach((expected, k) => {
    expect(found[k].distance_m).toBeCloseTo(expected.distance, lastDigits);
    expect(found[k].switching_m).toBeCloseTo(expected.switching ?? 0, lastDigits);
    expect(found[k].missed).toBeCloseTo(expected.missed ?? 0, lastDigits);
    expect(found[k].false).toBeCloseTo(expected.false ?? 0, lastDigits);
    expect(found[k].localisation).toBeCloseTo(expected.localisation ?? 0, lastDigits);
  });
  for (const { assoc, loss } of switching_loss) {
    const memory: SwitchMemory = new Map();
    const links = assoc.map(
      (one) => new Map(Object.entries(one).map(([object, track]) => [object, track === null ? undefined : `${track}`])),
    );
    expect(links.map((one) => countSwitches(memory, one))).toEqual(loss);
  }
});

test('metric_cases: a mixture of three becomes one mean and covariance, by the kernels of the filter', (context) => {
  const { means, covs, weights, mean, cov } = golden<MetricCases>('metric_cases.json', context).gaussian_mixture_merge;
  // Its covariances are not symmetric, and the kernels keep one triangle only: each triangle in turn.
  for (const [row, column] of [
    [1, 0],
    [0, 1],
  ]) {
    const triangles = covs.map((one) => [one[0][0], one[row][column], one[1][1]]);
    const record = mixed(means, triangles, weights);
    expect([record[0], record[1]]).toEqual(mean);
    expect(record[6]).toBeCloseTo(cov[0][0], lastDigits);
    expect(record[7]).toBeCloseTo(cov[row][column], lastDigits);
    expect(record[8]).toBeCloseTo(cov[1][1], lastDigits);
  }
});

test('metric_cases: bearings wrap, and an elevation beyond the zenith is one on the other side', (context) => {
  const { bearing_in_deg, bearing_out_deg, elev_in_deg, elev_out_deg } = golden<MetricCases>('metric_cases.json', context).angles;
  expect(bearing_in_deg.map((angle) => Math.round(1e9 * toDegrees(wrapLongitude(degrees(angle)))) / 1e9)).toEqual(bearing_out_deg);
  const site = geodeticDegrees(60, 0);
  const [station, basis] = [ecefVecFromGeodetic(site), enuBasis(site)];
  elev_in_deg.forEach((angle, k) => {
    const place = ecefFromPolar(station, basis, 1000, 0, degrees(angle));
    const { elevation_rad } = polarFromEcef(station, basis, place, { x: 0, y: 0, z: 0 });
    expect(toDegrees(elevation_rad)).toBeCloseTo(elev_out_deg[k], 6);
  });
});

test('metric_cases: the radar equation', (context) => {
  const cases = golden<MetricCases>('metric_cases.json', context).aesa_radar_equation;
  let radar: AesaCase = cases[0].in;
  for (const { in: given, pd, snr } of cases) {
    if (given.same_radar !== true) radar = given;
    const [azimuth_deg, elevation_deg] = radar.beam_centre_deg ?? [0, 0];
    const [x, y, z] = given.target_xyz_m;
    const found = radarReturn(
      {
        antennaGain_dB: radar.antenna_gain_dB ?? 0,
        frequency_Hz: radar.freq_Hz ?? 0,
        pulses: radar.n_pulses ?? 0,
        dutyCycle: radar.duty ?? 0,
        bandwidth_Hz: radar.bandwidth_Hz ?? 0,
        beamWidth_rad: degrees(radar.beam_width_deg ?? 0),
        falseAlarmProbability: radar.pfa ?? 0,
        noiseFigure_dB: radar.noise_figure_dB ?? 0,
        peakPower_W: radar.peak_power_W ?? 0,
      },
      { azimuth_rad: degrees(azimuth_deg), elevation_rad: degrees(elevation_deg) },
      { x, y, z },
      given.rcs_m2,
    );
    expect(found.signalToNoise).toBeCloseTo(snr, lastDigits);
    expect(found.detectionProbability).toBeCloseTo(pd, lastDigits);
  }
});

test('metric_cases: assignments with a known optimum', (context) => {
  const [square, five, matchpairs] = golden<MetricCases>('metric_cases.json', context).assignment_known_optimum;
  const magic = [
    [17, 24, 1, 8, 15],
    [23, 5, 7, 14, 16],
    [4, 6, 13, 20, 22],
    [10, 12, 19, 21, 3],
    [11, 18, 25, 2, 9],
  ];
  for (const [cost, expected] of [
    [magic, square],
    [matchpairs.C, matchpairs],
  ] as const) {
    const rows = cost.map((row) => ({ missed: 1e6, candidates: row.map((each, column) => ({ column, cost: each })) }));
    const found = [...assign(rows, cost[0].length)];
    expect(found.map((column) => column + 1)).toEqual(expected.col4row_1based);
    expect(found.reduce((sum, column, row) => sum + cost[row][column], 0)).toBe(expected.cost);
  }
  const choices = five.C.map((row) => ({ missed: 1e6, columns: row.map((_, column) => column), costs: row }));
  expect(kBest(choices, five.C[0].length, five.kbest.length).map(({ cost }) => cost)).toEqual(five.kbest);
});

type Tcl = {
  readonly nees95_dim6: Readonly<Record<string, readonly [number, number]>>;
  readonly nees95_dim3: Readonly<Record<string, readonly [number, number]>>;
  readonly mixture: { mu: number[][]; w: number[]; mean: number[]; cov: number[][] };
};

test('nrl_tcl: the 95 % bands of the mean NEES, for each degree of freedom', (context) => {
  const { nees95_dim6, nees95_dim3 } = golden<Tcl>('nrl_tcl.json', context);
  for (const [states, bands] of [
    [6, nees95_dim6],
    [3, nees95_dim3],
  ] as const)
    for (const [runs, [low, high]] of Object.entries(bands)) {
      const found = neesBand(Number(runs.slice(1)), states).map((bound) => bound / states);
      expect(found[0]).toBeCloseTo(low, lastDigits);
      expect(found[1]).toBeCloseTo(high, lastDigits);
    }
});

test('nrl_tcl: mean of a mixture, and the part of its covariance that comes from the spread of the means', (context) => {
  const { mu, w, mean, cov } = golden<Tcl>('nrl_tcl.json', context).mixture;
  const record = mixed(
    mu,
    mu.map(() => [0, 0, 0]),
    w,
  );
  mean.forEach((value, a) => expect(record[a]).toBeCloseTo(value, lastDigits));
  // The covariances of its parts are not in the file. What the spread leaves for their mean comes out in round figures.
  const rest = [cov[0][0] - record[6], cov[1][0] - record[7], cov[1][1] - record[8]];
  expect(rest.map((value) => Math.round(1e9 * value) / 1e9)).toEqual([1.3, 0.11, 1.4]);
});
