import { cropOf, type Crop, partedBy, type Ringed } from '../adapters/imager-picture/patch.ts';
import { offset } from '../core/assess/area.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import type { Burning } from '../core/imager/imager-fold.ts';
import { showsHeat } from '../core/imager/laid-look.ts';
import { placeOf } from '../core/imager/place.ts';
import type { HotFrame } from '../core/imager/sights.ts';
import { surroundingsOf } from '../core/imager/surroundings.ts';
import type { Kelvin, Metres, Micros, Seconds } from '../core/units.ts';
import type { LookOfSeries } from './launches-in-looks.ts';
import type { ToldLaunch } from './launches-told.ts';

/** What one look shows of what is followed. */
export type FollowedLook = {
  readonly at_us: Micros;
  /** Where it was told, and on the ellipsoid; undefined in a look in which it was not: before, between and after. */
  readonly seen: (Ringed & { readonly place: Geodetic | undefined; readonly k: number }) | undefined;
  /** How much hotter its hottest pixel is than the middle of those around; undefined where nothing has a value. */
  readonly over_K: Kelvin | undefined;
};

/** A plume that was told, over looks. */
export type FollowedSpot = {
  /** As `--json` names it within its satellite and area. */
  readonly id: number;
  readonly satellite: string;
  readonly area: string;
  /** The one in which it stood out most. */
  readonly band: number;
  readonly looks: readonly FollowedLook[];
  /** The pixels around it in the first and the last of these looks. */
  readonly crops: readonly { readonly look: FollowedLook; readonly crop: Crop }[];
  /** Looks of which no picture is kept, between those. */
  readonly cropsLeft: number;
};

/** Keeps what the looks show of plumes. */
export type FollowedSpots = {
  see(used: readonly BandFrame[], series: LookOfSeries): void;
  all(): readonly FollowedSpot[];
  /** How many more were followed than are kept. */
  readonly left: number;
};

/** Looks of an area that are kept before anything is told, of no more pixels each, of so many areas: a small area's. */
const BEFORE = 4;
const MOST_PIXELS = 1_000_000;
const MOST_AREAS = 4;
const AFTER = 3;
/** Of one spot. */
const MOST_CROPS = 18;
const MOST_LOOKS = 400;
const MOST_SPOTS = 100;
const SIDE = 24;

/** What a look shows, in each of its bands: which one tells most is known at last. */
type BandLook = Omit<FollowedLook, 'over_K'> & { readonly over_K: ReadonlyMap<number, Kelvin | undefined> };
type Kept = Pick<FollowedSpot, 'id' | 'satellite' | 'area'> & {
  readonly series: string;
  /** Spreads, over looks, by the band in which it stood out most of all. */
  readonly weights: Map<number, number>;
  looks: BandLook[];
  crops: { readonly look: BandLook; readonly crops: readonly Crop[] }[];
  cropsLeft: number;
  lastIn: Ringed;
  missed: number;
};

export function followedSpots(): FollowedSpots {
  const recent = new Map<string, HotFrame[][]>();
  const spots = new Map<string, Kept>();
  let left = 0;
  const begin = (key: string, series: string, plume: Burning, { satellite, area }: BandFrame): Kept => {
    const { id, last } = plume.tracklet;
    const { row, column } = last.fit;
    const spot: Kept = {
      id,
      satellite,
      area,
      series,
      looks: [],
      crops: [],
      cropsLeft: 0,
      missed: 0,
      weights: new Map(),
      lastIn: { row, column },
    };
    for (const frames of recent.get(series) ?? []) note(spot, frames, undefined);
    spots.set(key, spot);
    if (spots.size > MOST_SPOTS) {
      const weakest = [...spots].reduce((a, b) => (weightOf(b[1]) < weightOf(a[1]) ? b : a));
      spots.delete(weakest[0]);
      left += 1;
    }
    return spot;
  };
  return {
    see(used, { hot, plumes, since_us, followed }) {
      if (followed === 'late') return;
      const frames = used.filter(showsHeat);
      const series = JSON.stringify([hot.satellite, hot.area, since_us]);
      const told = new Set<Kept>();
      for (const plume of plumes) {
        const key = `${series}/${plume.tracklet.id}`;
        const spot = spots.get(key) ?? begin(key, series, plume, hot);
        note(spot, frames, plume);
        told.add(spot);
      }
      for (const spot of spots.values())
        if (spot.series === series && !told.has(spot) && spot.missed < AFTER) note(spot, frames, undefined);
      remember(recent, series, frames);
    },
    all: () => [...spots.values()].map(spotOf),
    get left() {
      return left;
    },
  };
}

function remember(recent: Map<string, HotFrame[][]>, series: string, frames: HotFrame[]): void {
  const before = recent.get(series) ?? [];
  recent.delete(series);
  if (frames.some(({ codes }) => codes.length > MOST_PIXELS)) return;
  recent.set(series, [...before, frames].slice(-BEFORE));
  const [oldest] = recent.keys();
  if (recent.size > MOST_AREAS) recent.delete(oldest);
}

