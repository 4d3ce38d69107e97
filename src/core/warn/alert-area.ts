import type { ImpactEstimate } from '../assess/assessment.ts';
import { flatExtent_m, flatRingHolds, offset } from '../assess/area.ts';
import { alertRing } from '../assess/people.ts';
import type { Geodetic } from '../frames/geodetic.ts';
import type { Metres } from '../units.ts';
import type { AlertArea, Warning } from './warning.ts';

/** The area is what the current track's impact estimate says, and as much around it as people take shelter from what comes down beside them, and
 *  nothing else (H3): there is no other parameter. */
export function areaOf(impact: ImpactEstimate, shelterRadius_m: Metres): AlertArea {
  const { area: estimate, probability } = impact.asItFalls ?? impact;
  const told = { ring: alertRing(impact, shelterRadius_m), estimate, probability, shelterRadius_m };
  return impact.asItFalls === undefined ? told : { ...told, reach: { ring: impact.area, probability: impact.probability } };
}

/** How many sigmas of the impact time the window spans on each side, and the least margin, s. */
const WINDOW_SIGMAS = 3;
const WINDOW_MARGIN_S = 30;

/** When it is to come down. `stretches`: how often it has been later or earlier than the window that was said. Each doubles the margin: what
 *  has been wrong before is said less finely (a body under a parachute is late by as much again, and again). */
export function windowOf(impact: ImpactEstimate, stretches = 0): Warning['impactWindow'] {
  const half_us = Math.round((WINDOW_MARGIN_S * (1 << stretches) + WINDOW_SIGMAS * impact.sigmaTime_s) * 1e6);
  return { from_us: impact.time_us - half_us, to_us: impact.time_us + half_us };
}

/** How a new impact estimate differs from the one that a warning was drawn from, as far as people would act on it: its area reaches out of the
 *  other's, its time has left the window, or the area has shrunk to less than half as wide. Refinement inside the old area is no reason to void a
 *  signature or to disturb the public. The shelter radius is around both, and no reason for anything. */
export type Difference = 'reaches-out' | 'other-time' | 'shrunk';

export function differenceFrom(
  { area, impactWindow }: Pick<Warning, 'area' | 'impactWindow'>,
  impact: ImpactEstimate,
): Difference | undefined {
  const inner = compared(area.estimate, (impact.asItFalls ?? impact).area, impact.point);
  const outer = impact.asItFalls === undefined ? undefined : compared(area.reach?.ring ?? area.estimate, impact.area, impact.point);
  if (inner.reachesOut || outer?.reachesOut === true) return 'reaches-out';
  if (impact.time_us < impactWindow.from_us || impact.time_us > impactWindow.to_us) return 'other-time';
  return inner.shrunk ? 'shrunk' : undefined;
}

function compared(
  before: readonly Geodetic[],
  now: readonly Geodetic[],
  centre: Geodetic,
): { readonly reachesOut: boolean; readonly shrunk: boolean } {
  const [told, drawn] = [before.map((corner) => offset(centre, corner)), now.map((corner) => offset(centre, corner))];
  const size = flatExtent_m(told);
  const factor = SLACK + (2 * COARSE_M) / size;
  const grown = told.map(({ east, north }) => ({ east: factor * east, north: factor * north }));
  return {
    reachesOut: drawn.some((point) => !flatRingHolds(grown, point)),
    shrunk: size > WIDE_M && flatExtent_m(drawn) < SHRUNK * size,
  };
}

/** A wide area that has shrunk to less than this share of its width is worth telling people. */
const SHRUNK = 0.4;
const WIDE_M = 60_000;
/** Seen from the new point of impact, the old area is grown by this share and this much besides before the new one must lie inside it: nobody
 *  takes shelter by the kilometre, and every update costs attention. An impact outside the old area is outside the grown one too. */
const SLACK = 1.15;
const COARSE_M = 10_000;
