import { fold } from '../../../tests/support/fold.ts';
import { expect, test } from 'vitest';
import { eastAsiaSensors } from '../../sim/defaults.ts';
import type { Scenario, SimulatedSensor } from '../../sim/scenario.ts';
import { createWorld, type TimedInput } from '../../sim/world.ts';
import type { Alarm } from '../tell/alarm.ts';
import { encode } from '../codec.ts';
import type { Emission } from '../tell/emission.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { tangentBasis } from '../frames/line-of-sight.ts';
import { treatmentOf } from './registration.ts';
import { wrongOf } from './suspects.ts';
import { addScaled, unit } from '../math/vector.ts';
import { restore, snapshot, step } from '../pipeline.ts';
import type { InfraredScan } from '../sense/scan.ts';
import { degrees } from '../units.ts';

// A satellite whose lines of sight were turned by 500 µrad, or whose clock was 3 s wrong, showed a missile 10 to 19 km beside where two radars and another satellite
// saw it; a second event was made of it, and no alarm said which sensor was wrong.

const START_US = 1_668_734_040_000_000;
const SECOND = 1_000_000;

/** Flights of 900 km, launched at these seconds; the radar on the near coast sees them climb. */
function inputs(launches_s: readonly number[], sensors: SimulatedSensor[] = eastAsiaSensors()): TimedInput[] {
  const flight = (launch_s: number, k: number): Scenario['flights'][number] => ({
    kind: 'published',
    id: `flight-${k}`,
    site: geodeticDegrees(39.2, 125.67),
    launch_us: START_US + launch_s * SECOND,
    bearing_rad: degrees(90),
    apogee_m: 250_000,
    groundRange_m: 900_000,
  });
  const made = createWorld({
    id: 'sights',
    title: 'satellites that are wrong',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + (launches_s[launches_s.length - 1] + 180) * SECOND,
    seed: 5,
    sensors,
    flights: launches_s.map(flight),
    disturbances: [],
    people: [],
  });
  const all: TimedInput[] = [];
  for (let one = made.next(); one !== undefined; one = made.next()) all.push(one);
  return all;
}

type Fault = { readonly right_rad?: number; readonly clock_s?: number };

/** The same, with one satellite wrong until a second. */
function withFault(all: readonly TimedInput[], sensor: string, { right_rad = 0, clock_s = 0 }: Fault, until_s = Infinity): TimedInput[] {
  const wrong = (scan: InfraredScan): InfraredScan => ({
    ...scan,
    measuredAt_us: scan.measuredAt_us + clock_s * SECOND,
    detections: scan.detections.map((one) => ({
      ...one,
      lineOfSightEcef: unit(addScaled(one.lineOfSightEcef, tangentBasis(one.lineOfSightEcef).right, right_rad)),
    })),
  });
  return all.map((one) =>
    one.input.kind === 'infrared-scan' && one.input.sensor === sensor && one.at_us < START_US + until_s * SECOND
      ? { ...one, input: wrong(one.input) }
      : one,
  );
}

type BiasAlarm = Extract<Alarm, { alarm: 'sensor-bias' }> & { readonly at_us: number };
const alarms = (said: readonly Emission[]): BiasAlarm[] =>
  said.flatMap((one) => (one.kind === 'alarm' && one.alarm === 'sensor-bias' ? [one] : []));
const words = (said: readonly Emission[]): string[] => alarms(said).map(({ sensor, finding }) => `${sensor} ${finding.kind}`);

const right = inputs([10]);

test('a satellite that is turned is named once while the missile still flies, with how far beside it shows it', () => {
  const { said } = fold(withFault(right, 'satellite-west', { right_rad: 3e-4 }));
  expect(words(said)).toEqual(['satellite-west beside']);
  const [{ at_us, finding }] = alarms(said);
  expect(at_us).toBeLessThan(START_US + 150 * SECOND);
  // 300 µrad at 38,000 km are 11.4 km.
  if (finding.kind === 'beside') expect(Math.abs(finding.apart_m - 11_400)).toBeLessThan(2_500);
});

test('a satellite whose clock is wrong is named once, whichever it is', () => {
  expect(words(fold(withFault(right, 'satellite-east', { clock_s: -3 })).said)).toEqual(['satellite-east beside']);
  expect(words(fold(withFault(right, 'satellite-west', { clock_s: -3 })).said)).toEqual(['satellite-west beside']);
});

/** Scans of the radar on the near coast as it would make them with its range so much too long. */
const tooLong = (all: readonly TimedInput[], by_m: number): TimedInput[] =>
  all.map((one) =>
    one.input.kind === 'radar-scan' && one.input.sensor === 'radar-west'
      ? { ...one, input: { ...one.input, plots: one.input.plots.map((plot) => ({ ...plot, range_m: plot.range_m + by_m })) } }
      : one,
  );

// The radar that first met the missile was wrong, and the one that met it next, which was right, was named and disbelieved.
test('a radar that is grossly wrong is named from the climb, while only satellites see it besides, and no other is', () => {
  const { said, state } = fold(tooLong(right, 4_000));
  expect(words(said)).toEqual(['radar-west beside']);
  expect(alarms(said)[0].at_us).toBeLessThan(START_US + 130 * SECOND);
  expect(treatmentOf(state, 'radar-west')).toEqual({ kind: 'doubt' });
  expect(treatmentOf(state, 'radar-east')).toBeUndefined();
});

