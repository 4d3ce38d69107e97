import { enuBasis } from '../../frames/enu.ts';
import { ecefVecFromGeodetic, type Geodetic } from '../../frames/geodetic.ts';
import { cos, sin } from '../../math/elementary.ts';
import { type Vec3, vec3 } from '../../math/vector.ts';
import type { LineOfSightDetection } from '../../sense/scan.ts';
import type { RadarSensor } from '../../sense/sensor.ts';
import { SIGHT_PLOT } from '../kernels/sight.ts';
import { type MeasurementKernels, SIGHT } from './measurement-kernels.ts';

/** A measurement as the filter's kernels take it: who measures, from where, and what. Angles count in the plane across the predicted line of
 *  sight, so there is no wrap at north and no pole at the zenith. */
export type Measurement = { readonly kernels: MeasurementKernels; readonly mount: Float64Array; readonly plot: Float64Array };

/** Line of sight from a satellite at `from` (ECEF, m), with its covariance in rad² on the tangent axes; two dimensions. */
export function infraredMeasurement(from: Vec3, detection: LineOfSightDetection): Measurement {
  const { rightRight, rightUp, upUp } = detection.covariance_rad2;
  const u = detection.lineOfSightEcef;
  const plot = new Float64Array(SIGHT_PLOT.length);
  plot.set([u.x, u.y, u.z], SIGHT_PLOT.pointing);
  plot.set([rightRight, rightUp, upUp], SIGHT_PLOT.covariance);
  return { kernels: SIGHT, mount: Float64Array.of(from.x, from.y, from.z), plot };
}

/** A radar's site and axes, ECEF. */
export type RadarFrame = { readonly origin: Vec3; readonly east: Vec3; readonly north: Vec3; readonly up: Vec3 };

/** Every look asks for it, and a radar stays where it is: worked out once for each site. */
export function radarFrame({ site }: RadarSensor): RadarFrame {
  const known = frames.get(site);
  if (known !== undefined) return known;
  const frame = frameAt(site);
  frames.set(site, frame);
  return frame;
}

const frames = new WeakMap<Geodetic, RadarFrame>();

function frameAt(site: Geodetic): RadarFrame {
  const origin = ecefVecFromGeodetic(site);
  const { east, north, up } = enuBasis(site);
  return { origin, east, north, up };
}

/** Unit vector of an azimuth and elevation at a radar, ECEF axes. */
export function direction(frame: RadarFrame, azimuth_rad: number, elevation_rad: number, cosElevation = cos(elevation_rad)): Vec3 {
  const e = sin(azimuth_rad) * cosElevation;
  const n = cos(azimuth_rad) * cosElevation;
  const u = sin(elevation_rad);
  return vec3(
    e * frame.east.x + n * frame.north.x + u * frame.up.x,
    e * frame.east.y + n * frame.north.y + u * frame.up.y,
    e * frame.east.z + n * frame.north.z + u * frame.up.z,
  );
}
