import type { Command } from 'commander';
import { Option } from 'commander';
import { explainWarning, explanationLines, type NotExplained } from '../server/explain.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { openForReading } from './journal-open.ts';
import { wholeNumber } from './options.ts';
import { openOutput } from './output.ts';
import { notVerified } from './replay.ts';

const HELP = `
Comes out: the warning and what became of it; the assessment that it was drawn from; the event and its tracks; the detections that each
track used, with the numbers of the journal entries that hold them. Nothing in it is stored: it is worked out from the journal. The first line
says whether the journal is what was written; when it is not, what follows may be a forger's tale.

Exit status: 1 when the journal is not what was written.

Examples:
  tocsin run hs12-2017-08 --journal hs12.db && tocsin explain W1 --journal hs12.db
  tocsin explain W1 --journal hs12.db --revision 1 --all
  tocsin explain W1 --journal hs12.db --json | jq '.explanation.tracks[0].detections | length'`;

/** Detections shown of each track, the first and the last ones, unless all are asked for. */
const SHOWN = 20;

type Options = { readonly journal: string; readonly revision?: number; readonly all?: boolean; readonly json?: boolean };

/** `tocsin explain WARNING`: from a warning back to the journal entries it rests on. */
export function addExplain(verb: Command, leave: Leave): void {
  verb
    .argument('<WARNING>', 'the id of a warning, such as W1')
    .option('--journal <FILE>', 'the journal that it is in', 'journal.db')
    .addOption(new Option('--revision <N>', 'the warning as it stood at this revision; by default the last').argParser(wholeNumber(0)))
    .option('--all', `every detection; by default the first and last ${SHOWN / 2} of each track`)
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action((warning: string, { journal: file, revision, all, json }: Options) => {
      const output = openOutput(json === true);
      const journal = openForReading(file);
      try {
        const explanation = explainWarning(journal, warning, revision);
        if (explanation.kind !== 'explained' && explanation.check.findings.count > 0)
          for (const line of notVerified(explanation.check.findings)) output.remark(line);
        if (explanation.kind !== 'explained') throw notExplained(explanation, warning, file);
        const { findings } = explanation.check;
        for (const line of findings.count > 0
          ? notVerified(findings)
          : ['verified: the journal is what was written and says what was said'])
          output.line(line);
        for (const line of explanationLines(explanation, all === true ? Infinity : SHOWN)) output.line(line);
        const { check: _, ...told } = explanation;
        output.object({ explanation: { ...told, verified: findings.count === 0, findings: findings.list } });
        const detections = explanation.tracks.reduce((sum, track) => sum + track.detections.length, 0);
        output.object({
          summary: {
            warning,
            revision: explanation.warning.revision,
            state: explanation.warning.state,
            entry: explanation.seq,
            tracks: explanation.tracks.length,
            detections,
            verified: findings.count === 0,
          },
        });
        if (findings.count > 0) leave(EXIT.checkFailed);
      } finally {
        journal.close();
      }
    });
}

function notExplained(failure: NotExplained, warning: string, file: string): CommandError {
  switch (failure.kind) {
    case 'unknown-warning':
      return new CommandError(
        `no warning is called ${warning}`,
        file,
        failure.known.length > 0 ? `it has ${failure.known.join(', ')}` : 'it holds no warning at all: tocsin replay shows what it holds',
      );
    case 'unknown-revision':
      return new CommandError(`${warning} has no such revision`, '--revision', `it has ${failure.known.join(', ')}`);
    default:
      return failure satisfies never;
  }
}
