import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset, Group } from 'h5wasm';
import { writeResult } from '../result-file/result-file.ts';
import type { Codes } from './netcdf.ts';

/** What a NetCDF-4 file holds, as it is to be stored. */
export type NetcdfContent = {
  readonly attributes: NetcdfAttributes;
  /** Lengths by name. A variable of a dimension's name is its axis. */
  readonly dimensions: Readonly<Record<string, number>>;
  readonly variables: Readonly<Record<string, NetcdfVariable>>;
};

/** Texts, and numbers of the type that they are stored as. */
export type NetcdfAttributes = Readonly<Record<string, string | Codes>>;

export type NetcdfVariable = {
  /** Names of its dimensions; none of a single value. */
  readonly dimensions: readonly string[];
  readonly data: Codes;
  readonly attributes: NetcdfAttributes;
};

/** Side of the blocks that images are compressed in, and from how many values on. */
const BLOCK = 256;
const COMPRESSED_FROM = 4096;

/** Writes a file, which has its name once all of it is written. Throws `RangeError` for a variable of an unknown dimension or another number of values than
 *  its dimensions hold, and what the file system throws.
 *  Source  NetCDF-4 file format, "Dimensions": each is an HDF5 dimension scale, also where no variable bears its name. */
export async function writeNetcdf(file: string, content: NetcdfContent): Promise<void> {
  for (const [name, variable] of Object.entries(content.variables)) checkLength(name, variable, content.dimensions);
  const { default: hdf5 } = await import('h5wasm/node');
  (await hdf5.ready).activate_throwing_error_handler();
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-netcdf-'));
  try {
    const path = join(folder, 'whole.nc');
    const root = new hdf5.File(path, 'w');
    try {
      fill(root, content);
    } finally {
      root.close();
    }
    writeResult(file, readFileSync(path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkLength(name: string, { dimensions, data }: NetcdfVariable, lengths: NetcdfContent['dimensions']): void {
  const unknown = dimensions.find((dimension) => !Object.hasOwn(lengths, dimension));
  if (unknown !== undefined) throw new RangeError(`${name}: there is no dimension "${unknown}"; give its length in dimensions`);
  const values = dimensions.reduce((product, dimension) => product * lengths[dimension], 1);
  if (data.length !== values) throw new RangeError(`${name}: ${data.length} values for ${values} places; give one for each place`);
}

function fill(root: Group, { attributes, dimensions, variables }: NetcdfContent): void {
  setAttributes(root, attributes);
  const names = Object.keys(dimensions);
  // Scales first: what is of a dimension is tied to it.
  for (const name of names) {
    const axis = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const scale = axis
      ? create(root, name, axis, dimensions)
      : root.create_dataset({ name, data: new Float32Array(dimensions[name]), shape: [dimensions[name]] });
    scale.make_scale(axis ? name : `This is a netCDF dimension but not a netCDF variable.${String(dimensions[name]).padStart(10)}`);
  }
  for (const [name, variable] of Object.entries(variables)) {
    if (names.includes(name)) continue;
    const dataset = create(root, name, variable, dimensions);
    variable.dimensions.forEach((dimension, k) => dataset.attach_scale(k, `/${dimension}`));
  }
}

function create(
  root: Group,
  name: string,
  { dimensions, data, attributes }: NetcdfVariable,
  lengths: NetcdfContent['dimensions'],
): Dataset {
  const shape = dimensions.map((dimension) => lengths[dimension]);
  const packing =
    data.length >= COMPRESSED_FROM
      ? { chunks: shape.map((length) => Math.min(length, BLOCK)), compression: 'gzip' as const, compression_opts: 1 }
      : {};
  const dataset = root.create_dataset({ name, data, shape, ...packing });
  setAttributes(dataset, attributes);
  return dataset;
}

/** Texts of one text and not of a list of texts, which only NetCDF-4 has and many readers do not take. */
function setAttributes(owner: Group | Dataset, attributes: NetcdfAttributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (typeof value === 'string') owner.create_attribute(name, value, [], `S${Math.max(1, Buffer.byteLength(value))}`);
    else owner.create_attribute(name, value);
}
