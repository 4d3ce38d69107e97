import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { createWorld } from '../sim/world.ts';
import { decodeFile, isDecodable } from './decode-file.ts';
import { CommandError, type Leave } from './exit.ts';
import { harmless, openOutput } from './output.ts';
import { readScenario } from './scenario-file.ts';
import { iso } from './words.ts';

const HELP = `
Comes out: what the scenario holds, or every problem with its line, its column and its remedy. The flights are flown too, so that
figures which no flight can have are found here and not in the run. Of a file that \`tocsin decode\` reads (ASTERIX, orbit elements, messages of the CCSDS): how much is in it, or
what of it cannot be read, each with its place and remedy.

Exit status: 1 when some of such a file cannot be read, 2 when nothing of it can, or a scenario cannot be run.

Examples:
  tocsin validate my-drill.yaml
  tocsin validate hs17-2022-11          a scenario that comes with the package
  tocsin validate radar.pcap            is it all ASTERIX that can be read?`;

/** `tocsin validate FILE`: is this a scenario that can be run? */
export function addValidate(verb: Command, leave: Leave): void {
  verb
    .argument('<FILE>', 'a scenario file, the folder of one, or the name of one that comes with the package; or a file that decode reads')
    .addHelpText('after', HELP)
    .action(async (argument: string) => {
      if (isFile(argument) && (await isDecodable(argument))) {
        leave(await decodeFile(argument, new Map(), openOutput(false), false));
        return;
      }
      const { scenario, file } = readScenario(argument);
      const world = flyable(() => createWorld(scenario), file);
      const { sensors, flights, disturbances, people } = scenario;
      process.stdout.write(
        harmless(
          [
            `${file}: a scenario that can be run`,
            `  ${scenario.title}`,
            `  ${scenario.line} line, ${iso(world.start_us)} to ${iso(world.end_us)}, seed ${scenario.seed}`,
            `  ${count(sensors, 'sensor')}, ${count(flights, 'flight')}, ${count(disturbances, 'disturbance')}, ${people.length} people`,
            '',
          ].join('\n'),
        ),
      );
    });
}

/** The world says which flight cannot be flown and why; here that becomes the file's fault. */
export function flyable<T>(make: () => T, file: string): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith('a scenario lasts'))
      throw new CommandError(error.message, file, 'set an earlier end, or a later start');
    if (error instanceof RangeError && error.message.startsWith('flight "'))
      throw new CommandError(error.message, file, 'give the flight figures that it can have: apogee, distance and class belong together');
    throw error;
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

function count(items: readonly unknown[], noun: string): string {
  return `${items.length} ${noun}${items.length === 1 ? '' : 's'}`;
}
