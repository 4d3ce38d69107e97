import { covarianceAlong, enuBasis } from '../frames/enu.ts';
import { geodeticFromEcefVec, heightAbove } from '../frames/geodetic.ts';
import { symmetricEigen } from '../math/symmetric-eigen.ts';
import { dot, vec3 } from '../math/vector.ts';
import { featuresOf, type Features, type Sky, WINGS_CLIMB_MPS, WINGS_MPS } from '../discern/features.ts';
import type { Finding, Whole } from '../discern/finding.ts';
import { type Hypothesis, type HypothesisProbability, launchedProbability } from '../discern/hypotheses.ts';
import { SETTLED_S } from '../discern/launchers.ts';
import { weigh } from '../discern/weigh.ts';
import { classProbabilities } from '../physics/ballistic.ts';
import { type Phenomenology, type RadarSensor, PHENOMENOLOGIES } from '../sense/sensor.ts';
import { lastObserved_us, sinceBurnout_s, type Track, trackEstimate } from '../theatre-track/track.ts';
import type { Metres, Micros, MetresPerSecond } from '../units.ts';
import { squaredSigmas } from './area.ts';
import {
  FRESH_S,
  type Assessment,
  type Basis,
  type GroundPoint,
  type Course,
  type LaunchEstimate,
  type NoImpact,
  type PhenomenologyState,
} from './assessment.ts';
import { courseOf, VELOCITY_BLOCK } from './course.ts';
import { fallingBody, mostDense_kgpm2 } from './falling-body.ts';
import { predictImpact } from './impact.ts';
import { fitLaunch } from './launch.ts';
import { peopleConcerned } from './people.ts';
import type { PlaceRegion } from './places.ts';
import { brakesInDescent } from './reach.ts';

/** What an assessment may look at besides the track. */
export type Circumstances = {
  readonly at_us: Micros;
  readonly sky: Sky | undefined;
  readonly radars: readonly RadarSensor[];
  readonly regions: readonly PlaceRegion[];
  readonly areaProbability: number;
  readonly shelterRadius_m: Metres;
  /** It is one of several pieces that a body parted into, and nobody knows which: what is left empty, or what it carried. */
  readonly parted?: boolean;
  /** Of a stage that is spent: what it parted from. */
  readonly whole?: Whole | undefined;
};

/** −ln of the chance of so many misses in a row by which a phenomenology counts as absent: about four at Pd 0.95. */
const ABSENT = 12;

/** Everything that can be said of one track now.
 *  `before` holds the launch fit made so far, and the assessment before this one. */
export function assessTrack(
  track: Track,
  id: string,
  event: string,
  revision: number,
  before: { readonly launch: LaunchEstimate | undefined; readonly last: Assessment | undefined },
  around: Circumstances,
): Assessment {
  const features = featuresOf(track, around.at_us, around.sky, around.radars);
  const basis: Basis = (around.at_us - lastObserved_us(track)) / 1e6 <= FRESH_S ? 'observed' : 'predicted';
  const { launch, last } = before;
  // By the time of the latest sighting and not by its age: a sensor whose reports are always late goes on teaching.
  const learnt = last === undefined || last.lastObserved_us !== lastObserved_us(track);
  const { hypotheses, evidence } = learnt
    ? weigh(features, keptInAir(last, features), around.whole)
    : causeUnseen(last, features, basis, around);
  const fall = keepsFall(last, basis, learnt, features.height_m)
    ? last
    : noWorse(last, fallOf(track, features, hypotheses, around), features.entering);
  // Past the apogee the computed one is where the body is now: what was said before it came there stands.
  const past = fall.apogeeAt_us !== undefined && fall.apogeeAt_us <= track.at_us;
  const { apogee_m, apogeeAt_us } = past && last?.apogeeAt_us !== undefined ? last : fall;
  const energy = energyOf(features, fall, hypotheses[0].hypothesis, last);
  return {
    id,
    event,
    revision,
    at_us: around.at_us,
    tracks: [track.id],
    hypotheses,
    evidence,
    cause: hypotheses[0].hypothesis,
    causeProbability: hypotheses[0].probability,
    ...undecidedBy(evidence, hypotheses, around.at_us),
    ...energy,
    basis,
    lastObserved_us: lastObserved_us(track),
    phenomenologies: PHENOMENOLOGIES.map((one) => phenomenologyState(track, one)),
    burning: track.burn.burning,
    ...(launch === undefined || !isLaunched(track, hypotheses, last) ? {} : { launch }),
    ...(isPlacedByItself(track) ? courseOf(track) : courseOfClimb(launch)),
    ...(track.burn.ended_us === undefined || track.burn.burning ? {} : { burnout_us: track.burn.ended_us }),
    ...(fall.impact === undefined ? { noImpact: fall.noImpact } : { apogee_m, apogeeAt_us, impact: fall.impact }),
    ...heaviestBy(track, last),
    ...(fall.impact === undefined ? {} : { people: peopleConcerned(fall.impact, around.shelterRadius_m, around.regions) }),
  };
}

