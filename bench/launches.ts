import { existsSync, writeFileSync } from 'node:fs';
import { framesOf } from '../src/adapters/goes-abi/looks.ts';
import { skyAt } from '../src/adapters/sky/sky.ts';
import { geostationaryImager, staringImager } from '../src/sim/imager/presets.ts';
import { LIGHTS, type LaunchStudy, type Light, type PlumeLook, studyLaunch, type StudySettings } from '../src/sim/imager/launch-study.ts';
import { studyHeat } from '../src/sim/imager/heat-study.ts';
import { imagerOf } from '../src/sim/imager/imager-spec.ts';
import { type RecordedScene, recordedScene } from '../src/sim/imager/recorded-scene.ts';
import type { Seconds } from '../src/core/units.ts';
import { realLooks } from './backdrop.ts';
import { launchCurves, WITHIN_LOOKS } from './launch-curves.ts';
import { median, table, text } from './tables.ts';
import { wilson } from './wilson.ts';

/** The classes of imagers that are tried, with looks ten seconds apart. */
const IMAGERS = {
  'weather imager, 2 km': (longitude_rad: number, satellite: string) => geostationaryImager(longitude_rad, FRAMES_s, satellite),
  'staring array, 1 km': staringImager,
} as const;
const FRAMES_s: Seconds = 10;
/** Peak signal to clutter, between these. */
const BINS = [0, 2, 4, 6, 8, 12, 20, Infinity];
/** A plume that has been so strong is told within `WITHIN_LOOKS`. */
const CLEAR = 8;

type Row = {
  readonly imager: string;
  readonly satellites: 1 | 2;
  readonly light: Light;
  readonly background: string;
  readonly studies: readonly LaunchStudy[];
};

/** Launches in simulated frames and in ones that were recorded, from the pixels to the launch point: missiles of random classes and sites under random clouds, by day,
 *  at night and at the terminator, in two classes of imagers and with one satellite and two; and the same in front of the looks of `folder`. Writes the curves of detection to
 *  `svg`. Markdown, for docs/launches-in-frames.md. */
export async function launchesBench({ launches, from, folder, svg }: LaunchesAsked): Promise<string[]> {
  const scenes = await scenesIn(folder);
  const kinds = [...simulatedKinds(), ...recordedKinds(scenes)];
  const each = Math.ceil(launches / kinds.length);
  const rows = kinds.map(({ preset, behind, ...kind }, k): Row => {
    const studies = Array.from({ length: each }, (_, n) =>
      studyLaunch({ ...kind, preset, seed: from + k * each + n, sky: skyAt, framePeriod_s: FRAMES_s, ...(behind && { behind }) }),
    );
    const seedsOf = (is: (study: LaunchStudy) => boolean): string =>
      studies.flatMap((study, n) => (study !== undefined && is(study) ? [from + k * each + n] : [])).join(' ');
    process.stderr.write(
      `  ${kind.imager}, ${kind.satellites}, ${kind.light}, ${kind.background}: late ${seedsOf((study) => toldInTime(study) === false)}; ` +
        `outside ${seedsOf(({ launch }) => launch?.inside === false)}; false ${seedsOf(({ falseTracklets }) => falseTracklets > 0)}\n`,
    );
    return { ...kind, studies: studies.flatMap((study) => study ?? []) };
  });
  const curves = byCurve(rows);
  if (svg !== undefined) writeFileSync(svg, launchCurves(curves));
  return [
    `${each} launches of each kind, from seed ${from} on, looks ${FRAMES_s} s apart. Sites that a satellite does not see are left out.`,
    ...(scenes.length > 0 ? [] : [`Nothing was recorded in ${folder}: simulated backgrounds alone.`]),
    '',
    ...table(
      [
        'imager',
        'satellites',
        'light',
        'background',
        'launches',
        'clear looks',
        'detected',
        'clear plumes',
        'told in time',
        'noticed',
        'after, s',
        'launch told',
        'error, km',
        '95 % region holds',
        'place: error/bound',
        'false tracklets',
        'false events',
        'hours of looks',
      ],
      rows.map(rowOf),
    ),
    '',
    'Clear: signal to clutter of 8 and more; of a plume, in a look that was not one of the last two. Detected: an exceedance became a candidate within a pixel of it in that look. In time: told in that look or one of the two after it.',
    '',
    ...totals(rows),
    '',
    ...table(
      ['looks of', ...BINS.slice(0, -1).map((low, k) => (BINS[k + 1] === Infinity ? `${low} and more` : `${low} to ${BINS[k + 1]}`))],
      operatingCurve(curves),
    ),
    '',
    ...table(
      ['recorded, no launch', 'pixels', 'minutes', 'told', 'of these as moving', 'standing', 'weather', 'events', 'launch points'],
      scenes.map(quietRow),
    ),
  ];
}

