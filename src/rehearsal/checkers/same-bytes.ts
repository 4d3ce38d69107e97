import type { Checker } from '../observation.ts';

export const sameBytes: Checker = {
  name: 'same-bytes',
  sentence: 'The same journal gives the same bytes: folded in one go it says what was said over all crashes, restores and restarts.',
  watch: () => (seen) => {
    if (seen.kind === 'alarm' && seen.alarm.kind === 'digest-differs')
      return `at its start the theatre says something else of entry ${seen.alarm.seq}`;
    if (seen.kind !== 'over' || seen.verification === undefined) return undefined;
    const { verification } = seen;
    if (verification.kind !== 'same') return JSON.stringify(verification);
    return seen.digest !== '' && verification.digest !== seen.digest
      ? 'the digest of the running theatre is not that of its journal'
      : undefined;
  },
};
