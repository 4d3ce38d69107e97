import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunSummary, runSummarySchema } from '../../src/api/wire-cli.ts';
import { conduct } from '../../src/cli/conduct.ts';
import { keptOutput } from '../../src/cli/output.ts';
import type { Emission } from '../../src/core/tell/emission.ts';

export const SCENARIOS = fileURLToPath(new URL('../../scenarios/', import.meta.url));

/** The recorded events, by the names of their folders. */
export function scenarioNames(): string[] {
  return readdirSync(SCENARIOS)
    .filter((name) => existsSync(join(SCENARIOS, name, 'scenario.yaml')))
    .toSorted();
}

/** What a run of a scenario told: to people, to programs, and to the receivers of its messages. */
export type Told = {
  readonly scenario: string;
  /** As people read it, without the digest, which is another after each change of a digit. */
  readonly timeline: string;
  readonly emissions: readonly Emission[];
  readonly summary: RunSummary;
  /** Files of the CAP messages. */
  readonly caps: readonly string[];
};

/** Runs a scenario through the whole chain in this process: sensors, signatures, journal, core, people, channels. It is told twice, as text
 *  and as JSON, by two outputs on the same run. Files go into the folder `out`. */
export async function runScenario(scenario: string, out: string): Promise<Told> {
  const text = keptOutput(false);
  const json = keptOutput(true);
  await conduct({ scenario, out, output: { ...text, json: true, line: text.line, object: json.object } });
  const objects = json.objects as (Emission | { readonly summary: unknown })[];
  const last = objects.at(-1);
  return {
    scenario,
    timeline: `${text.lines.filter((line) => !line.startsWith('digest ')).join('\n')}\n`,
    emissions: objects.filter((one) => 'kind' in one),
    summary: runSummarySchema.parse(last && 'summary' in last ? last.summary : undefined),
    caps: readdirSync(out)
      .filter((name) => name.endsWith('.cap.xml'))
      .map((name) => join(out, name)),
  };
}

/** What was said of one kind, in order. */
export function ofKind<K extends Emission['kind']>({ emissions }: Told, kind: K): Extract<Emission, { kind: K }>[] {
  return emissions.filter((one): one is Extract<Emission, { kind: K }> => one.kind === kind);
}
