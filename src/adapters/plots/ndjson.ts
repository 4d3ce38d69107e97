import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import type { ScanRouter } from './by-sensor.ts';
import { fault, type FieldName, isNothing, meaningOf, noValues, placeInTime, plotOf, remedyOf, type Values } from './fields.ts';
import { jsonTexts, nameTwice, parsedJson } from './json-texts.ts';
import type { Reporter } from './report.ts';
import { MOST_PLOTS_IN_SCAN, type PlotScan, type ScanRow } from './scans.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Characters of a line: a scan of the most plots that a scan may have, written at length. */
const LONGEST_LINE = 200 * MOST_PLOTS_IN_SCAN;

/** Reads plots from JSON: an object a line, or a list of them; each is one plot, or one scan with its list of plots, which may be empty. */
export async function* ndjsonScans(
  chunks: AsyncIterable<Uint8Array>,
  needed: readonly FieldName[],
  assembler: ScanRouter,
  reporter: Reporter,
): AsyncGenerator<PlotScan> {
  let isEmpty = true;
  for await (const texts of jsonTexts(chunks, LONGEST_LINE, reporter)) {
    if (texts.length > 0) isEmpty = false;
    for (const { text, line } of texts) takeObject(text, line, needed, assembler, reporter);
    yield* assembler.done();
  }
  if (isEmpty) reporter.fail({ line: 0, field: '', message: 'this JSON holds no objects', remedy: REMEDY });
  yield* assembler.end();
}

const REMEDY = 'write one JSON object a line, or a list of objects: each a plot, or a scan with "plots"';

function takeObject(text: string, line: number, needed: readonly FieldName[], assembler: ScanRouter, reporter: Reporter): void {
  const value = parsedJson(text);
  if (!isFields(value)) {
    reporter.count('lines', 1);
    const message = value === undefined ? 'this is no JSON' : 'this is no JSON object';
    return reporter.refuse({ line, field: '', message, remedy: REMEDY });
  }
  const { sensor: named, ...fields } = value;
  const sensor = named ?? undefined;
  const plots = fields['plots'] ?? undefined;
  const stated = Array.isArray(plots) ? plots.length : 1;
  reporter.count('lines', stated);
  const refuse: RefuseWhole = (field, message, remedy) => {
    // A scan without plots is no plot that is lost, but what it says is.
    if (stated === 0) reporter.count('lines', 1);
    reporter.refuse({ line, field, message, remedy }, Math.max(1, stated));
    return undefined;
  };
  const twice = nameTwice(text);
  if (twice !== undefined) return refuse(twice.slice(0, 40), 'it stands twice in one object', 'leave one of the two out');
  if (sensor !== undefined && typeof sensor !== 'string')
    return refuse('sensor', 'it is no text', 'write the name of the sensor, as its spec has it');
  if (!assembler.isKnown(line, sensor, stated)) return undefined;
  if (plots !== undefined) return takeScan(fields, plots, { line, sensor }, refuse, needed, assembler, reporter);
  const { platform, ...readings } = fields;
  const values = valuesOf(readings, '', refuse, reporter);
  if (values === undefined || !isPlaced(values, '', refuse) || !isPlot(values, needed, '', refuse)) return undefined;
  const where = platformOf(platform ?? undefined, refuse);
  return where === undefined ? undefined : assembler.row({ line, sensor, ...placeInTime(values), ...where, plot: plotOf(values) });
}

function takeScan(
  { plots: _, platform, ...head }: Fields,
  plots: unknown,
  { line, sensor }: { readonly line: number; readonly sensor: string | undefined },
  refuse: RefuseWhole,
  needed: readonly FieldName[],
  assembler: ScanRouter,
  reporter: Reporter,
): void {
  if (!Array.isArray(plots)) return refuse('plots', 'it is no list', 'write a list of plots; [] says that nothing was seen');
  const values = valuesOf(head, '', refuse, reporter);
  if (values === undefined) return undefined;
  const where = platformOf(platform ?? undefined, refuse);
  if (where === undefined) return undefined;
  if (plots.length === 0 && !isPlaced(values, '', refuse)) return undefined;
  const whole = { line, sensor, ...where };
  const isSaid = values.scan !== undefined || values.t !== undefined;
  // Where all plots have times of their own, and no number holds them together, there was no look at the time of the whole.
  const areApart = plots.length > 0 && values.scan === undefined && plots.every((plot) => isFields(plot) && hasTime(plot));
  if (isSaid && !areApart) assembler.scan({ ...whole, ...placeInTime(values) }, plots.length);
  plots.forEach((plot: unknown, i) => {
    const refuseOne: RefuseWhole = (field, message, remedy) => {
      reporter.refuse({ line, field, message, remedy });
      return undefined;
    };
    const path = `plots[${i}]`;
    if (!isFields(plot)) return refuseOne(path, 'it is no JSON object', 'a plot needs range_m, azimuth_rad and elevation_rad');
    const { sensor: named, ...readings } = plot;
    if (!isOfScan(named, sensor ?? assembler.lone, `${path}.`, refuseOne)) return undefined;
    const own = valuesOf(readings, `${path}.`, refuseOne, reporter);
    if (own === undefined || !isOfNumber(own, values, `${path}.`, refuseOne)) return undefined;
    const placed = { ...own, scan: values.scan ?? own.scan, t: own.t ?? values.t };
    if (!isPlaced(placed, `${path}.`, refuseOne) || !isPlot(own, needed, `${path}.`, refuseOne)) return undefined;
    return assembler.row({ ...whole, ...placeInTime(placed), plot: plotOf(own) });
  });
}

