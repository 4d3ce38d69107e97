import { type Command, Option } from 'commander';
import { CATEGORIES } from '../adapters/asterix/categories/index.ts';
import { decodeAsterix, editionsFrom, tellFields } from './decode-asterix.ts';
import { decodeFile } from './decode-file.ts';
import { CommandError, type Leave } from './exit.ts';
import { listeningTo } from './listening.ts';
import { positiveNumber } from './options.ts';
import { openOutput } from './output.ts';

const HELP = `
FILE holds ASTERIX: data blocks one after the other, or datagrams of UDP in a capture (pcap or pcapng); or elements of objects in orbit (TLE, OMM in JSON, CSV, KVN or
XML); or messages of the CCSDS (OEM, OPM, OMM, TDM, in KVN or XML, also combined); plain or as .gz. Which, its first bytes say. - is the
standard input, udp://ADDRESS:PORT (udp://232.1.1.11:8600?interface=10.0.0.5 of a group) what comes as datagrams, until Ctrl-C or --for. Categories and editions of ASTERIX that are known:
${CATEGORIES.map(({ category, edition, name }) => `  ${String(category).padStart(3, '0')} ${edition.padEnd(6)} ${name}`).join('\n')}
Nothing in a block says of which edition it is: the first one of a category is meant unless --edition says another. A value that its field cannot have most
often means another edition; where half of the last 16 records make no sense the source is given up.

Comes out: a line for each record, its items by number and their fields in the units of the specification (--fields lists them). With --json an object a line
(tocsin schema decode), the summary last. Blocks of other categories, and datagrams that are a second copy within a hundredth of a second, are counted;
copies are shown too, and marked.

Exit status: 1 when some records could not be read, each of which is told; 2 when none could, or the source was given up.

Examples:
  tocsin decode radar.pcap
  tocsin decode --json radar.pcap | head -1
  tocsin decode --edition 062=0.17 centre.ast
  tocsin decode --fields 048
  tocsin decode active.tle.gz`;

type Options = { readonly json?: boolean; readonly edition: readonly string[]; readonly fields?: string; readonly for?: number };

/** `tocsin decode`: what is in a recording of a radar, or in a file of orbit elements or CCSDS messages, record by record. */
export function addDecode(verb: Command, leave: Leave): void {
  verb
    .argument('[FILE]', 'a file of ASTERIX or a capture of it; - is the standard input, udp://ADDRESS:PORT what comes as datagrams')
    .option(
      '--edition <CAT=EDITION>',
      'the edition that the source sends of a category; may be given again',
      (each, all: string[]) => [...all, each],
      [],
    )
    .option('--fields <CAT>', 'list the fields of a category with their units, and decode nothing')
    .addOption(
      new Option('--for <SECONDS>', 'of udp://ADDRESS:PORT, listen for so long; without it, until Ctrl-C').argParser(positiveNumber),
    )
    .option('--json', 'print JSON lines instead of text')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined, options: Options) => {
      const output = openOutput(options.json === true);
      if (options.fields !== undefined) {
        tellFields(options.fields, editionsFrom(options.edition), output);
        return;
      }
      if (file === undefined) throw new CommandError('there is nothing to decode', 'FILE', 'name a file, or - for the standard input');
      const listening = listeningTo([file], options.for);
      try {
        leave(
          listening === undefined
            ? await decodeFile(file, editionsFrom(options.edition), output)
            : await decodeAsterix({ name: file, listening }, editionsFrom(options.edition), output),
        );
      } finally {
        listening?.release();
      }
    });
}
