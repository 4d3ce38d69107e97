import { expect, test } from 'vitest';
import { SGP4_VERIFICATION } from '../../../authorities/sgp4.ts';
import { readElementText } from '../../../tests/support/elements.ts';
import { WGS84 } from '../frames/earth.ts';
import { geodeticDegrees } from '../frames/geodetic.ts';
import { ecefFromTeme } from '../frames/teme.ts';
import { vec3 } from '../math/vector.ts';
import { microsFromIso } from '../time/iso.ts';
import { type Catalogue, createCatalogue } from './catalogue.ts';
import type { MeanElements } from './mean-elements.ts';
import { createOverhead } from './overhead.ts';
import { type RadarSky, skyAbout } from './radar-sky.ts';
import { createSieve } from './sieve.ts';

const EPOCH_us = microsFromIso('2026-05-07T00:00:00Z');
const degree = Math.PI / 180;

/** Numbers from 0 to 1 that are the same in each run. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Objects of every kind: low, round and long orbits, half a day and a day, level and polar. */
function population(count: number): MeanElements[] {
  const draw = drawn(7);
  return Array.from({ length: count }, (_, k) => {
    const kind = k % 6;
    const perigee_m = WGS84.a_m + [300e3, 550e3, 1200e3, 400e3, 20_000e3, 35_700e3][kind] + 100e3 * draw();
    const eccentricity = [0.001, 0.002, 0.01, 0.72, 0.005, 0.0005][kind] * (0.5 + 0.5 * draw());
    const axis_m = perigee_m / (1 - eccentricity);
    return {
      catalogueNumber: k + 1,
      name: '',
      internationalDesignator: '',
      epoch_us: EPOCH_us - Math.round(draw() * 10 * 86_400e6),
      epochRest_us: 0,
      meanMotion_radps: Math.sqrt(WGS84.gm_m3ps2 / axis_m ** 3),
      eccentricity,
      inclination_rad: [98, 53, 82, 63, 55, 3][kind] * degree * (0.7 + 0.6 * draw()) * 0.8,
      ascendingNode_rad: 2 * Math.PI * draw(),
      argumentOfPerigee_rad: 2 * Math.PI * draw(),
      meanAnomaly_rad: 2 * Math.PI * draw(),
      bstar: [3e-4, 1e-4, 0, 1e-4, 0, 0][kind],
    };
  });
}

const RADARS: readonly RadarSky[] = [
  { site: geodeticDegrees(64.3, -149.2), rangeMax_m: 5_000_000, elevationMin_rad: 2 * degree },
  { site: geodeticDegrees(-7.9, -14.4), rangeMax_m: 1_500_000, elevationMin_rad: 0 },
  { site: geodeticDegrees(40, 141, 300), rangeMax_m: 45_000_000, elevationMin_rad: 5 * degree },
  { site: geodeticDegrees(89.9, 0), rangeMax_m: 900_000, elevationMin_rad: 20 * degree },
  { site: geodeticDegrees(-35, 149), rangeMax_m: 3_000_000, elevationMin_rad: -1 * degree },
];

/** Who is in a radar's sky by SGP4, looked at one by one. */
function inSky(catalogue: Catalogue, radar: RadarSky, at_us: number): number[] {
  const { site_m, up, rangeMax_m, sinElevationMin } = skyAbout(radar);
  const { count, x_m, y_m, z_m, faults } = catalogue.propagate(at_us);
  return Array.from({ length: count }, (_, k) => k).filter((k) => {
    if (faults[k] !== 0) return false;
    const { r } = ecefFromTeme(at_us, vec3(x_m[k], y_m[k], z_m[k]), vec3(0, 0, 0));
    const [dx, dy, dz] = [r.x - site_m.x, r.y - site_m.y, r.z - site_m.z];
    const range = Math.hypot(dx, dy, dz);
    return range <= rangeMax_m && dx * up.x + dy * up.y + dz * up.z >= sinElevationMin * range;
  });
}

test.each(RADARS.map((radar, k) => [k, radar] as const))(
  'radar %i: nothing that is in the sky is left out, in spans of a minute to an hour',
  (_, radar) => {
    const catalogue = createCatalogue(population(900));
    const sieve = createSieve(catalogue, radar);
    const draw = drawn(11);
    let seen = 0;
    for (const minutes of [1, 10, 13, 60])
      for (let span = 0; span < 4; span++) {
        const from_us = EPOCH_us + Math.round(draw() * 7 * 86_400e6);
        const to_us = from_us + minutes * 60e6;
        const may = new Set(sieve.mayBeInSky(from_us, to_us));
        expect([...may]).toEqual([...may].toSorted((a, b) => a - b));
        for (let at_us = from_us; at_us <= to_us; at_us += (to_us - from_us) / 12) {
          const there = inSky(catalogue, radar, Math.round(at_us));
          expect(there.filter((k) => !may.has(k))).toEqual([]);
          seen += there.length;
        }
      }
    expect(seen).toBeGreaterThan(10);
  },
);

