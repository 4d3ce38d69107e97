import { expect, test } from 'vitest';
import { type CoreTheatre, openTheatre, PLOT, RADAR, radarScan, SECOND } from '../../../tests/support/core-theatre.ts';
import type { Emission } from '../tell/emission.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { polarFromEcef } from '../frames/radar.ts';
import { coast } from '../physics/propagate.ts';
import type { Plot, RadarScan } from '../sense/scan.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import { type Track, trackEstimate } from '../theatre-track/track.ts';
import { refusalsOf } from '../state/refusals.ts';

// One object on a ballistic arc and radars that look once a second without noise: small enough to say of each scan what its coming late does.
// (Whole worlds, to the bit, are in late.test.ts.)

// They miss so rarely that eight looks that show nothing end a track: it fits into the horizon.
const WEST: RadarSensor = { ...RADAR, detectionProbability: 0.99 };
const EAST: RadarSensor = { ...WEST, id: 'east', site: geodeticDegrees(41, 141) };
const ABOVE = ecefVecFromGeodetic(geodeticDegrees(44, 140, 300_000));
const UP = { x: ABOVE.x / 6.6e6, y: ABOVE.y / 6.6e6, z: ABOVE.z / 6.6e6 };

function plotOf(radar: RadarSensor, at_s: number): Plot {
  const start = { r: ABOVE, v: { x: 1500 * UP.x - 2000, y: 1500 * UP.y, z: 1500 * UP.z + 1500 } };
  const { r, v } = coast(start.r, start.v, at_s);
  return { ...PLOT, ...polarFromEcef(ecefVecFromGeodetic(radar.site), enuBasis(radar.site), r, v) };
}
const seen = (at_s: number, radar: RadarSensor = WEST): RadarScan => ({ ...radarScan(at_s, [plotOf(radar, at_s)]), sensor: radar.id });
const empty = (at_s: number, radar: RadarSensor = WEST): RadarScan => ({ ...radarScan(at_s), sensor: radar.id });

function open(): CoreTheatre {
  const theatre = openTheatre();
  for (const sensor of [WEST, EAST]) theatre.say(0, { kind: 'sensor', sensor });
  return theatre;
}
const ofKind = <K extends Emission['kind']>(said: readonly Emission[], kind: K): Extract<Emission, { kind: K }>[] =>
  said.filter((one): one is Extract<Emission, { kind: K }> => one.kind === kind);
/** Scans as they come, each at its own second, then ticks until the given time. */
function run(theatre: CoreTheatre, scans: readonly RadarScan[], until_s: number): Emission[] {
  const said = scans.flatMap((scan) => theatre.say(Math.max(scan.measuredAt_us, theatre.state.at_us) / SECOND, scan));
  while (theatre.state.at_us < until_s * SECOND) said.push(...theatre.say(theatre.state.at_us / SECOND + 0.5, { kind: 'tick' }));
  return said;
}
const seconds = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, k) => from + k);
const ends = ({ state }: CoreTheatre): unknown[] => Object.values(state.events).map(({ id, ended }) => [id, ended]);
const tracks = ({ state }: CoreTheatre): unknown[] =>
  state.tracker.tracks.map(({ id, status, born_us, at_us, seen: { radar } }) => ({ id, status, born_us, at_us, hits: radar.hits }));

const place = ({ state }: CoreTheatre): Float64Array => trackEstimate(state.tracker.tracks[0]).x.slice(0, 3);

