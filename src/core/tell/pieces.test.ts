import { beforeEach, describe, expect, test } from 'vitest';
import { assessment, impactAt, TURNED } from '../../../tests/samples/warning-life.ts';
import type { Assessment } from '../assess/assessment.ts';
import { type EventRecord, MAX_EVENTS, openEvent } from '../state/event-book.ts';
import { start, type State } from '../state/state.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import { MAX_PIECES } from '../warn/piece-record.ts';
import { recommend } from '../warn/record.ts';
import type { Warning } from '../warn/warning.ts';
import type { Emission } from './emission.ts';
import { endEvent } from './events.ts';
import { followPieces, hasParted, noteFamily, othersOf, shareWarning, wholeOf } from './pieces.ts';
import { warningPort } from './warning-port.ts';

// The pieces of one body and their warning.

let state: State;
let said: Emission[];
const emit = (emission: Emission): void => void said.push(emission);
const changes = (): string[] => said.flatMap((one) => (one.kind === 'warning' ? [`${one.change} ${one.warning.event}`] : []));

function trackOf(id: string, parent?: string): Track {
  const imm = { modes: new Float64Array(0), weights: new Float64Array(4) };
  return { ...newTrackWith(imm), id, parent } as Track;
}

function newTrackWith(imm: Track['imm']): Track {
  return { ...newTrack('', 100e6, imm, 0), burn: { ...newTrack('', 0, imm, 0).burn, ignitions: 1, began_us: 20e6, ended_us: 90e6 } };
}

/** An event with its last assessment; degrees of latitude from 41 north. */
function eventOn(track: Track, away = 0, over: Partial<Assessment> = {}): EventRecord {
  state.tracker.tracks.push(track);
  const event = openEvent(state, track, 0);
  if (event === undefined) throw new Error('there is room');
  noteFamily(state, event, track);
  const impact = impactAt(41 + away, 139, { sigma_m: 1_000 });
  event.last = assessment({ event: event.id, tracks: [track.id], impact, ...over });
  return event;
}

function warned(event: EventRecord, over: Partial<Warning> = {}): Warning {
  const { last } = event;
  if (last?.impact === undefined) throw new Error('it comes down');
  const record = recommend('W1', 'exercise', { assessment: last, impact: last.impact, shelterRadius_m: 5_000 }, 100e6);
  record.warning = { ...record.warning, ...over };
  state.warnings['W1'] = record;
  event.warning = 'W1';
  return record.warning;
}

const share = (event: EventRecord): string | undefined => {
  shareWarning(
    state,
    event,
    warningPort(state, emit, () => undefined),
  );
  return event.warning;
};
const follow = (): void =>
  followPieces(
    state,
    state.warnings['W1'],
    warningPort(state, emit, () => undefined),
  );
const end = (event: EventRecord, reason: 'lost' | 'come-down', into?: string): void => {
  const track = state.tracker.tracks.find(({ id }) => id === event.track);
  state.tracker.tracks.splice(0, Infinity, ...state.tracker.tracks.filter((one) => one !== track));
  endEvent(
    state,
    {
      track: { id: event.track, status: 'tentative' } as Track,
      reason: into === undefined ? reason : 'same-object',
      ...(into === undefined ? {} : { into }),
    },
    emit,
  );
};

beforeEach(() => {
  state = start();
  said = [];
  Object.assign(state, { line: 'exercise', at_us: 200e6, folded_us: 200e6 });
});

describe('a piece shares the warning of its family', () => {
  let whole: EventRecord;
  beforeEach(() => {
    whole = eventOn(trackOf('T1'));
  });

  test('where it comes down near by, and far off it has its own', () => {
    warned(whole);
    expect(share(eventOn(trackOf('T2', 'T1'), 1.3))).toBe('W1');
    expect(share(eventOn(trackOf('T3', 'T1'), 1.4))).toBeUndefined();
    expect(changes()).toEqual(['piece-added E1']);
  });

  test('whichever of them was warned of first', () => {
    warned(eventOn(trackOf('T2', 'T1'), 0.1));
    expect(share(whole)).toBe('W1');
  });

  // Kind to kind: a salvo is no family, however near its missiles fly and fall.
  test('and what was launched beside it does not, nor what has burned by itself since it was seen to part', () => {
    warned(whole);
    expect(share(eventOn(trackOf('T2')))).toBeUndefined();
    const other = trackOf('T3', 'T1');
    Object.assign(other.burn, { began_us: 110e6, ended_us: 150e6 });
    Object.assign(other.seen.heat, { hits: 20, first_us: 105e6, last_us: 150e6 });
    expect(share(eventOn(other))).toBeUndefined();
  });

  test('a piece of a piece too, though that is no event yet', () => {
    warned(whole);
    state.tracker.tracks.push(trackOf('T2', 'T1'));
    expect(wholeOf(state, { parent: 'T2' })).toBe(whole);
    expect(share(eventOn(trackOf('T3', 'T2')))).toBe('W1');
  });

  test.each(['withdrawn', 'dismissed', 'retracted'] as const)('a %s one keeps its rule for being recommended again', (closed) => {
    warned(whole, { state: closed });
    expect(share(eventOn(trackOf('T2', 'T1')))).toBe('W1');
  });

  test.each(['ended', 'lapsed', 'joined'] as const)('but one that is %s says nothing more', (closed) => {
    warned(whole, { state: closed });
    expect(share(eventOn(trackOf('T2', 'T1')))).toBeUndefined();
  });

  test('not where it is taken for something else, nor before it has an impact', () => {
    warned(whole);
    expect(share(eventOn(trackOf('T2', 'T1'), 0, { ...TURNED, impact: impactAt(41, 139) }))).toBeUndefined();
    expect(share(eventOn(trackOf('T3', 'T1'), 0, { impact: undefined }))).toBeUndefined();
  });

  test('at most eight; the ninth has another warning', () => {
    warned(whole);
    const shared = Array.from({ length: MAX_PIECES + 2 }, (_, k) => share(eventOn(trackOf(`T${k + 2}`, 'T1'))));
    expect(shared.filter((one) => one === 'W1')).toHaveLength(MAX_PIECES - 1);
    expect(state.warnings['W1'].pieces).toHaveLength(MAX_PIECES);
  });
});

