import { expect, test } from 'vitest';
import { degrees } from '../units.ts';
import type { PolarPlot } from './corrections.ts';
import type { PolarSensing } from './measurement-spec.ts';
import { checkPlots, outsideView } from './valid-plots.ts';

/** From 300° through north to 20°. */
const SENSING: PolarSensing = {
  kind: 'polar',
  sigmaRange_m: 100,
  sigmaAzimuth_rad: degrees(0.1),
  sigmaElevation_rad: degrees(0.1),
  view: {
    rangeMin_m: 10_000,
    rangeMax_m: 1_000_000,
    azimuthMin_rad: degrees(300),
    azimuthMax_rad: degrees(380),
    elevationMin_rad: degrees(2),
    elevationMax_rad: degrees(60),
  },
};
const PLOT: PolarPlot = { range_m: 500_000, azimuth_rad: degrees(350), elevation_rad: degrees(30) };
const at = (change: object): PolarPlot => ({ ...PLOT, ...change });

/** [what is changed, what the message holds]. */
const WRONG: readonly (readonly [change: object, told: readonly string[]])[] = [
  [{ range_m: 0 }, ['plots[1].range_m: 0 is outside 0.001 to 1000000000 m', 'above 0']],
  [{ range_m: NaN }, ['plots[1].range_m: NaN is no number']],
  [{ range_m: '500000' }, ['"500000" is no number', 'give metres']],
  [{ azimuth_rad: 350 }, ['plots[1].azimuth_rad: 350 is outside -6.28319 to 6.28319 rad', 'degrees(290) is 290°']],
  [{ elevation_rad: 1.6 }, ['plots[1].elevation_rad: 1.6 is outside -1.5708 to 1.5708 rad', 'degrees(12) is 12°']],
  [{ elevation_rad: undefined }, ['undefined is no number']],
  [{ rangeRate_mps: Infinity }, ['plots[1].rangeRate_mps: Infinity is outside -100000 to 100000 m/s']],
  [{ sigmaRange_m: -5 }, ['plots[1].sigmaRange_m: -5 is outside 0.001 to 1000000 m', 'one sigma']],
  [{ sigmaElevation_rad: NaN }, ['plots[1].sigmaElevation_rad: NaN is no number']],
];

test.each(WRONG)('a plot with %j is refused by its place, its unit and what to do', (change, told) => {
  expect(() => checkPlots([PLOT, at(change)])).toThrow(RangeError);
  for (const words of told) expect(() => checkPlots([PLOT, at(change)])).toThrow(words);
});

test('a full turn and a right angle are angles, range rate and the plot’s own errors may be there or not', () => {
  for (const turn of [-360, 360]) checkPlots([at({ azimuth_rad: degrees(turn) })]);
  for (const right of [-90, 90]) checkPlots([at({ elevation_rad: degrees(right) })]);
  checkPlots([]);
  checkPlots([at({ rangeRate_mps: -1500 })]);
  checkPlots([at({ sigmaRange_m: 12, sigmaAzimuth_rad: 1e-3, sigmaElevation_rad: 1e-3, sigmaRangeRate_mps: 5 })]);
});

test('what is no list of plots is refused', () => {
  for (const nothing of [undefined, {}, 'plots']) expect(() => checkPlots(nothing as never)).toThrow('give a list of plots');
  for (const nothing of [undefined, null, 5]) expect(() => checkPlots([nothing as never])).toThrow('plots[0]');
});

test('outside the view is what the plot’s own error does not explain; north is no edge', () => {
  const field = (change: object): string | undefined => outsideView(7, at(change), SENSING)?.place;
  for (const azimuth_deg of [300, 359, 0, 1, 20, -10, -60, 299.6, 20.4, 359 - 360])
    expect({ azimuth_deg, field: field({ azimuth_rad: degrees(azimuth_deg) }) }).toEqual({ azimuth_deg, field: undefined });
  for (const azimuth_deg of [299.4, 20.6, 160, -61, 200]) expect(field({ azimuth_rad: degrees(azimuth_deg) })).toBe('plots[7].azimuth_rad');
  expect([9600, 1_000_400].map((range_m) => field({ range_m }))).toEqual([undefined, undefined]);
  expect([9400, 1_000_600].map((range_m) => field({ range_m }))).toEqual(['plots[7].range_m', 'plots[7].range_m']);
  expect([1.6, 60.4].map((deg) => field({ elevation_rad: degrees(deg) }))).toEqual([undefined, undefined]);
  expect([1.4, 60.6].map((deg) => field({ elevation_rad: degrees(deg) }))).toEqual(['plots[7].elevation_rad', 'plots[7].elevation_rad']);
});