function hasTime(plot: Fields): boolean {
  return Object.keys(plot).some((name) => meaningOf(name)?.field === 't' && typeof plot[name] === 'number');
}

/** Refuses an object with all the plots that it states. */
type RefuseWhole = (field: string, message: string, remedy: string) => undefined;

/** Whether a plot that names its scan names the one that it stands in. */
function isOfNumber({ scan: own }: Values, { scan }: Values, path: string, refuse: RefuseWhole): boolean {
  if (own === undefined || scan === undefined || own === scan) return true;
  refuse(
    `${path}scan`,
    `it is ${own}, and the plot stands in scan ${scan}`,
    'put the plot into its own scan, or leave the number out of it',
  );
  return false;
}

/** Whether a plot that names its sensor names that of its scan. */
function isOfScan(named: unknown, scans: string | undefined, path: string, refuse: RefuseWhole): boolean {
  if (named === undefined || named === null || named === scans) return true;
  refuse(
    `${path}sensor`,
    `it is ${JSON.stringify(named).slice(0, 40)}, and its scan is of "${scans}"`,
    'put the plot into a scan of its own sensor, or leave the name out of it',
  );
  return false;
}

/** The numbers of an object by what they mean; undefined, and refused, when one cannot be. */
function valuesOf(object: Fields, path: string, refuse: RefuseWhole, reporter: Reporter): Values | undefined {
  const values = noValues();
  for (const [name, value] of Object.entries(object)) {
    const meaning = meaningOf(name);
    if (meaning === undefined) {
      reporter.note(`keys that were not read, such as ${name.slice(0, 40)}`);
      continue;
    }
    if (value === null || (typeof value === 'string' && isNothing(value))) continue;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      const text = JSON.stringify(value).slice(0, 40);
      return refuse(`${path}${name}`, `${text} is no number`, remedyOf(meaning.field, text) ?? 'write a JSON number');
    }
    const wrong = fault(meaning, value);
    if (wrong !== undefined) return refuse(`${path}${name}`, wrong.message, wrong.remedy.replace('the column', 'the key'));
    if (values[meaning.field] !== undefined)
      return refuse(`${path}${name}`, `"${twinOf(object, meaning.field, name)}" says the same`, 'leave one of the two out');
    values[meaning.field] = value * meaning.factor;
  }
  return values;
}

function twinOf(object: Fields, field: FieldName, name: string): string | undefined {
  return Object.keys(object).find((other) => other !== name && typeof object[other] === 'number' && meaningOf(other)?.field === field);
}

function isPlaced(values: Values, path: string, refuse: RefuseWhole): boolean {
  if (values.scan !== undefined || values.t !== undefined) return true;
  refuse(`${path}scan`, 'there is neither scan nor t_s', 'add the scan number or the time in seconds');
  return false;
}

const KEYS: readonly (readonly [FieldName, string])[] = [
  ['range', 'range_m'],
  ['azimuth', 'azimuth_rad'],
  ['elevation', 'elevation_rad'],
];

function isPlot(values: Values, needed: readonly FieldName[], path: string, refuse: RefuseWhole): boolean {
  const missing = KEYS.find(([field]) => needed.includes(field) && values[field] === undefined);
  if (missing === undefined) return true;
  refuse(
    `${path}${missing[1]}`,
    'it is missing',
    `a plot needs ${needed.includes('range') ? 'range_m, ' : ''}azimuth_rad and elevation_rad`,
  );
  return false;
}

function platformOf(platform: unknown, refuse: RefuseWhole): Pick<ScanRow, 'platform'> | undefined {
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
  return refuse('platform', 'this is no place', 'write {"latitude_deg": …, "longitude_deg": …, "height_m": …}');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
