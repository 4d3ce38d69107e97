import { expect, test } from 'vitest';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { polarFromEcef } from '../frames/radar.ts';
import { enuBasis } from '../frames/enu.ts';
import { vec3 } from '../math/vector.ts';
import { degrees } from '../units.ts';
import { antennaHeight_m, correctedPlot, measuredAt_us } from './corrections.ts';
import { clutterDensity, measurementSpecOf, type MeasurementSpec, mountOf, NO_MODIFIERS, turnedMount } from './measurement-spec.ts';
import type { InfraredSensor, RadarSensor } from './sensor.ts';
import { apparentSight, straightSight } from './refraction.ts';

const SITE = geodeticDegrees(36, 136, 30);

const RADAR: RadarSensor = {
  kind: 'radar',
  id: 'radar-east',
  site: SITE,
  revisit_s: 2,
  detectionProbability: 0.95,
  falseDetectionsPerScan: 0.5,
  rangeMin_m: 10_000,
  rangeMax_m: 3_000_000,
  elevationMin_rad: degrees(1),
  elevationMax_rad: degrees(85),
  azimuthCentre_rad: degrees(280),
  azimuthHalfWidth_rad: degrees(60),
  sigmaRange_m: 30,
  sigmaAngle_rad: 1e-3,
  sigmaRangeRate_mps: 10,
};

const HEAT: InfraredSensor = {
  kind: 'infrared-satellite',
  id: 'satellite-west',
  revisit_s: 2,
  detectionProbability: 0.9,
  falseDetectionsPerScan: 0.05,
  fieldOfRegard_sr: 0.034,
  sigmaLineOfSight_rad: 25e-6,
};

test('the sensors of a theatre can be said as measurement specs', () => {
  const radar = measurementSpecOf(RADAR);
  expect(radar).toMatchObject({ id: 'radar-east', frame: { kind: 'site', site: SITE }, falsePlotsPerScan: 0.5, scanPeriod_s: 2 });
  expect(radar.sensing).toMatchObject({
    kind: 'polar',
    view: { azimuthMin_rad: expect.closeTo(degrees(220), 12), azimuthMax_rad: expect.closeTo(degrees(340), 12) },
  });
  const heat = measurementSpecOf(HEAT);
  expect(heat).toMatchObject({ frame: { kind: 'platform' }, sensing: { kind: 'line-of-sight', sigmaLineOfSight_rad: 25e-6 } });
  expect(clutterDensity(heat)).toBeCloseTo(0.05 / 0.034, 12);
});

test('clutter density is per range, azimuth and elevation: 250 false plots over 10° × 10° × 200 km are 0.04104 per m·rad²', () => {
  const view = {
    rangeMin_m: 900_000,
    rangeMax_m: 1_100_000,
    azimuthMin_rad: degrees(-5),
    azimuthMax_rad: degrees(5),
    elevationMin_rad: degrees(15),
    elevationMax_rad: degrees(25),
  };
  const { sensing, ...others } = measurementSpecOf(RADAR);
  expect(clutterDensity({ ...others, falsePlotsPerScan: 250, sensing: { ...sensing, view } as never })).toBeCloseTo(0.0410350793751468, 12);
});

test('a mount on the Earth reads the azimuth from north over east, as the radar frames do', () => {
  const spec = measurementSpecOf(RADAR);
  const target = vec3(-3_500_000, 3_300_000, 4_600_000);
  const { azimuth_rad, elevation_rad, range_m } = polar(mountOf(spec), target);
  const mount = mountOf(spec);
  const known = polarFromEcef(vec3(mount[0], mount[1], mount[2]), enuBasis(SITE), target, vec3(0, 0, 0));
  expect(range_m).toBeCloseTo(known.range_m, 6);
  expect(Math.cos(azimuth_rad - known.azimuth_rad)).toBeCloseTo(1, 14);
  expect(elevation_rad).toBeCloseTo(known.elevation_rad, 12);
  const turned = polar(turnedMount(mount, degrees(280)), target);
  expect(Math.sin(turned.azimuth_rad - azimuth_rad + degrees(280))).toBeCloseTo(0, 14);
  expect(turned.elevation_rad).toBeCloseTo(elevation_rad, 14);
});

test('a flat sensor is the origin of its world, and turning it by nothing changes no bit', () => {
  const flat: MeasurementSpec = { ...measurementSpecOf(RADAR), frame: { kind: 'flat' } };
  expect([...mountOf(flat)]).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
  expect([...turnedMount(mountOf(flat), 0)]).toEqual([...mountOf(flat)]);
});

test('a moving platform stands where the scan says, and nowhere without', () => {
  const spec: MeasurementSpec = { ...measurementSpecOf(RADAR), frame: { kind: 'platform' } };
  expect([...mountOf(spec, SITE)]).toEqual([...mountOf(measurementSpecOf(RADAR))]);
  expect(() => mountOf(spec)).toThrow('hand in where it was');
});

