import { exp, log, pow } from '../../core/math/elementary.ts';
import { scale, type Vec3, vec3 } from '../../core/math/vector.ts';
import type { Metres } from '../../core/units.ts';
import { type RandomStream, stream } from '../random.ts';

/** How a quantity varies from place to place. */
export type FieldShape = {
  /** Lattice of the coarsest octave, half its wavelength: what is farther apart has nothing to do with each other. */
  readonly longest_m: Metres;
  /** No octave has a finer lattice. */
  readonly shortest_m: Metres;
  /** How fast small differences fall with distance, 0 to 1: differences over d grow as d^smoothness. A third is what turbulence leaves. */
  readonly smoothness: number;
};

/** A field of normal values, mean 0 and sigma 1: a function of a place in space, m. Seen by a pixel that is `pixel_m` long on the ground it is smoother: octaves whose waves are shorter
 *  average out in it, and asked at its middle they would make another picture of each look of an imager that moves. */
export type RandomField = {
  (x: Metres, y: Metres, z: Metres, pixel_m?: Metres): number;
  /** Sigma of the field along a pixel so long, about its mean there: a law laid through values measured of one octave, within a tenth. */
  within(pixel_m: Metres): number;
};

/** A random field whose spectrum is a power of the wave number, from `longest_m` to `shortest_m`. It lives in space and not on a map, so that there is no seam
 *  anywhere on the Earth and two imagers see the same; what drifts is asked for at the place that it came from.
 *
 *  Octaves of noise on a lattice, each turned in its own way, or all would lie along the Earth's axis and ring where it touches them; each of half the wavelength of the one before, its values joined by s(t) = 3t² − 2t³. The amplitude of an octave is its
 *  wavelength to the power of `smoothness`: a spectrum k^−(1 + 2·smoothness) along a line.
 *  Source  [EMPPW2003] (value noise, fractal sums). */
export function randomField(seed: number, name: string, { longest_m, shortest_m, smoothness }: FieldShape): RandomField {
  const random = stream(seed, `imager/field/${name}`);
  const octaves = Math.max(1, 1 + Math.floor(log(longest_m / shortest_m) / log(2)));
  const lattices: Lattice[] = [];
  let variance = 0;
  for (let k = 0; k < octaves; k++) {
    const amplitude = exp(-k * log(2) * smoothness);
    const perMetre = pow(2, k) / longest_m;
    const [x, y, z] = randomTurn(random).map((axis) => scale(axis, perMetre));
    // Off the origin by whatever, or the lattices of all octaves would meet there.
    const [x0, y0, z0] = [random.uniform(), random.uniform(), random.uniform()].map((share) => 64 * share);
    lattices.push({
      amplitude,
      perMetre,
      x,
      y,
      z,
      x0,
      y0,
      z0,
      salt: random.uint32(),
      cell: { i: NaN, j: NaN, k: NaN, corners: new Float64Array(8) },
    });
    variance += amplitude * amplitude * LATTICE_VARIANCE;
  }
  const norm = 1 / Math.sqrt(variance);
  const valueAt = (x: Metres, y: Metres, z: Metres, pixel_m: Metres = 0): number => {
    let sum = 0;
    for (const lattice of lattices) {
      const shown = pixel_m === 0 ? 1 : shownOf(lattice, pixel_m);
      if (shown === 0) break;
      sum += shown * lattice.amplitude * latticeNoise(lattice, x, y, z);
    }
    return norm * sum;
  };
  const within = (pixel_m: Metres): number => {
    if (pixel_m === 0) return 0;
    let inside = 0;
    for (const { amplitude, perMetre } of lattices) {
      const cells = pixel_m * perMetre;
      inside += ((cells * cells) / (cells * cells + 0.5 * cells + 4)) * amplitude * amplitude * LATTICE_VARIANCE;
    }
    return norm * Math.sqrt(inside);
  };
  return Object.assign(valueAt, { within });
}

/** Share of an octave's amplitude that a pixel so long shows. */
function shownOf({ perMetre }: Lattice, pixel_m: Metres): number {
  return Math.min(1, Math.max(0, (AVERAGES_OUT - pixel_m * perMetre) / (AVERAGES_OUT - SHOWS_WHOLE)));
}

/** Of an octave whose wave is as long as four pixels all is seen, of one whose wave is one pixel nothing: about what the mean over a pixel leaves. In cells, half waves, a pixel. */
const SHOWS_WHOLE = 0.5;
const AVERAGES_OUT = 2;

/** The axes of a frame turned by chance, all directions alike: of a unit quaternion whose parts are four normals over their norm. */
function randomTurn(random: RandomStream): readonly [Vec3, Vec3, Vec3] {
  const parts = [random.normal(), random.normal(), random.normal(), random.normal()];
  const norm = Math.sqrt(parts.reduce((sum, part) => sum + part * part, 0));
  const [w, x, y, z] = parts.map((part) => part / norm);
  return [
    vec3(1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
    vec3(2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
    vec3(2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
  ];
}

type Lattice = {
  readonly amplitude: number;
  readonly perMetre: number;
  /** Its axes, cells a metre, and where the Earth's middle is in it. */
  readonly x: Vec3;
  readonly y: Vec3;
  readonly z: Vec3;
  readonly x0: number;
  readonly y0: number;
  readonly z0: number;
  readonly salt: number;
  /** The cell that was asked for last: of long waves it is the next pixel's as well. */
  readonly cell: Cell;
};

/** A cell of the lattice and the values of its corners: along x first, then along y, then along z. */
type Cell = { i: number; j: number; k: number; readonly corners: Float64Array };

/** Of uniform values in −1…1 joined by s(t), over a whole cell: ⅓ · (26/35)³. */
const LATTICE_VARIANCE = (26 / 35) * (26 / 35) * (26 / 35) * (1 / 3);

function latticeNoise(lattice: Lattice, x_m: number, y_m: number, z_m: number): number {
  const { x: ex, y: ey, z: ez, cell } = lattice;
  const x = ex.x * x_m + ex.y * y_m + ex.z * z_m + lattice.x0;
  const y = ey.x * x_m + ey.y * y_m + ey.z * z_m + lattice.y0;
  const z = ez.x * x_m + ez.y * y_m + ez.z * z_m + lattice.z0;
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(z);
  if (i !== cell.i || j !== cell.j || k !== cell.k) goTo(cell, lattice.salt, i, j, k);
  const u = joined(x - i);
  const v = joined(y - j);
  const w = joined(z - k);
  const near = plane(cell.corners, 0, u, v);
  return near + w * (plane(cell.corners, 4, u, v) - near);
}

function goTo(cell: Cell, salt: number, i: number, j: number, k: number): void {
  cell.i = i;
  cell.j = j;
  cell.k = k;
  for (let corner = 0; corner < 8; corner++)
    cell.corners[corner] = valueAt(salt, i + (corner & 1), j + ((corner >> 1) & 1), k + (corner >> 2));
}

function plane(corners: Float64Array, from: number, u: number, v: number): number {
  const a = corners[from];
  const low = a + u * (corners[from + 1] - a);
  const c = corners[from + 2];
  return low + v * (c + u * (corners[from + 3] - c) - low);
}

function joined(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Uniform in −1…1, of a corner of the lattice: a hash of its whole numbers. */
function valueAt(salt: number, i: number, j: number, k: number): number {
  let hash = salt ^ Math.imul(i, 0x8da6b343) ^ Math.imul(j, 0xd8163841) ^ Math.imul(k, 0xcb1ab31f);
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
  return ((hash ^ (hash >>> 15)) >> 0) / 2_147_483_648;
}
