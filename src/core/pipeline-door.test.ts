import { expect, test } from 'vitest';
import { emptyTheatre, openTheatre, PLOT, RADAR, radarScan, refused, SATELLITE, SECOND } from '../../tests/support/core-theatre.ts';
import type { Input } from './journal.ts';
import { snapshot, step } from './pipeline.ts';
import { type Line, LINES } from './sense/line.ts';
import { geodeticDegrees } from './frames/geodetic.ts';

const act = (line: Line): Input => ({
  kind: 'act',
  act: 'release',
  line,
  person: 'a',
  role: 'duty officer',
  session: '1',
  warning: 'W1',
  revision: 1,
});

// 2018-01-13. An act has two lines, the entry's and the one that the person meant; either may be the wrong one (H6).
test.each(LINES.flatMap((entry) => LINES.map((meant) => [entry, meant] as const)))(
  'an act in an entry of line %s, meant for line %s, reaches an exercise only if both are exercise',
  (entry, meant) => {
    const theatre = openTheatre();
    const said = theatre.say(1, act(meant), entry);
    if (entry === 'exercise' && meant === 'exercise') {
      expect(refused(said)).toMatchObject([{ reason: 'unknown-warning', detail: expect.stringContaining('W1') }]);
      return;
    }
    const wrong = meant === 'exercise' ? entry : meant;
    expect(said).toEqual([
      {
        kind: 'refused',
        seq: theatre.state.seq,
        at_us: SECOND,
        reason: 'wrong-line',
        detail: `act of line ${wrong} in a theatre of line exercise`,
      },
      {
        kind: 'alarm',
        at_us: SECOND,
        alarm: 'wrong-line',
        seq: theatre.state.seq,
        inputKind: 'act',
        claimed: wrong,
        line: 'exercise',
        count: 1,
      },
    ]);
  },
);

test('what is of another line changes nothing but the count of such things', () => {
  const theatre = openTheatre();
  const settings = { ...theatre.state.settings };
  const entries: Input[] = [
    { kind: 'setting', name: 'reorderLag_s', value: 5 },
    { kind: 'sensor', sensor: { ...RADAR, id: 'another' } },
    { kind: 'places', point: geodeticDegrees(0, 0), radius_m: 1e5, places: [], leftOut: 0 },
    { kind: 'sky', validAt_us: 1, sunEcef_m: { x: 1, y: 0, z: 0 }, moonEcef_m: { x: 0, y: 1, z: 0 } },
    radarScan(1),
  ];
  for (const input of entries) expect(refused(theatre.say(1, input, 'test')).length).toBeLessThanOrEqual(1);
  expect(theatre.state).toMatchObject({
    settings,
    sensors: [RADAR, SATELLITE],
    places: { regions: [], wanted: [] },
    sky: undefined,
    pending: [],
  });
});

test.each<Input>([
  { kind: 'tick' },
  { kind: 'sensor', sensor: RADAR },
  { kind: 'setting', name: 'reorderLag_s', value: 5 },
  radarScan(1),
  act('exercise'),
])('before the theatre has said which line it is, $kind is refused', (input) => {
  const theatre = emptyTheatre();
  expect(refused(theatre.say(1, input))).toEqual([
    { reason: 'unknown-theatre', detail: `${input.kind} before the theatre entry that says which line this is` },
  ]);
  expect(theatre.state).toMatchObject({ line: undefined, sensors: [], pending: [] });
});

test('a theatre is named by its first entry, may be named again on its line, and never changes it', () => {
  const theatre = emptyTheatre();
  expect(refused(theatre.say(0, { kind: 'theatre', theatre: 'a', line: 'live' }))).toEqual([
    { reason: 'wrong-line', detail: 'theatre of line live in an entry of line exercise' },
  ]);
  expect(theatre.state.line).toBeUndefined();
  expect(refused(theatre.say(0, { kind: 'theatre', theatre: 'a', line: 'exercise' }))).toEqual([]);
  expect(theatre.state).toMatchObject({ theatre: 'a', line: 'exercise' });
  expect(refused(theatre.say(0, { kind: 'theatre', theatre: 'b', line: 'live' }))).toEqual([
    { reason: 'wrong-line', detail: 'the theatre is on line exercise and stays there' },
  ]);
  expect(theatre.state).toMatchObject({ theatre: 'a', line: 'exercise' });
  theatre.say(0, { kind: 'theatre', theatre: 'b', line: 'exercise' });
  expect(theatre.state).toMatchObject({ theatre: 'b', line: 'exercise' });
});

