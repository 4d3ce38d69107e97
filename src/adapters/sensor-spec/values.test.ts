import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { geodeticDegrees } from '../../core/frames/geodetic.ts';
import { type MeasurementSpec, viewSolidAngle_sr, viewVolume_mrad2 } from '../../core/sense/measurement-spec.ts';
import { degrees } from '../../core/units.ts';
import { describeProblem, type Problem } from '../yaml-file/checked-yaml.ts';
import { parseSensorSpec, type SensorSpecFile, sensorSpecJsonSchema } from './sensor-spec.ts';

// What each key of a spec becomes, what it is where it is left out, and that what cannot be is told at its own key.

const example = (name: string) => readFileSync(fileURLToPath(new URL(`../../../examples/${name}.yaml`, import.meta.url)), 'utf8');
const COAST = example('coastal-radar');
const FLAT = example('flat-radar');
const OPTICS = example('ground-optics');
const SATELLITE = example('infrared-satellite');

const problemsOf = (parsed: SensorSpecFile): readonly Problem[] => (parsed.kind === 'rejected' ? parsed.problems : []);
const told = (text: string, file = 'a.yaml'): string[] => problemsOf(parseSensorSpec(text, file)).map(describeProblem);

function spec(text: string, file = 'a.yaml'): MeasurementSpec {
  const parsed = parseSensorSpec(text, file);
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
  return parsed.spec;
}

/** The text with one line of it, by its key, made another. */
function changed(text: string, key: string, line: string): string {
  const other = text.replace(new RegExp(`^ *${key}:.*$`, 'm'), line);
  expect(other).not.toBe(text);
  return other;
}

test('each number of a radar is what the file says, in SI and radians', () => {
  expect(spec(COAST)).toEqual({
    id: 'coastal-radar',
    sensing: {
      kind: 'polar',
      sigmaRange_m: 30,
      sigmaAzimuth_rad: degrees(0.057),
      sigmaElevation_rad: degrees(0.057),
      sigmaRangeRate_mps: 10,
      view: {
        rangeMin_m: 10_000,
        rangeMax_m: 3_000_000,
        azimuthMin_rad: degrees(240),
        azimuthMax_rad: degrees(380),
        elevationMin_rad: degrees(1),
        elevationMax_rad: degrees(85),
      },
    },
    falsePlotsPerScan: 0.1,
    frame: { kind: 'site', site: geodeticDegrees(38, 138.5, 60) },
    detectionProbability: 0.95,
    resolution: { range_m: 50, angle_rad: degrees(1.2) },
    scanPeriod_s: 2,
    objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 0, motion: 'flight' },
    modifiers: {
      bias: { range_m: 12, azimuth_rad: 0, elevation_rad: degrees(0.01), time_s: 0 },
      refraction: { kind: 'exponential', refractivity: 313, scaleHeight_m: 7000 },
      latency: { mean_s: 0.5, stampedAt: 'measurement' },
    },
  });
});

test('what is left out is nothing: no range rate, no cell of resolution, no modifiers', () => {
  const { sensing, resolution, modifiers, objects } = spec(FLAT);
  expect([Object.keys(sensing), resolution]).toEqual([
    ['kind', 'sigmaRange_m', 'sigmaAzimuth_rad', 'sigmaElevation_rad', 'view'],
    undefined,
  ]);
  expect(modifiers).toEqual({
    bias: { range_m: 0, azimuth_rad: 0, elevation_rad: 0, time_s: 0 },
    refraction: { kind: 'none' },
    latency: { mean_s: 0, stampedAt: 'measurement' },
  });
  expect(objects).toEqual({ velocitySigma_mps: 2500, accelerationPsd_m2ps3: 4, motion: 'constant-velocity' });
});

test('modifiers are what the file says, each with what it is without a word', () => {
  const modifiers = (text: string): MeasurementSpec['modifiers'] => spec(`${changed(SATELLITE, 'latency', `  ${text}`)}`).modifiers;
  expect(modifiers('latency: { mean_s: 3, stamped_at: report }').latency).toEqual({ mean_s: 3, stampedAt: 'report' });
  expect(modifiers('refraction: { kind: exponential }').refraction).toEqual({
    kind: 'exponential',
    refractivity: 313,
    scaleHeight_m: 7000,
  });
  expect(modifiers('refraction: { kind: four-thirds-earth }').refraction).toEqual({ kind: 'four-thirds-earth' });
  expect(modifiers('refraction: { kind: none }').refraction).toEqual({ kind: 'none' });
  expect(modifiers('bias: { azimuth_deg: 0.5, time_s: -2 }').bias).toEqual({
    range_m: 0,
    azimuth_rad: degrees(0.5),
    elevation_rad: 0,
    time_s: -2,
  });
});

