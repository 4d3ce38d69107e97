import { expect, test } from 'vitest';
import { ecefVecFromGeodetic, geodeticDegrees } from '../core/frames/geodetic.ts';
import { norm, subtract, type Vec3, vec3 } from '../core/math/vector.ts';
import { coast } from '../core/physics/propagate.ts';
import { eastAsiaSensors } from './defaults.ts';
import { lookOf } from './looks.ts';
import type { BodyTable, StatesFlight } from './scenario.ts';
import { flyStates } from './states.ts';

type Row = { readonly t_s: number; readonly r: Vec3; readonly heat?: number; readonly rcs?: number };

function tableOf(rows: readonly Row[]): BodyTable {
  return {
    time_s: Float64Array.from(rows, ({ t_s }) => t_s),
    positionEcef_m: Float64Array.from(rows.flatMap(({ r }) => [r.x, r.y, r.z])),
    heat_Wpsr: Float64Array.from(rows, ({ heat = 0 }) => heat),
    crossSection_m2: Float64Array.from(rows, ({ rcs = 1 }) => rcs),
  };
}

function flightOf(rows: readonly Row[], change: Partial<StatesFlight> = {}): StatesFlight {
  return { kind: 'states', id: 'body', start_us: 1e15, table: tableOf(rows), ...change };
}

const at = (t_s: number): number => 1e15 + t_s * 1e6;

test('between rows of a second free fall is right to a millimetre and a millimetre a second', () => {
  const start = { r: vec3(-3_100_000, 4_000_000, 4_400_000), v: vec3(-1_200, -2_500, 2_000) };
  const rows = Array.from({ length: 60 }, (_, k) => ({ t_s: k, ...coast(start.r, start.v, k) }));
  const body = flyStates(flightOf(rows));
  for (const t_s of [0.3, 1.5, 20.5, 37.99, 58.5]) {
    const truth = coast(start.r, start.v, t_s);
    const state = body.stateAt(at(t_s));
    expect(norm(subtract(state?.r ?? vec3(0, 0, 0), truth.r))).toBeLessThan(1e-3);
    expect(norm(subtract(state?.v ?? vec3(0, 0, 0), truth.v))).toBeLessThan(1e-3);
  }
});

test('where heat ends the curve has a corner, as the thrust has: the speed on either side is that side’s own', () => {
  // Thrust of 50 m/s² that ends at 3 s; before it x = 25 t², after it the speed reached.
  const x = (t_s: number): number => (t_s <= 3 ? 25 * t_s * t_s : 225 + 150 * (t_s - 3));
  const rows = Array.from({ length: 7 }, (_, t_s) => ({ t_s, r: vec3(7e6 + x(t_s), 0, 0), heat: t_s < 3 ? 1e6 : 0 }));
  const body = flyStates(flightOf(rows));
  expect(body.stateAt(at(2.5))?.v.x).toBeCloseTo(125, 6);
  expect(body.stateAt(at(3.5))?.v.x).toBeCloseTo(150, 6);
  expect(body.stateAt(at(3.5))?.r.x).toBeCloseTo(7e6 + 300, 6);
});

test('heat and cross-section hold from their row to the next; there is no body before the first row and after the last', () => {
  const rows = [
    { t_s: 10, r: vec3(7e6, 0, 0), heat: 5, rcs: 1 },
    { t_s: 11, r: vec3(7e6, 1, 0), heat: 0, rcs: 2 },
    { t_s: 12, r: vec3(7e6, 2, 0), heat: 7, rcs: 3 },
  ];
  const body = flyStates(flightOf(rows));
  const seen = [9.9, 10, 10.99, 11, 11.99, 12, 12.01].map((t_s) => body.stateAt(at(t_s)));
  expect(seen.map((state) => state?.plume_Wpsr)).toEqual([undefined, 5, 5, 0, 0, 7, undefined]);
  expect(seen.map((state) => state?.crossSection_m2)).toEqual([undefined, 1, 1, 2, 2, 3, undefined]);
  expect(body.end_us).toBe(at(12));
  expect(flyStates(flightOf(rows, { stop_us: at(11) })).stateAt(at(11))).toBeUndefined();
  expect(flyStates(flightOf(rows, { stop_us: at(11) })).end_us).toBe(at(11));
});

test('two rows make a straight line', () => {
  const body = flyStates(
    flightOf([
      { t_s: 0, r: vec3(7e6, 0, 0) },
      { t_s: 10, r: vec3(7e6, 100, 0) },
    ]),
  );
  expect(body.stateAt(at(4))).toMatchObject({ r: { x: 7e6, y: 40, z: 0 }, v: { x: 0, y: 10, z: 0 } });
});

test('a radar sees a body of a table by the cross-section that its row gives', () => {
  const radar = eastAsiaSensors().find((one) => one.kind === 'radar');
  if (radar?.kind !== 'radar') throw new Error('no radar');
  // Some 470 km away: strong with 10 m², far below what it can see with a ten-millionth.
  const there = ecefVecFromGeodetic(geodeticDegrees(39, 131, 400_000));
  const range_m = norm(subtract(there, ecefVecFromGeodetic(radar.spec.site)));
  const plots = (rcs: number): number => {
    const body = flyStates(flightOf([0, 1000].map((t_s) => ({ t_s, r: there, rcs }))));
    let count = 0;
    for (let k = 0; k < 50; k++) {
      const scan = lookOf(radar, { seed: 1, flights: [body], disturbances: [], sky: undefined }, k, at(k));
      if (scan.kind === 'radar-scan') count += scan.plots.filter((plot) => Math.abs(plot.range_m - range_m) < 500).length;
    }
    return count;
  };
  expect(plots(10)).toBeGreaterThan(40);
  expect(plots(1e-7)).toBe(0);
});
