import { byPhenomenology } from '../core/sense/sensor.ts';
import { expect, test } from 'vitest';
import { sampleAssessment } from '../../tests/samples/warning.ts';
import type { Emission } from '../core/tell/emission.ts';
import { beat, BOUNDS, emptyView, fold } from './view.ts';
import { toWire } from './wire.ts';
import type { View, WireEmission } from './wire-feed.ts';

function say(view: View, emission: Emission): void {
  fold(view, { kind: 'said', seq: 0, emission: toWire(emission) });
}

function track(id: string, at_us: number, status: 'confirmed' | 'ended' = 'confirmed'): Emission {
  return {
    kind: 'track',
    track: {
      id,
      at_us,
      status,
      basis: 'observed',
      positionEcef_m: { x: 6_400_000, y: at_us / 1e6, z: 0 },
      velocityEcef_mps: { x: 0, y: 0, z: 0 },
      covariance: [],
      modes: { boost: 1, coast: 0, entry: 0, manoeuvre: 0 },
      score: 1,
      hits: { ...byPhenomenology(() => 0), heat: 1 },
      last_us: {},
      sources: [],
    },
  };
}

function notice(event: string, at_us: number): Emission {
  const point = { frame: 'geodetic', latitude_rad: 0, longitude_rad: 0, height_m: 0 } as const;
  const place = { point, covarianceEast_m2: 1, covarianceEastNorth_m2: 0, covarianceNorth_m2: 1 };
  return { kind: 'notice', notice: { event, at_us, track: 'T-1', firstSeen_us: at_us, phenomenology: 'heat', place } };
}

type Said = Extract<WireEmission, { kind: 'warning' }>;

function warning(
  change: Said['change'],
  state: Said['warning']['state'],
  revision: number,
  people: readonly string[],
  act?: Extract<Emission, { kind: 'warning' }>['act'],
): Emission {
  const signatures = people.map((person, k) => ({ person, session: `s${k}`, role: 'duty officer', at_us: 5, signedFor: revision }));
  const shown = { id: 'W-1', event: 'E-1', line: 'exercise', revision, state, signatures, retractSignatures: [], places: [] };
  return { kind: 'warning', at_us: 9, change, warning: shown as unknown as Extract<Emission, { kind: 'warning' }>['warning'], act };
}

test('a trail keeps its beginning, its end and its bound', () => {
  const view = emptyView();
  for (let k = 1; k <= 5000; k++) say(view, track('T-1', k * 1_000_000));
  const [{ trail }] = view.tracks;
  expect(trail.length).toBeLessThanOrEqual(BOUNDS.trail);
  expect(trail[0].at_us).toBe(1_000_000);
  expect(trail.at(-1)?.at_us).toBe(5_000_000_000);
  expect(trail.every((one, k) => k === 0 || one.at_us > trail[k - 1].at_us)).toBe(true);
});

test('at the bound, a track that has ended gives way before one that flies, and is counted', () => {
  const view = emptyView();
  for (let k = 0; k < BOUNDS.tracks; k++) say(view, track(`T-${k}`, 1, k === 1500 ? 'ended' : 'confirmed'));
  say(view, track('T-new', 2));
  expect(view.tracks.length).toBe(BOUNDS.tracks);
  expect(view.tracks.some((one) => one.track.id === 'T-1500')).toBe(false);
  expect(view.tracks.some((one) => one.track.id === 'T-0')).toBe(true);
  expect(view.left).toBe(1);
});

test('events, lines and alarms stay within their bounds', () => {
  const view = emptyView();
  for (let k = 0; k < 700; k++) say(view, notice(`E-${k}`, k));
  for (let k = 0; k < 700; k++) fold(view, { kind: 'line', seq: 0, line: { at_us: k, what: 'x', figures: String(k) } });
  for (let k = 0; k < 700; k++)
    say(view, { kind: 'alarm', at_us: k, alarm: 'sensor-rejected', source: `radar ${k}`, reason: 'bad', count: 1 });
  expect([view.events.length, view.timeline.length, view.alarms.length]).toEqual([BOUNDS.events, BOUNDS.timeline, BOUNDS.alarms]);
  expect(view.timeline.at(-1)?.figures).toBe('699');
  expect(view.left).toBe(200 + 200 + 650);
});