test('bias is taken out of a plot, and latency out of a time that is stamped at the report', () => {
  const modifiers = { ...NO_MODIFIERS, bias: { range_m: 40, azimuth_rad: 2e-3, elevation_rad: -1e-3, time_s: 0.25 } };
  const spec: MeasurementSpec = { ...measurementSpecOf(RADAR), modifiers };
  const corrected = correctedPlot(spec, { range_m: 500_040, azimuth_rad: 1.002, elevation_rad: 0.199, rangeRate_mps: -7 }, 0);
  expect(corrected.range_m).toBeCloseTo(500_000, 9);
  expect(corrected.azimuth_rad).toBeCloseTo(1, 14);
  expect(corrected.elevation_rad).toBeCloseTo(0.2, 14);
  expect(corrected.rangeRate_mps).toBe(-7);
  expect(measuredAt_us(spec, 10_000_000)).toBe(9_750_000);
  const late: MeasurementSpec = { ...spec, modifiers: { ...modifiers, latency: { mean_s: 1.5, stampedAt: 'report' } } };
  expect(measuredAt_us(late, 10_000_000)).toBe(8_250_000);
  expect(antennaHeight_m(spec)).toBe(30);
});

test('a plot of a sensor without bias and without air is the plot itself', () => {
  const plot = { range_m: 500_000, azimuth_rad: 1, elevation_rad: 0.2 };
  expect(correctedPlot(measurementSpecOf(RADAR), plot, 0)).toBe(plot);
});

const AIR = { kind: 'exponential', refractivity: 313, scaleHeight_m: 7000 } as const;
const oneCentimetre = 0.01;
const oneMetre = 1;

test('air of no density bends nothing', () => {
  const seen = { range_m: 1_200_000, elevation_rad: 0.05 };
  const straight = straightSight({ ...AIR, refractivity: 0 }, 50, seen);
  expect(Math.abs(straight.range_m - seen.range_m)).toBeLessThan(oneCentimetre);
  expect(Math.abs(straight.elevation_rad - seen.elevation_rad) * seen.range_m).toBeLessThan(oneCentimetre);
});

test('a ray through exponential air meets the one that keeps n·r·cos θ, worked out in a million thin layers', () => {
  for (const elevation_rad of [degrees(1), degrees(5), degrees(30), degrees(80)]) {
    const known = bySnell(elevation_rad, 1_000_000);
    const straight = straightSight(AIR, 0, { range_m: known.light_m, elevation_rad });
    expect(Math.abs(straight.range_m - known.range_m)).toBeLessThan(oneCentimetre);
    expect(Math.abs(straight.elevation_rad - known.elevation_rad) * known.range_m).toBeLessThan(oneMetre);
  }
});

test('for aircraft the 4/3 Earth and the exponential air with its gradient agree to a tenth of a milliradian', () => {
  // dn/dh of −1/(4a) at the ground, as the 4/3 Earth supposes.
  const gradient = { kind: 'exponential', refractivity: (1e6 * 7000) / (4 * 6_371_000), scaleHeight_m: 7000 } as const;
  const seen = { range_m: 60_000, elevation_rad: degrees(0.5) };
  const a = straightSight({ kind: 'four-thirds-earth' }, 0, seen);
  const b = straightSight(gradient, 0, seen);
  expect(Math.abs(a.elevation_rad - b.elevation_rad)).toBeLessThan(1e-4);
  expect(seen.elevation_rad - a.elevation_rad).toBeGreaterThan(1e-3);
});

test('what a radar measures through the air is, straightened, where the object is', () => {
  for (const refraction of [AIR, { kind: 'four-thirds-earth' }, { kind: 'none' }] as const)
    for (const elevation_deg of [0.2, 1, 5, 40, 85])
      for (const range_m of [20_000, 300_000, 3_000_000]) {
        const straight = { range_m, elevation_rad: degrees(elevation_deg) };
        const again = straightSight(refraction, 50, apparentSight(refraction, 50, straight));
        expect(Math.abs(again.range_m - range_m)).toBeLessThan(1e-3);
        expect(Math.abs(again.elevation_rad - straight.elevation_rad)).toBeLessThan(1e-9);
      }
});

function polar(mount: Float64Array, { x, y, z }: { x: number; y: number; z: number }) {
  const d = [x - mount[0], y - mount[1], z - mount[2]];
  const along = (axis: number) => d[0] * mount[axis] + d[1] * mount[axis + 1] + d[2] * mount[axis + 2];
  const range_m = Math.hypot(...d);
  return { range_m, azimuth_rad: Math.atan2(along(6), along(3)), elevation_rad: Math.asin(along(9) / range_m) };
}

/** Where a beam that left the ground at an elevation is at the top of the air, and how far light has gone by then. */
function bySnell(elevation_rad: number, layers: number): { range_m: number; elevation_rad: number; light_m: number } {
  const from = 6_371_000;
  const top = 112_000;
  const n = (h: number) => 1 + AIR.refractivity * 1e-6 * Math.exp(-h / AIR.scaleHeight_m);
  const kept = n(0) * from * Math.cos(elevation_rad);
  let phi = 0;
  let light_m = 0;
  for (let k = 0; k < layers; k++) {
    const h = ((k + 0.5) * top) / layers;
    const c = kept / (n(h) * (from + h));
    const s = Math.sqrt(1 - c * c);
    const step = top / layers / s;
    phi += (step * c) / (from + h);
    light_m += step * n(h);
  }
  const x = (from + top) * Math.sin(phi);
  const y = (from + top) * Math.cos(phi) - from;
  return { range_m: Math.hypot(x, y), elevation_rad: Math.atan2(y, x), light_m };
}
