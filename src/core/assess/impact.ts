import type { HypothesisProbability } from '../discern/hypotheses.ts';
import { geodesicDirect, geodesicInverse } from '../frames/geodesic.ts';
import { type Geodetic, geodeticFromEcefVec } from '../frames/geodetic.ts';
import { atan2, cos, exp, log, sin } from '../math/elementary.ts';
import { cholesky, ellipseAxes } from '../math/matrix.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import { equivalentSurfaceSpeed_mps } from '../physics/ballistic.ts';
import { flyToGround } from '../physics/propagate.ts';
import type { Track } from '../theatre-track/track.ts';
import type { Metres, MetresPerSecond, Micros, Seconds } from '../units.ts';
import { ellipseRing, hullRing, offset } from './area.ts';
import type { GroundPoint, ImpactEstimate } from './assessment.ts';
import { type DragPart, dragParts } from './drag-prior.ts';
import { type FallingBody, fallingBody } from './falling-body.ts';
import type { Flat } from './flat-map.ts';
import { reachOf } from './reach.ts';
import { spanOf } from './together.ts';

const N = 6;
/** What the coarse steps of a flight leave open at the ground, one sigma, m and s. */
const SIGMA_GROUND_M = 15;
const SIGMA_TIME_S = 0.1;
/** How far the air is from the standard one, as an error of ln(1/β), and the wind on each axis; one sigma. */
const SIGMA_LOG_AIR = 0.07;
const WIND_MPS = 10;

export type ImpactOutcome =
  | { readonly kind: 'impact'; readonly impact: ImpactEstimate; readonly apogee_m: number; readonly apogeeAt_us: Micros }
  | { readonly kind: 'no-impact'; readonly reason: 'may-stay-up' | 'too-wide' | 'covariance-broken' };

/** Where and when the body comes down, with covariance. The errors of position and velocity are flown to the ground as the 2n points of the
 *  third-degree spherical cubature rule; its drag, of which an error is not small, as three Gauss–Hermite points of each kind of body that it may
 *  be; `parted`: of several pieces, of which one is what was carried. What they scatter adds up, with what winds do to a body that the air has taken over.
 *  Source  [AH2009] eq. 38; [BSLK2001] §1.4.16 on moments of a mixture.   Frame  ECEF; the result on local east and north at its mean point. */
export function predictImpact(
  track: Track,
  hypotheses: readonly HypothesisProbability[],
  probability: number,
  parted = false,
): ImpactOutcome {
  const body = fallingBody(track);
  const root = new Float64Array(N * N);
  if (!cholesky(root, body.p, N)) return { kind: 'no-impact', reason: 'covariance-broken' };
  const parts = dragParts(hypotheses, {
    surfaceSpeed_mps: surfaceSpeedOf(body.x),
    taught: body.taught,
    echoStrength: track.echoStrength,
    parted,
  });
  const [{ mean: logDrag }] = parts;
  const x = stateAt(body, logDrag);
  const centre = fly(x, logDrag, true);
  const airless = fly(x, NO_DRAG);
  if (centre === undefined) return { kind: 'no-impact', reason: 'may-stay-up' };
  // What without air would pass above the ground is carried by the wind for the last minutes of its fall.
  const plane: Plane = { origin: onGround(centre.r), centre_s: centre.time_s, airless_s: airless?.time_s ?? centre.time_s - LAST_FALL_S };
  const errors = scatterOfErrors(x, root, logDrag, plane);
  // A kind of body that would stay up for another round is left out where the likelier ones come down.
  const drags = parts
    .map((part) => scatterOfDrag(body, part, plane, part.mean === logDrag ? centre : undefined))
    .filter((one) => one !== undefined);
  const share = drags.flat().reduce((sum, { weight }) => sum + weight, 0);
  if (errors === undefined || share < MOSTLY_DOWN) return { kind: 'no-impact', reason: 'may-stay-up' };
  const whole = withErrors(momentsOf(drags.flat()), errors);
  const ground = groundPoint(plane.origin, whole);
  if (isTooWide(ground, probability)) return { kind: 'no-impact', reason: 'too-wide' };
  const kinds = drags.map((one) => withErrors(momentsOf(one), errors));
  const ellipses = kinds.map((one) => ellipseRing(groundPoint(plane.origin, one), probability));
  const timeOf = ({ later_s, time_s2 }: Moments): Pick<ImpactEstimate, 'time_us' | 'sigmaTime_s'> => ({
    time_us: track.at_us + Math.round((centre.time_s + later_s) * 1e6),
    sigmaTime_s: Math.sqrt(time_s2 + SIGMA_TIME_S * SIGMA_TIME_S),
  });
  const falls = ellipses.length === 1 ? ellipses[0] : hullRing(ellipses.flat());
  const reach = reachOf(track, ground, x, logDrag, centre.apogee_m);
  const span = spanOf(kinds.map(timeOf));
  const longest_us = reach === undefined ? 0 : track.at_us + Math.round(reach.longest_s * 1e6);
  return {
    kind: 'impact',
    apogee_m: centre.apogee_m,
    apogeeAt_us: track.at_us + Math.round(centre.apogeeTime_s * 1e6),
    impact: {
      ...ground,
      ...timeOf(whole),
      ...(kinds.length === 1 && reach === undefined ? {} : { span: { ...span, to_us: Math.max(span.to_us, longest_us) } }),
      kind: reach === undefined ? 'ballistic' : 'may-manoeuvre',
      area: reach === undefined ? falls : hullRing([...falls, ...reach.corners]),
      probability,
      ...(reach?.goesOn === true ? { asItFalls: { area: falls, probability, span } } : {}),
    },
  };
}

