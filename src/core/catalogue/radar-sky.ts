import { ecefVecFromGeodetic, type Geodetic, upAt } from '../frames/geodetic.ts';
import { acos, asin, atan2, cos, sin } from '../math/elementary.ts';
import { norm, type Vec3 } from '../math/vector.ts';
import type { Metres, Radians } from '../units.ts';

/** What a radar could see of the sky if nothing stood in its way: so far, and so high above its horizon. Elevations are true ones: where the air lifts what is low, give a degree less. */
export type RadarSky = { readonly site: Geodetic; readonly rangeMax_m: Metres; readonly elevationMin_rad: Radians };

/** The vertical of the ellipsoid and the direction from the Earth's middle differ by less than this. */
const BETWEEN_VERTICALS_rad = 0.0034;

/** The same with what is asked of it again and again, about the Earth's middle. */
export type SkyAbout = {
  /** ECEF, m, and its length; straight up on the ellipsoid. */
  readonly site_m: Vec3;
  readonly siteRadius_m: Metres;
  readonly up: Vec3;
  /** Geocentric. */
  readonly siteLatitude_rad: Radians;
  readonly siteLongitude_rad: Radians;
  readonly rangeMax_m: Metres;
  readonly sinElevationMin: number;
  /** No object beyond this is in the sky, of whatever direction. */
  readonly radiusMax_m: Metres;
  /** The widest angle at the Earth's middle between the site and an object in the sky whose distance from there is within two bounds; below zero where none is. */
  widest_rad(lowest_m: Metres, highest_m: Metres): Radians;
};

export function skyAbout({ site, rangeMax_m, elevationMin_rad }: RadarSky): SkyAbout {
  const site_m = ecefVecFromGeodetic(site);
  const siteRadius_m = norm(site_m);
  const lowest_rad = elevationMin_rad - BETWEEN_VERTICALS_rad;
  const sinLowest = sin(lowest_rad);
  const cosLowest = cos(lowest_rad);
  const square = siteRadius_m * siteRadius_m + rangeMax_m * rangeMax_m;
  // At this distance what is lowest is farthest.
  const corner_m = Math.sqrt(Math.max(0, square + 2 * siteRadius_m * rangeMax_m * sinLowest));
  const byElevation = (radius_m: Metres): Radians => {
    const ratio = (siteRadius_m * cosLowest) / radius_m;
    return ratio >= 1 ? 0 : acos(ratio) - lowest_rad;
  };
  const byRange = (radius_m: Metres): Radians => {
    const c = (siteRadius_m * siteRadius_m + radius_m * radius_m - rangeMax_m * rangeMax_m) / (2 * siteRadius_m * radius_m);
    return c > 1 ? -1 : c < -1 ? Math.PI : acos(c);
  };
  return {
    site_m,
    siteRadius_m,
    up: upAt(site.latitude_rad, site.longitude_rad),
    siteLatitude_rad: asin(site_m.z / siteRadius_m),
    siteLongitude_rad: atan2(site_m.y, site_m.x),
    rangeMax_m,
    sinElevationMin: sin(elevationMin_rad),
    radiusMax_m: siteRadius_m + rangeMax_m,
    widest_rad(lowest_m, highest_m) {
      // Higher objects are seen farther around as far as the elevation bounds them, and less far where the range does.
      if (highest_m <= corner_m) return byElevation(highest_m);
      return byRange(Math.max(lowest_m, corner_m));
    },
  };
}
