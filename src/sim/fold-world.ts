import type { Emission } from '../core/tell/emission.ts';
import { start, type State, step } from '../core/pipeline.ts';
import type { Micros } from '../core/units.ts';
import type { TimedInput, World } from './world.ts';

/** Runs a simulated world through the core and nothing else: entries in memory, unsigned, no journal and no channel. What the core says
 *  is what the whole house would hear, since journal and signatures carry entries without changing them.
 *  This is how a program uses Tocsin as a library, and how `flights` affords a few hundred flights. `watch` sees each input first.
 *  `state` is what the core remembers at the end. */
export function foldWorld(
  world: World,
  hear: (emission: Emission) => void,
  watch?: (arrival: TimedInput) => void,
): { readonly entries: number; readonly end_us: Micros; readonly state: State } {
  const state = start();
  let seq = 0;
  let end_us = world.start_us;
  for (let arrival = world.next(); arrival !== undefined; arrival = world.next()) {
    watch?.(arrival);
    const said: Emission[] = [];
    step(state, { seq, at_us: arrival.at_us, line: arrival.line, input: arrival.input }, (emission) => said.push(emission));
    for (const emission of said) {
      hear(emission);
      world.hear(emission);
    }
    seq += 1;
    end_us = arrival.at_us;
  }
  return { entries: seq, end_us, state };
}
