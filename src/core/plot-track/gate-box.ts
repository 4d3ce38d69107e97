import { cos, sin } from '../math/elementary.ts';
import { AZIMUTH, BOX_SIGMAS, ELEVATION, VAR_AZIMUTH, VAR_ELEVATION } from '../track/filter/object-filter.ts';
import { SIGHT_PLOT } from '../track/kernels/sight.ts';
import type { Box } from '../track/look/plot-index.ts';
import { PLOT_RECORD, type PlotTable } from '../track/look/plot-table.ts';

/** The box that the index is asked with: one for all, written over at every look. */
export const BOX: Box = { rangeLow_m: 0, rangeHigh_m: 0, azimuthLow_rad: 0, azimuthHigh_rad: 0, elevationLow_rad: 0, elevationHigh_rad: 0 };

/** Middles and half sides: m, rad, rad. */
export function setBox(
  range_m: number,
  halfRange_m: number,
  azimuth_rad: number,
  halfAzimuth_rad: number,
  elevation_rad: number,
  halfElevation_rad: number,
): void {
  BOX.rangeLow_m = range_m - halfRange_m;
  BOX.rangeHigh_m = range_m + halfRange_m;
  // More than a turn is a turn: every plot once.
  BOX.azimuthLow_rad = halfAzimuth_rad < Math.PI ? azimuth_rad - halfAzimuth_rad : -Math.PI;
  BOX.azimuthHigh_rad = halfAzimuth_rad < Math.PI ? azimuth_rad + halfAzimuth_rad : Math.PI;
  BOX.elevationLow_rad = elevation_rad - halfElevation_rad;
  BOX.elevationHigh_rad = elevation_rad + halfElevation_rad;
}

/** The same of directions at any range. What is far off the prediction is off by tangents of angles, and turns in azimuth the more the higher it is. What is
 *  aside by the angle c sinks towards the horizon, by
 *    e − asin(cos c · sin e)  ≤  c,  and  ≤ ½ c² tan e */
export function setSightBox(w: Float64Array, wo: number, margin2: number): void {
  const elevation_rad = w[wo + ELEVATION];
  const flat = cos(elevation_rad);
  const across_rad = BOX_SIGMAS * Math.sqrt(w[wo + VAR_AZIMUTH] * flat * flat + margin2);
  const halfElevation_rad = BOX_SIGMAS * Math.sqrt(w[wo + VAR_ELEVATION] + margin2);
  const bend_rad = Math.min(across_rad, (0.5 * across_rad * across_rad * Math.abs(sin(elevation_rad))) / flat);
  const up_rad = halfElevation_rad + bend_rad;
  const highest_rad = Math.abs(elevation_rad) + up_rad;
  const turn_rad = highest_rad > HIGH_RAD ? Math.PI : across_rad / cos(highest_rad);
  setBox(0, Infinity, w[wo + AZIMUTH], turn_rad, elevation_rad, up_rad);
}

/** So near to the zenith a gate is looked for all round. */
const HIGH_RAD = 1.5;

export function widestSight({ count, records }: PlotTable): number {
  let most = 0;
  for (let at = 0; at < SIGHT_PLOT.length * count; at += SIGHT_PLOT.length)
    most = Math.max(most, records[at + SIGHT_PLOT.covariance], records[at + SIGHT_PLOT.covariance + 2]);
  return most;
}

export function widest(plots: PlotTable, axis: 0 | 2): number {
  let most = 0;
  for (let j = 0; j < plots.count; j++) most = Math.max(most, plots.records[PLOT_RECORD * j + 4 + axis]);
  return most;
}
