import { enuBasis } from '../frames/enu.ts';
import { geodeticFromEcefVec, heightAbove } from '../frames/geodetic.ts';
import { geodesicDirect } from '../frames/geodesic.ts';
import { exp, log } from '../math/elementary.ts';
import { cholesky } from '../math/matrix.ts';
import { dot, subtract, type Vec3, vec3 } from '../math/vector.ts';
import { equivalentSurfaceSpeed_mps } from '../physics/ballistic.ts';
import { flyToGround } from '../physics/propagate.ts';
import { SIGMA_LOG_DRAG } from '../track/filter/conversion.ts';
import { logDragOf } from '../track/filter/imm.ts';
import { sinceBurnout_s, type Track, trackEstimate } from '../theatre-track/track.ts';
import type { Micros } from '../units.ts';
import { ellipseRing, hullRing } from './area.ts';
import type { GroundPoint, ImpactEstimate } from './assessment.ts';

/** Position, velocity and ln(1/β) of a body in free flight, with covariance 7×7. */
export type FreeBody = { readonly x: Float64Array; readonly p: Float64Array };

const N = 7;
/** What the standard atmosphere, the geoid and winds leave open at the ground, one sigma, m and s. */
const SIGMA_GROUND_M = 300;
const SIGMA_TIME_S = 0.5;
/** Below this apogee a body spends its flight where fins and lift can still turn it (H15). */
const MAY_MANOEUVRE_BELOW_M = 115_000;
const MANOEUVRE_SHARE = 0.5;
/** Lift-to-drag ratio that the widened area covers, and the height below which there is air enough for it. */
const LIFT_TO_DRAG = 3;
const LIFT_BELOW_M = 60_000;
/** The widened area is drawn generously: a manoeuvre is not Gaussian, and in its last seconds only seconds old. */
const WIDE_PROBABILITY = 0.99;
const PAD_M = 6_000;
const BANKS = [0, 0.6, -0.6, 1.2, -1.2, Math.PI];

export type ImpactOutcome =
  | { readonly kind: 'impact'; readonly impact: ImpactEstimate; readonly apogee_m: number; readonly apogeeAt_us: Micros }
  | { readonly kind: 'no-impact' }
  | { readonly kind: 'covariance-broken' };

/** Where and when the body comes down, with covariance: the 2n points of the third-degree spherical cubature rule are flown to the
 *  ground, each with its own drag, and their scatter is the answer.  Equal weights: no cancellation as with a negative centre weight.
 *  Source  [AH2009] eq. 38.   Frame  ECEF; the result on local east and north at the mean point. */
export function predictImpact(track: Track, probability: number): ImpactOutcome {
  const body = freeBody(track);
  const root = new Float64Array(N * N);
  if (!cholesky(root, body.p, N)) return { kind: 'covariance-broken' };
  const centre = fly(body.x, { apogee: true });
  if (centre === undefined) return { kind: 'no-impact' };
  const flights: Flight[] = [];
  for (let k = 0; k < N; k++) {
    for (const sign of [1, -1]) {
      const x = body.x.slice();
      for (let i = 0; i < N; i++) x[i] += sign * Math.sqrt(N) * root[i * N + k];
      const flight = fly(x);
      if (flight === undefined) return { kind: 'no-impact' };
      flights.push(flight);
    }
  }
  const ground = scatter(centre, flights);
  const time = timeScatter(flights);
  // What has braked once may brake again, so that its area reaches back to where it is now.
  const relit = brakesInDescent(track) || hasTurnedBack(track);
  const wide = relit || Math.max(centre.apogee_m, track.highest_m) < MAY_MANOEUVRE_BELOW_M || track.manoeuvred > MANOEUVRE_SHARE;
  const reach = wide ? [...liftReach(body.x), ...(relit ? [belowNow(body.x)] : [])] : [];
  const area = wide
    ? hullRing([...ellipseRing(padded(ground), WIDE_PROBABILITY), ...reach.flatMap(around)])
    : ellipseRing(ground, probability);
  return {
    kind: 'impact',
    apogee_m: centre.apogee_m,
    apogeeAt_us: track.at_us + Math.round(centre.apogeeTime_s * 1e6),
    impact: {
      ...ground,
      time_us: track.at_us + Math.round(time.mean * 1e6),
      sigmaTime_s: Math.sqrt(time.variance + SIGMA_TIME_S * SIGMA_TIME_S),
      kind: mayLightAgain(track) && !relit ? 'powered' : wide ? 'may-manoeuvre' : 'ballistic',
      area,
      probability,
    },
  };
}

/** Below this height, coming down, drag is plain to see. On the way up the filter would take the last of the thrust for it. */
const DRAG_TELLS_BELOW_M = 60_000;

function brakes(x: Float64Array): boolean {
  return x[0] * x[3] + x[1] * x[4] + x[2] * x[5] < 0 && heightAbove(x[0], x[1], x[2]) < DRAG_TELLS_BELOW_M;
}

/** The free-flight part of a track: all modes' position and velocity; drag from the entry mode where it tells, else the prior. */
export function freeBody(track: Track): FreeBody {
  const { x, p } = trackEstimate(track);
  const out = { x: new Float64Array(N), p: new Float64Array(N * N) };
  out.x.set(x);
  for (let i = 0; i < 6; i++) for (let j = 0; j < 6; j++) out.p[i * N + j] = p[i * 6 + j];
  const logDrag = logDragOf(track.imm);
  const learned = track.imm.weights[2] > 0.5 && brakes(x);
  out.x[6] = learned ? logDrag.mean : logDragPrior(x);
  out.p[48] = learned ? logDrag.variance : SIGMA_LOG_DRAG * SIGMA_LOG_DRAG;
  return out;
}

