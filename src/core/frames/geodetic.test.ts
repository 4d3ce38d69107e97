import { expect, test } from 'vitest';
import { sharedText } from '../../../tests/support/shared.ts';
import { samples } from '../../../tests/support/ulp.ts';
import { distance, vec3 } from '../math/vector.ts';
import { degrees, toDegrees } from '../units.ts';
import { WGS84 } from './earth.ts';
import { enuBasis } from './enu.ts';
import { ecefVecFromGeodetic, geodetic, geodeticDegrees, geodeticFromEcefVec, heightAbove, heightAndClimbInto, upAt } from './geodetic.ts';

const oneMicrometre = 1e-6;
const LATITUDES = [-90, -89.999999, -60, -1e-7, 0, 1e-9, 23.4, 45, 89.9, 89.99999999, 90];
const HEIGHTS = [-10_000, -1, 0, 0.001, 8848, 100_000, 6_100_000, 35_786_000, 50_000_000];

test('geodetic to ECEF and back moves nothing by a micrometre, from −10 km to 50,000 km, poles included', () => {
  for (const latitude of LATITUDES) {
    for (const longitude of [-180, -90, 0, 127.5, 179.9999999]) {
      for (const height of HEIGHTS) {
        const r = ecefVecFromGeodetic(geodeticDegrees(latitude, longitude, height));
        const back = geodeticFromEcefVec(r);
        expect(distance(ecefVecFromGeodetic(back), r)).toBeLessThan(oneMicrometre);
        expect(Math.abs(back.height_m - height)).toBeLessThan(oneMicrometre);
        expect(Math.abs(toDegrees(back.latitude_rad) - latitude) * 111_000).toBeLessThan(oneMicrometre);
      }
    }
  }
});

test('ECEF to geodetic and back does not either, at ten thousand places', () => {
  const draw = samples(7);
  let worst = 0;
  for (let i = 0; i < 10_000; i++) {
    const up = 2 * draw() - 1;
    const angle = 2 * Math.PI * draw();
    const radius = 6_350_000 + 50_000_000 * draw() * draw();
    const r = vec3(radius * Math.sqrt(1 - up * up) * Math.cos(angle), radius * Math.sqrt(1 - up * up) * Math.sin(angle), radius * up);
    worst = Math.max(worst, distance(ecefVecFromGeodetic(geodeticFromEcefVec(r)), r));
  }
  expect(worst).toBeLessThan(oneMicrometre);
});

test('the quick height is within 0.1 µm below 1,000 km and within a millimetre out to 50,000 km', () => {
  for (const latitude of LATITUDES) {
    for (const height of HEIGHTS) {
      const r = ecefVecFromGeodetic(geodeticDegrees(latitude, 33, height));
      expect(Math.abs(heightAbove(r.x, r.y, r.z) - height)).toBeLessThan(height < 1e6 ? 1e-7 : 1e-3);
    }
  }
});

test('straight up the height grows as fast as one goes, level not at all, and at the poles too', () => {
  const found = new Float64Array(2);
  for (const latitude of LATITUDES) {
    const place = geodetic(degrees(latitude), 2, 200_000);
    const r = ecefVecFromGeodetic(place);
    const up = upAt(place.latitude_rad, place.longitude_rad);
    heightAndClimbInto(found, Float64Array.of(r.x, r.y, r.z, 1000 * up.x, 1000 * up.y, 1000 * up.z));
    expect(found[0]).toBe(heightAbove(r.x, r.y, r.z));
    expect(found[1]).toBeCloseTo(1000, 6);
    heightAndClimbInto(found, Float64Array.of(r.x, r.y, r.z, -1000 * Math.sin(2), 1000 * Math.cos(2), 0));
    expect(Math.abs(found[1])).toBeLessThan(0.001);
    expect(heightAbove(r.x + 1000 * up.x, r.y + 1000 * up.y, r.z + 1000 * up.z)).toBeCloseTo(201_000, 6);
  }
});

test('the equator is at a and the poles are at b', () => {
  expect(ecefVecFromGeodetic(geodeticDegrees(0, 0))).toEqual({ x: WGS84.a_m, y: 0, z: 0 });
  expect(ecefVecFromGeodetic(geodeticDegrees(90, 0)).z).toBeCloseTo(6356752.314245, 6);
  expect(geodeticFromEcefVec(vec3(0, 0, -WGS84.b_m))).toEqual(geodetic(-Math.PI / 2, 0, 0));
});

test("places and axes agree with the tracking library's", (context) => {
  const golden = JSON.parse(sharedText('peers/golden/nrl_tcl.json', context));
  for (const row of golden.geodesy) {
    const place = geodeticDegrees(row.lat_deg, row.lon_deg, row.h);
    const [x, y, z] = row.ecef;
    expect(distance(ecefVecFromGeodetic(place), vec3(x, y, z))).toBeLessThan(1e-7);
    const { east, north, up } = enuBasis(place);
    [east, north, up].forEach((axis, i) => {
      const [ax, ay, az] = row.enu_axes_rows_EastNorthUp[i];
      expect(distance(axis, vec3(ax, ay, az))).toBeLessThan(1e-12);
    });
  }
});

test('degrees that are none are refused by name, unit and range', () => {
  expect(() => geodeticDegrees(138, 38)).toThrow('latitude_deg: 138 is outside -90 to 90 degrees; give degrees, north positive');
  expect(() => geodeticDegrees(38, 1380)).toThrow('longitude_deg: 1380 is outside -360 to 360 degrees');
  expect(() => geodeticDegrees(38, 138, NaN)).toThrow('height_m: NaN is no number');
  expect(() => geodeticDegrees('38' as unknown as number, 138)).toThrow(RangeError);
});
