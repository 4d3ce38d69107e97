import type { Line } from '../../core/sense/line.ts';
import type { Emission } from '../../core/tell/emission.ts';
import type { Checker } from '../observation.ts';

/** H6: 1979 and 2018. */
export const lines: Checker = {
  name: 'lines',
  sentence: 'Nothing of one line is ever received, or said, on another; no drill reaches a live channel.',
  watch: ({ world }) => {
    const own = world.scenario.line;
    return (seen) => {
      if (seen.kind === 'received' && (seen.line !== own || seen.message.line !== own))
        return `${seen.message.id} of line ${seen.message.line} was received by ${seen.channel} of line ${seen.line} in a theatre of ${own}`;
      if (seen.kind !== 'said') return undefined;
      const { emission } = seen;
      const line = lineOf(emission) ?? own;
      return line === own ? undefined : `${emission.kind} of line ${line} was said in a theatre of ${own}`;
    };
  },
};

function lineOf(emission: Emission): Line | undefined {
  switch (emission.kind) {
    case 'warning':
      return emission.warning.line;
    case 'message':
      return emission.message.line;
    case 'hazard':
      return emission.hazard.line;
    default:
      return undefined;
  }
}
