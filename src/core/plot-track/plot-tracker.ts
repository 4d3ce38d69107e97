import type { Geodetic } from '../frames/geodetic.ts';
import { antennaHeight_m, correctedPlot, measuredAt_us, type PolarPlot, straightView } from '../sense/corrections.ts';
import type { MeasurementSpec, PolarSensing } from '../sense/measurement-spec.ts';
import { checkPlots, outsideView } from '../sense/valid-plots.ts';
import { checkSpec, placeFaults, SPEC_RANGES } from '../sense/valid-spec.ts';
import { checkStamp, type Stamp } from '../stamp.ts';
import type { Micros } from '../units.ts';
import { type Fault, isFields, refuseFault, shown, timeFault } from '../valid.ts';
import {
  flightFilter,
  kinematicFilter,
  type MultiOptions,
  type MultiSnapshot,
  type MultiStatus,
  MultiTracker,
  polarKernels,
  type SensorView,
  sensorViewOf,
  type TrackEstimate,
} from './index.ts';

/** One look over the sensor's whole view, as the sensor reports it. */
export type ReportedScan = {
  /** µs of TAI since 1970-01-01T00:00:00 TAI, whole; `microsFromIso` reads a text. Any other zero will do in a flat world. */
  readonly at_us: Micros;
  /** Empty where nothing was seen: the tracker has to hear of it. */
  readonly plots: readonly PolarPlot[];
  /** Where the platform was, for a sensor that moves, and for no other. */
  readonly platform?: Geodetic;
};

/** A plot of the last scan that was not used: which one of its list, and why. */
export type RefusedPlot = Fault & { readonly index: number };

export type PlotTracker = {
  /** Folds the next scan; returns the confirmed tracks, by name.
   *  A plot that lies outside the sensor's view, by more than its error explains, is left out of the scan and told by `refused`: the world is
   *  allowed to be wrong, and the other plots of the scan are as good as before.
   *  Throws `RangeError` that names field, unit and remedy, and takes nothing of the scan, for what no sensor can have measured (no numbers,
   *  degrees for radians, a time that is no whole number of µs, a platform that is missing or nowhere) and for a scan older than the last. */
  takeScan(scan: ReportedScan): TrackEstimate[];
  /** The plots of the last scan that were not used. */
  refused(): readonly RefusedPlot[];
  status(): MultiStatus;
  /** All that the tracker knows, as plain data: `encode` writes it as text, `decode` reads it, and a tracker that is restored from it goes on to
   *  the same bit. */
  snapshot(): PlotTrackerSnapshot;
  /** Takes up where `snapshot` left off. `from` stays as it is, so that a replay window may take it up again.
   *  Throws `RangeError`, and stays as it was, unless the snapshot is whole, of this form, and of a tracker that was made alike: sensor (name, frame,
   *  place, whether it measures range rate), motion, associator, settings. The message says what differs. How well the sensor measures, what it
   *  sees, how much clutter there is and what is to be taken out of its plots may have become known better since. */
  restore(from: PlotTrackerSnapshot): void;
};

/** What `snapshot` gives. */
export type PlotTrackerSnapshot = { readonly stamp: Stamp; readonly tracker: MultiSnapshot };

/** The multi-object tracker of one sensor, ready to be fed with what the sensor reports: bias, refraction and latency that its spec states are
 *  taken out first. Tracks are in the sensor's world: its own axes where that is flat, ECEF on the Earth (`localEstimate` says where that is);
 *  metres and metres per second.
 *  Throws `RangeError` that names field, unit and remedy for a spec or an option that cannot be, and for a sensor that measures directions only. */
