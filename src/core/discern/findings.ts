import { exp, log } from '../math/elementary.ts';
import { minimumEnergyAngle_rad } from './angles.ts';
import type { Features } from './features.ts';
import type { Finding } from './finding.ts';
import { gaussianOrFloor, type Likelihoods } from './likelihood.ts';

export type WeighedFinding = { readonly finding: Finding; readonly likelihoods: Likelihoods };

/** What the features of a track show, each with its weight under every hypothesis: natural logarithms, of which only the differences within a
 *  row count. A feature that has nothing to say gives none. `weights.test.ts` has them all in one table. */
export function findingsOn(f: Features): WeighedFinding[] {
  return [
    heat(f),
    motion(f),
    glint(f),
    orbit(f),
    belowOrbits(f),
    flightPath(f),
    coast(f),
    burnTime(f),
    thrust(f),
    moon(f),
    falling(f),
    absence(f),
  ].filter((x) => x !== undefined);
}

/** What is found of where it is and how it moves. Of a track that is only computed forward nothing new is found of these: what was last seen stands, and
 *  only what is not seen (a burn that has ended, a radar's silence) goes on teaching. */
export const OF_MOTION: ReadonlySet<Finding['feature']> = new Set([
  'motion',
  'followed',
  'motion-of-heat',
  'perigee',
  'below-orbits',
  'speed-and-flight-path',
  'moon',
  'moon-unknown',
  'gravity',
]);

// The columns of every row below:
//   missile  launch  return  satellite  decay  glint  moon  fire  unknown

/** Only what burns, glows or mirrors is hot. */
function heat(f: Features): WeighedFinding {
  if (f.heatHits < 3) return { finding: { feature: 'no-heat', hits: f.heatHits }, likelihoods: [-3, -3, -4, 0, 0, -12, 0, -12, -3] };
  return {
    finding: { feature: 'heat', hits: f.heatHits, satellites: f.heatSensors },
    likelihoods: [0, 0, 0, -8, -3, f.heatSensors > 1 ? -6 : 0, -12, 0, -3],
  };
}

/** A fire and a mirror stay within their noise; a rocket has gone at least as far as the slowest lift-off would have by now. */
function motion(f: Features): WeighedFinding | undefined {
  if (f.radarHits >= 5 && f.speed_mps - 3 * f.sigmaSpeed_mps > 100)
    return { finding: { feature: 'motion', speed_mps: f.speed_mps }, likelihoods: [0, 0, 0, 0, 0, -12, 0, -12, 0] };
  // What radar has followed is a body; that it hovers or lands makes it no fire.
  if (f.radarHits >= ESTABLISHED)
    return { finding: { feature: 'followed', plots: f.radarHits }, likelihoods: [0, 0, 0, 0, 0, -12, 0, -12, 0] };
  if (f.heatMotion_sigma === undefined) return undefined;
  const beyondNoise = Math.max(0, f.heatMotion_sigma - 2);
  const short = Math.max(0, f.slowestRocket_sigma - f.heatMotion_sigma) / (1 + 0.15 * f.slowestRocket_sigma);
  const rest = -Math.min(0.5 * beyondNoise * beyondNoise, 12);
  const flight = -Math.min(0.5 * short * short, 10);
  return {
    finding: {
      feature: 'motion-of-heat',
      moved_sigma: f.heatMotion_sigma,
      slowestRocket_sigma: f.slowestRocket_sigma,
      span_s: f.heatSpan_s,
    },
    likelihoods: [flight, flight, flight, 0, 0, rest, 0, rest, 0],
  };
}

const GLINT_SPREAD_RAD = 0.3;

/** Ice clouds mirror best where a nearly level facet does it. */
function glint(f: Features): WeighedFinding | undefined {
  if (f.heatHits === 0) return undefined;
  if (f.glint_rad === undefined) return { finding: { feature: 'no-sunlight' }, likelihoods: [0, 0, 0, 0, 0, -12, 0, 0, 0] };
  const z = f.glint_rad / GLINT_SPREAD_RAD;
  return {
    finding: { feature: 'sun-angle', facetTilt_rad: f.glint_rad },
    likelihoods: [0, 0, 0, 0, 0, Math.max(-0.5 * z * z, -12), 0, z < 1 ? -2.5 : -0.5, 0],
  };
}