export type LaunchesAsked = {
  /** How many of all kinds together, and the first seed. */
  readonly launches: number;
  readonly from: number;
  /** Real looks for backgrounds; where there are none, the simulated ones are all. */
  readonly folder: string;
  readonly svg: string | undefined;
};

/** One way to look at launches. */
type Kind = Pick<Row, 'imager' | 'satellites' | 'light' | 'background'> & Pick<StudySettings, 'preset' | 'behind'>;

function simulatedKinds(): Kind[] {
  return Object.entries(IMAGERS).flatMap(([imager, preset]) =>
    ([1, 2] as const).flatMap((satellites) => LIGHTS.map((light) => ({ imager, preset, satellites, light, background: 'simulated' }))),
  );
}

/** In front of each real look, one satellite and two; and one over the hottest that it shows by day. */
function recordedKinds(scenes: readonly RecordedScene[]): Kind[] {
  return scenes.flatMap((scene): Kind[] => {
    const light = scene.isDay ? 'day' : 'night';
    const kind = { imager: RECORDED, preset: IMAGERS[RECORDED], light } as const;
    const anywhere = { ...kind, background: 'recorded', behind: { scene, window: 'anywhere' } } as const;
    const overFire = { ...kind, satellites: 1, background: 'recorded, over its fire', behind: { scene, window: 'hottest' } } as const;
    return [{ ...anywhere, satellites: 1 }, { ...anywhere, satellites: 2 }, ...(scene.isDay ? [overFire] : [])];
  });
}

async function scenesIn(folder: string): Promise<RecordedScene[]> {
  if (!existsSync(folder)) return [];
  const scenes: RecordedScene[] = [];
  for (const [files] of await realLooks(folder)) scenes.push(recordedScene(await framesOf(files, () => {})));
  return scenes;
}

/** As many looks as this, of nearly the whole of a scene, without a launch. */
const QUIET_LOOKS = 120;
/** Beside it, pixels on each side. */
const QUIET_MARGIN = 8;

/** What is told of a recorded scene in which nothing is launched. */
function quietRow(scene: RecordedScene): string[] {
  const spec = imagerOf(IMAGERS[RECORDED](0, 'SIM-G'));
  const side = Math.min(scene.rows, scene.columns) - 2 * QUIET_MARGIN;
  const study = studyHeat({
    seed: 1,
    spec,
    middle: { x_rad: 0, y_rad: 0.08 },
    side,
    sky: skyAt,
    begin_us: QUIET_us,
    looks: QUIET_LOOKS,
    sources: () => ({ grounds: [], flashes: [], heat: [] }),
    behind: { scene, window: 'anywhere' },
  });
  const moving = study.told.filter((one) => one.moving > 0).length;
  const { standing, weather } = study.turnedDown;
  return [scene.isDay ? 'day, with a fire' : 'night', `${side}²`, text((QUIET_LOOKS * FRAMES_s) / 60, 0)].concat(
    [study.told.length, moving, standing, weather, study.events.length, study.launches].map(String),
  );
}

/** The recorded radiances stay as they are; which day it is matters to nothing else but the Sun's distance. */
const QUIET_us = 1_572_206_427_000_000;

/** Real looks have pixels of this class. */
const RECORDED = 'weather imager, 2 km';

/** What is asked of all, by number of satellites. */
function totals(rows: readonly Row[]): string[] {
  const lines = [[1], [2], [1, 2]].map((satellites) => {
    const studies = rows.filter((row) => satellites.includes(row.satellites)).flatMap((row) => row.studies);
    const launches = studies.flatMap(({ launch }) => launch ?? []);
    const errors = launches.map(({ error_m }) => error_m / 1000);
    return [
      satellites.join(' and '),
      ...countsOf(studies),
      text(median(errors), 2),
      ...shareOf(launches.filter(({ inside }) => inside).length, launches.length),
    ];
  });
  return table(
    [
      'satellites',
      'launches',
      'clear looks, detected',
      'interval',
      'clear plumes',
      'told in time',
      'interval',
      'of them clear in all three looks',
      'interval',
      'error, km (median)',
      '95 % region holds',
      'interval',
    ],
    lines,
  );
}

