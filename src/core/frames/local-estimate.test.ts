import { expect, test } from 'vitest';
import { packInto } from '../math/packed.ts';
import { degrees, toDegrees } from '../units.ts';
import { ecefFromEnu, enuBasis } from './enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from './geodetic.ts';
import { localEstimate } from './local-estimate.ts';

const oneMillimetre = 1e-3;
const PLACE = geodeticDegrees(38, 138.5, 120_000);
/** A covariance on local axes in which no two numbers are alike: L Lᵀ. */
const LOWER = [[100], [20, 300], [-30, 40, 500], [1, 2, 3, 10], [0.5, -1, 2, 3, 20], [2, 1, -0.5, 4, -5, 30]];
const LOCAL = Array.from({ length: 36 }, (_, at) => {
  const [i, j] = [Math.floor(at / 6), at % 6];
  return LOWER[i].reduce((sum, l, k) => sum + l * (LOWER[j][k] ?? 0), 0);
});

/** A state at the place with a velocity and that covariance on local axes, in ECEF. */
function estimate(east_mps: number, north_mps: number, up_mps: number) {
  const basis = enuBasis(PLACE);
  const axes = [basis.east, basis.north, basis.up].map(({ x, y, z }) => [x, y, z]);
  const r = ecefVecFromGeodetic(PLACE);
  const v = ecefFromEnu({ x: 0, y: 0, z: 0 }, basis, east_mps, north_mps, up_mps);
  const p = new Float64Array(36);
  for (let i = 0; i < 6; i++)
    for (let j = 0; j < 6; j++)
      for (let a = 0; a < 3; a++)
        for (let b = 0; b < 3; b++)
          p[6 * i + j] += axes[a][i % 3] * LOCAL[6 * (3 * Math.floor(i / 3) + a) + 3 * Math.floor(j / 3) + b] * axes[b][j % 3];
  return { x: Float64Array.of(r.x, r.y, r.z, v.x, v.y, v.z), p };
}

test('an estimate in ECEF comes out as place, velocity and covariance on the local axes, whichever way its covariance is packed', () => {
  const { x, p } = estimate(1800, -1500, 900);
  const packed = new Float64Array(21);
  packInto(packed, 0, p, 6, 6);
  for (const local of [localEstimate({ x, p: packed }), localEstimate({ x, p })]) {
    expect(Math.abs(toDegrees(local.latitude_rad) - 38) * 111_000).toBeLessThan(oneMillimetre);
    expect(Math.abs(toDegrees(local.longitude_rad) - 138.5) * 111_000).toBeLessThan(oneMillimetre);
    expect(Math.abs(local.height_m - 120_000)).toBeLessThan(oneMillimetre);
    expect(local.velocityEast_mps).toBeCloseTo(1800, 6);
    expect(local.velocityNorth_mps).toBeCloseTo(-1500, 6);
    expect(local.velocityUp_mps).toBeCloseTo(900, 6);
    LOCAL.forEach((value, at) => {
      expect(local.covarianceEnu[at], `covarianceEnu[${at}]`).toBeCloseTo(value, 4);
    });
    for (let i = 0; i < 6; i++) for (let j = 0; j < i; j++) expect(local.covarianceEnu[6 * i + j]).toBe(local.covarianceEnu[6 * j + i]);
  }
});

test('it is a geodetic place, so that it goes wherever one is asked for', () => {
  const { x, p } = estimate(0, 0, 0);
  const r = ecefVecFromGeodetic(localEstimate({ x, p }));
  for (const [i, value] of [r.x, r.y, r.z].entries()) expect(Math.abs(value - x[i])).toBeLessThan(oneMillimetre);
});

test('what has no latitude is refused with the reason: other shapes, no numbers, the axes of a flat sensor', () => {
  const { x, p } = estimate(0, 0, 0);
  const wrong = (state: ArrayLike<number>, covariance: ArrayLike<number>) => () =>
    localEstimate({ x: Float64Array.from(state), p: Float64Array.from(covariance) });
  expect(wrong(x.slice(0, 3), p)).toThrow('x: it has 3 numbers; give a Float64Array of 6');
  expect(wrong(x, p.slice(0, 9))).toThrow('p: it has 9 numbers; give a Float64Array of 21');
  expect(wrong(x, [...p.slice(0, 35), NaN])).toThrow('p[35]: NaN is no finite number');
  expect(wrong([1, 2, Infinity, 0, 0, 0], p)).toThrow('x[2]: Infinity is no finite number');
  expect(wrong([900_000, 30_000, 200_000, 0, 0, 0], p)).toThrow('flat sensor');
  expect(() => localEstimate({ x, p: undefined as unknown as Float64Array })).toThrow(RangeError);
  // A scan without tracks: `localEstimate(tracks[0])` was a TypeError of destructuring.
  for (const nothing of [undefined, null, 'track'])
    expect(() => localEstimate(nothing as never)).toThrow(/^estimate: .* is no estimate; give a track, or \{ x, p \}$/);
  expect(degrees(toDegrees(localEstimate({ x, p }).longitude_rad))).toBeCloseTo(PLACE.longitude_rad, 12);
});
