import type { Input } from '../core/journal.ts';
import type { Line } from '../core/sense/line.ts';
import { geodeticDegrees } from '../core/frames/geodetic.ts';
import type { SimulatedSensor } from '../sim/scenario.ts';
import { infraredSatellite, surveillanceRadar } from '../sim/defaults.ts';
import type { TimedInput } from '../sim/world.ts';
import type { Visitor } from './world.ts';

/** Inputs in a burst, where one would be nothing. */
const MANY = 620;

/** A launch from nowhere, at no time. */
const NOTHING_ANNOUNCED: Input = {
  kind: 'announcement',
  id: 'nothing',
  what: 'nothing',
  ends: 'in-orbit',
  site: { latitude_rad: NaN, longitude_rad: 0 },
  azimuth: { from_rad: 0, to_rad: 1 },
  window: { from_us: 1, to_us: 0 },
  areas: [],
};

/** What an odd visitor brings to the door of a theatre on `line`. */
export function visit(visitor: Visitor, line: Line, sensors: readonly SimulatedSensor[]): TimedInput[] {
  const { at_us } = visitor;
  const one = (input: Input, on: Line = line): TimedInput => ({ at_us, line: on, input });
  const other: Line = line === 'exercise' ? 'test' : 'exercise';
  switch (visitor.kind) {
    case 'before-theatre':
    case 'clock-back':
      return [one({ kind: 'tick' })];
    case 'unknown-sensor':
      return [one({ kind: 'radar-scan', sensor: 'nobody', measuredAt_us: at_us, plots: [] })];
    case 'unknown-setting':
      return [
        one({ kind: 'setting', name: 'sensitivity', value: 11 }),
        one({ kind: 'setting', name: 'recommendProbability', value: NaN }),
        one(NOTHING_ANNOUNCED),
      ];
    case 'said-again':
      return sensors.map(({ spec }) => one({ kind: 'sensor', sensor: spec }));
    case 'other-kind':
      return sensors.map(({ spec }) => one({ kind: 'sensor', sensor: otherKind(spec.id, spec.kind) }));
    case 'wrong-line':
      return [
        one({ kind: 'tick' }, other),
        one({ kind: 'tick' }, 'live'),
        one({ kind: 'theatre', theatre: 'elsewhere', line: other }, other),
      ];
    case 'second-theatre':
      return [one({ kind: 'theatre', theatre: 'elsewhere', line: other }), one({ kind: 'theatre', theatre: 'again', line })];
    case 'many-sensors':
      return Array.from({ length: 220 }, (_, k) => one({ kind: 'sensor', sensor: otherKind(`extra-${k}`, 'radar') }));
    case 'rejected':
      return [one({ kind: 'rejected', source: 'unverified', reason: 'not a sensor frame' })];
    case 'many-rejected':
      return Array.from({ length: MANY }, (_, k) => one({ kind: 'rejected', source: `stranger-${k}`, reason: 'not a sensor frame' }));
    case 'unknown-act':
      return [
        one({ kind: 'act', act: 'release', line, person: 'visitor', role: 'supervisor', session: 'visitor', warning: 'W999', revision: 1 }),
      ];
  }
}

function otherKind(id: string, kind: 'radar' | 'infrared-satellite'): Extract<Input, { kind: 'sensor' }>['sensor'] {
  const place = geodeticDegrees(0, 0, 0);
  return kind === 'radar' ? infraredSatellite(id, 0, place).spec : surveillanceRadar(id, place).spec;
}
