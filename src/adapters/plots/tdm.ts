import { degrees, type Micros } from '../../core/units.ts';
import { decimal, fault, isNothing, type Meaning } from './fields.ts';
import type { Reporter } from './report.ts';
import { contradiction, type PlotSensor } from './by-sensor.ts';
import type { AnyPlot, PlotScan, ScanAssembler } from './scans.ts';
import { microsOfEpoch, TIME_SYSTEMS } from './tdm-time.ts';
import type { TdmMessage, TdmRecord, TdmSegment, TdmValue } from './tdm-message.ts';

export type TdmOptions = {
  /** Whether RANGE and Doppler of a two-way path are of one way or of both: the standard leaves it to an agreement. */
  readonly twoWay: 'one-way' | 'round-trip';
  /** Only what this participant received. */
  readonly station?: string | undefined;
  /** Stations are the sensors that are called so, in small letters; of one sensor, the message is of its station. */
  readonly sensors: readonly PlotSensor[];
  readonly whole?: string | undefined;
};

type TdmPlot = { readonly at_us: Micros; readonly line: number; readonly station: string; readonly plot: AnyPlot };
type Refused = { readonly line: number; readonly field: string; readonly message: string; readonly remedy: string };

/** Kilometres or seconds to metres of one way, and what is to be added to each reading first. */
type Reading = {
  readonly station: string;
  readonly metresPerUnit: number;
  /** How long after its time tag a plot was measured, for each metre of its range. */
  readonly delay_uspm: number;
  readonly modulus: number;
  readonly meanings: Readonly<Record<Used, Meaning>>;
  readonly correction: Readonly<Record<Used, number>>;
};

type Used = 'RANGE' | 'ANGLE_1' | 'ANGLE_2' | 'DOPPLER_INSTANTANEOUS';
const USED: readonly Used[] = ['RANGE', 'ANGLE_1', 'ANGLE_2', 'DOPPLER_INSTANTANEOUS'];
const LIGHT_mps = 299_792_458;
/** No range that is measured here is ambiguous beyond this. */
const FAR_m = 1e9;

/** Makes scans of a message: every epoch at which range and both angles stand is a plot, every epoch with plots a scan. */
export function tdmScans(message: TdmMessage, options: TdmOptions, assembler: ScanAssembler, reporter: Reporter): PlotScan[] {
  const plots = message.segments.flatMap((segment) => plotsOf(segment, options, reporter));
  const stations = [...new Set(plots.map(({ station }) => station))].sort();
  const isNamed = options.sensors.length > 1 && options.whole === undefined;
  if (options.station === undefined && stations.length > 1 && !isNamed)
    reporter.fail({
      line: 0,
      field: 'PARTICIPANT',
      message: `the message has plots of ${stations.length} sensors, the stations ${stations.join(' and ')}, and there is one spec`,
      remedy: `choose one with --station, such as --station ${stations[0]}; or give a --sensor for each, called as its station is`,
    });
  if (options.station !== undefined && plots.length > 0 && !stations.includes(options.station))
    reporter.fail({
      line: 0,
      field: 'PARTICIPANT',
      message: `the message has no plots of a station "${options.station.slice(0, 40)}"`,
      remedy: `give --station one that it has: ${stations.join(', ')}`,
    });
  const chosen = plots.filter(({ station }) => options.station === undefined || station === options.station);
  if (chosen.length < plots.length) reporter.note(`plots of other stations, not read: ${plots.length - chosen.length}`);
  reporter.count('lines', chosen.length - plots.length);
  chosen.sort((a, b) => a.at_us - b.at_us || a.line - b.line);
  if (chosen.length > 0) {
    assembler.countFrom(chosen[0].at_us);
    reporter.countFrom(chosen[0].at_us);
  }
  const specs = new Set(options.sensors.map(({ id }) => id));
  for (const { at_us, line, station, plot } of chosen) {
    const sensor = station.toLowerCase();
    // A station may be called as it likes where the command line says whose the file is, but not as another sensor of the run.
    if (options.whole !== undefined && sensor !== options.whole && specs.has(sensor))
      reporter.refuse({ line, field: 'PARTICIPANT', ...contradiction(sensor, options.whole, specs) });
    else assembler.row({ line, ...(isNamed && { sensor }), at_us, plot });
  }
  return assembler.end();
}

