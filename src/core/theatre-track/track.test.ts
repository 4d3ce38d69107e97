import { expect, test } from 'vitest';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { vec3 } from '../math/vector.ts';
import { MAX_EARLY_PLOTS, newTrack, notePlot, noteSighting, type Track } from './track.ts';

const S = 1_000_000;
const track = (): Track => newTrack('T1', 0, { modes: new Float64Array(THEATRE_MODES.size), weights: Float64Array.of(1, 0, 0, 0) }, 0);
const LOOK = {
  satelliteEcef_m: vec3(4.2e7, 0, 0),
  detection: { lineOfSightEcef: vec3(-1, 0, 0), covariance_rad2: { rightRight: 1e-9, rightUp: 0, upUp: 1e-9 }, intensity_Wpsr: 1e5 },
};
const plotAt = (s: number) => ({ at_us: s * S, placeEcef_m: vec3(6.4e6, 0, 0), sigmaHeight_m: 200 });

/** Times in seconds of the sightings that are kept of looks every so many. */
function keptOf(every_s: number): number[] {
  const seen = track();
  for (let s = 0; s < 120; s += every_s) {
    seen.seen.heat.first_us ??= s * S;
    noteSighting(seen, { at_us: s * S, ...LOOK });
  }
  return seen.early.map(({ at_us }) => at_us / S);
}

test('sightings of half a minute are kept for the launch fit, and the first twelve of a minute where looks are rare', () => {
  expect(keptOf(1).at(-1)).toBe(30);
  expect(keptOf(5)).toHaveLength(12);
  expect(keptOf(10).at(-1)).toBe(60);
});

test('plots are kept three seconds apart, from before the heat to half a minute after it was first seen, and no more than thirty', () => {
  const seen = track();
  for (let s = 0; s < 20; s++) notePlot(seen, plotAt(s));
  seen.seen.heat.first_us = 20 * S;
  for (let s = 20; s < 80; s++) notePlot(seen, plotAt(s));
  const kept = seen.earlyPlots.map(({ at_us }) => at_us / S);
  expect(kept.slice(0, 3)).toEqual([0, 3, 6]);
  expect(kept.at(-1)).toBe(48);
  const long = track();
  for (let s = 0; s < 600; s++) notePlot(long, plotAt(s));
  expect(long.earlyPlots).toHaveLength(MAX_EARLY_PLOTS);
});
