import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { PolarPlot, SightPlot } from '../../core/sense/corrections.ts';
import type { Micros, Seconds } from '../../core/units.ts';
import type { Reporter } from './report.ts';
import { createUnwrapper } from './unwrap.ts';

/** What a sensor measured: a direction, and how far it was where it says so. */
export type AnyPlot = PolarPlot | SightPlot;

/** One look of a sensor over its whole view, or a dwell, a part of one. No plots says: looked, and saw nothing. */
export type PlotScan = {
  /** Which sensor's, by the name of its spec. */
  readonly sensor: string;
  readonly scan: number;
  readonly at_us: Micros;
  readonly t_s: Seconds;
  /** By range, then azimuth, elevation and range rate: the order in the file is of no account. */
  readonly plots: readonly PolarPlot[] | readonly SightPlot[];
  /** Where the platform was, for a sensor that moves. */
  readonly platform?: Geodetic;
  /** Another part of the same scan follows: another sensor's of the same time, or one of other plots of its number at a time of their own. */
  readonly more?: true;
};

/** A line of a file, read and within bounds. Scan number or time may be absent; one of them has to be there. */
export type PlotRow = {
  readonly line: number;
  /** As the line names it; absent where it does not. */
  readonly sensor?: string | undefined;
  readonly scan?: number | undefined;
  readonly at_us?: Micros | undefined;
  readonly platform?: Geodetic;
  readonly plot: AnyPlot;
};
/** A line that speaks of a scan as a whole. */
export type ScanRow = Omit<PlotRow, 'plot'>;

/** How far a file is put in order: so many scans are open at a time, fewer (but `LEAST_OPEN`) when they hold more plots. */
export type Held = { readonly scans: number; readonly plots: number };
export const SORTED: Held = { scans: 1000, plots: 2_000 };
/** Scans that are open at a time at the least, and of a stream that somebody waits for: so far may lines of neighbouring scans be mixed, and so long is a
 *  wrong number or time held back. */
const LEAST_OPEN = 4;
export const LIVE: Held = { scans: LEAST_OPEN, plots: 0 };
/** Plots of one scan; one with more is refused whole, so that no flood hides an object silently. */
export const MOST_PLOTS_IN_SCAN = 200_000;
/** Scans without plots between two numbers; after a longer pause a new pass begins, and no looks are made up for it. */
export const MOST_EMPTY_SCANS = 1000;
/** The same where no number says that the sensor looked: nothing that is missed so often is still there. */
export const MOST_EMPTY_PERIODS = 100;
/** Scans of a file; a longer one is read up to here. */
export const MOST_SCANS = 10_000_000;

/** Puts lines together to scans in order of time.
 *
 *  Lines of one number are one scan, without numbers those of one time. A plot has the time that its line states: where a scan has several it comes out
 *  as dwells. The time of a scan as a whole is the one that most of its lines state, of equals the first; where it does not fit
 *  between those of its neighbours, or that of a line does not, it is refused. A number that is left out is
 *  a scan without plots, at the time between its neighbours. A line that belongs to a scan already handed on is refused. Every line is either handed on
 *  or refused. */
export type ScanAssembler = {
  row(row: PlotRow): void;
  /** The time from which seconds are counted; zero of the scale of `at_us` until it is said. */
  countFrom(at_us: Micros): void;
  /** `plots`: how many lines of it follow. */
  scan(row: ScanRow, plots: number): void;
  /** Scans that nothing read later can change, in order. */
  done(): PlotScan[];
  /** All that is left, at the end of the file. */
  end(): PlotScan[];
};

type OpenScan = {
  /** Its number, counted on; its time in µs in a file without numbers. */
  readonly key: number;
  /** Of which it was read first. */
  readonly line: number;
  readonly rows: PlotRow[];
  readonly times: Map<Micros, number>;
  platform?: Geodetic;
  flooded: boolean;
  /** Lines that were read for it, those of a flood included. */
  lines: number;
};
type Wrong = { readonly field: string; readonly message: string; readonly remedy: string };
type Handed = { readonly number: number; readonly at_us: Micros };

