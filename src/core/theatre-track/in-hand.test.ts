import { expect, test } from 'vitest';
import { enuBasis } from '../frames/enu.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { polarFromEcef } from '../frames/radar.ts';
import { addScaled, type Vec3 } from '../math/vector.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import { degrees } from '../units.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { foldProbabilistically } from '../track/decide/one-hypothesis.ts';
import { type Look, lookOf } from '../track/look/look.ts';
import { direction, radarFrame } from '../track/look/radar-frame.ts';
import { packInto } from '../math/packed.ts';
import { newTrack, type Track } from './track.ts';
import { type Gathered, gather } from './gather.ts';
import { TracksInHand } from './in-hand.ts';

const RADAR: RadarSensor = {
  kind: 'radar',
  id: 'coast',
  site: geodeticDegrees(40, 135, 100),
  revisit_s: 2,
  detectionProbability: 0.95,
  // Whatever is in its coverage is strong enough.
  sensitivity: { signalToNoise_dB: 150, range_m: 1_000_000, falseAlarmProbability: 1e-6 },
  falseDetectionsPerScan: 1e-6,
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
/** Towards the objects, and across. */
const AHEAD = direction(FRAME, 0.3, 0.6);
const ACROSS = direction(FRAME, 0.3 + Math.PI / 2, 0);
const RANGE_M = 400_000;
const SIGMA_M = 40;

/** A coasting object `further_m` behind another, `beside_rad` to its side, and faster away by `faster_mps`. */
function object(id: string, further_m: number, beside_rad = 0, faster_mps = 0): Track {
  const range_m = RANGE_M + further_m;
  const r = addScaled(addScaled(FRAME.origin, AHEAD, range_m * Math.cos(beside_rad)), ACROSS, range_m * Math.sin(beside_rad));
  const { up } = enuBasis(RADAR.site);
  const v = addScaled({ x: 800 * up.x, y: 800 * up.y, z: 800 * up.z }, AHEAD, faster_mps);
  const modes = new Float64Array(THEATRE_MODES.size);
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++) p[i * 7] = i < 3 ? SIGMA_M * SIGMA_M : 1;
  modes.set([r.x, r.y, r.z, v.x, v.y, v.z], THEATRE_MODES.at[1]);
  packInto(modes, THEATRE_MODES.at[1] + 6, p, 6, 6);
  return newTrack(id, 0, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 10);
}

/** A scan that shows exactly where these are. */
function scanOf(shown: readonly Track[]): Look {
  const plots = shown.map(({ imm: { modes } }) => {
    const [x, y, z, vx, vy, vz] = modes.subarray(THEATRE_MODES.at[1]);
    const polar = polarFromEcef(FRAME.origin, FRAME, vec(x, y, z), vec(vx, vy, vz));
    const { sigmaRange_m, sigmaAngle_rad, sigmaRangeRate_mps } = RADAR;
    const sigmas = { sigmaRange_m, sigmaAzimuth_rad: sigmaAngle_rad, sigmaElevation_rad: sigmaAngle_rad, sigmaRangeRate_mps };
    return { ...polar, signalToNoise_dB: 20, ...sigmas };
  });
  return lookOf(RADAR, { kind: 'radar-scan', sensor: 'coast', measuredAt_us: 0, plots }, 1, new Set());
}
const vec = (x: number, y: number, z: number): Vec3 => ({ x, y, z });

/** Decides by joint probabilities for tracks that stand in one cluster, and says how surely each detection is some track's. */
function decide({ candidates, others }: Gathered, look: Look): Float64Array {
  const inHand = new TracksInHand(
    candidates.map((candidate) => ({ candidate, lately: [] })),
    look,
    others,
  );
  const slots = candidates.map((_, slot) => slot);
  const cluster = { tracks: slots.map((id) => ({ id })), joints: [{ logWeight: 0, slots }] };
  inHand.prepare(cluster);
  foldProbabilistically(cluster, inHand, { jointHypotheses: 1, dropWeight: 0, endExistence: 0 });
  return inHand.explained;
}

/** What a scan that shows the first object only costs the second one's score. */
function costOfMiss(first: Track, second: Track): number {
  const look = scanOf([first]);
  const before = second.score;
  decide(gather([first, second], look), look);
  return before - second.score;
}

const CELL_M = 3 * RADAR.sigmaRange_m;
const CELL_RAD = 15 * RADAR.sigmaAngle_rad;

