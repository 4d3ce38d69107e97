import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { Option } from 'commander';
import { desks, port, speed, seedNumber } from './options.ts';
import { CommandError, type Leave } from './exit.ts';
import { openOutput } from './output.ts';

const HELP = `
Comes out: the address of the console, and the timeline as it happens. A scenario is run, and people at the console can sign; a journal
is replayed, and can only be looked at. In a run the page has its time (pause, step, slower, faster, restart), injects, the desks, and
an after-action report; each control is written into the journal with who gave it, and what stood still when it was left is taken up
paused. Both stay until Ctrl-C. Only this machine can reach the console.

Examples:
  tocsin serve hs12-2017-08
  tocsin serve my-drill.yaml --speed 10 --journal drill.db --port 8080
  tocsin serve hs12-2017-08 --people none                 every desk is yours
  tocsin serve hs17.db --speed 300`;

type Options = {
  readonly speed?: number;
  readonly seed?: number;
  readonly port?: number;
  readonly journal?: string;
  readonly head?: string;
  readonly key?: string;
  readonly formerKey?: string;
  readonly out?: string;
  readonly people?: readonly string[];
  readonly json?: boolean;
};

/** A replay has nobody waiting for the next minute; a drill has. */
const REPLAY_SPEED = 60;
const DRILL_SPEED = 1;

/** `tocsin serve SCENARIO|JOURNAL`: the console on a drill, or on the record of one. */
export function addServe(verb: Command, leave: Leave): void {
  verb
    .argument('<SCENARIO|JOURNAL>', 'a scenario (file, folder or name), or a journal file')
    .addOption(
      new Option('--speed <FACTOR>', `times real time; by default ${DRILL_SPEED} for a scenario, ${REPLAY_SPEED} for a journal`).argParser(
        speed,
      ),
    )
    .addOption(new Option('--seed <N>', 'seed of all noise; by default the scenario’s own').argParser(seedNumber))
    .addOption(new Option('--port <N>', 'port of the console; by default 4780, or a free one').argParser(port))
    .option('--journal <FILE>', 'keep the journal in this file; by default in memory only')
    .option('--head <FILE>', 'add signed heads of the journal to this file too: best on another disk, or in other hands')
    .option('--key <FILE>', 'the Ed25519 key (PEM) that signs them; by default JOURNAL.key, made when it is not there')
    .option('--former-key <FILE>', 'the key that signed until now, where --key brings another: it signs for the new one')
    .addOption(
      new Option('--people <DESKS>', 'desks with simulated people: all, none, or names such as desk-1,desk-2; by default all').argParser(
        desks,
      ),
    )
    .option('--out <DIR>', 'write CAP, GeoJSON and NDJSON into this folder')
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action(async (what: string, { json, speed, port, people, ...options }: Options) => {
      const output = openOutput(json === true);
      if (isJournal(what)) {
        refuseForJournal({ people, ...options });
        const { serveJournal } = await import('./serve-journal.ts');
        await serveJournal(what, { speed: speed ?? REPLAY_SPEED, port, output });
        return;
      }
      const { conduct } = await import('./conduct.ts');
      leave(
        await conduct({ scenario: what, speed: speed ?? DRILL_SPEED, ...options, desks: people, output, console: { port, stay: true } }),
      );
    });
}

/** What is only of a run would be passed over in silence. */
function refuseForJournal(options: Omit<Options, 'json' | 'speed' | 'port'>): void {
  const given = Object.entries(options).find(([, value]) => value !== undefined);
  if (given === undefined) return;
  const flag = `--${given[0].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new CommandError(
    'a journal is only looked at',
    flag,
    'leave it out: a journal takes --speed, --port and --json; or give a scenario',
  );
}

/** SQLite files say what they are in their first bytes. */
function isJournal(path: string): boolean {
  if (!existsSync(path) || statSync(path).isDirectory()) return false;
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(15);
    return readSync(file, head, 0, head.length, 0) === head.length && head.toString('latin1') === 'SQLite format 3';
  } finally {
    closeSync(file);
  }
}
