import { exp, log } from '../math/elementary.ts';
import { minimumEnergyAngle_rad } from './angles.ts';
import type { Features } from './features.ts';
import type { Finding, Whole } from './finding.ts';
import { EXCLUDED, gaussianOrFloor, type WeighedFinding } from './likelihood.ts';
import { LAUNCHER_PATHS, type LauncherPaths } from './launcher-paths.ts';
import { type OrbitWithinReach, isWithinReach, reachOfOneStage } from './reach.ts';

// Missile or launcher: by how fast and how steeply it flies, and by how it coasts. Columns as in findings.ts.

/** Speed and flight-path angle together, both carried down to the surface (H11). A missile flies near the angle of least energy, or
 *  lofted far above it; a launcher turns over to the horizontal as it gains speed. */
export function flightPath(f: Features): WeighedFinding | undefined {
  if (f.surfaceSpeed_mps < 1500 || f.sigmaSurfaceSpeed_mps > 0.15 * f.surfaceSpeed_mps || f.height_m < 40_000 || f.radarHits < 5)
    return undefined;
  return weighPath({ feature: 'speed-and-flight-path', speed_mps: f.surfaceSpeed_mps, angle_rad: f.surfaceAngle_rad }, LAUNCHER_PATHS);
}

/** The same of a path that was found, by the paths of certain launchers. */
export function weighPath(finding: Extract<Finding, { feature: 'speed-and-flight-path' }>, paths: LauncherPaths): WeighedFinding {
  const missile = missileAngle(finding.speed_mps, finding.angle_rad);
  const launcher = launcherAngle(finding.speed_mps, finding.angle_rad, paths);
  return { finding, likelihoods: [missile, launcher, -0.5, 0, 0, 0, 0, 0, 0, 0, -2] };
}

/** Half of all flights within a few degrees of least energy, nearly half lofted anywhere above, a few depressed. */
function missileAngle(speed_mps: number, angle: number): number {
  const least = minimumEnergyAngle_rad(speed_mps);
  const near = 0.5 * exp(gaussianOrFloor(angle, least, 0.14)) * farEnough(speed_mps);
  const lofted = angle > least ? 0.4 / (Math.PI / 2 - least) : 0;
  const depressed = angle < least ? (0.1 / Math.max(least, 0.2)) * depressedShape(angle / least) : 0;
  return logOf(near + lofted + depressed);
}

/** Beyond 7.3 km/s the least-energy range is 13,000 km and more: no missile is flown there, only lofted. */
function farEnough(speed_mps: number): number {
  return speed_mps < 7300 ? 1 : exp(gaussianOrFloor(speed_mps, 7300, 250));
}

/** Depressed flights thin out towards the horizontal: nobody flies a missile along the ground of space. */
function depressedShape(ratio: number): number {
  return ratio < 0.25 ? 0.1 : ratio < 0.5 ? 0.5 : 1;
}

/** A family that is none of those differs from them by more than they do from each other: one sigma is twice what leaves a sixth of them out. And a stage that
 *  burns may be far above them, for it turns over as it goes on. */
const UNLIKE_ANY = 2;
const TURNS_OVER_BY = 0.6;

function launcherAngle(speed_mps: number, angle: number, { from_mps, step_mps, median_deg, below_deg, above_deg }: LauncherPaths): number {
  const last = median_deg.length - 1;
  const place = Math.min(Math.max((speed_mps - from_mps) / step_mps, 0), last - 1e-3);
  const k = Math.floor(place);
  const at = (list: readonly number[]): number => list[k] + (place - k) * (list[k + 1] - list[k]);
  const degrees = (angle * 180) / Math.PI;
  const median = at(median_deg);
  const above = Math.max(UNLIKE_ANY * at(above_deg), TURNS_OVER_BY * median);
  return logOf(exp(gaussianOrFloor(degrees, median, degrees < median ? UNLIKE_ANY * at(below_deg) : above)) + 0.002);
}

