import { skyAt } from '../src/adapters/sky/sky.ts';
import { geodeticOfScan, type ScanAngles } from '../src/core/frames/imager-grid.ts';
import { TURNED_DOWN_FOR } from '../src/core/imager/imager-fold.ts';
import { taiFromUtc_us } from '../src/core/time/scale.ts';
import type { Geodetic } from '../src/core/frames/geodetic.ts';
import type { Micros } from '../src/core/units.ts';
import { gridOf } from '../src/sim/imager/area.ts';
import { type ImagerSpec, imagerOf } from '../src/sim/imager/imager-spec.ts';
import { geostationaryImager, staringImager } from '../src/sim/imager/presets.ts';
import { studyQuietHour } from '../src/sim/imager/quiet-hour.ts';
import { stream } from '../src/sim/random.ts';
import { counted, table } from './tables.ts';

/** By turns, hour after hour; ten seconds from look to look. */
const IMAGERS = {
  'weather imager, 2 km': imagerOf(geostationaryImager(-1.31, 10, 'weather')),
  'staring array, 1 km': imagerOf({ ...staringImager(-1.31, 'staring'), framePeriod_s: 10 }),
} as const satisfies Record<string, ImagerSpec>;
type Imager = keyof typeof IMAGERS;
const SIDE = 96;
/** From the middle of the disc to beside it. */
const DISC_rad = 0.1518;
const FIRST_DAY_utc = Date.UTC(2025, 2, 1);

type Hour = { readonly imager: Imager; readonly name: string; readonly study: ReturnType<typeof studyQuietHour> };

/** What is said of days in which nobody launches anything: hour after hour an area of 96 × 96 pixels somewhere in the north-eastern quarter of the disc, with fires
 *  that are lit, storms, bolides, clouds, glint and the limb. Of every hour of `days` days from day `from` on, or of one of `every`. Markdown. */
export function monthBench({ days, from, every }: { readonly days: number; readonly from: number; readonly every: number }): string[] {
  const hours: Hour[] = [];
  for (let n = 24 * from; n < 24 * (from + days); n += every) {
    const imager = (Object.keys(IMAGERS) as Imager[])[Math.floor(n / every) % 2];
    const begin_us = taiFromUtc_us(FIRST_DAY_utc * 1000) + n * 3_600e6;
    hours.push({ imager, name: nameOf(n), study: studyQuietHour(areaOf(n, IMAGERS[imager]), begin_us, skyAt) });
    if (hours.length % 12 === 0) process.stderr.write(`  ${hours.length} hours\n`);
  }
  const rows = (Object.keys(IMAGERS) as Imager[]).map((imager) =>
    rowOf(
      imager,
      hours.filter((hour) => hour.imager === imager),
    ),
  );
  return [...table(HEAD, rows), '', ...table(['hour', 'imager', 'what was said', 'where, pixels', 'what it was'], hours.flatMap(stories))];
}

/** A place of the quarter and an area's pixels around it, by chance. */
function areaOf(
  n: number,
  spec: ImagerSpec,
): { readonly seed: number; readonly spec: ImagerSpec; readonly middle: ScanAngles; readonly side: number } {
  const random = stream(n, 'bench/month');
  const grid = gridOf(spec);
  for (;;) {
    const middle = { x_rad: random.uniform() * DISC_rad, y_rad: random.uniform() * DISC_rad };
    if (geodeticOfScan(grid, middle) !== undefined) return { seed: n, spec, middle, side: SIDE };
  }
}

function nameOf(n: number): string {
  return `day ${Math.floor(n / 24) + 1}, ${String(n % 24).padStart(2, '0')}:00`;
}

const HEAD = [
  'imager',
  'hours',
  'looks',
  'fires',
  'flashes',
  'bolides',
  ...TURNED_DOWN_FOR,
  'told to the theatre',
  'of these as moving',
  'noticed',
  'launches',
];

function rowOf(imager: Imager, hours: readonly Hour[]): string[] {
  const sum = (of: (study: Hour['study']) => number): number => hours.reduce((total, { study }) => total + of(study), 0);
  return [
    imager,
    `${hours.length}`,
    `${sum(({ looks }) => looks)}`,
    `${sum(({ met }) => met.fires.length)}`,
    `${sum(({ met }) => met.flashes.length)}`,
    `${sum(({ met }) => met.bolides.length)}`,
    ...TURNED_DOWN_FOR.map((reason) => `${sum(({ turnedDown }) => turnedDown[reason])}`),
    `${sum(({ told }) => told.length)}`,
    `${sum(({ told }) => told.filter(({ moving }) => moving > 0).length)}`,
    counted(hours.flatMap(({ study }) => study.events.map(({ cause }) => cause ?? 'no cause'))),
    `${sum(({ launches }) => launches)}`,
  ];
}

/** What is said to be next to it lies within so many pixels. */
const NEXT_TO = 4;

/** What was noticed in an hour, and what really was there. */
function stories({ imager, name, study }: Hour): string[][] {
  const { events, met, pixelOf } = study;
  return events.map(({ place, cause, noticed_us }) => {
    const at = pixelOf(place);
    const isNext = (other: Geodetic): boolean => {
      const pixel = pixelOf(other);
      return (
        at !== undefined && pixel !== undefined && Math.max(Math.abs(pixel.row - at.row), Math.abs(pixel.column - at.column)) <= NEXT_TO
      );
    };
    const isRecent = (of_us: Micros): boolean => Math.abs(noticed_us - of_us) < 120e6;
    const was = [
      ...met.bolides.filter((one) => isNext(one.place) && isRecent(one.at_us)).map(() => 'a bolide'),
      ...met.flashes.filter((one) => isNext(one.place) && isRecent(one.begin_us)).map(() => 'lightning'),
      ...met.fires.filter((one) => isNext(one.full.place)).map(({ lit_us }) => (isRecent(lit_us) ? 'a fire just lit' : 'a fire')),
    ];
    return [name, imager, cause ?? 'no cause', at === undefined ? '' : `${at.row.toFixed(0)}, ${at.column.toFixed(0)}`, was[0] ?? 'clouds'];
  });
}
