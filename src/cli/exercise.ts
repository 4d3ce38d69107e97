import { afterActionReport } from '../adapters/after-action/after-action.ts';
import { createDebriefer } from '../adapters/after-action/debrief.ts';
import type { ExerciseRequest } from '../api/wire-exercise.ts';
import type { Entry } from '../core/journal.ts';
import type { Emission } from '../core/tell/emission.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { ExerciseDesk } from '../server/options.ts';
import type { Session } from '../server/sessions.ts';
import type { Intervention } from '../sim/intervention.ts';
import type { Scenario } from '../sim/scenario.ts';
import { zeroOf } from '../sim/zero.ts';
import type { ConsoleView } from './console-server.ts';
import { CommandError } from './exit.ts';
import type { Pace } from './pace.ts';
import type { Simulation } from './simulate.ts';
import { createTimeline } from './timeline.ts';

/** One step goes on for this long. */
const STEP_S = 10;
/** Controls of one attempt; each is a fact in its journal for ever. */
const MOST_CONTROLS = 500;
/** Attempts whose reports are kept; the oldest goes first. */
const MOST_EARLIER = 20;
const FALSE_REPORT_S = 120;
/** As the clouds of 1983 shone. */
const FALSE_HEAT_WPSR = 60_000;

/** Reports of attempts that are over, by number. */
export type EarlierReports = Map<number, string>;

export type Exercise = {
  readonly desk: ExerciseDesk;
  /** Aborted when somebody ends or restarts the exercise. */
  readonly over: AbortSignal;
  readonly again: boolean;
  readonly restarted: Promise<void>;
  hear(emission: Emission): void;
  hearEntry(entry: Entry): void;
  begin(simulation: Simulation, pace: Pace, staffed: readonly string[] | undefined): void;
  finish(): void;
};

type Options = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly journal: string;
  readonly view: ConsoleView;
  readonly earlier: EarlierReports;
};

type Inject = { readonly id: string; readonly label: string };

/** What those who conduct an exercise may do to it: its time, its world, its desks. None of it reaches the core but as what sensors and
 *  people would send; each control is a fact in the journal, with who gave it. */
