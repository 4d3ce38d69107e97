import { isScan, detectionsOf } from '../../core/sense/scan.ts';
import { type Phenomenology, PHENOMENOLOGIES, phenomenologyOf } from '../../core/sense/sensor.ts';
import type { Checker } from '../observation.ts';

/** H1: protective action rests on two independent kinds of physics. */
export const phenomenologies: Checker = {
  name: 'phenomenologies',
  sentence:
    'Nothing is recommended or alerted on one phenomenology: heat and radar have each seen it in three scans that are in the journal.',
  watch: ({ world }) => {
    const kinds = new Map(world.scenario.sensors.map(({ spec }) => [spec.id, phenomenologyOf(spec)] as const));
    const scans = new Map<Phenomenology, number>();
    return (seen) => {
      if (seen.kind === 'taken') {
        for (const { input, line } of seen.entries) {
          if (!isScan(input)) continue;
          const kind = kinds.get(input.sensor);
          const count = detectionsOf(input).length;
          if (kind !== undefined && line === world.scenario.line && count > 0) scans.set(kind, (scans.get(kind) ?? 0) + 1);
        }
        return undefined;
      }
      if (seen.kind !== 'said' || seen.emission.kind !== 'warning') return undefined;
      const { warning, change } = seen.emission;
      if (change !== 'recommended' && change !== 'renewed' && change !== 'released') return undefined;
      for (const kind of PHENOMENOLOGIES) {
        const { hits = 0, sensors = [] } = warning.assessment.phenomenologies.find(({ phenomenology }) => phenomenology === kind) ?? {};
        if (hits < 3 || (scans.get(kind) ?? 0) < 3)
          return `${warning.id} is ${change} on ${hits} hits of ${kind}; ${scans.get(kind) ?? 0} scans of it saw anything`;
        const wrong = sensors.find((id) => kinds.has(id) && kinds.get(id) !== kind);
        if (wrong !== undefined) return `${warning.id} counts ${wrong} as ${kind}`;
      }
      return undefined;
    };
  },
};
