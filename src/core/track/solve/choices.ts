import { log } from '../../math/elementary.ts';
import type { Choices } from './k-best.ts';

/** What one object may do in a scan, as costs: −ln of each way's weight against "something else made the plot".
 *    missed  1 − χ Pd′     column c  χ Pd ℓ_c / λ_c
 *  `existence` χ; `seenApart` Pd′, how surely the scan would have shown it by a plot of its own; `logRatios[c]` ln(Pd ℓ_c / λ_c). */
export function choicesOf(existence: number, seenApart: number, columns: readonly number[], logRatios: readonly number[]): Choices {
  const there = log(existence);
  return { missed: -log(1 - existence * seenApart), columns, costs: logRatios.map((ratio) => -ratio - there) };
}
