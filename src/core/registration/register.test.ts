import { expect, test } from 'vitest';
import { type RandomStream, stream } from '../../sim/random.ts';
import { decode, encode } from '../codec.ts';
import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic, type Geodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { ecefFromPolar, polarFromEcef } from '../frames/radar.ts';
import { quadraticForm } from '../math/matrix.ts';
import { distance, vec3 } from '../math/vector.ts';
import type { Plot } from '../sense/scan.ts';
import { biasAt, type SensorBias } from './bias.ts';
import { correctScan } from './correct.ts';
import { freeFall, straight } from './motion.ts';
import { type BatchOutcome, newRegister, type Register, type RegisterOptions, takeBatch, withSensor } from './register.ts';
import { type Mount, type ReportedPlot, targetOfPlots } from './target-of-plots.ts';
import type { Target } from './target.ts';
import { unseparated, verdictOn } from './verdict.ts';

const SECOND = 1_000_000;
const SIGMA: SensorBias = { range_m: 30, azimuth_rad: 1e-3, elevation_rad: 1e-3, time_s: 0 };
const OPTIONS: RegisterOptions = {
  prior: { range_m: 200, azimuth_rad: 5e-3, elevation_rad: 5e-3, time_s: 0.2 },
  walk: { range_m: 0.1, azimuth_rad: 2e-6, elevation_rad: 2e-6, time_s: 1e-4 },
  matters: { range_m: 15, azimuth_rad: 5e-4, elevation_rad: 5e-4, time_s: 0.02 },
  drift: { moves: 2, span_s: 120 },
};
const SITES = [geodeticDegrees(37.8, 128.9, 100), geodeticDegrees(39.5, 140, 100), geodeticDegrees(34.5, 133, 50)];
const MOUNTS = SITES.map(mountAt);

function mountAt(site: Geodetic): Mount {
  const o = ecefVecFromGeodetic(site);
  const { north, east, up } = enuBasis(site);
  return Float64Array.of(o.x, o.y, o.z, north.x, north.y, north.z, east.x, east.y, east.z, up.x, up.y, up.z);
}

function registerOf(...sensors: readonly string[]): Register {
  return sensors.reduce((register, sensor) => withSensor(register, sensor, OPTIONS), newRegister());
}

type Scene = {
  readonly bias: (sensor: number, at_s: number) => SensorBias;
  readonly sensors: readonly number[];
  readonly random: RandomStream;
};

function plotOf(sensor: number, x0: Float64Array, true_s: number, { bias, random }: Scene): ReportedPlot {
  const { r, v } = freeFall(x0, true_s);
  const wrong = bias(sensor, true_s);
  const truth = polarFromEcef(ecefVecFromGeodetic(SITES[sensor]), enuBasis(SITES[sensor]), vec3(r[0], r[1], r[2]), vec3(v[0], v[1], v[2]));
  return {
    sensor,
    at_us: Math.round((true_s + wrong.time_s) * SECOND),
    range_m: truth.range_m + wrong.range_m + SIGMA.range_m * random.normal(),
    azimuth_rad: truth.azimuth_rad + wrong.azimuth_rad + SIGMA.azimuth_rad * random.normal(),
    elevation_rad: truth.elevation_rad + wrong.elevation_rad + SIGMA.elevation_rad * random.normal(),
    sigmaRange_m: SIGMA.range_m,
    sigmaAzimuth_rad: SIGMA.azimuth_rad,
    sigmaElevation_rad: SIGMA.elevation_rad,
  };
}

function fullPlot(plot: ReportedPlot): Plot {
  const { range_m = 0, azimuth_rad = 0, elevation_rad = 0 } = plot;
  return { ...plot, range_m, azimuth_rad, elevation_rad, rangeRate_mps: 0, signalToNoise_dB: 20, sigmaRangeRate_mps: 10 };
}

/** Something between 80 and 400 km up over the sea, at the speed of a missile. */
function somewhere(random: RandomStream): Float64Array {
  const p = ecefVecFromGeodetic(geodeticDegrees(36 + 5 * random.uniform(), 132 + 5 * random.uniform(), 80e3 + 320e3 * random.uniform()));
  return Float64Array.of(p.x, p.y, p.z, 1500 * random.normal(), 1500 * random.normal(), 1500 * random.normal());
}

