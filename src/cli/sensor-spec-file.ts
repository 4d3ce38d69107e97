import { inputText } from '../adapters/input-file/input-file.ts';
import { parseSensorSpec } from '../adapters/sensor-spec/sensor-spec.ts';
import { describeProblem } from '../adapters/yaml-file/checked-yaml.ts';
import type { MeasurementSpec } from '../core/sense/measurement-spec.ts';
import { CommandError } from './exit.ts';

/** More problems than this are not listed. */
const MOST_PROBLEMS = 20;

/** Reads the spec of a sensor, or throws with every problem that was found, each with its line and remedy. */
export function readSensorSpec(file: string): MeasurementSpec {
  const read = parseSensorSpec(inputText(file), file);
  if (read.kind === 'spec') return read.spec;
  const { problems } = read;
  const listed = problems.slice(0, MOST_PROBLEMS).map((problem) => `    ${describeProblem(problem)}`);
  const more = problems.length > MOST_PROBLEMS ? [`    and ${problems.length - MOST_PROBLEMS} more`] : [];
  throw new CommandError(
    `the sensor spec has ${problems.length === 1 ? 'one problem' : `${problems.length} problems`}`,
    [file, ...listed, ...more].join('\n'),
    'mend what the lines above name; docs/formats/sensor-spec.md and `tocsin schema sensor` say what a spec holds',
  );
}