/** Below this the air ends any orbit within the round. */
const LOWEST_ORBIT_M = 80_000;

/** By perigee (H11): what stays up is a satellite; what comes down on a nearly round path decays; a missile's perigee is deep. In the air it is what it was
 *  above it. */
function orbit(f: Features): WeighedFinding | undefined {
  if (f.radarHits < 5) return undefined;
  const finding = f.height_m < LOWEST_ORBIT_M ? f.orbitBefore : orbitNow(f);
  if (finding === undefined) return undefined;
  const { perigee_m, apogee_m = Infinity } = finding;
  if (perigee_m > 120_000) return { finding, likelihoods: [-9, f.everBurned ? 0 : -2, -9, 0, -3, 0, 0, 0, 0] };
  if (perigee_m > -150_000 && apogee_m < 400_000) return { finding, likelihoods: [-5, f.burning ? 0 : -2, -5, -4, 0, 0, 0, 0, 0] };
  return { finding, likelihoods: [0, f.burning || perigee_m > -1_500_000 ? 0 : -0.5, 0, -14, -8, 0, 0, 0, 0] };
}

function orbitNow({ perigeeHeight_m, apogeeHeight_m }: Features): Extract<Finding, { feature: 'perigee' }> {
  return {
    feature: 'perigee',
    perigee_m: perigeeHeight_m,
    ...(apogeeHeight_m < Infinity ? { apogee_m: apogeeHeight_m } : {}),
  };
}

/** What comes from an orbit is faster than this until the air brakes it. */
const SLOW_MPS = 6_000;

/** So low nothing stays up: it is no satellite, however little of it is known. What is first seen there has not come down from an orbit either when it has
 *  been seen to climb, or falls freely at less than the speed of an orbit: what the air has slowed down so far it goes on slowing, by more than its weight. And what comes down
 *  from an orbit glows on its way (H20): not to have been seen hot speaks against it as it does against a burn. */
function belowOrbits(f: Features): WeighedFinding | undefined {
  if (f.radarHits === 0 || f.height_m + 3 * f.sigmaHeight_m > LOWEST_ORBIT_M) return undefined;
  const isKnown = f.orbitBefore !== undefined;
  const neverUp = !isKnown && (f.climbed || (f.fallsFreely && f.speed_mps < SLOW_MPS));
  return {
    finding: { feature: 'below-orbits', height_m: f.height_m, neverUp },
    likelihoods: [0, 0, 0, -14, neverUp ? -8 : isKnown || f.heatHits >= 3 ? 0 : -3, 0, 0, 0, 0],
  };
}

/** Speed and flight-path angle together, both carried down to the surface (H11). A missile flies near the angle of least energy, or
 *  lofted far above it; a launcher turns over to the horizontal as it gains speed. */
