import { scanOfGeodetic } from '../../core/frames/imager-grid.ts';
import { ecefVecFromGeodetic, type Geodetic, upAt } from '../../core/frames/geodetic.ts';
import { exp } from '../../core/math/elementary.ts';
import { addScaled, dot, type Vec3 } from '../../core/math/vector.ts';
import { seconds_us, secondsBetween } from '../../core/time/scale.ts';
import type { Metres, Micros, Radians, Seconds } from '../../core/units.ts';
import type { Sky } from '../disturbances.ts';
import type { HeatSource } from '../infrared.ts';
import { gridOf } from './area.ts';
import { type HeatStudy, studyHeat } from './heat-study.ts';
import type { ImagerPreset } from './imager-spec.ts';
import { imagerOver } from './recorded-fires.ts';

/** A bolide as lists of fireballs tell it: when and where it was brightest, how fast, on the axes that turn with the Earth, and what it radiated in all. */
export type RecordedBolide = {
  readonly at_us: Micros;
  readonly place: Geodetic;
  readonly velocityEcef_mps: Vec3;
  readonly radiatedEnergy_J: number;
};

/** Share of the energy between 2 and 5 µm: the lists reckon with a black body of 6,000 K, of which that is 5 %. */
const SHARE = 0.05;
/** The air becomes denser by e in this; the light rises while the body falls through it. */
const SCALE_HEIGHT_m: Metres = 7_000;
/** What comes in level shines for longer, and what is recorded with next to no speed down for no longer than this. */
const LONGEST_RISE_s: Seconds = 3;
const FAINTEST_Wpsr = 1_000;

/** How it ends, which lists do not tell: as fast as it came, its light falling as it rose; or fading, in so many times the rise, while what is left of it stops in as
 *  many. The second is harder to tell from a rocket. */
export const ENDINGS = ['as fast as it came', 'slowing down'] as const;
export type Ending = (typeof ENDINGS)[number];
const FADES = 2;

/** The light of a bolide, that rises as a Gaussian to its peak on a straight way. */
export function lightOf(
  { at_us, place, velocityEcef_mps, radiatedEnergy_J }: RecordedBolide,
  ending: Ending,
): (when_us: Micros) => HeatSource | undefined {
  const r = ecefVecFromGeodetic(place);
  const rise_s = riseOf(place, velocityEcef_mps);
  const half_s = rise_s * Math.sqrt(Math.PI / 2);
  const fade_s = FADES * rise_s;
  const peak_Wpsr = (SHARE * radiatedEnergy_J) / (4 * Math.PI) / (half_s + (ending === 'slowing down' ? fade_s : half_s));
  return (when_us) => {
    const t = secondsBetween(at_us, when_us);
    const slows = t > 0 && ending === 'slowing down';
    const intensity_Wpsr = peak_Wpsr * (slows ? exp((0 - t) / fade_s) : exp(-0.5 * (t / rise_s) * (t / rise_s)));
    if (intensity_Wpsr < FAINTEST_Wpsr) return undefined;
    const gone_s = slows ? fade_s * (1 - exp((0 - t) / fade_s)) : t;
    return { r: addScaled(r, velocityEcef_mps, gone_s), intensity_Wpsr, aboveCloud: false };
  };
}

function riseOf({ latitude_rad, longitude_rad }: Geodetic, velocity: Vec3): Seconds {
  const down_mps = -dot(velocity, upAt(latitude_rad, longitude_rad));
  return Math.min(LONGEST_RISE_s, SCALE_HEIGHT_m / Math.max(1, down_mps));
}

const SIDE = 72;
/** Looks before the one in which it is brightest, and after it. */
const BEFORE = 7;
const AFTER_s: Seconds = 15;
const LEAST_AFTER = 4;

/** What stands out of the look of its peak so near to it is the bolide, pixels. */
const ITS_OWN = 10;

/** `stoodOut`: of the look in which it was brightest. */
export type BolideStudy = HeatStudy & { readonly stoodOut: boolean };

/** A bolide before an imager of a class over the nearest longitude: the look is timed so that it sees the peak, a sweep in the bolide's own row. Undefined where the
 *  imager does not see the place. */
export function studyBolide(
  bolide: RecordedBolide,
  settings: {
    readonly seed: number;
    readonly preset: (longitude_rad: Radians) => ImagerPreset;
    readonly ending: Ending;
    readonly sky: Sky;
  },
): BolideStudy | undefined {
  const spec = imagerOver(settings.preset, bolide.place.longitude_rad);
  const middle = scanOfGeodetic(gridOf(spec), bolide.place);
  if (middle === undefined) return undefined;
  const light = lightOf(bolide, settings.ending);
  const study = studyHeat({
    ...settings,
    spec,
    middle,
    side: SIDE,
    begin_us: bolide.at_us - seconds_us(BEFORE * spec.framePeriod_s + spec.exposure_s / 2),
    looks: BEFORE + Math.max(LEAST_AFTER, Math.ceil(AFTER_s / spec.framePeriod_s)),
    sources: () => ({ grounds: [], flashes: [], heat: [light] }),
  });
  const at = study.pixelOf(bolide.place);
  const isOfIt = ({ row, column }: { readonly row: number; readonly column: number }): boolean =>
    at !== undefined && Math.max(Math.abs(row - at.row), Math.abs(column - at.column)) < ITS_OWN;
  return { ...study, stoodOut: study.exceedances[BEFORE].some(isOfIt) };
}
