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

/** Rows that lie outside of what the journal counts, table by table. */
export function strayRows(database: Database): StrayRows[] {
  return Object.entries(STRAY).flatMap(([table, rows]) => {
    // As a real number: a key may be larger than what the driver gives back as a whole one.
    const found = database.prepare(`SELECT count(*) AS n, CAST(min(key) AS REAL) AS first FROM (${rows})`).get();
    const count = Number(found?.['n']);
    return count === 0 ? [] : [{ table, first: Number(found?.['first']), count }];
  });
}
