import { parseScenario } from '../src/adapters/scenario-yaml/scenario-yaml.ts';
import { sourcedWorld } from '../src/adapters/world-sources/world-sources.ts';
import { enuBasis } from '../src/core/frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../src/core/frames/geodetic.ts';
import { polarFromEcef } from '../src/core/frames/radar.ts';
import { isoFromMicros, microsFromIso } from '../src/core/time/iso.ts';
import type { Emission } from '../src/core/tell/emission.ts';
import { flySatellite } from '../src/sim/bodies.ts';
import { foldWorld } from '../src/sim/fold-world.ts';
import { stream } from '../src/sim/random.ts';
import type { Scenario } from '../src/sim/scenario.ts';
import { groundError } from '../src/score/ground.ts';
import { CHI2_999 } from '../src/judge/places.ts';
import { median, table, text } from './tables.ts';

/** What one radar of three says wrongly, as a scenario has it. */
const LIES: readonly { readonly name: string; readonly errors: string }[] = [
  { name: 'nothing', errors: '' },
  { name: 'range, 2 km too long', errors: 'rangeBias_m: 2000' },
  { name: 'azimuth, 0.2°', errors: 'azimuthBias_mrad: 3.49' },
  { name: 'clock 0.5 s ahead', errors: 'clock_s: 0.5' },
  { name: 'clock 0.5 s behind', errors: 'clock_s: -0.5' },
  { name: 'clock 2 s ahead', errors: 'clock_s: 2' },
];
const START = '2025-03-20T00:00:00Z';
const START_us = microsFromIso(START);
/** Traffic passes from the start on; the missile comes when a bias had time to show. */
const LAUNCH_s = 240;
const SITES = [
  ['radar-near', 36.7128, 46.2016],
  ['radar-far', 30.6887, 42.246],
  ['radar-end', 34.8784, 35.2508],
] as const;
const LIAR = 'radar-near';

type Run = {
  /** When it was first said that something is wrong with the radar that lies, or, without a lie, with any; seconds after two radars saw one satellite first. */
  readonly alarm_s: number | undefined;
  readonly corrected_s: number | undefined;
  readonly events: number;
  readonly warnings: number;
  readonly holds: boolean;
  readonly error_km: number | undefined;
  /** Sound radars that were said to be wrong. */
  readonly others: number;
};

/** A radar that lies, in ordinary traffic: satellites pass that all three radars see, and after four minutes a missile flies. When is it said, is it put right, and does anything come of it: a second event, a second warning, an
 *  area that does not hold the impact. Markdown. */
export function liesBench(seeds: number): string[] {
  const rows = LIES.map(({ name, errors }) => {
    const runs = Array.from({ length: seeds }, (_, k) => run(errors, k + 1));
    const alarms = runs.flatMap(({ alarm_s }) => alarm_s ?? []);
    const corrected = runs.flatMap(({ corrected_s }) => corrected_s ?? []);
    const errors_km = runs.flatMap(({ error_km }) => error_km ?? []);
    const count = (of: (run: Run) => boolean): string => `${runs.filter(of).length}`;
    return [
      name,
      count(({ alarm_s }) => alarm_s !== undefined),
      count(({ alarm_s }) => alarm_s !== undefined && alarm_s <= 60),
      text(median(alarms), 0),
      alarms.length === 0 ? '' : text(Math.max(...alarms), 0),
      `${corrected.length}`,
      text(median(corrected), 0),
      count(({ events }) => events === 1),
      count(({ warnings }) => warnings === 1),
      count(({ holds }) => holds),
      text(median(errors_km), 2),
      count(({ others }) => others > 0),
    ];
  });
  return [
    `${seeds} seeds each; times are seconds after two radars saw one satellite first`,
    '',
    ...table(
      [
        'one radar says wrongly',
        'alarm',
        'within 60 s',
        'median, s',
        'latest, s',
        'corrected',
        'median, s',
        'one event',
        'one warning',
        'area holds',
        'impact off, km',
        'a sound one suspected',
      ],
      rows,
    ),
  ];
}

function run(errors: string, seed: number): Run {
  const { scenario, together_us } = scenarioOf(errors, seed);
  const said: Emission[] = [];
  const world = sourcedWorld(scenario, seed);
  foldWorld(world, (emission) => said.push(emission));
  const truth = world.truth.find(({ id }) => id === 'missile');
  const impact = truth === undefined || !('impact' in truth) ? undefined : truth.impact;
  let alarm_s: number | undefined;
  let corrected_s: number | undefined;
  const suspected = new Set<string>();
  const events = new Set<string>();
  const warnings = new Set<string>();
  let last: Extract<Emission, { kind: 'assessment' }>['assessment'] | undefined;
  for (const emission of said) {
    if (
      emission.kind === 'alarm' &&
      emission.alarm === 'sensor-bias' &&
      emission.finding.kind !== 'sound' &&
      emission.finding.kind !== 'not-told'
    ) {
      const { sensor, finding, at_us } = emission;
      if (sensor === LIAR || errors === '') alarm_s ??= (at_us - together_us) / 1e6;
      if (sensor === LIAR && finding.kind === 'biased') corrected_s ??= (at_us - together_us) / 1e6;
      if (sensor !== LIAR) suspected.add(sensor);
    }
    if (emission.kind === 'alarm' && emission.alarm === 'sensor-clock' && emission.sensor === LIAR)
      alarm_s ??= (emission.at_us - together_us) / 1e6;
    if (emission.kind === 'warning') warnings.add(emission.warning.id);
    if (emission.kind === 'assessment' && emission.assessment.impact !== undefined) {
      events.add(emission.assessment.event);
      if (impact !== undefined && emission.assessment.at_us < impact.time_us) last = emission.assessment;
    }
  }
  const error = impact === undefined || last?.impact === undefined ? undefined : groundError(last.impact, impact.point);
  return {
    alarm_s,
    corrected_s,
    events: events.size,
    warnings: warnings.size,
    holds: error !== undefined && error.chi2 <= CHI2_999,
    error_km: error && error.error_m / 1000,
    others: suspected.size,
  };
}