/** Objects that all sensors see every two seconds for ten seconds from `from_s` on; the guess of each is as a filter's would be. */
function batch(count: number, from_s: number, scene: Scene): Target[] {
  return Array.from({ length: count }, (_, k) => {
    const x0 = somewhere(scene.random);
    const plots: ReportedPlot[] = [];
    for (let t = 0; t < 10; t += 2)
      for (const sensor of scene.sensors) {
        const plot = plotOf(sensor, x0, t + 0.6 * sensor, { ...scene, bias: (s, at) => scene.bias(s, from_s + at) });
        plots.push({ ...plot, at_us: plot.at_us + from_s * SECOND });
      }
    const guess = x0.map((v, i) => v + (i < 3 ? 300 : 30) * scene.random.normal());
    return targetOfPlots(`${from_s}-${k}`, MOUNTS, freeFall, from_s * SECOND, plots, guess);
  });
}

function run(register: Register, seconds: number, count: number, scene: Scene, from_s = 0): BatchOutcome[] {
  const outcomes: BatchOutcome[] = [];
  for (let t = from_s; t < from_s + seconds; t += 10)
    outcomes.push(takeBatch(register, batch(count, t, scene), (t + 10) * SECOND, OPTIONS));
  return outcomes;
}

const fixed = (random: RandomStream, share = 1): Scene['bias'] => {
  const all = SITES.map(() => ({
    range_m: share * OPTIONS.prior.range_m * random.normal(),
    azimuth_rad: share * OPTIONS.prior.azimuth_rad * random.normal(),
    elevation_rad: share * OPTIONS.prior.elevation_rad * random.normal(),
    time_s: share * OPTIONS.prior.time_s * random.normal(),
  }));
  return (sensor) => all[sensor];
};

test('biases of two radars are found from what both see, as well as the covariance says', () => {
  const runs = 40;
  let nees = 0;
  for (let seed = 0; seed < runs; seed++) {
    const random = stream(seed, 'registration');
    const bias = fixed(random);
    const register = registerOf('a', 'b');
    for (const outcome of run(register, 30, 5, { bias, random, sensors: [0, 1] }))
      expect(outcome).toMatchObject({ kind: 'taken', moved: [] });
    const truth = [0, 1].flatMap((s) => Object.values(bias(s, 0)) as number[]);
    nees +=
      quadraticForm(
        register.covariance,
        register.b.map((v, i) => v - truth[i]),
        8,
      )! / runs;
  }
  // χ² with eight degrees of freedom, mean of the runs, three sigmas.
  expect(Math.abs(nees - 8)).toBeLessThan(3 * Math.sqrt(16 / runs));
});