test('a cell of resolution may part by range rate, and of directions it needs an angle alone', () => {
  expect(spec(changed(COAST, 'resolution', 'resolution: { range_m: 50, angle_deg: 2, range_rate_mps: 30 }')).resolution).toEqual({
    range_m: 50,
    angle_rad: degrees(2),
    rangeRate_mps: 30,
  });
  expect(spec(`${OPTICS}resolution: { angle_deg: 0.5 }\n`).resolution).toEqual({ range_m: 0, angle_rad: degrees(0.5) });
});

test('a site without a height is at sea level, and its place is told in degrees', () => {
  const site = (text: string) => changed(OPTICS, 'frame', `frame: { kind: site, ${text} }`);
  expect(spec(site('latitude_deg: -90, longitude_deg: 360')).frame).toEqual({ kind: 'site', site: geodeticDegrees(-90, 360, 0) });
  expect(told(site('latitude_deg: 91, longitude_deg: 0'))[0]).toContain(
    'frame.latitude_deg: 91 is out of bounds; give a number from -90 to 90 degrees',
  );
  expect(told(site('latitude_deg: 0'))[0]).toContain('frame.longitude_deg: missing; add it: a number from -360 to 360 degrees');
});

test('optics have a sigma in microradians, a sector or a cone up from the ground, and down from a platform', () => {
  const optics = spec(OPTICS);
  expect(optics.sensing).toMatchObject({ kind: 'line-of-sight', sigmaLineOfSight_rad: expect.closeTo(1e-4, 15) as number });
  expect(optics.sensing.view).toEqual({
    rangeMin_m: 100_000,
    rangeMax_m: 3_000_000,
    azimuthMin_rad: 0,
    azimuthMax_rad: degrees(360),
    elevationMin_rad: degrees(3),
    elevationMax_rad: degrees(85),
  });
  const view = (text: string, of: string): MeasurementSpec['sensing']['view'] =>
    spec(changed(of, 'view', `view: { ${text} }`)).sensing.view;
  expect(view('half_angle_deg: 30', OPTICS)).toMatchObject({
    rangeMin_m: 100_000,
    rangeMax_m: 5_000_000,
    azimuthMin_rad: 0,
    azimuthMax_rad: degrees(360),
    elevationMin_rad: expect.closeTo(degrees(60), 12) as number,
    elevationMax_rad: expect.closeTo(degrees(90), 12) as number,
  });
  expect(view('azimuth_deg: [0, 90], elevation_deg: [-60, -10]', SATELLITE)).toMatchObject({
    rangeMin_m: 100_000,
    rangeMax_m: 50_000_000,
    elevationMin_rad: degrees(-60),
  });
  expect(view('half_angle_deg: 6, range_km: [200, 40000]', SATELLITE)).toMatchObject({ rangeMin_m: 200_000, rangeMax_m: 40_000_000 });
});

test('a density of clutter is of the volume of the view, or of its solid angle', () => {
  const polar = spec(changed(FLAT, 'clutter', 'clutter: { density_per_rad2_m: 0.0001 }'));
  expect(polar.falsePlotsPerScan).toBeCloseTo(1e-4 * viewVolume_mrad2(polar.sensing.view), 9);
  const sight = spec(changed(OPTICS, 'clutter', 'clutter: { density_per_sr: 3 }'));
  expect(sight.falsePlotsPerScan).toBeCloseTo(3 * viewSolidAngle_sr(sight.sensing.view), 9);
});

test('clutter is stated once, in what the sensor measures', () => {
  const clutter = (of: string, text: string): string => told(changed(of, 'clutter', `clutter: { ${text} }`))[0];
  expect(clutter(FLAT, 'false_plots_per_scan: 1, density_per_rad2_m: 1')).toContain(
    'clutter: clutter is stated by false_plots_per_scan and density_per_rad2_m; state it once, as false_plots_per_scan or density_per_rad2_m',
  );
  expect(clutter(FLAT, 'density_per_sr: 1')).toContain(
    'clutter is stated by density_per_sr; state it once, as false_plots_per_scan or density_per_rad2_m',
  );
  expect(clutter(OPTICS, 'density_per_rad2_m: 1')).toContain(
    'clutter is stated by density_per_rad2_m; state it once, as false_plots_per_scan or density_per_sr',
  );
});

