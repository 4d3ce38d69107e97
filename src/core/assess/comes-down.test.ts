import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assessment, impactAt } from '../../../tests/samples/warning-life.ts';
import { holds } from '../../../tests/support/properties.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { ellipseRing } from './area.ts';
import { type Assessment, type ImpactEstimate, NO_IMPACT } from './assessment.ts';
import { comesDown, mayStayUp } from './comes-down.ts';

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
  expect(mayStayUp(one, one.apogeeAt_us ?? 0)).toBe(false);
});

test.each<[string, Partial<Assessment>]>([
  ['no impact is stated', { impact: undefined }],
  ['it burns', { burning: true }],
  ['it may light again', { impact: undefined, noImpact: 'may-burn-again' }],
  ['a satellite', likely(['satellite', 0.51], ['re-entry', 0.49])],
  ['an airliner that sinks', likely(['aircraft', 0.6], ['unknown', 0.4])],
  ['a glint, an echo or a fire', likely(['sun-glint', 0.2], ['moon-echo', 0.2], ['stationary-heat', 0.2], ['unknown', 0.4])],
  ['it climbs and may be a launcher', { ...likely(['ballistic-missile', 0.9], ['space-launch', 0.1]), apogeeAt_us: 500e6 }],
])('is not told of: %s', (_, over) => {
  expect(comesDown(assessment(over))).toBeUndefined();
});

test.each<[string, Partial<Assessment>]>([
  ['a corridor over a quarter of an ocean', { impact: corridor(640_000, 5_000) }],
  ['an area as large as two countries', { impact: impactAt(41, 139, { sigma_m: 140_000 }) }],
  ['an area that is not drawn', { impact: undefined, noImpact: 'too-wide' }],
  ['a speed that is not known any more', { impact: undefined, noImpact: 'speed-not-known' }],
])('comes down, and nobody can say where: %s', (_, over) => {
  expect(comesDown(assessment(over))).toBeUndefined();
  expect(mayStayUp(assessment(over), 0)).toBe(false);
  expect(mayStayUp(assessment({ ...over, ...likely(['satellite', 1]) }), 0)).toBe(true);
});

/** The sample is assessed at 180 s. */
const [UP_US, DOWN_US] = [500e6, 100e6];

// A booster that burned before its landing was said to have gone away, 20 s before it came down.
test.each<[string, Partial<Assessment>]>([
  ['it burns', { burning: true }],
  ['it burns and has no impact', { burning: true, impact: undefined, noImpact: 'burning' }],
  ['it has turned back', { impact: undefined, noImpact: 'turned-back' }],
  ['it may light again', { impact: undefined, noImpact: 'may-burn-again' }],
])('thrust carries on only what is on its way up: %s', (_, over) => {
  expect(mayStayUp(assessment(over), UP_US)).toBe(true);
  expect(mayStayUp(assessment(over), DOWN_US)).toBe(false);
});

test('on its way down nothing that is not known, no thrust and no lift takes it back: only an orbit, or what flies on or is no body', () => {
  const share = fc.integer({ min: 0, max: 100 });
  holds(
    fc.property(fc.constantFrom(undefined, ...NO_IMPACT), fc.boolean(), share, share, (noImpact, burning, stays, launcher) => {
      const shares = likely(['satellite', stays / 200], ['aircraft', stays / 200], ['space-launch', (launcher / 100) * (1 - stays / 100)]);
      const one = assessment({ ...shares, burning, ...(noImpact === undefined ? {} : { impact: undefined, noImpact }) });
      expect(mayStayUp(one, DOWN_US)).toBe(noImpact === 'may-stay-up' || stays > 50);
    }),
  );
});

// With 94.5 % of a missile people were told that the area was free again.
test('what climbs is not told while it may be a launcher, and taken back only when it is one likelier than not', () => {
  const climbs = (launcher: number): Assessment =>
    assessment({ ...likely(['ballistic-missile', 1 - launcher], ['space-launch', launcher]), apogeeAt_us: UP_US });
  const said = (launcher: number): [boolean, boolean] => [comesDown(climbs(launcher)) !== undefined, mayStayUp(climbs(launcher), UP_US)];
  expect([0, 0.05, 0.055, 0.5, 0.51, 1].map(said)).toEqual([
    [true, false],
    [true, false],
    [false, false],
    [false, false],
    [false, true],
    [false, true],
  ]);
});
