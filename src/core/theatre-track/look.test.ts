import { expect, test } from 'vitest';
import { PLOT, RADAR, radarScan } from '../../../tests/support/core-theatre.ts';
import { newTracker, takeScan } from './tracker.ts';

// A rehearsal, world 45 of seed 51: each look of a radar that had got stuck made an event, and one plot had pulled the missile's track away for good.
test('one plot of a radar that declares no false ones is no object for certain', () => {
  const tracker = newTracker();
  takeScan(tracker, { ...RADAR, falseDetectionsPerScan: 0 }, radarScan(1, [PLOT]), 1, new Set());
  expect(tracker.tracks).toMatchObject([{ status: 'tentative' }]);
  expect(tracker.tracks[0].score).toBeLessThan(0);
});
