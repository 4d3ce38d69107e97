import { expect, test } from 'vitest';
import { type CoreTheatre, openTheatre, PLOT, radarScan, refused, SECOND } from '../../../tests/support/core-theatre.ts';

// One scan with a wrong stamp (1970, from a clock that had lost its battery) made free falls of decades, ten seconds a step: the theatre stood
// still, and with it every warning. These tests end only because no time that comes in from outside is flown through step by step.

const TODAY_S = 1.7e9;
const YEAR_S = 3.15e7;

/** A theatre whose radar has followed something for a while; it is known, and coasts. */
function followed(): CoreTheatre {
  const theatre = openTheatre();
  for (let t = 1; t <= 20; t++) theatre.say(TODAY_S + t, radarScan(TODAY_S + t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  for (const track of theatre.state.tracker.tracks) {
    Object.assign(track, { status: 'confirmed', score: 20 });
    track.imm.weights.set([0, 1, 0, 0]);
  }
  expect(theatre.state.tracker.tracks.length).toBeGreaterThan(0);
  return theatre;
}

function aside(): CoreTheatre {
  const theatre = followed();
  theatre.state.registration.verdicts[0] = { kind: 'drifting', treatment: { kind: 'aside' } };
  return theatre;
}

const gathered = ({ state }: CoreTheatre): number => state.registration.gathered.reduce((sum, { plots }) => sum + plots.length, 0);

test.each([
  [0, 'late', '1700000018.0 s before'],
  [TODAY_S + 18 - 15.1, 'late', 'measured 15.1 s before what has been folded already; the horizon is 15.0 s'],
  [TODAY_S + 23, 'from-the-future', 'measured 2.0 s after it arrived; check the clock of radar'],
  [TODAY_S + 100 * YEAR_S, 'from-the-future', ''],
])('the scan of a radar that is set aside is refused like any other: stamped %d', (measured_s, reason, detail) => {
  const theatre = aside();
  const before = gathered(theatre);
  const said = refused(theatre.say(TODAY_S + 21, radarScan(measured_s, [PLOT])));
  expect(said).toMatchObject([{ reason, detail: expect.stringContaining(detail) }]);
  expect(gathered(theatre)).toBe(before);
});

test('a scan of a radar that is set aside is watched, and one that comes late in its time too; each once', () => {
  const theatre = aside();
  theatre.say(TODAY_S + 20, { kind: 'setting', name: 'registrationInterval_s', value: 60 });
  theatre.say(TODAY_S + 21.5, { kind: 'tick' });
  theatre.state.registration.gathered.length = 0;
  for (const [at_s, range_m] of [
    [21, 810_500],
    [15.5, 807_750],
    [21, 810_500],
  ])
    expect(refused(theatre.say(TODAY_S + 21.5, radarScan(TODAY_S + at_s, [{ ...PLOT, range_m }])))).toEqual([]);
  expect(theatre.state.registration.gathered.flatMap(({ plots }) => plots.map(({ at_us }) => at_us / SECOND - TODAY_S))).toEqual([
    21, 15.5,
  ]);
});

test('a first scan of 1970 is the past of nobody who comes today', () => {
  const theatre = openTheatre();
  theatre.say(TODAY_S, radarScan(0, [PLOT]));
  theatre.say(TODAY_S + 3, radarScan(TODAY_S + 3, [{ ...PLOT, range_m: PLOT.range_m + 500 }]));
  theatre.say(TODAY_S + 6, { kind: 'tick' });
  expect(theatre.state.tracker.tracks.map(({ born_us }) => born_us / SECOND)).toEqual([TODAY_S + 3]);
});

// A server that stood for a week, or an entry of another century: what was in flight has come down, said once.
test.each([
  ['a tick', { kind: 'tick' }],
  ['a scan', radarScan(TODAY_S + YEAR_S)],
] as const)('after a year without a word %s finds nobody in flight', (_, input) => {
  const theatre = followed();
  const ended = theatre.say(TODAY_S + YEAR_S, input).concat(theatre.say(TODAY_S + YEAR_S + 3, { kind: 'tick' }));
  expect(theatre.state.tracker.tracks).toEqual([]);
  expect(ended.flatMap((one) => (one.kind === 'track' && one.track.status === 'ended' ? [one.track.id] : []))).toEqual(['T1']);
  expect(theatre.state.folded_us).toBeGreaterThan((TODAY_S + YEAR_S - 3) * SECOND);
});
