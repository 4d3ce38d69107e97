import { heightAbove } from '../frames/geodetic.ts';
import { exp, log } from '../math/elementary.ts';
import { quadraticForm } from '../math/matrix.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import { density } from '../physics/atmosphere.ts';
import type { Candidate } from './gather.ts';
import { addBiasReach, DOUBTED, GROSS_SIGHT_RAD } from './bias-reach.ts';
import { chanceUnknown } from '../track/look/cross-section.ts';
import { type Estimate, logDragOf, THEATRE_MODES } from '../track/filter/imm.ts';
import type { Look } from '../track/look/look.ts';
import type { Metres } from '../units.ts';
import { isProvenTwo, type Neighbour } from './neighbour.ts';
import { isDisplaced, type Shown, shownIn, type Track } from './track.ts';
import { type Cell, type Placed, placedFrom, unresolvedChance } from '../track/look/cell.ts';
import type { SightFrame } from '../track/look/sight-box.ts';
import { GATES } from '../track/look/gates.ts';

/** What the looks say of two tracks side by side; neighbour.ts says how it decides. */

/** Neighbours that a track keeps in mind; more are passed over: in such a crowd it is confirmed as if it had none. */
const MAX_NEIGHBOURS = 12;
/** Sensors of which a pair keeps count. */
const MAX_SENSORS = 24;
/** A track finds its neighbours while it is younger than this: a displaced one is beside the true one from its first plot on. */
const FINDS_S = 120;
/** No error of a sensor is looked for farther than this, and none of two farther than twice this. */
const REACH_M = 40_000;
/** A sensor shows a track now that did within this: some looks of a slow one. */
const LATELY_S = 10;
/** What a look that shows both takes from the odds for one: a clutter plot in just that place would be rarer. */
const BOTH = 8;
/** The odds are held within e^±this. */
const MOST = 30;

/** Notes what this look says of tracks that run side by side. The candidates are in order of age, with estimates as predicted for the look, and
 *  what it showed has been given to them. */
export function noteNeighbours(candidates: readonly Candidate[], look: Look): void {
  const indices = candidates.map(({ track }) => shownIn(track, look.sensor, look.at_us));
  for (let y = 1; y < candidates.length; y++) {
    const { track: younger } = candidates[y];
    const finds = look.at_us - younger.born_us < FINDS_S * 1e6;
    if (!finds && younger.neighbours.length === 0) continue;
    for (let o = 0; o < y; o++) {
      const { track: older } = candidates[o];
      let pair = younger.neighbours.length === 0 ? undefined : younger.neighbours.find((one) => one.older === older.id);
      if (pair === undefined ? !finds || younger.neighbours.length >= MAX_NEIGHBOURS : isProvenTwo(pair)) continue;
      const shown = (indices[o] >= 0 ? 1 : 0) + (indices[y] >= 0 ? 1 : 0);
      if (shown === 0 || (shown === 2 && pair === undefined)) continue;
      if (shown === 2 && pair !== undefined) {
        noteBoth(pair, indices[o] !== indices[y]);
        continue;
      }
      const [ofOlder, ofYounger] = [candidates[o].estimate, candidates[y].estimate];
      if (!near(ofOlder, ofYounger, 2 * REACH_M)) continue;
      const usual =
        near(ofOlder, ofYounger, REACH_M) && isExplained(candidates[y], ofOlder, [{ from: look.frame, times: look.doubted ? DOUBTED : 1 }]);
      const grossly =
        usual ||
        isExplained(candidates[y], ofOlder, grossReach(look, indices[o] >= 0 ? younger : older)) ||
        (indices[o] < 0 && isAside(candidates[o], younger, look));
      // What was found beside the older one before is no new surprise.
      const explained = usual || (grossly && isDisplaced(older, look.sensor, look.at_us));
      if (pair === undefined) {
        if (!grossly) continue;
        pair = {
          older: older.id,
          one: 0,
          both: 0,
          explained_us: undefined,
          grossly_us: undefined,
          since_us: look.at_us,
          left: 0,
          alone: [],
        };
        younger.neighbours.push(pair);
      }
      if (grossly) pair.grossly_us = look.at_us;
      noteAlone(pair, candidates[o], candidates[y], look, indices[o] >= 0, explained);
    }
  }
}

/** The same of a look in which all is in place: it says of no pair whether they are one, but it may show that the older is still there. */
export function noteShownInPlace(candidates: readonly Candidate[], look: Look): void {
  for (const { track } of candidates)
    for (const pair of track.neighbours) {
      const older = candidates.find((one) => one.track.id === pair.older);
      if (older !== undefined && shownIn(older.track, look.sensor, look.at_us) >= 0) pair.left = 0;
    }
}

function noteBoth(pair: Neighbour, apart: boolean): void {
  pair.left = 0;
  if (!apart) return;
  pair.both += 1;
  pair.one = Math.max(-MOST, pair.one - BOTH);
}

/** One of two in view is shown. With B the chance that two would give one plot:
 *    ln P(one plot | one object) / P(one plot | two) = ln Pd / (B Pd + (1 − B) 2 Pd (1 − Pd)) = −ln (B + (1 − B) 2 (1 − Pd)) */
function noteAlone(pair: Neighbour, older: Candidate, younger: Candidate, look: Look, isOlder: boolean, explained: boolean): void {
  if (explained) pair.explained_us = look.at_us;
  let of = pair.alone.find(({ sensor }) => sensor === look.sensor);
  if (of === undefined && pair.alone.length < MAX_SENSORS) {
    of = { sensor: look.sensor, older: 0, younger: 0, doubted: look.doubted };
    pair.alone.push(of);
  }
  if (of !== undefined) {
    of[isOlder ? 'older' : 'younger'] += 1;
    of.doubted = look.doubted;
  }
  const detections = [detectionUnlearnt(older), detectionUnlearnt(younger)];
  // How high a track is over its clouds that one satellite shows is a guess.
  const detection = look.frame.measuresRange ? Math.min(...detections) : Math.max(...detections);
  pair.left = isOlder ? 0 : pair.left + 1;
  if (detection <= 0.5) return;
  const blur = blurred(older.estimate, younger.estimate, look);
  pair.one = Math.min(MOST, pair.one - log(blur + (1 - blur) * 2 * (1 - detection)));
}

