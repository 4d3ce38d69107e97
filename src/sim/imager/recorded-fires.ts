import { type ScanAngles, scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { type Geodetic, geodetic } from '../../core/frames/geodetic.ts';
import { degrees, type Kelvin, type Micros, type Radians } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { STEFAN_BOLTZMANN } from '../../core/physics/planck.ts';
import { gridOf } from './area.ts';
import { type HeatStudy, studyHeat, type ToldHeat } from './heat-study.ts';
import { type ImagerPreset, type ImagerSpec, imagerOf } from './imager-spec.ts';
import type { HotGround } from './sources.ts';
import type { BandFrame } from '../../core/imager/frame.ts';

/** A pixel in which a satellite in a low orbit saw fire, as lists of active fires tell it. */
export type FirePixel = { readonly place: Geodetic; readonly at_us: Micros; readonly isDay: boolean; readonly radiativePower_W: number };

/** Fire pixels that one look of a geostationary imager shows, of one half of the day. */
export type FireArea = { readonly spec: ImagerSpec; readonly middle: ScanAngles; readonly fires: readonly FirePixel[] };

/** Longitudes where weather satellites stand. */
export const WEATHER_SATELLITES_DEG = [-137.2, -75.2, 0, 45.5, 105, 140.7] as const;

/** The nearest of them, as an imager of a class. */
export function imagerOver(preset: (longitude_rad: Radians) => ImagerPreset, longitude_rad: Radians): ImagerSpec {
  const aside = (of_deg: number): number => Math.abs(turned(longitude_rad - degrees(of_deg)));
  const nearest = [...WEATHER_SATELLITES_DEG].sort((a, b) => aside(a) - aside(b))[0];
  return imagerOf(preset(degrees(nearest)));
}

/** To −π up to π. */
function turned(angle_rad: Radians): Radians {
  return angle_rad - 2 * Math.PI * Math.round(angle_rad / (2 * Math.PI));
}

/** Groups fire pixels by the imager that sees them best, by day and night, and by squares of so many pixels; those that none sees are left out. In order of their
 *  first pixels. */
export function fireAreasOf(
  fires: readonly FirePixel[],
  preset: (longitude_rad: Radians) => ImagerPreset,
  square: number,
): { readonly areas: readonly FireArea[]; readonly unseen: number } {
  const areas = new Map<string, FireArea & { readonly fires: FirePixel[] }>();
  let unseen = 0;
  for (const fire of fires) {
    const spec = imagerOver(preset, fire.place.longitude_rad);
    const scan = scanOfGeodetic(gridOf(spec), fire.place);
    if (scan === undefined) {
      unseen += 1;
      continue;
    }
    const side_rad = square * spec.step_rad;
    const [across, along] = [Math.floor(scan.x_rad / side_rad), Math.floor(scan.y_rad / side_rad)];
    const name = `${spec.longitude_rad} ${fire.isDay} ${across} ${along}`;
    const area = areas.get(name) ?? {
      spec,
      middle: { x_rad: (across + 0.5) * side_rad, y_rad: (along + 0.5) * side_rad },
      fires: new Array<FirePixel>(),
    };
    area.fires.push(fire);
    areas.set(name, area);
  }
  return { areas: [...areas.values()], unseen };
}

/** Flames and embers together as one black body: small fires lie between 600 and 1,200 K, and what they radiate around 4 µm for their whole power differs by a third
 *  within that.  Source  [WZO2003]. */
const FIRE_K: Kelvin = 900;

/** The ground that radiates a fire pixel's power. */
export function groundOfFire({ place, radiativePower_W }: Pick<FirePixel, 'place' | 'radiativePower_W'>): HotGround {
  return { place, temperature_K: FIRE_K, area_m2: radiativePower_W / (STEFAN_BOLTZMANN * FIRE_K * FIRE_K * FIRE_K * FIRE_K) };
}

/** Looks before some of the fires are lit, when the fold is settled, and looks in all. */
const LIT_IN = 5;
const LOOKS = 10;
/** Around the square, so that what burns at its edge has surroundings. */
const MARGIN = 6;

/** What became of an area's fires. Which burn all the time and which are lit at once after five looks, goes by turns. */
export type FireStudy = HeatStudy & {
  readonly lit: number;
  /** Those that stood out of the look in which they were lit. */
  readonly shown: number;
  /** What was told, each by what lies next to it. */
  readonly causes: readonly (ToldHeat & { readonly cause: FireCause })[];
};

/** Why something was told that was no launch: it lies next to one fire that was lit, to several that one pixel does not tell apart, to fires that burnt all the time,
 *  or to none, and is a cloud's edge or chance. */
export const FIRE_CAUSES = ['a fire lit', 'several fires lit together', 'a fire that burnt', 'no fire'] as const;
export type FireCause = (typeof FIRE_CAUSES)[number];

/** What is told so near to a fire is of that fire, pixels. */
const NEXT_TO = 3;

/** Burns an area's fires before an imager, `turn` 0 or 1: every other one is lit, beginning with that. */
export function studyFires(
  { spec, middle, fires }: FireArea,
  settings: {
    readonly seed: number;
    readonly square: number;
    readonly turn: number;
    readonly sky: Sky;
    readonly shownTo?: (frames: readonly BandFrame[]) => void;
  },
): FireStudy {
  const isLit = (k: number): boolean => k % 2 === settings.turn % 2;
  const all = fires.map(groundOfFire);
  const burning = all.filter((_, k) => !isLit(k));
  const study = studyHeat({
    ...settings,
    spec,
    middle,
    side: settings.square + 2 * MARGIN,
    begin_us: fires[0].at_us,
    looks: LOOKS,
    sources: (index) => ({ grounds: index < LIT_IN ? burning : all, flashes: [], heat: [] }),
  });
  const pixels = all.map(({ place }) => study.pixelOf(place));
  const near = (row: number, column: number, within: number): number[] =>
    pixels.flatMap((pixel, k) => (pixel && Math.max(Math.abs(pixel.row - row), Math.abs(pixel.column - column)) <= within ? [k] : []));
  const lit = pixels.filter((_, k) => isLit(k));
  const causeOf = ({ row, column }: ToldHeat): FireCause => {
    const next = near(row, column, NEXT_TO);
    const lately = next.filter(isLit).length;
    if (next.length === 0) return 'no fire';
    if (lately === 0) return 'a fire that burnt';
    return lately === 1 ? 'a fire lit' : 'several fires lit together';
  };
  return {
    ...study,
    lit: lit.length,
    shown: lit.filter((pixel) =>
      study.exceedances[LIT_IN].some(
        ({ row, column }) => pixel !== undefined && Math.max(Math.abs(pixel.row - row), Math.abs(pixel.column - column)) <= 1.5,
      ),
    ).length,
    causes: study.told.map((told) => ({ ...told, cause: causeOf(told) })),
  };
}

/** A fire pixel of figures as lists give them: degrees, MW. */
export function firePixel(latitude_deg: number, longitude_deg: number, at_us: Micros, isDay: boolean, power_MW: number): FirePixel {
  return { place: geodetic(degrees(latitude_deg), degrees(longitude_deg), 0), at_us, isDay, radiativePower_W: 1e6 * power_MW };
}
