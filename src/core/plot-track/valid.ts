import type { PolarPlot, SightPlot } from '../sense/corrections.ts';
import { checkSights, PLOT_SIGMAS } from '../sense/valid-plots.ts';
import { SPEC_RANGES } from '../sense/valid-spec.ts';
import type { SensorView } from '../track/look/sensor-view.ts';
import {
  type Bounds,
  choiceFault,
  describeFault,
  isFields,
  numberFault,
  numbersFault,
  refuseFault,
  shown,
  unknownFault,
} from '../valid.ts';
import { ASSOCIATORS, type MultiOptions, multiSettingsFault } from './settings.ts';

/** What the multi-object tracker asks at its door. Each throws `RangeError` that names the field, its unit and the remedy. */

const OPTIONS = Object.keys({ associator: 0, outsideView: 0, settings: 0, hypotheses: 0 } satisfies Record<keyof MultiOptions, 0>);

export function checkOptions(options: MultiOptions): void {
  if (!isFields(options))
    throw new RangeError(`options: ${shown(options)} are no options; leave them out, or give { associator, settings }`);
  refuseFault(unknownFault('options', options, OPTIONS));
  const { associator, outsideView, settings } = options;
  if (associator !== undefined) refuseFault(choiceFault('associator', associator, ASSOCIATORS));
  if (outsideView !== undefined) refuseFault(choiceFault('outsideView', outsideView, ['ends', 'coasts']));
  if (settings === undefined) return;
  if (!isFields(settings)) throw new RangeError(`settings: ${shown(settings)} are no settings; give { name: value }`);
  refuseFault(multiSettingsFault(settings));
}

const POSITIVE: Bounds = { unit: '', range: [Number.MIN_VALUE, Number.MAX_VALUE], remedy: 'give a finite number above 0' };
const NOT_NEGATIVE: Bounds = { unit: '', range: [0, Number.MAX_VALUE], remedy: 'give a finite number that is not negative' };
const ANY: Bounds = { unit: '', range: [-Number.MAX_VALUE, Number.MAX_VALUE], remedy: 'give a finite number' };

const OF_SENSOR: readonly (readonly [keyof SensorView, Bounds])[] = [
  ['azimuthOrigin_rad', ANY],
  ['sigmaAzimuth_rad', POSITIVE],
  ['sigmaElevation_rad', POSITIVE],
  ['detectionProbability', { unit: '', range: [Number.MIN_VALUE, 1], remedy: 'give a share of one, above 0' }],
  ['falsePlotsPerScan', NOT_NEGATIVE],
  ['priorVelocity_mps', POSITIVE],
];

/** A view that was made by hand; `sensorViewOf` makes one of a spec. */
export function checkSensor(sensor: SensorView): void {
  if (!isFields(sensor)) throw new RangeError(`sensor: ${shown(sensor)} is no view of a sensor; make one with sensorViewOf(spec)`);
  refuseFault(numbersFault('sensor.mount', sensor.mount, 12, 'origin (m) and three unit axes, as mountOf gives them'));
  for (const [key, bounds] of OF_SENSOR) refuseFault(numberFault(`sensor.${key}`, sensor[key], bounds));
  if (sensor.sigmaRange_m !== undefined) refuseFault(numberFault('sensor.sigmaRange_m', sensor.sigmaRange_m, POSITIVE));
  if (sensor.sigmaRangeRate_mps !== undefined) refuseFault(numberFault('sensor.sigmaRangeRate_mps', sensor.sigmaRangeRate_mps, POSITIVE));
  for (const [low, high] of [
    ['rangeMin_m', 'rangeMax_m'],
    ['azimuthMin_rad', 'azimuthMax_rad'],
    ['elevationMin_rad', 'elevationMax_rad'],
  ] as const)
    if (!(sensor.view?.[high] > sensor.view[low]))
      throw new RangeError(
        describeFault({
          place: `sensor.view.${high}`,
          message: `${shown(sensor.view[high])} is not beyond ${low}, ${shown(sensor.view[low])}`,
          remedy: 'let the view have a width',
        }),
      );
}

export function checkSource(source: number, sensors: number): void {
  if (!(Number.isInteger(source) && source >= 0 && source < sensors))
    throw new RangeError(
      `source: ${shown(source)} is none of the tracker’s ${sensors} sensors; give 0 to ${sensors - 1}, and make the tracker with their number`,
    );
}

/** Corrected plots may lie a little beyond what a sensor can say (its bias is out of them), so that only numbers are asked for, and a range. */
export function checkNumbers(plots: readonly PolarPlot[] | readonly SightPlot[], { sigmaRange_m }: SensorView): void {
  if (!Array.isArray(plots)) throw new RangeError(`plots: ${shown(plots)} is no list; give a list of plots, empty where nothing was seen`);
  if (sigmaRange_m === undefined) checkSights(plots);
  else for (let i = 0; i < plots.length; i++) if (!isNumeric(plots[i])) refusePlot(`plots[${i}]`, plots[i]);
}

function isNumeric(plot: PolarPlot): boolean {
  if (!isFields(plot)) return false;
  const { range_m, azimuth_rad, elevation_rad, rangeRate_mps = 0 } = plot;
  // With a text among them the sum is a text.
  return range_m > 0 && Number.isFinite(range_m + azimuth_rad + elevation_rad + rangeRate_mps) && hasSigmas(plot);
}

function hasSigmas({ sigmaRange_m = 1, sigmaAzimuth_rad = 1, sigmaElevation_rad = 1, sigmaRangeRate_mps = 1 }: PolarPlot): boolean {
  const isSigma = (sigma: number): boolean => sigma > 0 && Number.isFinite(sigma);
  return isSigma(sigmaRange_m) && isSigma(sigmaAzimuth_rad) && isSigma(sigmaElevation_rad) && isSigma(sigmaRangeRate_mps);
}

function refusePlot(place: string, plot: PolarPlot): void {
  if (!isFields(plot)) throw new RangeError(`${place}: ${shown(plot)} is no plot; give range_m, azimuth_rad and elevation_rad`);
  refuseFault(numberFault(`${place}.range_m`, plot.range_m, { ...POSITIVE, unit: 'm' }));
  refuseFault(numberFault(`${place}.azimuth_rad`, plot.azimuth_rad, { ...ANY, unit: 'rad' }));
  refuseFault(numberFault(`${place}.elevation_rad`, plot.elevation_rad, { ...ANY, unit: 'rad' }));
  if (plot.rangeRate_mps !== undefined) refuseFault(numberFault(`${place}.rangeRate_mps`, plot.rangeRate_mps, { ...ANY, unit: 'm/s' }));
  for (const key of PLOT_SIGMAS)
    if (plot[key] !== undefined) refuseFault(numberFault(`${place}.${key}`, plot[key], { ...POSITIVE, unit: SPEC_RANGES[key].unit }));
}
