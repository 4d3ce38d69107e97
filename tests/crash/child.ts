import { readFileSync, writeSync } from 'node:fs';
import { renderExercise } from '../../src/adapters/cap/cap.ts';
import type { Channel } from '../../src/adapters/delivery/channel.ts';
import { directoryChannel } from '../../src/adapters/delivery/directory-channel.ts';
import { openSqliteJournal } from '../../src/adapters/journal-sqlite/journal-sqlite.ts';
import type { Journal } from '../../src/adapters/journal/journal.ts';
import { type Fold, PIPELINE } from '../../src/server/fold.ts';
import { openTheatreOn } from '../../src/server/theatre.ts';
import { STUB } from './stub-fold.ts';
import { batchesOf } from './tape.ts';

// The process that gets killed. It opens the theatre on its journal, takes the tape up where the journal ends, and says on the standard
// output what it has acknowledged and what it sends: child.js FOLD JOURNAL OUTBOX TAPE
const [, , foldName, journalPath, outbox, tapePath] = process.argv;

/** Snapshots are so frequent because the test is about them, too. */
const SNAPSHOT_EVERY = 60;

if (foldName === 'stub') run(STUB);
else run({ ...PIPELINE, stamp: () => 'crash-test' });

function run<State>(fold: Fold<State>): void {
  const journal = openSqliteJournal(journalPath);
  say('open');
  const theatre = openTheatreOn(fold, {
    journal,
    channels: [
      saying(
        directoryChannel({
          folder: outbox,
          journal: 'crash',
          line: 'exercise',
          ending: '.cap.xml',
          name: 'sirens',
          render: (message) => renderExercise(message, { sender: 'crash@test.invalid', journal: 'crash' }),
        }),
      ),
    ],
    snapshotEvery: SNAPSHOT_EVERY,
    onAlarm: (alarm) => say(`alarm ${JSON.stringify(alarm)}`),
  });
  let taken = takenFromTape(journal);
  for (const batch of batchesOf(readFileSync(tapePath, 'utf8'))) {
    if (taken <= 0) say(`ack ${theatre.acceptAll(batch).at(-1)?.seq}`);
    taken -= batch.length;
  }
  theatre.close();
  journal.close();
  say(`end ${theatre.digest}`);
}

/** A producer that was cut off asks the journal how far it had got; what the theatre wrote itself does not count. */
function takenFromTape(journal: Journal): number {
  let taken = 0;
  for (const { input } of journal.entries()) if (input.kind !== 'delivery' && input.kind !== 'set-aside') taken += 1;
  return taken;
}

function saying(channel: Channel<'exercise'>): Channel<'exercise'> {
  return {
    ...channel,
    send: (message) => {
      say(`send ${message.id}`);
      return channel.send(message);
    },
  };
}

/** Straight to the pipe: what was said before a kill has been said. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
