import { surfaceAngle } from '../../core/discern/features.ts';
import type { LauncherPaths } from '../../core/discern/launcher-paths.ts';
import { orbitOfEcef } from '../../core/physics/orbit.ts';
import { equivalentSurfaceSpeed_mps } from '../../core/physics/ballistic.ts';
import { heightAbove } from '../../core/frames/geodetic.ts';
import { toDegrees } from '../../core/units.ts';
import type { TruthBody } from '../truth.ts';

const FROM_MPS = 1_500;
const STEP_MPS = 500;
const BINS = 15;
/** Below this the core does not look at a path either. */
const ABOVE_M = 40_000;
const LEAST_SPREAD_DEG = 3;

/** Flight-path angle at the surface of one flight on its way up, degrees, by surface speed: the mean in each bin that it passes. */
export type Climb = readonly (number | undefined)[];

/** The medians of 28 recorded ascents of one liquid launcher, to low, polar, transfer and station orbits: a family of its own, of which the records are not kept
 *  here. */
export const RECORDED: Climb = [57, 51, 42, 33.4, 28.5, 24.4, 20.7, 17.6, 15, 12.4, 10, 8.1, 5.5, 3.2, 0];

export function climbOf(body: TruthBody, start_us: number): Climb {
  const sums = Array.from({ length: BINS }, () => ({ sum: 0, count: 0 }));
  for (let at_us = start_us; at_us <= body.end_us; at_us += 2_000_000) {
    const state = body.stateAt(at_us);
    if (state === undefined || heightAbove(state.r.x, state.r.y, state.r.z) < ABOVE_M) continue;
    if (orbitOfEcef(state.r, state.v).perigeeHeight_m > 100_000) break;
    const speed_mps = equivalentSurfaceSpeed_mps(state.r, state.v);
    const bin = sums[Math.round((speed_mps - FROM_MPS) / STEP_MPS)];
    if (bin === undefined) continue;
    bin.sum += toDegrees(surfaceAngle(state.r, state.v, speed_mps));
    bin.count += 1;
  }
  return sums.map(({ sum, count }) => (count > 0 ? sum / count : undefined));
}

/** The paths of several families, all of one weight however many flights they have: middle, and what leaves a sixth out below and above. Where no flight
 *  passes, the neighbour's. */
export function pathsOf(families: readonly (readonly Climb[])[]): LauncherPaths {
  const rows = Array.from({ length: BINS }, (_, bin) => {
    const samples = families.flatMap((climbs) => {
      const angles = climbs.flatMap((climb) => climb[bin] ?? []);
      return angles.map((angle_deg) => ({ angle_deg, weight: 1 / angles.length }));
    });
    if (samples.length === 0) return undefined;
    const median = quantile(samples, 0.5);
    const spread = (deg: number): number => Math.max(LEAST_SPREAD_DEG, deg);
    return { median, below: spread(median - quantile(samples, 0.16)), above: spread(quantile(samples, 0.84) - median) };
  });
  const filled = rows.map((row, k) => row ?? nearest(rows, k));
  const list = (of: (row: (typeof filled)[number]) => number): number[] => filled.map((row) => Math.round(10 * of(row)) / 10);
  return {
    from_mps: FROM_MPS,
    step_mps: STEP_MPS,
    median_deg: list(({ median }) => median),
    below_deg: list(({ below }) => below),
    above_deg: list(({ above }) => above),
  };
}

type Sample = { readonly angle_deg: number; readonly weight: number };

function quantile(samples: readonly Sample[], share: number): number {
  const sorted = [...samples].sort((a, b) => a.angle_deg - b.angle_deg);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { angle_deg, weight } of sorted) {
    below += weight;
    if (below >= share * total) return angle_deg;
  }
  return sorted[sorted.length - 1].angle_deg;
}

function nearest<T>(rows: readonly (T | undefined)[], k: number): T {
  for (let apart = 1; apart < rows.length; apart++) {
    const row = rows[k - apart] ?? rows[k + apart];
    if (row !== undefined) return row;
  }
  throw new Error('no launcher passes any speed');
}
