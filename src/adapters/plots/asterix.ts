import type { Geodetic } from '../../core/frames/geodetic.ts';
import { taiFromUtc_us } from '../../core/time/scale.ts';
import { degrees, type Metres, type Micros, type Radians } from '../../core/units.ts';
import { type Arrival, asterixFeed, AsterixSourceError, asterixReader, newCounts } from '../asterix/asterix-source.ts';
import type { AsterixRecord, BlockProblem } from '../asterix/blocks.ts';
import { CAT048_PLOTS } from '../asterix/categories/048-plots.ts';
import { extendedRange_NM } from '../asterix/extended-range.ts';
import { fieldsOfItem } from '../asterix/items.ts';
import { joinedPath } from '../asterix/category.ts';
import type { UdpDatagram } from '../udp/udp-source.ts';
import { CaptureError } from '../packet-capture/packet-capture.ts';
import { contradiction, type PlotSensor, type ScanRouter } from './by-sensor.ts';
import type { Reporter } from './report.ts';
import type { PlotScan } from './scans.ts';
import { elevationOf_rad } from './height.ts';

export type AsterixOptions = {
  /** Radars are the sensors that are called as their area and identification codes are, `25-201`; of one sensor, the file is of its radar. */
  readonly sensors: readonly PlotSensor[];
  readonly whole?: string | undefined;
  /** The one radar whose plots are read: `25-201`. */
  readonly station?: string | undefined;
  /** Plots that are marked as simulated are read, and those alone: what flies and what is played never stand in one file of tracks. */
  readonly simulated?: boolean;
};

const NAUTICAL_MILE_m = 1852;
const FOOT_m = 0.3048;
/** A level is a hundred feet. */
const LEVEL_m = 100 * FOOT_m;
/** A pressure altitude stands this far from the height above the ellipsoid, one sigma: weather and geoid, of which nothing is known here. */
const SIGMA_LEVEL_m = 150;
const DAY_s = 86_400;

/** A file, or datagrams as they come. */
export type AsterixInput =
  | { readonly kind: 'bytes'; readonly chunks: AsyncIterable<Uint8Array> }
  | { readonly kind: 'datagrams'; readonly batches: AsyncIterable<readonly UdpDatagram[]> };

/** Reads plots of category 048: range, azimuth, and the elevation that the height measured by a 3D radar or the flight level gives. Of a file, scans are turns of the
 *  antenna, counted from time and azimuth; of datagrams, for which somebody waits, each time of its own is one. */
export async function* asterixScans(
  input: AsterixInput,
  options: AsterixOptions,
  assembler: ScanRouter,
  reporter: Reporter,
): AsyncGenerator<PlotScan> {
  const plots = plotTaker({ ...options, isLive: input.kind === 'datagrams' }, assembler, reporter);
  const counts = newCounts();
  const guarded = (read: () => void): void => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof AsterixSourceError || error instanceof CaptureError)) throw error;
      reporter.fail({ line: 0, field: '', message: error.message, remedy: 'tocsin decode says record by record what is in it' });
    }
  };
  if (input.kind === 'bytes') {
    const reader = asterixReader(new Map(), plots, counts, 'plots');
    for await (const chunk of input.chunks) {
      guarded(() => reader.take(chunk));
      yield* assembler.done();
    }
    guarded(() => reader.end());
  } else {
    const feed = asterixFeed(new Map(), plots, counts, 'plots');
    for await (const batch of input.batches) {
      guarded(() => {
        for (const { payload, at_s } of batch) feed.take(payload, at_s, 0);
      });
      yield* assembler.done();
    }
    guarded(() => feed.end());
  }
  plots.end();
  if (counts.copies > 0) reporter.note(`datagrams that came twice, read once: ${counts.copies}`);
  const { others = 0, fragments = 0, cut = 0 } = counts.capture ?? {};
  if (others + fragments + cut > 0) reporter.note(`packets without a whole datagram, not read: ${others + fragments + cut}`);
  yield* assembler.end();
}

/** Where the values of a plot stand. */
const SLOT = Object.fromEntries(
  CAT048_PLOTS.items.flatMap((item) => [
    ...fieldsOfItem(item).map(({ path, field }) => [joinedPath(item.id, path), field.slot] as const),
    ...(item.structure.kind === 'explicit' ? [[item.id, item.structure.slot] as const] : []),
  ]),
) as Readonly<Record<string, number>>;

