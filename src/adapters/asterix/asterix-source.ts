import { type CaptureCounts, createCapture, isCapture } from '../packet-capture/packet-capture.ts';
import { type BlockProblem, type BlockSink, blockReader, type Editions, editionsOf, type Wanted } from './blocks.ts';

/** What of a source was taken and what was not: octets = of records + passed over, blocks and all. */
export type AsterixCounts = {
  records: number;
  /** Records by category. */
  readonly byCategory: Map<number, number>;
  /** Problems by kind, and octets that were passed over for them. */
  readonly problems: Map<BlockProblem['kind'], { count: number; octets: number }>;
  /** Blocks of categories that are not described, by category. */
  readonly unknown: Map<number, number>;
  /** Datagrams that are second copies: the same octets within `COPY_S`. */
  copies: number;
  /** Of a capture: packets. */
  capture?: CaptureCounts;
};

export type SourceSink = BlockSink & {
  /** Before the records of a datagram, or of a file's next octets. Those of a second copy are not read unless it returns true. */
  arrived?(arrival: Arrival): boolean;
};

/** When octets arrived, seconds since 1970 UTC, NaN where nothing says; where in a file they begin. */
export type Arrival = { readonly at_s: number; readonly isCopy: boolean; readonly begin: number };

/** A source that most likely is of another edition, or no ASTERIX at all: nothing more is read of it. */
export class AsterixSourceError extends Error {
  readonly problem: BlockProblem;
  constructor(problem: BlockProblem, share: string) {
    super(`${problem.message()} (${share})`);
    this.name = 'AsterixSourceError';
    this.problem = problem;
  }
}

/** A feed is often sent on two groups of multicast: its second copy comes within microseconds, a radar's next message does not. */
const COPY_S = 0.01;
/** Datagrams that are looked at for a second copy. */
const REMEMBERED = 64;
/** A source is given up when of so many records the half cannot be what they say. */
const JUDGED = 16;

/** Reads ASTERIX as it is kept: blocks one after the other, or datagrams in a capture (pcap, pcapng); told by the first bytes. Each record goes to `sink`, and
 *  `counts` says what became of all. `take` and `end` throw `AsterixSourceError` where half of the records make no sense, `CaptureError` where a capture is
 *  damaged: what was read before has been handed on. */
export function asterixReader(
  editions: Editions,
  sink: SourceSink,
  counts: AsterixCounts = newCounts(),
  wanted: Wanted = 'all',
): AsterixReader {
  const feed = asterixFeed(editions, sink, counts, wanted);
  let reading: Reading | undefined;
  let head = new Uint8Array(0);
  return {
    counts,
    take(chunk) {
      if (reading !== undefined) return reading.take(chunk);
      head = joined(head, chunk);
      if (head.length >= MARK) reading = opened(head, feed, counts);
    },
    end() {
      (reading ?? opened(head, feed, counts)).end();
      feed.end();
    },
  };
}

export type AsterixReader = Reading & { readonly counts: AsterixCounts };
type Reading = { take(chunk: Uint8Array): void; end(): void };

/** Whether bytes begin as ASTERIX is kept: a capture, or a block of a category that is described here, of a length that no text would say. */
export function isAsterix(head: Uint8Array): boolean {
  const length = ((head[1] ?? 0) << 8) | (head[2] ?? 0);
  return isCapture(head) || (editionsOf(head[0] ?? 0).length > 0 && length > 3 && length < TEXT);
}

/** The first two characters of a text, taken for a length, are at least this: a tab and a line's end. */
const TEXT = 0x0909;

/** Bytes by which a capture is told. */
const MARK = 4;

function opened(head: Uint8Array, feed: AsterixFeed, counts: AsterixCounts): Reading {
  if (!isCapture(head)) return blocksInFile(head, feed);
  const capture = createCapture(({ payload, at_s }) => feed.take(payload, at_s, 0));
  counts.capture = capture.counts;
  capture.feed(head);
  return { take: (chunk) => capture.feed(chunk), end: () => capture.end() };
}