/** Adds a look to what is followed: one in which it is told, or not. */
function note(spot: Kept, frames: readonly HotFrame[], plume: Burning | undefined): void {
  const [first] = frames;
  if (first === undefined) return;
  const { band, fit, k } = plume?.tracklet.last ?? {};
  if (band !== undefined && k !== undefined) spot.weights.set(band, (spot.weights.get(band) ?? 0) + k);
  if (fit !== undefined) spot.lastIn = { row: fit.row, column: fit.column };
  const isBefore = spot.looks.every(({ seen }) => seen === undefined);
  spot.missed = plume === undefined && !isBefore ? spot.missed + 1 : 0;
  const own = frames.map((frame) => cropOf(frame, spot.lastIn, SIDE));
  const look: BandLook = {
    at_us: first.begin_us,
    seen: fit && k !== undefined ? { row: fit.row, column: fit.column, place: placeOf(first, fit.row, fit.column), k } : undefined,
    over_K: new Map(own.map((crop) => [crop.band, overSurroundings(crop, spot.lastIn)])),
  };
  spot.looks = withoutMiddle([...spot.looks, look], MOST_LOOKS);
  const crops = withoutMiddle([...spot.crops, { look, crops: own }], MOST_CROPS);
  if (crops.length === spot.crops.length) spot.cropsLeft += 1;
  spot.crops = crops;
}

/** In the band in which it stood out most. */
function spotOf({ id, satellite, area, weights, looks, crops, cropsLeft }: Kept): FollowedSpot {
  const [[band]] = [...weights].sort((a, b) => b[1] - a[1]);
  const pictured = crops.flatMap((one) => {
    const crop = one.crops.find((each) => each.band === band);
    return crop === undefined ? [] : [{ look: { ...one.look, over_K: one.look.over_K.get(band) }, crop }];
  });
  return {
    id,
    satellite,
    area,
    band,
    looks: looks.map((look) => ({ ...look, over_K: look.over_K.get(band) })),
    crops: pictured,
    cropsLeft,
  };
}

function overSurroundings(crop: Crop, at: Ringed): Kelvin | undefined {
  const hottest = partedBy(crop, [at]).hot.reduce((most, kelvin) => (kelvin > most ? kelvin : most), -Infinity);
  const { side, kelvin } = crop;
  const around = surroundingsOf(kelvin, side, (side >> 1) * side + (side >> 1), 0.01);
  return around === undefined || hottest === -Infinity ? undefined : hottest - around.median;
}

/** At most so many, the first and the last of them. */
function withoutMiddle<T>(all: readonly T[], most: number): T[] {
  return all.length <= most ? [...all] : [...all.slice(0, most >> 1), ...all.slice(all.length - (most - (most >> 1)))];
}

/** How much it stood out, over looks. */
export function weightOf({ looks }: { readonly looks: readonly Pick<FollowedLook, 'seen'>[] }): number {
  return looks.reduce((sum, { seen }) => sum + (seen?.k ?? 0), 0);
}

/** What is first seen this near to where something was launched, and so soon, is its plume: it shines over the ground beside where it is by its height. */
const NEAR_m: Metres = 100_000;
const SOON_s: Seconds = 180;
/** After a stage has parted a plume may be found anew, this near to where it was lost. */
const AGAIN_m: Metres = 100_000;
const AGAIN_s: Seconds = 60;

/** Which of the spots are a launch's, by where and when they were first seen, and what they went on as. */
export function spotsOfLaunch({ estimate, satellites }: ToldLaunch, spots: readonly FollowedSpot[]): FollowedSpot[] {
  const own: FollowedSpot[] = [];
  const candidates = spots.filter(({ satellite }) => satellites.includes(satellite)).sort((a, b) => firstOf(a).at_us - firstOf(b).at_us);
  for (const spot of candidates) {
    const { at_us, seen } = firstOf(spot);
    const isNear = (place: Geodetic | undefined, most_m: Metres): boolean =>
      place !== undefined && seen?.place !== undefined && distance(place, seen.place) < most_m;
    const since_s = (at_us - estimate.time_us) / 1e6;
    const isBegun = since_s > -3 * estimate.sigmaTime_s && since_s < SOON_s && isNear(estimate.point, NEAR_m);
    const goesOn = own.some((before) => {
      const last = lastOf(before);
      const gap_s = (at_us - last.at_us) / 1e6;
      return before.satellite === spot.satellite && gap_s > 0 && gap_s < AGAIN_s && isNear(last.seen?.place, AGAIN_m);
    });
    if (isBegun || goesOn) own.push(spot);
  }
  return own;
}

/** The first look in which it was told. */
export function firstOf({ looks }: Pick<FollowedSpot, 'looks'>): FollowedLook {
  return looks.find(({ seen }) => seen !== undefined) ?? looks[0];
}

function lastOf({ looks }: Pick<FollowedSpot, 'looks'>): FollowedLook {
  return looks.findLast(({ seen }) => seen !== undefined) ?? looks[looks.length - 1];
}

function distance(a: Geodetic, b: Geodetic): Metres {
  const { east, north } = offset(a, b);
  return Math.sqrt(east * east + north * north);
}