test('an event whose warning is out never gives way', () => {
  const view = emptyView();
  say(view, notice('E-1', 1));
  say(view, warning('released', 'released', 1, ['person 1', 'person 2']));
  for (let k = 2; k < 800; k++) say(view, notice(`E-${k}`, k));
  expect(view.events.some((one) => one.id === 'E-1')).toBe(true);
});

test('an event that was ended and is assessed again goes on', () => {
  const view = emptyView();
  say(view, notice('E-1', 1));
  say(view, { kind: 'event-ended', at_us: 2, event: 'E-1', track: 'T-1', reason: 'lost' });
  expect(view.events[0].ended).toBe('lost');
  say(view, { kind: 'assessment', assessment: { ...sampleAssessment(), event: 'E-1' } });
  expect(view.events[0].ended).toBeUndefined();
});

test('an alarm that repeats is one alarm with the latest figures, and one that is over is forgotten', () => {
  const view = emptyView();
  const tape = { kind: 'alarm', alarm: 'wrong-line', inputKind: 'tick', claimed: 'test', line: 'exercise' } as const;
  for (let k = 0; k < 3; k++) say(view, { ...tape, at_us: k, seq: k, count: 1 + 100 * k });
  const detail = 'tick of line test in a theatre of line exercise (201 so far)';
  expect(view.alarms).toEqual([{ at_us: 2, alarm: 'wrong-line', subject: 'test', detail, count: 3 }]);
  const silent = { kind: 'alarm', at_us: 3, alarm: 'sensor-silent', sensor: 'radar-north', since_us: 0, limit_s: 10, through: 1 } as const;
  say(view, { ...silent, phase: 'begins', silence_s: 11 });
  expect(view.alarms.map(({ subject }) => subject)).toEqual(['test', 'radar-north']);
  say(view, { ...silent, phase: 'ends', silence_s: 40 });
  expect(view.alarms.map(({ subject }) => subject)).toEqual(['test']);
});

test('a new revision voids the first signature of a release, and the view says whose it was', () => {
  const view = emptyView();
  say(view, warning('recommended', 'recommended', 1, []));
  say(view, warning('half-released', 'half-released', 1, ['person 1']));
  say(view, warning('revised', 'recommended', 2, []));
  expect(view.warnings[0].voided).toEqual({ person: 'person 1', revision: 1, at_us: 9 });
  say(view, warning('half-released', 'half-released', 2, ['person 2']));
  expect(view.warnings[0].voided).toBeUndefined();
});

test('the first acknowledgement stands', () => {
  const view = emptyView();
  say(view, warning('acknowledged', 'recommended', 1, [], { act: 'acknowledge', person: 'person 1', role: 'duty officer', session: 'a' }));
  say(view, warning('acknowledged', 'recommended', 1, [], { act: 'acknowledge', person: 'person 2', role: 'duty officer', session: 'b' }));
  expect(view.warnings[0].acknowledged?.person).toBe('person 1');
});

test('a heartbeat moves the clock and the sensors’ counts, and never backwards', () => {
  const view = emptyView();
  fold(view, { kind: 'sensor', seq: 1, sensor: { id: 'r', kind: 'radar', scans: 1, detections: 0, last_us: 100 } });
  const alive = { kind: 'alive', seq: 1, at_us: 500, time: '', dataAge_s: 1, state: 'running', entries: 8 } as const;
  beat(view, { ...alive, sensors: [{ id: 'r', last_us: 400, scans: 4, detections: 2 }] });
  beat(view, { ...alive, at_us: 300, sensors: [] });
  expect(view.at_us).toBe(500);
  expect(view.lastMeasured_us).toBe(400);
  expect(view.sensors[0]).toMatchObject({ scans: 4, detections: 2, last_us: 400 });
});