test('a minute’s candidates are few more than what is in the sky, and no span makes them fewer', () => {
  const catalogue = createCatalogue(population(3000));
  const sieve = createSieve(catalogue, RADARS[0]);
  const minute = sieve.mayBeInSky(EPOCH_us, EPOCH_us + 60e6);
  const there = inSky(catalogue, RADARS[0], EPOCH_us + 30e6).length;
  expect(there).toBeGreaterThan(30);
  expect(minute.length).toBeLessThan(2 * there + 20);
  const hour = new Set(sieve.mayBeInSky(EPOCH_us, EPOCH_us + 3600e6));
  expect([...minute].every((k) => hour.has(k))).toBe(true);
  // Nothing at 20,000 km comes within 5,000 km, and nothing level to 64° north.
  expect(sieve.everMay).toBeLessThan(2100);
});

test('old elements are never left out: what SGP4 makes of them after months may be anywhere', () => {
  const high = { ...population(1)[0], meanMotion_radps: 12 * ((2 * Math.PI) / 86_400) };
  const radar = { site: geodeticDegrees(0, 0), rangeMax_m: 1_000_000, elevationMin_rad: 0 };
  const sieve = createSieve(createCatalogue([high]), radar);
  expect(sieve.everMay).toBe(0);
  for (const [days, expected] of [
    [0, []],
    [59, []],
    [61, [0]],
    [-61, [0]],
  ] as const) {
    const from_us = high.epoch_us + days * 86_400e6;
    expect([...sieve.mayBeInSky(from_us, from_us + 60e6)]).toEqual(expected);
  }
});

test('what the air brings down is not judged by where its perigee was', () => {
  const [low] = population(1);
  const axis_m = WGS84.a_m + 680e3;
  const meanMotion_radps = Math.sqrt(WGS84.gm_m3ps2 / axis_m ** 3);
  const catalogue = createCatalogue([{ ...low, meanMotion_radps, eccentricity: 0.0005, inclination_rad: 10 * degree, bstar: 0.05 }]);
  const radar = { site: geodeticDegrees(0, 0), rangeMax_m: 550_000, elevationMin_rad: 0.2 };
  const sieve = createSieve(catalogue, radar);
  let seen = 0;
  for (let second = 0; second < 3 * 86_400; second += 20) {
    const at_us = low.epoch_us + 56 * 86_400e6 + second * 1e6;
    if (inSky(catalogue, radar, at_us).length === 0) continue;
    seen += 1;
    expect([...sieve.mayBeInSky(at_us - 10e6, at_us + 10e6)]).toEqual([0]);
  }
  expect(seen).toBeGreaterThan(5);
});

test('what is overhead second by second is what looking at each of them finds, back and forth', () => {
  const catalogue = createCatalogue(population(1200));
  const beside = createCatalogue(population(1200));
  const overhead = createOverhead(catalogue, RADARS[4]);
  for (const second of [0, 1, 59, 60, 61, 3600, 30, -1, 86_400]) {
    const at_us = EPOCH_us + second * 1e6;
    const there = inSky(beside, RADARS[4], at_us);
    const { count, objects, statesEcef } = overhead(at_us);
    expect([...objects]).toEqual(there);
    expect(count).toBe(there.length);
    const states = beside.propagate(at_us, Int32Array.from(there));
    there.forEach((_, k) => {
      const { r, v } = ecefFromTeme(
        at_us,
        vec3(states.x_m[k], states.y_m[k], states.z_m[k]),
        vec3(states.vx_mps[k], states.vy_mps[k], states.vz_mps[k]),
      );
      [r.x, r.y, r.z, v.x, v.y, v.z].forEach((value, i) => expect(statesEcef[6 * k + i]).toBe(value));
    });
  }
});

test('the objects of the verification set, which are of every odd kind, are found too', async () => {
  const { sets } = await readElementText(SGP4_VERIFICATION.flatMap(({ lines }) => lines.map((line) => line.slice(0, 68))).join('\n'));
  const catalogue = createCatalogue(sets.map(({ elements }) => elements));
  for (const radar of RADARS)
    for (const { elements } of sets)
      for (const hours of [-1, 0, 5]) {
        const from_us = elements.epoch_us + hours * 3600e6;
        const may = new Set(createSieve(catalogue, radar).mayBeInSky(from_us, from_us + 300e6));
        for (const second of [0, 100, 200, 300])
          expect(inSky(catalogue, radar, from_us + second * 1e6).filter((k) => !may.has(k))).toEqual([]);
      }
});

test('how far around an object may be seen: by elevation below, by range above', () => {
  const { widest_rad, siteRadius_m } = skyAbout({ site: geodeticDegrees(0, 0), rangeMax_m: 2_000_000, elevationMin_rad: 0.0034 });
  const low = siteRadius_m + 100e3;
  expect(widest_rad(low, low)).toBeCloseTo(Math.acos(siteRadius_m / low), 9);
  const high = siteRadius_m + 1_900e3;
  const byRange = Math.acos((siteRadius_m ** 2 + high ** 2 - 4e12) / (2 * siteRadius_m * high));
  expect(widest_rad(high, high)).toBeCloseTo(byRange, 9);
  const corner = Math.sqrt(siteRadius_m ** 2 + 4e12);
  expect(widest_rad(low, high)).toBeCloseTo(Math.acos(siteRadius_m / corner), 9);
  expect(widest_rad(siteRadius_m + 2_100e3, siteRadius_m + 3_000e3)).toBeLessThan(0);
});
