import { hash } from 'node:crypto';
import { encode } from '../core/codec.ts';
import type { Emission } from '../core/tell/emission.ts';

/** The digest before the first entry. */
export const NO_DIGEST = '';

/** The running digest after one more entry: SHA-256 over the digest before, the entry's number and what it made the core say, a line
 *  each. Two journals' digests are equal when everything said was equal, to the byte and in order. Hexadecimal. */
export function nextDigest(before: string, seq: number, emissions: readonly Emission[]): string {
  let text = `${before}\n${seq}\n`;
  for (const emission of emissions) text += `${encode(emission)}\n`;
  return hash('sha256', text);
}
