import { geodeticDegrees, type Geodetic } from '../../core/frames/geodetic.ts';
import { atan2, cos } from '../../core/math/elementary.ts';
import { seconds_us } from '../../core/time/scale.ts';
import { degrees, type Micros, type MetresPerSecond, type Radians, type Seconds } from '../../core/units.ts';
import { flyRecorded } from '../ascent.ts';
import type { RecordedAscent } from '../scenario.ts';
import { type LaunchStudy, renderFlight, type StudySettings, studyRendered } from './launch-study.ts';

/** Where an ascent of a record began and to which orbit it went. Records say neither. */
type Departure = { readonly pad: Geodetic; readonly inclination_deg: number; readonly goes: 'north' | 'south' };

const CAPE_40 = geodeticDegrees(28.562, -80.577, 0);
const CAPE_39A = geodeticDegrees(28.608, -80.604, 0);
const COAST_4E = geodeticDegrees(34.632, -120.611, 0);

/** To a transfer orbit towards the geostationary one: due east, within a few degrees. */
const east = (pad: Geodetic): Departure => ({ pad, inclination_deg: 0, goes: 'north' });
const north = (pad: Geodetic, inclination_deg: number): Departure => ({ pad, inclination_deg, goes: 'north' });
const south = (inclination_deg: number): Departure => ({ pad: COAST_4E, inclination_deg, goes: 'south' });

/** Pads, rounded to 100 m, and inclinations, rounded to a degree, as operators and the press have told them. By the names of the records' folders. */
const DEPARTURES: Readonly<Record<string, Departure>> = {
  'BulgariaSat-1': east(CAPE_39A),
  Eshail_2: east(CAPE_39A),
  Falcon_Heavy_Demo_1: east(CAPE_39A),
  'FormoSat-5': south(98),
  'GovSat-1': east(CAPE_40),
  'Hispasat_30W-6': east(CAPE_40),
  Intelsat_35e: east(CAPE_39A),
  Iridium_NEXT_1: south(87),
  Iridium_NEXT_3: south(87),
  Iridium_NEXT_6: south(87),
  Iridium_NEXT_7: south(87),
  'JCSAT-16': east(CAPE_40),
  'Jason-3': south(66),
  KoreaSat_5A: east(CAPE_39A),
  Orbcomm_OG2: north(CAPE_40, 47),
  Paz: south(97),
  'SES-10': east(CAPE_39A),
  'SES-12': east(CAPE_40),
  'SES-9': east(CAPE_40),
  'SSO-A': south(98),
  'SpaceX_CRS-10': north(CAPE_39A, 52),
  'SpaceX_CRS-13': north(CAPE_40, 52),
  'SpaceX_CRS-14': north(CAPE_40, 52),
  'SpaceX_CRS-16': north(CAPE_40, 52),
  'SpaceX_CRS-8': north(CAPE_40, 52),
  TelStar_v19: east(CAPE_40),
  Thaicom_8: east(CAPE_40),
  'X-37B_OTV-5': north(CAPE_39A, 54),
};

/** Of a low orbit, and of the Earth's ground at the equator. */
const ORBIT_mps: MetresPerSecond = 7_700;
const GROUND_mps: MetresPerSecond = 465;

/** Azimuth over the turning ground of what goes straight to an orbit's plane: sine cos i / cos φ, less the speed that the ground gives. Launchers turn on their way: where
 *  one went in truth may differ by some three degrees. */
export function azimuthOf({ pad: { latitude_rad }, inclination_deg, goes }: Departure): Radians {
  const across = Math.min(1, Math.max(-1, cos(degrees(inclination_deg)) / cos(latitude_rad)));
  const along = Math.sqrt(1 - across * across) * (goes === 'north' ? 1 : -1);
  return atan2(ORBIT_mps * across - GROUND_mps * cos(latitude_rad), ORBIT_mps * along);
}

/** The records' launches have no dates here: of an equinox, so that the Sun can stand high. */
const LAUNCH_us: Micros = 1_584_705_600_000_000;
/** Looks end with the first stage's burn. */
const LOOKED_AT_s: Seconds = 180;

/** Renders a recorded ascent into the frames of imagers and follows it to its launch point. Undefined where nobody has said from where it went, or a satellite does
 *  not see the pad. */
export function studyAscent(name: string, record: RecordedAscent, settings: StudySettings): LaunchStudy | undefined {
  if (!Object.hasOwn(DEPARTURES, name)) return undefined;
  const departure = DEPARTURES[name];
  const truth = flyRecorded({
    kind: 'recorded',
    id: name,
    site: departure.pad,
    launch_us: LAUNCH_us,
    azimuth_rad: azimuthOf(departure),
    record,
  });
  const rendered = renderFlight(settings, truth, LAUNCH_us + seconds_us(LOOKED_AT_s));
  return rendered && studyRendered(rendered);
}