function plotsOf(segment: TdmSegment, options: TdmOptions, reporter: Reporter): TdmPlot[] {
  const used = segment.records.filter(({ keyword }) => isUsed(keyword));
  const others = new Set(segment.records.map(({ keyword }) => keyword).filter((keyword) => !isUsed(keyword)));
  if (others.size > 0) reporter.note(`data that was not read: ${[...others].sort().join(', ')}`);
  if (used.length === 0) return [];
  const epochs = byEpoch(used, segment.metadata.get('TIME_SYSTEM')?.value.toUpperCase() ?? '');
  reporter.count('lines', epochs.length);
  const reading = readingOf(segment, options, reporter);
  if ('message' in reading) {
    reporter.refuse(reading, epochs.length);
    return [];
  }
  const needed: readonly Used[] = options.sensors.every(({ measuresRange }) => measuresRange)
    ? ['RANGE', 'ANGLE_1', 'ANGLE_2']
    : ['ANGLE_1', 'ANGLE_2'];
  const plots = epochs.flatMap((epoch) => plotOf(epoch, reading, needed, reporter));
  const quality = segment.metadata.get('DATA_QUALITY')?.value.toUpperCase();
  if (quality !== undefined && !SOUND.includes(quality))
    reporter.note(`DATA_QUALITY = ${quality.slice(0, 20)}: plots of such segments are used as all others are`);
  return plots;
}

/** Qualities of data of which nobody need be told. */
const SOUND: readonly string[] = ['RAW', 'VALIDATED'];

function isUsed(keyword: string): keyword is Used {
  return (USED as readonly string[]).includes(keyword);
}

type Epoch = { readonly at_us: Micros | undefined; readonly records: readonly TdmRecord[] };

/** Records of one epoch together, in order of first mention: however many digits it is spelt with, and in whichever of the two notations. */
function byEpoch(records: readonly TdmRecord[], timeSystem: string): Epoch[] {
  const times = new Map<string, Micros | undefined>();
  const groups = new Map<Micros | string, { at_us: Micros | undefined; records: TdmRecord[] }>();
  for (const record of records) {
    const { epoch } = record;
    if (!times.has(epoch)) times.set(epoch, microsOfEpoch(epoch, timeSystem));
    const at_us = times.get(epoch);
    const group = groups.get(at_us ?? epoch);
    if (group === undefined) groups.set(at_us ?? epoch, { at_us, records: [record] });
    else group.records.push(record);
  }
  return [...groups.values()];
}

function plotOf({ at_us, records }: Epoch, reading: Reading, needed: readonly Used[], reporter: Reporter): TdmPlot[] {
  const [{ line, epoch }] = records;
  const refuse = (refused: Refused): TdmPlot[] => {
    reporter.refuse(refused);
    return [];
  };
  if (at_us === undefined)
    return refuse({
      line,
      field: 'EPOCH',
      message: `"${epoch.slice(0, 40)}" is no time`,
      remedy: 'write 2007-08-29T06:00:02.000 or 2007-241T06:00:02.000: a time that the calendar has, of a year from 1685 to 2254',
    });
  const values = new Map<Used, { readonly value: number; readonly line: number }>();
  for (const record of records) {
    const keyword = record.keyword as Used;
    const value = decimal(record.value);
    // Null, empty and absent are one thing.
    if (isNothing(record.value)) continue;
    if (value === undefined)
      return refuse({
        line: record.line,
        field: keyword,
        message: `"${record.value.slice(0, 40)}" is no number`,
        remedy: 'write a decimal number',
      });
    if (values.has(keyword))
      return refuse({
        line: record.line,
        field: keyword,
        message: 'it stands twice at this epoch',
        remedy: 'write each keyword once an epoch in a segment',
      });
    values.set(keyword, { value: value + reading.correction[keyword], line: record.line });
  }
  const missing = needed.find((keyword) => !values.has(keyword));
  if (missing !== undefined)
    return refuse({
      line,
      field: missing,
      message: 'it is missing at this epoch',
      remedy: `a plot needs ${needed.join(', ')} at the same epoch; directions alone are for a sensor that measures line-of-sight`,
    });
  const of = (keyword: Used): number => values.get(keyword)?.value ?? 0;
  if (values.has('RANGE') && reading.modulus > 0 && of('RANGE') < reading.modulus && reading.modulus * reading.metresPerUnit < FAR_m)
    return refuse({
      line: values.get('RANGE')?.line ?? line,
      field: 'RANGE_MODULUS',
      message: `the range is known only up to multiples of ${reading.modulus}`,
      remedy: 'resolve the ambiguity first, and set RANGE_MODULUS to 0',
    });
  for (const [keyword, { value, line: at }] of values) {
    const wrong = fault(reading.meanings[keyword], value);
    if (wrong !== undefined)
      return refuse({
        line: at,
        field: keyword,
        message: wrong.message,
        remedy: 'check the value and RANGE_UNITS: angles are degrees, Doppler is km/s',
      });
  }
  const range_m = of('RANGE') * reading.metresPerUnit;
  const direction = { azimuth_rad: degrees(of('ANGLE_1')), elevation_rad: degrees(of('ANGLE_2')) };
  const rangeRate = values.has('DOPPLER_INSTANTANEOUS')
    ? { rangeRate_mps: of('DOPPLER_INSTANTANEOUS') * reading.meanings.DOPPLER_INSTANTANEOUS.factor }
    : {};
  const plot: AnyPlot = values.has('RANGE') ? { range_m, ...direction, ...rangeRate } : direction;
  return [{ at_us: at_us + Math.round(range_m * reading.delay_uspm), line, station: reading.station, plot }];
}

