import { log } from '../math/elementary.ts';
import type { Micros, Seconds } from '../units.ts';
import { type Exceedance, THRESHOLD } from './exceedances.ts';
import { type Axis, beginAxis, extendAxis, type TrackletMotion, predictAxis } from './tracklet-axis.ts';

/** One thing seen in look after look: the exceedances that it is made of, and how sure it is that there is such a thing, and that it is under thrust. */
export type Tracklet = {
  readonly id: number;
  /** When it was first and last seen, and in how many looks. */
  readonly first_us: Micros;
  readonly last_us: Micros;
  readonly hits: number;
  /** Looks since the last hit. */
  readonly missed: number;
  readonly last: Exceedance;
  /** It flared up: from one look to the next to twice what it was and more, and clear of all clutter. Clouds grow, and do not. */
  readonly flared: boolean;
  /** Logarithm of the odds that it is something, and not exceedances of clutter that happen to lie near each other. */
  readonly existence: number;
  /** Logarithm of the likelihood ratio that it moves as what is under thrust does, and not as the ground and clouds do. */
  readonly thrust: number;
  readonly models: Readonly<Record<TrackletMotion, Model>>;
};

type Model = { readonly row: Axis; readonly column: Axis };

/** Rate at which something new begins to burn in a pixel of a look: it is rare, beside clutter. */
const NEW_DENSITY = 1e-8;
/** Chance that what is there exceeds the threshold in the next look: clouds come between, stages part. */
const SEEN_AGAIN = 0.85;
/** How strong a plume is beside the threshold nobody knows: evenly in the logarithm up to so many times. */
const STRONGEST = 50;
/** Looks without a hit after which it is given up: ten seconds of a stage's parting, and one more look. */
const MOST_MISSED = 2;
/** Odds below which it is given up, as a logarithm. */
const GIVEN_UP = -14;
const MOST_TRACKLETS = 800;
/** Spreads to which it flares up. */
const FLARE = 8;
/** One look says no more than this of how it moves: it may belong to something else. */
const MOST_A_LOOK = 5;
/** Pointing jitters from look to look by a tenth of a pixel, one sigma, and no fit knows. */
const JITTER2 = 0.01;
/** Square of the distance in sigmas beyond which an exceedance is none of it: one in a thousand, of two degrees of freedom. */
const GATE = 13.8;

/** Puts the exceedances of a look to the tracklets that they continue, begins others with the rest, and gives up what is not seen again. `at_us` says when each
 *  exceedance was seen; `pixel_m` is a pixel's side. Returns what goes on, the likeliest first; the given up come back by themselves.
 *  Each exceedance goes to one tracklet, nearest in sigmas first.  Source  [BP1999] 6.2 (the score of a track), 7.4 (amplitude in it). */
export function followLook(
  tracklets: readonly Tracklet[],
  found: readonly Exceedance[],
  at_us: (exceedance: Exceedance) => Micros,
  pixel_m: number,
  nextId: () => number,
): { readonly followed: Tracklet[]; readonly ended: Tracklet[] } {
  const pairs: { readonly tracklet: Tracklet; readonly exceedance: Exceedance; readonly distance2: number }[] = [];
  for (const tracklet of tracklets)
    for (const exceedance of found) {
      const dt_s = (at_us(exceedance) - tracklet.last_us) / 1e6;
      const distance2 = Math.min(...MOTIONS.map((motion) => distanceOf(tracklet, motion, exceedance, dt_s, pixel_m).distance2));
      if (distance2 < GATE) pairs.push({ tracklet, exceedance, distance2 });
    }
  pairs.sort((a, b) => a.distance2 - b.distance2 || a.tracklet.id - b.tracklet.id || a.exceedance.at - b.exceedance.at);
  const taken = new Set<Exceedance>();
  const continued = new Map<Tracklet, Tracklet>();
  for (const { tracklet, exceedance } of pairs) {
    if (taken.has(exceedance) || continued.has(tracklet)) continue;
    taken.add(exceedance);
    continued.set(tracklet, extended(tracklet, exceedance, at_us(exceedance), pixel_m));
  }
  const now = tracklets.map((tracklet) => continued.get(tracklet) ?? notSeen(tracklet));
  const begun = found
    .filter((exceedance) => !taken.has(exceedance))
    .map((exceedance) => begin(exceedance, at_us(exceedance), nextId(), pixel_m));
  const all = [...now.filter(goesOn), ...begun].sort((a, b) => b.existence - a.existence || a.id - b.id);
  return { followed: all.slice(0, MOST_TRACKLETS), ended: now.filter((tracklet) => !goesOn(tracklet)) };
}

