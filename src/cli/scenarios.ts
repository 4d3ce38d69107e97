import type { Command } from 'commander';
import { sourcedWorld } from '../adapters/world-sources/world-sources.ts';
import type { RunSummary, ScenarioLine, ScenariosSummary } from '../api/wire-cli.ts';
import { foldWorld } from '../sim/fold-world.ts';
import type { Scenario } from '../sim/scenario.ts';
import { zeroOf } from '../sim/zero.ts';
import { openOutput } from './output.ts';
import { createRunSummary } from './run-summary.ts';
import { readScenario, shippedScenarios } from './scenario-file.ts';
import { cameTo } from './story.ts';
import { iso } from './words.ts';

const HELP = `
Comes out: of each scenario that comes with the package its name, date (UTC), title, what it really was, and what it shows. Its history, with
sources, is in README.md of its folder, and what a run says in timeline.txt. --run runs them all, which takes a minute, and says how far each
went: a false alarm no farther than a notice, a true one to its release. Seconds count from the first ignition, or from its start.

Examples:
  tocsin scenarios
  tocsin scenarios --json
  tocsin scenarios --run
  tocsin run petrov-1983               one of them, as a timeline`;

/** `tocsin scenarios`: what comes with the package. */
export function addScenarios(verb: Command): void {
  verb
    .option('--run', 'run each, and say how far it went')
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action(({ json, run }: { readonly json?: boolean; readonly run?: boolean }) => {
      const output = openOutput(json === true);
      const listed = shippedScenarios()
        .map((name) => readScenario(name).scenario)
        .toSorted((a, b) => a.start_us - b.start_us);
      for (const scenario of listed) {
        const came = run === true ? ranTo(scenario) : undefined;
        const one: ScenarioLine = { ...lineOf(scenario), ...(came === undefined ? {} : { came }) };
        output.object(one);
        output.line(`${output.paint.strong(one.scenario.padEnd(20))}  ${one.date}  ${one.title}`);
        output.line(`  was    ${one.cause ?? 'not said'}`);
        output.line(`  shows  ${one.shows ?? 'not said'}`);
        if (came !== undefined) output.line(`  came   ${cameTo(came).join('; ')}`);
        output.line('');
      }
      output.object({ summary: { scenarios: listed.length } satisfies ScenariosSummary });
      output.line(`${listed.length} scenarios; \`tocsin run NAME\` runs one`);
    });
}

function lineOf({ id, title, start_us, about }: Scenario): ScenarioLine {
  return {
    kind: 'scenario',
    scenario: id,
    date: iso(start_us).slice(0, 10),
    title,
    cause: about?.cause ?? null,
    shows: about?.shows ?? null,
  };
}

/** How far a scenario goes, people included, without a journal and channels. */
export function ranTo(scenario: Scenario): RunSummary {
  const { id, seed } = scenario;
  const summary = createRunSummary(id, seed, zeroOf(scenario).zero_us);
  foldWorld(sourcedWorld(scenario, seed), summary.hear);
  return summary.result();
}
