import { expect, test } from 'vitest';
import { eastAsiaSensors } from '../../sim/defaults.ts';
import type { Scenario } from '../../sim/scenario.ts';
import { createWorld } from '../../sim/world.ts';
import type { Emission } from './emission.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import type { Input } from '../journal.ts';
import { restore, snapshot, start, step } from '../pipeline.ts';
import { degrees } from '../units.ts';

// A radar of 13 dB saw a payload now and then: the track was lost, found again fourteen seconds later as another one, and one missile had two
// events, and could have had two warnings.

const START_US = 1_742_428_800_000_000;

function world(flights: readonly { readonly launch_s: number; readonly bearing_deg: number }[]): Scenario {
  return {
    id: 'gap',
    title: 'a gap',
    theatre: 'theatre',
    line: 'exercise',
    start_us: START_US,
    end_us: START_US + 330e6,
    seed: 3,
    sensors: eastAsiaSensors(),
    flights: flights.map(({ launch_s, bearing_deg }, k) => ({
      kind: 'published',
      id: `m-${k}`,
      site: geodeticDegrees(39.2, 125.67),
      launch_us: START_US + launch_s * 1e6,
      bearing_rad: degrees(bearing_deg),
      apogee_m: 200_000,
      groundRange_m: 700_000,
    })),
    disturbances: [],
    people: [],
  };
}

/** Folds a world in which all radars look and see nothing over a while; the state is written and read again every `everyEntries`. */
function fold(scenario: Scenario, blind: readonly [from_s: number, to_s: number], everyEntries = Infinity): Emission[] {
  const one = createWorld(scenario);
  const said: Emission[] = [];
  let state = start();
  let seq = 0;
  for (let next = one.next(); next !== undefined; next = one.next()) {
    const { input } = next;
    const isBlind =
      input.kind === 'radar-scan' && input.measuredAt_us > START_US + blind[0] * 1e6 && input.measuredAt_us < START_US + blind[1] * 1e6;
    const seen: Input = isBlind ? { ...input, plots: [] } : input;
    step(state, { seq: seq++, at_us: next.at_us, line: next.line, input: seen }, (emission) => said.push(emission));
    if (seq % everyEntries === 0) state = restore(snapshot(state));
  }
  return said;
}

const kinds = (said: readonly Emission[]): string[] =>
  said.flatMap((one) => {
    if (one.kind === 'notice') return [`${one.notice.event} notice`];
    if (one.kind === 'event-ended') return [`${one.event} ${one.reason}`];
    if (one.kind === 'event-resumed') return [`${one.event} resumed`];
    return one.kind === 'warning' ? [`${one.warning.id} ${one.change}`] : [];
  });

test('an object that is lost and found again is one track, one event and one warning', () => {
  const told = kinds(fold(world([{ launch_s: 10, bearing_deg: 80 }]), [190, 222]));
  expect(told.filter((one) => one.endsWith('notice'))).toEqual(['E1 notice']);
  expect(told).toContain('E1 lost');
  expect(told.slice(told.indexOf('E1 lost'))).toContain('E1 resumed');
  expect(new Set(told.map((one) => one.split(' ')[0]))).toEqual(new Set(['E1', 'W1']));
});

test('the same over snapshots', () => {
  const scenario = world([{ launch_s: 10, bearing_deg: 80 }]);
  expect(fold(scenario, [190, 222], 50)).toEqual(fold(scenario, [190, 222]));
});

test('what flies elsewhere when another is lost is another', () => {
  const told = kinds(
    fold(
      world([
        { launch_s: 10, bearing_deg: 80 },
        { launch_s: 25, bearing_deg: 100 },
      ]),
      [190, 222],
    ),
  );
  expect(told.filter((one) => one.endsWith('notice')).length).toBe(2);
  expect(told.filter((one) => one.endsWith('resumed')).toSorted()).toEqual(['E1 resumed', 'E2 resumed']);
});
