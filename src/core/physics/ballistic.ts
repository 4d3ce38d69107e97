/** Ballistic arcs in closed form, and the energy that tells one class of missile from another.
 *
 *  Source   R. Bate, D. Mueller, J. White, Fundamentals of Astrodynamics, ch. 6 (ballistic missile trajectories).
 *  Checked  ballistic.test.ts: 3.02, 4.87 and 6.07 km/s for 1,000, 3,000 and 5,500 km; published lofted flights. */

import { MEAN_RADIUS_m, WGS84 } from '../frames/earth.ts';
import { normalCdf } from '../math/chi-squared.ts';
import { acos, atan2, sin } from '../math/elementary.ts';
import { dot, norm, scale } from '../math/vector.ts';
import type { Vec3 } from '../math/vector.ts';
import type { JoulesPerKilogram, Metres, MetresPerSecond, Radians, Seconds } from '../units.ts';
import { potential_Jpkg } from './gravity.ts';

const GM = WGS84.gm_m3ps2;
const OMEGA_SQUARED = WGS84.omega_radps * WGS84.omega_radps;

/** The least speed at the surface of a sphere (mean radius, at rest) that carries a body over a ground range, without air.
 *    v² = GM/R · 2 sin(φ/2) / (1 + sin(φ/2)),  φ = range/R. Ranges beyond half-way round count as half-way round. */
export function minimumEnergySpeed_mps(groundRange_m: Metres): MetresPerSecond {
  const s = sin(Math.min(groundRange_m / MEAN_RADIUS_m, Math.PI) / 2);
  return Math.sqrt(((GM / MEAN_RADIUS_m) * 2 * s) / (1 + s));
}

export type KeplerArc = {
  /** Speed at the surface, both at the start and at the end. */
  readonly speed_mps: MetresPerSecond;
  /** Above the horizontal at the start. */
  readonly flightPathAngle_rad: Radians;
  readonly flightTime_s: Seconds;
};

/** The two-body arc from surface to surface of a sphere (mean radius, at rest) with a given apogee height (> 0) and ground range
 *  (0…half-way round). Boost and drag lengthen a real flight over it; the rotation of the Earth is not in it. */
export function keplerArc(apogee_m: Metres, groundRange_m: Metres): KeplerArc {
  const R = MEAN_RADIUS_m;
  const ra = R + apogee_m;
  const psi = groundRange_m / (2 * R); // half the range angle: apogee is above its middle
  // R = p/(1 − e cos ψ) and r_a = p/(1 − e) give e; both are differences that stay exact for small ψ
  const versine = 2 * sin(psi / 2) * sin(psi / 2); // 1 − cos ψ
  const oneMinusE = (R * versine) / (apogee_m + R * versine);
  const e = 1 - oneMinusE;
  const a = ra / (1 + e);
  const speed_mps = Math.sqrt(GM * (2 / R - 1 / a));
  const h = Math.sqrt(GM * ra * oneMinusE);
  const level = h / R;
  const radial = (GM / h) * e * sin(psi); // ṙ = (GM/h) e sin ν at ν = π − ψ
  const n = Math.sqrt(GM / (a * a * a));
  // eccentric anomaly at the start, counted from apogee so that long thin arcs keep their digits
  const E = h === 0 ? acos(Math.max(-1, 1 - 2 * (apogee_m / ra))) : atan2(Math.sqrt(oneMinusE * (1 + e)) * sin(psi), oneMinusE - versine);
  const flightTime_s = (2 * (E + e * sin(E))) / n;
  return { speed_mps, flightPathAngle_rad: h === 0 ? Math.PI / 2 : atan2(radial, level), flightTime_s };
}

/** Energy in axes that turn with the Earth (Jacobi's integral), J/kg: v²/2 + U(r) − ½ ω² (x² + y²), J2 included in U.
 *  Constant while a body coasts without air. r, v in ECEF, m and m/s. */
export function rangeEnergy_Jpkg(r: Vec3, v: Vec3): JoulesPerKilogram {
  return dot(v, v) / 2 + levelEnergy_Jpkg(r);
}

function levelEnergy_Jpkg(r: Vec3): number {
  return potential_Jpkg(r) - 0.5 * OMEGA_SQUARED * (r.x * r.x + r.y * r.y);
}

/** The speed a coasting body would have at the surface (mean radius, straight below), by its energy: comparable between flights
 *  whatever their apogee. 0 when its energy is less than that of rest at the surface. */
export function equivalentSurfaceSpeed_mps(r: Vec3, v: Vec3): MetresPerSecond {
  const below = scale(r, MEAN_RADIUS_m / norm(r));
  return Math.sqrt(Math.max(0, 2 * (rangeEnergy_Jpkg(r, v) - levelEnergy_Jpkg(below))));
}

export type EnergyClass = 'SRBM' | 'MRBM' | 'IRBM' | 'ICBM';

/** Least surface speed of each class above the shortest: minimum-energy ranges of 1,000, 3,000 and 5,500 km. */
export const CLASS_BOUNDS_mps: { readonly MRBM: MetresPerSecond; readonly IRBM: MetresPerSecond; readonly ICBM: MetresPerSecond } = {
  MRBM: minimumEnergySpeed_mps(1_000_000),
  IRBM: minimumEnergySpeed_mps(3_000_000),
  ICBM: minimumEnergySpeed_mps(5_500_000),
};

/** Class by energy, never by the range flown: a lofted intercontinental missile lands 1,000 km away.
 *  The energy is that relative to the turning Earth, which is what the rocket gave: the same rocket has the same class whichever way it is
 *  fired. What it would reach differs: at 5,500 km eastwards some 350 km more, westwards as much less, so that a class by range (as treaties
 *  have it) may be the neighbouring one within 2 % of a bound's speed. */
export function energyClass(equivalentSpeed_mps: MetresPerSecond): EnergyClass {
  if (equivalentSpeed_mps < CLASS_BOUNDS_mps.MRBM) return 'SRBM';
  if (equivalentSpeed_mps < CLASS_BOUNDS_mps.IRBM) return 'MRBM';
  return equivalentSpeed_mps < CLASS_BOUNDS_mps.ICBM ? 'IRBM' : 'ICBM';
}

export type ClassProbability = { readonly energyClass: EnergyClass; readonly probability: number };

/** Probability of each class when the equivalent surface speed is normal about its estimate, likeliest first; those below 0.1 % are left out. */
export function classProbabilities(equivalentSpeed_mps: MetresPerSecond, sigma_mps: MetresPerSecond): ClassProbability[] {
  const below = (bound_mps: number): number => normalCdf((bound_mps - equivalentSpeed_mps) / Math.max(sigma_mps, 1e-3));
  const { MRBM, IRBM, ICBM } = CLASS_BOUNDS_mps;
  const [medium, intermediate, intercontinental] = [below(MRBM), below(IRBM), below(ICBM)];
  const all: ClassProbability[] = [
    { energyClass: 'SRBM', probability: medium },
    { energyClass: 'MRBM', probability: intermediate - medium },
    { energyClass: 'IRBM', probability: intercontinental - intermediate },
    { energyClass: 'ICBM', probability: 1 - intercontinental },
  ];
  return all.filter(({ probability }) => probability >= 1e-3).sort((a, b) => b.probability - a.probability);
}
