/** Small matrices in fixed point with 480 binary places, so that an oracle loses nothing to a condition number of 10²⁰, as one in doubles does. */
const PLACES = 480n;
const ONE = 1n << PLACES;

export type Exact = readonly (readonly bigint[])[];

export function exact(values: ArrayLike<number>, columns: number): Exact {
  return Array.from({ length: values.length / columns }, (_, i) =>
    Array.from({ length: columns }, (_unused, j) => exactOf(values[i * columns + j])),
  );
}

/** A double is an integer times a power of two: nothing is rounded but what lies below the last place. */
export function exactOf(value: number): bigint {
  let [mantissa, exponent] = [value, 0];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  return (BigInt(mantissa) << PLACES) >> BigInt(exponent);
}

export function toDoubles(m: Exact): Float64Array {
  return Float64Array.from(m.flat(), (v) => {
    const shift = BigInt(Math.max(0, v.toString(2).length - 70));
    return (Number(v >> shift) * 2 ** Number(shift - PLACES / 2n)) / 2 ** Number(PLACES / 2n);
  });
}

const times = (a: bigint, b: bigint): bigint => (a * b) >> PLACES;

export function product(a: Exact, b: Exact): Exact {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, v, k) => sum + times(v, b[k][j]), 0n)));
}

/** wa A + wb B. */
export function combination(wa: bigint, a: Exact, wb: bigint, b: Exact): Exact {
  return a.map((row, i) => row.map((v, j) => times(wa, v) + times(wb, b[i][j])));
}

/** Gauss and Jordan, without pivots: for positive definite matrices. */
export function exactInverse(m: Exact): Exact {
  const n = m.length;
  const rows = m.map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => (i === j ? ONE : 0n))]);
  for (let i = 0; i < n; i++) {
    const pivot = rows[i][i];
    rows[i] = rows[i].map((v) => (v << PLACES) / pivot);
    for (let k = 0; k < n; k++) {
      const factor = rows[k][i];
      if (k !== i && factor !== 0n) rows[k] = rows[k].map((v, j) => v - times(factor, rows[i][j]));
    }
  }
  return rows.map((row) => row.slice(n));
}
