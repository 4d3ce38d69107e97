import { type Vec3, vec3 } from '../math/vector.ts';
import type { LineOfSightDetection, TakenSource } from '../sense/scan.ts';
import { type Phenomenology, byPhenomenology, PHENOMENOLOGIES } from '../sense/sensor.ts';
import type { Metres, Micros, Seconds, Radians } from '../units.ts';
import { copyPlain } from '../replay/copy-plain.ts';
import { copyImm } from '../track/filter/blend.ts';
import { UNKNOWN_GLOW } from '../track/look/visibility.ts';
import { type EchoStrength, unknownStrength } from '../track/look/echo-strength.ts';
import { type CrossSection, unknownCrossSection } from '../track/look/cross-section.ts';
import { estimate, type Estimate, type Imm, lengthOf, THEATRE_MODES } from '../track/filter/imm.ts';
import type { Neighbour } from './neighbour.ts';

/** What one phenomenology has contributed to a track. */
export type Contribution = {
  /** Looks whose detection was sooner this track's than not. */
  hits: number;
  /** Of these, what a piece has from the track that it parted from. */
  inherited: number;
  first_us: Micros | undefined;
  last_us: Micros | undefined;
  /** Sensors that have seen it, in order of first sight. */
  sensors: string[];
  /** Since its last hit: looks that should have seen it and did not, as Σ −ln(1−Pd). Absence is evidence (H8). */
  absence: number;
};

/** A sighting kept from the first half minute: the launch point and time are fitted to these. */
export type EarlySighting = {
  readonly at_us: Micros;
  readonly satelliteEcef_m: Vec3;
  readonly detection: LineOfSightDetection;
  /** Of which sensor it is, and what all its sights have in common, where that is declared. */
  readonly pointing?: { readonly sensor: string; readonly sigma_rad: Radians };
};

/** A radar plot kept from before the heat was first seen and as long as its sightings: how high it shows the track to be, with its one-sigma error. */
export type EarlyPlot = { readonly at_us: Micros; readonly placeEcef_m: Vec3; readonly sigmaHeight_m: Metres };

/** One sensor's last detection of a track: `index` in its scan of that time. */
export type Shown = {
  readonly sensor: string;
  readonly at_us: Micros;
  readonly index: number;
  /** Where the sensor was, ECEF. */
  readonly from_m: Vec3;
  /** When it first showed it. */
  readonly since_us: Micros;
  /** Time between its looks. */
  readonly revisit_s: Seconds;
};

/** The story of its burning. */
export type Burn = {
  burning: boolean;
  /** How many times it has begun to burn; a stage counts as one. */
  ignitions: number;
  began_us: Micros | undefined;
  ended_us: Micros | undefined;
  /** Where it last began to burn, and where that ended. */
  beganHeight_m: Metres;
  endedHeight_m: Metres | undefined;
  /** It has thrust against its own motion: it turns back or brakes (H7). */
  reversed: boolean;
  /** Radar hits since the burn ended: only these show that it coasts. */
  radarHitsInCoast: number;
  /** Longest time that radar has seen it coast between two burns or since the last, s. */
  longestCoast_s: number;
  /** It has burned again after a coast too long to part two stages: it brakes or turns, and may do so again (H7). */
  relit: boolean;
  /** It has been seen hot by the air that it came into, and not by thrust. */
  glowed: boolean;
  /** Radar had seen it in an orbit, for certain, before it was first seen to burn: nothing has launched it since. */
  fromOrbit: boolean;
  /** Time burned in all the burns that have ended, s. */
  burned_s: number;
};

