import { expect, test } from 'vitest';
import { LAUNCH_US, sampleAssessment, sampleMessage, sampleWarning } from '../../../tests/samples/warning.ts';
import type { Emission } from '../../core/tell/emission.ts';
import { ndjsonLine } from './ndjson.ts';

test('every emission is one line of JSON with its time in UTC first', () => {
  const emissions: readonly Emission[] = [
    { kind: 'alive', at_us: LAUNCH_US, line: 'exercise', entries: 3 },
    { kind: 'assessment', assessment: sampleAssessment({ at_us: LAUNCH_US }) },
    { kind: 'warning', at_us: LAUNCH_US, change: 'released', warning: sampleWarning('exercise') },
    { kind: 'message', message: sampleMessage('exercise', { sent_us: LAUNCH_US }) },
  ];
  for (const emission of emissions) {
    const line = ndjsonLine(emission);
    expect(line.split('\n')).toHaveLength(2);
    expect(JSON.parse(line)).toEqual({ time: '2022-11-18T01:14:00Z', ...emission });
    expect(line.startsWith('{"time":"2022-11-18T01:14:00Z","kind":')).toBe(true);
  }
});
