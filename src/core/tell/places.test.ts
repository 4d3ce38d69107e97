import { expect, test } from 'vitest';
import { assessment, impactAt } from '../../../tests/samples/warning-life.ts';
import { openEvent } from '../state/event-book.ts';
import { start, type State } from '../state/state.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import type { PlaceRegion } from '../assess/places.ts';
import type { Track } from '../theatre-track/track.ts';
import { recommend } from '../warn/record.ts';
import type { Emission } from './emission.ts';
import { takePlaces, wantPlaces } from './places.ts';

const asked = (state: State, latitude: number, sigma_m = 1000): Extract<Emission, { kind: 'places-wanted' }>[] => {
  const said: Emission[] = [];
  wantPlaces(state, impactAt(latitude, 139, { sigma_m }), (one) => said.push(one));
  return said.flatMap((one) => (one.kind === 'places-wanted' ? [one] : []));
};
const answer = (latitude: number, radius_m = 150_000, leftOut = 0): PlaceRegion => ({
  point: geodeticDegrees(latitude, 139),
  radius_m,
  places: [],
  leftOut,
});

test('who lives where something may come down is asked once, and again where that has moved out of what was asked', () => {
  const state = start();
  expect(asked(state, 41)).toEqual([{ kind: 'places-wanted', at_us: state.at_us, point: geodeticDegrees(41, 139), radius_m: 150_000 }]);
  expect(asked(state, 41.1)).toEqual([]);
  expect(asked(state, 43)).toHaveLength(1);
  takePlaces(state, answer(41));
  takePlaces(state, answer(43));
  expect([asked(state, 41), asked(state, 43), state.places.wanted]).toEqual([[], [], []]);
});

test('nothing is asked without an impact, nor where all was looked up; where a wide look left places out, a finer one is', () => {
  const state = start();
  wantPlaces(state, undefined, () => expect.unreachable());
  takePlaces(state, answer(41, 800_000));
  expect(asked(state, 41)).toEqual([]);
  takePlaces(state, answer(20, 800_000, 7));
  expect(asked(state, 20)).toHaveLength(1);
});

test('at most sixty-four regions are remembered, and as many awaited; the oldest go first and are asked for again', () => {
  const state = start();
  for (let k = 0; k < 70; k++) asked(state, -80 + 2.2 * k);
  expect(state.places.wanted).toHaveLength(64);
  expect(asked(state, -80)).toHaveLength(1);
  for (let k = 0; k < 70; k++) takePlaces(state, answer(-80 + 2.2 * k));
  expect(state.places.regions).toHaveLength(64);
  expect(state.places.regions[0].point.latitude_rad).toBeGreaterThan(geodeticDegrees(-70, 0).latitude_rad);
});

test('a region has two thousand places at most, and says how many it lacks', () => {
  const state = start();
  const place = { name: 'x', country: 'y', latitude_rad: 0.7, longitude_rad: 2.4, population: 5 };
  takePlaces(state, { ...answer(41), places: Array.from({ length: 2010 }, () => place), leftOut: 3 });
  expect([state.places.regions[0].places.length, state.places.regions[0].leftOut]).toEqual([2000, 13]);
});

test('an event of which people were warned without it is assessed again at once, and no other is', () => {
  const state = start();
  const impact = impactAt(41, 139);
  const event = (track: string, kind: 'not-looked-up' | 'none-found' | undefined): void => {
    const one = openEvent(state, { id: track } as Track, 100e6);
    if (one === undefined) throw new Error('there is room');
    one.assessed_us = 100e6;
    if (kind === undefined) return;
    const people = { inEstimate: { kind }, inAlertArea: { kind } };
    one.warning = `W${track}`;
    state.warnings[one.warning] = recommend(
      one.warning,
      'exercise',
      { assessment: assessment({ people }), impact, shelterRadius_m: 1e4 },
      100e6,
    );
  };
  event('T1', 'not-looked-up');
  event('T2', 'none-found');
  event('T3', undefined);
  takePlaces(state, answer(41));
  expect(Object.values(state.events).map(({ assessed_us }) => assessed_us < 0)).toEqual([true, false, false]);
});
