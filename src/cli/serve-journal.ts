import { readJournalId } from '../adapters/journal/journal-id.ts';
import { untilInterrupted } from './interrupt.ts';
import { readFacts } from './journal-facts.ts';
import { createConsoleView, openConsole } from './console-server.ts';
import { CommandError, EXIT } from './exit.ts';
import type { Output } from './output.ts';
import { createPace } from './pace.ts';
import { openForReading } from './journal-open.ts';
import { notVerified } from './replay.ts';
import { createCheck, replay } from '../server/replay.ts';
import { toWire } from '../api/wire.ts';
import { createTimeline, renderHead, renderRow } from './timeline.ts';

/** Serves the console on a journal that is replayed: to look at, with nothing to sign. */
export async function serveJournal(
  file: string,
  { speed, port, output }: { readonly speed: number; readonly port?: number; readonly output: Output },
): Promise<void> {
  const journal = openForReading(file);
  const interrupt = untilInterrupted();
  const first = journal.entry(0);
  if (!first || first.input.kind !== 'theatre')
    throw new CommandError('this journal does not begin with a theatre', file, 'give a journal that tocsin run --journal wrote');
  const head = readFacts(journal);
  const { theatre, line } = first.input;
  const view = createConsoleView({ mode: 'REPLAY', line, title: head.title, theatre, channels: [], journal: readJournalId(journal) });
  const timeline = createTimeline();
  const server = await openConsole({ view, port, act: () => 'this is a replay', journal: (fromSeq) => journal.entries(fromSeq), output });
  try {
    for (const text of renderHead(head)) output.line(text);
    const pace = createPace(first.at_us, speed, interrupt.signal);
    const check = createCheck();
    for (const folded of replay(journal, check)) {
      await pace.until(folded.entry.at_us);
      if (interrupt.signal.aborted) return;
      if (folded.kind === 'broke')
        throw new CommandError(
          `the core breaks at entry ${folded.entry.seq}: ${folded.reason}`,
          file,
          'replay it with the version that wrote it',
          EXIT.internal,
        );
      view.feed.hearEntry(folded.entry);
      for (const emission of folded.emissions) {
        view.hear(emission);
        output.object(toWire(emission));
        for (const row of timeline.hear(emission)) output.line(renderRow(row, head.zero_us));
      }
    }
    if (check.findings.count > 0) for (const text of notVerified(check.findings)) output.remark(text);
    view.feed.finish();
    await interrupt.happened;
  } finally {
    interrupt.release();
    await server.close();
    journal.close();
  }
}
