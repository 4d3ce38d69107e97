import { expect, test } from 'vitest';
import { decode, encode } from '../codec.ts';
import { enuBasis } from '../frames/enu.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { polarFromEcef } from '../frames/radar.ts';
import { addScaled, type Vec3 } from '../math/vector.ts';
import { packInto } from '../math/packed.ts';
import type { RadarScan } from '../sense/scan.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import { degrees } from '../units.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { direction, radarFrame } from '../track/look/radar-frame.ts';
import { forgetTold, MAX_BRANCHES, othersOf, settledBy } from './doubt.ts';
import type { Branch } from './in-hand.ts';
import { ClusterList } from '../track/decide/cluster-list.ts';
import type { Cluster } from '../track/decide/cluster.ts';
import { copyPlain } from '../replay/copy-plain.ts';
import { newTrack, type Track } from './track.ts';
import { newTracker, passTime, takeScan, type Tracker } from './tracker.ts';

const RADAR: RadarSensor = {
  kind: 'radar',
  id: 'coast',
  site: geodeticDegrees(40, 135, 100),
  revisit_s: 5,
  detectionProbability: 0.9,
  sensitivity: { signalToNoise_dB: 150, range_m: 1_000_000, falseAlarmProbability: 1e-6 },
  falseDetectionsPerScan: 1,
  rangeMin_m: 5_000,
  rangeMax_m: 2e6,
  elevationMin_rad: degrees(2),
  elevationMax_rad: degrees(80),
  azimuthCentre_rad: 0,
  azimuthHalfWidth_rad: Math.PI,
  sigmaRange_m: 30,
  sigmaAngle_rad: 1e-3,
  sigmaRangeRate_mps: 3,
};
const FRAME = radarFrame(RADAR);
const AHEAD = direction(FRAME, 0.3, 0.9);
const UP = enuBasis(RADAR.site).up;
const SIGMA_M = 60;

/** A coasting object so far along the radar's beam. */
function object(id: string, range_m: number): Track {
  const r = addScaled(FRAME.origin, AHEAD, range_m);
  const modes = new Float64Array(THEATRE_MODES.size);
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? SIGMA_M * SIGMA_M : 25;
  modes.set([r.x, r.y, r.z, 1500 * UP.x, 1500 * UP.y, 1500 * UP.z], THEATRE_MODES.at[1]);
  packInto(modes, THEATRE_MODES.at[1] + 6, p, 6, 6);
  const track = newTrack(id, 0, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 14);
  track.status = 'confirmed';
  return track;
}

/** Two objects 400 m apart, which are known to be two: a cell of 90 m hides neither. */
function two(): Tracker {
  const tracker = newTracker();
  tracker.tracks.push(object('T1', 500_000), { ...object('T2', 500_400), apartFrom: ['T1'] });
  tracker.nextNumber = 3;
  return tracker;
}

type Shown = { readonly of: Track; readonly further_m: number };

/** What the radar reports of things so far behind where these tracks are now. */
function scanOf(at_us: number, shown: readonly Shown[]): RadarScan {
  const { sigmaRange_m, sigmaAngle_rad, sigmaRangeRate_mps } = RADAR;
  const sigmas = { sigmaRange_m, sigmaAzimuth_rad: sigmaAngle_rad, sigmaElevation_rad: sigmaAngle_rad, sigmaRangeRate_mps };
  const plots = shown.map(({ of: { imm }, further_m }) => {
    const [x, y, z, vx, vy, vz] = imm.modes.subarray(THEATRE_MODES.at[1]);
    const polar = polarFromEcef(FRAME.origin, FRAME, vec(x, y, z), vec(vx, vy, vz));
    return { ...polar, range_m: polar.range_m + further_m, signalToNoise_dB: 20, ...sigmas };
  });
  return { kind: 'radar-scan', sensor: 'coast', measuredAt_us: at_us, plots };
}
const vec = (x: number, y: number, z: number): Vec3 => ({ x, y, z });

function look(tracker: Tracker, scan: RadarScan, seq: number, jointHypotheses = 10): void {
  takeScan(tracker, RADAR, scan, seq, new Set(), { jointHypotheses });
}

