import { WGS84 } from '../frames/earth.ts';
import type { Metres, MetresPerSecond } from '../units.ts';
import type { Features } from './features.ts';
import { EXCLUDED, type Likelihoods, meanOver, type WeighedFinding } from './likelihood.ts';

// What the path in space says: which hypotheses it forbids. Columns as in findings.ts.

/** Below this the air ends any orbit within the round, m; and slower than this nothing comes down from one to where the air brakes it, m/s. */
const LOWEST_ORBIT_M = 100_000;
const SLOWEST_ORBIT_MPS = 6_000;
/** A path is read above this; below, the air takes it away. */
const AIRLESS_M = 80_000;
/** Perigees, m: what stays up for more than a day; what left an orbit by its own braking or the air's (a brake burn of some 400 m/s); what no orbit
 *  had before. */
const STAYS_UP_M = 120_000;
const LEFT_ORBIT_M = -1_100_000;
const NEVER_IN_ORBIT_M = -2_200_000;
/** Perigee up to which missiles are flown, m: over 15,000 km with the least energy (the Earth's turn lends to what flies east, and lifts its perigee) */
const FLOWN_M = -1_400_000;
/** Above the air a meteor has not been slowed down yet: it is not bound to the Earth. */
const BOUND_METEOR = -12;
/** The perigee is 3.5 km lower for each m/s less. Before the speed is known to this, a few plots are all that there is, and nothing is made of them. */
const KNOWN_MPS = 60;

/** By perigee (H11): what stays up is a satellite; what comes in with a perigee that an orbit may have been brought down to has left one, whatever its
 *  angle; a missile's perigee is deep. In between it may be either. What is said is the mean over all perigees that it may have. The air takes speed and with
 *  it perigee: in the air a perigee is the least that it can have been, and only what has left an orbit still has one that tells. */
export function orbit(f: Features): WeighedFinding | undefined {
  if (f.radarHits < 5 || f.sigmaSpeed_mps > KNOWN_MPS || !(f.sigmaPerigee_m < Infinity)) return undefined;
  const inAir = f.height_m < AIRLESS_M;
  if (inAir && (wasLaunched(f) || f.perigeeHeight_m <= NEVER_IN_ORBIT_M)) return undefined;
  const apogee = f.apogeeHeight_m < Infinity ? { apogee_m: f.apogeeHeight_m } : {};
  return {
    finding: { feature: 'perigee', perigee_m: f.perigeeHeight_m, ...apogee },
    likelihoods: meanOver(f.perigeeHeight_m, f.sigmaPerigee_m, (perigee_m) =>
      inAir ? ofPerigeeInAir(perigee_m) : ofPerigee(perigee_m, f),
    ),
  };
}

function wasLaunched({ everBurned, fromOrbit }: Features): boolean {
  return everBurned && !fromOrbit;
}

/** How much a perigee is one of what has left an orbit: 1 where an orbit may have been brought down to it, 0 up to where none was, or as deep as launches go. */
function leftOrbit(perigee_m: number, from_m = NEVER_IN_ORBIT_M): number {
  return Math.min(1, Math.max(0, (perigee_m - from_m) / (LEFT_ORBIT_M - from_m)));
}

function ofPerigeeInAir(perigee_m: number): Likelihoods {
  const left = leftOrbit(perigee_m);
  return [-8 * left, -6 * left, -6 * left, EXCLUDED, 0, EXCLUDED, 0, 0, 0, 0, -3 * left];
}

function ofPerigee(perigee_m: number, f: Features): Likelihoods {
  const { burning, apogeeHeight_m } = f;
  const launched = wasLaunched(f);
  if (perigee_m > STAYS_UP_M) return [-9, launched ? 0 : -4, -9, 0, -3, EXCLUDED, BOUND_METEOR, 0, 0, 0, -4];
  const meteor = apogeeHeight_m < Infinity ? BOUND_METEOR : 0;
  const left = leftOrbit(perigee_m, launched ? FLOWN_M : NEVER_IN_ORBIT_M);
  if (left > 0) return [-8 * left, launched ? 0 : -6, -6 * left, perigee_m > 0 ? -3 : -14, -8 * (1 - left), EXCLUDED, meteor, 0, 0, 0, -3];
  return [0, burning ? 0 : -0.5, 0, EXCLUDED, -8, EXCLUDED, meteor, 0, 0, 0, -1];
}

/** What had its orbit before it burned was not launched by that burn, and no missile is ever in one. */
export function cameFromOrbit(f: Features): WeighedFinding | undefined {
  if (!f.fromOrbit || f.heatHits === 0) return undefined;
  return { finding: { feature: 'from-orbit' }, likelihoods: [EXCLUDED, -9, -9, 0, 0, EXCLUDED, EXCLUDED, -12, -12, -12, -4] };
}

/** So low, or so slow, nothing stays up: it is no satellite, however little of it is known. What is first seen in the air has not come down from an orbit
 *  either when it has been seen to climb, or falls freely at less than the speed of an orbit: what the air has slowed down so far it goes on slowing, by
 *  more than its weight. And what comes down from an orbit glows on its way: not to have been seen hot speaks against it. */
export function belowOrbits(f: Features): WeighedFinding | undefined {
  if (f.radarHits === 0) return undefined;
  const isLow = f.height_m + 3 * f.sigmaHeight_m < LOWEST_ORBIT_M;
  const isSlow = f.radarHits >= 3 && f.inertialSpeed_mps + 3 * f.sigmaSpeed_mps < slowestOrbit_mps(f.height_m);
  if (!isLow && !isSlow) return undefined;
  const inAir = f.height_m + 3 * f.sigmaHeight_m < AIRLESS_M;
  const neverUp = inAir && f.speed_mps < SLOWEST_ORBIT_MPS && (f.climbed || f.fallsFreely);
  const reEntry = neverUp ? -8 : !inAir && isSlow ? -8 : f.heatHits >= 3 || !inAir ? 0 : -3;
  return {
    finding: { feature: 'below-orbits', height_m: f.height_m, ...(isLow ? {} : { slow_mps: f.inertialSpeed_mps }), neverUp },
    likelihoods: [0, 0, 0, EXCLUDED, reEntry, 0, neverUp ? -8 : 0, 0, 0, 0, 0],
  };
}

/** Slower than this at a height the path has a perigee that none has that is in an orbit, or has just left one: whatever its direction, it has the speed of the apogee at least that
 *  belongs to the deepest of those. */
function slowestOrbit_mps(height_m: Metres): MetresPerSecond {
  const [r, perigee] = [WGS84.a_m + height_m, WGS84.a_m + NEVER_IN_ORBIT_M];
  return Math.min(SLOWEST_ORBIT_MPS, Math.sqrt((2 * WGS84.gm_m3ps2 * perigee) / (r * (r + perigee))));
}

/** Speed at which a body leaves the Earth, m/s: what comes in faster was never bound to it. */
const ESCAPE_MPS = 11_200;

/** Nothing that people launch comes back so fast, but for a capsule from the Moon or farther, which does so once in years. */
export function escaped(f: Features): WeighedFinding | undefined {
  if (f.inertialSpeed_mps - 3 * f.sigmaSpeed_mps < ESCAPE_MPS || f.height_m > 2 * LOWEST_ORBIT_M) return undefined;
  return {
    finding: { feature: 'escape', speed_mps: f.inertialSpeed_mps },
    likelihoods: [EXCLUDED, EXCLUDED, EXCLUDED, EXCLUDED, -2, EXCLUDED, 0, -12, -12, -12, -3],
  };
}