test('a look that comes late is counted where it belongs; the track keeps its name, and is said to have moved by so much', () => {
  const inTime = open();
  run(
    inTime,
    seconds(1, 12).map((t) => seen(t)),
    14,
  );
  const theatre = open();
  run(
    theatre,
    seconds(1, 12)
      .filter((t) => t !== 7)
      .map((t) => seen(t)),
    14,
  );
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', status: 'confirmed', hits: 11 }]);
  const before = place(theatre);
  const said = theatre.say(14, seen(7));
  const after = place(theatre);
  expect(ofKind(said, 'late-taken')).toEqual([
    {
      kind: 'late-taken',
      at_us: 14 * SECOND,
      scans: [{ seq: theatre.state.seq, sensor: 'radar', measuredAt_us: 7 * SECOND }],
      // The last snapshot before it: one every five seconds.
      since_us: 3 * SECOND,
      changes: [{ track: 'T1', change: 'moved', moved_m: expect.any(Number) }],
    },
  ]);
  const [{ moved_m }] = ofKind(said, 'late-taken')[0].changes;
  expect(moved_m).toBeGreaterThan(0);
  expect(moved_m).toBeLessThan(500);
  expect(moved_m).toBeCloseTo(Math.hypot(after[0] - before[0], after[1] - before[1], after[2] - before[2]), 6);
  expect(tracks(theatre)).toEqual(tracks(inTime));
  expect(theatre.state.tracker.tracks[0].imm).toEqual(inTime.state.tracker.tracks[0].imm);
  // The report of the track follows, and no second notice.
  expect(ofKind(said, 'track').map(({ track }) => [track.id, track.status])).toEqual([['T1', 'confirmed']]);
  expect(ofKind(said, 'notice')).toEqual([]);
});

test('a first sighting that comes late makes the same track begin earlier, under the name that people know', () => {
  const theatre = open();
  const said = run(theatre, [...seconds(5, 12).map((t) => seen(t)), seen(3), seen(4)], 16);
  expect(ofKind(said, 'notice').map(({ notice }) => [notice.event, notice.track])).toEqual([['E1', 'T1']]);
  expect(ofKind(said, 'late-taken').flatMap(({ changes }) => changes.map(({ track, change }) => `${track} ${change}`))).toEqual([
    'T1 moved',
    'T1 moved',
  ]);
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', born_us: 3 * SECOND, hits: 10 }]);
  // Folded again it is the same once more: the new beginning goes by the name.
  const again = theatre.say(16, empty(12.5, EAST));
  expect(ofKind(again, 'late-taken').length).toBe(1);
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', born_us: 3 * SECOND }]);
});

test('late sightings of something that nobody knew make it appear: a report, a notice, an event of its own', () => {
  const theatre = open();
  run(theatre, [], 14);
  const said = run(
    theatre,
    seconds(6, 11).map((t) => seen(t)),
    16,
  );
  const changes = ofKind(said, 'late-taken').flatMap((one) => one.changes);
  expect(changes.filter(({ change }) => change !== 'moved')).toEqual([{ track: 'T1', change: 'appeared', moved_m: 0 }]);
  expect(ofKind(said, 'notice').map(({ notice }) => [notice.event, notice.track])).toEqual([['E1', 'T1']]);
});

test('late looks that show nothing end a track openly, with the reason of its end', () => {
  const theatre = open();
  run(
    theatre,
    seconds(1, 5).map((t) => seen(t)),
    19,
  );
  expect(ends(theatre)).toEqual([['E1', undefined]]);
  const said = run(
    theatre,
    seconds(6, 18).map((t) => empty(t)),
    22,
  );
  expect(ofKind(said, 'late-taken').flatMap((one) => one.changes)).toContainEqual({ track: 'T1', change: 'gone', moved_m: 0 });
  expect(ofKind(said, 'track').at(-1)?.track).toMatchObject({ id: 'T1', status: 'ended' });
  expect(ends(theatre)).toEqual([['E1', 'lost']]);
  expect(tracks(theatre)).toEqual([]);
});

test('a track that late looks show never to have been ends openly, as what has been unmade', () => {
  const theatre = open();
  run(
    theatre,
    seconds(9, 11).map((t) => seen(t)),
    13.5,
  );
  expect(ends(theatre)).toEqual([['E1', undefined]]);
  // One look that shows nothing unmakes a track that has been seen once or twice.
  const said = run(
    theatre,
    [9.5, 10.5, 11.2].map((t) => empty(t, EAST)),
    15,
  );
  expect(ofKind(said, 'late-taken').at(-1)?.changes).toEqual([{ track: 'T1', change: 'gone', moved_m: 0 }]);
  expect(ofKind(said, 'track').at(-1)?.track).toMatchObject({ id: 'T1', status: 'ended' });
  expect(ofKind(said, 'event-ended')).toMatchObject([{ event: 'E1', track: 'T1', reason: 'unmade' }]);
  expect(tracks(theatre)).toEqual([]);
});

