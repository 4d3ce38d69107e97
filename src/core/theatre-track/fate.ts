import { CONFIRMED_SCORE, GIVEN_UP_SCORE, LOST_SCORE } from '../track/object/existence.ts';
import { heightOf } from './follow.ts';
import { isPairOpen } from './neighbour.ts';
import { lastObserved_us, type Shown, type Track } from './track.ts';
import type { Seconds } from '../units.ts';

/** A tentative track that no sensor can see for so long is given up: where it may be by then says nothing any more. Of heat alone, looks that come slower than that
 *  are waited for: what burns was seen there, and satellites look every half minute. */
const TENTATIVE_PATIENCE_S = 12;
/** No sensor could see it for this long, and it is on no ballistic path that explains why. */
const FORGOTTEN_S = 7200;
/** Below the lowest land, which lies 430 m below the sea. A piece that has been slowed falls there for half a minute, and is an object that is no more. */
const UNDERGROUND_M = -500;
const LEAST_PATIENCE_S = 5;
const LOOKS = 2.5;
/** The same of what no radar has seen: its height is a guess. */
const GUESSED_UNDERGROUND_M = -3_000;
/** A track that may be one object with an older one waits so long for its confirmation: while nothing speaks for one object, and while the looks do. Then
 *  people are told of it: a real object must not be held back by a doubt. Sensors that show both prove them two within two looks. */
const UNDECIDED_S = 25;
const LIKELY_ONE_S = 60;
/** ln of the odds for one object from which on it is likely. */
const LIKELY = 2;

/** Why a track ends. `existence` and `not-seen-again` are of tentative ones: nobody has heard of these. `come-down`: by prediction, as nobody
 *  sees it fall (H4). `unmade`: with a late scan among what was folded, it never was an object of its own. */
export type TrackEnd = 'existence' | 'not-seen-again' | 'lost' | 'forgotten' | 'diverged' | 'come-down' | 'same-object' | 'unmade';

/** Why an event ends. That a track is doubted, and that it is not seen again, is one thing to people. */
export type EventEnd = Exclude<TrackEnd, 'existence'>;

/** Ends that are no evidence of anything: it has come down, cannot be seen, or has outrun our own arithmetic. */
const NO_EVIDENCE: ReadonlySet<TrackEnd> = new Set(['come-down', 'forgotten', 'diverged']);

/** Whether an object whose track ends so is lost, where nothing carries it on: what should have been seen was not. */
export function isLoss(end: TrackEnd): boolean {
  return !NO_EVIDENCE.has(end);
}

/** Confirms a track whose existence is sure enough, and says why one must go: `undefined` means that it stays. */
export function fate(track: Track, isConfirmed: (id: string) => boolean): TrackEnd | undefined {
  if (track.status === 'tentative' && track.score > CONFIRMED_SCORE && !mayBeAnother(track, isConfirmed)) {
    track.status = 'confirmed';
    track.confirmed_us = track.at_us;
  }
  const unseen_s = (track.at_us - lastObserved_us(track)) / 1e6;
  if (track.status === 'tentative') {
    if (track.score < GIVEN_UP_SCORE) return 'existence';
    if (unseen_s > (track.seen.radar.hits > 0 ? TENTATIVE_PATIENCE_S : Math.max(TENTATIVE_PATIENCE_S, patience_s(track))))
      return 'not-seen-again';
  } else if (track.score < LOST_SCORE) {
    return 'lost';
  } else if (unseen_s > FORGOTTEN_S) {
    return 'forgotten';
  }
  const height_m = heightOf(track.imm);
  if (!(height_m < 1e9)) return 'diverged';
  const ground_m = track.seen.radar.hits > 0 ? UNDERGROUND_M : GUESSED_UNDERGROUND_M;
  return height_m < ground_m && unseen_s > patience_s(track) ? 'come-down' : undefined;
}

/** How long what should be down by now waits for being shown again: two looks of the sensor that showed it last may miss it. A helicopter, which a few plots of
 *  a slow radar do not tell from what falls, came down between two looks, and the next one showed another. */
function patience_s({ shownBy }: Track): Seconds {
  const last = shownBy.reduce<Shown | undefined>(
    (newest, one) => (newest === undefined || one.at_us > newest.at_us ? one : newest),
    undefined,
  );
  return Math.max(LEAST_PATIENCE_S, LOOKS * (last?.revisit_s ?? 0));
}

/** Whether it is still open if this is a confirmed track's object, seen in another place by a sensor that is wrong. */
function mayBeAnother({ neighbours, at_us }: Track, isConfirmed: (id: string) => boolean): boolean {
  return neighbours.some((pair) => {
    const patience_s = pair.one > LIKELY ? LIKELY_ONE_S : UNDECIDED_S;
    return isPairOpen(pair, at_us) && at_us - pair.since_us < patience_s * 1e6 && isConfirmed(pair.older);
  });
}
