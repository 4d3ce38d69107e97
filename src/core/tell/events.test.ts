import { beforeEach, describe, expect, test } from 'vitest';
import { openTheatre, PLOT, RADAR, radarScan } from '../../../tests/support/core-theatre.ts';
import { assessment, impactAt } from '../../../tests/samples/warning-life.ts';
import type { Assessment } from '../assess/assessment.ts';
import type { Emission } from './emission.ts';
import { eventOfTrack, type EventRecord, handOver, MAX_EVENTS, openEvent } from '../state/event-book.ts';
import type { EventEnd } from '../theatre-track/fate.ts';
import { endEvent, followTracks, passWarningTime, voidHalfSigned } from './events.ts';
import { noteEnded } from './launch-watch.ts';
import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { addScaled, norm, subtract, type Vec3, vec3 } from '../math/vector.ts';
import { step } from '../pipeline.ts';
import { start, type State } from '../state/state.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import { followHazard, type Hazard, type HazardChange } from '../warn/hazard.ts';
import { recommend } from '../warn/record.ts';
import type { Signature, WarningState } from '../warn/warning.ts';

// The joint between tracks, events and warnings.

let state: State;
let said: Emission[];
const emit = (emission: Emission): void => {
  said.push(emission);
};

beforeEach(() => {
  state = start();
  said = [];
  Object.assign(state, { line: 'exercise', at_us: 200e6, folded_us: 199e6 });
});

/** Tentative, so that nothing is reported of it: what follows is about its event. */
const trackNamed = (id: string): Track => ({ id, status: 'tentative' }) as Track;

function eventOn(track: string): EventRecord {
  state.tracker.tracks.push(trackNamed(track));
  const event = openEvent(state, trackNamed(track), 0);
  if (event === undefined) throw new Error('there is room');
  return event;
}

const SIGNED: readonly Signature[] = ['a', 'b'].map((person) => ({
  person,
  role: 'duty officer',
  session: person,
  at_us: 190e6,
  signedFor: 1,
}));

function warned(event: EventRecord, warningState: WarningState): string {
  const id = `W${state.nextWarning}`;
  state.nextWarning += 1;
  const record = recommend(
    id,
    'exercise',
    { assessment: assessment({ event: event.id }), impact: impactAt(41, 139), shelterRadius_m: 10_000 },
    180e6,
  );
  const signatures = warningState === 'released' ? SIGNED : warningState === 'half-released' ? SIGNED.slice(0, 1) : [];
  record.warning = { ...record.warning, event: event.id, state: warningState, signatures };
  if (warningState === 'released') record.messages.push({ id: `${id}-m1`, sent_us: 190e6 });
  state.warnings[id] = record;
  event.warning = id;
  return id;
}

const stateOf = (warning: string): WarningState => state.warnings[warning].warning.state;
const changes = (): string[] => said.flatMap((one) => (one.kind === 'warning' ? [`${one.warning.id} ${one.change}`] : []));
const purposes = (): string[] =>
  said.flatMap((one) => (one.kind === 'message' ? [`${one.message.warning.id} ${one.message.purpose}`] : []));