export function createPlotTracker(spec: MeasurementSpec, options: MultiOptions = {}): PlotTracker {
  checkSpec(spec);
  const { accelerationPsd_m2ps3, motion } = spec.objects;
  const sensing = polarSensing(spec);
  const seen = straightView(spec);
  const kernels = polarKernels(sensing);
  const tracker = new MultiTracker(
    motion === 'flight' ? flightFilter(kernels) : kinematicFilter({ kind: motion, psd_m2ps3: accelerationPsd_m2ps3 }, kernels),
    options,
  );
  const still = spec.frame.kind === 'platform' ? undefined : sensorViewOf(seen);
  const stamp = stampOf(spec);
  let refused: readonly RefusedPlot[] = [];
  return {
    takeScan(scan) {
      if (!isFields(scan)) throw new RangeError(`scan: ${shown(scan)} is no scan; give at_us and plots`);
      const { at_us, plots, platform } = scan;
      refuseFault(timeFault('at_us', at_us));
      checkPlots(plots);
      checkPlatform(spec, platform);
      const sensor: SensorView = still ?? sensorViewOf(seen, platform);
      const height_m = platform?.height_m ?? antennaHeight_m(spec);
      const left: RefusedPlot[] = [];
      const corrected: PolarPlot[] = [];
      plots.forEach((plot, index) => {
        const fault = refusal(index, plot, spec, sensing);
        if (fault === undefined) corrected.push(correctedPlot(spec, plot, height_m));
        else left.push({ ...fault, index });
      });
      const tracks = tracker.takeScan(measuredAt_us(spec, at_us), corrected, sensor);
      refused = left;
      return tracks.sort((a, b) => a.id - b.id);
    },
    refused: () => refused,
    status: () => tracker.status(),
    snapshot: () => ({ stamp, tracker: tracker.snapshot() }),
    restore(from) {
      checkStamp(from, stamp, 'make the tracker of the sensor that it was taken of, or begin anew');
      tracker.restore(from.tracker);
      refused = [];
    },
  };
}

/** To be raised whenever what a snapshot holds, or what its numbers mean, is another. */
const SNAPSHOT_VERSION = 1;

/** Of the sensor only what the numbers of a track mean nothing without: a track in a flat world stands on its sensor's axes, and a tracker that
 *  goes on with another sensor's tracks is a mistake somewhere. */
function stampOf({ id, frame }: MeasurementSpec): Stamp {
  const common = { of: 'plot tracker', version: SNAPSHOT_VERSION, 'sensor.id': id, 'sensor.frame': frame.kind };
  if (frame.kind !== 'site') return common;
  const { latitude_rad, longitude_rad, height_m } = frame.site;
  return { ...common, 'sensor.latitude_rad': latitude_rad, 'sensor.longitude_rad': longitude_rad, 'sensor.height_m': height_m };
}

function polarSensing({ id, sensing }: MeasurementSpec): PolarSensing {
  if (sensing.kind === 'polar') return sensing;
  throw new RangeError(`sensor ${id} measures directions only; the multi-object tracker needs range, azimuth and elevation`);
}

function refusal(index: number, plot: PolarPlot, { modifiers }: MeasurementSpec, sensing: PolarSensing): Fault | undefined {
  if (plot.range_m > modifiers.bias.range_m) return outsideView(index, plot, sensing);
  return {
    place: `plots[${index}].range_m`,
    message: `${plot.range_m} m is no more than the sensor’s bias, ${modifiers.bias.range_m} m`,
    remedy: 'mend the plot, or the bias in the sensor’s spec',
  };
}

function checkPlatform({ id, frame }: MeasurementSpec, platform: Geodetic | undefined): void {
  if (frame.kind === 'platform') {
    const [fault] =
      platform === undefined
        ? [
            {
              place: 'platform',
              message: `it is missing, and sensor ${id} moves`,
              remedy: 'say where it was: geodeticDegrees(latitude, longitude, height)',
            },
          ]
        : placeFaults('platform', platform, SPEC_RANGES.platformHeight_m);
    refuseFault(fault);
  } else if (platform !== undefined)
    refuseFault({
      place: 'platform',
      message: `sensor ${id} does not move, its frame is ${frame.kind}`,
      remedy: 'leave it out, or give the sensor the frame { kind: "platform" }',
    });
}
