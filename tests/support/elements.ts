import { readElements } from '../../src/adapters/orbit-elements/read-elements.ts';
import type { ElementSet } from '../../src/adapters/orbit-elements/element-set.ts';
import type { ElementsReport } from '../../src/adapters/orbit-elements/report.ts';
import { describeRefusal } from '../../src/adapters/plots/report.ts';

async function* inPieces(bytes: Uint8Array, piece: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

/** What is read of a text of elements that comes in pieces, and what is told of it. */
export async function readElementText(
  text: string | Uint8Array,
  piece = 7919,
): Promise<{ readonly sets: readonly ElementSet[]; readonly report: ElementsReport; readonly told: string }> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const { sets, report } = readElements(inPieces(bytes, piece), 'elements');
  const all: ElementSet[] = [];
  for await (const set of sets) all.push(set);
  return { sets: all, report, told: report.refusals.map(describeRefusal).join('\n') };
}

/** Why a text as a whole is not read. */
export async function elementsFailure(text: string | Uint8Array): Promise<string> {
  try {
    await readElementText(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

/** A line of a two-line set with the checksum that belongs to it. */
export function withChecksum(line: string): string {
  const body = line.slice(0, 68).padEnd(68);
  let sum = 0;
  for (const character of body) sum += character === '-' ? 1 : /\d/.test(character) ? Number(character) : 0;
  return `${body}${sum % 10}`;
}
