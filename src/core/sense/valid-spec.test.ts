import { expect, test } from 'vitest';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { degrees } from '../units.ts';
import { type MeasurementSpec, measurementSpecOf, NO_MODIFIERS } from './measurement-spec.ts';
import type { RadarSensor } from './sensor.ts';
import { checkSpec, SPEC_RANGES, specFaults } from './valid-spec.ts';

const VIEW = {
  rangeMin_m: 10_000,
  rangeMax_m: 3_000_000,
  azimuthMin_rad: degrees(240),
  azimuthMax_rad: degrees(380),
  elevationMin_rad: degrees(0.3),
  elevationMax_rad: degrees(85),
};
const SENSING = { kind: 'polar', sigmaRange_m: 30, sigmaAzimuth_rad: 1e-4, sigmaElevation_rad: 1e-4, view: VIEW } as const;
const RADAR: MeasurementSpec = {
  id: 'radar',
  sensing: SENSING,
  frame: { kind: 'site', site: geodeticDegrees(38, 138.5, 60) },
  detectionProbability: 0.95,
  falsePlotsPerScan: 0.1,
  scanPeriod_s: 2,
  objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 0.01, motion: 'coast' },
  modifiers: NO_MODIFIERS,
};
const SATELLITE: MeasurementSpec = {
  ...RADAR,
  sensing: {
    kind: 'line-of-sight',
    sigmaLineOfSight_rad: 25e-6,
    view: {
      rangeMin_m: 100_000,
      rangeMax_m: 5_000_000,
      azimuthMin_rad: 0,
      azimuthMax_rad: 2 * Math.PI,
      elevationMin_rad: 0.1,
      elevationMax_rad: 1.5,
    },
  },
  frame: { kind: 'platform' },
};

/** The spec with one thing changed, at a place such as `sensing.view.rangeMax_m`. */
function changed(spec: MeasurementSpec, place: string, value: unknown): MeasurementSpec {
  const [first, ...rest] = place.split('.');
  const before = (spec as unknown as Record<string, unknown>)[first];
  return { ...spec, [first]: rest.length === 0 ? value : changed(before as MeasurementSpec, rest.join('.'), value) };
}

test('what sensors are is taken: radars, satellites, all that a theatre declares', () => {
  expect(specFaults(RADAR)).toEqual([]);
  expect(specFaults(SATELLITE)).toEqual([]);
  const theatre: RadarSensor = {
    kind: 'radar',
    id: 'west',
    revisit_s: 2,
    detectionProbability: 0.9,
    falseDetectionsPerScan: 1,
    site: geodeticDegrees(35, 139, 50),
    azimuthCentre_rad: degrees(280),
    azimuthHalfWidth_rad: degrees(60),
    rangeMin_m: 10_000,
    rangeMax_m: 3_000_000,
    elevationMin_rad: degrees(1),
    elevationMax_rad: degrees(85),
    sigmaRange_m: 30,
    sigmaAngle_rad: 1e-3,
    sigmaRangeRate_mps: 5,
  };
  expect(specFaults(measurementSpecOf(theatre))).toEqual([]);
});

