import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { failure, RADAR, readText } from '../../../tests/support/plots.ts';
import { jsonTexts, nameTwice, parsedJson } from './json-texts.ts';
import { linesOf } from './lines.ts';
import { type PlotFormat, readPlots } from './read-plots.ts';
import { createReporter } from './report.ts';

const CSV = 'scan,t,el,az,range\n0,0,0.1,0.1,1000\n';
const JSON_LINE = '{"scan":0,"t_s":0,"range_m":1000,"azimuth_rad":0.1,"elevation_rad":0.1}\n';
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'));

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function formatOf(text: string): Promise<PlotFormat | undefined> {
  const reading = readPlots(inPieces(new TextEncoder().encode(text), 3), 'plots', { sensors: [RADAR] });
  try {
    for await (const _ of reading.scans);
  } catch {
    // What it was taken for stands in the report.
  }
  return reading.report.format;
}

test.each([
  [CSV, 'csv'],
  [`\ufeff\n ${CSV}`, 'csv'],
  ['SEP=,\nscan,t,el,az,range\n', 'csv'],
  ['a,b\n', 'csv'],
  ['t=,b\n', 'csv'],
  ['META,DATA\n', 'csv'],
  [JSON_LINE, 'ndjson'],
  [` \n\t[${JSON_LINE}]`, 'ndjson'],
  ['\ufeff{}', 'ndjson'],
  ['<tdm/>', 'tdm-xml'],
  ['\ufeff\r\n<?xml version="1.0"?><tdm/>', 'tdm-xml'],
  ['CCSDS_TDM_VERS = 2.0\n', 'tdm-kvn'],
  ['CCSDS_TDM_VERS=2.0\n', 'tdm-kvn'],
  ['COMMENT one\nCOMMENT\nORIGINATOR = ME\n', 'tdm-kvn'],
  ['META_START\n', 'tdm-kvn'],
  ['DATA_STOP\n', 'tdm-kvn'],
] as const)('%j is taken for %s', async (text, format) => {
  expect(await formatOf(text)).toBe(format);
});

test.each([
  [
    'CCSDS_OEM_VERS = 2.0\n',
    'plots:1 CCSDS_OEM_VERS: this is another message of the CCSDS, no tracking data message; give one that begins with CCSDS_TDM_VERS',
  ],
  [
    'Ccsds_Tdm_Vers=2.0\n',
    'plots:1 CCSDS_TDM_VERS: keywords of a tracking data message are written in capitals; write them so, as in CCSDS_TDM_VERS = 2.0',
  ],
  [utf16(`\ufeff${CSV}`), 'plots: the text is UTF-16; save it as UTF-8'],
  [new Uint8Array(Buffer.from(utf16(`\ufeff${CSV}`)).swap16()), 'plots: the text is UTF-16; save it as UTF-8'],
  [utf16(CSV), 'plots: the text is UTF-16; save it as UTF-8'],
  [new Uint8Array(Buffer.from(utf16(CSV)).swap16()), 'plots: the text is UTF-16; save it as UTF-8'],
  [Uint8Array.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x61), 'plots: the text is UTF-32 or no text; save it as UTF-8'],
  ['ab\0c', 'plots: this is no text; give CSV, NDJSON, a CCSDS tracking data message or ASTERIX, plain or as .gz'],
  [gzipSync(CSV).subarray(0, 30), 'the compressed file is damaged'],
  ['', 'plots: the file is empty; begin with a header: scan,t,el,az,range'],
] as const)('a file that is none is told what it is: %#', async (content, told) => {
  expect(await failure(content)).toContain(told);
});

test('messages in XML are read in UTF-16 with a mark and without', async () => {
  const xml = '<tdm version="2.0"><body></body></tdm>';
  for (const text of [xml, `\ufeff${xml}`]) {
    expect((await readText(utf16(text))).report).toMatchObject({ format: 'tdm-xml', plots: 0 });
    expect((await readText(new Uint8Array(Buffer.from(utf16(text)).swap16()))).report).toMatchObject({ format: 'tdm-xml', plots: 0 });
  }
});

test('a file is the same whether it is packed or not, and however it comes', async () => {
  const plain = await readText(CSV);
  expect(plain.scans).toHaveLength(1);
  for (const content of [CSV, gzipSync(CSV)])
    for (const piece of [1, 2, 3, 1 << 20]) expect((await readText(content, {}, piece)).scans).toEqual(plain.scans);
});

