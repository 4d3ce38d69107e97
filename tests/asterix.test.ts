import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { type AsterixRecord, blockReader } from '../src/adapters/asterix/blocks.ts';
import { CAT048_1_32 } from '../src/adapters/asterix/categories/048-1-32.ts';
import { CAT062_0_17 } from '../src/adapters/asterix/categories/062-0-17.ts';
import { encodeBlock, encodeRecord } from '../src/adapters/asterix/encode.ts';
import { type Items, itemsOf, type Said } from '../src/adapters/asterix/items.ts';
import { decodedLineSchema, decodeSummarySchema } from '../src/api/wire-decode.ts';
import { type Ended, tocsin, verb } from './support/cli.ts';
import { sharedPath, sharedText } from './support/shared.ts';

// A recording of a real radar, with what it says by the specification beside it; and `tocsin decode` on what is made here.

const folder = mkdtempSync(join(tmpdir(), 'tocsin-asterix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const decoded = async (...args: readonly string[]) => read(await verb(['decode', '--json', ...args]));

function read({ status, out, err }: Ended) {
  const lines = out
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const summary = lines.pop()?.['summary'];
  return { status, err, records: lines.map((line) => decodedLineSchema.parse(line).record), summary: decodeSummarySchema.parse(summary) };
}

/** Every value by its path: `040/RHO`. */
function flat(said: Said | Items, path = ''): Record<string, unknown> {
  if (typeof said !== 'object') return { [path]: said };
  return Object.fromEntries(Object.entries(said).flatMap(([name, value]) => Object.entries(flat(value, `${path}/${name}`))));
}

type Vectors = { readonly blocks: readonly { readonly hex: string; readonly records: readonly Items[] }[] };

test('a captured radar, field by field as the specification has it, and its octets again', (context) => {
  const { blocks } = JSON.parse(sharedText('data/asterix_vectors/cat_034_048.spec-decode.json', context)) as Vectors;
  const read = blockReader();
  let records = 0;
  for (const { hex, records: expected } of blocks) {
    const octets = Uint8Array.from(Buffer.from(hex, 'hex'));
    const found: Items[] = [];
    read(octets, {
      record: (record: AsterixRecord) => {
        const items = itemsOf(record.category, record.octets, record.values, 0, record.groups);
        found.push(items);
        expect(Buffer.from(encodeRecord(record.category, items)).toString('hex')).toBe(
          Buffer.from(record.octets.subarray(record.begin, record.end)).toString('hex'),
        );
      },
      problem: (problem) => expect(problem.message()).toBe('no problem'),
      unknown: (category) => expect(category).toBe('a known one'),
    });
    expect(found.map((items) => flat(items))).toEqual(expected.map((items) => flat(items)));
    records += found.length;
  }
  expect(records).toBe(162);
});

test('the capture as a whole: every datagram once and again on its second way', async (context) => {
  const { status, records, summary } = await decoded(sharedPath('data/asterix/sample_data/cat_034_048.pcap', context));
  expect(status).toBe(0);
  expect(summary).toEqual({
    records: 162,
    byCategory: { '034': 34, '048': 128 },
    refused: 0,
    reasons: [],
    unknown: {},
    copies: 50,
    capture: { packets: 100, datagrams: 100, others: 0, fragments: 0, cut: 0 },
    udp: null,
    givenUp: null,
  });
  expect(records.filter(({ isCopy }) => isCopy)).toHaveLength(81);
  expect(records[0]).toMatchObject({ arrived: '2016-05-05T07:35:56.508Z', category: 48, edition: '1.32' });
  expect(records.every(({ items }) => (items['020'] as { SIM?: number } | undefined)?.SIM !== 1)).toBe(true);
});

const PLOT = { '010': { SAC: 25, SIC: 201 }, '140': 27_354.5, '040': { RHO: 100, THETA: 45 } };
const file = (name: string, octets: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, octets);
  return path;
};

test('blocks of a file, plain and compressed, with one that is not whole among them', async () => {
  const good = encodeBlock(CAT048_1_32, [PLOT, PLOT]);
  const broken = Uint8Array.of(48, 0, 6, 0x10, 1, 2);
  const other = Uint8Array.of(21, 0, 4, 0);
  const octets = Buffer.concat([good, broken, other, good, good, good]);
  for (const path of [file('a.ast', octets), file('a.ast.gz', gzipSync(octets))]) {
    const { status, records, summary, err } = await decoded(path);
    expect(status).toBe(1);
    expect(err).toContain('category 048, 3 octets passed over at');
    expect(records.map(({ items }) => items)).toEqual(Array.from({ length: 8 }, () => PLOT));
    expect(records[2]?.offset).toBe(good.length + 6 + 4 + 3);
    expect(summary).toMatchObject({
      records: 8,
      refused: 1,
      reasons: [{ reason: 'cut-short', count: 1, octets: 3 }],
      unknown: { '021': 1 },
    });
  }
});

test('a centre of an old edition is given up with the advice to say which, and read when it is said', async () => {
  const tracks = Array.from({ length: 30 }, (_, k) => ({
    '010': { SAC: 1, SIC: 2 },
    '015': 4,
    '070': 43_200 + k,
    '040': { TRN: k },
    '105': { LAT: 47 + k / 64, LON: -8 },
    '060': { MODE3A: '0021' },
  }));
  const path = file('old.ast', Buffer.concat(tracks.map((track) => encodeBlock(CAT062_0_17, [track]))));
  const { status, summary, err } = await decoded(path);
  expect(status).toBe(2);
  expect(summary.records).toBeLessThan(3);
  expect(err).toContain('remedy: set the edition that the source sends: --edition 062=0.17');
  const said = await decoded('--edition', '062=0.17', path);
  expect([said.status, said.records.length]).toEqual([0, 30]);
  expect(said.records[3]?.items).toMatchObject({
    '105': { LAT: expect.closeTo(47 + 3 / 64, 4), LON: expect.closeTo(-8, 4) },
    '060': { MODE3A: '0021' },
  });
});

test.each([
  ['no file', ['nowhere.ast'], 'no such file'],
  ['a text', ['package.json'], 'is it ASTERIX?'],
  ['an edition that is not there', ['--edition', '062=3.0', 'package.json'], 'choose from 1.21, 0.17'],
  ['no edition', ['--edition', 'new', 'package.json'], 'write CATEGORY=EDITION'],
  ['nothing', [], 'name a file'],
])('%s ends with 2 and a remedy', async (_, args, remedy) => {
  const { status, err } = await verb(['decode', ...args]);
  expect(status).toBe(2);
  expect(err).toContain(remedy);
});

test('an empty file holds no record, and fields of a category are listed with their units', async () => {
  const { status, err } = await verb(['decode', file('empty.ast', new Uint8Array(0))]);
  expect([status, err]).toEqual([2, expect.stringContaining('there is no record in it')]);
  const { out } = await verb(['decode', '--fields', '48']);
  expect(out).toContain('040  measured position');
  expect(out).toMatch(/RHO +NM, steps of 0\.00390625/);
});

test('the made-up radar of the examples becomes its fourteen aircraft, and nothing else', async () => {
  const out = join(folder, 'tracks.csv');
  const {
    status,
    out: said,
    err,
  } = await verb(['track', '--plots', 'examples/air-radar.ast', '--sensor', 'examples/air-radar.yaml', '--out', out, '--json']);
  expect(status).toBe(0);
  const { summary } = JSON.parse(said.trim().split('\n').at(-1) ?? '') as { summary: Record<string, unknown> };
  expect(summary).toMatchObject({ format: 'asterix', tracks: 14 });
  // A transponder that stands, once a turn.
  expect(err).toContain('18 × 020: it is of a field monitor');
});

test('what comes as datagrams is decoded as a file is', async () => {
  const octets = readFileSync('examples/air-radar.ast');
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < octets.length; at += octets.readUInt16BE(at + 1))
    blocks.push(octets.subarray(at, at + octets.readUInt16BE(at + 1)));
  const port = await freePort();
  // It listens until somebody ends it.
  const hearing = tocsin(['decode', '--json', `udp://127.0.0.1:${port}`], (out) => (out.split('\n').length > 309 ? 'SIGINT' : undefined));
  while (await isFree(port)) await pause(50);
  const sender = createSocket('udp4');
  for (const block of blocks) {
    sender.send(block, port, '127.0.0.1');
    await pause(4);
  }
  sender.close();
  const { status, records, summary } = read(await hearing);
  expect(status).toBe(0);
  expect(records).toHaveLength(309);
  expect(summary).toMatchObject({ records: 309, capture: null, udp: { datagrams: blocks.length, octets: octets.length, letGo: 0 } });
});

test.each([
  [['track', '--plots', 'udp://localhost:8600', '--sensor', 'examples/air-radar.yaml', '--out', '-'], 'the address in numbers'],
  [['decode', 'udp://192.0.2.1:8600', '--for', '1'], 'this machine has no such address'],
  [['decode', 'examples/air-radar.ast', '--for', '1'], 'a file ends by itself'],
])('%j ends with 2 and a remedy', async (args, remedy) => {
  const { status, err } = await verb(args);
  expect(status).toBe(2);
  expect(err).toContain(remedy);
});

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

async function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  const [said] = await Promise.race([once(socket, 'listening').then(() => ['free']), once(socket, 'error')]);
  socket.close();
  return said === 'free';
}
