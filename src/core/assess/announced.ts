import type { Geodetic } from '../frames/geodetic.ts';
import { geodesicInverse } from '../frames/geodesic.ts';
import { cos, sin } from '../math/elementary.ts';
import { probabilityOf } from '../discern/hypotheses.ts';
import type { Metres, Micros, Radians } from '../units.ts';
import { offset } from './area.ts';
import type { Flat } from './flat-map.ts';
import {
  type Announced,
  ANNOUNCED_CHECKS,
  type AnnouncedArea,
  type AnnouncedCheck,
  type Announcement,
  type Deviation,
} from './announcement.ts';
import type { Assessment, GroundPoint, LaunchEstimate } from './assessment.ts';
import { comesDown } from './comes-down.ts';

// Whether a flight is one that was announced (H10). Site, time, direction and impact are each asked for; an announcement lowers nothing unless all of them match, and
// where one does not the flight deviates, and everything goes on as without an announcement.

/** What is remembered of an event's announcements. */
export type AnnouncedRecord = {
  /** The one that the event is taken for; kept here, as its window may be over before the flight is. */
  readonly announcement: Announcement | undefined;
  /** The direction is asked while it climbs; what was found last stands. */
  readonly azimuth: Verdict;
  /** Announcements that it has deviated from: it does not come back to one. */
  readonly deviations: readonly (Deviation & { readonly id: string })[];
};

export const NOT_ANNOUNCED: AnnouncedRecord = { announcement: undefined, azimuth: 'unknown', deviations: [] };

type Verdict = 'matches' | 'unknown' | 'deviates';

/** What is known of a flight. `place`: the ground point below it now; `launch`: its own, that of what it parted from, or where it was first seen low. */
export type FlightFacts = { readonly assessment: Assessment; readonly launch: LaunchEstimate | undefined; readonly place: GroundPoint };

/** An announcement with the time at which it became known here. */
export type KnownAnnouncement = { readonly announcement: Announcement; readonly known_us: Micros };

/** Follows what an event was announced as. */
export function followAnnounced(
  before: AnnouncedRecord,
  known: readonly KnownAnnouncement[],
  facts: FlightFacts,
  recommendProbability: number,
): { readonly record: AnnouncedRecord; readonly announced: Announced | undefined } {
  const record = takenFor(before, known, facts);
  const { announcement } = record;
  if (announcement === undefined) return { record, announced: undefined };
  const verdicts = verdictsOn(announcement, record.azimuth, facts, recommendProbability);
  const wrong = ANNOUNCED_CHECKS.find((check) => verdicts[check] === 'deviates');
  const { id, what } = announcement;
  const earlier = record.deviations.find((one) => one.id === id);
  const deviation = earlier ?? (wrong === undefined ? undefined : { id, what: wrong, at_us: facts.assessment.at_us });
  const matches = ANNOUNCED_CHECKS.filter((check) => verdicts[check] === 'matches');
  if (deviation === undefined)
    return {
      record: { ...record, azimuth: verdicts.azimuth },
      announced: { id, what, state: 'as-announced', matches, holds: holds(announcement, verdicts, facts.assessment, recommendProbability) },
    };
  return {
    record: {
      ...record,
      azimuth: verdicts.azimuth,
      deviations: earlier === undefined ? [...record.deviations, deviation] : record.deviations,
    },
    announced: { id, what, state: 'deviates', matches, holds: false, deviation: { what: deviation.what, at_us: deviation.at_us } },
  };
}

/** The announcement that an event is taken for: the one so far, unless it has deviated from that and another one fits. */
function takenFor(before: AnnouncedRecord, known: readonly KnownAnnouncement[], facts: FlightFacts): AnnouncedRecord {
  const hasDeviated = (id: string): boolean => before.deviations.some((one) => one.id === id);
  if (before.announcement !== undefined && !hasDeviated(before.announcement.id)) return before;
  const { launch } = facts;
  if (launch === undefined) return before;
  const fitting = known.filter(
    ({ announcement, known_us }) =>
      !hasDeviated(announcement.id) &&
      wasKnownBefore(known_us, launch) &&
      siteOf(announcement, launch) === 'matches' &&
      timeOf(announcement, launch) === 'matches',
  );
  const chosen = fitting.find(({ announcement }) => azimuthOf(announcement, facts) !== 'deviates') ?? fitting.at(0);
  return chosen === undefined ? before : { ...before, announcement: chosen.announcement, azimuth: 'unknown' };
}

type Verdicts = Readonly<Record<AnnouncedCheck, Verdict>>;