/** What has been learnt stays known where the filter takes its fall for something else. */
function heaviestBy(track: Track, last: Assessment | undefined): Pick<Assessment, 'ballisticCoefficientMost_kgpm2'> {
  const most = mostDense_kgpm2(fallingBody(track)) ?? last?.ballisticCoefficientMost_kgpm2;
  return most === undefined ? {} : { ballisticCoefficientMost_kgpm2: most };
}

/** Sooner launched than not, and it climbs or was seen to, or is faster than wings; or surely launched, where nobody knows whether it climbs: what stays where it is, or flies level, began
 *  with no launch. A satellite alone does not see the climb, which may lie along its sight, and sees the speed across it. */
function isLaunched(track: Track, hypotheses: Assessment['hypotheses'], last: Assessment | undefined): boolean {
  const probability = launchedProbability(hypotheses);
  const { climb_mps, sigma_mps } = climbOf(track);
  const climbs = climb_mps > WINGS_CLIMB_MPS + SURELY * sigma_mps;
  if (probability >= 0.5 && (last?.launch !== undefined || climbs || outrunsWings(track))) return true;
  return probability >= SURELY_LAUNCHED && sigma_mps > UNKNOWN_CLIMB_MPS;
}

const SURELY_LAUNCHED = 0.9;
/** One sigma of a climb of which nobody knows whether it is one. */
const UNKNOWN_CLIMB_MPS = 100;

/** So many sigmas: a new track of heat is begun as a rocket that climbs. */
const SURELY = 4;

function climbOf(track: Track): { readonly climb_mps: MetresPerSecond; readonly sigma_mps: MetresPerSecond } {
  const { x, p } = trackEstimate(track);
  const { up } = enuBasis(geodeticFromEcefVec(vec3(x[0], x[1], x[2])));
  const sigma_mps = Math.sqrt(Math.max(covarianceAlong(p, VELOCITY_BLOCK, 6, up, up), 0));
  return { climb_mps: dot(vec3(x[3], x[4], x[5]), up), sigma_mps };
}

/** Faster than wings, whatever it does along the axes on which little is known: by the speeds on the axes of its covariance, each less its sigmas. */
function outrunsWings(track: Track): boolean {
  const { x, p } = trackEstimate(track);
  const ofVelocity = Float64Array.from({ length: 9 }, (_, k) => p[VELOCITY_BLOCK + 6 * Math.floor(k / 3) + (k % 3)]);
  const { values, vectors } = symmetricEigen(ofVelocity, 3);
  let surely2 = 0;
  for (let k = 0; k < 3; k++) {
    const along = Math.abs(vectors[k] * x[3] + vectors[3 + k] * x[4] + vectors[6 + k] * x[5]);
    const surely = Math.max(0, along - SURELY * Math.sqrt(Math.max(values[k], 0)));
    surely2 += surely * surely;
  }
  return surely2 > WINGS_MPS * WINGS_MPS;
}

