import { AstroTime, Rotation_EQJ_EQD, RotateVector, SiderealTime, Vector } from 'astronomy-engine';
import { WGS84 } from '../../core/frames/earth.ts';
import { greenwichSiderealTime_rad } from '../../core/frames/teme.ts';
import { utcFromTai_us } from '../../core/time/scale.ts';
import type { Micros } from '../../core/units.ts';
import type { OrbitCovariance, OrbitState, Triple } from './message.ts';

type Matrix = readonly (readonly number[])[];

/** A state on axes that turn with the Earth (WGS 84), with the most that it may be off because of what is left out; the message's own errors are not in that. */
export type EarthFixedState = {
  readonly at_us: Micros;
  readonly positionEcef_m: Triple;
  readonly velocityEcef_mps: Triple;
  readonly error_m: number;
};

/** What says in which frame a message's states are. */
export type FrameOfStates = { readonly CENTER_NAME: string; readonly REF_FRAME: string; readonly REF_FRAME_EPOCH?: string | undefined };

/** Frames by how they are brought to the axes of the Earth. */
type Way = 'fixed' | 'fixed but for the poles' | 'mean equinox' | 'true equator' | 'of J2000';

/** Error over distance from the Earth's middle, rad. UT1 is taken as UTC (under 0.9 s: 66 µrad), the poles' motion is left out (under 0.5″), and the library's nutation has five terms (under 1″). */
const ERROR_rad: Readonly<Record<Way, number>> = {
  fixed: 0,
  'fixed but for the poles': 2.5e-6,
  'mean equinox': 68.5e-6,
  'true equator': 73e-6,
  'of J2000': 73e-6,
};
/** How far realisations of the terrestrial frame lie beside each other and beside WGS 84. */
const FIXED_ERROR_m = 1;

function wayOf(frame: string): Way | undefined {
  const name = frame.toUpperCase().replace(/[\s_-]/g, '');
  if (/^(ITRF(\d{2}|\d{4})?|WGS84)$/.test(name)) return 'fixed';
  if (name === 'GTOD' || name === 'TDR') return 'fixed but for the poles';
  if (name === 'TEME') return 'mean equinox';
  if (name === 'TOD' || name === 'TODEARTH') return 'true equator';
  if (/^(EME2000|J2000|GCRF|ICRF[123]?)$/.test(name)) return 'of J2000';
  return undefined;
}

/** Why states of a frame cannot be brought to the axes of the Earth; undefined where they can. */
export function whyNotEarthFixed({ CENTER_NAME, REF_FRAME, REF_FRAME_EPOCH }: FrameOfStates): string | undefined {
  if (CENTER_NAME.toUpperCase() !== 'EARTH') return `CENTER_NAME is ${CENTER_NAME.slice(0, 40)} and not EARTH`;
  const way = wayOf(REF_FRAME);
  if (way === undefined) return `REF_FRAME is ${REF_FRAME.slice(0, 40)}, which is not known here`;
  if (REF_FRAME_EPOCH !== undefined && (way === 'mean equinox' || way === 'true equator'))
    return `REF_FRAME is ${REF_FRAME.slice(0, 40)} of one date (REF_FRAME_EPOCH)`;
  return undefined;
}

/** A state of a message on the axes that turn with the Earth, m and m/s: ITRF and WGS 84 as they are; TEME by mean sidereal time; TOD by apparent sidereal time; EME2000, J2000, GCRF and ICRF by precession and nutation
 *  (astronomy-engine: IAU 2006, and five terms of IAU 2000B) and apparent sidereal time. Undefined where `whyNotEarthFixed` says why, or the epoch is of a time system that cannot be brought to the core's.
 *  Errors  `error_m`: half a kilometre at 7,000 km from the Earth's middle at worst for frames that do not turn, since UT1 is taken as UTC.
 *  Checked  earth-fixed.test.ts, the example of Vallado, Crawford, Hujsak and Kelso (AIAA 2006-6753, appendix C). */
export function earthFixed({ at_us, position_km, velocity_kmps }: OrbitState, of: FrameOfStates): EarthFixedState | undefined {
  const way = wayOf(of.REF_FRAME);
  if (at_us === undefined || way === undefined || whyNotEarthFixed(of) !== undefined) return undefined;
  const turn = turnOf(way, at_us);
  const position = times(turn, position_km).map((km) => km * 1000) as unknown as Triple;
  const velocity = times(turn, velocity_kmps).map((km) => km * 1000) as unknown as Triple;
  const w = turns(way) ? 0 : WGS84.omega_radps;
  const distance_m = Math.hypot(...position);
  return {
    at_us,
    positionEcef_m: position,
    velocityEcef_mps: [velocity[0] + w * position[1], velocity[1] - w * position[0], velocity[2]],
    error_m: FIXED_ERROR_m + ERROR_rad[way] * distance_m,
  };
}

