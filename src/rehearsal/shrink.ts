import type { Checker, Violation } from './observation.ts';
import { rehearse } from './run.ts';
import type { RehearsedWorld } from './world.ts';

/** Makes a found world small: takes things out of it and shortens it as long as the same checker still finds the same wrong. Greedy, over
 *  and over, until nothing more can go or `tries` worlds have been rehearsed. Returns it with what the checker says of it. */
export async function shrink(
  world: RehearsedWorld,
  checker: Checker,
  tries = 300,
  onStep: (world: RehearsedWorld) => void = () => undefined,
): Promise<{ readonly world: RehearsedWorld; readonly violation: Violation } | undefined> {
  let left = tries;
  const wrong = async (candidate: RehearsedWorld): Promise<Violation | undefined> => {
    left -= 1;
    try {
      return (await rehearse(candidate, [checker])).violations.at(0);
    } catch {
      return undefined;
    }
  };
  let violation = await wrong(world);
  if (violation === undefined) return undefined;
  let smallest = cutAfter(world, violation.at_us);
  const cut = await wrong(smallest);
  if (cut === undefined) smallest = world;
  else violation = cut;
  for (let changed = true; changed && left > 0; ) {
    changed = false;
    for (const candidate of smaller(smallest)) {
      if (left <= 0) break;
      const found = await wrong(candidate);
      if (found === undefined) continue;
      smallest = candidate;
      violation = found;
      changed = true;
      onStep(smallest);
      break;
    }
  }
  return { world: smallest, violation };
}

/** The world ends soon after the wrong is seen. */
function cutAfter(world: RehearsedWorld, at_us: number): RehearsedWorld {
  const end_us = Math.min(world.scenario.end_us ?? Infinity, at_us + 2_000_000);
  return { ...world, scenario: { ...world.scenario, end_us } };
}

type List = 'tricks' | 'visitors' | 'desks' | 'receivers' | 'disk' | 'crashes' | 'settings';
const LISTS: readonly List[] = ['crashes', 'visitors', 'disk', 'tricks', 'receivers', 'desks', 'settings'];

/** Everything that is a little less than this world, what takes most out of it first. */
function* smaller(world: RehearsedWorld): IterableIterator<RehearsedWorld> {
  const { scenario } = world;
  for (const list of LISTS) if (world[list].length > 1) yield { ...world, [list]: [] };
  for (const list of ['flights', 'disturbances'] as const)
    for (let k = 0; k < scenario[list].length; k++)
      yield { ...world, scenario: { ...scenario, [list]: without<unknown>(scenario[list], k) } };
  for (let k = 0; k < scenario.sensors.length; k++) yield { ...world, scenario: { ...scenario, sensors: without(scenario.sensors, k) } };
  for (const list of LISTS) for (let k = 0; k < world[list].length; k++) yield { ...world, [list]: without<unknown>(world[list], k) };
  for (const [k, sensor] of scenario.sensors.entries()) {
    const { errors, lostShare, doubledShare, ...bare } = sensor;
    const well = { ...bare, outages: [], latency_s: sensor.kind === 'radar' ? 0.5 : 1.5, latencyJitter_s: 0 } as typeof sensor;
    const ill =
      errors ??
      lostShare ??
      doubledShare ??
      sensor.outages.at(0) ??
      (sensor.latency_s > 2 || sensor.latencyJitter_s > 0 ? true : undefined);
    if (ill !== undefined) yield { ...world, scenario: { ...scenario, sensors: scenario.sensors.with(k, well) } };
  }
  for (const [k, desk] of world.desks.entries())
    for (let h = 0; h < desk.habits.length; h++)
      yield { ...world, desks: world.desks.with(k, { ...desk, habits: without(desk.habits, h) }) };
  for (const [k, receiver] of world.receivers.entries())
    for (let t = 0; t < receiver.troubles.length; t++)
      yield { ...world, receivers: world.receivers.with(k, { ...receiver, troubles: without(receiver.troubles, t) }) };
  if (world.snapshotEvery !== 0) yield { ...world, snapshotEvery: 0 };
}

function without<T>(list: readonly T[], k: number): T[] {
  return list.filter((_, at) => at !== k);
}
