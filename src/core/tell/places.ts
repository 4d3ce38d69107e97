import type { ImpactEstimate } from '../assess/assessment.ts';
import { alertCircle } from '../assess/people.ts';
import { type Circle, MAX_PLACES, type PlaceRegion, regionFor, wantedFor } from '../assess/places.ts';
import { warningOf } from '../state/event-book.ts';
import { BEFORE_ALL_US, type State } from '../state/state.ts';
import type { Emit } from './emission.ts';

/** Most regions that are remembered, and most that are waited for. The oldest go first, and are asked for again when they are needed. */
const MAX_REGIONS = 64;

/** Asks for who lives where something may come down, once: not again while an answer is awaited that would do. */
export function wantPlaces({ at_us, places: { regions, wanted }, settings }: State, impact: ImpactEstimate | undefined, emit: Emit): void {
  if (impact === undefined) return;
  const circle = alertCircle(impact, settings.shelterRadius_m);
  const wish = wantedFor(regions, circle);
  if (wish === undefined || regionFor(wanted, circle)?.whole === true) return;
  push(wanted, wish);
  emit({ kind: 'places-wanted', at_us, ...wish });
}

/** Remembers what was looked up. An event of which people were warned without it is assessed again as soon as something is folded. */
export function takePlaces(state: State, { point, radius_m, places, leftOut }: PlaceRegion): void {
  const { regions, wanted } = state.places;
  const kept = places.slice(0, MAX_PLACES);
  const region = { point, radius_m, places: kept, leftOut: leftOut + places.length - kept.length };
  push(regions, region);
  const open = wanted.filter((circle) => regionFor([region], circle)?.whole !== true && !isSame(circle, region));
  wanted.splice(0, wanted.length, ...open);
  for (const event of Object.values(state.events))
    if (warningOf(state, event)?.warning.peopleInAlertArea.kind === 'not-looked-up') event.assessed_us = BEFORE_ALL_US;
}

function isSame(a: Circle, b: Circle): boolean {
  return a.radius_m === b.radius_m && a.point.latitude_rad === b.point.latitude_rad && a.point.longitude_rad === b.point.longitude_rad;
}

function push<T>(list: T[], one: T): void {
  list.push(one);
  if (list.length > MAX_REGIONS) list.shift();
}
