import type { PlotSensor } from '../adapters/plots/by-sensor.ts';
import { measuredAt_us } from '../core/sense/corrections.ts';
import type { MeasurementSpec } from '../core/sense/measurement-spec.ts';
import { checkSensors } from '../core/plot-track/valid-sensors.ts';
import { CommandError } from './exit.ts';
import { readSensorSpec } from './sensor-spec-file.ts';

/** A file of plots; `whole` where all in it is of one sensor and does not say so. */
export type PlotFile = { readonly file: string; readonly whole?: string };

/** `NAME=FILE` where a sensor of a spec has this name, else the file. */
export function plotFile(given: string, specs: readonly MeasurementSpec[]): PlotFile {
  const at = given.indexOf('=');
  const name = given.slice(0, Math.max(0, at));
  return specs.some(({ id }) => id === name) ? { file: given.slice(at + 1), whole: name } : { file: given };
}

/** Reads the spec of each sensor; throws with the place and the remedy where they cannot work together. */
export function readSpecs(files: readonly string[]): MeasurementSpec[] {
  const specs = files.map(readSensorSpec);
  try {
    checkSensors(specs);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const [message, remedy] = error.message.split('; ', 2);
    throw new CommandError(message, files.join(', '), remedy);
  }
  return specs;
}

export function plotSensor(spec: MeasurementSpec): PlotSensor {
  const { id, scanPeriod_s, sensing } = spec;
  return { id, scanPeriod_s, measuresRange: sensing.kind === 'polar', delay_us: 0 - measuredAt_us(spec, 0) };
}

/** `5`, or of several sensors `2 to 10`. */
export function periodsOf(specs: readonly MeasurementSpec[]): string {
  const periods = specs.map(({ scanPeriod_s }) => scanPeriod_s);
  const [least, most] = [Math.min(...periods), Math.max(...periods)];
  return least === most ? String(least) : `${least} to ${most}`;
}
