import type { Editions } from '../adapters/asterix/blocks.ts';
import { inputStream } from '../adapters/input-file/input-file.ts';
import { peeked, unzipped } from '../adapters/input-file/unzipped.ts';
import { isElements } from '../adapters/orbit-elements/read-elements.ts';
import { isAsterix } from '../adapters/asterix/asterix-source.ts';
import { decodeAsterix } from './decode-asterix.ts';
import { CommandError, type ExitStatus } from './exit.ts';
import type { Output } from './output.ts';

/** Tells each record of a file, of whichever of the forms that `decode` knows it is, and what became of all. Throws where none could be read. */
export async function decodeFile(file: string, editions: Editions, output: Output): Promise<ExitStatus> {
  const name = file === '-' ? 'standard input' : file;
  const { head, all } = await peeked(unzipped(file === '-' ? process.stdin : inputStream(file), damaged(name)), HEAD);
  if (!isElements(head)) return decodeAsterix({ name, bytes: all }, editions, output);
  const { decodeElements } = await import('./decode-elements.ts');
  return decodeElements(name, all, output);
}

/** Whether a file is of one of these forms, as its first bytes have it. */
export async function isDecodable(file: string): Promise<boolean> {
  const { head } = await peeked(unzipped(inputStream(file), damaged(file)), HEAD);
  return isElements(head) || isAsterix(head);
}

const damaged =
  (name: string) =>
  (message: string): never => {
    throw new CommandError(message, name, 'compress it anew, or give it uncompressed');
  };

/** Bytes by which the form is told. */
const HEAD = 4096;
