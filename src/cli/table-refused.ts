import type { TableProblem } from '../adapters/csv-table/csv-table.ts';
import { CommandError } from './exit.ts';

/** Tells the first problem of a table, and on which lines the others are. */
export function refuseTable(problems: readonly TableProblem[]): never {
  const [{ file, line, column, message, remedy }, ...others] = problems;
  const where = `${file}${line > 0 ? `:${line}` : ''}${column === '' ? '' : `, column ${column}`}`;
  const more = others.length === 0 ? '' : ` (and ${others.length} more, on lines ${others.map((one) => one.line).join(', ')})`;
  throw new CommandError(`${message}${more}`, where, remedy);
}
