import type { Entry } from '../../core/journal.ts';
import type { Emission, NoticeReport } from '../../core/tell/emission.ts';
import { geodesicInverse } from '../../core/frames/geodesic.ts';
import { geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import type { Micros } from '../../core/units.ts';
import type { Warning } from '../../core/warn/warning.ts';
import { ringContains, rmsError_m } from '../../score/ground.ts';
import { type TruthBody, type TruthFlight, wasLaunched } from '../../sim/truth.ts';

/** Lines of the system kept, and acts; of what comes after them only the number is. */
const MOST_ROWS = 5000;
/** A notice is of a body when it lies this near to it at the time of the first measurement, beside three of its own sigmas. */
const SAME_PLACE_M = 100_000;

export type Row = {
  readonly at_us: Micros;
  /** The entry that it belongs to, or before which it was; of the record, before all. */
  readonly seq: number;
  readonly by: 'record' | 'system' | 'person' | 'control';
  readonly who: string;
  readonly text: string;
};

export type ActRow = {
  readonly at_us: Micros;
  readonly seq: number;
  readonly person: string;
  readonly role: string;
  readonly act: string;
  readonly warning: string;
  readonly revision: number;
  readonly reason?: string;
  /** Why it was not done; undefined where it was. */
  readonly refused?: string;
  /** When the system first recommended what was acted on. */
  readonly recommended_us?: Micros;
};

export type WarningStory = {
  readonly id: string;
  readonly event: string;
  recommended_us?: Micros;
  released_us?: Micros;
  retracted_us?: Micros;
  ended_us?: Micros;
  /** The one that was released. */
  released?: Warning;
};

/** One body of the record beside what the system said of it. `areaHeld`: whether the area that was released held the true impact.
 *  `begun`: whether it had been launched when the exercise ended. */
export type Measure = {
  readonly body: string;
  readonly begun: boolean;
  readonly launch_us?: Micros;
  readonly impact_us?: Micros;
  readonly notice_us?: Micros;
  readonly warning?: WarningStory;
  readonly areaHeld?: boolean;
};

export type Debrief = {
  readonly rows: readonly Row[];
  readonly leftOut: number;
  readonly acts: readonly ActRow[];
  readonly measures: readonly Measure[];
  /** Warnings of nothing that was there. */
  readonly unfounded: readonly WarningStory[];
  /** Notices of nothing that was there, of which no warning came. */
  readonly falseNotices: number;
};

/** Gathers an exercise for its after-action report: entries and what the core said of them, each before or after the other. */
export type Debriefer = {
  /** `seq`: the entry that it was said to. */
  hear(emission: Emission, seq: number): void;
  hearEntry(entry: Entry): void;
  result(truth: readonly TruthBody[]): Debrief;
};

export function createDebriefer(narrate: (emission: Emission) => readonly { at_us: Micros; what: string; figures: string }[]): Debriefer {
  const said: Row[] = [];
  const acts: ActRow[] = [];
  const notices = new Map<string, NoticeReport>();
  const warnings = new Map<string, WarningStory>();
  /** Of acts, by entry; those of other inputs go as their entry comes. */
  const refusals = new Map<number, string>();
  let leftOut = 0;
  let last_us = -Infinity;

  const keep = <T>(rows: T[], row: T): void => {
    if (rows.length < MOST_ROWS) rows.push(row);
    else leftOut += 1;
  };
  const finished = (act: ActRow): ActRow => {
    const recommended_us = warnings.get(act.warning)?.recommended_us;
    return {
      ...act,
      refused: refusals.get(act.seq),
      ...(recommended_us !== undefined && recommended_us <= act.at_us ? { recommended_us } : {}),
    };
  };

  return {
    hear(emission, seq) {
      if (emission.kind === 'refused') refusals.set(seq, `${emission.reason}: ${emission.detail}`);
      else if (emission.kind === 'notice' && !notices.has(emission.notice.event)) notices.set(emission.notice.event, emission.notice);
      else if (emission.kind === 'warning') hearWarning(warnings, emission);
      for (const { at_us, what, figures } of narrate(emission))
        keep(said, { at_us, seq, by: 'system', who: 'Tocsin', text: `${what}: ${figures}` });
    },
    hearEntry({ seq, at_us, input }) {
      last_us = Math.max(last_us, at_us);
      if (input.kind !== 'act') {
        refusals.delete(seq);
        return;
      }
      const { person, role, act, warning, revision, reason } = input;
      keep(acts, { at_us, seq, person, role, act, warning, revision, ...(reason === undefined ? {} : { reason }) });
    },
    result(truth) {
      const found = new Map<string, string | undefined>();
      for (const [event, notice] of notices) found.set(event, bodyOf(notice, truth));
      const measures = truth.map((body) => measureOf(body, last_us, notices, found, warnings));
      const done = acts.map(finished);
      const rows = [...truth.flatMap((body) => recordRows(body, last_us)), ...done.map(rowOf), ...said];
      const unfounded = [...warnings.values()].filter(({ event }) => found.get(event) === undefined);
      const falseNotices = [...found].filter(([event, body]) => body === undefined && !unfounded.some((one) => one.event === event)).length;
      return { rows, leftOut, acts: done, measures, unfounded, falseNotices };
    },
  };
}

/** Rows of all kinds in the order of time; at one moment what was done to the exercise before the act of a person, and that before what
 *  the system said to it. */
export function inOrder(rows: readonly Row[]): readonly Row[] {
  const place = ({ by }: Row): number => ORDER.indexOf(by);
  return rows.toSorted((a, b) => a.at_us - b.at_us || a.seq - b.seq || place(a) - place(b));
}

const ORDER: readonly Row['by'][] = ['record', 'control', 'person', 'system'];

function rowOf({ at_us, seq, person, role, act, warning, revision, reason, refused }: ActRow): Row {
  const done = refused === undefined ? '' : `, refused: ${refused}`;
  const text = `${act} ${warning} revision ${revision}${reason === undefined ? '' : ` (${reason})`}${done}`;
  return { at_us, seq, by: 'person', who: `${person}, ${role}`, text };
}

function hearWarning(warnings: Map<string, WarningStory>, { warning, change, at_us }: Extract<Emission, { kind: 'warning' }>): void {
  const story = warnings.get(warning.id) ?? { id: warning.id, event: warning.event };
  warnings.set(warning.id, story);
  if (change === 'recommended') story.recommended_us ??= at_us;
  else if (change === 'retracted') story.retracted_us ??= at_us;
  else if (change === 'ended') story.ended_us ??= at_us;
  else if (change === 'released' && story.released === undefined) {
    story.released_us = at_us;
    story.released = warning;
  }
}

/** The body that was nearest to where and when a notice says that something was first seen. */
function bodyOf({ place, firstSeen_us }: NoticeReport, truth: readonly TruthBody[]): string | undefined {
  const near = truth.flatMap(({ id, stateAt }) => {
    const state = stateAt(firstSeen_us);
    return state === undefined ? [] : [{ id, distance_m: geodesicInverse(place.point, geodeticFromEcefVec(state.r)).distance_m }];
  });
  const [nearest] = near.toSorted((a, b) => a.distance_m - b.distance_m);
  return nearest && nearest.distance_m <= SAME_PLACE_M + 3 * rmsError_m(place) ? nearest.id : undefined;
}

function measureOf(
  body: TruthBody,
  last_us: Micros,
  notices: ReadonlyMap<string, NoticeReport>,
  found: ReadonlyMap<string, string | undefined>,
  warnings: ReadonlyMap<string, WarningStory>,
): Measure {
  const own = [...notices.values()].filter(({ event }) => found.get(event) === body.id);
  const first = own.toSorted((a, b) => a.at_us - b.at_us).at(0);
  const warned = [...warnings.values()].filter(({ event }) => found.get(event) === body.id);
  const warning = warned.find(({ released }) => released !== undefined) ?? warned.at(0);
  const impact = impactOf(body);
  return {
    body: body.id,
    begun: !wasLaunched(body) || body.launch.time_us <= last_us,
    ...(wasLaunched(body) ? { launch_us: body.launch.time_us } : {}),
    ...(impact === undefined ? {} : { impact_us: impact.time_us }),
    ...(first === undefined ? {} : { notice_us: first.at_us }),
    ...(warning === undefined ? {} : { warning }),
    ...(impact === undefined || warning?.released === undefined
      ? {}
      : { areaHeld: ringContains(warning.released.area.ring, impact.point) }),
  };
}

/** Where it came down; what was stopped before never did. */
function impactOf(body: TruthBody): TruthFlight['impact'] {
  return wasLaunched(body) && body.impact !== undefined && body.impact.time_us <= body.end_us ? body.impact : undefined;
}

function recordRows(body: TruthBody, last_us: Micros): Row[] {
  if (!wasLaunched(body) || body.launch.time_us > last_us) return [];
  const { id, launch, burnout_us, end_us } = body;
  const impact = impactOf(body);
  const row = (at_us: Micros, text: string): Row => {
    const late = at_us > last_us ? ', after the exercise had ended' : '';
    return { at_us, seq: -1, by: 'record', who: 'the record', text: `${id}: ${text}${late}` };
  };
  return [
    row(launch.time_us, 'ignition'),
    ...(burnout_us < end_us ? [row(burnout_us, 'burn-out')] : []),
    impact === undefined ? row(end_us, 'nothing more of it is there') : row(impact.time_us, 'impact'),
  ];
}
