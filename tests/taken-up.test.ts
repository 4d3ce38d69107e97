import { expect, test } from 'vitest';
import { afterActionReport } from '../src/adapters/after-action/after-action.ts';
import { createDebriefer } from '../src/adapters/after-action/debrief.ts';
import { memoryStore, openMemoryJournal, type MemoryStore } from '../src/adapters/journal-memory/journal-memory.ts';
import type { Pace } from '../src/cli/pace.ts';
import { readScenario } from '../src/cli/scenario-file.ts';
import { simulate, type Simulation } from '../src/cli/simulate.ts';
import { createTimeline } from '../src/cli/timeline.ts';
import { geodeticDegrees } from '../src/core/frames/geodetic.ts';
import type { Entry } from '../src/core/journal.ts';
import { isScan } from '../src/core/sense/scan.ts';
import type { Intervention } from '../src/sim/intervention.ts';
import type { Scenario } from '../src/sim/scenario.ts';
import type { Micros } from '../src/core/units.ts';

// What somebody did to an exercise, at any moment of it, is there again when the exercise is taken up from its journal: it ends as if it
// had never been cut off, and its report is the same.

const { scenario: drill, text } = readScenario('hawaii-2018');
const scenario = { ...drill, end_us: drill.start_us + 300_000_000 };
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
      // A real one would wait for ever: nothing comes at the end of a world.
      if (at_us === Infinity) throw new Error('the run waits for nothing');
      while (left.length > 0 && left[0].at_us <= at_us) left.shift()?.do(simulation);
      if (at_us >= cutAt_us) stop.abort();
    },
  };
}

async function run(store: MemoryStore, deeds: readonly Deed[], cutAt_us = Infinity, flown: Scenario = scenario) {
  const debriefer = createDebriefer(createTimeline().hear);
  const stop = new AbortController();
  const simulation = simulate({
    scenario: flown,
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
    debrief: debriefer.result(simulation.truth),
  };
}

/** Of the entries that answer the question, the time of the first after `from_us` for which the run waited alone. */
function waitedFor(entries: readonly Entry[], from_us: Micros, wanted: (input: Entry['input']) => boolean): Micros {
  const found = entries.find(({ at_us, input, seq }) => at_us > from_us && at_us > entries[seq - 1].at_us && wanted(input));
  if (found === undefined) throw new Error('no such entry');
  return found.at_us;
}

const satellite = scenario.sensors.find(({ kind }) => kind === 'infrared-satellite')?.spec.id ?? '';
const glint = {
  kind: 'sun-glint',
  satellite,
  point: geodeticDegrees(40, 127),
  from_us: at(60),
  to_us: at(90),
  intensity_Wpsr: 60_000,
} as const;

// Done while the run waits for just what it takes away: that had been made before the wait, came all the same, and was missing where the
// world was made again.
test('whatever is done to an exercise, and when: taken up, it ends as if it had never been cut off', async () => {
  const plain = memoryStore();
  await run(plain, []);
  const entries = [...openMemoryJournal(plain).entries()];
  const scan = waitedFor(entries, at(40), (input) => isScan(input) && input.sensor === satellite);
  const tick = waitedFor(entries, at(40), ({ kind }) => kind === 'tick');
  const signature = waitedFor(entries, at(230), (input) => input.kind === 'act' && input.session === 'desk-1' && input.line === 'exercise');
  const deeds: readonly (readonly [Micros, Intervention])[] = [
    [scan, { kind: 'sensor-lost', sensor: satellite }],
    [tick, { kind: 'sensor-lost', sensor: satellite }],
    [signature, { kind: 'desk-taken', desk: 'desk-1' }],
    [scan, { kind: 'false-report', glint }],
  ];
  for (const [at_us, intervention] of deeds) {
    const done = [{ at_us, do: (simulation: Simulation) => simulation.control('a planner', 'inject', intervention) }];
    const whole = await run(memoryStore(), done);
    const store = memoryStore();
    await run(store, done, at_us + 5_000_000);
    const after = await run(store, done);
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

test('heat that is falsely reported is noticed, comes to no warning, and is told as of nothing that flew', async () => {
  const quiet = { ...scenario, flights: [], end_us: at(150) };
  const deed = {
    at_us: at(50),
    do: (simulation: Simulation) => simulation.control('a planner', 'inject', { kind: 'false-report', glint }),
  };
  const { debrief, report } = await run(memoryStore(), [deed], Infinity, quiet);
  expect(debrief).toMatchObject({ measures: [], unfounded: [], falseNotices: 1 });
  expect(report).toContain('Nothing flew.');
  expect(debrief.rows.find(({ text }) => text.startsWith('notice: '))?.at_us).toBeGreaterThan(glint.from_us);
});
