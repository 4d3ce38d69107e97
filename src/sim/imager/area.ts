import { ecefVecFromGeodetic, type Geodetic } from '../../core/frames/geodetic.ts';
import { type FixedGrid, type ImagerGrid, pointedGrid } from '../../core/frames/imager-grid.ts';
import type { Vec3 } from '../../core/math/vector.ts';
import { WGS84 } from '../../core/frames/earth.ts';
import type { Raster } from '../../core/imager/frame.ts';
import type { Micros, Radians } from '../../core/units.ts';
import type { ImagerSpec } from './imager-spec.ts';

/** What of the disc a look is of. The edges of a mesoscale area are moved to the nearest ones of the full disc's pixels, so that all areas share a grid. */
export type Area =
  | { readonly kind: 'full-disc' }
  | { readonly kind: 'region' }
  | {
      readonly kind: 'mesoscale';
      readonly x_rad: Radians;
      readonly y_rad: Radians;
      readonly side_rad?: Radians;
      /** From north to south; as high as wide unless it is said. */
      readonly height_rad?: Radians;
      /** Of two that an imager scans by turns: which; the first unless it is said. */
      readonly name?: 'M1' | 'M2';
    };

/** Half a side of the disc with its rim, and a side of a mesoscale area that says nothing else: 1,000 km below the satellite. */
const DISC_RAD: Radians = 5424 * 28e-6;
const MESOSCALE_RAD: Radians = 500 * 56e-6;
/** West, east, south and north of the region: the northern continent's as GOES-R satellites scan it, from the longitude of 75° west. */
const REGION_RAD = { west: -0.10136, east: 0.03864, south: 0.04424, north: 0.12824 };
/** [GOES-R PUG L1b] vol. 3, 5.1.2.7. */
const HEIGHT_M = 35_786_023;

/** The most pixels of a look: a full disc's of 2 km. Each takes some 50 bytes while it is made. */
const MOST_PIXELS = 5424 * 5424;

/** What an imager that moves looks at: an area around a target, which it is turned to anew at each look. */
export type Followed = {
  readonly kind: 'followed';
  /** Where the imager is, ECEF, m. */
  readonly cameraAt: (at_us: Micros) => Vec3;
  readonly target: Geodetic;
  readonly side_rad: Radians;
  readonly height_rad?: Radians;
};

/** The name that files give to an area. */
export function areaName(area: Area | Followed): string {
  if (area.kind === 'followed') return 'T';
  if (area.kind === 'mesoscale') return area.name ?? 'M1';
  return area.kind === 'region' ? 'C' : 'F';
}

/** The projection of an imager's frames. */
export function gridOf({ longitude_rad }: Pick<ImagerSpec, 'longitude_rad'>): FixedGrid {
  return { longitude_rad, height_m: HEIGHT_M, semiMajor_m: WGS84.a_m, semiMinor_m: WGS84.b_m, sweep: 'x' };
}

/** The grid of a look that begins at a time. */
export function gridAt(spec: Pick<ImagerSpec, 'longitude_rad'>, area: Area | Followed, at_us: Micros): ImagerGrid {
  return area.kind === 'followed' ? pointedGrid(area.cameraAt(at_us), ecefVecFromGeodetic(area.target)) : gridOf(spec);
}

/** The pixels of an area, on the full disc's corners; of one that is followed, around the middle. Throws `RangeError`, which names what is wrong and what would be
 *  right. */
export function rasterOf({ step_rad }: Pick<ImagerSpec, 'step_rad'>, area: Area | Followed): Raster {
  if (!(step_rad > 0)) throw new RangeError(`step_rad, a pixel's side, is ${step_rad} rad; give one above 0, such as 56e-6`);
  if (area.kind === 'mesoscale') checkMesoscale(area);
  if (area.kind === 'followed') checkMesoscale({ ...area, kind: 'mesoscale', x_rad: 0, y_rad: 0 });
  const [west, east, south, north] = edges(area);
  const left = Math.round(west / step_rad);
  const top = Math.round(north / step_rad);
  const [rows, columns] = [top - Math.round(south / step_rad), Math.round(east / step_rad) - left];
  if (rows < 2 || columns < 2)
    throw new RangeError(`an area of ${rows} × ${columns} pixels of ${step_rad} rad has no axes; give side_rad of two pixels or more`);
  if (rows * columns > MOST_PIXELS)
    throw new RangeError(`an area of ${rows} × ${columns} pixels is above ${MOST_PIXELS}; give a smaller side_rad or a larger step_rad`);
  return { rows, columns, x0_rad: (left + 0.5) * step_rad, y0_rad: (top - 0.5) * step_rad, step_rad };
}

/** Up to here, some 500 km over the Earth's limb, an area may have something to see. */
const WIDEST_RAD: Radians = 0.165;

/** A side as it can be, and at least a part of it within what there is to see. */
function checkMesoscale({ x_rad, y_rad, side_rad = MESOSCALE_RAD, height_rad = side_rad }: Area & { readonly kind: 'mesoscale' }): void {
  for (const [name, value] of Object.entries({ side_rad, height_rad }))
    if (!(value > 0 && value <= 2 * DISC_RAD))
      throw new RangeError(`${name} of a mesoscale area is ${value} rad; give one above 0, up to ${2 * DISC_RAD}`);
  for (const [name, value] of Object.entries({ x_rad, y_rad }))
    if (!Number.isFinite(value)) throw new RangeError(`${name} of a mesoscale area is ${value} rad; give the scan angle of its middle`);
  const beside = (middle_rad: Radians, wide_rad: Radians): Radians => Math.max(0, Math.abs(middle_rad) - wide_rad / 2);
  const [across, along] = [beside(x_rad, side_rad), beside(y_rad, height_rad)];
  if (across * across + along * along > WIDEST_RAD * WIDEST_RAD)
    throw new RangeError(
      `a mesoscale area at x_rad ${x_rad}, y_rad ${y_rad} has only space in it; give scan angles in radians, within ${WIDEST_RAD} of 0, 0`,
    );
}

function edges(area: Area | Followed): readonly [west: number, east: number, south: number, north: number] {
  if (area.kind === 'full-disc') return [0 - DISC_RAD, DISC_RAD, 0 - DISC_RAD, DISC_RAD];
  if (area.kind === 'region') return [REGION_RAD.west, REGION_RAD.east, REGION_RAD.south, REGION_RAD.north];
  const {
    x_rad,
    y_rad,
    side_rad = MESOSCALE_RAD,
    height_rad = side_rad,
  } = area.kind === 'followed' ? { ...area, x_rad: 0, y_rad: 0 } : area;
  return [x_rad - side_rad / 2, x_rad + side_rad / 2, y_rad - height_rad / 2, y_rad + height_rad / 2];
}
