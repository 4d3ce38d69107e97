import { basename } from 'node:path';
import type { FixedGrid } from '../../core/frames/imager-grid.ts';
import type { BandFrame, Raster } from '../../core/imager/frame.ts';
import type { PlanckBand } from '../../core/physics/planck.ts';
import { taiFromUtc_us } from '../../core/time/scale.ts';
import { degrees, type Micros, type Radians, type Seconds } from '../../core/units.ts';
import { NetcdfError, type NetcdfFile, readNetcdf } from '../netcdf/netcdf.ts';
import { timeUnits } from '../netcdf/time-units.ts';

/** Seconds since this moment, none of them a leap second. */
export const EPOCH_utc_us: Micros = Date.UTC(2000, 0, 1, 12) * 1000;
/** A century later: what is beyond is no time of a scan. */
const LAST_s: Seconds = 100 * 365.25 * 86_400;
/** The middle of a scan lies in it, but for what was rounded. */
const BESIDE_s: Seconds = 1;
type Range = readonly [low: number, high: number];
/** What the numbers of a file of ABI can be, far wider than what they are. */
const RANGES = {
  band_id: [1, 16],
  /** Micrometres. */
  band_wavelength: [0.3, 15],
  /** A camera in geostationary orbit, and the Earth: degrees and metres. */
  'goes_imager_projection.longitude_of_projection_origin': [-360, 360],
  'goes_imager_projection.perspective_point_height': [3.5e7, 3.7e7],
  'goes_imager_projection.semi_major_axis': [6.37e6, 6.39e6],
  'goes_imager_projection.semi_minor_axis': [6.34e6, 6.37e6],
  /** Reflectance of a unit of radiance; Planck's law in mW/(m² sr cm⁻¹) and K. */
  kappa0: [1e-4, 10],
  planck_fk1: [100, 1e7],
  planck_fk2: [500, 20_000],
  planck_bc1: [-10, 10],
  planck_bc2: [0.9, 1.1],
} as const satisfies Readonly<Record<string, Range>>;
/** Below this things shine, from here on they glow: the imager has none between 2.3 and 3.8 µm, and an array that is written in its form may see at 2.7. */
const GLOWS_FROM_um = 2.5;
/** Units of radiance: of what glows, and of what shines. */
export const PER_WAVENUMBER = 'mW m-2 sr-1 (cm-1)-1';
export const PER_WAVELENGTH = 'W m-2 sr-1 um-1';
/** Scan angles reach a little past the Earth's edge, which is at 0.152. */
const WIDEST_rad: Radians = 0.2;
/** Steps of an axis may differ by this share of one: it is stored in single precision, or in packed steps. */
const UNEVEN = 0.02;

/** What tells which look a frame is part of, and which part. */
export type FrameHead = Pick<BandFrame, 'satellite' | 'area' | 'begin_us' | 'band'>;

/** Reads a frame of the Advanced Baseline Imager: radiances of one band, level 1b.
 *  Throws `NetcdfError`, which names file, field and remedy.
 *  Source  [GOES-R PUG L1b] vol. 3, 5.1. */
export async function readAbi(file: string): Promise<BandFrame> {
  return readNetcdf(file, frameOf);
}

/** Reads which look a frame is part of, and no pixel. Throws as `readAbi` does. */
export async function identifyAbi(file: string): Promise<FrameHead> {
  return readNetcdf(file, headOf);
}

function headOf(netcdf: NetcdfFile): FrameHead {
  if (!netcdf.has('Rad'))
    throw new NetcdfError(
      netcdf.file,
      '',
      'holds no radiances of an imager (Rad)',
      'give ABI of level 1b (OR_ABI-L1b-Rad….nc) or GLM of level 2 (OR_GLM-L2-LCFA….nc)',
    );
  const [begin_us] = timesOf(netcdf);
  return {
    satellite: netcdf.required(netcdf.text('platform_ID'), 'platform_ID'),
    area: areaOf(netcdf),
    begin_us,
    band: scalarOf(netcdf, 'band_id'),
  };
}

