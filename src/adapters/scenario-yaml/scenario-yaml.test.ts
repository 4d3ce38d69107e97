import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { microsFromIso } from '../../api/iso.ts';
import { degrees } from '../../core/units.ts';
import { skyAt } from '../sky/sky.ts';
import { createWorld } from '../../sim/world.ts';
import { describeProblem, parseScenario, type Problem } from './scenario-yaml.ts';
import { filesBeside } from './tables.ts';

const GOOD = `id: small
title: A small scenario
theatre: sea-of-japan
line: exercise
start: 2022-11-18T01:13:30Z
seed: 17
sensors:
  - { kind: preset, preset: east-asia }
flights:
  - kind: published
    id: flight-1
    site: { latitude_deg: 39.2, longitude_deg: 125.67 }
    launch: 2022-11-18T01:14:00Z
    bearing_deg: 70
    apogee_km: 120
    distance_km: 400
people:
  - id: duty-officer
    role: duty officer
    session: desk-1
    acts:
      - { act: release, after: recommended, delay_s: 15 }
      - { act: end, after: impact-window, delay_s: 60 }
`;

function problems(text: string): readonly Problem[] {
  const parsed = parseScenario(text, 'scenario.yaml');
  return parsed.kind === 'rejected' ? parsed.problems : [];
}

test('a file in kilometres, degrees and ISO times becomes a scenario in SI, radians and microseconds', () => {
  const parsed = parseScenario(GOOD, 'scenario.yaml');
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
  const { scenario } = parsed;
  expect(scenario.start_us).toBe(microsFromIso('2022-11-18T01:13:30Z'));
  expect(scenario.flights[0]).toMatchObject({ kind: 'published', bearing_rad: degrees(70), apogee_m: 120_000, groundRange_m: 400_000 });
  expect(scenario.sensors.map(({ kind }) => kind)).toEqual(['infrared-satellite', 'infrared-satellite', 'radar', 'radar']);
  expect(scenario.people[0].acts.map(({ when }) => when)).toEqual([
    { kind: 'after', heard: 'recommended', delay_s: 15 },
    { kind: 'after-impact-window', delay_s: 60 },
  ]);
});

test('what is wrong with a sensor is read in SI and radians, and absent where nothing is said', () => {
  const site = 'site: { latitude_deg: 38, longitude_deg: 130 }';
  const errors = 'errors: { rangeBias_m: 2000, azimuthBias_mrad: 3, clock_s: -2 }, lostShare: 0.1, doubledShare: 0.2';
  const sensors = `  - { kind: radar, id: right, ${site} }\n  - { kind: radar, id: wrong, ${site}, ${errors} }`;
  const parsed = parseScenario(GOOD.replace('  - { kind: preset, preset: east-asia }', sensors), 'scenario.yaml');
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
  const [right, wrong] = parsed.scenario.sensors;
  expect(right).toMatchObject({ lostShare: 0, doubledShare: 0 });
  expect(right.errors).toBeUndefined();
  expect(wrong).toMatchObject({
    lostShare: 0.1,
    doubledShare: 0.2,
    errors: { range_m: 2000, azimuth_rad: 0.003, elevation_rad: 0, clock_s: -2 },
  });
});

test('a radar may move, measure no range rate, and leave the air in its plots', () => {
  const site = 'site: { latitude_deg: 38, longitude_deg: 130 }';
  const ship = `moves: { course_deg: 90, speed_mps: 12 }, sigmaRangeRate_mps: none, refraction: { kind: exponential }`;
  const parsed = parseScenario(
    GOOD.replace('  - { kind: preset, preset: east-asia }', `  - { kind: radar, id: ship, ${site}, ${ship} }`),
    'scenario.yaml',
  );
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
  const { sensors, start_us } = parsed.scenario;
  expect(sensors[0]).toMatchObject({
    spec: { moves: true, refraction: { kind: 'exponential', refractivity: 313, scaleHeight_m: 7000 } },
    way: { from_us: start_us, course_rad: degrees(90), speed_mps: 12 },
  });
  expect(sensors[0].spec).not.toHaveProperty('sigmaRangeRate_mps');
});

// 2026-11-28: an alias bomb ended as "internal error", and 50 MB took a minute to be refused.
test('aliases that blow up, and files that no hand wrote, are refused as what they are', () => {
  const bomb = ['a: &a [x]', ...'bcdefghij'.split('').map((name, k) => `${name}: &${name} [${`*${'abcdefghij'[k]},`.repeat(20)}]`)].join(
    '\n',
  );
  expect(problems(bomb).map(({ message }) => message)).toEqual([
    'one anchor (&name) is used more than 100 times, counted through the aliases (*name) of aliases',
  ]);
  expect(problems(`${GOOD}${'# '.repeat(600_000)}`).map(({ message }) => message)).toEqual([
    `${GOOD.length + 1_200_000} characters; 1000000 is the most`,
  ]);
});

