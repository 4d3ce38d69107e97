import { exp, log } from '../math/elementary.ts';
import type { Micros, Seconds } from '../units.ts';
import { type Clutter, clutterAt, type ClutterHere, learnClutter } from './clutter.ts';
import { type Exceedance, THRESHOLD } from './exceedances.ts';
import type { InImage } from './standing.ts';
import { type Axis, beginAxis, extendAxis, movedTo, type TrackletMotion, predictAxis, positionsOf } from './tracklet-axis.ts';

/** One thing seen in look after look: the exceedances that it is made of, and how sure it is that there is such a thing, and that it is under thrust. */
export type Tracklet = {
  readonly id: number;
  /** When it was last seen, and in how many looks. */
  readonly last_us: Micros;
  readonly hits: number;
  /** Looks since the last hit. */
  readonly missed: number;
  readonly last: Exceedance;
  /** What its exceedances had over the threshold, together. */
  readonly excess: number;
  /** When it last flared up: from one look to the next to twice what it was and more, and clear of all clutter. Clouds grow, and do not. */
  readonly flared_us: Micros | undefined;
  /** Logarithm of the odds that it is something, and not exceedances of clutter that happen to lie near each other. */
  readonly score: number;
  /** The most that this has been, and what the last exceedance added: how much likelier that is the tracklet's than clutter. */
  readonly surest: number;
  readonly gain: number;
  /** Logarithms of the likelihood ratio that it moves so, and not as the ground and clouds do: of `still` 0. */
  readonly odds: Readonly<Record<TrackletMotion, number>>;
  readonly models: Readonly<Record<TrackletMotion, TrackletModel>>;
};

export type TrackletModel = { readonly row: Axis; readonly column: Axis };

/** Odds of a hundred to one, as a score. */
export const SURE = 4.6;
/** Rate at which something new begins to burn in a pixel of a look: it is rare, beside clutter. */
const NEW_DENSITY = 1e-7;
/** Rate of what is seen in one look alone: lightning, and particles that hit the array, some in a second and a million pixels. */
const ONCE_DENSITY = 1e-6;
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
 *  exceedance was seen; `pixel_m` is a pixel's side. `clutter` learns from what is given up and never was sure. Returns what goes on, the likeliest first, and
 *  what is given up.
 *  Each exceedance goes to one tracklet, the likeliest first; where it is likelier to be something new, or clear and hardly that one's, it begins another as well.  Source  [BP1999] 6.2 (the score of a track), 7.4 (amplitude in it). */
export function followLook(
  tracklets: readonly Tracklet[],
  found: readonly Exceedance[],
  clutter: Clutter,
  at_us: (exceedance: Exceedance) => Micros,
  pixel_m: number,
  nextId: () => number,
): { readonly followed: Tracklet[]; readonly ended: Tracklet[] } {
  const pairs: { readonly tracklet: Tracklet; readonly exceedance: Exceedance; readonly likely: number }[] = [];
  for (const { tracklet, exceedance } of nearEnough(tracklets, found, at_us, pixel_m)) {
    if (isSomethingElse(tracklet, exceedance)) continue;
    const dt_s = (at_us(exceedance) - tracklet.last_us) / 1e6;
    const { distance2, logLikelihood } = fitOf(tracklet, exceedance, dt_s, pixel_m);
    if (distance2 < GATE) pairs.push({ tracklet, exceedance, likely: tracklet.score + logLikelihood + amplitudeRatio(exceedance, 1) });
  }
  pairs.sort((a, b) => b.likely - a.likely || a.tracklet.id - b.tracklet.id || a.exceedance.at - b.exceedance.at);
  const taken = new Map<Exceedance, Tracklet>();
  const continued = new Map<Tracklet, Exceedance>();
  for (const { tracklet, exceedance } of pairs) {
    if (taken.has(exceedance) || continued.has(tracklet)) continue;
    taken.set(exceedance, tracklet);
    continued.set(tracklet, exceedance);
  }
  const here = ({ fit }: Exceedance): ClutterHere => clutterAt(clutter, fit.row, fit.column);
  const now = tracklets.map((tracklet) => {
    const exceedance = continued.get(tracklet);
    return exceedance === undefined ? notSeen(tracklet) : extended(tracklet, exceedance, at_us(exceedance), pixel_m, here(exceedance));
  });
  const owners = new Map(now.filter(({ missed }) => missed === 0).map((tracklet) => [tracklet.last, tracklet]));
  const begun = found
    .map((exceedance) => begin(exceedance, at_us(exceedance), nextId(), pixel_m, here(exceedance)))
    .filter((one) => isItsOwnBeside(one, owners.get(one.last)));
  const all = [...now.filter(goesOn), ...begun].sort((a, b) => b.score - a.score || a.id - b.id);
  const ended = [...now.filter((tracklet) => !goesOn(tracklet)), ...all.slice(MOST_TRACKLETS)];
  learnClutter(
    clutter,
    ended.filter(({ surest }) => surest < SURE),
  );
  return { followed: all.slice(0, MOST_TRACKLETS), ended };
}

