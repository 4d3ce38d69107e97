import type { Geodetic } from '../../frames/geodetic.ts';
import type { Seconds } from '../../units.ts';
import { type MeasurementKernels, NEAR_SIGHT, POLAR3, POLAR4 } from './measurement-kernels.ts';
import { type Cell, cellOf } from './cell.ts';
import { type MeasurementSpec, mountOf, type PolarView, turnedMount } from '../../sense/measurement-spec.ts';

/** A sensor as the tracker needs it at one scan, made of its measurement spec: where it stands, how well it measures, what it can see. */
export type SensorView = {
  /** Origin (3) and axes first, second, up (9), world axes; `first` points to the middle of the view, so that azimuths of the view do not
   *  pass ±π unless it is all round. */
  readonly mount: Float64Array;
  /** What is taken off a plot's azimuth to count it from `first`. */
  readonly azimuthOrigin_rad: number;
  /** Absent when the sensor measures directions only: then the ranges of its view are its reach. */
  readonly sigmaRange_m?: number | undefined;
  readonly sigmaAzimuth_rad: number;
  readonly sigmaElevation_rad: number;
  /** Absent when the sensor measures no range rate. */
  readonly sigmaRangeRate_mps?: number | undefined;
  /** The view, azimuths counted from `first`. */
  readonly view: PolarView;
  readonly detectionProbability: number;
  /** False plots a scan: uniform in range, azimuth and elevation over the view, in solid angle where no range is measured. */
  readonly falsePlotsPerScan: number;
  /** From one look over the whole view to the next. Scans that come faster are parts of one, a dwell each; absent, every scan is whole. */
  readonly scanPeriod_s?: Seconds | undefined;
  /** One-sigma velocity of a new object, each axis, m/s. */
  readonly priorVelocity_mps: number;
  /** `undefined` when the sensor resolves everything. */
  readonly cell?: Cell | undefined;
};

/** The kernels for what a sensor measures. */
export function kernelsOf({
  sigmaRange_m,
  sigmaRangeRate_mps,
}: Pick<SensorView, 'sigmaRange_m' | 'sigmaRangeRate_mps'>): MeasurementKernels {
  if (sigmaRange_m === undefined) return NEAR_SIGHT;
  return sigmaRangeRate_mps === undefined ? POLAR3 : POLAR4;
}

/** The view of a spec; `at` is where a moving platform is. */
export function sensorViewOf(spec: MeasurementSpec, at?: Geodetic): SensorView {
  const { sensing } = spec;
  const { azimuthMin_rad, azimuthMax_rad } = sensing.view;
  const centre_rad = 0.5 * (azimuthMin_rad + azimuthMax_rad);
  return {
    mount: turnedMount(mountOf(spec, at), centre_rad),
    azimuthOrigin_rad: centre_rad,
    ...errorsOf(sensing),
    view: { ...sensing.view, azimuthMin_rad: azimuthMin_rad - centre_rad, azimuthMax_rad: azimuthMax_rad - centre_rad },
    detectionProbability: spec.detectionProbability,
    falsePlotsPerScan: spec.falsePlotsPerScan,
    scanPeriod_s: spec.scanPeriod_s,
    priorVelocity_mps: spec.objects.velocitySigma_mps,
    cell: cellOf(spec),
  };
}

function errorsOf(
  sensing: MeasurementSpec['sensing'],
): Pick<SensorView, 'sigmaRange_m' | 'sigmaAzimuth_rad' | 'sigmaElevation_rad' | 'sigmaRangeRate_mps'> {
  if (sensing.kind === 'line-of-sight')
    return {
      sigmaRange_m: undefined,
      sigmaAzimuth_rad: sensing.sigmaLineOfSight_rad,
      sigmaElevation_rad: sensing.sigmaLineOfSight_rad,
      sigmaRangeRate_mps: undefined,
    };
  return {
    sigmaRange_m: sensing.sigmaRange_m,
    sigmaAzimuth_rad: sensing.sigmaAzimuth_rad,
    sigmaElevation_rad: sensing.sigmaElevation_rad,
    sigmaRangeRate_mps: sensing.sigmaRangeRate_mps,
  };
}