function countsOf(studies: readonly LaunchStudy[]): string[] {
  const clear = studies.flatMap((study) => toldInTime(study) ?? []);
  const looks = clearLooksOf(studies);
  const detected = shareOf(looks.filter(({ isDetected }) => isDetected).length, looks.length);
  const steady = studies.flatMap((study) => toldOfSteady(study) ?? []);
  return [
    `${studies.length}`,
    ...detected,
    `${clear.length}`,
    ...shareOf(clear.filter(Boolean).length, clear.length),
    ...shareOf(steady.filter(Boolean).length, steady.length),
  ];
}

function shareOf(hits: number, n: number): [share: string, interval: string] {
  if (n === 0) return ['', ''];
  const [low, high] = wilson(hits, n);
  return [`${hits} of ${n}, ${text((100 * hits) / n, 1)} %`, `${text(100 * low, 1)}–${text(100 * high, 1)} %`];
}

/** The studies of each curve: of an imager, in front of what is simulated and what was recorded. */
function byCurve(rows: readonly Row[]): Map<string, LaunchStudy[]> {
  const curves = new Map<string, LaunchStudy[]>();
  for (const { imager, background, studies } of rows) {
    const name = `${imager}, ${background === 'simulated' ? 'simulated' : 'recorded'}`;
    curves.set(name, [...(curves.get(name) ?? []), ...studies]);
  }
  return curves;
}

function rowOf({ imager, satellites, light, background, studies }: Row): string[] {
  const clear = studies.flatMap((study) => toldInTime(study) ?? []);
  const clearLooks = clearLooksOf(studies);
  const notices = studies.flatMap(({ notice_s }) => notice_s ?? []);
  const launches = studies.flatMap(({ launch }) => launch ?? []);
  const places = studies.flatMap((study) => study.places);
  const ratio = rms(places.map(({ error }) => error)) / rms(places.map(({ bound }) => bound));
  const sum = (of: (study: LaunchStudy) => number): number => studies.reduce((total, study) => total + of(study), 0);
  return [
    imager,
    `${satellites}`,
    light,
    background,
    `${studies.length}`,
    `${clearLooks.length}`,
    `${clearLooks.filter(({ isDetected }) => isDetected).length}`,
    `${clear.length}`,
    `${clear.filter(Boolean).length}`,
    `${notices.length}`,
    text(median(notices), 0),
    `${launches.length}`,
    text(median(launches.map(({ error_m }) => error_m / 1000)), 1),
    `${launches.filter(({ inside }) => inside).length}`,
    text(ratio, 2),
    `${sum(({ falseTracklets }) => falseTracklets)}`,
    `${sum(({ falseEvents }) => falseEvents)}`,
    text(
      sum(({ looksInAll }) => (looksInAll * FRAMES_s) / 3600),
      1,
    ),
  ];
}

/** Whether one that was clear in that look and in both after it was; undefined where it was not so for as long. */
function toldOfSteady(study: LaunchStudy): boolean | undefined {
  const { looks } = study;
  const first = looks.findIndex(({ signalToClutter }) => signalToClutter >= CLEAR);
  const isSteady = looks.slice(first, first + WITHIN_LOOKS + 1).every(({ signalToClutter }) => signalToClutter >= CLEAR);
  return isSteady ? toldInTime(study) : undefined;
}

/** Every look in which a plume is clear, early or late in the burn. */
function clearLooksOf(studies: readonly LaunchStudy[]): PlumeLook[] {
  return studies.flatMap(({ looks }) => looks).filter(({ signalToClutter }) => signalToClutter >= CLEAR);
}

/** Whether a plume that was clear was told in time; undefined where none was clear in time to be. */
function toldInTime({ looks }: LaunchStudy): boolean | undefined {
  const first = looks.findIndex(({ signalToClutter }) => signalToClutter >= CLEAR);
  if (first < 0 || first + WITHIN_LOOKS >= looks.length) return undefined;
  return looks.slice(first, first + WITHIN_LOOKS + 1).some(({ isTold }) => isTold);
}

/** By curve, the share of looks in which a plume was told, by its signal to clutter. */
function operatingCurve(curves: ReadonlyMap<string, readonly LaunchStudy[]>): string[][] {
  return [...curves].map(([name, studies]) => {
    const looks = studies.flatMap((study) => study.looks);
    return [
      name,
      ...BINS.slice(0, -1).map((low, k) => {
        const those = looks.filter(({ signalToClutter }) => signalToClutter >= low && signalToClutter < BINS[k + 1]);
        return those.length === 0
          ? ''
          : `${Math.round((100 * those.filter(({ isTold }) => isTold).length) / those.length)} % of ${those.length}`;
      }),
    ];
  });
}

function rms(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
