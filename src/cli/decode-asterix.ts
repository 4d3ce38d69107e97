import {
  type Arrival,
  type AsterixCounts,
  type AsterixFeed,
  asterixFeed,
  AsterixSourceError,
  asterixReader,
  newCounts,
} from '../adapters/asterix/asterix-source.ts';
import { type AsterixRecord, type BlockProblem, type Editions, editionsOf } from '../adapters/asterix/blocks.ts';
import type { Category } from '../adapters/asterix/category.ts';
import { CATEGORIES } from '../adapters/asterix/categories/index.ts';
import { fieldsOfItem, type Items, itemsOf, type Said } from '../adapters/asterix/items.ts';
import { CaptureError } from '../adapters/packet-capture/packet-capture.ts';
import { openUdp, type UdpCounts } from '../adapters/udp/udp-source.ts';
import type { DecodedLine, DecodeSummary } from '../api/wire-decode.ts';
import { CommandError, EXIT, type ExitStatus } from './exit.ts';
import type { Listening } from './listening.ts';
import type { Output } from './output.ts';

/** Where records come from: octets of a file, or datagrams. */
export type AsterixSource =
  | { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly name: string; readonly listening: Listening };

/** Tells each record of a source of ASTERIX unless `shown` is false, and what became of all. Throws where the source was given up, or had no record. */
export async function decodeAsterix(source: AsterixSource, editions: Editions, output: Output, shown = true): Promise<ExitStatus> {
  const { name } = source;
  let arrival: Arrival = { at_s: Number.NaN, isCopy: false, begin: 0 };
  let told = 0;
  const counts = newCounts();
  let ended: CommandError | undefined;
  const lines: string[] = [];
  const objects: object[] = [];
  const tell = (): void => {
    output.manyLines(lines.splice(0));
    output.manyObjects(objects.splice(0));
  };
  const sink = {
    arrived(next: Arrival): boolean {
      arrival = next;
      return true;
    },
    record({ category, octets, begin, values, groups }: AsterixRecord): void {
      if (!shown) return;
      const items = itemsOf(category, octets, values, 0, groups);
      const arrived = Number.isNaN(arrival.at_s) ? null : new Date(1000 * arrival.at_s).toISOString();
      const { isCopy } = arrival;
      const line: DecodedLine = {
        record: { category: category.category, edition: category.edition, arrived, isCopy, offset: arrival.begin + begin, items },
      };
      if (output.json) objects.push(line);
      else lines.push(recordText(category, arrived, isCopy, items));
      if (objects.length + lines.length >= AT_ONCE) tell();
    },
    problem(problem: BlockProblem): void {
      told += 1;
      if (told <= MOST_TOLD) tell();
      if (told <= MOST_TOLD) output.remark(`${name}: ${problemText(problem, arrival.begin)}`);
    },
    unknown(): void {},
  };
  let udp: UdpCounts | undefined;
  try {
    if ('listening' in source) udp = await hear(name, source.listening, asterixFeed(editions, sink, counts), tell);
    else {
      const reader = asterixReader(editions, sink, counts);
      for await (const chunk of source.bytes) {
        reader.take(chunk);
        tell();
      }
      reader.end();
    }
  } catch (error) {
    if (error instanceof AsterixSourceError) ended = new CommandError(error.message, name, remedyOf(error.problem));
    else if (error instanceof CaptureError) ended = new CommandError(error.message, name, 'record it anew; what stands before is above');
    else throw error;
  }
  tell();
  if (told > MOST_TOLD) output.remark(`${name}: and ${told - MOST_TOLD} more such`);
  const summary = summaryOf(counts, udp, ended);
  output.object({ summary });
  output.line(summaryText(summary));
  if (ended !== undefined) throw ended;
  if (summary.records === 0)
    throw new CommandError(
      Object.keys(summary.unknown).length > 0 ? 'none of its blocks is of a category that is known here' : 'there is no record in it',
      name,
      'give ASTERIX: data blocks, or a capture of datagrams that hold them',
    );
  return told > 0 ? EXIT.checkFailed : EXIT.ok;
}

async function hear(address: string, { signal }: Listening, feed: AsterixFeed, tell: () => void): Promise<UdpCounts> {
  const source = openUdp(address);
  const close = (): void => source.close();
  if (signal.aborted) close();
  signal.addEventListener('abort', close, { once: true });
  for await (const batch of source.datagrams) {
    for (const { payload, at_s } of batch) feed.take(payload, at_s, 0);
    tell();
  }
  feed.end();
  return source.counts;
}

const MOST_TOLD = 20;
/** Records that are written at once. */
const AT_ONCE = 200;

/** Editions as they are given, `062=0.17`. */
export function editionsFrom(given: readonly string[]): Editions {
  const editions = new Map<number, string>();
  for (const text of given) {
    const [, category = '', edition = ''] = /^(\d{1,3})=(\S+)$/.exec(text) ?? [];
    if (category === '') throw new CommandError(`"${text}" names no edition`, '--edition', 'write CATEGORY=EDITION, as in 062=0.17');
    const known = editionsOf(Number(category));
    if (!known.includes(edition))
      throw new CommandError(
        known.length === 0 ? `category ${category} is not known here` : `edition ${edition} of category ${category} is not known here`,
        '--edition',
        known.length === 0 ? 'tocsin decode --help lists the categories' : `choose from ${known.join(', ')}`,
      );
    editions.set(Number(category), edition);
  }
  return editions;
}

