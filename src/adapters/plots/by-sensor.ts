import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { Micros, Seconds } from '../../core/units.ts';
import type { FieldName } from './fields.ts';
import { isOneLook, joined } from './one-look.ts';
import { PlotFileError, type Reporter } from './report.ts';
import { createAssembler, type Held, type PlotRow, type PlotScan, type ScanAssembler, type ScanRow, SORTED } from './scans.ts';

/** What the reading of a file has to know of a sensor whose plots may be in it. */
export type PlotSensor = {
  readonly id: string;
  /** It tells how many scans went by where a file does not number them. */
  readonly scanPeriod_s: Seconds;
  readonly measuresRange: boolean;
  /** How long before the time that its plots are stamped with they were measured. */
  readonly delay_us: Micros;
  /** Where it stands, for forms in which a height says how high a plot is; absent of one that moves or is in a flat world. */
  readonly site?: Geodetic;
};

/** What lines are handed to. */
export type ScanRouter = ScanAssembler & {
  /** Whose lines are that name no sensor; undefined where each has to. */
  readonly lone: string | undefined;
  /** Whether lines of this sensor, or of none, can be used; refuses this one, of so many plots, where not. To be asked before what else there is to be said of
   *  the line. */
  isKnown(line: number, sensor: string | undefined, plots?: number): boolean;
};

/** What a plot of these sensors must say at the least. */
export function neededOf(sensors: readonly PlotSensor[]): readonly FieldName[] {
  return sensors.every(({ measuresRange }) => measuresRange) ? ['elevation', 'azimuth', 'range'] : ['elevation', 'azimuth'];
}

/** Puts each line to the scans of its own sensor. Each sensor numbers its own scans, and lines of one may stand anywhere between those of the others; so
 *  with several sensors nothing is handed on before the file has ended: in order of measurement then, of one time in order of the sensors' names.
 *  `whole`: the sensor that the file is of. A line that names another one is refused, one of a sensor that has no spec, and one with a range that its sensor
 *  cannot have measured. */
export function createRouter(reporter: Reporter, sensors: readonly PlotSensor[], whole?: string, held: Held = SORTED): ScanRouter {
  const assemblers = new Map(sensors.map(({ id, scanPeriod_s }) => [id, createAssembler(reporter, scanPeriod_s, id, held)]));
  const all = [...assemblers.values()];
  const byId = new Map(sensors.map((sensor) => [sensor.id, sensor]));
  const lone = whole ?? (sensors.length === 1 ? sensors[0].id : undefined);
  /** Sensors that lines name, whether they have a spec or not. */
  const named = new Set<string>();
  const names = sensors.map(({ id }) => id).join(', ');

  function isKnown(line: number, sensor: string | undefined, plots = 1): boolean {
    const refuse = (wrong: { readonly message: string; readonly remedy: string }): false => {
      if (plots === 0) reporter.count('lines', 1);
      reporter.refuse({ line, field: 'sensor', ...wrong }, Math.max(1, plots));
      return false;
    };
    if (sensor !== undefined && named.size < MOST_NAMED) named.add(sensor);
    if (sensor !== undefined && whole !== undefined && sensor !== whole) return refuse(contradiction(sensor, whole, byId));
    if (sensor === undefined ? lone !== undefined : assemblers.has(sensor)) return true;
    return refuse({
      message: sensor === undefined ? 'it is not said which sensor made it' : `no spec is of a sensor "${sensor.slice(0, 40)}"`,
      remedy: sensor === undefined ? `add a column or key sensor: one of ${names}` : `give its spec with --sensor, or name one of ${names}`,
    });
  }

  /** Of a line whose sensor is known. */
  function assemblerOf({ sensor }: ScanRow): ScanAssembler {
    return assemblers.get((sensor ?? lone) as string) as ScanAssembler;
  }

  function isOfItsSensor({ line, sensor = lone, plot }: PlotRow): boolean {
    const { id, measuresRange } = byId.get(sensor as string) as PlotSensor;
    if (measuresRange === (plot.range_m !== undefined)) return true;
    reporter.refuse({
      line,
      field: 'range',
      message: measuresRange ? `it is missing, and sensor ${id} measures it` : `sensor ${id} measures directions only`,
      remedy: measuresRange ? 'add it, or let the spec measure line-of-sight' : 'leave it out, or let the spec measure polar',
    });
    return false;
  }

  return {
    lone,
    isKnown,
    row(row) {
      if (isOfItsSensor(row)) assemblerOf(row).row(row);
    },
    scan(row, plots) {
      assemblerOf(row).scan(row, plots);
    },
    countFrom(at_us) {
      for (const assembler of all) assembler.countFrom(at_us);
    },
    done: () => (all.length === 1 ? all[0].done() : []),
    end() {
      const strangers = [...named].filter((name) => !byId.has(name)).sort();
      if (strangers.length > 0 && named.size > 1)
        reporter.note(
          `the file has plots of ${named.size < MOST_NAMED ? named.size : `${MOST_NAMED} or more`} sensors; without a spec, and not read: ${strangers.slice(0, 5).join(', ')}${strangers.length > 5 ? ', …' : ''} (give a --sensor for each)`,
        );
      const scans = all.flatMap((assembler) => assembler.end());
      return all.length === 1 ? scans : scans.sort((a, b) => compareTimes(a, b, byId));
    },
  };
}