/** The tracks as they will be then. */
function at(tracker: Tracker, at_us: number): Track[] {
  const later: Tracker = copyPlain(tracker);
  passTime(later, at_us);
  return later.tracks;
}

/** One plot in the middle between the two: either may have made it, and the other was missed. */
function inDoubt(): Tracker {
  const tracker = two();
  look(tracker, scanOf(0, [{ of: tracker.tracks[0], further_m: 190 }]), 1);
  return tracker;
}

const taken = ({ sources }: Track): string =>
  sources.map(({ seq, index, weight = 1 }) => `${seq}:${index}${weight < 1 ? '?' : ''}`).join(' ');

test('a plot that either of two may have made parts their stories: in one it is the first one’s, in the other the second’s', () => {
  const { tracks, doubts } = inDoubt();
  expect(doubts).toHaveLength(1);
  const [{ ids, joints, branches }] = doubts;
  expect(ids).toEqual(['T1', 'T2']);
  const stories = joints.map(({ slots }) =>
    slots.map((slot) => {
      const { of, track = tracks[of] } = branches[slot];
      return `${track.id} ${taken(track)}`.trim();
    }),
  );
  expect(stories).toContainEqual(['T1 1:0', 'T2']);
  expect(stories).toContainEqual(['T1', 'T2 1:0']);
  // A mixture, which is what is followed with one hypothesis a track, has taken it half.
  const mixed = two();
  look(mixed, scanOf(0, [{ of: mixed.tracks[0], further_m: 190 }]), 1, 1);
  expect(mixed.doubts).toEqual([]);
  expect(mixed.tracks.map(taken)).toEqual(['1:0?', '1:0?']);
});

test('what one goes by is the likeliest branch; the next look that tells them apart decides, and with it goes the story that was wrong', () => {
  const tracker = inDoubt();
  // Nearer the first, so it is held to be the first one’s.
  expect(tracker.tracks.map(taken)).toEqual(['1:0', '']);
  const [other] = othersOf(tracker.doubts).filter(({ id }) => id === 'T2');
  // It was the second: both show where they are if that is true.
  const then_us = 5e6;
  const coasted: Tracker = { ...newTracker(), tracks: [copyPlain(other), object('T1', 500_000)] };
  const [second, first] = at(coasted, then_us);
  look(
    tracker,
    scanOf(then_us, [
      { of: first, further_m: 0 },
      { of: second, further_m: 0 },
    ]),
    2,
  );
  look(
    tracker,
    scanOf(then_us + 1, [
      { of: first, further_m: 0 },
      { of: second, further_m: 0 },
    ]),
    3,
  );
  expect(tracker.doubts).toEqual([]);
  expect(tracker.tracks.map(({ id }) => id)).toEqual(['T1', 'T2']);
  expect(tracker.tracks.map(taken)).toEqual(['2:0 3:0', '1:0 2:1 3:1']);
});

test('all branches live on together, and a tracker that is restored in the middle of a doubt goes on to the same bit', () => {
  const tracker = inDoubt();
  const again = decode(encode(tracker)) as Tracker;
  expect(othersOf(tracker.doubts).length).toBeGreaterThan(0);
  for (const one of [tracker, again]) {
    passTime(one, 2e6);
    for (const track of [...one.tracks, ...othersOf(one.doubts)]) expect(track.at_us).toBe(2e6);
    look(one, scanOf(5e6, []), 2);
  }
  expect(encode(again)).toBe(encode(tracker));
});

test('what is known of a track, whichever branch is true, is known of all of them', () => {
  const tracker = two();
  tracker.tracks[0].status = 'tentative';
  look(tracker, scanOf(0, [{ of: tracker.tracks[0], further_m: 190 }]), 1);
  expect(tracker.tracks[0].status).toBe('confirmed');
  const others = othersOf(tracker.doubts);
  expect(others.map(({ id }) => id)).toContain('T1');
  for (const track of others) expect(track.status).toBe('confirmed');
});

