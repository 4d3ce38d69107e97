import { type Vec3, vec3 } from '../core/math/vector.ts';
import { seconds_us, secondsBetween } from '../core/time/scale.ts';
import type { Seconds } from '../core/units.ts';
import type { BodyTable, StatesFlight } from './scenario.ts';
import { lastNotAfter, type TruthBody } from './truth.ts';

/** Rows that the curve of one interval goes through: a cubic. */
const STENCIL = 4;

/** A body that is where its table says. Before the first row and after the last there is none. */
export function flyStates({ id, start_us, stop_us = Infinity, table }: StatesFlight): TruthBody {
  const { time_s, heat_Wpsr, crossSection_m2 } = table;
  const last = time_s.length - 1;
  const pieceOf = pieces(heat_Wpsr);
  return {
    id,
    heat: 'stated',
    end_us: Math.min(stop_us, start_us + seconds_us(time_s[last])),
    stateAt(at_us) {
      const t_s = secondsBetween(start_us, at_us);
      if (at_us >= stop_us || !(t_s >= time_s[0] && t_s <= time_s[last])) return undefined;
      const row = lastNotAfter(time_s, t_s);
      const { r, v } = between(table, Math.min(row, last - 1), pieceOf, t_s);
      return { r, v, plume_Wpsr: heat_Wpsr[row], crossSection_m2: crossSection_m2[row] };
    },
  };
}

/** First and last row of the piece that each interval between two rows belongs to. Where heat begins or ends the acceleration jumps, and a curve
 *  through rows of both sides would smear the jump over them; so pieces end there, and both hold the row. */
function pieces(heat_Wpsr: Float64Array): (interval: number) => readonly [number, number] {
  const bounds: number[] = [0];
  for (let row = 1; row < heat_Wpsr.length - 1; row++) if (heat_Wpsr[row] > 0 !== heat_Wpsr[row - 1] > 0) bounds.push(row);
  bounds.push(heat_Wpsr.length - 1);
  return (interval) => {
    const at = lastNotAfter(bounds, interval);
    return [bounds[at], bounds[at + 1]];
  };
}

/** The cubic through the four rows around an interval, those of its own piece; of a piece with fewer rows the curve through all of them.
 *  Newton's form, with its derivative by Horner's rule.
 *  Error  (3h/2)⁴/24 · |d⁴r/dt⁴| at most, for rows h apart: a millimetre in free fall with h = 1 s. */
function between(
  { time_s, positionEcef_m }: BodyTable,
  interval: number,
  pieceOf: (interval: number) => readonly [number, number],
  t_s: Seconds,
): { readonly r: Vec3; readonly v: Vec3 } {
  const [from, to] = pieceOf(interval);
  const count = Math.min(STENCIL, to - from + 1);
  const first = Math.max(from, Math.min(interval - 1, to - count + 1));
  const r = [0, 0, 0];
  const v = [0, 0, 0];
  const c = new Float64Array(count);
  for (let axis = 0; axis < 3; axis++) {
    for (let k = 0; k < count; k++) c[k] = positionEcef_m[3 * (first + k) + axis];
    for (let order = 1; order < count; order++)
      for (let k = count - 1; k >= order; k--) c[k] = (c[k] - c[k - 1]) / (time_s[first + k] - time_s[first + k - order]);
    for (let k = count - 1; k >= 0; k--) {
      const off_s = t_s - time_s[first + k];
      v[axis] = v[axis] * off_s + r[axis];
      r[axis] = r[axis] * off_s + c[k];
    }
  }
  return { r: vec3(r[0], r[1], r[2]), v: vec3(v[0], v[1], v[2]) };
}
