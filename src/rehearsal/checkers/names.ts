import type { Checker } from '../observation.ts';

/** A piece's number was given out again when scans were folded anew: one event and one warning spoke of two objects 365 km apart. */
export const names: Checker = {
  name: 'names',
  sentence: 'No two tracks have one name, alive or lost a while ago, now or where late scans may go back to.',
  watch: () => (seen) => {
    if (seen.kind !== 'looked') return undefined;
    const { tracker, late } = seen.state;
    for (const { tracks, dormant } of [tracker, ...late.replay.snapshots.map(({ saved }) => saved)]) {
      const known = new Set<string>();
      for (const { id } of [...tracks, ...dormant]) {
        if (known.has(id)) return `two tracks are called ${id}`;
        known.add(id);
      }
    }
    return undefined;
  },
};
