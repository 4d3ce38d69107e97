import { PHENOMENOLOGIES, type Phenomenology } from '../sense/sensor.ts';
import { quadraticForm } from '../math/matrix.ts';
import { fellFrom } from './from-heat.ts';
import { isExplainedLately, isGrossLately, isPairOpen, isProvenTwo, keepApart, type Neighbour, proveTwo, sidesOf } from './neighbour.ts';
import { lastObserved_us, MAX_SOURCES, noteDisplaced, noteShown, type Track, trackEstimate } from './track.ts';
import { CONFIRMED_SCORE } from '../track/object/existence.ts';
import { GATES } from '../track/look/gates.ts';

/** A track that is the same object as an older one, which takes over what it has seen. */
export type Joined = { readonly track: Track; readonly into: Track };

/** Of tracks that may have made the same detection, those that are the same object as an older one: the older takes over what the younger has
 *  seen. Two tracks of one object sooner or later want the same detection, so nobody else has to be compared. `group` is in order of age. */
export function joinTwins(group: readonly Track[]): Joined[] {
  const joined: Joined[] = [];
  for (let k = 1; k < group.length; k++) {
    for (let i = 0; i < k; i++) {
      if (joined.some(({ track }) => track === group[i]) || !sameObject(group[i], group[k])) continue;
      join(group[i], group[k], variance(group[k]) < variance(group[i]));
      joined.push({ track: group[k], into: group[i] });
      break;
    }
  }
  return joined;
}

/** To agree with a track that may be anywhere within more than this says nothing. */
const TWIN_KNOWN_M = 15_000;

/** Two tracks of one object: they agree in six dimensions, association has not judged them to be
 *  two, and no sensor has ever seen both at once. One may be the heat's and one the
 *  radar's, or the younger has taken up where the older was lost. Tracks that a sensor resolves are two objects and are never joined. */
function sameObject(older: Track, younger: Track): boolean {
  if (isLessKnown(older, younger) || younger.apartFrom.includes(older.id)) return false;
  if (PHENOMENOLOGIES.some((one) => seenTogether(older, younger, one))) return false;
  const a = older;
  const b = younger;
  const ea = trackEstimate(a);
  const eb = trackEstimate(b);
  const d = ea.x.map((v, i) => v - eb.x[i]);
  if (d[0] * d[0] + d[1] * d[1] + d[2] * d[2] > 4e10) return false;
  const p = ea.p.map((v, i) => v + eb.p[i]);
  if (p[0] + p[7] + p[14] > TWIN_KNOWN_M * TWIN_KNOWN_M) return false;
  const distance2 = quadraticForm(p, d, 6);
  return distance2 !== undefined && distance2 < GATES.sameObject[6];
}

/** Whether a phenomenology has gone on seeing the older track after it first saw the younger one. */
function seenTogether(older: Track, younger: Track, kind: Phenomenology): boolean {
  const first = younger.seen[kind].first_us;
  const last = older.seen[kind].last_us;
  return first !== undefined && last !== undefined && last >= first;
}

/** ln of the odds for one object at which two neighbours are joined, and how many looks must have shown each alone. Pieces that a radar does not tell apart
 *  reach such odds now and then; they do not keep to the pattern that each sensor shows the same one of the two. */
const ONE_OBJECT = 12;
const SHOWN_ALONE = 4;
/** Looks in a row that showed the younger alone where both might be: the older is not where it should be by now, and something is where an error of the
 *  radar that is left would put it. So an object goes from the view of one radar into that of another. */
const LEFT_ALONE = 6;
/** ln of the odds at which it is then joined: less is asked for than of two that are both shown, as the older will be lost without it. */
const ONE_LEFT = 5;

