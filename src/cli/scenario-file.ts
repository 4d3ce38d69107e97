import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describeProblem, parseScenario } from '../adapters/scenario-yaml/scenario-yaml.ts';
import { filesBeside } from '../adapters/scenario-yaml/tables.ts';
import type { Scenario } from '../sim/scenario.ts';
import { CommandError, EXIT } from './exit.ts';
import { PACKAGE_FOLDER } from './version.ts';

/** Where the scenarios that come with the package stand, a folder each. */
const SCENARIOS = join(PACKAGE_FOLDER, 'scenarios');
const FILE = 'scenario.yaml';

/** A raid of thousands, written flight by flight, is a tenth of this. */
const MOST_BYTES = 10e6;

/** More problems than this are not listed: who mends the first ones mends most of the others. */
const MOST_PROBLEMS = 20;

/** The file that an argument stands for: a file, a folder with a scenario.yaml, or the name of a scenario that comes with the package. */
function scenarioFile(argument: string): string {
  if (existsSync(argument)) {
    const stat = statSync(argument);
    if (stat.isFile()) return ofReadableSize(argument, stat.size);
    if (stat.isFIFO()) return argument;
    if (!stat.isDirectory()) throw new CommandError('neither a file nor a folder', argument, 'name a scenario file, or the folder of one');
    const inside = join(argument, FILE);
    if (existsSync(inside)) return inside;
    throw new CommandError(`no ${FILE} in this folder`, argument, 'name a scenario file, or the folder of one');
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

function shippedScenarios(): readonly string[] {
  if (!existsSync(SCENARIOS)) return [];
  return readdirSync(SCENARIOS)
    .filter((name) => existsSync(join(SCENARIOS, name, FILE)))
    .toSorted();
}

/** Reads a scenario, or throws with every problem that was found, each with its line and remedy. `text` is all that it says: what its file holds,
 *  and the hash of each table that it names. */
export function readScenario(argument: string): { readonly scenario: Scenario; readonly file: string; readonly text: string } {
  const file = scenarioFile(argument);
  const text = readFileSync(file, 'utf8');
  const open = filesBeside(file);
  const tables: string[] = [];
  const read = parseScenario(text, file, (name) => {
    const bytes = open(name);
    tables.push(`${name} ${createHash('sha256').update(bytes).digest('hex')}`);
    return bytes;
  });
  if (read.kind === 'scenario') return { scenario: read.scenario, file, text: [text, ...tables].join('\n') };
  const { problems } = read;
  const listed = problems.slice(0, MOST_PROBLEMS).map((problem) => `    ${describeProblem(problem)}`);
  const more = problems.length > MOST_PROBLEMS ? [`    and ${problems.length - MOST_PROBLEMS} more`] : [];
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new CommandError(
    `the scenario has ${count}`,
    [file, ...listed, ...more].join('\n'),
    'mend what the lines above name, then: tocsin validate FILE',
    EXIT.badInput,
  );
}
