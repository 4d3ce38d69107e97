import { exp, log } from '../../core/math/elementary.ts';
import type { Metres } from '../../core/units.ts';
import type { ImagerBand } from './imager-spec.ts';

/** What the air takes in a band: an optical depth from sea level up that falls off exponentially with height. */
export type Air = Pick<ImagerBand, 'airDepth' | 'airHeight_m'>;

/** Optical depth above a height, straight up. */
export function depthAbove({ airDepth, airHeight_m }: Air, height_m: Metres): number {
  return height_m === Infinity ? 0 : airDepth / exp(height_m / airHeight_m);
}

/** A layer of air along a sight: its heights, the upper of which may be infinite, and the depths along the sight at its top and bottom. */
export type Layer = { readonly from_m: Metres; readonly to_m: Metres; readonly top: number; readonly bottom: number };

/** Mean height of what an imager sees of a layer of air: the temperature there is that of its glow, exactly where that is linear in height. Of clear air it is the mean height
 *  of what absorbs, of opaque air the upper part. `passes` is what comes through the layer, exp(a − b), under 1.
 *    z = z_b + H (ln b − m),   m = ∫ₐᵇ ln t · e^(a − t) dt / (1 − e^(a − b)),   ∫ ln t · e^−t dt = −e^−t ln t − E₁(t)
 *  with t the depth along the sight, a and b the layer's top and bottom, H the height over which the air thins out. */
export function glowHeight(airHeight_m: Metres, { from_m, to_m, top, bottom }: Layer, passes: number): Metres {
  const above_m =
    bottom > 1 ? opaqueHeight(airHeight_m, top, bottom, passes) : clearHeight(airHeight_m, to_m - from_m, top, bottom, passes);
  return Math.min(to_m, from_m + Math.max(0, above_m));
}

function opaqueHeight(airHeight_m: Metres, top: number, bottom: number, passes: number): Metres {
  const topLog = top === 0 ? smooth(0) : log(top) + scaledIntegral(top);
  return (airHeight_m * (log(bottom) - topLog + passes * scaledIntegral(bottom))) / (1 - passes);
}

/** With E₁(t) = s(t) − ln t, and ln (b / a) from the heights, there is no logarithm left. */
function clearHeight(airHeight_m: Metres, thickness_m: Metres, top: number, bottom: number, passes: number): Metres {
  const grown = top === 0 ? 1 : exp(top);
  const between_m = airHeight_m * grown * (smooth(bottom) - smooth(top));
  return (grown === 1 ? between_m : between_m + (1 - grown) * thickness_m) / (1 - passes);
}

/** eᵗ E₁(t).  Source  [AS1964] 5.1.53 and 5.1.56, within 2·10⁻⁷. */
function scaledIntegral(t: number): number {
  if (t <= 1) return exp(t) * (smooth(t) - log(t));
  const above = (((t + 8.5733287401) * t + 18.059016973) * t + 8.6347608925) * t + 0.2677737343;
  const below = (((t + 9.5733223454) * t + 25.6329561486) * t + 21.0996530827) * t + 3.9584969228;
  return above / (below * t);
}

/** E₁(t) + ln t, up to 1: at 0 less than nothing by Euler's number γ.  Source  [AS1964] 5.1.53. */
function smooth(t: number): number {
  return ((((0.00107857 * t - 0.00976004) * t + 0.05519968) * t - 0.24991055) * t + 0.99999193) * t - 0.57721566;
}

/** How a sight from a camera beside the Earth to a source lies in the air. */
export type LimbSight = {
  /** Height of the source, and cosine of the angle between its vertical and the sight, positive or not. */
  readonly height_m: Metres;
  readonly cosine: number;
  /** Of the sight's lowest point, where that lies between the camera and the source, and its distance from the Earth's middle. */
  readonly tangent_m: Metres | undefined;
  readonly radius_m: Metres;
};

/** Optical depth of the air along a sight that does not meet the Earth: from a source before the sight's lowest point up to the camera, or from one behind it down
 *  to that point and up again.
 *    τ(h) Ch(X, χ),   or   2 τ(hₜ) Ch(Xₜ, 90°) − τ(h) Ch(X, 180° − χ)
 *  Source  [SS1972]: Chapman's function for air in balls. */
export function limbDepth(air: Air, { height_m, cosine, tangent_m, radius_m }: LimbSight): number {
  const scaled = radius_m / air.airHeight_m;
  const beyond = depthAbove(air, height_m) * grazingPath(scaled, Math.abs(cosine));
  return tangent_m === undefined ? beyond : Math.max(0, 2 * depthAbove(air, tangent_m) * grazingPath(scaled, 0) - beyond);
}

/** How much more air there is along a sight than straight up: Chapman's function Ch(X, χ), for cos χ ≥ 0 and X of hundreds or more.
 *    Ch = √(πX/2) eʸ² erfc y,   y = √(X/2) cos χ
 *  Source  [SS1972], with its fractions for eʸ² erfc y: within a thousandth. */
function grazingPath(scaled: number, cosine: number): number {
  const y = Math.sqrt(scaled / 2) * cosine;
  const tail = y <= 8 ? (1.0606963 + 0.55643831 * y) / (1.0619896 + 1.7245609 * y + y * y) : 0.56498823 / (0.06651874 + y);
  return Math.sqrt((Math.PI / 2) * scaled) * tail;
}
