import { isoFromMicros } from '../../api/iso.ts';
import { type BandFrame, codeLineOf } from '../../core/imager/frame.ts';
import { utcFromTai_us } from '../../core/time/scale.ts';
import { type Micros, toDegrees } from '../../core/units.ts';
import { type NetcdfAttributes, type NetcdfContent, type NetcdfVariable, writeNetcdf } from '../netcdf/write-netcdf.ts';
import { EPOCH_utc_us, PER_WAVELENGTH, PER_WAVENUMBER } from './goes-abi.ts';

/** Writes a frame as a file of ABI radiances, level 1b, which `readAbi` and other readers of such files take. It says of itself that it is simulated.
 *  Throws what `abiContent` and `writeNetcdf` throw.
 *  Source  [GOES-R PUG L1b] vol. 3, 5.1. */
export async function writeAbi(file: string, frame: BandFrame): Promise<void> {
  await writeNetcdf(file, abiContent(frame));
}

/** What the operator calls a file of such a frame, with the prefix of simulated data: `IS_ABI-L1b-RadM1-M6C07_SIM-G_s20193002000275_e….nc`.
 *  Source  [GOES-R PUG L1b] vol. 3, appendix A: names of files. */
export function abiFileName({ area, band, satellite, begin_us, end_us }: BandFrame): string {
  const [begin, end] = [stamp(begin_us), stamp(end_us)];
  return `IS_ABI-L1b-Rad${area}-M6C${String(band).padStart(2, '0')}_${satellite}_s${begin}_e${end}_c${end}.nc`;
}