/** Joins the tracks whose looks say that a sensor has shown one object in two places. `gone` have been joined in this scan already. */
export function joinNeighbours(tracks: readonly Track[], gone: readonly Joined[]): Joined[] {
  const joined: Joined[] = [];
  for (const one of gone) noteApart(tracks, one);
  const isGone = (one: Track): boolean => gone.some(({ track }) => track === one) || joined.some(({ track }) => track === one);
  // Of two that may be the older one, it is rather that of which nobody has heard.
  const isUntold = ({ status }: Track): boolean => status === 'tentative';
  for (const younger of [...tracks.filter(isUntold), ...tracks.filter((one) => !isUntold(one))]) {
    if (younger.neighbours.length === 0 || isGone(younger)) continue;
    for (const pair of younger.neighbours) {
      const older = tracks.find(({ id }) => id === pair.older);
      if (older === undefined || isGone(older) || !isOneObject(pair, older, younger)) continue;
      joinPair(pair, older, younger, sidesWithYounger(pair, older, younger));
      const one = { track: younger, into: older };
      noteApart(tracks, one);
      joined.push(one);
      break;
    }
  }
  return joined;
}

/** What looks have shown beside a track is another than that with which the track goes on, too: two objects that may have been one lost one would both go into it, one
 *  look after the other. */
function noteApart(tracks: readonly Track[], { track, into }: Joined): void {
  for (const other of tracks) {
    const pair = other.neighbours.find(({ older }) => older === into.id);
    const isApart = (of: Track, from: Track): boolean => of.neighbours.some((one) => one.older === from.id && isProvenTwo(one));
    if (pair !== undefined && (isApart(other, track) || isApart(track, other))) proveTwo(pair);
  }
}

/** Joins tracks that only radar has seen with the one that fell from where satellites had seen it burn; `ripe` are those of this scan. */
export function joinFallen(tracks: readonly Track[], ripe: readonly Track[], gone: readonly Joined[]): Joined[] {
  const isGone = (one: Track): boolean => gone.some(({ track, into }) => track === one || into === one);
  return ripe.flatMap((younger): Joined[] => {
    if (isGone(younger)) return [];
    const from = tracks.filter((older) => older.born_us < younger.born_us && !isGone(older) && isFallenFrom(older, younger));
    if (from.length !== 1) return [];
    join(from[0], younger, true);
    return [{ track: younger, into: from[0] }];
  });
}

function isFallenFrom(older: Track, younger: Track): boolean {
  return !isLessKnown(older, younger) && !seenTogether(older, younger, 'radar') && fellFrom(older, younger);
}

/** ln of the odds for one object above which a younger track carries on an older one that is lost: both can be no more. */
const CARRIES_ON = 0;

/** The younger track that a lost one goes on with: its looks say that a sensor has shown one object in two places, and only the younger one's are left.
 *  Four looks that showed each alone are not asked for, as nothing is taken from anybody: without it the older one would end. */
export function carryOn(lost: Track, tracks: readonly Track[]): Joined | undefined {
  for (const younger of tracks) {
    const pair = younger.neighbours.find(({ older }) => older === lost.id);
    if (pair === undefined || pair.one <= CARRIES_ON || !isPairOpen(pair, younger.at_us) || sidesOf(pair).younger < SHOWN_ALONE) continue;
    joinPair(pair, lost, younger, true);
    return { track: younger, into: lost };
  }
  return undefined;
}

/** The younger track with which one goes on that has come down by prediction, and by nobody's sight: it began beside that after the older was last seen, is as sure as what is
 *  told to people, and was held back for being perhaps the same. */
export function goOnInstead(fallen: Track, tracks: readonly Track[]): Joined | undefined {
  if (fallen.status !== 'confirmed') return undefined;
  const seen_us = lastObserved_us(fallen);
  const younger = tracks.find(({ status, score, born_us, at_us, neighbours }) => {
    const pair = neighbours.find(({ older }) => older === fallen.id);
    return status === 'tentative' && score > CONFIRMED_SCORE && born_us > seen_us && pair !== undefined && isPairOpen(pair, at_us);
  });
  if (younger === undefined) return undefined;
  join(fallen, younger, true);
  return { track: younger, into: fallen };
}

