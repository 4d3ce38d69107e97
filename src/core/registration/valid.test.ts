import { expect, test } from 'vitest';
import { encode } from '../codec.ts';
import type { RadarScan } from '../sense/scan.ts';
import { biasAt, NO_BIAS } from './bias.ts';
import { correctScan } from './correct.ts';
import { straight } from './motion.ts';
import { newRegister, type RegisterOptions, takeBatch, withSensor } from './register.ts';
import { type ReportedPlot, targetOfPlots } from './target-of-plots.ts';
import { unseparated, verdictOn } from './verdict.ts';

const OPTIONS: RegisterOptions = {
  prior: { range_m: 200, azimuth_rad: 5e-3, elevation_rad: 5e-3, time_s: 0.2 },
  walk: { range_m: 0.1, azimuth_rad: 2e-6, elevation_rad: 2e-6, time_s: 1e-4 },
  matters: { range_m: 15, azimuth_rad: 5e-4, elevation_rad: 5e-4, time_s: 0.02 },
  drift: { moves: 2, span_s: 120 },
};
const MOUNT = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);
const PLOT: ReportedPlot = {
  sensor: 0,
  at_us: 0,
  range_m: 1000,
  azimuth_rad: 0,
  elevation_rad: 0.1,
  sigmaRange_m: 30,
  sigmaAzimuth_rad: 1e-3,
  sigmaElevation_rad: 1e-3,
};
const START = Float64Array.of(1000, 0, 100, 0, 0, 0);
const register = withSensor(newRegister(), 'west', OPTIONS);
const target = targetOfPlots('t', [MOUNT], straight, 0, [PLOT], START);

/** [what is called, what the message holds]. */
const WRONG: readonly (readonly [call: () => unknown, told: string])[] = [
  [() => withSensor(register, 'west', OPTIONS), 'sensor: "west" is in the register already'],
  [() => withSensor(register, '', OPTIONS), 'sensor: "" is no name'],
  [() => withSensor(register, 'east', { ...OPTIONS, prior: NO_BIAS }), 'options.prior.range_m: 0 is outside'],
  [() => takeBatch(register, [target], NaN, OPTIONS), 'at_us: NaN is no number; give µs'],
  [() => takeBatch(register, undefined as never, 0, OPTIONS), 'targets: it is missing; give a list of targets'],
  [() => takeBatch(register, [{ ...target, start: Float64Array.of(NaN) }], 0, OPTIONS), 'targets[0].start[0]: NaN is no finite number'],
  [() => takeBatch(register, [{ ...target, prior: START }], 0, OPTIONS), 'targets[0].prior: it has 6 numbers; give a Float64Array of 36'],
  [() => takeBatch(register, [{ id: 't' } as never], 0, OPTIONS), 'targetOfPlots makes one'],
  [() => takeBatch({ ...register, b: START }, [target], 0, OPTIONS), 'register.b: it has 6 numbers; give a Float64Array of 4'],
  [
    () => takeBatch(register, [target], 0, { ...OPTIONS, walk: { ...OPTIONS.walk, time_s: -1 } }),
    'options.walk.time_s: -1 is outside 0 to',
  ],
  [() => takeBatch(register, [target], 0, { ...OPTIONS, matters: { ...NO_BIAS, range_m: -1 } }), 'options.matters.range_m: -1 is outside'],
  [() => takeBatch(register, [target], 0, { ...OPTIONS, drift: { moves: 2, span_s: NaN } }), 'options.drift.span_s: NaN'],
  [() => takeBatch(register, [target], 0, undefined as never), 'options: it is missing'],
  [() => verdictOn(register, 1, 0, OPTIONS), 'sensor: 1 is no sensor of 1'],
  [() => verdictOn(register, 0, Infinity, OPTIONS), 'at_us: Infinity'],
  [() => unseparated(register, { ...OPTIONS, prior: { ...OPTIONS.prior, range_m: NaN } }), 'options.prior.range_m: NaN is no number'],
  [() => biasAt(register.b, 1), 'index: 1 is no sensor of 1'],
  [() => biasAt(register.b, 0.5), 'index: 0.5'],
  [() => targetOfPlots('t', [START], straight, 0, [PLOT], START), 'mounts[0]: it has 6 numbers; give a Float64Array of 12'],
  [() => targetOfPlots('t', [MOUNT], straight, NaN, [PLOT], START), 'epoch_us: NaN'],
  [() => targetOfPlots('t', [MOUNT], straight, 0, [{ ...PLOT, sensor: 1 }], START), 'plots[0].sensor: 1 is no sensor of 1'],
  [
    () => targetOfPlots('t', [MOUNT], straight, 0, [{ ...PLOT, range_m: NaN }], START),
    'plots[0].range_m: NaN is no number; give a finite number, m',
  ],
  [() => targetOfPlots('t', [MOUNT], straight, 0, [{ ...PLOT, sigmaAzimuth_rad: 0 }], START), 'plots[0].sigmaAzimuth_rad: 0 is outside'],
  [() => targetOfPlots('t', [MOUNT], straight, 0, [PLOT], START.slice(0, 3).fill(Infinity)), 'start[0]: Infinity is no finite number'],
];

test.each(WRONG.map(([call, told]) => ({ call, told })))('$told: refused, with place, unit and remedy', ({ call, told }) => {
  const before = encode(register);
  expect(call).toThrow(RangeError);
  expect(call).toThrow(told);
  expect(encode(register)).toBe(before);
});

test('a batch that can be is taken, and what a sensor does not measure may be left out', () => {
  const { azimuth_rad: _, ...ranges } = PLOT;
  const some = targetOfPlots('t', [MOUNT], straight, 0, [PLOT, ranges], START);
  const taken = takeBatch(withSensor(newRegister(), 'west', OPTIONS), [some], 0, OPTIONS);
  expect(['taken', 'nothing-told']).toContain(taken.kind);
});

test('a scan and a bias of finite numbers are corrected, others refused by their place', () => {
  const plot = { range_m: 1000, azimuth_rad: 0.1, elevation_rad: 0.2 };
  const scan = (change: object): RadarScan =>
    ({ kind: 'radar-scan', sensor: 'west', measuredAt_us: 5, plots: [{ ...plot, ...change }] }) as unknown as RadarScan;
  expect(correctScan(scan({}), { ...NO_BIAS, range_m: 10 }).plots[0].range_m).toBe(990);
  expect(() => correctScan(scan({ azimuth_rad: NaN }), NO_BIAS)).toThrow(
    'scan.plots[0].azimuth_rad: NaN is no number; give a finite number, rad',
  );
  expect(() => correctScan(scan({}), { ...NO_BIAS, time_s: NaN })).toThrow('bias.time_s: NaN is no number; give a finite number, s');
  expect(() => correctScan({ ...scan({}), measuredAt_us: NaN }, NO_BIAS)).toThrow(RangeError);
  for (const nothing of [undefined, {}, 'scan']) expect(() => correctScan(nothing as never, NO_BIAS)).toThrow(RangeError);
});
