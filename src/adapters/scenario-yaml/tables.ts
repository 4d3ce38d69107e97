import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { BodyTable } from '../../sim/scenario.ts';
import { readBodyTable } from '../body-table/body-table.ts';
import { MOST_BYTES } from '../packed-file/packed-file.ts';
import type { Finding } from '../yaml-file/checked-yaml.ts';
import type { ScenarioDocument } from './schema.ts';

/** The bytes of a file that a scenario names; throws `Error` in words when it cannot be read. */
export type OpenFile = (name: string) => Uint8Array;

/** Opens files by their paths relative to the file that names them. */
export function filesBeside(file: string): OpenFile {
  return (name) => {
    const path = resolve(dirname(file), name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) throw new Error(`there is no file ${path}`);
    if (!stat.isFile()) throw new Error(`${path} is no file`);
    if (stat.size > MOST_BYTES) throw new Error(`${path} is longer than ${MOST_BYTES} bytes`);
    return readFileSync(path);
  };
}

/** The same, and of each file that was opened its name and the SHA-256 of what it holds. */
export function hashingFiles(open: OpenFile): { readonly open: OpenFile; readonly hashes: readonly string[] } {
  const hashes: string[] = [];
  return {
    hashes,
    open(name) {
      const bytes = open(name);
      hashes.push(`${name} ${createHash('sha256').update(bytes).digest('hex')}`);
      return bytes;
    },
  };
}

/** Reads each table that a document names, once, and keeps it; what is wrong with one is told where the document names it. */
export function tableReader(open: OpenFile): {
  readonly findings: (document: ScenarioDocument) => Finding[];
  readonly tables: ReadonlyMap<string, BodyTable>;
} {
  const tables = new Map<string, BodyTable>();
  const read = (name: string, path: Finding['path']): Finding[] => {
    if (tables.has(name)) return [];
    let bytes: Uint8Array;
    try {
      bytes = open(name);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [{ path, message, remedy: 'give the path of a table of states, relative to this file' }];
    }
    const one = readBodyTable(bytes, name);
    if (one.kind === 'rejected')
      return one.problems.map(({ line, column, message, remedy }) => ({
        path,
        message: `${[name, ...(line === 0 ? [] : [`line ${line}`]), ...(column === '' ? [] : [column])].join(', ')}: ${message}`,
        remedy,
      }));
    tables.set(name, one.table);
    return [];
  };
  const flightsIn = (flights: ScenarioDocument['flights'], path: Finding['path']): Finding[] =>
    flights.flatMap((flight, i) => (flight.kind === 'states' ? read(flight.file, [...path, i, 'file']) : []));
  return {
    tables,
    findings: ({ flights, disturbances }) => [
      ...flightsIn(flights, ['flights']),
      ...disturbances.flatMap((each, i) => (each.kind === 'tape' ? flightsIn(each.flights, ['disturbances', i, 'flights']) : [])),
    ],
  };
}
