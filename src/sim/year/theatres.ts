import { geodesicDirect } from '../../core/frames/geodesic.ts';
import { type Geodetic, geodetic, geodeticDegrees } from '../../core/frames/geodetic.ts';
import { degrees, type Metres } from '../../core/units.ts';
import { CLEAR_SKY_M, CLOUD_TOP_M, infraredSatellite, surveillanceRadar } from '../defaults.ts';
import type { SimulatedSensor } from '../scenario.ts';

/** A place that is watched: two infrared satellites of the geostationary circle, 30° to either side of it, and three surveillance radars round it. */
export type Theatre = { readonly name: string; readonly centre: Geodetic; readonly sensors: readonly SimulatedSensor[] };

/** Two under cloud, two under a clear sky, where fires show. No place is a real site. */
export const THEATRES: readonly Theatre[] = [
  theatre('north', 61, 20, CLOUD_TOP_M),
  theatre('middle', 38, 131, CLEAR_SKY_M),
  theatre('equator', 4, -52, CLOUD_TOP_M),
  theatre('south', -33, 138, CLEAR_SKY_M),
];

function theatre(name: string, latitude_deg: number, longitude_deg: number, cloudTop_m: Metres): Theatre {
  const centre = geodeticDegrees(latitude_deg, longitude_deg, 0);
  return {
    name,
    centre,
    sensors: [
      infraredSatellite('satellite-west', centre.longitude_rad - degrees(30), centre, cloudTop_m),
      infraredSatellite('satellite-east', centre.longitude_rad + degrees(30), centre, cloudTop_m),
      surveillanceRadar('radar-north', beside(centre, 10, 500_000)),
      surveillanceRadar('radar-east', beside(centre, 130, 500_000)),
      surveillanceRadar('radar-west', beside(centre, 250, 500_000)),
    ],
  };
}

function beside(from: Geodetic, azimuth_deg: number, distance_m: Metres): Geodetic {
  const { latitude_rad, longitude_rad } = geodesicDirect(from.latitude_rad, from.longitude_rad, degrees(azimuth_deg), distance_m);
  return geodetic(latitude_rad, longitude_rad, 100);
}