function flightPath(f: Features): WeighedFinding | undefined {
  if (f.surfaceSpeed_mps < 1500 || f.sigmaSurfaceSpeed_mps > 0.15 * f.surfaceSpeed_mps || f.height_m < 40_000 || f.radarHits < 5)
    return undefined;
  const missile = missileAngle(f.surfaceSpeed_mps, f.surfaceAngle_rad);
  const launcher = launcherAngle(f.surfaceSpeed_mps, f.surfaceAngle_rad);
  return {
    finding: { feature: 'speed-and-flight-path', speed_mps: f.surfaceSpeed_mps, angle_rad: f.surfaceAngle_rad },
    likelihoods: [missile, launcher, 0, 0, 0, 0, 0, 0, 0],
  };
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

/** Median surface angle of recorded launches by surface speed, from 1,500 m/s in steps of 500 (28 ascents of one launcher family to low,
 *  polar, transfer and station orbits). Below the median they crowd within a tenth; above it they spread to twice as much. */
const LAUNCHER_ANGLES_DEG = [57, 51, 42, 33.4, 28.5, 24.4, 20.7, 17.6, 15, 12.4, 10, 8.1, 5.5, 3.2, 0];

function launcherAngle(speed_mps: number, angle: number): number {
  const place = Math.min(Math.max((speed_mps - 1500) / 500, 0), LAUNCHER_ANGLES_DEG.length - 1.001);
  const below = Math.floor(place);
  const median_deg = LAUNCHER_ANGLES_DEG[below] + (place - below) * (LAUNCHER_ANGLES_DEG[below + 1] - LAUNCHER_ANGLES_DEG[below]);
  const degrees = (angle * 180) / Math.PI;
  const spread = degrees < median_deg ? 3 + 0.1 * median_deg : 3 + 0.6 * median_deg;
  return logOf(exp(gaussianOrFloor(degrees, median_deg, spread)) + 0.002);
}

/** Time seen to coast after thrust ended. Stages follow each other within about ten seconds, a stage that turns round lights again
 *  after about twenty (H7); longer silence speaks for a flight that is left to itself. */
function coast(f: Features): WeighedFinding | undefined {
  if (!f.everBurned || f.coastSeen_s <= 0) return undefined;
  return {
    finding: { feature: 'coast-seen', coasted_s: f.coastSeen_s },
    likelihoods: [0, survival(f.coastSeen_s, 10, 3.5), f.reversed ? 0 : survival(f.coastSeen_s, 20, 3), 0, 0, 0, 0, 0, 0],
  };
}

/** ln of the chance that a pause of mean m and spread s lasts longer than t; bounded, since some upper stages do wait for minutes. */
function survival(t: number, mean: number, spread: number): number {
  const z = (t - mean) / spread;
  return z <= 0 ? 0 : Math.max(-0.5 * z * z - 0.7 * z, -6);
}

/** Longest boost of a public missile class, and its spread, s: solid and liquid intercontinental ones burn for three to five minutes;
 *  a launcher goes on for eight. */
const LONGEST_MISSILE_BURN_S = 300;
const BURN_SPREAD_S = 25;

function burnTime(f: Features): WeighedFinding | undefined {
  if (f.burned_s < LONGEST_MISSILE_BURN_S) return undefined;
  const z = (f.burned_s - LONGEST_MISSILE_BURN_S) / BURN_SPREAD_S;
  return {
    finding: { feature: 'burn-time', burned_s: f.burned_s },
    likelihoods: [Math.max(-0.5 * z * z, -12), 0, 0, 0, 0, 0, 0, 0, 0],
  };
}

function thrust(f: Features): WeighedFinding | undefined {
  if (f.reversed) return { finding: { feature: 'thrust', thrust: 'against-motion' }, likelihoods: [-12, -6, 0, -6, -6, 0, 0, 0, 0] };
  if (f.burning) return { finding: { feature: 'thrust', thrust: 'burning' }, likelihoods: [0, 0, -3, -8, -6, 0, 0, 0, 0] };
  if (!f.everBurned) return undefined;
  return { finding: { feature: 'thrust', thrust: 'stopped' }, likelihoods: [0, 0, -1, -6, -5, 0, 0, 0, 0] };
}

const MOON_BEAM_RAD = 0.035;

function moon(f: Features): WeighedFinding | undefined {
  if (f.heatHits > 0) return undefined;
  if (f.moon_rad === undefined) return { finding: { feature: 'moon-unknown' }, likelihoods: [0, 0, 0, 0, 0, 0, -3, 0, 0] };
  return {
    finding: { feature: 'moon', fromMoon_rad: f.moon_rad },
    likelihoods: f.moon_rad < MOON_BEAM_RAD ? [-6, -6, 0, -6, -6, 0, 0, 0, -4] : [0, 0, 0, 0, 0, 0, -15, 0, 0],
  };
}

function falling(f: Features): WeighedFinding | undefined {
  if (f.falls) return { finding: { feature: 'gravity', falls: true }, likelihoods: [0, 0, 0, 0, 0, 0, -12, 0, -4] };
  if (!f.doesNotFall) return undefined;
  return { finding: { feature: 'gravity', falls: false }, likelihoods: [-8, -8, 0, -8, -8, 0, 0, 0, 0] };
}

/** Radar hits after which a thing is established: from there on its loss is a matter of the track's score. */
const ESTABLISHED = 10;

/** A thing that a radar must see by now, and does not, is less and less of a thing (H8). */
function absence(f: Features): WeighedFinding | undefined {
  if (f.radarAbsence < 6 || f.radarHits >= ESTABLISHED) return undefined;
  const weight = -Math.min(f.radarAbsence, 24) / 2;
  return {
    finding: { feature: 'radar-absent', absence: f.radarAbsence },
    likelihoods: [weight, weight, weight, weight, weight, 0, 0, 0, 0],
  };
}

function logOf(density: number): number {
  return density > 0 ? log(density) : -20;
}