test('after correction two radars see an object in one place', () => {
  const random = stream(3, 'correction');
  const bias: Scene['bias'] = (s) =>
    [
      { range_m: 80, azimuth_rad: 3e-3, elevation_rad: -2e-3, time_s: 0.1 },
      { range_m: -60, azimuth_rad: -2e-3, elevation_rad: 2e-3, time_s: -0.1 },
    ][s];
  const scene: Scene = { bias, random, sensors: [0, 1] };
  const register = registerOf('a', 'b');
  run(register, 120, 8, scene);
  const away = { before: 0, after: 0, ideal: 0 };
  const none = { range_m: 0, azimuth_rad: 0, elevation_rad: 0, time_s: 0 };
  const runs = 200;
  for (let k = 0; k < runs; k++) {
    const x0 = somewhere(random);
    const seen = (sensor: number, wrong: Scene['bias'], correction: SensorBias) => {
      const plot = plotOf(sensor, x0, 5, { ...scene, bias: wrong });
      const scan = correctScan({ kind: 'radar-scan', sensor: `${sensor}`, measuredAt_us: plot.at_us, plots: [fullPlot(plot)] }, correction);
      const [{ range_m, azimuth_rad, elevation_rad }] = scan.plots;
      const at = ecefFromPolar(ecefVecFromGeodetic(SITES[sensor]), enuBasis(SITES[sensor]), range_m, azimuth_rad, elevation_rad);
      // Carried to one time by its true speed, for the comparison alone.
      const { v } = freeFall(x0, 5);
      const dt = 5 - scan.measuredAt_us / SECOND;
      return vec3(at.x + dt * v[0], at.y + dt * v[1], at.z + dt * v[2]);
    };
    const apart2 = (wrong: Scene['bias'], correction: (sensor: number) => SensorBias): number => {
      const d = distance(seen(0, wrong, correction(0)), seen(1, wrong, correction(1)));
      return d * d;
    };
    away.before += apart2(bias, () => none) / runs;
    away.after += apart2(bias, (sensor) => biasAt(register.b, sensor)) / runs;
    away.ideal +=
      apart2(
        () => none,
        () => none,
      ) / runs;
  }
  // Measured: 2,640 m before, 1,200 m after, 1,120 m for radars without a bias, whose own errors are 1 mrad at 500 to 800 km.
  expect(Math.sqrt(away.before)).toBeGreaterThan(2.2 * Math.sqrt(away.ideal));
  expect(Math.sqrt(away.after)).toBeLessThan(1.15 * Math.sqrt(away.ideal));
});

test('a fall is followed for two hours either way, and beyond that into nothing', () => {
  const x = Float64Array.of(7e6, 0, 0, 0, 7000, 0);
  const there = freeFall(x, 7200);
  const back = freeFall(Float64Array.of(...there.r, ...there.v), -7200);
  back.r.forEach((v, i) => expect(v).toBeCloseTo(x[i], -2));
  for (const dt_s of [7201, -7201, 1e12, Infinity, NaN]) {
    const { r, v, dr } = freeFall(x, dt_s);
    expect([...r, ...v, ...dr].every(Number.isNaN)).toBe(true);
  }
});

test('things that fly straight serve as well as things that fall', () => {
  const random = stream(12, 'straight');
  const truth = [40, 2e-3, -1e-3, 0, -30, -1e-3, 2e-3, 0];
  const mounts = [0, 80_000].map((x) => Float64Array.of(x, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1));
  const register = registerOf('a', 'b');
  const targets = Array.from({ length: 12 }, (_, k) => {
    const x0 = Float64Array.from(
      [40_000, 0, 9000, 0, 0, 0],
      (v, i) => v + (i < 2 ? 40_000 : i === 2 ? 1000 : i < 5 ? 150 : 0) * random.normal(),
    );
    const plots = Array.from({ length: 20 }, (__, t): ReportedPlot => {
      const sensor = t % 2;
      const d = [0, 1, 2].map((i) => x0[i] + t * x0[3 + i] - mounts[sensor][i]);
      const flat = Math.sqrt(d[0] * d[0] + d[1] * d[1]);
      return {
        sensor,
        at_us: t * SECOND,
        range_m: Math.sqrt(flat * flat + d[2] * d[2]) + truth[4 * sensor] + 30 * random.normal(),
        azimuth_rad: Math.atan2(d[1], d[0]) + truth[4 * sensor + 1] + 1e-3 * random.normal(),
        elevation_rad: Math.atan2(d[2], flat) + truth[4 * sensor + 2] + 1e-3 * random.normal(),
        sigmaRange_m: 30,
        sigmaAzimuth_rad: 1e-3,
        sigmaElevation_rad: 1e-3,
      };
    });
    return targetOfPlots(
      `${k}`,
      mounts,
      straight,
      0,
      plots,
      x0.map((v, i) => v + (i < 3 ? 300 : 10) * random.normal()),
    );
  });
  expect(takeBatch(register, targets, 20 * SECOND, OPTIONS)).toMatchObject({ kind: 'taken', targets: 12, strange: [] });
  truth.forEach((value, i) => expect(Math.abs(register.b[i] - value)).toBeLessThan(4 * Math.sqrt(register.covariance[i * 9])));
  for (const i of [1, 2, 5, 6]) expect(Math.sqrt(register.covariance[i * 9])).toBeLessThan(3e-4);
});

