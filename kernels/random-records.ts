import fc from 'fast-check';
import { between } from './random-vectors.ts';

/** Random inputs of kernels, for their tests: records as kernels keep them, and the same as plain arrays. */
export type Sample = { readonly x: number[]; readonly p: number[][] };

/** A unit vector from two uniform numbers. */
function direction(azimuth: number, height: number): number[] {
  const level = Math.sqrt(1 - height * height);
  return [level * Math.cos(azimuth), level * Math.sin(azimuth), height];
}

export const unitVector: fc.Arbitrary<number[]> = fc.tuple(between(-3.14, 3.14), between(-1, 1)).map(([a, z]) => direction(a, z));

/** Somewhere between the ground and geostationary height for low > 6.38e6, at up to 8 km/s, with extra states around their usual values. */
export const state = (lowest_m: number, highest_m: number, extra: readonly (readonly [number, number])[] = []): fc.Arbitrary<number[]> =>
  fc
    .tuple(unitVector, between(lowest_m, highest_m), unitVector, between(10, 8000), ...extra.map(([min, max]) => between(min, max)))
    .map(([r, height, v, speed, ...more]) => [...r.map((e) => e * height), ...v.map((e) => e * speed), ...more]);

/** Symmetric, positive definite, with the given standard deviations and correlations of any strength up to a condition of about 1e4. */
export const covariance = (sigmas: readonly number[]): fc.Arbitrary<number[][]> => {
  const n = sigmas.length;
  return fc.array(between(-1, 1), { minLength: n * n, maxLength: n * n }).map((b) =>
    sigmas.map((si, i) =>
      sigmas.map((sj, j) => {
        let sum = i === j ? 0.02 : 0;
        for (let k = 0; k < n; k++) sum += b[i * n + k] * b[j * n + k];
        return sum * si * sj;
      }),
    ),
  );
};

/** The record x, packed P, with something in front and behind that a kernel must leave alone. */
export function recordOf({ x, p }: Sample, offset: number): Float64Array {
  const n = x.length;
  const record = new Float64Array(offset + n + (n * (n + 1)) / 2 + 2).fill(-7);
  x.forEach((e, i) => {
    record[offset + i] = e;
    for (let j = 0; j <= i; j++) record[offset + n + (i * (i + 1)) / 2 + j] = p[i][j];
  });
  return record;
}

/** Largest difference of a record from x and P, as a share of each element's natural size: σ_i σ_j for covariances, |x| or σ for states,
 *  σ as before an update where `prior` is given. */
export function differenceFrom(record: Float64Array, offset: number, { x, p }: Sample, prior: number[][] = p): number {
  const n = x.length;
  let worst = 0;
  for (let i = 0; i < n; i++) {
    const size = Math.max(Math.abs(x[i]), Math.sqrt(prior[i][i]));
    worst = Math.max(worst, Math.abs(record[offset + i] - x[i]) / size);
    for (let j = 0; j <= i; j++) {
      const packed = record[offset + n + (i * (i + 1)) / 2 + j];
      worst = Math.max(worst, Math.abs(packed - p[i][j]) / Math.sqrt(prior[i][i] * prior[j][j]));
    }
  }
  return record[offset - 1] === -7 && record[offset + n + (n * (n + 1)) / 2] === -7 ? worst : Infinity;
}

/** Whether the packed covariance of a record of n states has a Cholesky factor. */
export function isPositiveDefinite(record: Float64Array, offset: number, n: number): boolean {
  const l: number[][] = [];
  for (let i = 0; i < n; i++) {
    l.push([]);
    for (let j = 0; j <= i; j++) {
      let sum = record[offset + n + (i * (i + 1)) / 2 + j];
      for (let k = 0; k < j; k++) sum -= l[i][k] * l[j][k];
      if (i === j && !(sum > 0)) return false;
      l[i].push(i === j ? Math.sqrt(sum) : sum / l[j][j]);
    }
  }
  return true;
}
