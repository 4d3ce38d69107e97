import { PLOT_RANGES } from '../../core/sense/valid-plots.ts';
import { degrees, type Micros } from '../../core/units.ts';
import type { AnyPlot } from './scans.ts';

/** What a column or a key may be called, and the factor that its unit has. A name without a unit means SI and radians, as in the generated scenes; degrees and kilometres are read only where the
 *  name says so. */
export type FieldName = 'scan' | 't' | 'elevation' | 'azimuth' | 'range' | 'rangeRate';
export type Meaning = { readonly field: FieldName; readonly factor: number };

const DEGREE = degrees(1);

const MEANINGS: Readonly<Record<string, Meaning>> = {
  scan: { field: 'scan', factor: 1 },
  t: { field: 't', factor: 1 },
  t_s: { field: 't', factor: 1 },
  time_s: { field: 't', factor: 1 },
  el: { field: 'elevation', factor: 1 },
  el_rad: { field: 'elevation', factor: 1 },
  elevation_rad: { field: 'elevation', factor: 1 },
  el_deg: { field: 'elevation', factor: DEGREE },
  elevation_deg: { field: 'elevation', factor: DEGREE },
  az: { field: 'azimuth', factor: 1 },
  az_rad: { field: 'azimuth', factor: 1 },
  azimuth_rad: { field: 'azimuth', factor: 1 },
  az_deg: { field: 'azimuth', factor: DEGREE },
  azimuth_deg: { field: 'azimuth', factor: DEGREE },
  range: { field: 'range', factor: 1 },
  range_m: { field: 'range', factor: 1 },
  range_km: { field: 'range', factor: 1000 },
  range_rate: { field: 'rangeRate', factor: 1 },
  range_rate_mps: { field: 'rangeRate', factor: 1 },
  range_rate_kmps: { field: 'rangeRate', factor: 1000 },
};

export const KNOWN_NAMES = [...Object.keys(MEANINGS), 'sensor'];

/** The one column that is no number. */
export function isSensorName(name: string): boolean {
  return name.trim().toLowerCase() === 'sensor';
}

export function meaningOf(name: string): Meaning | undefined {
  const key = name.trim().toLowerCase();
  return Object.hasOwn(MEANINGS, key) ? MEANINGS[key] : undefined;
}

/** Why a value, in the unit of its name, cannot be what its name says; undefined when it can. */
export function fault({ field, factor }: Meaning, value: number): { readonly message: string; readonly remedy: string } | undefined {
  const { range, remedy, units } = BOUNDS[field];
  const [low, high] = range;
  const si = value * factor;
  if (si >= low && si <= high && (field !== 'scan' || Number.isInteger(si))) return undefined;
  if (si >= low && si <= high) return { message: `${value} is no whole number`, remedy };
  // Bounds of angles are a hair beyond the turn.
  const [least, most] = [low, high].map((bound) => Number((bound / factor).toPrecision(8)));
  return { message: `${value} is outside ${least} to ${most}`, remedy: factor === 1 ? remedy : `give ${units} from ${least} to ${most}` };
}

type FieldBounds = { readonly range: readonly [number, number]; readonly remedy: string; readonly units?: string };

/** Bounds of a plot are the core's; the remedies know what a column may be called, and `units` the other units that it may have. */
const BOUNDS: Readonly<Record<FieldName, FieldBounds>> = {
  scan: { range: [0, 1e12], remedy: 'number the scans 0, 1, 2, …' },
  t: { range: [-4e9, 4e9], remedy: 'give seconds, counted from any beginning' },
  elevation: {
    range: PLOT_RANGES.elevation_rad.range,
    remedy: 'give radians, or name the column el_deg if these are degrees',
    units: 'degrees',
  },
  azimuth: {
    range: PLOT_RANGES.azimuth_rad.range,
    remedy: 'give radians, or name the column az_deg if these are degrees',
    units: 'degrees',
  },
  range: {
    range: PLOT_RANGES.range_m.range,
    remedy: 'give metres above 0, or name the column range_km if these are kilometres',
    units: 'kilometres',
  },
  rangeRate: {
    range: PLOT_RANGES.rangeRate_mps.range,
    remedy: 'give metres per second, away from the sensor positive; leave empty what was not measured',
    units: 'kilometres per second',
  },
};

/** What programs write where there is no value. */
const NOTHING = /^(?:|[+-]?nan|null|none|nil|n\/?a|#n\/a|--?)$/i;

/** Whether a text says that there is no value: null, empty and absent are one thing. */
export function isNothing(text: string): boolean {
  return NOTHING.test(text.trim());
}

/** What to do about a text that is no number; undefined where the field has no remedy of its own. */
export function remedyOf(field: FieldName, text: string): string | undefined {
  if (field !== 't' || !/\d[:-]\d/.test(text)) return undefined;
  return 'give seconds, counted from any beginning: dates and times of day are read in tracking data messages only';
}

/** A plain decimal number: what `Number` takes besides (hexadecimal, Infinity, blanks) is nobody's measurement. */
export function decimal(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** What a line says, in SI and radians. All fields are always there, so that a million of these are alike to the engine. */
export type Values = Record<FieldName, number | undefined>;

export function noValues(): Values {
  return { scan: undefined, t: undefined, elevation: undefined, azimuth: undefined, range: undefined, rangeRate: undefined };
}

/** The plot of values that hold both angles, and range where the sensor measures it. */
export function plotOf({ range: range_m, azimuth, elevation, rangeRate }: Values): AnyPlot {
  const [azimuth_rad, elevation_rad] = [azimuth as number, elevation as number];
  if (range_m === undefined) return { azimuth_rad, elevation_rad };
  return rangeRate === undefined
    ? { range_m, azimuth_rad, elevation_rad }
    : { range_m, azimuth_rad, elevation_rad, rangeRate_mps: rangeRate };
}

/** Whether a line may leave a reading out; of number and time one has to be there, which is asked apart. */
export function isOptional(field: FieldName, needed: readonly FieldName[]): boolean {
  return !needed.includes(field);
}

export function placeInTime({ scan, t }: Values): { readonly scan: number | undefined; readonly at_us: Micros | undefined } {
  return { scan, at_us: t === undefined ? undefined : Math.round(t * 1e6) };
}
