import { cos } from '../math/elementary.ts';
import { type Bounds, type Fault, isFields, numberFault, refuseFault, shown } from '../valid.ts';
import type { PolarPlot, SightPlot } from './corrections.ts';
import type { PolarSensing, PolarView, SightSensing } from './measurement-spec.ts';
import { SPEC_RANGES } from './valid-spec.ts';

/** Rounding of a turn, or of a right angle, that was given in degrees. */
const A_HAIR = 1e-9;

/** What the numbers of a plot may be, whoever measured it. */
export const PLOT_RANGES = {
  range_m: { unit: 'm', range: [1e-3, 1e9], remedy: 'give metres above 0' },
  azimuth_rad: { unit: 'rad', range: [-2 * Math.PI - A_HAIR, 2 * Math.PI + A_HAIR], remedy: 'give radians: degrees(290) is 290°' },
  elevation_rad: { unit: 'rad', range: [-Math.PI / 2 - A_HAIR, Math.PI / 2 + A_HAIR], remedy: 'give radians: degrees(12) is 12°' },
  rangeRate_mps: { unit: 'm/s', range: [-1e5, 1e5], remedy: 'give m/s, away from the sensor positive' },
} as const satisfies Readonly<Partial<Record<keyof PolarPlot, Bounds>>>;

/** Errors that a plot may state for itself; they may be what a spec's may be. */
export const PLOT_SIGMAS = ['sigmaRange_m', 'sigmaAzimuth_rad', 'sigmaElevation_rad', 'sigmaRangeRate_mps'] as const;

/** Throws `RangeError` that names the plot, the field, its unit and the remedy where a plot of a scan cannot be one: no numbers, other units, errors that are
 *  none. Range rate and errors may be left out. */
export function checkPlots(plots: readonly PolarPlot[]): void {
  if (!Array.isArray(plots)) throw new RangeError(`plots: ${shown(plots)} is no list; give a list of plots, empty where nothing was seen`);
  for (let i = 0; i < plots.length; i++) if (!isPlot(plots[i])) refuseFault(plotFault(`plots[${i}]`, plots[i]));
}

/** The question that is asked of every plot of every scan; what is wrong is worked out only where it says no. */
function isPlot(plot: PolarPlot): boolean {
  return (
    isFields(plot) &&
    within(plot.range_m, PLOT_RANGES.range_m) &&
    within(plot.azimuth_rad, PLOT_RANGES.azimuth_rad) &&
    within(plot.elevation_rad, PLOT_RANGES.elevation_rad) &&
    (plot.rangeRate_mps === undefined || within(plot.rangeRate_mps, PLOT_RANGES.rangeRate_mps)) &&
    (plot.sigmaRange_m === undefined || within(plot.sigmaRange_m, SPEC_RANGES.sigmaRange_m)) &&
    (plot.sigmaAzimuth_rad === undefined || within(plot.sigmaAzimuth_rad, SPEC_RANGES.sigmaAzimuth_rad)) &&
    (plot.sigmaElevation_rad === undefined || within(plot.sigmaElevation_rad, SPEC_RANGES.sigmaElevation_rad)) &&
    (plot.sigmaRangeRate_mps === undefined || within(plot.sigmaRangeRate_mps, SPEC_RANGES.sigmaRangeRate_mps))
  );
}

/** The same of the directions that a sensor without range reports. */
export function checkSights(plots: readonly SightPlot[]): void {
  if (!Array.isArray(plots)) throw new RangeError(`plots: ${shown(plots)} is no list; give a list of plots, empty where nothing was seen`);
  for (let i = 0; i < plots.length; i++) refuseFault(sightFault(`plots[${i}]`, plots[i]));
}

