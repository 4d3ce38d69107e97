import { describe, expect, test } from 'vitest';
import { assessment, impactAt } from '../../../tests/samples/warning-life.ts';
import type { ImpactEstimate } from '../assess/assessment.ts';
import { ringHolds } from '../assess/area.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { areaOf, differenceFrom, overAt_us, windowOf } from './alert-area.ts';
import { recommend } from './record.ts';
import type { Warning } from './warning.ts';

function warningOf(impact: ImpactEstimate): Warning {
  return recommend('W1', 'exercise', { assessment: assessment({ impact }), impact, shelterRadius_m: 10_000 }, 180e6).warning;
}

const difference = (before: ImpactEstimate, now: ImpactEstimate): ReturnType<typeof differenceFrom> =>
  differenceFrom(warningOf(before), [now]);
/** Degrees of latitude of so many kilometres. */
const north = (km: number): number => km / 111.2;

test('a window is three sigmas and half a minute on each side, and doubles its margin with each stretch', () => {
  const impact = impactAt(41, 139, { time_us: 1000e6, sigmaTime_s: 5 });
  expect(windowOf(impact)).toEqual({ from_us: 955e6, to_us: 1045e6 });
  expect(windowOf(impact, 2)).toEqual({ from_us: 865e6, to_us: 1135e6 });
});

// An area of 5 km sigma has a radius of 12.2 km. Seen from the new point of impact its edge must, grown by 15 % and ten kilometres, lie beyond
// the new area's: up to a shift of six kilometres it does.
test.each([
  ['the same', 0, undefined],
  ['5 km on', 5, undefined],
  ['7 km on', 7, 'reaches-out'],
  ['100 km on', 100, 'reaches-out'],
])('an area %s', (_, km, expected) => {
  expect(difference(impactAt(41, 139), impactAt(41 + north(km), 139))).toBe(expected);
});

// Longitudes crowd and jump there; what counts is distance.
describe.each([
  ['at the North Pole', 89.99, 0],
  ['at the South Pole', -89.99, 90],
  ['over the antimeridian', 0, 179.99],
  ['on the equator', 0, 0],
])('%s', (_, latitude, longitude) => {
  test('an area is inside itself, and out of itself 40 km away', () => {
    const here = impactAt(latitude, longitude);
    const away = latitude < 0 ? latitude + north(40) : latitude > 80 ? latitude - north(40) : latitude + north(40);
    expect(difference(here, impactAt(latitude, longitude, { sigma_m: 4000 }))).toBeUndefined();
    expect(difference(here, impactAt(away, longitude))).toBe('reaches-out');
  });
});

test('a time that leaves the window on either side, with three sigmas, is another time; on its edge it is not', () => {
  const before = impactAt(41, 139, { time_us: 1000e6, sigmaTime_s: 5 });
  const at = (time_s: number, sigmaTime_s = 5): ImpactEstimate => impactAt(41, 139, { time_us: time_s * 1e6, sigmaTime_s });
  expect([970, 1030].map((s) => difference(before, at(s)))).toEqual([undefined, undefined]);
  expect([969.999999, 1030.000001].map((s) => difference(before, at(s)))).toEqual(['other-time', 'other-time']);
  expect([15, 15.1].map((sigma_s) => difference(before, at(1000, sigma_s)))).toEqual([undefined, 'other-time']);
});

test('a wide area that is less than four tenths as wide by now has shrunk; a small one may', () => {
  const wide = impactAt(41, 139, { sigma_m: 30_000 });
  expect(difference(wide, impactAt(41, 139, { sigma_m: 11_000 }))).toBe('shrunk');
  expect(difference(wide, impactAt(41, 139, { sigma_m: 13_000 }))).toBeUndefined();
  expect(difference(impactAt(41, 139, { sigma_m: 12_000 }), impactAt(41, 139, { sigma_m: 1_000 }))).toBeUndefined();
});

