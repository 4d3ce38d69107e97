import { countLaunches, COUNT_PROBABILITY, type LaunchEvidence, launchEvidence } from '../assess/launches.ts';
import type { Emit } from './emission.ts';
import { eventOfTrack } from '../state/event-book.ts';
import type { State } from '../state/state.ts';
import type { Track } from '../theatre-track/track.ts';
import type { EndedTrack } from '../theatre-track/tracker.ts';

/** The count is of the launches of so much time; a track that ended before says nothing of now. */
const LOOK_BACK_US = 3_600_000_000;
/** Ended tracks kept; at the bound the oldest is forgotten, and the count is of that much less time. */
const MAX_ENDED = 4000;

/** Keeps what a confirmed track that has ended says of launches. What turned out to be the same object as another says nothing. */
export function noteEnded(state: State, { track, into }: EndedTrack): void {
  const { launches, folded_us } = state;
  if (track.status !== 'confirmed' || into !== undefined) return;
  const evidence = evidenceOf(state, track);
  // A piece without a burn of its own still ties those that parted from it to its family.
  if (evidence.burn === undefined && evidence.root === evidence.track) return;
  // A track that was lost and found and lost again has said it before.
  const before = launches.ended.findIndex((one) => one.evidence.track === track.id);
  if (before >= 0) launches.ended.splice(before, 1);
  launches.ended.push({ at_us: folded_us, evidence });
  if (launches.ended.length > MAX_ENDED) launches.ended.shift();
}

/** An object is taken to have been launched, rather than hot or bright by itself, from this probability on. */
const SURELY = 0.9;

/** Counts launches as often as events are assessed, while something is in the air that was launched and has not been alone in the last hour, and says so
 *  when the count has changed: of many objects nobody can tell by counting them how many launches they were (H7). Glints and fires alone are not
 *  counted aloud (1983). */
export function followLaunches(state: State, emit: Emit): void {
  const { launches, folded_us } = state;
  if (folded_us - launches.counted_us < state.settings.assessmentInterval_s * 1e6) return;
  launches.counted_us = folded_us;
  const from = launches.ended.findIndex(({ at_us }) => at_us > folded_us - LOOK_BACK_US);
  launches.ended.splice(0, from < 0 ? launches.ended.length : from);
  const present = state.tracker.tracks.filter(({ status }) => status === 'confirmed');
  // A track that had ended and lives after all speaks for itself.
  const here = new Set(present.map(({ id }) => id));
  const past = launches.ended.flatMap((one) => (here.has(one.evidence.track) ? [] : one.evidence));
  const flying = present.filter((track) => launchedProbability(state, track) > SURELY).length;
  const flown = past.filter(({ burn, track, root, existence }) => burn !== undefined && root === track && existence > SURELY).length;
  if (flying === 0 || flying + flown < 2) return;
  const evidence = [...past, ...present.map((track) => evidenceOf(state, track))];
  const count = countLaunches(evidence, folded_us);
  const { likeliest, low, high } = count;
  const { told } = launches;
  if (told !== undefined && told.likeliest === likeliest && told.low === low && told.high === high) return;
  launches.told = count;
  emit({ kind: 'launches', at_us: state.at_us, ...count, probability: COUNT_PROBABILITY, objects: present.length });
}

/** A track that exists is a launch only as far as its cause is one. */
function evidenceOf(state: State, track: Track): LaunchEvidence {
  const evidence = launchEvidence(track);
  return { ...evidence, existence: evidence.existence * launchedProbability(state, track) };
}

/** By the last assessment of the track's event; 0 before the first. */
function launchedProbability(state: State, track: Track): number {
  let sum = 0;
  for (const { hypothesis, probability } of eventOfTrack(state, track.id)?.last?.hypotheses ?? [])
    if (hypothesis === 'ballistic-missile' || hypothesis === 'space-launch' || hypothesis === 'powered-return') sum += probability;
  return sum;
}
