import { InvalidArgumentError } from 'commander';

/** A whole number from `least` on, or up to `most`; used as `new Option(...).argParser(wholeNumber(0))`. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It takes a whole number from ${least} ${most < Number.MAX_SAFE_INTEGER ? `to ${most}` : 'on'}.`);
    return value;
  };
}

/** A port of this machine; 0 for any free one. */
export const port = wholeNumber(0, 65_535);

/** A seed, as a scenario file may say it. */
export const seedNumber = wholeNumber(0, 0xffff_ffff);

/** Slower than this, the pause between two scans is longer than a timer can wait. */
const SLOWEST = 0.001;

/** Times real time. */
export function speed(text: string): number {
  const value = positiveNumber(text);
  if (value < SLOWEST) throw new InvalidArgumentError(`It takes a number from ${SLOWEST} on.`);
  return value;
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It takes a number above 0.');
  return value;
}

/** `28.6,-80.6` as degrees. */
export function latitudeLongitude(text: string): { readonly latitude_deg: number; readonly longitude_deg: number } {
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [latitude_deg, longitude_deg] = parts;
  if (parts.length !== 2 || !(Math.abs(latitude_deg) <= 90) || !(Math.abs(longitude_deg) <= 180)) {
    throw new InvalidArgumentError('It takes LAT,LON in degrees, north and east positive, such as 28.608,-80.604.');
  }
  return { latitude_deg, longitude_deg };
}

/** A bearing in degrees from north, clockwise. */
export function azimuth(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 360))
    throw new InvalidArgumentError('It takes degrees from north, clockwise: 0 to 360.');
  return value;
}

/** Desks as `--people` names them: undefined for all of them. */
export function desks(text: string): string[] | undefined {
  if (text === 'all') return undefined;
  return text === 'none' ? [] : names(text);
}

/** `3,17,40` as names. */
export function names(text: string): string[] {
  const listed = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (listed.length === 0) throw new InvalidArgumentError('It takes names with commas between them, such as 3,17,40.');
  return listed;
}
