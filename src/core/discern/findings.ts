import { log } from '../math/elementary.ts';
import { coast, flightPath } from './launchers.ts';
import { type Features, WINGS_MPS, WINGS_TOP_M } from './features.ts';
import type { Finding } from './finding.ts';
import { EXCLUDED, type Likelihoods, type WeighedFinding } from './likelihood.ts';
import { belowOrbits, cameFromOrbit, escaped, orbit } from './orbits.ts';

/** What the features of a track show, each with how probable it is under every hypothesis. A feature that has nothing to say gives none.
 *  `weights.test.ts` has them all in one table. */
export function findingsOn(f: Features): WeighedFinding[] {
  return [
    heat(f),
    motion(f),
    acceleration(f),
    glint(f),
    orbit(f),
    cameFromOrbit(f),
    belowOrbits(f),
    escaped(f),
    flightPath(f),
    coast(f),
    burnTime(f),
    thrust(f),
    glow(f),
    moon(f),
    falling(f),
    slow(f),
    absence(f),
  ].filter((x) => x !== undefined);
}

/** What is found of where it is and how it moves. Of a track that is only computed forward nothing new is found of these: what was last seen stands, and
 *  only what is not seen (a burn that has ended, a radar's silence) goes on teaching. And the air changes the motion of what comes down into it, not what it is. */
export const OF_MOTION: ReadonlySet<Finding['feature']> = new Set([
  'motion',
  'followed',
  'motion-of-heat',
  'perigee',
  'below-orbits',
  'escape',
  'speed-and-flight-path',
  'coast-seen',
  'moon',
  'moon-unknown',
  'gravity',
  'level',
  'high-or-fast',
]);

// The columns of every row, here and in the files beside:
//   missile  launch  return  satellite  re-entry  aircraft  meteor  glint  moon  fire  unknown

/** Only what burns, glows or mirrors is hot, and a first look of heat is enough to know that it is no echo. What was in an orbit before is hot when it brakes or
 *  pushes there: how seldom that is seen is said once, of its thrust. */
function heat(f: Features): WeighedFinding {
  const { heatHits: hits, heatSensors: satellites } = f;
  if (hits === 0) return { finding: { feature: 'no-heat', hits }, likelihoods: [-3, -3, -4, 0, -0.7, 0, -3, -12, 0, -12, -0.7] };
  if (hits < 3)
    return { finding: { feature: 'no-heat', hits }, likelihoods: [-2, -2, -2, f.fromOrbit ? -2 : -6, -2, -5, -1, -2, -12, -2, -1] };
  return {
    finding: { feature: 'heat', hits, satellites },
    likelihoods: [0, 0, 0, f.fromOrbit ? 0 : -8, f.glowed || f.fromOrbit ? 0 : -1.5, -2, 0, satellites > 1 ? -6 : 0, -12, 0, -3],
  };
}

/** Plots from which on radar knows how something moves. */
const SEEN_BY_RADAR = 5;

/** A fire and a mirror stay within their noise; a rocket has gone at least as far as the slowest lift-off would have by now. */
function motion(f: Features): WeighedFinding | undefined {
  if (f.radarHits >= SEEN_BY_RADAR && f.speed_mps - 3 * f.sigmaSpeed_mps > 100)
    return { finding: { feature: 'motion', speed_mps: f.speed_mps }, likelihoods: [0, 0, 0, 0, 0, 0, 0, -12, 0, -12, 0] };
  // What radar has followed is a body; that it hovers or lands makes it no fire.
  if (f.radarHits >= ESTABLISHED)
    return { finding: { feature: 'followed', plots: f.radarHits }, likelihoods: [0, 0, 0, 0, 0, 0, 0, -12, 0, -12, 0] };
  if (f.heatMotion_sigma === undefined) return undefined;
  const moved = f.heatMotion_sigma;
  const beyondNoise = Math.max(0, moved - 2);
  const beyondFires = beyondNoise / together(1, f.fires_sigma);
  const shortOf = (slowest: number): number => {
    const short = Math.max(0, slowest - moved) / (1 + 0.15 * slowest);
    return -Math.min(0.5 * short * short, 10);
  };
  const rest = -Math.min(0.5 * beyondNoise * beyondNoise, 12);
  const fires = -Math.min(0.5 * beyondFires * beyondFires, 12);
  const flight = shortOf(f.slowestRocket_sigma);
  const wings = shortOf(f.slowestWings_sigma);
  return {
    finding: {
      feature: 'motion-of-heat',
      moved_sigma: f.heatMotion_sigma,
      slowestRocket_sigma: f.slowestRocket_sigma,
      span_s: f.heatSpan_s,
    },
    likelihoods: [flight, flight, flight, 0, flight, wings, flight, rest, 0, fires, -0.5],
  };
}

