import { expect, test } from 'vitest';
import { passive } from '../../../tests/support/several-sensors.ts';
import { type MeasurementSpec, NO_MODIFIERS } from '../sense/measurement-spec.ts';
import { apparentSight, type Refraction } from '../sense/refraction.ts';
import { sensorDoor } from './sensor-door.ts';

const WEST = passive('west', 38, 138.5);
const TRUE = { azimuth_rad: 1.2, elevation_rad: 0.05, sigmaAzimuth_rad: 3e-4 };
const FOUR_THIRDS: Refraction = { kind: 'four-thirds-earth' };
const NONE: Refraction = { kind: 'none' };
const BIAS = { ...NO_MODIFIERS.bias, azimuth_rad: 2e-3, elevation_rad: -3e-3 };

/** What comes through the door of a sensor with this bias, behind this air, that points at the true direction. */
function through(refraction: Refraction, bias: typeof BIAS) {
  const spec: MeasurementSpec = { ...WEST, modifiers: { ...NO_MODIFIERS, refraction, bias } };
  const { view } = spec.sensing;
  // Nobody knows from how far the light came: the middle of the reach, in doublings.
  const sight = { range_m: Math.sqrt(view.rangeMin_m * view.rangeMax_m), elevation_rad: TRUE.elevation_rad };
  const bent = apparentSight(refraction, 500, sight);
  const shown = { ...TRUE, azimuth_rad: TRUE.azimuth_rad + bias.azimuth_rad, elevation_rad: bent.elevation_rad + bias.elevation_rad };
  return { shown, ...sensorDoor(spec).take(0, [shown], undefined) };
}

test.each([
  ['bias', NONE, BIAS],
  ['refraction', FOUR_THIRDS, NO_MODIFIERS.bias],
  ['both', FOUR_THIRDS, BIAS],
] as const)('of a direction %s is taken out, and what else the plot states stays', (_, refraction, bias) => {
  const { plots, refused, shown } = through(refraction, bias as typeof BIAS);
  expect(refused).toEqual([]);
  expect(plots).toHaveLength(1);
  // Ten microradians are a tenth of its error; what is taken out is hundreds.
  expect(Math.abs(shown.elevation_rad - TRUE.elevation_rad)).toBeGreaterThan(3e-4);
  expect(Math.abs(plots[0].azimuth_rad - TRUE.azimuth_rad)).toBeLessThan(1e-12);
  expect(Math.abs(plots[0].elevation_rad - TRUE.elevation_rad)).toBeLessThan(1e-5);
  expect(plots[0].sigmaAzimuth_rad).toBe(TRUE.sigmaAzimuth_rad);
  expect(plots[0].range_m).toBeUndefined();
});
