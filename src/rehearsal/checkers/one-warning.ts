import type { WarningState } from '../../core/warn/warning.ts';
import type { Checker } from '../observation.ts';

const OPEN: ReadonlySet<WarningState> = new Set(['recommended', 'half-released', 'released']);

/** H3, H13: one missile became 84 alerts when each assessment after a withdrawal opened a warning of its own. */
export const oneWarning: Checker = {
  name: 'one-warning',
  sentence: 'An event has one warning for its life, and at most one that is open; what was recommended once is recommended once.',
  watch: () => {
    /** Events that turned out to be of the same object as another one. */
    const into = new Map<string, string>();
    const eventOf = new Map<string, string>();
    const open = new Set<string>();
    const whole = (event: string): string => {
      let at = event;
      for (let k = 0; k < 100; k++) at = into.get(at) ?? at;
      return at;
    };
    return (seen) => {
      if (seen.kind !== 'said') return undefined;
      const { emission } = seen;
      if (emission.kind === 'event-ended' && emission.into !== undefined) {
        into.set(emission.event, emission.into);
        const both = [...open].filter((id) => whole(eventOf.get(id) ?? '') === whole(emission.event));
        return both.length > 1 ? `${both.join(' and ')} are open and of one object, ${emission.into}` : undefined;
      }
      if (emission.kind !== 'warning') return undefined;
      const { warning, change } = emission;
      const known = eventOf.get(warning.id);
      if (change === 'recommended') {
        if (known !== undefined) return `${warning.id} is recommended again`;
        for (const [id, event] of eventOf)
          if (whole(event) === whole(warning.event)) return `event ${warning.event} had ${id}, and now ${warning.id} is recommended`;
      }
      eventOf.set(warning.id, warning.event);
      if (OPEN.has(warning.state)) open.add(warning.id);
      else open.delete(warning.id);
      return undefined;
    };
  },
};
