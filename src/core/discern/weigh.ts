import { exp, log } from '../math/elementary.ts';
import { minimumEnergyAngle_rad } from './angles.ts';
import { gaussianOrFloor, type Likelihoods } from './likelihood.ts';
import type { Features } from './features.ts';
import { type Evidence, HYPOTHESES, type Hypothesis, type HypothesisProbability } from './hypotheses.ts';

/** Prior weights, before anything is known but that a track stands. Even-handed among what happens every day and what must not be
 *  missed; no one of them decides, since each feature below moves the balance by factors of e² and more. */
const PRIOR: Record<Hypothesis, number> = {
  'ballistic-missile': 1,
  'space-launch': 1,
  'powered-return': 0.1,
  satellite: 1,
  decay: 0.3,
  'sun-glint': 0.3,
  'moon-echo': 0.1,
  'stationary-heat': 1,
  unknown: 0.05,
};

type Finding = { readonly feature: string; readonly finding: string; readonly likelihoods: Likelihoods };

/** Probability and evidence of every hypothesis, most probable first (ties in the order of HYPOTHESES).
 *  Independent features, multiplied: naive, and said so; what is correlated (speed and angle) is one feature. */
export function weigh(f: Features): HypothesisProbability[] {
  const findings = [
    heat(f),
    motion(f),
    glint(f),
    orbit(f),
    flightPath(f),
    coast(f),
    burnTime(f),
    thrust(f),
    moon(f),
    falling(f),
    absence(f),
  ].filter((x) => x !== undefined);
  const logs = HYPOTHESES.map((h) => {
    let sum = 0;
    for (const { likelihoods } of findings) sum += likelihoods[h] ?? 0;
    return sum;
  });
  const best = Math.max(...logs);
  const weights = HYPOTHESES.map((h, i) => PRIOR[h] * exp(logs[i] - best));
  let total = 0;
  for (const w of weights) total += w;
  return HYPOTHESES.map((hypothesis, i) => ({
    hypothesis,
    probability: weights[i] / total,
    evidence: evidenceFor(hypothesis, findings),
  })).sort((a, b) => b.probability - a.probability);
}

function evidenceFor(hypothesis: Hypothesis, findings: readonly Finding[]): Evidence[] {
  return findings.map(({ feature, finding, likelihoods }) => {
    let best = 0;
    HYPOTHESES.forEach((h, i) => {
      const value = likelihoods[h] ?? 0;
      best = i === 0 ? value : Math.max(best, value);
    });
    return { feature, finding, logLikelihood: (likelihoods[hypothesis] ?? 0) - best };
  });
}

/** Only what burns, glows or mirrors is hot. */
function heat(f: Features): Finding {
  if (f.heatHits >= 3) {
    return {
      feature: 'heat',
      finding: `seen hot ${f.heatHits} times by ${f.heatSensors} satellite${f.heatSensors === 1 ? '' : 's'}`,
      likelihoods: { satellite: -8, decay: -3, 'moon-echo': -12, unknown: -3, 'sun-glint': f.heatSensors > 1 ? -6 : 0 },
    };
  }
  return {
    feature: 'heat',
    finding: 'never seen to burn',
    likelihoods: {
      'ballistic-missile': -3,
      'space-launch': -3,
      'powered-return': -4,
      'sun-glint': -12,
      'stationary-heat': -12,
      unknown: -3,
    },
  };
}

/** A fire and a mirror stay within their noise; a rocket has gone at least as far as the slowest lift-off would have by now. */
function motion(f: Features): Finding | undefined {
  if (f.radarHits >= 5 && f.speed_mps - 3 * f.sigmaSpeed_mps > 100) {
    return {
      feature: 'motion',
      finding: `${f.speed_mps.toFixed(0)} m/s by radar`,
      likelihoods: { 'sun-glint': -12, 'stationary-heat': -12 },
    };
  }
  // What radar has followed is a body; that it hovers or lands makes it no fire.
  if (f.radarHits >= ESTABLISHED)
    return {
      feature: 'motion',
      finding: `followed by radar for ${f.radarHits} plots`,
      likelihoods: { 'sun-glint': -12, 'stationary-heat': -12 },
    };
  if (f.heatMotion_sigma === undefined) return undefined;
  const beyondNoise = Math.max(0, f.heatMotion_sigma - 2);
  const short = Math.max(0, f.slowestRocket_sigma - f.heatMotion_sigma) / (1 + 0.15 * f.slowestRocket_sigma);
  const rest = -Math.min(0.5 * beyondNoise * beyondNoise, 12);
  const flight = -Math.min(0.5 * short * short, 10);
  return {
    feature: 'motion-of-heat',
    finding: `${f.heatMotion_sigma.toFixed(1)} sigma in ${f.heatSpan_s.toFixed(0)} s; the slowest rocket ${f.slowestRocket_sigma.toFixed(1)}`,
    likelihoods: {
      'sun-glint': rest,
      'stationary-heat': rest,
      'ballistic-missile': flight,
      'space-launch': flight,
      'powered-return': flight,
    },
  };
}

const GLINT_SPREAD_RAD = 0.3;

/** Ice clouds mirror best where a nearly level facet does it. */
function glint(f: Features): Finding | undefined {
  if (f.heatHits === 0) return undefined;
  if (f.glint_rad === undefined) return { feature: 'sun-angle', finding: 'no sunlight at the place', likelihoods: { 'sun-glint': -12 } };
  const degrees = (f.glint_rad * 180) / Math.PI;
  const z = f.glint_rad / GLINT_SPREAD_RAD;
  return {
    feature: 'sun-angle',
    finding: `a facet tilted ${degrees.toFixed(0)}° would mirror the Sun into the satellite`,
    likelihoods: { 'sun-glint': Math.max(-0.5 * z * z, -12), 'stationary-heat': z < 1 ? -2.5 : -0.5 },
  };
}

