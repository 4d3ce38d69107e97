import { parse } from 'csv-parse/sync';
import type { Arc } from '../sim/benchmarks/arcs.ts';
import { CommandError } from './exit.ts';
import { packedText } from './packed-text.ts';

const STATE = ['x_ecef', 'y_ecef', 'z_ecef', 'vx_ecef', 'vy_ecef', 'vz_ecef'];
const REMEDY = `give a table with the columns target, t and ${STATE.join(', ')}, a row for each scan, plain or .gz`;

/** The arcs of a table of free flights, by target. Throws `CommandError` at what is no such table. */
export function readArcs(file: string): readonly Arc[] {
  const text = packedText(file, REMEDY);
  const rows = parse(text, { columns: true, skip_empty_lines: true }) as Record<string, string>[];
  const byTarget = new Map<string, { times_s: number[]; truth: Float64Array[] }>();
  rows.forEach((row, at) => {
    const numbers = ['t', ...STATE].map((name) => (row[name] === undefined || row[name] === '' ? Number.NaN : Number(row[name])));
    if (row['target'] === undefined || numbers.some((value) => !Number.isFinite(value)))
      throw new CommandError('a row of this table is incomplete', `${file}, row ${at + 1}`, REMEDY);
    const arc = byTarget.get(row['target']) ?? { times_s: [], truth: [] };
    byTarget.set(row['target'], arc);
    arc.times_s.push(numbers[0]);
    arc.truth.push(Float64Array.from(numbers.slice(1)));
  });
  const arcs = [...byTarget].map(([name, { times_s, truth }]): Arc => ({ name, interval_s: times_s[1] - times_s[0], truth }));
  const [first] = arcs;
  if (first === undefined || arcs.some((arc) => arc.truth.length < 2 || arc.truth.length !== first.truth.length))
    throw new CommandError('the arcs of this table do not have one length of two scans or more', file, REMEDY);
  return arcs;
}
