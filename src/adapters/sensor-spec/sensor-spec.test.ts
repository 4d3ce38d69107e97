import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { clutterDensity, type MeasurementSpec, viewSolidAngle_sr } from '../../core/sense/measurement-spec.ts';
import { degrees } from '../../core/units.ts';
import { sharedText } from '../../../tests/support/shared.ts';
import { describeProblem } from '../yaml-file/checked-yaml.ts';
import { sensorSpecSchema } from './schema.ts';
import { parseSensorSpec, sensorSpecJsonSchema } from './sensor-spec.ts';

const example = (name: string) => readFileSync(fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url)), 'utf8');
const COAST = example('coastal-radar.yaml');

function spec(text: string, file = 'sensor.yaml'): MeasurementSpec {
  const parsed = parseSensorSpec(text, file);
  if (parsed.kind === 'rejected') throw new Error(parsed.problems.map(describeProblem).join('\n'));
  return parsed.spec;
}

function complaints(text: string): string[] {
  const parsed = parseSensorSpec(text, 'sensor.yaml');
  return parsed.kind === 'rejected' ? parsed.problems.map(describeProblem) : [];
}

test('degrees and kilometres become radians and metres; a sector through north keeps its width', () => {
  const { sensing, frame, modifiers, resolution, objects } = spec(COAST);
  if (sensing.kind !== 'polar' || frame.kind !== 'site') throw new Error('a radar with a site was meant');
  expect(frame.site.latitude_rad).toBe(degrees(38));
  expect(sensing.view.azimuthMin_rad).toBe(degrees(240));
  expect(sensing.view.azimuthMax_rad).toBe(degrees(380));
  expect(sensing.view.rangeMax_m).toBe(3_000_000);
  expect(sensing.sigmaRangeRate_mps).toBe(10);
  expect(resolution).toEqual({ range_m: 50, angle_rad: degrees(1.2) });
  expect(objects.motion).toBe('flight');
  expect(modifiers.bias).toEqual({ range_m: 12, azimuth_rad: 0, elevation_rad: degrees(0.01), time_s: 0 });
  expect(modifiers.refraction).toEqual({ kind: 'exponential', refractivity: 313, scaleHeight_m: 7000 });
  expect(modifiers.latency).toEqual({ mean_s: 0.5, stampedAt: 'measurement' });
});

test('the four examples are specs: a radar in a flat world, one on a coast, optics on the ground, a satellite', () => {
  expect(spec(example('flat-radar.yaml'))).toMatchObject({ frame: { kind: 'flat' }, objects: { motion: 'constant-velocity' } });
  expect(spec(COAST)).toMatchObject({ id: 'coastal-radar', objects: { motion: 'flight' } });
  const { sensing } = spec(example('ground-optics.yaml'));
  expect(sensing).toMatchObject({ kind: 'line-of-sight', view: { rangeMin_m: 100_000, rangeMax_m: 3_000_000 } });
  const satellite = spec(example('infrared-satellite.yaml'));
  expect(satellite).toMatchObject({ sensing: { kind: 'line-of-sight' }, frame: { kind: 'platform' } });
  // A cone about what is straight below, in a reach that holds the Earth from a high orbit.
  expect(satellite.sensing.view).toMatchObject({
    elevationMin_rad: -Math.PI / 2,
    elevationMax_rad: expect.closeTo(degrees(-84), 12),
    rangeMax_m: 5e7,
  });
  expect(viewSolidAngle_sr(satellite.sensing.view)).toBeCloseTo(2 * Math.PI * (1 - Math.cos(degrees(6))), 12);
});

test('what looks at directions states a cone or a sector, and a reach that begins somewhere', () => {
  const optics = example('ground-optics.yaml');
  const view = (text: string) => optics.replace(/^view:.*$/m, `view: { ${text} }`);
  expect(spec(view('half_angle_deg: 30')).sensing.view).toMatchObject({
    elevationMin_rad: expect.closeTo(degrees(60), 12),
    rangeMin_m: 100_000,
  });
  expect(complaints(view('half_angle_deg: 30, azimuth_deg: [0, 90]')).join('\n')).toContain('a cone and a sector are stated');
  expect(complaints(view('azimuth_deg: [0, 90]')).join('\n')).toContain('neither a cone nor a whole sector is stated');
  expect(complaints(view('half_angle_deg: 30, range_km: [0, 500]')).join('\n')).toContain('say how near an object may be at the least');
  expect(complaints(`${optics}modifiers: { bias: { range_m: 5 } }\n`).join('\n')).toContain('the sensor measures directions only');
});

