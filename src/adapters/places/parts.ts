import { extentRadius_m } from '../../core/assess/places.ts';
import type { Metres } from '../../core/units.ts';

/** What tells a part of a place from a place of its own. */
export type Listed = {
  readonly country: string;
  readonly adminCode: string;
  readonly featureCode: string;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [number, number] };
};

/** Smaller places have no boroughs in the list. */
const LEAST_WHOLE = 100_000;

const KM_PER_DEGREE = 111.2;

/** The places whose people may be those of a larger one of the same first-level division, each with the smallest such one:
 *  - whatever has its centre in the larger one's extent. Nothing in the list tells a borough (of Istanbul, London, Warsaw) from a suburb, and
 *    "at least" must hold, so that of the larger one and all its parts together only the greater number may be counted;
 *  - seats of a division whose extent touches that of a city which is larger and the seat of none: it spans them (New York and its boroughs).
 *  A place of unknown size has no people to be counted twice, and is no part of anything. */
export function partsIn<T extends Listed>(list: readonly T[]): ReadonlyMap<T, T> {
  const cells = new Map<string, T[]>();
  for (const one of list) {
    const key = cellOf(one);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [one]);
    else cell.push(one);
  }
  const parts = new Map<T, T>();
  // The smallest that it lies in comes last, and stays.
  const wholes = list.filter(({ population }) => population >= LEAST_WHOLE).sort((a, b) => b.population - a.population);
  for (const whole of wholes)
    for (const key of cellsAround(whole)) for (const one of cells.get(key) ?? []) if (isPartOf(one, whole)) parts.set(one, whole);
  return parts;
}

function isPartOf(one: Listed, whole: Listed): boolean {
  if (one.country !== whole.country || one.adminCode !== whole.adminCode) return false;
  if (one.population === 0 || one.population >= whole.population) return false;
  const apart_m = distance_m(one, whole);
  const reach_m = extentRadius_m(whole.population);
  if (apart_m < reach_m) return true;
  return isSeat(one) && !isSeat(whole) && apart_m < reach_m + extentRadius_m(one.population);
}

/** Of a country or a division of one. */
function isSeat({ featureCode }: Listed): boolean {
  return /^PPL[ACG]/.test(featureCode);
}

/** Cells of half a degree hold the centres of all parts in a block of 3×3, or of more columns where meridians are close. */
const CELL_DEG = 0.5;

function cellOf({ loc }: Listed): string {
  const [longitude_deg, latitude_deg] = loc.coordinates;
  return `${Math.floor(latitude_deg / CELL_DEG)} ${Math.floor(longitude_deg / CELL_DEG)}`;
}

function cellsAround({ loc }: Listed): string[] {
  const [longitude_deg, latitude_deg] = loc.coordinates;
  const [row, column] = [Math.floor(latitude_deg / CELL_DEG), Math.floor(longitude_deg / CELL_DEG)];
  const columns = Math.ceil(1 / Math.max(0.1, Math.cos((latitude_deg * Math.PI) / 180)));
  const keys: string[] = [];
  for (let r = row - 1; r <= row + 1; r++) for (let c = column - columns; c <= column + columns; c++) keys.push(`${r} ${c}`);
  return keys;
}

/** On a plane: a part is near. */
function distance_m(a: Listed, b: Listed): Metres {
  const [[lonA, latA], [lonB, latB]] = [a.loc.coordinates, b.loc.coordinates];
  const east = (lonB - lonA) * Math.cos(((latA + latB) * Math.PI) / 360);
  return 1000 * KM_PER_DEGREE * Math.hypot(east, latB - latA);
}