/** [what is changed, into what, the line, the field, the problem, the remedy]. */
const FAULTS: readonly (readonly [from: string, to: string, line: number, field: string, message: string, remedy: string])[] = [
  ['apogee_km: 120', 'apogee: 120', 15, 'flights[0].apogee', 'unknown field "apogee"', 'did you mean "apogee_km"?'],
  [
    'apogee_km: 120',
    'apogee_km: high',
    15,
    'flights[0].apogee_km',
    'found "high", and must be a number',
    'write a plain number from 0.1 to 50000 km',
  ],
  ['apogee_km: 120', 'apogee_km: -3', 15, 'flights[0].apogee_km', '-3 is out of bounds', 'give a number from 0.1 to 50000 km'],
  ['latitude_deg: 39.2', 'latitude_deg: 139.2', 12, 'flights[0].site.latitude_deg', '139.2 is out of bounds', '-90 to 90 degrees'],
  ['line: exercise', 'line: live', 4, 'line', 'found "live"', 'a simulation is never on the live line'],
  ['start: 2022-11-18T01:13:30Z', 'start: 2022-11-18T01:13:30', 5, 'start', 'has no zone', 'add Z for UTC'],
  ['start: 2022-11-18T01:13:30Z', 'start: 2022-02-30T01:13:30Z', 5, 'start', 'is not in the calendar', '2022-11-18T01:14:00Z'],
  ['start: 2022-11-18T01:13:30Z', 'start: soon', 5, 'start', '"soon" is not a time', 'write it as 2022-11-18T01:14:00Z'],
  ['kind: published', 'kind: publishd', 10, 'flights[0].kind', 'kind "publishd" is unknown', 'did you mean "published"?'],
  ['preset: east-asia', 'preset: east-asian', 8, 'sensors[0].preset', 'found "east-asian"', 'did you mean "east-asia"?'],
  ['act: release', 'act: relase', 22, 'people[0].acts[0].act', 'found "relase"', 'did you mean "release"?'],
  ['after: recommended, delay_s: 15', 'delay_s: 15', 22, 'people[0].acts[0]', 'an act needs one time', 'give either "after"'],
  ['    launch: 2022-11-18T01:14:00Z\n', '', 10, 'flights[0].launch', 'missing', '2022-11-18T01:14:00Z'],
  [
    'launch: 2022-11-18T01:14:00Z',
    'launch: 2022-11-18T01:10:00Z',
    13,
    'flights[0].launch',
    'the flight begins before the scenario',
    'set an earlier start',
  ],
  ['id: flight-1', 'id: Flight One', 11, 'flights[0].id', '"Flight One" is not a name', 'lower-case letters'],
  ['seed: 17', 'seed: 17\nend: 2022-11-18T01:00:00Z', 7, 'end', 'the end is not after the start', 'move one of the two'],
  ['seed: 17', 'seed: 17\ncolour: red', 7, 'colour', 'unknown field "colour"', 'remove it; known here: id, title'],
];

test.each(FAULTS)('the change of “%s” into “%s” is refused at line %i, field %s', (from, to, line, field, message, remedy) => {
  const found = problems(GOOD.replace(from, to)).find((each) => each.field === field);
  if (found === undefined) throw new Error(`nothing is said about ${field}`);
  expect(found).toMatchObject({ file: 'scenario.yaml', line });
  expect(found.message).toContain(message);
  expect(found.remedy).toContain(remedy);
  expect(describeProblem(found)).toMatch(new RegExp(`^scenario.yaml:${line}:\\d+ `));
});

test('all problems of a file are listed, in the order of its lines', () => {
  const found = problems(
    GOOD.replace('line: exercise', 'line: live').replace('apogee_km: 120', 'apogee_km: x').replace('seed: 17', 'seed: -1'),
  );
  expect(found.map(({ line }) => line)).toEqual([4, 6, 15]);
});

test.each([
  ['title: [unclosed', /scenario.yaml:\d+:\d+ /],
  ['a: 1\na: 2', /scenario.yaml:2:1 this key stands twice in its group; leave one of the two out/],
  ['', /found empty, and must be a group of fields/],
  ['just words', /found "just words", and must be a group of fields/],
  ['- a\n- b', /found a list/],
])('text that is no scenario at all is refused: %o', (text, expected) => {
  expect(problems(text).map(describeProblem).join('\n')).toMatch(expected);
});

