import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { datagramsOfReports, RECORDS_IN_DATAGRAM } from './asterix-reports.ts';
import { processor_s } from './processor.ts';
import { type AsterixRecord, blockReader, type BlockSink, type Wanted } from '../src/adapters/asterix/blocks.ts';
import { CATEGORIES } from '../src/adapters/asterix/categories/index.ts';
import { encodeRecord } from '../src/adapters/asterix/encode.ts';
import { itemsOf } from '../src/adapters/asterix/items.ts';

const RECORDS = 30_000;
const ROUNDS = 7;
/** So often the records stand in the capture that programs read. */
const TIMES = 4;
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** What decoding ASTERIX costs, in processor time, the least of several rounds: all fields, and what plots are made of, of target reports as a radar of mode S sends them (48
 *  octets each); whole programs on the same capture, `tshark` beside `tocsin decode` where it is installed; and what becomes of `--blocks` blocks of which octets were changed, cut or made up. */
export function asterixBench(blocks: number): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  try {
    const datagrams = datagramsOfReports(RECORDS / RECORDS_IN_DATAGRAM);
    const octets = Uint8Array.from(Buffer.concat(datagrams));
    const line = (name: string, wanted: Wanted): string => {
      const seconds = leastOf(() => decodeAll(octets, wanted));
      return `${name.padEnd(28)} ${(RECORDS / seconds / 1e6).toFixed(2).padStart(6)} million records a second`;
    };
    return [
      `Target reports of category 048, ${(octets.length / RECORDS).toFixed(0)} octets each, processor time, least of ${ROUNDS} rounds`,
      line('all fields', 'all'),
      line('plots alone', 'plots'),
      ...programs(datagrams, folder),
      '',
      ...hardship(octets, blocks),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Something is done with each record, so that nothing is left out: a sum that does not matter. */
let sum = 0;

function decodeAll(octets: Uint8Array, wanted: Wanted): void {
  blockReader(new Map(), wanted)(octets, {
    record: ({ values }) => {
      sum += values[2] ?? 0;
    },
    problem: (problem) => {
      throw new Error(problem.message());
    },
    unknown: () => undefined,
  });
}

function leastOf(work: () => void): number {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = processor_s();
    work();
    least = Math.min(least, processor_s() - before);
  }
  return least;
}

function programs(datagrams: readonly Uint8Array[], folder: string): string[] {
  const file = join(folder, 'radar.pcap');
  // Long enough that what a program takes to start does not matter much.
  writeFileSync(file, capture(Array.from({ length: TIMES }, () => datagrams).flat()));
  const rate = (seconds: number): string =>
    `${((TIMES * RECORDS) / seconds / 1e3).toFixed(1).padStart(6)} thousand records a second, start and all`;
  const here = childSeconds(process.execPath, [MAIN, 'decode', '--json', file]);
  const text = childSeconds(process.execPath, [MAIN, 'decode', file]);
  const other = childSeconds('tshark', ['-r', file, '-d', 'udp.port==8600,asterix', '-V']);
  return [
    here === undefined ? 'tocsin decode: not built' : `${'tocsin decode --json'.padEnd(28)} ${rate(here)}`,
    ...(text === undefined ? [] : [`${'tocsin decode'.padEnd(28)} ${rate(text)}`]),
    other === undefined ? 'tshark is not installed' : `${'tshark -V'.padEnd(28)} ${rate(other)}`,
  ];
}

/** Processor time of a program whose output nobody reads. */
function childSeconds(command: string, args: readonly string[]): number | undefined {
  // The shell says what its children took, after its own.
  const { status, stdout } = spawnSync('sh', ['-c', '"$0" "$@" > /dev/null 2>&1 && times', command, ...args], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const [, ofChildren = ''] = stdout.trim().split('\n');
  return [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (seconds, [, minutes, rest]) => seconds + 60 * Number(minutes) + Number(rest),
    0,
  );
}

/** Datagrams over IP, one after the other, as a recorder keeps them. */
function capture(datagrams: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(101, 20);
  const packets = datagrams.map((payload, k) => {
    const packet = Buffer.alloc(16 + 28);
    packet.writeUInt32LE(1_700_000_000 + Math.floor(k / 100), 0);
    packet.writeUInt32LE((k % 100) * 10_000, 4);
    packet.writeUInt32LE(28 + payload.length, 8);
    packet.writeUInt32LE(28 + payload.length, 12);
    packet.set([0x45, 0], 16);
    packet.writeUInt16BE(28 + payload.length, 18);
    packet.set([64, 17, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1], 24);
    packet.writeUInt16BE(40_000, 36);
    packet.writeUInt16BE(8600, 38);
    packet.writeUInt16BE(8 + payload.length, 40);
    return Buffer.concat([packet, payload]);
  });
  return Buffer.concat([head, ...packets]);
}

/** Blocks whose octets are changed, cut short, joined or made up: each ends in records, refusals or unknown blocks that account for every octet of it; one in a thousand records is
 *  written again and must be the same octets; and memory does not grow. */
function hardship(octets: Uint8Array, blocks: number): string[] {
  const random = generator(48);
  const readers = CATEGORIES.map(({ category, edition }) => blockReader(new Map([[category, edition]])));
  const counts = { records: 0, refused: 0, unknown: 0, again: 0 };
  let accounted = 0;
  const sink: BlockSink = {
    record: (record) => {
      counts.records += 1;
      accounted += record.end - record.begin;
      if (counts.records % 1000 === 0) isSameAgain(record);
    },
    problem: (problem) => {
      counts.refused += 1;
      accounted += problem.octets;
    },
    unknown: (_, length) => {
      counts.unknown += 1;
      accounted += length - 3;
    },
  };
  const isSameAgain = (record: AsterixRecord): void => {
    const items = itemsOf(record.category, record.octets, record.values, 0, record.groups);
    const again = Buffer.from(encodeRecord(record.category, items));
    if (!again.equals(record.octets.subarray(record.begin, record.end)))
      throw new Error(`a record is not the same again: ${again.toString('hex')}`);
    counts.again += 1;
  };
  const before = processor_s();
  let early = 0;
  for (let k = 0; k < blocks; k += 1) {
    const block = mutated(octets, random);
    accounted = 0;
    const at = Math.floor(random() * readers.length);
    block[0] = CATEGORIES[at]?.category ?? 48;
    readers[at]?.(block, sink);
    if (accounted > block.length || accounted < block.length - 3 * (1 + block.length / 3))
      throw new Error(`octets are lost: ${accounted} of ${block.length}`);
    if (k === Math.floor(blocks / 10)) early = process.memoryUsage().rss;
  }
  const grown = (process.memoryUsage().rss - early) / 2 ** 20;
  return [
    `${blocks.toLocaleString('en')} blocks changed, cut or made up: ${counts.records.toLocaleString('en')} records, ${counts.refused.toLocaleString('en')} refusals, ${counts.unknown.toLocaleString('en')} unknown blocks`,
    `  ${counts.again.toLocaleString('en')} records written again and the same; ${(blocks / (processor_s() - before) / 1e6).toFixed(2)} million blocks a second; memory ${grown < 0 ? '−' : '+'}${Math.abs(grown).toFixed(0)} MB after the first tenth`,
  ];
}

function mutated(octets: Uint8Array, random: () => number): Uint8Array {
  const kind = random();
  const length = 4 + Math.floor(random() * (kind < 0.9 ? 250 : 2000));
  const from = Math.floor(random() * (octets.length - length));
  const block = octets.slice(from, from + length);
  if (kind < 0.5) for (let k = 3; k < length; k += 1) block[k] = Math.floor(random() * 256);
  else for (let k = 0; k < 4; k += 1) block[3 + Math.floor(random() * (length - 3))] = Math.floor(random() * 256);
  // Most say their own length; some lie.
  const says = random() < 0.95 ? length : Math.floor(random() * 65_536);
  block[1] = says >> 8;
  block[2] = says & 0xff;
  return block;
}

/** Numbers in [0, 1) from a seed.     Source  Numerical Recipes, section 7.1.4, "quick and dirty" */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
