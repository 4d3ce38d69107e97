import { type CcsdsRecord, ccsdsRecords, describeRecord, readCcsds } from '../adapters/ccsds/index.ts';
import { describeRefusal } from '../adapters/plots/report.ts';
import type { CcsdsSummary } from '../api/wire-decode.ts';
import { CommandError, EXIT, type ExitStatus } from './exit.ts';
import type { Output } from './output.ts';

/** Records that are written at once, and problems that are listed. */
const AT_ONCE = 200;
const MOST_TOLD = 20;
/** Bytes of a file that is held whole. */
const LONGEST = 256 * 1024 * 1024;

/** Tells each record of a file of CCSDS messages unless `shown` is false, and what became of all. Throws where no message could be read. */
export async function decodeCcsds(name: string, bytes: AsyncIterable<Uint8Array>, output: Output, shown = true): Promise<ExitStatus> {
  const reading = await readCcsds(await whole(name, bytes), name);
  const { messages, problems, refused, notes, form } = reading;
  const held: CcsdsRecord[] = [];
  const tell = (): void => {
    const lines = held.splice(0);
    output.manyObjects(lines.map((ccsds) => ({ ccsds })));
    if (!output.json) output.manyLines(lines.map(describeRecord));
  };
  let records = 0;
  for (const record of ccsdsRecords(reading)) {
    records += 1;
    if (!shown) continue;
    held.push(record);
    if (held.length >= AT_ONCE) tell();
  }
  tell();
  for (const problem of problems.slice(0, MOST_TOLD)) output.remark(describeRefusal(problem));
  if (refused > MOST_TOLD) output.remark(`${name}: and ${refused - MOST_TOLD} more problems`);
  const summary: CcsdsSummary = {
    form: form ?? null,
    messages: messages.length,
    kinds: kindsOf(messages),
    records,
    problems: refused,
    notes: [...notes],
  };
  output.object({ summary });
  const kinds = Object.entries(summary.kinds).map(([kind, count]) => `${kind.toUpperCase()}: ${count}`);
  output.line(
    `${messages.length} message${messages.length === 1 ? '' : 's'}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}, ${records} records${notes.map((note) => `\nnote: ${note}`).join('')}`,
  );
  if (messages.length === 0) throw new CommandError('no message in it can be read', name, 'mend what is named above');
  return refused > 0 ? EXIT.checkFailed : EXIT.ok;
}

function kindsOf(messages: readonly { readonly kind: string }[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { kind } of messages) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}

async function whole(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    length += part.length;
    if (length > LONGEST) throw new CommandError(`the file is longer than ${LONGEST} bytes`, name, 'split it');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