test('a track that people know stays confirmed, though folded again it would only be tentative by now', () => {
  const theatre = open();
  run(
    theatre,
    seconds(9, 11).map((t) => seen(t)),
    13.5,
  );
  const [{ confirmed_us }] = theatre.state.tracker.tracks;
  // The first takes the tracker back at once; the two that unmake the track come within the second after it.
  const said = run(
    theatre,
    [7.5, 9.5, 10.5].map((t) => empty(t, EAST)),
    15,
  );
  expect(ofKind(said, 'late-taken').flatMap(({ changes }) => changes.map(({ track, change }) => `${track} ${change}`))).toEqual([
    'T1 moved',
  ]);
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', status: 'confirmed', born_us: 11 * SECOND, hits: 1 }]);
  expect(theatre.state.tracker.tracks[0].confirmed_us).toBe(confirmed_us);
  expect(ofKind(said, 'event-ended')).toEqual([]);
  expect(ends(theatre)).toEqual([['E1', undefined]]);
});

test('plots are gathered for the radars’ biases once each, however often they are folded', () => {
  const gathered = (theatre: CoreTheatre): number[] =>
    theatre.state.registration.gathered.flatMap(({ plots }) => plots.map(({ at_us }) => at_us / SECOND));
  const theatre = open();
  theatre.say(0, { kind: 'setting', name: 'registrationInterval_s', value: 60 });
  run(
    theatre,
    seconds(1, 12)
      .filter((t) => t !== 10)
      .map((t) => seen(t)),
    14,
  );
  const before = gathered(theatre);
  expect(before.at(-1)).toBe(12);
  run(theatre, [seen(10)], 15);
  expect(gathered(theatre)).toEqual([...before, 10]);
});

test('a track that was ended and that late looks show to live goes on under its name and in its event', () => {
  const theatre = open();
  const lost = run(theatre, [...seconds(1, 5).map((t) => seen(t)), ...seconds(6, 17).map((t) => empty(t))], 19);
  expect(ofKind(lost, 'track').at(-1)?.track).toMatchObject({ id: 'T1', status: 'ended' });
  expect(ends(theatre)).toEqual([['E1', 'lost']]);
  const said = run(
    theatre,
    seconds(6, 17).map((t) => seen(t, EAST)),
    21,
  );
  const changes = ofKind(said, 'late-taken').flatMap((one) => one.changes.filter(({ change }) => change !== 'moved'));
  expect(changes).toEqual([{ track: 'T1', change: 'returned', moved_m: 0 }]);
  expect(ofKind(said, 'notice')).toEqual([]);
  expect(ends(theatre)).toEqual([['E1', undefined]]);
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', status: 'confirmed' }]);
  // And it keeps that name when the tracker goes back once more.
  const again = run(theatre, [empty(12.5)], 23);
  expect(ofKind(again, 'late-taken').length).toBe(1);
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', status: 'confirmed' }]);
});

// 2026-11-29, a radar and a clock that both keep to whole seconds: time alone had moved the tracks on to second 12 when a look of second 12 came.
// It was folded again unheard: the track had another number, people got a second notice, and the first event never ended.
test('a look of the very moment to which time alone has moved the tracks came late, and its track keeps its name and its event', () => {
  const theatre = open();
  run(theatre, [...seconds(1, 8).map((t) => empty(t)), ...seconds(9, 11).map((t) => seen(t))], 14);
  expect(theatre.state.folded_us).toBe(12 * SECOND);
  const said = run(theatre, [seen(12)], 16);
  expect(
    ofKind(said, 'late-taken').map(({ scans, changes }) => [scans.length, changes.map(({ track, change }) => `${track} ${change}`)]),
  ).toEqual([[1, ['T1 moved']]]);
  expect(ofKind(said, 'notice')).toEqual([]);
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', hits: 4 }]);
  expect(ends(theatre)).toEqual([['E1', undefined]]);
  // The moment passes after the look, as it would have in time.
  const { items } = theatre.state.late.replay;
  const ofThatMoment = items.filter((one) => (one.kind === 'time' ? one.at_us : one.scan.measuredAt_us) === 12 * SECOND);
  expect(ofThatMoment.map(({ kind }) => kind)).toEqual(['scan', 'time']);
});

