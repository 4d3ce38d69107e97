import { geoArea } from 'd3-geo';
import type { Position } from 'geojson';
import { covarianceAlong, enuBasis } from '../../core/frames/enu.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import { fromUpperTriangle } from '../../core/math/packed.ts';
import { toDegrees } from '../../core/units.ts';
import type { TrackView } from '../../api/wire-feed.ts';
import { ellipseAxes } from '../words.ts';

// What the map draws, as rings and points in degrees. For pictures: on a sphere, and by the platform's sine.

type Angles = { readonly latitude_rad: number; readonly longitude_rad: number };
type ErrorEllipse = {
  readonly point: Geodetic;
  readonly covarianceEast_m2: number;
  readonly covarianceEastNorth_m2: number;
  readonly covarianceNorth_m2: number;
};

export const EARTH_RADIUS_M = 6_371_008.8;
const ELLIPSE_POINTS = 72;

export function lonLat({ latitude_rad, longitude_rad }: Angles): Position {
  return [toDegrees(longitude_rad), toDegrees(latitude_rad)];
}

/** Where one comes out after a distance along a bearing (sphere; Vallado, direct problem of the great circle). */
function destination(from: Angles, azimuth_rad: number, distance_m: number): Position {
  const arc = distance_m / EARTH_RADIUS_M;
  const sinLatitude = Math.sin(from.latitude_rad) * Math.cos(arc) + Math.cos(from.latitude_rad) * Math.sin(arc) * Math.cos(azimuth_rad);
  const east = Math.sin(azimuth_rad) * Math.sin(arc) * Math.cos(from.latitude_rad);
  const along = Math.cos(arc) - Math.sin(from.latitude_rad) * sinLatitude;
  return [toDegrees(from.longitude_rad + Math.atan2(east, along)), toDegrees(Math.asin(sinLatitude))];
}

/** d3 takes the side that lies to the right of a ring as its inside; a ring of ours never means the larger part of the Earth. */
function inside(ring: Position[]): Position[] {
  const closed = [...ring, ring[0]];
  return geoArea({ type: 'Polygon', coordinates: [closed] }) > 2 * Math.PI ? closed.reverse() : closed;
}

export function areaRing(ring: readonly Angles[]): Position[] | undefined {
  return ring.length < 3 ? undefined : inside(ring.map(lonLat));
}

/** Ring of the ellipse that holds a point with a probability. */
export function ellipseRing(point: ErrorEllipse, probability: number): Position[] | undefined {
  const { major_m, minor_m, azimuth_rad } = ellipseAxes(point, probability);
  if (!(major_m > 0) || major_m > EARTH_RADIUS_M) return undefined; // nothing known, or so little that a drawing would lie
  const ring = Array.from({ length: ELLIPSE_POINTS }, (_, at) => {
    const turn = (2 * Math.PI * at) / ELLIPSE_POINTS;
    const along = major_m * Math.cos(turn);
    const across = minor_m * Math.sin(turn);
    return destination(point.point, azimuth_rad + Math.atan2(across, along), Math.hypot(along, across));
  });
  return inside(ring);
}

/** Horizontal uncertainty of a track: the position block of its covariance on the local east and north axes. */
export function trackEllipse({ track, trail }: TrackView): ErrorEllipse | undefined {
  const last = trail.at(-1);
  if (!last || track.covariance.length !== 21) return undefined;
  const point = { frame: 'geodetic', latitude_rad: last.latitude_rad, longitude_rad: last.longitude_rad, height_m: 0 } as const;
  const { east, north } = enuBasis(point);
  const p = fromUpperTriangle(track.covariance, 6);
  return {
    point,
    covarianceEast_m2: covarianceAlong(p, 0, 6, east, east),
    covarianceEastNorth_m2: covarianceAlong(p, 0, 6, east, north),
    covarianceNorth_m2: covarianceAlong(p, 0, 6, north, north),
  };
}

/** Sector of a radar on the ground, as far as its range reaches. */
export function sectorRing(site: Angles, rangeMax_m: number, centre_rad: number, halfWidth_rad: number): Position[] {
  const whole = halfWidth_rad >= Math.PI - 1e-6;
  const from = whole ? 0 : centre_rad - halfWidth_rad;
  const span = whole ? 2 * Math.PI : 2 * halfWidth_rad;
  const arc = Array.from({ length: 49 }, (_, at) => destination(site, from + (span * at) / 48, rangeMax_m));
  return inside(whole ? arc.slice(0, -1) : [lonLat(site), ...arc]);
}