test('an impact that has left a small area always reaches out, however near', () => {
  const small = { sigma_m: 500 };
  expect(difference(impactAt(41, 139, small), impactAt(41 + north(2), 139, small))).toBe('reaches-out');
});

test('the area that people are told of is the estimate’s and the shelter radius around it, and says both; what has moved is the estimate’s', () => {
  const impact = impactAt(41, 139, { sigma_m: 500 });
  const area = areaOf(impact, 20_000);
  expect(area).toMatchObject({ probability: 0.95, shelterRadius_m: 20_000 });
  expect(ringHolds(area.ring, geodeticDegrees(41 + north(21), 139))).toBe(true);
  expect(ringHolds(area.ring, geodeticDegrees(41 + north(22), 139))).toBe(false);
  const told = recommend('W1', 'exercise', { assessment: assessment({ impact }), impact, shelterRadius_m: 20_000 }, 180e6).warning;
  expect(told.area).toEqual(area);
  expect(differenceFrom(told, [impactAt(41 + north(2), 139, { sigma_m: 500 })])).toBe('reaches-out');
});

/** What may manoeuvre: inside where it falls if it goes on as it does, outside where else it may come down. */
function mayTurn(latitude: number, inner_m: number, outer_m: number): ImpactEstimate {
  const { area, probability } = impactAt(latitude, 139, { sigma_m: inner_m });
  const outer = impactAt(latitude, 139, { sigma_m: outer_m, time_us: 1200e6, sigmaTime_s: 5 });
  const span = { from_us: 1185e6, to_us: 1215e6 };
  return { ...outer, kind: 'may-manoeuvre', span: { ...span, to_us: 1500e6 }, asItFalls: { area, probability, span } };
}

// A 600-km flight known to 58 × 4 km warned 74.7 million people: all that lift could reach.
test('of what may manoeuvre people are to take shelter where it falls if it goes on, and to be ready where else it may come down', () => {
  const impact = mayTurn(41, 3_000, 60_000);
  expect(areaOf(impact, 0)).toEqual({
    ring: impact.asItFalls?.area,
    estimate: impact.asItFalls?.area,
    shelterRadius_m: 0,
    probability: 0.95,
    reach: { ring: impact.area, probability: 0.95, until_us: 1530e6 },
  });
  expect(areaOf(impactAt(41, 139), 0)).not.toHaveProperty('reach');
});

// A glide of 2,500 km was over, by its warning, at the time at which it would have fallen, minutes before it was down.
test('it is to come down when it falls, and over only when it is down whatever it does; what has turned may come down at any time until then', () => {
  const before = mayTurn(41, 3_000, 60_000);
  expect(windowOf(before)).toEqual({ from_us: 1155e6, to_us: 1245e6 });
  expect(overAt_us(warningOf(before))).toBe(1530e6);
  const { asItFalls: _, ...turned } = before;
  expect(windowOf(turned)).toEqual({ from_us: 1155e6, to_us: 1530e6 });
  expect(overAt_us(warningOf(turned))).toBe(1530e6);
  const longer = (to_s: number): ImpactEstimate => ({ ...turned, span: { from_us: 1185e6, to_us: to_s * 1e6 } });
  expect([1530, 1531].map((to_s) => difference(turned, longer(to_s)))).toEqual([undefined, 'other-time']);
});

test('both areas are watched: each tells when it reaches out of what was said, and what turns has its whole reach to take shelter in', () => {
  const before = mayTurn(41, 3_000, 60_000);
  expect(difference(before, mayTurn(41, 2_000, 50_000))).toBeUndefined();
  expect(difference(before, mayTurn(41 + north(20), 3_000, 40_000))).toBe('reaches-out');
  expect(difference(before, mayTurn(41, 3_000, 90_000))).toBe('reaches-out');
  const { asItFalls: _, ...turned } = before;
  expect(difference(before, turned)).toBe('reaches-out');
  // What has left the air is ballistic: inside what was said.
  expect(difference(before, impactAt(41, 139, { sigma_m: 2_500 }))).toBeUndefined();
});
