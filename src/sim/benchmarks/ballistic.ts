import { quadraticForm } from '../../core/math/matrix.ts';
import { jacobianOf } from '../../core/track/estimators/mapping.ts';
import { neesBand } from '../../score/nees-band.ts';
import { moved, rootOf, seen } from '../../score/posterior-bound.ts';
import { stream } from '../random.ts';
import { type Arc, SIGMA_ANGLE_RAD, SIGMA_RANGE_M } from './arcs.ts';
import { type ArcFilter, arcFilters, SIGMA_VELOCITY_MPS } from './ballistic-filters.ts';
import { freeFallOf, polar, POLAR_NOISE, startAt, whiteAcceleration } from './ballistic-models.ts';

export type BallisticRow = {
  readonly filter: string;
  readonly tracker: boolean;
  /** Position at the last scan over all runs, and the bound of the same. */
  readonly rmse_m: number;
  readonly bound_m: number;
  readonly ratio: number;
  /** Mean NEES at the last scan, six states. */
  readonly nees: number;
  readonly inBand: boolean;
  /** Scans whose mean NEES is inside the band. */
  readonly shareInBand: number;
  /** The same as NEES, after the second plot, where the curvature of the sphere tells most. */
  readonly neesAtSecondPlot: number;
  /** Mean time of predict and update together. */
  readonly step_us: number;
};

export type BallisticResult = {
  readonly arcs: number;
  readonly runs: number;
  readonly band: readonly [number, number];
  readonly rows: readonly BallisticRow[];
};

export type BallisticOptions = {
  /** Draws of the noise for each arc. */
  readonly seeds: number;
  readonly firstSeed: number;
  /** White acceleration that filters and bound allow for, m²/s³ an axis; the arcs themselves fall undisturbed. */
  readonly psd_m2ps3: number;
  /** Only these filters, by name. */
  readonly filters?: readonly string[];
  /** For the cost of a step. */
  readonly clock_ms: () => number;
  readonly onArc?: () => void;
};

const STATES = 6;

/** Follows every arc under many draws of the noise with every filter, from its first plot, and compares with the posterior bound.
 *  Filters and bound start from the same: one plot's position, any velocity. */
export function runBallistic(arcs: readonly Arc[], options: BallisticOptions): BallisticResult {
  const runs = arcs.length * options.seeds;
  const scans = arcs[0].truth.length;
  const filters = arcFilters(arcs[0].interval_s, options.psd_m2ps3).filter(({ name }) => options.filters?.includes(name) ?? true);
  const tallies = filters.map((filter): Tally => ({ filter, ...emptySums(scans) }));
  let bound2 = 0;
  for (const arc of arcs) {
    bound2 += square(boundAtEnd(arc, options.psd_m2ps3)) / arcs.length;
    for (let seed = options.firstSeed; seed < options.firstSeed + options.seeds; seed++) {
      const plots = measured(arc, seed);
      for (const tally of tallies) follow(tally, arc, plots, options.clock_ms);
    }
    options.onArc?.();
  }
  const band = neesBand(runs, STATES);
  return { arcs: arcs.length, runs, band, rows: tallies.map((tally) => rowOf(tally, runs, band, Math.sqrt(bound2))) };
}

type Tally = { readonly filter: ArcFilter; readonly squared_m2: Float64Array; readonly nees: Float64Array; time_ms: number };

function emptySums(scans: number) {
  return { squared_m2: new Float64Array(scans), nees: new Float64Array(scans), time_ms: 0 };
}

/** Range, azimuth, elevation of each scan with their noise; the same for every filter. */
function measured(arc: Arc, seed: number): Float64Array[] {
  const random = stream(seed, `plots of arc ${arc.name}`);
  return arc.truth.map((truth) => {
    const z = new Float64Array(3);
    polar.of(z, truth);
    z[0] += SIGMA_RANGE_M * random.normal();
    z[1] += SIGMA_ANGLE_RAD * random.normal();
    z[2] += SIGMA_ANGLE_RAD * random.normal();
    return z;
  });
}

function follow(tally: Tally, arc: Arc, plots: readonly Float64Array[], clock_ms: () => number): void {
  const { filter } = tally;
  filter.start(plots[0]);
  for (let k = 1; k < plots.length; k++) {
    const before = clock_ms();
    filter.step(plots[k]);
    tally.time_ms += clock_ms() - before;
    const { x, p } = filter.state();
    const error = x.map((value, i) => value - arc.truth[k][i]);
    tally.squared_m2[k] += square(error[0]) + square(error[1]) + square(error[2]);
    tally.nees[k] += quadraticForm(p, error, STATES) ?? Infinity;
  }
}

/** Position bound at the last scan, m. */
export function boundAtEnd({ truth, interval_s }: Arc, psd_m2ps3: number): number {
  // Differences instead of the filters' own derivatives: the bound shares no formula with what it judges.
  const fall = { dimension: 6, of: freeFallOf(interval_s).of };
  const view = { dimension: 3, angles: polar.angles, of: polar.of };
  const q = whiteAcceleration(psd_m2ps3, interval_s);
  const first = new Float64Array(3);
  polar.of(first, truth[0]);
  let { p } = startAt(first, SIGMA_VELOCITY_MPS);
  for (let k = 1; k < truth.length; k++) {
    p = moved(p, [jacobianOf(fall, truth[k - 1], p)], q, 6);
    p = seen(p, [{ h: jacobianOf(view, truth[k], p), r: POLAR_NOISE }], 6, 3);
  }
  return rootOf(p, 6, 0, 2);
}

function rowOf(tally: Tally, runs: number, band: readonly [number, number], bound_m: number): BallisticRow {
  const last = tally.nees.length - 1;
  const inside = (sum: number): boolean => sum / runs >= band[0] && sum / runs <= band[1];
  const rmse_m = Math.sqrt(tally.squared_m2[last] / runs);
  return {
    filter: tally.filter.name,
    tracker: tally.filter.tracker,
    rmse_m,
    bound_m,
    ratio: rmse_m / bound_m,
    nees: tally.nees[last] / runs,
    inBand: inside(tally.nees[last]),
    shareInBand: tally.nees.slice(1).filter(inside).length / last,
    neesAtSecondPlot: tally.nees[1] / runs,
    step_us: (1000 * tally.time_ms) / (runs * last),
  };
}

function square(value: number): number {
  return value * value;
}
