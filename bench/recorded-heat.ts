import { skyAt } from '../src/adapters/sky/sky.ts';
import { launchesInLooks } from '../src/cli/launches-in-looks.ts';
import { TURNED_DOWN_FOR } from '../src/core/imager/imager-fold.ts';
import type { Radians, Seconds } from '../src/core/units.ts';
import type { ImagerPreset } from '../src/sim/imager/imager-spec.ts';
import { LIGHTS, type LaunchStudy } from '../src/sim/imager/launch-study.ts';
import { geostationaryImager, staringImager } from '../src/sim/imager/presets.ts';
import { studyAscent } from '../src/sim/imager/recorded-ascents.ts';
import { type BolideStudy, type Ending, ENDINGS, studyBolide } from '../src/sim/imager/recorded-bolides.ts';
import { FIRE_CAUSES, type FireArea, fireAreasOf, type FireStudy, studyFires } from '../src/sim/imager/recorded-fires.ts';
import { counted, median, table, text } from './tables.ts';
import { missingRecord, recordedAscents, recordedBolides, recordedFires } from './recorded-heat-records.ts';

type Class = (longitude_rad: Radians, satellite?: string) => ImagerPreset;
const every =
  (framePeriod_s: Seconds, preset: Class): Class =>
  (longitude_rad, satellite) => ({ ...preset(longitude_rad, satellite), framePeriod_s });

/** The classes of imagers, by the size of their pixels and the time from look to look. */
export const RECORDED_HEAT_IMAGERS = {
  'weather imager, 2 km, 10 s': (longitude_rad: Radians, satellite?: string) => geostationaryImager(longitude_rad, 10, satellite),
  'staring array, 1 km, 10 s': every(10, staringImager),
  'staring array, 1 km, 1 s': staringImager,
} as const satisfies Record<string, Class>;
type Imager = keyof typeof RECORDED_HEAT_IMAGERS;
const TEN_SECONDS = ['weather imager, 2 km, 10 s', 'staring array, 1 km, 10 s'] as const satisfies readonly Imager[];

/** Side of the square that fires are put together by, and of an ascent's area, pixels. */
const SQUARE = 60;
const ASCENT_SIDE = 144;
/** A plume so strong, in spreads of the clutter, is in plain sight. */
const CLEAR = 8;

/** What was really hot, rendered into simulated looks: a day of fires, bolides, ascents of a launcher; of `every` so many areas, bolides and ascents one. Markdown,
 *  for docs/recorded-heat.md. */
export function recordedHeatBench(every: number): string[] {
  const missing = missingRecord();
  if (missing !== undefined) return [missing];
  const share = every === 1 ? 'All of them.' : `One of ${every} each.`;
  return [share, '', ...firesTable(every), '', ...bolidesTable(every), '', ...ascentsTable(every)];
}

/** An area's fires, and what `tocsin detect` would have told of the same frames. */
export type BurntArea = Pick<FireStudy, 'lit' | 'shown' | 'causes' | 'events' | 'launches' | 'turnedDown'> & {
  readonly fires: number;
  readonly isDay: boolean;
  readonly launchesTold: number;
};

export function burnArea(area: FireArea, index: number): BurntArea {
  const series = launchesInLooks();
  const launched = new Set<string>();
  const study = studyFires(area, {
    seed: index,
    square: SQUARE,
    turn: index,
    sky: skyAt,
    shownTo: (frames) => {
      const [{ begin_us }] = frames;
      for (const { event, estimate } of series.take(frames, skyAt(begin_us))?.events ?? []) if (estimate !== undefined) launched.add(event);
    },
  });
  return { ...study, fires: area.fires.length, isDay: area.fires[0].isDay, launchesTold: launched.size };
}

/** Fire areas of a class of imagers, one of so many, in order of their first pixels' times. */
export function someFireAreas(imager: Imager, every: number): { readonly area: FireArea; readonly index: number }[] {
  const { areas } = fireAreasOf(recordedFires(), RECORDED_HEAT_IMAGERS[imager], SQUARE);
  return areas.map((area, index) => ({ area, index })).filter(({ index }) => index % every === 0);
}

