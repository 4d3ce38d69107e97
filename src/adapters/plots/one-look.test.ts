import { expect, test } from 'vitest';
import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import { isOneLook, joined } from './one-look.ts';
import { createReporter, describeRefusal } from './report.ts';
import type { PlotScan } from './scans.ts';

const plot = (range_m: number) => ({ range_m, azimuth_rad: 0.1, elevation_rad: 0.2 });
const look = (ranges: readonly number[], more: Partial<PlotScan> = {}): PlotScan => ({
  sensor: 'radar',
  scan: 3,
  at_us: 15_000_000,
  t_s: 15,
  plots: ranges.map(plot),
  ...more,
});

/** The ranges of one look made of two, and what is said of the second file. */
function together(first: PlotScan, second: PlotScan) {
  const reporter = createReporter('b', false);
  reporter.count('plots', second.plots.length);
  const one = joined(first, second, reporter);
  return { one, ranges: one.plots.map(({ range_m }) => range_m), reporter, told: reporter.refusals.map(describeRefusal) };
}

test('a sensor looks once at a time', () => {
  expect(isOneLook(look([1]), look([2], { scan: 9 }))).toBe(true);
  expect(isOneLook(look([1]), look([1], { sensor: 'other' }))).toBe(false);
  expect(isOneLook(look([1]), look([1], { at_us: 15_000_001 }))).toBe(false);
});

test('plots of two files come together in order, each once; those that stand in both are refused of the second', () => {
  const { ranges, reporter, told } = together(look([1, 3]), look([4, 2]));
  expect(ranges).toEqual([1, 2, 3, 4]);
  expect([reporter.plots, reporter.refused, told]).toEqual([2, 0, []]);
  const twice = together(look([1, 3]), look([0, 3]));
  expect(twice.ranges).toEqual([0, 1, 3]);
  expect([twice.reporter.plots, twice.reporter.refused]).toEqual([1, 1]);
  expect(twice.told).toEqual([
    'b sensor radar at 15 s: the same plot stands in another file too; give each plot once, in one of the files',
  ]);
  const both = together(look([1, 3]), look([1, 3]));
  expect(both.told).toEqual([
    'b sensor radar at 15 s: the same 2 plots stand in another file too; give each plot once, in one of the files',
  ]);
  expect([both.ranges, both.reporter.plots, both.reporter.refused]).toEqual([[1, 3], 0, 2]);
});

test('where the platform was is what the first file says, or the second where the first says nothing', () => {
  const [here, there] = [1, 2].map((height_m) => geodeticDegrees(0, 0, height_m));
  const [first, second] = [here, there].map((platform) => look([], { platform }));
  expect(together(first, second).one.platform).toBe(here);
  expect(together(look([]), second).one.platform).toBe(there);
  expect(Object.keys(together(look([]), look([])).one)).not.toContain('platform');
});
