import type { Metres, MetresPerSecond, Micros, Radians } from '../units.ts';
import { straightSight } from './refraction.ts';
import type { MeasurementSpec } from './measurement-spec.ts';

/** One radar return: what a sensor says, or what is left of it after its errors are taken out. */
export type PolarPlot = {
  readonly range_m: Metres;
  readonly azimuth_rad: Radians;
  readonly elevation_rad: Radians;
  readonly rangeRate_mps?: MetresPerSecond;
};

/** A plot without its sensor's bias, then without the air's. `height_m` is the height of the antenna above the ellipsoid. */
export function correctedPlot({ modifiers }: MeasurementSpec, plot: PolarPlot, height_m: Metres): PolarPlot {
  const { bias, refraction } = modifiers;
  if (refraction.kind === 'none' && bias.range_m === 0 && bias.azimuth_rad === 0 && bias.elevation_rad === 0) return plot;
  const measured = { range_m: plot.range_m - bias.range_m, elevation_rad: plot.elevation_rad - bias.elevation_rad };
  return { ...plot, ...straightSight(refraction, height_m, measured), azimuth_rad: plot.azimuth_rad - bias.azimuth_rad };
}

/** When the photons came, from the time that the plot is stamped with. */
export function measuredAt_us({ modifiers }: MeasurementSpec, stamp_us: Micros): Micros {
  const { bias, latency } = modifiers;
  return stamp_us - Math.round(1e6 * (bias.time_s + (latency.stampedAt === 'report' ? latency.mean_s : 0)));
}

/** Height of the antenna above the ellipsoid; a flat world has none. */
export function antennaHeight_m({ frame }: MeasurementSpec): Metres {
  return frame.kind === 'site' ? frame.site.height_m : 0;
}
