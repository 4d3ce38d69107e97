import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseScenario } from '../src/adapters/scenario-yaml/index.ts';
import { skyAt } from '../src/adapters/sky/sky.ts';
import { geodesicInverse } from '../src/core/frames/geodesic.ts';
import { degrees } from '../src/core/units.ts';
import { type GlintStudy, PLAIN_SIGMAS, studyGlints } from '../src/sim/imager/glint-study.ts';
import { foldWorld } from '../src/sim/fold-world.ts';
import type { Scenario } from '../src/sim/scenario.ts';
import { createWorld } from '../src/sim/world.ts';
import { SCENARIOS } from './goldens/told.ts';

// 26 September 1983, Moscow time: a satellite that looked at sunlit clouds in a grazing view reported five launches.

function scenarioOf1983(changed: (yaml: string) => string = (yaml) => yaml): Scenario {
  const read = parseScenario(changed(readFileSync(join(SCENARIOS, 'petrov-1983', 'scenario.yaml'), 'utf8')), 'scenario.yaml');
  if (!('scenario' in read)) throw new Error('no scenario');
  return read.scenario;
}

describe('the frames of that evening, in which nothing is launched', () => {
  const scenario = scenarioOf1983();
  let study: GlintStudy;
  beforeAll(() => {
    study = studyGlints(scenario, scenario.seed, skyAt);
  }, 120_000);

  test(`a threshold of ${PLAIN_SIGMAS} sigmas makes five launches of them, one and minutes later four more`, () => {
    const times = study.byThreshold.map(({ first_us }) => (first_us - study.byThreshold[0].first_us) / 6e7);
    expect(times).toHaveLength(5);
    expect(times[1]).toBeGreaterThan(5);
    expect(times[4] - times[1]).toBeLessThan(5);
  });

  test('four of these are where level ice plates mirror the Sun, within what they tilt, and the fifth is a lit cloud that comes in at a corner', () => {
    const leans = study.byThreshold.map(({ lean_rad }) => lean_rad).toSorted((a, b) => a - b);
    expect(leans[3]).toBeLessThan(degrees(2));
    expect(leans[4]).toBeGreaterThan(degrees(2.5));
  });

  test('the program tells none of them and no event comes of them: what stood out is turned down as standing, as clutter or as seen once', () => {
    expect([study.told, study.events]).toEqual([0, 0]);
    expect(study.turnedDown.standing).toBeGreaterThan(0);
    expect(study.byThreshold.filter(({ turnedDownFor }) => turnedDownFor.length > 0).length).toBeGreaterThan(0);
  });

  test('what the satellite of the scenario reports is where and when the threshold finds it, and as bright', () => {
    const reported = scenario.disturbances.flatMap((one) => (one.kind === 'sun-glint' ? [one] : []));
    expect(reported).toHaveLength(5);
    reported.forEach(({ point, from_us, to_us, intensity_Wpsr }, k) => {
      const found = study.byThreshold[k];
      expect(geodesicInverse(point, found.place).distance_m).toBeLessThan(2_000);
      for (const [said, seen] of [
        [from_us, found.first_us],
        [to_us, found.last_us],
      ])
        expect(Math.abs(said - seen)).toBeLessThan(1_000_000);
      expect(intensity_Wpsr / found.intensity_Wpsr).toBeCloseTo(1, 1);
    });
  });
});

// Detection that tells nothing would be as good on what stands above.
test('a missile that is launched among these clouds is told, as moving, a minute and a half after its launch', () => {
  const launched = scenarioOf1983((yaml) =>
    yaml.replace('end: 1983-09-25T20:26:00Z', 'end: 1983-09-25T20:19:10Z').replace('people: []', `${MISSILE}people: []`),
  );
  const imagers = launched.sensors.filter((sensor) => sensor.kind === 'infrared-satellite' && sensor.imager !== undefined);
  const told: { readonly after_s: number; readonly id: number; readonly moves: boolean }[] = [];
  const launch_us = Date.UTC(1983, 8, 25, 20, 17) * 1000;
  const world = createWorld({ ...launched, sensors: imagers, disturbances: [] }, launched.seed, {
    sky: skyAt,
    onLook: ({ frames: [{ begin_us }], burning }) => {
      for (const { tracklet, moves } of burning) told.push({ after_s: (begin_us - launch_us) / 1e6, id: tracklet.id, moves });
    },
  });
  let notices = 0;
  foldWorld(world, ({ kind }) => (notices += Number(kind === 'notice')));
  expect(told[0]?.after_s).toBeLessThan(90);
  expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  expect(told.every(({ moves }) => moves)).toBe(true);
  expect(notices).toBe(1);
}, 120_000);

const MISSILE = `flights:
  - kind: published
    id: missile
    site: { latitude_deg: 60.3, longitude_deg: -102.5 }
    launch: 1983-09-25T20:17:00Z
    bearing_deg: 0
    apogee_km: 1200
    distance_km: 9000
`;
