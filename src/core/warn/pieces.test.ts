import { beforeEach, describe, expect, test } from 'vitest';
import { assessment, impactAt } from '../../../tests/samples/warning-life.ts';
import type { Micros } from '../units.ts';
import { addPiece, counted, weighPiece } from './pieces.ts';
import { recommend, tracksOf, type WarningRecord } from './record.ts';
import type { PieceExclusion, WarningPort } from './warning.ts';

const FIRST = assessment({ event: 'E1', tracks: ['T1'] });
const piece = (k: number, latitude = 41): ReturnType<typeof assessment> =>
  assessment({ event: `E${k}`, tracks: [`T${k}`], impact: impactAt(latitude, 139, { sigma_m: 1_000 }) });
const LIGHT: PieceExclusion = { kind: 'light', ballisticCoefficientMost_kgpm2: 400 };

let record: WarningRecord;
let said: string[];
const port: WarningPort = {
  line: 'exercise',
  changed: (change) => said.push(change),
  send: () => expect.unreachable(),
  refuse: () => expect.unreachable(),
};
/** Seconds after the piece was added. */
const weigh = (k: number, at_s: number, why: PieceExclusion | undefined): Micros => {
  weighPiece(record, record.pieces[k], why, piece(k + 1), 200e6 + at_s * 1e6, port);
  return counted(record).length;
};

beforeEach(() => {
  said = [];
  record = recommend('W1', 'exercise', { assessment: FIRST, impact: impactAt(41, 139), shelterRadius_m: 5_000 }, 180e6);
});

test('of one object nothing is said of pieces; with a second both are told, and whether the area holds them', () => {
  expect(record.warning.pieces).toBeUndefined();
  addPiece(record, piece(2), 200e6, port);
  expect(record.warning.pieces).toEqual([
    { event: 'E1', tracks: ['T1'], inArea: true },
    { event: 'E2', tracks: ['T2'], inArea: true },
  ]);
  addPiece(record, piece(3, 41.5), 200e6, port);
  expect(record.warning.pieces?.[2]).toEqual({ event: 'E3', tracks: ['T3'], inArea: false });
  // Receivers count for themselves (H5).
  expect(tracksOf(record.warning)).toEqual(['T1', 'T2', 'T3']);
  expect(said).toEqual(['piece-added', 'piece-added']);
});

// H16; Haifa, 2025-06-22.
describe('a piece is excluded', () => {
  beforeEach(() => addPiece(record, piece(2), 200e6, port));

  test('for a reason that has held for ten seconds, and not before both have counted for a minute', () => {
    for (let at_s = 0; at_s < 60; at_s += 5) expect(weigh(1, at_s, LIGHT)).toBe(2);
    expect(weigh(1, 60, LIGHT)).toBe(1);
    expect(record.warning.pieces?.[1]).toEqual({ event: 'E2', tracks: ['T2'], inArea: false, excluded: LIGHT });
    expect(tracksOf(record.warning)).toEqual(['T1']);
    expect(said).toEqual(['piece-added', 'piece-excluded']);
  });

  test('not for one that comes and goes', () => {
    for (let at_s = 0; at_s < 300; at_s += 5) expect(weigh(1, at_s, at_s % 10 === 0 ? LIGHT : undefined)).toBe(2);
  });

  test.each([
    ['its track is lost', { kind: 'track-lost' }],
    ['radar should see it', { kind: 'radar-absent' }],
  ] as const)('a minute after %s', (_, why) => {
    for (let at_s = 100; at_s < 160; at_s += 5) expect(weigh(1, at_s, why)).toBe(2);
    expect(weigh(1, 160, why)).toBe(1);
  });

  test('at once where its time to come down is over', () => expect(weigh(1, 5, { kind: 'come-down' })).toBe(1));

  test('never the last one of which nothing is said', () => {
    weigh(0, 90, LIGHT);
    expect(weigh(1, 90, LIGHT)).toBe(2);
    expect(weigh(1, 150, LIGHT)).toBe(2);
    expect(weigh(0, 200, LIGHT)).toBe(2);
    weigh(1, 210, undefined);
    expect(weigh(0, 220, LIGHT)).toBe(1);
  });

  test('and counts again when nothing has spoken against it for twenty seconds: the shock of an entry lasts for some looks', () => {
    weigh(1, 80, LIGHT);
    expect(weigh(1, 90, LIGHT)).toBe(1);
    for (const at_s of [95, 100, 105, 110]) expect(weigh(1, at_s, undefined)).toBe(1);
    weigh(1, 112, LIGHT);
    for (const at_s of [115, 120, 125, 130]) expect(weigh(1, at_s, undefined)).toBe(1);
    expect(weigh(1, 135, undefined)).toBe(2);
    expect(said.slice(1)).toEqual(['piece-excluded', 'piece-added']);
  });
});
