import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { PolarPlot, SightPlot } from '../../core/sense/corrections.ts';
import type { Micros, Seconds } from '../../core/units.ts';
import type { Reporter } from './report.ts';

/** What a sensor measured: a direction, and how far it was where it says so. */
export type AnyPlot = PolarPlot | SightPlot;

/** One look of a sensor over its whole view. No plots says: looked, and saw nothing. */
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
  /** Another sensor's scan of the same time follows. */
  readonly more?: true;
};

/** A line of a file, read and within bounds. Scan number or time may be absent; one of them has to be there. */
export type PlotRow = {
  readonly line: number;
  /** As the line names it; absent where it does not. */
  readonly sensor?: string | undefined;
  readonly scan?: number | undefined;
  readonly at_us?: Micros | undefined;
  readonly plot: AnyPlot;
};
/** A line that speaks of a scan as a whole. */
export type ScanRow = Omit<PlotRow, 'plot'> & { readonly platform?: Geodetic };

/** Scans that are open at a time: so far may lines of neighbouring scans be mixed, and so long is a wrong number or time held back. */
const OPEN_SCANS = 4;
/** Plots of one scan; one with more is refused whole, so that no flood hides an object silently. */
export const MOST_PLOTS_IN_SCAN = 200_000;
/** Scans without plots between two with; a wider gap is taken for a wrong number. */
export const MOST_EMPTY_SCANS = 1000;
/** Scans of a file; a longer one is read up to here. */
export const MOST_SCANS = 10_000_000;

/** Puts lines together to scans in order of time.
 *
 *  The time of a scan is the one that most of its lines state (of equals the first); lines that differ are refused. A number that is left out is
 *  a scan without plots, at the time between its neighbours. A line that belongs to a scan already handed on is refused. */
export type ScanAssembler = {
  row(row: PlotRow): void;
  /** The time from which seconds are counted; zero of the scale of `at_us` until it is said. */
  countFrom(at_us: Micros): void;
  scan(row: ScanRow): void;
  /** Scans that nothing read later can change, in order. */
  done(): PlotScan[];
  /** All that is left, at the end of the file. */
  end(): PlotScan[];
};

type OpenScan = {
  readonly number: number;
  readonly rows: PlotRow[];
  readonly times: Map<Micros, number>;
  platform?: Geodetic;
  flooded: boolean;
  /** Lines that were read for it, those of a flood included. */
  lines: number;
};
type Wrong = { readonly field: string; readonly message: string; readonly remedy: string };
type Handed = { number: number; at_us: Micros };