/** Blocks one after the other. After one that says no length that it can have, nobody knows where the next begins: the rest is passed over. */
function blocksInFile(head: Uint8Array, feed: AsterixFeed): Reading {
  let held = new Uint8Array(0);
  let at = 0;
  let isLost = false;
  const take = (chunk: Uint8Array): void => {
    if (isLost) return feed.passOver(chunk.length);
    const all = held.length === 0 ? chunk : joined(held, chunk);
    const whole = wholeBlocks(all);
    if (whole.octets > 0) feed.take(all.subarray(0, whole.octets), Number.NaN, at);
    held = all.slice(whole.octets);
    at += whole.octets;
    if (whole.isBroken) {
      isLost = true;
      feed.take(held, Number.NaN, at);
      held = new Uint8Array(0);
    }
  };
  take(head);
  return { take, end: () => (held.length > 0 ? feed.take(held, Number.NaN, at) : undefined) };
}

export function newCounts(): AsterixCounts {
  return { records: 0, byCategory: new Map(), problems: new Map(), unknown: new Map(), copies: 0 };
}

export type AsterixFeed = {
  /** Octets of whole blocks, as a datagram has them, the time of their arrival, and where in the source they begin. */
  take(octets: Uint8Array, at_s: number, begin: number): void;
  /** So many octets more of what was passed over. */
  passOver(octets: number): void;
  /** At the end: throws `AsterixSourceError` where more was refused than read. */
  end(): void;
};

/** Takes what comes in and counts in `counts` what became of it. */
export function asterixFeed(editions: Editions, sink: SourceSink, counts: AsterixCounts, wanted: Wanted = 'all'): AsterixFeed {
  const read = blockReader(editions, wanted);
  const seen: { readonly octets: Uint8Array; readonly at_s: number }[] = [];
  /** Of the records judged last: whether each made sense, as bits. */
  let senseless = 0;
  let judged = 0;
  let refused = 0;
  let last: BlockProblem | undefined;
  const judge = (isSenseless: boolean): void => {
    senseless = ((senseless << 1) | (isSenseless ? 1 : 0)) & (2 ** JUDGED - 1);
    judged += 1;
    const wrong = bitCount(senseless);
    if (isSenseless && last !== undefined && 2 * wrong >= JUDGED)
      throw new AsterixSourceError(
        last,
        `${wrong} of the last ${Math.min(judged, JUDGED)} records are of no use, and the source is given up`,
      );
  };
  const counting: BlockSink = {
    record(record) {
      counts.records += 1;
      counts.byCategory.set(record.category.category, (counts.byCategory.get(record.category.category) ?? 0) + 1);
      judge(false);
      sink.record(record);
    },
    problem(problem) {
      const of = counts.problems.get(problem.kind) ?? { count: 0, octets: 0 };
      counts.problems.set(problem.kind, { count: of.count + 1, octets: of.octets + problem.octets });
      refused += 1;
      last = problem;
      sink.problem(problem);
      judge(true);
    },
    unknown(category, octets) {
      counts.unknown.set(category, (counts.unknown.get(category) ?? 0) + 1);
      sink.unknown(category, octets);
    },
  };
  return {
    take(octets, at_s, begin) {
      const isCopy = seen.some((one) => Math.abs(one.at_s - at_s) <= COPY_S && isSame(one.octets, octets));
      if (isCopy) counts.copies += 1;
      else if (!Number.isNaN(at_s)) {
        if (seen.length >= REMEMBERED) seen.shift();
        seen.push({ octets: octets.slice(), at_s });
      }
      const isWanted = sink.arrived?.({ at_s, isCopy, begin }) ?? false;
      if (!isCopy || isWanted) read(octets, counting);
    },
    passOver(octets) {
      const of = counts.problems.get('length') ?? { count: 0, octets: 0 };
      counts.problems.set('length', { ...of, octets: of.octets + octets });
    },
    end() {
      if (last !== undefined && refused > counts.records)
        throw new AsterixSourceError(last, `${refused} refused, ${counts.records} read: this is not what the source sends`);
    },
  };
}

/** Octets up to the end of the last whole block, and whether what follows says a length that no block has. */
function wholeBlocks(octets: Uint8Array): { readonly octets: number; readonly isBroken: boolean } {
  let at = 0;
  while (at + 3 <= octets.length) {
    const length = ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
    if (length < 3) return { octets: at, isBroken: true };
    if (at + length > octets.length) break;
    at += length;
  }
  return { octets: at, isBroken: false };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, k) => octet === b[k]);
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
