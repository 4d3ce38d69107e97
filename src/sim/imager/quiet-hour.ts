import { enuBasis } from '../../core/frames/enu.ts';
import type { Geodetic } from '../../core/frames/geodetic.ts';
import { geodeticOfScan, type ScanAngles, scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { cos, exp, log, sin } from '../../core/math/elementary.ts';
import { add, scale } from '../../core/math/vector.ts';
import { seconds_us, secondsBetween } from '../../core/time/scale.ts';
import type { Metres, MetresPerSecond, Micros, Radians, Seconds } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import { type RandomStream, stream } from '../random.ts';
import { gridOf } from './area.ts';
import { type HeatStudy, studyHeat } from './heat-study.ts';
import type { ImagerSpec } from './imager-spec.ts';
import { ENDINGS, lightOf, type RecordedBolide } from './recorded-bolides.ts';
import { groundOfFire } from './recorded-fires.ts';
import type { Flash, HotGround, Sources } from './sources.ts';

/** What is met in an hour of an area in which nobody launches anything. */
export type QuietHour = {
  readonly fires: readonly Fire[];
  readonly flashes: readonly Flash[];
  readonly bolides: readonly RecordedBolide[];
};

/** A fire that burns, or is lit within the hour and grows to its full size. */
export type Fire = { readonly full: HotGround; readonly lit_us: Micros; readonly grows_s: Seconds };

/** In each hour so many fires burn, and so many more are lit; means of Poisson numbers, as all that follows. */
const BURNING = 4;
const LIT = 4;
/** Radiative power of a fire in the middle of their distribution, and the sigma of its logarithm: of fire pixels that satellites in low orbits list, half have 10 MW
 *  and more, one of fifty 100. */
const POWER_W = 10e6;
const POWER_SIGMA = 1.2;
/** From the first flames to the full size; what blows up is there in a second. */
const GROWS_s: readonly [Seconds, Seconds] = [1, 900];
const STORMS = 0.5;
const FLASHES_OF_STORM = 600;
/** Sigma of where a storm's flashes are, a dozen kilometres seen from a geostationary height; and of a cloud's lit patch. */
const STORM_rad: Radians = 0.33e-3;
const LIT_PATCH_m: Metres = 8_000;
/** Between 2 and 5 µm, mean while it lasts. */
const FLASH_Wpsr: readonly [number, number] = [1e6, 1e8];
const FLASH_LASTS_s: readonly [Seconds, Seconds] = [0.1, 0.8];
const BOLIDES = 0.25;
/** Radiated, as lists of fireballs have them; speeds and heights of the peak too. */
const BOLIDE_J: readonly [number, number] = [2e10, 2e12];
const BOLIDE_mps: readonly [MetresPerSecond, MetresPerSecond] = [12_000, 30_000];
const BOLIDE_m: readonly [Metres, Metres] = [22_000, 60_000];

/** An area of so many pixels around `middle`, which lies on the Earth. */
export type QuietArea = { readonly seed: number; readonly spec: ImagerSpec; readonly middle: ScanAngles; readonly side: number };

/** What an area's hour from `begin_us` on has. */
export function quietHour({ seed, spec, middle, side }: QuietArea, begin_us: Micros): QuietHour {
  const random = stream(seed, 'imager/quiet-hour');
  const grid = gridOf(spec);
  const near = ({ x_rad, y_rad }: ScanAngles, off_rad: () => Radians): Geodetic | undefined =>
    geodeticOfScan(grid, { x_rad: x_rad + off_rad(), y_rad: y_rad + off_rad() });
  const somewhere = (): Geodetic | undefined => near(middle, () => (random.uniform() - 0.5) * side * spec.step_rad);
  const sometime = (): Micros => begin_us + Math.round(random.uniform() * HOUR_us);
  const fires = (mean: number, lit: () => Micros): Fire[] =>
    several(random.poisson(mean), () => {
      const [place, lit_us, grows_s] = [somewhere(), lit(), between(random, GROWS_s)];
      const radiativePower_W = POWER_W * exp(POWER_SIGMA * random.normal());
      return place && { full: groundOfFire({ place, radiativePower_W }), lit_us, grows_s };
    });
  const storm = (): readonly Flash[] | undefined => {
    const place = somewhere();
    const middleOfStorm = place && scanOfGeodetic(grid, place);
    return (
      middleOfStorm &&
      several(random.poisson(FLASHES_OF_STORM), () => {
        const [at, begins_us] = [near(middleOfStorm, () => STORM_rad * random.normal()), sometime()];
        const [lasts_s, intensity_Wpsr] = [between(random, FLASH_LASTS_s), between(random, FLASH_Wpsr)];
        return at && { place: at, begin_us: begins_us, lasts_s, intensity_Wpsr, radius_m: LIT_PATCH_m };
      })
    );
  };
  return {
    fires: [...fires(BURNING, () => -Infinity), ...fires(LIT, sometime)],
    flashes: several(random.poisson(STORMS), storm).flat(),
    bolides: several(random.poisson(BOLIDES), () => bolideAt(random, somewhere(), sometime())),
  };
}

const HOUR_us: Micros = 3_600e6;

/** So many, less those that would fall beside the Earth. */
function several<T>(count: number, one: () => T | undefined): T[] {
  return Array.from({ length: count }, one).filter((made) => made !== undefined);
}

/** Its logarithm is uniform. */
function between(random: RandomStream, [least, most]: readonly [number, number]): number {
  return exp(log(least) + random.uniform() * log(most / least));
}

/** Falls from anywhere above the horizon, those that come in level as rarely as there is little of the sky there. */
function bolideAt(random: RandomStream, ground: Geodetic | undefined, at_us: Micros): RecordedBolide | undefined {
  const speed_mps = between(random, BOLIDE_mps);
  const height_m = between(random, BOLIDE_m);
  const azimuth_rad = 2 * Math.PI * random.uniform();
  const sine = Math.sqrt(random.uniform());
  const radiatedEnergy_J = between(random, BOLIDE_J);
  if (ground === undefined) return undefined;
  const { east, north, up } = enuBasis(ground);
  const level_mps = speed_mps * Math.sqrt(1 - sine * sine);
  const velocityEcef_mps = add(
    scale(up, -speed_mps * sine),
    add(scale(east, level_mps * sin(azimuth_rad)), scale(north, level_mps * cos(azimuth_rad))),
  );
  return { at_us, place: { ...ground, height_m }, velocityEcef_mps, radiatedEnergy_J };
}

/** Follows an area's hour through detection and a theatre. */
export function studyQuietHour(area: QuietArea, begin_us: Micros, sky: Sky): HeatStudy & { readonly met: QuietHour } {
  const { spec } = area;
  const met = quietHour(area, begin_us);
  const heat = met.bolides.map((bolide, k) => lightOf(bolide, ENDINGS[k % ENDINGS.length]));
  const study = studyHeat({
    ...area,
    sky,
    begin_us,
    looks: Math.floor(HOUR_us / seconds_us(spec.framePeriod_s)),
    sources: (index): Sources => {
      const now_us = begin_us + seconds_us(index * spec.framePeriod_s);
      return { grounds: met.fires.flatMap((fire) => burning(fire, now_us)), flashes: met.flashes, heat };
    },
  });
  return { ...study, met };
}

/** A fire's area grows evenly. */
function burning({ full, lit_us, grows_s }: Fire, now_us: Micros): HotGround[] {
  if (now_us < lit_us) return [];
  return [{ ...full, area_m2: full.area_m2 * Math.min(1, Math.max(0.01, secondsBetween(lit_us, now_us) / grows_s)) }];
}
