import { exp } from '../math/elementary.ts';
import { distance, type Vec3 } from '../math/vector.ts';
import { existenceOf } from '../track/object/existence.ts';
import { LONGEST_STAGING_S } from '../theatre-track/follow.ts';
import type { Track } from '../theatre-track/track.ts';
import type { Metres, Micros } from '../units.ts';

/** What one track says of launches. Small and plain: it can be kept of tracks that have ended. */
export type LaunchEvidence = {
  readonly track: string;
  /** The first of its line; itself where it parted from nothing. */
  readonly root: string;
  readonly existence: number;
  readonly origin_m: Vec3;
  /** A burn of its own, seen as heat; what a piece has from its parent is not. */
  readonly burn: OwnBurn | undefined;
  /** It has thrust against its own motion: a stage that turns back beside the one that goes on. */
  readonly reversed: boolean;
  /** Radars that should have followed it after its burn have not. */
  readonly vanished: boolean;
};

type OwnBurn = {
  readonly from_us: Micros;
  readonly to_us: Micros;
  readonly fromHeight_m: Metres;
  readonly toHeight_m: Metres;
};

/** How many launches there have been: the likeliest number, and the narrowest range that leaves a fortieth out on either side. */
export type LaunchCount = { readonly likeliest: number; readonly low: number; readonly high: number; readonly expected: number };

/** Heat that is seen for a shorter time is no burn of its own. */
const SHORTEST_US = 5_000_000;
/** Silence of the radars, Σ −ln(1 − Pd), after which a burn that they have not followed has vanished: three looks that should have shown it. */
const SILENCE = 9;
/** Burns of one launch may overlap by so much: the end of a burn is seen a look or two late. */
const OVERLAP_US = 10_000_000;
/** A stage lights where the one before it has stopped, as well as heights are known then. */
const HEIGHT_SLACK_M = 3_000;

/** Evidence of a track, that has ended or not. A track that was found to be the same object as another one says nothing: leave it out. */
export function launchEvidence(track: Track): LaunchEvidence {
  const { id, root, score, origin_m, seen } = track;
  const burn = ownBurn(track);
  const followed = burn !== undefined && (seen.radar.last_us ?? -Infinity) >= burn.to_us + OVERLAP_US;
  return {
    track: id,
    root,
    existence: track.status === 'confirmed' ? 1 : existenceOf(score),
    origin_m,
    burn,
    reversed: track.burn.reversed,
    vanished: burn !== undefined && !track.burn.burning && !followed && seen.radar.absence > SILENCE,
  };
}

function ownBurn({ burn, seen, parent, born_us }: Track): OwnBurn | undefined {
  if (burn.ignitions === 0 || burn.began_us === undefined || seen.heat.first_us === undefined) return undefined;
  if (parent !== undefined && burn.began_us < born_us) return undefined;
  const from_us = parent === undefined ? Math.min(burn.began_us, seen.heat.first_us) : burn.began_us;
  const to_us = burn.ended_us ?? seen.heat.last_us ?? from_us;
  if (to_us - from_us < SHORTEST_US) return undefined;
  return { from_us, to_us, fromHeight_m: burn.beganHeight_m, toHeight_m: burn.endedHeight_m ?? Infinity };
}

/** Whether it only parted from another. What has burned by itself since is a launch that was seen beside another one, or the stage that goes on. */
export function isPiece(track: Track): boolean {
  return track.parent !== undefined && ownBurn(track) === undefined;
}

/** A chain of burns, one after another, is one launch, whichever of the pieces the tracks have gone with. */
type Chain = { readonly from_us: Micros; readonly origin_m: Vec3; readonly probability: number };

/** A burn that the radars did not go on to follow is seldom a launch of its own: mostly another track has had it. */
const VANISHED_IS_LAUNCH = 0.35;
/** Launches from one place within seconds are easily taken for one another: of a pair so close one has been counted twice, or not at all. */
const CLOSE_M = 10_000;
const CLOSE_US = 20_000_000;
const COUNTED_TWICE = 0.06;
const NOT_COUNTED = 0.035;

/** From lift-off until it is above the clouds a launch is not seen: as many are there unseen as have come in that time of late. */
const HIDDEN_S = 30;
const LATELY_S = 120;

