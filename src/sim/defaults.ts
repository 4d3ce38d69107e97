import { geodesicDirect } from '../core/frames/geodesic.ts';
import { type Geodetic, geodetic, geodeticDegrees } from '../core/frames/geodetic.ts';
import type { RadarSensitivity } from '../core/sense/sensitivity.ts';
import { degrees, type Metres, type Radians } from '../core/units.ts';
import type { Person, SimulatedRadar, SimulatedSatellite, SimulatedSensor } from './scenario.ts';

/** Generic sensors of a public class. No figure here describes a real sensor, and no place is a real site. */

/** Height of the cloud deck over a theatre when nothing else is said: a plume is seen once it is above. */
export const CLOUD_TOP_M: Metres = 9_000;
/** The same where no cloud hides a plume. */
export const CLEAR_SKY_M: Metres = 0;

/** Half-angle of the cone that a satellite watches. */
const FIELD_HALF_ANGLE_RAD = degrees(6);

/** An infrared satellite on the geostationary circle that watches a theatre. */
export function infraredSatellite(
  id: string,
  longitude_rad: Radians,
  looksAt: Geodetic,
  cloudTop_m: Metres = CLOUD_TOP_M,
): SimulatedSatellite {
  return {
    kind: 'infrared-satellite',
    spec: {
      kind: 'infrared-satellite',
      id,
      revisit_s: 2,
      detectionProbability: 0.95,
      falseDetectionsPerScan: 0.05,
      fieldOfRegard_sr: solidAngle_sr(FIELD_HALF_ANGLE_RAD),
      sigmaLineOfSight_rad: 25e-6,
    },
    orbit: { kind: 'geostationary', longitude_rad },
    looksAt,
    cloudTop_m,
    threshold_Wpsr: 5_000,
    latency_s: 1.5,
    latencyJitter_s: 0,
    outages: [],
  };
}

/** A cone's solid angle:  Ω = 2π (1 − cos θ) = 4π sin²(θ/2), small angles. */
export function solidAngle_sr(halfAngle_rad: Radians): number {
  const sine = halfAngle_rad / 2 - (halfAngle_rad * halfAngle_rad * halfAngle_rad) / 48;
  return 4 * Math.PI * sine * sine;
}

/** A radar's sensitivity by the signal-to-noise ratio of one square metre at 1,000 km. */
export function sensitivityAt1000km(signalToNoise_dB: number): RadarSensitivity {
  return { signalToNoise_dB, range_m: 1_000_000, falseAlarmProbability: 1e-6 };
}

/** A long-range surveillance radar of decimetre waves. */
export function surveillanceRadar(id: string, site: Geodetic): SimulatedRadar {
  return {
    kind: 'radar',
    spec: {
      kind: 'radar',
      id,
      site,
      revisit_s: 2,
      detectionProbability: 0.95,
      sensitivity: sensitivityAt1000km(47),
      falseDetectionsPerScan: 0.1,
      rangeMin_m: 10_000,
      rangeMax_m: 3_000_000,
      elevationMin_rad: degrees(1),
      elevationMax_rad: degrees(85),
      azimuthCentre_rad: 0,
      azimuthHalfWidth_rad: Math.PI,
      sigmaRange_m: 30,
      sigmaAngle_rad: 1e-3,
      sigmaRangeRate_mps: 10,
    },
    latency_s: 0.5,
    latencyJitter_s: 0,
    outages: [],
  };
}

/** Two satellites and two coastal radars for flights over the sea between the Korean peninsula and Japan. */
export function eastAsiaSensors(cloudTop_m: Metres = CLOUD_TOP_M): SimulatedSensor[] {
  const theatre = geodeticDegrees(39, 133, 0);
  return [
    infraredSatellite('satellite-west', degrees(105), theatre, cloudTop_m),
    infraredSatellite('satellite-east', degrees(160), theatre, cloudTop_m),
    surveillanceRadar('radar-west', geodeticDegrees(37.8, 128.9, 100)),
    surveillanceRadar('radar-east', geodeticDegrees(39.5, 140, 100)),
  ];
}

/** Two satellites 30° of longitude on either side of a launch site, and two radars on a coast square to the launch azimuth: one 60 km
 *  to the right, one 350 km to the left. */
export function sensorsAround(site: Geodetic, azimuth_rad: Radians, cloudTop_m: Metres = CLOUD_TOP_M): SimulatedSensor[] {
  const quarter = Math.PI / 2;
  const theatre = along(site, azimuth_rad, 800_000);
  return [
    infraredSatellite('satellite-west', wrapped(site.longitude_rad - degrees(30)), theatre, cloudTop_m),
    infraredSatellite('satellite-east', wrapped(site.longitude_rad + degrees(30)), theatre, cloudTop_m),
    surveillanceRadar('radar-near', along(site, azimuth_rad + quarter, 60_000)),
    surveillanceRadar('radar-far', along(site, azimuth_rad - quarter, 350_000)),
  ];
}

/** Two people who release a recommended warning fifteen and thirty seconds after they hear of it; the first ends it when the time of
 *  impact has passed, and both withdraw it when the evidence turns. */
export function dutyStaff(): Person[] {
  const end = { act: 'end', when: { kind: 'after-impact-window', delay_s: 60 }, reason: 'the time of impact has passed' } as const;
  const retract = (delay_s: number) =>
    ({ act: 'retract', when: { kind: 'after', heard: 'retraction-ready', delay_s }, reason: 'the evidence has turned' }) as const;
  const release = (delay_s: number) => ({ act: 'release', when: { kind: 'after', heard: 'recommended', delay_s } }) as const;
  return [
    { id: 'duty-officer', role: 'duty officer', session: 'desk-1', acts: [release(15), retract(15), end] },
    { id: 'supervisor', role: 'supervisor', session: 'desk-2', acts: [release(30), retract(30)] },
  ];
}

function along(from: Geodetic, azimuth_rad: Radians, distance_m: Metres): Geodetic {
  const point = geodesicDirect(from.latitude_rad, from.longitude_rad, azimuth_rad, distance_m);
  return geodetic(point.latitude_rad, point.longitude_rad, 100);
}

function wrapped(longitude_rad: Radians): Radians {
  return longitude_rad - 2 * Math.PI * Math.round(longitude_rad / (2 * Math.PI));
}
