import { choiceFault, type Fault, numberFault, shown, timeFault } from '../valid.ts';
import type { Metres, Micros, Radians } from '../units.ts';

/** A circle on the ground. */
export type AnnouncedArea = { readonly latitude_rad: Radians; readonly longitude_rad: Radians; readonly radius_m: Metres };

/** A launch that somebody has announced: from where, in which directions, when, and where what comes down. Whoever enters it vouches for it; what it is worth
 *  is decided by what flies (announced.ts). */
export type Announcement = {
  readonly kind: 'announcement';
  readonly id: string;
  /** In the announcer's words, for people. */
  readonly what: string;
  /** Where the flight ends: on the ground, in one of `areas`; or in an orbit, and then `areas` are the drop zones of its stages. */
  readonly ends: 'on-the-ground' | 'in-orbit';
  readonly site: { readonly latitude_rad: Radians; readonly longitude_rad: Radians };
  /** Clockwise from north, from the first to the second; a whole turn says that the direction is open. */
  readonly azimuth: { readonly from_rad: Radians; readonly to_rad: Radians };
  readonly window: { readonly from_us: Micros; readonly to_us: Micros };
  readonly areas: readonly AnnouncedArea[];
};

export const ANNOUNCED_CHECKS = ['site', 'time', 'azimuth', 'impact'] as const;
export type AnnouncedCheck = (typeof ANNOUNCED_CHECKS)[number];

/** What is said in an assessment of a flight that was announced, or pretends to be. */
export type Announced = {
  readonly id: string;
  readonly what: string;
  readonly state: 'as-announced' | 'deviates';
  /** What could be checked, and matches. */
  readonly matches: readonly AnnouncedCheck[];
  /** Whether a recommendation is held back for it. */
  readonly holds: boolean;
  readonly deviation?: Deviation;
};

export type Deviation = { readonly what: AnnouncedCheck; readonly at_us: Micros };

const LONGEST_TEXT = 200;
/** What is announced for longer than so much is announced for nothing. */
export const LONGEST_WINDOW_US = 14 * 86_400 * 1e6;
export const MAX_AREAS = 20;
export const LARGEST_RADIUS_M = 500_000;

const LATITUDE = { unit: 'rad', range: [-Math.PI / 2, Math.PI / 2], remedy: 'give a geodetic latitude' } as const;
const LONGITUDE = { unit: 'rad', range: [-Math.PI, Math.PI], remedy: 'give a longitude, east positive' } as const;
const AZIMUTH = {
  unit: 'rad',
  range: [0, 2 * Math.PI],
  remedy: 'count clockwise from north; 0 to 2π says that the direction is open',
} as const;
const RADIUS = { unit: 'm', range: [1, LARGEST_RADIUS_M], remedy: 'give a radius; of a longer zone several circles' } as const;

/** Why an announcement cannot be one; undefined when it can. */
export function announcementFault(one: Announcement): Fault | undefined {
  const { site, azimuth, window, areas } = one;
  return (
    textFault('id', one.id) ??
    textFault('what', one.what) ??
    choiceFault('ends', one.ends, ['on-the-ground', 'in-orbit']) ??
    numberFault('site.latitude_rad', site.latitude_rad, LATITUDE) ??
    numberFault('site.longitude_rad', site.longitude_rad, LONGITUDE) ??
    numberFault('azimuth.from_rad', azimuth.from_rad, AZIMUTH) ??
    numberFault('azimuth.to_rad', azimuth.to_rad, AZIMUTH) ??
    timeFault('window.from_us', window.from_us) ??
    timeFault('window.to_us', window.to_us) ??
    windowFault(window) ??
    areasFault(one) ??
    areas
      .map(
        (area, k) =>
          numberFault(`areas[${k}].latitude_rad`, area.latitude_rad, LATITUDE) ??
          numberFault(`areas[${k}].longitude_rad`, area.longitude_rad, LONGITUDE) ??
          numberFault(`areas[${k}].radius_m`, area.radius_m, RADIUS),
      )
      .find((fault) => fault !== undefined)
  );
}

function textFault(place: string, text: unknown): Fault | undefined {
  if (typeof text === 'string' && text.trim() !== '' && text.length <= LONGEST_TEXT) return undefined;
  return { place, message: `${shown(text)} is no text`, remedy: `give 1 to ${LONGEST_TEXT} characters` };
}

function windowFault({ from_us, to_us }: Announcement['window']): Fault | undefined {
  if (to_us <= from_us) return { place: 'window', message: 'it ends before it begins', remedy: 'move one of the two' };
  if (to_us - from_us <= LONGEST_WINDOW_US) return undefined;
  const days = ((to_us - from_us) / 86_400e6).toFixed(1);
  return {
    place: 'window',
    message: `it lasts ${days} days`,
    remedy: `${LONGEST_WINDOW_US / 86_400e6} are the most; announce each attempt`,
  };
}

function areasFault({ ends, areas }: Announcement): Fault | undefined {
  if (areas.length > MAX_AREAS) return { place: 'areas', message: `there are ${areas.length}`, remedy: `give ${MAX_AREAS} at most` };
  if (ends === 'in-orbit' || areas.length > 0) return undefined;
  return { place: 'areas', message: 'it ends on the ground, and nowhere', remedy: 'give the areas in which it is to come down' };
}
