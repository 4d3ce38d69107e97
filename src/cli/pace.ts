import type { Micros } from '../core/units.ts';

/** Between two breaths of a run without pace, so that servers, timers and Ctrl-C get their turn. */
const BREATH_ms = 20;
/** A wait shorter than this is not worth a timer: it is made up for at the next one. */
const LEAST_WAIT_ms = 4;

export type Pace = {
  until(at_us: Micros): Promise<void>;
  readonly speed: number | undefined;
  readonly paused: boolean;
  setSpeed(speed: number): void;
  pause(): void;
  resume(): void;
  /** Goes on for so much simulated time, and pauses. */
  step(by_us: Micros): void;
};

/** Keeps a simulated clock at `speed` times the clock on the wall, counted from `start_us` and now; without a speed it only breathes.
 *  A run that falls behind catches up and never waits for what is past. */
export function createPace(start_us: Micros, speed: number | undefined, signal: AbortSignal | undefined): Pace {
  let rate = speed;
  let from_us = start_us;
  let from_ms = performance.now();
  let breathed_ms = from_ms;
  let reached_us = start_us;
  let awaited_us = start_us;
  let paused = false;
  let stop_us = Infinity;
  let wake: () => void = () => {};

  const sleep = (time_ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = time_ms === Infinity ? undefined : setTimeout(end, time_ms);
      wake = end;
      if (signal?.aborted) end();
      else signal?.addEventListener('abort', end, { once: true });
    });
  /** From here on time is counted from now. A run that is behind what its speed asks for is not to make up for that at another one. */
  const change = (what: () => void): void => {
    const now_ms = performance.now();
    const due_us = paused || rate === undefined ? reached_us : from_us + (now_ms - from_ms) * 1e3 * rate;
    from_us = Math.max(reached_us, Math.min(due_us, awaited_us));
    from_ms = now_ms;
    what();
    wake();
  };

  return {
    get speed() {
      return rate;
    },
    get paused() {
      return paused;
    },
    setSpeed: (to) => change(() => (rate = to)),
    pause: () => change(() => (paused = true)),
    resume: () =>
      change(() => {
        paused = false;
        stop_us = Infinity;
      }),
    step: (by_us) =>
      change(() => {
        paused = false;
        stop_us = reached_us + by_us;
      }),
    async until(at_us) {
      awaited_us = at_us;
      for (;;) {
        if (signal?.aborted) return;
        if (at_us > stop_us) {
          stop_us = Infinity;
          paused = true;
        }
        const now_ms = performance.now();
        const ahead_ms = paused ? Infinity : rate === undefined ? 0 : from_ms + (at_us - from_us) / 1e3 / rate - now_ms;
        if (ahead_ms >= LEAST_WAIT_ms) {
          await sleep(ahead_ms);
          breathed_ms = performance.now();
          continue;
        }
        if (now_ms - breathed_ms >= BREATH_ms) {
          await new Promise<void>((resolve) => setImmediate(resolve));
          breathed_ms = performance.now();
          if (paused) continue;
        }
        reached_us = at_us;
        return;
      }
    },
  };
}
