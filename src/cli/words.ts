import { clockFromMicros, isoFromMicros } from '../api/iso.ts';
import type { Course } from '../core/assess/assessment.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import type { Micros } from '../core/units.ts';
import { toDegrees } from '../core/units.ts';

/** `T+01:23` after `zero_us`, whole seconds, minutes as many as it takes; `T-00:05` before it. */
export function sinceZero(at_us: Micros, zero_us: Micros): string {
  const seconds = Math.floor((at_us - zero_us) / 1e6);
  const sign = seconds < 0 ? '-' : '+';
  const whole = Math.abs(seconds);
  return `T${sign}${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
}

/** `39.19°N 125.67°E`. Two decimals are about a kilometre: no figure of a warning is finer than that. */
export function position(point: Geodetic, decimals = 2): string {
  const latitude = toDegrees(point.latitude_rad);
  const longitude = toDegrees(point.longitude_rad);
  const write = (value: number, plus: string, minus: string) => `${Math.abs(value).toFixed(decimals)}°${value < 0 ? minus : plus}`;
  return `${write(latitude, 'N', 'S')} ${write(longitude, 'E', 'W')}`;
}

/** `01:23:45Z`. */
export function clock(at_us: Micros): string {
  return `${clockFromMicros(at_us)}Z`;
}

export function iso(at_us: Micros): string {
  return isoFromMicros(at_us);
}

/** Kilometres with as many decimals as the figure deserves: 0.84, 5.2, 47. */
export function kilometres(metres: number): string {
  const km = metres / 1000;
  const size = Math.abs(km);
  return `${km.toFixed(size < 1 ? 2 : size < 10 ? 1 : 0)} km`;
}

/** 1234567 as `1,234,567`, without asking the platform's locale. */
export function grouped(value: number): string {
  return Math.round(value)
    .toFixed(0)
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Three digits, as bearings are spoken: 72° is `072°`. */
export function bearing(azimuth_rad: number): string {
  const whole = ((Math.round(toDegrees(azimuth_rad)) % 360) + 360) % 360;
  return `${String(whole).padStart(3, '0')}°`;
}

/** `081° ± 12°`, where 95 % lie so far to either side, or that it is not known. */
export function course({ heading_rad, headingHalfWidth_rad }: Partial<Course>): string {
  if (heading_rad === undefined || headingHalfWidth_rad === undefined) return 'not known yet';
  return `${bearing(heading_rad)} ± ${Math.ceil(toDegrees(headingHalfWidth_rad))}°`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
