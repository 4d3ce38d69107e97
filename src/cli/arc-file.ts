import { readFileSync } from 'node:fs';
import { readColumns } from '../adapters/csv-table/csv-table.ts';
import type { Arc } from '../sim/benchmarks/arcs.ts';
import { CommandError } from './exit.ts';
import { refuseTable } from './table-refused.ts';

const STATE = ['x_ecef', 'y_ecef', 'z_ecef', 'vx_ecef', 'vy_ecef', 'vz_ecef'];
const REMEDY = `give a table with the columns target, t and ${STATE.join(', ')}, a row for each scan, plain or .gz`;

/** The arcs of a table of free flights, by target. Throws `CommandError` at what is no such table. */
export function readArcs(file: string): readonly Arc[] {
  const columns = readColumns(readFileSync(file), file, { numbers: ['t', ...STATE], words: ['target'] });
  if (columns.kind === 'rejected') return refuseTable(columns.problems);
  const { numbers, words } = columns;
  const [t_s, ...state] = numbers;
  const byTarget = new Map<string, { times_s: number[]; truth: Float64Array[] }>();
  words[0].forEach((target, row) => {
    const arc = byTarget.get(target) ?? { times_s: [], truth: [] };
    byTarget.set(target, arc);
    arc.times_s.push(t_s[row]);
    arc.truth.push(Float64Array.from(state, (column) => column[row]));
  });
  const arcs = [...byTarget].map(([name, { times_s, truth }]): Arc => ({ name, interval_s: times_s[1] - times_s[0], truth }));
  const [first] = arcs;
  if (first === undefined || arcs.some((arc) => arc.truth.length < 2 || arc.truth.length !== first.truth.length))
    throw new CommandError('the arcs of this table do not have one length of two scans or more', file, REMEDY);
  return arcs;
}