/** How a segment's numbers are to be read, or why they cannot be. */
function readingOf({ metadata, line }: TdmSegment, options: TdmOptions, reporter: Reporter): Reading | Refused {
  const at = (keyword: string): TdmValue => metadata.get(keyword) ?? { value: '', line };
  const no = (keyword: string, message: string, remedy: string): Refused => ({ line: at(keyword).line, field: keyword, message, remedy });
  for (const [keyword, { value, other }] of metadata)
    if (other !== undefined) return no(keyword, `it stands twice, "${value.slice(0, 20)}" and "${other.slice(0, 20)}"`, 'leave one out');
  const word = (keyword: string): string => at(keyword).value.toUpperCase();
  const timeSystem = word('TIME_SYSTEM');
  if (!TIME_SYSTEMS.includes(timeSystem))
    return no('TIME_SYSTEM', timeSystem === '' ? 'it is missing' : `"${timeSystem}" is not read`, `use one of ${TIME_SYSTEMS.join(', ')}`);
  const path = pathOf(metadata);
  if (path === undefined)
    return no('PATH', 'which participant measured is not said', 'give MODE = SEQUENTIAL, PATH and the participants that it names');
  if (path.length > 3 || (path.length === 3 && path[0] !== path[2]))
    return no('PATH', 'the range is a sum of several ways', 'give a one-way (2,1) or two-way (1,2,1) path');
  const isTwoWay = path.length === 3;
  const angles = word('ANGLE_TYPE');
  if (angles !== 'AZEL')
    return no('ANGLE_TYPE', angles === '' ? 'it is missing' : `${angles} is not read`, 'give azimuth and elevation: ANGLE_TYPE = AZEL');
  const tag = word('TIMETAG_REF');
  if (!['', 'RECEIVE', 'TRANSMIT'].includes(tag))
    return no('TIMETAG_REF', `"${tag.slice(0, 20)}" is not read`, 'give TIMETAG_REF = RECEIVE or TRANSMIT');
  const unit = metadata.get('RANGE_UNITS')?.value.toLowerCase() ?? 'km';
  const metres = Object.hasOwn(METRES, unit) ? METRES[unit] : undefined;
  if (metres === undefined)
    return no(
      'RANGE_UNITS',
      unit === 'ru' ? '"RU" has no fixed length: it depends on the station\'s ranging equipment' : `"${unit.slice(0, 20)}" is not read`,
      `give the range in ${Object.keys(METRES).join(', ')}`,
    );
  const ways = isTwoWay && options.twoWay === 'round-trip' ? 2 : 1;
  const numbers = numbersOf(metadata);
  if (!(numbers instanceof Map)) return numbers;
  const of = (keyword: string): number => numbers.get(keyword) ?? 0;
  const applied = word('CORRECTIONS_APPLIED');
  const corrections = USED.map(correctionOf).filter((keyword) => of(keyword) !== 0);
  if (corrections.length > 0 && applied !== 'YES' && applied !== 'NO')
    return no(
      'CORRECTIONS_APPLIED',
      'there are corrections, and it is not said whether they are in the data',
      'give CORRECTIONS_APPLIED = YES or NO',
    );
  noteReading({ isTwoWay, ways, tag, corrections: applied === 'NO' ? corrections : [] }, metadata, reporter);
  const add = (keyword: Used): number => (applied === 'NO' ? of(correctionOf(keyword)) : 0);
  const [RANGE, ANGLE_1, ANGLE_2, DOPPLER_INSTANTANEOUS] = USED.map(add);
  return {
    station: at(`PARTICIPANT_${path.at(-1)}`).value,
    metresPerUnit: metres / ways,
    delay_uspm: isTwoWay && tag === 'TRANSMIT' ? 1e6 / LIGHT_mps : 0,
    modulus: of('RANGE_MODULUS'),
    meanings: {
      RANGE: { field: 'range', factor: metres / ways },
      ANGLE_1: { field: 'azimuth', factor: degrees(1) },
      ANGLE_2: { field: 'elevation', factor: degrees(1) },
      DOPPLER_INSTANTANEOUS: { field: 'rangeRate', factor: 1000 / ways },
    },
    correction: { RANGE, ANGLE_1, ANGLE_2, DOPPLER_INSTANTANEOUS },
  };
}

