import { ecefVecFromGeodetic, type Geodetic } from '../../core/frames/geodetic.ts';
import { cameraOf } from '../../core/frames/imager-grid.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { placeOf } from '../../core/imager/place.ts';
import { SIGMA } from '../../core/imager/surroundings.ts';
import { distance } from '../../core/math/vector.ts';
import { shareOfHeat } from '../../core/physics/plume-light.ts';
import type { Micros, WattsPerSteradian } from '../../core/units.ts';

/** What a threshold takes for a launch. */
export type ThresholdLaunch = {
  /** Beginnings of the looks in which it was first and last seen. */
  readonly first_us: Micros;
  last_us: Micros;
  /** Where it was first: pixels, and on the ellipsoid. */
  readonly row: number;
  readonly column: number;
  readonly place: Geodetic;
  /** The most that its brightest pixel was. */
  intensity_Wpsr: WattsPerSteradian;
};

/** The plainest detector of launches there is, to lay beside the project's own: where one pixel of the darkest heat band, the water vapour's, is brighter than the frame by
 *  `sigmas` in two looks running, and no pixel there was before, something was launched. Nothing is known of clouds, of the Sun, or of how things move.
 *  The frame's level is its median, its sigma the robust one of all its pixels; pixels that touch are one, and *there* is within two pixels. What shines in the first look is there already. */
export type PlainThreshold = {
  take(frames: readonly BandFrame[]): void;
  /** In order of time. */
  launches(): readonly ThresholdLaunch[];
};

/** Where is the same place, pixels. */
const THERE = 2;

/** Pixels that touch; the brightest of them, and what it has over the frame's level. */
type Group = { readonly pixels: readonly number[]; readonly brightest: number; readonly over: number };
type Followed = { readonly group: Group; readonly launch: ThresholdLaunch; looks: number };

export function plainThreshold(sigmas: number): PlainThreshold {
  /** Pixels that have shone: places of the image, as it is turned to its target. */
  const shone = new Set<number>();
  let before: Followed[] = [];
  let isFirst = true;
  const launched: ThresholdLaunch[] = [];
  return {
    take(frames) {
      const frame = darkest(frames);
      const { columns } = frame.raster;
      const now: Followed[] = [];
      const groups = groupsOver(frame, sigmas);
      for (const group of groups) {
        const continued = before.filter((one) => isNear(one.group, group, columns));
        const isNew = !isFirst && !group.pixels.some((pixel) => hasShoneBy(shone, pixel, columns));
        const launch = continued.at(0)?.launch ?? (isNew ? launchOf(frame, group) : undefined);
        if (launch === undefined) continue;
        const looks = 1 + Math.max(0, ...continued.map((one) => one.looks));
        if (looks === 2 && !launched.includes(launch)) launched.push(launch);
        launch.last_us = frame.begin_us;
        launch.intensity_Wpsr = Math.max(launch.intensity_Wpsr, intensityOf(frame, group));
        now.push({ group, launch, looks });
      }
      for (const { pixels } of groups) for (const pixel of pixels) shone.add(pixel);
      before = now;
      isFirst = false;
    },
    launches: () => launched,
  };
}

function darkest(frames: readonly BandFrame[]): BandFrame {
  return frames.reduce((a, b) => (b.wavelength_um < a.wavelength_um ? b : a));
}

function groupsOver({ codes, radianceOf, raster: { columns } }: BandFrame, sigmas: number): Group[] {
  const values = Float64Array.from(codes, (code) => radianceOf[code]);
  const median = middle(values.filter((value) => !Number.isNaN(value)));
  const sigma = SIGMA * middle(values.map((value) => Math.abs(value - median)).filter((value) => !Number.isNaN(value)));
  const isOver = (at: number): boolean => values[at] > median + sigmas * sigma;
  const taken = new Set<number>();
  const groups: Group[] = [];
  for (let at = 0; at < values.length; at++) {
    if (!isOver(at) || taken.has(at)) continue;
    taken.add(at);
    const pixels = [at];
    for (let k = 0; k < pixels.length; k++)
      for (const beside of around(pixels[k], columns, values.length, 1))
        if (isOver(beside) && !taken.has(beside)) {
          taken.add(beside);
          pixels.push(beside);
        }
    const brightest = pixels.reduce((a, b) => (values[b] > values[a] ? b : a));
    groups.push({ pixels, brightest, over: values[brightest] - median });
  }
  return groups;
}

function middle(values: Float64Array): number {
  return values.sort()[values.length >> 1];
}

/** Pixels up to so many rows and columns from one, itself as well. */
function around(at: number, columns: number, count: number, reach: number): number[] {
  const column = at % columns;
  const found: number[] = [];
  for (let turn = -reach; turn <= reach; turn++)
    for (let step = Math.max(-reach, -column); step <= Math.min(reach, columns - 1 - column); step++) {
      const pixel = at + turn * columns + step;
      if (pixel >= 0 && pixel < count) found.push(pixel);
    }
  return found;
}

function hasShoneBy(shone: ReadonlySet<number>, pixel: number, columns: number): boolean {
  return around(pixel, columns, Infinity, THERE).some((one) => shone.has(one));
}

function isNear(a: Group, b: Group, columns: number): boolean {
  const of = new Set(a.pixels);
  return b.pixels.some((pixel) => hasShoneBy(of, pixel, columns));
}

function launchOf(frame: BandFrame, { brightest }: Group): ThresholdLaunch | undefined {
  const { columns } = frame.raster;
  const [row, column] = [Math.floor(brightest / columns), brightest % columns];
  const place = placeOf(frame, row, column);
  return place && { first_us: frame.begin_us, last_us: frame.begin_us, row, column, place, intensity_Wpsr: 0 };
}

/** What would send the brightest pixel's light through no air. */
function intensityOf(frame: BandFrame, { brightest, over }: Group): WattsPerSteradian {
  const { columns, step_rad } = frame.raster;
  const place = placeOf(frame, Math.floor(brightest / columns), brightest % columns);
  if (place === undefined) return 0;
  const pixel_m = step_rad * distance(cameraOf(frame.grid), ecefVecFromGeodetic(place));
  return (over * pixel_m * pixel_m) / shareOfHeat(frame);
}
