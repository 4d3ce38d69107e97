import { hash } from 'node:crypto';
import { encode } from '../core/codec.ts';
import type { Emission } from '../core/tell/emission.ts';

/** The digest before the first entry. */
export const NO_DIGEST = '';

/** What the core said, as the digest takes it. */
export function textsOf(emissions: readonly Emission[]): readonly string[] {
  return emissions.map(encode);
}

/** The running digest after one more entry: SHA-256 over the digest before, the entry's number and what it made the core say, a line
 *  each. Two journals' digests are equal when everything said was equal, to the byte and in order. Hexadecimal. */
export function nextDigest(before: string, seq: number, texts: readonly string[]): string {
  let text = `${before}\n${seq}\n`;
  for (const said of texts) text += `${said}\n`;
  return hash('sha256', text);
}
