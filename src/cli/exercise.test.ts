import { expect, test } from 'vitest';
import type { WrittenControl } from '../adapters/journal/control-log.ts';
import type { Session } from '../server/sessions.ts';
import { createConsoleView } from './console-server.ts';
import type { HumanAct } from '../core/warn/warning.ts';
import { checkDesks, openExercise } from './exercise.ts';
import { createPace } from './pace.ts';
import { readScenario } from './scenario-file.ts';
import type { Simulation } from './simulate.ts';

const { scenario } = readScenario('hawaii-2018');
const PLANNER: Session = { id: 'a-1', person: 'person 1 of run a', role: 'duty officer' };
const OTHER: Session = { id: 'a-2', person: 'person 2 of run a', role: 'shift leader' };

/** An exercise whose world does nothing; `before`: what stands in its journal already. */
function open(before: readonly WrittenControl[] = [], with_ = scenario) {
  const { title, line, theatre } = with_;
  const view = createConsoleView({ mode: 'EXERCISE', line, title, theatre, channels: [], journal: 'j' });
  const exercise = openExercise({ scenario: with_, seed: 1, journal: 'j', view, earlier: new Map() });
  const written = [...before];
  const simulation: Pick<Simulation, 'control' | 'controls' | 'now_us' | 'truth' | 'act'> = {
    control: (by, text, intervention, paused) => void written.push({ at_us: 0, beforeSeq: 0, by, text, intervention, paused }),
    controls: () => written,
    now_us: with_.start_us,
    truth: [],
    act: () => undefined,
  };
  const pace = createPace(0, 1, undefined);
  exercise.begin(simulation as Simulation, pace, undefined);
  return { exercise, pace, written, desk: exercise.desk };
}

test('a sensor is lost once, and what is lost has nothing false to report', () => {
  const { desk, written } = open();
  const lose = { do: 'inject', inject: 'lose satellite-west' } as const;
  expect(desk.control(lose, PLANNER)).toBeUndefined();
  expect(desk.control(lose, PLANNER)).toBe('satellite-west is lost already');
  expect(desk.control({ do: 'inject', inject: 'false-report satellite-west' }, PLANNER)).toBe('satellite-west is lost already');
  expect(desk.control({ do: 'inject', inject: 'lose nothing' }, PLANNER)).toContain('GET /exercise lists them');
  expect(desk.state().injects.filter(({ id }) => id.endsWith('satellite-west'))).toEqual([]);
  expect(written).toHaveLength(1);
});

// Names were taken out of an inject's id by its spaces: a sensor with one in its own name was never lost.
test('a sensor with a space in its name is lost like any other', () => {
  const [first, ...rest] = scenario.sensors;
  const named = { ...first, spec: { ...first.spec, id: 'satellite over the west' } } as typeof first;
  const { desk, written } = open([], { ...scenario, sensors: [named, ...rest] });
  expect(desk.control({ do: 'inject', inject: 'lose satellite over the west' }, PLANNER)).toBeUndefined();
  expect(written[0].intervention).toEqual({ kind: 'sensor-lost', sensor: 'satellite over the west' });
});

test('a slip with nothing to slip on, and a control that changes nothing, leave no trace', () => {
  const { desk, written, pace } = open();
  expect(desk.control({ do: 'inject', inject: 'slip' }, PLANNER)).toContain('no warning waits');
  expect(desk.control({ do: 'resume' }, PLANNER)).toBe('the exercise is running already');
  expect(desk.control({ do: 'pause' }, PLANNER)).toBeUndefined();
  expect(desk.control({ do: 'pause' }, OTHER)).toBe('the exercise is paused already');
  expect(pace.paused).toBe(true);
  expect(written.map(({ text }) => text)).toEqual(['pause']);
});

