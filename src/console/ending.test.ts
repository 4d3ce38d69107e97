import { expect, test } from 'vitest';
import { sampleAssessment, sampleWarning } from '../../tests/samples/warning.ts';
import type { EventView, WarningView } from '../api/wire-feed.ts';
import { endsFrom_us } from './ending.ts';

const warning = { ...sampleWarning('exercise'), impactWindow: { from_us: 1_000_000_000, to_us: 1_100_000_000 } };
const found = { warning, changedAt_us: 0, change: 'released', messages: [] } as unknown as WarningView;

function event(id: string, time_us: number | undefined, lastObserved_us = 0): EventView {
  const assessment = sampleAssessment({ event: id, lastObserved_us });
  const impact = time_us === undefined ? undefined : { ...assessment.impact, time_us, sigmaTime_s: 2 };
  return { id, history: [], assessment: { ...assessment, impact } as EventView['assessment'] };
}

// The console offered "End…" from the time that people were told, and the core refused it: by the latest estimate it was still up.
test('a warning is offered to be ended when both what was told and the latest estimate are over', () => {
  expect(endsFrom_us(found, { events: [event(warning.event, 1_050_000_000)] })).toBe(1_100_000_000);
  expect(endsFrom_us(found, { events: [event(warning.event, 1_200_000_000)] })).toBe(1_206_000_000);
  expect(endsFrom_us(found, { events: [event('another', 1_200_000_000)] })).toBe(1_100_000_000);
  expect(endsFrom_us(found, { events: [event(warning.event, undefined, 1_190_000_000)] })).toBe(1_220_000_000);
});