function surfaceSpeedOf(x: Float64Array): MetresPerSecond {
  return equivalentSurfaceSpeed_mps(vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5]));
}

/** Position and velocity where the drag is another than the filter's. */
function stateAt({ x, gain, atLogDrag }: FallingBody, logDrag: number): Float64Array {
  return x.map((value, i) => value + gain[i] * (logDrag - atLogDrag));
}

/** The last tens of kilometres of a fall that the air has slowed. */
const LAST_FALL_S = 300;
/** Share of what it may be that has to come down. */
const MOSTLY_DOWN = 0.7;

/** ln(1/β) of what no air slows. */
const NO_DRAG = -30;

type Flight = { readonly r: Vec3; readonly time_s: Seconds; readonly apogee_m: Metres; readonly apogeeTime_s: Seconds };

function fly(x: Float64Array, logDrag: number, apogee = false): Flight | undefined {
  const body = { ballisticCoefficient_kgpm2: exp(-logDrag) };
  const end = flyToGround({ r: vec3(x[0], x[1], x[2]), v: vec3(x[3], x[4], x[5]) }, body, { apogee, coarse: true });
  return end.kind === 'impact' ? end : undefined;
}

/** The plane on which landings are laid, and the times of flight that theirs are compared with. */
type Plane = { readonly origin: Geodetic; readonly centre_s: Seconds; readonly airless_s: Seconds };

/** Where a flight ends, how much later than the central one, and than without air: for so long the wind has carried it. */
type Landing = Flat & { readonly weight: number; readonly later_s: Seconds; readonly carried_s: Seconds };

function landing({ origin, centre_s, airless_s }: Plane, { r, time_s }: Flight, weight: number): Landing {
  return { ...offset(origin, onGround(r)), weight, later_s: time_s - centre_s, carried_s: Math.max(0, time_s - airless_s) };
}

function scatterOfErrors(x: Float64Array, root: Float64Array, logDrag: number, plane: Plane): Moments | undefined {
  const landings: Landing[] = [];
  for (let k = 0; k < 2 * N; k++) {
    const reach = (k % 2 === 0 ? 1 : -1) * Math.sqrt(N);
    const flight = fly(
      x.map((value, i) => value + reach * root[i * N + (k >> 1)]),
      logDrag,
    );
    if (flight === undefined) return undefined;
    landings.push(landing(plane, flight, 1 / (2 * N)));
  }
  return momentsOf(landings);
}

/** Steps, in √3 sigmas, and shares of the three-point rule. */
const GAUSS_HERMITE = [
  [-1, 1 / 6],
  [0, 2 / 3],
  [1, 1 / 6],
] as const;