test('a sector goes upwards, and round through north at the most once', () => {
  const view = (text: string): string[] => told(changed(FLAT, 'view', `view: { ${text} }`)).map((one) => one.replace(/^\S+ /, ''));
  expect(view('azimuth_deg: [0, 10], elevation_deg: [5, 5], range_km: [1, 1]')).toEqual([
    'view.elevation_deg: 5 is not beyond 5; write [FROM, TO] with FROM below TO',
    'view.range_km: 1 is not beyond 1; write [FROM, TO] with FROM below TO',
  ]);
  expect(view('azimuth_deg: [40, 40], elevation_deg: [5, 6], range_km: [1, 2]')).toEqual([
    'view.azimuth_deg: a sector of no width; write [FROM, TO]; all round is [0, 360]',
  ]);
  expect(view('azimuth_deg: [-180, 181], elevation_deg: [5, 6], range_km: [1, 2]')).toEqual([
    'view.azimuth_deg: more than a full turn; all round is [0, 360]',
  ]);
  expect(view('azimuth_deg: 40, elevation_deg: [5, 96], range_km: [1, 2]')).toEqual([
    'view.azimuth_deg: this must be two numbers; write [FROM, TO], each from -360 to 360 degrees',
    'view.elevation_deg[1]: 96 is out of bounds; give a number from -90 to 90 degrees',
  ]);
});

test('a view of directions is a cone, or a sector with both of its sides', () => {
  const remedy = 'write half_angle_deg for a cone about the vertical, or azimuth_deg and elevation_deg';
  const view = (text: string): string => told(changed(OPTICS, 'view', `view: { ${text} }`))[0];
  for (const text of ['range_km: [100, 200]', 'azimuth_deg: [0, 90]', 'elevation_deg: [3, 9]'])
    expect(view(text)).toContain(`view: neither a cone nor a whole sector is stated; ${remedy}`);
  for (const text of ['azimuth_deg: [0, 90]', 'elevation_deg: [3, 9]'])
    expect(view(`half_angle_deg: 9, ${text}`)).toContain(`view: a cone and a sector are stated; ${remedy}`);
});

test('how objects move follows from the world where it is not said, and asks for what it needs', () => {
  const objects = (of: string, text: string): string[] => told(changed(of, 'objects', `objects: { velocity_sigma_mps: 9, ${text} }`));
  expect(spec(SATELLITE).objects).toEqual({ velocitySigma_mps: 2500, accelerationPsd_m2ps3: 0, motion: 'flight' });
  expect(spec(changed(COAST, 'objects', 'objects: { velocity_sigma_mps: 9, motion: coast, acceleration_psd_m2ps3: 0.5 }')).objects).toEqual(
    {
      velocitySigma_mps: 9,
      accelerationPsd_m2ps3: 0.5,
      motion: 'coast',
    },
  );
  expect(objects(FLAT, 'motion: constant-velocity')).toEqual([
    expect.stringContaining(
      'objects: acceleration_psd_m2ps3 is missing, and constant-velocity needs it; add it: m²/s³; an aircraft that turns has about 10, a body in free fall 0.000001',
    ),
  ]);
  expect(objects(COAST, 'acceleration_psd_m2ps3: 1')).toEqual([
    expect.stringContaining('objects.acceleration_psd_m2ps3: flight has densities of its own; remove it, or choose another motion'),
  ]);
});

test.each([
  ['sigma: {', 'sigma: [1, {', 'a.yaml:'],
  [
    'measures: polar',
    'measures: range',
    'measures is not one of those known; write "measures: polar" (range, azimuth, elevation) or "measures: line-of-sight"',
  ],
  [
    'kind: exponential',
    'kind: flat',
    'modifiers.refraction.kind: kind "flat" is unknown; give it a kind: none, four-thirds-earth, exponential',
  ],
  ['stamped_at: measurement', 'stamped_at: launch', 'modifiers.latency.stamped_at: '],
  ['sensor: coastal-radar', 'sensor: Coast', 'sensor: "Coast" is not a name'],
])('%s made %s is told at its place', (from, to, words) => {
  expect(told(COAST.replace(from, to)).join('\n')).toContain(words);
});