/** Names of sensors that are kept for what is said in the end. */
const MOST_NAMED = 20;

/** What is wrong where the command line gives a file to one sensor and the file names another. */
export function contradiction(
  named: string,
  whole: string,
  sensors: Pick<ReadonlyMap<string, unknown>, 'has'>,
): { readonly message: string; readonly remedy: string } {
  const name = named.slice(0, 40);
  return {
    message: `it is of "${name}", and the file is given as ${whole}'s`,
    remedy: `${sensors.has(named) ? `give the file without "${whole}="` : `give the file without "${whole}=", and the spec of "${name}" with --sensor`}; or mend the name`,
  };
}

function compareTimes(a: PlotScan, b: PlotScan, sensors: ReadonlyMap<string, PlotSensor>): number {
  return measuredAt_us(a, sensors) - measuredAt_us(b, sensors) || (a.sensor < b.sensor ? -1 : a.sensor > b.sensor ? 1 : 0);
}

function measuredAt_us({ at_us, sensor }: PlotScan, sensors: ReadonlyMap<string, PlotSensor>): Micros {
  return at_us - (sensors.get(sensor)?.delay_us ?? 0);
}

/** The scans of a file, what the file is called, and what becomes of it. */
export type PlotFileScans = { readonly file: string; readonly scans: AsyncIterable<PlotScan>; readonly report: Reporter };

/** Files between which there is a longer pause are not merged. After one so long a tracker begins anew, and files that count from different zeros, a table from
 *  its first plot and a tracking data message by the calendar, lie years apart. */
const MOST_APART_S = 7200;

/** The scans of several files, each in order, as one run: in order of measurement, numbered anew by its times from 0, `t` that of the measurement. Of one time
 *  the last closes it. What two files say of one look of a sensor is one scan. Throws `PlotFileError` where a file begins more than `MOST_APART_S` after all
 *  files before it have ended. */
export async function* mergedScans(files: readonly PlotFileScans[], sensors: readonly PlotSensor[]): AsyncGenerator<PlotScan> {
  const byId = new Map(sensors.map((sensor) => [sensor.id, sensor]));
  const iterators = files.map(({ scans }) => scans[Symbol.asyncIterator]());
  const begun = new Set<number>();
  const heads: (PlotScan | undefined)[] = [];
  const take = async (i: number): Promise<void> => {
    const { done, value } = await iterators[i].next();
    heads[i] = done === true ? undefined : value;
  };
  for (let i = 0; i < iterators.length; i++) await take(i);
  let held: PlotScan | undefined;
  let lastFrom = -1;
  let last_us: Micros = 0;
  let zero_us: Micros | undefined;
  let number = 0;
  for (;;) {
    let next = -1;
    heads.forEach((head, i) => {
      const first = heads[next];
      if (head !== undefined && (first === undefined || compareTimes(head, first, byId) < 0)) next = i;
    });
    const head = heads[next];
    if (head === undefined) break;
    const at_us = measuredAt_us(head, byId);
    const areBeforeOver = lastFrom >= 0 && !begun.has(next) && [...begun].every((i) => heads[i] === undefined);
    if (areBeforeOver && at_us - last_us > MOST_APART_S * 1e6) throw tooFarApart(files[next], files[lastFrom], (at_us - last_us) / 3.6e9);
    begun.add(next);
    [lastFrom, last_us] = [next, at_us];
    await take(next);
    if (held !== undefined && isOneLook(held, head)) {
      held = joined(held, head, files[next].report);
      continue;
    }
    if (zero_us === undefined) {
      zero_us = head.at_us - Math.round(head.t_s * 1e6);
      for (const { report } of files) if (report.zero_us !== undefined) report.countFrom(zero_us);
    }
    const t_s = (at_us - zero_us) / 1e6;
    if (held !== undefined) {
      const isSame = held.t_s === t_s;
      yield isSame ? { ...held, more: true } : held;
      if (!isSame) number += 1;
    }
    // Parts of one scan stand for themselves here: each time is one of the run.
    const { more: _, ...look } = head;
    held = { ...look, scan: number, t_s };
  }
  if (held !== undefined) yield held;
}

function tooFarApart({ file }: PlotFileScans, before: PlotFileScans, apart_h: number): PlotFileError {
  return new PlotFileError({
    file,
    line: 0,
    field: 't',
    message: `it begins ${apart_h.toFixed(1)} h after ${before.file} has ended, so that no object can be in both`,
    remedy:
      'let the times of all files count from one zero (those of a tracking data message are of the calendar, those of CSV and NDJSON as they stand), or track the files one by one',
  });
}