function scenarioOf(errors: string, seed: number): { readonly scenario: Scenario; readonly together_us: number } {
  const { orbits, together_us } = traffic(seed);
  const radars = SITES.map(
    ([id, latitude, longitude]) =>
      `  - { kind: radar, id: ${id}, site: { latitude_deg: ${latitude}, longitude_deg: ${longitude}, height_m: 100 }${id === LIAR && errors !== '' ? `, errors: { ${errors} }` : ''} }`,
  );
  const source = `
id: lie
title: "One radar lies"
theatre: test-theatre
line: exercise
start: ${START}
end: 2025-03-20T00:16:00Z
seed: ${seed}
region: { latitude_deg: 34.2934, longitude_deg: 34.9294, radius_km: 600 }
sensors:
  - { kind: infrared-satellite, id: sat-1, orbit: { kind: geostationary, longitude_deg: 18 }, looksAt: { latitude_deg: 34.8224, longitude_deg: 41.4369 }, cloudTop_km: 9 }
  - { kind: infrared-satellite, id: sat-2, orbit: { kind: geostationary, longitude_deg: 78 }, looksAt: { latitude_deg: 34.8224, longitude_deg: 41.4369 }, cloudTop_km: 9 }
${radars.join('\n')}
flights:
${orbits.map((orbit, k) => `  - { kind: satellite, id: passing-${k}, orbit: ${orbit} }`).join('\n')}
  - { kind: published, id: missile, site: { latitude_deg: 35, longitude_deg: 48 }, launch: ${isoFromMicros(START_us + LAUNCH_s * 1e6)}, bearing_deg: 270, apogee_km: 350, distance_km: 1200 }
people:
  - { id: duty-officer, role: duty officer, session: desk-1, acts: [{ act: release, after: recommended, delay_s: 15 }, { act: retract, after: retraction-ready, delay_s: 15, reason: the evidence has turned }, { act: end, after: impact-window, delay_s: 60, reason: over }] }
  - { id: supervisor, role: supervisor, session: desk-2, acts: [{ act: release, after: recommended, delay_s: 30 }, { act: retract, after: retraction-ready, delay_s: 30, reason: the evidence has turned }] }
`;
  const parsed = parseScenario(source, 'lie.yaml');
  if (parsed.kind !== 'scenario') throw new Error(`the scenario of seed ${seed} is refused: ${JSON.stringify(parsed.problems[0])}`);
  return { scenario: parsed.scenario, together_us };
}

/** Three satellites, each of them above all three radars for two minutes of the first four, and when the first of them was. */
function traffic(seed: number): { readonly orbits: readonly string[]; readonly together_us: number } {
  const random = stream(seed, 'lies');
  const sites = SITES.map(([, latitude, longitude]) => geodeticDegrees(latitude, longitude, 100));
  const orbits: string[] = [];
  let together_us = Infinity;
  while (orbits.length < 3) {
    const elements = {
      semiMajorAxis_m: 1000 * (6_900 + 900 * random.uniform()),
      eccentricity: 0.001,
      inclination_rad: (50 + 48 * random.uniform()) * (Math.PI / 180),
      ascendingNode_rad: 2 * Math.PI * random.uniform(),
      argumentOfPerigee_rad: 0,
      meanAnomaly_rad: 2 * Math.PI * random.uniform(),
    };
    const body = flySatellite({ kind: 'satellite', id: 'x', orbit: { epoch_us: START_us, ...elements }, crossSection_m2: 5 } as never);
    const seen = [];
    for (let t = 0; t <= LAUNCH_s; t += 10) {
      const state = body.stateAt(START_us + t * 1e6);
      if (
        state !== undefined &&
        sites.every((site) => polarFromEcef(ecefVecFromGeodetic(site), enuBasis(site), state.r, state.v).elevation_rad > 0.17)
      )
        seen.push(t);
    }
    if (seen.length < 12) continue;
    together_us = Math.min(together_us, START_us + (seen[0] ?? 0) * 1e6);
    const degrees = (angle: number): string => ((angle * 180) / Math.PI).toFixed(4);
    orbits.push(
      `{ epoch: ${START}, semiMajorAxis_km: ${(elements.semiMajorAxis_m / 1000).toFixed(3)}, eccentricity: 0.001, inclination_deg: ${degrees(elements.inclination_rad)}, ascendingNode_deg: ${degrees(elements.ascendingNode_rad)}, argumentOfPerigee_deg: 0, meanAnomaly_deg: ${degrees(elements.meanAnomaly_rad)} }`,
    );
  }
  return { orbits, together_us };
}