function verdictsOn(announcement: Announcement, azimuthBefore: Verdict, facts: FlightFacts, recommendProbability: number): Verdicts {
  const { launch, assessment } = facts;
  const azimuth = azimuthOf(announcement, facts);
  const known = azimuth === 'unknown' ? azimuthBefore : azimuth;
  const impact = impactOf(announcement, assessment, recommendProbability);
  return {
    site: launch === undefined ? 'unknown' : siteOf(announcement, launch),
    time: launch === undefined ? 'unknown' : timeOf(announcement, launch),
    azimuth: known === 'unknown' && impact === 'matches' && leadsThere(announcement, facts) ? 'matches' : known,
    impact,
  };
}

/** A recommendation is held back while all matches: what ends on the ground comes down in an announced area; what goes to orbit may still do so. */
function holds(
  { ends }: Announcement,
  { site, time, azimuth, impact }: Verdicts,
  assessment: Assessment,
  recommendProbability: number,
): boolean {
  if (site !== 'matches' || time !== 'matches' || azimuth !== 'matches') return false;
  return impact === 'matches' || (ends === 'in-orbit' && mayReachOrbit(assessment, recommendProbability));
}

/** An announcement that matches in site, time and direction makes a launch to orbit so many times likelier beside a missile, and not more: who hides an
 *  attack behind one is not excluded. */
const ANNOUNCED_ODDS = 100;

/** Whether its last stage may still light: it climbs, and beside a launch that is so much likelier a missile is not sure enough. */
function mayReachOrbit({ apogeeAt_us, at_us, hypotheses }: Assessment, recommendProbability: number): boolean {
  if (apogeeAt_us === undefined || apogeeAt_us <= at_us) return false;
  const [missile, launch] = [probabilityOf(hypotheses, 'ballistic-missile'), probabilityOf(hypotheses, 'space-launch')];
  return missile / (1 + (ANNOUNCED_ODDS - 1) * launch) < recommendProbability;
}

/** Sigmas by which something must lie outside to deviate. */
const SIGMAS = 3;

/** Pads of one site lie within some kilometres; a launch point that is not known to this says nothing of the site. */
const SITE_M = 5_000;
const KNOWN_SITE_M = 30_000;
const KNOWN_TIME_S = 60;

/** Known before it flew: what comes in afterwards is no announcement, whoever sends it and however it fits. */
function wasKnownBefore(known_us: Micros, { time_us }: LaunchEstimate): boolean {
  return known_us < time_us;
}

function siteOf({ site }: Announcement, launch: LaunchEstimate): Verdict {
  return within({ ...site, radius_m: SITE_M }, launch, KNOWN_SITE_M);
}

function timeOf({ window: { from_us, to_us } }: Announcement, { time_us, sigmaTime_s }: LaunchEstimate): Verdict {
  const margin_us = SIGMAS * sigmaTime_s * 1e6;
  if (time_us + margin_us < from_us || time_us - margin_us > to_us) return 'deviates';
  return sigmaTime_s > KNOWN_TIME_S ? 'unknown' : 'matches';
}

/** An announced area counts for what is known to its own size, and to this at least. */
const KNOWN_IMPACT_M = 30_000;

/** Where it comes down, by what is stated. Outside all areas it deviates: at once where it was to come down in one; on its way to orbit when it can get
 *  there no more, since what is stated of a launcher that climbs comes true only if it never burns again. */
function impactOf({ areas, ends }: Announcement, assessment: Assessment, recommendProbability: number): Verdict {
  const { impact } = assessment;
  if (impact === undefined) return 'unknown';
  const verdicts = areas.map((area) => within(area, impact, Math.max(area.radius_m, KNOWN_IMPACT_M)));
  if (verdicts.includes('matches')) return 'matches';
  if (verdicts.includes('unknown')) return 'unknown';
  if (ends === 'on-the-ground') return 'deviates';
  return comesDown(assessment) !== undefined && !mayReachOrbit(assessment, recommendProbability) ? 'deviates' : 'unknown';
}

/** Whether a point with its errors lies in a circle. Known worse than to `known_m` it may lie inside, but nobody can say that it does. */
function within(area: AnnouncedArea, ground: GroundPoint, known_m: Metres): Verdict {
  const away = offset(centreOf(area), ground.point);
  const distance_m = Math.sqrt(away.east * away.east + away.north * away.north);
  const sigma_m = sigmaAlong(ground, away, distance_m);
  if (distance_m - area.radius_m > SIGMAS * sigma_m) return 'deviates';
  return largestSigma(ground) > known_m ? 'unknown' : 'matches';
}

