import type { Seconds } from '../units.ts';
import type { SensorBias } from './bias.ts';

/** What a register goes by. */
export type RegisterOptions = {
  /** One sigma of each bias before anything is known. */
  readonly prior: SensorBias;
  /** How far a bias wanders in a second, one sigma: what is followed without a word. */
  readonly walk: SensorBias;
  /** From here on a bias matters: half a plot's own sigma, say. */
  readonly matters: SensorBias;
  /** A bias that is known to this, one sigma, can be corrected; as well as it must be to matter, when nothing is said. */
  readonly known?: SensorBias;
  /** A sensor is drifting when it has moved this often within the span, and stays so until it has kept still for as long. */
  readonly drift: { readonly moves: number; readonly span_s: Seconds };
};
