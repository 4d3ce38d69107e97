import { afterActionReport } from '../adapters/after-action/after-action.ts';
import { createDebriefer } from '../adapters/after-action/debrief.ts';
import type { ExerciseRequest } from '../api/wire-exercise.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import type { Entry } from '../core/journal.ts';
import type { Emission } from '../core/tell/emission.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { Micros } from '../core/units.ts';
import type { HumanAct } from '../core/warn/warning.ts';
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
  hear(emission: Emission, seq: number): void;
  hearEntry(entry: Entry): void;
  /** Takes the exercise up where its journal ends: with the sensors lost, the desks taken, and the clock standing where somebody had stopped it. */
  begin(simulation: Simulation, pace: Pace, staffed: readonly string[] | undefined): void;
  /** Why a person's act is not for the core any more, or undefined. What went out can always be ended or retracted. */
  refuses(act: HumanAct): string | undefined;
  finish(): void;
};

/** Writes a control down, with what it does to the world, or whether the clock stands after it. */
type Tell = (text: string, does?: { readonly intervention?: Intervention; readonly paused?: boolean }) => void;

type Options = {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly journal: string;
  readonly view: ConsoleView;
  readonly earlier: EarlierReports;
};

type Inject = { readonly id: string; readonly label: string; readonly sensor?: string; readonly make?: (now_us: Micros) => Intervention };

/** What those who conduct an exercise may do to it: its time, its world, its desks. None of it reaches the core but as what sensors and
 *  people would send; each control is a fact in the journal, with who gave it. */
export function openExercise({ scenario, seed, journal, view, earlier }: Options): Exercise {
  const debriefer = createDebriefer(createTimeline().hear);
  const end = new AbortController();
  const attempt = Math.max(0, ...earlier.keys()) + 1;
  /** Who took a desk; null where nobody sits. */
  const taken = new Map<string, string | null>();
  const injects = new Map(injectsOf(scenario).map((one) => [one.id, one]));
  const lost = new Set<string>();
  let run: { readonly simulation: Simulation; readonly pace: Pace } | undefined;
  let controls = 0;
  let again = false;
  let finished = false;
  let tellRestart: () => void = () => {};
  const restarted = new Promise<void>((resolve) => (tellRestart = resolve));

  const isOver = (): boolean => finished || end.signal.aborted;

  const report = (): string => {
    if (run === undefined) return '';
    const { title, line } = scenario;
    const { simulation } = run;
    const running = !again && !isOver();
    return afterActionReport(debriefer.result(running ? [] : simulation.truth), simulation.controls(), {
      title,
      line,
      journal,
      seed,
      ...zeroOf(scenario),
      ...(running ? { running } : {}),
    });
  };

  const restart = (): void => {
    again = true;
    earlier.set(attempt, report());
    if (earlier.size > MOST_EARLIER) earlier.delete(Math.min(...earlier.keys()));
    end.abort();
    tellRestart();
  };

  const inject = (id: string, { simulation }: NonNullable<typeof run>, tell: Tell): string | undefined => {
    const chosen = injects.get(id);
    if (chosen === undefined) return `there is no inject ${id}; GET /exercise lists them`;
    if (chosen.sensor !== undefined && lost.has(chosen.sensor)) return `${chosen.sensor} is lost already`;
    if (chosen.make === undefined) {
      const open = view.feed.view.warnings.findLast(({ warning }) => warning.state === 'recommended' || warning.state === 'half-released');
      if (open === undefined) return 'no warning waits for a signature that a hand could slip on';
      const { id: warning, revision } = open.warning;
      tell(`inject: ${chosen.label}, ${warning}`);
      const person = 'a hand that slips (inject)';
      simulation.act({
        kind: 'act',
        act: 'release',
        line: 'live',
        person,
        role: 'duty officer',
        session: SLIP_SESSION,
        warning,
        revision,
      });
      return undefined;
    }
    const intervention = chosen.make(simulation.now_us);
    tell(`inject: ${chosen.label}`, { intervention });
    if (intervention.kind === 'sensor-lost') lost.add(intervention.sensor);
    return undefined;
  };

  const control = (request: ExerciseRequest, session: Session): string | undefined => {
    const by = `${session.person}, ${session.role}`;
    if (run === undefined) return 'the exercise has not begun';
    if (again) return 'the exercise is being begun again';
    if (isOver() && request.do !== 'restart') return 'the exercise is over; begin it again';
    const { simulation, pace } = run;
    if (request.do === 'pause' ? pace.paused : request.do === 'resume' && !pace.paused)
      return `the exercise is ${request.do === 'pause' ? 'paused' : 'running'} already`;
    // What is paused can always go on, and an exercise can always be ended: once each.
    if (controls >= MOST_CONTROLS && !['resume', 'end', 'restart'].includes(request.do))
      return `an exercise takes ${MOST_CONTROLS} controls; let it go on, end it, or begin it again`;
    const tell: Tell = (text, { intervention, paused } = {}) => {
      controls += 1;
      simulation.control(by, text, intervention, paused);
    };
    switch (request.do) {
      case 'inject':
        return inject(request.inject, run, tell);
      case 'take-desk': {
        if (!desksOf(scenario).includes(request.desk)) return `the scenario has no desk ${request.desk}`;
        const sitting = taken.get(request.desk);
        if (typeof sitting === 'string') return `${sitting} sits at ${request.desk}`;
        taken.set(request.desk, by);
        tell(`takes ${request.desk}`, { intervention: { kind: 'desk-taken', desk: request.desk } });
        return undefined;
      }
      case 'speed':
        tell(`speed ${request.speed} times real time`);
        pace.setSpeed(request.speed);
        return undefined;
      case 'step':
        tell(`step of ${STEP_S} s`, { paused: true });
        pace.step(seconds_us(STEP_S));
        return undefined;
      case 'pause':
      case 'resume':
        tell(request.do, { paused: request.do === 'pause' });
        pace[request.do]();
        return undefined;
      case 'end':
        tell('ends the exercise', { paused: true });
        end.abort();
        return undefined;
      case 'restart':
        tell('begins the exercise again', { paused: true });
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
      for (const { intervention } of before) {
        const what = intervention as Intervention | undefined;
        // Who took a desk in a run before this one is nobody here: people of a console end with its run.
        if (what?.kind === 'desk-taken') taken.set(what.desk, null);
        else if (what?.kind === 'sensor-lost') lost.add(what.sensor);
      }
      if (before.findLast(({ paused }) => paused !== undefined)?.paused === true) pace.pause();
      for (const desk of desksOf(scenario)) {
        if (staffed === undefined || staffed.includes(desk) || taken.has(desk)) continue;
        taken.set(desk, null);
        simulation.control(COMMAND_LINE, `nobody simulated at ${desk}`, { kind: 'desk-taken', desk });
      }
    },
    finish() {
      finished = true;
    },
    refuses({ act }) {
      const isLate = act === 'release' && end.signal.aborted;
      return isLate ? 'the exercise has been ended, and nothing is released in it any more; begin it again' : undefined;
    },
    desk: {
      control,
      report: (wanted) => (wanted === undefined || wanted === attempt ? report() : earlier.get(wanted)),
      state: () => ({
        state: isOver() ? 'over' : run?.pace.paused === true ? 'paused' : 'running',
        speed: run?.pace.speed ?? null,
        attempt,
        desks: scenario.people.map(({ session, role }) => ({
          desk: session,
          role,
          by: taken.has(session) ? (taken.get(session) ?? null) : 'simulated',
        })),
        injects: [...injects.values()]
          .filter(({ sensor }) => sensor === undefined || !lost.has(sensor))
          .map(({ id, label }) => ({ id, label })),
        earlier: [...earlier.keys()],
      }),
    },
  };
}

