import type { RadarScan } from '../sense/scan.ts';
import { type Bounds, type Fault, isFields, numberFault, numbersFault, refuseFault, shown } from '../valid.ts';
import type { SensorBias } from './bias.ts';
import type { RegisterOptions } from './options.ts';
import type { ReportedPlot } from './reported-plot.ts';
import type { Target } from './target.ts';

/** What registration asks at its door. Each throws `RangeError` that names the field, its unit and the remedy. */

const UNITS = { range_m: 'm', azimuth_rad: 'rad', elevation_rad: 'rad', time_s: 's' } as const;
const KINDS = Object.keys(UNITS) as (keyof SensorBias)[];

const bounds = (low: number, unit: string, what: string): Bounds => ({ unit, range: [low, Number.MAX_VALUE], remedy: `give ${what}` });
const finite = (unit: string): Bounds => bounds(-Number.MAX_VALUE, unit, `a finite number${unit === '' ? '' : `, ${unit}`}`);
const positive = (unit: string): Bounds => bounds(Number.MIN_VALUE, unit, `one sigma above 0, ${unit}`);
const notNegative = (unit: string): Bounds => bounds(0, unit, `a number that is not negative, ${unit}`);

export function checkBias(place: string, bias: SensorBias, ask: (unit: string) => Bounds = finite): void {
  if (!isFields(bias)) missing(place, bias, 'range_m, azimuth_rad, elevation_rad and time_s');
  for (const kind of KINDS) refuseFault(numberFault(`${place}.${kind}`, bias[kind], ask(UNITS[kind])));
}

export function checkPrior(prior: SensorBias): void {
  checkBias('options.prior', prior, positive);
}

export function checkOptions(options: RegisterOptions): void {
  if (!isFields(options)) missing('options', options, 'prior, walk, matters and drift');
  const { prior, walk, matters, known, drift } = options;
  checkPrior(prior);
  checkBias('options.walk', walk, notNegative);
  checkBias('options.matters', matters, notNegative);
  if (known !== undefined) checkBias('options.known', known, notNegative);
  if (!isFields(drift)) missing('options.drift', drift, 'moves and span_s');
  refuseFault(numberFault('options.drift.moves', drift.moves, bounds(1, '', 'how often a sensor may move')));
  refuseFault(numberFault('options.drift.span_s', drift.span_s, positive('s')));
}

/** A time that spans are counted from; fractions of a µs do no harm here. */
export function checkTime(place: string, at_us: number): void {
  refuseFault(numberFault(place, at_us, { ...finite('µs'), remedy: 'give µs; microsFromIso reads a text' }));
}

export function checkTargets(targets: readonly Target[]): void {
  if (!Array.isArray(targets)) missing('targets', targets, 'a list of targets; targetOfPlots makes one');
  targets.forEach((target: Target, k) => {
    if (!isFields(target) || typeof target.rows !== 'function')
      missing(`targets[${k}]`, target, 'id, start, prior and rows; targetOfPlots makes one');
    const n = target.start?.length ?? 0;
    refuseFault(numbersFault(`targets[${k}].start`, target.start, n, 'the target’s state, m and m/s'));
    if (target.prior !== undefined) refuseFault(numbersFault(`targets[${k}].prior`, target.prior, n * n, 'covariance of start, row-major'));
  });
}

/** Mounts are 12 numbers each, plots are of one of them. */
export function checkSights(mounts: readonly Float64Array[], plots: readonly ReportedPlot[]): void {
  if (!Array.isArray(mounts)) missing('mounts', mounts, 'a list, one for each sensor; mountOf makes one');
  mounts.forEach((mount: Float64Array, k) =>
    refuseFault(numbersFault(`mounts[${k}]`, mount, 12, 'origin (m) and three unit axes, as mountOf gives them')),
  );
  if (!Array.isArray(plots)) missing('plots', plots, 'a list of plots');
  plots.forEach((plot: ReportedPlot, k) => refuseFault(plotFault(`plots[${k}]`, plot, mounts.length)));
}

function plotFault(place: string, plot: ReportedPlot, sensors: number): Fault | undefined {
  if (!isFields(plot))
    return { place, message: `${shown(plot)} is no plot`, remedy: 'give sensor, at_us, what was measured and its sigmas' };
  const { sensor, at_us, range_m, azimuth_rad, elevation_rad } = plot;
  if (!Number.isInteger(sensor) || sensor < 0 || sensor >= sensors)
    return {
      place: `${place}.sensor`,
      message: `${shown(sensor)} is no sensor of ${sensors}`,
      remedy: 'give the place of its mount in the list',
    };
  const measured = [
    numberFault(`${place}.at_us`, at_us, finite('µs')),
    range_m === undefined ? undefined : numberFault(`${place}.range_m`, range_m, finite('m')),
    azimuth_rad === undefined ? undefined : numberFault(`${place}.azimuth_rad`, azimuth_rad, finite('rad')),
    elevation_rad === undefined ? undefined : numberFault(`${place}.elevation_rad`, elevation_rad, finite('rad')),
    numberFault(`${place}.sigmaRange_m`, plot.sigmaRange_m, positive('m')),
    numberFault(`${place}.sigmaAzimuth_rad`, plot.sigmaAzimuth_rad, positive('rad')),
    numberFault(`${place}.sigmaElevation_rad`, plot.sigmaElevation_rad, positive('rad')),
  ];
  return measured.find((fault) => fault !== undefined);
}

export function checkScan(scan: RadarScan): void {
  if (!isFields(scan) || !Array.isArray(scan.plots)) missing('scan', scan, 'measuredAt_us and a list of plots');
  checkTime('scan.measuredAt_us', scan.measuredAt_us);
  scan.plots.forEach((plot, k) => {
    if (!isFields(plot)) missing(`scan.plots[${k}]`, plot, 'range_m, azimuth_rad and elevation_rad');
    for (const kind of ['range_m', 'azimuth_rad', 'elevation_rad'] as const)
      refuseFault(numberFault(`scan.plots[${k}].${kind}`, plot[kind], finite(UNITS[kind])));
  });
}

function missing(place: string, found: unknown, wanted: string): never {
  return refuseFault({
    place,
    message: found === undefined ? 'it is missing' : `${shown(found)} will not do`,
    remedy: `give ${wanted}`,
  }) as never;
}
