import type { Scenario, SimulatedSensor } from '../../sim/scenario.ts';
import type { Finding } from '../yaml-file/checked-yaml.ts';
import type { Modifier } from './case-schema.ts';

/** A scenario whose sensors have errors on top of those that it gives them. */
export function modified(scenario: Scenario, modifiers: readonly Modifier[]): Scenario {
  const sensors = scenario.sensors.map((sensor) => modifiers.filter((one) => one.sensor === sensor.spec.id).reduce(worsened, sensor));
  return { ...scenario, sensors };
}

function worsened(sensor: SimulatedSensor, wrong: Modifier): SimulatedSensor {
  const late = { latency_s: sensor.latency_s + wrong.delay_s, latencyJitter_s: sensor.latencyJitter_s + wrong.jitter_s };
  if (sensor.kind !== 'radar') {
    const { right_rad = 0, up_rad = 0, clock_s = 0 } = sensor.errors ?? {};
    return { ...sensor, ...late, errors: { right_rad, up_rad, clock_s: clock_s + wrong.clock_s } };
  }
  const { range_m = 0, azimuth_rad = 0, elevation_rad = 0, clock_s = 0 } = sensor.errors ?? {};
  const errors = {
    range_m: range_m + wrong.range_bias_m,
    azimuth_rad: azimuth_rad + wrong.azimuth_bias_mrad * 1e-3,
    elevation_rad,
    clock_s: clock_s + wrong.clock_s,
  };
  return { ...sensor, ...late, errors };
}

/** Modifiers of sensors that the scenario does not have, or that such a sensor cannot have. */
export function wrongModifiers(scenario: Scenario, modifiers: readonly Modifier[]): Finding[] {
  const known = scenario.sensors.map(({ spec }) => spec.id).join(', ');
  return modifiers.flatMap((wrong, k): Finding[] => {
    const sensor = scenario.sensors.find(({ spec }) => spec.id === wrong.sensor);
    if (sensor === undefined)
      return [{ path: ['modifiers', k, 'sensor'], message: `no sensor is called "${wrong.sensor}"`, remedy: `name one of: ${known}` }];
    if (sensor.kind !== 'radar' && (wrong.range_bias_m !== 0 || wrong.azimuth_bias_mrad !== 0))
      return [
        {
          path: ['modifiers', k],
          message: `${wrong.sensor} measures neither range nor azimuth`,
          remedy: 'give it clock_s, delay_s or jitter_s',
        },
      ];
    return [];
  });
}
