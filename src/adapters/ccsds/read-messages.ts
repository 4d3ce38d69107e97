import type { Refusal } from '../plots/report.ts';
import { decoded, wholeText } from '../plots/read-plots.ts';
import { inputStream } from '../input-file/input-file.ts';
import { unzipped } from '../input-file/unzipped.ts';
import { assemble } from './assemble.ts';
import { kvnMessages } from './kvn.ts';
import type { CcsdsDocument } from './message.ts';
import { createFaults, type Faults, type RawMessage, Unreadable } from './raw.ts';

/** What a file holds and what of it was refused: messages without a fault are there, one with a fault is left out as a whole. */
export type CcsdsReading = CcsdsDocument & {
  readonly file: string;
  /** By their lines; at most a thousand. */
  readonly problems: readonly Refusal[];
  /** How many problems there were. */
  readonly refused: number;
  /** Things that a person should know and that are no fault. */
  readonly notes: readonly string[];
};

/** Reads a file of the CCSDS: OPM, OMM, OEM or TDM, in keyword = value notation or XML, one or several; `-` is the standard input. Notation, kind and compression are told by the content, not by the name. Faults are
 *  in the reading; only a file that cannot be opened throws. */
export async function readCcsdsFile(file: string): Promise<CcsdsReading> {
  const name = file === '-' ? 'standard input' : file;
  const faults = createFaults(name);
  const damaged = (message: string): never =>
    faults.fail({ line: 0, field: '', message, remedy: 'compress it anew, or give it uncompressed' });
  try {
    const text = await wholeText(unzipped(file === '-' ? process.stdin : inputStream(file), damaged), faults);
    return await readText(text, name, faults);
  } catch (error) {
    return unreadable(error, name, faults);
  }
}

/** Reads messages from bytes or a text, as `readCcsdsFile` does. */
export async function readCcsds(from: Uint8Array | string, name: string): Promise<CcsdsReading> {
  const faults = createFaults(name);
  try {
    return await readText(typeof from === 'string' ? from : decoded(from, faults), name, faults);
  } catch (error) {
    return unreadable(error, name, faults);
  }
}

function unreadable(error: unknown, file: string, faults: Faults): CcsdsReading {
  if (!(error instanceof Unreadable)) throw error;
  return { form: undefined, messages: [], ...told(file, faults) };
}

function told(file: string, { problems, count, notes }: Faults): Pick<CcsdsReading, 'file' | 'problems' | 'refused' | 'notes'> {
  return { file, problems: [...problems].sort((a, b) => a.line - b.line), refused: count, notes };
}

async function readText(whole: string, file: string, faults: Faults): Promise<CcsdsReading> {
  const text = whole.replace(/^\ufeff/, '');
  const isXml = text.trimStart().startsWith('<');
  // The reader of XML is loaded by those who have XML.
  const found: { readonly messages: RawMessage[]; readonly combined?: NonNullable<CcsdsDocument['combined']> } = isXml
    ? (await import('./xml.ts')).xmlMessages(text, faults)
    : { messages: kvnMessages(text, faults) };
  const { messages, combined } = found;
  const read = messages.flatMap((raw) => {
    const message = assemble(raw, faults);
    return message === undefined ? [] : [message];
  });
  return { form: isXml ? 'xml' : 'kvn', ...(combined !== undefined && { combined }), messages: read, ...told(file, faults) };
}
