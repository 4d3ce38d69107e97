import type { Flash } from '../adapters/goes-glm/goes-glm.ts';
import { eventEndWords } from '../api/warning-words.ts';
import type { DetectionLine, FollowedLine } from '../api/wire-cli.ts';
import type { Geodetic } from '../core/frames/geodetic.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import type { Flames, Radiated } from '../core/imager/radiometry.ts';
import type { HotSpot } from '../core/imager/hot-spots.ts';
import type { Burning } from '../core/imager/imager-fold.ts';
import { type ImagerLook, temperatureOf } from '../core/imager/imager-look.ts';
import { placeOf } from '../core/imager/place.ts';
import { isOutOfRange } from '../core/imager/frame.ts';
import { MOST_PLUMES, type Plumes } from '../core/imager/plumes.ts';
import { thrustOf } from '../core/imager/tracklets.ts';
import { exp } from '../core/math/elementary.ts';
import { ellipseAxes } from '../core/math/matrix.ts';
import { toDegrees } from '../core/units.ts';
import type { LookOfSeries } from './launches-in-looks.ts';
import type { ToldLaunch } from './launches-told.ts';
import { course as courseText, iso, position } from './words.ts';

/** What the mapper is specified to: fewer than one flash in twenty is none (24-hour mean). */
const MAPPER_IS_RIGHT = 0.95;

export function flashLine(file: string, satellite: string, flash: Flash): DetectionLine {
  const { at_us, latitude_rad, longitude_rad, lasts_s, energy_J, area_m2, events } = flash;
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    detection: {
      file,
      satellite,
      at: iso(at_us),
      latitude_deg: toDegrees(latitude_rad),
      longitude_deg: toDegrees(longitude_rad),
      cause: 'lightning',
      confidence: MAPPER_IS_RIGHT,
      lasts_s,
      energy_J: orNull(energy_J),
      area_km2: orNull(area_m2 / 1e6),
      events,
      pixels: [],
    },
  };
}

/** It is told all the same, with a question mark. */
export function isUnlikely({ probability }: Pick<HotSpot, 'probability'>): boolean {
  return probability < 0.5;
}

export function spotLine(look: ImagerLook, spot: HotSpot, radiated: Radiated | undefined): string {
  const { place, pixels, isAtLeast, probability } = spot;
  const least = isAtLeast ? 'at least ' : '';
  const power = radiated === undefined ? '' : `, ${least}${powerText(radiated)}`;
  return `  ${isUnlikely(spot) ? 'fire?' : 'fire '} ${placeText(place)}  ${pixels.length} ${pixels.length === 1 ? 'pixel' : 'pixels'}, ${least}${temperatureOf(look, pixels[0]).toFixed(0)} K${power}  ${probability.toFixed(2)}`;
}

export function detectionLine(look: ImagerLook, spot: HotSpot, radiated: Radiated | undefined, picture: string | null): DetectionLine {
  const { source, satellite, area, begin_us } = look.hot;
  const { place, row, column, pixels, isAtLeast, k, probability } = spot;
  return {
    detection: {
      file: source,
      satellite,
      area,
      at: iso(begin_us),
      ...degreesOf(place),
      row,
      column,
      pixels: pixels.map((at) => pixelOf(look, at)),
      peak_K: temperatureOf(look, pixels[0]),
      atLeast: isAtLeast,
      power_W: radiated?.power_W ?? null,
      sigmaPower_W: radiated?.sigmaPower_W ?? null,
      flames: radiated?.flames === undefined ? null : flamesLine(radiated.flames),
      contrast: k,
      cause: 'fire',
      confidence: probability,
      picture,
    },
  };
}

/** `12 ± 2 GW`, `6.4 ± 1.1 GW`, `31 ± 5 MW`, `700 ± 200 kW`. */
export function powerText({ power_W, sigmaPower_W }: Radiated): string {
  const [unit, name] = power_W >= 1e9 ? [1e9, 'GW'] : power_W >= 1e6 ? [1e6, 'MW'] : [1e3, 'kW'];
  const digits = power_W / unit < 9.5 ? 1 : 0;
  return `${(power_W / unit).toFixed(digits)} ± ${(sigmaPower_W / unit).toFixed(digits)} ${name}`;
}

function flamesLine({ temperature_K, area_m2 }: Flames): { temperature_K: BetweenLine; area_m2: BetweenLine } {
  return { temperature_K: { ...temperature_K, high: temperature_K.high ?? null }, area_m2: { ...area_m2, high: area_m2.high ?? null } };
}

type BetweenLine = { readonly value: number; readonly low: number; readonly high: number | null };

export function plumeText(hot: BandFrame, plume: Burning): string {
  const { hits, last } = plume.tracklet;
  return `  plume  ${placeText(placeOf(hot, last.fit.row, last.fit.column))}  seen in ${hits} looks${plume.plumes === undefined ? '' : `, ${plumesText(plume.plumes)}`}  ${plumeProbability(plume.tracklet).toFixed(2)}`;
}

/** `1 to 3 plumes`, `2 or more plumes`. What reaches the bound has no upper end. */
export function plumesText({ least, most }: Plumes): string {
  if (most >= MOST_PLUMES) return `${least} or more plumes`;
  return least === most ? `${least} plume${least === 1 ? '' : 's'}` : `${least} to ${most} plumes`;
}

