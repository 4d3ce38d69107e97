import type { Command } from 'commander';
import { afterActionReport } from '../adapters/after-action/after-action.ts';
import { createDebriefer } from '../adapters/after-action/debrief.ts';
import { readControls } from '../adapters/journal/control-log.ts';
import { readJournalId } from '../adapters/journal/journal-id.ts';
import { writeResult } from '../adapters/result-file/result-file.ts';
import { sourcedWorld } from '../adapters/world-sources/world-sources.ts';
import { createCheck, replay } from '../server/replay.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { factsOf } from './journal-facts.ts';
import { openForReading } from './journal-open.ts';
import { openOutput } from './output.ts';
import { refuseOverwriting } from './overwriting.ts';
import { readScenario } from './scenario-file.ts';
import { notVerified } from './replay.ts';
import { refuseOtherRun } from './simulate.ts';
import { createTimeline } from './timeline.ts';

const HELP = `
Comes out: the after-action report of an exercise as one file of HTML: who knew and signed what when, delays, refusals, injects, and whether
the area held, beside what the simulation really flew. It is made from the journal alone; what flew is made again from the scenario and the
journal's seed, and the scenario must be the one that was run.

Examples:
  tocsin after-action drill.db --out drill.html
  tocsin after-action drill.db --scenario my-drill.yaml --out drill.html`;

type Options = { readonly scenario?: string; readonly out: string };

/** `tocsin after-action JOURNAL`: who knew and signed what, when. */
export function addAfterAction(verb: Command, leave: Leave): void {
  verb
    .argument('<JOURNAL>', 'a journal that `tocsin serve --journal` or `tocsin run --journal` wrote')
    .option('--scenario <SCENARIO>', 'the scenario that was run; by default the one that comes with Tocsin under the journal’s name')
    .requiredOption('--out <FILE>', 'the report, HTML')
    .addHelpText('after', HELP)
    .action((file: string, { scenario: argument, out }: Options) => {
      const output = openOutput(false);
      refuseOverwriting([file, argument], [out]);
      const journal = openForReading(file);
      try {
        const facts = factsOf(journal);
        if (facts === undefined)
          throw new CommandError('no simulation wrote this journal', file, 'give one that tocsin serve --journal wrote');
        const { scenario, text } = readScenario(argument ?? facts.scenario);
        refuseOtherRun(journal, text, facts.seed, 'give the scenario that was run, as it was then, with --scenario');
        const debriefer = createDebriefer(createTimeline().hear);
        const check = createCheck();
        for (const folded of replay(journal, check)) {
          if (folded.kind === 'folded') for (const emission of folded.emissions) debriefer.hear(emission, folded.entry.seq);
          debriefer.hearEntry(folded.entry);
        }
        const { title, line, seed, zero_us, zeroIs } = facts;
        const names = { title, line, journal: readJournalId(journal), seed, zero_us, zeroIs };
        const { truth } = sourcedWorld(scenario, seed);
        writeResult(out, afterActionReport(debriefer.result(truth), readControls(journal), names));
        output.line(`after-action report: ${out}`);
        if (check.findings.count === 0) return;
        for (const one of notVerified(check.findings)) output.remark(one);
        leave(EXIT.checkFailed);
      } finally {
        journal.close();
      }
    });
}