test('without a target of known path nobody can say what time it is: all clocks together are told apart from nothing', () => {
  const random = stream(4, 'clocks');
  const register = registerOf('a', 'b', 'c');
  run(register, 60, 8, { bias: fixed(random), random, sensors: [0, 1, 2] });
  const found = unseparated(register, OPTIONS);
  expect(found.length).toBe(1);
  expect(found[0].share).toBeGreaterThan(0.95);
  expect(found[0].parts.map(({ sensor, bias }) => [sensor, bias])).toEqual([
    ['a', 'time'],
    ['b', 'time'],
    ['c', 'time'],
  ]);
  for (const { weight } of found[0].parts) expect(weight).toBeCloseTo(1 / Math.sqrt(3), 1);
});

test('one radar alone learns nothing from unknown paths, and everything from catalogue satellites', () => {
  const random = stream(5, 'catalogue');
  const bias = fixed(random);
  const scene: Scene = { bias, random, sensors: [0] };
  const register = registerOf('a');
  run(register, 30, 5, scene);
  expect(verdictOn(register, 0, 30 * SECOND, OPTIONS).kind).toBe('not-told');
  expect(unseparated(register, OPTIONS).length).toBe(4);
  // Five passes of two minutes; orbits known to 50 m and 5 cm/s.
  const passes = Array.from({ length: 5 }, (_, k) => {
    const x = somewhere(random);
    for (let i = 3; i < 6; i++) x[i] *= 3;
    const plots = Array.from({ length: 30 }, (__, t) => plotOf(0, x, 4 * t, scene));
    const prior = Float64Array.from({ length: 36 }, (_, at) => (at % 7 === 0 ? (at < 18 ? 2500 : 0.0025) : 0));
    return targetOfPlots(
      `satellite ${k}`,
      MOUNTS,
      freeFall,
      0,
      plots,
      x.map((v, i) => v + (i < 3 ? 50 : 0.05) * random.normal()),
      prior,
    );
  });
  expect(takeBatch(register, passes, 200 * SECOND, OPTIONS)).toMatchObject({ kind: 'taken', targets: 5, strange: [] });
  const truth = Object.values(bias(0, 0)) as number[];
  expect(unseparated(register, OPTIONS)).toEqual([]);
  truth.forEach((value, i) => expect(Math.abs(register.b[i] - value)).toBeLessThan(4 * Math.sqrt(register.covariance[i * 5])));
  expect(Math.sqrt(register.covariance[0])).toBeLessThan(40);
  expect(Math.sqrt(register.covariance[15])).toBeLessThan(0.02);
});

test('an object that is two, or that thrusts, is taken out and named', () => {
  const random = stream(6, 'strange');
  const scene: Scene = { bias: fixed(random, 0.2), random, sensors: [0, 1] };
  const register = registerOf('a', 'b');
  run(register, 60, 6, scene);
  const targets = batch(6, 60, scene);
  const other = batch(1, 60, scene)[0];
  // The second radar's plots are of another object.
  const mixed: Target = {
    ...targets[0],
    id: 'two',
    rows: (x, b) => [
      ...targets[0].rows(x, b).filter(({ sensor }) => sensor === 0),
      ...other.rows(x, b).filter(({ sensor }) => sensor === 1),
    ],
  };
  const before = register.b.slice();
  const outcome = takeBatch(register, [...targets.slice(1), mixed], 70 * SECOND, OPTIONS);
  expect(outcome).toMatchObject({ kind: 'taken', targets: 5, strange: ['two'], moved: [] });
  register.b.forEach((v, i) => expect(Math.abs(v - before[i])).toBeLessThan(4 * Math.sqrt(register.covariance[i * 9])));
});

