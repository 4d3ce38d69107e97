import { isScan, detectionsOf } from '../../core/sense/scan.ts';
import type { Entry } from '../../core/journal.ts';
import type { Checker } from '../observation.ts';

export const traces: Checker = {
  name: 'traces',
  sentence: 'Every track, and so every warning, rests on detections that are in the journal, on the theatre’s line, and were there before.',
  watch: ({ world }) => {
    /** Number of detections in each scan, by entry; −1 for what is none. */
    const detections: number[] = [];
    const resting = new Set<string>();
    return (seen) => {
      if (seen.kind === 'taken') {
        for (const entry of seen.entries) detections[entry.seq] = detectionsIn(entry, world.scenario.line);
        return undefined;
      }
      if (seen.kind !== 'said') return undefined;
      const { emission } = seen;
      if (emission.kind === 'track') {
        const { id, sources } = emission.track;
        for (const { seq, index } of sources) {
          if (seq > seen.seq || index < 0 || index >= (detections[seq] ?? -1))
            return `track ${id} rests on detection ${index} of entry ${seq}, which has none such`;
          resting.add(id);
        }
      }
      if (emission.kind !== 'warning' || emission.change !== 'recommended') return undefined;
      const loose = emission.warning.assessment.tracks.find((id) => !resting.has(id));
      return loose === undefined ? undefined : `${emission.warning.id} is of track ${loose}, which rests on nothing`;
    };
  },
};

function detectionsIn({ input, line }: Entry, own: string): number {
  if (line !== own) return -1;
  return isScan(input) ? detectionsOf(input).length : -1;
}
