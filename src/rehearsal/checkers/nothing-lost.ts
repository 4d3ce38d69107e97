import { encode } from '../../core/codec.ts';
import type { Checker } from '../observation.ts';

export const nothingLost: Checker = {
  name: 'nothing-lost',
  sentence: 'What the theatre said that it took is in its journal for good, under its number.',
  watch: () => {
    const accepted = new Map<number, string>();
    return (seen) => {
      if (seen.kind === 'accepted') {
        if (accepted.has(seen.seq)) return `entry ${seen.seq} was given to two inputs`;
        accepted.set(seen.seq, encode(seen.input));
        return undefined;
      }
      if (seen.kind !== 'over') return undefined;
      const gap = seen.entries.findIndex(({ seq }, k) => seq !== k);
      if (gap >= 0) return `the journal has a gap at ${gap}`;
      for (const [seq, text] of accepted)
        if (seen.entries[seq] === undefined || encode(seen.entries[seq].input) !== text)
          return `entry ${seq} was taken, and is not there as it was`;
      return undefined;
    };
  },
};
