import { isScan } from '../core/sense/scan.ts';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Arrival } from '../adapters/journal/journal.ts';
import { createGate, type Gate, type Heard } from '../adapters/sensor-feed/gate.ts';
import { createRegistry, keyId, signScan } from '../adapters/sensor-feed/registry.ts';
import type { Line } from '../core/sense/line.ts';
import type { Scenario, SimulatedSensor } from '../sim/scenario.ts';
import type { TimedInput } from '../sim/world.ts';

type SigningKey = { readonly privateKey: KeyObject; readonly keyId: string; readonly line: Line; sequence: number };

/** Carries what the simulated world makes to the theatre the way real sensors' data goes: each scan becomes a signed frame, and the gate
 *  of the theatre's line lets in what fits its key. The keys are made for this run and die with it. A tape of another line comes signed
 *  for that line, as it was recorded, and is turned away at the gate (1979-11-09). */
export function createSensorLink(
  scenario: Pick<Scenario, 'line' | 'sensors' | 'disturbances'>,
  heard: Heard,
): { carry(arrival: TimedInput): Arrival } {
  const lines = new Set<Line>([scenario.line, ...scenario.disturbances.flatMap((one) => (one.kind === 'tape' ? [one.line] : []))]);
  const keys = new Map<string, SigningKey>();
  const bindings = [...lines].flatMap((line) =>
    scenario.sensors.map(({ spec }: SimulatedSensor) => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519', {});
      keys.set(`${line} ${spec.id}`, { privateKey, keyId: keyId(publicKey), line, sequence: 0 });
      return { publicKey, sensor: spec.id, kind: spec.kind, line };
    }),
  );
  const gate: Gate = createGate(createRegistry(bindings), scenario.line, heard);
  return {
    carry({ at_us, line, input }) {
      if (!isScan(input)) return { at_us, line, input };
      const key = keys.get(`${line} ${input.sensor}`);
      if (!key) throw new Error(`no key for sensor ${input.sensor} on line ${line}`);
      key.sequence += 1;
      return { at_us, ...strip(gate.receive(signScan(key, key.sequence, input), at_us)) };
    },
  };
}

function strip({ line, input }: ReturnType<Gate['receive']>): Omit<Arrival, 'at_us'> {
  return { line, input };
}
