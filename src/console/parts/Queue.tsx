import { INSTRUCTION_WORDS } from '../../api/hazard-words.ts';
import { undecidedWords } from '../../api/cause-words.ts';
import type { AliveMessage, View } from '../../api/wire-feed.ts';
import { phenomenologyOf } from '../../core/sense/sensor.ts';
import { SENSOR_SIGNS } from '../map/signs.ts';
import { openedAt, type EventRow } from '../rows.ts';
import { age, CAUSE_WORDS, clock, duration, percent } from '../words.ts';

type Props = {
  readonly rows: readonly EventRow[];
  readonly view: View;
  readonly alive: AliveMessage | undefined;
  readonly selected: string | undefined;
  /** A replay asks nothing of anybody. */
  readonly mayLookOnly: boolean;
  readonly onSelect: (event: string) => void;
};

/** What there is to decide, then what is out, then what is watched. */
export function Queue({ rows, view, alive, selected, mayLookOnly, onSelect }: Props) {
  const asking = rows.filter((row) => row.urgency === 'decide').length;
  const decisions = mayLookOnly ? '' : `, ${asking} to decide`;
  return (
    <section className="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">
        Events <span className="count">{rows.length === 0 ? 'none' : `${rows.length}${decisions}`}</span>
      </h2>
      {rows.length === 0 && <p className="empty">No events. {sensorWords(view, alive)}</p>}
      <ol className="queue-list">
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" className={`row row-${row.urgency}`} aria-current={row.id === selected} onClick={() => onSelect(row.id)}>
              <span className="row-state">
                <span aria-hidden="true">{row.sign}</span> {row.state}
              </span>
              <span className="row-name">
                {row.id} · {causeWords(row)}
              </span>
              {row.event.assessment?.undecided && (
                <span className="row-line">{undecidedWords(row.event.assessment.undecided, (one) => CAUSE_WORDS[one])}</span>
              )}
              <span className="row-line">
                since {clock(openedAt(row.event))}
                {row.warning ? ` · ${row.warning.warning.id} rev. ${row.warning.warning.revision}` : ''}
              </span>
              <span className="row-line">{impactWords(row, view.at_us)}</span>
              {row.hazard && <span className="row-line">{INSTRUCTION_WORDS[row.hazard.instruction]}</span>}
              {row.asks && !mayLookOnly && <span className="row-asks">{row.asks}</span>}
              {row.warning?.acknowledged && (
                <span className="row-line">
                  ✓ acknowledged by {row.warning.acknowledged.person}, {clock(row.warning.acknowledged.at_us)}
                </span>
              )}
            </button>
          </li>
        ))}
      </ol>
      <SensorList view={view} />
    </section>
  );
}

function causeWords({ event }: EventRow): string {
  const { assessment, notice } = event;
  if (!assessment) return notice ? `${notice.phenomenology} seen, no cause yet` : 'no cause yet';
  return `${CAUSE_WORDS[assessment.cause]} ${percent(assessment.causeProbability)}${assessment.energyClass ? `, ${assessment.energyClass}` : ''}`;
}

function impactWords({ event }: EventRow, now_us: number): string {
  const impact = event.assessment?.impact;
  if (!impact) return 'no impact predicted';
  const seconds = (impact.time_us - now_us) / 1e6;
  return seconds >= 0 ? `impact in ${duration(seconds)}` : `impact was due ${duration(seconds)} ago`;
}

function sensorWords(view: View, alive: AliveMessage | undefined): string {
  if (view.sensors.length === 0) return 'No sensor has reported itself yet.';
  const heard = view.sensors.filter((sensor) => sensor.scans > 0).length;
  const silent = view.sensors.length - heard;
  return `Sensors: ${heard} of ${view.sensors.length} report${silent > 0 ? `, ${silent} not heard yet` : ''}; last data ${alive?.dataAge_s === null || !alive ? 'none yet' : `${age(alive.dataAge_s)} ago`}.`;
}

function SensorList({ view }: { readonly view: View }) {
  if (view.sensors.length === 0) return null;
  return (
    <div className="sensors">
      <h2>Sensors</h2>
      <ul>
        {view.sensors.map(({ id, kind, last_us, scans, detections }) => (
          <li key={id}>
            <span aria-hidden="true">{SENSOR_SIGNS[kind].mark}</span> <strong>{id}</strong> {phenomenologyOf({ kind })}
            <span className="row-line">
              {last_us === undefined ? 'not heard yet' : `${clock(last_us)} · ${scans} looks · ${detections} hits`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
