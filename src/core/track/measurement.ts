import { enuBasis } from '../frames/enu.ts';
import { ecefVecFromGeodetic } from '../frames/geodetic.ts';
import { tangentBasis } from '../frames/line-of-sight.ts';
import { cos, sin } from '../math/elementary.ts';
import { dot, type Vec3, vec3 } from '../math/vector.ts';
import type { LineOfSightDetection, Plot } from '../sense/scan.ts';
import type { RadarSensor } from '../sense/sensor.ts';

/** A measurement linearised about a state:  residual = z − h(x),  H = ∂h/∂(r, v),  R.  Angles are taken in the plane across the
 *  predicted line of sight, so there is no wrap at north and no pole at the zenith. */
export type Linearised = {
  readonly dimension: 2 | 4;
  /** nz. */
  readonly residual: Float64Array;
  /** nz×6 row-major. */
  readonly h: Float64Array;
  /** nz×nz row-major. */
  readonly r: Float64Array;
};

/** What a filter asks of any measurement: its linearisation about position and velocity (the first six states). */
export type Measurement = { linearise(x: Float64Array): Linearised };

/** Line of sight from a satellite at `from` (ECEF, m). Residual and R in rad on the tangent axes; two dimensions. */
export function infraredMeasurement(from: Vec3, detection: LineOfSightDetection): Measurement {
  const { rightRight, rightUp, upUp } = detection.covariance_rad2;
  const r = Float64Array.of(rightRight, rightUp, rightUp, upUp);
  return {
    linearise(x) {
      const { u, range } = sight(from, x);
      const { right, up } = tangentBasis(u);
      const along = dot(detection.lineOfSightEcef, u);
      const h = new Float64Array(12);
      setRow(h, 0, right, 1 / range);
      setRow(h, 1, up, 1 / range);
      const residual = Float64Array.of(dot(detection.lineOfSightEcef, right) / along, dot(detection.lineOfSightEcef, up) / along);
      return { dimension: 2, residual, h, r };
    },
  };
}

export type RadarFrame = { readonly origin: Vec3; readonly east: Vec3; readonly north: Vec3; readonly up: Vec3 };

export function radarFrame(radar: RadarSensor): RadarFrame {
  return { origin: ecefVecFromGeodetic(radar.site), ...enuBasis(radar.site) };
}

/** Range, two angles across the beam and range rate of a plot; four dimensions: m, rad, rad, m/s. */
export function radarMeasurement(frame: RadarFrame, plot: Plot): Measurement {
  const cosElevation = cos(plot.elevation_rad);
  const pointing = direction(frame, plot.azimuth_rad, plot.elevation_rad, cosElevation);
  // The plot's own beam axes: azimuth errors shrink across the beam with cos(elevation).
  const right = vec3(
    frame.east.x * cos(plot.azimuth_rad) - frame.north.x * sin(plot.azimuth_rad),
    frame.east.y * cos(plot.azimuth_rad) - frame.north.y * sin(plot.azimuth_rad),
    frame.east.z * cos(plot.azimuth_rad) - frame.north.z * sin(plot.azimuth_rad),
  );
  const r = new Float64Array(16);
  r[0] = plot.sigmaRange_m * plot.sigmaRange_m;
  r[5] = plot.sigmaAzimuth_rad * cosElevation * plot.sigmaAzimuth_rad * cosElevation;
  r[10] = plot.sigmaElevation_rad * plot.sigmaElevation_rad;
  r[15] = plot.sigmaRangeRate_mps * plot.sigmaRangeRate_mps;
  return {
    linearise(x) {
      const { u, range } = sight(frame.origin, x);
      // Axes across the predicted sight: the plot's `right`, made perpendicular to it, and the one that completes them.
      const across = perpendicular(right, u);
      const above = vec3(across.y * u.z - across.z * u.y, across.z * u.x - across.x * u.z, across.x * u.y - across.y * u.x);
      const along = dot(pointing, u);
      const rangeRate = u.x * x[3] + u.y * x[4] + u.z * x[5];
      const h = new Float64Array(24);
      setRow(h, 0, u, 1);
      setRow(h, 1, across, 1 / range);
      setRow(h, 2, above, 1 / range);
      for (let i = 0; i < 3; i++) {
        const ui = i === 0 ? u.x : i === 1 ? u.y : u.z;
        h[18 + i] = (x[3 + i] - rangeRate * ui) / range;
        h[21 + i] = ui;
      }
      const residual = Float64Array.of(
        plot.range_m - range,
        dot(pointing, across) / along,
        dot(pointing, above) / along,
        plot.rangeRate_mps - rangeRate,
      );
      return { dimension: 4, residual, h, r };
    },
  };
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

function sight(from: Vec3, x: Float64Array): { u: Vec3; range: number } {
  const dx = x[0] - from.x;
  const dy = x[1] - from.y;
  const dz = x[2] - from.z;
  const range = Math.sqrt(dx * dx + dy * dy + dz * dz);
  return { u: vec3(dx / range, dy / range, dz / range), range };
}

function perpendicular(a: Vec3, u: Vec3): Vec3 {
  const k = dot(a, u);
  const x = a.x - k * u.x;
  const y = a.y - k * u.y;
  const z = a.z - k * u.z;
  const length = Math.sqrt(x * x + y * y + z * z);
  return vec3(x / length, y / length, z / length);
}

function setRow(h: Float64Array, row: number, v: Vec3, factor: number): void {
  h[row * 6] = v.x * factor;
  h[row * 6 + 1] = v.y * factor;
  h[row * 6 + 2] = v.z * factor;
}