/** Share of launchers that leave their boost for a coast of minutes before their last burn: solid ones as a rule, of the others few. Of those that a coast of
 *  minutes is seen of, it is nearly all. */
const COASTS_LONG = 0.5;
/** Share of launches whose last stage, due at the top, does not light. */
const FAILS = 0.02;
/** ln of the share of missiles that fly on such arcs: flat or least-energy ones of some 4,000 to 6,000 km. Weighed against the launchers that may still light
 *  there; past the top a launcher would have, and how few missiles fly so is in the path already. */
const MISSILE_SO = -1.6;

/** Time seen to coast after thrust ended. Stages follow each other within about ten seconds, a stage that turns round lights again
 *  after about twenty (H7); a launcher may coast for minutes to the top of its path when one stage can make an orbit of it there; longer silence
 *  speaks for a flight that is left to itself. */
export function coast(f: Features): WeighedFinding | undefined {
  if (!f.everBurned || f.coastSeen_s <= 0) return undefined;
  const { orbitWithin: within, coastSeen_s: coasted_s } = f;
  const long = within === undefined ? 0 : COASTS_LONG * reachOfOneStage(within) * (within.passed ? FAILS : 1);
  const launch = f.perigeeHeight_m > IN_ORBIT_M ? 0 : Math.max(logOf(exp(survival(coasted_s, 10, 3.5)) * (1 - long) + long), COAST_FLOOR);
  // What burns again after a coast too long for staging is no missile; a launcher's last stage, or one that comes home, is meant to.
  const relit = f.relit && !f.reversed;
  return {
    finding: { feature: 'coast-seen', coasted_s, ...(within === undefined ? {} : { toOrbit_mps: within.deltaV_mps, top_m: within.top_m }) },
    likelihoods: [
      (relit ? -6 : 0) + (within !== undefined && !within.passed && isWithinReach(within) ? MISSILE_SO : 0),
      relit ? logOf(COASTS_LONG) : launch,
      f.reversed || relit ? 0 : survival(coasted_s, 20, 3),
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      -1,
    ],
  };
}

/** Most that the whole says of its part, ln: tracks are joined to what they did not part from once in so many times. */
const PART_FLOOR = -6;

/** A stage that has burned and parted from what burned on is of a missile or of a launcher as that is, whatever arc it falls on, and no surer than that. */
export function partOf(whole: Whole): WeighedFinding {
  const neither = 1 - whole.missile - whole.launch;
  const most = Math.max(whole.missile, whole.launch, neither);
  const share = (one: number): number => Math.max(logOf(one / most), PART_FLOOR);
  return {
    finding: { feature: 'part-of', ...whole },
    likelihoods: [share(whole.missile), share(whole.launch), 0, 0, 0, 0, 0, 0, 0, 0, 0],
  };
}

const IN_ORBIT_M = 100_000;
const COAST_FLOOR = -7;

/** ln of the chance that a pause of mean m and spread s lasts longer than t. */
function survival(t: number, mean: number, spread: number): number {
  const z = (t - mean) / spread;
  return z <= 0 ? 0 : Math.max(-0.5 * z * z - 0.7 * z, -6);
}

function logOf(density: number): number {
  return density > 0 ? Math.max(log(density), EXCLUDED) : EXCLUDED;
}

/** For this long after thrust has ended the next stage may light: stages follow each other within seconds, and a first stage that turns back
 *  lights again after some twenty (H7). So long it takes, too, until what is followed is known to be the spent stage, and the other piece the one that burns. */
export const SETTLED_S = 24;

/** While a launcher may still light a last stage, nobody can know that it is a missile: it is no surer than this. */
export const MOST_WHILE_OPEN = 0.9;

/** Whether it may still become an orbit: a coast after a burn, with a burn at its top that one stage can give, still to come. */
export function mayBecomeOrbit(f: Features): OrbitWithinReach | undefined {
  const { orbitWithin: within } = f;
  if (within === undefined || within.passed || f.burning || f.reversed || !isWithinReach(within)) return undefined;
  return within;
}
