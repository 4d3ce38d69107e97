import type { Micros } from '../core/units.ts';

/** How often it is looked whether something is due, milliseconds. */
const LOOK_EVERY_MS = 1000;

/** Tries on what waits for delivery in a theatre whose ticks have stopped, by the clock on the wall from `from_us` on. Returns how to stop.
 *  Why no ticks of its own: a tick is time that passes in the theatre's world. In an exercise that is over it would age tracks and end
 *  events which nobody exercises any more, and write an entry a second for as long as somebody leaves the console open. */
export function keepDelivering(from_us: Micros, deliverAt: (at_us: Micros) => void): () => void {
  const started_ms = performance.now();
  const timer = setInterval(() => deliverAt(from_us + Math.round((performance.now() - started_ms) * 1e3)), LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
