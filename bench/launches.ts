import { skyAt } from '../src/adapters/sky/sky.ts';
import { geostationaryImager, staringImager } from '../src/sim/imager/presets.ts';
import { LIGHTS, type LaunchStudy, type Light, studyLaunch } from '../src/sim/imager/launch-study.ts';
import type { Seconds } from '../src/core/units.ts';
import { median, table, text } from './tables.ts';

/** The classes of imagers that are tried, with looks ten seconds apart. */
const IMAGERS = {
  'weather imager, 2 km': (longitude_rad: number, satellite: string) => geostationaryImager(longitude_rad, FRAMES_s, satellite),
  'staring array, 1 km': staringImager,
} as const;
const FRAMES_s: Seconds = 10;
/** Peak signal to clutter, between these. */
const BINS = [0, 2, 4, 6, 8, 12, 20, Infinity];
/** A plume that has been so strong is told within so many looks. */
const CLEAR = 8;
const WITHIN_LOOKS = 2;

type Row = { readonly imager: string; readonly satellites: 1 | 2; readonly light: Light; readonly studies: readonly LaunchStudy[] };

/** Launches in simulated frames, from the pixels to the launch point: missiles of random classes and sites under random clouds, by day, at night and at the
 *  terminator, in two classes of imagers and with one satellite and two. Markdown, for docs/launches-in-frames.md. */
export function launchesBench(launches: number, from: number): string[] {
  const kinds = Object.entries(IMAGERS).flatMap(([imager, preset]) =>
    ([1, 2] as const).flatMap((satellites) => LIGHTS.map((light) => ({ imager, preset, satellites, light }))),
  );
  const each = Math.ceil(launches / kinds.length);
  const rows = kinds.map(({ preset, ...kind }, k): Row => {
    const studies = Array.from({ length: each }, (_, n) =>
      studyLaunch({ ...kind, preset, seed: from + k * each + n, sky: skyAt, framePeriod_s: FRAMES_s }),
    );
    process.stderr.write(`  ${kind.imager}, ${kind.satellites}, ${kind.light}\n`);
    return { ...kind, studies: studies.flatMap((study) => study ?? []) };
  });
  return [
    `${each} launches of each kind, from seed ${from} on, looks ${FRAMES_s} s apart. Sites that a satellite does not see are left out.`,
    '',
    ...table(
      [
        'imager',
        'satellites',
        'light',
        'launches',
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
    'Clear: signal to clutter of 8 and more in a look that was not the last one of the burn but two. In time: told in that look or one of the two after it.',
    '',
    ...table(
      ['imager', ...BINS.slice(0, -1).map((low, k) => (BINS[k + 1] === Infinity ? `${low} and more` : `${low} to ${BINS[k + 1]}`))],
      operatingCurve(rows),
    ),
  ];
}

function rowOf({ imager, satellites, light, studies }: Row): string[] {
  const clear = studies.flatMap((study) => toldInTime(study) ?? []);
  const notices = studies.flatMap(({ notice_s }) => notice_s ?? []);
  const launches = studies.flatMap(({ launch }) => launch ?? []);
  const places = studies.flatMap((study) => study.places);
  const ratio = rms(places.map(({ error }) => error)) / rms(places.map(({ bound }) => bound));
  const sum = (of: (study: LaunchStudy) => number): number => studies.reduce((total, study) => total + of(study), 0);
  return [
    imager,
    `${satellites}`,
    light,
    `${studies.length}`,
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

/** Whether a plume that was clear was told in time; undefined where none was clear in time to be. */
function toldInTime({ looks }: LaunchStudy): boolean | undefined {
  const first = looks.findIndex(({ signalToClutter }) => signalToClutter >= CLEAR);
  if (first < 0 || first + WITHIN_LOOKS >= looks.length) return undefined;
  return looks.slice(first, first + WITHIN_LOOKS + 1).some(({ isTold }) => isTold);
}

/** By imager, the share of looks in which a plume was told, by its signal to clutter. */
function operatingCurve(rows: readonly Row[]): string[][] {
  return Object.keys(IMAGERS).map((imager) => {
    const looks = rows.filter((row) => row.imager === imager).flatMap(({ studies }) => studies.flatMap((study) => study.looks));
    return [
      imager,
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