test('what is wrong with the way of the bytes is not said of the file', async () => {
  async function* broken(head: Uint8Array): AsyncGenerator<Uint8Array> {
    yield head;
    throw new Error('the disk is gone');
  }
  for (const head of [CSV, gzipSync(CSV).subarray(0, 20)]) {
    const bytes = typeof head === 'string' ? new TextEncoder().encode(head) : head;
    const { scans } = readPlots(broken(bytes), 'plots', { sensors: [RADAR] });
    await expect(scans[Symbol.asyncIterator]().next()).rejects.toThrow(/^the disk is gone$/);
  }
});

async function lines(text: string, piece: number, longest = 100): Promise<string[]> {
  const all: string[] = [];
  for await (const some of linesOf(inPieces(new TextEncoder().encode(text), piece), longest, createReporter('plots', false)))
    all.push(...some);
  return all;
}

test('lines are those of the text, wherever its bytes are parted, and the last needs no end', async () => {
  for (const piece of [1, 2, 100]) {
    expect(await lines('é\n\n漢', piece)).toEqual(['é', '', '漢']);
    expect(await lines('é\n', piece)).toEqual(['é']);
  }
  expect(await lines('', 1)).toEqual([]);
});

test('a line that has no end is refused by its number once it is longer than the longest', async () => {
  expect(await lines('a\nb\n12345', 1, 5)).toEqual(['a', 'b', '12345']);
  await expect(lines('a\nb\n123456', 1, 5)).rejects.toThrow('plots:3: the line is longer than 5 characters; break it up');
});

async function objects(text: string, longest = 1000): Promise<[string, number][]> {
  const all: [string, number][] = [];
  const chunks = inPieces(new TextEncoder().encode(text), 1);
  for await (const some of jsonTexts(chunks, longest, createReporter('plots', false)))
    for (const one of some) all.push([one.text, one.line]);
  return all;
}

test('in lines each stands for itself; a list or a document is parted into its outermost objects', async () => {
  expect(await objects('\ufeff {"a":1} \n\nnonsense\n{"b":{\n')).toEqual([
    [' {"a":1} ', 1],
    ['nonsense', 3],
    ['{"b":{', 4],
  ]);
  expect(await objects('[{"a":1}, {"b":{"c":2}}\n,{"d":"}\\"}"}]')).toEqual([
    ['{"a":1}', 1],
    ['{"b":{"c":2}}', 1],
    ['{"d":"}\\"}"}', 2],
  ]);
  expect(await objects('\n{\n"a": {},\n"b": "{"\n}} {"c":1}\n{"d"')).toEqual([
    ['{\n"a": {},\n"b": "{"\n}', 2],
    ['{"c":1}', 5],
    ['{"d"\n', 6],
  ]);
});

test('an object without an end is refused at its begin once it is longer than the longest', async () => {
  expect(await objects('[\n{"a":\n1}]', 6)).toEqual([['{"a":\n1}', 2]]);
  await expect(objects('[\n{"a":\n1}]', 5)).rejects.toThrow('plots:2: the object is longer than 5 characters; break it up');
});

test('a name that stands twice in one object is found, in whichever, and not what only looks so', () => {
  expect(nameTwice('{"a":1,"b":{"a":2},"a" :3}')).toBe('a');
  expect(nameTwice('{"a":{"x":1,"x":2}}')).toBe('x');
  expect(nameTwice('{"a\\"b":1,"c":2,"a\\"b":3}')).toBe('a\\"b');
  for (const text of [
    '{"a":{"a":1},"b":{"a":2}}',
    '[{"a":1},{"a":2}]',
    '{"a":"b","b":"a"}',
    '{"a":"{\\"b\\":1,\\"b\\":2}"}',
    '}"a":1,"a":2',
  ])
    expect(nameTwice(text)).toBeUndefined();
});

test('NaN is null where a value may stand', () => {
  expect(parsedJson('{"a":NaN,"b":[ -NaN ,NaN],"c":"NaN, :NaN"}')).toEqual({ a: null, b: [null, null], c: 'NaN, :NaN' });
  expect(parsedJson('{"a":"no"}')).toEqual({ a: 'no' });
  for (const text of ['{"a":NaNo}', 'NaN', '{NaN:1}', '{"a":', '{"a":Infinity}']) expect(parsedJson(text)).toBeUndefined();
});
