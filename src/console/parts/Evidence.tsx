import { announcedWords } from '../../api/announced-words.ts';
import { peopleWords } from '../../api/people-words.ts';
import type { EventView, View, WarningView } from '../../api/wire-feed.ts';
import { endsFrom_us } from '../ending.ts';
import type { EventRow } from '../rows.ts';
import { bearing, clock, duration, ellipseAxes, kilometres, position } from '../words.ts';
import { Hypotheses } from './Hypotheses.tsx';
import type { Decision } from './SigningPanel.tsx';
import { HazardRecord } from './HazardRecord.tsx';
import { Looks } from './Looks.tsx';
import { WarningRecord } from './WarningRecord.tsx';

type Assessment = NonNullable<EventView['assessment']>;
type Warning = WarningView['warning'];

type Props = {
  readonly row: EventRow | undefined;
  readonly view: View;
  readonly mayLookOnly: boolean;
  readonly remark: string;
  readonly onAcknowledge: () => void;
  readonly onDecide: (decision: Decision) => void;
};

/** Why the system says what it says of the selected event: every explanation, with what speaks for and against it. */
export function Evidence({ row, view, mayLookOnly, remark, onAcknowledge, onDecide }: Props) {
  if (!row) {
    return (
      <section className="evidence" aria-label="Evidence">
        <h2>Evidence</h2>
        <p className="empty">
          Nothing is selected, because there is no event yet. The first sight of anything hot or moving appears at the left as a notice.
        </p>
      </section>
    );
  }
  const { assessment, notice } = row.event;
  return (
    <section className="evidence" aria-label={`Evidence on event ${row.id}`}>
      <h2>
        Evidence on {row.id}{' '}
        <span className="count">
          <span aria-hidden="true">{row.sign}</span> {row.state}
        </span>
      </h2>
      {!mayLookOnly && <Actions row={row} view={view} onAcknowledge={onAcknowledge} onDecide={onDecide} />}
      {remark && (
        <p className="refusal" role="alert">
          {remark}
        </p>
      )}
      {assessment ? (
        <>
          <Basis assessment={assessment} />
          {assessment.announced && <p className="row-line">{sentence(announcedWords(assessment.announced))}</p>}
          <Phenomenologies assessment={assessment} now_us={view.at_us} />
          <Figures assessment={assessment} warning={row.warning?.warning} now_us={view.at_us} />
          <Looks event={row.id} />
          <Hypotheses assessment={assessment} />
        </>
      ) : (
        <>
          <p className="empty">
            Noticed by {notice?.phenomenology ?? 'a sensor'} at {notice ? position(notice.place.point) : 'a place not known'}. An assessment
            follows when there is enough to weigh.
          </p>
          <Looks event={row.id} />
        </>
      )}
      {row.event.hazard && <HazardRecord hazard={row.event.hazard} />}
      {row.warning && <WarningRecord warning={row.warning} />}
    </section>
  );
}

function sentence(words: string): string {
  return `${words[0].toUpperCase()}${words.slice(1)}.`;
}

function Actions({ row, view, onAcknowledge, onDecide }: Pick<Props, 'view' | 'onAcknowledge' | 'onDecide'> & { readonly row: EventRow }) {
  const found = row.warning;
  if (!found) return <p className="row-line">No warning is recommended on this event, so there is nothing to sign.</p>;
  const { state } = found.warning;
  const before = state === 'recommended' || state === 'half-released';
  const out = state === 'released';
  // What the evidence has turned against is taken back, not ended as if it had been right.
  const ends_us = out && found.warning.turned === undefined ? endsFrom_us(found, view) : undefined;
  return (
    <div className="actions">
      {(before || out) && !found.acknowledged && (
        <button type="button" onClick={onAcknowledge}>
          Acknowledge <kbd>A</kbd>
        </button>
      )}
      {before && (
        <button type="button" className="strong" onClick={() => onDecide('release')}>
          {state === 'half-released' ? 'Second signature…' : 'Release…'} <kbd>W</kbd>
        </button>
      )}
      {before && (
        <button type="button" onClick={() => onDecide('dismiss')}>
          Dismiss…
        </button>
      )}
      {out && (
        <button type="button" className="strong" onClick={() => onDecide('retract')}>
          Retract… <kbd>R</kbd>
        </button>
      )}
      {ends_us !== undefined && view.at_us >= ends_us && (
        <button type="button" onClick={() => onDecide('end')}>
          End…
        </button>
      )}
      {ends_us !== undefined && view.at_us < ends_us && <p className="row-line">It can be ended from {clock(ends_us)} on.</p>}
    </div>
  );
}

function Basis({ assessment }: { readonly assessment: Assessment }) {
  const { basis, lastObserved_us, burning } = assessment;
  return (
    <p className={basis === 'observed' ? 'basis' : 'basis basis-predicted'}>
      {basis === 'observed' ? (
        <>Observed: last seen {clock(lastObserved_us)}.</>
      ) : (
        <>
          <strong>Predicted only</strong>: not seen since {clock(lastObserved_us)}. What follows is computed from then.
        </>
      )}
      {burning && ' It still burns: where it goes is not decided yet.'}
    </p>
  );
}

const STATE_WORDS = {
  observed: ['✓', 'observed'],
  'expected-and-absent': ['✗', 'expected by now, and absent'],
  'not-expected': ['–', 'not expected'],
} as const;

/** A sight older than this is told as one of the past. */
const PAST_US = 30_000_000;