type Taker = {
  arrived(arrival: Arrival): boolean;
  record(record: AsterixRecord): void;
  problem(problem: BlockProblem): void;
  unknown(): void;
  end(): void;
};

function plotTaker(
  { sensors, whole, station, simulated = false, isLive }: AsterixOptions & { readonly isLive: boolean },
  assembler: ScanRouter,
  reporter: Reporter,
): Taker {
  const clock = dayClock();
  const turns = new Map<string, (at_s: number, azimuth_rad: Radians) => number>();
  const bySensor = new Map(sensors.map((sensor) => [sensor.id, sensor]));
  const isNamed = sensors.length > 1 && whole === undefined;
  /** The radar of a file that is of one. */
  let lone = station;
  let number = 0;
  let begin = 0;
  let without = 0;
  let others = 0;
  let isDated = false;

  function refuse(field: string, message: string, remedy: string): void {
    reporter.count('lines', 1);
    reporter.refuse({ line: number, field, message, remedy });
  }

  function take({ octets, values }: AsterixRecord): void {
    const value = (path: string): number => values[SLOT[path] ?? -1] ?? Number.NaN;
    const radar = `${value('010/SAC')}-${value('010/SIC')}`;
    const rho = value('040/RHO');
    if (Number.isNaN(rho)) {
      without += 1;
      return;
    }
    if (Number.isNaN(value('010/SAC'))) return refuse('010', 'it does not say which radar made it', 'let the radar send item 010');
    if (station !== undefined && radar !== station) {
      others += 1;
      return;
    }
    if (!isNamed) {
      lone ??= radar;
      if (radar !== lone)
        return reporter.fail({
          line: number,
          field: '010',
          message: `plots of two radars, ${lone} and ${radar}, and there is one spec`,
          remedy: `choose one with --station ${lone}; or give a --sensor for each, called as its radar is`,
        });
    }
    if (whole !== undefined && radar !== whole && bySensor.has(radar)) return refuse('010', ...said(contradiction(radar, whole, bySensor)));
    const id = isNamed ? radar : (whole ?? sensors[0]?.id ?? '');
    const sensor = bySensor.get(id);
    const mark = markOf(value, simulated);
    if (mark !== undefined) return refuse('020', ...mark);
    const range_NM = value('020/ERR') === 1 ? extendedRange_NM(octets, value('RE')) : rho;
    if (Number.isNaN(range_NM) || (rho >= MOST_RHO && value('020/ERR') !== 1))
      return refuse(
        '040/RHO',
        'the range is at the end of its scale, and no extended range is beside it',
        'let the radar send the extended range (RE/ERR)',
      );
    const at_s = value('140');
    if (Number.isNaN(at_s)) return refuse('140', 'it has no time of day', 'let the radar send item 140');
    const range_m = range_NM * NAUTICAL_MILE_m;
    const azimuth_rad = degrees(value('040/THETA'));
    const elevation = elevationFrom(value, range_m, sensor?.site);
    if (elevation === undefined)
      return refuse(
        '090',
        'it has neither a measured height nor a flight level, so that its elevation is not known',
        'plots of this tracker are in three dimensions',
      );
    if (!assembler.isKnown(number, isNamed ? radar : undefined)) {
      reporter.count('lines', 1);
      return;
    }
    reporter.count('lines', 1);
    const absolute_s = clock.at(at_s);
    const turn = turns.get(id) ?? turnCounter(sensor?.scanPeriod_s ?? 1);
    turns.set(id, turn);
    const at_us = microsOf(absolute_s);
    if (!isDated && clock.isDated()) {
      isDated = true;
      assembler.countFrom(at_us);
      reporter.countFrom(at_us);
    }
    assembler.row({
      line: number,
      ...(isNamed && { sensor: radar }),
      ...(!isLive && { scan: turn(absolute_s, azimuth_rad) }),
      at_us,
      plot: { range_m, azimuth_rad, ...elevation, ...rangeRateOf(value) },
    });
  }

  const microsOf = (unix_s: number): Micros => (clock.isDated() ? taiFromUtc_us(Math.round(1e6 * unix_s)) : Math.round(1e6 * unix_s));

  return {
    arrived(arrival) {
      begin = arrival.begin;
      clock.arrived(arrival.at_s);
      return false;
    },
    record(record) {
      number += 1;
      take(record);
    },
    problem({ at, message }) {
      number += 1;
      refuse('', message(), `tocsin decode shows what stands around octet ${begin + at}`);
    },
    unknown() {},
    end() {
      if (without > 0) reporter.note(`target reports without a position, not read: ${without}`);
      if (others > 0) reporter.note(`plots of other radars, not read: ${others}`);
    },
  };
}