/** The assembler of the sensor of this name. */
export function createAssembler(reporter: Reporter, period_s: Seconds, sensor: string, held: Held = SORTED): ScanAssembler {
  const period_us = period_s * 1e6;
  const unwrapper = createUnwrapper(period_s);
  /** By key, ascending. */
  const open: OpenScan[] = [];
  let openPlots = 0;
  /** The scan of the line before, that line, and its time counted on: most lines are of the same. */
  let current: OpenScan | undefined;
  let lineBefore: Pick<ScanRow, 'scan' | 'at_us'> = {};
  let whole_us: Micros | undefined;
  /** Whether scans go by number: as the first line has it. */
  let isNumbered: boolean | undefined;
  let isTimed = false;
  let last: Handed | undefined;
  let lastHanded_us = -Infinity;
  let lastNumber = -Infinity;
  let zero_us: Micros = 0;
  let pauses = 0;
  /** Numbers that were refused as a whole: they are no evidence that nothing was there. */
  let refusedSince = new Set<number>();
  /** Looks of scans that are closed, in order of time: the next scan may begin before the last plot of the one before. */
  const looks: PlotScan[] = [];
  const ready: PlotScan[] = [];

  /** The open scan that a line belongs to; undefined, and refused, where there is none. */
  function find(row: ScanRow, isToldByPlots = false): OpenScan | undefined {
    const refuseRow = (wrong: Wrong): undefined => {
      if (!('plot' in row) && !isToldByPlots) reporter.count('lines', 1);
      if (!isToldByPlots) reporter.refuse({ line: row.line, ...wrong });
      return undefined;
    };
    isNumbered ??= row.scan !== undefined;
    if (row.at_us !== undefined) isTimed = true;
    const key = isNumbered ? numberOf(row) : row.at_us;
    if (key === undefined)
      return refuseRow({
        field: 't',
        message: 'it has no time, and the first line of the file no scan number',
        remedy: 'give every line a time, or number the scans of all',
      });
    let place = open.length;
    while (place > 0 && open[place - 1].key > key) place -= 1;
    if (place > 0 && open[place - 1].key === key) return open[place - 1];
    if (last !== undefined && key <= (isNumbered ? last.number : last.at_us)) return refuseRow(belated(key, last));
    const opened: OpenScan = { key, line: row.line, rows: [], times: new Map(), flooded: false, lines: 0 };
    open.splice(place, 0, opened);
    return opened;
  }

  function belated(key: number, before: Handed): Wrong {
    return isNumbered === true
      ? {
          field: 'scan',
          message: `it belongs to scan ${key}, and scan ${before.number + 1} and later ones have begun`,
          remedy: 'sort the file by scan',
        }
      : { field: 't', message: `${seconds(key)} s is before ${seconds(before.at_us)} s, which is over`, remedy: 'sort the file by time' };
  }

  /** In a file of numbers a line without one belongs to the scan of its time, by the periods that went by since the line before. */
  function numberOf({ scan, at_us }: ScanRow): number | undefined {
    if (scan !== undefined) return unwrapper.number(scan, at_us);
    const same = open.find(({ times }) => times.has(at_us as Micros));
    const before = open.findLast((one) => one.times.size > 0);
    if (same !== undefined || before === undefined) return same?.key ?? last?.number;
    return before.key + Math.round(((at_us as Micros) - timeOf(before)) / period_us);
  }

  function closeOld(): void {
    while (open.length > held.scans || (openPlots > held.plots && open.length > LEAST_OPEN)) close(open.shift() as OpenScan);
  }

  function seconds(at_us: Micros): number {
    return (at_us - zero_us) / 1e6;
  }

  /** Where no line of a scan states its time, the period says when it was. */
  function timeOf({ key, times }: OpenScan): Micros {
    if (isNumbered !== true) return key;
    let best: Micros = 0;
    let most = 0;
    for (const [time, votes] of times) if (votes > most) [best, most] = [time, votes];
    if (most > 0) return best;
    if (!isTimed) return Math.round(key * period_us);
    if (last !== undefined) return last.at_us + Math.round((key - last.number) * period_us);
    const next = open.find((one) => one.times.size > 0);
    return next === undefined ? Math.round(key * period_us) : timeOf(next) - Math.round((next.key - key) * period_us);
  }

  /** Looks of a scan, unless its time or its number does not fit between the one before and the ones after. */
  function close(scan: OpenScan): void {
    openPlots -= scan.rows.length;
    if (scan === current) current = undefined;
    const at_us = timeOf(scan);
    const wrong = whatIsWrong(scan, at_us);
    if (wrong !== undefined) {
      refusedSince.add(scan.key);
      if (scan.rows.length === 0) reporter.count('lines', 1);
      if (scan.flooded || scan.rows.length === 0) reporter.refuse({ line: scan.line, ...wrong }, Math.max(1, scan.lines));
      else for (const { line } of scan.rows) reporter.refuse({ line, ...wrong });
      return;
    }
    const number = isNumbered === true ? scan.key : numberAfter(last, at_us);
    if (last !== undefined) fillGap(last, { number, at_us });
    const before = last;
    last = { number, at_us };
    refusedSince = new Set();
    takeLooks(scan, last, before);
    handUntil(open.length === 0 ? Infinity : earliestOf(open[0]));
  }

  /** As many more as periods have gone by. Counted from the neighbour and not from the beginning: a period that is a little off must not make up a
   *  scan in which nothing was seen. */
  function numberAfter(before: Handed | undefined, at_us: Micros): number {
    return before === undefined ? 0 : before.number + Math.max(1, Math.round((at_us - before.at_us) / period_us));
  }

  function whatIsWrong(scan: OpenScan, at_us: Micros): Wrong | undefined {
    if (scan.flooded)
      return {
        field: 'scan',
        message: `scan ${number(scan.key)} has more than ${MOST_PLOTS_IN_SCAN} plots and is refused whole`,
        remedy: 'thin the plots out at the sensor',
      };
    if (!Number.isSafeInteger(at_us))
      return {
        field: 'scan',
        message: `scan ${number(scan.key)} would be at ${seconds(at_us)} s by the period of the spec, which is too far to be counted exactly`,
        remedy: 'give each plot its time, or number the scans from 0',
      };
    if (last === undefined || isNumbered !== true) return undefined;
    const before_us = Math.max(last.at_us, lastHanded_us);
    const later = open.slice(0, LEAST_OPEN).map(timeOf);
    const after = later.filter((time) => time > before_us);
    const against = after.filter((time) => time <= at_us).length;
    if (at_us > before_us && 2 * against <= after.length) return undefined;
    return {
      field: 't',
      message: `the time of scan ${scan.key}, ${seconds(at_us)} s, is not between those of the scans beside it`,
      remedy: 'mend its times, or sort the file by scan',
    };
  }

  function number(key: number): string {
    return isNumbered === true ? String(key) : `at ${seconds(key)} s`;
  }

  function fillGap(from: Handed, to: Handed): void {
    const steps = to.number - from.number;
    const isCounted = isNumbered === true && !unwrapper.hasBegunAfter(from.number, to.number);
    if (steps - 1 > (isCounted ? MOST_EMPTY_SCANS : MOST_EMPTY_PERIODS)) {
      pauses += 1;
      return;
    }
    for (let k = 1; k < steps; k++) {
      if (refusedSince.has(from.number + k)) continue;
      const at_us = from.at_us + Math.round(((to.at_us - from.at_us) * k) / steps);
      if (at_us > lastHanded_us) put({ sensor, scan: from.number + k, at_us, t_s: seconds(at_us), plots: [] });
    }
  }

  function takeLooks(scan: OpenScan, { number: of, at_us }: Handed, before: Handed | undefined): void {
    const rows = rowsInTime(scan, at_us, before);
    const timeOfRow = (row: PlotRow): Micros => row.at_us ?? at_us;
    const isOne = scan.times.size < 2;
    rows.sort((a, b) => (isOne ? 0 : timeOfRow(a) - timeOfRow(b)) || comparePlots(a.plot, b.plot) || a.line - b.line);
    let from = 0;
    do {
      const time = rows.length === 0 ? at_us : timeOfRow(rows[from]);
      let to = isOne ? rows.length : from;
      while (to < rows.length && timeOfRow(rows[to]) === time) to += 1;
      const plots = single(rows.slice(from, to)) as PlotScan['plots'];
      const more = to < rows.length;
      put({
        sensor,
        scan: of,
        at_us: time,
        t_s: seconds(time),
        plots,
        ...(scan.platform && { platform: scan.platform }),
        ...(more && { more }),
      });
      from = to;
    } while (from < rows.length);
  }

  /** A plot's own time lies about as far from that of the scan as the scans beside it do, or is refused. */
  function rowsInTime(scan: OpenScan, at_us: Micros, before: Handed | undefined): PlotRow[] {
    if (scan.times.size < 2) return scan.rows;
    const next = open.find((one) => timeOf(one) > at_us);
    const beside_us = Math.min(
      before === undefined ? Infinity : at_us - before.at_us,
      next === undefined ? Infinity : timeOf(next) - at_us,
    );
    const reach_us = 2 * Math.max(period_us, beside_us === Infinity ? 0 : beside_us);
    const low_us = Math.max(at_us - reach_us, lastHanded_us);
    const high_us = at_us + reach_us;
    return scan.rows.filter((row) => {
      if (row.at_us === undefined || row.at_us === at_us || (row.at_us >= low_us && row.at_us <= high_us)) return true;
      reporter.refuse({
        line: row.line,
        field: 't',
        message: `${seconds(row.at_us)} s is no time of scan ${scan.key}, which is at ${seconds(at_us)} s`,
        remedy: 'mend the time or the number; a plot may have its own time, but not so far from that of its scan',
      });
      return false;
    });
  }

  function single(rows: readonly PlotRow[]): AnyPlot[] {
    const plots: AnyPlot[] = [];
    for (const { plot, line } of rows) {
      if (plots.length === 0 || comparePlots(plots[plots.length - 1], plot) !== 0) plots.push(plot);
      else reporter.refuse({ line, field: '', message: 'the same plot stands in this scan twice', remedy: 'write each plot once' });
    }
    return plots;
  }

  function put(look: PlotScan): void {
    let place = looks.length;
    while (place > 0 && looks[place - 1].at_us > look.at_us) place -= 1;
    looks.splice(place, 0, look);
  }

  function handUntil(until_us: Micros): void {
    let n = 0;
    while (n < looks.length && looks[n].at_us <= until_us) hand(looks[n++]);
    looks.splice(0, n);
  }

  function hand(look: PlotScan): void {
    if (reporter.scans >= MOST_SCANS)
      reporter.fail({ line: 0, field: '', message: `the file has more than ${MOST_SCANS} scans`, remedy: 'split it' });
    reporter.count('scans', 1);
    reporter.count('plots', look.plots.length);
    // What is left of a scan when the next has begun is a part of that one.
    ready.push(look.scan < lastNumber ? { ...look, scan: lastNumber, more: true } : look);
    lastNumber = Math.max(lastNumber, look.scan);
    lastHanded_us = look.at_us;
  }

  return {
    row(given) {
      const isAsBefore = current !== undefined && given.scan === lineBefore.scan && given.at_us === lineBefore.at_us;
      const row = isAsBefore ? timedAs(given, whole_us) : unwrapped(given);
      const scan = isAsBefore ? current : find(row);
      if (scan === undefined) return;
      if (!isAsBefore) [current, lineBefore, whole_us] = [scan, given, row.at_us];
      scan.lines += 1;
      if (row.platform !== undefined) scan.platform = row.platform;
      if (scan.rows.length >= MOST_PLOTS_IN_SCAN) scan.flooded = true;
      else {
        scan.rows.push(row);
        openPlots += 1;
      }
      vote(scan, row.at_us);
      closeOld();
    },
    scan(given, plots) {
      const row = unwrapped(given);
      const scan = find(row, plots > 0);
      if (scan === undefined) return;
      if (row.platform !== undefined) scan.platform = row.platform;
      vote(scan, row.at_us);
      closeOld();
    },
    countFrom(at_us) {
      zero_us = at_us;
    },
    done: () => ready.splice(0),
    end() {
      while (open.length > 0) close(open.shift() as OpenScan);
      handUntil(Infinity);
      for (const note of unwrapper.notes()) reporter.note(note);
      if (pauses > 0) reporter.note(`long pauses: ${pauses}; a new pass begins after each, and no looks are made up for it`);
      return ready.splice(0);
    },
  };

  function unwrapped<Row extends ScanRow>(row: Row): Row {
    return row.at_us === undefined ? row : timedAs(row, unwrapper.time(row.at_us));
  }
}

function timedAs<Row extends ScanRow>(row: Row, at_us: Micros | undefined): Row {
  return at_us === row.at_us ? row : ({ ...row, at_us } as Row);
}

function vote(scan: OpenScan, at_us: Micros | undefined): void {
  if (at_us !== undefined) scan.times.set(at_us, (scan.times.get(at_us) ?? 0) + 1);
}

function earliestOf({ times }: OpenScan): Micros {
  let earliest = Infinity;
  for (const time of times.keys()) if (time < earliest) earliest = time;
  return earliest;
}

export function comparePlots(a: AnyPlot, b: AnyPlot): number {
  return (a.range_m ?? 0) - (b.range_m ?? 0) || a.azimuth_rad - b.azimuth_rad || a.elevation_rad - b.elevation_rad || rateOf(a) - rateOf(b);
}

function rateOf(plot: AnyPlot): number {
  return plot.range_m === undefined ? 0 : (plot.rangeRate_mps ?? 0);
}
