/** Objects at one time. Frame: any Cartesian one, the same for truth and tracks. */
export type Objects = {
  /** One each; a track's as the tracker gives it (`TrackEstimate`). */
  readonly ids: readonly string[];
  /** Six numbers an object: x, y, z, m, and their rates, m/s. */
  readonly states: Float64Array;
};

/** The tracks of one scan. */
export type Tracks = Objects & {
  /** Covariance of a track's six states where it gives one: packed lower triangle by rows, 21 numbers. */
  readonly covariances?: readonly (Float64Array | undefined)[];
  /** 1 where the track was carried on without a plot of this scan. */
  readonly coasted?: Uint8Array;
  /** From the scan's time to when the track was given out; not a number where nobody said. */
  readonly latency_s?: Float64Array;
};

/** What there was and what the tracker said of it, at one scan. Scores take a list of them, in order of time. */
export type Picture = {
  readonly scan: number;
  /** From any zero that all pictures of a run share, and what is scored tells its times from it: of the tracker's, `secondsBetween(first_us, at_us)`. */
  readonly time_s: number;
  readonly truth: Objects;
  readonly tracks: Tracks;
};

export const NUMBERS_OF_STATE = 6;
/** In place of an index: missed, false, nobody. */
export const NONE = -1;

/** Length of the difference of two triples: positions at `offset` 0, velocities at 3. */
export function separation(a: Float64Array, i: number, b: Float64Array, j: number, offset: 0 | 3 = 0): number {
  const ai = NUMBERS_OF_STATE * i + offset;
  const bj = NUMBERS_OF_STATE * j + offset;
  const x = a[ai] - b[bj];
  const y = a[ai + 1] - b[bj + 1];
  const z = a[ai + 2] - b[bj + 2];
  return Math.sqrt(x * x + y * y + z * z);
}