export function openExercise({ scenario, seed, journal, view, earlier }: Options): Exercise {
  const debriefer = createDebriefer(createTimeline().hear);
  const end = new AbortController();
  const attempt = Math.max(0, ...earlier.keys()) + 1;
  /** Who took a desk; null where nobody sits. */
  const taken = new Map<string, string | null>();
  const injects = new Map(injectsOf(scenario).map((one) => [one.id, one]));
  let run: { readonly simulation: Simulation; readonly pace: Pace } | undefined;
  let controls = 0;
  let again = false;
  let over = false;
  let tellRestart: () => void = () => {};
  const restarted = new Promise<void>((resolve) => (tellRestart = resolve));

  const report = (): string => {
    if (run === undefined) return '';
    const { title, line } = scenario;
    const { simulation } = run;
    return afterActionReport(debriefer.result(simulation.truth), simulation.controls(), {
      title,
      line,
      journal,
      seed,
      ...zeroOf(scenario),
    });
  };

  const restart = (): void => {
    again = true;
    earlier.set(attempt, report());
    if (earlier.size > MOST_EARLIER) earlier.delete(Math.min(...earlier.keys()));
    end.abort();
    tellRestart();
  };

  const inject = (id: string, by: string, { simulation }: NonNullable<typeof run>): string | undefined => {
    const chosen = injects.get(id);
    if (chosen === undefined) return `there is no inject ${id}; GET /exercise lists them`;
    const [kind, name] = id.split(' ');
    if (kind === 'slip') {
      const open = view.feed.view.warnings.findLast(({ warning }) => warning.state === 'recommended' || warning.state === 'half-released');
      if (open === undefined) return 'no warning waits for a signature that a hand could slip on';
      const { id: warning, revision } = open.warning;
      simulation.control(by, `inject: ${chosen.label}, ${warning}`);
      const person = 'a hand that slips (inject)';
      simulation.act({
        kind: 'act',
        act: 'release',
        line: 'live',
        person,
        role: 'duty officer',
        session: 'exercise-control',
        warning,
        revision,
      });
      return undefined;
    }
    simulation.control(by, `inject: ${chosen.label}`, interventionOf(scenario, kind, name, simulation.now_us));
    if (kind === 'lose') injects.delete(id);
    return undefined;
  };

  const control = (request: ExerciseRequest, session: Session): string | undefined => {
    const by = `${session.person}, ${session.role}`;
    if (run === undefined) return 'the exercise has not begun';
    if (again) return 'the exercise is being begun again';
    if (controls >= MOST_CONTROLS) return `an exercise takes ${MOST_CONTROLS} controls; begin it again`;
    if (over && request.do !== 'restart') return 'the exercise is over; begin it again';
    const { simulation, pace } = run;
    controls += 1;
    switch (request.do) {
      case 'inject':
        return inject(request.inject, by, run);
      case 'take-desk': {
        if (!scenario.people.some((one) => one.session === request.desk)) return `the scenario has no desk ${request.desk}`;
        const sitting = taken.get(request.desk);
        if (typeof sitting === 'string') return `${sitting} sits at ${request.desk}`;
        taken.set(request.desk, by);
        simulation.control(by, `takes ${request.desk}`, { kind: 'desk-taken', desk: request.desk });
        return undefined;
      }
      case 'speed':
        simulation.control(by, `speed ${request.speed} times real time`);
        pace.setSpeed(request.speed);
        return undefined;
      case 'step':
        simulation.control(by, `step of ${STEP_S} s`);
        pace.step(seconds_us(STEP_S));
        return undefined;
      case 'pause':
      case 'resume':
        simulation.control(by, request.do);
        pace[request.do]();
        return undefined;
      case 'end':
        simulation.control(by, 'ends the exercise');
        end.abort();
        return undefined;
      case 'restart':
        simulation.control(by, 'begins the exercise again');
        restart();
        return undefined;
    }
  };

  return {
    over: end.signal,
    restarted,
    get again() {
      return again;
    },
    hear: debriefer.hear,
    hearEntry: debriefer.hearEntry,
    begin(simulation, pace, staffed) {
      run = { simulation, pace };
      const before = simulation.controls();
      controls = before.length;
      for (const { by, intervention } of before) {
        const what = intervention as Intervention | undefined;
        if (what?.kind === 'desk-taken') taken.set(what.desk, by === COMMAND_LINE ? null : by);
        else if (what?.kind === 'sensor-lost') injects.delete(`lose ${what.sensor}`);
      }
      const desks = scenario.people.map(({ session }) => session);
      const unknown = staffed?.find((one) => !desks.includes(one));
      if (unknown !== undefined)
        throw new CommandError(
          `the scenario has no desk ${unknown}`,
          '--people',
          `give all, none, or some of ${desks.join(',') || '(it has none)'}`,
        );
      for (const desk of desks) {
        if (staffed === undefined || staffed.includes(desk) || taken.has(desk)) continue;
        taken.set(desk, null);
        simulation.control(COMMAND_LINE, `nobody simulated at ${desk}`, { kind: 'desk-taken', desk });
      }
    },
    finish() {
      over = true;
    },
    desk: {
      control,
      report: (wanted) => (wanted === undefined || wanted === attempt ? report() : earlier.get(wanted)),
      state: () => ({
        state: over ? 'over' : run?.pace.paused === true ? 'paused' : 'running',
        speed: run?.pace.speed ?? null,
        attempt,
        desks: scenario.people.map(({ session, role }) => ({
          desk: session,
          role,
          by: taken.has(session) ? (taken.get(session) ?? null) : 'simulated',
        })),
        injects: [...injects.values()],
        earlier: [...earlier.keys()],
      }),
    },
  };
}

const COMMAND_LINE = 'the command line';

function injectsOf(scenario: Scenario): Inject[] {
  return [
    ...scenario.sensors.map(({ spec: { id } }) => ({ id: `lose ${id}`, label: `sensor lost: ${id}` })),
    ...scenario.sensors.flatMap(({ kind, spec: { id } }) =>
      kind === 'infrared-satellite' ? [{ id: `false-report ${id}`, label: `false report: heat in ${id} for ${FALSE_REPORT_S} s` }] : [],
    ),
    { id: 'slip', label: 'slip of the hand: a release on the live line' },
  ];
}

function interventionOf(scenario: Scenario, kind: string, sensor: string, now_us: number): Intervention | undefined {
  const satellite = scenario.sensors.find(({ spec }) => spec.id === sensor);
  if (kind === 'lose') return { kind: 'sensor-lost', sensor };
  if (satellite?.kind !== 'infrared-satellite') return undefined;
  const to_us = now_us + seconds_us(FALSE_REPORT_S);
  const glint = {
    kind: 'sun-glint',
    satellite: sensor,
    point: satellite.looksAt,
    from_us: now_us,
    to_us,
    intensity_Wpsr: FALSE_HEAT_WPSR,
  } as const;
  return { kind: 'false-report', glint };
}
