import type { ImpactEstimate } from '../assess/assessment.ts';
import { flatExtent_m, flatRingHolds } from '../assess/area.ts';
import { flatMapAt, flatRing } from '../assess/flat-map.ts';
import { alertRing, areaFallen } from '../assess/people.ts';
import { fallen, spanOf, together } from '../assess/together.ts';
import type { Geodetic } from '../frames/geodetic.ts';
import type { Metres, Micros } from '../units.ts';
import type { AlertArea, Warning } from './warning.ts';

/** The area is what the current track's impact estimate says, and as much around it as people take shelter from what comes down beside them, and
 *  nothing else (H3): there is no other parameter. */
export function areaOf(impact: ImpactEstimate, shelterRadius_m: Metres): AlertArea {
  const { area: estimate, probability } = impact.asItFalls ?? impact;
  const told = { ring: alertRing(impact, shelterRadius_m), estimate, probability, shelterRadius_m };
  if (impact.asItFalls === undefined) return told;
  return { ...told, reach: { ring: impact.area, probability: impact.probability, until_us: downBy_us(impact) } };
}

/** How much earlier and later than three sigmas of the impact time the window begins and ends, at least, s. */
export const WINDOW_MARGIN_S = 30;

/** When it is to come down, if it goes on as it does where nothing has turned it yet. `stretches`: how often it has been later or earlier than the window that was said. Each doubles the margin: what
 *  has been wrong before is said less finely (a body under a parachute is late by as much again, and again). */
export function windowOf(impact: ImpactEstimate, stretches = 0): Warning['impactWindow'] {
  const { from_us, to_us } = spanOf([fallen(impact)]);
  const margin_us = WINDOW_MARGIN_S * (1 << stretches) * 1e6;
  return { from_us: from_us - margin_us, to_us: to_us + margin_us };
}

/** When it is down whatever it does: what lift may yet hold up comes later than what falls. */
export function downBy_us(impact: ImpactEstimate): Micros {
  return spanOf([impact]).to_us + WINDOW_MARGIN_S * 1e6;
}

/** From when on nothing can come of what people were told any more, neither where it falls if it goes on as it does nor where it can reach. */
export function overAt_us({ impactWindow, area }: Pick<Warning, 'impactWindow' | 'area'>): Micros {
  return Math.max(impactWindow.to_us, area.reach?.until_us ?? impactWindow.to_us);
}

/** How a new impact estimate differs from the one that a warning was drawn from, as far as people would act on it: its area reaches out of the
 *  other's, its time, with three sigmas, has left the window by more than that had of margin, or it may stay up until after what was told, or the area has shrunk to less than half as wide. Refinement inside the old area is no reason to void a
 *  signature or to disturb the public; but `fresh`, pieces that it was not drawn over yet, are to lie in it wholly. The shelter radius is around both, and no
 *  reason for anything. */
export type Difference = 'reaches-out' | 'other-time' | 'shrunk';

export function differenceFrom(
  told: Pick<Warning, 'area' | 'impactWindow'>,
  impacts: Impacts,
  fresh: readonly ImpactEstimate[] = [],
): Difference | undefined {
  const { area } = told;
  if (fresh.some((impact) => reachesOut(area, impact, false)) || impacts.some((impact) => reachesOut(area, impact, true)))
    return 'reaches-out';
  if (isOtherTime(told, impacts)) return 'other-time';
  const map = flatMapAt(impacts[0].point);
  const size = flatExtent_m(flatRing(map, area.estimate));
  if (size <= WIDE_M) return undefined;
  return flatExtent_m(flatRing(map, areaFallen(together(impacts)))) < SHRUNK * size ? 'shrunk' : undefined;
}

/** Whether it may come down before or after what people were told. */
export function isOtherTime(told: Pick<Warning, 'area' | 'impactWindow'>, impacts: Impacts): boolean {
  const { from_us, to_us } = spanOf(impacts.map(fallen));
  return from_us < told.impactWindow.from_us || to_us > told.impactWindow.to_us || spanOf(impacts).to_us > overAt_us(told);
}

/** What a warning or a hazard is of: the impact of one object, or of each of its pieces. */
export type Impacts = readonly [ImpactEstimate, ...ImpactEstimate[]];

/** Whether an estimate's area reaches out of what people were told of. `slack`: as far as they would act on it; without, at all. */
export function reachesOut({ estimate, reach }: AlertArea, impact: ImpactEstimate, slack: boolean): boolean {
  const map = flatMapAt(impact.point);
  const leaves = (told: readonly Geodetic[], drawn: readonly Geodetic[]): boolean => {
    const flat = flatRing(map, told);
    const factor = slack ? SLACK + (2 * COARSE_M) / flatExtent_m(flat) : 1;
    const grown = flat.map(({ east, north }) => ({ east: factor * east, north: factor * north }));
    return flatRing(map, drawn).some((corner) => !flatRingHolds(grown, corner));
  };
  if (leaves(estimate, areaFallen(impact))) return true;
  return impact.asItFalls !== undefined && leaves(reach?.ring ?? estimate, impact.area);
}

/** A wide area that has shrunk to less than this share of its width is worth telling people. */
const SHRUNK = 0.4;
const WIDE_M = 60_000;
/** Seen from the new point of impact, the old area is grown by this share and this much besides before the new one must lie inside it: nobody
 *  takes shelter by the kilometre, and every update costs attention. An impact outside the old area is outside the grown one too. */
const SLACK = 1.15;
const COARSE_M = 10_000;
