import { expect, test } from 'vitest';
import { type CoreTheatre, openTheatre, PLOT, RADAR, radarScan, SECOND } from '../../../tests/support/core-theatre.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { polarFromEcef } from '../frames/radar.ts';
import { coast } from '../physics/propagate.ts';
import type { Plot, RadarScan } from '../sense/scan.ts';
import type { RadarSensor } from '../sense/sensor.ts';

// Late scans while contending tracks are followed by several joint hypotheses.

const WEST: RadarSensor = { ...RADAR, detectionProbability: 0.99 };
const EAST: RadarSensor = { ...WEST, id: 'east', site: geodeticDegrees(41, 141) };
const ABOVE = ecefVecFromGeodetic(geodeticDegrees(44, 140, 300_000));
const UP = { x: ABOVE.x / 6.6e6, y: ABOVE.y / 6.6e6, z: ABOVE.z / 6.6e6 };

function plotOf(radar: RadarSensor, at_s: number): Plot {
  const { r, v } = coast(ABOVE, { x: 1500 * UP.x - 2000, y: 1500 * UP.y, z: 1500 * UP.z + 1500 }, at_s);
  return { ...PLOT, ...polarFromEcef(ecefVecFromGeodetic(radar.site), enuBasis(radar.site), r, v) };
}

/** Scans as they come, each at its own second, then ticks until the given time. */
function run(theatre: CoreTheatre, scans: readonly RadarScan[], until_s: number): void {
  for (const scan of scans) theatre.say(Math.max(scan.measuredAt_us, theatre.state.at_us) / SECOND, scan);
  while (theatre.state.at_us < until_s * SECOND) theatre.say(theatre.state.at_us / SECOND + 0.5, { kind: 'tick' });
}
const seconds = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, k) => from + k);

test('a late scan leaves what two tracks may also have become as it would have been in time, and so does the next', () => {
  /** Two objects, 250 m apart in range; in the eighth second one plot in the middle of both. */
  const both = (at_s: number): RadarScan => {
    const plot = plotOf(WEST, at_s);
    const further = (m: number): Plot => ({ ...plot, range_m: plot.range_m + m });
    return { ...radarScan(at_s, at_s < 8 ? [plot, further(250)] : [further(125)]), sensor: WEST.id };
  };
  const several = (): CoreTheatre => {
    const theatre = openTheatre();
    for (const sensor of [WEST, EAST]) theatre.say(0, { kind: 'sensor', sensor });
    theatre.say(0, { kind: 'setting', name: 'jointHypotheses', value: 10 });
    return theatre;
  };
  const away = (at_s: number): RadarScan => ({ ...radarScan(at_s), sensor: EAST.id });
  const inTime = several();
  run(inTime, [...seconds(1, 8).map(both), ...[9, 10.5, 11.5].map(away)], 16);
  const late = several();
  run(late, [...seconds(1, 8).map(both), away(9)], 14);
  const state = ({ state: { tracker } }: CoreTheatre): unknown =>
    tracker.doubts.map(({ ids, joints, branches }) => ({
      ids,
      weights: joints.map(({ logWeight }) => Number(logWeight.toFixed(9))),
      others: branches.map(({ track }) => track && { imm: track.imm, absence: track.seen.radar.absence }),
    }));
  expect(inTime.state.tracker.doubts).toHaveLength(1);
  expect(state(late)).not.toEqual(state(inTime));
  // The tracker goes back once a second at the most.
  for (const [k, at_s] of [10.5, 11.5].entries()) run(late, [away(at_s)], 15 + k);
  expect(state(late)).toEqual(state(inTime));
});
