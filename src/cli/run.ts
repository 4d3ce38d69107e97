import type { Command } from 'commander';
import { Option } from 'commander';
import { speed, seedNumber } from './options.ts';
import type { Leave } from './exit.ts';
import { openOutput } from './output.ts';

const HELP = `
Comes out: the timeline, a line for what a person on duty would log (time after the first ignition, UTC, what, figures), then what it
came to. With --out DIR every message goes there too as CAP 1.2, and what the core said as GeoJSON and NDJSON.
With --journal FILE everything is written down durably before anything is sent; a run that was cut off goes on where it stopped when
the same command is given again.

Examples:
  tocsin run hs12-2017-08
  tocsin run my-drill.yaml --seed 7 --journal drill.db --out drill-messages
  tocsin run petrov-1983 --json | tail -1`;

type Options = {
  readonly seed?: number;
  readonly json?: boolean;
  readonly speed?: number;
  readonly journal?: string;
  readonly head?: string;
  readonly key?: string;
  readonly formerKey?: string;
  readonly out?: string;
};

/** `tocsin run SCENARIO`: the whole chain on a simulated world. */
export function addRun(verb: Command, leave: Leave): void {
  verb
    .argument('<SCENARIO>', 'a scenario file, the folder of one, or the name of one that comes with the package')
    .addOption(new Option('--seed <N>', 'seed of all noise; by default the scenario’s own').argParser(seedNumber))
    .option('--json', 'one JSON object a line, a summary last')
    .addOption(new Option('--speed <FACTOR>', 'times real time; by default as fast as it goes').argParser(speed))
    .option('--journal <FILE>', 'keep the journal in this file; by default in memory only')
    .option('--head <FILE>', 'add signed heads of the journal to this file too: best on another disk, or in other hands')
    .option('--key <FILE>', 'the Ed25519 key (PEM) that signs them; by default JOURNAL.key, made when it is not there')
    .option('--former-key <FILE>', 'the key that signed until now, where --key brings another: it signs for the new one')
    .option('--out <DIR>', 'write CAP, GeoJSON and NDJSON into this folder')
    .addHelpText('after', HELP)
    .action(async (scenario: string, { json, ...options }: Options) => {
      const { conduct } = await import('./conduct.ts');
      leave(await conduct({ scenario, ...options, output: openOutput(json === true) }));
    });
}
