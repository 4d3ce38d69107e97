/** Numbers of an estimate: position and velocity, their covariance, probability of existence. */
export const ESTIMATE = 28;
export const EXISTENCE = 27;

/** What is said of one confirmed track after a scan. */
export type TrackEstimate = {
  /** A number as text, as all names of tracks are: the first track is '1'. */
  readonly id: string;
  /** Position and velocity, world axes, m and m/s. */
  readonly x: Float64Array;
  /** Their covariance, packed lower triangle by rows (21). */
  readonly p: Float64Array;
  readonly existence: number;
};

/** The numbers of all tracks of a scan stand in one array; views of it are made when they are asked for. */
export class EstimateView implements TrackEstimate {
  readonly number: number;
  private readonly all: Float64Array;
  private readonly at: number;

  constructor(number: number, all: Float64Array, at: number) {
    this.number = number;
    this.all = all;
    this.at = at;
  }

  get id(): string {
    return String(this.number);
  }

  get x(): Float64Array {
    return this.all.subarray(this.at, this.at + 6);
  }

  get p(): Float64Array {
    return this.all.subarray(this.at + 6, this.at + EXISTENCE);
  }

  get existence(): number {
    return this.all[this.at + EXISTENCE];
  }
}

/** By number. All estimates are views; texts would be made anew for every comparison. */
export const inOrder = (a: TrackEstimate, b: TrackEstimate): number => (a as EstimateView).number - (b as EstimateView).number;
