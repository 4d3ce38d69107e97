import type { Announcement } from '../core/assess/announcement.ts';
import { geodesicDirect } from '../core/frames/geodesic.ts';
import { degrees, type Radians } from '../core/units.ts';
import type { LaunchedFlight } from '../sim/scenario.ts';
import type { Dice } from './dice.ts';

/** Some flights are announced: half of these as they fly, the others with another site, direction, time or impact. */
export function announcementsOf(dice: Dice, flights: readonly LaunchedFlight[]): Announcement[] {
  return flights.flatMap((flight) => {
    const [isAnnounced, wrong] = [dice.chance(0.15), dice.pick(['none', 'none', 'none', 'site', 'azimuth', 'time', 'impact'] as const)];
    return isAnnounced ? [announcementOf(flight, wrong)] : [];
  });
}

function announcementOf(flight: LaunchedFlight, wrong: 'none' | 'site' | 'azimuth' | 'time' | 'impact'): Announcement {
  const { id, site, launch_us } = flight;
  const bearing_rad = flight.kind === 'published' ? flight.bearing_rad : flight.azimuth_rad;
  const from = wrong === 'site' ? geodesicDirect(site.latitude_rad, site.longitude_rad, bearing_rad + 1, 60_000) : site;
  const turned = (by_deg: number): Radians => wrapped(bearing_rad + degrees(by_deg + (wrong === 'azimuth' ? 90 : 0)));
  const late_us = wrong === 'time' ? 7200e6 : 0;
  const ends = flight.kind === 'published' ? 'on-the-ground' : 'in-orbit';
  const areas = flight.kind === 'published' ? [areaOf(site, bearing_rad, flight.groundRange_m * (wrong === 'impact' ? 2 : 1))] : [];
  return {
    kind: 'announcement',
    id: `announced-${id}`,
    what: 'a launch',
    ends,
    site: { latitude_rad: from.latitude_rad, longitude_rad: from.longitude_rad },
    azimuth: { from_rad: turned(-6), to_rad: turned(6) },
    window: { from_us: launch_us - 600e6 + late_us, to_us: launch_us + 600e6 + late_us },
    areas,
  };
}

function areaOf(site: LaunchedFlight['site'], bearing_rad: Radians, range_m: number): Announcement['areas'][number] {
  const { latitude_rad, longitude_rad } = geodesicDirect(site.latitude_rad, site.longitude_rad, bearing_rad, range_m);
  return { latitude_rad, longitude_rad, radius_m: 50_000 };
}

function wrapped(angle_rad: Radians): Radians {
  return angle_rad - 2 * Math.PI * Math.floor(angle_rad / (2 * Math.PI));
}
