import { WGS84 } from '../core/frames/earth.ts';
import { ecefFromEci } from '../core/frames/inertial.ts';
import { cos, sin } from '../core/math/elementary.ts';
import { type Vec3, vec3 } from '../core/math/vector.ts';
import { secondsBetween } from '../core/time/scale.ts';
import type { Metres, Micros, Radians } from '../core/units.ts';
import type { OrbitElements, SatelliteOrbit } from './scenario.ts';

/** Radius of the geostationary circle: (GM/ω²)^(1/3). */
export const GEOSTATIONARY_RADIUS_M: Metres = 42_164_170;

/** Where a satellite is, ECEF, m. Geostationary ones stand exactly still; the others follow Kepler's ellipse with the secular drift that
 *  J2 gives node, perigee and mean anomaly. Good to tens of kilometres a day, which is enough for a simulated sensor: its scans carry
 *  the position that it was simulated with.
 *  Source  Vallado, Fundamentals of Astrodynamics and Applications, §2.2 (Kepler's equation) and §9.6 (secular J2). */
export function satellitePosition(orbit: SatelliteOrbit, at_us: Micros): Vec3 {
  if (orbit.kind === 'geostationary') {
    return vec3(GEOSTATIONARY_RADIUS_M * cos(orbit.longitude_rad), GEOSTATIONARY_RADIUS_M * sin(orbit.longitude_rad), 0);
  }
  const elapsed_s = secondsBetween(orbit.epoch_us, at_us);
  const { semiMajorAxis_m: a, eccentricity: e, inclination_rad: i } = orbit;
  const n = Math.sqrt(WGS84.gm_m3ps2 / (a * a * a));
  const p = a * (1 - e * e);
  const ratio = WGS84.a_m / p;
  const drift = 1.5 * WGS84.j2 * ratio * ratio * n;
  const sin2 = sin(i) * sin(i);
  const node = orbit.ascendingNode_rad - drift * cos(i) * elapsed_s;
  const perigee = orbit.argumentOfPerigee_rad + drift * (2 - 2.5 * sin2) * elapsed_s;
  const anomaly = orbit.meanAnomaly_rad + (n + drift * Math.sqrt(1 - e * e) * (1 - 1.5 * sin2)) * elapsed_s;
  const eccentric = eccentricAnomaly(anomaly, e);
  return inertialToEcef(perifocal(node, perigee, i, a * (cos(eccentric) - e), a * Math.sqrt(1 - e * e) * sin(eccentric)), at_us);
}

/** Place and velocity at the epoch of osculating elements, ECEF, m and m/s.
 *  Source  Vallado, §2.5 (elements to vectors), in the eccentric anomaly. */
export function motionAtEpoch(orbit: OrbitElements): { readonly r: Vec3; readonly v: Vec3 } {
  const { semiMajorAxis_m: a, eccentricity: e, inclination_rad: i, ascendingNode_rad: node, argumentOfPerigee_rad: perigee } = orbit;
  const b = a * Math.sqrt(1 - e * e);
  const eccentric = eccentricAnomaly(orbit.meanAnomaly_rad, e);
  const rate = Math.sqrt(WGS84.gm_m3ps2 / (a * a * a)) / (1 - e * cos(eccentric));
  const r = perifocal(node, perigee, i, a * (cos(eccentric) - e), b * sin(eccentric));
  const v = perifocal(node, perigee, i, 0 - a * sin(eccentric) * rate, b * cos(eccentric) * rate);
  return ecefFromEci(orbit.epoch_us, r, v);
}

/** Solves Kepler's equation E − e sin E = M by Newton's method, started where it converges for every e < 1. */
function eccentricAnomaly(meanAnomaly_rad: Radians, e: number): Radians {
  const turn = 2 * Math.PI;
  const m = meanAnomaly_rad - turn * Math.floor(meanAnomaly_rad / turn + 0.5);
  let estimate = e < 0.8 ? m + e * sin(m) : m < 0 ? -Math.PI : Math.PI;
  for (let k = 0; k < 50; k++) {
    const step = (estimate - e * sin(estimate) - m) / (1 - e * cos(estimate));
    estimate -= step;
    if (Math.abs(step) < 1e-13) break;
  }
  return estimate;
}

/** Rotates the orbit's plane (x to perigee) by argument of perigee, inclination and node. */
function perifocal(node: Radians, perigee: Radians, inclination: Radians, x: Metres, y: Metres): Vec3 {
  const along = x * cos(perigee) - y * sin(perigee);
  const across = x * sin(perigee) + y * cos(perigee);
  return vec3(
    along * cos(node) - across * cos(inclination) * sin(node),
    along * sin(node) + across * cos(inclination) * cos(node),
    across * sin(inclination),
  );
}

function inertialToEcef(r: Vec3, at_us: Micros): Vec3 {
  return ecefFromEci(at_us, r, vec3(0, 0, 0)).r;
}
