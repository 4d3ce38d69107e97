import { decimalAt } from './decimal.ts';

/** One line in hand, as many cells as the header has. It is the same object for every line: take what is needed before the call ends. */
export type CsvRow = {
  /** From 1. */
  readonly line: number;
  /** The plain decimal number of cell `k`, whatever blanks stand around it; not a number where it holds none, or nothing. */
  number(k: number): number;
  /** What stands in cell `k`, without its quotes, or without the blanks around it. */
  text(k: number): string;
  isBlank(k: number): boolean;
};

const BLANK = 0x20;
const QUOTE = 0x22;
const LAST_OF_ASCII = 0x7f;
/** The engine copies a piece of a text up to this long; of a longer one it keeps the whole text that it was cut from. */
const COPIED = 12;

const utf8 = new TextDecoder('utf-8');
/** One character a byte, so that places in the bytes are places in the text. */
const bytewise = new TextDecoder('latin1');

/** Where the cells of a line lie among the bytes. Nothing is made for a cell before somebody asks for it. */
export class CsvLine implements CsvRow {
  line = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #chars: string | undefined;
  #from = new Int32Array(0);
  #to = new Int32Array(0);
  #quoted = new Uint8Array(0);

  /** As many cells as are kept of a line; those beyond are counted only. */
  hold(cells: number): void {
    this.#from = new Int32Array(cells);
    this.#to = new Int32Array(cells);
    this.#quoted = new Uint8Array(cells);
  }

  /** The bytes in which the cells lie from now on. */
  lookAt(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#chars = undefined;
  }

  put(k: number, from: number, to: number, quoted: 0 | 1): void {
    if (k >= this.#from.length) return;
    this.#from[k] = from;
    this.#to[k] = to;
    this.#quoted[k] = quoted;
  }

  /** Parts a line in which there are quotes, and says of how many cells it is, or what is wrong with them. */
  split(from: number, to: number, delimiter: number): number | string {
    const bytes = this.#bytes;
    for (let [cells, start] = [0, from]; ; cells++) {
      let at = this.#pastBlanks(start, to, delimiter);
      if (bytes[at] !== QUOTE || at >= to) {
        while (at < to && bytes[at] !== delimiter && bytes[at] !== QUOTE) at += 1;
        if (at < to && bytes[at] === QUOTE) return 'a quote stands within a cell';
        this.put(cells, start, at, 0);
      } else {
        const inner = at + 1;
        at = closingQuote(bytes, inner, to);
        if (at < 0) return 'a quote is not closed';
        this.put(cells, inner, at, 1);
        at = this.#pastBlanks(at + 1, to, delimiter);
        if (at < to && bytes[at] !== delimiter) return 'something follows a closing quote';
      }
      if (at >= to) return cells + 1;
      start = at + 1;
    }
  }

  number(k: number): number {
    return decimalAt(this.#bytes, this.#begin(k), this.#end(k), this.#text);
  }

  text(k: number): string {
    if (this.#quoted[k] === 1) return utf8.decode(this.#bytes.subarray(this.#from[k], this.#to[k])).replaceAll('""', '"');
    const [from, to] = [this.#begin(k), this.#end(k)];
    let plain = to - from <= COPIED;
    for (let at = from; plain && at < to; at++) plain = this.#bytes[at] <= LAST_OF_ASCII;
    return plain ? this.#text().slice(from, to) : utf8.decode(this.#bytes.subarray(from, to));
  }

  isBlank(k: number): boolean {
    return this.#begin(k) >= this.#end(k);
  }

  readonly #text = (): string => (this.#chars ??= bytewise.decode(this.#bytes));

  #begin(k: number): number {
    let at = this.#from[k];
    while (at < this.#to[k] && this.#bytes[at] <= BLANK) at += 1;
    return at;
  }

  #end(k: number): number {
    let at = this.#to[k];
    while (at > this.#from[k] && this.#bytes[at - 1] <= BLANK) at -= 1;
    return at;
  }

  #pastBlanks(from: number, to: number, delimiter: number): number {
    let at = from;
    while (at < to && this.#bytes[at] <= BLANK && this.#bytes[at] !== delimiter) at += 1;
    return at;
  }
}

/** Two quotes within a quoted cell are one of its text. */
function closingQuote(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== QUOTE) continue;
    if (at + 1 < to && bytes[at + 1] === QUOTE) at += 1;
    else return at;
  }
  return -1;
}
