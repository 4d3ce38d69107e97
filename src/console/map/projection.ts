import { geoDistance, geoEquirectangular, geoOrthographic, type GeoProjection } from 'd3-geo';
import type { Position } from 'geojson';

/** What the map looks at. `zoom` 1 shows the whole globe. */
export type Camera = {
  readonly kind: 'globe' | 'flat';
  readonly longitude_deg: number;
  readonly latitude_deg: number;
  readonly zoom: number;
};

export type Size = { readonly width: number; readonly height: number };

const ZOOM_MIN = 0.8;
const ZOOM_MAX = 600;

/** Pixels per radian at the centre. */
function scaleOf(camera: Camera, { width, height }: Size): number {
  return camera.zoom * (camera.kind === 'globe' ? 0.47 * Math.min(width, height) : Math.min(width / (2 * Math.PI), height / Math.PI));
}

/** How long something at the centre is on the canvas, in pixels. */
export function pixelsAcross(camera: Camera, size: Size, angle_rad: number): number {
  return angle_rad * scaleOf(camera, size);
}

export function projectionOf(camera: Camera, size: Size): GeoProjection {
  const { width, height } = size;
  const base =
    camera.kind === 'globe'
      ? geoOrthographic().rotate([-camera.longitude_deg, -camera.latitude_deg]).clipAngle(90)
      : geoEquirectangular().rotate([-camera.longitude_deg, 0]).center([0, camera.latitude_deg]);
  return base
    .scale(scaleOf(camera, size))
    .translate([width / 2, height / 2])
    .precision(0.4)
    .clipExtent([
      [-20, -20],
      [width + 20, height + 20],
    ]);
}

/** Pixel of a place; undefined when it lies behind the globe or off the canvas. */
export function pixelOf(projection: GeoProjection, camera: Camera, size: Size, point: Position): readonly [number, number] | undefined {
  const [longitude, latitude] = point;
  if (camera.kind === 'globe' && geoDistance([longitude, latitude], [camera.longitude_deg, camera.latitude_deg]) > Math.PI / 2)
    return undefined;
  const pixel = projection([longitude, latitude]);
  if (!pixel || pixel[0] < -10 || pixel[1] < -10 || pixel[0] > size.width + 10 || pixel[1] > size.height + 10) return undefined;
  return pixel;
}

export function moved(camera: Camera, size: Size, dx: number, dy: number): Camera {
  const degreesPerPixel = 180 / Math.PI / scaleOf(camera, size);
  const stretch = camera.kind === 'globe' ? Math.max(0.3, Math.cos((camera.latitude_deg * Math.PI) / 180)) : 1;
  return {
    ...camera,
    longitude_deg: wrap(camera.longitude_deg - (dx * degreesPerPixel) / stretch),
    latitude_deg: Math.max(-90, Math.min(90, camera.latitude_deg + dy * degreesPerPixel)),
  };
}

export function zoomed(camera: Camera, factor: number): Camera {
  return { ...camera, zoom: Math.max(ZOOM_MIN, Math.min(ZOOM_MAX, camera.zoom * factor)) };
}

/** Looks at all the points with some room around them, `leastRadius_rad` about their middle at least; leaves the camera where there
 *  are none. The middle is halfway between the two that lie farthest apart, so that many points in one place do not pull it there. */
export function fitted(camera: Camera, size: Size, points: readonly Position[], leastRadius_rad: number): Camera {
  if (points.length === 0) return camera;
  const [a, b] = farthestPair(points);
  const [x, y, z] = vector(a).map((part, at) => part + vector(b)[at]);
  const longitude_deg = (Math.atan2(y, x) * 180) / Math.PI;
  const latitude_deg = (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI;
  const middle = { ...camera, longitude_deg, latitude_deg, zoom: 1 };
  const radius = Math.max(leastRadius_rad, ...points.map((point) => apart(point, [longitude_deg, latitude_deg])));
  // Pixels that the farthest point may be away from the middle, against what it is at zoom 1.
  const reach =
    camera.kind === 'globe' ? Math.sin(Math.min(radius, Math.PI / 2)) : radius / Math.max(0.4, Math.cos((latitude_deg * Math.PI) / 180));
  return zoomed(middle, (0.4 * Math.min(size.width, size.height)) / (reach * scaleOf(middle, size)));
}

function farthestPair(points: readonly Position[]): readonly [Position, Position] {
  let best: readonly [Position, Position] = [points[0], points[0]];
  let most = 0;
  for (const a of points) {
    for (const b of points) {
      const distance = apart(a, b);
      if (distance > most) [most, best] = [distance, [a, b]];
    }
  }
  return best;
}

function apart(a: Position, b: Position): number {
  return geoDistance([a[0], a[1]], [b[0], b[1]]);
}

function vector([longitude, latitude]: Position): [number, number, number] {
  const lon = (longitude * Math.PI) / 180;
  const lat = (latitude * Math.PI) / 180;
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
}

function wrap(longitude_deg: number): number {
  return longitude_deg - 360 * Math.round(longitude_deg / 360);
}
