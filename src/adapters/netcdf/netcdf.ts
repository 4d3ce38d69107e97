import { closeSync, openSync, readSync } from 'node:fs';
import type { Attribute, Dataset, File as Hdf5File } from 'h5wasm';

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
export type Codes = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

const DAMAGED = 'fetch it again: it is damaged, or was still being written';

/** What `read` makes of a file, which is closed again whatever becomes of it. Throws what the file system throws where there is none, `NetcdfError` where it
 *  is no such file, and what `read` throws. */
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
    return textOf(told(this.file, attribute, () => this.hdf5.attrs[attribute]));
  }

  /** A text of a variable; undefined where there is none of that name. */
  textOf(variable: string, attribute: string): string | undefined {
    return told(this.file, `${variable}.${attribute}`, () => textOf(this.dataset(variable).attrs[attribute]));
  }

  /** A number of a variable; undefined where there is none of that name. */
  numberOf(variable: string, attribute: string): number | undefined {
    return told(this.file, `${variable}.${attribute}`, () => numbersOf(this.dataset(variable).attrs[attribute]?.value)?.[0]);
  }

  /** The one number that a variable holds, whatever it is stored as; undefined where the file has no such variable, or its fill. */
  scalar(variable: string): number | undefined {
    if (!this.has(variable)) return undefined;
    const { codes, scale, offset, fill } = this.packed(variable);
    return codes.length === 0 || codes[0] === fill || Number.isNaN(codes[0]) ? undefined : scale * codes[0] + offset;
  }

  /** A variable's codes and what makes values of them. */
  packed(variable: string): PackedVariable {
    return told(this.file, variable, () => {
      const dataset = this.dataset(variable);
      const isUnsigned = textOf(dataset.attrs['_Unsigned'])?.toLowerCase() === 'true';
      const codes = unsigned(this.codesOf(variable, dataset), isUnsigned);
      const alike = (name: string): number[] | undefined => {
        const stored = numbersOf(dataset.attrs[name]?.value);
        // What stands beside the codes is signed as they are, whatever its own type says.
        return stored?.map((code) => (isUnsigned && code < 0 ? code + 2 ** (8 * codes.BYTES_PER_ELEMENT) : code));
      };
      const valid = alike('valid_range');
      return {
        codes,
        shape: dataset.shape ?? [],
        scale: numbersOf(dataset.attrs['scale_factor']?.value)?.[0] ?? 1,
        offset: numbersOf(dataset.attrs['add_offset']?.value)?.[0] ?? 0,
        fill: alike('_FillValue')?.[0],
        valid: valid?.length === 2 ? [valid[0], valid[1]] : undefined,
      };
    });
  }

  /** A variable's values, NaN where it has none. */
  values(variable: string): Float64Array {
    const { codes, scale, offset, fill } = this.packed(variable);
    return Float64Array.from(codes, (code) => (code === fill ? NaN : scale * code + offset));
  }

  /** What a file must hold. */
  required<T>(value: T | undefined, field: string): T {
    if (value === undefined) throw new NetcdfError(this.file, field, 'is missing', 'give a file of the form that its name says');
    return value;
  }

  private codesOf(variable: string, dataset: Dataset): Codes {
    const value = dataset.value;
    if (typeof value === 'number') return Float64Array.of(value);
    if (ArrayBuffer.isView(value) && !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array)) return value as Codes;
    throw new NetcdfError(this.file, variable, 'holds no numbers', 'give a file of the form that its name says');
  }

  private dataset(variable: string): Dataset {
    const found = this.has(variable) ? this.hdf5.get(variable) : null;
    if (found !== null && 'shape' in found && 'filters' in found) return found;
    throw new NetcdfError(this.file, variable, 'is no variable of this file', 'give a file of the form that its name says');
  }
}

/** An attribute is an array of one text or a text, by the tool that wrote it. */
function textOf(attribute: Attribute | undefined): string | undefined {
  const value = attribute?.value;
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : undefined;
}

/** An attribute is an array of one number or a number, by the tool that wrote it. */
function numbersOf(value: unknown): number[] | undefined {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Codes);
  return undefined;
}

function unsigned(codes: Codes, isUnsigned: boolean): Codes {
  if (!isUnsigned) return codes;
  if (codes instanceof Int8Array) return new Uint8Array(codes.buffer, codes.byteOffset, codes.length);
  if (codes instanceof Int16Array) return new Uint16Array(codes.buffer, codes.byteOffset, codes.length);
  if (codes instanceof Int32Array) return new Uint32Array(codes.buffer, codes.byteOffset, codes.length);
  return codes;
}

const HDF5 = '\x89HDF\r\n\x1a\n';
const CLASSIC = 'CDF';

/** By its first bytes, so that what is no such file is told without the library. */
function checkSignature(file: string): void {
  const descriptor = openSync(file, 'r');
  let begins: string;
  try {
    const bytes = Buffer.alloc(HDF5.length);
    begins = bytes.toString('latin1', 0, readSync(descriptor, bytes));
  } catch (error) {
    throw Object.assign(error as Error, { path: file });
  } finally {
    closeSync(descriptor);
  }
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
