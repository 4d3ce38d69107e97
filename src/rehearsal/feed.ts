import type { Emission } from '../core/tell/emission.ts';
import type { Micros } from '../core/units.ts';
import { skyAt } from '../adapters/sky/sky.ts';
import type { TruthBody } from '../sim/truth.ts';
import { createWorld, type TimedInput } from '../sim/world.ts';
import { desksOf } from './desks.ts';
import { fleetOf } from './flights.ts';
import { trickster } from './tricks.ts';
import { visit } from './visitors.ts';
import type { RehearsedWorld } from './world.ts';

/** How far a clock steps back that does. */
const CLOCK_BACK_US = 5_000_000;

/** Everything that comes to the door of a rehearsed theatre, in order of time. */
export type Feed = {
  /** When the next input comes; Infinity when none does any more. */
  due_us(): Micros;
  take(): TimedInput | undefined;
  /** What was turned away comes again at `at_us`. */
  again(timed: TimedInput, at_us: Micros): void;
  hear(emission: Emission, at_us: Micros): void;
  readonly truth: readonly TruthBody[];
  readonly end_us: Micros;
};

export function feedOf(world: RehearsedWorld): Feed {
  const { scenario } = world;
  const { seed, line, start_us, sensors } = scenario;
  const simulated = createWorld(scenario, seed, { sky: skyAt, fleet: fleetOf });
  const play = trickster(
    world.tricks,
    sensors.map(({ spec }) => spec),
    seed,
  );
  const desks = desksOf(world.desks, line, seed);
  /** In order of time; of equal times what was put first comes first. */
  const queue: TimedInput[] = [];
  const put = (timed: TimedInput): void => {
    let at = queue.length;
    while (at > 0 && queue[at - 1].at_us > timed.at_us) at -= 1;
    queue.splice(at, 0, timed);
  };
  const early = world.visitors.filter(({ kind }) => kind === 'before-theatre');
  for (const visitor of early) for (const timed of visit(visitor, line, sensors)) put({ ...timed, at_us: start_us });
  let opening = 1 + sensors.length + (scenario.announcements?.length ?? 0);
  let coming = simulated.next();
  const backwards = new Set<TimedInput>();
  for (const visitor of world.visitors) {
    if (visitor.kind === 'before-theatre') continue;
    for (const timed of visit(visitor, line, sensors)) {
      put(timed);
      if (visitor.kind === 'clock-back') backwards.add(timed);
    }
  }
  for (const { name, value } of world.settings) put({ at_us: start_us, line, input: { kind: 'setting', name, value } });

  const fromSimulation = (): TimedInput | undefined => {
    const timed = coming;
    coming = simulated.next();
    if (timed === undefined) return undefined;
    const { now, later } = play(timed);
    for (const one of later) put(one);
    return now;
  };

  return {
    due_us: () => Math.min(queue.at(0)?.at_us ?? Infinity, coming?.at_us ?? Infinity, desks.due_us()),
    take() {
      // First whoever came before the theatre, then the opening entries, then all by time.
      if (opening > 0 && !(queue.at(0)?.input.kind === 'tick')) {
        opening -= 1;
        return fromSimulation();
      }
      const [queued_us, coming_us, act_us] = [queue.at(0)?.at_us ?? Infinity, coming?.at_us ?? Infinity, desks.due_us()];
      if (act_us < Math.min(queued_us, coming_us)) {
        const due = desks.take();
        return due === undefined ? undefined : { at_us: due.at_us, line, input: due.act };
      }
      if (queued_us > coming_us) return fromSimulation();
      const timed = queue.shift();
      return timed !== undefined && backwards.has(timed) ? { ...timed, at_us: timed.at_us - CLOCK_BACK_US } : timed;
    },
    again: (timed, at_us) => put({ ...timed, at_us }),
    hear: (emission, at_us) => desks.hear(emission, at_us),
    truth: simulated.truth,
    end_us: simulated.end_us,
  };
}