// At the bound it could not be begun again, as its refusal said, nor go on from where it was paused.
test('an exercise that has taken all its controls can still go on, end and begin again', () => {
  for (const last of ['end', 'restart'] as const) {
    const { desk, written } = open();
    for (let k = 0; k < 499; k++) expect(desk.control({ do: 'speed', speed: 2 }, PLANNER)).toBeUndefined();
    expect(desk.control({ do: 'pause' }, PLANNER)).toBeUndefined();
    expect(desk.control({ do: 'step' }, PLANNER)).toContain('500 controls');
    expect(desk.control({ do: 'resume' }, PLANNER)).toBeUndefined();
    expect(desk.control({ do: 'pause' }, PLANNER)).toContain('500 controls');
    expect(desk.control({ do: last }, PLANNER)).toBeUndefined();
    expect(written).toHaveLength(502);
  }
});

test('a desk is one person’s for the run of the server, and nobody’s when the exercise is taken up again', () => {
  const take = { do: 'take-desk', desk: 'desk-1' } as const;
  const { desk, written } = open();
  expect(desk.state().desks[0].by).toBe('simulated');
  expect(desk.control(take, PLANNER)).toBeUndefined();
  expect(desk.control(take, OTHER)).toBe('person 1 of run a, duty officer sits at desk-1');
  expect(desk.control({ do: 'take-desk', desk: 'desk-9' }, OTHER)).toContain('no desk desk-9');
  const after = open(written);
  expect(after.desk.state().desks[0].by).toBeNull();
  expect(after.desk.control(take, OTHER)).toBeUndefined();
});

test('an exercise that was ended is over at once, and only begun again', () => {
  const { desk, exercise } = open();
  expect(desk.report(undefined)).toContain('It still runs');
  expect(desk.control({ do: 'end' }, PLANNER)).toBeUndefined();
  expect([desk.state().state, exercise.over.aborted]).toEqual(['over', true]);
  expect(desk.report(undefined)).not.toContain('It still runs');
  expect(desk.control({ do: 'pause' }, PLANNER)).toContain('over');
  expect(desk.control({ do: 'restart' }, PLANNER)).toBeUndefined();
  expect(exercise.again).toBe(true);
  expect(desk.state().earlier).toEqual([1]);
});

// Paused for lunch, and the server began anew: the missile flew on, with nobody there.
test.each([
  [[{ do: 'pause' }], 'paused'],
  [[{ do: 'pause' }, { do: 'speed', speed: 2 }], 'paused'],
  [[{ do: 'step' }], 'paused'],
  [[{ do: 'end' }], 'paused'],
  [[{ do: 'pause' }, { do: 'resume' }], 'running'],
  [[], 'running'],
] as const)('after %j an exercise is taken up %s', (deeds, state) => {
  const { desk, written } = open();
  for (const deed of deeds) expect(desk.control(deed, PLANNER)).toBeUndefined();
  const after = open(written);
  expect([after.desk.state().state, after.pace.paused]).toEqual([state, state === 'paused']);
  expect(after.desk.control({ do: state === 'paused' ? 'resume' : 'pause' }, OTHER)).toBeUndefined();
});

// Half released when somebody ended it: the second signature, minutes after, still sent the alert.
test('in an exercise that was ended nothing is released any more; what went out can be ended and retracted', () => {
  const { desk, exercise } = open();
  const act = (name: HumanAct['act']): HumanAct => {
    return { kind: 'act', act: name, line: 'exercise', person: 'a', role: 'duty officer', session: 's', warning: 'W1', revision: 1 };
  };
  expect(exercise.refuses(act('release'))).toBeUndefined();
  desk.control({ do: 'end' }, PLANNER);
  expect(exercise.refuses(act('release'))).toContain('begin it again');
  for (const name of ['retract', 'end', 'dismiss', 'acknowledge'] as const) expect(exercise.refuses(act(name))).toBeUndefined();
});

test('desks that are named are desks of the scenario', () => {
  expect(() => checkDesks(scenario, ['desk-1', 'desk-9'])).toThrow('the scenario has no desk desk-9');
  for (const staffed of [undefined, [], ['desk-1']]) expect(() => checkDesks(scenario, staffed)).not.toThrow();
});
