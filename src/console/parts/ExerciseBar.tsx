import { useState } from 'react';
import type { ExerciseRequest, ExerciseState } from '../../api/wire-exercise.ts';
import type { Conduct } from '../exercise.ts';
import '../styles/exercise.css';

const FASTER = 2;
const SLOWEST = 0.1;
const FASTEST = 1000;

type Props = { readonly exercise: ExerciseState; readonly conduct: Conduct; readonly mayAct: boolean };

/** Time, injects, desks and report of the exercise. Nothing of it is there on the live line, in a replay, or before the server says so. */
export function ExerciseBar({ exercise, conduct, mayAct }: Props) {
  const [remark, setRemark] = useState('');
  const [sure, setSure] = useState<'end' | 'restart'>();
  const ask = (request: ExerciseRequest): void => {
    setSure(undefined);
    void conduct(request).then((reason) => setRemark(reason === undefined ? '' : `Not done: ${reason}`));
  };
  const { state, speed } = exercise;
  const may = mayAct && state !== 'over';
  const toSpeed = (factor: number) => ask({ do: 'speed', speed: Math.min(FASTEST, Math.max(SLOWEST, (speed ?? 1) * factor)) });
  /** The first press asks, the second does; who turns to something else in between has not meant it. */
  const twice = (what: 'end' | 'restart') => (sure === what ? ask({ do: what }) : setSure(what));
  return (
    <section className="exercise-bar" aria-label="Exercise">
      <strong className="exercise-state">
        {state} {speed === null || state === 'over' ? '' : `${Number(speed.toPrecision(3))}×`}
      </strong>
      <button type="button" disabled={!may} onClick={() => ask({ do: state === 'paused' ? 'resume' : 'pause' })}>
        {state === 'paused' ? 'Go on' : 'Pause'}
      </button>
      <button type="button" disabled={!may || (speed !== null && speed <= SLOWEST)} onClick={() => toSpeed(1 / FASTER)}>
        Slower
      </button>
      <button type="button" disabled={!may || speed === null || speed >= FASTEST} onClick={() => toSpeed(FASTER)}>
        Faster
      </button>
      <button type="button" disabled={!may} onClick={() => ask({ do: 'step' })}>
        Step 10 s
      </button>
      <Choice name="Inject" options={exercise.injects} disabled={!may} onChoose={(inject) => ask({ do: 'inject', inject })} />
      <Choice name="Take desk" options={desksOf(exercise)} disabled={!may} onChoose={(desk) => ask({ do: 'take-desk', desk })} />
      <button type="button" disabled={!may} onClick={() => twice('end')} onBlur={() => setSure(undefined)}>
        {sure === 'end' ? 'Really end' : 'End'}
      </button>
      <button type="button" disabled={!mayAct} onClick={() => twice('restart')} onBlur={() => setSure(undefined)}>
        {sure === 'restart' ? 'Really begin again' : 'Begin again'}
      </button>
      <a href="/after-action" target="_blank" rel="noreferrer">
        After-action report
      </a>
      {exercise.earlier.map((attempt) => (
        <a key={attempt} href={`/after-action?attempt=${attempt}`} target="_blank" rel="noreferrer">
          of attempt {attempt}
        </a>
      ))}
      {!mayAct && <span className="exercise-remark">Sign in to conduct it</span>}
      {remark && (
        <span className="exercise-remark" role="alert">
          {remark}
        </span>
      )}
    </section>
  );
}

/** All of them, with who sits there; those of people cannot be taken. */
function desksOf({ desks }: ExerciseState): readonly Option[] {
  return desks.map(({ desk, role, by }) => ({
    id: desk,
    label: `${desk}, ${role} (${by ?? 'nobody'})`,
    gone: by !== null && by !== 'simulated',
  }));
}

/** `gone`: shown, and not to be chosen. */
type Option = { readonly id: string; readonly label: string; readonly gone?: boolean };

type ChoiceProps = {
  readonly name: string;
  readonly options: readonly Option[];
  readonly disabled: boolean;
  readonly onChoose: (id: string) => void;
};

/** A list whose choice is done at a press of the button beside it: moving through it by keyboard does nothing. */
function Choice({ name, options, disabled, onChoose }: ChoiceProps) {
  const [chosen, setChosen] = useState('');
  if (options.length === 0) return null;
  const open = options.filter(({ gone }) => gone !== true);
  const id = (open.find((one) => one.id === chosen) ?? open.at(0) ?? options[0]).id;
  return (
    <span className="exercise-choice">
      <select aria-label={name} value={id} disabled={disabled} onChange={(change) => setChosen(change.target.value)}>
        {options.map(({ id: one, label, gone }) => (
          <option key={one} value={one} disabled={gone === true}>
            {label}
          </option>
        ))}
      </select>
      <button type="button" disabled={disabled || open.length === 0} onClick={() => onChoose(id)}>
        {name}
      </button>
    </span>
  );
}
