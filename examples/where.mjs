// Where is it, how fast, and how sure: a radar on a coast, a body in free fall, tracks as latitude, longitude and height.
//   node examples/where.mjs
// Halfway the tracker is put away as text and taken up again, as over a restart.
import {
  createPlotTracker,
  decode,
  degrees,
  ecefFromEnu,
  ecefVecFromGeodetic,
  encode,
  enuBasis,
  freeFall,
  geodeticDegrees,
  isoFromMicros,
  localEstimate,
  microsFromIso,
  mountOf,
  NO_MODIFIERS,
  toDegrees,
  vec3,
} from 'tocsin/core';

const view = { rangeMin_m: 10_000, rangeMax_m: 3_000_000, azimuthMin_rad: degrees(240), azimuthMax_rad: degrees(380) };
const radar = {
  id: 'coast',
  sensing: {
    kind: 'polar',
    sigmaRange_m: 30,
    sigmaAzimuth_rad: degrees(0.05),
    sigmaElevation_rad: degrees(0.05),
    view: { ...view, elevationMin_rad: degrees(1), elevationMax_rad: degrees(85) },
  },
  frame: { kind: 'site', site: geodeticDegrees(38, 138.5, 60) },
  detectionProbability: 0.95,
  falsePlotsPerScan: 0.1,
  scanPeriod_s: 5,
  objects: { velocitySigma_mps: 2500, accelerationPsd_m2ps3: 1e-6, motion: 'flight' },
  modifiers: NO_MODIFIERS,
};

// What the radar would report of a body 250 km above 40°N 132°E that flies east and climbs. Put your own plots in its place.
const mount = mountOf(radar);
const over = geodeticDegrees(40, 132, 250_000);
const [r, v] = [ecefVecFromGeodetic(over), ecefFromEnu(vec3(0, 0, 0), enuBasis(over), 1800, 300, 1500)];
const start = Float64Array.of(r.x, r.y, r.z, v.x, v.y, v.z);
const along = (d, axis) => d[0] * mount[axis] + d[1] * mount[axis + 1] + d[2] * mount[axis + 2];
function plotAt(seconds) {
  const d = freeFall(start, seconds).r.map((position, i) => position - mount[i]);
  const range_m = Math.hypot(...d);
  return { range_m, azimuth_rad: Math.atan2(along(d, 6), along(d, 3)), elevation_rad: Math.asin(along(d, 9) / range_m) };
}

const begin_us = microsFromIso('2026-01-01T00:00:00Z');
let tracker = createPlotTracker(radar);
for (let t = 0; t <= 120; t += 5) {
  if (t === 60) {
    const text = encode(tracker.snapshot());
    tracker = createPlotTracker(radar);
    tracker.restore(decode(text));
  }
  const at_us = begin_us + t * 1e6;
  for (const track of tracker.takeScan({ at_us, plots: [plotAt(t)] })) {
    const { latitude_rad, longitude_rad, height_m, velocityEast_mps, velocityNorth_mps, velocityUp_mps, covarianceEnu } =
      localEstimate(track);
    const place = `${toDegrees(latitude_rad).toFixed(3)}°N ${toDegrees(longitude_rad).toFixed(3)}°E ${(height_m / 1000).toFixed(2)} km`;
    const speed = [velocityEast_mps, velocityNorth_mps, velocityUp_mps].map(Math.round).join(' ');
    const sigma_m = Math.sqrt(covarianceEnu[0] + covarianceEnu[7] + covarianceEnu[14]);
    console.log(`${isoFromMicros(at_us)} track ${track.id}: ${place} ± ${Math.round(sigma_m)} m, ${speed} m/s east, north, up`);
  }
  for (const { place, message } of tracker.refused()) console.error(`${place}: ${message}`);
}
