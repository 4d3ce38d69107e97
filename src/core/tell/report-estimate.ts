import { fromUpperTriangle } from '../math/packed.ts';
import type { StateEstimate } from '../track/fusion/joint-diagonal.ts';
import { numbersFault, refuseFault } from '../valid.ts';
import type { TrackReport } from './emission.ts';

/** The estimate of a theatre's track as `localEstimate`, `fuse` and `takeReports` want it.
 *  Shapes  x 6, ECEF, m and m/s; p 36, row-major.   Throws `RangeError` when the report has not 21 finite numbers of covariance. */
export function estimateOfReport(report: Pick<TrackReport, 'positionEcef_m' | 'velocityEcef_mps' | 'covariance'>): StateEstimate {
  const { positionEcef_m: r, velocityEcef_mps: v, covariance } = report;
  refuseFault(numbersFault('covariance', covariance, 21, 'position and velocity, upper triangle by rows'));
  const x = Float64Array.of(r.x, r.y, r.z, v.x, v.y, v.z);
  refuseFault(numbersFault('positionEcef_m, velocityEcef_mps', x, 6, 'metres and metres per second, ECEF'));
  return { x, p: fromUpperTriangle(covariance, 6) };
}