// 2026-11-29: the outcomes of retries after an exercise's end folded scans that had been held back, and ended its events.
test('what became of a message makes no time pass', () => {
  const theatre = openTheatre();
  for (let t = 1; t <= 20; t++) theatre.say(t, radarScan(t, [{ ...PLOT, range_m: 800_000 + 500 * t }]));
  const { folded_us } = theatre.state;
  const outcome = { kind: 'delivery', message: 'W1-m1', channel: 'sirens', outcome: 'failed' } as const;
  for (let k = 0; k < 60; k++) expect(theatre.say(80 + 60 * k, outcome)).toEqual([]);
  expect(theatre.state.folded_us).toBe(folded_us);
  expect(theatre.say(3700, { kind: 'tick' })).not.toEqual([]);
});

test('an entry older than the one before it is refused; one of the same moment is not', () => {
  const theatre = openTheatre();
  theatre.say(5, { kind: 'tick' });
  expect(refused(theatre.say(5, { kind: 'sensor', sensor: { ...RADAR, id: 'second' } }))).toEqual([]);
  const said = theatre.say(4.999999, { kind: 'sensor', sensor: { ...RADAR, id: 'third' } });
  expect(said).toEqual([
    {
      kind: 'refused',
      seq: theatre.state.seq,
      at_us: 4_999_999,
      reason: 'time-went-back',
      detail: 'entry at 4999999 µs after one at 5000000 µs',
    },
  ]);
  expect(theatre.state.sensors.map(({ id }) => id)).toEqual(['radar', 'satellite', 'second']);
  expect(theatre.state.at_us).toBe(5 * SECOND);
});

test.each([0, 1, 3])('an entry %d after the last, instead of the next one, stops the core with both numbers', (jump) => {
  const { state } = openTheatre();
  const seq = state.seq + jump;
  const fold = (): void => step(state, { seq, at_us: 0, line: 'exercise', input: { kind: 'tick' } }, () => undefined);
  if (jump === 1) expect(fold).not.toThrow();
  else expect(fold).toThrow(`entry ${seq} after ${state.seq}: the journal has a gap`);
});

// NaN is neither before nor after anything: from then on no time went back any more.
test('an entry without a time stops the core before it is taken', () => {
  const { state } = openTheatre();
  const before = snapshot(state);
  for (const at_us of [NaN, 0.5, Infinity, undefined as unknown as number]) {
    const fold = (): void => step(state, { seq: state.seq + 1, at_us, line: 'exercise', input: { kind: 'tick' } }, () => undefined);
    expect(fold).toThrow(RangeError);
    expect(fold).toThrow('entry.at_us');
  }
  expect(snapshot(state)).toBe(before);
});

// It had taken the number of the entry before it found out.
test('an entry without an input stops the core before it is taken', () => {
  const { state } = openTheatre();
  const before = snapshot(state);
  for (const input of [undefined, null, 'tick', {}, { kind: 7 }] as unknown as Input[]) {
    const fold = (): void => step(state, { seq: state.seq + 1, at_us: 6 * SECOND, line: 'exercise', input }, () => undefined);
    expect(fold).toThrow(/^entry\.input: .* is no input; give one with its kind/);
  }
  expect(snapshot(state)).toBe(before);
});

test('an entry of a kind that this version does not know is refused, and the journal goes on', () => {
  const theatre = openTheatre();
  const said = theatre.say(6, { kind: 'weather' } as unknown as Input);
  expect(refused(said)).toMatchObject([{ reason: 'unknown-input', detail: expect.stringContaining('"weather" is no kind of entry') }]);
  expect(refused(theatre.say(7, { kind: 'tick' }))).toEqual([]);
});

test('settings are taken inside their range, edges included, and refused outside with the range', () => {
  const theatre = openTheatre();
  for (const value of [0, 10]) {
    expect(refused(theatre.say(1, { kind: 'setting', name: 'reorderLag_s', value }))).toEqual([]);
    expect(theatre.state.settings.reorderLag_s).toBe(value);
  }
  for (const value of [-0.001, 10.001, NaN]) {
    expect(refused(theatre.say(1, { kind: 'setting', name: 'reorderLag_s', value }))).toMatchObject([
      { reason: 'unknown-setting', detail: expect.stringContaining('0 to 10') },
    ]);
    expect(theatre.state.settings.reorderLag_s).toBe(10);
  }
  expect(refused(theatre.say(1, { kind: 'setting', name: 'noSuchThing', value: 1 }))).toMatchObject([
    { reason: 'unknown-setting', detail: expect.stringContaining('no setting is called noSuchThing') },
  ]);
});

