import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Dataset, File as Hdf5File } from 'h5wasm';
import { chunkedBytes } from './chunks.ts';
import { areHeapsWhole } from './heaps.ts';

/** A file of a satellite that cannot be used: where, what, and what to do about it. */
export class NetcdfError extends Error {
  readonly file: string;
  /** Variable, or `variable.attribute`; empty where the file as a whole is meant. */
  readonly field: string;
  readonly remedy: string;

  constructor(file: string, field: string, message: string, remedy: string) {
    super(message);
    this.name = 'NetcdfError';
    this.file = file;
    this.field = field;
    this.remedy = remedy;
  }
}

/** Codes of a variable as the file stores them, unsigned where it says so, with what makes a value of a code: `scale` · code + `offset`. */
export type PackedVariable = {
  readonly codes: Codes;
  readonly shape: readonly number[];
  readonly scale: number;
  readonly offset: number;
  /** The code that says that there is no value. */
  readonly fill: number | undefined;
  /** First and last code that is a value. */
  readonly valid: readonly [number, number] | undefined;
};
/** As a file has it, which need not say what makes values of its codes. */
type Stored = Omit<PackedVariable, 'scale' | 'offset'> & { readonly scale: number | undefined; readonly offset: number | undefined };
type Attributes = Dataset['attrs'];
export type Codes = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

const DAMAGED = 'fetch it again: it is damaged, or was still being written';
const OF_ITS_FORM = 'give a file of the form that its name says';
/** Most values of a variable: a full disc of an imager's finest band has 21,696². */
const MOST_VALUES = 500_000_000;

/** What `read` makes of a file, which is closed again whatever becomes of it. Throws `NetcdfError` where it cannot be opened or is no such file, and what
 *  `read` throws. */
export async function readNetcdf<T>(file: string, read: (netcdf: NetcdfFile) => T): Promise<T> {
  const netcdf = await openNetcdf(file);
  try {
    return read(netcdf);
  } finally {
    netcdf.close();
  }
}

async function openNetcdf(file: string): Promise<NetcdfFile> {
  checkSignature(file);
  const { default: hdf5 } = await import('h5wasm/node');
  // Its other way of telling of an error is to print it and to go on with nothing.
  (await hdf5.ready).activate_throwing_error_handler();
  return new NetcdfFile(
    file,
    told(file, '', () => new hdf5.File(file, 'r')),
  );
}

/** An open file, until `close`. All that it says is checked as it is asked for. */
export class NetcdfFile {
  readonly file: string;
  private readonly hdf5: Hdf5File;
  private heapIsWhole: boolean | undefined;

  constructor(file: string, hdf5: Hdf5File) {
    this.file = file;
    this.hdf5 = hdf5;
  }

  close(): void {
    this.hdf5.close();
  }

  /** Whether the file has a variable of that name. */
  has(variable: string): boolean {
    return told(this.file, '', () => this.hdf5.keys()).includes(variable);
  }

  /** A text of the file itself; undefined where it has none of that name. */
  text(attribute: string): string | undefined {
    return told(this.file, attribute, () => this.textIn(this.hdf5.attrs, attribute, attribute));
  }

  /** A text of a variable; undefined where there is none of that name. */
  textOf(variable: string, attribute: string): string | undefined {
    const field = `${variable}.${attribute}`;
    return told(this.file, field, () => this.textIn(this.dataset(variable).attrs, attribute, field));
  }

  /** A number of a variable; undefined where there is none of that name. */
  numberOf(variable: string, attribute: string): number | undefined {
    const field = `${variable}.${attribute}`;
    return told(this.file, field, () => this.numbersIn(this.dataset(variable).attrs, attribute, field)?.[0]);
  }

  /** The one number that a variable holds, whatever it is stored as; undefined where the file has no such variable, or its fill. */
  scalar(variable: string): number | undefined {
    if (!this.has(variable)) return undefined;
    const { codes, scale = 1, offset = 0, fill } = this.packed(variable);
    return codes.length === 0 || codes[0] === fill || Number.isNaN(codes[0]) ? undefined : scale * codes[0] + offset;
  }

  /** Which dimension of others a variable is the axis of, counted from 0; undefined where the file does not say. What the others say of their axes themselves
   *  stands in a heap, and where that is damaged the library never comes back from reading it. */
  dimensionOf(axis: string): number | undefined {
    return told(this.file, axis, () => {
      const { attrs } = this.dataset(axis);
      const list: unknown = 'REFERENCE_LIST' in attrs ? attrs['REFERENCE_LIST'].value : undefined;
      const first: unknown = Array.isArray(list) ? list[0] : undefined;
      const dimension: unknown = Array.isArray(first) ? first[1] : undefined;
      return typeof dimension === 'number' ? dimension : undefined;
    });
  }