test('of two radars that differ the one is wrong that the climb has shown to be, and where the climb shows it sound the other, if it is far off', () => {
  const between = (by_m: number, apart_m: number): unknown => {
    const { state } = fold(tooLong(right, by_m).filter(({ at_us }) => at_us < START_US + 100 * SECOND));
    return wrongOf(state, 'radar-east', ['radar-west'], apart_m);
  };
  expect(between(4_000, 4_000)).toEqual({ wrong: 'radar-west', sure: true });
  expect(between(0, 4_000)).toEqual({ wrong: undefined, sure: true });
  expect(between(0, 1_000)).toEqual({ wrong: undefined, sure: false });
});

test('where all are sound nobody is named, and no state is left of it but what the bounds allow', () => {
  let [spans, looks] = [0, 0];
  const { said } = fold(inputs([10, 60, 61, 62, 100]), (state) => {
    spans = Math.max(spans, state.sights.spans.length);
    for (const one of state.sights.spans) looks = Math.max(looks, one.looks.length);
    return state;
  });
  expect(words(said)).toEqual([]);
  expect(spans).toBeGreaterThan(0);
  expect(spans).toBeLessThanOrEqual(24);
  expect(looks).toBeLessThanOrEqual(60);
});

test('a satellite that is in place again is taken back by the next launch', () => {
  const { said, state } = fold(withFault(inputs([10, 260]), 'satellite-west', { right_rad: 4e-4 }, 200));
  expect(words(said)).toEqual(['satellite-west beside', 'satellite-west sound']);
  expect(state.sights.wrong).toEqual([]);
});

test('one that is still wrong at the next launch is not named again', () => {
  const { said } = fold(withFault(inputs([10, 260]), 'satellite-west', { right_rad: 4e-4 }));
  expect(words(said)).toEqual(['satellite-west beside']);
});

test('without a radar two satellites name nobody', () => {
  const all = inputs(
    [10],
    eastAsiaSensors().filter(({ kind }) => kind === 'infrared-satellite'),
  );
  expect(words(fold(withFault(all, 'satellite-west', { right_rad: 4e-4 })).said)).toEqual([]);
});

test('written and read again in the middle, the rest says the same and ends in the same bytes', () => {
  const wrong = withFault(right, 'satellite-west', { right_rad: 3e-4 });
  let steps = 0;
  const again = fold(wrong, (state) => (steps++ % 40 === 0 ? restore(snapshot(state)) : state));
  const once = fold(wrong);
  expect(words(again.said)).toEqual(['satellite-west beside']);
  expect(encode(again.state.sights)).toBe(encode(once.state.sights));
  expect(encode(again.said) === encode(once.said)).toBe(true);
});

// Late scans fold the tracker again with all that came after; each scan counts with its own arrival, and once.
test('where scans come late each look counts once', () => {
  const late = withFault(right, 'satellite-west', { right_rad: 3e-4 })
    .map((one) =>
      one.input.kind === 'infrared-scan' && one.input.sensor === 'satellite-east' ? { ...one, at_us: one.at_us + 7 * SECOND } : one,
    )
    .sort((a, b) => a.at_us - b.at_us);
  let twice = 0;
  const { said } = fold(late, (state) => {
    for (const { looks } of state.sights.spans)
      twice += looks.length - new Set(looks.map(({ sensor, look }) => `${sensor} ${look.plot.at_us}`)).size;
    return state;
  });
  expect(said.some(({ kind }) => kind === 'late-taken')).toBe(true);
  expect(twice).toBe(0);
  expect(words(said)).toEqual(['satellite-west beside']);
});

// Every other look of one satellite has a second spot 0.4 mrad beside the rocket, as a second rocket would be.
test('a satellite that shows two things is asked nothing about either', () => {
  let odd = false;
  const two = right.map((one) => {
    if (one.input.kind !== 'infrared-scan' || one.input.sensor !== 'satellite-west' || one.input.detections.length === 0) return one;
    odd = !odd;
    const { detections } = one.input;
    const turned = detections.map((spot) => ({
      ...spot,
      lineOfSightEcef: unit(addScaled(spot.lineOfSightEcef, { x: 0, y: 0, z: 1 }, 4e-4)),
    }));
    return odd ? { ...one, input: { ...one.input, detections: [...detections, ...turned] } } : one;
  });
  const { said, state } = fold(two);
  expect([words(said), state.sights.sensors.includes('satellite-west')]).toEqual([[], false]);
});

test('when a radar is declared anew elsewhere, what it showed from its old site counts no more', () => {
  const { state } = fold(right.filter(({ at_us }) => at_us < START_US + 95 * SECOND));
  const radar = state.sensors.find(({ id }) => id === 'radar-west');
  if (radar?.kind !== 'radar') throw new Error('the radar on the near coast');
  const isOfIt = (): boolean => state.sights.spans.some(({ looks }) => looks.some(({ sensor }) => sensor === 'radar-west'));
  expect([Math.max(...state.sights.evidence.looks) > 8, isOfIt()]).toEqual([true, true]);
  const moved = { ...radar, site: geodeticDegrees(37, 129, 100) };
  step(state, { seq: state.seq + 1, at_us: state.at_us, line: 'exercise', input: { kind: 'sensor', sensor: moved } }, () => undefined);
  expect([Math.max(...state.sights.evidence.looks), isOfIt()]).toEqual([0, false]);
});
