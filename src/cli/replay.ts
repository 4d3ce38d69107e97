import type { Command } from 'commander';
import type { SqliteJournal } from '../adapters/journal-sqlite/journal-sqlite.ts';
import { toWire } from '../api/wire.ts';
import { type Check, createCheck, replay } from '../server/replay.ts';
import { EXIT, type Leave } from './exit.ts';
import { findingText } from './finding-words.ts';
import { readFacts } from './journal-facts.ts';
import { openForReading } from './journal-open.ts';
import { openOutput, type Output } from './output.ts';
import { progress } from './progress.ts';
import { createTimeline, renderHead, renderRow } from './timeline.ts';

const HELP = `
Comes out: the timeline that the journal gives, as the run gave it. With --verify only the verdict: whether the journal holds what was
written, and folding it again says the same, byte for byte, as was said then. tocsin audit looks at more: the file, and heads kept elsewhere.

Exit status: 1 when the journal is not what was written, or says something else.

Examples:
  tocsin replay hs17.db
  tocsin replay hs17.db --verify
  tocsin replay hs17.db --json | grep '"kind":"warning"'`;

/** `tocsin replay JOURNAL`: folds a journal again. */
export function addReplay(verb: Command, leave: Leave): void {
  verb
    .argument('<JOURNAL>', 'a journal that `tocsin run --journal` wrote')
    .option('--verify', 'compare what is said now with what was said then')
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action((file: string, { verify, json }: { readonly verify?: boolean; readonly json?: boolean }) => {
      const output = openOutput(json === true);
      const journal = openForReading(file);
      try {
        const check = verify === true ? count(journal, output) : tell(journal, output);
        for (const line of verdictLines(check, verify === true)) output.line(line);
        output.object({ summary: summaryOf(check, file) });
        if (check.findings.count > 0) leave(EXIT.checkFailed);
      } finally {
        journal.close();
      }
    });
}

function tell(journal: SqliteJournal, output: Output): Check {
  const facts = readFacts(journal);
  for (const line of renderHead(facts)) output.line(line);
  const timeline = createTimeline();
  const check = createCheck();
  for (const folded of replay(journal, check)) {
    if (folded.kind === 'broke') continue;
    for (const emission of folded.emissions) {
      output.object(toWire(emission));
      for (const row of timeline.hear(emission)) output.line(renderRow(row, facts.zero_us));
    }
  }
  for (const row of timeline.close()) output.line(renderRow(row, facts.zero_us));
  output.line('');
  return check;
}

function count(journal: SqliteJournal, output: Output): Check {
  const bar = progress('entries', journal.length, output.json);
  const check = createCheck();
  for (const _ of replay(journal, check)) bar.step();
  bar.stop();
  return check;
}

function summaryOf({ findings, entries, digest, unrecorded }: Check, journal: string) {
  const same = findings.count === 0;
  const first = findings.list.find((finding) => 'seq' in finding);
  return {
    journal,
    entries,
    digest: same ? digest : null,
    verified: same,
    unrecorded: same ? unrecorded : 0,
    differsAt: first === undefined || !('seq' in first) ? null : first.seq,
  };
}

function verdictLines({ findings, entries, digest, unrecorded }: Check, verify: boolean): string[] {
  if (findings.count > 0) return notVerified(findings);
  const newly = unrecorded > 0 ? `; the last ${unrecorded} had no digest written down yet` : '';
  return [`${verify ? 'same bytes: ' : ''}${entries} entries, digest ${digest}${newly}`];
}

/** How a verb tells that what it has just shown does not rest on what was written. */
export function notVerified({ list, count }: Check['findings']): string[] {
  const shown = 5;
  const more = count - Math.min(shown, list.length);
  return [
    `NOT VERIFIED: ${count === 1 ? 'a fault' : `${count} faults`} in this journal`,
    ...list.slice(0, shown).map((finding) => `  ${findingText(finding)}`),
    ...(more > 0 ? [`  … and ${more} more: tocsin audit names them`] : []),
  ];
}
