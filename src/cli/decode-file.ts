import type { Editions } from '../adapters/asterix/blocks.ts';
import { inputStream } from '../adapters/input-file/input-file.ts';
import { peeked, unzipped } from '../adapters/input-file/unzipped.ts';
import { isElements } from '../adapters/orbit-elements/read-elements.ts';
import { isAsterix } from '../adapters/asterix/asterix-source.ts';
import { decodeAsterix } from './decode-asterix.ts';
import { CommandError, type ExitStatus } from './exit.ts';
import type { Output } from './output.ts';

/** Tells each record of a file, of whichever of the forms that `decode` knows it is, and what became of all; with `shown` false that alone. Throws where none could be
 *  read. */
export async function decodeFile(file: string, editions: Editions, output: Output, shown = true): Promise<ExitStatus> {
  const name = file === '-' ? 'standard input' : file;
  const { head, all } = await peeked(unzipped(file === '-' ? process.stdin : inputStream(file), damaged(name)), HEAD);
  if (isElements(head) && !isOfManyKinds(head)) return (await import('./decode-elements.ts')).decodeElements(name, all, output, shown);
  if (isCcsds(head)) return (await import('./decode-ccsds.ts')).decodeCcsds(name, all, output, shown);
  return decodeAsterix({ name, bytes: all }, editions, output, shown);
}

/** Whether a file is of one of these forms, as its first bytes have it. */
export async function isDecodable(file: string): Promise<boolean> {
  const { head } = await peeked(unzipped(inputStream(file), damaged(file)), HEAD);
  return isElements(head) || isCcsds(head) || isAsterix(head);
}

const damaged =
  (name: string) =>
  (message: string): never => {
    throw new CommandError(message, name, 'compress it anew, or give it uncompressed');
  };

/** Whether bytes begin as a message of the CCSDS does. */
function isCcsds(head: Uint8Array): boolean {
  return /CCSDS_[A-Z]{3}_VERS|<(?:\w+:)?(?:ndm|oem|opm|omm|tdm|ocm|cdm|aem|apm|acm|rdm)\b/.test(
    new TextDecoder(encodingOf(head)).decode(head),
  );
}

function encodingOf([first = 0, second = 0]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || first === 0 ? 'utf-16be' : second === 0 ? 'utf-16le' : 'utf-8';
}

/** Whether a message of messages holds other kinds than mean elements, which alone are read one by one. */
function isOfManyKinds(head: Uint8Array): boolean {
  return /<(?:\w+:)?(?:oem|opm|tdm)\b/.test(new TextDecoder(encodingOf(head)).decode(head));
}

/** Bytes by which the form is told. */
const HEAD = 4096;
