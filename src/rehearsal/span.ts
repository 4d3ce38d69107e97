import type { Dice } from './dice.ts';
import type { Span } from './world.ts';

/** Some part of a span of time, from a fiftieth to a half of it. */
export function spanIn(dice: Dice, all: Span): Span {
  const lasts_us = (all.to_us - all.from_us) * dice.scaled(0.02, 0.5);
  const from_us = Math.round(all.from_us + (all.to_us - all.from_us) * dice.between(0, 0.9));
  return { from_us, to_us: Math.round(Math.min(all.to_us, from_us + lasts_us)) };
}