/** Neither of two is as good as excluded. */
const STILL_OPEN = 0.05;

/** Missile and launcher cannot be told apart before a last stage lights at the top of the path, or does not. */
function undecidedBy(evidence: Assessment['evidence'], hypotheses: Assessment['hypotheses'], at_us: Micros): Pick<Assessment, 'undecided'> {
  const open = evidence.map(({ finding }) => finding).find(leavesOpen);
  if (
    open === undefined ||
    open.decidedAt_us <= at_us ||
    !EITHER.every((one) => hypotheses.some(({ hypothesis: h, probability: p }) => h === one && p >= STILL_OPEN))
  )
    return {};
  return { undecided: { between: EITHER, decidedAt_us: open.decidedAt_us } };
}

type Open = Finding & { readonly decidedAt_us: Micros };

function leavesOpen(finding: Finding): finding is Open {
  return finding.feature === 'orbit-open' || (finding.feature === 'part-of' && finding.decidedAt_us !== undefined);
}

const EITHER: readonly Hypothesis[] = ['ballistic-missile', 'space-launch'];

/** The likeliest cause of a track of which nothing has been said yet. */
export function causeOf(track: Track, { at_us, sky, radars }: Circumstances): Hypothesis {
  return weigh(featuresOf(track, at_us, sky, radars)).hypotheses[0].hypothesis;
}

type Fall = Pick<Assessment, 'impact' | 'noImpact' | 'apogee_m' | 'apogeeAt_us'>;

/** A track that is only computed forward keeps what its last observation gave: nothing has been learnt since. Flown on into the ground a
 *  track says nothing true, whatever was seen before. Only of what might have burned again is it learnt by looks that it did not. */
function keepsFall(last: Assessment | undefined, basis: Basis, learnt: boolean, height_m: Metres): last is Assessment {
  if (last?.impact === undefined) return last?.noImpact === 'may-burn-again' && !learnt && basis === 'predicted';
  return height_m <= 0 || !learnt;
}

/** χ² of two degrees of freedom that 99.9 % stay below. */
const CHI2_999 = 13.8;

/** In the last seconds of a fall a filter may know less than it did: the air shakes what it follows, and every mode wants its share. What is ballistic falls
 *  as it fell: what was said stands unless what is said now is finer or elsewhere. */
function noWorse(last: Assessment | undefined, now: Fall, entering: boolean): Fall {
  if (!entering || last?.impact === undefined) return now;
  if (now.impact === undefined) return now.noImpact === 'speed-not-known' || now.noImpact === 'may-stay-up' ? last : now;
  const { impact: before } = last;
  const elsewhere = before.kind !== 'ballistic' || now.impact.kind !== 'ballistic' || squaredSigmas(before, now.impact.point) > CHI2_999;
  return !elsewhere && spread(now.impact) > spread(before) ? last : now;
}

function spread({ covarianceEast_m2, covarianceEastNorth_m2, covarianceNorth_m2 }: GroundPoint): number {
  return covarianceEast_m2 * covarianceNorth_m2 - covarianceEastNorth_m2 * covarianceEastNorth_m2;
}

/** What comes down into the air is what it was above it, where that was known: its orbit, its speed and its angle are no longer its own. */
function keptInAir(last: Assessment | undefined, { entering }: Features): Assessment['evidence'] | undefined {
  const isKnown = last?.evidence.some(({ finding: { feature } }) => feature === 'perigee' || feature === 'escape');
  return entering && isKnown === true ? last?.evidence : undefined;
}

/** What it is by all that was seen of it, when nothing new has been. */
function causeUnseen(
  last: Assessment,
  features: Features,
  basis: Basis,
  { at_us, whole }: Circumstances,
): Pick<Assessment, 'hypotheses' | 'evidence'> {
  // Once it may have come down, silence says nothing more of what it was.
  if (mayBeDown(last, at_us)) return last;
  return weigh(features, basis === 'predicted' ? last.evidence : keptInAir(last, features), whole);
}

