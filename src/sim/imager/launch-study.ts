import { ellipseRing, offset, ringHolds } from '../../core/assess/area.ts';
import type { Assessment } from '../../core/assess/assessment.ts';
import { scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic, geodeticFromEcefVec } from '../../core/frames/geodetic.ts';
import { type Innovation, wholeOf } from '../../core/imager/background.ts';
import type { BandFrame } from '../../core/imager/frame.ts';
import { imagerFold, type ImagerReport } from '../../core/imager/imager-fold.ts';
import type { ImagerSensor } from '../../core/imager/imager-sensor.ts';
import { laid, type Laid } from '../../core/imager/laid-look.ts';
import { matchedFilter } from '../../core/imager/matched-filter.ts';
import { surroundingsOf } from '../../core/imager/surroundings.ts';
import type { Tracklet } from '../../core/imager/tracklets.ts';
import { dot, unit } from '../../core/math/vector.ts';
import type { InfraredSensor } from '../../core/sense/sensor.ts';
import { start, step } from '../../core/pipeline.ts';
import { secondsBetween, seconds_us } from '../../core/time/scale.ts';
import { degrees, type Metres, type Micros, type Seconds } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { heatOf } from '../looks.ts';
import { randomFlight } from '../regions/flights.ts';
import { stream } from '../random.ts';
import type { TruthFlight } from '../truth.ts';
import { gridOf } from './area.ts';
import { backdropOf, USUAL_BACKDROP } from './backdrop.ts';
import { type SimulatedImager, simulatedImager } from './imager.ts';
import { type ImagerPreset, type ImagerSpec, imagerOf } from './imager-spec.ts';

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
};