/** [place, value, what the message holds]. */
const WRONG: readonly (readonly [place: string, value: unknown, told: readonly string[]])[] = [
  ['detectionProbability', 90, ['90 is outside 0.001 to 0.9999', 'not per cent']],
  ['detectionProbability', '0.9', ['"0.9" is no number']],
  ['detectionProbability', NaN, ['NaN is no number']],
  ['falsePlotsPerScan', 0, ['0 is outside 1e-9 to 1000000', 'certainty']],
  ['scanPeriod_s', -2, ['-2 is outside 0.001 to 86400 s']],
  ['sensing.sigmaRange_m', -5, ['-5 is outside 0.001 to 1000000 m', 'one sigma, in metres']],
  ['sensing.sigmaAzimuth_rad', 5.7, ['to 0.523599 rad', 'degrees(0.1) is 0.1°']],
  ['sensing.sigmaElevation_rad', 0, ['is outside', 'in radians']],
  ['sensing.sigmaRangeRate_mps', 0, ['is outside 0.0001 to 10000 m/s', 'leave it out']],
  ['sensing.view.rangeMax_m', 5000, ['5000 is not beyond rangeMin_m, 10000', 'width']],
  ['sensing.view.rangeMax_m', Infinity, ['Infinity is outside 0 to 1000000000 m']],
  ['sensing.view.azimuthMin_rad', 240, ['240 is outside -6.28319 to 6.28319 rad', 'degrees(240) is 240°']],
  ['sensing.view.azimuthMax_rad', degrees(230), ['is not beyond azimuthMin_rad']],
  ['sensing.view.azimuthMax_rad', degrees(601), ['more than a full turn', '0 to 2π']],
  ['sensing.view.elevationMax_rad', 85, ['85 is outside -1.5708 to 1.5708 rad', 'degrees(85) is 85°']],
  ['sensing.view', undefined, ['it is missing']],
  ['sensing.kind', 'cartesian', ['"cartesian" is unknown', 'polar, line-of-sight']],
  ['frame.kind', 'moon', ['"moon" is unknown', 'flat, site, platform']],
  ['frame.site', { latitude_rad: 38, longitude_rad: 0, height_m: 0 }, ['frame.site.latitude_rad: 38 is outside', 'geodeticDegrees']],
  ['frame.site', [38, 138], ['a list is no group of fields']],
  ['frame.site.height_m', 60_000, ['60000 is outside -500 to 40000 m']],
  ['resolution', { range_m: 50 }, ['resolution.angle_rad: undefined is no number']],
  [
    'resolution',
    { range_m: 50, angle_rad: 0.01, rangeRate_mps: 3 },
    ['resolution.rangeRate_mps: the sensor measures no range rate', 'leave it out, or give the sigma of the range rate too'],
  ],
  ['objects.velocitySigma_mps', 0, ['0 is outside 0.01 to 50000 m/s']],
  ['objects.accelerationPsd_m2ps3', undefined, ['undefined is no number', 'a body in free fall 0.000001']],
  ['objects.motion', 'orbit', ['"orbit" is unknown', 'constant-velocity, coast, flight']],
  ['frame', { kind: 'flat' }, ['objects.motion: a flat world has no gravity for coast', 'give the sensor a site']],
  ['modifiers', undefined, ['it is missing', 'NO_MODIFIERS']],
  ['modifiers.bias.azimuth_rad', 1, ['1 is outside -0.174533 to 0.174533 rad']],
  ['modifiers.bias.time_s', 1e6, ['is outside -600 to 600 s']],
  ['modifiers.refraction', { kind: 'exponential', refractivity: 313, scaleHeight_m: 7 }, ['scaleHeight_m: 7 is outside 1000 to 20000 m']],
  ['modifiers.latency.mean_s', -1, ['-1 is outside 0 to 600 s']],
  ['modifiers.latency.stampedAt', 'noon', ['measurement, report']],
  ['id', '', ['"" is no name']],
];

test.each(WRONG)('%s of %j is refused by its place, its unit and what to do', (place, value, told) => {
  const wrong = changed(RADAR, place, value);
  expect(() => checkSpec(wrong)).toThrow(RangeError);
  for (const words of told) expect(() => checkSpec(wrong)).toThrow(words);
  if (!told.some((words) => words.includes(':'))) expect(specFaults(wrong)[0].place).toBe(place);
});

test('a satellite is asked for what it has, and nobody for a radar’s view', () => {
  expect(() => checkSpec(changed(SATELLITE, 'sensing.sigmaLineOfSight_rad', 25))).toThrow('25e-6 is 25 µrad');
  expect(() => checkSpec(changed(SATELLITE, 'sensing.view.rangeMin_m', 0))).toThrow('say how near an object may be at the least');
  expect(() => checkSpec(changed(SATELLITE, 'modifiers.bias.range_m', 5))).toThrow('measures directions only');
});

test('a cell in range rate belongs to a sensor that measures it', () => {
  const resolution = { range_m: 50, angle_rad: 0.01, rangeRate_mps: 3 };
  expect(specFaults({ ...RADAR, sensing: { ...SENSING, sigmaRangeRate_mps: 5 }, resolution })).toEqual([]);
  expect(specFaults({ ...SATELLITE, resolution }).map(({ place }) => place)).toEqual(['resolution.rangeRate_mps']);
  expect(specFaults({ ...RADAR, resolution: { range_m: 50, angle_rad: 0.01 } })).toEqual([]);
});

test('all that is wrong is found, and what is no spec at all is no accident of the program', () => {
  const wrong = { ...RADAR, detectionProbability: 2, scanPeriod_s: NaN, objects: { ...RADAR.objects, velocitySigma_mps: -1 } };
  expect(specFaults(wrong).map(({ place }) => place)).toEqual(['detectionProbability', 'scanPeriod_s', 'objects.velocitySigma_mps']);
  for (const nothing of [undefined, null, 'radar', 5, [], {}]) expect(() => checkSpec(nothing as never)).toThrow(RangeError);
});

test('the edges of every range are inside it', () => {
  for (const value of SPEC_RANGES.detectionProbability.range) expect(specFaults({ ...RADAR, detectionProbability: value })).toEqual([]);
  for (const value of SPEC_RANGES.scanPeriod_s.range) expect(specFaults({ ...RADAR, scanPeriod_s: value })).toEqual([]);
  const round = changed(changed(RADAR, 'sensing.view.azimuthMin_rad', degrees(350)), 'sensing.view.azimuthMax_rad', degrees(710));
  expect(specFaults(round)).toEqual([]);
});
