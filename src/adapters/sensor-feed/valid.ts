import type { Geodetic } from '../../core/frames/geodetic.ts';
import type { LineOfSightDetection, LookedAt, Plot, Scan } from '../../core/sense/scan.ts';

/** The brightest flare on record had 2·10¹² W/sr (2013-02-15, [BAB2013]); a larger one may come. */
const BRIGHTEST_WPSR = 1e14;

/** Why the numbers of a scan cannot be a measurement, or undefined when they can. A value out of range condemns the whole scan: it is
 *  never clipped, because a clipped value looks like a measurement. Ranges are what physics and orbits allow, not what is likely. */
export function scanError(scan: Scan): string | undefined {
  if (scan.kind === 'radar-scan')
    return (scan.platform === undefined ? undefined : platformError(scan.platform)) ?? first(scan.plots, plotError);
  const { x, y, z } = scan.satelliteEcef_m;
  const radius_m = Math.sqrt(x * x + y * y + z * z);
  return outside('satellite radius', radius_m, 6.4e6, 1e9, 'm') ?? fieldError(scan.field) ?? first(scan.detections, detectionError);
}

function fieldError(field: LookedAt | undefined): string | undefined {
  if (field === undefined) return undefined;
  const { x, y, z } = field.axisEcef;
  return (
    outside('length of the axis that it looked along', Math.sqrt(x * x + y * y + z * z), 1 - 1e-6, 1 + 1e-6, '') ??
    outside('cosine of the half angle that it looked at', field.cosHalfAngle, -1, 1, '')
  );
}

function detectionError({ lineOfSightEcef: u, covariance_rad2: c, intensity_Wpsr }: LineOfSightDetection): string | undefined {
  const length = Math.sqrt(u.x * u.x + u.y * u.y + u.z * u.z);
  return (
    outside('length of the line of sight', length, 1 - 1e-6, 1 + 1e-6, '') ??
    outside('covariance right-right', c.rightRight, 1e-18, 0.1, 'rad²') ??
    outside('covariance up-up', c.upUp, 1e-18, 0.1, 'rad²') ??
    outside('covariance right-up', c.rightUp, -0.1, 0.1, 'rad²') ??
    (c.rightUp * c.rightUp < c.rightRight * c.upUp ? undefined : 'covariance is not positive definite') ??
    outside('intensity', intensity_Wpsr, 0, BRIGHTEST_WPSR, 'W/sr')
  );
}

function plotError(p: Plot): string | undefined {
  return (
    outside('range', p.range_m, 1, 1e9, 'm') ??
    outside('azimuth', p.azimuth_rad, 0, 2 * Math.PI, 'rad') ??
    outside('elevation', p.elevation_rad, -Math.PI / 2, Math.PI / 2, 'rad') ??
    outside('signal-to-noise ratio', p.signalToNoise_dB, -50, 200, 'dB') ??
    outside('sigma of range', p.sigmaRange_m, 1e-3, 1e6, 'm') ??
    outside('sigma of azimuth', p.sigmaAzimuth_rad, 1e-9, 1, 'rad') ??
    outside('sigma of elevation', p.sigmaElevation_rad, 1e-9, 1, 'rad') ??
    rangeRateError(p)
  );
}

/** Both or neither. */
function rangeRateError({ rangeRate_mps, sigmaRangeRate_mps }: Plot): string | undefined {
  if (rangeRate_mps === undefined && sigmaRangeRate_mps === undefined) return undefined;
  return (
    outside('range rate', rangeRate_mps ?? NaN, -1e5, 1e5, 'm/s') ??
    outside('sigma of range rate', sigmaRangeRate_mps ?? NaN, 1e-4, 1e4, 'm/s')
  );
}

function platformError({ latitude_rad, longitude_rad, height_m }: Geodetic): string | undefined {
  return (
    outside('latitude of the radar', latitude_rad, -Math.PI / 2, Math.PI / 2, 'rad') ??
    outside('longitude of the radar', longitude_rad, -2 * Math.PI, 2 * Math.PI, 'rad') ??
    outside('height of the radar', height_m, -1000, 30_000, 'm')
  );
}

function first<T>(items: readonly T[], errorOf: (item: T) => string | undefined): string | undefined {
  for (let k = 0; k < items.length; k++) {
    const error = errorOf(items[k]);
    if (error !== undefined) return `detection ${k}: ${error}`;
  }
  return undefined;
}

/** Written so that NaN is outside too. */
function outside(what: string, value: number, min: number, max: number, unit: string): string | undefined {
  return value >= min && value <= max ? undefined : `${what} is ${value}${unit === '' ? '' : ` ${unit}`}, outside ${min} to ${max}`;
}
