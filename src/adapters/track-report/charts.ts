import * as Plot from '@observablehq/plot';
import { type Chart, COLOUR, CYCLE } from '../report/chart.ts';
import { number, percent } from '../report/html.ts';
import { meanOf, type Point, type RunRecord, type ScanRecord, type TrackPoint } from './record.ts';

const WIDTH = 960;
const MARGINS = { marginLeft: 64, marginRight: 24, marginTop: 24, marginBottom: 46 };
const INNER = WIDTH - MARGINS.marginLeft - MARGINS.marginRight;
const HEIGHT_max = 680;

const colourOf = ({ id }: TrackPoint): string => CYCLE[Number(id) % CYCLE.length];

/** Plots and tracks from above; a kilometre is as long upwards as across. */
export function planChart(run: RunRecord): Chart {
  const points: readonly Point[] = [...run.plotPoints, ...run.trackPoints];
  const [across, up] = [spanOf(points.map(({ right_km }) => right_km)), spanOf(points.map(({ up_km }) => up_km))];
  const perKm = Math.min(INNER / (across[1] - across[0]), (HEIGHT_max - MARGINS.marginTop - MARGINS.marginBottom) / (up[1] - up[0]));
  const more = (INNER / perKm - (across[1] - across[0])) / 2;
  return {
    id: 'plan',
    title: 'Plan view',
    summary: `${number(namesOf(run))} tracks among ${number(run.plotPoints.length + run.plotsLeftOut)} plots.`,
    caption: `Seen from above; the sensor's first axis (north of a site) up, its second (east) to the right, counted from the sensor. Lines are tracks, each from its first report to its last; dots are plots${leftOut(run)}.`,
    keys: keysOf(),
    plot: {
      ...MARGINS,
      height: perKm * (up[1] - up[0]) + MARGINS.marginTop + MARGINS.marginBottom,
      x: { label: 'km', domain: [across[0] - more, across[1] + more], grid: true },
      y: { label: 'km', domain: up, grid: true },
      marks: [
        Plot.dot(run.plotPoints, { x: 'right_km', y: 'up_km', r: 1.1, fill: COLOUR.truth, fillOpacity: 0.6 }),
        Plot.line(run.trackPoints, { x: 'right_km', y: 'up_km', z: 'id', stroke: colourOf, strokeWidth: 1.5 }),
        Plot.dot(lastOfEach(run.trackPoints), {
          x: 'right_km',
          y: 'up_km',
          r: 3,
          fill: colourOf,
          title: (d: TrackPoint) => `track ${d.id}`,
        }),
      ],
    },
  };
}

/** The same from the side. */
export function heightChart(run: RunRecord): Chart {
  const marked = <P extends Point>(point: P) => ({ ...point, ground_km: Math.round(100 * Math.hypot(point.right_km, point.up_km)) / 100 });
  const tracks = run.trackPoints.map(marked);
  return {
    id: 'height',
    title: 'Height over distance',
    summary: `Tracks reach from ${number(Math.min(...tracks.map(({ height_km }) => height_km)))} to ${number(Math.max(...tracks.map(({ height_km }) => height_km)))} km.`,
    caption: 'Height over the horizontal plane of the sensor, against the distance along that plane. The two scales differ.',
    keys: keysOf(),
    plot: {
      height: 280,
      x: { label: 'distance, km', grid: true },
      y: { label: 'height, km', grid: true },
      marks: [
        Plot.dot(run.plotPoints.map(marked), { x: 'ground_km', y: 'height_km', r: 1.1, fill: COLOUR.truth, fillOpacity: 0.6 }),
        Plot.line(tracks, { x: 'ground_km', y: 'height_km', z: 'id', stroke: colourOf, strokeWidth: 1.5 }),
      ],
    },
  };
}

export function countsChart({ scans }: RunRecord): Chart {
  return {
    id: 'counts',
    title: 'Plots and tracks',
    summary: `${number(meanOf(scans.map(({ plots }) => plots)))} plots a scan in the mean, at most ${number(Math.max(...scans.map(({ tracks }) => tracks)))} confirmed tracks.`,
    caption:
      'Plots that came in and tracks that are confirmed, scan by scan. What of the plots no track explains is clutter, or an object that is not known yet.',
    keys: [
      { label: 'plots', colour: COLOUR.truth, shape: 'line' },
      { label: 'confirmed tracks', colour: COLOUR.track, shape: 'line' },
    ],
    plot: {
      height: 240,
      x: { label: 'scan' },
      y: { label: 'number', grid: true },
      marks: [
        Plot.lineY(scans, { x: 'scan', y: 'plots', stroke: COLOUR.truth, strokeWidth: 3, curve: 'step' }),
        Plot.lineY(scans, { x: 'scan', y: 'tracks', stroke: COLOUR.track, strokeWidth: 2, curve: 'step' }),
        Plot.ruleY([0]),
      ],
    },
  };
}

