import { log } from '../math/elementary.ts';
import type { Scan } from '../sense/scan.ts';
import type { SensorSpec } from '../sense/sensor.ts';
import type { Micros } from '../units.ts';
import { ClusterList } from '../track/decide/cluster-list.ts';
import { decideAll, DECISIONS } from '../track/decide/decide.ts';
import { type Candidate, gather, type Gathered, type Others } from './gather.ts';
import { EXPLAINED, explainDisplacedSights } from './displaced-sights.ts';
import { type Woken, wakeLost } from './dormant.ts';
import { clustersOf, type Doubt, othersOf, settledBy, standing } from './doubt.ts';
import { birthScore, GIVEN_UP_SCORE, scoreDetected } from '../track/object/existence.ts';
import { absorb, noteHit, predictTrack } from './follow.ts';
import { forgetDrag, match, projectImm } from '../track/filter/imm.ts';
import { isAsked } from './from-heat.ts';
import { comesFromSky } from './from-sky.ts';
import { showsInPlace } from './in-place.ts';
import { TracksInHand } from './in-hand.ts';
import { initiate } from './initiate.ts';
import { fate, type TrackEnd } from './fate.ts';
import { type Look, lookOf } from '../track/look/look.ts';
import { isPairOpen } from './neighbour.ts';
import { noteNeighbours, noteShownInPlace } from './neighbours.ts';
import { pieceTrack, spreadImm } from './separation.ts';
import { countSilence } from './silence.ts';
import { isDisplaced, newTrack, type Track } from './track.ts';
import { carryOn, goOnInstead, type Joined, joinFallen, joinNeighbours, joinTwins } from './twins.ts';

/** All tracks of a theatre, in order of birth; what else some of them may be; and those that were lost a while ago, in order of loss. */
export type Tracker = { readonly tracks: Track[]; readonly doubts: Doubt[]; readonly dormant: Track[]; nextNumber: number };

/** Most tracks held at once; at the bound, the weakest tentative track makes room, and a raid of confirmed ones is never dropped. */
export const MAX_TRACKS = 4000;

/** A track that ended, why, and the older track that goes on with what it had seen. */
export type EndedTrack = { readonly track: Track; readonly reason: TrackEnd; readonly into?: string };

/** What a scan did: who was seen, who of these began with it, and who was lost and why (all others are in `tracker.tracks`). */
export type ScanOutcome = {
  readonly touched: readonly Track[];
  readonly born: readonly Track[];
  /** `into` is a track that is still there. */
  readonly ended: readonly EndedTrack[];
  readonly atLimit: boolean;
};

/** The name of the track that once began with this detection of the scan; `undefined` where none has. */
export type NameOf = (index: number) => string | undefined;

export function newTracker(): Tracker {
  return { tracks: [], doubts: [], dormant: [], nextNumber: 1 };
}

export type ScanOptions = {
  /** Names of what began with the scan when it was folded before. */
  readonly nameOf?: NameOf | undefined;
  /** The sensor is known to show things beside where they are. */
  readonly doubted?: boolean;
  /** Joint hypotheses that contending tracks are followed with, at most; with one each is the mixture of what it may have done (JPDA*). */
  readonly jointHypotheses?: number | undefined;
};

/** Folds one scan: predict everybody to its time, find who may have made what, decide cluster by cluster, start new tracks, let go of lost ones.
 *  The scan's detections have passed `detect`; `seq` is its journal entry. Scans come in order of measurement time. */