/** A tracklet in the image of a look whose camera has moved: all that it does is done over the ground, and is told from what stands there. */
export function carried(tracklet: Tracklet, moved: (place: InImage) => InImage): Tracklet {
  return {
    ...tracklet,
    models: ofMotions((motion) => {
      const { row, column } = tracklet.models[motion];
      const to = moved({ row: row.x[0], column: column.x[0] });
      return { row: movedTo(row, to.row), column: movedTo(column, to.column) };
    }),
  };
}

/** Whether what an exceedance begins goes on beside the tracklet that it went to: where it is likelier to be something new, and where it is clear of all clutter and still
 *  likelier to be clutter than of that tracklet. */
function isItsOwnBeside({ last, score }: Tracklet, owner: Tracklet | undefined): boolean {
  return owner === undefined || score > owner.score || (last.k > FLARE && owner.gain < 0);
}

/** What flares up where there had been clutter is lit now: what was seen there before says nothing of how it moves, and would hold it for what stands. */
function isSomethingElse(tracklet: Tracklet, exceedance: Exceedance): boolean {
  return flares(exceedance, tracklet) && tracklet.hits > 1 && tracklet.surest < SURE && thrustOf(tracklet) < 0;
}

function flares({ k }: Exceedance, { last }: Pick<Tracklet, 'last'>): boolean {
  return k > Math.max(FLARE, 2 * last.k);
}

/** Tracklets with the exceedances that may be within their gate, by rows and columns: of hundreds of both nearly no pair is. */
function* nearEnough(
  tracklets: readonly Tracklet[],
  found: readonly Exceedance[],
  at_us: (exceedance: Exceedance) => Micros,
  pixel_m: number,
): Generator<{ readonly tracklet: Tracklet; readonly exceedance: Exceedance }> {
  const times = found.map(at_us);
  const [first_us, last_us] = [Math.min(...times), Math.max(...times)];
  const reachOf = (variance: number): number => GATE_SIGMAS * Math.sqrt(variance + JITTER2);
  const rows = Float64Array.from(found, ({ fit }) => fit.row);
  const columns = Float64Array.from(found, ({ fit }) => fit.column);
  const rowReach = Float64Array.from(found, ({ fit }) => reachOf(fit.covariance.rowRow));
  const columnReach = Float64Array.from(found, ({ fit }) => reachOf(fit.covariance.columnColumn));
  for (const tracklet of tracklets) {
    const after_s = [(first_us - tracklet.last_us) / 1e6, (last_us - tracklet.last_us) / 1e6] as const;
    const [row, column] = (['row', 'column'] as const).map((axis) => {
      const ranges = MOTIONS.map((motion) => positionsOf(motion, tracklet.models[motion][axis], after_s, GATE_SIGMAS, pixel_m));
      return { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) };
    });
    for (let k = 0; k < found.length; k++) {
      if (rows[k] + rowReach[k] < row.from || rows[k] - rowReach[k] > row.to) continue;
      if (columns[k] + columnReach[k] < column.from || columns[k] - columnReach[k] > column.to) continue;
      yield { tracklet, exceedance: found[k] };
    }
  }
}

const GATE_SIGMAS = Math.sqrt(GATE);

function goesOn({ missed, score }: Tracklet): boolean {
  return missed <= MOST_MISSED && score > GIVEN_UP;
}

function notSeen(tracklet: Tracklet): Tracklet {
  return { ...tracklet, missed: tracklet.missed + 1, score: tracklet.score + log(1 - SEEN_AGAIN) };
}

const MOTIONS = ['thrust', 'liftoff', 'still'] as const satisfies readonly TrackletMotion[];

function begin(exceedance: Exceedance, at_us: Micros, id: number, pixel_m: number, here: ClutterHere): Tracklet {
  const { fit, k } = exceedance;
  const score = log(NEW_DENSITY / (here.density * exp(0 - amplitudeRatio(exceedance, here.tail)) + ONCE_DENSITY));
  const model = (motion: TrackletMotion): TrackletModel => ({
    row: beginAxis(motion, fit.row, fit.covariance.rowRow + JITTER2, pixel_m),
    column: beginAxis(motion, fit.column, fit.covariance.columnColumn + JITTER2, pixel_m),
  });
  return {
    id,
    last_us: at_us,
    hits: 1,
    missed: 0,
    last: exceedance,
    flared_us: k > FLARE ? at_us : undefined,
    excess: k - THRESHOLD,
    score,
    surest: score,
    gain: score,
    odds: { thrust: 0, liftoff: 0, still: 0 },
    models: ofMotions(model),
  };
}

