import { WGS84 } from '../frames/earth.ts';
import { atan2, exp, log } from '../math/elementary.ts';
import { cross, dot, norm, type Vec3 } from '../math/vector.ts';
import type { Orbit } from '../physics/orbit.ts';
import type { Metres, MetresPerSecond, Micros } from '../units.ts';

/** What is missing to an orbit on the arc that is flown. */
export type OrbitWithinReach = {
  /** One burn along the path at its top that closes the orbit. */
  readonly deltaV_mps: MetresPerSecond;
  /** Height of the top. */
  readonly top_m: Metres;
  /** When that burn would have been over at the latest: by then it is decided. */
  readonly decidedAt_us: Micros;
  readonly passed: boolean;
};

/** The lowest perigee of an orbit that somebody would launch into, m. */
const PERIGEE_M = 150_000;
/** Half of the longest burn of a last stage, s: it is lit so long before the top, and has ended so long after it. */
const HALF_BURN_US = 60_000_000;

/** The burn that the arc through this inertial state would still need. Raising the angular momentum where the lever is longest takes the least:
 *    Δv = (h* − h) / r_a,   h* = √(2 GM r_p r_a / (r_p + r_a)),   r_p = R + 150 km, r_a the top, or r_p where the top is lower.
 *  Source  R. Bate, D. Mueller, J. White, Fundamentals of Astrodynamics, ch. 3 (apsidal burns).   The time to the top by Kepler's equation, without J2: a few seconds off.
 *  `undefined` for what is in an orbit already, leaves the Earth, or goes up too little for anything to be left to decide. */
export function orbitWithin(r: Vec3, v: Vec3, orbit: Orbit, at_us: Micros): OrbitWithinReach | undefined {
  const { apogeeRadius_m, semiMajorAxis_m, perigeeHeight_m } = orbit;
  if (!(apogeeRadius_m < Infinity) || perigeeHeight_m > PERIGEE_M) return undefined;
  const gm = WGS84.gm_m3ps2;
  const low = WGS84.a_m + PERIGEE_M;
  const top = Math.max(apogeeRadius_m, low);
  const deltaV_mps = (Math.sqrt((2 * gm * low * top) / (low + top)) - norm(cross(r, v))) / top;
  if (deltaV_mps <= 0) return undefined;
  const eSin = dot(r, v) / Math.sqrt(gm * semiMajorAxis_m);
  const anomaly = atan2(eSin, 1 - norm(r) / semiMajorAxis_m);
  const mean = anomaly - eSin;
  const toTop_s = ((mean >= 0 ? Math.PI : -Math.PI) - mean) / Math.sqrt(gm / (semiMajorAxis_m * semiMajorAxis_m * semiMajorAxis_m));
  const decidedAt_us = at_us + Math.round(toTop_s * 1e6) + HALF_BURN_US;
  return { deltaV_mps, top_m: apogeeRadius_m - WGS84.a_m, decidedAt_us, passed: at_us >= decidedAt_us };
}

/** What one last stage gives, m/s: the middle and the spread of those below, each with the payload of its launcher, computed by the rocket equation from
 *  published masses and specific impulses, to about 0.2 km/s.
 *    Orion 38 (Pegasus, Minotaur I) 2.1 to 2.7 km/s;  Altair III (Scout) 2.4;  AUS-51 (Shavit) 3.1;  M-34c (Epsilon) 3.2;  Zefiro 9 (Vega) 3.6;
 *    SS3 (SSLV) 4.3.   Liquid ones that light at the top (Fregat, Breeze-KM, PS-4 of PSLV) as much as is asked, 0.2 to 3.
 *  Source  users' guides [PEG2010], [MIN2014], [EPS2018], [VEGA2014]; for the others published descriptions. */
const STAGE_MPS = 3_200;
const STAGE_SPREAD_MPS = 160;
/** From this on it is held to be out of reach, m/s: all but the two largest of the above, whose launchers leave less to them on their usual ways. */
const STAGE_MOST_MPS = 3_500;
/** Heights of first orbits that are reached by one coast, by the same sources: 250 to 750 km. Higher ones are reached from a parking orbit. */
const TOP_M = 520_000;
const TOP_SPREAD = 0.35;
const TOP_MOST_M = 1_000_000;
const TOP_LEAST_M = 130_000;

/** Probability that one stage can do it, and that somebody would build it so. */
export function reachOfOneStage({ deltaV_mps, top_m }: OrbitWithinReach): number {
  if (top_m < TOP_LEAST_M) return 0;
  const z = Math.max(0, log(top_m / TOP_M)) / TOP_SPREAD;
  return exp(-0.5 * z * z) / (1 + exp((deltaV_mps - STAGE_MPS) / STAGE_SPREAD_MPS));
}

/** Whether it is possible at all. */
export function isWithinReach({ deltaV_mps, top_m }: OrbitWithinReach): boolean {
  return deltaV_mps < STAGE_MOST_MPS && top_m > TOP_LEAST_M && top_m < TOP_MOST_M;
}
