import { geodeticDegrees } from '../core/frames/geodetic.ts';
import { taiFromUtc_us } from '../core/time/scale.ts';
import { degrees, type Micros } from '../core/units.ts';
import type { Manoeuvre, PublishedFlight, SpaceLaunch } from './scenario.ts';

/** A row of a table of recorded flight tests that has all that is needed to fly it. */
export type TableFlight = {
  /** Position in the table, from 0. */
  readonly row: number;
  readonly name: string;
  /** The class that the table's makers gave it. The flight itself goes by energy: some tests were flown short of their type. */
  readonly recordedType: string;
  readonly outcome: string;
  readonly landing: string;
  /** Errors that the table's makers suspect. */
  readonly flags: readonly string[];
  readonly flight: PublishedFlight | SpaceLaunch;
};

export type RefusedRow = { readonly row: number; readonly name: string; readonly reason: string };

export type FlightTable = { readonly flights: readonly TableFlight[]; readonly refused: readonly RefusedRow[] };

/** Longest distance over the ground, and a height beyond which nothing has been tested; figures past them are slips of the pen. */
const GROUND_RANGE_KM_MAX = 20_000;
const APOGEE_KM_MAX = 50_000;

/** Reads a table of flights: a list of rows, or an object with the list under `tests`. Each row is either flyable or refused with its
 *  reason; nothing is guessed, and a figure written as text is no figure.
 *  Throws `RangeError` when there is no list of rows at all. */
export function flightsFromTable(json: unknown): FlightTable {
  const rows = Array.isArray(json) ? json : isObject(json) ? json['tests'] : undefined;
  if (!Array.isArray(rows))
    throw new RangeError('no list of flights: the file must be a list of rows, or an object with the list under "tests"');
  const flights: TableFlight[] = [];
  const refused: RefusedRow[] = [];
  rows.forEach((row: unknown, i) => {
    const outcome = readRow(row, i);
    if (typeof outcome === 'string') refused.push({ row: i, name: nameOf(row), reason: outcome });
    else flights.push(outcome);
  });
  return { flights, refused };
}

/** The flight of a row, or the reason why there is none. */
function readRow(row: unknown, i: number): TableFlight | string {
  if (!isObject(row)) return 'the row is not an object';
  const launch_us = launchTime(row['date'], row['time_utc']);
  if (typeof launch_us === 'string') return launch_us;
  const latitude = figure(row, 'lat', -90, 90);
  const longitude = figure(row, 'lon', -180, 180);
  const bearing = figure(row, 'bearing_deg', 0, 360);
  const apogee = positive(row, 'apogee_km', APOGEE_KM_MAX);
  const range = positive(row, 'distance_km', GROUND_RANGE_KM_MAX);
  for (const each of [latitude, longitude, bearing, apogee, range]) if (typeof each === 'string') return each;
  const manoeuvre = row['maneuver'] ?? undefined;
  if (manoeuvre !== undefined && manoeuvre !== 'pullup' && manoeuvre !== 'glide')
    return `maneuver is ${shown(manoeuvre)}; known are "pullup", "glide" and null`;
  const figures = { latitude, longitude, bearing, apogee, range } as Figures;
  return {
    row: i,
    name: nameOf(row),
    recordedType: text(row['type'], 'Unknown'),
    outcome: text(row['outcome'], 'unknown'),
    landing: text(row['landing'], 'unknown'),
    flags: Array.isArray(row['flags']) ? row['flags'].filter((flag) => typeof flag === 'string') : [],
    flight: flightOf(`row-${i}`, launch_us, figures, manoeuvre, row['type'] === 'SLV' && row['outcome'] === 'success'),
  };
}

type Figures = {
  readonly latitude: number;
  readonly longitude: number;
  readonly bearing: number;
  readonly apogee: number;
  readonly range: number;
};

/** A space launch that failed is flown by its figures, like any other flight that came down. */
function flightOf(
  id: string,
  launch_us: Micros,
  figures: Figures,
  manoeuvre: Manoeuvre | undefined,
  reachedOrbit: boolean,
): PublishedFlight | SpaceLaunch {
  const site = geodeticDegrees(figures.latitude, figures.longitude, 0);
  const bearing_rad = degrees(figures.bearing);
  if (reachedOrbit)
    return { kind: 'space-launch', id, site, launch_us, azimuth_rad: bearing_rad, insertionHeight_m: figures.apogee * 1000 };
  const flight: PublishedFlight = {
    kind: 'published',
    id,
    site,
    launch_us,
    bearing_rad,
    apogee_m: figures.apogee * 1000,
    groundRange_m: figures.range * 1000,
  };
  return manoeuvre === undefined ? flight : { ...flight, manoeuvre };
}

/** Date `YYYY-MM-DD` and time `HH:MM`, with or without ` (UTC)`, as a time; or what is wrong with them. */
function launchTime(date: unknown, time: unknown): Micros | string {
  const day = typeof date === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) : null;
  if (!day) return `date is ${shown(date)}, not YYYY-MM-DD`;
  const clock = typeof time === 'string' ? /^(\d\d):(\d\d)(?: \(UTC\))?$/.exec(time) : null;
  if (!clock) return time === null || time === undefined ? 'no launch time' : `time_utc is ${shown(time)}, not HH:MM`;
  const [year, month, dayOfMonth] = day.slice(1).map(Number);
  const [hour, minute] = clock.slice(1).map(Number);
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysIn(year, month)) return `date ${shown(date)} is not in the calendar`;
  if (hour > 23 || minute > 59) return `time_utc ${shown(time)} is not on the clock`;
  return taiFromUtc_us((daysSince1970(year, month, dayOfMonth) * 1440 + hour * 60 + minute) * 60_000_000);
}

function figure(row: Record<string, unknown>, field: string, low: number, high: number): number | string {
  const value = row[field];
  if (value === null || value === undefined) return `no ${field}`;
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${field} is ${shown(value)}, not a number`;
  return value < low || value > high ? `${field} is ${value}, outside ${low}…${high}` : value;
}

function positive(row: Record<string, unknown>, field: string, high: number): number | string {
  const value = figure(row, field, -Infinity, high);
  return typeof value === 'number' && value <= 0 ? `${field} is ${value}, and must be above 0` : value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the Gregorian calendar, counted in years that begin in March so that the leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const fromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}

function nameOf(row: unknown): string {
  if (!isObject(row)) return 'unnamed';
  return [row['date'], row['time_utc'], row['missile']].filter((part) => typeof part === 'string').join(' ') || 'unnamed';
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function shown(value: unknown): string {
  const written = JSON.stringify(value);
  return written === undefined ? 'missing' : written.length > 40 ? `${written.slice(0, 40)}…` : written;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
