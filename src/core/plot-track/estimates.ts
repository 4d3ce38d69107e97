/** Numbers of an estimate: position and velocity, their covariance, probability of existence. */
export const ESTIMATE = 28;
export const EXISTENCE = 27;

/** What is said of one confirmed track after a scan. */
export type TrackEstimate = {
  readonly id: number;
  /** Position and velocity, world axes, m and m/s. */
  readonly x: Float64Array;
  /** Their covariance, packed lower triangle by rows (21). */
  readonly p: Float64Array;
  readonly existence: number;
};

/** The numbers of all tracks of a scan stand in one array; views of it are made when they are asked for. */
export class EstimateView implements TrackEstimate {
  readonly id: number;
  private readonly all: Float64Array;
  private readonly at: number;

  constructor(id: number, all: Float64Array, at: number) {
    this.id = id;
    this.all = all;
    this.at = at;
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
