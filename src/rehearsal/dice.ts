import { exp, log } from '../core/math/elementary.ts';
import { stream } from '../sim/random.ts';

/** Chance in the words that a world is made with. Every draw comes from one named stream of a seed. */
export type Dice = {
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** Uniform on [low, high). */
  between(low: number, high: number): number;
  /** The same on a logarithmic scale; both ends positive. */
  scaled(low: number, high: number): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** Each of the list with probability `p`. */
  some<T>(list: readonly T[], p: number): T[];
};

export function diceOf(seed: number, name: string): Dice {
  const { uniform } = stream(seed, name);
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const whole = (low: number, high: number): number => Math.min(high, Math.floor(between(low, high + 1)));
  return {
    chance: (p) => uniform() < p,
    between,
    scaled: (low, high) => exp(between(log(low), log(high))),
    whole,
    pick: (list) => list[whole(0, list.length - 1)],
    some: (list, p) => list.filter(() => uniform() < p),
  };
}
