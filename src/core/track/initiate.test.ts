import { expect, test } from 'vitest';
import { ecefVecFromGeodetic, geodeticDegrees } from '../frames/geodetic.ts';
import { lineOfSight, tangentBasis } from '../frames/line-of-sight.ts';
import { dot, type Vec3, vec3 } from '../math/vector.ts';
import { initiateFromHeat } from './initiate.ts';
import { THEATRE_MODES } from './imm.ts';
import { unpacked } from './record.ts';

const SATELLITE = ecefVecFromGeodetic(geodeticDegrees(0, 135, 35_786_000));
const PLACE = ecefVecFromGeodetic(geodeticDegrees(10, 135, 9_000));
const SIGHT = lineOfSight(SATELLITE, PLACE);

/** Variance, or covariance, of the boost mode's place along two directions. */
function along(covariance_rad2: { rightRight: number; rightUp: number; upUp: number }, a: Vec3, b: Vec3): number {
  const imm = initiateFromHeat(SATELLITE, { lineOfSightEcef: SIGHT, covariance_rad2, intensity_Wpsr: 1e5 });
  if (imm === undefined) throw new Error('it sees the ground');
  const p = unpacked(imm.modes, THEATRE_MODES.at[0] + 9, 9);
  const [ca, cb] = [a, b].map(({ x, y, z }) => [x, y, z]);
  let sum = 0;
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) sum += ca[i] * p[i * 9 + j] * cb[j];
  return sum;
}

test('a first sight of heat is as uncertain across the line of sight as the detection, its axes’ errors hanging together', () => {
  const { right, up } = tangentBasis(SIGHT);
  const covariance = { rightRight: 9e-10, rightUp: 5e-10, upUp: 4e-10 };
  const range_m = Math.sqrt((SATELLITE.x - PLACE.x) ** 2 + (SATELLITE.y - PLACE.y) ** 2 + (SATELLITE.z - PLACE.z) ** 2);
  const nothing = { rightRight: 0, rightUp: 0, upUp: 0 };
  const added = (a: Vec3, b: Vec3): number => (along(covariance, a, b) - along(nothing, a, b)) / range_m ** 2;
  expect(added(right, right) / 9e-10).toBeCloseTo(1, 2);
  expect(added(right, up) / 5e-10).toBeCloseTo(1, 2);
  expect(added(up, up) / 4e-10).toBeCloseTo(1, 2);
  // Along it only the heights of rockets that are seen for the first time say anything.
  expect(Math.sqrt(along(nothing, SIGHT, SIGHT))).toBeGreaterThan(2_000);
});

test('a sight that passes the Earth by begins no track', () => {
  const away = unitAwayFromEarth();
  expect(dot(away, SIGHT)).toBeLessThan(0);
  const covariance_rad2 = { rightRight: 1e-9, rightUp: 0, upUp: 1e-9 };
  expect(initiateFromHeat(SATELLITE, { lineOfSightEcef: away, covariance_rad2, intensity_Wpsr: 1e5 })).toBeUndefined();
});

const unitAwayFromEarth = (): Vec3 => vec3(-SIGHT.x, -SIGHT.y, -SIGHT.z);
