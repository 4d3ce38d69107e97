import type { Micros } from '../units.ts';
import { BIASES } from './bias.ts';
import { eliminate, type Told } from './eliminate.ts';
import type { Motion } from './motion.ts';
import type { Row, Target } from './target.ts';
import { type Mount, type ReportedPlot, rowsOf } from './target-of-plots.ts';

// What some seconds of a climb under thrust tell of the biases of those who saw it.

/** One look at it: a radar's plot, or a satellite's sight, for which the mount stands at the satellite and looks along the sight: a plot of azimuth
 *  and elevation zero, so that its biases in azimuth and elevation are the turn of its sights to the right and up. */
export type ClimbLook = { readonly plot: ReportedPlot; readonly mount: Mount };

/** Place, velocity, acceleration and its change, each of three axes. Over ten seconds what a rocket does beyond a cubic is tens of metres. */
const UNKNOWNS = 12;

/** One sigma before anything is known, of each of the four: the place and velocity are a track's, which a wrong sensor may have pulled away. */
const PRIOR = [100_000, 3_000, 60, 3];

/** Staging and burnout leave a cubic by so much, m: a radar's range is not believed to be better than this. */
const BEYOND_A_CUBIC_M = 100;

/** The first guess is kilometres off, which bends a radar's polar axes. */
const ROUNDS = 3;

const climb: Motion = (start, dt_s) => {
  const powers = [1, dt_s, (dt_s * dt_s) / 2, (dt_s * dt_s * dt_s) / 6];
  const r = new Float64Array(3);
  const v = new Float64Array(3);
  const dr = new Float64Array(3 * UNKNOWNS);
  for (let axis = 0; axis < 3; axis++) {
    for (let k = 0; k < 4; k++) {
      r[axis] += powers[k] * start[3 * k + axis];
      if (k > 0) v[axis] += powers[k - 1] * start[3 * k + axis];
      dr[axis * UNKNOWNS + 3 * k + axis] = powers[k];
    }
  }
  return { r, v, dr };
};

/** The climb eliminated from looks within about ten seconds; biases are counted from zero. `start`: place and velocity at `epoch_us`, six numbers. */
export function toldByClimb(looks: readonly ClimbLook[], epoch_us: Micros, start: Float64Array, sensors: number): Told | undefined {
  const m = sensors * BIASES.length;
  const none = new Float64Array(m);
  const x0 = new Float64Array(UNKNOWNS);
  x0.set(start.subarray(0, 6));
  const rows = (x: Float64Array): Row[] =>
    looks.flatMap(({ plot, mount }) => {
      const { sigmaRange_m } = plot;
      const soft = { ...plot, sigmaRange_m: Math.sqrt(sigmaRange_m * sigmaRange_m + BEYOND_A_CUBIC_M * BEYOND_A_CUBIC_M) };
      return rowsOf(soft, mount, climb, epoch_us, x, none);
    });
  const target: Target = { id: '', start: x0, prior: undefined, rows };
  const information = new Float64Array(UNKNOWNS * UNKNOWNS);
  for (let i = 0; i < UNKNOWNS; i++) information[i * UNKNOWNS + i] = 1 / (PRIOR[Math.floor(i / 3)] * PRIOR[Math.floor(i / 3)]);
  const x = x0.slice();
  for (let round = 0; round < ROUNDS; round++) {
    const told = eliminate(target, x, information, rows(x), m);
    if (told === undefined) return undefined;
    for (let i = 0; i < UNKNOWNS; i++) x[i] += told.own[i];
  }
  return eliminate(target, x, information, rows(x), m);
}