function frameOf(netcdf: NetcdfFile): BandFrame {
  const { codes, shape, scale, offset, fill, valid } = netcdf.scaled('Rad');
  if (!(codes instanceof Uint16Array))
    throw wrong(netcdf, 'Rad', `is stored as ${codes.constructor.name}, not as unsigned 16-bit integers`);
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2 || rows < 1 || columns < 1 || codes.length !== rows * columns)
    throw wrong(netcdf, 'Rad', `has the shape ${shape.join(' × ')}`);
  if (fill === undefined && valid === undefined) throw wrong(netcdf, 'Rad._FillValue', 'is missing, and valid_range as well');
  if (!(scale > 0)) throw wrong(netcdf, 'Rad.scale_factor', `is ${scale}: more counts are more light`);
  const wavelength_um = scalarOf(netcdf, 'band_wavelength');
  const isGlow = wavelength_um >= GLOWS_FROM_um;
  const unit = isGlow ? PER_WAVENUMBER : PER_WAVELENGTH;
  const stated = netcdf.required(netcdf.textOf('Rad', 'units'), 'Rad.units');
  if (stated !== unit) throw wrong(netcdf, 'Rad.units', `is "${stated}", not "${unit}" as for a band at ${wavelength_um} µm`);
  const radianceOf = radianceTable(scale, offset, fill, valid);
  if (codes.every((code) => Number.isNaN(radianceOf[code]))) throw wrong(netcdf, 'Rad', 'has no pixel with a value');
  const quality = netcdf.packed('DQF').codes;
  if (!(quality instanceof Uint8Array) || quality.length !== codes.length)
    throw wrong(netcdf, 'DQF', 'is not one byte for each pixel of Rad');
  const [, end_us] = timesOf(netcdf);
  return {
    source: netcdf.file,
    ...headOf(netcdf),
    wavelength_um,
    end_us,
    grid: gridOf(netcdf),
    raster: rasterOf(netcdf, rows, columns),
    codes,
    radianceOf,
    quality,
    planck: isGlow ? planckOf(netcdf) : undefined,
    reflectancePerRadiance: isGlow ? undefined : scalarOf(netcdf, 'kappa0'),
  };
}

/** `M1`: of two mesoscale areas the file's name alone says which. */
function areaOf(netcdf: NetcdfFile): string {
  const name = netcdf.text('dataset_name') ?? basename(netcdf.file);
  return /ABI-L1b-Rad(M1|M2|C|F)-/.exec(name)?.[1] ?? netcdf.required(netcdf.text('scene_id'), 'scene_id');
}

function timesOf(netcdf: NetcdfFile): readonly [Micros, Micros] {
  const text = netcdf.required(netcdf.textOf('t', 'units'), 't.units');
  const units = timeUnits(text);
  if (units?.unit_s !== 1 || units.epoch_us !== taiFromUtc_us(EPOCH_utc_us))
    throw wrong(netcdf, 't.units', `is "${text}", not seconds since 2000-01-01 12:00:00`);
  const bounds = netcdf.values('time_bounds');
  const [begin_s, end_s] = bounds;
  if (bounds.length !== 2 || !(begin_s >= 0 && begin_s <= end_s && end_s <= LAST_s))
    throw wrong(netcdf, 'time_bounds', 'does not say when the scan began and ended');
  const middle_s = netcdf.required(netcdf.scalar('t'), 't');
  if (!(middle_s >= begin_s - BESIDE_s && middle_s <= end_s + BESIDE_s)) throw wrong(netcdf, 't', 'is not within time_bounds');
  const at = (since_s: number): Micros => taiFromUtc_us(EPOCH_utc_us + Math.round(since_s * 1e6));
  return [at(begin_s), at(end_s)];
}

type GridNumber = 'longitude_of_projection_origin' | 'perspective_point_height' | 'semi_major_axis' | 'semi_minor_axis';

