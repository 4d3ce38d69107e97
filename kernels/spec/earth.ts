import { WGS84 } from '../../src/core/frames/earth.ts';
import { type Expr, minus, over, plus, sqrt, square, times } from '../expression.ts';
import type { Vector } from '../matrix.ts';

/** The Earth that the kernels fall on; a specification takes it as an argument, so that a test may fall on another. */
export type Earth = { readonly gm_m3ps2: number; readonly a_m: number; readonly j2: number; readonly omega_radps: number };

export const EARTH: Earth = WGS84;

/** The Earth's constants as they stand in the kernels, folded with what they are always multiplied by: m, s. */
export const NAMED: ReadonlyMap<number, string> = new Map([
  [EARTH.gm_m3ps2, 'GM'],
  [0.5 * EARTH.gm_m3ps2, 'HALF_GM'],
  [2 * EARTH.gm_m3ps2, 'TWO_GM'],
  [1.5 * EARTH.j2 * EARTH.a_m * EARTH.a_m, 'J2_A2_BY_3_2'],
  [EARTH.omega_radps, 'OMEGA'],
  [2 * EARTH.omega_radps, 'TWO_OMEGA'],
  [EARTH.omega_radps * EARTH.omega_radps, 'OMEGA_SQUARED'],
  [4 * (EARTH.omega_radps * EARTH.omega_radps), 'FOUR_OMEGA_SQUARED'],
  [WGS84.a_m, 'A'],
  [WGS84.a_m * WGS84.a_m, 'A_SQUARED'],
  [WGS84.b_m * WGS84.b_m, 'B_SQUARED'],
  [WGS84.e2, 'E2'],
]);

/** Height above the ellipsoid, m, as frames/geodetic.ts has it: Bowring's step on the tangent of the reduced latitude, kept as a sine and
 *  cosine.  Source  B. R. Bowring, Survey Review 23(181), 1976. */
export function heightAbove([x, y, z]: Vector): Expr {
  const { a_m, b_m, e2 } = WGS84;
  const rho = sqrt(plus(square(x), square(y)));
  // tan β = z a / (ρ b)
  const [sinReduced, cosReduced] = direction(times(a_m, z), times(b_m, rho));
  const secondary = (e2 * a_m * a_m) / b_m;
  const [sin, cos] = direction(plus(z, times(secondary, cube(sinReduced))), minus(rho, times(e2 * a_m, cube(cosReduced))));
  return minus(plus(times(rho, cos), times(z, sin)), times(a_m, sqrt(minus(1, times(e2, square(sin))))));
}

/** Sine and cosine of the angle with this tangent. */
function direction(opposite: Expr, adjacent: Expr): [sin: Expr, cos: Expr] {
  const inverse = over(1, sqrt(plus(square(opposite), square(adjacent))));
  return [times(opposite, inverse), times(adjacent, inverse)];
}

const cube = (a: Expr): Expr => times(a, a, a);