describe('two events of one object', () => {
  let older: EventRecord;
  let younger: EventRecord;
  beforeEach(() => {
    older = eventOn('T1');
    younger = eventOn('T2');
  });
  const join = (): void => endEvent(state, { track: trackNamed('T2'), reason: 'same-object', into: 'T1' }, emit);

  test('become the older one, and it is said', () => {
    join();
    expect(said).toEqual([{ kind: 'event-ended', at_us: 200e6, event: younger.id, track: 'T2', reason: 'same-object', into: older.id }]);
    expect([older.ended, younger.ended]).toEqual([undefined, 'same-object']);
  });

  // Which warning goes on, by the states of the older event's and the younger's; what becomes of the other; what goes out.
  test.each<[WarningState | undefined, WarningState | undefined, 'older' | 'younger' | 'none', string[]]>([
    [undefined, undefined, 'none', []],
    ['recommended', undefined, 'older', []],
    [undefined, 'recommended', 'younger', []],
    [undefined, 'released', 'younger', []],
    ['recommended', 'recommended', 'older', []],
    ['recommended', 'released', 'younger', []],
    ['released', 'recommended', 'older', []],
    ['released', 'released', 'older', ['W2 same-object']],
    ['withdrawn', 'recommended', 'younger', []],
    ['withdrawn', 'released', 'younger', []],
    ['released', 'withdrawn', 'older', []],
    // A closed one is carried over too: nobody is asked anew, at once, about what people have just dismissed.
    [undefined, 'dismissed', 'younger', []],
    ['withdrawn', 'dismissed', 'older', []],
  ])('older %s, younger %s: the %s one’s warning goes on', (first, second, goesOn, out) => {
    const mine = first && warned(older, first);
    const theirs = second && warned(younger, second);
    join();
    const kept = goesOn === 'older' ? mine : goesOn === 'younger' ? theirs : undefined;
    expect(older.warning).toBe(kept);
    if (kept !== undefined)
      expect(state.warnings[kept].warning).toMatchObject({ event: older.id, state: goesOn === 'older' ? first : second });
    const other = goesOn === 'older' ? theirs : mine;
    if (other !== undefined) expect(['joined', 'withdrawn', 'dismissed']).toContain(stateOf(other));
    // Whoever shows warnings by their event hears of each that is another's now.
    expect(changes().filter((change) => change.endsWith('moved'))).toEqual(
      goesOn !== 'younger' ? [] : [...(mine === undefined ? [] : [`${mine} moved`]), `${theirs} moved`],
    );
    expect(purposes()).toEqual(out);
    expect(Object.values(state.warnings).filter(({ warning }) => warning.event === older.id).length).toBeLessThanOrEqual(1);
    expect(changes().some((change) => change.endsWith('retraction-ready') || change.endsWith('withdrawn'))).toBe(false);
  });

  test('the hazard of the younger one ends, and the older one’s is stated without waiting again', () => {
    const us = 200e6;
    const falls = (event: string): Assessment =>
      assessment({ event, at_us: us, lastObserved_us: us, cause: 'unknown', hypotheses: [{ hypothesis: 'unknown', probability: 1 }] });
    younger.hazard.comesDownSince_us = 100e6;
    const port = { said: (change: HazardChange, hazard: Hazard) => emit({ kind: 'hazard', at_us: us, change, hazard }) };
    followHazard(younger.hazard, falls(younger.id), undefined, { id: 'H1', line: 'exercise', shelterRadius_m: 1e4, now_us: us }, port);
    join();
    followHazard(older.hazard, falls(older.id), undefined, { id: 'H2', line: 'exercise', shelterRadius_m: 1e4, now_us: us }, port);
    const told = said.flatMap((one) => (one.kind === 'hazard' ? [`${one.hazard.id} of ${one.hazard.event} ${one.change}`] : []));
    expect(told).toEqual(['H1 of E2 stated', 'H1 of E2 ended', 'H2 of E1 stated']);
  });

  test('where the older track has no event yet it takes over the younger one’s, and nothing ends', () => {
    state.tracker.tracks.push(trackNamed('T0'));
    const warning = warned(younger, 'released');
    endEvent(state, { track: trackNamed('T2'), reason: 'same-object', into: 'T0' }, emit);
    expect(said).toEqual([]);
    expect(younger).toMatchObject({ track: 'T0', ended: undefined, warning });
    expect(eventOfTrack(state, 'T0')).toBe(younger);
    expect(eventOfTrack(state, 'T2')).toBeUndefined();
  });

  test('where the older track is gone, the event ends, and its warning is called in question as after a loss', () => {
    const warning = warned(younger, 'released');
    endEvent(state, { track: trackNamed('T2'), reason: 'same-object', into: 'T99' }, emit);
    expect(younger).toMatchObject({ ended: 'same-object', into: undefined });
    expect(state.warnings[warning].warning.turned).toEqual({ kind: 'track-lost' });
  });

  test('where the older event’s object is lost, the younger one goes on with the track', () => {
    state.tracker.tracks.push(trackNamed('T3'));
    const warning = warned(younger, 'released');
    join();
    state.tracker.tracks.splice(0, 9, trackNamed('T2'));
    endEvent(state, { track: trackNamed('T1'), reason: 'lost' }, emit);
    const third = eventOn('T3');
    const another = warned(third, 'released');
    endEvent(state, { track: trackNamed('T3'), reason: 'same-object', into: 'T2' }, emit);
    expect(third).toMatchObject({ track: 'T2', ended: undefined, warning: another });
    expect(state.warnings[warning].warning).toMatchObject({ event: older.id, turned: { kind: 'track-lost' } });
  });

  test('a third one that joins the younger is joined with the older', () => {
    const third = eventOn('T3');
    const first = warned(older, 'released');
    const last = warned(third, 'released');
    join();
    state.tracker.tracks.push(trackNamed('T2'));
    endEvent(state, { track: trackNamed('T3'), reason: 'same-object', into: 'T2' }, emit);
    expect(third).toMatchObject({ ended: 'same-object', into: older.id });
    expect([stateOf(first), stateOf(last)]).toEqual(['released', 'joined']);
    expect(purposes()).toEqual([`${last} same-object`]);
  });

  test('a younger one that lives after all is an object of its own after twenty seconds, with another event', () => {
    const track = { ...trackNamed('T2'), status: 'confirmed' } as Track;
    join();
    state.tracker.tracks.splice(0, 9, track);
    state.settings.assessmentInterval_s = 1e6;
    state.folded_us += 19e6;
    followTracks(state, [], emit);
    expect(eventOfTrack(state, 'T2')).toBe(younger);
    expect(younger.ended).toBe('same-object');
  });
});

