import { geodesicDirect } from '../frames/geodesic.ts';
import { type Geodetic, geodeticFromEcefVec, heightAbove } from '../frames/geodetic.ts';
import { exp } from '../math/elementary.ts';
import { distance, type Vec3, vec3 } from '../math/vector.ts';
import { equivalentSurfaceSpeed_mps } from '../physics/ballistic.ts';
import { type Body, type FlightEnd, flyToGround } from '../physics/propagate.ts';
import { type Track, trackEstimate } from '../theatre-track/track.ts';
import type { Metres, Seconds } from '../units.ts';
import { ellipseRing } from './area.ts';
import type { GroundPoint } from './assessment.ts';

/** Below this apogee a body spends its flight where fins and lift can still turn it (H15). */
const MAY_MANOEUVRE_BELOW_M = 115_000;
const MANOEUVRE_SHARE = 0.5;
/** Full lift below 45 km with so much lift to its drag carries a body up to a third further than the longest ballistic range of its energy, where
 *  manoeuvring flights have been seen to come 1.2 times as far (700 and 1,000 km in January 2022), and aside by a tenth to a quarter of it.
 *  A glider's ratio is higher, but none has been seen to spend all of it on reach: with 3 the area of a 600-km flight is a million km². What is
 *  made for a short range is a cylinder with fins, that corrects its fall and does not glide: its ratio is taken to fall with the speed that its
 *  energy stands for, from 600 km on down to about 1 at 50. Cutting by energy instead was tried (docs/adr/0059). */
const UNSEEN = { most: 1.75, atRest: 0.8, perMps: 0.43e-3, liftBelow_m: 45_000 };
/** Of what is seen to hold itself up nobody knows how well it does: a ratio at the upper end of the public record. */
const TURNING: Lift = { liftToDrag: 3, liftBelow_m: 60_000 };
/** It is drawn generously: a manoeuvre is not Gaussian, and in its last seconds only seconds old. */
const WIDE_PROBABILITY = 0.99;
const PAD_M = 2_500;
const BANKS = [0, 0.6, -0.6, 1.2, -1.2, Math.PI];

type Lift = Required<Pick<Body, 'liftToDrag' | 'liftBelow_m'>>;

/** Where else it could come down, as corners to draw round, and how long from now it may stay up for that. `goesOn`: nothing has turned it yet, so that where
 *  it would fall is worth saying. */
export type Reach = { readonly corners: readonly Geodetic[]; readonly longest_s: Seconds; readonly goesOn: boolean };

/** What fins, lift or a new burn could make of the fall from here on; undefined for what is ballistic. */
export function reachOf(track: Track, ground: GroundPoint, x: Float64Array, logDrag: number, apogee_m: Metres): Reach | undefined {
  // What has braked once may brake again, so that its area reaches back to where it is now.
  const relit = brakesInDescent(track) || hasTurnedBack(track);
  const turns = track.manoeuvred > MANOEUVRE_SHARE;
  if (!relit && !turns && Math.max(apogee_m, track.highest_m) >= MAY_MANOEUVRE_BELOW_M) return undefined;
  const ends = liftReach(x, logDrag, turns ? TURNING : unseenOf(x, track));
  const points = [...ends.map(({ r }) => onGround(r)), ...(relit ? [onGround(vec3(x[0], x[1], x[2]))] : [])];
  return {
    corners: [...ellipseRing(padded(ground), WIDE_PROBABILITY), ...points.flatMap(around)],
    longest_s: ends.reduce((longest_s, { time_s }) => Math.max(longest_s, time_s), 0),
    goesOn: !relit && !turns,
  };
}

/** The air takes energy, and not fins: what was launched and has come so far from where it was first seen had as much as the shortest flight over that takes. */
function unseenOf(x: Float64Array, { burn, origin_m }: Track): Lift {
  const r = vec3(x[0], x[1], x[2]);
  const had_mps = burn.ignitions > 0 ? Math.sqrt(GRAVITY_MPS2 * distance(r, origin_m)) : 0;
  const speed_mps = Math.max(had_mps, equivalentSurfaceSpeed_mps(r, vec3(x[3], x[4], x[5])));
  return { liftToDrag: Math.min(UNSEEN.most, UNSEEN.atRest + UNSEEN.perMps * speed_mps), liftBelow_m: UNSEEN.liftBelow_m };
}

const GRAVITY_MPS2 = 9.8;

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

/** Where and when the body could come down if from now on it pulled up, glided, turned or dived. */
function liftReach(x: Float64Array, logDrag: number, lift: Lift): Extract<FlightEnd, { kind: 'impact' }>[] {
  return BANKS.flatMap((bank_rad) => {
    const body = { ballisticCoefficient_kgpm2: exp(-logDrag), ...lift, bank_rad };
    const end = flyToGround({ r: vec3(x[0], x[1], x[2]), v: vec3(x[3], x[4], x[5]) }, body, { apogee: false, coarse: true });
    return end.kind === 'impact' ? [end] : [];
  });
}

function onGround(r: Vec3): Geodetic {
  return { ...geodeticFromEcefVec(r), height_m: 0 };
}

function padded(ground: GroundPoint): GroundPoint {
  const pad_m2 = (PAD_M * PAD_M) / 9;
  return { ...ground, covarianceEast_m2: ground.covarianceEast_m2 + pad_m2, covarianceNorth_m2: ground.covarianceNorth_m2 + pad_m2 };
}

/** Four points about one, so that the hull reaches past the computed end of each manoeuvre. */
function around(point: Geodetic): Geodetic[] {
  return [0, 1, 2, 3].map((k) => ({ ...geodesicDirect(point.latitude_rad, point.longitude_rad, (k * Math.PI) / 2, PAD_M), height_m: 0 }));
}
