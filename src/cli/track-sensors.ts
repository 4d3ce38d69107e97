import { existsSync, statSync } from 'node:fs';
import type { PlotSensor } from '../adapters/plots/by-sensor.ts';
import { isUdp } from '../adapters/udp/udp-address.ts';
import { measuredAt_us } from '../core/sense/corrections.ts';
import type { MeasurementSpec } from '../core/sense/measurement-spec.ts';
import { checkSensors } from '../core/plot-track/valid-sensors.ts';
import { CommandError } from './exit.ts';
import { readSensorSpec } from './sensor-spec-file.ts';

/** A file of plots; `whole` where all in it is of one sensor and does not say so. */
export type PlotFile = { readonly file: string; readonly whole?: string };

/** `NAME=FILE` where a sensor of a spec has this name, else the file. Throws with the remedy where a name is meant that no spec has. */
export function plotFile(given: string, specs: readonly MeasurementSpec[]): PlotFile {
  const at = given.indexOf('=');
  const name = given.slice(0, Math.max(0, at));
  if (specs.some(({ id }) => id === name)) return { file: given.slice(at + 1), whole: name };
  // A path may have such a sign in it.
  if (name !== '' && !/[/\\]/.test(name) && !existsSync(given))
    throw new CommandError(
      `no spec is called "${name}"`,
      `--plots ${given}`,
      `name a sensor of a spec, one of ${specs.map(({ id }) => id).join(', ')}; or give the spec of "${name}" with --sensor`,
    );
  return { file: given };
}

/** Files of plots that are there and can be read, each of them once: plots that count twice are objects twice. Links are followed. */
export function checkPlotFiles(files: readonly PlotFile[]): void {
  const seen = new Map<string, string>();
  for (const { file } of files) {
    if (file === '-' || isUdp(file)) continue;
    const status = statSync(file, { bigint: true });
    if (status.isDirectory()) throw new CommandError('a folder stands where a file is needed', file, 'name a file');
    const identity = `${status.dev} ${status.ino}`;
    const before = seen.get(identity);
    if (before !== undefined)
      throw new CommandError(
        'one file of plots is given twice',
        before === file ? file : `${before}, ${file}`,
        'give each file once; a file with the plots of several sensors names them in its column or key "sensor"',
      );
    seen.set(identity, file);
  }
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
  const { id, scanPeriod_s, sensing, frame } = spec;
  return {
    id,
    scanPeriod_s,
    measuresRange: sensing.kind === 'polar',
    delay_us: 0 - measuredAt_us(spec, 0),
    ...(frame.kind === 'site' && { site: frame.site }),
  };
}

/** `5`, or of several sensors `2 to 10`. */
export function periodsOf(specs: readonly MeasurementSpec[]): string {
  const periods = specs.map(({ scanPeriod_s }) => scanPeriod_s);
  const [least, most] = [Math.min(...periods), Math.max(...periods)];
  return least === most ? String(least) : `${least} to ${most}`;
}
