import type { Checker } from '../observation.ts';

/** Danger is not a cause; but whoever is told of it three times over believes in three. */
export const oneHazard: Checker = {
  name: 'one-hazard',
  sentence:
    'An event has one hazard, stated and over by turns, never stated beside an open warning, and never said of more than fifty times.',
  watch: () => {
    const hazards = new Map<string, { readonly id: string; readonly revision: number; readonly open: boolean }>();
    const warned = new Map<string, string>();
    return (seen) => {
      if (seen.kind !== 'said') return undefined;
      const { emission } = seen;
      if (emission.kind === 'warning') {
        const { id, state, event } = emission.warning;
        warned.delete(id);
        if (state === 'recommended' || state === 'half-released' || state === 'released') warned.set(id, event);
      }
      if (emission.kind !== 'hazard') return undefined;
      const { hazard, change } = emission;
      const before = hazards.get(hazard.event);
      if (before !== undefined && before.id !== hazard.id) return `event ${hazard.event} had ${before.id}, and now has ${hazard.id}`;
      if (hazard.revision !== (before?.revision ?? 0) + 1 || hazard.revision > 50)
        return `${hazard.id} is said as revision ${hazard.revision} after ${before?.revision ?? 'nothing'}`;
      if ((change === 'stated') === (before?.open ?? false)) return `${hazard.id} is ${change}, and was ${before?.open ? '' : 'not '}open`;
      if (change === 'stated' && [...warned.values()].includes(hazard.event)) return `${hazard.id} is stated beside an open warning`;
      hazards.set(hazard.event, { id: hazard.id, revision: hazard.revision, open: change !== 'ended' });
      return undefined;
    };
  },
};
