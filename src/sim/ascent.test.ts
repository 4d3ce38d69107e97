import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { geodesicInverse } from '../core/frames/geodesic.ts';
import { geodeticDegrees, geodeticFromEcefVec } from '../core/frames/geodetic.ts';
import { norm, scale, subtract } from '../core/math/vector.ts';
import { degrees } from '../core/units.ts';
import { ascentFromJson, flyRecorded } from './ascent.ts';
import type { RecordedAscent } from './scenario.ts';
import type { TruthFlight } from './truth.ts';

const SITE = geodeticDegrees(28.6, -80.6, 5);

function fly(record: RecordedAscent): TruthFlight {
  return flyRecorded({ kind: 'recorded', id: 'record', site: SITE, launch_us: 0, azimuth_rad: degrees(60), record });
}

function parsed(json: unknown): RecordedAscent {
  const file = ascentFromJson(json);
  if (file.kind !== 'ascent') throw new Error(file.reason);
  return file.record;
}

/** A made-up record: 100 s of 20 m/s² at 45°, then 50 s of coasting, with heights rounded to whole kilometres. */
function madeUp(): Record<string, number[]> {
  const json: Record<string, number[]> = { time: [], altitude: [], velocity_x: [], velocity_y: [], acceleration: [] };
  for (let t = 0; t <= 150; t++) {
    const burned = Math.min(t, 100);
    const up = 10 * burned - 9 * Math.max(0, t - 100);
    json.time.push(t);
    json.velocity_x.push(14 * burned);
    json.velocity_y.push(up);
    const height = t <= 100 ? 5 * t * t : 50_000 + 1000 * (t - 100) - 4.5 * (t - 100) ** 2;
    json.altitude.push(Math.round(height / 1000));
    json.acceleration.push(t < 100 ? 20 : 0);
  }
  return json;
}

test('position and velocity of a record tell one story, although its heights are rounded', () => {
  const truth = fly(parsed(madeUp()));
  for (let t = 2; t < 149; t += 1) {
    const [before, here, after] = [t - 0.5, t, t + 0.5].map((s) => truth.stateAt(s * 1e6));
    if (!before || !here || !after) throw new Error('no state');
    expect(norm(subtract(scale(subtract(after.r, before.r), 1), here.v))).toBeLessThan(3);
  }
});

test('ground distance is what the speed at height covers on the ground', () => {
  const truth = fly(parsed(madeUp()));
  const end = truth.stateAt(truth.end_us);
  if (!end) throw new Error('no state');
  const flownAtHeight_m = 14 * 5000 + 1400 * 50;
  const { distance_m } = geodesicInverse(SITE, geodeticFromEcefVec(end.r));
  expect(distance_m).toBeLessThan(flownAtHeight_m);
  expect(distance_m).toBeGreaterThan(flownAtHeight_m * (6371 / (6371 + 90)));
  expect(geodesicInverse(SITE, geodeticFromEcefVec(end.r)).azimuth_rad).toBeCloseTo(degrees(60), 6);
});

test('nothing is known after the last sample', () => {
  const truth = fly(parsed(madeUp()));
  expect(truth.end_us).toBe(150_000_000);
  expect(truth.stateAt(150_000_000)).toBeDefined();
  expect(truth.stateAt(150_000_001)).toBeUndefined();
  expect(truth.stateAt(-1)).toBeUndefined();
  expect(truth.impact).toBeUndefined();
});

test('a stage burns while it pushes, and not while it coasts', () => {
  const truth = fly(parsed(madeUp()));
  expect(truth.stateAt(50_000_000)?.thrust_mps2).toBe(20);
  expect(truth.stateAt(50_000_000)?.plume_Wpsr).toBeGreaterThan(0);
  expect(truth.stateAt(120_000_000)?.thrust_mps2).toBe(0);
  expect(truth.burnout_us).toBe(99_000_000);
});

test.each([
  [{ altitude: undefined }, '"altitude" is missing or is not a list'],
  [{ time: [0, 1] }, '"altitude" has 151 samples, "time" has 2'],
  [{ velocity_y: madeUp().velocity_y.map((v, i) => (i === 7 ? Number.NaN : v)) }, 'velocity_y[7] is null, not a number'],
  [{ velocity_x: madeUp().velocity_x.map((v, i) => (i === 9 ? '12' : v)) }, 'velocity_x[9] is "12", not a number'],
  [{ time: madeUp().time.map((t, i) => (i === 30 ? 20 : t)) }, 'time[30] is 20 s, which is not after time[29] at 29 s'],
])('a record with %o is refused and the place is named', (change, reason) => {
  expect(ascentFromJson({ ...madeUp(), ...change })).toEqual({ kind: 'rejected', reason });
});

test('a file that is no record is refused', () => {
  for (const json of [null, 3, [], 'text'])
    expect(ascentFromJson(json)).toEqual({ kind: 'rejected', reason: 'the file is not an object with lists of samples' });
});

const RECORDS = '../shared/data/spacex_ascent';
const read = (mission: string): TruthFlight => fly(parsed(JSON.parse(readFileSync(`${RECORDS}/${mission}/analysed.json`, 'utf8'))));

function burns(truth: TruthFlight, from_s: number, to_s: number): number {
  let seconds = 0;
  for (let t = from_s; t <= to_s; t++) if ((truth.stateAt(t * 1e6)?.thrust_mps2 ?? 0) > 0) seconds++;
  return seconds;
}

test.skipIf(!existsSync(RECORDS))(`recorded stages burn when their record of events says so (skipped without ${RECORDS})`, () => {
  const coasting = read('BulgariaSat-1');
  expect(burns(coasting, 2, 157)).toBe(156);
  expect(burns(coasting, 165, 388)).toBe(0);
  expect(burns(coasting, 391, 405)).toBe(15);
  expect(burns(coasting, 412, 429)).toBe(0);
  const returning = read('Iridium_NEXT_3');
  expect(burns(returning, 167, 188)).toBe(22);
  expect(burns(returning, 200, 340)).toBe(0);
  expect(burns(returning, 344, 356)).toBe(13);
  expect(burns(returning, 362, 408)).toBe(0);
});
