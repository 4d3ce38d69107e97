import { PackedFileError, unpacked } from '../packed-file/packed-file.ts';
import type { CsvRow } from './csv-line.ts';
import { createCsvReader, type CsvHeader, type Refuse } from './csv-reader.ts';
import { whyNoNumber } from './decimal.ts';

/** One thing that is wrong in a table: where, what, and what to do about it. */
export type TableProblem = {
  readonly file: string;
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  /** The column's name; empty for the whole line. */
  readonly column: string;
  readonly message: string;
  readonly remedy: string;
};

/** Enough to see what is wrong with a file without reading all of it. */
export const MOST_PROBLEMS = 10;

/** Columns that are wanted of a table; those of words hold names. */
export type WantedColumns = {
  readonly numbers: readonly string[];
  readonly words?: readonly string[];
  /** Longest file, bytes unpacked. */
  readonly bytes_max?: number;
};

export type TableColumns =
  | {
      readonly kind: 'columns';
      /** Per row its line in the file, from 1. */
      readonly lines: readonly number[];
      /** Per column that was wanted, in that order, its rows. */
      readonly numbers: readonly Float64Array[];
      readonly words: readonly (readonly string[])[];
    }
  | { readonly kind: 'rejected'; readonly problems: readonly TableProblem[] };

/** Reads the wanted columns of a table that is held whole, plain or gzipped: by name, in any order, others left alone. Either all of it is right or
 *  nothing of it is used. `file` is a name for the messages. */
export function readColumns(bytes: Uint8Array, file: string, wanted: WantedColumns): TableColumns {
  const { words = [], bytes_max } = wanted;
  const problems: TableProblem[] = [];
  const lines: number[] = [];
  const numbers = wanted.numbers.map((): number[] => []);
  const texts = words.map((): string[] => []);
  const names = [...words, ...wanted.numbers];
  let places: readonly number[] = [];
  const refuse: Refuse = (line, column, message, remedy) => {
    problems.push({ file, line, column, message, remedy });
    if (problems.length >= MOST_PROBLEMS) reader.stop();
  };
  const header = (found: CsvHeader): void => {
    places = names.map((name) => found.names.indexOf(name));
    const wrong = names.filter((name, k) => places[k] < 0 || found.names.lastIndexOf(name) !== places[k]);
    if (wrong.length === 0) return;
    refuse(found.line, wrong[0], `no column ${wrong.join(', ')}, or two of a name`, `begin with a header: ${names.join(',')}`);
    reader.stop();
  };
  const row = (cells: CsvRow): void => {
    lines.push(cells.line);
    words.forEach((_, k) => texts[k].push(cells.text(places[k])));
    wanted.numbers.forEach((column, k) => {
      const place = places[words.length + k];
      const value = cells.number(place);
      numbers[k].push(value);
      if (Number.isFinite(value)) return;
      const { message, remedy } = whyNoNumber(cells.text(place));
      refuse(cells.line, column, message, remedy);
    });
  };
  const reader = createCsvReader({ example: names.join(','), header, row, refuse, fail: refuse });
  try {
    reader.push(unpacked(bytes, bytes_max));
    reader.end();
  } catch (error) {
    if (!(error instanceof PackedFileError)) throw error;
    refuse(0, '', error.message, 'give a CSV file, plain or gzipped, with fewer rows');
  }
  if (problems.length > 0) return { kind: 'rejected', problems: problems.slice(0, MOST_PROBLEMS) };
  return { kind: 'columns', lines, numbers: numbers.map((values) => Float64Array.from(values)), words: texts };
}
