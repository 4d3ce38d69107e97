import { CsvLine, type CsvRow } from './csv-line.ts';
import { declaredDialect, type Delimiter, type Dialect, dialectOf, WHICH_DELIMITERS } from './dialect.ts';

/** What is wrong: where, what, and what to do about it. Lines count from 1, 0 is the file as a whole; `column` is empty for the whole line. */
export type Refuse = (line: number, column: string, message: string, remedy: string) => void;

export type CsvHeader = { readonly line: number; readonly names: readonly string[]; readonly delimiter: Delimiter };

/** Who takes what is read. */
export type CsvTaker = {
  /** A header as it should be, for the remedies. */
  readonly example: string;
  header(header: CsvHeader): void;
  row(row: CsvRow): void;
  /** A line that cannot be read; the others can. */
  refuse: Refuse;
  /** The file cannot be read: nothing more comes. */
  fail: Refuse;
};

export type CsvReader = {
  /** The next bytes, parted anywhere. */
  push(bytes: Uint8Array): void;
  /** There are no more. */
  end(): void;
  /** Nothing more is to be read. */
  stop(): void;
  readonly isStopped: boolean;
  /** Lines that begin with #, which were passed over. */
  readonly comments: number;
};

/** Bytes that are looked at in one go, and of a line: nothing is held that has no end. */
const PIECE = 65_536;
const LONGEST_LINE = 65_536;

const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const MARK = [0xef, 0xbb, 0xbf];

/** Reads CSV as it comes: a header, then lines of as many cells, parted by commas, semicolons or tabs, as the header is or as a line `sep=;`
 *  before it says; UTF-8, with or without a byte order mark; lines end with LF, CRLF or CR. Blank lines are passed over, and lines that begin
 *  with #. Cells may be quoted; every line stands for itself, so that a quote that is not closed costs its own line and not the rest of the
 *  file, and a text with a line break in it is not read. */
export function createCsvReader(taker: CsvTaker): CsvReader {
  const row = new CsvLine();
  let header: CsvHeader | undefined;
  let declared: Delimiter | undefined;
  let delimiter = -1;
  let rest = new Uint8Array(0);
  let comments = 0;
  let isStopped = false;
  let isAfterCr = false;

  const fail: Refuse = (...why) => {
    isStopped = true;
    taker.fail(...why);
  };

  function take(piece: Uint8Array): void {
    const bytes = joined(rest, piece);
    row.lookAt(bytes);
    let [from, start, cells, hasQuotes] = [0, 0, 0, false];
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === delimiter) {
        row.put(cells, start, at, 0);
        cells += 1;
        start = at + 1;
      } else if (byte > QUOTE) continue;
      else if (byte === QUOTE) hasQuotes = true;
      else if (byte === LF || byte === CR) {
        // The second half of a CRLF ends no line of its own.
        if (byte === CR || !isAfterCr || at > from) {
          row.put(cells, start, at, 0);
          takeLine(bytes, from, at, cells + 1, hasQuotes);
          if (isStopped) return;
        }
        isAfterCr = byte === CR;
        [from, start, cells, hasQuotes] = [at + 1, at + 1, 0, false];
      }
    }
    if (bytes.length - from > LONGEST_LINE)
      fail(row.line + 1, '', `the line is longer than ${LONGEST_LINE} bytes`, 'give CSV, a line for each row, ended by a line break');
    rest = bytes.slice(from);
  }

  function takeLine(bytes: Uint8Array, lineFrom: number, to: number, cells: number, hasQuotes: boolean): void {
    row.line += 1;
    const from = row.line === 1 && MARK.every((byte, k) => bytes[k] === byte) ? lineFrom + MARK.length : lineFrom;
    let first = from;
    while (first < to && bytes[first] <= BLANK) first += 1;
    if (first >= to) return;
    if (bytes[first] === HASH) comments += 1;
    else if (header === undefined) takeHeader(bytes.subarray(from, to), from, to);
    else takeRow(header.names.length, hasQuotes ? row.split(from, to, delimiter) : cells);
  }

  function takeRow(width: number, cells: number | string): void {
    if (typeof cells === 'string') taker.refuse(row.line, '', cells, 'mend its quotes');
    else if (cells === width) taker.row(row);
    else taker.refuse(row.line, '', `${cells} values where the header has ${width}`, 'give every row a value for every column');
  }

  function takeHeader(bytes: Uint8Array, from: number, to: number): void {
    if (bytes.includes(0) || isWide(bytes)) return fail(row.line, '', 'this is no text in UTF-8', 'save it as CSV in UTF-8');
    const text = new TextDecoder('utf-8').decode(bytes);
    const said = declared === undefined ? declaredDialect(text) : undefined;
    const dialect: Dialect = said ?? (declared === undefined ? dialectOf(text) : { kind: 'delimiter', delimiter: declared });
    if (dialect.kind === 'other') return fail(row.line, '', dialect.message, WHICH_DELIMITERS);
    if (said !== undefined) {
      declared = dialect.delimiter;
      return undefined;
    }
    delimiter = dialect.delimiter.charCodeAt(0);
    row.hold(text.length + 1);
    const cells = row.split(from, to, delimiter);
    if (typeof cells === 'string') return fail(row.line, '', cells, 'mend the quotes of the header');
    const names = Array.from({ length: cells }, (_, k) => row.text(k));
    if (names.every((_, k) => !Number.isNaN(row.number(k))))
      return fail(row.line, '', 'numbers stand where the names of the columns belong', headerRemedy());
    row.hold(cells);
    header = { line: row.line, names, delimiter: dialect.delimiter };
    taker.header(header);
  }

  function headerRemedy(): string {
    const begin = `begin with a header: ${taker.example}`;
    return comments === 0 ? begin : `${begin}; a line that begins with # is a comment and no header`;
  }

  return {
    push(bytes) {
      for (let at = 0; at < bytes.length && !isStopped; at += PIECE) take(bytes.subarray(at, at + PIECE));
    },
    end() {
      if (!isStopped && rest.length > 0) take(Uint8Array.of(LF));
      if (!isStopped && header === undefined) fail(0, '', row.line === 0 ? 'the file is empty' : 'the file has no header', headerRemedy());
    },
    stop() {
      isStopped = true;
    },
    get isStopped() {
      return isStopped;
    },
    get comments() {
      return comments;
    },
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Whether a text begins with the mark of UTF-16, of either order. */
function isWide(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
