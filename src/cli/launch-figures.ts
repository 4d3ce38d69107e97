import type { ReportedLaunch, ReportedPlume } from '../adapters/detect-report/detect-report.ts';
import { launchMap } from '../adapters/detect-report/launch-map.ts';
import { spotCurve } from '../adapters/detect-report/spot-curve.ts';
import { blankPicture, type Picture } from '../adapters/imager-picture/picture.ts';
import { GROUND } from '../adapters/imager-picture/scale.ts';
import { stripPicture } from '../adapters/imager-picture/strip.ts';
import { eventEndWords } from '../api/warning-words.ts';
import { THRESHOLD } from '../core/imager/exceedances.ts';
import { ellipseAxes } from '../core/math/matrix.ts';
import { placeText } from './detect-lines.ts';
import { type FollowedSpot, firstOf, spotsOfLaunch, weightOf } from './followed-spots.ts';
import type { ToldLaunch } from './launches-told.ts';
import { course as courseText, iso } from './words.ts';

/** A launch as it was told last, and by which looks. */
export type RememberedLaunch = { readonly launch: ToldLaunch; readonly told: { readonly first: string; readonly last: string } };

/** Launches with a map, the likeliest; plumes of each with figures, and plumes of no launch. */
const MOST_MAPS = 12;
const MOST_OF_LAUNCH = 4;
const MOST_OTHERS = 8;

/** Of 95 %: half axes over one sigma. */
const AT_95 = Math.sqrt(-2 * Math.log(0.05));

/** Launches with their figures, in the order in which they were told first. */
export function reportedLaunches(told: readonly RememberedLaunch[], spots: readonly FollowedSpot[]): ReportedLaunch[] {
  const drawn = new Set(likeliest(told).slice(0, MOST_MAPS));
  return told.map((one) => {
    const { launch } = one;
    const { estimate, course, probability, ended } = launch;
    const axes = ellipseAxes(estimate.covarianceEast_m2, estimate.covarianceEastNorth_m2, estimate.covarianceNorth_m2);
    return {
      place: placeText(estimate.point),
      sigma_m: axes.major,
      ellipse: {
        major_m: AT_95 * axes.major,
        minor_m: AT_95 * axes.minor,
        azimuth_rad: (2 * Math.PI + Math.atan2(axes.cos, axes.sin)) % Math.PI,
      },
      at: iso(estimate.time_us),
      sigmaTime_s: estimate.sigmaTime_s,
      heading: courseText(course),
      probability,
      ended: ended && eventEndWords(ended.reason),
      told: one.told,
      figures: drawn.has(one) ? figuresOf(one, spotsOfLaunch(launch, spots)) : undefined,
    };
  });
}

/** Plumes that are no launch's, those that stood out most. */
export function reportedPlumes(told: readonly RememberedLaunch[], spots: readonly FollowedSpot[]): ReportedPlume[] {
  const own = new Set(told.flatMap(({ launch }) => spotsOfLaunch(launch, spots)));
  return strongest(spots.filter((spot) => !own.has(spot)))
    .slice(0, MOST_OTHERS)
    .map((spot) => plumeOf(spot, firstOf(spot).at_us, 'the look that told it first'));
}

/** Of which spots there is a picture over looks: of those that there is one of in the report. */
export function chosenStrips(told: readonly RememberedLaunch[], spots: readonly FollowedSpot[]): FollowedSpot[] {
  const each = likeliest(told).map(({ launch }) => spotsOfLaunch(launch, spots));
  const own = each.slice(0, MOST_MAPS).flatMap((some) => strongest(some).slice(0, MOST_OF_LAUNCH));
  const all = new Set(each.flat());
  return [...new Set([...own, ...strongest(spots.filter((spot) => !all.has(spot))).slice(0, MOST_OTHERS)])];
}

/** Its neighbourhood in look after look. */
export function stripOf(spot: FollowedSpot): Picture {
  const first_us = firstOf(spot).at_us;
  const looks = spot.crops.map(({ look, crop }) => ({ crop, after_s: (look.at_us - first_us) / 1e6, ringed: look.seen }));
  const left = spot.cropsLeft === 0 ? '' : `, without ${spot.cropsLeft} in the middle`;
  return stripPicture(looks, `Plume ${spot.id} of ${spot.satellite} ${spot.area}${left}`) ?? blankPicture(1, 1, GROUND, 'No look');
}

function figuresOf({ launch }: RememberedLaunch, spots: readonly FollowedSpot[]): NonNullable<ReportedLaunch['figures']> {
  const { estimate, course } = launch;
  const tracks = spots.map(({ satellite, looks }) => ({
    satellite,
    sights: looks.flatMap(({ at_us, seen }) =>
      seen?.place === undefined ? [] : [{ place: seen.place, after_s: (at_us - estimate.time_us) / 1e6 }],
    ),
  }));
  return {
    map: launchMap({ estimate, course, tracks }, `Where it was launched: ${placeText(estimate.point)}`),
    plumes: strongest(spots)
      .slice(0, MOST_OF_LAUNCH)
      .map((spot) => plumeOf(spot, estimate.time_us, 'the launch')),
    plumesLeft: Math.max(0, spots.length - MOST_OF_LAUNCH),
  };
}

function plumeOf(spot: FollowedSpot, from_us: number, from: string): ReportedPlume {
  const { id, satellite, area, looks } = spot;
  const points = looks.map(({ at_us, over_K, seen }) => ({ after_s: (at_us - from_us) / 1e6, over_K, k: seen?.k }));
  const title = `Plume ${id} as seen by ${satellite} ${area}`;
  return {
    title,
    facts: `First told by the look of ${iso(firstOf(spot).at_us).slice(0, 19).replace('T', ' ')} UTC, ${placeText(firstOf(spot).seen?.place)}; told in ${looks.filter(({ seen }) => seen !== undefined).length} looks. Seconds from ${from}; filled: told in that look; open: looks before, between and after, where it was told next or last.`,
    curve: spotCurve(points, THRESHOLD, `${title} over time`),
    strip: stripOf(spot),
  };
}

function likeliest(told: readonly RememberedLaunch[]): RememberedLaunch[] {
  return [...told].sort((a, b) => b.launch.probability - a.launch.probability);
}

function strongest(spots: readonly FollowedSpot[]): FollowedSpot[] {
  return [...spots].sort((a, b) => weightOf(b) - weightOf(a));
}
