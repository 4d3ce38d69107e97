import { enuBasis } from '../../core/frames/enu.ts';
import { ecefVecFromGeodetic, geodeticDegrees } from '../../core/frames/geodetic.ts';
import { cos, sin } from '../../core/math/elementary.ts';
import { freeFallInto } from '../../core/physics/rotating.ts';
import { rungeKutta } from '../../core/physics/runge-kutta.ts';
import { stream } from '../random.ts';

/** A body in free fall past one radar: where it was at each scan. */
export type Arc = {
  readonly name: string;
  /** Seconds between two scans. */
  readonly interval_s: number;
  /** ECEF position and velocity at each scan, m and m/s; six numbers each. */
  readonly truth: readonly Float64Array[];
};

/** The benchmark's radar, at 60°N 0°E on the ellipsoid: origin, then north, east and up, ECEF. */
export const RADAR_MOUNT = mountAt(60, 0);
export const SIGMA_RANGE_M = 100;
export const SIGMA_ANGLE_RAD = (0.1 * Math.PI) / 180;

const SCANS = 60;
const INTERVAL_S = 5;
/** Truth is integrated in steps of a fifth of a second: its own error stays below a micrometre. */
const STEPS = 25;
const LOWEST_M = 6_371_000 + 150_000;
const LOWEST_ELEVATION_SINE = sin((5 * Math.PI) / 180);

const move = rungeKutta((out, _t, s) => freeFallInto(out, 0, s[0], s[1], s[2], s[3], s[4], s[5]));

/** Arcs of the family that the tracking literature calls short- and medium-range free flight: first seen 1,400 to 2,000 km off, 10 to 20°
 *  high, within 45° of north, coming nearer at 4 to 6 km/s. Those that sink into the air or under the radar's view are drawn again. */
export function drawArcs(seed: number, count: number): readonly Arc[] {
  const random = stream(seed, 'ballistic arcs');
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const arcs: Arc[] = [];
  while (arcs.length < count) {
    const azimuth = between(-Math.PI / 4, Math.PI / 4);
    const elevation = (between(10, 20) * Math.PI) / 180;
    const range = between(1_400_000, 2_000_000);
    // Towards the radar, up to 40° past it.
    const heading = azimuth + Math.PI + between(-0.7, 0.7);
    const level = between(4_000, 6_000);
    const climb = between(0, 2_000);
    const local = [
      [range * cos(elevation) * cos(azimuth), range * cos(elevation) * sin(azimuth), range * sin(elevation)],
      [level * cos(heading), level * sin(heading), climb],
    ];
    const start = new Float64Array(6);
    for (let i = 0; i < 3; i++) {
      start[i] = RADAR_MOUNT[i];
      for (let a = 0; a < 3; a++) {
        start[i] += RADAR_MOUNT[3 + 3 * a + i] * local[0][a];
        start[3 + i] += RADAR_MOUNT[3 + 3 * a + i] * local[1][a];
      }
    }
    const truth = flown(start);
    if (truth.every(inView)) arcs.push({ name: String(arcs.length), interval_s: INTERVAL_S, truth });
  }
  return arcs;
}

function flown(start: Float64Array): Float64Array[] {
  const truth = [start];
  while (truth.length < SCANS) {
    const s = truth[truth.length - 1].slice();
    for (let k = 0; k < STEPS; k++) move(s, 0, s, INTERVAL_S / STEPS);
    truth.push(s);
  }
  return truth;
}

function inView(s: Float64Array): boolean {
  const radius = Math.sqrt(s[0] * s[0] + s[1] * s[1] + s[2] * s[2]);
  return radius > LOWEST_M && sight(s).sine > LOWEST_ELEVATION_SINE;
}

function sight(s: Float64Array): { sine: number } {
  let range2 = 0;
  let up = 0;
  for (let i = 0; i < 3; i++) {
    const d = s[i] - RADAR_MOUNT[i];
    range2 += d * d;
    up += d * RADAR_MOUNT[9 + i];
  }
  return { sine: up / Math.sqrt(range2) };
}

function mountAt(latitude_deg: number, longitude_deg: number): Float64Array {
  const place = geodeticDegrees(latitude_deg, longitude_deg);
  const { east, north, up } = enuBasis(place);
  return Float64Array.from([ecefVecFromGeodetic(place), north, east, up].flatMap(({ x, y, z }) => [x, y, z]));
}
