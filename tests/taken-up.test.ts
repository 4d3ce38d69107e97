import { expect, test } from 'vitest';
import { afterActionReport } from '../src/adapters/after-action/after-action.ts';
import { createDebriefer } from '../src/adapters/after-action/debrief.ts';
import { memoryStore, openMemoryJournal, type MemoryStore } from '../src/adapters/journal-memory/journal-memory.ts';
import type { Pace } from '../src/cli/pace.ts';
import { readScenario } from '../src/cli/scenario-file.ts';
import { simulate, type Simulation } from '../src/cli/simulate.ts';
import { createTimeline } from '../src/cli/timeline.ts';
import { geodeticDegrees } from '../src/core/frames/geodetic.ts';
import type { Intervention } from '../src/sim/intervention.ts';
import type { Micros } from '../src/core/units.ts';

// What somebody did to an exercise, at any moment of it, is there again when the exercise is taken up from its journal: it ends as if it
// had never been cut off, and its report is the same.

const { scenario: drill, text } = readScenario('hawaii-2018');
const scenario = { ...drill, end_us: drill.start_us + 400_000_000 };
const at = (second: number): Micros => scenario.start_us + second * 1_000_000 + 130_000;

type Deed = { readonly at_us: Micros; do(simulation: Simulation): void };

/** Waits for nothing; while it would wait for what comes at or after a deed's time, the deed is done. */
function paceOf(deeds: readonly Deed[], simulation: Simulation, cutAt_us: Micros, stop: AbortController): Pace {
  const left = deeds.filter(({ at_us }) => at_us > simulation.now_us);
  return {
    speed: 1,
    paused: false,
    setSpeed: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    step: () => undefined,
    async until(at_us) {
      while (left.length > 0 && left[0].at_us <= at_us) left.shift()?.do(simulation);
      if (at_us >= cutAt_us) stop.abort();
    },
  };
}

async function run(store: MemoryStore, deeds: readonly Deed[], cutAt_us = Infinity) {
  const debriefer = createDebriefer(createTimeline().hear);
  const stop = new AbortController();
  const simulation = simulate({
    scenario,
    text,
    seed: scenario.seed,
    journal: openMemoryJournal(store),
    channels: [],
    alarm: () => undefined,
    hear: (emission, _, seq) => debriefer.hear(emission, seq),
    hearEntry: debriefer.hearEntry,
  });
  await simulation.run({ pace: paceOf(deeds, simulation, cutAt_us, stop), signal: stop.signal });
  const names = { title: 'drill', line: 'exercise', journal: 'j', seed: 1, zero_us: scenario.start_us, zeroIs: 'the beginning' };
  return {
    digest: simulation.digest,
    report: afterActionReport(debriefer.result(simulation.truth), simulation.controls(), names),
  };
}

const satellite = scenario.sensors.find(({ kind }) => kind === 'infrared-satellite')?.spec.id ?? '';
const KINDS: Readonly<Record<string, Intervention>> = {
  'a sensor lost': { kind: 'sensor-lost', sensor: satellite },
  'a desk taken': { kind: 'desk-taken', desk: 'desk-1' },
  'a false report': {
    kind: 'false-report',
    glint: { kind: 'sun-glint', satellite, point: geodeticDegrees(40, 127), from_us: at(60), to_us: at(90), intensity_Wpsr: 60_000 },
  },
};

/** Some of them between two inputs that come at once, some just before what they take away: the second signature is due 35 s after the
 *  recommendation, which comes at 229 s. */
test.each(Object.entries(KINDS))('%s: an exercise that is taken up ends as if it had never been cut off', async (_, intervention) => {
  for (const second of [40, 41, 236.9, 248.9]) {
    const deeds = [{ at_us: at(second), do: (simulation: Simulation) => simulation.control('a planner', 'inject', intervention) }];
    const whole = await run(memoryStore(), deeds);
    const store = memoryStore();
    await run(store, deeds, at(280));
    const after = await run(store, deeds);
    expect(after.digest).toBe(whole.digest);
    expect(after.report).toBe(whole.report);
  }
});

// What was refused before the cut stood as done in the report of the run that was taken up.
test('what was refused before an exercise was cut off is told as refused afterwards', async () => {
  const store = memoryStore();
  await run(store, [], at(280));
  const { report } = await run(store, []);
  expect(report).toMatch(/release W1 revision \d+, refused: wrong-line/);
  expect(report).toBe((await run(memoryStore(), [])).report);
});