/** Sigmas of the impact time before it from which on a body may lie on the ground. */
const EARLY_SIGMAS = 3;

function mayBeDown({ impact }: Assessment, at_us: Micros): boolean {
  return impact !== undefined && at_us >= impact.time_us - EARLY_SIGMAS * impact.sigmaTime_s * 1e6;
}

/** A stage that turns back lights again some twenty seconds later (H7). What has thrust against its own motion and then was seen to coast for three
 *  times that is left to itself, s. */
const TURNED_COAST_S = 60;

/** An impact is predicted for what is in free fall and comes down, and for nothing that may be in orbit. What burns, or may light its next
 *  stage, has none yet; what has thrust against its own motion may do so again, and
 *  until it was seen to coast comes down nowhere in particular (H7). */
function fallOf(track: Track, features: Features, hypotheses: readonly HypothesisProbability[], around: Circumstances): Fall {
  const noImpact = withheldFor(track, features, hypotheses[0].hypothesis);
  if (noImpact !== undefined) return { noImpact };
  const outcome = predictImpact(track, hypotheses, around.areaProbability, around.parted);
  return outcome.kind === 'impact' ? outcome : { noImpact: outcome.reason };
}

function withheldFor(track: Track, features: Features, cause: Hypothesis): NoImpact | undefined {
  if (features.reversed && features.coastSeen_s < TURNED_COAST_S) return 'turned-back';
  if (features.doesNotFall || features.level) return 'held-up';
  // A body that brakes on its way down goes on coming down: its area then reaches from below it to where it would fall.
  if (!brakesInDescent(track)) {
    if (track.burn.burning) return 'burning';
    if ((sinceBurnout_s(track, track.at_us) ?? Infinity) < SETTLED_S) return 'may-burn-again';
  }
  // What was known to come from an orbit goes on coming down, however the air shakes it.
  if (!features.everBurned && cause !== 're-entry' && !isSeenToFall(track, features)) return 'not-seen-to-fall';
  return features.sigmaSpeed_mps > KNOWN * features.speed_mps ? 'speed-not-known' : undefined;
}

/** What nobody has seen burn falls freely by the filter's modes; in the air, where wings carry too, it must have come down by so much besides, m. */
const COME_DOWN_M = 2_000;
const WINGS_BELOW_M = 60_000;

function isSeenToFall({ highest_m }: Track, { falls, height_m, sigmaHeight_m }: Features): boolean {
  return falls && (Math.max(highest_m, height_m) > WINGS_BELOW_M || highest_m - height_m > COME_DOWN_M + 3 * sigmaHeight_m);
}

/** Share of the speed that its error may be for the energy and the impact to mean anything. */
const KNOWN = 0.2;
/** Probability from which on one class is said by itself. */
const CLASS_SURE = 0.9;

type Energy = Pick<Assessment, 'energyClass' | 'classes' | 'equivalentSpeed_mps' | 'sigmaEquivalentSpeed_mps'>;

/** The energy that the flight was given, and of a missile that comes down the class: a capsule has none. While the air takes the energy back,
 *  what was known before stands. */
function energyOf(features: Features, fall: Fall, cause: Hypothesis, last: Assessment | undefined): Energy {
  const isClassed = fall.impact !== undefined && cause === 'ballistic-missile';
  if (features.entering && isClassed && last?.classes !== undefined) {
    const { energyClass, classes, equivalentSpeed_mps, sigmaEquivalentSpeed_mps } = last;
    return { ...(energyClass === undefined ? {} : { energyClass }), classes, equivalentSpeed_mps, sigmaEquivalentSpeed_mps };
  }
  const { surfaceSpeed_mps, sigmaSurfaceSpeed_mps } = features;
  const speeds = { equivalentSpeed_mps: surfaceSpeed_mps, sigmaEquivalentSpeed_mps: sigmaSurfaceSpeed_mps };
  if (!isClassed) return speeds;
  const classes = classProbabilities(surfaceSpeed_mps, sigmaSurfaceSpeed_mps);
  const [likeliest] = classes;
  return { ...speeds, classes, ...(likeliest.probability >= CLASS_SURE ? { energyClass: likeliest.energyClass } : {}) };
}