export function takeScan(
  tracker: Tracker,
  sensor: SensorSpec,
  scan: Scan,
  seq: number,
  screened: ReadonlySet<number>,
  { nameOf = () => undefined, doubted = false, jointHypotheses = 1 }: ScanOptions = {},
): ScanOutcome {
  const look = lookOf(sensor, scan, seq, screened, doubted);
  const branches = othersOf(tracker.doubts);
  for (const track of [...tracker.tracks, ...branches]) predictTrack(track, scan.measuredAt_us);
  const gathered = gather(tracker.tracks, look, branches);
  const { candidates, others: besides, explained, groups } = decide(tracker, gathered, look, jointHypotheses);
  const { others } = gathered;
  const joined = groups.flatMap((group) => joinTwins(group));
  const touched = tracker.tracks.filter((track) => track.seen[look.phenomenology].last_us === look.at_us);
  const sound = showsInPlace(tracker.tracks, look);
  const born: Track[] = [];
  explainDisplacedSights(candidates, look, explained);
  const atLimit = !startTracks(tracker, candidates, look, others, explained, { touched, born }, sound, nameOf);
  if (sound) noteShownInPlace(candidates, look);
  else noteNeighbours(candidates, look);
  countSilence([...candidates, ...besides], tracker.tracks, look, sound);
  joined.push(...joinNeighbours(tracker.tracks, joined));
  joined.push(...joinFallen(tracker.tracks, touched.filter(isAsked), joined));
  const ended = wake(tracker, letGo(tracker, joined), look.at_us);
  for (const one of ended.all) joinLines(tracker.tracks, one);
  keepDoubts(tracker, joined);
  const goesOn = (track: Track): Track[] => {
    const into = ended.woken.find((one) => one.track === track)?.into;
    if (into !== undefined) return [into];
    return ended.all.some((one) => one.track === track && one.reason === 'same-object') ? [] : [track];
  };
  return {
    touched: touched.flatMap(goesOn),
    born,
    ended: ended.all,
    atLimit,
  };
}

/** Shares of a cluster's probability below which a joint hypothesis of it goes. */
const DROP_WEIGHT = 1e-3;

type Decided = {
  /** Of each track, by place, as it is now. */
  readonly candidates: readonly Candidate[];
  /** Of what else they may be. */
  readonly others: readonly Candidate[];
  readonly explained: Float64Array;
  /** Tracks that contended, in each group the older first. */
  readonly groups: readonly (readonly Track[])[];
};

/** Takes every track through the look. */
function decide(tracker: Tracker, { candidates, others }: Gathered, look: Look, jointHypotheses: number): Decided {
  const { tracks, doubts } = tracker;
  const { clusters, lately } = clustersOf(tracks, doubts);
  const inHand = new TracksInHand(
    candidates.map((candidate, slot) => ({ candidate, lately: lately[slot] })),
    look,
    others,
  );
  const settled = new ClusterList();
  const decision = jointHypotheses > 1 ? DECISIONS.pmbm : DECISIONS.jpda;
  // What ends a track is its fate, and not this.
  const groups = decideAll(clusters, settled, decision, inHand, { jointHypotheses, dropWeight: DROP_WEIGHT, endExistence: 0 });
  const { fronts, doubts: left } = settledBy(settled, inHand.branches);
  doubts.splice(0, Infinity, ...left);
  fronts.forEach(({ candidate }, place) => {
    tracks[place] = candidate.track;
  });
  const besides = new Set(othersOf(left));
  return {
    candidates: fronts.map(({ candidate }) => candidate),
    others: inHand.branches.flatMap(({ candidate }) => (besides.has(candidate.track) ? [candidate] : [])),
    explained: inHand.explained,
    groups: groups.map((group) =>
      group
        .map(({ id }) => id)
        .sort((a, b) => a - b)
        .map((place) => tracks[place]),
    ),
  };
}

/** A doubt ends with the tracks that it is about, and when one of them is found to be another. */
function keepDoubts({ tracks, doubts }: Tracker, joined: readonly Joined[]): void {
  if (doubts.length === 0) return;
  const left = standing(doubts, tracks, (id) => joined.some(({ track, into }) => track.id === id || into.id === id));
  doubts.splice(0, Infinity, ...left);
}

/** A plot beside a track that should have shown itself, and has not, is sooner that track's, which has gone another way than expected, than a piece of it
 *  with the track itself unseen. */
const SHOULD_HAVE_SHOWN = 0.5;

/** Whether another radar has shown the track where it was expected since this one last did, or this one has been found to show it in a wrong place: then
 *  it has not gone another way, and a plot beside it is a piece of it, or this radar's error. */
function isHeldElsewhere(track: Track, { sensor, at_us }: Look): boolean {
  if (isDisplaced(track, sensor, at_us)) return true;
  const { shownBy, seen } = track;
  const own = shownBy.find((one) => one.sensor === sensor)?.at_us ?? -Infinity;
  return shownBy.some((one) => one.sensor !== sensor && one.at_us > own && seen.radar.sensors.includes(one.sensor));
}

