import { dot, type Vec3 } from '../../math/vector.ts';
import type { Box } from './plot-index.ts';

/** How detections are laid out for the index: by distance, and by the direction's components on two fixed axes across the field. These have no
 *  seam at north and no pole at the zenith, and change by no more than the angle does. A sensor that measures no distance has zero there. */
export type SightFrame = {
  readonly origin: Vec3;
  readonly first: Vec3;
  readonly second: Vec3;
  readonly measuresRange: boolean;
  /** Largest one-sigma errors of any detection of the scan. */
  readonly sigmaRange_m: number;
  readonly sigmaAngle_rad: number;
};

/** A box that holds nothing. */
export function emptyBox(): Box {
  return {
    rangeLow_m: Infinity,
    rangeHigh_m: -Infinity,
    azimuthLow_rad: Infinity,
    azimuthHigh_rad: -Infinity,
    elevationLow_rad: Infinity,
    elevationHigh_rad: -Infinity,
  };
}

/** Widens the box so that it holds every detection whose residual from this state is inside a χ² gate of k² (all dimensions together).
 *  The residual angles are those of the plane across the sight, t; the direction is (u + t)/√(1+|t|²), so its component on an axis e differs from u·e by at
 *  most |t·e| + |u·e| |t|²/2.     Shapes  position at s[x], packed covariance at s[p] (record.ts). */
export function widenBox(box: Box, frame: SightFrame, s: Float64Array, x: number, p: number, k: number): void {
  const { origin, first, second } = frame;
  const dx = s[x] - origin.x;
  const dy = s[x + 1] - origin.y;
  const dz = s[x + 2] - origin.z;
  const range = Math.sqrt(dx * dx + dy * dy + dz * dz);
  const ux = dx / range;
  const uy = dy / range;
  const uz = dz / range;
  const along = quadratic(s, p, ux, uy, uz);
  const angle2 = Math.max(0, s[p] + s[p + 2] + s[p + 5] - along) / (range * range) + 2 * frame.sigmaAngle_rad * frame.sigmaAngle_rad;
  const bend = 0.5 * k * k * angle2;
  const a = ux * first.x + uy * first.y + uz * first.z;
  const b = ux * second.x + uy * second.y + uz * second.z;
  const noise = frame.sigmaAngle_rad * frame.sigmaAngle_rad;
  const halfA = k * Math.sqrt(Math.max(0, across(s, p, ux, uy, uz, first, a)) / (range * range) + noise) + bend;
  const halfB = k * Math.sqrt(Math.max(0, across(s, p, ux, uy, uz, second, b)) / (range * range) + noise) + bend;
  if (frame.measuresRange) {
    const half = k * Math.sqrt(Math.max(0, along) + frame.sigmaRange_m * frame.sigmaRange_m);
    box.rangeLow_m = Math.min(box.rangeLow_m, range - half);
    box.rangeHigh_m = Math.max(box.rangeHigh_m, range + half);
  } else {
    box.rangeLow_m = 0;
    box.rangeHigh_m = 0;
  }
  box.azimuthLow_rad = Math.min(box.azimuthLow_rad, a - halfA);
  box.azimuthHigh_rad = Math.max(box.azimuthHigh_rad, a + halfA);
  box.elevationLow_rad = Math.min(box.elevationLow_rad, b - halfB);
  box.elevationHigh_rad = Math.max(box.elevationHigh_rad, b + halfB);
}

/** Where a direction lies in the index. */
export function sightColumns(frame: SightFrame, direction: Vec3): readonly [number, number] {
  return [dot(direction, frame.first), dot(direction, frame.second)];
}

/** gᵀPg of the part of the axis across the sight, g = e − u(u·e). */
function across(s: Float64Array, p: number, ux: number, uy: number, uz: number, e: Vec3, ue: number): number {
  return quadratic(s, p, e.x - ux * ue, e.y - uy * ue, e.z - uz * ue);
}

function quadratic(s: Float64Array, p: number, x: number, y: number, z: number): number {
  return s[p] * x * x + s[p + 2] * y * y + s[p + 5] * z * z + 2 * (s[p + 1] * x * y + s[p + 3] * x * z + s[p + 4] * y * z);
}
