import { expect, test } from 'vitest';
import { assessment, impactAt } from '../../../tests/samples/warning-life.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { ellipseRing } from './area.ts';
import type { Assessment, ImpactEstimate } from './assessment.ts';
import { comesDown, comesDownSomewhere } from './comes-down.ts';

/** An ellipse of 95 % that is long from south to north. */
function corridor(sigmaNorth_m: number, sigmaEast_m: number): ImpactEstimate {
  const ground = {
    point: geodeticDegrees(0, 139),
    covarianceEast_m2: sigmaEast_m * sigmaEast_m,
    covarianceEastNorth_m2: 0,
    covarianceNorth_m2: sigmaNorth_m * sigmaNorth_m,
  };
  return impactAt(0, 139, { ...ground, area: ellipseRing(ground, 0.95) });
}

const likely = (...shares: readonly (readonly [Assessment['cause'], number])[]): Partial<Assessment> => ({
  hypotheses: shares.map(([hypothesis, probability]) => ({ hypothesis, probability })),
});

test.each<[string, Partial<Assessment>]>([
  ['a missile', likely(['ballistic-missile', 1])],
  ['nobody knows what', likely(['unknown', 0.4], ['re-entry', 0.4], ['satellite', 0.2])],
  ['a stage that has turned back', likely(['powered-return', 1])],
  ['a failed launcher past its highest point', { ...likely(['space-launch', 0.9]), apogeeAt_us: 100e6 }],
  [
    'a missile that climbs, where a launcher is excluded',
    { ...likely(['ballistic-missile', 0.96], ['space-launch', 0.04]), apogeeAt_us: 500e6 },
  ],
  ['a corridor of 2,800 km, and narrow', { impact: corridor(570_000, 5_000) }],
  ['an area as large as a country', { impact: impactAt(41, 139, { sigma_m: 120_000 }) }],
])('comes down, whatever it is: %s', (_, over) => {
  const one = assessment(over);
  expect(comesDown(one)).toBe(one.impact);
  expect(comesDownSomewhere(one)).toBe(true);
});

test.each<[string, Partial<Assessment>]>([
  ['no impact is stated', { impact: undefined }],
  ['it burns', { burning: true }],
  ['it may light again', { impact: undefined, noImpact: 'may-burn-again' }],
  ['a satellite', likely(['satellite', 0.51], ['re-entry', 0.49])],
  ['an airliner that sinks', likely(['aircraft', 0.6], ['unknown', 0.4])],
  ['a glint, an echo or a fire', likely(['sun-glint', 0.2], ['moon-echo', 0.2], ['stationary-heat', 0.2], ['unknown', 0.4])],
  ['it climbs and may be a launcher', { ...likely(['ballistic-missile', 0.9], ['space-launch', 0.1]), apogeeAt_us: 500e6 }],
])('does not, or may stay up: %s', (_, over) => {
  expect(comesDown(assessment(over))).toBeUndefined();
  expect(comesDownSomewhere(assessment(over))).toBe(false);
});

test.each<[string, Partial<Assessment>]>([
  ['a corridor over a quarter of an ocean', { impact: corridor(640_000, 5_000) }],
  ['an area as large as two countries', { impact: impactAt(41, 139, { sigma_m: 140_000 }) }],
  ['an area that is not drawn', { impact: undefined, noImpact: 'too-wide' }],
  ['a speed that is not known any more', { impact: undefined, noImpact: 'speed-not-known' }],
])('comes down, and nobody can say where: %s', (_, over) => {
  expect(comesDown(assessment(over))).toBeUndefined();
  expect(comesDownSomewhere(assessment(over))).toBe(true);
  expect(comesDownSomewhere(assessment({ ...over, ...likely(['satellite', 1]) }))).toBe(false);
  expect(comesDownSomewhere(assessment({ ...over, burning: true }))).toBe(false);
});