function remedyOf({ category, kind }: BlockProblem): string {
  const others = editionsOf(category);
  if (kind === 'length')
    return 'is it ASTERIX? A file of data blocks begins with the category; what stands before each block must be taken off';
  const example = others[1] ?? others[0];
  return example === undefined
    ? 'is it ASTERIX?'
    : `set the edition that the source sends: --edition ${String(category).padStart(3, '0')}=${example}; known are ${others.join(', ')}`;
}

function problemText({ category, at, octets, message }: BlockProblem, begin: number): string {
  return `category ${String(category).padStart(3, '0')}, ${octets} octets passed over at ${begin + at}: ${message()}`;
}

function recordText(category: Category, at: string | null, isCopy: boolean, items: Items): string {
  const units = unitsOf(category);
  const said = category.uap.flatMap((item) => {
    const value = items[item?.id ?? ''];
    return item === undefined || value === undefined ? [] : [`${item.id} ${saidText(value, item.id, units)}`];
  });
  const head = [String(category.category).padStart(3, '0'), ...(at === null ? [] : [at]), ...(isCopy ? ['(copy)'] : [])];
  return [...head, said.join(' · ')].join('  ');
}

function saidText(said: Said, path: string, units: ReadonlyMap<string, string>): string {
  if (typeof said === 'string') return said.trim() === '' ? '""' : said.trimEnd();
  if (typeof said === 'number') return `${Number(said.toPrecision(7))}${units.get(path) ?? ''}`;
  if (isList(said)) return said.length === 0 ? '(none)' : said.map((each) => inner(each, path, units)).join(' ');
  return Object.entries(said)
    .map(([name, value]) => `${name} ${inner(value, `${path}/${name}`, units)}`)
    .join(' ');
}

function inner(said: Said, path: string, units: ReadonlyMap<string, string>): string {
  return typeof said === 'object' ? `(${saidText(said, path, units)})` : saidText(said, path, units);
}

const isList = (said: Said): said is readonly Said[] => Array.isArray(said);

/** Units by the path of a value: ` NM` of 040/RHO. */
function unitsOf(category: Category): ReadonlyMap<string, string> {
  const known = UNITS.get(category);
  if (known !== undefined) return known;
  const units = new Map<string, string>();
  for (const item of category.items)
    for (const { path, field } of fieldsOfItem(item))
      if (field.unit !== undefined && field.unit !== '1' && field.or === undefined)
        units.set([item.id, ...path.split(/[/.]/)].filter((word) => word !== '').join('/'), ` ${field.unit}`);
  UNITS.set(category, units);
  return units;
}

const UNITS = new WeakMap<Category, ReadonlyMap<string, string>>();

/** Lists the fields of a category, with their units. */
export function tellFields(asked: string, editions: Editions, output: Output): void {
  const number = Number(asked);
  const edition = editions.get(number) ?? editionsOf(number)[0];
  const category = CATEGORIES.find((each) => each.category === number && each.edition === edition);
  if (category === undefined)
    throw new CommandError(`category ${asked} is not known here`, '--fields', 'tocsin decode --help lists the categories');
  output.line(`category ${String(number).padStart(3, '0')} edition ${category.edition}: ${category.name}`);
  for (const item of category.items) {
    output.line(`${item.id}  ${item.name}`);
    for (const { path, field } of fieldsOfItem(item)) {
      const { kind, bits, lsb, unit, min, max } = field;
      output.object({
        field: { item: item.id, path, bits, kind, signed: field.signed, lsb, unit: unit ?? null, min: min ?? null, max: max ?? null },
      });
      output.line(
        `       ${path.padEnd(14)} ${kind === 'number' ? (unit === undefined ? 'code' : unit === '1' ? 'number' : `${unit}, steps of ${lsb}`) : kind}`,
      );
    }
  }
}

function summaryOf(counts: AsterixCounts, udp: UdpCounts | undefined, ended: CommandError | undefined): DecodeSummary {
  const byName = <V>(map: ReadonlyMap<number, V>): Record<string, V> =>
    Object.fromEntries([...map].sort(([a], [b]) => a - b).map(([category, count]) => [String(category).padStart(3, '0'), count]));
  return {
    records: counts.records,
    byCategory: byName(counts.byCategory),
    refused: [...counts.problems.values()].reduce((sum, { count }) => sum + count, 0),
    reasons: [...counts.problems].map(([reason, { count, octets }]) => ({ reason, count, octets })),
    unknown: byName(counts.unknown),
    copies: counts.copies,
    capture: counts.capture === undefined ? null : { ...counts.capture },
    udp: udp === undefined ? null : { ...udp },
    givenUp: ended === undefined ? null : ended.message,
  };
}

function summaryText({ records, byCategory, refused, reasons, unknown, copies, capture, udp }: DecodeSummary): string {
  const list = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([category, count]) => `${category}: ${count}`)
      .join(', ');
  return [
    `${records} record${records === 1 ? '' : 's'}${records > 0 ? ` (${list(byCategory)})` : ''}`,
    ...(refused > 0
      ? [`${refused} refused (${reasons.map(({ reason, count, octets }) => `${reason}: ${count}, ${octets} octets`).join('; ')})`]
      : []),
    ...(Object.keys(unknown).length > 0 ? [`blocks of other categories: ${list(unknown)}`] : []),
    ...(copies > 0 ? [`${copies} datagrams were second copies`] : []),
    ...(capture !== null && capture.others + capture.fragments + capture.cut > 0
      ? [`packets that are no whole datagram: ${capture.others} of other kinds, ${capture.fragments} parts, ${capture.cut} cut short`]
      : []),
    ...(udp !== null && udp.letGo + (udp.lost ?? 0) > 0
      ? [`datagrams lost: ${udp.letGo} because too many waited, ${udp.lost ?? 'an unknown number'} by the system`]
      : []),
  ].join(' · ');
}
