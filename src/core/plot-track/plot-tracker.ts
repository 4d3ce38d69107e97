import { type Geodetic, geodeticDegrees } from '../frames/geodetic.ts';
import type { PolarPlot, SightPlot } from '../sense/corrections.ts';
import type { MeasurementSpec } from '../sense/measurement-spec.ts';
import { checkStamp, type Stamp } from '../stamp.ts';
import type { Micros } from '../units.ts';
import { isFields, refuseFault, shown, timeFault } from '../valid.ts';
import {
  filterOf,
  flightFilter,
  kinematicFilter,
  type MultiOptions,
  type MultiSnapshot,
  type MultiStatus,
  MultiTracker,
  sensorViewOf,
  type TrackEstimate,
} from './index.ts';
import { inOrder } from './estimates.ts';
import { type RefusedPlot, type SensorDoor, sensorDoor } from './sensor-door.ts';
import { checkSensors } from './valid-sensors.ts';

/** One look over a sensor's whole view, as the sensor reports it. */
export type ReportedScan = {
  /** The `id` of the sensor's spec; with one sensor it may be left out. */
  readonly sensor?: string | undefined;
  /** µs of TAI since 1970-01-01T00:00:00 TAI, whole; `microsFromIso` reads a text. Any other zero will do in a flat world. */
  readonly at_us: Micros;
  /** Empty where nothing was seen: the tracker has to hear of it. A sensor that measures directions only gives plots without `range_m`. */
  readonly plots: readonly PolarPlot[] | readonly SightPlot[];
  /** Where the platform was, for a sensor that moves, and for no other. */
  readonly platform?: Geodetic;
};

export type { RefusedPlot } from './sensor-door.ts';

export type PlotTracker = {
  /** Folds the next scan; returns the confirmed tracks, by name. Scans of several sensors come in order of the time at which they were measured.
   *  A plot that lies outside the sensor's view, by more than its error explains, is left out of the scan and told by `refused`: the world is
   *  allowed to be wrong, and the other plots of the scan are as good as before.
   *  Throws `RangeError` that names field, unit and remedy, and takes nothing of the scan, for what no sensor can have measured (no numbers,
   *  degrees for radians, a time that is no whole number of µs, a platform that is missing or nowhere), for a sensor that the tracker was not made with,
   *  and for a scan older than the last. */
  takeScan(scan: ReportedScan): TrackEstimate[];
  /** The plots of the last scan that were not used. */
  refused(): readonly RefusedPlot[];
  /** Figures of the last scan, for those who look after the tracker. */
  status(): MultiStatus;
  /** All that the tracker knows, as plain data: `encode` writes it as text, `decode` reads it, and a tracker that is restored from it goes on to
   *  the same bit. */
  snapshot(): PlotTrackerSnapshot;
  /** Takes up where `snapshot` left off. `from` stays as it is, so that a replay window may take it up again.
   *  Throws `RangeError`, and stays as it was, unless the snapshot is whole, of this form, and of a tracker that was made alike: sensors (name, frame,
   *  place, what they measure), motion, associator, settings. The message says what differs. How well a sensor measures, what it
   *  sees, how much clutter there is and what is to be taken out of its plots may have become known better since; but among sensors of directions the
   *  longest reach must have as many ranges as before (`view`, farthest over nearest in doublings, rounded up), because a track has a state for each. */
  restore(from: PlotTrackerSnapshot): void;
};

/** What `snapshot` gives. What is in it is the tracker’s own.
 *  @experimental */
export type PlotTrackerSnapshot = { readonly stamp: Stamp; readonly tracker: MultiSnapshot };

/** The multi-object tracker of one sensor or of several, ready to be fed with what they report: bias, refraction and latency that a spec states are
 *  taken out first. Tracks are in the sensors' world: its own axes where that is flat, ECEF on the Earth (`localEstimate` says where that is);
 *  metres and metres per second.
 *
 *  With several sensors, and with one that measures directions only, what flies out of a view coasts (option `outsideView`), and a track is told while it
 *  is known where it is (`placed_m`): one direction does not say how far an object is, and a single sensor of directions tells of a track
 *  only when it has moved, or the object has fallen, for long enough.
 *  Throws `RangeError` that names field, unit and remedy for a spec or an option that cannot be, and for sensors that cannot work together: one name twice,
 *  the Earth beside a flat world, objects that move in two ways. */
