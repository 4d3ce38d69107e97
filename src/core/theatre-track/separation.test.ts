import { expect, test } from 'vitest';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { packedIndex } from '../math/packed.ts';
import { mayPart, pieceRecord, pieceTrack } from './separation.ts';
import { newTrack, type Track, trackEstimate } from './track.ts';

const S = 1_000_000;

function parent(boost: number): Track {
  const modes = new Float64Array(THEATRE_MODES.size);
  THEATRE_MODES.models.forEach(({ dimension }, j) => {
    const at = THEATRE_MODES.at[j];
    modes.set([6_478_137, 0, 0, 2000, 1000, 0], at);
    for (let i = 0; i < dimension; i++) modes[at + dimension + packedIndex(i, i)] = i < 3 ? 100 : 1;
  });
  const rest = 1 - boost;
  const track = newTrack('T1', 100 * S, { modes, weights: Float64Array.of(boost, 0.8 * rest, 0.1 * rest, 0.1 * rest) }, 20);
  track.status = 'confirmed';
  Object.assign(track.seen.heat, { hits: 40, first_us: 20 * S, last_us: 99 * S, sensors: ['ir-1'] });
  Object.assign(track.seen.radar, { hits: 30, first_us: 40 * S, last_us: 99 * S, sensors: ['coast'] });
  return track;
}

// H7: of a stage and what it has dropped, nobody can say at first which one the track has gone with.
test('a piece of what burns may be the one that goes on burning: half of the parent’s chance', () => {
  const { weights } = pieceTrack('T2', parent(0.8), 1).imm;
  expect(weights[0]).toBeCloseTo(0.4, 12);
  expect([...weights].reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
  // The others share the rest as they did.
  expect(weights[1] / weights[2]).toBeCloseTo(8, 9);
  expect(pieceTrack('T2', parent(0), 1).imm.weights[0]).toBe(0);
  expect(pieceTrack('T2', parent(1), 1).imm.weights[0]).toBe(1);
});

test('a piece has burned when its parent has, its launch is its parent’s, and no radar has seen it yet', () => {
  const whole = parent(0.8);
  Object.assign(whole.burn, { burning: true, ignitions: 1, began_us: 20 * S });
  // What parts was as high and as fast.
  Object.assign(whole, { highest_m: 95_000, fastest_mps: 2_150 });
  const piece = pieceTrack('T2', whole, 1.5);
  expect(piece).toMatchObject({ highest_m: 95_000, fastest_mps: 2_150 });
  expect(piece).toMatchObject({ id: 'T2', parent: 'T1', born_us: 100 * S, score: 1.5, status: 'tentative', origin_m: whole.origin_m });
  expect(piece.burn).toMatchObject({ burning: false, ignitions: 1, ended_us: 100 * S });
  expect(piece.seen).toMatchObject({ heat: { hits: 40, sensors: ['ir-1'] }, radar: { hits: 0, sensors: [] } });
  expect(pieceTrack('T3', piece, 1)).toMatchObject({ parent: 'T2', root: 'T1' });
  piece.seen.heat.sensors.push('ir-2');
  expect(whole.seen.heat.sensors).toEqual(['ir-1']);
  Object.assign(whole.burn, { burning: false, ended_us: 90 * S });
  expect(pieceTrack('T2', whole, 1).burn.ended_us).toBe(90 * S);
  // What never burned has no end of its burn.
  Object.assign(whole.burn, { ignitions: 0, began_us: undefined, ended_us: undefined });
  expect(pieceTrack('T2', whole, 1).burn.ended_us).toBeUndefined();
});

test('a piece may be half a kilometre and 30 m/s from its parent, and further while that burns or has just stopped', () => {
  const spreadOf = (track: Track): readonly number[] => {
    const record = pieceRecord(track, trackEstimate(track));
    return [Math.sqrt(record[6 + packedIndex(0, 0)]), Math.sqrt(record[6 + packedIndex(3, 3)])];
  };
  const settled = parent(0);
  expect(spreadOf(settled)[0]).toBeCloseTo(Math.sqrt(500 ** 2 + 100), 6);
  expect(spreadOf(settled)[1]).toBeCloseTo(Math.sqrt(30 ** 2 + 1), 6);
  expect(spreadOf(parent(0.5))[0]).toBeCloseTo(Math.sqrt(1500 ** 2 + 100), 6);
  const justStopped = parent(0);
  justStopped.burn.ended_us = 86 * S;
  expect(spreadOf(justStopped)[1]).toBeCloseTo(Math.sqrt(330 ** 2 + 1), 6);
  justStopped.burn.ended_us = 85 * S;
  expect(spreadOf(justStopped)[1]).toBeCloseTo(Math.sqrt(30 ** 2 + 1), 6);
});

test('only what is confirmed, and known to three kilometres, may part', () => {
  const track = parent(0);
  expect(mayPart(track, trackEstimate(track))).toBe(true);
  const { x, p } = trackEstimate(track);
  expect(mayPart(track, { x, p: p.map((v) => v * 30_001) })).toBe(false);
  track.status = 'tentative';
  expect(mayPart(track, trackEstimate(track))).toBe(false);
});