function Phenomenologies({ assessment, now_us }: { readonly assessment: Assessment; readonly now_us: number }) {
  return (
    <ul className="phenomenologies" aria-label="Independent phenomenologies">
      {assessment.phenomenologies.map(({ phenomenology, state, sensors, hits, last_us }) => (
        <li key={phenomenology} className={`phenomenology phenomenology-${state}`}>
          <strong>{phenomenology[0].toUpperCase() + phenomenology.slice(1)}</strong>
          <span>
            <span aria-hidden="true">{STATE_WORDS[state][0]}</span> {STATE_WORDS[state][1]}
            {state === 'observed' && last_us !== undefined && now_us - last_us > PAST_US && ', not now'}
          </span>
          <span className="row-line">{sensors.join(', ') || 'no sensor in view'}</span>
          <span className="row-line">
            {hits > 0 ? `${hits} detections${last_us === undefined ? '' : `, last ${clock(last_us)}`}` : 'no detections'}
          </span>
        </li>
      ))}
    </ul>
  );
}

type FiguresProps = { readonly assessment: Assessment; readonly warning: Warning | undefined; readonly now_us: number };

function Figures({ assessment, warning, now_us }: FiguresProps) {
  const {
    launch,
    impact,
    noImpact,
    classes,
    heading_rad,
    headingHalfWidth_rad,
    burnout_us,
    apogee_m,
    apogeeAt_us,
    energyClass,
    equivalentSpeed_mps,
    sigmaEquivalentSpeed_mps,
    people,
  } = assessment;
  return (
    <dl className="figures">
      <Figure name="Launch">
        {launch
          ? `${position(launch.point)} ± ${kilometres(ellipseAxes(launch, 0.95).major_m)} (95 %), ${clock(launch.time_us)} ±\u00a0${launch.sigmaTime_s.toFixed(0)}\u00a0s`
          : 'not known yet'}
      </Figure>
      <Figure name="Course now">
        {heading_rad === undefined || headingHalfWidth_rad === undefined
          ? 'not known yet'
          : `${bearing(heading_rad)} ±\u00a0${Math.ceil((headingHalfWidth_rad * 180) / Math.PI)}° (95 %)`}
      </Figure>
      <Figure name="Burn-out">{burnout_us === undefined ? 'not seen yet' : clock(burnout_us)}</Figure>
      <Figure name="Apogee">
        {apogee_m === undefined ? 'not known yet' : `${kilometres(apogee_m)}${apogeeAt_us === undefined ? '' : `, ${clock(apogeeAt_us)}`}`}
      </Figure>
      <Figure name="Impact">
        {impact ? impactWords(impact) : `none predicted${noImpact === undefined ? '' : `: ${NO_IMPACT_WORDS[noImpact]}`}`}
      </Figure>
      {impact && (
        <Figure name="Time to impact" strong>
          {impact.time_us >= now_us
            ? duration((impact.time_us - now_us) / 1e6)
            : `was due ${duration((now_us - impact.time_us) / 1e6)} ago`}{' '}
          ± {impact.sigmaTime_s.toFixed(0)} s
        </Figure>
      )}
      <Figure name="Energy class">
        {energyClass ?? classWords(classes)}
        {equivalentSpeed_mps !== undefined &&
          ` (${(equivalentSpeed_mps / 1000).toFixed(2)}${sigmaEquivalentSpeed_mps === undefined || sigmaEquivalentSpeed_mps < LEAST_TOLD_MPS ? '' : ` ± ${(sigmaEquivalentSpeed_mps / 1000).toFixed(2)}`} km/s at the surface)`}
      </Figure>
      {people && <Figure name="People where it falls, by this estimate">{peopleWords(people.inEstimate)}</Figure>}
      {warning ? (
        <Figure name={`People in the area of ${warning.id}, revision ${warning.revision}`}>{peopleWords(warning.peopleInAlertArea)}</Figure>
      ) : (
        people && <Figure name="People in an alert area drawn now">{peopleWords(people.inAlertArea)}</Figure>
      )}
    </dl>
  );
}

/** Less than half of the last digit told is no figure. */
const LEAST_TOLD_MPS = 5;

const NO_IMPACT_WORDS: Readonly<Record<NonNullable<Assessment['noImpact']>, string>> = {
  'turned-back': 'it has thrust against its motion, and may again',
  'held-up': 'something holds it up',
  burning: 'it is burning',
  'may-burn-again': 'its next stage may light',
  'not-seen-to-fall': 'it has not been seen to fall yet',
  'speed-not-known': 'its speed is not known well enough',
  'may-stay-up': 'it is in orbit, or may be',
  'too-wide': 'the area would be too wide to act on',
  'covariance-broken': 'its covariance is broken',
};

function classWords(classes: Assessment['classes']): string {
  return classes === undefined
    ? 'not known yet'
    : classes.map(({ energyClass, probability }) => `${energyClass} ${Math.round(probability * 100)} %`).join(' or ');
}

function impactWords(impact: NonNullable<Assessment['impact']>): string {
  const chance = `${Math.round(impact.probability * 100)} %`;
  if (impact.kind === 'may-manoeuvre' && impact.asItFalls === undefined)
    return `may manoeuvre: somewhere in the area (${chance}), around ${position(impact.point)}`;
  const { major_m, minor_m } = ellipseAxes(impact, impact.probability);
  const turns = impact.kind === 'may-manoeuvre' ? ' if it goes on as it does; it may manoeuvre' : '';
  return `${position(impact.point)} ± ${kilometres(major_m)} × ${kilometres(minor_m)} (${chance})${turns}, ${clock(impact.time_us)}`;
}

function Figure({
  name,
  strong = false,
  children,
}: {
  readonly name: string;
  readonly strong?: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <div className={strong ? 'figure figure-strong' : 'figure'}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
