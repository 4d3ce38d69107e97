import { expect, test } from 'vitest';
import { infraredSatellite, surveillanceRadar } from '../../sim/defaults.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { BIASES } from '../registration/bias.ts';
import { noEvidence } from '../registration/suspicion.ts';
import { start, type State } from '../state/state.ts';
import { degrees } from '../units.ts';
import { suspects, wrongOf } from './suspects.ts';

type Shown = { readonly off?: number; readonly part?: number; readonly looks?: number };

const SITE = geodeticDegrees(38, 128);
const [RANGE, AZIMUTH] = [0, 1];
/** How well one look of a radar or a satellite shows what is wrong with it, of each part. */
const ONE_LOOK = { radar: [100, 1e-3, 1e-3, 0.1], satellite: [4_000, 2e-5, 2e-5, 0.1] };

/** What climbs have shown of sensors: each is so far off in one part, and not in the others. */
function shown(sensors: Readonly<Record<string, Shown>>, squares = 0): State {
  const state = start();
  const names = Object.keys(sensors);
  const evidence = noEvidence(names.length, 0);
  const m = names.length * BIASES.length;
  for (const [k, [id, { off = 0, part = RANGE, looks = 20 }]] of Object.entries(sensors).entries()) {
    for (const [i, sigma] of ONE_LOOK[id.startsWith('satellite') ? 'satellite' : 'radar'].entries()) {
      const at = k * BIASES.length + i;
      const by = i === part ? off : 0;
      evidence.information[at * m + at] = looks / (sigma * sigma);
      evidence.score[at] = (by * looks) / (sigma * sigma);
      evidence.freedom += looks;
      evidence.squares += looks + (looks * by * by) / (sigma * sigma);
    }
    evidence.looks[k] = looks;
  }
  evidence.squares += squares;
  // One that has shown nothing yet is declared too.
  state.sensors.push(surveillanceRadar('unseen', SITE).spec);
  for (const id of names) {
    if (id.startsWith('radar')) state.sensors.push(surveillanceRadar(id, SITE).spec);
    if (id.startsWith('satellite')) state.sensors.push(infraredSatellite(id, degrees(120), SITE).spec);
  }
  state.sights.sensors.push(...names);
  Object.assign(state.sights, { evidence });
  return state;
}

const FAR_M = 4_000;

test('of two radars the one is wrong that climbs have shown so, whichever of the two is asked about', () => {
  const state = shown({ 'radar-east': {}, 'radar-west': { off: 4_000 } });
  expect(wrongOf(state, 'radar-east', ['radar-west'], FAR_M)).toEqual({ wrong: 'radar-west', sure: true });
  expect(wrongOf(state, 'radar-west', ['radar-east'], FAR_M).wrong).toBe('radar-west');
});

test('of several the worst is named', () => {
  const state = shown({ 'radar-a': {}, 'radar-b': { off: 150 }, 'radar-c': { off: 5_000 }, 'radar-d': {} });
  for (const against of [
    ['radar-b', 'radar-c', 'radar-d'],
    ['radar-d', 'radar-c', 'radar-b'],
  ])
    expect(wrongOf(state, 'radar-a', against, FAR_M).wrong).toBe('radar-c');
});

test('where climbs have shown the others sound, and not this one, what is grossly apart is surely this one’s', () => {
  const state = shown({ 'radar-known': {}, 'radar-other': {} });
  expect(wrongOf(state, 'radar-new', ['radar-known'], 2_001)).toEqual({ wrong: undefined, sure: true });
  // A gross error begins at 2 km.
  expect(wrongOf(state, 'radar-new', ['radar-known'], 2_000)).toEqual({ wrong: undefined, sure: false });
  expect(wrongOf(state, 'radar-other', ['radar-known'], FAR_M)).toEqual({ wrong: undefined, sure: false });
  expect(wrongOf(state, 'radar-new', ['radar-newer', 'radar-known'], FAR_M).sure).toBe(true);
});

test('what is a little likelier wrong than sound is not shown to be sound', () => {
  const sure = (off: number): boolean => wrongOf(shown({ 'radar-known': { off } }), 'radar-new', ['radar-known'], FAR_M).sure;
  expect([sure(150), sure(270)]).toEqual([true, false]);
});

test('seven looks show nobody sound, eight do', () => {
  const after = (looks: number): boolean => wrongOf(shown({ 'radar-known': { looks } }), 'radar-new', ['radar-known'], FAR_M).sure;
  expect([after(7), after(8)]).toEqual([false, true]);
});

test('where nothing has been shown, or what was shown is no constant fault of one sensor, nothing is said', () => {
  expect(wrongOf(start(), 'radar-east', ['radar-west'], FAR_M)).toEqual({ wrong: undefined, sure: false });
  const scattered = shown({ 'radar-east': {}, 'radar-west': { off: 4_000 } }, 1_000);
  expect(wrongOf(scattered, 'radar-east', ['radar-west'], FAR_M)).toEqual({ wrong: undefined, sure: false });
});

test('half as wrong as the slightest that is named is not named', () => {
  const named = (off: number): string | undefined =>
    wrongOf(shown({ 'radar-east': {}, 'radar-west': { off } }), 'radar-east', ['radar-west'], FAR_M).wrong;
  expect([named(150), named(300)]).toEqual([undefined, 'radar-west']);
});

test('a satellite is suspected by angle, as its own sights are good, and never by range', () => {
  const gain = (one: Shown): number => suspects(shown({ 'satellite-west': one }))![0].gain;
  expect(gain({ off: 3e-4, part: AZIMUTH })).toBeGreaterThan(4);
  expect(gain({ off: 5e-6, part: AZIMUTH })).toBeLessThan(0);
  // What no satellite has cannot be its fault: no better than nothing at all.
  expect(gain({ off: 4_000 })).toBeCloseTo(gain({}), 9);
});

test('of one that is held to be wrong it is asked whether it is sound', () => {
  const turned = { off: 3e-4, part: AZIMUTH };
  const state = shown({ 'satellite-west': turned, 'satellite-east': {} });
  state.sights.wrong.push('satellite-west', 'satellite-east');
  const [west, east] = suspects(state)!;
  expect(west.gain).toBeLessThan(-4);
  expect(east.gain).toBeGreaterThan(0);
});

test('a sensor that is declared no more is taken for a radar', () => {
  const declared = shown({ 'radar-west': { off: 4_000 } });
  const gone = shown({ 'radar-west': { off: 4_000 } });
  gone.sensors.length = 0;
  expect(suspects(gone)).toEqual(suspects(declared));
});