/** Spread of the slowest rocket's acceleration, as a share of it: one in a hundred has two thirds of it. */
const SLOWEST_SPREAD = 0.28;
/** Acceleration of what wings carry, one sigma, m/s²; what turns hard has more, and is never excluded by it. */
const WINGS_MPS2 = 2;
const LEAST_OF_TURNS = -4;
/** Several sources that stand for one lie off any steady path: from so many sigmas on it counts, and fully by so many more. */
const UNSTEADY_SIGMA = 3;
const UNSTEADY_FULLY_SIGMA = 6;
const UNSTEADY = -4;

/** What climbs on its thrust becomes faster from look to look; wings carry what goes on as fast as it went, or turns. */
function acceleration(f: Features): WeighedFinding | undefined {
  if (f.radarHits >= SEEN_BY_RADAR || f.heatAcceleration === undefined) return undefined;
  const {
    acceleration_mps2,
    sigmaAcceleration_mps2: sigma_mps2,
    speed_mps,
    sigmaSpeed_mps,
    slowestRocket_mps2,
    unsteady_sigma,
  } = f.heatAcceleration;
  // The length of what is noise alone is not zero.
  const own_mps2 = Math.sqrt(Math.max(0, acceleration_mps2 * acceleration_mps2 - 2 * sigma_mps2 * sigma_mps2));
  const short = Math.max(0, slowestRocket_mps2 - own_mps2) / together(sigma_mps2, SLOWEST_SPREAD * slowestRocket_mps2);
  const unsteady = Math.min(1, Math.max(0, unsteady_sigma - UNSTEADY_SIGMA) / UNSTEADY_FULLY_SIGMA);
  const climb = -0.5 * short * short + UNSTEADY * unsteady;
  const beyond = Math.max(0, own_mps2 / together(sigma_mps2, WINGS_MPS2) - 2);
  const outruns = speed_mps - 4 * sigmaSpeed_mps > WINGS_MPS;
  const wings = outruns ? EXCLUDED : Math.max(-0.5 * beyond * beyond, LEAST_OF_TURNS);
  return {
    finding: { feature: 'acceleration-of-heat', acceleration_mps2, sigma_mps2, slowestRocket_mps2, speed_mps, unsteady_sigma },
    likelihoods: [climb, climb, climb, 0, 0, wings, 0, 0, 0, 0, 0],
  };
}

/** One sigma of what errs in two ways. */
function together(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}

const GLINT_SPREAD_RAD = 0.3;

/** Ice clouds mirror best where a nearly level facet does it. */
function glint(f: Features): WeighedFinding | undefined {
  // Where the Sun has not been looked up nothing is known of it.
  if (f.heatHits === 0 || f.glint_rad === undefined) return undefined;
  if (f.glint_rad === Infinity) return { finding: { feature: 'no-sunlight' }, likelihoods: [0, 0, 0, 0, 0, 0, 0, -12, 0, 0, 0] };
  const z = f.glint_rad / GLINT_SPREAD_RAD;
  return {
    finding: { feature: 'sun-angle', facetTilt_rad: f.glint_rad },
    likelihoods: [0, 0, 0, 0, 0, 0, 0, Math.max(-0.5 * z * z, -12), 0, z < 1 ? -2.5 : -0.5, 0],
  };
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
    likelihoods: [Math.max(-0.5 * z * z, -12), 0, 0, 0, 0, 0, -12, 0, 0, 0, 0],
  };
}

/** From this speed on it has come from an orbit: who brakes then brings something down, and turns no stage back to its site. */
const ORBITAL_MPS = 6_000;

/** ln of the share of what is seen in orbits that burns while it is seen. */
const IN_ORBIT = -3;

function thrust(f: Features): WeighedFinding | undefined {
  if (f.reversed) {
    const finding = { feature: 'thrust', thrust: 'against-motion' } as const;
    return f.inertialSpeed_mps > ORBITAL_MPS
      ? { finding, likelihoods: [-8, -8, -6, -4, -1, -12, -12, 0, 0, 0, -2] }
      : { finding, likelihoods: [-12, -6, 0, -8, -6, -6, -12, 0, 0, 0, -3] };
  }
  if (!f.everBurned) return undefined;
  const [satellite, reEntry] = f.fromOrbit ? [IN_ORBIT, IN_ORBIT] : f.burning ? [-8, -6] : [-6, -5];
  // Of what satellites alone see, the thrust is no more than its heat.
  const aircraft = f.radarHits < SEEN_BY_RADAR ? 0 : -8;
  if (f.burning)
    return { finding: { feature: 'thrust', thrust: 'burning' }, likelihoods: [0, 0, -3, satellite, reEntry, aircraft, -6, 0, 0, 0, -0.5] };
  return { finding: { feature: 'thrust', thrust: 'stopped' }, likelihoods: [0, 0, -1, satellite, reEntry, aircraft, -6, 0, 0, 0, -0.5] };
}

