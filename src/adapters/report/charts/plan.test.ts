import { expect, test } from 'vitest';
import { noisyRun } from '../../../../tests/support/score-pictures.ts';
import { associate } from '../../../score/association.ts';
import { planChart } from './plan.ts';

/** How many marks each layer has: truth, where objects begin, tracks, false reports. */
function drawn(scans: number) {
  const run = noisyRun({ objects: 20, scans, sigma_m: 800, sigma_mps: 40, missedShare: 0.1, falsePerScan: 1, switchShare: 0.001, seed: 5 });
  const { plot, caption, summary } = planChart(run, associate(run, { c_m: 10_000, p: 2 }));
  const marks = (plot.marks as unknown as readonly { readonly data: readonly unknown[] }[]).map(({ data }) => data.length);
  return { run, marks, caption, summary };
}

test('a short run is drawn in full', () => {
  const { run, marks, caption } = drawn(300);
  expect(marks[0]).toBe(run.reduce((sum, { truth }) => sum + truth.ids.length, 0));
  expect(marks[2]).toBe(run.reduce((sum, { tracks }) => sum + tracks.ids.length, 0));
  expect(caption).not.toMatch(/One scan of/);
});

test('of a long run as many marks are drawn as fit, and each object from its beginning; the page says so and counts all', () => {
  const { run, marks, caption, summary } = drawn(3000);
  expect(run.reduce((sum, { truth }) => sum + truth.ids.length, 0)).toBeGreaterThan(40_000);
  expect(marks[0]).toBeGreaterThan(10_000);
  expect(marks[0]).toBeLessThanOrEqual(20_000 + 20);
  expect(marks[1]).toBe(20);
  expect(caption).toMatch(/One scan of [34] is drawn\.$/);
  // One false report a scan, in the mean.
  expect(Number(/([\d,]+) reports/.exec(summary)?.[1].replace(',', ''))).toBeGreaterThan(2500);
  expect(marks[3]).toBeLessThan(1500);
});
