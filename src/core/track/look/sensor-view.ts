import type { Geodetic } from '../../frames/geodetic.ts';
import type { Seconds } from '../../units.ts';
import { type Cell, cellOf } from './cell.ts';
import { type MeasurementSpec, mountOf, type PolarView, turnedMount } from '../../sense/measurement-spec.ts';

/** A polar sensor as the tracker needs it at one scan, made of its measurement spec: where it stands, how well it measures, what it can see. */
export type SensorView = {
  /** Origin (3) and axes first, second, up (9), world axes; `first` points to the middle of the view, so that azimuths of the view do not
   *  pass ±π unless it is all round. */
  readonly mount: Float64Array;
  /** What is taken off a plot's azimuth to count it from `first`. */
  readonly azimuthOrigin_rad: number;
  readonly sigmaRange_m: number;
  readonly sigmaAzimuth_rad: number;
  readonly sigmaElevation_rad: number;
  /** Absent when the sensor measures no range rate. */
  readonly sigmaRangeRate_mps?: number | undefined;
  /** The view, azimuths counted from `first`. */
  readonly view: PolarView;
  readonly detectionProbability: number;
  /** False plots a scan, uniform in range, azimuth and elevation over the view. */
  readonly falsePlotsPerScan: number;
  /** From one look over the whole view to the next. Scans that come faster are parts of one, a dwell each; absent, every scan is whole. */
  readonly scanPeriod_s?: Seconds | undefined;
  /** One-sigma velocity of a new object, each axis, m/s. */
  readonly priorVelocity_mps: number;
  /** `undefined` when the sensor resolves everything. */
  readonly cell?: Cell | undefined;
};

/** The view of a spec; `at` is where a moving platform is. Throws `RangeError` for a sensor that sees directions only. */
export function sensorViewOf(spec: MeasurementSpec, at?: Geodetic): SensorView {
  const { sensing } = spec;
  if (sensing.kind !== 'polar')
    throw new RangeError(`sensor ${spec.id} measures directions only; the multi-object tracker needs range, azimuth and elevation`);
  const { azimuthMin_rad, azimuthMax_rad } = sensing.view;
  const centre_rad = 0.5 * (azimuthMin_rad + azimuthMax_rad);
  return {
    mount: turnedMount(mountOf(spec, at), centre_rad),
    azimuthOrigin_rad: centre_rad,
    sigmaRange_m: sensing.sigmaRange_m,
    sigmaAzimuth_rad: sensing.sigmaAzimuth_rad,
    sigmaElevation_rad: sensing.sigmaElevation_rad,
    sigmaRangeRate_mps: sensing.sigmaRangeRate_mps,
    view: { ...sensing.view, azimuthMin_rad: azimuthMin_rad - centre_rad, azimuthMax_rad: azimuthMax_rad - centre_rad },
    detectionProbability: spec.detectionProbability,
    falsePlotsPerScan: spec.falsePlotsPerScan,
    scanPeriod_s: spec.scanPeriod_s,
    priorVelocity_mps: spec.objects.velocitySigma_mps,
    cell: cellOf(spec),
  };
}
