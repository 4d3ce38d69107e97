import { density } from './atmosphere.ts';

/** The air as the kernels ask for it: height in, density out, through memory (a number handed to a function that is not inlined is boxed).
 *  AIR[0] height above the ellipsoid, m → AIR[1] kg/m³. */
export const AIR = new Float64Array(2);

/** The standard atmosphere takes an exponential and a logarithm, some 150 ns; a straight line between tabulated heights takes 5. Off by
 *  less than 3 parts in a million below the first top, 1 in 20,000 where its layers meet, 2 in 10,000 above, where drag is micrometres/s². */
const BOTTOM_M = -5_000;
const TOPS_M = [140_000, 1_000_000] as const;
const SPACINGS_M = [25, 500] as const;
export const DENSE_AIR = table(BOTTOM_M, TOPS_M[0], SPACINGS_M[0]);
export const THIN_AIR = table(TOPS_M[0], TOPS_M[1], SPACINGS_M[1]);

function table(from_m: number, to_m: number, spacing_m: number): Float64Array {
  return Float64Array.from({ length: (to_m - from_m) / spacing_m + 2 }, (_, i) => density(from_m + i * spacing_m));
}

export function airDensity(): void {
  const height_m = AIR[0];
  if (height_m < TOPS_M[0]) AIR[1] = between(DENSE_AIR, Math.max(0, (height_m - BOTTOM_M) / SPACINGS_M[0]));
  else AIR[1] = height_m < TOPS_M[1] ? between(THIN_AIR, (height_m - TOPS_M[0]) / SPACINGS_M[1]) : 0;
}

function between(values: Float64Array, at: number): number {
  const i = Math.floor(at);
  return values[i] + (at - i) * (values[i + 1] - values[i]);
}