function plumesLine({ least, most }: Plumes): { readonly least: number; readonly most: number | null } {
  return { least, most: most >= MOST_PLUMES ? null : most };
}

export function plumeLine({ hot, since_us }: LookOfSeries, plume: Burning): DetectionLine {
  const { source, satellite, area, begin_us } = hot;
  const { id, hits, last } = plume.tracklet;
  const { row, column, covariance } = last.fit;
  return {
    detection: {
      file: source,
      satellite,
      area,
      at: iso(begin_us),
      ...degreesOf(placeOf(hot, row, column)),
      row,
      column,
      sigmaRow: Math.sqrt(covariance.rowRow),
      sigmaColumn: Math.sqrt(covariance.columnColumn),
      pixels: [],
      plume: `${iso(since_us)}/${id}`,
      looks: hits,
      ...(plume.plumes && { plumes: plumesLine(plume.plumes) }),
      intensity_Wpsr: plume.sight.intensity_Wpsr,
      sigmaIntensity_Wpsr: (plume.sight.intensity_Wpsr * last.fit.sigmaTotal) / last.fit.total,
      atLeast: isOutOfRange(hot, row, column),
      contrast: last.k,
      cause: 'plume',
      confidence: plumeProbability(plume.tracklet),
    },
  };
}

/** Odds for thrust before it was seen to move, as a logarithm: thrust is rare beside clouds and fires. So that the most that one look can say, 5, makes it as
 *  likely as not: two false plumes of 220 simulated looks at sunlit clouds had said 3.4 and 5.8, and a real one has said 10 by its next look. */
const THRUST_BEFORE = -5;

/** That it is something, and under thrust. */
export function plumeProbability(tracklet: Pick<Burning['tracklet'], 'score' | 'odds'>): number {
  return 1 / ((1 + exp(-tracklet.score)) * (1 + exp(-thrustOf(tracklet) - THRUST_BEFORE)));
}

export function launchText({ estimate, probability, course, ended }: ToldLaunch): string {
  if (ended !== undefined)
    return `  launch  ${placeText(estimate.point)}  ends: ${eventEndWords(ended.reason, ended.into && `that of ${ended.into}`)}`;
  const { major } = ellipseAxes(estimate.covarianceEast_m2, estimate.covarianceEastNorth_m2, estimate.covarianceNorth_m2);
  return `  launch  ${placeText(estimate.point)} ± ${(major / 1000).toFixed(1)} km  ${iso(estimate.time_us)} ± ${estimate.sigmaTime_s.toFixed(0)} s, heading ${courseText(course)}  ${probability.toFixed(2)}`;
}

export function launchLine(hot: BandFrame, launch: ToldLaunch): DetectionLine {
  const { event, estimate, probability, course, satellites, seen_us, ended } = launch;
  const { source, satellite, area } = hot;
  return {
    detection: {
      file: source,
      satellite,
      area,
      at: iso(estimate.time_us),
      ...degreesOf(estimate.point),
      pixels: [],
      event,
      satellites: [...satellites],
      seenAt: iso(seen_us),
      ended: ended?.reason ?? null,
      into: ended?.into ?? null,
      covarianceEast_m2: estimate.covarianceEast_m2,
      covarianceEastNorth_m2: estimate.covarianceEastNorth_m2,
      covarianceNorth_m2: estimate.covarianceNorth_m2,
      sigmaTime_s: estimate.sigmaTime_s,
      ...courseOf(course),
      cause: 'launch',
      confidence: probability,
    },
  };
}

function courseOf({ heading_rad, headingHalfWidth_rad }: ToldLaunch['course']): {
  readonly heading_deg: number | null;
  readonly headingHalfWidth_deg: number | null;
} {
  if (heading_rad === undefined || headingHalfWidth_rad === undefined) return { heading_deg: null, headingHalfWidth_deg: null };
  return { heading_deg: toDegrees(heading_rad), headingHalfWidth_deg: toDegrees(headingHalfWidth_rad) };
}

export function followedLine({ hot, followed, plumes, turnedDown, omitted, atEdge, cut, refused }: LookOfSeries): FollowedLine {
  const { satellite, area, begin_us } = hot;
  return {
    followed: {
      satellite,
      area,
      at: iso(begin_us),
      how: followed,
      plumes: plumes.length,
      turnedDown,
      omitted,
      atEdge,
      cut,
      refused: [...refused],
    },
  };
}

function pixelOf(look: ImagerLook, at: number): Extract<DetectionLine['detection'], { cause: 'fire' }>['pixels'][number] {
  const row = Math.floor(at / look.hot.raster.columns);
  const column = at - row * look.hot.raster.columns;
  return { row, column, ...degreesOf(placeOf(look.hot, row, column)), brightness_K: temperatureOf(look, at) };
}

function degreesOf(place: Geodetic | undefined): { readonly latitude_deg: number | null; readonly longitude_deg: number | null } {
  if (place === undefined) return { latitude_deg: null, longitude_deg: null };
  return { latitude_deg: toDegrees(place.latitude_rad), longitude_deg: toDegrees(place.longitude_rad) };
}

/** A place on the ellipsoid in words. */
export function placeText(place: Geodetic | undefined): string {
  return place === undefined ? 'beside the Earth' : position(place, 3);
}
