import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseScenario } from '../../src/adapters/scenario-yaml/scenario-yaml.ts';
import type { Arrival } from '../../src/adapters/journal/journal.ts';
import type { Input } from '../../src/core/journal.ts';
import { start, step } from '../../src/core/pipeline.ts';
import { seconds_us } from '../../src/core/time/scale.ts';
import { stream } from '../../src/sim/random.ts';
import type { Person } from '../../src/sim/scenario.ts';
import { createWorld } from '../../src/sim/world.ts';

/** The first minutes of a recorded flight over Hokkaido: released by two people and then, against the record, withdrawn by them, so that
 *  there is an alert, perhaps an update, and a cancellation. The world runs once against the pipeline; what it gave is the tape. */
export function recordedFlight(): Arrival[] {
  const file = fileURLToPath(new URL('../../scenarios/hs12-2017-08/scenario.yaml', import.meta.url));
  const parsed = parseScenario(readFileSync(file, 'utf8'), file);
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  const { scenario } = parsed;
  const people = scenario.people.map(
    (person): Person => ({
      ...person,
      acts: [
        ...person.acts.filter(({ act }) => act === 'release'),
        { act: 'retract', when: { kind: 'after', heard: 'released', delay_s: 12 } },
      ],
    }),
  );
  const world = createWorld({ ...scenario, people, end_us: scenario.start_us + seconds_us(LENGTH_S) });
  const state = start();
  const arrivals: Arrival[] = [];
  for (let arrival = world.next(); arrival !== undefined; arrival = world.next()) {
    step(state, { ...arrival, seq: arrivals.length }, (emission) => world.hear(emission));
    arrivals.push(arrival);
  }
  return arrivals;
}

const LENGTH_S = 240;

/** Entries of every kind that the stub knows, many messages among them and a few that break an invariant. */
export function busyStub(length: number): Arrival[] {
  const random = stream(7, 'crash/stub');
  const arrivals: Arrival[] = [];
  for (let k = 0; k < length; k++)
    arrivals.push({ at_us: 1_000_000 + 250_000 * Math.floor(k / 3), line: 'exercise', input: stubInput(random.uniform(), k) });
  return arrivals;
}

function stubInput(chance: number, k: number): Input {
  if (chance < 0.4) return { kind: 'tick' };
  if (chance < 0.6) return { kind: 'setting', name: 'message', value: 1 + (k % 5) };
  if (chance < 0.98) return { kind: 'radar-scan', sensor: 'coastal-1', measuredAt_us: k, plots: [] };
  return chance < 0.99
    ? { kind: 'radar-scan', sensor: 'poison', measuredAt_us: k, plots: [] }
    : { kind: 'setting', name: 'break', value: 1 };
}