test('what only the core can see is told at the key of the file, and what was told before is not told again', () => {
  // The density over the view makes more plots than a scan may have: once, though a cone and a sector are stated too.
  expect(told(changed(FLAT, 'clutter', 'clutter: { density_per_rad2_m: 1000 }'))).toHaveLength(1);
  expect(told(changed(FLAT, 'frame', 'frame: { kind: platform }').replace('acceleration_psd_m2ps3: 4', 'motion: flight'))).toEqual([]);
  const both = told(
    changed(
      changed(FLAT, 'clutter', 'clutter: { density_per_rad2_m: 1000 }'),
      'view',
      'view: { azimuth_deg: [5, 5], elevation_deg: [3, 45], range_km: [300, 1800] }',
    ),
  );
  expect(both.map((one) => one.split(' ')[1])).toEqual(['view.azimuth_deg:', 'clutter:']);
});

const META = {
  scan_period_s: 5,
  pd: 0.9,
  accel_psd_m2_s3: 4,
  sigma_range_m: 100,
  sigma_az_rad: 0.002,
  sigma_el_rad: 0.003,
  fov: { az_deg: [-45, 45], el_deg: [3, 40], range_m: [300_000, 1_800_000] },
  clutter_mean_per_scan: 10,
  prior_velocity_sigma_m_s: 2500,
};
const meta = (more: object = {}): string => JSON.stringify({ ...META, ...more });

test('the meta file of a scene is a radar in a flat world, each number as it stands', () => {
  expect(spec(meta(), 'a/b/scene.meta.json')).toEqual({
    id: 'scene',
    sensing: {
      kind: 'polar',
      sigmaRange_m: 100,
      sigmaAzimuth_rad: 0.002,
      sigmaElevation_rad: 0.003,
      view: {
        rangeMin_m: 300_000,
        rangeMax_m: 1_800_000,
        azimuthMin_rad: degrees(-45),
        azimuthMax_rad: degrees(45),
        elevationMin_rad: degrees(3),
        elevationMax_rad: degrees(40),
      },
    },
    frame: { kind: 'flat' },
    detectionProbability: 0.9,
    falsePlotsPerScan: 10,
    scanPeriod_s: 5,
    objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 4, motion: 'constant-velocity' },
    modifiers: spec(FLAT).modifiers,
  });
  expect(spec(meta({ sigma_range_rate_m_s: 7 }), 'scene.json')).toMatchObject({ id: 'scene', sensing: { sigmaRangeRate_mps: 7 } });
  expect(spec(meta(), 'scene.json.txt').id).toBe('scene.json.txt');
  expect(parseSensorSpec(meta(), 'a.json')).toMatchObject({ form: 'scene-meta' });
  expect(parseSensorSpec(FLAT, 'a.yaml')).toMatchObject({ form: 'sensor-spec' });
});

test('a scene without clutter has next to none: certainty cannot be weighed', () => {
  expect(spec(meta({ clutter_mean_per_scan: 0 })).falsePlotsPerScan).toBe(1e-6);
});

test('a stated density of clutter agrees with the count to a per cent', () => {
  const { sensing, falsePlotsPerScan } = spec(meta());
  const density = falsePlotsPerScan / viewVolume_mrad2(sensing.view);
  for (const factor of [1, 1.009, 0.991]) expect(told(meta({ clutter_density_per_rad2_m: density * factor }))).toEqual([]);
  for (const factor of [1.02, 0.98])
    expect(told(meta({ clutter_density_per_rad2_m: density * factor }))[0]).toContain(
      `clutter_density_per_rad2_m: it is ${density * factor}, but clutter_mean_per_scan over the field of view makes ${density.toPrecision(6)} per rad²·m; make the two agree, or leave the density out`,
    );
});

