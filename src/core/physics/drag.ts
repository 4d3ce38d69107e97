import { heightAbove } from '../frames/geodetic.ts';
import type { Vec3 } from '../math/vector.ts';
import type { KilogramsPerMetre2, Metres } from '../units.ts';
import { density } from './atmosphere.ts';

/** Deceleration by the air, m/s²: −½ ρ |v| v / β, with β = m/(C_d A).
 *  r, v in ECEF, m and m/s: the air turns with the Earth, so the velocity relative to the Earth is the one through the air. No wind.
 *  β is held constant: real drag coefficients rise through Mach 1, which a ballistic coefficient per class does not try to follow. */
export function dragAcceleration(r: Vec3, v: Vec3, ballisticCoefficient_kgpm2: KilogramsPerMetre2): Vec3 {
  const k = dragRate_ps(r.x, r.y, r.z, Math.sqrt(v.x * v.x + v.y * v.y + v.z * v.z), ballisticCoefficient_kgpm2);
  return { x: -k * v.x, y: -k * v.y, z: -k * v.z };
}

/** ½ ρ |v| / β: the share of its velocity that drag takes from a body each second. */
export function dragRate_ps(x: number, y: number, z: number, speed_mps: number, ballisticCoefficient_kgpm2: KilogramsPerMetre2): number {
  return dragRateAt_ps(heightAbove(x, y, z), speed_mps, ballisticCoefficient_kgpm2);
}

/** The same at a height that is known. */
export function dragRateAt_ps(height_m: Metres, speed_mps: number, ballisticCoefficient_kgpm2: KilogramsPerMetre2): number {
  return (0.5 * density(height_m) * speed_mps) / ballisticCoefficient_kgpm2;
}
