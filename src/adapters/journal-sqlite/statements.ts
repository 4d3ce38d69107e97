import type { Database, Row, Statement } from './driver.ts';

/** The statements of a journal's tables, prepared once. */
export function statements(database: Database) {
  const prepare = (sql: string): Statement => database.prepare(sql);
  return {
    newest: prepare('SELECT seq, at_us, chain FROM entry ORDER BY seq DESC LIMIT 1'),
    putEntry: prepare('INSERT INTO entry (seq, at_us, line, kind, input, chain) VALUES (?, ?, ?, ?, ?, ?)'),
    entryAt: prepare('SELECT seq, at_us, line, input FROM entry WHERE seq = ?'),
    entriesFrom: prepare('SELECT seq, at_us, line, input FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?'),
    recordsFrom: prepare('SELECT seq, at_us, line, kind, input, chain FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?'),
    chainAt: prepare('SELECT chain FROM entry WHERE seq = ?'),
    setAside: prepare("SELECT seq, at_us, line, input FROM entry WHERE kind = 'set-aside' ORDER BY seq"),
    getFact: prepare('SELECT value FROM fact WHERE key = ? ORDER BY number DESC LIMIT 1'),
    lastFact: prepare('SELECT chain FROM fact WHERE before_seq >= ? ORDER BY number DESC LIMIT 1'),
    factsFrom: prepare('SELECT before_seq, key, value, chain FROM fact WHERE before_seq >= ? ORDER BY number'),
    factCount: prepare('SELECT coalesce(max(number) + 1, 0) AS n FROM fact'),
    putFact: prepare('INSERT INTO fact (number, before_seq, key, value, chain) VALUES (?, ?, ?, ?, ?)'),
    digestAt: prepare('SELECT digest FROM digest WHERE seq = ?'),
    lastDigest: prepare('SELECT seq FROM digest ORDER BY seq DESC LIMIT 1'),
    digestsFrom: prepare('SELECT seq, digest FROM digest WHERE seq >= ? ORDER BY seq LIMIT ?'),
    putDigest: prepare('INSERT INTO digest (seq, digest) VALUES (?, ?) ON CONFLICT (seq) DO NOTHING'),
    headsFrom: prepare('SELECT seq, text FROM head WHERE seq >= ? ORDER BY seq LIMIT ?'),
    putHead: prepare('INSERT INTO head (seq, text) VALUES (?, ?) ON CONFLICT (seq) DO NOTHING'),
    putSnapshot: prepare('INSERT INTO snapshot (seq, text) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET text = excluded.text'),
    dropSnapshots: prepare('DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ?)'),
    latestSnapshot: prepare('SELECT seq, text FROM snapshot WHERE seq < ? ORDER BY seq DESC LIMIT 1'),
  };
}

/** A chain as stored: 32 bytes, of which text would make 64. */
export function unhex(chain: string): Uint8Array {
  return Buffer.from(chain, 'hex');
}

export function hex(value: Row[string] | undefined): string | undefined {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex') : undefined;
}