export function createPlotTracker(spec: MeasurementSpec | readonly MeasurementSpec[], options: MultiOptions = {}): PlotTracker {
  // By name, so that the order in which specs are given cannot matter.
  const specs = (Array.isArray(spec) ? [...(spec as readonly MeasurementSpec[])] : [spec as MeasurementSpec]).sort(byName);
  checkSensors(specs);
  const { accelerationPsd_m2ps3, motion } = specs[0].objects;
  const filter = filterOf(
    (kernels) =>
      motion === 'flight' ? flightFilter(kernels) : kinematicFilter({ kind: motion, psd_m2ps3: accelerationPsd_m2ps3 }, kernels),
    specs.map((one) => sensorViewOf(one, NOWHERE)),
  );
  const isLoneRadar = specs.length === 1 && specs[0].sensing.kind === 'polar';
  const tracker = isLoneRadar
    ? new MultiTracker(filter, options)
    : new MultiTracker(filter, { outsideView: 'coasts', ...options }, { sensors: specs.length, placed_m: placed_m(specs) });
  const doors = specs.map(sensorDoor);
  const stamp = stampOf(specs);
  let refused: readonly RefusedPlot[] = [];
  return {
    takeScan(scan) {
      if (!isFields(scan)) throw new RangeError(`scan: ${shown(scan)} is no scan; give at_us and plots`);
      refuseFault(timeFault('at_us', scan.at_us));
      const source = sourceOf(doors, scan.sensor);
      const straight = doors[source].take(scan.at_us, scan.plots, scan.platform);
      const tracks = tracker.takeScan(straight.at_us, straight.plots, straight.view, source);
      refused = straight.refused;
      return tracks.sort(inOrder);
    },
    refused: () => refused,
    status: () => tracker.status(),
    snapshot: () => ({ stamp, tracker: tracker.snapshot() }),
    restore(from) {
      checkStamp(from, stamp, 'make the tracker of the sensors that it was taken of, or begin anew');
      tracker.restore(from.tracker);
      refused = [];
    },
  };
}

function byName(a: MeasurementSpec, b: MeasurementSpec): number {
  return a?.id < b?.id ? -1 : a?.id > b?.id ? 1 : 0;
}

/** What a sensor measures does not hang on where it is. */
const NOWHERE = geodeticDegrees(0, 0, 0);

/** How well it must be known where an object is before its track is told: the root of the sum of its position's variances. 25 km, as far as an object that
 *  was just seen may be thought to have gone at the next look, or as ill as the least exact radar of the run knows it at the far edge of its view. */
const PLACED_M = 25_000;

function placed_m(specs: readonly MeasurementSpec[]): number {
  const worst = specs.map(({ sensing }) => {
    if (sensing.kind !== 'polar') return 0;
    const { sigmaRange_m, sigmaAzimuth_rad, sigmaElevation_rad, view } = sensing;
    const across_m = view.rangeMax_m * Math.sqrt(sigmaAzimuth_rad * sigmaAzimuth_rad + sigmaElevation_rad * sigmaElevation_rad);
    return Math.sqrt(sigmaRange_m * sigmaRange_m + across_m * across_m);
  });
  return Math.max(PLACED_M, ...worst);
}

function sourceOf(doors: readonly SensorDoor[], sensor: string | undefined): number {
  if (sensor === undefined && doors.length === 1) return 0;
  const source = doors.findIndex(({ spec }) => spec.id === sensor);
  if (source >= 0) return source;
  throw new RangeError(
    `sensor: ${sensor === undefined ? 'it is missing' : `${shown(sensor)} is unknown`}; give one of ${doors.map(({ spec }) => spec.id).join(', ')}, or make the tracker with its spec too`,
  );
}

/** To be raised whenever what a snapshot holds, or what its numbers mean, is another. */
const SNAPSHOT_VERSION = 2;

/** Of the sensors only what the numbers of a track mean nothing without: a track in a flat world stands on its sensor's axes, and a tracker that
 *  goes on with another sensor's tracks is a mistake somewhere. */
function stampOf(specs: readonly MeasurementSpec[]): Stamp {
  const fields = specs.map((spec, i) => sensorFields(spec, specs.length === 1 ? 'sensor' : `sensors[${i}]`));
  return Object.assign({ of: 'plot tracker', version: SNAPSHOT_VERSION }, ...fields) as Stamp;
}

function sensorFields({ id, frame, sensing }: MeasurementSpec, place: string): Readonly<Record<string, string | number>> {
  const common = { [`${place}.id`]: id, [`${place}.measures`]: measured(sensing), [`${place}.frame`]: frame.kind };
  if (frame.kind !== 'site') return common;
  const { latitude_rad, longitude_rad, height_m } = frame.site;
  return {
    ...common,
    [`${place}.latitude_rad`]: latitude_rad,
    [`${place}.longitude_rad`]: longitude_rad,
    [`${place}.height_m`]: height_m,
  };
}

function measured(sensing: MeasurementSpec['sensing']): string {
  return sensing.kind === 'polar' && sensing.sigmaRangeRate_mps !== undefined ? 'polar, range rate' : sensing.kind;
}