test('a sensor said again is the same sensor with new figures; another kind under its name is refused; 200 is the most', () => {
  const theatre = openTheatre();
  theatre.say(1, { kind: 'sensor', sensor: { ...SATELLITE, revisit_s: 9 } });
  expect(theatre.state.sensors).toEqual([RADAR, { ...SATELLITE, revisit_s: 9 }]);
  expect(refused(theatre.say(1, { kind: 'sensor', sensor: { ...RADAR, id: 'satellite' } }))).toEqual([
    { reason: 'unknown-sensor', detail: 'sensor satellite is a infrared-satellite and cannot become a radar' },
  ]);
  for (let k = 3; k <= 200; k++) expect(refused(theatre.say(1, { kind: 'sensor', sensor: { ...RADAR, id: `radar-${k}` } }))).toEqual([]);
  expect(refused(theatre.say(1, { kind: 'sensor', sensor: { ...RADAR, id: 'one-more' } }))).toEqual([
    { reason: 'sensor-limit', detail: 'a theatre has at most 200 sensors' },
  ]);
  // One that is there can be said again although there is no room for another.
  expect(refused(theatre.say(1, { kind: 'sensor', sensor: { ...RADAR, revisit_s: 7 } }))).toEqual([]);
  expect(theatre.state.sensors.length).toBe(200);
  expect(theatre.state.sensors[0]).toMatchObject({ id: 'radar', revisit_s: 7 });
});

test('the sky is kept as it was told last, and the places of all regions', () => {
  const theatre = openTheatre();
  const sky = { sunEcef_m: { x: 1, y: 2, z: 3 }, moonEcef_m: { x: 4, y: 5, z: 6 } };
  theatre.say(1, { kind: 'sky', validAt_us: 1, ...sky });
  const places = [{ name: 'x', country: 'y', latitude_rad: 0.1, longitude_rad: 0.2, population: 5 }];
  const here = { point: geodeticDegrees(6, 11), radius_m: 1e5, places, leftOut: 0 };
  const there = { ...here, point: geodeticDegrees(-6, 11), leftOut: 3 };
  theatre.say(1, { kind: 'places', ...here });
  theatre.say(1, { kind: 'places', ...there });
  expect(theatre.state.sky).toEqual(sky);
  expect(theatre.state.places.regions).toEqual([here, there]);
});

test('places that are nowhere, or that are not so many, are refused with the remedy', () => {
  const theatre = openTheatre();
  const region = { kind: 'places', point: geodeticDegrees(6, 11), radius_m: 1e5, leftOut: 0 } as const;
  const place = { name: 'x', country: 'y', latitude_rad: 0.1, longitude_rad: 0.2 };
  for (const bad of [
    { ...place, population: NaN },
    { ...place, latitude_rad: Infinity },
  ])
    expect(refused(theatre.say(1, { ...region, places: [bad] }))).toMatchObject([
      { reason: 'not-finite', detail: expect.stringMatching(/place x .*give rad/) },
    ]);
  expect(refused(theatre.say(1, { ...region, radius_m: NaN, places: [place] }))).toMatchObject([
    { reason: 'not-finite', detail: expect.stringContaining('radius in m') },
  ]);
  expect(theatre.state.places.regions).toEqual([]);
});

test('a sign of life comes at the first entry and then as often as the setting says, not sooner', () => {
  const theatre = openTheatre();
  const alive = (at_s: number): number => theatre.say(at_s, { kind: 'tick' }).filter(({ kind }) => kind === 'alive').length;
  expect([9.9, 10, 10.1, 19.9, 20].map(alive)).toEqual([0, 1, 0, 0, 1]);
  theatre.say(20, { kind: 'setting', name: 'aliveInterval_s', value: 1 });
  expect([20.9, 21].map(alive)).toEqual([0, 1]);
  const [said] = theatre.say(23, { kind: 'tick' }).filter(({ kind }) => kind === 'alive');
  // The theatre, two sensors, eight ticks and a setting.
  expect(said).toEqual({ kind: 'alive', at_us: 23 * SECOND, line: 'exercise', entries: 12 });
  expect(
    emptyTheatre()
      .say(50, { kind: 'tick' })
      .some(({ kind }) => kind === 'alive'),
  ).toBe(false);
});

test('ticks, deliveries and entries set aside are time and nothing else', () => {
  const [a, b] = [openTheatre(), openTheatre()];
  a.say(3, { kind: 'tick' });
  b.say(3, { kind: 'set-aside', entry: 1, reason: 'test' });
  expect(snapshot(a.state)).toBe(snapshot(b.state));
});