test('a look of a moment that has only been noted, or from before it, is in time, and its track is reported', () => {
  for (const measured_s of [12.3, 12.5]) {
    const theatre = open();
    run(
      theatre,
      seconds(1, 11).map((t) => seen(t)),
      14,
    );
    theatre.say(14.5, { kind: 'tick' });
    expect(theatre.state.late.moments).toEqual([12.5 * SECOND]);
    const said = theatre.say(14.5, seen(measured_s));
    expect(ofKind(said, 'late-taken')).toEqual([]);
    expect(ofKind(said, 'track').map(({ track }) => [track.id, track.basis])).toEqual([['T1', 'observed']]);
  }
});

test('a look from before a moment that was noted and moved no track came late as well', () => {
  const theatre = open();
  run(theatre, [...seconds(1, 8).map((t) => empty(t)), ...seconds(9, 11).map((t) => seen(t))], 14);
  theatre.say(14.5, { kind: 'tick' });
  // The noted half second is folded with what comes late; it is too short to move the tracks.
  expect(ofKind(theatre.say(14.6, empty(8.5, EAST)), 'late-taken').length).toBe(1);
  expect([theatre.state.folded_us, theatre.state.late.replay.newest_us]).toEqual([12 * SECOND, 12.5 * SECOND]);
  const said = run(theatre, [seen(12.3)], 16);
  expect(ofKind(said, 'late-taken').map(({ scans }) => scans.map((one) => one.measuredAt_us / SECOND))).toEqual([[12.3]]);
  expect(ofKind(said, 'notice')).toEqual([]);
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', hits: 4 }]);
});

// The same look, when the setting has come between: it was refused as late, though nothing but a note was newer.
test('where no late look is taken any more, a look from before a moment that was only noted is in time', () => {
  const theatre = open();
  run(
    theatre,
    seconds(1, 11).map((t) => seen(t)),
    14,
  );
  theatre.say(14.5, { kind: 'tick' });
  theatre.say(14.6, empty(8.5, EAST));
  expect([theatre.state.folded_us, theatre.state.late.replay.newest_us]).toEqual([12 * SECOND, 12.5 * SECOND]);
  theatre.say(14.6, { kind: 'setting', name: 'lateHorizon_s', value: 0 });
  const said = run(theatre, [seen(12.3)], 16);
  expect(ofKind(said, 'refused')).toEqual([]);
  expect(ofKind(said, 'track').map(({ track }) => track.basis)).toContain('observed');
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', hits: 12 }]);
});

test('the tracker goes back once a second at the most, for all that has come late by then', () => {
  const theatre = open();
  run(
    theatre,
    seconds(1, 20).map((t) => seen(t)),
    22,
  );
  const back = (at_s: number, measured_s: number): unknown[] =>
    ofKind(theatre.say(at_s, empty(measured_s, EAST)), 'late-taken').map(({ scans }) => scans.map((one) => one.measuredAt_us / SECOND));
  expect(back(22, 12.5)).toEqual([[12.5]]);
  expect(back(22.1, 13.5)).toEqual([]);
  expect(back(22.999, 11.5)).toEqual([]);
  expect(back(23, 10.5)).toEqual([[13.5, 11.5, 10.5]]);
});

