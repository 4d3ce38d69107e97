import { geodesicInverse } from '../core/frames/geodesic.ts';
import { type Geodetic, geodeticFromEcefVec } from '../core/frames/geodetic.ts';
import { atan2, cos, exp, log, sin } from '../core/math/elementary.ts';
import type { Vec3 } from '../core/math/vector.ts';
import { energyClass, equivalentSurfaceSpeed_mps, type KeplerArc, keplerArc } from '../core/physics/ballistic.ts';
import { BOOST_PROFILES, type BoostProfile } from '../core/physics/boost.ts';
import { flyToGround } from '../core/physics/propagate.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { KilogramsPerMetre2, Metres, Radians, Seconds } from '../core/units.ts';
import { flyManoeuvring } from './glide.ts';
import { findRoot } from './newton.ts';
import { stream } from './random.ts';
import { boost, sizeForEnergy, type Steering } from './rocket.ts';
import type { PublishedFlight } from './scenario.ts';
import { stateOf, trajectory, type TruthFlight } from './truth.ts';

export type Flown =
  | { readonly kind: 'flown'; readonly truth: TruthFlight; readonly evaluations: number }
  | { readonly kind: 'no-solution'; readonly reason: string };

/** How closely a flight meets the published apogee and point of impact, as a share of the flight's extent. */
const TOLERANCE = 1e-4;
const EVALUATIONS_MAX = 100;
/** Leans from almost none to the flattest that a rocket on a short rail could take. */
const KICKS_RAD: readonly Radians[] = [0.003, 0.01, 0.025, 0.05, 0.09, 0.15, 0.24, 0.36, 0.52, 0.72, 0.95, 1.2];
/** One sigma of the payload's ballistic coefficient about its class's, natural logarithm. */
const BALLISTIC_COEFFICIENT_SCATTER = 0.2;

/** Flies a rocket so that it has the published apogee and comes down at the published distance along the published bearing.
 *  Unknowns: the kick (a vector over the ground) and the rocket's size. The profile is the generic one of the class whose energy the
 *  published arc has, unless a class is given. The Earth turns under a lofted flight by as much as it flies, which is why the kick needs
 *  two components. */
export function flyPublished(flight: PublishedFlight, seed: number): Flown {
  const profile = profileOf(flight);
  const deviate = stream(seed, `ballistic-coefficient/${flight.id}`).normal();
  const beta = profile.payloadBallisticCoefficient_kgpm2 * exp(BALLISTIC_COEFFICIENT_SCATTER * Math.max(-3, Math.min(3, deviate)));
  let evaluations = 0;
  const fly = (steering: Steering): Arc | undefined => {
    evaluations++;
    return arc(flight, profile, beta, steering);
  };
  const starts = firstGuesses(flight, profile, fly);
  let best = Infinity;
  for (const start of starts.slice(0, 4)) {
    const root = findRoot(
      (u) => {
        const flown = fly(steeringOf(u));
        return flown && residuals(flight, flown);
      },
      [start.kickAlong_rad, start.kickAcross_rad, log(start.size)],
      { steps: [1e-5, 1e-5, 1e-5], limits: [0.15, 0.15, 0.3], tolerance: TOLERANCE, evaluationsMax: EVALUATIONS_MAX },
    );
    if (root.kind === 'solved') return { kind: 'flown', truth: truthOf(flight, profile, beta, steeringOf(root.u)), evaluations };
    best = Math.min(best, root.residual);
  }
  const miss = Number.isFinite(best)
    ? `the nearest misses by ${(best * 100).toFixed(1)} % of the flight's extent`
    : 'no start leaves the ground and comes back';
  return { kind: 'no-solution', reason: `no flight of a generic ${profile.class} fits apogee and distance: ${miss}` };
}

function steeringOf(u: readonly number[]): Steering {
  return { kickAlong_rad: u[0], kickAcross_rad: u[1], size: exp(u[2]) };
}

/** Share of the range that a payload's energy pays for; lift carries it the rest of the way. */
const UNAIDED = { none: 1, pullup: 0.7, glide: 0.4 };

/** The arc whose energy the flight has, about. */
function arcOf(flight: PublishedFlight, range_m: Metres = flight.groundRange_m): KeplerArc {
  return keplerArc(flight.apogee_m, Math.max(1, UNAIDED[flight.manoeuvre ?? 'none'] * range_m));
}

/** The generic profile for the flight's energy. */
function profileOf(flight: PublishedFlight): BoostProfile {
  return BOOST_PROFILES[flight.class ?? energyClass(arcOf(flight).speed_mps)];
}

/** What one way of steering comes to. */
type Arc = { readonly apogee_m: Metres; readonly along_m: Metres; readonly across_m: Metres };

function arc(flight: PublishedFlight, profile: BoostProfile, beta: KilogramsPerMetre2, steering: Steering): Arc | undefined {
  if (steering.size < 0.03 || steering.size > 4) return undefined;
  let apogee_m = 0;
  const boosted = boost(flight.site, flight.bearing_rad, profile, steering, (_t, r) => {
    apogee_m = Math.max(apogee_m, geodeticFromEcefVec(r).height_m);
  });
  const down = descend(flight, boosted, beta);
  if (down === undefined) return undefined;
  const landed = geodesicInverse(flight.site, geodeticFromEcefVec(down.r));
  const off = landed.azimuth_rad - flight.bearing_rad;
  return { apogee_m: Math.max(apogee_m, down.apogee_m), along_m: landed.distance_m * cos(off), across_m: landed.distance_m * sin(off) };
}

