import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { filesIn } from '../adapters/watched-folder/folder-files.ts';
import { openWatchRecord, type WatchRecord, WatchRecordError } from '../adapters/watch-record/watch-record.ts';
import { summaryText } from './detect-counts.ts';
import { CommandError } from './exit.ts';
import { createFrameReader } from './frame-reader.ts';
import { untilInterrupted } from './interrupt.ts';
import { positiveNumber } from './options.ts';
import { openOutput, type Output } from './output.ts';
import { createWatch, type Watch } from './watch-run.ts';

const HELP = `
DIR is a folder into which something else puts files of GOES-R imagers and lightning mappers, as tocsin detect reads them. They may be written in place or renamed
in, in any order, and twice. A file is read when it has not changed for a second and is as long as it says that it is; one that cannot be used is told, and the
others go on. Its folders are not looked into, and names that do not end in .nc are left alone. docs/watching.md says how to point it at an archive.

The bands of a look wait for each other: until all that came with the three looks before are there, and no look is missing before it, or for --wait seconds. What
comes later still is told as late, a band by itself as refused. Looks of one satellite and area are handled in order of time, up to that wait. One that is dated
ahead of this machine's clock is refused.

Comes out: the lines of tocsin detect as files are handled, a summary last (--json: the same objects, and after those of a look one that names its files; tocsin
schema watch). The same objects stand in the record, DIR.watch.ndjson beside the folder or where --record says: a file is marked as handled there together with what
was found in it. When the command is ended, or killed, and started again it goes on behind the last look in the record, with what the last
five minutes of looks showed, as far as their files are still there: what is there is there once.

Ctrl-C ends it with status 0. A disk that is full ends it with status 1, and nothing that was found before is lost.

Examples:
  tocsin watch frames/
  tocsin watch frames/ --once
  tocsin watch frames/ --json --record found.ndjson | grep '"fire"'
  tocsin watch /mnt/share/frames --poll 2 --wait 30`;

/** Seconds. */
const POLL_s = 5;
const WAIT_s = 15;
/** A whole disc in its finest band takes seconds. */
const READING_ms = 120_000;

type Options = { readonly once?: boolean; readonly poll: number; readonly wait: number; readonly record?: string; readonly json?: boolean };

/** `tocsin watch`: what `detect` finds, in a folder that fills. */
export function addWatch(verb: Command): void {
  verb
    .argument('<DIR>', 'the folder')
    .option('--once', 'handle what is there, wait for nothing, and end')
    .addOption(new Option('--poll <S>', 'list the folder at least every so many seconds').argParser(positiveNumber).default(POLL_s))
    .addOption(new Option('--wait <S>', 'wait so long for bands and for looks that are missing').argParser(positiveNumber).default(WAIT_s))
    .option('--record <FILE>', 'where all that is found stands; by default beside the folder')
    .option('--json', 'print JSON lines instead of text')
    .addHelpText('after', HELP)
    .action(async (folder: string, options: Options) => watchFolder(folder, options, openOutput(options.json === true)));
}

async function watchFolder(folder: string, { once = false, poll, wait, record: file }: Options, output: Output): Promise<void> {
  // That it is there, and may be listed, is said before anything is written.
  filesIn(folder);
  const path = file ?? `${resolve(folder)}.watch.ndjson`;
  const interrupt = untilInterrupted();
  const watch = createWatch({ folder, once, poll_s: poll, wait_s: wait }, output);
  const { record, before } = openRecord(path, watch);
  try {
    output.remark(`Record: ${path}; ${before} files were handled before`);
    const reader = createFrameReader(new URL('./watch-worker.js', import.meta.url), READING_ms);
    const summary = { ...(await watch.run(record, reader, interrupt.signal)), record: path };
    output.line(summaryText(summary, summary.launches));
    output.object({ summary });
  } finally {
    record.close();
    interrupt.release();
  }
}

function openRecord(path: string, watch: Watch): { readonly record: WatchRecord; readonly before: number } {
  let before = 0;
  try {
    const record = openWatchRecord(path, (handled) => {
      before += handled.files.length;
      watch.remember(handled);
    });
    return { record, before };
  } catch (error) {
    if (!(error instanceof WatchRecordError)) throw error;
    throw new CommandError(error.message, error.where, error.remedy);
  }
}
