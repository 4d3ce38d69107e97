import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { port, speed, seedNumber } from './options.ts';
import type { Leave } from './exit.ts';
import { openOutput } from './output.ts';

/** The flight that shows most of the chain: an intercontinental missile on a lofted arc, seen by satellites and radars, with a warning
 *  that two people release and that ends an hour later. */
const SCENARIO = 'hs17-2022-11';
const SPEED = 60;

const HELP = `
Comes out: the timeline of the flight of 2022-11-18 as it happens, 60 times faster than it did; the address of the console, which shows
the same on a map, and where a second and a third person can sign; the folder where journal and messages are. It stays until Ctrl-C.

Examples:
  tocsin start
  tocsin start --speed 20
  tocsin start --once           ends after the timeline, with status 0`;

type Options = { readonly speed: number; readonly once?: boolean; readonly seed?: number; readonly port?: number; readonly json?: boolean };

/** `tocsin start`: what `npm start` runs. */
export function addStart(verb: Command, leave: Leave): void {
  verb
    .addOption(new Option('--speed <FACTOR>', 'times real time').argParser(speed).default(SPEED))
    .option('--once', 'end after the timeline')
    .addOption(new Option('--seed <N>', 'seed of all noise; by default the scenario’s own').argParser(seedNumber))
    .addOption(new Option('--port <N>', 'port of the console; by default 4780, or a free one').argParser(port))
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action(async ({ speed, once, seed, port, json }: Options) => {
      const output = openOutput(json === true);
      const folder = mkdtempSync(join(tmpdir(), 'tocsin-'));
      output.announce(`journal and messages: ${folder}`);
      const { conduct } = await import('./conduct.ts');
      leave(
        await conduct({
          scenario: SCENARIO,
          seed,
          speed,
          journal: join(folder, 'journal.db'),
          out: join(folder, 'messages'),
          output,
          console: { port, stay: once !== true },
        }),
      );
    });
}
