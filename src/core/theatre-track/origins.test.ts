import { expect, test } from 'vitest';
import { PLOT, RADAR, radarScan } from '../../../tests/support/core-theatre.ts';
import { addScaled, cross, scale, subtract, unit } from '../math/vector.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { lookOf } from '../track/look/look.ts';
import { addLaunchesNear } from './origins.ts';
import { newTrack, type Track } from './track.ts';

/** A launch that both phenomenologies have followed, from where the plot is. */
function launchAt({ x, y, z }: { readonly x: number; readonly y: number; readonly z: number }): Track {
  const modes = new Float64Array(THEATRE_MODES.size);
  modes.set([x, y, z], THEATRE_MODES.at[1]);
  const track = newTrack('launch', 0, { modes, weights: Float64Array.of(0, 1, 0, 0) }, 10);
  track.status = 'confirmed';
  track.seen.heat.hits = 3;
  track.seen.radar.hits = 3;
  return track;
}

/** Density of the next launch at the plot, and the range rates that clutter spreads over there. */
function densities(plot: typeof PLOT, radar = RADAR): { readonly added: number; readonly span_mps: number } {
  const look = lookOf(radar, radarScan(1, [plot]), 1, new Set());
  const fresh = new Float64Array(1);
  addLaunchesNear(fresh, [launchAt(look.placeOf(0))], look);
  return { added: fresh[0], span_mps: look.rangeRateSpan_mps[0] };
}

const { rangeRate_mps, sigmaRangeRate_mps, ...WITHOUT_RATE } = PLOT;
const { sigmaRangeRate_mps: _, ...MEASURES_NO_RATE } = RADAR;

test('the next launch is sought around the last within a second’s share of one in ten minutes, per metre and sr', () => {
  const { added } = densities(WITHOUT_RATE, MEASURES_NO_RATE);
  const sigma_m = 20_000;
  const atTheMiddle = (1 / 600) * (PLOT.range_m ** 2 / (2 * Math.PI * sigma_m ** 2)) * (1 / (Math.sqrt(2 * Math.PI) * sigma_m));
  expect(added / atTheMiddle).toBeCloseTo(1, 6);
});

test('it is sought up to five sigmas off, along the sight as across it', () => {
  const look = lookOf(RADAR, radarScan(1, [PLOT]), 1, new Set());
  const place = look.placeOf(0);
  const along = unit(subtract(place, look.frame.origin));
  const across = unit(cross(along, place));
  for (const way of [along, scale(along, -1), across]) {
    const added = [99_000, 101_000].map((off_m) => {
      const fresh = new Float64Array(1);
      addLaunchesNear(fresh, [launchAt(addScaled(place, way, off_m))], look);
      return fresh[0];
    });
    expect(added[0]).toBeGreaterThan(0);
    expect(added[1]).toBe(0);
  }
});

test('a launch spreads over the range rates of what rises, 2,000 m/s, where range rate is measured', () => {
  const [measured, unmeasured] = [densities(PLOT), densities(WITHOUT_RATE, MEASURES_NO_RATE)];
  expect(unmeasured.added / measured.added).toBeCloseTo(2000, 6);
});

test('a plot without a range rate is as much a launch’s beside clutter, whether its radar measures none or this once did not', () => {
  const beside = ({ added, span_mps }: ReturnType<typeof densities>): number => added * span_mps;
  const [never, notThisTime] = [densities(WITHOUT_RATE, MEASURES_NO_RATE), densities(WITHOUT_RATE)];
  expect(beside(notThisTime) / beside(never)).toBeCloseTo(1, 6);
  // One that says how fast it goes is likelier: clutter spreads over all range rates that a radar reports, 16,000 over 2,000.
  expect(beside(densities(PLOT)) / beside(never)).toBeCloseTo(8, 6);
});
