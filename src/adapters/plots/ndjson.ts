import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import type { ScanRouter } from './by-sensor.ts';
import { fault, type FieldName, meaningOf, noValues, placeInTime, plotOf, type Values } from './fields.ts';
import { linesOf } from './lines.ts';
import type { Reporter } from './report.ts';
import { MOST_PLOTS_IN_SCAN, type PlotScan, type ScanRow } from './scans.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Characters of a line: a scan of the most plots that a scan may have, written at length. */
const LONGEST_LINE = 200 * MOST_PLOTS_IN_SCAN;

/** Reads plots from NDJSON: an object a line, either one plot, or one scan with its list of plots, which may be empty. */
export async function* ndjsonScans(
  chunks: AsyncIterable<Uint8Array>,
  needed: readonly FieldName[],
  assembler: ScanRouter,
  reporter: Reporter,
): AsyncGenerator<PlotScan> {
  let line = 0;
  for await (const texts of linesOf(chunks, LONGEST_LINE, reporter)) {
    for (const text of texts) {
      line += 1;
      if (text.trim() !== '') takeLine(text, line, needed, assembler, reporter);
    }
    yield* assembler.done();
  }
  yield* assembler.end();
}

function takeLine(text: string, line: number, needed: readonly FieldName[], assembler: ScanRouter, reporter: Reporter): void {
  const value = parsed(text);
  if (!isFields(value)) {
    const message = value === undefined ? 'this is no JSON' : 'this is no JSON object';
    return reporter.refuse({ line, field: '', message, remedy: 'write one JSON object a line: a plot, or a scan with "plots"' });
  }
  const { sensor, ...fields } = value;
  if (sensor !== undefined && typeof sensor !== 'string')
    return reporter.refuse({ line, field: 'sensor', message: 'it is no text', remedy: 'write the name of the sensor, as its spec has it' });
  if (!assembler.isKnown(line, sensor)) return undefined;
  if (!Object.hasOwn(fields, 'plots')) {
    const values = valuesOf(fields, line, '', reporter);
    if (values === undefined || !isPlaced(values, line, reporter) || !isPlot(values, needed, line, '', reporter)) return undefined;
    return assembler.row({ line, sensor, ...placeInTime(values), plot: plotOf(values) });
  }
  return takeScan(fields, sensor, line, needed, assembler, reporter);
}

function takeScan(
  scan: Fields,
  sensor: string | undefined,
  line: number,
  needed: readonly FieldName[],
  assembler: ScanRouter,
  reporter: Reporter,
): void {
  const { plots, platform, ...head } = scan;
  const values = valuesOf(head, line, '', reporter);
  if (values === undefined || !isPlaced(values, line, reporter)) return;
  if (!Array.isArray(plots)) {
    reporter.refuse({ line, field: 'plots', message: 'it is no list', remedy: 'write a list of plots; [] says that nothing was seen' });
    return;
  }
  const where = platformOf(platform, line, reporter);
  if (where === undefined) return;
  assembler.scan({ line, sensor, ...placeInTime(values), ...where });
  plots.forEach((plot: unknown, i) => {
    if (!isFields(plot)) return refuseShape(line, `plots[${i}]`, reporter);
    const { sensor: named, ...readings } = plot;
    if (!isOfScan(named, sensor ?? assembler.lone, line, `plots[${i}].`, reporter)) return;
    const own = valuesOf(readings, line, `plots[${i}].`, reporter);
    if (own === undefined || !isPlot(own, needed, line, `plots[${i}].`, reporter)) return;
    assembler.row({ line, sensor, ...placeInTime(values), plot: plotOf(own) });
  });
}

/** Whether a plot that names its sensor names that of its scan. */
function isOfScan(named: unknown, scans: string | undefined, line: number, path: string, reporter: Reporter): boolean {
  if (named === undefined || named === scans) return true;
  reporter.refuse({
    line,
    field: `${path}sensor`,
    message: `it is ${JSON.stringify(named).slice(0, 40)}, and its scan is of "${scans}"`,
    remedy: 'put the plot into a scan of its own sensor, or leave the name out of it',
  });
  return false;
}

/** The numbers of an object by what they mean; undefined, and refused, when one cannot be. */
function valuesOf(object: Fields, line: number, path: string, reporter: Reporter): Values | undefined {
  const values = noValues();
  for (const [name, value] of Object.entries(object)) {
    const meaning = meaningOf(name);
    if (meaning === undefined) {
      reporter.note(`keys that were not read, such as ${name.slice(0, 40)}`);
      continue;
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      reporter.refuse({
        line,
        field: `${path}${name}`,
        message: `${JSON.stringify(value)?.slice(0, 40)} is no number`,
        remedy: 'write a JSON number',
      });
      return undefined;
    }
    const wrong = fault(meaning.field, value * meaning.factor);
    if (wrong !== undefined) {
      reporter.refuse({ line, field: `${path}${name}`, ...wrong });
      return undefined;
    }
    values[meaning.field] = value * meaning.factor;
  }
  return values;
}

function isPlaced(values: Values, line: number, reporter: Reporter): boolean {
  if (values.scan !== undefined || values.t !== undefined) return true;
  reporter.refuse({ line, field: 'scan', message: 'there is neither scan nor t_s', remedy: 'add the scan number or the time in seconds' });
  return false;
}

const KEYS: readonly (readonly [FieldName, string])[] = [
  ['range', 'range_m'],
  ['azimuth', 'azimuth_rad'],
  ['elevation', 'elevation_rad'],
];

function isPlot(values: Values, needed: readonly FieldName[], line: number, path: string, reporter: Reporter): boolean {
  const missing = KEYS.find(([field]) => needed.includes(field) && values[field] === undefined);
  if (missing === undefined) return true;
  reporter.refuse({
    line,
    field: `${path}${missing[1]}`,
    message: 'it is missing',
    remedy: `a plot needs ${needed.includes('range') ? 'range_m, ' : ''}azimuth_rad and elevation_rad`,
  });
  return false;
}

function platformOf(platform: unknown, line: number, reporter: Reporter): Pick<ScanRow, 'platform'> | undefined {
  if (platform === undefined) return {};
  const { latitude_deg, longitude_deg, height_m } = isFields(platform) ? platform : {};
  const isPlace =
    typeof latitude_deg === 'number' &&
    typeof longitude_deg === 'number' &&
    typeof height_m === 'number' &&
    Math.abs(latitude_deg) <= 90 &&
    Math.abs(longitude_deg) <= 360 &&
    Math.abs(height_m) <= 1e9;
  if (isPlace) return { platform: geodeticDegrees(latitude_deg, longitude_deg, height_m) };
  reporter.refuse({
    line,
    field: 'platform',
    message: 'this is no place',
    remedy: 'write {"latitude_deg": …, "longitude_deg": …, "height_m": …}',
  });
  return undefined;
}

function refuseShape(line: number, field: string, reporter: Reporter): void {
  reporter.refuse({ line, field, message: 'it is no JSON object', remedy: 'a plot needs range_m, azimuth_rad and elevation_rad' });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
