import { closeSync, openSync, readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

/** A variable that is stored in compressed blocks of its own shape, as the library describes it. */
export type Chunked = {
  /** Where in the file its object header stands. */
  readonly address: number;
  readonly shape: readonly number[];
  /** Lengths of a block along each dimension. */
  readonly chunks: readonly number[];
  /** Bytes of a value. */
  readonly size: number;
  /** Identifiers of what was done to a block, in that order. */
  readonly filters: readonly number[];
};

const ADDRESS = 8;
const DEFLATE = 1;
const SHUFFLE = 2;
/** A block more than this is no image's. */
const LARGEST = 1 << 26;

/** The bytes of all values of a variable of two dimensions, row by row, inflated by the platform's own zlib: the library's is WebAssembly, and takes half as
 *  long again, or twice as long the first time. The file's structure is the library's to read, but for one thing that it does not tell: where the blocks are.
 *  Undefined where they are not found or are not as they should be, and of what is stored in some other way: that is the library's to read, and to say what is
 *  wrong with.
 *  Source  [HDF5] III.A.1 (version 1 B-trees), IV.A.1 (object headers), IV.A.2.i (data layout). */
export function chunkedBytes(file: string, variable: Chunked): Uint8Array | undefined {
  const { shape, chunks, filters } = variable;
  const isPlain = filters.every((filter, k) => (filter === DEFLATE ? k === filters.length - 1 : filter === SHUFFLE && k === 0));
  if (shape.length !== 2 || chunks.length !== 2 || filters.length === 0 || !isPlain) return undefined;
  const descriptor = openSync(file, 'r');
  try {
    const read = (from: number, length: number): Buffer => {
      const bytes = Buffer.allocUnsafe(length);
      if (readSync(descriptor, bytes, 0, length, from) !== length) throw new RangeError('the file ends before');
      return bytes;
    };
    return sizeOfAddresses(read(0, 16)) === ADDRESS ? assembled(read, variable) : undefined;
  } catch (error) {
    // A length or an address that leads out of the file, or a block that does not inflate.
    if (error instanceof RangeError || (error instanceof Error && 'code' in error)) return undefined;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

type Read = (from: number, length: number) => Buffer;

/** Bytes of an address, as the superblock says. */
function sizeOfAddresses(superblock: Buffer): number {
  return superblock.readUInt8(superblock.readUInt8(8) < 2 ? 13 : 9);
}

function assembled(read: Read, { address, shape: [rows, columns], chunks, size, filters }: Chunked): Uint8Array | undefined {
  const [high, wide] = chunks;
  const tree = treeOf(read, address, [high, wide, size]);
  if (tree === undefined || high * wide * size > LARGEST) return undefined;
  const blocks = blocksBelow(read, tree);
  const across = Math.ceil(columns / wide);
  if (blocks.length !== Math.ceil(rows / high) * across) return undefined;
  const values = new Uint8Array(rows * columns * size);
  const seen = new Set<number>();
  for (const { from, length, skipped, row, column } of blocks) {
    if (skipped !== 0 || row % high !== 0 || column % wide !== 0 || row >= rows || column >= columns || length > LARGEST) return undefined;
    seen.add((row / high) * across + column / wide);
    const bytes = unfiltered(read(from, length), high * wide * size, filters.includes(DEFLATE), filters.includes(SHUFFLE) ? size : 1);
    if (bytes === undefined) return undefined;
    const width = Math.min(wide, columns - column) * size;
    for (let i = 0; i < Math.min(high, rows - row); i++)
      values.set(bytes.subarray(i * wide * size, i * wide * size + width), ((row + i) * columns + column) * size);
  }
  return seen.size === blocks.length ? values : undefined;
}

function unfiltered(block: Buffer, length: number, isDeflated: boolean, shuffled: number): Uint8Array | undefined {
  const bytes = isDeflated ? inflateSync(block, { chunkSize: length + 64, maxOutputLength: length + 64 }) : block;
  if (bytes.length !== length) return undefined;
  if (shuffled === 1) return bytes;
  const values = new Uint8Array(length);
  const count = length / shuffled;
  for (let k = 0; k < shuffled; k++) for (let i = 0, from = k * count; i < count; i++) values[i * shuffled + k] = bytes[from + i];
  return values;
}

const DATA_LAYOUT = 0x08;
const CONTINUATION = 0x10;
/** Messages of a header that are looked through: those of an image are a few dozen. */
const MOST_MESSAGES = 1000;

/** Where the tree of a variable's blocks begins, from its object header; undefined where it has none, or blocks of other lengths. */
function treeOf(read: Read, address: number, lengths: readonly number[]): number | undefined {
  const head = read(address, 48);
  const isNew = head.toString('latin1', 0, 4) === 'OHDR';
  if (!isNew && head.readUInt8(0) !== 1) return undefined;
  const parts = [isNew ? firstOfNew(head, address) : { from: address + 16, length: head.readUInt32LE(8) }];
  const isOrdered = isNew && (head.readUInt8(5) & 4) !== 0;
  for (let part = 0, messages = 0; part < parts.length; part++) {
    if (parts[part].length > LARGEST) return undefined;
    const bytes = read(parts[part].from, parts[part].length);
    const headLength = isNew ? (isOrdered ? 6 : 4) : 8;
    for (let at = 0; at + headLength <= bytes.length && messages < MOST_MESSAGES; messages++) {
      const type = isNew ? bytes.readUInt8(at) : bytes.readUInt16LE(at);
      const length = bytes.readUInt16LE(at + (isNew ? 1 : 2));
      const body = bytes.subarray(at + headLength, at + headLength + length);
      if (type === DATA_LAYOUT) return treeIn(body, lengths);
      if (type === CONTINUATION) {
        const [from, all] = [Number(body.readBigUInt64LE(0)), Number(body.readBigUInt64LE(8))];
        // Parts of a new header have a signature before and a checksum behind.
        parts.push(isNew ? { from: from + 4, length: all - 8 } : { from, length: all });
      }
      at += headLength + length;
    }
  }
  return undefined;
}

function firstOfNew(head: Buffer, address: number): { readonly from: number; readonly length: number } {
  const flags = head.readUInt8(5);
  const at = 6 + ((flags & 32) !== 0 ? 16 : 0) + ((flags & 16) !== 0 ? 4 : 0);
  const bytes = 1 << (flags & 3);
  return { from: address + at + bytes, length: bytes > 6 ? Number(head.readBigUInt64LE(at)) : head.readUIntLE(at, bytes) };
}

/** Of a layout of version 3 in blocks. */
function treeIn(layout: Buffer, lengths: readonly number[]): number | undefined {
  const isChunked = layout.readUInt8(0) === 3 && layout.readUInt8(1) === 2 && layout.readUInt8(2) === lengths.length;
  if (!isChunked || lengths.some((length, k) => layout.readUInt32LE(11 + 4 * k) !== length)) return undefined;
  return Number(layout.readBigUInt64LE(3));
}

type Block = { readonly from: number; readonly length: number; readonly skipped: number; readonly row: number; readonly column: number };
/** Bytes of a node before its keys, and of a key of two dimensions. */
const NODE = 24;
const KEY = 8 + 3 * 8;
/** A full disc of the finest band has some 10,000. */
const MOST_BLOCKS = 100_000;

function blocksBelow(read: Read, tree: number): Block[] {
  const blocks: Block[] = [];
  const nodes = [tree];
  for (let next = 0; next < nodes.length && blocks.length < MOST_BLOCKS; next++) {
    const head = read(nodes[next], NODE);
    if (head.toString('latin1', 0, 4) !== 'TREE' || head.readUInt8(4) !== 1) throw new RangeError('there is no node of a tree');
    const entries = head.readUInt16LE(6);
    const body = read(nodes[next] + NODE, entries * (KEY + ADDRESS));
    for (let at = 0; at < body.length; at += KEY + ADDRESS) {
      const number = (offset: number): number => Number(body.readBigUInt64LE(at + offset));
      const from = number(KEY);
      if (head.readUInt8(5) > 0) nodes.push(from);
      else blocks.push({ from, length: body.readUInt32LE(at), skipped: body.readUInt32LE(at + 4), row: number(8), column: number(16) });
    }
    if (nodes.length > MOST_BLOCKS) throw new RangeError('the tree has no end');
  }
  return blocks;
}
