import { beforeEach, expect, test } from 'vitest';
import { type CoreTheatre, openTheatre, PLOT, RADAR, radarScan, SECOND } from '../../../tests/support/core-theatre.ts';
import { newHealth } from '../health/health.ts';
import { restore, snapshot } from '../pipeline.ts';
import type { RadarSensor } from '../sense/sensor.ts';
import { NO_BIAS } from '../registration/bias.ts';
import { newRegister, withSensor } from '../registration/register.ts';
import { REGISTER } from './settings.ts';

const BIAS = { ...NO_BIAS, range_m: 500 };

/** The site of the second of two radars was a wrong one; its bias of 500 m is known and corrected, the first is beside. */
let theatre: CoreTheatre;
beforeEach(() => {
  theatre = openTheatre();
  theatre.say(0, { kind: 'sensor', sensor: { ...RADAR, id: 'first' } });
  const { registration } = theatre.state;
  registration.register = withSensor(withSensor(newRegister(), 'first', REGISTER), 'radar', REGISTER);
  registration.register.b.set([1, 2, 3, 4, 500, 0, 0, 0]);
  registration.register.covariance.fill(1e-6);
  for (let i = 0; i < 8; i++) registration.register.covariance[i * 9] = 1;
  registration.register.moves[1].push(5);
  registration.verdicts.push({ kind: 'not-told', treatment: undefined }, { kind: 'biased', treatment: { kind: 'correct', bias: BIAS } });
  registration.beside.push(0, 1);
  const plot = { at_us: 0, range_m: 1, sigmaRange_m: 1, sigmaAzimuth_rad: 1, sigmaElevation_rad: 1 };
  registration.gathered.push({
    track: 'T1',
    plots: [
      { ...plot, sensor: 0 },
      { ...plot, sensor: 1 },
    ],
  });
  for (const sensor of [0, 1]) registration.gatheredBeside.push({ track: 'T1', sensor, plots: [], apart_m: 1 });
  for (let t = 1; t <= 8; t++) theatre.say(t, radarScan(t - 0.5));
  Object.assign(theatre.state.health[0], { late: true, said_us: { silent: 1, late: 2, ahead: 3 } });
});

const moved: RadarSensor = { ...RADAR, site: { ...RADAR.site, longitude_rad: RADAR.site.longitude_rad + 1e-4 } };

// A survey found the site of a radar; the console's people entered it, and the bias that the wrong site had made was taken from its plots for ever.
test.each([
  ['stands elsewhere', moved],
  ['stands higher', { ...RADAR, site: { ...RADAR.site, height_m: RADAR.site.height_m + 500 } }],
  ['measures range otherwise', { ...RADAR, sigmaRange_m: 31 }],
  ['measures angles otherwise', { ...RADAR, sigmaAngle_rad: 2e-3 }],
])('of a radar that is declared anew because it %s nothing that was learnt is left, and that is said', (_, sensor) => {
  const { state } = theatre;
  expect(state.pending.map((one) => one.bias)).toContain(BIAS);
  expect(theatre.say(9, { kind: 'sensor', sensor })).toMatchObject([
    { kind: 'alarm', alarm: 'sensor-bias', sensor: 'radar', finding: { kind: 'not-told' } },
  ]);
  const { register, verdicts, beside, gathered, gatheredBeside } = state.registration;
  const { range_m, azimuth_rad, elevation_rad, time_s } = REGISTER.prior;
  expect([...register.b]).toEqual([1, 2, 3, 4, 0, 0, 0, 0]);
  expect([0, 1, 2, 3].map((i) => register.covariance[(4 + i) * 9])).toEqual(
    [range_m, azimuth_rad, elevation_rad, time_s].map((v) => v * v),
  );
  expect([register.covariance[4], register.covariance[32], register.covariance[1]]).toEqual([0, 0, 1e-6]);
  expect(register.moves).toEqual([[], []]);
  expect(verdicts).toEqual([
    { kind: 'not-told', treatment: undefined },
    { kind: 'not-told', treatment: undefined },
  ]);
  expect(beside).toEqual([0]);
  expect(gathered[0].plots.map((one) => one.sensor)).toEqual([0]);
  expect(gatheredBeside.map((one) => one.sensor)).toEqual([0]);
  // What has been said of it, it hears the end of.
  expect(state.health[0]).toEqual({
    ...newHealth('radar', 9 * SECOND),
    silentSince_us: 0,
    late: true,
    said_us: { silent: 1, late: 2, ahead: 3 },
  });
  expect(state.pending.map((one) => one.bias)).toEqual([undefined]);
  theatre.say(9.5, radarScan(9.5, [PLOT]));
  expect(state.pending.filter((one) => one.bias !== undefined)).toEqual([]);
  // Nothing is left to be told.
  expect(theatre.say(9.6, { kind: 'sensor', sensor: RADAR })).toEqual([]);
});

test.each([
  ['said again', RADAR],
  ['looks less often', { ...RADAR, revisit_s: 7, detectionProbability: 0.5, rangeMax_m: 1e6 }],
])('a radar that is %s keeps what is known of it', (_, sensor) => {
  const { state } = theatre;
  const before = restore(snapshot(state));
  expect(theatre.say(9, { kind: 'sensor', sensor })).toEqual([]);
  expect(state.registration).toEqual(before.registration);
  expect(state.health).toEqual(before.health);
});

test('a radar of which nothing is known yet, and a satellite, may be declared anew without a word', () => {
  const { state } = theatre;
  const before = restore(snapshot(state));
  const third: RadarSensor = { ...RADAR, id: 'third' };
  for (const sensor of [third, { ...third, site: moved.site }]) expect(theatre.say(9, { kind: 'sensor', sensor })).toEqual([]);
  expect(state.registration).toEqual(before.registration);
});
