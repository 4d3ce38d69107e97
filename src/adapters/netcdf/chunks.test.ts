import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import hdf5, { type Dataset } from 'h5wasm/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stream } from '../../sim/random.ts';
import { type Chunked, chunkedBytes } from './chunks.ts';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-chunks-'));
  await hdf5.ready;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [ROWS, COLUMNS] = [300, 410];
const IMAGE = Int16Array.from({ length: ROWS * COLUMNS }, (_, at) => (at * at) % 16_381);
type Packing = {
  readonly data?: Int8Array | Int16Array;
  readonly chunks?: number[];
  readonly compression?: number;
  readonly options?: number[];
  readonly libver?: 'latest';
  readonly isOrdered?: boolean;
};

function written(
  name: string,
  { data = IMAGE, chunks = [64, 100], compression = 1, options = [1], libver, isOrdered = false }: Packing,
): string {
  const path = join(folder, `${name}.nc`);
  const file = new hdf5.File(path, 'w', libver && { libver });
  file.create_dataset({
    name: 'Rad',
    data,
    shape: [ROWS, COLUMNS],
    chunks,
    compression,
    compression_opts: options,
    track_order: isOrdered,
  });
  file.close();
  return path;
}

/** What the library says of a variable, and its own bytes of it. */
function told(path: string, name = 'Rad'): { readonly variable: Chunked; readonly bytes: Buffer } {
  const file = new hdf5.File(path, 'r');
  const dataset = file.get(name) as Dataset;
  const { shape, chunks, size } = dataset.metadata;
  const value = dataset.value as Int16Array;
  const variable = {
    address: Number(Buffer.from(dataset.create_reference().ref_data).readBigUInt64LE(0)),
    shape: shape ?? [],
    chunks: chunks ?? [],
    size,
    filters: dataset.filters.map(({ id }) => id),
  };
  file.close();
  return { variable, bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength) };
}

const SHUFFLE = { compression: 2, options: [2] };

test.each<[string, Packing]>([
  ['blocks that do not fill the image', {}],
  ['one block', { chunks: [ROWS, COLUMNS] }],
  ['as many blocks as need a tree of several levels', { chunks: [4, 10] }],
  ['bytes', { data: Int8Array.from(IMAGE) }],
  ['shuffled', SHUFFLE],
  ['with an object header of the new form', { isOrdered: true }],
])('%s: the values are those that the library reads', (name, packing) => {
  const path = written(name, packing);
  const { variable, bytes } = told(path);
  expect(chunkedBytes(path, variable)?.every((byte, at) => byte === bytes[at])).toBe(true);
});

test('real frames are read so, whoever wrote them', (context) => {
  const frames = fileURLToPath(new URL('../../../../shared/data/goes_abi_l1b/', import.meta.url));
  if (!existsSync(frames)) return context.skip('needs ../shared/data/goes_abi_l1b');
  for (const name of readdirSync(frames).filter((file) => file.includes('L1b')))
    for (const variable of ['Rad', 'DQF']) {
      const of = told(join(frames, name), variable);
      expect(Buffer.compare(chunkedBytes(join(frames, name), of.variable) ?? Buffer.alloc(0), of.bytes)).toBe(0);
    }
});

test('what is stored in some other way is the library’s to read', () => {
  const newest = written('newest', { libver: 'latest' });
  expect(chunkedBytes(newest, told(newest).variable)).toBeUndefined();
  const checked = written('checked', { compression: 3, options: [] });
  expect(chunkedBytes(checked, told(checked).variable)).toBeUndefined();
  const plain = written('plain', {});
  const { variable } = told(plain);
  expect(chunkedBytes(plain, { ...variable, filters: [2, 1, 1] })).toBeUndefined();
  expect(chunkedBytes(plain, { ...variable, chunks: [32, 100] })).toBeUndefined();
  expect(chunkedBytes(plain, { ...variable, shape: [ROWS + 64, COLUMNS] })).toBeUndefined();
  expect(chunkedBytes(plain, { ...variable, address: variable.address + 1 })).toBeUndefined();
});

test('of a damaged file either nothing is said or what is in it, and it ends', () => {
  const path = written('whole', { chunks: [64, 20] });
  const { variable, bytes } = told(path);
  const whole = readFileSync(path);
  const random = stream(1, 'chunks');
  const damaged = join(folder, 'damaged.nc');
  // Where the object header and the tree are: the blocks themselves are guarded by their own sums.
  const structure = [variable.address, whole.indexOf('TREE', variable.address)].flatMap((from) =>
    Array.from({ length: 600 }, (_, k) => from + k),
  );
  let sure = 0;
  for (let round = 0; round < 300; round++) {
    const copy = Buffer.from(whole.subarray(0, random.uniform() < 0.2 ? Math.floor(random.uniform() * whole.length) : whole.length));
    const at = structure[Math.floor(random.uniform() * structure.length)];
    if (at < copy.length) copy[at] = Math.floor(256 * random.uniform());
    writeFileSync(damaged, copy);
    const found = chunkedBytes(damaged, variable);
    if (found === undefined) continue;
    sure += 1;
    expect(found).toHaveLength(bytes.length);
  }
  expect(sure).toBeGreaterThan(20);
  expect(sure).toBeLessThan(280);
});