test('with a track that ends its doubts end: the likeliest is taken for what happened', () => {
  const tracker = inDoubt();
  tracker.tracks[1].score = -100;
  look(tracker, scanOf(5e6, []), 2);
  expect(tracker.tracks.map(({ id }) => id)).toEqual(['T1']);
  expect(tracker.doubts).toEqual([]);
});

test('a look that should have shown it and did not counts for all that a track may be', () => {
  const tracker = inDoubt();
  look(tracker, scanOf(5e6, []), 2);
  const others = othersOf(tracker.doubts);
  expect(others.length).toBeGreaterThan(1);
  for (const track of [...tracker.tracks, ...others]) expect(track.seen.radar.absence).toBeGreaterThan(1);
});

test('a radar that looks elsewhere decides nothing, however often', () => {
  const tracker = inDoubt();
  const elsewhere: RadarSensor = { ...RADAR, id: 'inland', azimuthCentre_rad: Math.PI, azimuthHalfWidth_rad: 0.5 };
  for (let k = 1; k <= 10; k++) {
    const scan: RadarScan = { kind: 'radar-scan', sensor: 'inland', measuredAt_us: 0.1e6 * k, plots: [] };
    takeScan(tracker, elsewhere, scan, 1 + k, new Set(), { jointHypotheses: 10 });
  }
  expect(tracker.doubts.map(({ joints }) => joints.length)).toEqual([2]);
});

test('what has been told for a track has been told for all that it may be, and no more than that is forgotten', () => {
  const { doubts } = inDoubt();
  const [first, second] = ['T1', 'T2'].map((id) => othersOf(doubts).filter((track) => track.id === id));
  expect([...first, ...second].map(taken)).toEqual(['', '1:0']);
  forgetTold(doubts, 'T1', [{ seq: 1, index: 0 }]);
  forgetTold(doubts, 'T2', [{ seq: 1, index: 1 }]);
  expect(second.map(taken)).toEqual(['1:0']);
  forgetTold(doubts, 'T2', [{ seq: 1, index: 0 }]);
  expect(second.map(taken)).toEqual(['']);
});

test('each branch has its own neighbours and its own list of sensors that are wrong', () => {
  const tracker = two();
  tracker.tracks[0].displaced.push({ sensor: 'coast', at_us: 0 });
  tracker.tracks[1].neighbours.push({ older: 'T1', one: 0, both: 0, explained_us: 0, since_us: 0, left: 0, alone: [], grossly_us: 0 });
  look(tracker, scanOf(0, [{ of: tracker.tracks[0], further_m: 190 }]), 1);
  for (const branch of othersOf(tracker.doubts)) {
    const front = tracker.tracks.find(({ id }) => id === branch.id) as Track;
    expect([branch.neighbours, branch.displaced]).toEqual([front.neighbours, front.displaced]);
    branch.neighbours.forEach((pair, k) => expect(pair).not.toBe(front.neighbours[k]));
    branch.displaced.forEach((one, k) => expect(one).not.toBe(front.displaced[k]));
  }
});

test('of more branches than may be held the doubts with the most are decided for what is likeliest', () => {
  const cluster = (of: number, branches: number): Cluster => ({
    tracks: [{ id: of }],
    joints: Array.from({ length: branches }, (_, k) => ({ logWeight: -k, slots: [10_000 * of + k] })),
  });
  const clusters = new ClusterList();
  const all: Branch[] = [];
  // Each less than the bound, together more.
  for (const [of, branches] of [2000, 1500, 1000].entries()) {
    clusters.add(cluster(of, branches));
    for (let k = 0; k < branches; k++)
      all[10_000 * of + k] = { candidate: { track: { id: `T${of}` } } as Branch['candidate'], lately: [k] };
  }
  const { fronts, doubts } = settledBy(clusters, all);
  expect(fronts.map(({ candidate }) => candidate.track.id)).toEqual(['T0', 'T1', 'T2']);
  expect(doubts.map(({ ids }) => ids)).toEqual([['T1'], ['T2']]);
  expect(othersOf(doubts).length).toBe(1499 + 999);
  expect(MAX_BRANCHES).toBe(4000);
});
