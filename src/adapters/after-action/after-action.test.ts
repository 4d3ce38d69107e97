import { expect, test } from 'vitest';
import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import { microsFromIso } from '../../core/time/iso.ts';
import type { TruthFlight } from '../../sim/truth.ts';
import { afterActionReport } from './after-action.ts';
import { createDebriefer, type Debrief, type Row } from './debrief.ts';

const ZERO_US = microsFromIso('2017-08-28T20:57:00Z');
const at = (second: number): number => ZERO_US + second * 1e6;
const NAMES = { title: 'a drill', line: 'exercise', journal: 'j', seed: 1, zero_us: ZERO_US, zeroIs: 'the launch' };
const NOTHING: Debrief = { rows: [], leftOut: 0, acts: [], measures: [], unfounded: [], falseNotices: 0 };

function flight(launch_s: number, impact_s: number, end_s: number): TruthFlight {
  return {
    id: 'one',
    kind: 'ballistic',
    heat: 'of-class',
    stateAt: () => undefined,
    launch: { point: geodeticDegrees(39, 125), time_us: at(launch_s) },
    burnout_us: at(launch_s + 100),
    apogee: { height_m: 500_000, at_us: at(launch_s + 300) },
    impact: { point: geodeticDegrees(40, 140), time_us: at(impact_s) },
    end_us: at(end_s),
    equivalentSpeed_mps: 3000,
    energyClass: 'MRBM',
  };
}

/** What an exercise comes to of which nothing is known but its last entry. */
function endedAt(second: number, ...truth: readonly TruthFlight[]): Debrief {
  const debriefer = createDebriefer(() => []);
  debriefer.hearEntry({ seq: 0, at_us: at(second), line: 'exercise', input: { kind: 'tick' } });
  return debriefer.result(truth);
}

const textOf = (debrief: Debrief): readonly string[] => debrief.rows.map(({ text }) => text);

test('the record of a flight that somebody stopped has no impact, and nothing is held against one', () => {
  const debrief = endedAt(2000, flight(0, 1000, 270));
  expect(textOf(debrief)).toEqual(['one: ignition', 'one: burn-out', 'one: nothing more of it is there']);
  expect(debrief.measures).toEqual([{ body: 'one', begun: true, launch_us: at(0) }]);
});

test('an exercise that ends before anything happened says so, and what was under way then is told to its end', () => {
  const early = endedAt(-10, flight(0, 1000, 1000));
  expect(early.rows).toEqual([]);
  const report = afterActionReport(early, [], NAMES);
  expect(report).toContain('Not launched when the exercise ended: one.');
  expect(report).not.toContain('Against the record');
  const later = ['one: ignition', 'one: burn-out', 'one: impact, after the exercise had ended'];
  expect(textOf(endedAt(500, flight(0, 1000, 1000)))).toEqual(later);
});

test('while an exercise runs its report tells nothing of what flies; afterwards it tells that nothing did', () => {
  const report = afterActionReport(NOTHING, [], { ...NAMES, running: true });
  expect(report).toContain('It still runs');
  expect(report).not.toContain('Against the record');
  const over = afterActionReport({ ...NOTHING, falseNotices: 2 }, [], NAMES);
  expect(over).toContain('Nothing flew.');
  expect(over).toContain('2 notices were of nothing that flew, and no warning came of them.');
});

// An exercise stands at one moment while it is paused: everything that people did then has the same time.
test('what happened at one moment stands in its order, an act before what the system said to it', () => {
  const row = (seq: number, by: Row['by'], text: string): Row => ({ at_us: at(60), seq, by, who: 'x', text });
  const rows = [
    row(8, 'system', 'told-released'),
    row(7, 'system', 'told-half'),
    row(8, 'person', 'signs-second'),
    row(7, 'person', 'signs-first'),
    row(-1, 'record', 'burn-out'),
  ];
  const controls = [
    { at_us: at(60), beforeSeq: 7, by: 'a planner', text: 'pauses' },
    { at_us: at(60), beforeSeq: 9, by: 'a planner', text: 'goes-on' },
  ];
  const report = afterActionReport({ ...NOTHING, rows }, controls, NAMES);
  const order = ['burn-out', 'pauses', 'signs-first', 'told-half', 'signs-second', 'told-released', 'goes-on'];
  expect(order.map((text) => report.indexOf(`>${text}<`))).toEqual(
    order.map((text) => report.indexOf(`>${text}<`)).toSorted((a, b) => a - b),
  );
  expect(report).not.toContain('>-1<');
});

test('times are UTC, delays those between the steps, and a retraction is told', () => {
  const warning = { id: 'W1', event: 'E1', recommended_us: at(200), released_us: at(230.5), retracted_us: at(400) };
  const measures = [{ body: 'one', begun: true, launch_us: at(0), notice_us: at(46), impact_us: at(1130.5), warning, areaHeld: false }];
  const report = afterActionReport({ ...NOTHING, measures, unfounded: [warning] }, [], NAMES);
  // 37 s stood between them once: a time of the core printed as if it were UTC.
  expect(report).toContain('T+00:00 is the launch, 2017-08-28T20:57:00Z');
  expect(report).toContain(
    'one: warned 30.5 s after the recommendation, and retracted 169.5 s later. The true impact lay OUTSIDE the area.',
  );
  for (const delay of ['46.0 s', '154.0 s', '30.5 s', '900.0 s', '169.5 s']) expect(report).toContain(`</span>${delay}</td>`);
  expect(report).toContain('W1 was of nothing that flew: released and retracted 169.5 s later.');
});

test('names from outside are text in it, wherever they stand', () => {
  const bad = '<img src=x onerror=alert(1)>';
  const acts = [{ at_us: at(1), seq: 1, person: bad, role: bad, act: bad, warning: bad, revision: 1, reason: bad, refused: bad }];
  const rows: Row[] = [{ at_us: at(1), seq: 1, by: 'person', who: bad, text: bad }];
  const measures = [{ body: bad, begun: true }];
  const unfounded = [{ id: bad, event: 'E1' }];
  const controls = [{ at_us: at(1), beforeSeq: 1, by: bad, text: bad }];
  const report = afterActionReport({ rows, leftOut: 0, acts, measures, unfounded, falseNotices: 0 }, controls, {
    ...NAMES,
    title: bad,
    line: bad,
    journal: bad,
    zeroIs: bad,
  });
  expect(report).not.toContain('<img');
  expect(report.split('&lt;img').length - 1).toBeGreaterThanOrEqual(14);
});