/** Lengths of what a range may be stated in. The standard has kilometres and seconds; metres are as plain. */
const METRES: Readonly<Record<string, number>> = { km: 1000, m: 1, s: LIGHT_mps };

function correctionOf(keyword: Used): string {
  return `CORRECTION_${keyword === 'DOPPLER_INSTANTANEOUS' ? 'DOPPLER' : keyword}`;
}

/** Metadata that would change times or directions and is not used. */
const UNUSED = /^(TRANSMIT_DELAY_\d|RECEIVE_DELAY_\d|CORRECTION_ABERRATION_\w+)$/;

type ToTell = {
  readonly isTwoWay: boolean;
  readonly ways: number;
  readonly tag: string;
  readonly corrections: readonly string[];
};

/** Says what the standard leaves to the parties, and what was made of it. */
function noteReading({ isTwoWay, ways, tag, corrections }: ToTell, metadata: ReadonlyMap<string, TdmValue>, reporter: Reporter): void {
  if (isTwoWay)
    reporter.note(
      ways === 2
        ? 'two-way ranges and Doppler are taken as of the way there and back: half of it is the range'
        : 'two-way ranges and Doppler are taken as of one way (--two-way round-trip says otherwise)',
    );
  if (isTwoWay && tag === 'TRANSMIT')
    reporter.note('TIMETAG_REF = TRANSMIT: the time that the signal takes to the object is added to the epochs');
  if (corrections.length > 0) reporter.note(`added to the data (CORRECTIONS_APPLIED = NO): ${corrections.join(', ')}`);
  const unused = [...metadata].filter(([keyword, { value }]) => UNUSED.test(keyword) && Number.parseFloat(value) !== 0);
  if (unused.length > 0) reporter.note(`metadata that was not used: ${unused.map(([keyword]) => keyword).join(', ')}`);
}

const NUMBERS = ['RANGE_MODULUS', 'CORRECTION_RANGE', 'CORRECTION_ANGLE_1', 'CORRECTION_ANGLE_2', 'CORRECTION_DOPPLER'];

function numbersOf(metadata: ReadonlyMap<string, TdmValue>): Map<string, number> | Refused {
  const numbers = new Map<string, number>();
  for (const keyword of NUMBERS) {
    const stated = metadata.get(keyword);
    // The standard's examples write units after some values; the number is the first word.
    const value = stated === undefined ? 0 : decimal(stated.value.split(/\s+/)[0]);
    if (value === undefined)
      return {
        line: stated?.line ?? 0,
        field: keyword,
        message: `"${stated?.value.slice(0, 40)}" is no number`,
        remedy: 'write a decimal number',
      };
    numbers.set(keyword, value);
  }
  return numbers;
}

const MODE = 'SEQUENTIAL';

/** Indices of the participants along the signal's way, the last being the one that measures. */
function pathOf(metadata: ReadonlyMap<string, TdmValue>): number[] | undefined {
  if ((metadata.get('MODE')?.value ?? MODE).toUpperCase() !== MODE) return undefined;
  const path = (metadata.get('PATH')?.value ?? '').split(',').map(Number);
  const isNamed = path.length >= 2 && path.every((index) => metadata.has(`PARTICIPANT_${index}`));
  return isNamed ? path : undefined;
}
