import type { RadarSensor, SensorSpec } from '../sense/sensor.ts';
import { type LineOfSightDetection, lookedBy, type Plot, type Scan } from '../sense/scan.ts';

/** Fastest thing that a radar here can meet: escape speed and the Earth's turn, with some room, m/s. */
const FASTEST_MPS = 16_000;
/** Noise may carry a plot at the edge of the coverage over it: by this, or by so many of its own sigmas. */
const RANGE_SLACK = 0.02;
const ANGLE_SLACK_RAD = 0.02;
const SLACK_SIGMAS = 5;

/** Why a detection cannot be what its sensor says that it can measure. */
export const SCREEN_REASONS = [
  'range-outside-coverage',
  'azimuth-outside-coverage',
  'elevation-outside-coverage',
  'range-rate-saturated',
  'no-intensity',
] as const;
export type ScreenReason = (typeof SCREEN_REASONS)[number];

/** A detection that is set aside, by its place in the scan, with the first reason that was found. */
export type Screened = { readonly index: number; readonly reason: ScreenReason };

/** Plots and lines of sight that contradict their own sensor's declaration: outside its coverage, faster than anything, or hot with no
 *  intensity. They are set aside with their reason; saturated values are refused, never clipped. */
export function screen(sensor: SensorSpec, scan: Scan): Screened[] {
  const looked = lookedBy(sensor, scan);
  switch (looked?.kind) {
    case undefined:
      return [];
    case 'infrared-scan':
      return screened(looked.scan.detections, againstSatellite);
    case 'radar-scan':
      return screened(looked.scan.plots, (plot) => againstRadar(looked.sensor, plot));
  }
}

function screened<T>(detections: readonly T[], against: (one: T) => ScreenReason | undefined): Screened[] {
  return detections.flatMap((one, index) => {
    const reason = against(one);
    return reason === undefined ? [] : [{ index, reason }];
  });
}

function againstRadar(sensor: RadarSensor, plot: Plot): ScreenReason | undefined {
  const { range_m, azimuth_rad, elevation_rad, rangeRate_mps } = plot;
  if (range_m < sensor.rangeMin_m || range_m > (1 + RANGE_SLACK) * sensor.rangeMax_m) return 'range-outside-coverage';
  if (Math.abs(rangeRate_mps ?? 0) > FASTEST_MPS) return 'range-rate-saturated';
  if (elevation_rad < sensor.elevationMin_rad - ANGLE_SLACK_RAD || elevation_rad > sensor.elevationMax_rad + ANGLE_SLACK_RAD)
    return 'elevation-outside-coverage';
  const turn = azimuth_rad - sensor.azimuthCentre_rad;
  const fromCentre = Math.abs(turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI)));
  const slack = Math.max(ANGLE_SLACK_RAD, SLACK_SIGMAS * plot.sigmaAzimuth_rad);
  return fromCentre > sensor.azimuthHalfWidth_rad + slack ? 'azimuth-outside-coverage' : undefined;
}

function againstSatellite({ intensity_Wpsr }: LineOfSightDetection): ScreenReason | undefined {
  return intensity_Wpsr > 0 ? undefined : 'no-intensity';
}
