import type { Scan } from '../sense/scan.ts';
import type { SensorSpec } from '../sense/sensor.ts';

/** Fastest thing that a radar here can meet: escape speed and the Earth's turn, with some room, m/s. */
const FASTEST_MPS = 16_000;

/** A detection that cannot be what its sensor says that it can measure, with the reason. */
export type Screened = { readonly index: number; readonly reason: string };

/** Plots and lines of sight that contradict their own sensor's declaration: outside its range or elevation, faster than anything, or
 *  hot with no intensity. They are set aside with their reason; saturated values are refused, never clipped. */
export function screen(sensor: SensorSpec, scan: Scan): Screened[] {
  if (sensor.kind === 'radar' && scan.kind === 'radar-scan') {
    return scan.plots.flatMap((plot, index) => {
      if (plot.range_m < sensor.rangeMin_m || plot.range_m > 1.02 * sensor.rangeMax_m)
        return [{ index, reason: 'range outside the coverage' }];
      if (Math.abs(plot.rangeRate_mps) > FASTEST_MPS) return [{ index, reason: 'range rate saturated' }];
      if (
        plot.elevation_rad < sensor.elevationMin_rad - ELEVATION_SLACK_RAD ||
        plot.elevation_rad > sensor.elevationMax_rad + ELEVATION_SLACK_RAD
      )
        return [{ index, reason: 'elevation outside the coverage' }];
      return [];
    });
  }
  if (scan.kind === 'infrared-scan')
    return scan.detections.flatMap(({ intensity_Wpsr }, index) => (intensity_Wpsr > 0 ? [] : [{ index, reason: 'no intensity' }]));
  return [];
}

/** Noise may carry a plot at the edge of the coverage a few beams' error over it. */
const ELEVATION_SLACK_RAD = 0.02;
