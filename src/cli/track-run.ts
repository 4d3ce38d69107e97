import type { PlotScan } from '../adapters/plots/scans.ts';
import type { MeasurementSpec } from '../core/sense/measurement-spec.ts';
import type { Associator, TrackEstimate } from '../core/plot-track/index.ts';
import { createPlotTracker, type RefusedPlot } from '../core/plot-track/plot-tracker.ts';
import { describeFault, type Fault } from '../core/valid.ts';

/** Figures of a run of the tracker. Times are of the tracker alone, reading and writing apart. */
export type TrackFigures = {
  readonly scans: number;
  readonly plots: number;
  readonly rows: number;
  readonly tracks: number;
  readonly mostTracks: number;
  readonly tracksAtEnd: number;
  /** Tracks that were reported once. */
  readonly tracksOfOneScan: number;
  readonly tracking_ms: number;
  readonly worstScan_ms: number;
  readonly worstScan: number;
  /** Scans in which a bound kept new objects from being started. */
  readonly scansAtBound: number;
  /** Plots that the tracker left out, because they lie outside the sensor's view; the first of them in words. */
  readonly outsideView: number;
  /** Scans that were taken for parts of a look. */
  readonly dwells: number;
  /** Plots with a range rate. */
  readonly rates: number;
  readonly toldOutside: readonly string[];
};

/** Plots outside the view that are listed one by one; the others are counted. */
const MOST_TOLD = 10;

/** Feeds scans to a tracker and hands on the confirmed tracks after each; rows are counted once a time. */
export async function runTracker(
  specs: readonly MeasurementSpec[],
  associator: Associator,
  scans: AsyncIterable<PlotScan>,
  hear: (scan: PlotScan, tracks: readonly TrackEstimate[], refused: readonly RefusedPlot[]) => Promise<void>,
): Promise<TrackFigures> {
  const tracker = createPlotTracker(specs, { associator });
  const lived = new Map<string, number>();
  const figures = {
    scans: 0,
    plots: 0,
    rows: 0,
    mostTracks: 0,
    tracksAtEnd: 0,
    tracking_ms: 0,
    worstScan_ms: 0,
    worstScan: 0,
    scansAtBound: 0,
    outsideView: 0,
    dwells: 0,
    rates: 0,
  };
  const toldOutside: string[] = [];
  for await (const scan of scans) {
    const start_ms = performance.now();
    const tracks = tracker.takeScan(scan);
    const took_ms = performance.now() - start_ms;
    figures.scans += 1;
    const refused = tracker.refused();
    figures.plots += scan.plots.length - refused.length;
    figures.outsideView += refused.length;
    for (const plot of scan.plots) if (plot.range_m !== undefined && plot.rangeRate_mps !== undefined) figures.rates += 1;
    for (const fault of refused.slice(0, MOST_TOLD - toldOutside.length))
      toldOutside.push(`${placeOf(scan, specs)}, ${describeFault(outside(fault))}`);
    if (scan.more !== true) figures.rows += tracks.length;
    figures.mostTracks = Math.max(figures.mostTracks, tracks.length);
    figures.tracksAtEnd = tracks.length;
    figures.tracking_ms += took_ms;
    if (took_ms > figures.worstScan_ms) [figures.worstScan_ms, figures.worstScan] = [took_ms, scan.scan];
    const { tookAllPlots, share } = tracker.status();
    if (!tookAllPlots) figures.scansAtBound += 1;
    if (share < 1) figures.dwells += 1;
    if (scan.more !== true) for (const { id } of tracks) lived.set(id, (lived.get(id) ?? 0) + 1);
    await hear(scan, tracks, refused);
  }
  const tracksOfOneScan = [...lived.values()].filter((scans) => scans === 1).length;
  return { ...figures, tracks: lived.size, tracksOfOneScan, toldOutside };
}

/** Where a scan stands: by its number, of several sensors by the sensor and the time, since those of a run are numbered anew. */
export function placeOf({ sensor, scan, t_s }: PlotScan, specs: readonly MeasurementSpec[]): string {
  return specs.length === 1 ? `scan ${scan}` : `sensor ${sensor} at ${t_s} s`;
}

/** The place of a plot in its scan is not the file's: the field will do, since the value stands in the message. */
export function outside({ place, message, remedy }: RefusedPlot): Fault {
  return { place: place.replace(/^plots\[\d+\]\./, ''), message, remedy };
}
