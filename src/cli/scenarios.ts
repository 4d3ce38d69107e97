import type { Command } from 'commander';
import type { ScenarioLine, ScenariosSummary } from '../api/wire-cli.ts';
import { openOutput } from './output.ts';
import { readScenario, shippedScenarios } from './scenario-file.ts';
import { iso } from './words.ts';

const HELP = `
Comes out: of each scenario that comes with the package its name, date (UTC), title, what it really was, and what it shows. Its history, with
sources, is in README.md of its folder, and what a run says in timeline.txt.

Examples:
  tocsin scenarios
  tocsin scenarios --json
  tocsin run petrov-1983               one of them, as a timeline`;

/** `tocsin scenarios`: what comes with the package. */
export function addScenarios(program: Command): void {
  program
    .command('scenarios')
    .description('list the scenarios that come with the package: date, cause, and what each shows')
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action(({ json }: { readonly json?: boolean }) => {
      const output = openOutput(json === true);
      const listed = shippedScenarios()
        .map(lineOf)
        .toSorted((a, b) => (a.date < b.date ? -1 : 1));
      for (const one of listed) {
        output.object(one);
        output.line(`${output.paint.strong(one.scenario.padEnd(20))}  ${one.date}  ${one.title}`);
        output.line(`  was    ${one.cause ?? 'not said'}`);
        output.line(`  shows  ${one.shows ?? 'not said'}`);
        output.line('');
      }
      output.object({ summary: { scenarios: listed.length } satisfies ScenariosSummary });
      output.line(`${listed.length} scenarios; \`tocsin run NAME\` runs one`);
    });
}

function lineOf(name: string): ScenarioLine {
  const { id, title, start_us, about } = readScenario(name).scenario;
  return {
    kind: 'scenario',
    scenario: id,
    date: iso(start_us).slice(0, 10),
    title,
    cause: about?.cause ?? null,
    shows: about?.shows ?? null,
  };
}
