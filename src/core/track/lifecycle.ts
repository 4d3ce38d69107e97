import { heightAbove } from '../frames/geodetic.ts';
import { quadraticForm } from '../math/matrix.ts';
import { lastObserved_us, type Track, trackEstimate } from './track.ts';

/** ln-likelihood ratio at which a track stands: one false confirmation in a million clutter starts (Wald's test). */
const CONFIRM_SCORE = 13.8;
/** A score alone can leap on two chance detections; three say that it persists. */
const CONFIRM_HITS = 3;
/** A tentative track gives up here, or when nobody has seen it for a while. */
const DROP_SCORE = -6;
const TENTATIVE_PATIENCE_S = 12;
/** A confirmed track is lost when looks that should have seen it have cost this much since its best: ten misses at Pd 0.95. */
const LOST_DROP = 30;
/** No sensor could see it for this long, and it is on no ballistic path that explains why. */
const FORGOTTEN_S = 7200;
const UNDERGROUND_M = -3_000;

/** Confirms a track that has earned it, and says why one must go: `undefined` means that it stays.
 *  `kept` are the older tracks that stay; a younger one that is the same object seen by the other phenomenology joins it. */
export function fate(track: Track, kept: readonly Track[]): string | undefined {
  const hits = track.seen.heat.hits + track.seen.radar.hits;
  if (track.status === 'tentative' && track.score > CONFIRM_SCORE && hits >= CONFIRM_HITS) {
    track.status = 'confirmed';
    track.confirmed_us = track.at_us;
  }
  const unseen_s = (track.at_us - lastObserved_us(track)) / 1e6;
  if (track.status === 'tentative') {
    if (track.score < DROP_SCORE) return 'score';
    if (unseen_s > TENTATIVE_PATIENCE_S) return 'not seen again';
  } else if (track.bestScore - track.score > LOST_DROP) {
    return 'lost';
  } else if (unseen_s > FORGOTTEN_S) {
    return 'forgotten';
  }
  const { x } = trackEstimate(track);
  if (!(x[0] * x[0] + x[1] * x[1] + x[2] * x[2] < 1e18)) return 'diverged';
  if (heightAbove(x[0], x[1], x[2]) < UNDERGROUND_M && unseen_s > 5) return 'predicted to have come down';
  const twin = kept.find((other) => sameObject(other, track));
  if (twin !== undefined) {
    join(twin, track);
    return `same object as ${twin.id}`;
  }
  return undefined;
}

/** Distance² of two estimates in six dimensions below which they are taken for one object (χ²₆ at 0.99). */
const SAME = 16.8;

/** Two tracks of one object: they agree in six dimensions, and no sensor has ever seen both at once. One may be the heat's and one the
 *  radar's, or the younger has taken up where the older was lost. Tracks that a sensor resolves are two objects and are never joined. */
function sameObject(older: Track, younger: Track): boolean {
  if (seenTogether(older, younger, 'heat') || seenTogether(older, younger, 'radar')) return false;
  const a = older;
  const b = younger;
  const ea = trackEstimate(a);
  const eb = trackEstimate(b);
  const d = ea.x.map((v, i) => v - eb.x[i]);
  if (d[0] * d[0] + d[1] * d[1] + d[2] * d[2] > 4e10) return false;
  const p = ea.p.map((v, i) => v + eb.p[i]);
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
  older.score += Math.max(0, younger.score);
  older.bestScore = Math.max(older.bestScore, older.score);
  if (older.burn.ignitions === 0 && younger.burn.ignitions > 0) Object.assign(older.burn, younger.burn);
}
