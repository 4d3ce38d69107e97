import { byPhenomenology } from '../sense/sensor.ts';
import { exp } from '../math/elementary.ts';
import { copyImm } from '../track/filter/blend.ts';
import { forgetDrag, type Estimate, type Imm, THEATRE_MODES } from '../track/filter/imm.ts';
import type { Look } from '../track/look/look.ts';
import { GATES } from '../track/look/gates.ts';
import { DISTANCE2, LOG_LIKELIHOOD } from '../track/look/measurement-kernels.ts';
import { packedIndex, packInto } from '../math/packed.ts';
import { newTrack, sinceBurnout_s, type Track, noContribution } from './track.ts';

/** Objects are not launches (H7): stages, bodies and adapters part from what one track has followed. This says where a piece may be seen, how
 *  a track of it begins, and what a miss means while two objects are too close to be told apart. */

/** Chance that a look shows a piece of a track for the first time. A flight has a few pieces in some hundred looks. */
const PIECES_PER_LOOK = 0.03;
/** Chance that a radar makes two plots of one object. */
const SPLITS_PER_LOOK = 0.003;
/** A piece when it is first seen apart, one sigma on each axis: a resolution cell or a few from its parent, as fast as springs, residual
 *  thrust and unlike drag have made it. */
const APART_M = 500;
const APART_MPS = 30;
/** Beside a track that is known no better than this, "beside it" says nothing. */
const PARENT_KNOWN_M = 3_000;
/** The same while a stage burns, beside it: what it has dropped falls behind with its thrust and with the drag of an empty tank, and has done so for some
 *  seconds when it is first seen apart. */
const DROPPED_M = 2_000;
const DROPPED_MPS = 300;
const DROPPED_S = 15;

/** What a plot beside a track may be: density of its pieces, and of second plots of itself. */
export type Beside = { readonly piece: number; readonly split: number };

/** Whether pieces of this track may be looked for. */
export function mayPart(track: Track, { p }: Estimate): boolean {
  return track.status === 'confirmed' && p[0] + p[7] + p[14] < PARENT_KNOWN_M * PARENT_KNOWN_M;
}

/** The track's position and velocity as a piece of it would have them: a record of six. */
export function pieceRecord(track: Track, { x, p }: Estimate): Float64Array {
  const piece = new Float64Array(27);
  piece.set(x);
  packInto(piece, 6, p, 6, 6);
  spread(piece, 6, partsFast(track));
  return piece;
}

const work = new Float64Array(64);
const innovation = new Float64Array(32);

export function besideDensity(piece: Float64Array, { kernels, mount, records }: Look, column: number): Beside | undefined {
  kernels.project[6](piece, 0, mount, 0, work, 0);
  if (
    !kernels.innovate(work, 0, records, column * kernels.recordLength, innovation, 0) ||
    innovation[DISTANCE2] > GATES.piece[kernels.dimension]
  )
    return undefined;
  const density = exp(innovation[LOG_LIKELIHOOD]);
  return { piece: PIECES_PER_LOOK * density, split: SPLITS_PER_LOOK * density };
}

/** A track of a piece, before it takes the plot that showed it. It has burned when its parent has, and its launch is its parent's. */
export function pieceTrack(id: string, parent: Track, score: number): Track {
  const imm = pieceImm(parent);
  const { seen, burn } = parent;
  return {
    ...newTrack(id, parent.at_us, imm, score),
    parent: parent.id,
    root: parent.root,
    origin_m: parent.origin_m,
    originSigmaHeight_m: parent.originSigmaHeight_m,
    seen: { ...byPhenomenology(noContribution), heat: { ...seen.heat, inherited: seen.heat.hits, sensors: [...seen.heat.sensors] } },
    early: [...parent.early],
    earlyPlots: [...parent.earlyPlots],
    recent: [...parent.recent],
    burn: { ...burn, burning: false, ended_us: burn.burning ? parent.at_us : burn.ended_us },
    highest_m: parent.highest_m,
    fastest_mps: parent.fastest_mps,
  };
}

/** When the parent burns, the piece may be the one that goes on burning, and the parent's track be with what it has dropped. */
const EITHER_BURNS = 0.5;

function pieceImm(parent: Track): Imm {
  const imm = copyImm(parent.imm);
  spreadImm(imm, parent);
  forgetDrag(imm);
  const [boost, coast, entry, manoeuvre] = imm.weights;
  const rest = coast + entry + manoeuvre;
  if (rest > 0) {
    const burns = EITHER_BURNS * boost;
    const share = (1 - burns) / rest;
    imm.weights.set([burns, coast * share, entry * share, manoeuvre * share]);
  }
  return imm;
}

/** Adds to every mode what may have come between the track and what has parted from it. */
export function spreadImm({ modes }: Imm, track: Track): void {
  const fast = partsFast(track);
  THEATRE_MODES.models.forEach(({ dimension }, j) => spread(modes, THEATRE_MODES.at[j] + dimension, fast));
}

/** How surely thrust or its end has driven the pieces apart. */
function partsFast(track: Track): number {
  const coasting_s = sinceBurnout_s(track, track.at_us);
  return coasting_s !== undefined && coasting_s < DROPPED_S ? 1 : track.imm.weights[0];
}

/** Adds what has come between a piece and its parent, whichever of the two the track has gone with, to the packed covariance at s[p]. */
function spread(s: Float64Array, p: number, burns: number): void {
  const apart_m = APART_M + burns * DROPPED_M;
  const apart_mps = APART_MPS + burns * DROPPED_MPS;
  for (let i = 0; i < 3; i++) {
    s[p + packedIndex(i, i)] += apart_m * apart_m;
    s[p + packedIndex(3 + i, 3 + i)] += apart_mps * apart_mps;
  }
}