/** As of an object that nobody has seen: a size learnt from the very silence that is in question would explain it away. */
function detectionUnlearnt({ chances, detection }: Candidate): number {
  return chances === undefined ? detection : chanceUnknown(chances);
}

/** Within the reach of errors of each other, or of what is known of them: a track that was led astray may be anywhere, and so also here. */
function near({ x: a, p }: Estimate, { x: b, p: q }: Estimate, reach_m: Metres): boolean {
  const [dx, dy, dz] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  const variance = p[0] + p[7] + p[14] + q[0] + q[7] + q[14];
  return dx * dx + dy * dy + dz * dz < reach_m * reach_m + GATES.sameObject[6] * variance;
}

/** Whether errors of these sensors explain the difference of the two. */
function isExplained({ estimate: { x, p }, track }: Candidate, other: Estimate, reaches: readonly Reach[]): boolean {
  const d = other.x.map((v, i) => v - x[i]);
  const spread = other.p.map((v, i) => v + p[i]);
  const push = pushOf(track, { x, p });
  for (const { from, times } of reaches) addBiasReach(spread, from, x, push, times);
  // No direction has more variance than all of them together: most pairs are told apart by that.
  for (const from of [0, 3]) {
    let [squares, variance] = [0, 0];
    for (let i = from; i < from + 3; i++) [squares, variance] = [squares + d[i] * d[i], variance + spread[i * 7]];
    if (squares > GATES.sameObject[6] * variance) return false;
  }
  const distance2 = quadraticForm(spread, d, 6);
  return distance2 !== undefined && distance2 < GATES.sameObject[6];
}

/** Whether a satellite that alone shows the younger track shows it no farther beside the older one, which others show, than its error may be. How far away that is, and so how high
 *  and how fast, is a guess, which beside a rocket that is high and fast is wrong: what counts is the direction. */
function isAside({ track: older, estimate }: Candidate, { seen, shownBy }: Track, look: Look): boolean {
  const { frame, sensor, at_us, columns } = look;
  const isOther = (one: Shown): boolean => one.sensor !== sensor;
  if (frame.measuresRange || shownBy.some(isOther) || seen.radar.hits > 0) return false;
  if (!older.shownBy.some((one) => isOther(one) && at_us - one.at_us < LATELY_S * 1e6)) return false;
  for (let column = 0; column < columns.count; column++)
    if (look.indexOf(column) === shownBy[0].index && shownBy[0].at_us === at_us) return isBesideSight(estimate, look, column);
  return false;
}

/** Whether an error of the satellite may show what is here at this detection. */
export function isBesideSight({ x, p }: Estimate, look: Look, column: number): boolean {
  const { origin } = look.frame;
  const [dx, dy, dz] = [x[0] - origin.x, x[1] - origin.y, x[2] - origin.z];
  const variance = GROSS_SIGHT_RAD * GROSS_SIGHT_RAD * (dx * dx + dy * dy + dz * dz) + p[0] + p[7] + p[14];
  return look.apart2(column, dx, dy, dz) < GATES.sameObject[2] * variance;
}

/** A sensor whose error is thought of, how many times as large as it may be without anybody knowing. */
type Reach = { readonly from: Pick<SightFrame, 'origin' | 'measuresRange'>; readonly times: number };

/** Gross errors of the look's sensor, and of another that alone shows the other track by now: where several agree, none of them is wrong. */
function grossReach({ sensor, frame, at_us }: Look, { shownBy, seen }: Track): Reach[] {
  const [shown, ...others] = shownBy.filter((one) => at_us - one.at_us < LATELY_S * 1e6);
  const own = { from: frame, times: DOUBTED };
  if (shown === undefined || others.length > 0 || shown.sensor === sensor) return [own];
  return [own, { from: { origin: shown.from_m, measuresRange: seen.radar.sensors.includes(shown.sensor) }, times: DOUBTED }];
}

/** What moves it besides gravity, m/s²: thrust and drag. */
function pushOf({ imm }: Track, { x }: Estimate): Vec3 {
  const { modes, weights } = imm;
  const at = THEATRE_MODES.at[0] + 6;
  const speed = Math.sqrt(x[3] * x[3] + x[4] * x[4] + x[5] * x[5]);
  const drag = -0.5 * weights[2] * density(heightAbove(x[0], x[1], x[2])) * speed * exp(logDragOf(imm));
  const push = (i: number): number => weights[0] * modes[at + i] + drag * x[3 + i];
  return vec3(push(0), push(1), push(2));
}

/** How surely the two give this sensor one plot. */
function blurred(a: Estimate, b: Estimate, { cell, frame }: Look): number {
  const placed = ({ x }: Estimate): Placed => placedFrom(frame.origin, x, NO_ERRORS);
  return unresolvedChance(cell ?? sightCell(frame), placed(a), placed(b));
}

/** Satellites tell apart what is farther than some sigmas. */
function sightCell({ sigmaAngle_rad }: SightFrame): Cell {
  return { range_m: Infinity, angle_rad: SIGHT_CELL * sigmaAngle_rad, rangeRate_mps: Infinity };
}

const NO_ERRORS = new Float64Array(36);
/** A satellite's cell in sigmas of its lines of sight. */
const SIGHT_CELL = 2;