function takeBeside(candidate: Candidate, look: Look, column: number): void {
  const { track, missedWith, expected } = candidate;
  spreadImm(track.imm, track);
  const projection = projectImm(track.imm, look, expected);
  const found = match(projection, look, column);
  if (!(found.logLikelihood > -Infinity)) return;
  track.score = scoreDetected(track.score - log(1 - missedWith), missedWith, found.logLikelihood - log(look.clutter[column]));
  absorb(track, look, found, projection, expected);
  candidate.missedWith = 0;
}

/** Starts a track from each detection that nobody explains: of a piece of a known object, where that is likeliest, else of something new. False when
 *  there was no room for one. */
function startTracks(
  tracker: Tracker,
  candidates: readonly Candidate[],
  look: Look,
  { fresh, other, parent }: Others,
  explained: Float64Array,
  { touched, born }: { readonly touched: Track[]; readonly born: Track[] },
  sound: boolean,
  nameOf: NameOf,
): boolean {
  for (let column = 0; column < look.columns.count; column++) {
    if (explained[column] >= EXPLAINED) continue;
    const beside = candidates[parent[column]];
    if (beside !== undefined && beside.missedWith > SHOULD_HAVE_SHOWN && (sound || !isHeldElsewhere(beside.track, look))) {
      takeBeside(beside, look, column);
      touched.push(beside.track);
      continue;
    }
    const score = birthScore(fresh[column], other[column], 1 - explained[column]);
    if (score < GIVEN_UP_SCORE) continue;
    if (tracker.tracks.length >= MAX_TRACKS && !makeRoom(tracker)) return false;
    const known = nameOf(look.indexOf(column));
    const begun = bornOf(known ?? `T${tracker.nextNumber}`, beside?.track, look, column, score, tracker.tracks);
    if (begun === undefined) continue;
    const track = { ...begun, apartFrom: judgedApart(candidates, column) };
    if (known === undefined) tracker.nextNumber += 1;
    tracker.tracks.push(track);
    touched.push(track);
    born.push(track);
  }
  return true;
}

/** Most older tracks that a track remembers not to be. */
const MAX_APART = 8;

function judgedApart(candidates: readonly Candidate[], column: number): string[] {
  const names: string[] = [];
  for (const { track, columns } of candidates) if (names.length < MAX_APART && columns.includes(column)) names.push(track.id);
  return names;
}

function bornOf(
  id: string,
  parent: Track | undefined,
  look: Look,
  column: number,
  score: number,
  tracks: readonly Track[],
): Track | undefined {
  if (parent !== undefined) {
    const track = pieceTrack(id, parent, score);
    const expected = new Float64Array(4).fill(1);
    const projection = projectImm(track.imm, look, expected);
    const found = match(projection, look, column);
    if (found.logLikelihood > -Infinity) {
      absorb(track, look, found, projection, expected);
      return track;
    }
  }
  const fallen = comesFromSky(tracks, id, look, column, score);
  if (fallen !== undefined) return fallen;
  const imm = initiate(look, column);
  if (imm === undefined) return undefined;
  const track = newTrack(id, look.at_us, imm, score);
  noteHit(track, look, column);
  return track;
}

function makeRoom(tracker: Tracker): boolean {
  let weakest = -1;
  tracker.tracks.forEach((track, t) => {
    if (track.status === 'tentative' && (weakest < 0 || track.score < tracker.tracks[weakest].score)) weakest = t;
  });
  if (weakest < 0) return false;
  tracker.tracks.splice(weakest, 1);
  return true;
}