  /** A variable's codes and what makes values of them, as far as the file says it. */
  packed(variable: string): Stored {
    return told(this.file, variable, () => {
      const dataset = this.dataset(variable);
      const shape = dataset.shape ?? [];
      const count = shape.reduce((product, length) => product * length, 1);
      if (count > MOST_VALUES) throw this.fault(variable, `has ${shape.join(' × ')} values, more than ${MOST_VALUES}`);
      const { attrs } = dataset;
      const isUnsigned = this.textIn(attrs, '_Unsigned', `${variable}._Unsigned`)?.toLowerCase() === 'true';
      const codes = unsigned(this.codesOf(variable, dataset), isUnsigned);
      const numbers = (name: string): number[] | undefined => this.numbersIn(attrs, name, `${variable}.${name}`);
      // What stands beside the codes is signed as they are, whatever its own type says.
      const alike = (name: string): number[] | undefined =>
        numbers(name)?.map((code) => (isUnsigned && code < 0 ? code + 2 ** (8 * codes.BYTES_PER_ELEMENT) : code));
      const valid = alike('valid_range');
      if (valid !== undefined && !(valid.length === 2 && valid[0] <= valid[1]))
        throw this.fault(`${variable}.valid_range`, `is ${valid.join(' to ')}, no range`);
      const [scale, offset] = [numbers('scale_factor')?.[0], numbers('add_offset')?.[0]];
      if (scale !== undefined && (scale === 0 || !Number.isFinite(scale))) throw this.fault(`${variable}.scale_factor`, `is ${scale}`);
      if (offset !== undefined && !Number.isFinite(offset)) throw this.fault(`${variable}.add_offset`, `is ${offset}`);
      return {
        codes,
        shape,
        scale,
        offset,
        fill: alike('_FillValue')?.[0],
        valid: valid === undefined ? undefined : [valid[0], valid[1]],
      };
    });
  }

  /** The same of a variable whose codes stand for values: of whole numbers the file must say both what they are multiplied with and what is added, which the
   *  operator's tool writes also where that is 0. A code without its scale is a wrong value, and nobody would see it. */
  scaled(variable: string): PackedVariable {
    const stored = this.packed(variable);
    const isWhole = !(stored.codes instanceof Float32Array || stored.codes instanceof Float64Array);
    const { scale = isWhole ? undefined : 1, offset = isWhole ? undefined : 0 } = stored;
    return {
      ...stored,
      scale: this.required(scale, `${variable}.scale_factor`),
      offset: this.required(offset, `${variable}.add_offset`),
    };
  }

  /** A variable's values, NaN where it has none. */
  values(variable: string): Float64Array {
    const { codes, scale, offset, fill } = this.scaled(variable);
    // What `from` makes of numbers is a list first, which the heap has no room for where there are many.
    const values = new Float64Array(codes.length);
    for (let k = 0; k < values.length; k++) values[k] = codes[k] === fill ? NaN : scale * codes[k] + offset;
    return values;
  }

  /** What a file must hold. */
  required<T>(value: T | undefined, field: string): T {
    if (value === undefined) throw this.fault(field, 'is missing');
    return value;
  }

  private fault(field: string, message: string): NetcdfError {
    return new NetcdfError(this.file, field, message, OF_ITS_FORM);
  }

  /** Asked once, and only of a file that keeps texts there, which the operator's own do not. */
  private isHeapWhole(): boolean {
    this.heapIsWhole ??= areHeapsWhole(this.file);
    return this.heapIsWhole;
  }

  private textIn(attributes: Attributes, name: string, field: string): string | undefined {
    if (!(name in attributes)) return undefined;
    const attribute = attributes[name];
    if (attribute.metadata.vlen && !this.isHeapWhole())
      throw new NetcdfError(this.file, field, 'stands in a heap that is damaged', DAMAGED);
    const text = firstText(attribute);
    if (text === undefined) throw this.fault(field, 'is no text');
    return text;
  }

  /** An attribute is an array of one number or a number, by the tool that wrote it. */
  private numbersIn(attributes: Attributes, name: string, field: string): number[] | undefined {
    if (!(name in attributes)) return undefined;
    const attribute = attributes[name];
    const value = isNumeric(attribute) ? attribute.value : undefined;
    if (typeof value === 'number') return [value];
    if (ArrayBuffer.isView(value) && !(value instanceof DataView) && value.byteLength > 0) return Array.from(value as Codes, Number);
    throw this.fault(field, 'is no number');
  }

