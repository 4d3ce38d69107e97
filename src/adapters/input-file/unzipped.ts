import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Bytes as they come, and what is in them where they are compressed (gzip), which their first two say. `damaged` is told where they cannot be taken apart. */
export async function* unzipped(bytes: AsyncIterable<Uint8Array>, damaged: (message: string) => never): AsyncGenerator<Uint8Array> {
  const { head, all } = await peeked(bytes, 2);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* all;
    return;
  }
  const source = Readable.from(all, { objectMode: false });
  const plain = source.pipe(createGunzip());
  source.on('error', (error) => plain.destroy(error));
  try {
    for await (const chunk of plain) yield chunk as Uint8Array;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))) throw error;
    damaged(`the compressed file is damaged: ${error.message}`);
  }
}

/** The first bytes, `length` of them where there are so many, and all of them again. */
export async function peeked(
  bytes: AsyncIterable<Uint8Array>,
  length: number,
): Promise<{ readonly head: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head = new Uint8Array(0);
  while (head.length < length) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    const longer = new Uint8Array(head.length + value.length);
    longer.set(head);
    longer.set(value, head.length);
    head = longer;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    for (;;) {
      const { value, done } = await iterator.next();
      if (done === true) return;
      yield value;
    }
  }
  return { head, all: all() };
}