/** `middle`: the flight with the mean of the drag, where that has been flown. */
function scatterOfDrag(body: FallingBody, { weight, mean, sigma }: DragPart, plane: Plane, middle?: Flight): Landing[] | undefined {
  const both = Math.sqrt(sigma * sigma + SIGMA_LOG_AIR * SIGMA_LOG_AIR);
  const landings: Landing[] = [];
  for (const [step, share] of GAUSS_HERMITE) {
    const off = step * Math.sqrt(3) * both;
    // Of an error of both, the body's share went into what was seen of its flight; the air below is still to come.
    const flown = step === 0 ? middle : undefined;
    const flight = flown ?? fly(stateAt(body, mean + (off * sigma * sigma) / (both * both)), mean + off);
    if (flight === undefined) return undefined;
    landings.push(landing(plane, flight, weight * share));
  }
  return landings;
}

/** Mean and second central moments of landings; `later_s` against the central flight. */
type Moments = Flat & {
  readonly ee: number;
  readonly en: number;
  readonly nn: number;
  readonly later_s: Seconds;
  readonly time_s2: number;
};

function momentsOf(landings: readonly Landing[]): Moments {
  const total = landings.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: (one: Landing) => number): number => landings.reduce((sum, one) => sum + one.weight * of(one), 0) / total;
  const [east, north, later_s] = [mean((one) => one.east), mean((one) => one.north), mean((one) => one.later_s)];
  const wind = mean(({ carried_s }) => WIND_MPS * WIND_MPS * carried_s * carried_s);
  return {
    east,
    north,
    ee: mean((one) => (one.east - east) * (one.east - east)) + wind,
    en: mean((one) => (one.east - east) * (one.north - north)),
    nn: mean((one) => (one.north - north) * (one.north - north)) + wind,
    later_s,
    time_s2: mean((one) => (one.later_s - later_s) * (one.later_s - later_s)),
  };
}

/** Errors of different origins add up; the wind of the one flight is in the other's already. */
function withErrors(drag: Moments, errors: Moments): Moments {
  return {
    east: drag.east + errors.east,
    north: drag.north + errors.north,
    ee: drag.ee + errors.ee,
    en: drag.en + errors.en,
    nn: drag.nn + errors.nn,
    later_s: drag.later_s + errors.later_s,
    time_s2: drag.time_s2 + errors.time_s2,
  };
}

/** The point on the ground at the mean of landings, with their covariance turned to its own east and north, which near a pole is a large angle. */
function groundPoint(origin: Geodetic, { east, north, ee, en, nn }: Moments): GroundPoint {
  const distance_m = Math.sqrt(east * east + north * north);
  const point = geodesicDirect(origin.latitude_rad, origin.longitude_rad, atan2(east, north), distance_m);
  // The geodesic's azimuth at the mean point less that at the origin: by so much the axes have turned.
  const turn = distance_m === 0 ? 0 : geodesicInverse(point, origin).azimuth_rad - Math.PI - atan2(east, north);
  const [c, s] = [cos(turn), sin(turn)];
  return {
    point: { ...point, height_m: 0 },
    covarianceEast_m2: c * c * ee + 2 * c * s * en + s * s * nn + SIGMA_GROUND_M * SIGMA_GROUND_M,
    covarianceEastNorth_m2: c * s * (nn - ee) + (c * c - s * s) * en,
    covarianceNorth_m2: s * s * ee - 2 * c * s * en + c * c * nn + SIGMA_GROUND_M * SIGMA_GROUND_M,
  };
}

function onGround(r: Vec3): Geodetic {
  return { ...geodeticFromEcefVec(r), height_m: 0 };
}

/** Longest half-axis and largest ellipse that are said: a corridor along a quarter of an orbit, an area as large as a country. What people could act
 *  on is narrower (`comesDown`). */
const LONGEST_M = 5_000_000;
const LARGEST_M2 = 2e12;

function isTooWide({ covarianceEast_m2, covarianceEastNorth_m2, covarianceNorth_m2 }: GroundPoint, probability: number): boolean {
  const { major, minor } = ellipseAxes(covarianceEast_m2, covarianceEastNorth_m2, covarianceNorth_m2);
  const scale2 = -2 * log(1 - probability);
  return Math.sqrt(scale2) * major > LONGEST_M || Math.PI * scale2 * major * minor > LARGEST_M2;
}