/** One object as the system knows it. */
export type Track = {
  readonly id: string;
  readonly born_us: Micros;
  at_us: Micros;
  readonly imm: Imm;
  /** The track that it parted from: a stage, a body, a piece. What has a parent is no launch of its own (H7). */
  parent: string | undefined;
  /** That which all of its line parted from, over any number of partings, followed or not; itself where it parted from nothing. */
  root: string;
  /** Where it was when it was first seen, ECEF, m; a piece has its parent's. */
  readonly origin_m: Vec3;
  /** One sigma of its height then, m: a sighting or two leave it open by tens of kilometres. */
  readonly originSigmaHeight_m: number;
  /** Older tracks that might have made its first detection, and were judged not to have: it is not one of these. */
  readonly apartFrom: readonly string[];
  /** Older tracks beside which it runs, and whether it may be one object with them (neighbours.ts). */
  neighbours: Neighbour[];
  /** Sensors that were found to show it in another place than the others do, and when that was last found. */
  readonly displaced: { readonly sensor: string; at_us: Micros }[];
  /** The detection by which each sensor last showed it. */
  readonly shownBy: Shown[];
  /** Log-odds of existence, ln(P/(1−P)); see existence.ts. */
  score: number;
  status: 'tentative' | 'confirmed';
  confirmed_us: Micros | undefined;
  readonly seen: Record<Phenomenology, Contribution>;
  /** What the radars' hits and misses say of its cross-section. */
  readonly crossSection: CrossSection;
  /** What the strength of its echoes says of it since it last burned: before, a body has its tanks with it. */
  readonly echoStrength: EchoStrength;
  readonly early: EarlySighting[];
  readonly earlyPlots: EarlyPlot[];
  /** The last few sightings: with the first they tell whether the heat goes anywhere. */
  readonly recent: EarlySighting[];
  readonly burn: Burn;
  /** Greatest height that it has been at for certain (three sigmas), m. */
  highest_m: number;
  /** Greatest speed that radar has shown it at for certain (three sigmas, after ten plots), m/s: what slows down stays what was so fast. */
  fastest_mps: number;
  /** Where radar first knew its height well. */
  settled: { readonly at_us: Micros; readonly height_m: Metres } | undefined;
  /** Probability that it is of a kind that the air makes bright enough to be seen. */
  glows: number;
  /** Running mean of the squared Mahalanobis distance of its hits, per dimension: 1 when the models and their noise are right. */
  surprise: number;
  /** Running mean of the manoeuvre model's share: the shock of an entry lasts for a look or two, a pull-up for many. */
  manoeuvred: number;
  /** Detections used since the last report. */
  sources: TakenSource[];
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
    parent: undefined,
    root: id,
    origin_m: meanPosition(imm),
    originSigmaHeight_m: sigmaHeight_m(imm),
    apartFrom: [],
    neighbours: [],
    displaced: [],
    shownBy: [],
    score,
    status: 'tentative',
    confirmed_us: undefined,
    seen: byPhenomenology(noContribution),
    crossSection: unknownCrossSection(),
    echoStrength: unknownStrength(),
    early: [],
    earlyPlots: [],
    recent: [],
    burn: {
      burning: false,
      ignitions: 0,
      began_us: undefined,
      ended_us: undefined,
      beganHeight_m: 0,
      endedHeight_m: undefined,
      reversed: false,
      radarHitsInCoast: 0,
      longestCoast_s: 0,
      relit: false,
      glowed: false,
      fromOrbit: false,
      burned_s: 0,
    },
    highest_m: 0,
    fastest_mps: 0,
    settled: undefined,
    glows: UNKNOWN_GLOW,
    surprise: 1,
    manoeuvred: 0,
    sources: [],
  };
}

/** A copy that goes its own way: what is changed in place is copied, what never changes is shared. */
export function forkTrack(track: Track): Track {
  const { imm, neighbours, displaced, seen, crossSection, echoStrength, burn, shownBy, early, earlyPlots, recent, sources } = track;
  return {
    ...track,
    ...copyPlain({ neighbours, displaced, seen, crossSection, echoStrength, burn }),
    imm: copyImm(imm),
    shownBy: [...shownBy],
    early: [...early],
    earlyPlots: [...earlyPlots],
    recent: [...recent],
    sources: [...sources],
  };
}

/** Position over all modes, ECEF, m. */
export function meanPosition({ modes, weights }: Imm): Vec3 {
  const r = [0, 0, 0];
  THEATRE_MODES.at.forEach((at, j) => {
    if (weights[j] > 0) for (let i = 0; i < 3; i++) r[i] += weights[j] * modes[at + i];
  });
  return vec3(r[0], r[1], r[2]);
}

