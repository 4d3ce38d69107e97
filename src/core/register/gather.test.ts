import { expect, test } from 'vitest';
import { surveillanceRadar } from '../../sim/defaults.ts';
import type { Emission } from '../tell/emission.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { start } from '../pipeline.ts';
import { gather } from './gather.ts';

test('radars beyond those that are registered with each other are told of, once each', () => {
  const state = start();
  const said: Emission[] = [];
  for (let k = 0; k < 27; k++) state.sensors.push(surveillanceRadar(`radar-${k}`, geodeticDegrees(40, 140)).spec);
  for (let time = 0; time < 3; time++)
    for (const { id } of state.sensors)
      gather(state, { seq: 1, scan: { kind: 'radar-scan', sensor: id, measuredAt_us: time, plots: [] } }, [], (one) => said.push(one));
  expect(state.registration.register.sensors.length).toBe(24);
  expect(said).toMatchObject(
    ['radar-24', 'radar-25', 'radar-26'].map((sensor) => ({ alarm: 'sensor-bias', sensor, finding: { kind: 'unregistered', radars: 24 } })),
  );
});