  private codesOf(variable: string, dataset: Dataset): Codes {
    const value = isNumeric(dataset) ? (this.inflated(dataset) ?? dataset.value) : undefined;
    if (typeof value === 'number') return Float64Array.of(value);
    if (ArrayBuffer.isView(value) && !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array)) return value as Codes;
    throw this.fault(variable, 'holds no numbers');
  }

  /** The codes of an image in compressed blocks, which need not be inflated by the library. */
  private inflated(dataset: Dataset): Codes | undefined {
    const { type, signed, littleEndian, size, shape, chunks } = dataset.metadata;
    if (type !== INTEGER || !littleEndian || size > 2 || shape === null || !chunks) return undefined;
    const address = Number(Buffer.from(dataset.create_reference().ref_data).readBigUInt64LE(0));
    const filters = dataset.filters.map(({ id }) => id);
    const bytes = chunkedBytes(this.file, { address, shape, chunks, size, filters });
    if (bytes === undefined) return undefined;
    if (size === 1) return signed ? new Int8Array(bytes.buffer) : bytes;
    return signed ? new Int16Array(bytes.buffer) : new Uint16Array(bytes.buffer);
  }

  private dataset(variable: string): Dataset {
    const found = this.has(variable) ? this.hdf5.get(variable) : null;
    if (found !== null && 'shape' in found && 'filters' in found && !this.isBareDimension(found, variable)) return found;
    throw this.fault(variable, 'is no variable of this file');
  }

  /** A dimension without values of its own is stored as a variable, all zeros, with this in its name. */
  private isBareDimension({ attrs }: Dataset, variable: string): boolean {
    const name = this.textIn(attrs, 'NAME', `${variable}.NAME`);
    return name?.startsWith('This is a netCDF dimension but not a netCDF variable') ?? false;
  }
}

/** An attribute is an array of one text or a text, by the tool that wrote it. */
function firstText({ value }: Attributes[string]): string | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : undefined;
}

/** What is nothing else is not read: it may stand in a damaged heap. */
function isNumeric({ metadata: { type } }: Pick<Dataset, 'metadata'>): boolean {
  return type === INTEGER || type === FLOAT;
}

function unsigned(codes: Codes, isUnsigned: boolean): Codes {
  if (!isUnsigned) return codes;
  if (codes instanceof Int8Array) return new Uint8Array(codes.buffer, codes.byteOffset, codes.length);
  if (codes instanceof Int16Array) return new Uint16Array(codes.buffer, codes.byteOffset, codes.length);
  if (codes instanceof Int32Array) return new Uint32Array(codes.buffer, codes.byteOffset, codes.length);
  return codes;
}

/** Classes of HDF5's types. */
const INTEGER = 0;
const FLOAT = 1;

const HDF5 = '\x89HDF\r\n\x1a\n';
const CLASSIC = 'CDF';

/** Tells what is no NetCDF-4 file by its first bytes, without the library. Throws `NetcdfError`. */
export function checkSignature(file: string): void {
  const begins = beginningOf(file);
  if (begins === HDF5) return;
  if (begins.startsWith(CLASSIC))
    throw new NetcdfError(file, '', 'is NetCDF of the classic form', 'give NetCDF-4 (nccopy -k nc4 writes it)');
  throw new NetcdfError(
    file,
    '',
    begins === '' ? 'is empty' : 'is no NetCDF-4 file',
    begins === '' ? DAMAGED : 'give an .nc file as the satellite’s operator publishes it',
  );
}

function beginningOf(file: string): string {
  let descriptor: number | undefined;
  try {
    // Opening a pipe would wait for somebody to write into it.
    if (!statSync(file).isFile()) throw new NetcdfError(file, '', 'is no file', 'name files, or folders that hold some');
    descriptor = openSync(file, 'r');
    const bytes = Buffer.alloc(HDF5.length);
    return bytes.toString('latin1', 0, readSync(descriptor, bytes));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new NetcdfError(file, '', `cannot be opened: ${String(error.code)}`, 'see that it is there and may be read');
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The library's errors are a trace of its own insides, whose last line says what was wrong. */
function told<T>(file: string, field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NetcdfError) throw error;
    const lines = String(error instanceof Error ? error.message : error).split('\n');
    const causes = lines.flatMap((line) => /^\s*#\d+: .*: (.*)$/.exec(line)?.[1] ?? []);
    throw new NetcdfError(file, field, `cannot be read: ${causes.at(-1) ?? lines[0]}`, DAMAGED);
  }
}