function gridOf(netcdf: NetcdfFile): FixedGrid {
  const number = (attribute: GridNumber): number =>
    within(netcdf, `goes_imager_projection.${attribute}`, netcdf.numberOf('goes_imager_projection', attribute));
  const name = netcdf.textOf('goes_imager_projection', 'grid_mapping_name');
  if (name !== undefined && name !== 'geostationary')
    throw wrong(netcdf, 'goes_imager_projection.grid_mapping_name', `is "${name}", not "geostationary"`);
  const sweep = netcdf.textOf('goes_imager_projection', 'sweep_angle_axis');
  if (sweep !== 'x' && sweep !== 'y')
    throw wrong(netcdf, 'goes_imager_projection.sweep_angle_axis', sweep === undefined ? 'is missing' : `is "${sweep}", neither x nor y`);
  return {
    longitude_rad: degrees(number('longitude_of_projection_origin')),
    height_m: number('perspective_point_height'),
    semiMajor_m: number('semi_major_axis'),
    semiMinor_m: number('semi_minor_axis'),
    sweep,
  };
}

function rasterOf(netcdf: NetcdfFile, rows: number, columns: number): Raster {
  if (netcdf.dimensionOf('y') === 1 || netcdf.dimensionOf('x') === 0) throw wrong(netcdf, 'Rad', 'lies along x, y, not along y, x');
  const x = axisOf(netcdf, 'x', columns);
  const y = axisOf(netcdf, 'y', rows);
  if (!(x.step_rad > 0)) throw wrong(netcdf, 'x', 'does not grow to the east');
  if (!(y.step_rad < 0)) throw wrong(netcdf, 'y', 'does not fall to the south');
  if (Math.abs(x.step_rad + y.step_rad) > UNEVEN * x.step_rad) throw wrong(netcdf, 'x, y', 'have other steps');
  return { rows, columns, x0_rad: x.first_rad, y0_rad: y.first_rad, step_rad: x.step_rad };
}

/** From the whole axis, since two of its values are of single precision. */
function axisOf(netcdf: NetcdfFile, name: string, count: number): { readonly first_rad: number; readonly step_rad: number } {
  const at = netcdf.values(name);
  if (at.length !== count || count < 2) throw wrong(netcdf, name, `has ${at.length} values for ${count} pixels`);
  const step_rad = (at[count - 1] - at[0]) / (count - 1);
  if (!at.every((value, i) => Math.abs(value - at[0] - i * step_rad) <= UNEVEN * Math.abs(step_rad)))
    throw wrong(netcdf, name, 'has no equal steps');
  if (!(Math.max(Math.abs(at[0]), Math.abs(at[count - 1])) <= WIDEST_rad))
    throw wrong(netcdf, name, `reaches from ${at[0]} to ${at[count - 1]}, past the Earth: scan angles are in radians`);
  return { first_rad: at[0], step_rad };
}

function radianceTable(
  scale: number,
  offset: number,
  fill: number | undefined,
  valid: readonly [number, number] | undefined,
): Float64Array {
  const radianceOf = new Float64Array(65_536);
  const [low, high] = valid ?? [0, 65_535];
  for (let code = 0; code < radianceOf.length; code++)
    radianceOf[code] = code === fill || code < low || code > high ? NaN : scale * code + offset;
  return radianceOf;
}

function planckOf(netcdf: NetcdfFile): PlanckBand {
  return {
    fk1: scalarOf(netcdf, 'planck_fk1'),
    fk2: scalarOf(netcdf, 'planck_fk2'),
    bc1: scalarOf(netcdf, 'planck_bc1'),
    bc2: scalarOf(netcdf, 'planck_bc2'),
  };
}

function scalarOf(netcdf: NetcdfFile, variable: keyof typeof RANGES): number {
  const value = netcdf.scalar(variable);
  if (value === undefined && netcdf.has(variable)) throw wrong(netcdf, variable, 'has no value');
  return within(netcdf, variable, value);
}

function within(netcdf: NetcdfFile, field: keyof typeof RANGES, value: number | undefined): number {
  const [low, high] = RANGES[field];
  const found = netcdf.required(value, field);
  if (found >= low && found <= high) return found;
  throw wrong(netcdf, field, `is ${found}, not between ${low} and ${high}`);
}

function wrong(netcdf: NetcdfFile, field: string, message: string): NetcdfError {
  return new NetcdfError(netcdf.file, field, message, 'give a file of ABI radiances, level 1b, as the operator publishes it');
}