function goesOn({ missed, existence }: Tracklet): boolean {
  return missed <= MOST_MISSED && existence > GIVEN_UP;
}

function notSeen(tracklet: Tracklet): Tracklet {
  return { ...tracklet, missed: tracklet.missed + 1, existence: tracklet.existence + log(1 - SEEN_AGAIN) };
}

const MOTIONS = ['thrust', 'still'] as const satisfies readonly TrackletMotion[];

function begin(exceedance: Exceedance, at_us: Micros, id: number, pixel_m: number): Tracklet {
  const { fit, density } = exceedance;
  const model = (motion: TrackletMotion) => ({
    row: beginAxis(motion, fit.row, fit.covariance.rowRow + JITTER2, pixel_m),
    column: beginAxis(motion, fit.column, fit.covariance.columnColumn + JITTER2, pixel_m),
  });
  return {
    id,
    first_us: at_us,
    last_us: at_us,
    hits: 1,
    missed: 0,
    last: exceedance,
    flared: exceedance.k > FLARE,
    existence: log(NEW_DENSITY / density) + amplitudeRatio(exceedance),
    thrust: 0,
    models: { thrust: model('thrust'), still: model('still') },
  };
}

function distanceOf(
  { models }: Tracklet,
  motion: TrackletMotion,
  { fit }: Exceedance,
  dt_s: Seconds,
  pixel_m: number,
): { readonly distance2: number; readonly logLikelihood: number } {
  const row = predictAxis(motion, models[motion].row, dt_s, pixel_m);
  const column = predictAxis(motion, models[motion].column, dt_s, pixel_m);
  const a = row.variance + fit.covariance.rowRow + JITTER2;
  const b = column.variance + fit.covariance.columnColumn + JITTER2;
  const [u, v] = [fit.row - row.position, fit.column - column.position];
  const distance2 = (u * u) / a + (v * v) / b;
  return { distance2, logLikelihood: -0.5 * (distance2 + log(a * b)) - log(2 * Math.PI) };
}

function extended(tracklet: Tracklet, exceedance: Exceedance, at_us: Micros, pixel_m: number): Tracklet {
  const dt_s = (at_us - tracklet.last_us) / 1e6;
  const { fit } = exceedance;
  const [thrust, still] = MOTIONS.map((motion) => distanceOf(tracklet, motion, exceedance, dt_s, pixel_m).logLikelihood);
  const model = (motion: TrackletMotion): Model => ({
    row: extendAxis(motion, tracklet.models[motion].row, dt_s, fit.row, fit.covariance.rowRow + JITTER2, pixel_m),
    column: extendAxis(motion, tracklet.models[motion].column, dt_s, fit.column, fit.covariance.columnColumn + JITTER2, pixel_m),
  });
  return {
    ...tracklet,
    last_us: at_us,
    last: exceedance,
    hits: tracklet.hits + 1,
    missed: 0,
    flared: tracklet.flared || exceedance.k > Math.max(FLARE, 2 * tracklet.last.k),
    existence: tracklet.existence + Math.max(thrust, still) + log(SEEN_AGAIN / exceedance.density) + amplitudeRatio(exceedance),
    thrust: tracklet.thrust + Math.min(MOST_A_LOOK, Math.max(-MOST_A_LOOK, thrust - still)),
    models: { thrust: model('thrust'), still: model('still') },
  };
}

/** Logarithm of how much likelier so strong an exceedance is of a plume than of clutter. */
function amplitudeRatio({ k, tail }: Exceedance): number {
  const ofPlume = 1 / (Math.max(k, THRESHOLD) * log(STRONGEST));
  return log(ofPlume * tail) + (k - THRESHOLD) / tail;
}
