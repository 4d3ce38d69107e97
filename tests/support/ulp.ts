const value = new Float64Array(1);
const bits = new BigInt64Array(value.buffer);

/** The bits of a double as 16 hexadecimal digits; for goldens that must not move by one of them. */
export function hexOf(x: number): string {
  value[0] = x;
  return BigInt.asUintN(64, bits[0]).toString(16).padStart(16, '0');
}

/** How many doubles lie between a and b; 0 for the same one, NaN counting as itself, −0 as next to +0. */
export function ulpsBetween(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  const apart = rank(a) - rank(b);
  return Number(apart < 0n ? -apart : apart);
}

function rank(x: number): bigint {
  value[0] = x;
  return bits[0] < 0n ? -(bits[0] & 0x7fffffffffffffffn) - 1n : bits[0];
}

/** A plain generator of numbers in 0…1, the same in every run: tests that draw samples stay repeatable. */
export function samples(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
