import type { StrayRows } from '../journal/journal.ts';
import type { Database } from './driver.ts';

/** Readers go from the first entry to the last, and the latest fact of a key counts: what stands before the first entry, or belongs to
 *  no place between the entries, would be read by nobody, or by `meta` alone, and no chain covers it. Rows behind the last entry are
 *  told by whoever goes through the record. Facts are numbered from 0 without a gap, and their places never go back. */
const STRAY: Readonly<Record<string, string>> = {
  entry: 'SELECT seq AS key FROM entry WHERE seq < 0',
  digest: 'SELECT seq AS key FROM digest WHERE seq < 0',
  head: 'SELECT seq AS key FROM head WHERE seq < 0',
  snapshot: 'SELECT seq AS key FROM snapshot WHERE seq < 0',
  fact: `SELECT number AS key FROM (SELECT number, before_seq, max(before_seq) OVER (ORDER BY number) AS latest FROM fact)
    WHERE number < 0 OR number >= (SELECT count(*) FROM fact)
      OR before_seq < 0 OR before_seq < latest OR before_seq > (SELECT coalesce(max(seq) + 1, 0) FROM entry)`,
};

/** The texts of each table. What stands behind a zero byte other programs show as a part of the record. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  entry: ['line', 'kind', 'input'],
  digest: ['digest'],
  head: ['text'],
  snapshot: ['text'],
  fact: ['key', 'value'],
};

/** Rows, or parts of them, that nobody reads, table by table. */
export function strayRows(database: Database): StrayRows[] {
  return [
    ...Object.entries(STRAY).flatMap(([table, rows]) => found(database, 'rows-outside', table, rows)),
    ...Object.entries(TEXTS).flatMap(([table, columns]) => {
      const goesOn = columns.map((column) => `instr(CAST(${column} AS BLOB), x'00') > 0`).join(' OR ');
      return found(database, 'text-unread', table, `SELECT ${table === 'fact' ? 'number' : 'seq'} AS key FROM ${table} WHERE ${goesOn}`);
    }),
  ];
}

function found(database: Database, what: StrayRows['what'], table: string, rows: string): StrayRows[] {
  // As a real number: a key may be larger than what the driver gives back as a whole one.
  const row = database.prepare(`SELECT count(*) AS n, CAST(min(key) AS REAL) AS first FROM (${rows})`).get();
  const count = Number(row?.['n']);
  return count === 0 ? [] : [{ what, table, first: Number(row?.['first']), count }];
}