function firesTable(every: number): string[] {
  const rows = TEN_SECONDS.flatMap((imager) => {
    const burnt = someFireAreas(imager, every).map(({ area, index }) => burnArea(area, index));
    process.stderr.write(`  fires, ${imager}\n`);
    return fireRows(imager, burnt);
  });
  return table(FIRE_HEAD, rows);
}

export const FIRE_HEAD = [
  'fires, imager',
  'light',
  'areas',
  'fire pixels',
  'lit',
  'stood out when lit',
  ...FIRE_CAUSES.map((cause) => `told: ${cause}`),
  'moving for a look or two',
  'for longer',
  'noticed',
  'launches',
  ...TURNED_DOWN_FOR,
];

export function fireRows(imager: string, burnt: readonly BurntArea[]): string[][] {
  return [true, false].map((isDay) => {
    const those = burnt.filter((one) => one.isDay === isDay);
    const told = those.flatMap(({ causes }) => causes);
    return [
      imager,
      isDay ? 'day' : 'night',
      `${those.length}`,
      `${sum(those, ({ fires }) => fires)}`,
      `${sum(those, ({ lit }) => lit)}`,
      `${sum(those, ({ shown }) => shown)}`,
      ...FIRE_CAUSES.map((cause) => `${told.filter((one) => one.cause === cause).length}`),
      `${told.filter(({ moving }) => moving > 0 && moving <= 2).length}`,
      `${told.filter(({ moving }) => moving > 2).length}`,
      counted(those.flatMap(({ events }) => events.map(({ cause }) => cause ?? 'no cause'))),
      `${sum(those, ({ launches, launchesTold }) => launches + launchesTold)}`,
      ...TURNED_DOWN_FOR.map((reason) => `${sum(those, ({ turnedDown }) => turnedDown[reason])}`),
    ];
  });
}

/** The recorded bolides before a class of imagers, one of so many; undefined where it does not see one. */
export function someBolides(imager: Imager, ending: Ending, every: number): (BolideStudy | undefined)[] {
  return recordedBolides().flatMap((bolide, index) =>
    index % every === 0 ? [studyBolide(bolide, { seed: index, preset: RECORDED_HEAT_IMAGERS[imager], ending, sky: skyAt })] : [],
  );
}

function bolidesTable(every: number): string[] {
  const rows = ENDINGS.flatMap((ending) =>
    (Object.keys(RECORDED_HEAT_IMAGERS) as Imager[]).map((imager) => {
      const all = someBolides(imager, ending, every);
      const seen = all.flatMap((study) => study ?? []);
      const told = seen.flatMap((study) => study.told);
      process.stderr.write(`  bolides, ${imager}, ${ending}\n`);
      return [
        imager,
        ending,
        `${seen.length} of ${all.length}`,
        `${seen.filter(({ stoodOut }) => stoodOut).length}`,
        `${sum(seen, ({ turnedDown }) => turnedDown.once)}`,
        `${told.length}`,
        `${told.filter(({ moving }) => moving > 0 && moving <= 2).length}`,
        `${told.filter(({ moving }) => moving > 2).length}`,
        counted(seen.flatMap(({ events }) => events.map(({ cause }) => cause ?? 'no cause'))),
        `${sum(seen, ({ launches }) => launches)}`,
      ];
    }),
  );
  return table(
    ['bolides, imager', 'ending', 'in sight', 'stood out', 'once', 'told', 'moving for a look or two', 'for longer', 'noticed', 'launches'],
    rows,
  );
}

/** The recorded ascents before one or two imagers of a class, one of so many. */
export function someAscents(
  imager: Imager,
  light: (typeof LIGHTS)[number],
  satellites: 1 | 2,
  every: number,
): { readonly name: string; readonly study: LaunchStudy | undefined }[] {
  const preset = RECORDED_HEAT_IMAGERS[imager];
  const settings = { light, satellites, preset, sky: skyAt, side: ASCENT_SIDE };
  return recordedAscents().flatMap(({ name, record }, index) =>
    index % every === 0 ? [{ name, study: studyAscent(name, record, { ...settings, seed: index }) }] : [],
  );
}

