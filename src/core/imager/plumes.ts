import type { Micros, Seconds, WattsPerSteradian } from '../units.ts';
import type { PointWidth } from './point-width.ts';

/** How many plumes one spot may be made of. `most` of `MOST_PLUMES` means so many or more. */
export type Plumes = { readonly least: number; readonly most: number };

/** What one look says of a spot. */
export type PlumeSight = {
  readonly at_us: Micros;
  readonly intensity_Wpsr: WattsPerSteradian;
  readonly sigmaIntensity_Wpsr: WattsPerSteradian;
  /** A pixel of it is out of range: it is at least so bright, and its shape is not known. */
  readonly atLeast: boolean;
  readonly width: PointWidth | undefined;
};

/** What is kept of a spot from look to look. */
export type PlumeMemory = {
  readonly first_us: Micros;
  readonly brightest_Wpsr: WattsPerSteradian;
  readonly wideLooks: number;
  readonly outOfRange: boolean;
};

/** The count is bounded: more is "so many or more". */
export const MOST_PLUMES = 16;
/** The faintest plume of a missile: of short range, half a decade fainter than its class (physics/boost-profiles.ts). Nobody publishes such figures. */
const FAINTEST_WPSR: WattsPerSteradian = 30_000;
/** What air and thin cloud may have taken of the brightest sight, at most, once it has climbed. */
const TAKEN = 1.5;
/** So long after it was first told it is above clouds, and what was launched within half a minute of it burns as well. */
const CLIMBED_s: Seconds = 40;
/** A single plume is no point: optics are known to a tenth of their width, it moves while it is seen, and it grows in thin air. Variance along an axis, pixels². */
const SINGLE = 0.04;
/** In thin air a plume is kilometres large: a spot's shape is asked for so long. */
const SHAPE_s: Seconds = 40;
/** Sigmas over that, in so many looks, that show it to be wider. */
const SIGMAS = 3;
const LOOKS = 2;

/** A spot's memory after one look more. */
export function notePlumes(before: PlumeMemory | undefined, sight: PlumeSight): PlumeMemory {
  const { first_us, brightest_Wpsr, wideLooks, outOfRange } = before ?? {
    first_us: sight.at_us,
    brightest_Wpsr: 0,
    wideLooks: 0,
    outOfRange: false,
  };
  const isAsked = sight.at_us - first_us <= SHAPE_s * 1e6 && !sight.atLeast;
  return {
    first_us,
    brightest_Wpsr: Math.max(brightest_Wpsr, sight.intensity_Wpsr + 2 * sight.sigmaIntensity_Wpsr),
    wideLooks: wideLooks + (isAsked && isWide(sight.width) ? 1 : 0),
    outOfRange: outOfRange || sight.atLeast,
  };
}

/** How many plumes a spot may be, what simulated salvos and single flights say of that is in docs/plumes.md. At least two where its light is wider than a point's; at most as many
 *  of the faintest as are together so bright. While it may be under clouds, and where it was out of range, no number is too great. */
export function plumesOf({ first_us, brightest_Wpsr, wideLooks, outOfRange }: PlumeMemory, at_us: Micros): Plumes {
  const least = wideLooks >= LOOKS ? 2 : 1;
  const isKnown = !outOfRange && at_us - first_us >= CLIMBED_s * 1e6;
  const most = isKnown ? Math.floor((TAKEN * brightest_Wpsr) / FAINTEST_WPSR) : MOST_PLUMES;
  return { least, most: Math.min(MOST_PLUMES, Math.max(least, most)) };
}

function isWide(width: PointWidth | undefined): boolean {
  return width !== undefined && width.excess > SINGLE + SIGMAS * width.sigma;
}
