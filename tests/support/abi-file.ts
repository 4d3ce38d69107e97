import hdf5, { type Group } from 'h5wasm/node';

/** What of a made file is otherwise than in a right one: attributes by `variable.name` (undefined leaves one out), and variables that are left out. */
export type Otherwise = {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly without?: readonly string[];
  readonly codes?: Uint16Array;
  readonly quality?: Uint8Array;
  readonly x?: { readonly data: Int16Array | Float32Array; readonly isPacked: boolean };
};

/** Rows and columns of the files that are made here. */
export const ROWS = 3;
export const COLUMNS = 4;

/** Writes a small file of the form that ABI radiances have, all its parts as the operator's tool stores them. */
export async function writeAbi(path: string, { attributes = {}, without = [], codes, quality, x }: Otherwise = {}): Promise<void> {
  await hdf5.ready;
  const file = new hdf5.File(path, 'w');
  try {
    const put = (owner: { create_attribute: Group['create_attribute'] }, of: string, all: Readonly<Record<string, unknown>>): void => {
      for (const [name, value] of Object.entries(all)) {
        const given = `${of}.${name}` in attributes ? attributes[`${of}.${name}`] : value;
        if (given !== undefined) owner.create_attribute(name, given as never);
      }
    };
    const variable = (name: string, data: unknown, shape: readonly number[], all: Readonly<Record<string, unknown>>): void => {
      if (without.includes(name)) return;
      put(file.create_dataset({ name, data: data as never, shape: [...shape] }), name, all);
    };
    const scalars = {
      band_id: 7,
      band_wavelength: 3.89,
      kappa0: -999,
      planck_fk1: 203_135,
      planck_fk2: 3703.5,
      planck_bc1: 0.43361,
      planck_bc2: 0.99939,
    };
    put(file, '', { platform_ID: 'G17', scene_id: 'Mesoscale', dataset_name: 'OR_ABI-L1b-RadM2-M6C07_G17_s0.nc' });
    const stored = codes ?? Uint16Array.from({ length: ROWS * COLUMNS }, (_, at) => 1000 + at);
    variable('Rad', new Int16Array(stored.buffer.slice(0)), [ROWS, COLUMNS], {
      _Unsigned: 'true',
      _FillValue: Int16Array.of(16_383),
      valid_range: Int16Array.of(0, 16_382),
      scale_factor: Float32Array.of(0.0015643510269001126),
      add_offset: Float32Array.of(-0.0376),
    });
    const marks = quality ?? new Uint8Array(ROWS * COLUMNS);
    variable('DQF', new Int8Array(marks.buffer.slice(0)), [ROWS, COLUMNS], { _Unsigned: 'true', _FillValue: Int8Array.of(-1) });
    const packed = { scale_factor: Float32Array.of(56e-6), add_offset: Float32Array.of(0.0247) };
    const columns = x ?? { data: Int16Array.from({ length: COLUMNS }, (_, k) => k), isPacked: true };
    variable('x', columns.data, [COLUMNS], columns.isPacked ? packed : {});
    variable(
      'y',
      Int16Array.from({ length: ROWS }, (_, k) => k),
      [ROWS],
      { scale_factor: Float32Array.of(-56e-6), add_offset: Float32Array.of(0.1153) },
    );
    variable('t', Float64Array.of(625_478_430.5), [], { units: 'seconds since 2000-01-01 12:00:00' });
    variable('time_bounds', Float64Array.of(625_478_427.5, 625_478_434.25), [2], {});
    variable('goes_imager_projection', Int32Array.of(-2_147_483_647), [], {
      longitude_of_projection_origin: -137,
      perspective_point_height: 35_786_023,
      semi_major_axis: 6_378_137,
      semi_minor_axis: 6_356_752.31414,
      sweep_angle_axis: 'x',
    });
    for (const [name, value] of Object.entries(scalars)) variable(name, Float32Array.of(value), [1], { _FillValue: Float32Array.of(-999) });
  } finally {
    file.close();
  }
}