test.each([
  ['lost', true],
  ['diverged', false],
  ['unmade', true],
  ['come-down', false],
  ['forgotten', false],
  ['existence', true, 'not-seen-again'],
  ['not-seen-again', true],
] as const)('a track that ends as %s calls its released warning in question: %s', (reason, called, told: EventEnd = reason as EventEnd) => {
  const event = eventOn('T1');
  const warning = warned(event, 'released');
  endEvent(state, { track: trackNamed('T1'), reason }, emit);
  expect(event.ended).toBe(told);
  expect(state.warnings[warning].warning.turned !== undefined).toBe(called);
});

test('what parts from an object that people know of is told of after twenty seconds, or when that is gone', () => {
  const whole = eventOn('T1');
  const theatre = openTheatre();
  for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const piece = { ...theatre.state.tracker.tracks[0], id: 'T2', parent: 'T1', born_us: 150e6 };
  state.tracker.tracks.push(piece);
  const parent = state.tracker.tracks.find(({ id }) => id === 'T1') as Track;
  parent.score = 20;
  state.settings.assessmentInterval_s = 1e6;
  const opens = (at_us: number): boolean => {
    state.folded_us = at_us;
    followTracks(state, [], emit);
    return eventOfTrack(state, 'T2') !== undefined;
  };
  expect(opens(169e6)).toBe(false);
  whole.ended = 'lost';
  expect(opens(169e6)).toBe(true);
  whole.ended = undefined;
  const forget = (): void => {
    delete state.events[state.eventOf['T2']];
    delete state.eventOf['T2'];
  };
  forget();
  expect(opens(170e6)).toBe(true);
  // A capsule beside its booster: the booster's track was lost, and what had begun as a piece of it was the booster, and a third event of two objects.
  forget();
  parent.score = 3;
  expect([opens(171e6), opens(209e6)]).toEqual([false, false]);
  endEvent(state, { track: parent, reason: 'lost' }, emit);
  expect([eventOfTrack(state, 'T2'), whole.ended]).toEqual([whole, undefined]);
  handOver(state, whole, 'T1');
  expect(opens(210e6)).toBe(true);
  endEvent(state, { track: parent, reason: 'lost' }, emit);
  expect(whole.ended).toBe('lost');
});

// Seven events in two minutes of one Moon, whose echo no tracker can follow for long.
test('what looks like the Moon goes on with the event of the Moon, and is an event when it turns out to be something else', () => {
  const moon = eventOn('T1');
  moon.last = { cause: 'moon-echo' } as Assessment;
  const theatre = openTheatre();
  for (let t = 1; t <= 5; t++) theatre.say(t, radarScan(t, t < 4 ? [{ ...PLOT, range_m: 800_000 + 500 * t }] : []));
  const echo: Track = { ...theatre.state.tracker.tracks[0], id: 'T2', status: 'confirmed' };
  state.tracker.tracks.push(echo);
  const { origin_m } = echo;
  const eventAt = (seen_s: number, moonEcef_m: Vec3): string | undefined => {
    state.folded_us = 200e6;
    echo.seen.radar.last_us = seen_s * 1e6;
    state.sensors.splice(0, 9, RADAR);
    state.sky = { sunEcef_m: vec3(1.5e11, 0, 0), moonEcef_m };
    followTracks(state, [], emit);
    return state.eventOf['T2'];
  };
  const station = ecefVecFromGeodetic(RADAR.site);
  const sight = subtract(origin_m, station);
  const behind = addScaled(station, sight, 4e8 / norm(sight));
  const aside = vec3(-behind.x, -behind.y, behind.z);
  expect(eventAt(199, behind)).toBeUndefined();
  // Eight plots show whether it falls.
  const { hits } = echo.seen.radar;
  echo.seen.radar.hits = 8;
  expect(eventAt(199, behind)).not.toBe(moon.id);
  expect(state.eventOf['T2']).toBeDefined();
  delete state.events[state.eventOf['T2']];
  delete state.eventOf['T2'];
  echo.seen.radar.hits = hits;
  // Not seen for a while, it has gone where nobody saw it.
  expect(eventAt(190, aside)).toBeUndefined();
  Object.assign(moon, { ended: 'lost', ended_us: 180e6, warning: 'W1' });
  // What people were warned of was not the Moon, whatever it was taken for.
  expect(eventAt(199, behind)).not.toBe(moon.id);
  delete state.events[state.eventOf['T2']];
  delete state.eventOf['T2'];
  moon.warning = undefined;
  expect(eventAt(199, behind)).toBe(moon.id);
  expect(moon).toMatchObject({ track: 'T2', ended: undefined });
  delete state.eventOf['T2'];
  expect(eventAt(199, aside)).not.toBe(moon.id);
});

