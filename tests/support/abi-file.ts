import { abiContent } from '../../src/adapters/goes-abi/write-abi.ts';
import { type NetcdfContent, type NetcdfVariable, writeNetcdf } from '../../src/adapters/netcdf/write-netcdf.ts';
import { microsFromIso } from '../../src/api/iso.ts';
import type { BandFrame } from '../../src/core/imager/frame.ts';
import { degrees } from '../../src/core/units.ts';

/** What of a made file is otherwise than in a right one: attributes by `variable.name` (undefined leaves one out), and variables that are left out. */
export type Otherwise = {
  readonly attributes?: Readonly<Record<string, string | Int16Array | undefined>>;
  readonly without?: readonly string[];
  readonly codes?: Uint16Array;
  readonly x?: { readonly data: Int16Array | Float32Array; readonly isPacked: boolean };
};

/** Rows and columns of the files that are made here. */
export const ROWS = 3;
export const COLUMNS = 4;

/** A small frame with the figures of a real band 7. */
function smallFrame(codes: Uint16Array): BandFrame {
  return {
    source: '',
    satellite: 'G17',
    area: 'M2',
    band: 7,
    wavelength_um: 3.89,
    begin_us: microsFromIso('2019-10-27T20:00:27.500Z'),
    end_us: microsFromIso('2019-10-27T20:00:34.250Z'),
    grid: { longitude_rad: degrees(-137), height_m: 35_786_023, semiMajor_m: 6_378_137, semiMinor_m: 6_356_752.31414, sweep: 'x' },
    raster: { rows: ROWS, columns: COLUMNS, x0_rad: 0.0247, y0_rad: 0.1153, step_rad: 56e-6 },
    codes,
    radianceOf: Float64Array.from({ length: 65_536 }, (_, code) => (code < 16_383 ? 0.0015643510269001126 * code - 0.0376 : NaN)),
    quality: new Uint8Array(ROWS * COLUMNS),
    planck: { fk1: 203_135, fk2: 3703.5, bc1: 0.43361, bc2: 0.99939 },
    reflectancePerRadiance: undefined,
  };
}

/** Writes a small file of the form that ABI radiances have, right but for what is said. */
export async function writeSmallAbi(path: string, { attributes = {}, without = [], codes, x }: Otherwise = {}): Promise<void> {
  const right = abiContent(smallFrame(codes ?? Uint16Array.from({ length: ROWS * COLUMNS }, (_, at) => 1000 + at)));
  const variables: Record<string, NetcdfVariable> = {};
  for (const [name, variable] of Object.entries(right.variables)) {
    if (without.includes(name)) continue;
    variables[name] = { ...variable, attributes: changed(name, variable.attributes, attributes) };
  }
  if (x !== undefined) variables.x = { ...variables.x, data: x.data, attributes: x.isPacked ? variables.x.attributes : {} };
  await writeNetcdf(path, { ...right, attributes: changed('', right.attributes, attributes), variables });
}

function changed(
  of: string,
  right: NetcdfContent['attributes'],
  otherwise: NonNullable<Otherwise['attributes']>,
): NetcdfContent['attributes'] {
  const left: Record<string, NetcdfContent['attributes'][string]> = {};
  for (const [name, value] of Object.entries(right)) {
    const given = `${of}.${name}` in otherwise ? otherwise[`${of}.${name}`] : value;
    if (given !== undefined) left[name] = given;
  }
  return left;
}