const COMMAND_LINE = 'the command line';
/** No scenario can call a desk so: whose acts come from a desk are made again with its world. */
const SLIP_SESSION = 'exercise control';

function desksOf({ people }: Scenario): string[] {
  return people.map(({ session }) => session);
}

/** Throws for a desk that the scenario does not have, before anything is opened or written. */
export function checkDesks(scenario: Scenario, staffed: readonly string[] | undefined): void {
  const desks = desksOf(scenario);
  const unknown = staffed?.find((one) => !desks.includes(one));
  if (unknown === undefined) return;
  throw new CommandError(
    `the scenario has no desk ${unknown}`,
    '--people',
    `give all, none, or some of ${desks.join(',') || '(it has none)'}`,
  );
}

/** A sensor that is lost has nothing false to report either; a slip comes of no sensor, and is an act. */
function injectsOf({ sensors }: Scenario): Inject[] {
  return [
    ...sensors.map(({ spec: { id: sensor } }): Inject => {
      return { id: `lose ${sensor}`, label: `sensor lost: ${sensor}`, sensor, make: () => ({ kind: 'sensor-lost', sensor }) };
    }),
    ...sensors.flatMap((one) => (one.kind === 'infrared-satellite' ? [falseReport(one.spec.id, one.looksAt)] : [])),
    { id: 'slip', label: 'slip of the hand: a release on the live line' },
  ];
}

function falseReport(satellite: string, point: Geodetic): Inject {
  const glint = { kind: 'sun-glint', satellite, point, intensity_Wpsr: FALSE_HEAT_WPSR } as const;
  return {
    id: `false-report ${satellite}`,
    label: `false report: heat in ${satellite} for ${FALSE_REPORT_S} s`,
    sensor: satellite,
    make: (from_us) => ({ kind: 'false-report', glint: { ...glint, from_us, to_us: from_us + seconds_us(FALSE_REPORT_S) } }),
  };
}