/** Year, day of the year, hour, minute, second and tenth. */
function stamp(at_us: Micros): string {
  const utc_ms = utcFromTai_us(at_us) / 1000;
  const at = new Date(utc_ms);
  const day = 1 + Math.floor((utc_ms - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86_400_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}`;
  return `${at.getUTCFullYear()}${String(day).padStart(3, '0')}${clock}${Math.floor(at.getUTCMilliseconds() / 100)}`;
}

/** What such a file holds, as it is stored: integers packed by scale and offset, unsigned ones marked as such, axes packed as well. Throws `RangeError` for
 *  more rows or columns than the codes of an axis can count, and for codes without a radiance that a file cannot state. */
export function abiContent(frame: BandFrame): NetcdfContent {
  const { raster, codes, quality, begin_us, end_us, band, wavelength_um, reflectancePerRadiance, planck } = frame;
  const image = ['y', 'x'];
  const middle_s = secondsOf(begin_us) / 2 + secondsOf(end_us) / 2;
  return {
    attributes: attributesOf(frame),
    dimensions: { y: raster.rows, x: raster.columns, number_of_time_bounds: 2, band: 1 },
    variables: {
      Rad: { dimensions: image, data: signed16(codes), attributes: radianceAttributes(frame) },
      DQF: { dimensions: image, data: new Int8Array(quality), attributes: QUALITY_ATTRIBUTES },
      t: single(Float64Array.of(middle_s), {
        long_name: 'middle of the scan',
        standard_name: 'time',
        units: SINCE,
        axis: 'T',
        bounds: 'time_bounds',
      }),
      time_bounds: {
        dimensions: ['number_of_time_bounds'],
        data: Float64Array.of(secondsOf(begin_us), secondsOf(end_us)),
        attributes: { long_name: 'begin and end of the scan' },
      },
      y: axis('y', raster.rows, raster.y0_rad, 0 - raster.step_rad),
      x: axis('x', raster.columns, raster.x0_rad, raster.step_rad),
      goes_imager_projection: single(Int32Array.of(-2_147_483_647), projection(frame)),
      band_id: { dimensions: ['band'], data: Int8Array.of(band), attributes: { units: '1' } },
      band_wavelength: { dimensions: ['band'], data: Float32Array.of(wavelength_um), attributes: { units: 'um' } },
      kappa0: coefficient(reflectancePerRadiance, '(W m-2 um-1)-1'),
      planck_fk1: coefficient(planck?.fk1, PER_WAVENUMBER),
      planck_fk2: coefficient(planck?.fk2, 'K'),
      planck_bc1: coefficient(planck?.bc1, 'K'),
      planck_bc2: coefficient(planck?.bc2, '1'),
    },
  };
}

const SINCE = 'seconds since 2000-01-01 12:00:00';

/** Areas by the first letter of their names in files. */
const SCENES: Readonly<Record<string, string>> = { F: 'Full Disk', C: 'CONUS', M: 'Mesoscale' };

function attributesOf(frame: BandFrame): NetcdfAttributes {
  const { satellite, area, begin_us, end_us } = frame;
  return {
    Conventions: 'CF-1.7',
    title: 'ABI L1b Radiances',
    production_data_source: 'Simulated',
    platform_ID: satellite,
    instrument_type: 'GOES R Series Advanced Baseline Imager',
    scene_id: SCENES[area.slice(0, 1)] ?? area,
    dataset_name: abiFileName(frame),
    time_coverage_start: isoFromMicros(begin_us),
    time_coverage_end: isoFromMicros(end_us),
  };
}

function radianceAttributes({ radianceOf, planck }: BandFrame): NetcdfAttributes {
  const { scale, offset, first, last, hole } = codeLineOf(radianceOf);
  if (hole !== undefined && radianceOf.subarray(hole + 1, last).some(Number.isNaN))
    throw new RangeError('more than one code between others has no radiance, and a file has one fill; give the one that is used');
  const fill = hole ?? (last < 65_535 ? last + 1 : undefined);
  return {
    ...(fill === undefined ? {} : { _FillValue: signed16(Uint16Array.of(fill)) }),
    long_name: 'ABI L1b Radiances',
    standard_name: `toa_outgoing_radiance_per_unit_${planck === undefined ? 'wavelength' : 'wavenumber'}`,
    _Unsigned: 'true',
    valid_range: signed16(Uint16Array.of(first, last)),
    scale_factor: Float32Array.of(scale),
    add_offset: Float32Array.of(offset),
    units: planck === undefined ? PER_WAVELENGTH : PER_WAVENUMBER,
    coordinates: 'band_id band_wavelength t y x',
    grid_mapping: 'goes_imager_projection',
    ancillary_variables: 'DQF',
  };
}

const QUALITY_ATTRIBUTES: NetcdfAttributes = {
  _FillValue: Int8Array.of(-1),
  long_name: 'ABI L1b Radiances data quality flags',
  standard_name: 'status_flag',
  _Unsigned: 'true',
  valid_range: Int8Array.of(0, 4),
  units: '1',
  grid_mapping: 'goes_imager_projection',
  flag_values: Int8Array.of(0, 1, 2, 3, 4),
  flag_meanings:
    'good_pixel_qf conditionally_usable_pixel_qf out_of_range_pixel_qf no_value_pixel_qf focal_plane_temperature_threshold_exceeded_qf',
};

/** Codes of axes are signed, from 0. */
const MOST_ON_AXIS = 32_768;

function axis(name: 'x' | 'y', count: number, first_rad: number, step_rad: number): NetcdfVariable {
  if (count > MOST_ON_AXIS)
    throw new RangeError(`${name}: ${count} pixels, and codes of 16 bits for ${MOST_ON_AXIS}; write a smaller area, or larger pixels`);
  return {
    dimensions: [name],
    data: Int16Array.from({ length: count }, (_, k) => k),
    attributes: {
      scale_factor: Float32Array.of(step_rad),
      add_offset: Float32Array.of(first_rad),
      units: 'rad',
      axis: name.toUpperCase(),
      long_name: `GOES fixed grid projection ${name}-coordinate`,
      standard_name: `projection_${name}_coordinate`,
    },
  };
}

function projection({ grid }: BandFrame): NetcdfAttributes {
  if (!('longitude_rad' in grid))
    throw new RangeError(
      'frames of an imager that moves have no fixed grid, and files of this kind hold nothing else; write those of a geostationary one',
    );
  const { longitude_rad, height_m, semiMajor_m, semiMinor_m, sweep } = grid;
  return {
    long_name: 'GOES-R ABI fixed grid projection',
    grid_mapping_name: 'geostationary',
    perspective_point_height: Float64Array.of(height_m),
    semi_major_axis: Float64Array.of(semiMajor_m),
    semi_minor_axis: Float64Array.of(semiMinor_m),
    inverse_flattening: Float64Array.of(semiMajor_m / (semiMajor_m - semiMinor_m)),
    latitude_of_projection_origin: Float64Array.of(0),
    longitude_of_projection_origin: Float64Array.of(toDegrees(longitude_rad)),
    sweep_angle_axis: sweep,
  };
}

/** A coefficient that the band may not have. */
function coefficient(value: number | undefined, units: string): NetcdfVariable {
  return single(Float32Array.of(value ?? NONE), { _FillValue: Float32Array.of(NONE), units });
}

const NONE = -999;

function single(data: NetcdfVariable['data'], attributes: NetcdfAttributes): NetcdfVariable {
  return { dimensions: [], data, attributes };
}

function secondsOf(at_us: Micros): number {
  return (utcFromTai_us(at_us) - EPOCH_utc_us) / 1e6;
}

/** The same bits; files of this kind have no unsigned type of 16 bits. */
function signed16(codes: Uint16Array): Int16Array {
  return new Int16Array(codes.buffer, codes.byteOffset, codes.length);
}
