import { pow } from '../core/math/elementary.ts';

/** d to the power of p. Nearly everybody scores with p = 1 or 2. */
export function power(d: number, p: number): number {
  if (p === 1) return d;
  if (p === 2) return d * d;
  return pow(d, p);
}

export function root(sum: number, p: number): number {
  if (p === 1) return sum;
  if (p === 2) return Math.sqrt(sum);
  return pow(sum, 1 / p);
}