/** Heat that the air makes: a warhead glows too, and is known by its coast; what is under power does not slow down. */
function glow(f: Features): WeighedFinding | undefined {
  if (!f.glowed) return undefined;
  return { finding: { feature: 'air-glow' }, likelihoods: [-2, -8, -6, -8, 0, EXCLUDED, 0, -12, -12, -12, -2] };
}

const MOON_BEAM_RAD = 0.035;
/** As near to the Moon as the coarsest radar can tell, two sigma. */
const ON_MOON_RAD = 0.01;

/** ln of the share of the sky above the horizon that lies so near to the Moon: the chance that anything else stands there. */
function nearMoon(moon_rad: number): number {
  const away = Math.max(moon_rad, ON_MOON_RAD);
  return log((away * away) / 2);
}

function moon(f: Features): WeighedFinding | undefined {
  if (f.heatHits > 0) return undefined;
  if (f.moon_rad === undefined) return { finding: { feature: 'moon-unknown' }, likelihoods: [0, 0, 0, 0, 0, 0, 0, 0, -3, 0, 0] };
  const finding = { feature: 'moon', fromMoon_rad: f.moon_rad } as const;
  if (f.moon_rad >= MOON_BEAM_RAD) return { finding, likelihoods: [0, 0, 0, 0, 0, 0, 0, 0, -15, 0, 0] };
  const near = nearMoon(f.moon_rad);
  return { finding, likelihoods: [near, near, near, near, near, near, near, 0, 0, 0, -4] };
}

function falling(f: Features): WeighedFinding | undefined {
  if (f.level) return { finding: { feature: 'level', height_m: f.height_m }, likelihoods: LEVEL };
  // A launcher that only falls, and was never seen to burn, is one whose launch nobody saw and that has failed.
  const launch = f.everBurned ? 0 : -2;
  // The Moon's echo walks in range with the turn of the Earth, and now and then as a fall does.
  const moon = f.moon_rad !== undefined && f.moon_rad < MOON_BEAM_RAD ? -4 : -12;
  if (f.falls) return { finding: { feature: 'gravity', falls: true }, likelihoods: [0, launch, 0, 0, 0, -10, 0, 0, moon, 0, -4] };
  if (!f.doesNotFall) return undefined;
  return { finding: { feature: 'gravity', falls: false }, likelihoods: [-8, -8, -1, -8, -8, 0, -8, 0, 0, 0, -1] };
}

/** What keeps its height in the air for longer than a fall could is carried by wings, or stands on its thrust; nothing else can. */
const LEVEL: Likelihoods = [EXCLUDED, EXCLUDED, 0, EXCLUDED, EXCLUDED, 0, EXCLUDED, -12, -6, -12, -3];

function slow(f: Features): WeighedFinding | undefined {
  if (f.radarHits < 3) return undefined;
  const isHigh = f.height_m - 3 * f.sigmaHeight_m > WINGS_TOP_M;
  if (!isHigh && Math.max(f.fastest_mps, f.speed_mps - 3 * f.sigmaSpeed_mps) < WINGS_MPS) return undefined;
  return { finding: { feature: 'high-or-fast' }, likelihoods: [0, 0, 0, 0, 0, EXCLUDED, 0, 0, 0, 0, 0] };
}

/** Radar hits after which a thing is established: from there on its loss is a matter of the track's score. */
const ESTABLISHED = 10;

/** A thing that a radar must see by now, and does not, is less and less of a thing (H8). A meteor is seen by few radars, and briefly. */
function absence(f: Features): WeighedFinding | undefined {
  if (f.radarAbsence < 6 || f.radarHits >= ESTABLISHED) return undefined;
  const weight = -Math.min(f.radarAbsence, 24) / 2;
  return {
    finding: { feature: 'radar-absent', absence: f.radarAbsence },
    likelihoods: [weight, weight, weight, weight, weight, weight, weight / 4, 0, 0, 0, 0],
  };
}