function ascentsTable(every: number): string[] {
  const each = TEN_SECONDS.flatMap((imager) =>
    ([1, 2] as const).flatMap((satellites) =>
      (['night', 'day'] as const).map((light) => {
        const all = someAscents(imager, light, satellites, every);
        process.stderr.write(`  ascents, ${imager}, ${satellites}, ${light}\n`);
        return { imager, satellites, light, all };
      }),
    ),
  );
  const misses = each.flatMap(({ imager, satellites, light, all }) =>
    all.flatMap(({ name, study }) => (study === undefined ? [] : missOf(study).map((why) => [name, imager, `${satellites}`, light, why]))),
  );
  return [
    ...table(
      [
        'ascents, imager',
        'satellites',
        'light',
        'ascents',
        'in plain sight',
        'told',
        'after plain sight, s',
        'noticed',
        'after launch, s',
        'launch told',
        'error, km',
        '95 % region holds',
        'heading off, °',
        'in its 95 %',
        'false events',
      ],
      each.map(({ imager, satellites, light, all }) => [
        imager,
        `${satellites}`,
        light,
        ...ascentCells(all.flatMap(({ study }) => study ?? [])),
      ]),
    ),
    '',
    ...table(['not as it should be', 'imager', 'satellites', 'light', 'what'], misses),
  ];
}

function ascentCells(studies: readonly LaunchStudy[]): string[] {
  const waits = studies.flatMap((study) => waitOf(study) ?? []);
  const launches = studies.flatMap(({ launch }) => launch ?? []);
  const headings = studies.flatMap(({ heading }) => heading ?? []);
  return [
    `${studies.length}`,
    `${studies.filter(({ looks }) => looks.some(isClear)).length}`,
    `${studies.filter(({ looks }) => looks.some(({ isTold }) => isTold)).length}`,
    text(median(waits), 0),
    `${studies.filter(({ notice_s }) => notice_s !== undefined).length}`,
    text(median(studies.flatMap(({ notice_s }) => notice_s ?? [])), 0),
    `${launches.length}`,
    text(median(launches.map(({ error_m }) => error_m / 1000)), 1),
    `${launches.filter(({ inside }) => inside).length}`,
    text(median(headings.map(({ error_rad }) => (Math.abs(error_rad) * 180) / Math.PI)), 1),
    `${headings.filter(isHeld).length} of ${headings.length}`,
    `${sum(studies, ({ falseEvents }) => falseEvents)}`,
  ];
}

type Looked = LaunchStudy['looks'][number];
const isClear = ({ signalToClutter }: Looked): boolean => signalToClutter >= CLEAR;
const isHeld = ({ error_rad, halfWidth_rad }: NonNullable<LaunchStudy['heading']>): boolean => Math.abs(error_rad) <= halfWidth_rad;

/** From the first look in plain sight to the first in which it was told; undefined where there was none of one. */
function waitOf({ looks }: LaunchStudy): Seconds | undefined {
  const clear = looks.find(isClear);
  const told = looks.find(({ isTold }) => isTold);
  return clear && told && Math.max(0, told.at_s - clear.at_s);
}

/** What an ascent lacks. */
function missOf(study: LaunchStudy): string[] {
  const { looks, launch, heading } = study;
  const strongest = Math.max(...looks.map(({ signalToClutter }) => signalToClutter));
  const told = looks.find(({ isTold }) => isTold);
  if (told === undefined) return [`never told; at most ${strongest.toFixed(0)} spreads`];
  const since = `told ${told.at_s.toFixed(0)} s after the launch, at most ${strongest.toFixed(0)} spreads`;
  if (launch === undefined) return [`no launch point; ${since}`];
  return [
    ...(launch.inside ? [] : [`launch point off by ${(launch.error_m / 1000).toFixed(1)} km, outside; ${since}`]),
    ...(heading === undefined || isHeld(heading)
      ? []
      : [`heading off by ${degreesText(heading.error_rad)} where 95 % lie within ${degreesText(heading.halfWidth_rad)}; ${since}`]),
  ];
}

function degreesText(angle_rad: Radians): string {
  return `${((angle_rad * 180) / Math.PI).toFixed(0)}°`;
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