test('a sensor that is knocked is found within half a minute, the right one, and known again soon', () => {
  const found = { a: 0, b: 0, none: 0 };
  for (let seed = 0; seed < 12; seed++) {
    const random = stream(seed, 'knock');
    const still = fixed(random, 0.2);
    const bias: Scene['bias'] = (s, t) =>
      s === 1 && t >= 100 ? { ...still(1, t), azimuth_rad: still(1, t).azimuth_rad + 4e-3 } : still(s, t);
    const scene: Scene = { bias, random, sensors: [0, 1] };
    const register = registerOf('a', 'b');
    for (const outcome of run(register, 100, 5, scene)) expect(outcome).toMatchObject({ moved: [] });
    const moved = run(register, 30, 5, scene, 100).flatMap((one) => (one.kind === 'taken' ? one.moved : []));
    found[moved[0] === 'b' ? 'b' : moved[0] === 'a' ? 'a' : 'none'] += 1;
    if (moved[0] === 'b') expect(Math.abs(register.b[5] - bias(1, 130).azimuth_rad)).toBeLessThan(5e-4);
  }
  expect(found).toEqual({ a: 0, b: 12, none: 0 });
});

test('a sensor that keeps moving is drifting, and taken back when it has kept still', () => {
  const random = stream(8, 'drift');
  const still = fixed(random, 0.2);
  // A turntable that slips by 0.1 mrad a second for a minute.
  const bias: Scene['bias'] = (s, t) => ({
    ...still(s, t),
    azimuth_rad: still(s, t).azimuth_rad + (s === 0 ? 1e-4 * Math.min(60, Math.max(0, t - 100)) : 0),
  });
  const scene: Scene = { bias, random, sensors: [0, 1] };
  const register = registerOf('a', 'b');
  run(register, 100, 6, scene);
  expect(verdictOn(register, 0, 100 * SECOND, OPTIONS).kind).not.toBe('drifting');
  run(register, 60, 6, scene, 100);
  expect(verdictOn(register, 0, 160 * SECOND, OPTIONS).kind).toBe('drifting');
  expect(verdictOn(register, 1, 160 * SECOND, OPTIONS).kind).not.toBe('drifting');
  run(register, 180, 6, scene, 160);
  const after = verdictOn(register, 0, 340 * SECOND, OPTIONS);
  expect(after.kind).toBe('biased');
  if (after.kind === 'biased') expect(Math.abs(after.correct.azimuth_rad - bias(0, 340).azimuth_rad)).toBeLessThan(5e-4);
});

test('sound sensors are called sound, and biased ones biased with what can be taken from them', () => {
  const random = stream(9, 'verdicts');
  const none = { range_m: 0, azimuth_rad: 0, elevation_rad: 0, time_s: 0 };
  const bias: Scene['bias'] = (s) => (s === 1 ? { ...none, azimuth_rad: 3e-3 } : none);
  const register = registerOf('a', 'b', 'c');
  run(register, 200, 6, { bias, random, sensors: [0, 1, 2] });
  const [a, b, c] = [0, 1, 2].map((s) => verdictOn(register, s, 200 * SECOND, OPTIONS));
  expect([a.kind, b.kind, c.kind]).toEqual(['sound', 'biased', 'sound']);
  if (b.kind === 'biased') {
    expect(Math.abs(b.correct.azimuth_rad - 3e-3)).toBeLessThan(2e-4);
    // Nobody can say what time it is, so nobody's clock is set.
    expect(b.correct.time_s).toBe(0);
  }
});

test('a register is plain data, and what tells nothing leaves it as it was', () => {
  const random = stream(10, 'plain');
  const scene: Scene = { bias: fixed(random), random, sensors: [0, 1] };
  const register = registerOf('a', 'b');
  run(register, 20, 4, scene);
  const copy = decode(encode(register)) as Register;
  const same = takeBatch(copy, batch(4, 20, { ...scene, random: stream(1, 'next') }), 30 * SECOND, OPTIONS);
  expect(takeBatch(register, batch(4, 20, { ...scene, random: stream(1, 'next') }), 30 * SECOND, OPTIONS)).toEqual(same);
  expect(encode(copy)).toBe(encode(register));
  const before = register.b.slice();
  expect(takeBatch(register, [], 40 * SECOND, OPTIONS)).toEqual({ kind: 'nothing-told' });
  expect(register.b).toEqual(before);
});
