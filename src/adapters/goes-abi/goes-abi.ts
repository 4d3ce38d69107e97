import { basename } from 'node:path';
import type { FixedGrid } from '../../core/frames/fixed-grid.ts';
import type { BandFrame, Raster } from '../../core/imager/frame.ts';
import type { PlanckBand } from '../../core/physics/planck.ts';
import { taiFromUtc_us } from '../../core/time/scale.ts';
import { degrees, type Micros } from '../../core/units.ts';
import { NetcdfError, type NetcdfFile, readNetcdf } from '../netcdf/netcdf.ts';

/** Most pixels of one frame: a full disc of the finest band has 21,696². */
const MOST_PIXELS = 500_000_000;
/** Seconds since this moment, none of them a leap second. */
export const EPOCH_utc_us: Micros = Date.UTC(2000, 0, 1, 12) * 1000;
/** Steps of an axis may differ by this share of one: it is stored in single precision, or in packed steps. */
const UNEVEN = 0.02;

/** What tells which look a frame is part of. */
export type FrameHead = Pick<BandFrame, 'satellite' | 'area' | 'begin_us'>;

/** Reads a frame of the Advanced Baseline Imager: radiances of one band, level 1b.
 *  Throws `NetcdfError`, which names file, field and remedy, and what the file system throws.
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
  return { satellite: netcdf.required(netcdf.text('platform_ID'), 'platform_ID'), area: areaOf(netcdf), begin_us };
}

function frameOf(netcdf: NetcdfFile): BandFrame {
  const { codes, shape, scale, offset, fill, valid } = netcdf.packed('Rad');
  if (!(codes instanceof Uint16Array))
    throw wrong(netcdf, 'Rad', `is stored as ${codes.constructor.name}, not as unsigned 16-bit integers`);
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2 || rows < 1 || columns < 1 || rows * columns > MOST_PIXELS || codes.length !== rows * columns)
    throw wrong(netcdf, 'Rad', `has the shape ${shape.join(' × ')}`);
  const quality = netcdf.packed('DQF').codes;
  if (!(quality instanceof Uint8Array) || quality.length !== codes.length)
    throw wrong(netcdf, 'DQF', 'is not one byte for each pixel of Rad');
  const [, end_us] = timesOf(netcdf);
  const kappa = netcdf.scalar('kappa0');
  return {
    source: netcdf.file,
    ...headOf(netcdf),
    band: netcdf.required(netcdf.scalar('band_id'), 'band_id'),
    wavelength_um: netcdf.required(netcdf.scalar('band_wavelength'), 'band_wavelength'),
    end_us,
    grid: gridOf(netcdf),
    raster: rasterOf(netcdf, rows, columns),
    codes,
    radianceOf: radianceTable(scale, offset, fill, valid),
    quality,
    planck: planckOf(netcdf),
    reflectancePerRadiance: kappa !== undefined && kappa > 0 ? kappa : undefined,
  };
}

/** `M1`: of two mesoscale areas the file's name alone says which. */
function areaOf(netcdf: NetcdfFile): string {
  const name = netcdf.text('dataset_name') ?? basename(netcdf.file);
  return /ABI-L1b-Rad(M1|M2|C|F)-/.exec(name)?.[1] ?? netcdf.required(netcdf.text('scene_id'), 'scene_id');
}

function timesOf(netcdf: NetcdfFile): readonly [Micros, Micros] {
  // Two spellings of one moment, by the tool that wrote it.
  const units = netcdf.textOf('t', 'units');
  if (!/^seconds since 2000-01-01[ T]12:00:00/.test(units ?? ''))
    throw wrong(netcdf, 't.units', `is "${units ?? ''}", not seconds since 2000-01-01 12:00:00`);
  const bounds = netcdf.values('time_bounds');
  const [begin_us, end_us] = Array.from(bounds, (since_s) => taiFromUtc_us(EPOCH_utc_us + Math.round(since_s * 1e6)));
  if (bounds.length !== 2 || !(bounds[0] <= bounds[1])) throw wrong(netcdf, 'time_bounds', 'does not say when the scan began and ended');
  return [begin_us, end_us];
}

function gridOf(netcdf: NetcdfFile): FixedGrid {
  const number = (attribute: string): number =>
    netcdf.required(netcdf.numberOf('goes_imager_projection', attribute), `goes_imager_projection.${attribute}`);
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

/** Undefined where the band has none: it states a fill that is not its own. */
function planckOf(netcdf: NetcdfFile): PlanckBand | undefined {
  const [fk1, fk2, bc1, bc2] = ['planck_fk1', 'planck_fk2', 'planck_bc1', 'planck_bc2'].map((name) => netcdf.scalar(name));
  if (fk1 === undefined || fk2 === undefined || bc1 === undefined || bc2 === undefined || !(fk1 > 0 && fk2 > 0)) return undefined;
  return { fk1, fk2, bc1, bc2 };
}

function wrong(netcdf: NetcdfFile, field: string, message: string): NetcdfError {
  return new NetcdfError(netcdf.file, field, message, 'give a file of ABI radiances, level 1b, as the operator publishes it');
}
