import { z } from 'zod';
import type { Person, Scenario } from '../../sim/scenario.ts';
import { checkedYaml, describeProblem, type Problem } from '../yaml-file/checked-yaml.ts';
import { scenarioOf } from './build.ts';
import { crossChecks } from './cross-checks.ts';
import { scenarioSchema } from './schema.ts';
import { type OpenFile, tableReader } from './tables.ts';

export { describeProblem, type Problem };

export type ScenarioFile =
  | { readonly kind: 'scenario'; readonly scenario: Scenario }
  | { readonly kind: 'rejected'; readonly problems: readonly Problem[] };

/** Reads a scenario from YAML 1.2 text. Either the whole file is right or nothing of it is used; all problems are listed, in order.
 *  `file` is only a name for the messages; `open` reads the tables that the text names; `staff` is on duty where it names nobody. */
export function parseScenario(text: string, file: string, open: OpenFile = noFiles, staff: readonly Person[] = []): ScenarioFile {
  const { findings, tables } = tableReader(open);
  const checked = checkedYaml(text, file, scenarioSchema, (document) => [...crossChecks(document), ...findings(document)]);
  return checked.kind === 'rejected' ? checked : { kind: 'scenario', scenario: scenarioOf(checked.value, tables, staff) };
}

/** The form as JSON Schema, from what reads it: for editors and for other programs. */
export function scenarioJsonSchema(): object {
  return { title: 'tocsin scenario', ...z.toJSONSchema(scenarioSchema, { io: 'input', reused: 'ref' }) };
}

function noFiles(): never {
  throw new Error('no other files can be read from here');
}