/** One sigma of the height over all modes, m. */
export function sigmaHeight_m(imm: Imm): number {
  return lengthOf(imm, 0).sigma;
}

/** Span of sightings for the launch fit, s: what comes later tells more of how stages part than of the start. Where looks are rare, the first few count. */
const EARLY_SPAN_S = 30;
const EARLY_AT_LEAST = 12;
const EARLY_AT_LEAST_SPAN_S = 60;

/** Keeps a sighting for the launch fit while it is early enough, and among the last few. */
export function noteSighting(track: Track, sighting: EarlySighting): void {
  const { early, recent, seen } = track;
  const sinceFirst_s = (sighting.at_us - (seen.heat.first_us ?? sighting.at_us)) / 1e6;
  const span_s = early.length < EARLY_AT_LEAST ? EARLY_AT_LEAST_SPAN_S : EARLY_SPAN_S;
  if (early.length < MAX_EARLY && sinceFirst_s <= span_s) early.push(sighting);
  recent.push(sighting);
  if (recent.length > MAX_RECENT) recent.shift();
}

/** Plots kept for the launch fit, and the least time between two, s: a minute and a half. */
export const MAX_EARLY_PLOTS = 30;
const PLOTS_APART_S = 3;

/** Keeps a plot for the launch fit, until the heat has been seen for as long as its sightings are kept. */
export function notePlot({ earlyPlots, seen: { heat } }: Track, plot: EarlyPlot): void {
  const last = earlyPlots.at(-1);
  const isSoon = last !== undefined && plot.at_us - last.at_us < PLOTS_APART_S * 1e6;
  const isLate = heat.first_us !== undefined && plot.at_us - heat.first_us > EARLY_SPAN_S * 1e6;
  if (!isSoon && !isLate && earlyPlots.length < MAX_EARLY_PLOTS) earlyPlots.push(plot);
}

/** A sensor that was found to show a track in a wrong place is not believed of it for this long. */
const DISPLACED_S = 60;

export function isDisplaced({ displaced }: Track, sensor: string, at_us: Micros): boolean {
  return displaced.some((one) => one.sensor === sensor && at_us - one.at_us < DISPLACED_S * 1e6);
}

/** A sensor shows it in a wrong place now. */
export function noteDisplaced({ displaced, at_us }: Track, sensor: string): void {
  const known = displaced.find((one) => one.sensor === sensor);
  if (known === undefined) displaced.push({ sensor, at_us });
  else known.at_us = at_us;
}

/** Keeps the newest detection of each sensor. */
export function noteShown({ shownBy }: Track, shown: Shown): void {
  const k = shownBy.findIndex(({ sensor }) => sensor === shown.sensor);
  if (k < 0) {
    shownBy.push(shown);
    return;
  }
  const [before, since_us] = [shownBy[k], Math.min(shownBy[k].since_us, shown.since_us)];
  shownBy[k] = { ...(before.at_us <= shown.at_us ? shown : before), since_us };
}

/** The index of the detection by which a look showed this track, −1 if it did not. */
export function shownIn({ shownBy }: Track, sensor: string, at_us: Micros): number {
  return shownBy.find((one) => one.sensor === sensor && one.at_us === at_us)?.index ?? -1;
}

export function noContribution(): Contribution {
  return { hits: 0, inherited: 0, first_us: undefined, last_us: undefined, sensors: [], absence: 0 };
}

/** Mean and covariance of position and velocity at `track.at_us`. */
export function trackEstimate(track: Track): Estimate {
  return estimate(track.imm);
}

/** When it was last observed by anything. */
export function lastObserved_us(track: Track): Micros {
  return Math.max(...PHENOMENOLOGIES.map((one) => track.seen[one].last_us ?? track.born_us));
}

/** Seconds since thrust ended, undefined while it burns or when it was never seen to burn. */
export function sinceBurnout_s(track: Track, at_us: Micros): number | undefined {
  const { burning, ended_us } = track.burn;
  return burning || ended_us === undefined ? undefined : (at_us - ended_us) / 1e6;
}
