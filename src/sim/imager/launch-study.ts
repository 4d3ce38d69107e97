import { ellipseRing, offset, ringHolds } from '../../core/assess/area.ts';
import type { LaunchEstimate } from '../../core/assess/assessment.ts';
import { enuBasis } from '../../core/frames/enu.ts';
import { scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import { type Innovation, wholeOf } from '../../core/imager/background.ts';
import { THRESHOLD } from '../../core/imager/exceedances.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { imagerFold } from '../../core/imager/imager-fold.ts';
import type { ImagerSensor } from '../../core/imager/imager-sensor.ts';
import { laid, type Laid } from '../../core/imager/laid-look.ts';
import { matchedFilter } from '../../core/imager/matched-filter.ts';
import { surroundingsOf } from '../../core/imager/surroundings.ts';
import type { Tracklet } from '../../core/imager/tracklets.ts';
import { atan2, cos, sin } from '../../core/math/elementary.ts';
import { add, dot, scale, unit } from '../../core/math/vector.ts';
import { secondsBetween, seconds_us } from '../../core/time/scale.ts';
import { degrees, type Metres, type Micros, type Radians, type Seconds } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { heatOf } from '../looks.ts';
import { randomFlight } from '../regions/flights.ts';
import { stream } from '../random.ts';
import type { TruthFlight } from '../truth.ts';
import { gridOf } from './area.ts';
import type { BackdropSettings } from './backdrop.ts';
import { type SimulatedImager, simulatedImager } from './imager.ts';
import { type ImagerPreset, type ImagerSpec, imagerOf } from './imager-spec.ts';
import { backdropBehind, type Behind } from './recorded-scene.ts';
import { type SaidOfEvent, sensorOf, theatreOfImagers } from './theatre-of-imagers.ts';

/** The hour of a launch, by how high the Sun stands over the site. */
export const LIGHTS = ['day', 'night', 'terminator'] as const;
export type Light = (typeof LIGHTS)[number];
const SINE_OF_SUN: Readonly<Record<Light, number>> = { day: 0.8, night: -0.7, terminator: 0.03 };

export type StudySettings = {
  readonly seed: number;
  readonly light: Light;
  /** The class of imager; each of `satellites` stands to another side of the site. */
  readonly preset: (longitude_rad: number, satellite: string) => ImagerPreset;
  readonly satellites: 1 | 2;
  readonly sky: Sky;
  /** Between looks; the preset's where it is left out. */
  readonly framePeriod_s?: Seconds;
  /** Side of the area, pixels. */
  readonly side?: number;
  /** What is behind the launch where nothing recorded is; the usual one where it is left out. */
  readonly backdrop?: Omit<BackdropSettings, 'seed'>;
  /** What was recorded behind the launch, and which part of it; simulated where it is left out. */
  readonly behind?: Behind;
};

/** A plume in one look. */
export type PlumeLook = {
  /** When the look began, after the launch. */
  readonly at_s: Seconds;
  /** Of the plume's peak. */
  readonly signalToClutter: number;
  /** Whether an exceedance within a pixel of the plume was taken for a candidate, and whether the plume was told. */
  readonly isDetected: boolean;
  readonly isTold: boolean;
};

/** What became of one launch in simulated frames. */
export type LaunchStudy = {
  /** Of the first satellite, look by look while it burns. */
  readonly looks: readonly PlumeLook[];
  /** Error of each told place in a look in which the plume itself exceeds the threshold, and its bound by the fit's covariance, pixels, one axis. */
  readonly places: readonly { readonly error: number; readonly bound: number }[];
  /** After the launch; undefined where nothing was said. */
  readonly notice_s: Seconds | undefined;
  readonly launch: { readonly error_m: Metres; readonly inside: boolean; readonly time_sigma: number } | undefined;
  /** Of the heading told last with a launch point: how far it is off to the right, and half of its arc of 95 %; undefined where none was told. */
  readonly heading: { readonly error_rad: Radians; readonly halfWidth_rad: Radians } | undefined;
  /** Told, and no plume: tracklets and events, with the looks that all imagers had. */
  readonly falseTracklets: number;
  readonly falseEvents: number;
  readonly looksInAll: number;
};

/** Longitudes of the satellites from the site's. */
const ASIDE_RAD = [degrees(29), degrees(-29)];
const SIDE = 96;
/** Before the launch, so that there is a background; and after burn-out. */
const BEFORE_s: Seconds = 90;
const AFTER_s: Seconds = 25;
const REPORTED_AFTER_s: Seconds = 7;
/** What is told within so many pixels of the plume is the plume. */
const ITS_OWN = 4;
/** What exceeds the threshold within so many is the plume, detected. */
const DETECTED = 1;

/** Flies a missile of a random class from a random site, renders it into the frames of one or two imagers, and follows these through detection and a theatre. Undefined
 *  where a satellite does not see the site. */
export function studyLaunch(settings: StudySettings): LaunchStudy | undefined {
  const rendered = renderLaunch(settings);
  return rendered && studyRendered(rendered);
}

/** Follows a launch that is rendered through detection and a theatre. */
export function studyRendered({ truth, watching: all, end_us }: RenderedLaunch): LaunchStudy {
  const theatre = theatreOfImagers(all);
  const looks: PlumeLook[] = [];
  const errors: { error: number; bound: number }[] = [];
  const falseTracklets = new Set<string>();
  let looksInAll = 0;
  for (let index = 0; ; index++) {
    const begin_us = all[0].imager.beginOf(index);
    if (begin_us > end_us) break;
    all.forEach((one, k) => {
      const frames = one.look(index);
      const report = one.fold.take(frames);
      theatre.hear(one.imager.beginOf(index) + seconds_us(REPORTED_AFTER_s), report.scan);
      looksInAll += 1;
      const innovations = k > 0 ? undefined : one.innovations(frames);
      const plume = plumeIn(one, frames[0]);
      const places = placesIn(one, frames[0]);
      const isPlume = ({ last: { fit } }: Tracklet): boolean => places.some((place) => isWithin(ITS_OWN, fit, place));
      for (const { tracklet } of report.burning) if (!isPlume(tracklet)) falseTracklets.add(`${k}/${tracklet.id}`);
      if (innovations === undefined || plume === undefined) return;
      const shown = shownOf(frames, one.imager.look(index), innovations);
      const told = report.burning.find(({ tracklet }) => isPlume(tracklet))?.tracklet.last.fit;
      looks.push({
        at_s: secondsBetween(truth.launch.time_us, begin_us),
        signalToClutter: shown.signalToClutter,
        isDetected: report.exceedances.some(({ fit }) => isWithin(DETECTED, fit, shown)),
        isTold: told !== undefined,
      });
      // What hardly shows cannot be what was told so near to it.
      if (told === undefined || shown.signalToClutter < THRESHOLD) return;
      const { rowRow, columnColumn } = told.covariance;
      errors.push(
        { error: told.row - shown.row, bound: Math.sqrt(rowRow) },
        { error: told.column - shown.column, bound: Math.sqrt(columnColumn) },
      );
    });
  }
  const events = [...theatre.said().values()];
  const own = events.find((event) => isOf(truth, event));
  const told = events.flatMap(({ launched }) => launched ?? []).sort((a, b) => a.assessment.at_us - b.assessment.at_us);
  const last = told.at(-1);
  return {
    looks,
    places: errors,
    notice_s: own && secondsBetween(truth.launch.time_us, own.noticed_us),
    launch: last?.assessment.launch && errorsOf(last.assessment.launch, truth),
    heading: last && headingOf(last, truth),
    falseTracklets: falseTracklets.size,
    falseEvents: events.length - (own === undefined ? 0 : 1),
    looksInAll,
  };
}

/** What was noticed after the launch and near to where the missile then was is the missile. */
function isOf({ launch, burnout_us, stateAt }: TruthFlight, { noticed_us, place }: SaidOfEvent): boolean {
  const now = stateAt(Math.min(noticed_us, burnout_us));
  const { east, north } = offset(place, now === undefined ? launch.point : geodeticFromEcefVec(now.r));
  return noticed_us > launch.time_us && Math.sqrt(east * east + north * north) < NEAR_m;
}

/** This near, over the ground: a look's way at its fastest, and a single satellite's error along its sight. */
const NEAR_m: Metres = 80_000;

/** A launch in the looks of one imager or two, until a little after its burn-out. */
export type RenderedLaunch = { readonly truth: TruthFlight; readonly watching: readonly Watching[]; readonly end_us: Micros };

/** The missile of a seed, rendered; undefined where a satellite does not see its site. */
export function renderLaunch(settings: StudySettings): RenderedLaunch | undefined {
  const { truth } = randomFlight(settings.seed, 'missile');
  return renderFlight(settings, truth, truth.burnout_us + seconds_us(AFTER_s));
}

/** A flight, rendered until a time; undefined where a satellite does not see its site. */
export function renderFlight(settings: StudySettings, truth: TruthFlight, end_us: Micros): RenderedLaunch | undefined {
  const watching = ASIDE_RAD.slice(0, settings.satellites).flatMap((aside, k) => watch(settings, truth, aside, `imager-${k}`) ?? []);
  return watching.length < settings.satellites ? undefined : { truth, watching, end_us };
}

export type Watching = {
  /** The frames of a look, with the launch in them. */
  look(index: number): BandFrame[];
  readonly spec: ImagerSpec;
  readonly sensor: ImagerSensor;
  readonly imager: SimulatedImager;
  readonly fold: ReturnType<typeof imagerFold>;
  /** Of each look after the other, what a fold lays its hot bands beside, as a whole. */
  readonly innovations: (frames: readonly BandFrame[]) => ReadonlyMap<number, Innovation>;
  readonly heat: (at_us: Micros) => ReturnType<typeof heatOf>;
};

function watch(
  { seed, light, preset, sky, framePeriod_s, side = SIDE, behind, backdrop: simulated }: StudySettings,
  truth: TruthFlight,
  aside: number,
  name: string,
): Watching | undefined {
  const site = truth.launch.point;
  const made = imagerOf(preset(site.longitude_rad + aside, name));
  const spec = framePeriod_s === undefined ? made : { ...made, framePeriod_s };
  const at = scanOfGeodetic(gridOf(spec), { ...site, height_m: 0 });
  if (at === undefined) return undefined;
  const phase_s = spec.framePeriod_s * stream(seed, 'launch-study/phase').uniform();
  const begin_us = truth.launch.time_us - seconds_us(BEFORE_s + phase_s);
  const shift_us = shiftFor(light, truth, sky);
  const area = { kind: 'mesoscale', ...at, side_rad: side * spec.step_rad } as const;
  const backdrop = backdropBehind(behind, spec, area, { seed, name, begin_us }, simulated);
  const imager = simulatedImager(spec, area, { seed, backdrop, sky: (when) => sky(when + shift_us), begin_us });
  const sensor = sensorOf(spec, name);
  const heat = (when: Micros): ReturnType<typeof heatOf> => heatOf(seed, truth, when);
  const look = (index: number): BandFrame[] => imager.look(index, { grounds: [], flashes: [], heat: [heat] });
  return { look, spec, sensor, imager, fold: imagerFold(sensor), innovations: innovationsOf(sensor), heat };
}

function innovationsOf(sensor: ImagerSensor): Watching['innovations'] {
  const beside: Laid = { backgrounds: new Map(), seen: new Map() };
  return (frames) =>
    new Map(
      frames.flatMap((frame) => {
        const whole = wholeOf(laid(frame, beside, sensor));
        return whole === undefined ? [] : [[frame.band, whole] as const];
      }),
    );
}

/** By how many half hours the Sun is taken later, so that it stands as high as it should. */
export function shiftFor(light: Light, { launch }: TruthFlight, sky: Sky): Micros {
  const up = unit(ecefVecFromGeodetic(launch.point));
  const off = (half: number): number =>
    Math.abs(dot(unit(sky(launch.time_us + seconds_us(1800 * half)).sunEcef_m), up) - SINE_OF_SUN[light]);
  const halves = Array.from({ length: 48 }, (_, half) => half).sort((a, b) => off(a) - off(b));
  return seconds_us(1800 * halves[0]);
}

type Place = { readonly row: number; readonly column: number };

/** Whether two places are so many pixels apart at most, in rows and in columns. */
function isWithin(pixels: number, a: Place, b: Place): boolean {
  return Math.max(Math.abs(a.row - b.row), Math.abs(a.column - b.column)) <= pixels;
}

/** Where what burns falls at a time, pixels, in the area or not. */
function placeAt({ heat }: Watching, { grid, raster: { x0_rad, y0_rad, step_rad } }: BandFrame, at_us: Micros): Place | undefined {
  const source = heat(Math.round(at_us));
  const scan = source && scanOfGeodetic(grid, geodeticFromEcefVec(source.r));
  return scan && { row: (y0_rad - scan.y_rad) / step_rad, column: (scan.x_rad - x0_rad) / step_rad };
}

/** Where the plume is from a look's beginning to its end: stages part in the middle of a sweep, and at an area's edge it shows when it is not all in it. */
function placesIn(one: Watching, frame: BandFrame): Place[] {
  const { begin_us, end_us } = frame;
  return [0, 0.25, 0.5, 0.75, 1].flatMap((share) => placeAt(one, frame, begin_us + share * (end_us - begin_us)) ?? []);
}

/** Where the plume is in a look, pixels, when its row is seen; undefined where that is not in the area. */
export function plumeIn(one: Watching, frame: BandFrame): Place | undefined {
  const { spec } = one;
  const { begin_us, end_us, raster } = frame;
  const { rows, columns } = raster;
  let row = rows / 2;
  let column = NaN;
  for (let round = 0; round < (spec.scan === 'staring' ? 1 : ROUNDS); round++) {
    const place = placeAt(one, frame, begin_us + ((row + 0.5) / rows) * (end_us - begin_us));
    if (place === undefined) return undefined;
    ({ row, column } = place);
  }
  return row > 1 && row < rows - 2 && column > 1 && column < columns - 2 ? { row, column } : undefined;
}

/** A sweep sees a row a little later than the one above: two of three rounds find which one shows the plume. */
const ROUNDS = 3;

/** What a look shows of the plume alone, by the same look without it, in the band in which it stands out most: the matched filter's answer to its light, in spreads
 *  of the answers around, and the middle of that light. */
function shownOf(
  frames: readonly BandFrame[],
  without: readonly BandFrame[],
  innovations: ReadonlyMap<number, Innovation>,
): { readonly signalToClutter: number; readonly row: number; readonly column: number } {
  let best = { signalToClutter: 0, row: NaN, column: NaN };
  for (const [k, { codes, radianceOf, raster, band, wavelength_um }] of frames.entries()) {
    const innovation = innovations.get(band);
    if (innovation === undefined || wavelength_um < 2.5 || wavelength_um > 4.2) continue;
    const { columns } = raster;
    const light = Float32Array.from(codes, (code, at) => radianceOf[code] - radianceOf[without[k].codes[at]]);
    const signal = matchedFilter(light, innovation.variance, columns);
    let at = 0;
    for (let other = 0; other < signal.length; other++) if (!(signal[at] >= signal[other]) && !Number.isNaN(signal[other])) at = other;
    const around = surroundingsOf(matchedFilter(innovation.residual, innovation.variance, columns), columns, at, 1);
    const signalToClutter = around === undefined ? 0 : signal[at] / around.spread;
    if (signalToClutter > best.signalToClutter) best = { signalToClutter, ...middleOf(light, columns, at) };
  }
  return best;
}

/** The middle of the light in the seven pixels' square around a pixel. */
function middleOf(light: Float32Array, columns: number, at: number): { readonly row: number; readonly column: number } {
  let [sum, row, column] = [0, 0, 0];
  for (let i = -3; i <= 3; i++)
    for (let j = -3; j <= 3; j++) {
      const one = light[at + i * columns + j];
      if (!(one > 0)) continue;
      sum += one;
      row += one * i;
      column += one * j;
    }
  return { row: Math.floor(at / columns) + row / sum, column: (at % columns) + column / sum };
}

function errorsOf(launch: LaunchEstimate, truth: TruthFlight): LaunchStudy['launch'] {
  const { east, north } = offset(launch.point, truth.launch.point);
  const ring = ellipseRing(launch, 0.95);
  return {
    error_m: Math.sqrt(east * east + north * north),
    inside: ring !== undefined && ringHolds(ring, truth.launch.point),
    time_sigma: (truth.launch.time_us - launch.time_us) / 1e6 / launch.sigmaTime_s,
  };
}

/** The heading of an assessment beside the true one of that moment. */
function headingOf(
  { assessment: { at_us, heading_rad, headingHalfWidth_rad } }: NonNullable<SaidOfEvent['launched']>,
  truth: TruthFlight,
): LaunchStudy['heading'] {
  const state = truth.stateAt(at_us);
  if (state === undefined || heading_rad === undefined || headingHalfWidth_rad === undefined) return undefined;
  const { east, north } = enuBasis(geodeticFromEcefVec(state.r));
  const ahead = add(scale(east, sin(heading_rad)), scale(north, cos(heading_rad)));
  const right = add(scale(east, cos(heading_rad)), scale(north, 0 - sin(heading_rad)));
  return { error_rad: atan2(dot(state.v, right), dot(state.v, ahead)), halfWidth_rad: headingHalfWidth_rad };
}