/** Sights of one satellite alone leave its track's velocity along them to the filter's models, which are surer of it than they may be; what the profiles of climbs leave open is
 *  in the launch fit. */
function isPlacedByItself({ seen }: Track): boolean {
  return seen.radar.hits > 0 || seen.heat.sensors.length > 1;
}

function courseOfClimb(launch: LaunchEstimate | undefined): Partial<Course> {
  if (launch?.heading_rad === undefined) return {};
  const { heading_rad, headingHalfWidth_rad } = launch;
  return { heading_rad, headingHalfWidth_rad };
}

function phenomenologyState(track: Track, phenomenology: Phenomenology): PhenomenologyState {
  const { hits, last_us, sensors, absence } = track.seen[phenomenology];
  const state = absence > ABSENT ? 'expected-and-absent' : hits > 0 ? 'observed' : 'not-expected';
  return { phenomenology, state, sensors: [...sensors], hits, ...(last_us === undefined ? {} : { last_us }) };
}

/** The point on the ground below a track, with its covariance: where a notice says that something is. */
export function groundPointOf(track: Track): GroundPoint {
  const { x, p } = trackEstimate(track);
  const point = geodeticFromEcefVec(vec3(x[0], x[1], x[2]));
  const { east, north } = enuBasis(point);
  const along = (a: typeof east, b: typeof east): number => covarianceAlong(p, 0, 6, a, b);
  return {
    point: { ...point, height_m: 0 },
    covarianceEast_m2: along(east, east),
    covarianceEastNorth_m2: along(east, north),
    covarianceNorth_m2: along(north, north),
  };
}

/** What is first seen so low began below it: no rocket has gone far by then, nor for long, m and s. */
const SEEN_LOW_M = 15_000;
const LOW_FOR_S = 30;

/** Where and when a track began of which no launch could be fitted, as far as it was first seen low: to compare with, and too coarse to be told. */
export function beginOf({ origin_m, born_us }: Track): LaunchEstimate | undefined {
  const origin = geodeticFromEcefVec(origin_m);
  if (origin.height_m > SEEN_LOW_M) return undefined;
  const variance_m2 = (SEEN_LOW_M / 5) * (SEEN_LOW_M / 5);
  return {
    point: { ...origin, height_m: 0 },
    covarianceEast_m2: variance_m2,
    covarianceEastNorth_m2: 0,
    covarianceNorth_m2: variance_m2,
    time_us: born_us - LOW_FOR_S * 1e6,
    sigmaTime_s: LOW_FOR_S,
  };
}

/** Heat that began higher than this began with no launch from the ground, m: beyond the limb of a satellite rockets come into view tens of kilometres high. */
const FROM_GROUND_M = 80_000;

/** Heat that began so long after radar had seen it in the air began with no launch, s: the slowest rocket is above the clouds by then. */
const IN_AIR_S = 120;

/** The launch fit of a track, or the last one when the sightings no longer allow a better. None of what was first seen high up, or hot by the air alone. */
export function launchOf(track: Track, previous: LaunchEstimate | undefined): LaunchEstimate | undefined {
  const { burn, early, earlyPlots, origin_m, seen } = track;
  if (burn.glowed || heightAbove(origin_m.x, origin_m.y, origin_m.z) > FROM_GROUND_M) return undefined;
  if ((seen.heat.first_us ?? 0) - (seen.radar.first_us ?? Infinity) > IN_AIR_S * 1e6) return undefined;
  const fit = fitLaunch(early, earlyPlots);
  return fit.kind === 'fitted' ? fit.launch : previous;
}