test('disturbances must name sensors that exist, and a tape another line than the theatre’s', () => {
  const point =
    'point: { latitude_deg: 40, longitude_deg: 130 }, from: 2022-11-18T01:14:00Z, to: 2022-11-18T01:15:00Z, intensity_kWpsr: 50';
  const text = `${GOOD}disturbances:
  - { kind: sun-glint, satellite: satellite-nowhere, ${point} }
  - { kind: moon-echo, radar: radar-nowhere, unambiguousRange_km: 5000 }
  - { kind: tape, line: exercise, flights: [] }
`;
  expect(problems(text).map(({ line, message }) => [line, message])).toEqual([
    [25, 'no satellite is called "satellite-nowhere"'],
    [26, 'no radar is called "radar-nowhere"'],
    [27, 'the tape is on the theatre’s own line'],
  ]);
});

const SCENARIOS = new URL('../../../scenarios/', import.meta.url);

test('every scenario of the project is right, has its history beside it, and makes a world', () => {
  const folders = readdirSync(SCENARIOS);
  expect(folders).toEqual(
    expect.arrayContaining(['hawaii-2018', 'hs12-2017-08', 'hs17-2022-11', 'norad-tape-1979', 'petrov-1983', 'thule-1960']),
  );
  for (const folder of folders) {
    const file = new URL(`${folder}/scenario.yaml`, SCENARIOS);
    if (!existsSync(file)) continue;
    expect(existsSync(new URL(`${folder}/README.md`, SCENARIOS)), `${folder}/README.md`).toBe(true);
    const parsed = parseScenario(readFileSync(file, 'utf8'), `${folder}/scenario.yaml`, filesBeside(fileURLToPath(file)));
    if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
    expect(parsed.scenario.id).toBe(folder);
    expect(parsed.scenario.line).toBe('exercise');
    const world = createWorld(parsed.scenario, parsed.scenario.seed, { sky: skyAt });
    expect(world.next()?.input).toEqual({ kind: 'theatre', theatre: parsed.scenario.theatre, line: 'exercise' });
  }
});

// 2026-11-29: an end in the year 2925 was an internal error, one in 9999 a program that never ended, and a seed of 1.5 was taken.
test('a time that nobody can count to and a drill of more than a week are refused, with place and remedy', () => {
  const ending = (end: string): string => GOOD.replace('seed: 17', `end: ${end}\nseed: 17`);
  expect(problems(ending('2925-11-18T01:13:30Z'))).toEqual([
    expect.objectContaining({ line: 6, field: 'end', remedy: 'give a year from 1685 to 2254' }),
  ]);
  expect(problems(ending('2022-11-25T01:13:31Z'))).toEqual([
    expect.objectContaining({
      line: 6,
      field: 'end',
      message: 'the scenario would last 7.0 days; 7 is the most',
      remedy: 'set an earlier end',
    }),
  ]);
  expect(problems(ending('2022-11-25T01:13:30Z'))).toEqual([]);
  expect(problems(GOOD.replace('2022-11-18T01:14:00Z', '2042-11-18T01:14:00Z'))).toEqual([
    expect.objectContaining({ field: 'start', message: expect.stringContaining('days; 7 is the most') as string }),
  ]);
});

test('a seed is a whole number', () => {
  expect(problems(GOOD.replace('seed: 17', 'seed: 1.5'))).toEqual([
    expect.objectContaining({ field: 'seed', message: '1.5 is no whole number', remedy: 'give one from 0 to 4294967295' }),
  ]);
});

test('what YAML writes as .nan and .inf is called by its name', () => {
  expect(['.nan', '.inf', '-.inf'].map((value) => problems(GOOD.replace('apogee_km: 120', `apogee_km: ${value}`))[0].message)).toEqual([
    'found NaN, and must be a number',
    'found Infinity, and must be a number',
    'found -Infinity, and must be a number',
  ]);
});

