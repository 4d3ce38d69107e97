/** One measured number on a target, linearised about a guess of the target and of the biases. */
export type Row = {
  /** Which sensor, and which of its numbers (`RANGE`, `AZIMUTH` or `ELEVATION`). */
  readonly sensor: number;
  readonly kind: number;
  /** Measured − predicted, the guessed biases included. */
  readonly residual: number;
  readonly sigma: number;
  /** How fast the predicted number changes as the target moves: what a clock that is a second ahead takes from it. */
  readonly rate: number;
  /** ∂ predicted / ∂ target, n. */
  readonly gradient: Float64Array;
};

/** One thing that several sensors saw, or that one saw and whose path is known: a motion with n unknowns, deterministic over the
 *  time of its sights.
 *  With a prior it is a catalogue satellite: where it is, and how well that is known. A prior speaks once: a satellite whose orbit was not
 *  determined anew in between is one target for as long as it is seen. */
export type Target = {
  readonly id: string;
  readonly start: Float64Array;
  /** Covariance of `start`, n×n; undefined for nothing known. */
  readonly prior: Float64Array | undefined;
  /** All its measured numbers about a guess of it and of the biases of all sensors. */
  rows(x: Float64Array, biases: Float64Array): Row[];
};