/** What became of one launch in simulated frames. */
export type LaunchStudy = {
  /** Of the first satellite, look by look while it burns: peak signal to clutter of the plume, and whether it was told. */
  readonly looks: readonly { readonly signalToClutter: number; readonly isTold: boolean }[];
  /** Error of each told place, and its bound by the fit's covariance, pixels, one axis. */
  readonly places: readonly { readonly error: number; readonly bound: number }[];
  /** After the launch; undefined where nothing was said. */
  readonly notice_s: Seconds | undefined;
  readonly launch: { readonly error_m: Metres; readonly inside: boolean; readonly time_sigma: number } | undefined;
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

/** Flies a missile of a random class from a random site, renders it into the frames of one or two imagers, and follows these through detection and a theatre. Undefined
 *  where a satellite does not see the site. */
export function studyLaunch(settings: StudySettings): LaunchStudy | undefined {
  const rendered = renderLaunch(settings);
  if (rendered === undefined) return undefined;
  const { truth, watching: all } = rendered;
  const theatre = theatreOf(all);
  const looks: { signalToClutter: number; isTold: boolean }[] = [];
  const places: { error: number; bound: number }[] = [];
  const falseTracklets = new Set<string>();
  let looksInAll = 0;
  for (let index = 0; ; index++) {
    const begin_us = all[0].imager.beginOf(index);
    if (begin_us > rendered.end_us) break;
    all.forEach((one, k) => {
      const frames = one.look(index);
      const report = one.fold.take(frames);
      theatre.hear(one.imager.beginOf(index) + seconds_us(REPORTED_AFTER_s), report.scan);
      looksInAll += 1;
      const innovations = k > 0 ? undefined : one.innovations(frames);
      const plume = plumeIn(one, frames[0]);
      const isPlume = ({ last: { fit } }: Tracklet): boolean =>
        plume !== undefined && Math.max(Math.abs(fit.row - plume.row), Math.abs(fit.column - plume.column)) <= ITS_OWN;
      for (const { tracklet } of report.burning) if (!isPlume(tracklet)) falseTracklets.add(`${k}/${tracklet.id}`);
      if (innovations === undefined || plume === undefined) return;
      const shown = shownOf(frames, one.imager.look(index), innovations);
      const told = report.burning.find(({ tracklet }) => isPlume(tracklet))?.tracklet.last.fit;
      looks.push({ signalToClutter: shown.signalToClutter, isTold: told !== undefined });
      if (told === undefined) return;
      const { rowRow, columnColumn } = told.covariance;
      places.push(
        { error: told.row - shown.row, bound: Math.sqrt(rowRow) },
        { error: told.column - shown.column, bound: Math.sqrt(columnColumn) },
      );
    });
  }
  const { notice_us, last, events } = theatre.said(truth);
  return {
    looks,
    places,
    notice_s: notice_us === undefined ? undefined : secondsBetween(truth.launch.time_us, notice_us),
    launch: last && errorsOf(last, truth),
    falseTracklets: falseTracklets.size,
    falseEvents: events - (notice_us === undefined ? 0 : 1),
    looksInAll,
  };
}

/** A launch in the looks of one imager or two, until a little after its burn-out. */
export type RenderedLaunch = { readonly truth: TruthFlight; readonly watching: readonly Watching[]; readonly end_us: Micros };

/** The missile of a seed, rendered; undefined where a satellite does not see its site. */
export function renderLaunch(settings: StudySettings): RenderedLaunch | undefined {
  const { truth } = randomFlight(settings.seed, 'missile');
  const watching = ASIDE_RAD.slice(0, settings.satellites).flatMap((aside, k) => watch(settings, truth, aside, `imager-${k}`) ?? []);
  return watching.length < settings.satellites ? undefined : { truth, watching, end_us: truth.burnout_us + seconds_us(AFTER_s) };
}

type Watching = {
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
  { seed, light, preset, sky, framePeriod_s, side = SIDE }: StudySettings,
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
  const imager = simulatedImager(
    spec,
    { kind: 'mesoscale', ...at, side_rad: side * spec.step_rad },
    { seed, backdrop: backdropOf({ seed, ...USUAL_BACKDROP }), sky: (when) => sky(when + shift_us), begin_us },
  );
  const noise = new Map(spec.bands.map((band) => [band.band, band.noise]));
  const sensor: ImagerSensor = {
    id: name,
    scan: spec.scan,
    pointSpread: spec.bands[0].pointSpread,
    noiseOf: (band) => noise.get(band) ?? 0.1,
    pointing_rad: spec.drift_rad,
  };
  const heat = (when: Micros): ReturnType<typeof heatOf> => heatOf(seed, truth, when);
  const look = (index: number): BandFrame[] => imager.look(index, { grounds: [], flashes: [], heat: [heat] });
  return { look, spec, sensor, imager, fold: imagerFold(sensor), innovations: innovationsOf(sensor), heat };
}

function innovationsOf(sensor: ImagerSensor): Watching['innovations'] {
  const beside: Laid = { backgrounds: new Map(), seen_us: new Map() };
  return (frames) =>
    new Map(
      frames.flatMap((frame) => {
        const whole = wholeOf(laid(frame, beside, sensor));
        return whole === undefined ? [] : [[frame.band, whole] as const];
      }),
    );
}

/** By how many half hours the Sun is taken later, so that it stands as high as it should. */
function shiftFor(light: Light, { launch }: TruthFlight, sky: Sky): Micros {
  const up = unit(ecefVecFromGeodetic(launch.point));
  const off = (half: number): number =>
    Math.abs(dot(unit(sky(launch.time_us + seconds_us(1800 * half)).sunEcef_m), up) - SINE_OF_SUN[light]);
  const halves = Array.from({ length: 48 }, (_, half) => half).sort((a, b) => off(a) - off(b));
  return seconds_us(1800 * halves[0]);
}

/** Where the plume is in a look, pixels, when its row is seen; undefined where that is not in the area. */
function plumeIn(
  { heat, spec }: Watching,
  { begin_us, end_us, grid, raster }: BandFrame,
): { readonly row: number; readonly column: number } | undefined {
  const { rows, columns, x0_rad, y0_rad, step_rad } = raster;
  let row = rows / 2;
  let column = NaN;
  for (let round = 0; round < (spec.scan === 'staring' ? 1 : ROUNDS); round++) {
    const source = heat(Math.round(begin_us + ((row + 0.5) / rows) * (end_us - begin_us)));
    const scan = source && scanOfGeodetic(grid, geodeticFromEcefVec(source.r));
    if (scan === undefined) return undefined;
    row = (y0_rad - scan.y_rad) / step_rad;
    column = (scan.x_rad - x0_rad) / step_rad;
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

/** A theatre with these imagers for satellites, and what it has said. */
function theatreOf(watching: readonly Watching[]): {
  hear(at_us: Micros, scan: ImagerReport['scan']): void;
  said(truth: TruthFlight): { readonly notice_us: Micros | undefined; readonly last: Assessment | undefined; readonly events: number };
} {
  const state = start();
  const notices = new Map<string, { readonly at_us: Micros; readonly place: Parameters<typeof offset>[0] }>();
  let last: Assessment | undefined;
  const take = (at_us: Micros, input: Parameters<typeof step>[1]['input']): void =>
    step(state, { seq: state.seq + 1, at_us, line: 'test', input }, (emission) => {
      if (emission.kind === 'notice' && !notices.has(emission.notice.event))
        notices.set(emission.notice.event, { at_us, place: emission.notice.place.point });
      if (emission.kind === 'assessment' && emission.assessment.launch !== undefined) last = emission.assessment;
    });
  const [{ imager }] = watching;
  take(imager.beginOf(0), { kind: 'theatre', theatre: 'launch-study', line: 'test' });
  for (const one of watching) take(imager.beginOf(0), { kind: 'sensor', sensor: declared(one) });
  return {
    hear: take,
    said: ({ launch, burnout_us, stateAt }) => {
      const near = [...notices.values()].filter(({ at_us, place }) => {
        const now = stateAt(Math.min(at_us, burnout_us));
        const { east, north } = offset(place, now === undefined ? launch.point : geodeticFromEcefVec(now.r));
        return at_us > launch.time_us && Math.sqrt(east * east + north * north) < NEAR_m;
      });
      return { notice_us: near.at(0)?.at_us, last, events: notices.size };
    },
  };
}

/** What is noticed this near to where the missile is, over the ground, is the missile: a look's way at its fastest, and a single satellite's error along its sight. */
const NEAR_m: Metres = 80_000;

function declared({ spec, sensor, imager }: Watching): InfraredSensor {
  return {
    kind: 'infrared-satellite',
    id: sensor.id,
    revisit_s: spec.framePeriod_s,
    detectionProbability: 0.9,
    falseDetectionsPerScan: 0.02,
    fieldOfRegard_sr: imager.raster.rows * imager.raster.columns * spec.step_rad * spec.step_rad,
    sigmaLineOfSight_rad: 0.2 * spec.step_rad,
  };
}

function errorsOf({ launch }: Assessment, truth: TruthFlight): LaunchStudy['launch'] {
  if (launch === undefined) return undefined;
  const { east, north } = offset(launch.point, truth.launch.point);
  const ring = ellipseRing(launch, 0.95);
  return {
    error_m: Math.sqrt(east * east + north * north),
    inside: ring !== undefined && ringHolds(ring, truth.launch.point),
    time_sigma: (truth.launch.time_us - launch.time_us) / 1e6 / launch.sigmaTime_s,
  };
}