test.each([
  ['lists', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['groups', `${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['lists on one line', `${'- '.repeat(20_000)}1`],
])('%s thousands of levels deep are refused in words', (_, text) => {
  for (const whole of [text, `${GOOD}disturbances: ${text.startsWith('-') ? `\n  ${text}` : text}`])
    expect(problems(whole)).toEqual([expect.objectContaining({ remedy: expect.stringContaining('write it flat') as string })]);
});

test('settings of the core are read by their names and within their ranges, and are journaled before anything is seen', () => {
  const parsed = parseScenario(`${GOOD}settings: { jointHypotheses: 10, lateHorizon_s: 0 }\n`, 'scenario.yaml');
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
  const world = createWorld(parsed.scenario);
  const inputs = Array.from({ length: 8 }, () => world.next()?.input);
  expect(inputs.slice(0, 5).map((input) => input?.kind)).toEqual(['theatre', 'sensor', 'sensor', 'sensor', 'sensor']);
  expect(inputs.slice(5, 7)).toEqual([
    { kind: 'setting', name: 'lateHorizon_s', value: 0 },
    { kind: 'setting', name: 'jointHypotheses', value: 10 },
  ]);
  expect(inputs[7]?.kind).not.toBe('setting');
});

test('a setting that there is not, or beyond its range, is told with its line and what there is', () => {
  const line = GOOD.split('\n').length + 1;
  for (const [text, field, message, remedy] of [
    ['jointHypothesis: 10', 'settings.jointHypothesis', 'unknown field "jointHypothesis"', 'did you mean "jointHypotheses"? known here: '],
    ['jointHypotheses: 51', 'settings.jointHypotheses', '51 is out of bounds', 'give a number from 1 to 50'],
    ['lateHorizon_s: -1', 'settings.lateHorizon_s', '-1 is out of bounds', 'give a number from 0 to 60 s'],
    ['reorderLag_s: fast', 'settings.reorderLag_s', 'found "fast", and must be a number', 'write a plain number from 0 to 10 s'],
    ['jointHypotheses:', 'settings.jointHypotheses', 'found empty, and must be a number', 'write a plain number from 1 to 50'],
  ]) {
    const [problem, ...others] = problems(`${GOOD}settings:\n  ${text}\n`);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ line, field, message });
    expect(problem.remedy).toContain(remedy);
  }
});

test('a body by a table of states is read with its table, and what is wrong with one is told where it is named', () => {
  const table = 't_s,x_m,y_m,z_m,heat_W_per_sr,rcs_m2\n0,7e6,0,0,0,1\n1,7e6,1,0,0,1\n';
  const text = GOOD.replace('flights:', 'flights:\n  - { kind: states, id: body, file: body.csv, launch: 2022-11-18T01:14:30Z }');
  const open = (contents: string) => parseScenario(text, 'scenario.yaml', () => Buffer.from(contents));
  const good = open(table);
  if (good.kind === 'rejected') throw new Error(good.problems.map(describeProblem).join('\n'));
  const { scenario } = good;
  expect(scenario.flights[0]).toMatchObject({
    kind: 'states',
    id: 'body',
    start_us: scenario.start_us,
    launch_us: microsFromIso('2022-11-18T01:14:30Z'),
  });
  expect(createWorld(scenario).truth[0].stateAt(scenario.start_us)?.r.x).toBe(7e6);
  const bad = open(table.replace('1,7e6', '1,east'));
  if (bad.kind === 'scenario') throw new Error('it was read');
  expect(bad.problems).toEqual([
    expect.objectContaining({ field: 'flights[0].file', message: 'body.csv, line 3, x_m: "east" is no decimal number' }) as unknown,
  ]);
  const absent = parseScenario(text, 'scenario.yaml');
  expect(absent).toMatchObject({ kind: 'rejected', problems: [{ field: 'flights[0].file' }] });
});

const ANNOUNCED = `announcements:
  - id: brant
    what: sounding rocket
    site: { latitude_deg: 69.29, longitude_deg: 16.02 }
    azimuth_deg: { from: 347, to: 357 }
    window: { from: 2022-11-18T01:00:00Z, to: 2022-11-18T05:00:00Z }
    impact: { latitude_deg: 78.1, longitude_deg: 10, radius_km: 100 }
`;

test('an announced launch is read in SI and radians, and is told to the core before anything is seen; without an impact it goes to orbit', () => {
  const read = (text: string) => {
    const parsed = parseScenario(text, 'scenario.yaml');
    if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
    return parsed.scenario;
  };
  const scenario = read(`${GOOD}${ANNOUNCED}`);
  expect(scenario.announcements).toMatchObject([
    { id: 'brant', ends: 'on-the-ground', azimuth: { from_rad: degrees(347), to_rad: degrees(357) }, areas: [{ radius_m: 100_000 }] },
  ]);
  const world = createWorld(scenario);
  const kinds = Array.from({ length: 6 }, () => world.next()?.input.kind);
  expect(kinds.at(-1)).toBe('announcement');
  expect(read(`${GOOD}${ANNOUNCED.replace(/ {4}impact.*/, '')}`).announcements).toMatchObject([{ ends: 'in-orbit', areas: [] }]);
});

test('an announcement that could not be one is told where it stands, with the remedy', () => {
  const wrong = (from: string, to: string) =>
    problems(`${GOOD}${ANNOUNCED.replace(from, to)}`)
      .map(describeProblem)
      .join(' ');
  expect(wrong('T05:00:00Z', 'T00:30:00Z')).toContain('window: it ends before it begins');
  expect(wrong('2022-11-18T05:00:00Z', '2022-12-18T05:00:00Z')).toContain('14 are the most; announce each attempt');
  expect(wrong('2022-11-18T01:00:00Z, to: 2022-11-18T05', '2022-11-17T01:00:00Z, to: 2022-11-17T05')).toContain(
    'its window is over before the scenario starts',
  );
  expect(wrong('radius_km: 100', 'radius_km: 900')).toContain('900 is out of bounds');
  expect(wrong('site:', 'sight:')).toContain('known here: id, what, site');
});

const ORBIT =
  'orbit: { epoch: 2022-11-18T00:00:00Z, semiMajorAxis_km: 6500, eccentricity: 0.006, inclination_deg: 51, ascendingNode_deg: 0, argumentOfPerigee_deg: 20, meanAnomaly_deg: 170 }';
const BACKGROUND = `flights:
  - { kind: satellite, id: satellite, ${ORBIT} }
  - { kind: aircraft, id: plane, from: { latitude_deg: 38, longitude_deg: 130, height_km: 11 }, course_deg: 60, speed_mps: 250 }
  - { kind: re-entry, id: body, from: { latitude_deg: 45, longitude_deg: 120, height_km: 120 }, speed_mps: 7500, flightPathAngle_deg: -2, azimuth_deg: 110, ballisticCoefficient_kgpm2: 300, glow_kWpsr: 15 }
  - { kind: decay, id: stage, ${ORBIT}, ballisticCoefficient_kgpm2: 100 }
  - { kind: spent-stage, id: booster, of: flight-1 }
`;

test('what is in the air besides is read in SI and radians, and begins with the scenario where it says no start', () => {
  const parsed = parseScenario(GOOD.replace('flights:\n', BACKGROUND), 'scenario.yaml');
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
  const { start_us, flights } = parsed.scenario;
  expect(flights.slice(0, 5)).toMatchObject([
    { kind: 'satellite', orbit: { semiMajorAxis_m: 6_500_000, inclination_rad: degrees(51) }, crossSection_m2: 5 },
    { kind: 'aircraft', start_us, from: { height_m: 11_000 }, course_rad: degrees(60), speed_mps: 250, heat_Wpsr: 0, crossSection_m2: 20 },
    {
      kind: 're-entry',
      start_us,
      from: { height_m: 120_000 },
      flightPathAngle_rad: degrees(-2),
      azimuth_rad: degrees(110),
      glow_Wpsr: 15_000,
    },
    { kind: 'decay', ballisticCoefficient_kgpm2: 100, glow_Wpsr: 0 },
    { kind: 'spent-stage', of: 'flight-1', partsAt_mps: 2, ballisticCoefficient_kgpm2: 400, crossSection_m2: 10 },
  ]);
  expect(createWorld(parsed.scenario).truth.map(({ id }) => id)).toEqual(['satellite', 'plane', 'body', 'stage', 'booster', 'flight-1']);
});

test.each([
  [GOOD.replace('flights:\n', BACKGROUND.replace('of: flight-1', 'of: plane')), 'flights[4].of', 'name one of: flight-1'],
  [GOOD.replace('flights:\n', BACKGROUND.replace('2022-11-18T00', '2022-10-18T00')), 'flights[0].orbit.epoch', 'an epoch near it'],
  [GOOD.replace('flights:\n', BACKGROUND.replace('speed_mps: 7500', 'speed_mps: 75000')), 'flights[2].speed_mps', 'from 100 to 11000 m/s'],
  [GOOD.replace('flights:\n', BACKGROUND.replace('kind: decay', 'kind: decaying')), 'flights[3]', 'did you mean "decay"?'],
  [`${GOOD.slice(0, GOOD.indexOf('flights:'))}${BACKGROUND.split('\n').slice(0, 3).join('\n')}\n`, 'flights', 'give the scenario an end'],
])('what cannot fly so is told with its field and its remedy', (text, field, remedy) => {
  expect(problems(text)[0]).toMatchObject({ remedy: expect.stringContaining(remedy) as string });
  expect(problems(text)[0].field).toContain(field);
});
