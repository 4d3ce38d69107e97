import type { Estimate, Match } from '../track/filter/imm.ts';
import { chanceOver } from '../track/look/cross-section.ts';
import { match, type Projection, projectImm, THEATRE_MODES } from '../track/filter/imm.ts';
import { meanOver } from './follow.ts';
import type { Look } from '../track/look/look.ts';
import { PlotIndex } from '../track/look/plot-index.ts';
import { addLaunchesNear } from './origins.ts';
import { besideDensity, mayPart, pieceRecord } from './separation.ts';
import { isDisplaced, type Track, trackEstimate } from './track.ts';
import { type Gate, GATE_WEIGHT, GATES } from '../track/look/gates.ts';
import { emptyBox, widenBox } from '../track/look/sight-box.ts';

/** The widest gates of a look, in sigmas. */
const GATE_SIGMAS = Math.sqrt(GATES.sighting[4]);
const PIECE_SIGMAS = Math.sqrt(GATES.piece[4]);
/** Another sensor holds a track that it has shown within this: a few looks. */
const HELD_S = 10;

/** One track in one scan: what it might have made. */
export type Candidate = {
  readonly track: Track;
  readonly estimate: Estimate;
  /** Probability of detection for each cross-section that it may have; of a satellite there is none. */
  readonly chances: Float64Array | undefined;
  /** Probability of detection per mode, and over the modes. */
  readonly expected: Float64Array;
  readonly detection: number;
  /** Detections inside its gate, ascending, with what each would do to it. */
  readonly columns: readonly number[];
  readonly matches: readonly Match[];
  /** What its modes predict of the look; `undefined` where nothing lies near it. */
  readonly projection: Projection | undefined;
  /** When it was decided that it made none of them: how surely it should have made one. */
  missedWith: number;
};

/** What a detection may be besides a known track's: densities of new objects and of everything else, and the likeliest parent (an index into the
 *  tracks) if it is a piece of something. */
export type Others = { readonly fresh: Float64Array; readonly other: Float64Array; readonly parent: Int32Array };

export type Gathered = { readonly candidates: readonly Candidate[]; readonly others: Others };

/** Finds the detections that each track may have made. The index hands over the few in a box around where each mode of the track expects it; only
 *  these are matched. The tracks have been predicted to the look's time. `branches`: what tracks may also be; their candidates follow behind, and what
 *  else a detection may be is not asked of them. */
export function gather(tracks: readonly Track[], look: Look, branches: readonly Track[] = []): Gathered {
  const { count } = look.columns;
  const index = new PlotIndex(look.columns);
  const others: Others = {
    fresh: look.births.slice(),
    other: look.clutter.slice(),
    parent: new Int32Array(count).fill(-1),
  };
  addLaunchesNear(others.fresh, tracks, look);
  const parents = new Float64Array(count);
  const found = new Int32Array(count);
  const candidates = [...tracks, ...branches].map((track, t): Candidate => {
    const estimate = trackEstimate(track);
    const expectation = look.expectationOf(estimate.x, track.glows);
    const chances = expectation.kind === 'radar' ? expectation.chances : undefined;
    const expected =
      expectation.kind === 'heat' ? expectation.perMode : new Float64Array(4).fill(chanceOver(track.crossSection, expectation.chances));
    const columns: number[] = [];
    const matches: Match[] = [];
    const gate = gateOf(track, look);
    const inBox = inGateBox(track, look, index, found);
    const projection = inBox === 0 ? undefined : projectImm(track.imm, look, expected);
    for (let i = 0; projection !== undefined && i < inBox; i++) {
      const one = match(projection, look, found[i]);
      if (!(one.distance2 < gate[look.kernels.dimension] && one.logLikelihood > -Infinity)) continue;
      columns.push(found[i]);
      matches.push(one);
    }
    if (t < tracks.length && look.cell !== undefined && mayPart(track, estimate))
      noteBeside(t, track, estimate, columns, look, index, found, others, parents);
    return { track, estimate, chances, expected, detection: meanOver(track, expected), columns, matches, projection, missedWith: 0 };
  });
  return { candidates, others };
}

/** How far from a track a detection of this look may lie to be its own: of a sensor that shows things beside where they are, well inside, while others
 *  show it. */
function gateOf(track: Track, { sensor, doubted, at_us }: Look): Gate {
  if (isDisplaced(track, sensor, at_us)) return GATES.displaced;
  const isHeld = (): boolean => track.shownBy.some((one) => one.sensor !== sensor && at_us - one.at_us < HELD_S * 1e6);
  return doubted && isHeld() ? GATES.displaced : GATES.sighting;
}

/** Detections in the boxes of all the modes that open the gate, ascending. */
function inGateBox({ imm }: Track, look: Look, index: PlotIndex, found: Int32Array): number {
  const box = emptyBox();
  const { models, at } = THEATRE_MODES;
  for (let j = 0; j < at.length; j++)
    if (imm.weights[j] > GATE_WEIGHT) widenBox(box, look.frame, imm.modes, at[j], at[j] + models[j].dimension, GATE_SIGMAS);
  const n = index.inside(box, found, 0);
  found.subarray(0, n).sort();
  return n;
}

/** Adds what pieces of this track would explain. A track whose only neighbour is its own plot parts from nothing. */
function noteBeside(
  t: number,
  track: Track,
  estimate: Estimate,
  own: readonly number[],
  look: Look,
  index: PlotIndex,
  found: Int32Array,
  { fresh, other, parent }: Others,
  most: Float64Array,
): void {
  const piece = pieceRecord(track, estimate);
  const box = emptyBox();
  widenBox(box, look.frame, piece, 0, 6, PIECE_SIGMAS);
  const n = index.inside(box, found, 0);
  if (n === 0 || (n === 1 && own.length === 1 && own[0] === found[0])) return;
  found.subarray(0, n).sort();
  for (let i = 0; i < n; i++) {
    const column = found[i];
    const beside = besideDensity(piece, look, column);
    if (beside === undefined) continue;
    fresh[column] += beside.piece;
    other[column] += beside.split;
    if (beside.piece > most[column]) {
      most[column] = beside.piece;
      parent[column] = t;
    }
  }
}
