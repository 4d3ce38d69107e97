import { geodesicDirect } from '../../core/frames/geodesic.ts';
import { type Geodetic, geodetic, geodeticDegrees } from '../../core/frames/geodetic.ts';
import { degrees, type Metres, type Radians } from '../../core/units.ts';
import { infraredSatellite, surveillanceRadar } from '../defaults.ts';
import type { SimulatedRadar, SimulatedSatellite, SimulatedSensor } from '../scenario.ts';

/** Where the raid takes place: the middle of an ocean, so that no place in it is anybody's. */
const CENTRE: Geodetic = geodeticDegrees(35, -40, 0);
/** The way the raid flies. */
export const RAID_BEARING_RAD: Radians = degrees(75);

export const RAID_SITES = 12;
/** Sites stand on three arcs behind one another, some 70 km from their neighbours. */
const ARCS_M: readonly Metres[] = [80_000, 150_000, 220_000];
const SITES_ON_ARC = RAID_SITES / ARCS_M.length;

export function raidSites(): Geodetic[] {
  return ARCS_M.flatMap((radius_m, arc) =>
    Array.from({ length: SITES_ON_ARC }, (_, k) => {
      const side = (k - (SITES_ON_ARC - 1) / 2 + 0.3 * (arc - 1)) / SITES_ON_ARC;
      return along(CENTRE, RAID_BEARING_RAD + Math.PI + degrees(110) * side, radius_m);
    }),
  );
}

/** How often the sensors of a raid look, and how much clutter they have: ten times and more that of a quiet day, since sea, weather and the
 *  raid's own debris are in it. */
const SATELLITE_REVISIT_S = 4;
const SATELLITE_FALSE = 1;
const RADAR_REVISIT_S = 6;
const RADAR_FALSE = 10;

/** Two satellites 30° of longitude on either side; four radars to the flanks and ahead of where the raid begins, all of the generic
 *  presets' accuracy. */
export function raidSensors(): SimulatedSensor[] {
  const looksAt = along(CENTRE, RAID_BEARING_RAD, 300_000);
  const radarAt = (id: string, bearing_rad: Radians, distance_m: Metres): SimulatedRadar =>
    busyRadar(surveillanceRadar(id, along(CENTRE, RAID_BEARING_RAD + bearing_rad, distance_m)));
  return [
    busySatellite(infraredSatellite('satellite-west', CENTRE.longitude_rad - degrees(30), looksAt)),
    busySatellite(infraredSatellite('satellite-east', CENTRE.longitude_rad + degrees(30), looksAt)),
    radarAt('radar-left', degrees(-70), 350_000),
    radarAt('radar-right', degrees(70), 350_000),
    radarAt('radar-ahead-left', degrees(-20), 700_000),
    radarAt('radar-ahead-right', degrees(25), 700_000),
  ];
}

function busySatellite(satellite: SimulatedSatellite): SimulatedSatellite {
  return { ...satellite, spec: { ...satellite.spec, revisit_s: SATELLITE_REVISIT_S, falseDetectionsPerScan: SATELLITE_FALSE } };
}

function busyRadar(radar: SimulatedRadar): SimulatedRadar {
  return { ...radar, spec: { ...radar.spec, revisit_s: RADAR_REVISIT_S, falseDetectionsPerScan: RADAR_FALSE } };
}

export function along(from: Geodetic, azimuth_rad: Radians, distance_m: Metres): Geodetic {
  const point = geodesicDirect(from.latitude_rad, from.longitude_rad, azimuth_rad, distance_m);
  return geodetic(point.latitude_rad, point.longitude_rad, 50);
}
