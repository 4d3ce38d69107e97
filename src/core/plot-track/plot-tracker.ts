import type { Geodetic } from '../frames/geodetic.ts';
import { antennaHeight_m, correctedPlot, measuredAt_us, type PolarPlot, straightView } from '../sense/corrections.ts';
import type { MeasurementSpec } from '../sense/measurement-spec.ts';
import type { Micros } from '../units.ts';
import {
  flightFilter,
  kinematicFilter,
  type MultiOptions,
  type MultiStatus,
  MultiTracker,
  polarKernels,
  type SensorView,
  sensorViewOf,
  type TrackEstimate,
} from './index.ts';

/** One look over the sensor's whole view, as the sensor reports it. */
export type ReportedScan = {
  readonly at_us: Micros;
  readonly plots: readonly PolarPlot[];
  /** Where the platform was, for a sensor that moves. */
  readonly platform?: Geodetic;
};

export type PlotTracker = {
  /** Folds the next scan; returns the confirmed tracks, by name. Throws `RangeError` when scans are not in order of time. */
  takeScan(scan: ReportedScan): TrackEstimate[];
  status(): MultiStatus;
};

/** The multi-object tracker of one sensor, ready to be fed with what the sensor reports: bias, refraction and latency that its spec states are
 *  taken out first. Tracks are in the sensor's world: its own axes where that is flat, ECEF on the Earth; metres and metres per second.
 *  Throws `RangeError` for a sensor that measures directions only. */
export function createPlotTracker(spec: MeasurementSpec, options: MultiOptions = {}): PlotTracker {
  const { accelerationPsd_m2ps3, motion } = spec.objects;
  const seen = straightView(spec);
  const kernels = polarKernels(seen.sensing.kind === 'polar' ? seen.sensing : {});
  const tracker = new MultiTracker(
    motion === 'flight' ? flightFilter(kernels) : kinematicFilter({ kind: motion, psd_m2ps3: accelerationPsd_m2ps3 }, kernels),
    options,
  );
  const still = spec.frame.kind === 'platform' ? undefined : sensorViewOf(seen);
  return {
    takeScan({ at_us, plots, platform }) {
      const sensor: SensorView = still ?? sensorViewOf(seen, platform);
      const height_m = platform?.height_m ?? antennaHeight_m(spec);
      const corrected = plots.map((plot) => correctedPlot(spec, plot, height_m));
      return tracker.takeScan(measuredAt_us(spec, at_us), corrected, sensor).sort((a, b) => a.id - b.id);
    },
    status: () => tracker.status(),
  };
}
