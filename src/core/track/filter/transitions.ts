import { exp } from '../../math/elementary.ts';
import { MODES } from './models.ts';

/** What the chance of a change of mode depends on. */
export type Situation = {
  readonly height_m: number;
  /** Seconds since thrust ended; undefined while it burns or when it was never seen to burn. */
  readonly sinceBurnout_s: number | undefined;
};

const [BOOST, COAST, ENTRY, MANOEUVRE] = [0, 1, 2, 3];

/** Rates of mode changes, 1/s. They are physics, not tuning: a stage lasts about a minute; the next one lights within seconds or
 *  hardly ever; there is no drag and no lift in vacuum. */
const BURN_ENDS = 1 / 60;
const NEXT_STAGE_LIGHTS = 1 / 15;
/** Longest pause between two stages that the public record shows is near 20 s (a first stage turning round before it burns back). */
const STAGING_PAUSE_S = 25;
/** The burn-again hypothesis is never dropped (H7). */
const BURNS_AGAIN = 1 / 3000;
const AIR_BEGINS_M = 90_000;
const AIR_ENDS_M = 105_000;
const AIR_FELT = 0.3;
const MANOEUVRE_BEGINS = 1 / 100;
const MANOEUVRE_ENDS = 1 / 30;

/** Probability that mode i turns into mode j within dt seconds: 4×4 row-major, rows sum to one.
 *  A variable structure: modes that physics excludes at this height have no way in.  Source [LJ2005] §VI. */
export function transitionMatrix(out: Float64Array, situation: Situation, dt_s: number): void {
  const inAir = situation.height_m < AIR_BEGINS_M;
  const inVacuum = situation.height_m > AIR_ENDS_M;
  const staging = situation.sinceBurnout_s !== undefined && situation.sinceBurnout_s < STAGING_PAUSE_S;
  const ignition = staging ? NEXT_STAGE_LIGHTS : BURNS_AGAIN;
  out.fill(0);
  set(out, BOOST, inAir ? ENTRY : COAST, BURN_ENDS, dt_s);
  set(out, COAST, BOOST, ignition, dt_s);
  set(out, ENTRY, BOOST, ignition, dt_s);
  if (inAir) {
    set(out, COAST, ENTRY, AIR_FELT, dt_s);
    set(out, ENTRY, MANOEUVRE, MANOEUVRE_BEGINS, dt_s);
    set(out, MANOEUVRE, ENTRY, MANOEUVRE_ENDS, dt_s);
  }
  if (inVacuum) {
    set(out, ENTRY, COAST, AIR_FELT, dt_s);
    set(out, MANOEUVRE, COAST, AIR_FELT, dt_s);
  }
  for (let i = 0; i < MODES.length; i++) {
    let left = 1;
    for (let j = 0; j < MODES.length; j++) if (j !== i) left -= out[i * 4 + j];
    out[i * 4 + i] = left;
  }
}

function set(out: Float64Array, from: number, to: number, rate: number, dt_s: number): void {
  out[from * 4 + to] = 1 - exp(-rate * dt_s);
}