describe('the warning of two pieces', () => {
  let whole: EventRecord;
  let piece: EventRecord;
  beforeEach(() => {
    whole = eventOn(trackOf('T1'));
    warned(whole, { state: 'released' });
    piece = eventOn(trackOf('T2', 'T1'), 0.1);
    share(piece);
    said = [];
  });

  test('is drawn over both', () =>
    expect(othersOf(state, state.warnings['W1'])).toMatchObject([{ event: 'E2', impact: piece.last?.impact }]));

  // Haifa, 2025-06-22, the other way round: what the track stayed with is lost, and the other one goes on.
  test('goes on with the one when the track of the other is lost: nothing is called in question', () => {
    end(whole, 'lost');
    follow();
    expect(changes()).toEqual(['moved E2']);
    expect(state.warnings['W1'].warning).toMatchObject({ event: 'E2', state: 'released' });
    expect(state.warnings['W1'].warning.turned).toBeUndefined();
    // For a minute the area of what was lost counts.
    expect(othersOf(state, state.warnings['W1'])).toHaveLength(1);
    state.folded_us += 61e6;
    follow();
    expect(othersOf(state, state.warnings['W1'])).toHaveLength(0);
  });

  test('is called in question when both are lost', () => {
    end(whole, 'lost');
    follow();
    end(piece, 'lost');
    expect(state.warnings['W1'].warning.turned).toEqual({ kind: 'track-lost' });
  });

  test('goes on with the other where the one by which it was drawn is taken for something else, and not the other way round', () => {
    Object.assign(whole, { last: { ...whole.last, ...TURNED } });
    follow();
    expect(changes()).toEqual(['moved E2']);
    Object.assign(piece, { last: { ...piece.last, ...TURNED } });
    follow();
    expect(changes()).toEqual(['moved E2']);
  });

  test('which is left up when the one has come down calls nothing in question, whatever it is taken for', () => {
    end(whole, 'come-down');
    Object.assign(piece, { last: { ...piece.last, ...TURNED } });
    follow();
    expect(changes()).toEqual([]);
  });

  test('holds what has come down until its window is over', () => {
    end(whole, 'come-down');
    follow();
    expect(othersOf(state, state.warnings['W1'])).toHaveLength(1);
    state.folded_us = 1_300e6;
    follow();
    expect(othersOf(state, state.warnings['W1'])).toHaveLength(0);
    expect(changes()).toContain('piece-excluded E2');
  });

  test('leaves out what comes down far away, which may have its own', () => {
    Object.assign(piece, { last: { ...piece.last, impact: impactAt(44, 139) } });
    for (let k = 0; k < 20; k++) {
      state.folded_us += 5e6;
      follow();
    }
    expect(piece.warning).toBeUndefined();
    expect(state.warnings['W1'].pieces.map(({ event }) => event)).toEqual(['E1']);
  });

  test('is one object’s again where both turn out to be the same', () => {
    end(piece, 'lost', 'T1');
    expect(state.warnings['W1'].pieces.map(({ event }) => event)).toEqual(['E1']);
    expect([whole.warning, state.warnings['W1'].warning.state]).toEqual(['W1', 'released']);
    expect(said.some(({ kind }) => kind === 'message')).toBe(false);
  });

  test('is not forgotten with the event of one of them', () => {
    end(piece, 'lost');
    state.warnings['W1'].warning = { ...state.warnings['W1'].warning, state: 'ended' };
    for (let k = 3; k <= MAX_EVENTS; k++) openEvent(state, trackOf(`T${k}`), 0);
    openEvent(state, trackOf('T-new'), 0);
    expect([state.events['E2'], state.warnings['W1']?.warning.id]).toEqual([undefined, 'W1']);
  });
});

// Of what parts, one is what it carried and one is left empty.
test('what has parted after its burn is one of several pieces; what dropped a stage while it burned is not', () => {
  const whole = trackOf('T1');
  const event = eventOn(whole);
  expect(hasParted(state, event, whole)).toBe(false);
  const piece = trackOf('T2', 'T1');
  eventOn(piece);
  expect([hasParted(state, event, whole), hasParted(state, event, piece)]).toEqual([true, true]);
  whole.burn.ended_us = 110e6;
  expect(hasParted(state, event, whole)).toBe(false);
});
