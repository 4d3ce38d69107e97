import { quadraticForm } from '../math/matrix.ts';
import { CONFIRMED_SCORE, GIVEN_UP_SCORE, LOST_SCORE } from './existence.ts';
import { heightOf } from './follow.ts';
import { lastObserved_us, type Track, trackEstimate } from './track.ts';

/** A tentative track that no sensor can see for so long is given up: where it may be by then says nothing any more. */
const TENTATIVE_PATIENCE_S = 12;
/** No sensor could see it for this long, and it is on no ballistic path that explains why. */
const FORGOTTEN_S = 7200;
const UNDERGROUND_M = -3_000;

/** Why a track ends. `existence` and `not-seen-again` are of tentative ones: nobody has heard of these. `come-down`: by prediction, as nobody
 *  sees it fall (H4). `unmade`: with a late scan among what was folded, it never was an object of its own. */
export type TrackEnd = 'existence' | 'not-seen-again' | 'lost' | 'forgotten' | 'diverged' | 'come-down' | 'same-object' | 'unmade';

/** Confirms a track whose existence is sure enough, and says why one must go: `undefined` means that it stays. */
export function fate(track: Track): TrackEnd | undefined {
  if (track.status === 'tentative' && track.score > CONFIRMED_SCORE) {
    track.status = 'confirmed';
    track.confirmed_us = track.at_us;
  }
  const unseen_s = (track.at_us - lastObserved_us(track)) / 1e6;
  if (track.status === 'tentative') {
    if (track.score < GIVEN_UP_SCORE) return 'existence';
    if (unseen_s > TENTATIVE_PATIENCE_S) return 'not-seen-again';
  } else if (track.score < LOST_SCORE) {
    return 'lost';
  } else if (unseen_s > FORGOTTEN_S) {
    return 'forgotten';
  }
  const height_m = heightOf(track.imm);
  if (!(height_m < 1e9)) return 'diverged';
  return height_m < UNDERGROUND_M && unseen_s > 5 ? 'come-down' : undefined;
}

/** Of tracks that may have made the same detection, those that are the same object as an older one: the older takes over what the younger has
 *  seen. Two tracks of one object sooner or later want the same detection, so nobody else has to be compared. `group` is in order of age. */
export function joinTwins(group: readonly Track[]): { readonly track: Track; readonly into: Track }[] {
  const joined: { track: Track; into: Track }[] = [];
  for (let k = 1; k < group.length; k++) {
    for (let i = 0; i < k; i++) {
      if (joined.some(({ track }) => track === group[i]) || !sameObject(group[i], group[k])) continue;
      join(group[i], group[k]);
      joined.push({ track: group[k], into: group[i] });
      break;
    }
  }
  return joined;
}

/** Distance² of two estimates in six dimensions below which they are taken for one object (χ²₆ at 0.99). */
const SAME = 16.8;

/** To agree with a track that may be anywhere within more than this says nothing. */
const KNOWN_M = 15_000;

/** Two tracks of one object: they agree in six dimensions, association has not judged them to be
 *  two, and no sensor has ever seen both at once. One may be the heat's and one the
 *  radar's, or the younger has taken up where the older was lost. Tracks that a sensor resolves are two objects and are never joined. */
function sameObject(older: Track, younger: Track): boolean {
  if (younger.apartFrom.includes(older.id)) return false;
  if (seenTogether(older, younger, 'heat') || seenTogether(older, younger, 'radar')) return false;
  const a = older;
  const b = younger;
  const ea = trackEstimate(a);
  const eb = trackEstimate(b);
  const d = ea.x.map((v, i) => v - eb.x[i]);
  if (d[0] * d[0] + d[1] * d[1] + d[2] * d[2] > 4e10) return false;
  const p = ea.p.map((v, i) => v + eb.p[i]);
  if (p[0] + p[7] + p[14] > KNOWN_M * KNOWN_M) return false;
  const distance2 = quadraticForm(p, d, 6);
  return distance2 !== undefined && distance2 < SAME;
}

/** Whether a phenomenology has gone on seeing the older track after it first saw the younger one. */
function seenTogether(older: Track, younger: Track, kind: 'heat' | 'radar'): boolean {
  const first = younger.seen[kind].first_us;
  const last = older.seen[kind].last_us;
  return first !== undefined && last !== undefined && last >= first;
}

/** The older track takes over what the younger one has seen; the better-known motion is kept. */
function join(older: Track, younger: Track): void {
  if (older.parent === undefined && older.seen.heat.hits === 0 && younger.parent !== older.id) older.parent = younger.parent;
  for (const kind of ['heat', 'radar'] as const) {
    const from = younger.seen[kind];
    const to = older.seen[kind];
    if (from.hits === 0) continue;
    to.hits += from.hits;
    to.first_us ??= from.first_us;
    to.last_us = Math.max(to.last_us ?? -Infinity, from.last_us ?? -Infinity);
    to.absence = from.absence;
    for (const sensor of from.sensors) if (!to.sensors.includes(sensor)) to.sensors.push(sensor);
  }
  const volume = (t: Track): number => trackEstimate(t).p.reduce((sum, v, i) => (i % 7 === 0 && i < 21 ? sum + v : sum), 0);
  if (volume(younger) < volume(older)) {
    older.imm.modes.set(younger.imm.modes);
    older.imm.weights.set(younger.imm.weights);
  }
  older.sources.push(...younger.sources.slice(0, 64 - Math.min(64, older.sources.length)));
  if (older.early.length === 0) older.early.push(...younger.early);
  older.score = Math.max(older.score, younger.score);
  if (older.burn.ignitions === 0 && younger.burn.ignitions > 0) Object.assign(older.burn, younger.burn);
}
