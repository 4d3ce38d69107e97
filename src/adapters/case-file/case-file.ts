import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { seconds_us } from '../../core/time/scale.ts';
import type { Micros, Seconds } from '../../core/units.ts';
import { dutyStaff } from '../../sim/defaults.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { scenarioOf } from '../scenario-yaml/build.ts';
import { crossChecks } from '../scenario-yaml/cross-checks.ts';
import { parseScenario } from '../scenario-yaml/scenario-yaml.ts';
import type { ScenarioDocument } from '../scenario-yaml/schema.ts';
import { filesBeside, hashingFiles, type OpenFile, tableReader } from '../scenario-yaml/tables.ts';
import { checkedYaml, type Finding, type Problem } from '../yaml-file/checked-yaml.ts';
import { scenarioCase, type StatesCase, statesCase } from './case-schema.ts';
import { type Expectation, expectation } from './expectation.ts';
import { modified, wrongModifiers } from './modifiers.ts';

/** A case: a scenario, and what a good system would say of it under each of its seeds. */
export type Case = {
  readonly id: string;
  readonly scenario: Scenario;
  readonly expected: Expectation;
  readonly seeds: readonly number[];
  /** All that its files say: of tables their hashes. */
  readonly text: string;
};

export type CaseFile = { readonly kind: 'case'; readonly one: Case } | { readonly kind: 'rejected'; readonly problems: readonly Problem[] };

/** What a case is called that stands in a folder of its own. */
export const CASE_FILE = 'case.json';
const SCENARIO_ENDING = '.yaml';
const EXPECTED_ENDING = '.expected.json';

/** Longest file that is read as text. */
const MOST_BYTES = 10e6;

/** How long a case of tables goes on after its last body is down, when it does not say. */
const AFTER_LAST_S: Seconds = 120;

/** Whether a file's name says that it is one of a case; a scenario is one when what is expected of it lies beside it. */
export function isCaseFile(file: string): boolean {
  return basename(file) === CASE_FILE || file.endsWith(EXPECTED_ENDING);
}

/** The file with what is expected of a scenario. */
export function expectedBeside(scenario: string): string {
  return scenario.replace(/\.ya?ml$/, EXPECTED_ENDING);
}

/** Reads a case: its case.json, its scenario, or what is expected of that; each is found from the other. Throws what the file system throws. */
export function readCase(file: string): CaseFile {
  if (basename(file) === CASE_FILE) return readFolderCase(file);
  const scenario = file.endsWith(EXPECTED_ENDING) ? `${file.slice(0, -EXPECTED_ENDING.length)}${SCENARIO_ENDING}` : file;
  return readBesideCase(scenario, expectedBeside(scenario));
}

/** The forms as JSON Schema, from what reads them: a `case.json`, and what stands beside a scenario. */
export function caseJsonSchemas(): { readonly case: object; readonly expectation: object } {
  const options = { io: 'input', reused: 'ref' } as const;
  return {
    case: { title: 'tocsin case', ...z.toJSONSchema(z.union([statesCase, scenarioCase]), options) },
    expectation: { title: 'tocsin expectation', ...z.toJSONSchema(expectation, options) },
  };
}

/** A scenario with what is expected of it in a file beside it. */
function readBesideCase(file: string, expectedFile: string): CaseFile {
  const { text, hashes, read } = readScenarioText(file);
  const expectedText = textOf(expectedFile);
  const expected = checkedYaml(expectedText, expectedFile, expectation);
  if (read.kind === 'rejected') return read;
  if (expected.kind === 'rejected') return expected;
  const { scenario } = read;
  const seeds = expected.value.seeds ?? [scenario.seed];
  return { kind: 'case', one: { id: scenario.id, scenario, expected: expected.value, seeds, text: [text, ...hashes].join('\n') } };
}

function readFolderCase(file: string): CaseFile {
  const text = textOf(file);
  const { open, hashes } = hashingFiles(filesBeside(file));
  return namesBodies(text) ? readStatesCase(text, file, open, hashes) : readScenarioCase(text, file, open, hashes);
}

/** Which of the two shapes a text means to have. What cannot be read at all is told by whoever reads it. */
function namesBodies(text: string): boolean {
  return /^\s*"?bodies"?\s*:/m.test(text) || /"bodies"\s*:/.test(text);
}