function centreOf({ latitude_rad, longitude_rad }: Omit<AnnouncedArea, 'radius_m'>): Geodetic {
  return { frame: 'geodetic', latitude_rad, longitude_rad, height_m: 0 };
}

/** One sigma of a ground point along a way, m. */
function sigmaAlong(ground: GroundPoint, { east, north }: Flat, length_m: Metres): Metres {
  if (length_m === 0) return largestSigma(ground);
  const [e, n] = [east / length_m, north / length_m];
  const { covarianceEast_m2, covarianceEastNorth_m2, covarianceNorth_m2 } = ground;
  return Math.sqrt(Math.max(0, e * e * covarianceEast_m2 + 2 * e * n * covarianceEastNorth_m2 + n * n * covarianceNorth_m2));
}

function largestSigma({ covarianceEast_m2, covarianceNorth_m2 }: GroundPoint): Metres {
  return Math.sqrt(covarianceEast_m2 + covarianceNorth_m2);
}

/** Nearer than this to its site a rocket has no direction yet, and one that is known worse than this has none to be checked. */
const LEAST_WAY_M = 20_000;
const KNOWN_AZIMUTH_RAD = (5 * Math.PI) / 180;
/** What steering and the turning Earth leave open between an announced azimuth and the way over the ground. */
const STEERING_RAD = (1 * Math.PI) / 180;
/** No climb takes longer; and after burn-out the Earth turns away below it. */
const CLIMB_S = 720;
const AFTER_BURNOUT_S = 60;

/** The direction from the launch point to the place below it, on its way up. */
function azimuthOf({ azimuth: { from_rad, to_rad } }: Announcement, { launch, place, assessment }: FlightFacts): Verdict {
  const width_rad = widthOf(from_rad, to_rad);
  if (width_rad >= 2 * Math.PI - 1e-6) return 'matches';
  const { burnout_us = Infinity, at_us, impact } = assessment;
  if (launch !== undefined && impact !== undefined && comesBack(launch, impact)) return 'matches';
  if (launch === undefined || at_us - launch.time_us > CLIMB_S * 1e6 || at_us - burnout_us > AFTER_BURNOUT_S * 1e6) return 'unknown';
  return directionTo(place, launch, from_rad, width_rad);
}

/** A steep flight is hardly aside of its site while it climbs. What comes down in the area where it was announced to, in an announced direction of its site, goes there. A
 *  direction that is none of these says nothing: under a high flight the Earth turns away. */
function leadsThere({ azimuth: { from_rad, to_rad }, ends }: Announcement, { launch, assessment: { impact } }: FlightFacts): boolean {
  if (ends !== 'on-the-ground' || launch === undefined || impact === undefined) return false;
  return directionTo(impact, launch, from_rad, widthOf(from_rad, to_rad)) === 'matches';
}

function directionTo(place: GroundPoint, launch: LaunchEstimate, from_rad: Radians, width_rad: Radians): Verdict {
  const { distance_m, azimuth_rad } = geodesicInverse(launch.point, place.point);
  if (distance_m < LEAST_WAY_M) return 'unknown';
  const across = { east: cos(azimuth_rad), north: -sin(azimuth_rad) };
  const [here_m, there_m] = [sigmaAlong(launch, across, 1), sigmaAlong(place, across, 1)];
  const sigma_rad = Math.sqrt(here_m * here_m + there_m * there_m) / distance_m;
  if (sigma_rad > KNOWN_AZIMUTH_RAD) return 'unknown';
  const margin_rad = SIGMAS * Math.sqrt(sigma_rad * sigma_rad + STEERING_RAD * STEERING_RAD);
  return clockwise(from_rad - margin_rad, azimuth_rad) <= width_rad + 2 * margin_rad ? 'matches' : 'deviates';
}

/** What goes straight up and comes down beside its site never has a direction: where it comes down is all that there is to be checked. */
function comesBack(launch: LaunchEstimate, impact: GroundPoint): boolean {
  return geodesicInverse(launch.point, impact.point).distance_m + SIGMAS * largestSigma(impact) < LEAST_WAY_M;
}

/** How far the second azimuth lies clockwise of the first: 0 up to a turn. */
function clockwise(from_rad: Radians, to_rad: Radians): Radians {
  const turn = (to_rad - from_rad) / (2 * Math.PI);
  return (turn - Math.floor(turn)) * 2 * Math.PI;
}

/** A window from 0 to 2π is a whole turn, and not nothing. */
function widthOf(from_rad: Radians, to_rad: Radians): Radians {
  return to_rad - from_rad >= 2 * Math.PI - 1e-6 ? 2 * Math.PI : clockwise(from_rad, to_rad);
}
