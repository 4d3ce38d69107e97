import type { Command } from 'commander';
import { toWire } from '../api/wire.ts';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal-sqlite.ts';
import { type Journal, JournalError } from '../adapters/journal/journal.ts';
import { NO_DIGEST, nextDigest } from '../server/digest.ts';
import { replay, type Verification, verifyJournal } from '../server/replay.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { readFacts } from './journal-facts.ts';
import { openOutput, type Output } from './output.ts';
import { progress } from './progress.ts';
import { createTimeline, renderHead, renderRow } from './timeline.ts';
import { existsSync } from 'node:fs';

const HELP = `
Comes out: the timeline that the journal gives, as the run gave it. With --verify only the verdict: whether folding the journal again
says the same, byte for byte, as was said when it was written.

Exit status: 1 when --verify finds a difference.

Examples:
  tocsin replay hs17.db
  tocsin replay hs17.db --verify
  tocsin replay hs17.db --json | grep '"kind":"warning"'`;

/** `tocsin replay JOURNAL`: folds a journal again. */
export function addReplay(program: Command, leave: Leave): void {
  program
    .command('replay')
    .description('fold a journal again: the same timeline; --verify compares every byte')
    .argument('<JOURNAL>', 'a journal that `tocsin run --journal` wrote')
    .option('--verify', 'compare what is said now with what was said then')
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action((file: string, options: { readonly verify?: boolean; readonly json?: boolean }) => {
      const output = openOutput(options.json === true);
      const journal = openForReading(file);
      try {
        if (options.verify === true) {
          if (!verify(journal, file, output)) leave(EXIT.checkFailed);
        } else tell(journal, file, output);
      } finally {
        journal.close();
      }
    });
}

/** Opens a journal that must exist, to read only. */
export function openForReading(file: string): Journal {
  if (!existsSync(file)) throw new CommandError('no such journal', file, 'check the path; tocsin run SCENARIO --journal FILE writes one');
  try {
    return openSqliteJournal(file, { readOnly: true });
  } catch (error) {
    if (error instanceof JournalError) throw new CommandError(error.message, file, 'give a journal that tocsin run --journal wrote');
    throw error;
  }
}

function tell(journal: Journal, file: string, output: Output): void {
  const facts = readFacts(journal);
  for (const line of renderHead(facts)) output.line(line);
  const timeline = createTimeline();
  let digest = NO_DIGEST;
  let entries = 0;
  for (const folded of replay(journal)) {
    const { seq } = folded.entry;
    if (folded.kind === 'broke')
      throw new CommandError(
        `the core breaks at entry ${seq}: ${folded.reason}`,
        file,
        'replay it with the version that wrote it',
        EXIT.internal,
      );
    digest = nextDigest(digest, seq, folded.emissions);
    entries += 1;
    for (const emission of folded.emissions) {
      output.object(toWire(emission));
      for (const row of timeline.hear(emission)) output.line(renderRow(row, facts.zero_us));
    }
  }
  for (const row of timeline.close()) output.line(renderRow(row, facts.zero_us));
  output.line(`\n${entries} entries, digest ${digest}`);
  output.object({ summary: { journal: file, entries, digest, verified: null, unrecorded: 0, differsAt: null } });
}

function verify(journal: Journal, file: string, output: Output): boolean {
  const bar = progress('entries', journal.length, output.json);
  const verdict = verifyJournal(journal, () => bar.step());
  bar.stop();
  output.line(verdictText(verdict));
  const same = verdict.kind === 'same';
  output.object({
    summary: {
      journal: file,
      entries: same ? verdict.entries : journal.length,
      digest: same ? verdict.digest : null,
      verified: same,
      unrecorded: same ? verdict.unrecorded : 0,
      differsAt: same ? null : verdict.seq,
    },
  });
  return same;
}

function verdictText(verdict: Verification): string {
  switch (verdict.kind) {
    case 'same': {
      const newly = verdict.unrecorded > 0 ? `; the last ${verdict.unrecorded} had no digest written down yet` : '';
      return `same bytes: ${verdict.entries} entries, digest ${verdict.digest}${newly}`;
    }
    case 'different':
      return `DIFFERENT from entry ${verdict.seq} on: recorded ${verdict.recorded}, now ${verdict.computed}`;
    case 'broke':
      return `BROKEN at entry ${verdict.seq}: ${verdict.reason}`;
    default:
      return verdict satisfies never;
  }
}
