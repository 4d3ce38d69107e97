import type { Metres, MetresPerSecond, Micros, Radians } from '../units.ts';
import { straightSight } from './refraction.ts';
import { type MeasurementSpec, measurementSpecOf } from './measurement-spec.ts';
import type { RadarScan, Scan } from './scan.ts';
import type { RadarSensor, SensorSpec } from './sensor.ts';

/** One radar return: what a sensor says, or what is left of it after its errors are taken out. */
export type PolarPlot = {
  readonly range_m: Metres;
  readonly azimuth_rad: Radians;
  readonly elevation_rad: Radians;
  readonly rangeRate_mps?: MetresPerSecond;
  /** One-sigma errors of this plot, where the sensor states them plot by plot; else those of its spec. */
  readonly sigmaRange_m?: Metres;
  readonly sigmaAzimuth_rad?: Radians;
  readonly sigmaElevation_rad?: Radians;
  readonly sigmaRangeRate_mps?: MetresPerSecond;
};

/** A direction that a sensor without range reports, in the angles of its frame. */
export type SightPlot = Pick<PolarPlot, 'azimuth_rad' | 'elevation_rad' | 'sigmaAzimuth_rad' | 'sigmaElevation_rad'> & {
  readonly range_m?: undefined;
};

/** What a sensor adds to each reading. */
type Added = { readonly range_m: Metres; readonly azimuth_rad: Radians; readonly elevation_rad: Radians };

/** A plot without its sensor's bias; azimuth in [0, 2π). */
export function unbiased<P extends Added>(plot: P, bias: Added): P {
  const azimuth = plot.azimuth_rad - bias.azimuth_rad;
  return {
    ...plot,
    range_m: plot.range_m - bias.range_m,
    azimuth_rad: azimuth - 2 * Math.PI * Math.floor(azimuth / (2 * Math.PI)),
    elevation_rad: plot.elevation_rad - bias.elevation_rad,
  };
}

/** A plot without its sensor's bias, then without the air's. `height_m` is the height of the antenna above the ellipsoid. */
export function correctedPlot({ modifiers }: MeasurementSpec, plot: PolarPlot, height_m: Metres): PolarPlot {
  const { bias, refraction } = modifiers;
  if (refraction.kind === 'none' && bias.range_m === 0 && bias.azimuth_rad === 0 && bias.elevation_rad === 0) return plot;
  const measured = unbiased(plot, bias);
  return { ...measured, ...straightSight(refraction, height_m, measured) };
}

/** The same of a direction. How far the air bends it depends on how far it came, which nobody knows: it is taken as from the middle of the sensor's reach,
 *  counted in doublings. Beyond some 100 km, where the air has ended, it hardly matters. */
export function correctedSight(spec: MeasurementSpec, plot: SightPlot, height_m: Metres): SightPlot {
  const { bias, refraction } = spec.modifiers;
  if (refraction.kind === 'none' && bias.azimuth_rad === 0 && bias.elevation_rad === 0) return plot;
  const { azimuth_rad, elevation_rad } = unbiased({ ...plot, range_m: middleOfReach_m(spec) }, bias);
  const straight = straightSight(refraction, height_m, { range_m: middleOfReach_m(spec), elevation_rad });
  return { ...plot, azimuth_rad, elevation_rad: straight.elevation_rad };
}

function middleOfReach_m({ sensing: { view } }: MeasurementSpec): Metres {
  return Math.sqrt(view.rangeMin_m * view.rangeMax_m);
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

/** A spec whose view is that of the corrected plots. The lower edge of what a beam reaches is bent down furthest at the longest range, and
 *  there the most is let in; bias moves the edges with the plots. */
export function straightView(spec: MeasurementSpec): MeasurementSpec {
  const { sensing, modifiers } = spec;
  const { view } = sensing;
  const { bias, refraction } = modifiers;
  const farthest_m = view.rangeMax_m - bias.range_m;
  const bentAt_m = sensing.kind === 'polar' ? farthest_m : middleOfReach_m(spec);
  const straightened = (elevation_rad: Radians): Radians =>
    straightSight(refraction, antennaHeight_m(spec), { range_m: bentAt_m, elevation_rad: elevation_rad - bias.elevation_rad })
      .elevation_rad;
  const straight = {
    rangeMin_m: view.rangeMin_m - bias.range_m,
    rangeMax_m: farthest_m,
    azimuthMin_rad: view.azimuthMin_rad - bias.azimuth_rad,
    azimuthMax_rad: view.azimuthMax_rad - bias.azimuth_rad,
    elevationMin_rad: straightened(view.elevationMin_rad),
    elevationMax_rad: straightened(view.elevationMax_rad),
  };
  return { ...spec, sensing: { ...sensing, view: straight } };
}

/** A radar where it was when it made a scan. */
export function radarAt(radar: RadarSensor, { platform }: RadarScan): RadarSensor {
  return platform === undefined ? radar : { ...radar, site: platform };
}

/** A theatre's scan as it would be had the air not bent it. */
export function straightScan(sensor: SensorSpec, scan: Scan): Scan {
  if (sensor.kind !== 'radar' || scan.kind !== 'radar-scan') return scan;
  const { refraction = { kind: 'none' } } = sensor;
  if (refraction.kind === 'none') return scan;
  const { height_m } = radarAt(sensor, scan).site;
  return { ...scan, plots: scan.plots.map((plot) => ({ ...plot, ...straightSight(refraction, height_m, plot) })) };
}

/** The spec of a theatre's radar, as its straight plots want it. Every look asks for it, and a radar seldom becomes another: worked out once for each. */
export function straightSpec(radar: RadarSensor): MeasurementSpec {
  let spec = specs.get(radar);
  if (spec === undefined) {
    spec = straightView(measurementSpecOf(radar));
    specs.set(radar, spec);
  }
  return spec;
}

const specs = new WeakMap<RadarSensor, MeasurementSpec>();
