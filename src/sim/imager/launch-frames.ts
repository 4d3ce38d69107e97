import { geodesicInverse } from '../../core/frames/geodesic.ts';
import { heightAbove, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import type { Metres, Micros, Radians, WattsPerSteradian } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { randomFlight } from '../regions/flights.ts';
import type { TruthFlight } from '../truth.ts';
import { type Light, plumeIn, renderFlight, shiftFor, type StudySettings, type Watching } from './launch-study.ts';

/** One satellite's look at a launch, in all its bands. */
export type LookAtLaunch = {
  readonly satellite: string;
  readonly frames: readonly BandFrame[];
  /** Where the plume falls, in pixels of row and column from 0; undefined while it does not burn or is not in the area. */
  readonly plume:
    | { readonly row: number; readonly column: number; readonly height_m: Metres; readonly intensity_Wpsr: WattsPerSteradian }
    | undefined;
};

/** A missile of a random class from a random site in the looks of one imager or two, from a minute and a half before its launch to its burn-out: what nobody gives away. */
export type LaunchFrames = {
  readonly truth: TruthFlight;
  /** Over the ground, from the site to where it burns out. */
  readonly azimuth_rad: Radians;
  /** In order of time. */
  readonly looks: Iterable<LookAtLaunch>;
};

/** The launch of a seed, at an hour at which the Sun stands as high over the site as `light` says: `sky` stands where it does at that time, so that who reads the frames finds the same
 *  Sun. Undefined where a satellite does not see the site. */
export function launchFrames(settings: StudySettings): LaunchFrames | undefined {
  const truth = atHourOf(settings.light, randomFlight(settings.seed, 'missile').truth, settings.sky);
  const rendered = renderFlight(settings, truth, truth.burnout_us + AFTER_US);
  const burnout = truth.stateAt(truth.burnout_us);
  if (rendered === undefined || burnout === undefined) return undefined;
  const { watching, end_us } = rendered;
  return {
    truth,
    azimuth_rad: geodesicInverse(truth.launch.point, geodeticFromEcefVec(burnout.r)).azimuth_rad,
    looks: looksOf(watching, end_us),
  };
}

/** What an imager still shows of a burn-out, and how it ends. */
const AFTER_US: Micros = 25_000_000;

/** The same flight at another hour. */
function atHourOf(light: Light, truth: TruthFlight, sky: Sky): TruthFlight {
  const later_us = shiftFor(light, truth, sky);
  const { launch, apogee, impact } = truth;
  return {
    ...truth,
    launch: { ...launch, time_us: launch.time_us + later_us },
    apogee: { ...apogee, at_us: apogee.at_us + later_us },
    ...(impact && { impact: { ...impact, time_us: impact.time_us + later_us } }),
    burnout_us: truth.burnout_us + later_us,
    end_us: truth.end_us + later_us,
    stateAt: (at_us) => truth.stateAt(at_us - later_us),
  };
}

function* looksOf(watching: readonly Watching[], end_us: Micros): Generator<LookAtLaunch> {
  for (let index = 0; watching[0].imager.beginOf(index) <= end_us; index++)
    for (const one of watching) {
      const frames = one.look(index);
      yield { satellite: one.sensor.id, frames, plume: plumeOf(one, frames[0]) };
    }
}

function plumeOf(one: Watching, frame: BandFrame): LookAtLaunch['plume'] {
  const place = plumeIn(one, frame);
  const source = one.heat(Math.round((frame.begin_us + frame.end_us) / 2));
  if (place === undefined || source === undefined) return undefined;
  const { r } = source;
  return { ...place, height_m: heightAbove(r.x, r.y, r.z), intensity_Wpsr: source.intensity_Wpsr };
}