test('a sector from a bearing to itself by way of a full turn is all round, and more than that is none', () => {
  const between = (from: number, to: number): string => COAST.replace(/azimuth_deg: \[[^\]]*\]/, `azimuth_deg: [${from}, ${to}]`);
  for (const [from, to] of [
    [360, 0],
    [180, -180],
    [0, 360],
    [-180, 180],
  ] as const) {
    const { azimuthMin_rad, azimuthMax_rad } = spec(between(from, to)).sensing.view;
    expect(azimuthMax_rad - azimuthMin_rad).toBeCloseTo(2 * Math.PI, 12);
  }
  for (const [from, to] of [
    [270, -180],
    [-180, 270],
  ] as const)
    expect(complaints(between(from, to)).join('\n')).toContain('more than a full turn');
  expect(complaints(between(40, 40)).join('\n')).toContain('a sector of no width');
});

test('the spec in the documentation is one, and its table names every key', () => {
  const text = readFileSync(fileURLToPath(new URL('../../../docs/formats/sensor-spec.md', import.meta.url)), 'utf8');
  const [, block] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
  expect(spec(block)).toEqual(spec(COAST));
  for (const key of Object.keys(sensorSpecSchema.options[0].shape)) expect(text).toMatch(new RegExp(`\`(modifiers\\.|)${key}|${key}:`));
});

test('clutter may be stated as a density or as a count, and both come to the same', () => {
  const counted = spec(example('flat-radar.yaml'));
  const density = clutterDensity(counted);
  const stated = spec(example('flat-radar.yaml').replace('false_plots_per_scan: 100', `density_per_rad2_m: ${density}`));
  expect(stated.falsePlotsPerScan).toBeCloseTo(100, 9);
});

/** [what is changed, into what, what the complaint holds]. */
const FAULTS: readonly (readonly [from: string, to: string, ...told: string[]])[] = [
  ['range_m: 30,', 'range: 30,', 'sensor.yaml:6:', 'sigma.range: unknown field "range"', 'did you mean "range_m"?'],
  ['sigma: {', 'sigmas: {', 'sensor.yaml:6:1', 'did you mean "sigma"?'],
  ['detection_probability: 0.95', 'detection_probability: 95', 'sensor.yaml:9:', '95 is out of bounds', '0.001 to 0.9999'],
  ['scan_period_s: 2', 'scan_period_s: two', 'sensor.yaml:8:', 'found "two"', 'write a plain number'],
  ['scan_period_s: 2\n', 'scan_period_s: 0\n', 'sensor.yaml:8:', '0 is out of bounds', '0.001 to 86400 s'],
  ['azimuth_deg: 0.057', 'azimuth_deg: 57', 'sensor.yaml:6:', '57 is out of bounds', '0.000001 to 30 degrees'],
  ['scale_height_km: 7', 'scale_height_km: 7000', 'sensor.yaml:15:', '1 to 20 km'],
  // What only the core can see: the density over this view makes more plots than a scan may have.
  ['false_plots_per_scan: 0.1', 'density_per_rad2_m: 5', 'sensor.yaml:10:', 'clutter:', 'outside 1e-9 to 1000000', 'number of false plots'],
  ['measures: polar', 'measures: polr', 'measures is not one of those known', 'write "measures: polar"'],
  ['kind: site', 'kind: sight', 'sensor.yaml:5:', 'kind "sight" is unknown', 'flat, site, platform'],
  ['range_km: [10, 3000]', 'range_km: [3000, 10]', 'sensor.yaml:7:', 'view.range_km: 10 is not beyond 3000', 'FROM below TO'],
  ['range_km: [10, 3000]', 'range_km: 3000', 'sensor.yaml:7:', 'must be two numbers', 'write [FROM, TO]'],
  ['false_plots_per_scan: 0.1', '', 'sensor.yaml:10:', 'clutter is stated by nothing', 'false_plots_per_scan or density_per_rad2_m'],
  ['kind: exponential,', 'kind: exponetial,', 'sensor.yaml:15:', 'modifiers.refraction', 'did you mean "exponential"?'],
  ['frame: { kind: site, latitude_deg: 38.0, longitude_deg: 138.5, height_m: 60 }', 'frame: { kind: flat }', 'a flat world has no gravity'],
  ['motion: flight', 'motion: coast', 'acceleration_psd_m2ps3 is missing, and coast needs it'],
  ['motion: flight', 'acceleration_psd_m2ps3: 1', 'flight has densities of its own', 'remove it'],
  ['scan_period_s: 2\n', '', 'scan_period_s: missing', 'add it: a number from 0.001 to 86400 s'],
  ['sigma: {', 'sigma: [', 'sensor.yaml:6:', 'mend the YAML here'],
];

