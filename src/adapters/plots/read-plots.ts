import { inputStream } from '../input-file/input-file.ts';
import { isAsterix } from '../asterix/asterix-source.ts';
import { isUdp } from '../udp/udp-address.ts';
import { peeked, unzipped } from '../input-file/unzipped.ts';
import { createRouter, neededOf, type PlotFileScans, type PlotSensor } from './by-sensor.ts';
import { csvScans } from './csv.ts';
import { ndjsonScans } from './ndjson.ts';
import { createReporter, type Reporter } from './report.ts';
import { LIVE, type PlotScan, SORTED } from './scans.ts';
import { tdmScans, type TdmOptions } from './tdm.ts';
import { readKvn } from './tdm-kvn.ts';

export type PlotOptions = {
  /** Whose plots may be in it. */
  readonly sensors: readonly PlotSensor[];
  /** The one of them that made all plots of the file that do not say whose they are. */
  readonly whole?: string | undefined;
  /** The first fault ends the reading with a `PlotFileError`. */
  readonly strict?: boolean;
  readonly tdm?: Pick<TdmOptions, 'twoWay'>;
  /** Of a file of several stations or radars, the one whose plots are read. */
  readonly station?: string | undefined;
  /** Plots that a radar marks as simulated are read, and those alone. */
  readonly simulated?: boolean;
  /** Ends what has no end of its own: datagrams. */
  readonly until?: AbortSignal;
  /** Somebody waits for each scan: lines are put in order among four scans only. */
  readonly live?: boolean;
};

export type PlotFormat = 'csv' | 'ndjson' | 'tdm-kvn' | 'tdm-xml' | 'asterix';

/** Scans in order of time, and what became of the file, which is right once the last scan has been taken. */
export type PlotReading = PlotFileScans & { readonly report: Reporter & { readonly format?: PlotFormat } };

/** Characters of a message that is held whole. */
const LONGEST_MESSAGE = 256 * 1024 * 1024;
const HEAD = 4096;
/** The first line of a message in keyword = value notation, or of what is left of one that lacks it; SEP= is of a table. */
const KVN = /^(?:COMMENT\b[^\r\n]*\s*)*(?:(?!SEP=)([A-Z][A-Z0-9_]*)[ \t]*=|(?:META|DATA)_ST(?:ART|OP)\b)/;

/** Reads plots from a file; `-` is the standard input, `udp://ADDRESS:PORT` datagrams of ASTERIX as they come, until `until` ends them. Form and compression are told by the content,
 *  not by the name. */
export function openPlots(file: string, options: PlotOptions): PlotReading {
  if (isUdp(file)) return openDatagrams(file, options);
  return readPlots(file === '-' ? process.stdin : inputStream(file), file === '-' ? 'standard input' : file, {
    live: file === '-',
    ...options,
  });
}

function openDatagrams(address: string, options: PlotOptions): PlotReading {
  const reporter = createReporter(address, options.strict === true);
  const report: Reporter & { format?: PlotFormat } = reporter;
  report.format = 'asterix';
  async function* scans(): AsyncGenerator<PlotScan> {
    const { openUdp } = await import('../udp/udp-source.ts');
    const source = openUdp(address);
    const close = (): void => source.close();
    if (options.until?.aborted === true) close();
    options.until?.addEventListener('abort', close, { once: true });
    try {
      const { asterixScans } = await import('./asterix.ts');
      const assembler = createRouter(reporter, options.sensors, options.whole, LIVE);
      yield* asterixScans({ kind: 'datagrams', batches: source.datagrams }, options, assembler, reporter);
    } finally {
      options.until?.removeEventListener('abort', close);
      const { letGo, lost } = source.counts;
      if (letGo > 0) reporter.note(`datagrams let go because too many waited: ${letGo}`);
      if (lost !== null && lost > 0) reporter.note(`datagrams that the system lost because they were not fetched in time: ${lost}`);
      source.close();
    }
  }
  return { file: address, scans: scans(), report };
}