const said = ({ message, remedy }: { readonly message: string; readonly remedy: string }): [string, string] => [message, remedy];

const MOST_RHO = 65_535 / 256;

/** Why a plot is no plot of something that flies, as the radar itself marks it. */
function markOf(value: (path: string) => number, simulated: boolean): [string, string] | undefined {
  if (Number.isNaN(value('020/TYP')))
    return ['it does not say whether it is simulated', 'let the radar send item 020, which each target report has'];
  if (value('020/TYP') === 0) return ['nothing was detected: the radar carries its own track on', 'what is carried on is no plot'];
  if (value('170/GHO') === 1) return ['it is marked as a ghost, an echo by way of a reflector', 'ghosts are no objects'];
  if (value('020/TST') === 1) return ['it is marked as a test', 'test targets are no objects'];
  if (value('020/RAB') === 1) return ['it is of a field monitor, a transponder that stands', 'monitors are no objects'];
  const isSimulated = value('020/SIM') === 1;
  if (isSimulated && !simulated) return ['it is marked as simulated', 'read what is played with --simulated'];
  if (!isSimulated && simulated) return ['it is not marked as simulated', 'read what flies without --simulated'];
  return undefined;
}

function elevationFrom(
  value: (path: string) => number,
  range_m: Metres,
  site: Geodetic | undefined,
): { elevation_rad: Radians; sigmaElevation_rad?: Radians } | undefined {
  const antenna_m = site?.height_m ?? 0;
  const measured_m = value('110/3DH') * FOOT_m;
  if (!Number.isNaN(measured_m)) return { elevation_rad: elevationOf_rad(range_m, measured_m, antenna_m) };
  const level_m = value('090/FL') * LEVEL_m;
  if (Number.isNaN(level_m)) return undefined;
  const elevation_rad = elevationOf_rad(range_m, level_m, antenna_m);
  return { elevation_rad, sigmaElevation_rad: SIGMA_LEVEL_m / Math.max(range_m, SIGMA_LEVEL_m) };
}

/** A Doppler that the radar does not doubt, positive away from it. Which sign it has is the maker's choice: of a radar that has the other one, a spec without
 *  an error of the range rate leaves it unused. */
function rangeRateOf(value: (path: string) => number): { rangeRate_mps?: number } {
  const rate = value('120/CAL/CAL');
  return Number.isNaN(rate) || value('120/CAL/D') === 1 ? {} : { rangeRate_mps: rate };
}

/** Times of day as seconds since 1970 UTC where the recorder says when octets arrived: of the day that is nearest. Where nothing does, as seconds since the
 *  midnight before the first, counted on beyond the next. */
function dayClock(): { arrived(at_s: number): void; at(ofDay_s: number): number; isDated(): boolean } {
  let arrival_s = Number.NaN;
  let last_s = Number.NaN;
  return {
    arrived(at_s) {
      if (!Number.isNaN(at_s)) arrival_s = at_s;
    },
    at(ofDay_s) {
      const near_s = Number.isNaN(arrival_s) ? last_s : arrival_s;
      last_s = Number.isNaN(near_s) ? ofDay_s : ofDay_s + DAY_s * Math.round((near_s - ofDay_s) / DAY_s);
      return last_s;
    },
    isDated: () => !Number.isNaN(arrival_s),
  };
}

/** Turns of an antenna: how many have gone by when it stands at an azimuth, from the period, which is corrected a little with each plot. A plot near north may
 *  come before or after the mark, and is of the turn that its azimuth says. */
function turnCounter(period_s: number): (at_s: number, azimuth_rad: Radians) => number {
  let north_s = Number.NaN;
  let before = 0;
  return (at_s, azimuth_rad) => {
    const part = azimuth_rad / (2 * Math.PI);
    if (Number.isNaN(north_s)) north_s = at_s - part * period_s;
    const turns = (at_s - north_s) / period_s - part;
    const whole = Math.round(turns);
    // The mark of the turn before this one, moved by a twentieth of what it is off.
    north_s += whole * period_s + 0.05 * (turns - whole) * period_s;
    before += whole;
    return before;
  };
}
