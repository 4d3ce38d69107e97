import { degrees, type Micros, type Radians, type Seconds, type SquareMetres } from '../../core/units.ts';
import { NetcdfError, type NetcdfFile, readNetcdf } from '../netcdf/netcdf.ts';
import { timeUnits, utcOf } from '../netcdf/time-units.ts';

/** A flash of lightning as the mapper's own processing put it together. */
export type Flash = {
  /** When its first event was seen, and how long it lasted. */
  readonly at_us: Micros;
  readonly lasts_s: Seconds;
  /** On the mapper's own ellipsoid, that of the clouds' tops: 14 to 16 km above the Earth's at the equator, 6 at the poles. */
  readonly latitude_rad: Radians;
  readonly longitude_rad: Radians;
  /** As received, J; NaN where the file has none. */
  readonly energy_J: number;
  readonly area_m2: SquareMetres;
  /** Events, pixels of one 2-ms frame, that the file has of it. */
  readonly events: number;
};

/** A file of a lightning mapper: some twenty seconds of all that it sees. */
export type LightningFile = {
  readonly source: string;
  readonly satellite: string;
  readonly begin_us: Micros;
  readonly end_us: Micros;
  /** What the file has, counted by its rows: the counts in its head need not agree with them. */
  readonly events: number;
  readonly groups: number;
  readonly flashes: readonly Flash[];
  /** Flashes that the file has no place of, which are left out. */
  readonly unplaced: number;
};

/** Events begin up to so long before the file does. */
const BEFORE_s = 1.5;
const AFTER_s = 1;

/** Whether a file is one of a lightning mapper. Throws as `readGlm` does. */
export async function isGlm(file: string): Promise<boolean> {
  return readNetcdf(file, (netcdf) => netcdf.has('event_time_offset'));
}

/** Reads a file of the Geostationary Lightning Mapper: events, groups and flashes, level 2. A file without any is one, too.
 *  Units and packing are taken from each file, since they changed over the years. Throws `NetcdfError`.
 *  Source  [GOES-R PUG L2] vol. 5, 4.23. */
export async function readGlm(file: string): Promise<LightningFile> {
  return readNetcdf(file, contentOf);
}

function contentOf(netcdf: NetcdfFile): LightningFile {
  const begin_us = timeOf(netcdf, 'time_coverage_start');
  const end_us = timeOf(netcdf, 'time_coverage_end');
  if (!(end_us >= begin_us)) throw new NetcdfError(netcdf.file, 'time_coverage_end', 'is before time_coverage_start', WHOLE);
  const span = { begin_us, end_us };
  const eventTimes_s = timesOf(netcdf, 'event_time_offset', span);
  const eventGroups = netcdf.packed('event_parent_group_id').codes;
  const groups = netcdf.packed('group_id').codes;
  const groupFlashes = netcdf.packed('group_parent_flash_id').codes;
  if (eventGroups.length !== eventTimes_s.length) throw uneven(netcdf, 'event_parent_group_id');
  if (groupFlashes.length !== groups.length) throw uneven(netcdf, 'group_parent_flash_id');
  const flashOfGroup = new Map(Array.from(groups, (group, k) => [group, groupFlashes[k]] as const));
  const seen = new Map<number, { events: number; last_s: number }>();
  eventTimes_s.forEach((time_s, k) => {
    const flash = flashOfGroup.get(eventGroups[k]);
    // Events of a flash that the file does not have belong to nobody here.
    if (flash === undefined) return;
    const so = seen.get(flash) ?? { events: 0, last_s: -Infinity };
    seen.set(flash, { events: so.events + 1, last_s: Math.max(so.last_s, Number.isNaN(time_s) ? -Infinity : time_s) });
  });
  const { flashes, unplaced } = flashesOf(netcdf, span, seen);
  return {
    source: netcdf.file,
    satellite: netcdf.required(netcdf.text('platform_ID'), 'platform_ID'),
    begin_us,
    end_us,
    events: eventTimes_s.length,
    groups: groups.length,
    flashes,
    unplaced,
  };
}