export function existenceChart({ scans }: RunRecord): Chart {
  const rows = scans.flatMap(({ scan, existence }) => (existence === undefined ? [] : [{ scan, ...existence }]));
  return {
    id: 'existence',
    title: 'Existence',
    summary: `The median track is ${percent(meanOf(rows.map(({ median }) => median)))} sure to be there, one in twenty less than ${percent(meanOf(rows.map(({ low }) => low)))}.`,
    caption:
      'Probability that a confirmed track is an object in view: the median, the value that one in twenty is below, and the least. It sinks with each scan in which a track should have made a plot and made none.',
    keys: [
      { label: 'median', colour: COLOUR.track, shape: 'line' },
      { label: 'one in twenty is below', colour: COLOUR.missed, shape: 'line' },
      { label: 'least', colour: COLOUR.false, shape: 'dashes' },
    ],
    plot: {
      height: 240,
      x: { label: 'scan' },
      y: { label: 'probability', grid: true, domain: [0, 1.02] },
      marks: [
        Plot.lineY(rows, { x: 'scan', y: 'least', stroke: COLOUR.false, strokeWidth: 1.5, strokeDasharray: '6 4', curve: 'step' }),
        Plot.lineY(rows, { x: 'scan', y: 'low', stroke: COLOUR.missed, strokeWidth: 2, curve: 'step' }),
        Plot.lineY(rows, { x: 'scan', y: 'median', stroke: COLOUR.track, strokeWidth: 2, curve: 'step' }),
        Plot.ruleY([0]),
      ],
    },
  };
}

const EXPECTED = 3;

export type NisRow = { readonly scan: number; readonly mean: number; readonly tracks: number; readonly low: number; readonly high: number };

export function nisRows(scans: readonly ScanRecord[]): NisRow[] {
  return scans.flatMap(({ scan, nis }) =>
    nis === undefined ? [] : [{ scan, mean: nis.mean, tracks: nis.tracks, low: nis.band[0], high: nis.band[1] }],
  );
}

export function nisChart(rows: readonly NisRow[]): Chart {
  const inside = rows.filter(({ mean, low, high }) => mean >= low && mean <= high).length;
  const tracks = rows.reduce((sum, row) => sum + row.tracks, 0);
  const all = rows.reduce((sum, row) => sum + row.tracks * row.mean, 0) / tracks;
  const top = 1.08 * Math.max(...rows.map(({ mean, high }) => Math.max(mean, high)));
  return {
    id: 'nis',
    title: 'NIS: plots against what the tracks promise',
    summary: `${number(all)} in the mean over ${number(tracks)} plots of tracks, where ${EXPECTED} is right; ${percent(inside / rows.length)} of the scans inside the band.`,
    caption:
      'Squared innovation of the nearest plot in the track’s and the sensor’s own sigmas, range and two angles, mean over the tracks of a scan. Above the band tracks or sensor promise too much: mend sigma, bias or the acceleration density in the spec. Below it they promise too little. Taking the nearest plot lowers it a little where tracks are close.',
    keys: [
      { label: 'mean of the scan', colour: COLOUR.track, shape: 'line' },
      { label: '95 % band', colour: COLOUR.band, shape: 'area' },
      { label: `expected: ${EXPECTED}`, colour: COLOUR.limit, shape: 'dashes' },
    ],
    plot: {
      height: 260,
      x: { label: 'scan' },
      y: { label: 'NIS', grid: true, domain: [0, top] },
      marks: [
        Plot.areaY(rows, { x: 'scan', y1: 'low', y2: 'high', fill: COLOUR.band, curve: 'step' }),
        Plot.ruleY([EXPECTED], { stroke: COLOUR.limit, strokeWidth: 2, strokeDasharray: '6 4' }),
        Plot.lineY(rows, { x: 'scan', y: 'mean', stroke: COLOUR.track, strokeWidth: 2 }),
      ],
    },
  };
}

function keysOf(): Chart['keys'] {
  return [
    { label: 'plots', colour: COLOUR.truth, shape: 'dot' },
    { label: 'tracks, told apart by colour', colour: COLOUR.track, shape: 'line' },
  ];
}

function leftOut({ plotPoints, plotsLeftOut }: RunRecord): string {
  return plotsLeftOut === 0 ? '' : `, of which ${number(plotPoints.length)} of ${number(plotPoints.length + plotsLeftOut)} are drawn`;
}

function namesOf({ trackPoints }: RunRecord): number {
  return new Set(trackPoints.map(({ id }) => id)).size;
}

function lastOfEach(points: readonly TrackPoint[]): TrackPoint[] {
  return [...new Map(points.map((point) => [point.id, point])).values()];
}

function spanOf(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const pad = Math.max(1, 0.03 * (high - low));
  return [low - pad, high + pad];
}
