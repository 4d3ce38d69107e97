import { beforeEach, describe, expect, test } from 'vitest';
import { assessment, impactAt, TURNED, UNSURE } from '../../../tests/samples/warning-life.ts';
import type { Assessment } from '../assess/assessment.ts';
import { type EventRecord, MAX_EVENTS, noteAssessment, openEvent } from '../state/event-book.ts';
import { start, type State } from '../state/state.ts';
import type { EventEnd } from '../theatre-track/fate.ts';
import { newTrack, type Track } from '../theatre-track/track.ts';
import { followAssessment } from '../warn/follow.ts';
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

function warned(event: EventRecord, over: Partial<Warning> = {}, id = 'W1'): Warning {
  const { last } = event;
  if (last?.impact === undefined) throw new Error('it comes down');
  const record = recommend(id, 'exercise', { assessment: last, impact: last.impact, shelterRadius_m: 5_000 }, 100e6);
  record.warning = { ...record.warning, ...over };
  state.warnings[id] = record;
  event.warning = id;
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
const end = (event: EventRecord, reason: EventEnd, into?: string): void => {
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

  test('of two the one that was recommended first', () => {
    const [second, third] = [eventOn(trackOf('T2', 'T1')), eventOn(trackOf('T3', 'T1'))];
    warned(third);
    warned(second, {}, 'W2');
    expect(share(whole)).toBe('W1');
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

  test('does not go on with a light one instead: what a false missile dropped is no missile', () => {
    Object.assign(whole, { last: { ...whole.last, ...TURNED } });
    Object.assign(piece, { last: { ...piece.last, ballisticCoefficientMost_kgpm2: 400 } });
    follow();
    expect(changes()).toEqual([]);
  });

  test('goes on with one that is in the shock of its entry', () => {
    Object.assign(whole, { last: { ...whole.last, ...TURNED } });
    for (const impact of [piece.last?.impact, undefined])
      noteAssessment(piece, assessment({ event: 'E2', tracks: ['T2'], impact, at_us: 195e6 }));
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

  // Both are no evidence of anything, as for a warning of one object.
  describe.each(['diverged', 'forgotten'] as const)('of which one has %s', (reason) => {
    test('counts that until its time is over', () => {
      noteAssessment(whole, assessment({ event: 'E1', tracks: ['T1'], impact: undefined }));
      end(whole, reason);
      const excluded = (): unknown => state.warnings['W1'].pieces[0].excluded;
      for (; state.folded_us < 1_245e6; state.folded_us += 5e6) follow();
      expect(excluded()).toBeUndefined();
      state.folded_us = 1_250e6;
      follow();
      expect(excluded()).toEqual({ kind: 'come-down' });
    });

    test('is called in question neither by what is left up nor by its loss', () => {
      end(whole, reason);
      Object.assign(piece, { last: { ...piece.last, ...TURNED } });
      follow();
      expect(changes()).toEqual([]);
      Object.assign(piece, { last: { ...piece.last, ...assessment() } });
      follow();
      end(piece, 'lost');
      expect(changes()).toEqual(['moved E2']);
    });
  });

  test('is not forgotten with the event of one of them', () => {
    end(piece, 'lost');
    state.warnings['W1'].warning = { ...state.warnings['W1'].warning, state: 'ended' };
    for (let k = 3; k <= MAX_EVENTS; k++) openEvent(state, trackOf(`T${k}`), 0);
    openEvent(state, trackOf('T-new'), 0);
    expect([state.events['E2'], state.warnings['W1']?.warning.id]).toEqual([undefined, 'W1']);
  });
});

// A piece that fell 44 km off waited for six and a half minutes behind one that had no impact any more.
describe('where that by which a warning is drawn has no impact any more', () => {
  let whole: EventRecord;
  let piece: EventRecord;
  const looks = (from_s: number, to_s: number): void => {
    for (state.folded_us = from_s * 1e6; state.folded_us <= to_s * 1e6; state.folded_us += 5e6) {
      noteAssessment(
        whole,
        assessment({ event: 'E1', tracks: ['T1'], impact: undefined, noImpact: 'may-burn-again', at_us: state.folded_us }),
      );
      noteAssessment(piece, { ...assessment(piece.last), at_us: state.folded_us, lastObserved_us: state.folded_us });
      follow();
    }
  };
  /** What the piece's next assessment does to the warning. */
  const redraw = (): void => {
    const others = othersOf(state, state.warnings['W1']);
    const options = {
      id: 'W2',
      line: 'exercise',
      recommendProbability: 0.95,
      shelterRadius_m: 5_000,
      now_us: state.folded_us,
      others,
    } as const;
    const port = warningPort(state, emit, () => undefined);
    followAssessment(state.warnings['W1'], piece.last ?? assessment(), options, port);
  };
  const held = (): string[] => (state.warnings['W1'].warning.pieces ?? []).flatMap(({ event, inArea }) => (inArea ? event : []));
  beforeEach(() => {
    whole = eventOn(trackOf('T1'), 0, { at_us: 200e6 });
    warned(whole);
    piece = eventOn(trackOf('T2', 'T1'), 0.4);
    share(piece);
    said = [];
  });

  test('for a look or two it is the shock of its entry', () => {
    looks(205, 210);
    noteAssessment(whole, assessment());
    state.folded_us = 300e6;
    follow();
    expect(changes()).toEqual([]);
  });

  test('then it goes on with a piece that has one, and holds both', () => {
    looks(205, 215);
    expect(changes()).toEqual(['moved E2']);
    expect(held()).toEqual(['E1']);
    redraw();
    expect(changes()).toEqual(['moved E2', 'revised E2']);
    expect(held()).toEqual(['E1', 'E2']);
    // Until that which was last said of it has come down.
    looks(1_240, 1_240);
    expect(othersOf(state, state.warnings['W1'])).toHaveLength(1);
    looks(1_250, 1_250);
    expect(othersOf(state, state.warnings['W1'])).toEqual([]);
  });

  test('also where the piece reaches out by less than people would act on', () => {
    noteAssessment(piece, assessment({ event: 'E2', tracks: ['T2'], impact: impactAt(41.01, 139, { sigma_m: 1_000 }) }));
    looks(205, 215);
    redraw();
    expect(held()).toEqual(['E1', 'E2']);
  });

  test('and with a light one too, while that counts; but not with what is taken for something else', () => {
    Object.assign(piece, { last: { ...piece.last, ...TURNED, impact: impactAt(41.4, 139) } });
    looks(205, 215);
    expect(changes()).toEqual([]);
    Object.assign(piece, { last: { ...piece.last, ...assessment({ event: 'E2', tracks: ['T2'] }), ballisticCoefficientMost_kgpm2: 400 } });
    looks(220, 225);
    expect(changes()).toEqual(['moved E2']);
  });
});

// A missile that nobody doubted was recommended to nobody, since the other piece, of which nothing was sure, had had its warning withdrawn.
describe('a warning that is not released, or not any more, goes by a piece of which the evidence stands', () => {
  let whole: EventRecord;
  let piece: EventRecord;
  beforeEach(() => {
    whole = eventOn(trackOf('T1'), 0, UNSURE);
    piece = eventOn(trackOf('T2', 'T1'), 0.1);
  });

  test.each(['recommended', 'half-released', 'withdrawn', 'dismissed', 'retracted'] as const)('where it is %s', (asked) => {
    warned(whole, { state: asked });
    share(piece);
    follow();
    expect(changes()).toEqual(['piece-added E1', 'moved E2']);
    // It stays with that while it stands.
    noteAssessment(whole, assessment());
    follow();
    expect(state.warnings['W1'].warning.event).toBe('E2');
  });

  test('where it has lapsed since', () => {
    warned(whole);
    share(piece);
    state.warnings['W1'].warning = { ...state.warnings['W1'].warning, state: 'lapsed' };
    follow();
    expect(changes()).toEqual(['piece-added E1', 'moved E2']);
  });

  test('not by one that is excluded, nor where it is released or over', () => {
    warned(whole, { state: 'withdrawn' });
    share(piece);
    state.warnings['W1'].pieces[1].excluded = { kind: 'track-lost' };
    follow();
    state.warnings['W1'].pieces[1].excluded = undefined;
    for (const other of ['released', 'ended', 'joined'] as const) {
      state.warnings['W1'].warning = { ...state.warnings['W1'].warning, state: other };
      follow();
    }
    expect(changes()).toEqual(['piece-added E1']);
  });
});

// In a raid of hundreds each assessment would ask all.
test('nothing is asked of what is of another family', () => {
  const whole = trackOf('T1');
  const event = eventOn(whole);
  warned(event);
  const forbid = (book: object, id: string): void =>
    void Object.defineProperty(book, id, { enumerable: true, get: () => expect.unreachable(`${id} is of another family`) });
  eventOn(trackOf('T9'));
  forbid(state.events, 'E2');
  forbid(state.warnings, 'W2');
  const piece = eventOn(trackOf('T2', 'T1'));
  expect([hasParted(state, event, whole), share(piece)]).toEqual([true, 'W1']);
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
