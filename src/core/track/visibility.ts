import { geodeticFromEcefVec } from '../frames/geodetic.ts';
import { earthBlocks } from '../frames/line-of-sight.ts';
import { polarFromEcef } from '../frames/radar.ts';
import { type Vec3, vec3 } from '../math/vector.ts';
import type { InfraredSensor, RadarSensor } from '../sense/sensor.ts';
import type { RadarFrame } from './measurement.ts';

/** Chance that a satellite reports something hot at a body that does not burn: another source on the same line of sight. */
const COLD_BODY = 1e-4;
/** Cloud tops: below the first height a plume is mostly hidden, above the second never. */
const CLOUD_LOW_M = 8_000;
const CLOUD_HIGH_M = 14_000;
/** Chance of a plot from an object that the coverage says is out of reach. Not zero, since edges are not sharp; so small that an hour of
 *  scans that could not have seen it says nothing (a lofted flight is out of reach for most of its time). */
const OUTSIDE = 1e-4;
const EDGE_RAD = 0.01;

/** Probability that one look of this satellite detects the object, for each motion model: only burning is seen. */
export function infraredDetection(sensor: InfraredSensor, satellite: Vec3, x: Float64Array): Float64Array {
  const position = vec3(x[0], x[1], x[2]);
  const hidden = earthBlocks(satellite, position);
  const height = geodeticFromEcefVec(position).height_m;
  const burning = hidden ? COLD_BODY : sensor.detectionProbability * cloudFree(height);
  return Float64Array.of(burning, COLD_BODY, COLD_BODY, COLD_BODY);
}

function cloudFree(height_m: number): number {
  const share = (height_m - CLOUD_LOW_M) / (CLOUD_HIGH_M - CLOUD_LOW_M);
  return 0.3 + 0.7 * Math.min(1, Math.max(0, share));
}

/** Probability that one scan of this radar detects the object; the same for every way of moving. */
export function radarDetection(sensor: RadarSensor, frame: RadarFrame, x: Float64Array): number {
  const { range_m, azimuth_rad, elevation_rad } = polarFromEcef(frame.origin, frame, vec3(x[0], x[1], x[2]), vec3(x[3], x[4], x[5]));
  const allRound = sensor.azimuthHalfWidth_rad >= Math.PI - 1e-9;
  const margin = Math.min(
    elevation_rad - sensor.elevationMin_rad,
    sensor.elevationMax_rad - elevation_rad,
    allRound ? Infinity : sensor.azimuthHalfWidth_rad - Math.abs(wrap(azimuth_rad - sensor.azimuthCentre_rad)),
    (sensor.rangeMax_m - range_m) / range_m,
    (range_m - sensor.rangeMin_m) / range_m,
  );
  if (margin > EDGE_RAD) return sensor.detectionProbability;
  return margin < -EDGE_RAD ? OUTSIDE : 0.5 * sensor.detectionProbability;
}

function wrap(angle_rad: number): number {
  const turn = 2 * Math.PI;
  return angle_rad - turn * Math.round(angle_rad / turn);
}
