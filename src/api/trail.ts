import { FRESH_S } from '../core/assess/assessment.ts';
import type { EventView, TrailPoint } from './wire-feed.ts';

// Where a track was and how the explanations fared, kept within a bound for as long as it goes on: what was seen stays seen.

type HistoryPoint = EventView['history'][number];

/** Adds a point to a trail. A look or two that missed it between two sights is no time out of sight: what was computed there gives way to
 *  the line between the sights, if they lie no farther apart than what is called observed (FRESH_S). */
export function extendTrail(trail: TrailPoint[], point: TrailPoint, bound: number): void {
  const last = trail.at(-1);
  if (last && last.at_us >= point.at_us) return;
  if (point.basis === 'observed') {
    let seen = trail.length - 1;
    while (seen >= 0 && trail[seen].basis !== 'observed') seen -= 1;
    if (seen >= 0 && point.at_us - trail[seen].at_us <= FRESH_S * 1e6) trail.splice(seen + 1);
  }
  trail.push(point);
  thin(trail, bound, bendOfTrail, (at) => trail[at].basis !== trail[at - 1].basis || trail[at].basis !== trail[at + 1].basis);
}

export function extendHistory(history: HistoryPoint[], point: HistoryPoint, bound: number): void {
  history.push(point);
  thin(history, bound, bendOfHistory, () => false);
}

/** Share of the points that go when the bound is reached, so that it is not reached again with the next one. */
const GOING = 1 / 4;

/** Past the bound, takes out a quarter of the points: those that lie nearest to the line between their neighbours, no two side by side. So the
 *  shape stays, a short burn as well as a long coast. `stays`: a point that may not go, as the ends of what was seen; where only such
 *  points are left, the oldest go. */
function thin<T>(list: T[], bound: number, bend: (before: T, here: T, after: T) => number, stays: (at: number) => boolean): void {
  if (list.length <= bound) return;
  const wanted = Math.ceil(bound * GOING);
  const bends = list.slice(1, -1).map((here, k) => ({ at: k + 1, bend: bend(list[k], here, list[k + 2]) }));
  const going = new Set<number>();
  for (const { at } of bends.sort((a, b) => a.bend - b.bend)) {
    if (going.size === wanted) break;
    if (!stays(at) && !going.has(at - 1) && !going.has(at + 1)) going.add(at);
  }
  const kept = going.size > 0 ? list.filter((_, at) => !going.has(at)) : list.slice(wanted);
  list.splice(0, list.length, ...kept);
}

/** How far the middle point lies from where the line between the others passes at its time, as an angle at the Earth's centre. */
function bendOfTrail(before: TrailPoint, here: TrailPoint, after: TrailPoint): number {
  const off = (of: (point: TrailPoint) => number) => offLine(before, here, after, of);
  const latitude = off((point) => point.latitude_rad);
  const turn = (point: TrailPoint) =>
    point.longitude_rad - 2 * Math.PI * Math.round((point.longitude_rad - here.longitude_rad) / (2 * Math.PI));
  return Math.hypot(latitude, off(turn), off((point) => point.height_m) / EARTH_RADIUS_M);
}

const EARTH_RADIUS_M = 6.37e6;

function bendOfHistory(before: HistoryPoint, here: HistoryPoint, after: HistoryPoint): number {
  return Math.max(...here.probabilities.map((_, k) => offLine(before, here, after, ({ probabilities }) => probabilities[k])));
}

function offLine<T extends { readonly at_us: number }>(before: T, here: T, after: T, of: (point: T) => number): number {
  const share = after.at_us > before.at_us ? (here.at_us - before.at_us) / (after.at_us - before.at_us) : 0;
  return Math.abs(of(here) - of(before) - share * (of(after) - of(before)));
}