/** Bodies by tables of their states. */
function readStatesCase(text: string, file: string, open: OpenFile, hashes: readonly string[]): CaseFile {
  const { findings, tables } = tableReader(open);
  const checked = checkedYaml(text, file, statesCase, (one) => {
    const document = documentOf(one);
    return [...crossChecks(document), ...findings(document)].map(inCaseWords);
  });
  if (checked.kind === 'rejected') return checked;
  const { id, seeds, expected, start, end } = checked.value;
  const last_s = Math.max(...[...tables.values()].map(({ time_s }) => time_s[time_s.length - 1]));
  const scenario = {
    ...scenarioOf(documentOf(checked.value), tables, dutyStaff()),
    end_us: end ?? start + seconds_us(last_s + AFTER_LAST_S),
  };
  return { kind: 'case', one: { id, scenario, expected, seeds, text: [text, ...hashes].join('\n') } };
}

/** The scenario that such a case is. The truth that is expected says when the first body was launched, where it was. */
function documentOf(one: StatesCase): ScenarioDocument {
  const { id, title, start, end, region, sensors, bodies, seeds, expected } = one;
  const flights = bodies.map(({ file }, k) => ({ kind: 'states' as const, id: `body-${k + 1}`, file, ...launchOf(expected) }));
  const announcements = one.notices.map(announcementOf);
  return {
    id,
    title,
    theatre: 'cases',
    line: 'exercise',
    start,
    end,
    seed: seeds[0],
    region,
    sensors,
    flights,
    disturbances: [],
    announcements,
  };
}

function announcementOf({ what, site, azimuth_deg: [from, to], window, impact }: StatesCase['notices'][number], k: number) {
  const at = ({ lat, lon }: { readonly lat: number; readonly lon: number }) => ({ latitude_deg: lat, longitude_deg: lon });
  const area = impact === undefined ? {} : { impact: { ...at(impact), radius_km: impact.radius_km } };
  return { id: `announcement-${k + 1}`, what, site: at(site), azimuth_deg: { from, to }, window, ...area, dropZones: [] };
}

function launchOf({ launch, objects = [] }: Expectation): { readonly launch?: Micros } {
  const times = [...(launch === null ? [] : [launch]), ...objects.map((one) => one.launch)].map(({ time_us }) => time_us);
  return times.length === 0 ? {} : { launch: Math.min(...times) };
}

/** What a case calls the lists of the scenario that is made of it. */
const CASE_WORDS: Readonly<Record<string, string>> = { flights: 'bodies', announcements: 'notices' };

function inCaseWords(finding: Finding): Finding {
  const [list, ...rest] = finding.path;
  return { ...finding, path: [CASE_WORDS[list] ?? list, ...rest] };
}

/** A scenario in a file of its own, with what is wrong with its sensors. */
function readScenarioCase(text: string, file: string, open: OpenFile, hashes: readonly string[]): CaseFile {
  let problems: readonly Problem[] = [];
  let tables: readonly string[] = [];
  let scenario: Scenario | undefined;
  const checked = checkedYaml(text, file, scenarioCase, ({ scenario: named, modifiers }) => {
    let scenarioText: string;
    try {
      scenarioText = Buffer.from(open(named)).toString('utf8');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [{ path: ['scenario'], message, remedy: 'give the path of a scenario, relative to this file' }];
    }
    const beside = hashingFiles(filesBeside(resolve(dirname(file), named)));
    const read = parseScenario(scenarioText, named, beside.open, dutyStaff());
    tables = beside.hashes;
    if (read.kind === 'rejected') {
      ({ problems } = read);
      return [{ path: ['scenario'], message: `${named} is no scenario that can be run`, remedy: 'mend what is told of it' }];
    }
    scenario = modified(read.scenario, modifiers);
    return wrongModifiers(read.scenario, modifiers);
  });
  if (checked.kind === 'rejected' || scenario === undefined)
    return { kind: 'rejected', problems: [...(checked.kind === 'rejected' ? checked.problems : []), ...problems] };
  const { id, seeds, expected } = checked.value;
  return { kind: 'case', one: { id, scenario, expected, seeds, text: [text, ...hashes, ...tables].join('\n') } };
}

function readScenarioText(file: string) {
  const text = textOf(file);
  const { open, hashes } = hashingFiles(filesBeside(file));
  return { text, hashes, read: parseScenario(text, file, open, dutyStaff()) };
}

function textOf(file: string): string {
  const { size } = statSync(file);
  if (size > MOST_BYTES) throw new RangeError(`${file} is longer than ${MOST_BYTES} bytes`);
  return readFileSync(file, 'utf8');
}