function letGo(tracker: Tracker, joins: readonly Joined[]): EndedTrack[] {
  const joined = [...joins];
  const isInto = (track: Track): boolean => joined.some((one) => one.into === track);
  const intoOf = (track: Track): Track | undefined => joined.find((one) => one.track === track)?.into;
  const reasons = new Map<Track, TrackEnd>();
  const confirmed = new Set(tracker.tracks.filter(({ status }) => status === 'confirmed').map(({ id }) => id));
  for (const track of tracker.tracks) {
    if (intoOf(track) !== undefined) continue;
    const before = track.status;
    const reason = fate(track, (id) => confirmed.has(id));
    // Whichever piece a track has gone with, it is not what it was on its way up through the air.
    if (track.status !== before && track.parent !== undefined) forgetDragOf(tracker.tracks, track.parent);
    // What another has just gone into does not end with the same look.
    if (reason === undefined || isInto(track)) continue;
    const left = tracker.tracks.filter((one) => intoOf(one) === undefined && !isInto(one));
    const carried = reason === 'lost' ? carryOn(track, left) : reason === 'come-down' ? goOnInstead(track, left) : undefined;
    if (carried === undefined) reasons.set(track, reason);
    else joined.push(carried);
  }
  const ended = tracker.tracks.flatMap((track): EndedTrack[] => {
    const into = intoOf(track);
    if (into !== undefined) return [{ track, reason: 'same-object', into: into.id }];
    const reason = reasons.get(track);
    return reason === undefined ? [] : [{ track, reason }];
  });
  const gone = new Set(ended.map(({ track }) => track));
  const kept = tracker.tracks.filter((track) => !gone.has(track) && (isInto(track) || !goesWith(track, ended)));
  tracker.tracks.splice(0, Infinity, ...kept);
  return ended;
}

/** What parted from either of two that were one parted from one. */
function joinLines(tracks: readonly Track[], { track, into: id }: EndedTrack): void {
  const into = id === undefined ? undefined : tracks.find((one) => one.id === id);
  if (into === undefined) return;
  for (const one of tracks) if (one.root === track.id || one.root === into.id) one.root = into.root;
}

function forgetDragOf(tracks: readonly Track[], id: string): void {
  const whole = tracks.find((track) => track.id === id);
  if (whole !== undefined) forgetDrag(whole.imm);
}

/** Plots by which a fall is known. */
const FEW_PLOTS = 6;

/** Lost tracks that turn out to live on under a younger one's name take its place, and are not lost. */
function wake(tracker: Tracker, ended: EndedTrack[], at_us: Micros): { readonly all: EndedTrack[]; readonly woken: readonly Woken[] } {
  // Of what was seen to burn, and not where it fell, nobody knows whether it has come down.
  const lost = ended.flatMap(({ track, reason }) =>
    reason === 'lost' || (reason === 'come-down' && track.seen.radar.hits < FEW_PLOTS) ? [track] : [],
  );
  const woken = wakeLost(tracker.dormant, lost, tracker.tracks, at_us);
  for (const { track, into } of woken) {
    tracker.tracks.splice(tracker.tracks.indexOf(track), 1);
    const after = tracker.tracks.findIndex(({ born_us }) => born_us > into.born_us);
    tracker.tracks.splice(after < 0 ? tracker.tracks.length : after, 0, into);
  }
  const all = ended.filter(({ track }) => !woken.some(({ into }) => into === track));
  all.push(...woken.map(({ track, into }): EndedTrack => ({ track, reason: 'same-object', into: into.id })));
  return { all: all.map((end) => inTheEnd(end, all)), woken };
}

/** Where what a track went into has gone into a third in the same scan, it went into that. */
function inTheEnd(end: EndedTrack, all: readonly EndedTrack[]): EndedTrack {
  let { into } = end;
  for (let next = into; next !== undefined; next = all.find(({ track }) => track.id === next)?.into) into = next;
  return into === end.into || into === undefined ? end : { ...end, into };
}

/** A tentative track that waits to be known apart from one that has ended, but was not lost, has nothing to wait for: it goes too. */
function goesWith({ status, neighbours, at_us }: Track, ended: readonly EndedTrack[]): boolean {
  if (status === 'confirmed') return false;
  return neighbours.some(
    (pair) => isPairOpen(pair, at_us) && ended.some(({ track, reason }) => track.id === pair.older && reason === 'come-down'),
  );
}

/** Moves every track to a time without a look (a tick): those that have come down leave. */
export function passTime(tracker: Tracker, at_us: Micros): ScanOutcome['ended'] {
  for (const track of [...tracker.tracks, ...othersOf(tracker.doubts)]) predictTrack(track, at_us);
  const ended = wake(tracker, letGo(tracker, []), at_us).all;
  keepDoubts(tracker, []);
  return ended;
}
