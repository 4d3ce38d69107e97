import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CASE_FILE, isCaseFile } from '../adapters/case-file/case-file.ts';
import { inputText } from '../adapters/input-file/input-file.ts';
import { parseScenario } from '../adapters/scenario-yaml/scenario-yaml.ts';
import { filesBeside, hashingFiles } from '../adapters/scenario-yaml/tables.ts';
import type { Scenario } from '../sim/scenario.ts';
import { openCase } from './case-files.ts';
import { CommandError } from './exit.ts';
import { problemsError } from './scenario-problems.ts';
import { PACKAGE_FOLDER } from './version.ts';

/** Where the scenarios that come with the package stand, a folder each. */
const SCENARIOS = join(PACKAGE_FOLDER, 'scenarios');
const FILE = 'scenario.yaml';

/** A raid of thousands, written flight by flight, is a tenth of this. */
const MOST_BYTES = 10e6;

/** The file that an argument stands for: a file, a folder with a case.json or a scenario.yaml, or the name of a scenario that comes with the package. */
function scenarioFile(argument: string): string {
  if (existsSync(argument)) {
    const stat = statSync(argument);
    if (stat.isFile()) return ofReadableSize(argument, stat.size);
    if (stat.isFIFO()) return argument;
    if (!stat.isDirectory()) throw new CommandError('neither a file nor a folder', argument, 'name a scenario file, or the folder of one');
    for (const name of [CASE_FILE, FILE]) if (existsSync(join(argument, name))) return join(argument, name);
    throw new CommandError(`no ${FILE} and no ${CASE_FILE} in this folder`, argument, 'name a scenario or a case, or the folder of one');
  }
  const shipped = join(SCENARIOS, argument, FILE);
  if (/^[\w-]+$/.test(argument) && existsSync(shipped)) return shipped;
  throw new CommandError(
    `no such scenario: ${argument}`,
    'argument SCENARIO',
    `give a path to a scenario file, or one of: ${shippedScenarios().join(', ') || 'none comes with this copy'}`,
  );
}

function ofReadableSize(file: string, bytes: number): string {
  if (bytes <= MOST_BYTES) return file;
  throw new CommandError(`a scenario of ${Math.round(bytes / 1e6)} MB`, file, `give one of ${MOST_BYTES / 1e6} MB at the most`);
}

/** Names of the scenarios that come with the package. */
export function shippedScenarios(): readonly string[] {
  if (!existsSync(SCENARIOS)) return [];
  return readdirSync(SCENARIOS)
    .filter((name) => existsSync(join(SCENARIOS, name, FILE)))
    .toSorted();
}

/** Reads a scenario, or that of a case, or throws with every problem that was found, each with its line and remedy. `text` is all that it says: what its
 *  file holds, and the hash of each file that it names. */
export function readScenario(argument: string): { readonly scenario: Scenario; readonly file: string; readonly text: string } {
  const file = scenarioFile(argument);
  if (isCaseFile(file)) {
    const { scenario, text } = openCase(file);
    return { scenario, file, text };
  }
  const text = inputText(file);
  const { open, hashes } = hashingFiles(filesBeside(file));
  const read = parseScenario(text, file, open);
  if (read.kind === 'rejected') throw problemsError('scenario', file, read.problems);
  return { scenario: read.scenario, file, text: [text, ...hashes].join('\n') };
}
