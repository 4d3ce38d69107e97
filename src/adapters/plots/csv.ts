import type { CsvRow } from '../csv-table/csv-line.ts';
import { createCsvReader } from '../csv-table/csv-reader.ts';
import { whyNoNumber } from '../csv-table/decimal.ts';
import type { ScanRouter } from './by-sensor.ts';
import {
  fault,
  type FieldName,
  isNothing,
  isOptional,
  isSensorName,
  KNOWN_NAMES,
  type Meaning,
  meaningOf,
  noValues,
  plotOf,
  remedyOf,
} from './fields.ts';
import type { Reporter } from './report.ts';
import type { PlotScan } from './scans.ts';

/** A column that is read: where it stands, what it is called, what it means. */
type Column = Meaning & { readonly at: number; readonly name: string };

/** What the header says. `sensorAt`: where the name of the sensor stands, −1 where it does not. */
type Table = { readonly columns: readonly Column[]; readonly sensorAt: number };

/** Reads plots from CSV: a header, then a plot a line; columns go by name. */
export async function* csvScans(
  chunks: AsyncIterable<Uint8Array>,
  needed: readonly FieldName[],
  assembler: ScanRouter,
  reporter: Reporter,
): AsyncGenerator<PlotScan> {
  let table: Table = { columns: [], sensorAt: -1 };
  const reader = createCsvReader({
    example: 'scan,t,el,az,range',
    header({ names, line }) {
      table = { columns: columnsOf(names, needed, line, reporter), sensorAt: names.findIndex(isSensorName) };
    },
    row(row) {
      reporter.count('lines', 1);
      takeRow(row, table, needed, assembler, reporter);
    },
    refuse(line, field, message, remedy) {
      reporter.count('lines', 1);
      reporter.refuse({ line, field, message, remedy });
    },
    fail: (line, field, message, remedy) => reporter.fail({ line, field, message, remedy }),
  });
  for await (const bytes of chunks) {
    reader.push(bytes);
    yield* assembler.done();
  }
  reader.end();
  if (reader.comments > 0) reporter.note(`lines that begin with # were passed over: ${reader.comments}`);
  yield* assembler.end();
}

function columnsOf(names: readonly string[], needed: readonly FieldName[], line: number, reporter: Reporter): Column[] {
  const columns: Column[] = [];
  const ignored: string[] = [];
  names.forEach((name, at) => {
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

function takeRow(row: CsvRow, { columns, sensorAt }: Table, needed: readonly FieldName[], assembler: ScanRouter, reporter: Reporter): void {
  const { line } = row;
  const sensor = sensorAt < 0 || row.isBlank(sensorAt) ? undefined : row.text(sensorAt).trim();
  if (!assembler.isKnown(line, sensor)) return undefined;
  const values = noValues();
  for (const column of columns) {
    const { at, name, field, factor } = column;
    const value = row.number(at);
    if (Number.isNaN(value)) {
      const text = row.text(at);
      if (!isNothing(text)) {
        const { message, remedy } = whyNoNumber(text);
        return reporter.refuse({ line, field: name, message, remedy: remedyOf(field, text) ?? remedy });
      }
      if (isOptional(field, needed)) continue;
      return reporter.refuse({ line, field: name, ...whyNoNumber('') });
    }
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
  return assembler.row({
    line,
    sensor,
    scan: values.scan,
    at_us: values.t === undefined ? undefined : Math.round(values.t * 1e6),
    plot: plotOf(values),
  });
}