test.each(FAULTS)('%j made %j is told with its line and its remedy', (from, to, ...told) => {
  const text = COAST.replace(from, to);
  expect(text).not.toBe(COAST);
  const all = complaints(text).join('\n');
  for (const words of told) expect(all).toContain(words);
});

const META = {
  family: 'wide',
  n_targets: 10,
  seed: 1,
  scan_period_s: 5,
  n_scans: 60,
  pd: 0.9,
  accel_psd_m2_s3: 4,
  sigma_range_m: 100,
  sigma_az_rad: 0.0017453292519943296,
  sigma_el_rad: 0.0017453292519943296,
  fov: { az_deg: [-45, 45], el_deg: [3, 45], range_m: [300000, 1800000] },
  clutter_mean_per_scan: 10,
  prior_velocity_sigma_m_s: 2500,
};

test('the meta file of a scene is a spec, and what it says of the truth reaches nobody', () => {
  const first = spec(JSON.stringify(META), 'scenes/wide_n10.meta.json');
  expect(first.id).toBe('wide_n10');
  expect(first).toMatchObject({ frame: { kind: 'flat' }, detectionProbability: 0.9, falsePlotsPerScan: 10, scanPeriod_s: 5 });
  const other = { ...META, n_targets: 999, seed: 2, n_scans: 3, family: 'cso', group_size: 5 };
  expect(spec(JSON.stringify(other), 'scenes/wide_n10.meta.json')).toEqual(first);
});

test('a meta file with a fault is refused with its line', () => {
  const text = JSON.stringify({ ...META, pd: 'high', fov: { ...META.fov, el_deg: [45, 3] } }, null, 1);
  expect(complaints(text)[0]).toContain('sensor.yaml:7:8 pd: found "high"');
  const turned = JSON.stringify({ ...META, fov: { ...META.fov, el_deg: [45, 3] } }, null, 1);
  expect(complaints(turned)[0]).toContain('fov.el_deg: 3 is not beyond 45');
  const odd = JSON.stringify({ ...META, clutter_density_per_rad2_m: 1 });
  expect(complaints(odd)[0]).toContain('make the two agree');
});

test('a file of plots in the place of a spec is refused at once', () => {
  expect(complaints('scan,t,el,az,range\n'.repeat(100_000))[0]).toContain('is this the file of plots?');
  expect(complaints('scan,t,det,el,az,range\n0,0.0,0,0.2,0.1,1000\n')[0]).toContain('begin with "sensor: NAME"');
});

test('the form is published as a JSON schema', () => {
  expect(JSON.stringify(sensorSpecJsonSchema())).toContain('acceleration_psd_m2ps3');
});

test('every meta file beside the project is a spec with the clutter density that it states', (context) => {
  for (const name of ['wide_n10_c1', 'wide_n100_c1', 'wide_n500_c1', 'cso_n50_c1', 'dense_n50_c5']) {
    const text = sharedText(`peers/${name}.meta.json`, context);
    const stated = JSON.parse(text) as { clutter_density_per_rad2_m: number };
    expect(clutterDensity(spec(text, `${name}.meta.json`)) / stated.clutter_density_per_rad2_m).toBeCloseTo(1, 9);
  }
});