test('what has slipped beyond the horizon while it waited is refused then', () => {
  const theatre = open();
  run(
    theatre,
    seconds(1, 20).map((t) => seen(t)),
    22,
  );
  theatre.say(22, empty(12.5, EAST));
  theatre.say(22.1, empty(5.05, EAST));
  expect(theatre.state.late.waiting.length).toBe(1);
  const said = [...theatre.say(22.5, seen(20.5)), ...theatre.say(22.9, { kind: 'tick' }), ...theatre.say(23.2, { kind: 'tick' })];
  expect(ofKind(said, 'refused')).toEqual([
    {
      kind: 'refused',
      seq: theatre.state.seq - 3,
      at_us: 23.2 * SECOND,
      reason: 'late',
      detail: 'measured 15.4 s before what has been folded already, while it waited; the horizon is 15.0 s',
      source: 'east',
      count: 1,
    },
  ]);
  expect(ofKind(said, 'late-taken')).toEqual([]);
  expect(refusalsOf(theatre.state.refused, 'east', 'late')).toBe(1);
});

test('of several that have waited the ones that slipped beyond the horizon are refused, the first of them aloud; the others are taken', () => {
  const theatre = open();
  run(
    theatre,
    seconds(1, 20).map((t) => seen(t)),
    22,
  );
  theatre.say(22, empty(12.5, EAST));
  for (const measured_s of [5.05, 5.06, 14.5]) theatre.say(22.1, empty(measured_s, EAST));
  const said = [...theatre.say(22.5, seen(20.5)), ...theatre.say(22.9, { kind: 'tick' }), ...theatre.say(23.2, { kind: 'tick' })];
  expect(ofKind(said, 'late-taken').map(({ scans }) => scans.map((one) => one.measuredAt_us / SECOND))).toEqual([[14.5]]);
  expect(ofKind(said, 'refused').map(({ count }) => count)).toEqual([1]);
  expect(refusalsOf(theatre.state.refused, 'east', 'late')).toBe(2);
});

test('what the window keeps is bounded by the horizon, and with none it keeps nothing', () => {
  const theatre = open();
  run(
    theatre,
    seconds(1, 60).map((t) => seen(t)),
    62,
  );
  const { replay, births, moments } = theatre.state.late;
  expect(replay.snapshots.length).toBeLessThanOrEqual(5);
  // The horizon of 15 s and a snapshot's spacing of 5 s.
  expect(replay.items.length).toBeLessThanOrEqual(21);
  expect(births).toEqual([]);
  theatre.say(62, { kind: 'setting', name: 'lateHorizon_s', value: 0 });
  run(theatre, [seen(63)], 66);
  expect([replay.items.length, replay.snapshots.length, births.length, moments.length]).toEqual([0, 0, 0, 0]);
});

/** The same looks with one of them held up, ticks every tenth of a second: too seldom for every second to have one. */
test('among moments without a look, too, a late look leads to the tracks of the same looks in time, to the bit', () => {
  const looks = Array.from({ length: 12 }, (_, k) => 1.6 * (k + 1));
  const folded = (heldUp_s: (measured_s: number) => number): CoreTheatre => {
    const theatre = open();
    const arrivals = looks.map((measured_s) => ({ at_s: measured_s + heldUp_s(measured_s), scan: seen(measured_s) }));
    for (let tenth = 0; tenth <= 225; tenth++) {
      theatre.say(tenth / 10, { kind: 'tick' });
      for (const { scan } of arrivals.filter(({ at_s }) => Math.round(at_s * 10) === tenth)) theatre.say(tenth / 10, scan);
    }
    return theatre;
  };
  const inTime = folded(() => 0).state;
  for (const held of [looks[5], looks[7], looks[8]]) {
    const { state } = folded((measured_s) => (measured_s === held ? 5.2 : 0));
    expect([state.folded_us, state.lastScan_us]).toEqual([inTime.folded_us, inTime.lastScan_us]);
    expect(state.tracker.tracks[0].imm).toEqual(inTime.tracker.tracks[0].imm);
    expect(state.tracker.tracks[0].score).toBe(inTime.tracker.tracks[0].score);
  }
});

