import { inputStream } from '../input-file/input-file.ts';
import { peeked, unzipped } from '../input-file/unzipped.ts';
import { decoded } from '../plots/read-plots.ts';
import type { ElementSet } from './element-set.ts';
import { ommCsvSets, ommJsonSets } from './omm-table.ts';
import { createElementsReporter, type ElementsReport, type ElementsReporter } from './report.ts';
import { tleSets } from './tle.ts';

export type ElementsFormat = 'tle' | 'omm-csv' | 'omm-json' | 'omm-kvn' | 'omm-xml';

/** Sets of elements in the order of the file, and what became of it, which is right once the last has been taken. */
export type ElementsReading = {
  readonly file: string;
  readonly sets: AsyncGenerator<ElementSet>;
  readonly report: ElementsReport & { readonly format?: ElementsFormat };
};

/** Bytes of a message that is held whole. */
const LONGEST_MESSAGE = 256 * 1024 * 1024;
/** Bytes by which the form is told. */
const HEAD = 4096;

/** Reads the elements of objects in orbit from a file; `-` is the standard input. Form (TLE with names or without; OMM in CSV, JSON, KVN or XML) and compression are told by the content. */
export function openElements(file: string): ElementsReading {
  return readElements(file === '-' ? process.stdin : inputStream(file), file === '-' ? 'standard input' : file);
}

/** The same from bytes. The reading throws `ElementsFileError` where the file as a whole cannot be used. */
export function readElements(bytes: AsyncIterable<Uint8Array>, name: string): ElementsReading {
  const reporter = createElementsReporter(name);
  const report: ElementsReporter & { format?: ElementsFormat } = reporter;
  async function* sets(): AsyncGenerator<ElementSet> {
    const damaged = (message: string): never =>
      reporter.fail({ line: 0, field: '', message, remedy: 'compress it anew, or give it uncompressed' });
    const { head, all } = await peeked(unzipped(bytes, damaged), HEAD);
    const format = formatOf(head, reporter);
    report.format = format;
    if (format === 'tle') yield* tleSets(all, reporter);
    else if (format === 'omm-csv') yield* ommCsvSets(all, reporter);
    else if (format === 'omm-json') yield* ommJsonSets(all, reporter);
    else {
      const text = await wholeText(all, reporter);
      // The reader of XML is loaded by those who have XML.
      const { ommKvnSets, ommXmlSets } = await import('./omm-message.ts');
      yield* format === 'omm-kvn' ? ommKvnSets(text, reporter) : ommXmlSets(text, reporter);
    }
  }
  return { file: name, sets: sets(), report };
}

/** Whether bytes begin as a file of orbit elements does, and not as one of another kind. */
export function isElements(head: Uint8Array): boolean {
  const sample = new TextDecoder('utf-8', { ignoreBOM: false }).decode(head);
  return /^1 .{50}/m.test(sample) || /CCSDS_OMM_VERS|MEAN_MOTION|<omm\b|NORAD_CAT_ID/i.test(sample);
}

function formatOf(head: Uint8Array, reporter: ElementsReporter): ElementsFormat {
  const sample = decoded(head, reporter)
    .replace(/^\ufeff/, '')
    .trimStart();
  if (sample.startsWith('<')) return 'omm-xml';
  if (/^[{[]/.test(sample)) return 'omm-json';
  const [, message] = /^(?:COMMENT\b[^\r\n]*\s*)*CCSDS_([A-Z]+)_VERS\s*=/.exec(sample) ?? [];
  if (message === 'OMM') return 'omm-kvn';
  if (message !== undefined)
    reporter.fail({
      line: 1,
      field: `CCSDS_${message}_VERS`,
      message: 'this is another message of the CCSDS, no mean elements',
      remedy: REMEDY,
    });
  if (/^1 .{50}/m.test(sample)) return 'tle';
  const [header = ''] = /^[^#\r\n][^\r\n]*/m.exec(sample) ?? [];
  if (/\bNORAD_CAT_ID\b|\bMEAN_MOTION\b/i.test(header)) return 'omm-csv';
  return reporter.fail({ line: 0, field: '', message: 'neither two-line sets nor orbit mean-elements messages are in it', remedy: REMEDY });
}

const REMEDY = 'give TLE, or OMM in JSON, CSV, KVN or XML, plain or as .gz';

async function wholeText(chunks: AsyncIterable<Uint8Array>, reporter: ElementsReporter): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > LONGEST_MESSAGE)
      reporter.fail({ line: 0, field: '', message: `the message is longer than ${LONGEST_MESSAGE} bytes`, remedy: 'split it' });
    parts.push(chunk);
  }
  return decoded(Buffer.concat(parts), reporter);
}
