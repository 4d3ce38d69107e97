import { parse } from 'csv-parse/sync';
import type { ScanRouter } from './by-sensor.ts';
import {
  decimal,
  fault,
  type FieldName,
  isNothing,
  isOptional,
  isSensorName,
  KNOWN_NAMES,
  type Meaning,
  meaningOf,
  noValues,
  placeInTime,
  plotOf,
} from './fields.ts';
import { linesOf } from './lines.ts';
import type { Reporter } from './report.ts';
import type { PlotScan } from './scans.ts';

/** A column that is read: where it stands, what it is called, what it means. */
type Column = Meaning & { readonly at: number; readonly name: string };

/** What the header says. `sensorAt`: where the name of the sensor stands, −1 where it does not. */
type Table = { readonly columns: readonly Column[]; readonly sensorAt: number; readonly width: number; readonly delimiter: string };

const LONGEST_LINE = 65_536;

/** Reads plots from CSV: a header, then a plot a line; columns go by name. Every line stands for itself: a quote that is not closed costs its own
 *  line and not the rest of the file, so a text with a line break in it is not read. */
export async function* csvScans(
  chunks: AsyncIterable<Uint8Array>,
  needed: readonly FieldName[],
  assembler: ScanRouter,
  reporter: Reporter,
): AsyncGenerator<PlotScan> {
  let line = 0;
  let table: Table | undefined;
  for await (const texts of linesOf(chunks, LONGEST_LINE, reporter)) {
    for (const text of texts) {
      line += 1;
      if (text.trim() === '') continue;
      if (table === undefined) {
        const delimiter = delimiterOf(text);
        const cells = cellsOf(text.replace(/^\ufeff/, ''), delimiter);
        if (cells === undefined) reporter.fail({ line, field: '', message: 'this is no CSV', remedy: 'mend the quotes of the header' });
        const columns = columnsOf(cells, needed, line, reporter);
        table = { columns, sensorAt: cells.findIndex(isSensorName), width: cells.length, delimiter };
        continue;
      }
      reporter.count('lines', 1);
      const cells = cellsOf(text, table.delimiter);
      if (cells === undefined) reporter.refuse({ line, field: '', message: 'it is no CSV', remedy: 'mend its quotes' });
      else if (cells.length === table.width) takeLine(cells, line, table, needed, assembler, reporter);
      else
        reporter.refuse({
          line,
          field: '',
          message: `${cells.length} columns where the header has ${table.width}`,
          remedy: 'give every line as many columns as the header',
        });
    }
    yield* assembler.done();
  }
  if (table === undefined) reporter.fail({ line: 0, field: '', message: 'the file is empty', remedy: 'give a header and a plot a line' });
  yield* assembler.end();
}

/** Comma, or what a spreadsheet in another country writes. */
function delimiterOf(header: string): string {
  return [',', ';', '\t'].find((one) => header.includes(one)) ?? ',';
}

function cellsOf(text: string, delimiter: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  try {
    const [cells] = parse(text.trimEnd(), { delimiter, trim: true }) as string[][];
    return cells;
  } catch {
    return undefined;
  }
}

function columnsOf(cells: readonly string[], needed: readonly FieldName[], line: number, reporter: Reporter): Column[] {
  const columns: Column[] = [];
  const ignored: string[] = [];
  cells.forEach((name, at) => {
    const meaning = meaningOf(name);
    if (isSensorName(name)) return undefined;
    if (meaning === undefined) return ignored.push(name);
    const twin = columns.find(({ field }) => field === meaning.field);
    if (twin !== undefined)
      reporter.fail({ line, field: name, message: `"${twin.name}" says the same`, remedy: `leave one of the two out` });
    return columns.push({ ...meaning, at, name });
  });
  const has = (field: FieldName) => columns.some((column) => column.field === field);
  for (const field of needed)
    if (!has(field))
      reporter.fail({
        line,
        field,
        message: 'the header names no column for it',
        remedy: `columns that are read: ${KNOWN_NAMES.join(', ')}`,
      });
  if (!has('scan') && !has('t'))
    reporter.fail({
      line,
      field: 'scan',
      message: 'the header has neither scan nor t',
      remedy: 'add a column with the scan number or the time in seconds',
    });
  if (ignored.length > 0) reporter.note(`columns that were not read: ${ignored.slice(0, 20).join(', ')}`);
  return columns;
}

function takeLine(
  cells: readonly string[],
  line: number,
  { columns, sensorAt }: Table,
  needed: readonly FieldName[],
  assembler: ScanRouter,
  reporter: Reporter,
): void {
  const named = sensorAt < 0 ? '' : cells[sensorAt].trim();
  const sensor = named === '' ? undefined : named;
  if (!assembler.isKnown(line, sensor)) return undefined;
  const values = noValues();
  for (const column of columns) {
    const { at, name, field, factor } = column;
    const text = cells[at];
    const value = decimal(text) ?? decimal(text.trim());
    if (value === undefined && isNothing(text)) {
      if (isOptional(field, needed)) continue;
      return reporter.refuse({
        line,
        field: name,
        message: 'there is no value',
        remedy: 'write a decimal number, such as 1234.5 or 1.2345e3',
      });
    }
    if (value === undefined)
      return reporter.refuse({
        line,
        field: name,
        message: `"${text.slice(0, 40)}" is no number`,
        remedy: 'write a decimal number, such as 1234.5 or 1.2345e3',
      });
    const wrong = fault(column, value);
    if (wrong !== undefined) return reporter.refuse({ line, field: name, ...wrong });
    values[field] = value * factor;
  }
  if (values.scan === undefined && values.t === undefined)
    return reporter.refuse({
      line,
      field: columns.find(({ field }) => field === 'scan' || field === 't')?.name ?? 'scan',
      message: 'there is no value',
      remedy: 'give the scan number or the time in seconds',
    });
  const { scan, at_us } = placeInTime(values);
  return assembler.row({ line, sensor, scan, at_us, plot: plotOf(values) });
}
