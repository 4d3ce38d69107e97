import { parse } from 'csv-parse/sync';
import { unpacked } from '../packed-file/packed-file.ts';

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

export type Refuse = (line: number, column: string, message: string, remedy: string) => void;
export type TableRecord = { readonly line: number; readonly cells: readonly string[] };

/** The lines of a CSV file, plain or gzipped, each with its number from 1; none, and a word of why, when it is no CSV. */
export function recordsOf(bytes: Uint8Array, refuse: Refuse): TableRecord[] {
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    const parsed = parse(Buffer.from(unpacked(bytes)), options) as unknown as { info: { lines: number }; record: string[] }[];
    return parsed.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    const line = typeof error === 'object' && error !== null && 'lines' in error && typeof error.lines === 'number' ? error.lines : 0;
    const message = error instanceof Error ? error.message : String(error);
    refuse(line, '', `the file cannot be read as CSV: ${message}`, 'write comma-separated values, plain or gzipped');
    return [];
  }
}