function ofMotions<T>(of: (motion: TrackletMotion) => T): Readonly<Record<TrackletMotion, T>> {
  return { thrust: of('thrust'), liftoff: of('liftoff'), still: of('still') };
}

/** How far an exceedance is from a tracklet, in sigmas squared, by the motion that comes nearest, and the logarithm of its likelihood under all of them. */
function fitOf(
  tracklet: Tracklet,
  exceedance: Exceedance,
  dt_s: Seconds,
  pixel_m: number,
): { readonly distance2: number; readonly logLikelihood: number } {
  const by = ofMotions((motion) => distanceOf(tracklet, motion, exceedance, dt_s, pixel_m));
  return {
    distance2: Math.min(...MOTIONS.map((motion) => by[motion].distance2)),
    logLikelihood: mean(
      tracklet.odds,
      ofMotions((motion) => by[motion].logLikelihood),
    ),
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

function extended(tracklet: Tracklet, exceedance: Exceedance, at_us: Micros, pixel_m: number, { density, tail }: ClutterHere): Tracklet {
  const dt_s = (at_us - tracklet.last_us) / 1e6;
  const { fit, k } = exceedance;
  const { odds, models } = tracklet;
  const gain = fitOf(tracklet, exceedance, dt_s, pixel_m).logLikelihood + log(SEEN_AGAIN / density) + amplitudeRatio(exceedance, tail);
  const score = tracklet.score + gain;
  const likelihood = ofMotions((motion) => distanceOf(tracklet, motion, exceedance, dt_s, pixel_m).logLikelihood);
  // One weak exceedance before it flared up may have been clutter near by: how far it then jumped is no speed.
  const isLit = tracklet.hits === 1 && flares(exceedance, tracklet);
  // What has jumped may stand where it is now: a fire that is lit not far from where clutter was seen before is one tracklet with it.
  const hasJumped = distanceOf(tracklet, 'still', exceedance, dt_s, pixel_m).distance2 > GATE;
  const axis = (motion: TrackletMotion, before: Axis, position: number, variance: number): Axis =>
    isLit || (motion === 'still' && hasJumped)
      ? beginAxis(motion, position, variance, pixel_m)
      : extendAxis(motion, before, dt_s, position, variance, pixel_m);
  const model = (motion: TrackletMotion): TrackletModel => ({
    row: axis(motion, models[motion].row, fit.row, fit.covariance.rowRow + JITTER2),
    column: axis(motion, models[motion].column, fit.column, fit.covariance.columnColumn + JITTER2),
  });
  return {
    ...tracklet,
    last_us: at_us,
    last: exceedance,
    hits: tracklet.hits + 1,
    missed: 0,
    flared_us: flares(exceedance, tracklet) ? at_us : tracklet.flared_us,
    excess: tracklet.excess + k - THRESHOLD,
    score,
    surest: Math.max(score, tracklet.surest),
    gain,
    odds: isLit
      ? odds
      : ofMotions((motion) => odds[motion] + Math.min(MOST_A_LOOK, Math.max(-MOST_A_LOOK, likelihood[motion] - likelihood.still))),
    models: ofMotions(model),
  };
}

/** Logarithm of the odds that it is under thrust, in flight or lifting off, and does not stay where it is, were the three as likely before. */
export function thrustOf({ odds: { thrust, liftoff } }: Pick<Tracklet, 'odds'>): number {
  return logOfMean([thrust, liftoff]);
}

/** Its motion as the likelier of the two kinds of thrust has it. */
export function modelOf({ odds, models }: Tracklet): TrackletModel {
  return odds.liftoff > odds.thrust ? models.liftoff : models.thrust;
}

/** Logarithm of a likelihood under all motions together, each by the odds that it has had until now. */
function mean(odds: Tracklet['odds'], likelihood: Readonly<Record<TrackletMotion, number>>): number {
  return logOfMean(MOTIONS.map((motion) => odds[motion] + likelihood[motion])) - logOfMean(MOTIONS.map((motion) => odds[motion]));
}

function logOfMean(logs: readonly number[]): number {
  const most = Math.max(...logs);
  return most + log(logs.reduce((sum, one) => sum + exp(one - most), 0) / logs.length);
}

/** Logarithm of how much likelier so strong an exceedance is of a plume than of clutter. */
function amplitudeRatio({ k }: Exceedance, tail: number): number {
  const ofPlume = 1 / (Math.max(k, THRESHOLD) * log(STRONGEST));
  return log(ofPlume * tail) + (k - THRESHOLD) / tail;
}
