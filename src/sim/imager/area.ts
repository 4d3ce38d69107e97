import type { FixedGrid } from '../../core/frames/fixed-grid.ts';
import { WGS84 } from '../../core/frames/earth.ts';
import type { Raster } from '../../core/imager/frame.ts';
import type { Radians } from '../../core/units.ts';
import type { ImagerSpec } from './imager-spec.ts';

/** What of the disc a look is of. The edges of a mesoscale area are moved to the nearest ones of the full disc's pixels, so that all areas share a grid. */
export type Area =
  | { readonly kind: 'full-disc' }
  | { readonly kind: 'region' }
  | { readonly kind: 'mesoscale'; readonly x_rad: Radians; readonly y_rad: Radians; readonly side_rad?: Radians };

/** Half a side of the disc with its rim, and a side of a mesoscale area that says nothing else: 1,000 km below the satellite. */
const DISC_RAD: Radians = 5424 * 28e-6;
const MESOSCALE_RAD: Radians = 500 * 56e-6;
/** West, east, south and north of the region: the northern continent's as GOES-R satellites scan it, from the longitude of 75° west. */
const REGION_RAD = { west: -0.10136, east: 0.03864, south: 0.04424, north: 0.12824 };
/** [GOES-R PUG L1b] vol. 3, 5.1.2.7. */
const HEIGHT_M = 35_786_023;

/** The names that files give to areas. */
export const AREA_NAMES: Readonly<Record<Area['kind'], string>> = { 'full-disc': 'F', region: 'C', mesoscale: 'M1' };

/** The projection of an imager's frames. */
export function gridOf({ longitude_rad }: Pick<ImagerSpec, 'longitude_rad'>): FixedGrid {
  return { longitude_rad, height_m: HEIGHT_M, semiMajor_m: WGS84.a_m, semiMinor_m: WGS84.b_m, sweep: 'x' };
}

/** The pixels of an area, on the full disc's corners. */
export function rasterOf({ step_rad }: Pick<ImagerSpec, 'step_rad'>, area: Area): Raster {
  const [west, east, south, north] = edges(area);
  const left = Math.round(west / step_rad);
  const top = Math.round(north / step_rad);
  return {
    rows: top - Math.round(south / step_rad),
    columns: Math.round(east / step_rad) - left,
    x0_rad: (left + 0.5) * step_rad,
    y0_rad: (top - 0.5) * step_rad,
    step_rad,
  };
}

function edges(area: Area): readonly [west: number, east: number, south: number, north: number] {
  if (area.kind === 'full-disc') return [0 - DISC_RAD, DISC_RAD, 0 - DISC_RAD, DISC_RAD];
  if (area.kind === 'region') return [REGION_RAD.west, REGION_RAD.east, REGION_RAD.south, REGION_RAD.north];
  const { x_rad, y_rad, side_rad = MESOSCALE_RAD } = area;
  return [x_rad - side_rad / 2, x_rad + side_rad / 2, y_rad - side_rad / 2, y_rad + side_rad / 2];
}