/** Whether a frame turns with the Earth already. */
function turns(way: Way): boolean {
  return way === 'fixed' || way === 'fixed but for the poles';
}

/** The covariance of such a state: 6 × 6, row by row, of position and velocity on the same axes, m², m²/s and m²/s². Its own frame is that of the states, another one of those that `earthFixed` knows, or the one along
 *  the state (RTN, RSW, RIC; TNW), which is taken as standing still. Undefined where it cannot be brought there; `state` must be of the covariance's epoch. */
export function earthFixedCovariance(covariance: OrbitCovariance, state: OrbitState, of: FrameOfStates): readonly number[] | undefined {
  const { frame = of.REF_FRAME, lower } = covariance;
  const at_us = covariance.at_us ?? state.at_us;
  if (at_us === undefined || state.at_us !== at_us) return undefined;
  const along = axesAlong(frame, state);
  const own = along === undefined ? { ...of, REF_FRAME: frame } : of;
  const way = wayOf(own.REF_FRAME);
  if (way === undefined || whyNotEarthFixed(own) !== undefined) return undefined;
  const turn = along === undefined ? turnOf(way, at_us) : product(turnOf(way, at_us), along);
  const w = turns(way) ? 0 : WGS84.omega_radps;
  // Velocity on turning axes takes part of the position's error.
  const jacobian = [0, 1, 2, 3, 4, 5].map((i) =>
    [0, 1, 2, 3, 4, 5].map((j) => {
      if (i < 3) return j < 3 ? turn[i][j] : 0;
      if (j > 2) return turn[i - 3][j - 3];
      return i === 3 ? w * turn[1][j] : i === 4 ? 0 - w * turn[0][j] : 0;
    }),
  );
  const full = [0, 1, 2, 3, 4, 5].map((i) => [0, 1, 2, 3, 4, 5].map((j) => lower[at(Math.max(i, j), Math.min(i, j))] * 1e6));
  return product(product(jacobian, full), transposed(jacobian)).flat();
}

function at(row: number, column: number): number {
  return (row * (row + 1)) / 2 + column;
}

/** Axes along a state as columns: radial, along track and across (RTN), or along the velocity, normal to it in the orbit, and across (TNW). */
function axesAlong(frame: string, { position_km, velocity_kmps }: OrbitState): Matrix | undefined {
  const name = frame
    .toUpperCase()
    .replace(/[\s_-]/g, '')
    .replace(/(INERTIAL|ROTATING)$/, '');
  const across = unit(cross(position_km, velocity_kmps));
  if (name === 'RTN' || name === 'RSW' || name === 'RIC' || name === 'QSW') {
    const radial = unit(position_km);
    return transposed([radial, cross(across, radial), across]);
  }
  if (name !== 'TNW') return undefined;
  const tangential = unit(velocity_kmps);
  return transposed([tangential, cross(across, tangential), across]);
}

function cross(a: readonly number[], b: readonly number[]): number[] {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: readonly number[]): number[] {
  const length = Math.hypot(...a);
  return a.map((one) => one / length);
}

/** 2000-01-01T12:00:00Z in POSIX microseconds, from which the library counts days. */
const J2000_US = 946_728_000_000_000;

/** The matrix that brings a vector of a frame to the axes of the Earth. */
function turnOf(way: Way, at_us: Micros): Matrix {
  if (turns(way)) return IDENTITY;
  if (way === 'mean equinox') return aboutPole(greenwichSiderealTime_rad(at_us));
  const time = new AstroTime((utcFromTai_us(at_us) - J2000_US) / 86_400_000_000);
  const apparent = aboutPole((SiderealTime(time) * Math.PI) / 12);
  if (way === 'true equator') return apparent;
  const ofDate = Rotation_EQJ_EQD(time);
  const columns = IDENTITY.map(([x, y, z]) => {
    const turned = RotateVector(ofDate, new Vector(x, y, z, time));
    return [turned.x, turned.y, turned.z];
  });
  return product(apparent, transposed(columns));
}

const IDENTITY: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

function aboutPole(angle_rad: number): Matrix {
  const [sin, cos] = [Math.sin(angle_rad), Math.cos(angle_rad)];
  return [
    [cos, sin, 0],
    [-sin, cos, 0],
    [0, 0, 1],
  ];
}

function times(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, one, k) => sum + one * vector[k], 0));
}

function product(a: Matrix, b: Matrix): Matrix {
  const columns = transposed(b);
  return a.map((row) => times(columns, row));
}

function transposed(matrix: Matrix): Matrix {
  return matrix[0].map((_, j) => matrix.map((row) => row[j]));
}