/** By perigee (H11): what stays up is a satellite; what comes down on a nearly round path decays; a missile's perigee is deep. */
function orbit(f: Features): Finding | undefined {
  if (f.radarHits < 5 || f.height_m < 80_000) return undefined;
  const perigee_km = f.perigeeHeight_m / 1000;
  const apogee_km = f.apogeeHeight_m / 1000;
  const finding = `perigee ${perigee_km.toFixed(0)} km, apogee ${apogee_km.toFixed(0)} km`;
  const feature = 'perigee';
  if (perigee_km > 120)
    return {
      feature,
      finding,
      likelihoods: { 'ballistic-missile': -9, 'powered-return': -9, decay: -3, 'space-launch': f.everBurned ? 0 : -2 },
    };
  if (perigee_km > -150 && apogee_km < 400)
    return {
      feature,
      finding,
      likelihoods: { 'ballistic-missile': -5, 'powered-return': -5, satellite: -4, 'space-launch': f.burning ? 0 : -2 },
    };
  return { feature, finding, likelihoods: { satellite: -14, decay: -8, 'space-launch': f.burning || perigee_km > -1500 ? 0 : -0.5 } };
}

/** Speed and flight-path angle together, both carried down to the surface (H11). A missile flies near the angle of least energy, or
 *  lofted far above it; a launcher turns over to the horizontal as it gains speed. */
function flightPath(f: Features): Finding | undefined {
  if (f.surfaceSpeed_mps < 1500 || f.sigmaSurfaceSpeed_mps > 0.15 * f.surfaceSpeed_mps || f.height_m < 40_000 || f.radarHits < 5)
    return undefined;
  const angle = f.surfaceAngle_rad;
  const degrees = (angle * 180) / Math.PI;
  return {
    feature: 'speed-and-flight-path',
    finding: `${(f.surfaceSpeed_mps / 1000).toFixed(2)} km/s at ${degrees.toFixed(0)}° from the surface`,
    likelihoods: { 'ballistic-missile': missileAngle(f.surfaceSpeed_mps, angle), 'space-launch': launcherAngle(f.surfaceSpeed_mps, angle) },
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
function coast(f: Features): Finding | undefined {
  if (!f.everBurned || f.coastSeen_s <= 0) return undefined;
  return {
    feature: 'coast-seen',
    finding: `seen by radar to coast for ${f.coastSeen_s.toFixed(0)} s after a burn`,
    likelihoods: { 'space-launch': survival(f.coastSeen_s, 10, 3.5), 'powered-return': f.reversed ? 0 : survival(f.coastSeen_s, 20, 3) },
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

function burnTime(f: Features): Finding | undefined {
  if (f.burned_s < LONGEST_MISSILE_BURN_S) return undefined;
  const z = (f.burned_s - LONGEST_MISSILE_BURN_S) / BURN_SPREAD_S;
  return {
    feature: 'burn-time',
    finding: `has burned for ${f.burned_s.toFixed(0)} s`,
    likelihoods: { 'ballistic-missile': Math.max(-0.5 * z * z, -12) },
  };
}

function thrust(f: Features): Finding | undefined {
  if (f.reversed)
    return {
      feature: 'thrust',
      finding: 'has thrust against its own motion',
      likelihoods: { 'ballistic-missile': -12, 'space-launch': -6, satellite: -6, decay: -6 },
    };
  if (f.burning) return { feature: 'thrust', finding: 'burning', likelihoods: { satellite: -8, decay: -6, 'powered-return': -3 } };
  return f.everBurned
    ? { feature: 'thrust', finding: 'burned, and has stopped', likelihoods: { 'powered-return': -1, decay: -5, satellite: -6 } }
    : undefined;
}

const MOON_BEAM_RAD = 0.035;

function moon(f: Features): Finding | undefined {
  if (f.heatHits > 0) return undefined;
  if (f.moon_rad === undefined) return { feature: 'moon', finding: 'the Moon was not looked up', likelihoods: { 'moon-echo': -3 } };
  const near = f.moon_rad < MOON_BEAM_RAD;
  return {
    feature: 'moon',
    finding: `${((f.moon_rad * 180) / Math.PI).toFixed(1)}° from the Moon`,
    likelihoods: near ? { 'ballistic-missile': -6, 'space-launch': -6, satellite: -6, decay: -6, unknown: -4 } : { 'moon-echo': -15 },
  };
}

function falling(f: Features): Finding | undefined {
  if (f.falls) return { feature: 'gravity', finding: 'falls as a free body does', likelihoods: { 'moon-echo': -12, unknown: -4 } };
  if (!f.doesNotFall) return undefined;
  return {
    feature: 'gravity',
    finding: 'does not fall',
    likelihoods: { 'ballistic-missile': -8, 'space-launch': -8, satellite: -8, decay: -8 },
  };
}

/** Radar hits after which a thing is established: from there on its loss is a matter of the track's score. */
const ESTABLISHED = 10;

/** A thing that a radar must see by now, and does not, is less and less of a thing (H8). */
function absence(f: Features): Finding | undefined {
  if (f.radarAbsence < 6 || f.radarHits >= ESTABLISHED) return undefined;
  const weight = -Math.min(f.radarAbsence, 24) / 2;
  return {
    feature: 'radar-absent',
    finding: `radar expected and silent (chance of that ${exp(-f.radarAbsence).toExponential(0)})`,
    likelihoods: { 'ballistic-missile': weight, 'space-launch': weight, 'powered-return': weight, satellite: weight, decay: weight },
  };
}

function logOf(density: number): number {
  return density > 0 ? log(density) : -20;
}