/** Chance that two objects are in one cell in range: the cell's Gaussian, averaged over where they may be, summed step by step. */
function inOneCell(apart_m: number): number {
  const variance = 2 * SIGMA_M * SIGMA_M;
  let sum = 0;
  const step = 0.5;
  for (let d = apart_m - 1000; d < apart_m + 1000; d += step)
    sum +=
      (Math.exp((-0.5 * (d - apart_m) ** 2) / variance) / Math.sqrt(2 * Math.PI * variance)) *
      Math.exp((-0.5 * d * d) / CELL_M ** 2) *
      step;
  return sum;
}

test('a miss beside a hit in the same resolution cell costs what is left of the detection probability, and a miss far from it the whole', () => {
  // Beyond the gate of the one plot, and still within two or three cells in range.
  for (const apart_m of [350, 400, 500]) {
    const [first, second] = [object('T1', 0), object('T2', apart_m)];
    expect(costOfMiss(first, second)).toBeCloseTo(-Math.log(1 - 0.95 * (1 - inOneCell(apart_m))), 3);
  }
  expect(costOfMiss(object('T1', 0), object('T2', 5000))).toBeCloseTo(-Math.log(0.05), 6);
});

test('what lies beside in angle, or moves at another speed, is told apart all the same', () => {
  const near = costOfMiss(object('T1', 0), object('T2', 350));
  const beside = costOfMiss(object('T1', 0), object('T2', 350, 3 * CELL_RAD));
  const faster = costOfMiss(object('T1', 0), object('T2', 350, 0, 90));
  expect(beside).toBeGreaterThan(near + 0.01);
  expect(faster).toBeGreaterThan(near + 0.01);
  // One sigma of the cell in angle: e^-½ of the hiding.
  const hiddenBeside = inOneCell(350) * Math.exp(-0.5);
  expect(costOfMiss(object('T1', 0), object('T2', 350, CELL_RAD))).toBeCloseTo(-Math.log(1 - 0.95 * (1 - hiddenBeside)), 2);
});

test('a neighbour that is not seen either hides nothing', () => {
  const [first, second] = [object('T1', 0), object('T2', 100)];
  const look = scanOf([]);
  const gathered = gather([first, second], look);
  decide(gathered, look);
  expect(10 - second.score).toBeCloseTo(-Math.log(0.05), 9);
  expect(gathered.candidates.map(({ missedWith }) => missedWith)).toEqual([expect.closeTo(0.95, 9), expect.closeTo(0.95, 9)]);
});

test('a plot that is certainly one track’s is taken by it and explained; the track is the surer for it', () => {
  const track = object('T1', 0);
  const look = scanOf([track]);
  const explained = decide(gather([track], look), look);
  expect(explained[0]).toBeGreaterThan(0.99);
  expect(track.score).toBeGreaterThan(15);
  expect(track.seen.radar.hits).toBe(1);
  expect(track.sources).toEqual([{ seq: 1, index: 0 }]);
});

test('one plot between two tracks leaves both in doubt: each becomes a mixture, wider than a hit and narrower than a miss', () => {
  const [first, second] = [object('T1', -60), object('T2', 60)];
  const look = scanOf([object('T0', 0)]);
  const explained = decide(gather([first, second], look), look);
  expect(explained[0]).toBeCloseTo(1, 3);
  const range2 = ({ imm: { modes } }: Track): number => modes[THEATRE_MODES.at[1] + 6];
  const alone = object('T1', -60);
  const own = scanOf([object('T0', 0)]);
  decide(gather([alone], own), own);
  for (const track of [first, second]) expect(range2(track)).toBeGreaterThan(range2(alone));
  expect(first.score).toBeCloseTo(second.score, 1);
});

test('what a track may have done counts a neighbour that may hide it: a miss beside one costs next to nothing', () => {
  const [first, second] = [object('T1', 0), object('T2', 20)];
  const look = scanOf([first]);
  const { candidates, others } = gather([first, second], look);
  const inHand = new TracksInHand(
    candidates.map((candidate) => ({ candidate, lately: [] })),
    look,
    others,
  );
  const local = new Map([[0, 0]]);
  const alone = inHand.choicesOf(1, local).missed;
  inHand.prepare({ tracks: [{ id: 0 }, { id: 1 }], joints: [{ logWeight: 0, slots: [0, 1] }] });
  const beside = inHand.choicesOf(1, local).missed;
  // In one cell in range as often as their places are that near; in angle they are together.
  expect(Math.exp(-alone)).toBeCloseTo(0.05, 3);
  expect(Math.exp(-beside)).toBeCloseTo(1 - 0.95 * (1 - inOneCell(20)), 2);
});