type Descent = { readonly time_s: Seconds; readonly r: Vec3; readonly v: Vec3; readonly apogee_m: Metres; readonly apogeeTime_s: Seconds };

function descend(
  flight: PublishedFlight,
  start: { readonly r: Vec3; readonly v: Vec3 },
  beta: KilogramsPerMetre2,
  observe?: (t_s: Seconds, r: Vec3, v: Vec3) => void,
): Descent | undefined {
  if (geodeticFromEcefVec(start.r).height_m <= 0) return undefined;
  if (flight.manoeuvre !== undefined) return flyManoeuvring(start, beta, flight.manoeuvre, observe);
  const end = flyToGround(start, { ballisticCoefficient_kgpm2: beta }, { observe });
  return end.kind === 'impact' ? end : undefined;
}

/** Misses in apogee and on the ground, as shares of the flight's extent. */
function residuals(flight: PublishedFlight, flown: Arc): number[] {
  const extent_m = flight.groundRange_m + 0.5 * flight.apogee_m;
  return [
    (flown.apogee_m - flight.apogee_m) / flight.apogee_m,
    (flown.along_m - flight.groundRange_m) / extent_m,
    flown.across_m / extent_m,
  ];
}

/** Steerings worth starting from, best first. The kick points where the rocket must go over the ground once what the Earth's rotation
 *  does to a vertical shot is taken off; its size gives the energy of the arc that remains. */
function firstGuesses(flight: PublishedFlight, profile: BoostProfile, fly: (steering: Steering) => Arc | undefined): Steering[] {
  const { site, bearing_rad } = flight;
  const straightUp = { kickAlong_rad: 0, kickAcross_rad: 0 };
  const vertical = sizeForEnergy(site, bearing_rad, profile, straightUp, keplerArc(flight.apogee_m, 1).speed_mps);
  const drift = vertical && fly({ ...straightUp, size: vertical.size });
  const along_m = flight.groundRange_m - (drift?.along_m ?? 0);
  const across_m = 0 - (drift?.across_m ?? 0);
  const way_m = Math.sqrt(along_m * along_m + across_m * across_m);
  const direction = atan2(across_m, along_m);
  const { speed_mps } = arcOf(flight, way_m);
  const guesses: { steering: Steering; miss: number }[] = [];
  let size = vertical?.size ?? 1;
  for (const kick of KICKS_RAD) {
    const lean = { kickAlong_rad: kick * cos(direction), kickAcross_rad: kick * sin(direction) };
    const sized = sizeForEnergy(site, bearing_rad, profile, lean, speed_mps, size);
    if (sized === undefined) continue;
    size = sized.size;
    const steering = { ...lean, size };
    const flown = fly(steering);
    if (flown === undefined) continue;
    guesses.push({ steering, miss: residuals(flight, flown).reduce((sum, x) => sum + x * x, 0) });
  }
  guesses.sort((a, b) => a.miss - b.miss);
  return guesses.map(({ steering }) => steering);
}

/** Flies the solution once more and keeps it. */
function truthOf(flight: PublishedFlight, profile: BoostProfile, beta: KilogramsPerMetre2, steering: Steering): TruthFlight {
  const path = trajectory();
  let peak = { height_m: 0, t_s: 0 };
  const burnout = boost(flight.site, flight.bearing_rad, profile, steering, (t_s, r, v, thrust_mps2, stage) => {
    const height_m = geodeticFromEcefVec(r).height_m;
    if (height_m > peak.height_m) peak = { height_m, t_s };
    path.add(t_s, r, v, thrust_mps2, thrust_mps2 > 0 ? profile.plume_Wpsr[Math.min(stage, profile.plume_Wpsr.length - 1)] : 0);
  });
  const down = descend(flight, burnout, beta, (t_s, r, v) => path.add(burnout.t_s + t_s, r, v, 0, 0));
  if (down === undefined) throw new Error('a flight that was solved does not come down');
  if (down.apogee_m > peak.height_m) peak = { height_m: down.apogee_m, t_s: burnout.t_s + down.apogeeTime_s };
  const at = (t_s: Seconds): number => flight.launch_us + seconds_us(t_s);
  const impact = { point: onGround(down.r), time_us: at(burnout.t_s + down.time_s) };
  // At apogee: by then the air has taken what it takes of a low flight's energy on the way up.
  const top = path.at(peak.t_s) ?? burnout;
  const equivalentSpeed_mps = equivalentSurfaceSpeed_mps(top.r, top.v);
  return {
    id: flight.id,
    kind: flight.manoeuvre === undefined ? 'ballistic' : 'manoeuvring',
    launch: { point: flight.site, time_us: flight.launch_us },
    stateAt: stateOf(path, { ...flight, parts: true }),
    heat: 'of-class',
    burnout_us: at(burnout.t_s),
    apogee: { height_m: peak.height_m, at_us: at(peak.t_s) },
    impact,
    end_us: Math.min(impact.time_us, flight.stop_us ?? Infinity),
    equivalentSpeed_mps,
    energyClass: energyClass(equivalentSpeed_mps),
    ballisticCoefficient_kgpm2: beta,
  };
}

function onGround(r: Vec3): Geodetic {
  return { ...geodeticFromEcefVec(r), height_m: 0 };
}
