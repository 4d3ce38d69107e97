import { expect, test } from 'vitest';
import { openTheatre, PLOT, radarScan, SECOND } from '../../../tests/support/core-theatre.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { copyPlain } from '../replay/copy-plain.ts';
import { THEATRE_MODES } from '../track/filter/imm.ts';
import { fate, type TrackEnd } from './fate.ts';

test('what nobody sees has come down when it is below the lowest land, and not before', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const [one] = theatre.state.tracker.tracks;
  expect(one.status).toBe('confirmed');
  const at = (height_m: number, unseen_s: number, seenByRadar = true, revisit_s = 1): TrackEnd | undefined => {
    const track = { ...copyPlain(one), shownBy: one.shownBy.map((shown) => ({ ...shown, revisit_s })) };
    if (!seenByRadar) track.seen.radar.hits = 0;
    const { x, y, z } = ecefVecFromGeodetic(geodeticDegrees(31.5, 35.5, height_m));
    for (const mode of THEATRE_MODES.at) track.imm.modes.set([x, y, z], mode);
    track.at_us += unseen_s * SECOND;
    return fate(track, () => true);
  };
  expect(at(-430, 20)).toBeUndefined();
  expect(at(-520, 20)).toBe('come-down');
  expect(at(-520, 2)).toBeUndefined();
  // A helicopter before a slow radar came down between two looks.
  expect(at(-520, 24, true, 10)).toBeUndefined();
  expect(at(-520, 26, true, 10)).toBe('come-down');
  // What is only hot is at a height that is guessed: a glint of clouds was ended so, and began anew.
  expect(at(-2_900, 20, false)).toBeUndefined();
  expect(at(-3_100, 20, false)).toBe('come-down');
});

// Of satellites that look every half minute every tentative track was given up between two looks.
test('what only a satellite has shown waits for its next looks, and what radar has shown for twelve seconds', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 12; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const [one] = theatre.state.tracker.tracks;
  const after = (unseen_s: number, revisit_s: number, seenByRadar: boolean): TrackEnd | undefined => {
    const track = { ...copyPlain(one), shownBy: one.shownBy.map((shown) => ({ ...shown, revisit_s })) };
    track.status = 'tentative';
    track.score = 0;
    if (!seenByRadar) track.seen.radar.hits = 0;
    track.at_us += unseen_s * SECOND;
    return fate(track, () => true);
  };
  expect([after(11, 30, false), after(70, 30, false), after(80, 30, false)]).toEqual([undefined, undefined, 'not-seen-again']);
  expect([after(11, 30, true), after(13, 30, true)]).toEqual([undefined, 'not-seen-again']);
  expect([after(11, 2, false), after(13, 2, false)]).toEqual([undefined, 'not-seen-again']);
});