function sightFault(place: string, plot: SightPlot): Fault | undefined {
  if (!isFields(plot)) return { place, message: `${shown(plot)} is no plot`, remedy: 'give azimuth_rad and elevation_rad' };
  const told = ['range_m', 'rangeRate_mps', 'sigmaRange_m', 'sigmaRangeRate_mps'].find((key) => Object.hasOwn(plot, key));
  if (told !== undefined && (plot as Record<string, unknown>)[told] !== undefined)
    return {
      place: `${place}.${told}`,
      message: 'its sensor measures directions only',
      remedy: 'leave it out, or let the spec’s sensing be polar',
    };
  for (const key of ['azimuth_rad', 'elevation_rad'] as const) {
    const fault = numberFault(`${place}.${key}`, plot[key], PLOT_RANGES[key]);
    if (fault !== undefined) return fault;
  }
  for (const key of ['sigmaAzimuth_rad', 'sigmaElevation_rad'] as const) {
    const fault = plot[key] === undefined ? undefined : numberFault(`${place}.${key}`, plot[key], SPEC_RANGES[key]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function within(value: number, { range }: Bounds): boolean {
  return typeof value === 'number' && value >= range[0] && value <= range[1];
}

function plotFault(place: string, plot: PolarPlot): Fault | undefined {
  if (!isFields(plot)) return { place, message: `${shown(plot)} is no plot`, remedy: 'give range_m, azimuth_rad and elevation_rad' };
  for (const key of ['range_m', 'azimuth_rad', 'elevation_rad', 'rangeRate_mps'] as const) {
    if (key === 'rangeRate_mps' && plot[key] === undefined) continue;
    const fault = numberFault(`${place}.${key}`, plot[key], PLOT_RANGES[key]);
    if (fault !== undefined) return fault;
  }
  for (const key of PLOT_SIGMAS) {
    const fault = plot[key] === undefined ? undefined : numberFault(`${place}.${key}`, plot[key], SPEC_RANGES[key]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** How many sigmas beyond the edge of its view a sensor may show what is inside it: by chance once in a few millions. */
const EDGE_SIGMAS = 5;

/** Why a plot, as reported, is not of this sensor's view; undefined when it is, or when its error alone may have carried it over the edge. `index` is
 *  its place in the scan.
 *  Why at all: a tracker takes clutter for even over the view, and knows no clutter outside it; a plot there would be an object. */
export function outsideView(index: number, plot: PolarPlot, sensing: PolarSensing): Fault | undefined {
  const { view } = sensing;
  if (isBeyond(plot.range_m, view.rangeMin_m, view.rangeMax_m, plot.sigmaRange_m ?? sensing.sigmaRange_m))
    return told(index, 'range_m', plot.range_m, view.rangeMin_m, view.rangeMax_m, 'm');
  return anglesOutside(
    index,
    plot,
    view,
    plot.sigmaAzimuth_rad ?? sensing.sigmaAzimuth_rad,
    plot.sigmaElevation_rad ?? sensing.sigmaElevation_rad,
  );
}

/** The same of a direction, by its angles. An error across the sight is a longer step in azimuth the higher it is. */
export function sightOutsideView(index: number, plot: SightPlot, { view, sigmaLineOfSight_rad }: SightSensing): Fault | undefined {
  const flat = Math.max(cos(plot.elevation_rad), LEAST_COS);
  return anglesOutside(
    index,
    plot,
    view,
    plot.sigmaAzimuth_rad ?? sigmaLineOfSight_rad / flat,
    plot.sigmaElevation_rad ?? sigmaLineOfSight_rad,
  );
}

const LEAST_COS = 1e-3;

function anglesOutside(
  index: number,
  plot: PolarPlot | SightPlot,
  view: PolarView,
  sigmaAzimuth_rad: number,
  sigmaElevation_rad: number,
): Fault | undefined {
  if (isBeyond(plot.elevation_rad, view.elevationMin_rad, view.elevationMax_rad, sigmaElevation_rad))
    return told(index, 'elevation_rad', plot.elevation_rad, view.elevationMin_rad, view.elevationMax_rad, 'rad');
  // From the middle of the view: it may pass through north.
  const half = (view.azimuthMax_rad - view.azimuthMin_rad) / 2;
  const off = plot.azimuth_rad - (view.azimuthMin_rad + half);
  const nearest = off - 2 * Math.PI * Math.round(off / (2 * Math.PI));
  if (isBeyond(nearest, -half, half, sigmaAzimuth_rad))
    return told(index, 'azimuth_rad', plot.azimuth_rad, view.azimuthMin_rad, view.azimuthMax_rad, 'rad');
  return undefined;
}

function isBeyond(value: number, low: number, high: number, sigma: number): boolean {
  return value < low - EDGE_SIGMAS * sigma || value > high + EDGE_SIGMAS * sigma;
}

function told(index: number, field: keyof PolarPlot, value: number, low: number, high: number, unit: string): Fault {
  return {
    place: `plots[${index}].${field}`,
    message: `${value} ${unit} is outside the sensor’s view, ${low} to ${high} ${unit}`,
    remedy: 'mend the plot’s unit, or the view in the sensor’s spec',
  };
}
