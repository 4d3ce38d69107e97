import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../../tests/support/properties.ts';
import { geodesicInverse } from '../frames/geodesic.ts';
import { geodeticDegrees, upAt } from '../frames/geodetic.ts';
import { offset } from './area.ts';
import { flatMapAt } from './flat-map.ts';

const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const metres = fc.double({ min: -1e6, max: 1e6, noNaN: true });

test('there and back again is the same place to a millimetre, wherever it is', () => {
  holds(
    fc.property(latitude, longitude, metres, metres, (lat, lon, east, north) => {
      const map = flatMapAt(geodeticDegrees(lat, lon));
      const there = map.geodetic({ east, north });
      const up = upAt(there.latitude_rad, there.longitude_rad);
      const back = map.flat(up.x, up.y, up.z);
      expect(Math.hypot(back.east - east, back.north - north)).toBeLessThan(0.001 + 1e-8 * Math.hypot(east, north));
    }),
  );
});

test('distances from its centre are those over the ellipsoid within 0.7 %, and directions within half a degree', () => {
  holds(
    fc.property(fc.double({ min: -85, max: 85, noNaN: true }), longitude, metres, metres, (lat, lon, east, north) => {
      fc.pre(Math.hypot(east, north) > 1000);
      const centre = geodeticDegrees(lat, lon);
      const to = flatMapAt(centre).geodetic({ east, north });
      const { distance_m } = geodesicInverse(centre, to);
      expect(Math.abs(distance_m / Math.hypot(east, north) - 1)).toBeLessThan(0.007);
      const exact = offset(centre, to);
      const cosine = (exact.east * east + exact.north * north) / (Math.hypot(east, north) * Math.hypot(exact.east, exact.north));
      expect(cosine).toBeGreaterThan(Math.cos((0.5 * Math.PI) / 180));
    }),
  );
});

test('its centre is its origin', () => {
  const map = flatMapAt(geodeticDegrees(0, 0));
  expect(map.flat(1, 0, 0)).toEqual({ east: 0, north: 0 });
  expect(map.geodetic({ east: 0, north: 0 })).toEqual(geodeticDegrees(0, 0));
});
