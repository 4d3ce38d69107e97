import hdf5, { type Dataset, type Group } from 'h5wasm/node';

type Stored = Int8Array | Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array | readonly string[];

/** What of a made file is otherwise than in a right one: attributes by `variable.name` (undefined leaves one out), and variables that are left out. */
export type Otherwise = {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly without?: readonly string[];
  /** Values of variables by their names, in the type that they are stored as, or texts. */
  readonly values?: Readonly<Record<string, Stored>>;
  /** Rows and columns, and in which order Rad says that it lies along them; it says nothing without. */
  readonly rows?: number;
  readonly columns?: number;
  readonly along?: readonly [string, string];
  readonly codes?: Uint16Array;
  readonly quality?: Uint8Array;
  readonly x?: { readonly data: Int16Array | Float32Array; readonly isPacked: boolean };
};

/** Rows and columns of the files that are made here, where nothing else is said. */
export const ROWS = 3;
export const COLUMNS = 4;

/** Writes a small file of the form that ABI radiances have, all its parts as the operator's tool stores them. */
export async function writeAbi(path: string, otherwise: Otherwise = {}): Promise<void> {
  const { attributes = {}, without = [], values = {}, codes, quality, x, along, rows = ROWS, columns: across = COLUMNS } = otherwise;
  await hdf5.ready;
  const file = new hdf5.File(path, 'w');
  try {
    const put = (owner: { create_attribute: Group['create_attribute'] }, of: string, all: Readonly<Record<string, unknown>>): void => {
      const own = Object.entries(attributes).flatMap(([field, value]) =>
        field.startsWith(`${of}.`) ? [[field.slice(of.length + 1), value] as const] : [],
      );
      for (const [name, value] of Object.entries({ ...all, ...Object.fromEntries(own) }))
        if (value !== undefined) owner.create_attribute(name, value as never);
    };
    const variable = (name: string, data: unknown, shape: readonly number[], all: Readonly<Record<string, unknown>>): void => {
      if (without.includes(name)) return;
      put(file.create_dataset({ name, data: (values[name] ?? data) as never, shape: [...shape] }), name, all);
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
    const stored = codes ?? Uint16Array.from({ length: rows * across }, (_, at) => 1000 + (at % 12));
    variable('Rad', new Int16Array(stored.buffer.slice(0)), [rows, across], {
      units: 'mW m-2 sr-1 (cm-1)-1',
      _Unsigned: 'true',
      _FillValue: Int16Array.of(16_383),
      valid_range: Int16Array.of(0, 16_382),
      scale_factor: Float32Array.of(0.0015643510269001126),
      add_offset: Float32Array.of(-0.0376),
    });
    const marks = quality ?? new Uint8Array(rows * across);
    variable('DQF', new Int8Array(marks.buffer.slice(0)), [rows, across], { _Unsigned: 'true', _FillValue: Int8Array.of(-1) });
    const packed = { scale_factor: Float32Array.of(56e-6), add_offset: Float32Array.of(0.0247) };
    const columns = x ?? { data: Int16Array.from({ length: across }, (_, k) => k), isPacked: true };
    variable('x', columns.data, [across], columns.isPacked ? packed : {});
    variable(
      'y',
      Int16Array.from({ length: rows }, (_, k) => k),
      [rows],
      { scale_factor: Float32Array.of(-56e-6), add_offset: Float32Array.of(0.1153) },
    );
    variable('t', Float64Array.of(625_478_430.5), [], { units: 'seconds since 2000-01-01 12:00:00' });
    variable('time_bounds', Float64Array.of(625_478_427.5, 625_478_434.25), [2], {});
    variable('goes_imager_projection', Int32Array.of(-2_147_483_647), [], {
      grid_mapping_name: 'geostationary',
      longitude_of_projection_origin: -137,
      perspective_point_height: 35_786_023,
      semi_major_axis: 6_378_137,
      semi_minor_axis: 6_356_752.31414,
      sweep_angle_axis: 'x',
    });
    for (const [name, value] of Object.entries(scalars)) variable(name, Float32Array.of(value), [1], { _FillValue: Float32Array.of(-999) });
    along?.forEach((name, axis) => {
      const scale = file.get(name) as Dataset;
      scale.make_scale(name);
      (file.get('Rad') as Dataset).attach_scale(axis, name);
    });
  } finally {
    file.close();
  }
}
