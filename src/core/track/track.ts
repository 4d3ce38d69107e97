import type { Vec3 } from '../math/vector.ts';
import type { LineOfSightDetection, Source } from '../sense/scan.ts';
import type { Phenomenology } from '../sense/sensor.ts';
import type { Micros } from '../units.ts';
import { estimate, type Estimate, type Imm } from './imm.ts';

/** What one phenomenology has contributed to a track. */
export type Contribution = {
  hits: number;
  first_us: Micros | undefined;
  last_us: Micros | undefined;
  /** Sensors that have seen it, in order of first sight. */
  sensors: string[];
  /** Since its last hit: looks that should have seen it and did not, as Σ −ln(1−Pd). Absence is evidence (H8). */
  absence: number;
};

/** A sighting kept from the first minute: the launch point and time are fitted to these. */
export type EarlySighting = { readonly at_us: Micros; readonly satelliteEcef_m: Vec3; readonly detection: LineOfSightDetection };

/** The story of its burning. */
export type Burn = {
  burning: boolean;
  /** How many times it has begun to burn; a stage counts as one. */
  ignitions: number;
  began_us: Micros | undefined;
  ended_us: Micros | undefined;
  /** It has thrust against its own motion: it turns back or brakes (H7). */
  reversed: boolean;
  /** Radar hits since the burn ended: only these show that it coasts. */
  radarHitsInCoast: number;
  /** Longest time that radar has seen it coast between two burns or since the last, s. */
  longestCoast_s: number;
  /** It has burned again after a coast too long to part two stages: it brakes or turns, and may do so again (H7). */
  relit: boolean;
  /** Time burned in all the burns that have ended, s. */
  burned_s: number;
};

/** One object as the system knows it. */
export type Track = {
  readonly id: string;
  readonly born_us: Micros;
  at_us: Micros;
  readonly imm: Imm;
  /** Log-likelihood ratio of "an object" to "clutter". */
  score: number;
  bestScore: number;
  status: 'tentative' | 'confirmed';
  confirmed_us: Micros | undefined;
  readonly seen: Record<Phenomenology, Contribution>;
  readonly early: EarlySighting[];
  /** The last few sightings: with the first they tell whether the heat goes anywhere. */
  readonly recent: EarlySighting[];
  readonly burn: Burn;
  /** Greatest height that it has been at, m. */
  highest_m: number;
  /** Running mean of the squared Mahalanobis distance of its hits, per dimension: 1 when the models and their noise are right. */
  surprise: number;
  /** Running mean of the manoeuvre model's share: the shock of an entry lasts for a look or two, a pull-up for many. */
  manoeuvred: number;
  /** Detections used since the last report. */
  sources: Source[];
};

/** Sightings kept for the launch fit. A satellite pair at one look a second fills it in half a minute; more adds little. */
export const MAX_EARLY = 60;
/** Last sightings kept: three of each of two satellites. */
export const MAX_RECENT = 6;
/** Sources kept between reports; a report empties the list. */
export const MAX_SOURCES = 64;

export function newTrack(id: string, at_us: Micros, imm: Imm, score: number): Track {
  return {
    id,
    born_us: at_us,
    at_us,
    imm,
    score,
    bestScore: score,
    status: 'tentative',
    confirmed_us: undefined,
    seen: { heat: noContribution(), radar: noContribution() },
    early: [],
    recent: [],
    burn: {
      burning: false,
      ignitions: 0,
      began_us: undefined,
      ended_us: undefined,
      reversed: false,
      radarHitsInCoast: 0,
      longestCoast_s: 0,
      relit: false,
      burned_s: 0,
    },
    highest_m: 0,
    surprise: 1,
    manoeuvred: 0,
    sources: [],
  };
}

function noContribution(): Contribution {
  return { hits: 0, first_us: undefined, last_us: undefined, sensors: [], absence: 0 };
}

/** Mean and covariance of position and velocity at `track.at_us`. */
export function trackEstimate(track: Track): Estimate {
  return estimate(track.imm);
}

/** When it was last observed by anything. */
export function lastObserved_us(track: Track): Micros {
  return Math.max(track.seen.heat.last_us ?? track.born_us, track.seen.radar.last_us ?? track.born_us);
}

/** Seconds since thrust ended, undefined while it burns or when it was never seen to burn. */
export function sinceBurnout_s(track: Track, at_us: Micros): number | undefined {
  const { burning, ended_us } = track.burn;
  return burning || ended_us === undefined ? undefined : (at_us - ended_us) / 1e6;
}