/** Counts launches up to now. Objects are not launches (H7): of each family of tracks that have parted from one another, only burns count, and burns that
 *  follow one another count once. The number is uncertain in four ways: whether a track exists, whether a burn that vanished was a launch of
 *  its own, whether launches close together were told apart, and how many are still hidden below the clouds. All are taken as
 *  independent; the distribution of the sum is computed exactly (of the first two it is called Poisson–binomial).
 *  The shares were measured in the simulated raids of seeds 1 to 8 (`tocsin raid`); others are for judging them. */
export function countLaunches(evidence: readonly LaunchEvidence[], at_us: Micros): LaunchCount {
  const chains = chainsOf(evidence).sort((a, b) => a.from_us - b.from_us);
  let distribution = [1];
  for (const { probability } of chains) distribution = convolved(distribution, [1 - probability, probability]);
  const pairs = closePairs(chains);
  for (let k = 0; k < pairs; k++) distribution = convolved(distribution, [COUNTED_TWICE, 1 - COUNTED_TWICE - NOT_COUNTED, NOT_COUNTED]);
  const lately = chains.filter(({ from_us }) => at_us - from_us < LATELY_S * 1e6).length;
  distribution = convolved(distribution, poisson((lately * HIDDEN_S) / LATELY_S));
  return summaryOf(distribution, -pairs);
}

function chainsOf(evidence: readonly LaunchEvidence[]): Chain[] {
  const families = new Map<string, LaunchEvidence[]>();
  for (const one of evidence) {
    if (one.burn === undefined) continue;
    const family = families.get(one.root);
    if (family === undefined) families.set(one.root, [one]);
    else family.push(one);
  }
  return [...families.values()].flatMap(chainsOfFamily);
}

type Burned = LaunchEvidence & { readonly burn: OwnBurn };

/** The fewest chains in which each burn follows the one before. */
function chainsOfFamily(family: readonly LaunchEvidence[]): Chain[] {
  const burned = family.filter((one): one is Burned => one.burn !== undefined).sort((a, b) => a.burn.from_us - b.burn.from_us);
  const chains: Burned[][] = [];
  for (const one of burned) {
    const chain = chains.find((links) => follows(links[links.length - 1], one));
    if (chain === undefined) chains.push([one]);
    else chain.push(one);
  }
  return chains.map((links) => ({
    from_us: links[0].burn.from_us,
    origin_m: links[0].origin_m,
    probability: links.reduce((most, { existence, vanished }) => Math.max(most, existence * (vanished ? VANISHED_IS_LAUNCH : 1)), 0),
  }));
}

function follows({ burn: before, reversed }: Burned, { burn: after, reversed: turnsBack }: Burned): boolean {
  // A stage that turns back burns while the next one does.
  if (reversed || turnsBack) return true;
  if (after.from_us < before.to_us - OVERLAP_US || after.from_us > before.to_us + LONGEST_STAGING_S * 1e6) return false;
  return after.fromHeight_m > before.toHeight_m - HEIGHT_SLACK_M;
}

function closePairs(chains: readonly Chain[]): number {
  let pairs = 0;
  chains.forEach((one, i) => {
    for (let k = i + 1; k < chains.length && chains[k].from_us - one.from_us < CLOSE_US; k++)
      if (distance(one.origin_m, chains[k].origin_m) < CLOSE_M) pairs += 1;
  });
  return pairs;
}

function convolved(a: readonly number[], b: readonly number[]): number[] {
  const out = Array.from({ length: a.length + b.length - 1 }, () => 0);
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) out[i + j] += a[i] * b[j];
  return out;
}

function poisson(mean: number): number[] {
  const out = [exp(-mean)];
  for (let k = 1; out.length < 4 * mean + 10; k++) out.push((out[k - 1] * mean) / k);
  return out;
}

/** What the range from `low` to `high` holds: a fortieth is left out on either side. */
export const COUNT_PROBABILITY = 0.95;
const TAIL = (1 - COUNT_PROBABILITY) / 2;

function summaryOf(distribution: readonly number[], first: number): LaunchCount {
  const number = (k: number): number => Math.max(0, first + k);
  let below = 0;
  let low: number | undefined;
  let high: number | undefined;
  let likeliest = 0;
  let expected = 0;
  distribution.forEach((p, k) => {
    below += p;
    if (low === undefined && below > TAIL) low = number(k);
    if (high === undefined && below >= 1 - TAIL) high = number(k);
    if (p > distribution[likeliest]) likeliest = k;
    expected += p * number(k);
  });
  return { likeliest: number(likeliest), low: low ?? 0, high: high ?? number(distribution.length - 1), expected };
}
