import { ecefVecFromGeodetic } from '../../core/frames/geodetic.ts';
import { addScaled, distance, dot, scale, subtract, type Vec3 } from '../../core/math/vector.ts';
import type { Metres, MetresPerSecond, Radians } from '../../core/units.ts';
import type { RadarTarget } from '../radar.ts';
import type { SimulatedRadar } from '../scenario.ts';

/** What a radar of the generic preset can hold apart: a pulse of some megahertz, a beam of a degree, some milliseconds of coherent pulses. A radar measures where something is far
 *  better than it can tell two things apart: at 20 dB by a factor of ten and more (Barton, Radar System Analysis and Modeling, ch. 8-9). */
const CELL_RANGE_M: Metres = 100;
const CELL_ANGLE_RAD: Radians = 0.02;
const CELL_RANGE_RATE_MPS: MetresPerSecond = 100;

/** Targets in one resolution cell give one return: the strongest one's neighbours are drawn into it, at the mean of their places and motions
 *  weighted by their strength, with their cross-sections added.  Strongest first, so that the outcome does not depend on the order. */
export function unresolved(radar: SimulatedRadar, targets: readonly RadarTarget[]): RadarTarget[] {
  const station = ecefVecFromGeodetic(radar.spec.site);
  const seen = targets
    .map((target) => ({ target, range_m: distance(target.r, station), rangeRate_mps: rangeRate(target, station), taken: false }))
    .sort((a, b) => a.range_m - b.range_m);
  const strongest = [...seen].sort((a, b) => b.target.crossSection_m2 - a.target.crossSection_m2 || a.range_m - b.range_m);
  const returns: RadarTarget[] = [];
  for (const one of strongest) {
    if (one.taken) continue;
    const group = [one];
    one.taken = true;
    const at = firstNotBelow(seen, one.range_m - CELL_RANGE_M);
    for (let i = at; i < seen.length && seen[i].range_m <= one.range_m + CELL_RANGE_M; i++) {
      const other = seen[i];
      if (other.taken || Math.abs(other.rangeRate_mps - one.rangeRate_mps) > CELL_RANGE_RATE_MPS) continue;
      if (sinBetween(one.target.r, other.target.r, station) > CELL_ANGLE_RAD) continue;
      other.taken = true;
      group.push(other);
    }
    returns.push(group.length === 1 ? one.target : merged(group.map(({ target }) => target)));
  }
  return returns;
}

function merged(group: readonly RadarTarget[]): RadarTarget {
  const crossSection_m2 = group.reduce((sum, target) => sum + target.crossSection_m2, 0);
  const mean = (of: (target: RadarTarget) => Vec3): Vec3 =>
    group.reduce((sum, target) => addScaled(sum, of(target), target.crossSection_m2 / crossSection_m2), { x: 0, y: 0, z: 0 });
  return { r: mean(({ r }) => r), v: mean(({ v }) => v), crossSection_m2 };
}

function rangeRate({ r, v }: RadarTarget, station: Vec3): number {
  const d = subtract(r, station);
  return dot(d, v) / Math.sqrt(dot(d, d));
}

/** Sine of the angle between two directions from a station, both within a right angle of one another. */
function sinBetween(a: Vec3, b: Vec3, station: Vec3): number {
  const p = subtract(a, station);
  const q = subtract(b, station);
  const along = dot(p, q) / dot(p, p);
  const across = subtract(q, scale(p, along));
  return along <= 0 ? 1 : Math.sqrt(dot(across, across) / dot(q, q));
}

function firstNotBelow(sorted: readonly { readonly range_m: number }[], range_m: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].range_m < range_m) low = middle + 1;
    else high = middle;
  }
  return low;
}
