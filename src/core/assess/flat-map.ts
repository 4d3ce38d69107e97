import { enuBasis } from '../frames/enu.ts';
import { type Geodetic, geodetic, upAt } from '../frames/geodetic.ts';
import { atan2, cos, sin } from '../math/elementary.ts';
import { vec3 } from '../math/vector.ts';
import type { Metres } from '../units.ts';

/** A point on an azimuthal equidistant map about some origin, m. */
export type Flat = { readonly east: Metres; readonly north: Metres };

/** A map of the ground about a point, in metres east and north of it. */
export type FlatMap = {
  /** Of a place by the unit vector straight up there, ECEF axes. */
  readonly flat: (upX: number, upY: number, upZ: number) => Flat;
  readonly geodetic: (at: Flat) => Geodetic;
};

/** Radius of the sphere. */
export const EARTH_RADIUS_M: Metres = 6_371_000;

/** Azimuthal equidistant map of the directions of the vertical, as of a sphere: distances from its centre are within 0.7 % of those over the
 *  ellipsoid, and there and back again is exact. For what is asked of thousands of places at once and need not be finer. */
export function flatMapAt(centre: Geodetic): FlatMap {
  const { east, north, up } = enuBasis(centre);
  return {
    flat(x, y, z) {
      const e = x * east.x + y * east.y + z * east.z;
      const n = x * north.x + y * north.y + z * north.z;
      const across = Math.sqrt(e * e + n * n);
      if (across === 0) return { east: 0, north: 0 };
      const scale = (EARTH_RADIUS_M * atan2(across, x * up.x + y * up.y + z * up.z)) / across;
      return { east: scale * e, north: scale * n };
    },
    geodetic({ east: e, north: n }) {
      const distance = Math.sqrt(e * e + n * n);
      if (distance === 0) return geodetic(centre.latitude_rad, centre.longitude_rad, 0);
      const angle = distance / EARTH_RADIUS_M;
      const along = cos(angle);
      const [toEast, toNorth] = [(sin(angle) * e) / distance, (sin(angle) * n) / distance];
      const to = vec3(
        along * up.x + toEast * east.x + toNorth * north.x,
        along * up.y + toEast * east.y + toNorth * north.y,
        along * up.z + toEast * east.z + toNorth * north.z,
      );
      return geodetic(atan2(to.z, Math.sqrt(to.x * to.x + to.y * to.y)), atan2(to.y, to.x), 0);
    },
  };
}

/** The corners of a ring on the ground, on a map. */
export function flatRing(map: FlatMap, ring: readonly Geodetic[]): Flat[] {
  return ring.map(({ latitude_rad, longitude_rad }) => {
    const up = upAt(latitude_rad, longitude_rad);
    return map.flat(up.x, up.y, up.z);
  });
}
