import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeProblem, parseScenario } from '../../src/adapters/scenario-yaml/scenario-yaml.ts';
import { filesBeside } from '../../src/adapters/scenario-yaml/tables.ts';
import { sourcedWorld } from '../../src/cli/world-sources.ts';
import type { Emission } from '../../src/core/tell/emission.ts';
import { start, step } from '../../src/core/pipeline.ts';
import { microsFromIso } from '../../src/api/iso.ts';
import { seconds_us } from '../../src/core/time/scale.ts';
import { dutyStaff } from '../../src/sim/defaults.ts';
import { flyAll } from '../../src/sim/fleet.ts';
import type { Scenario, SimulatedSensor } from '../../src/sim/scenario.ts';
import type { CaseRun, Expected } from './judge-case.ts';

// Cases that are not the project's own: flights and faulty sensors with what a good system would say (their README says the format). They
// stand beside the project and are never copied into it.

const CASES = fileURLToPath(new URL('../../../shared/cases/', import.meta.url));

export type Case = { readonly id: string; readonly scenario: Scenario; readonly expected: Expected };

/** What is wrong with a sensor of a case, as its `modifiers` say. */
type Modifier = {
  readonly sensor: string;
  readonly range_bias_m?: number;
  readonly azimuth_bias_mrad?: number;
  readonly clock_s?: number;
  readonly delay_s?: number;
  readonly jitter_s?: number;
};

export function casesAreHere(): boolean {
  return existsSync(CASES);
}

/** Ids of the cases: ordinary scenarios, those with faulty sensors, and tables of states. */
export function caseIds(): string[] {
  if (!casesAreHere()) return [];
  const scenarios = readdirSync(join(CASES, 'scenarios')).flatMap((name) =>
    name.endsWith('.yaml') ? [name.slice(0, -'.yaml'.length)] : [],
  );
  return [...scenarios, ...readdirSync(join(CASES, 'states')), ...readdirSync(join(CASES, 'sensor-faults'))].toSorted();
}

/** Reads a case by its id. Throws when there is none of that name, or when its scenario is none. */
export function readCase(id: string): Case {
  const states = join(CASES, 'states', id);
  if (existsSync(states)) return readStatesCase(id, states);
  const faulty = join(CASES, 'sensor-faults', id);
  if (!existsSync(faulty)) {
    const expected = JSON.parse(readFileSync(join(CASES, 'scenarios', `${id}.expected.json`), 'utf8')) as Expected;
    return { id, scenario: scenarioIn(join(CASES, 'scenarios', `${id}.yaml`)), expected };
  }
  const described = JSON.parse(readFileSync(join(faulty, 'case.json'), 'utf8')) as {
    readonly scenario: string;
    readonly modifiers: readonly Modifier[];
    readonly expected: Expected;
  };
  const scenario = scenarioIn(join(faulty, described.scenario));
  const sensors = scenario.sensors.map((sensor) =>
    described.modifiers.filter((one) => one.sensor === sensor.spec.id).reduce(modified, sensor),
  );
  return { id, scenario: { ...scenario, sensors }, expected: described.expected };
}

/** A launch that is announced, as a case says it. */
type Notice = {
  readonly what: string;
  readonly site: { readonly lat: number; readonly lon: number };
  readonly azimuth_deg: readonly [from: number, to: number];
  readonly window: { readonly from: string; readonly to: string };
  readonly impact?: { readonly lat: number; readonly lon: number; readonly radius_km: number };
};

function announcementOf({ what, site, azimuth_deg: [from, to], window, impact }: Notice, k: number): object {
  const at = ({ lat, lon }: { readonly lat: number; readonly lon: number }) => ({ latitude_deg: lat, longitude_deg: lon });
  const area = impact === undefined ? {} : { impact: { ...at(impact), radius_km: impact.radius_km } };
  return { id: `announcement-${k + 1}`, what, site: at(site), azimuth_deg: { from, to }, window, ...area };
}

/** How long a case of tables goes on after its last body is down, unless it says. */
const AFTER_LAST_S = 120;

function readStatesCase(id: string, folder: string): Case {
  const file = join(folder, 'case.json');
  const described = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly title: string;
    readonly start: string;
    readonly end?: string;
    readonly seeds: readonly number[];
    readonly region?: unknown;
    readonly sensors: unknown;
    readonly bodies: readonly { readonly file: string }[];
    readonly notices?: readonly Notice[];
    readonly expected: Omit<Expected, 'seeds'>;
  };
  const { title, start: begin, end, region, sensors, bodies, notices = [], expected } = described;
  const launch = expected.launch === null ? {} : { launch: expected.launch.time };
  const flights = bodies.map((body, k) => ({ kind: 'states', id: `body-${k + 1}`, file: body.file, ...launch }));
  const document = {
    id,
    title,
    theatre: 'cases',
    line: 'exercise',
    start: begin,
    end,
    region,
    sensors,
    flights,
    announcements: notices.map(announcementOf),
  };
  const scenario = { ...scenarioOf(JSON.stringify(document), file), people: dutyStaff() };
  const down_us = Math.max(...flyAll(scenario.flights, 0).map(({ end_us }) => end_us));
  const end_us = end === undefined ? down_us + seconds_us(AFTER_LAST_S) : microsFromIso(end);
  return { id, scenario: { ...scenario, end_us }, expected: { ...expected, seeds: described.seeds } };
}

function scenarioIn(file: string): Scenario {
  return scenarioOf(readFileSync(file, 'utf8'), file);
}

function scenarioOf(text: string, file: string): Scenario {
  const parsed = parseScenario(text, file, filesBeside(file));
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
  return parsed.scenario;
}

function modified(sensor: SimulatedSensor, wrong: Modifier): SimulatedSensor {
  const late = {
    latency_s: sensor.latency_s + (wrong.delay_s ?? 0),
    latencyJitter_s: sensor.latencyJitter_s + (wrong.jitter_s ?? 0),
  };
  const clock_s = wrong.clock_s ?? 0;
  if (sensor.kind !== 'radar') return { ...sensor, ...late, errors: { right_rad: 0, up_rad: 0, clock_s } };
  const { range_bias_m: range_m = 0, azimuth_bias_mrad = 0 } = wrong;
  return { ...sensor, ...late, errors: { range_m, azimuth_rad: azimuth_bias_mrad * 1e-3, elevation_rad: 0, clock_s } };
}

/** Runs a scenario through the core, people included; without signatures, journal and channels. */
export function runScenario(scenario: Scenario, seed: number): CaseRun {
  const world = sourcedWorld(scenario, seed);
  const state = start();
  const said: Emission[] = [];
  for (let one = world.next(); one !== undefined; one = world.next()) {
    const { at_us, line, input } = one;
    step(state, { seq: state.seq + 1, at_us, line, input }, (emission) => {
      said.push(emission);
      world.hear(emission);
    });
  }
  return { said, end: state };
}
