import { exp } from '../../math/elementary.ts';
import type { Vec3 } from '../../math/vector.ts';
import type { MeasurementSpec } from '../../sense/measurement-spec.ts';
import type { Metres, MetresPerSecond, Radians } from '../../units.ts';

/** How near two objects must be for a sensor to make one plot of both: one sigma of a Gaussian in each of these, Infinity where the quantity parts none. */
export type Cell = { readonly range_m: Metres; readonly angle_rad: Radians; readonly rangeRate_mps: MetresPerSecond };

/** Of a Gaussian that is one half at one: what is stated as the distance at which two objects make one plot as often as two. */
const SIGMAS_OF_HALF = 0.8493218002880191;

/** The cell of a sensor, by the distances that its spec states; `undefined` when it resolves everything. */
export function cellOf({ sensing, resolution }: MeasurementSpec): Cell | undefined {
  if (resolution === undefined) return undefined;
  const { angle_rad, rangeRate_mps = Infinity } = resolution;
  const range_m = sensing.kind === 'polar' ? resolution.range_m : Infinity;
  if (!(range_m > 0 && angle_rad > 0)) return undefined;
  return { range_m: SIGMAS_OF_HALF * range_m, angle_rad: SIGMAS_OF_HALF * angle_rad, rangeRate_mps: SIGMAS_OF_HALF * rangeRate_mps };
}

/** Where a sensor expects an object: its range with its variance, its direction (a unit vector, in any axes that both objects have) and its range rate. */
export type Placed = {
  readonly range_m: Metres;
  readonly rangeVariance_m2: number;
  readonly direction: readonly [number, number, number];
  readonly rangeRate_mps: MetresPerSecond;
};

/** Where a sensor at `origin` (ECEF or any fixed axes, m) expects an object.  Shapes  x six (m, m/s); p 6×6 row-major. */
export function placedFrom(origin: Vec3, x: Float64Array, p: Float64Array): Placed {
  const [dx, dy, dz] = [x[0] - origin.x, x[1] - origin.y, x[2] - origin.z];
  const range_m = Math.sqrt(dx * dx + dy * dy + dz * dz);
  const direction = [dx / range_m, dy / range_m, dz / range_m] as const;
  let variance = 0;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) variance += direction[i] * p[i * 6 + j] * direction[j];
  return { range_m, rangeVariance_m2: variance, direction, rangeRate_mps: direction[0] * x[3] + direction[1] * x[4] + direction[2] * x[5] };
}

/** Chance that a sensor does not tell two objects apart.
 *    P_u = exp(−½ Δ²/(α² + σ²)) α/√(α² + σ²)      in range, with σ² the uncertainty of the distance; in angle and range rate without
 *  Source  [KvK1997] §III, with the centre of the cell's probability taken as Gaussian. */
export function unresolvedChance({ range_m, angle_rad, rangeRate_mps }: Cell, a: Placed, b: Placed): number {
  const apart = a.range_m - b.range_m;
  const cell2 = range_m * range_m;
  const spread2 = cell2 + a.rangeVariance_m2 + b.rangeVariance_m2;
  const [ax, ay, az] = a.direction;
  const [bx, by, bz] = b.direction;
  const angle2 = (ax - bx) * (ax - bx) + (ay - by) * (ay - by) + (az - bz) * (az - bz);
  const slower = (a.rangeRate_mps - b.rangeRate_mps) / rangeRate_mps;
  const inRange = range_m === Infinity ? 1 : exp((-0.5 * apart * apart) / spread2) * Math.sqrt(cell2 / spread2);
  return inRange * exp((-0.5 * angle2) / (angle_rad * angle_rad) - 0.5 * slower * slower);
}
