import { heightAbove } from '../frames/geodetic.ts';
import { exp } from '../math/elementary.ts';
import { LOG_DRAG_PRIOR, SIGMA_LOG_DRAG } from '../track/filter/conversion.ts';
import { entryEstimate } from '../track/filter/imm.ts';
import { type Track, trackEstimate } from '../theatre-track/track.ts';
import type { KilogramsPerMetre2 } from '../units.ts';
import type { DragLikelihood } from './drag-prior.ts';

/** A body in free flight, split so that any prior of its drag may be put to it: position and velocity (ECEF, m and m/s) at the drag `atLogDrag`,
 *  how they go with ln(1/β), their covariance 6×6 when that is given, and what the air has taught of it. */
export type FallingBody = {
  readonly x: Float64Array;
  readonly p: Float64Array;
  readonly atLogDrag: number;
  readonly gain: Float64Array;
  readonly taught: DragLikelihood;
};

/** Below this height, coming down, the filter's entry mode speaks of drag. On the way up it would take the last of the thrust for it. */
const AIR_TELLS_BELOW_M = 100_000;
const IN_ENTRY = 2;

/** The free-flight part of a track. In the air it is the entry mode's seven states: what the filter made of its own prior of drag is taken out again,
 *    1/s² = 1/P_bb − 1/σ₀²,  (m/P_bb − m₀/σ₀²) s²,   x | b = x̄ + g (b − m),  g = P_xb / P_bb,  P_xx − g P_bx,
 *  which are right for a Gaussian whatever prior is put in its place. Elsewhere all modes' position and velocity, and nothing taught. */
export function fallingBody(track: Track): FallingBody {
  const all = trackEstimate(track);
  const nothing = {
    x: all.x,
    p: all.p,
    atLogDrag: LOG_DRAG_PRIOR,
    gain: new Float64Array(6),
    taught: { mean: LOG_DRAG_PRIOR, precision: 0 },
  };
  if (!(track.imm.weights[IN_ENTRY] > 0.5 && comesDownInAir(all.x))) return nothing;
  const { x, p } = entryEstimate(track.imm);
  const variance = p[48];
  const before = 1 / (SIGMA_LOG_DRAG * SIGMA_LOG_DRAG);
  const precision = 1 / variance - before;
  if (!(precision > 0)) return nothing;
  const gain = Float64Array.from({ length: 6 }, (_, i) => p[i * 7 + 6] / variance);
  return {
    x: x.slice(0, 6),
    p: Float64Array.from({ length: 36 }, (_, k) => p[Math.floor(k / 6) * 7 + (k % 6)] - gain[Math.floor(k / 6)] * p[42 + (k % 6)]),
    atLogDrag: x[6],
    gain,
    taught: { mean: (x[6] / variance - LOG_DRAG_PRIOR * before) / precision, precision },
  };
}

function comesDownInAir(x: Float64Array): boolean {
  return x[0] * x[3] + x[1] * x[4] + x[2] * x[5] < 0 && heightAbove(x[0], x[1], x[2]) < AIR_TELLS_BELOW_M;
}

/** Sigmas of one side of 97.5 %. */
const ONE_SIDE_SIGMAS = 1.96;

/** Mass over drag area that it has no more of, with 97.5 %, by the filter's wide prior and what the air has taught; undefined where that is nothing. */
export function mostDense_kgpm2({ atLogDrag, taught }: Pick<FallingBody, 'atLogDrag' | 'taught'>): KilogramsPerMetre2 | undefined {
  if (!(taught.precision > 0)) return undefined;
  // By the likelihood alone, a little that was taught would be a bound of nothing.
  const precision = taught.precision + 1 / (SIGMA_LOG_DRAG * SIGMA_LOG_DRAG);
  return exp(ONE_SIDE_SIGMAS / Math.sqrt(precision) - atLogDrag);
}
