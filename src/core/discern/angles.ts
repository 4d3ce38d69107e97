import { WGS84 } from '../frames/earth.ts';
import { asin } from '../math/elementary.ts';

/** Flight-path angle at the surface of the ballistic arc that reaches furthest for a speed there.
 *    sin(φ/2) = Q/(2−Q),  Q = v² R/μ,  γ = 45° − φ/4;   from Q = 1 on, the whole Earth is in reach and γ tends to 0.
 *  Source  [BMW1971] §6.2, eq. 6.2-16 and 6.2-19. */
export function minimumEnergyAngle_rad(surfaceSpeed_mps: number): number {
  const q = (surfaceSpeed_mps * surfaceSpeed_mps * WGS84.a_m) / WGS84.gm_m3ps2;
  if (q >= 1) return 0;
  return Math.PI / 4 - asin(q / (2 - q)) / 2;
}
