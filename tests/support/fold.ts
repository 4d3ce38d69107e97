import type { Emission } from '../../src/core/tell/emission.ts';
import { start, type State, step } from '../../src/core/pipeline.ts';
import type { TimedInput } from '../../src/sim/world.ts';

/** Folds all that came, in order, and keeps what was said; `eachStep` may put another state in the place of the one after each entry. */
export function fold(all: readonly TimedInput[], eachStep?: (state: State) => State): { state: State; said: Emission[] } {
  let state = start();
  const said: Emission[] = [];
  all.forEach(({ at_us, line, input }, seq) => {
    step(state, { seq, at_us, line, input }, (emission) => said.push(emission));
    state = eachStep?.(state) ?? state;
  });
  return { state, said };
}
