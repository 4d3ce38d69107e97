import { degrees, NO_MODIFIERS } from '/core/index.js';

/** A radar in a flat world as the library wants it: SI and radians. */
export function flatRadar({
  azimuth_deg,
  elevation_deg,
  range_m,
  sigmaRange_m,
  sigmaAngle_rad,
  detection,
  falsePlots,
  period_s,
  velocity_mps,
  psd,
}) {
  return {
    id: 'radar',
    sensing: {
      kind: 'polar',
      sigmaRange_m,
      sigmaAzimuth_rad: sigmaAngle_rad,
      sigmaElevation_rad: sigmaAngle_rad,
      view: {
        rangeMin_m: range_m[0],
        rangeMax_m: range_m[1],
        azimuthMin_rad: degrees(azimuth_deg[0]),
        azimuthMax_rad: degrees(azimuth_deg[1]),
        elevationMin_rad: degrees(elevation_deg[0]),
        elevationMax_rad: degrees(elevation_deg[1]),
      },
    },
    frame: { kind: 'flat' },
    detectionProbability: detection,
    falsePlotsPerScan: falsePlots,
    scanPeriod_s: period_s,
    objects: { velocitySigma_mps: velocity_mps, accelerationPsd_m2ps3: psd, motion: 'constant-velocity' },
    modifiers: NO_MODIFIERS,
  };
}

/** The radar that the simulated plots come from, and that a CSV without a meta file is read with. */
export function standardRadar(falsePlots) {
  return flatRadar({
    azimuth_deg: [-45, 45],
    elevation_deg: [3, 45],
    range_m: [300_000, 1_800_000],
    sigmaRange_m: 100,
    sigmaAngle_rad: degrees(0.1),
    detection: 0.9,
    falsePlots,
    period_s: 5,
    velocity_mps: 2500,
    psd: 4,
  });
}

/** The radar of a scene's .meta.json; what the file says of the truth is not looked at. */
export function radarOfMeta(meta) {
  return flatRadar({
    azimuth_deg: meta.fov.az_deg,
    elevation_deg: meta.fov.el_deg,
    range_m: meta.fov.range_m,
    sigmaRange_m: meta.sigma_range_m,
    sigmaAngle_rad: meta.sigma_az_rad,
    detection: meta.pd,
    falsePlots: meta.clutter_mean_per_scan,
    period_s: meta.scan_period_s,
    velocity_mps: meta.prior_velocity_sigma_m_s,
    psd: meta.accel_psd_m2_s3,
  });
}
