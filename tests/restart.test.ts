import { expect, test } from 'vitest';
import { memoryStore, openMemoryJournal, type MemoryStore } from '../src/adapters/journal-memory/journal-memory.ts';
import type { Emission } from '../src/core/tell/emission.ts';
import type { HumanAct, WarningChange } from '../src/core/warn/warning.ts';
import { readScenario } from '../src/cli/scenario-file.ts';
import { createPace } from '../src/cli/pace.ts';
import { simulate } from '../src/cli/simulate.ts';

const { scenario: drill, text } = readScenario('hawaii-2018');
/** Up to a minute after its retraction: what comes later is the same sky. */
const scenario = { ...drill, end_us: drill.start_us + 400_000_000 };

/** One run of the drill at whose console people sign, up to and with a change of its warning; killed after that, not closed. */
async function begin(store: MemoryStore, run: string | undefined, until: WarningChange | 'end', people = scenario.people) {
  const changes: string[] = [];
  const messages: string[] = [];
  const stop = new AbortController();
  let newest = 0;
  const simulation = simulate({
    scenario: { ...scenario, people },
    text,
    seed: scenario.seed,
    journal: openMemoryJournal(store),
    channels: [],
    ...(run === undefined ? {} : { run }),
    alarm: () => undefined,
    hear: (emission: Emission) => {
      if (emission.kind === 'message') messages.push(emission.message.id);
      if (emission.kind !== 'warning') return;
      newest = emission.warning.revision;
      changes.push(emission.change);
      if (emission.change === until) stop.abort();
    },
  });
  await simulation.run({ pace: createPace(simulation.now_us, undefined, stop.signal), signal: stop.signal });
  const release = (person: string, session: string) => {
    const act = { kind: 'act', act: 'release', line: 'exercise', role: 'duty officer', warning: 'W1', revision: newest } as const;
    return simulation.act({ ...act, person, session } satisfies HumanAct);
  };
  return { simulation, changes, messages, release };
}

// The server was killed between the two signatures of a release and started again. The first browser to come was "person 1" again,
// whoever sat there: one human, with his old cookie, gave both, and the alert went out.
test('what was half signed when the server died is void when it opens again: one human is not two', async () => {
  const store = memoryStore();
  const before = await begin(store, 'aaaaaaaa', 'recommended', []);
  expect(before.release('person 2 of run aaaaaaaa', 'aaaaaaaa-1')).toBeUndefined();
  expect(before.changes.at(-1)).toBe('half-released');

  const after = await begin(store, 'bbbbbbbb', 'recommended', []);
  expect([...openMemoryJournal(store).entries()].at(-1)?.input).toEqual({ kind: 'opened', run: 'bbbbbbbb' });
  expect(after.changes.at(-1)).toBe('signature-voided');
  expect(after.release('person 1 of run bbbbbbbb', 'bbbbbbbb-1')).toBeUndefined();
  expect([after.changes.at(-1), after.messages]).toEqual(['half-released', []]);
  expect(after.release('person 1 of run bbbbbbbb', 'bbbbbbbb-2')).toContain('same-person');
  expect(after.release('person 2 of run bbbbbbbb', 'bbbbbbbb-3')).toBeUndefined();
  expect([after.changes.at(-1), after.messages]).toEqual(['released', ['W1-m1']]);
});

test('a run that is taken up with nothing half signed, or whose people keep their names, ends as if it had never been cut off', async () => {
  const whole = (await begin(memoryStore(), 'aaaaaaaa', 'end')).simulation.digest;
  for (const [cutAt, run] of [
    ['recommended', 'bbbbbbbb'],
    ['half-released', undefined],
  ] as const) {
    const store = memoryStore();
    await begin(store, run && 'aaaaaaaa', cutAt);
    expect((await begin(store, run, 'end')).simulation.digest).toBe(whole);
  }
});

test('people of a scenario whose first signature was voided sign again, and the world goes on', async () => {
  const store = memoryStore();
  await begin(store, 'aaaaaaaa', 'half-released');
  const after = await begin(store, 'bbbbbbbb', 'end');
  expect(after.changes).toContain('signature-voided');
  expect(after.messages).toEqual(['W1-m1', 'W1-m2']);
});
