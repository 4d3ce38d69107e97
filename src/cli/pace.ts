import type { Micros } from '../core/units.ts';

/** Between two breaths of a run without pace, so that servers, timers and Ctrl-C get their turn. */
const BREATH_ms = 20;
/** A wait shorter than this is not worth a timer: it is made up for at the next one. */
const LEAST_WAIT_ms = 4;

export type Pace = { until(at_us: Micros): Promise<void> };

/** Keeps a simulated clock at `speed` times the clock on the wall, counted from `start_us` and now; without a speed it only breathes.
 *  A run that falls behind catches up and never waits for what is past. */
export function createPace(start_us: Micros, speed: number | undefined, signal: AbortSignal | undefined): Pace {
  const started_ms = performance.now();
  let breathed_ms = started_ms;
  return {
    async until(at_us) {
      const now_ms = performance.now();
      const ahead_ms = speed === undefined ? 0 : started_ms + (at_us - start_us) / 1e3 / speed - now_ms;
      if (ahead_ms >= LEAST_WAIT_ms) await wait(ahead_ms, signal);
      else if (now_ms - breathed_ms >= BREATH_ms) await new Promise<void>((resolve) => setImmediate(resolve));
      else return;
      breathed_ms = performance.now();
    },
  };
}

function wait(time_ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, time_ms);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}
