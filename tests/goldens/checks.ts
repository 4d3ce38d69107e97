import { deepEqual, ok } from 'node:assert/strict';
import { flatRingHolds, offset } from '../../src/core/assess/area.ts';
import type { Assessment } from '../../src/core/assess/assessment.ts';
import { type Geodetic, geodeticDegrees } from '../../src/core/frames/geodetic.ts';
import type { Warning, WarningChange } from '../../src/core/warn/warning.ts';
import { ofKind, type Told } from './told.ts';

// Checks that several scenarios' claims are made of.

/** Nobody is asked to act and no receiver hears of it (H1). */
export function nothingRecommended(told: Told): void {
  deepEqual(
    ofKind(told, 'warning').map(({ change, warning }) => `${warning.id} ${change}`),
    [],
    'no warning is made',
  );
  deepEqual(
    ofKind(told, 'message').map(({ message }) => message.id),
    [],
    'no message goes out',
  );
}

/** Whether a place lies in an area that people are told of. */
export function areaHolds(ring: readonly Geodetic[], latitude_deg: number, longitude_deg: number): boolean {
  const place = geodeticDegrees(latitude_deg, longitude_deg);
  return flatRingHolds(
    ring.map((corner) => offset(place, corner)),
    { east: 0, north: 0 },
  );
}

/** Every assessment of the run, in order. */
export function assessments(told: Told): Assessment[] {
  return ofKind(told, 'assessment').map(({ assessment }) => assessment);
}

/** What was said of each event last. */
export function lastAssessments(told: Told): Assessment[] {
  return [...new Map(assessments(told).map((assessment) => [assessment.event, assessment])).values()];
}

/** The first time that a warning changed so. Throws when it never did. */
export function firstChange(told: Told, change: WarningChange): { readonly at_us: number; readonly warning: Warning } {
  const first = ofKind(told, 'warning').find((one) => one.change === change);
  ok(first, `a warning is ${change}`);
  return first;
}

/** Heat and radar have both seen it before anybody is asked to act (H1). */
export function recommendedByBoth(told: Told): void {
  const { assessment } = firstChange(told, 'recommended').warning;
  deepEqual(
    assessment.phenomenologies.map(({ phenomenology, state }) => `${phenomenology} ${state}`),
    ['heat observed', 'radar observed'],
    'what has seen it when it is recommended',
  );
  deepEqual(assessment.cause, 'ballistic-missile');
}

/** The alert went out by two people in two sessions, and the last word was that it is over: the warning was true. */
export function releasedAndEnded(told: Told): void {
  const { signatures } = firstChange(told, 'released').warning;
  deepEqual(new Set(signatures.map(({ person }) => person)).size, 2, 'people who signed');
  deepEqual(new Set(signatures.map(({ session }) => session)).size, 2, 'sessions in which they signed');
  const purposes = ofKind(told, 'message').map(({ message }) => message.purpose);
  deepEqual(purposes.at(-1), 'end', 'the last message');
  ok(!purposes.includes('retraction'), 'nothing is retracted');
}