test('what is wrong with a scene is told at its keys', () => {
  const fov = (more: object): string[] => told(meta({ fov: { ...META.fov, ...more } })).map((one) => one.replace(/^\S+ /, ''));
  const remedy = 'write [FROM, TO] with FROM below TO';
  expect(fov({ az_deg: [1, 1], el_deg: [5, 4], range_m: [2, 2] })).toEqual([
    `fov.az_deg: 1 is not beyond 1; ${remedy}`,
    `fov.el_deg: 4 is not beyond 5; ${remedy}`,
    `fov.range_m: 2 is not beyond 2; ${remedy}`,
  ]);
  expect(fov({ az_deg: 7 })).toEqual(['fov.az_deg: this must be two numbers; write [FROM, TO], each from -360 to 360 degrees']);
  expect(fov({ az_deg: [-300, 300] })[0]).toMatch(/^fov\.az_deg: /);
  expect(told(meta({ fov: 7 }))[0]).toContain(
    'fov: missing or no group of fields; add fov with az_deg, el_deg and range_m, each [FROM, TO]',
  );
  expect(told(meta({ sigma_az_rad: 1 }))[0]).toContain('sigma_az_rad: 1 is out of bounds');
});

test('only a group of fields with a field of view and a detection probability is the meta file of a scene', () => {
  for (const text of ['null', '7', '[1]', '{"fov":{}}', '{"pd":0.9}', '{"fov":{},"pd":0.9']) {
    const words = told(text, 'a.json').join('\n');
    expect(words).not.toContain('fov with az_deg');
    expect(words).not.toBe('');
  }
});

test('a text longer than any spec is not parsed', () => {
  const long = (length: number): string => `${FLAT}#${'x'.repeat(length - FLAT.length - 1)}`;
  expect(parseSensorSpec(long(1_000_000), 'a.yaml').kind).toBe('spec');
  expect(problemsOf(parseSensorSpec(long(1_000_001), 'a.yaml'))).toEqual([
    {
      file: 'a.yaml',
      line: 1,
      column: 1,
      field: '',
      message: 'the file has 1000001 characters, more than any spec',
      remedy: 'is this the file of plots? Give the spec of the sensor',
    },
  ]);
});

test('a file that is no group of fields is told how a spec begins', () => {
  for (const text of ['7', '- 1\n'])
    expect(told(text)[0]).toMatch(/begin with "sensor: NAME" and "measures: polar"|write "measures: polar"/);
});

test('the published form has its title, its units and the bounds in them', () => {
  const text = JSON.stringify(sensorSpecJsonSchema());
  expect(sensorSpecJsonSchema()).toMatchObject({ title: 'tocsin sensor spec' });
  for (const words of [
    '"description":"degrees"',
    '"description":"km"',
    '"description":"µrad"',
    '"description":"per rad²·m"',
    '"description":"per sr"',
  ])
    expect(text).toContain(words);
});

test.each([
  [
    COAST,
    'scale_height_km: 7',
    'scale_height_km: 21',
    'modifiers.refraction.scale_height_km: 21 is out of bounds; give a number from 1 to 20 km',
  ],
  [COAST, 'azimuth_deg: 0.057', 'azimuth_deg: 31', 'sigma.azimuth_deg: 31 is out of bounds; give a number from 0.000001 to 30 degrees'],
  [
    COAST,
    'range_km: [10, 3000]',
    'range_km: [10, 1000001]',
    'view.range_km[1]: 1000001 is out of bounds; give a number from 0 to 1000000 km',
  ],
  [
    OPTICS,
    'line_of_sight_urad: 100',
    'line_of_sight_urad: 0',
    'sigma.line_of_sight_urad: 0 is out of bounds; give a number from 0.001 to 100000 µrad',
  ],
  [SATELLITE, 'half_angle_deg: 6', 'half_angle_deg: 91', 'view.half_angle_deg: 91 is out of bounds; give a number from 0.01 to 90 degrees'],
  [
    OPTICS,
    'false_plots_per_scan: 0.5',
    'density_per_sr: 0',
    'clutter.density_per_sr: 0 is out of bounds; give a number from 1e-9 to 1000000000000 per sr',
  ],
  [
    FLAT,
    'false_plots_per_scan: 100',
    'density_per_rad2_m: 0',
    'clutter.density_per_rad2_m: 0 is out of bounds; give a number from 1e-15 to 1000000 per rad²·m',
  ],
  [
    COAST,
    'elevation_deg: 0.01',
    'elevation_deg: 10.1',
    'modifiers.bias.elevation_deg: 10.1 is out of bounds; give a number from -10 to 10 degrees',
  ],
])('bounds are told in the unit of the file (%#)', (of, from, to, words) => {
  expect(of).toContain(from);
  expect(told(of.replace(from, to)).join('\n')).toContain(words);
});
