import { antennaHeight_m, correctedPlot, type PolarPlot } from '../../core/sense/corrections.ts';
import { type MeasurementSpec, mountOf } from '../../core/sense/measurement-spec.ts';
import type { TrackEstimate } from '../../core/plot-track/index.ts';
import { neesBand } from '../../score/nees-band.ts';
import type { PlotScan } from '../plots/scans.ts';
import { nisOf } from './nis.ts';

/** A point of a picture, km: to the right and up as seen from above (second and first axis of the sensor, so east and north of a site), and
 *  height over the sensor's horizontal plane. */
export type Point = { readonly right_km: number; readonly up_km: number; readonly height_km: number };

/** One scan as the report shows it: of several sensors all that were made at one time. */
export type ScanRecord = {
  readonly scan: number;
  readonly t_s: number;
  readonly plots: number;
  readonly tracks: number;
  /** Least, 5 %, median of the tracks' existence; undefined where there are none. */
  readonly existence: { readonly least: number; readonly low: number; readonly median: number } | undefined;
  /** Mean over the tracks that have one, how many these are (a track once for each radar that looked at this time), and the 95 % band of such a mean. */
  readonly nis: { readonly mean: number; readonly tracks: number; readonly band: readonly [number, number] } | undefined;
};

export type TrackPoint = Point & { readonly id: string; readonly scan: number };

/** A run as the report shows it. */
export type RunRecord = {
  readonly scans: readonly ScanRecord[];
  readonly trackPoints: readonly TrackPoint[];
  readonly plotPoints: readonly Point[];
  /** Plots of which none is drawn, because a picture of all of them would show nothing. */
  readonly plotsLeftOut: number;
};

/** Plots that are drawn at most; of more every second, fourth, … one is. */
const MOST_PLOTS_DRAWN = 6000;
/** Degrees of freedom of a plot of range and two angles. */
const PLOT_DIMENSION = 3;

/** Collects a run for its report, scan by scan; those that say that another of their time follows become one with it. Directions are no points of a picture, and have no NIS of range and two angles. */
export function createRecorder(specs: readonly MeasurementSpec[]): {
  take(scan: PlotScan, tracks: readonly TrackEstimate[]): void;
  record(): RunRecord;
} {
  const scans: ScanRecord[] = [];
  const trackPoints: TrackPoint[] = [];
  let plotPoints: Point[] = [];
  let stride = 1;
  let seen = 0;
  let home: Float64Array | undefined;
  /** Plots and NIS of the scans of one time so far. */
  let held: { readonly plots: number; readonly figures: readonly number[] } = NOTHING;
  return {
    take({ sensor, scan, t_s, plots, platform, more }, tracks) {
      const spec = specs.find(({ id }) => id === sensor) ?? specs[0];
      const { sensing } = spec;
      const mount = mountOf(spec, platform);
      home ??= mount;
      const height_m = platform?.height_m ?? antennaHeight_m(spec);
      const measured = sensing.kind === 'polar' ? (plots as readonly PolarPlot[]) : [];
      const corrected = measured.map((plot) => correctedPlot(spec, plot, height_m));
      for (const plot of corrected) {
        if (seen % stride === 0) plotPoints.push(pointOf(home, positionOf(plot, mount)));
        seen += 1;
        if (plotPoints.length <= MOST_PLOTS_DRAWN) continue;
        plotPoints = plotPoints.filter((_, i) => i % 2 === 0);
        stride *= 2;
      }
      const own = sensing.kind === 'polar' ? tracks.flatMap((track) => nisOf(track, corrected, sensing, mount) ?? []) : [];
      const figures = [...held.figures, ...own];
      const count = held.plots + plots.length;
      held = more === true ? { plots: count, figures } : NOTHING;
      if (more === true) return;
      for (const { id, x } of tracks) trackPoints.push({ id, scan, ...pointOf(home, x) });
      scans.push({
        scan,
        t_s,
        plots: count,
        tracks: tracks.length,
        existence: existenceOf(tracks),
        nis:
          figures.length === 0
            ? undefined
            : { mean: meanOf(figures), tracks: figures.length, band: neesBand(figures.length, PLOT_DIMENSION) },
      });
    },
    record: () => ({ scans, trackPoints, plotPoints, plotsLeftOut: seen - plotPoints.length }),
  };
}

const NOTHING = { plots: 0, figures: [] };

function existenceOf(tracks: readonly TrackEstimate[]): ScanRecord['existence'] {
  if (tracks.length === 0) return undefined;
  const sorted = tracks.map(({ existence }) => existence).sort((a, b) => a - b);
  return { least: sorted[0], low: sorted[Math.floor(0.05 * sorted.length)], median: sorted[sorted.length >> 1] };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function positionOf({ range_m, azimuth_rad, elevation_rad }: PolarPlot, mount: Float64Array): number[] {
  const flat = range_m * Math.cos(elevation_rad);
  const parts = [flat * Math.cos(azimuth_rad), flat * Math.sin(azimuth_rad), range_m * Math.sin(elevation_rad)];
  return [0, 1, 2].map((i) => mount[i] + parts[0] * mount[3 + i] + parts[1] * mount[6 + i] + parts[2] * mount[9 + i]);
}

/** Pictures are drawn to the hundredth of a kilometre. */
function pointOf(mount: Float64Array, x: ArrayLike<number>): Point {
  const d = [x[0] - mount[0], x[1] - mount[1], x[2] - mount[2]];
  const along = (axis: number): number => Math.round((d[0] * mount[axis] + d[1] * mount[axis + 1] + d[2] * mount[axis + 2]) / 10) / 100;
  return { right_km: along(6), up_km: along(3), height_km: along(9) };
}
