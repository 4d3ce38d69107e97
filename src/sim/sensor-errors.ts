import { tangentBasis } from '../core/frames/line-of-sight.ts';
import { addScaled, unit } from '../core/math/vector.ts';
import type { InfraredScan, RadarScan, Scan } from '../core/sense/scan.ts';
import { seconds_us } from '../core/time/scale.ts';
import type { RadarErrors, SatelliteErrors, SimulatedSensor } from './scenario.ts';

/** What a sensor with errors reports instead of what it saw. Noise and chance are drawn before, so errors change nothing else. */
export function withErrors(sensor: SimulatedSensor, scan: Scan): Scan {
  if (sensor.errors === undefined) return scan;
  if (sensor.kind === 'radar') return scan.kind === 'radar-scan' ? radarWithErrors(scan, sensor.errors) : scan;
  return scan.kind === 'infrared-scan' ? satelliteWithErrors(scan, sensor.errors) : scan;
}

function radarWithErrors(scan: RadarScan, { range_m, azimuth_rad, elevation_rad, clock_s }: RadarErrors): RadarScan {
  return {
    ...scan,
    measuredAt_us: scan.measuredAt_us + seconds_us(clock_s),
    plots: scan.plots.map((plot) => ({
      ...plot,
      range_m: Math.max(1, plot.range_m + range_m),
      azimuth_rad: turned(plot.azimuth_rad + azimuth_rad),
      elevation_rad: plot.elevation_rad + elevation_rad,
    })),
  };
}

function satelliteWithErrors(scan: InfraredScan, { right_rad, up_rad, clock_s }: SatelliteErrors): InfraredScan {
  return {
    ...scan,
    measuredAt_us: scan.measuredAt_us + seconds_us(clock_s),
    detections: scan.detections.map((one) => {
      const { right, up } = tangentBasis(one.lineOfSightEcef);
      return { ...one, lineOfSightEcef: unit(addScaled(addScaled(one.lineOfSightEcef, right, right_rad), up, up_rad)) };
    }),
  };
}

/** Into [0, 2π). */
function turned(angle_rad: number): number {
  return angle_rad - 2 * Math.PI * Math.floor(angle_rad / (2 * Math.PI));
}