function joinPair(pair: Neighbour, older: Track, younger: Track, withYounger: boolean): void {
  join(older, younger, withYounger);
  for (const { sensor, older: there, younger: here } of pair.alone) {
    if (here === there) continue;
    if (here > there === withYounger) noteInPlace(older, sensor);
    else noteDisplaced(older, sensor);
  }
}

/** What people know is not given up for what nobody has heard of, and may end as if it had never been. */
function isLessKnown(older: Track, younger: Track): boolean {
  return older.status === 'tentative' && younger.status === 'confirmed';
}

/** An error explains their difference, and some sensors keep to the one, some to the other; or all that still look show only the younger. */
function isOneObject(pair: Neighbour, older: Track, younger: Track): boolean {
  if (isLessKnown(older, younger) || isProvenTwo(pair)) return false;
  if (!isExplainedLately(pair, younger.at_us)) return isGrosslyOne(pair, younger);
  if (pair.left >= LEFT_ALONE && pair.one > ONE_LEFT) return true;
  const sides = sidesOf(pair);
  return keepApart(sides) && pair.one >= ONE_OBJECT && sides.older >= SHOWN_ALONE && sides.younger >= SHOWN_ALONE;
}

/** The same where only gross errors explain the difference: they are rare, and it takes twice the looks to believe in them. */
function isGrosslyOne(pair: Neighbour, { at_us }: Track): boolean {
  if (!isGrossLately(pair, at_us) || pair.both > 0) return false;
  const sides = sidesOf(pair);
  return keepApart(sides) && pair.one >= 2 * ONE_OBJECT && Math.min(sides.older, sides.younger) >= 2 * SHOWN_ALONE;
}

function noteInPlace({ displaced }: Track, sensor: string): void {
  const k = displaced.findIndex((one) => one.sensor === sensor);
  if (k >= 0) displaced.splice(k, 1);
}

/** Whether the object is where the younger track is: where more sensors show it, for one is sooner wrong than two, of those that are not known to be; of as
 *  many, the better-known track. */
function sidesWithYounger({ alone }: Neighbour, older: Track, younger: Track): boolean {
  let sides = 0;
  for (const { older: there, younger: here, doubted } of alone) if (!doubted) sides += Math.sign(here - there);
  return sides === 0 ? variance(younger) < variance(older) : sides > 0;
}

function variance(track: Track): number {
  const { p } = trackEstimate(track);
  return p[0] + p[7] + p[14];
}

/** The older track takes over what the younger one has seen. Its motion is kept unless the younger one's is the right one. */
function join(older: Track, younger: Track, withYounger: boolean): void {
  if (older.parent === undefined && older.seen.heat.hits === 0 && younger.parent !== older.id) {
    older.parent = younger.parent;
    older.root = younger.root;
  }
  for (const kind of PHENOMENOLOGIES) {
    const from = younger.seen[kind];
    const to = older.seen[kind];
    if (from.hits === 0) continue;
    // What a piece began with its kin has seen already.
    to.hits = Math.max(to.hits, from.inherited) + from.hits - from.inherited;
    to.first_us ??= from.first_us;
    to.last_us = Math.max(to.last_us ?? -Infinity, from.last_us ?? -Infinity);
    to.absence = from.absence;
    if (kind === 'radar') {
      older.crossSection.set(younger.crossSection);
      Object.assign(older.echoStrength, younger.echoStrength);
    }
    for (const sensor of from.sensors) if (!to.sensors.includes(sensor)) to.sensors.push(sensor);
  }
  if (withYounger) {
    older.imm.modes.set(younger.imm.modes);
    older.imm.weights.set(younger.imm.weights);
  }
  older.sources.push(...younger.sources.slice(0, MAX_SOURCES - Math.min(MAX_SOURCES, older.sources.length)));
  if (older.early.length === 0) older.early.push(...younger.early);
  if (older.earlyPlots.length === 0) older.earlyPlots.push(...younger.earlyPlots);
  for (const shown of younger.shownBy) noteShown(older, shown);
  older.score = Math.max(older.score, younger.score);
  if (older.burn.ignitions === 0 && younger.burn.ignitions > 0) Object.assign(older.burn, younger.burn);
}