test('going back uses up no names: what begins after it gets the next one', () => {
  const theatre = open();
  run(theatre, [...seconds(1, 8).map((t) => empty(t)), ...seconds(9, 11).map((t) => seen(t))], 13.5);
  const { births, uses } = theatre.state.late;
  expect(births.map(({ id, born_us }) => [id, born_us])).toEqual([['T1', 9 * SECOND]]);
  expect(uses.map(({ id, at_us }) => [id, at_us])).toEqual([10, 11].map((t) => ['T1', t * SECOND]));
  run(theatre, [empty(7.5, EAST), empty(8.5, EAST)], 15);
  expect(theatre.state.tracker.nextNumber).toBe(2);
  expect(tracks(theatre)).toMatchObject([{ id: 'T1', hits: 3 }]);
});

/** A second object, far from the first. */
const ASIDE = ecefVecFromGeodetic(geodeticDegrees(43, 143, 250_000));
const both = (at_s: number): RadarScan => {
  const { r, v } = coast(ASIDE, { x: 0, y: 0, z: 0 }, at_s);
  const other = polarFromEcef(ecefVecFromGeodetic(WEST.site), enuBasis(WEST.site), r, v);
  return radarScan(at_s, [plotOf(WEST, at_s), { ...PLOT, ...other }]);
};

test('of two objects each is compared with itself', () => {
  const theatre = open();
  run(
    theatre,
    seconds(1, 12)
      .filter((t) => t !== 7)
      .map(both),
    14,
  );
  expect(theatre.state.tracker.tracks.map(({ id }) => id)).toEqual(['T1', 'T2']);
  const [{ changes }] = ofKind(theatre.say(14, both(7)), 'late-taken');
  expect(changes.map(({ track, change }) => [track, change])).toEqual([
    ['T1', 'moved'],
    ['T2', 'moved'],
  ]);
  for (const { moved_m } of changes) expect(moved_m).toBeLessThan(500);
});

test('late looks show another object beside one that people know: it has appeared', () => {
  const theatre = open();
  run(
    theatre,
    seconds(1, 6).map((t) => seen(t, EAST)),
    14,
  );
  const changes = ofKind(run(theatre, seconds(7, 11).map(both), 16), 'late-taken').flatMap((one) => one.changes);
  expect(changes.filter(({ change }) => change === 'appeared').length).toBe(1);
  expect(Object.values(theatre.state.events).length).toBe(2);
});

/** As if its burn had been seen as heat for a minute. */
function hasBurned({ burn, seen: { heat } }: Track): void {
  Object.assign(burn, { ignitions: 1, began_us: -60 * SECOND, ended_us: 0, endedHeight_m: 80_000 });
  heat.first_us = -60 * SECOND;
}

test('of launches an object that late looks show to be lost still speaks; one that was none does not', () => {
  const lost = open();
  run(
    lost,
    seconds(1, 5).map((t) => seen(t)),
    19,
  );
  for (const t of seconds(6, 18)) {
    lost.state.tracker.tracks.forEach(hasBurned);
    run(lost, [empty(t)], 0);
  }
  run(lost, [], 22);
  const unmade = open();
  run(
    unmade,
    seconds(9, 11).map((t) => seen(t)),
    13.5,
  );
  unmade.say(13.5, empty(9.5, EAST));
  unmade.state.tracker.tracks.forEach(hasBurned);
  run(
    unmade,
    [10.5, 11.2].map((t) => empty(t, EAST)),
    15,
  );
  expect([ends(lost), ends(unmade)]).toEqual([[['E1', 'lost']], [['E1', 'unmade']]]);
  expect([lost, unmade].map(({ state }) => state.launches.ended.map(({ evidence }) => evidence.track))).toEqual([['T1'], []]);
});

test('a track that late looks show never to have been is unmade, also when nobody has looked for it since', () => {
  const theatre = open();
  run(
    theatre,
    seconds(9, 11).map((t) => seen(t)),
    26,
  );
  expect(ends(theatre)).toEqual([['E1', undefined]]);
  const said = run(theatre, [empty(9.5, EAST), empty(10.5, EAST)], 28);
  expect(ofKind(said, 'late-taken').flatMap(({ changes }) => changes.map(({ track, change }) => `${track} ${change}`))).toEqual([
    'T1 moved',
    'T1 gone',
  ]);
  expect(ends(theatre)).toEqual([['E1', 'unmade']]);
});