/** Reads plots from bytes. Throws `PlotFileError` where the file as a whole cannot be used. */
export function readPlots(bytes: AsyncIterable<Uint8Array>, name: string, options: PlotOptions): PlotReading {
  const reporter = createReporter(name, options.strict === true);
  const report: Reporter & { format?: PlotFormat } = reporter;
  async function* scans(): AsyncGenerator<PlotScan> {
    const assembler = createRouter(reporter, options.sensors, options.whole, options.live === true ? LIVE : SORTED);
    const needed = neededOf(options.sensors);
    const damaged = (message: string): never =>
      reporter.fail({ line: 0, field: '', message, remedy: 'compress it anew, or give it uncompressed' });
    const { head, all } = await peeked(unzipped(bytes, damaged), HEAD);
    const format = formatOf(head, reporter);
    report.format = format;
    if (options.simulated === true && format !== 'asterix')
      reporter.fail({ line: 0, field: '', message: 'only ASTERIX marks plots as simulated', remedy: 'leave --simulated out' });
    if (format === 'asterix')
      yield* (await import('./asterix.ts')).asterixScans({ kind: 'bytes', chunks: all }, options, assembler, reporter);
    else if (format === 'csv') yield* csvScans(all, needed, assembler, reporter);
    else if (format === 'ndjson') yield* ndjsonScans(all, needed, assembler, reporter);
    else {
      const text = await wholeText(all, reporter);
      // The reader of XML is loaded by those who have XML: it would be a fifth of everybody's start.
      const message = format === 'tdm-kvn' ? readKvn(text, reporter) : (await import('./tdm-xml.ts')).readXml(text, reporter);
      yield* tdmScans(
        message,
        {
          twoWay: 'one-way',
          ...options.tdm,
          station: options.station,
          sensors: options.sensors,
          whole: options.whole,
        },
        assembler,
        reporter,
      );
    }
  }
  return { file: name, scans: scans(), report };
}

function formatOf(head: Uint8Array, reporter: Reporter): PlotFormat {
  if (isAsterix(head)) return 'asterix';
  const sample = decoded(head.subarray(0, HEAD), reporter).trimStart();
  if (sample.startsWith('<')) return 'tdm-xml';
  if (/^[{[]/.test(sample)) return 'ndjson';
  const [message, keyword = ''] = KVN.exec(sample) ?? [];
  if (/^CCSDS_(?!TDM)\w+_VERS$/.test(keyword))
    reporter.fail({
      line: 1,
      field: keyword,
      message: 'this is another message of the CCSDS, no tracking data message',
      remedy: 'give one that begins with CCSDS_TDM_VERS',
    });
  if (message !== undefined) return 'tdm-kvn';
  if (/^ccsds_tdm_vers\s*=/i.test(sample))
    reporter.fail({
      line: 1,
      field: 'CCSDS_TDM_VERS',
      message: 'keywords of a tracking data message are written in capitals',
      remedy: 'write them so, as in CCSDS_TDM_VERS = 2.0',
    });
  if (isWide(head)) reporter.fail({ line: 0, field: '', message: 'the text is UTF-16', remedy: 'save it as UTF-8' });
  if (head.subarray(0, HEAD).includes(0))
    reporter.fail({
      line: 0,
      field: '',
      message: 'this is no text',
      remedy: 'give CSV, NDJSON, a CCSDS tracking data message or ASTERIX, plain or as .gz',
    });
  return 'csv';
}

/** The text of a message that is held whole. */
export async function wholeText(chunks: AsyncIterable<Uint8Array>, reporter: Pick<Reporter, 'fail'>): Promise<string> {
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

function isWide(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || bytes[0] === 0 || bytes[1] === 0;
}

/** UTF-8, or UTF-16 as its first bytes give it away; what is no text at all is read as UTF-8 and found out later. */
export function decoded(bytes: Uint8Array, reporter: Pick<Reporter, 'fail'>): string {
  const isBig = (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] === 0x3c);
  const isLittle = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0x3c && bytes[1] === 0);
  if (bytes[0] === 0 && bytes[1] === 0 && bytes.length > 3)
    reporter.fail({ line: 0, field: '', message: 'the text is UTF-32 or no text', remedy: 'save it as UTF-8' });
  return new TextDecoder(isBig ? 'utf-16be' : isLittle ? 'utf-16le' : 'utf-8').decode(bytes);
}