/** β that a body of this energy is likely to have: a short-range rocket comes down whole and blunt, with some 5,000 kg/m²; what
 *  crosses an ocean needs a slender cone, of twice that. */
const SHORT_RANGE_BETA_KGPM2 = 5_000;
const SHORT_RANGE_MPS = 2_000;
const BETA_GROWTH_PER_MPS = 1e-4;

function logDragPrior(x: Float64Array): number {
  const speed_mps = equivalentSurfaceSpeed_mps(vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5]));
  return -(log(SHORT_RANGE_BETA_KGPM2) + BETA_GROWTH_PER_MPS * Math.max(0, speed_mps - SHORT_RANGE_MPS));
}

/** Metres at impact, where the ground alone leaves 300 open. With 4 a body at the top of a short flight passes the air in one step, and comes down 90 km off. */
const STRIDE = 2;

type Flight = { readonly r: Vec3; readonly time_s: number; readonly apogee_m: number; readonly apogeeTime_s: number };

function fly(x: Float64Array, { lift, apogee = false }: { lift?: { bank_rad: number }; apogee?: boolean } = {}): Flight | undefined {
  const body = {
    ballisticCoefficient_kgpm2: exp(-x[6]),
    ...(lift === undefined ? {} : { liftToDrag: LIFT_TO_DRAG, bank_rad: lift.bank_rad, liftBelow_m: LIFT_BELOW_M }),
  };
  const end = flyToGround({ r: vec3(x[0], x[1], x[2]), v: vec3(x[3], x[4], x[5]) }, body, { apogee, stride: STRIDE });
  return end.kind === 'impact' ? end : undefined;
}

/** Mean point and covariance of the flown points on the plane at the centre's impact. */
function scatter(centre: Flight, flights: readonly Flight[]): GroundPoint {
  const origin = centre.r;
  const { east, north } = enuBasis(geodeticFromEcefVec(origin));
  const points = flights.map(({ r }) => ({ e: dot(subtract(r, origin), east), n: dot(subtract(r, origin), north) }));
  const mean = { e: average(points.map(({ e }) => e)), n: average(points.map(({ n }) => n)) };
  const point = geodeticFromEcefVec(
    vec3(
      origin.x + east.x * mean.e + north.x * mean.n,
      origin.y + east.y * mean.e + north.y * mean.n,
      origin.z + east.z * mean.e + north.z * mean.n,
    ),
  );
  return {
    point: { ...point, height_m: 0 },
    covarianceEast_m2: average(points.map(({ e }) => (e - mean.e) * (e - mean.e))) + SIGMA_GROUND_M * SIGMA_GROUND_M,
    covarianceEastNorth_m2: average(points.map(({ e, n }) => (e - mean.e) * (n - mean.n))),
    covarianceNorth_m2: average(points.map(({ n }) => (n - mean.n) * (n - mean.n))) + SIGMA_GROUND_M * SIGMA_GROUND_M,
  };
}

function timeScatter(flights: readonly Flight[]): { mean: number; variance: number } {
  const mean = average(flights.map(({ time_s }) => time_s));
  return { mean, variance: average(flights.map(({ time_s }) => (time_s - mean) * (time_s - mean))) };
}

/** Where the body could come down if it pulled up, glided, turned or dived with a lift-to-drag ratio at the upper end of the public record. */
function liftReach(x: Float64Array): readonly ReturnType<typeof geodeticFromEcefVec>[] {
  return BANKS.flatMap((bank_rad) => {
    const flight = fly(x, { lift: { bank_rad } });
    return flight === undefined ? [] : [{ ...geodeticFromEcefVec(flight.r), height_m: 0 }];
  });
}

/** Stages follow each other within seconds, and a first stage that turns back lights again after some twenty (H7): until then an impact
 *  is what would happen if nothing burned again, and is not announced as more. */
const CONFIDENT_AFTER_S = 24;

function mayLightAgain(track: Track): boolean {
  const coasting_s = sinceBurnout_s(track, track.at_us);
  return coasting_s !== undefined && coasting_s < CONFIDENT_AFTER_S;
}

/** It has lit again after a coast, and comes down. */
export function brakesInDescent(track: Track): boolean {
  const { x } = trackEstimate(track);
  return track.burn.relit && x[0] * x[3] + x[1] * x[4] + x[2] * x[5] < 0;
}

/** Lower than this nothing is first seen but what was launched from the ground or from an aircraft. */
const LAUNCHED_BELOW_M = 80_000;

/** A stage that has turned back on its way up comes down under power. A body that has braked in an orbit falls like any other. */
function hasTurnedBack({ burn, origin_m }: Track): boolean {
  return burn.reversed && heightAbove(origin_m.x, origin_m.y, origin_m.z) < LAUNCHED_BELOW_M;
}

function belowNow(x: Float64Array): GroundPoint['point'] {
  return { ...geodeticFromEcefVec(vec3(x[0], x[1], x[2])), height_m: 0 };
}

/** Four points about one, so that the hull reaches past the computed end of each manoeuvre. */
function around(point: GroundPoint['point']): GroundPoint['point'][] {
  return [0, 1, 2, 3].map((k) => ({ ...geodesicDirect(point.latitude_rad, point.longitude_rad, (k * Math.PI) / 2, PAD_M), height_m: 0 }));
}

function padded(ground: GroundPoint): GroundPoint {
  const pad = (PAD_M * PAD_M) / 9;
  return { ...ground, covarianceEast_m2: ground.covarianceEast_m2 + pad, covarianceNorth_m2: ground.covarianceNorth_m2 + pad };
}

function average(values: readonly number[]): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum / values.length;
}