/** The assembler of the sensor of this name. */
export function createAssembler(reporter: Reporter, period_s: Seconds, sensor: string): ScanAssembler {
  /** By number, ascending. */
  const open: OpenScan[] = [];
  let last: Handed | undefined;
  let zero_us: Micros = 0;
  /** Numbers that were refused as a whole: they are no evidence that nothing was there. */
  let refusedSince = new Set<number>();
  const ready: PlotScan[] = [];

  /** The open scan that a line belongs to; undefined, and refused, where there is none. */
  function find({ line, scan, at_us }: ScanRow): OpenScan | undefined {
    const number = scan ?? numberOf(at_us as Micros);
    for (const one of open) if (one.number === number) return one;
    if (last !== undefined && number <= last.number) {
      reporter.refuse({
        line,
        field: scan === undefined ? 't' : 'scan',
        message: `it belongs to scan ${number}, and scan ${last.number + 1} and later ones have begun`,
        remedy: 'sort the file by scan',
      });
      return undefined;
    }
    const opened: OpenScan = { number, rows: [], times: new Map(), flooded: false, lines: 0 };
    const place = open.findIndex((one) => one.number > number);
    open.splice(place < 0 ? open.length : place, 0, opened);
    if (open.length > OPEN_SCANS) close(open.shift() as OpenScan);
    return open.includes(opened) ? opened : undefined;
  }

  /** In a file without scan numbers a time gets the number of the scan before it, and as many more as periods have gone by. Counted from the
   *  neighbour and not from the beginning: a period that is a little off must not make up a scan in which nothing was seen. */
  function numberOf(at_us: Micros): number {
    let before = last;
    for (const one of open) {
      const time = timeOf(one);
      if (time === at_us) return one.number;
      if (time < at_us && (before === undefined || time > before.at_us)) before = { number: one.number, at_us: time };
    }
    if (before !== undefined && before.at_us > at_us) return before.number;
    if (before !== undefined) return before.number + Math.max(1, Math.round((at_us - before.at_us) / (period_s * 1e6)));
    const [first] = open;
    return first === undefined ? 0 : first.number - Math.max(1, Math.round((timeOf(first) - at_us) / (period_s * 1e6)));
  }

  function seconds(at_us: Micros): number {
    return (at_us - zero_us) / 1e6;
  }

  function vote(scan: OpenScan, at_us: Micros | undefined): void {
    const time = at_us ?? Math.round(scan.number * period_s * 1e6);
    scan.times.set(time, (scan.times.get(time) ?? 0) + 1);
  }

  function timeOf(scan: OpenScan): Micros {
    let best: Micros = 0;
    let most = 0;
    for (const [time, votes] of scan.times) if (votes > most) [best, most] = [time, votes];
    return best;
  }

  /** Hands a scan on, unless its time or its number does not fit between the one before and the ones after. */
  function close(scan: OpenScan): void {
    const at_us = timeOf(scan);
    const wrong = whatIsWrong(scan, at_us);
    if (wrong !== undefined) {
      refusedSince.add(scan.number);
      if (scan.rows.length > 0) refuseAll(scan, wrong);
      return;
    }
    if (last !== undefined) fillGap(last, { number: scan.number, at_us });
    last = { number: scan.number, at_us };
    refusedSince = new Set();
    const plots = plotsOf(scan, at_us);
    hand({ sensor, scan: scan.number, at_us, t_s: seconds(at_us), plots, ...(scan.platform && { platform: scan.platform }) });
  }

  function whatIsWrong(scan: OpenScan, at_us: Micros): Wrong | undefined {
    if (scan.flooded)
      return {
        field: 'scan',
        message: `scan ${scan.number} has more than ${MOST_PLOTS_IN_SCAN} plots and is refused whole`,
        remedy: 'thin the plots out at the sensor',
      };
    if (last === undefined) return undefined;
    const later = open.map(timeOf).filter((time) => time > (last as Handed).at_us);
    const against = later.filter((time) => time <= at_us).length;
    if (at_us <= last.at_us || 2 * against > later.length)
      return {
        field: 't',
        message: `the time of scan ${scan.number}, ${seconds(at_us)} s, is not between those of the scans beside it`,
        remedy: 'mend its times, or sort the file by scan',
      };
    const skipped = scan.number - last.number - 1;
    if (skipped > MOST_EMPTY_SCANS)
      return {
        field: 'scan',
        message: `the number jumps from ${last.number} to ${scan.number}`,
        remedy: 'mend the number, or number the scans anew',
      };
    return undefined;
  }

  function refuseAll(scan: OpenScan, wrong: Wrong): void {
    if (scan.flooded) reporter.refuse({ line: scan.rows[0].line, ...wrong }, scan.lines);
    else for (const { line } of scan.rows) reporter.refuse({ line, ...wrong });
  }

  function fillGap(from: Handed, to: Handed): void {
    const steps = to.number - from.number;
    for (let k = 1; k < steps; k++) {
      if (refusedSince.has(from.number + k)) continue;
      const at_us = from.at_us + Math.round(((to.at_us - from.at_us) * k) / steps);
      hand({ sensor, scan: from.number + k, at_us, t_s: seconds(at_us), plots: [] });
    }
  }

  function plotsOf(scan: OpenScan, at_us: Micros): PlotScan['plots'] {
    const inTime = scan.rows.filter((row) => {
      if (row.at_us === undefined || row.at_us === at_us) return true;
      reporter.refuse({
        line: row.line,
        field: 't',
        message: `${seconds(row.at_us)} s is not the time of scan ${scan.number}, ${seconds(at_us)} s`,
        remedy: 'a scan has one time: where each plot has its own, leave the scan numbers out',
      });
      return false;
    });
    inTime.sort((a, b) => comparePlots(a.plot, b.plot) || a.line - b.line);
    const single = inTime.filter((row, i) => {
      if (i === 0 || comparePlots(inTime[i - 1].plot, row.plot) !== 0) return true;
      reporter.refuse({ line: row.line, field: '', message: 'the same plot stands in this scan twice', remedy: 'write each plot once' });
      return false;
    });
    // A sensor measures range in all of its plots or in none (by-sensor.ts).
    return single.map(({ plot }) => plot) as readonly PolarPlot[] | readonly SightPlot[];
  }

  function hand(scan: PlotScan): void {
    if (reporter.scans >= MOST_SCANS)
      reporter.fail({ line: 0, field: '', message: `the file has more than ${MOST_SCANS} scans`, remedy: 'split it' });
    reporter.count('scans', 1);
    reporter.count('plots', scan.plots.length);
    ready.push(scan);
  }

  return {
    row(row) {
      const scan = find(row);
      if (scan === undefined) return;
      scan.lines += 1;
      if (scan.rows.length >= MOST_PLOTS_IN_SCAN) scan.flooded = true;
      else scan.rows.push(row);
      vote(scan, row.at_us);
    },
    scan(row) {
      const scan = find(row);
      if (scan === undefined) return;
      if (row.platform !== undefined) scan.platform = row.platform;
      vote(scan, row.at_us);
    },
    countFrom(at_us) {
      zero_us = at_us;
    },
    done: () => ready.splice(0),
    end() {
      while (open.length > 0) close(open.shift() as OpenScan);
      return ready.splice(0);
    },
  };
}

export function comparePlots(a: AnyPlot, b: AnyPlot): number {
  return (a.range_m ?? 0) - (b.range_m ?? 0) || a.azimuth_rad - b.azimuth_rad || a.elevation_rad - b.elevation_rad || rateOf(a) - rateOf(b);
}

function rateOf(plot: AnyPlot): number {
  return plot.range_m === undefined ? 0 : (plot.rangeRate_mps ?? 0);
}