function flashesOf(
  netcdf: NetcdfFile,
  span: Span,
  seen: ReadonlyMap<number, { readonly events: number; readonly last_s: number }>,
): Pick<LightningFile, 'flashes' | 'unplaced'> {
  const ids = netcdf.packed('flash_id').codes;
  const first_s = timesOf(netcdf, 'flash_time_offset_of_first_event', span);
  const [latitudes, longitudes, energies, areas] = ['flash_lat', 'flash_lon', 'flash_energy', 'flash_area'].map((name) =>
    netcdf.values(name),
  );
  const perArea = PER_AREA[unitOf(netcdf, 'flash_area', Object.keys(PER_AREA))];
  unitOf(netcdf, 'flash_energy', ['J']);
  if (latitudes.some((latitude) => Math.abs(latitude) > 90)) throw new NetcdfError(netcdf.file, 'flash_lat', 'is beyond a pole', WHOLE);
  if (longitudes.some((longitude) => Math.abs(longitude) > 360))
    throw new NetcdfError(netcdf.file, 'flash_lon', 'goes more than once around', WHOLE);
  for (const [name, { length }] of Object.entries({ first_s, latitudes, longitudes, energies, areas }))
    if (length !== ids.length) throw uneven(netcdf, `flashes, ${name}`);
  if (first_s.some(Number.isNaN)) throw new NetcdfError(netcdf.file, 'flash_time_offset_of_first_event', 'has no time of a flash', WHOLE);
  const flashes = Array.from(ids, (id, k): Flash => {
    const { events = 0, last_s = first_s[k] } = seen.get(id) ?? {};
    return {
      at_us: span.begin_us + Math.round(first_s[k] * 1e6),
      lasts_s: Math.max(0, last_s - first_s[k]),
      latitude_rad: degrees(latitudes[k]),
      // Some of its longitudes run on below −180°.
      longitude_rad: degrees(longitudes[k] - 360 * Math.round(longitudes[k] / 360)),
      energy_J: energies[k],
      area_m2: perArea * areas[k],
      events,
    };
  });
  const placed = flashes.filter(({ latitude_rad, longitude_rad }) => !Number.isNaN(latitude_rad + longitude_rad));
  return { flashes: placed.sort((a, b) => a.at_us - b.at_us), unplaced: flashes.length - placed.length };
}

/** From when to when a file says that it reaches. */
type Span = Pick<LightningFile, 'begin_us' | 'end_us'>;

/** Seconds after the file's beginning, whenever its times count from. Some files leave out that their times are unsigned, and others' are signed: those times are taken that
 *  lie within the file's span, which the others do not by seconds. */
function timesOf(netcdf: NetcdfFile, variable: string, { begin_us, end_us }: Span): Float64Array {
  const { codes, scale, offset, fill } = netcdf.scaled(variable);
  const text = netcdf.required(netcdf.textOf(variable, 'units'), `${variable}.units`);
  const units = timeUnits(text);
  if (units === undefined)
    throw new NetcdfError(
      netcdf.file,
      `${variable}.units`,
      `is "${text}", not (milli)seconds since a time such as 2023-01-26 19:00:00`,
      WHOLE,
    );
  const counted_s = (units.epoch_us - begin_us) / 1e6;
  const span_s = (end_us - begin_us) / 1e6;
  const readings = codes instanceof Int16Array ? [codes, new Uint16Array(codes.buffer, codes.byteOffset, codes.length)] : [codes];
  for (const reading of readings) {
    const times = Float64Array.from(reading, (code) => (code === fill ? NaN : counted_s + units.unit_s * (scale * code + offset)));
    if (times.every((time_s) => Number.isNaN(time_s) || (time_s >= -BEFORE_s && time_s <= span_s + AFTER_s))) return times;
  }
  throw new NetcdfError(netcdf.file, variable, 'has times outside the span that the file states', WHOLE);
}

/** By how the file states its areas, which changed over the years. */
const PER_AREA: Readonly<Record<string, number>> = { m2: 1, km2: 1e6 };

function unitOf(netcdf: NetcdfFile, variable: string, known: readonly string[]): string {
  const unit = netcdf.required(netcdf.textOf(variable, 'units'), `${variable}.units`);
  if (!known.includes(unit)) throw new NetcdfError(netcdf.file, `${variable}.units`, `is "${unit}", not ${known.join(' or ')}`, WHOLE);
  return unit;
}

const WHOLE = 'give a file of lightning, level 2, as the operator publishes it';

function timeOf(netcdf: NetcdfFile, attribute: string): Micros {
  const text = netcdf.required(netcdf.text(attribute), attribute);
  const at_us = utcOf(text);
  if (at_us === undefined) throw new NetcdfError(netcdf.file, attribute, `is "${text}", no time such as 2023-01-26T19:00:00.0Z`, WHOLE);
  return at_us;
}

function uneven(netcdf: NetcdfFile, field: string): NetcdfError {
  return new NetcdfError(netcdf.file, field, 'has another length than what it belongs to', WHOLE);
}