test('a track without an event ends without a word', () => {
  endEvent(state, { track: trackNamed('T9'), reason: 'lost' }, emit);
  expect(said).toEqual([]);
});

describe('at the bound', () => {
  beforeEach(() => {
    for (let k = 0; k < MAX_EVENTS; k++) eventOn(`T${k}`);
  });

  test('no event is opened while all are of objects in flight', () => {
    expect(openEvent(state, trackNamed('next'), 0)).toBeUndefined();
    expect(Object.keys(state.events)).toHaveLength(MAX_EVENTS);
  });

  test('the oldest ended one goes whose warning is closed, and the warning with it', () => {
    const [first, second, third] = Object.values(state.events);
    const open = warned(first, 'released');
    const closed = warned(second, 'withdrawn');
    for (const event of [first, second, third]) event.ended = 'come-down';
    expect(openEvent(state, trackNamed('next'), 0)).toBeDefined();
    expect(Object.keys(state.events)).toHaveLength(MAX_EVENTS);
    expect([first, second, third].map(({ id }) => id in state.events)).toEqual([true, false, true]);
    expect([open in state.warnings, closed in state.warnings]).toEqual([true, false]);
    expect(eventOfTrack(state, second.track)).toBeUndefined();
  });
});

test('what time does to warnings is looked at once a second', () => {
  const warning = warned(eventOn('T1'), 'half-released');
  state.settings.signatureLasts_s = 30;
  state.at_us = 225e6;
  passWarningTime(state, emit);
  expect(stateOf(warning)).toBe('recommended');
  const again = warned(eventOn('T2'), 'half-released');
  state.at_us = 225.9e6;
  passWarningTime(state, emit);
  expect(stateOf(again)).toBe('half-released');
  state.at_us = 226e6;
  passWarningTime(state, emit);
  expect(stateOf(again)).toBe('recommended');
  expect(changes()).toEqual([`${warning} signature-expired`, `${again} signature-expired`]);
});

test('opened anew, a theatre voids what one person has signed', () => {
  const warning = warned(eventOn('T1'), 'half-released');
  voidHalfSigned(state, emit);
  expect(changes()).toEqual([`${warning} signature-voided`]);
});

test('an act comes after the time that has passed, also where nothing came in meanwhile', () => {
  const warning = warned(eventOn('T1'), 'recommended');
  state.tracker.tracks.length = 0;
  const release = (at_us: number, person: string): void => {
    const input = {
      kind: 'act',
      act: 'release',
      line: 'exercise',
      person,
      role: 'duty officer',
      session: person,
      warning,
      revision: 1,
    } as const;
    step(state, { seq: state.seq + 1, at_us, line: 'exercise', input }, emit);
  };
  release(202e6, 'a');
  release(202e6 + state.settings.signatureLasts_s * 1e6 + 1, 'b');
  expect(changes()).toEqual([`${warning} half-released`, `${warning} signature-expired`, `${warning} half-released`]);
  release(state.warnings[warning].warning.impactWindow.to_us + 1, 'a');
  expect(stateOf(warning)).toBe('lapsed');
  expect(said.at(-1)).toMatchObject({ kind: 'alive' });
  expect(said.filter((one) => one.kind === 'refused')).toMatchObject([{ reason: 'wrong-state' }]);
  expect(purposes()).toEqual([]);
});

test('a track that was lost, found and lost again counts as one launch', () => {
  const track = newTrack('T5', 10e6, { modes: new Float64Array(40), weights: new Float64Array(4) }, 20);
  track.status = 'confirmed';
  Object.assign(track.seen.heat, { hits: 30, first_us: 10e6, last_us: 70e6 });
  Object.assign(track.burn, { ignitions: 1, began_us: 12e6, ended_us: 70e6, beganHeight_m: 1000, endedHeight_m: 90_000 });
  for (let time = 0; time < 2; time++) noteEnded(state, { track, reason: 'lost' });
  expect(state.launches.ended).toHaveLength(1);
});
