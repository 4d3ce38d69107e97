import type { LookFiles } from '../adapters/goes-abi/looks.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import type { Candidate } from '../core/imager/hot-pixels.ts';
import type { HotSpot } from '../core/imager/hot-spots.ts';
import type { ImagerLook } from '../core/imager/imager-look.ts';
import type { Radiated } from '../core/imager/radiometry.ts';
import type { LookOfSeries } from './launches-in-looks.ts';

/** What one look showed. */
export type Shown = {
  readonly look: LookFiles;
  readonly seen: ImagerLook;
  readonly used: readonly BandFrame[];
  readonly spots: readonly HotSpot[];
  /** What each of them radiates. */
  readonly radiated: readonly (Radiated | undefined)[];
  readonly candidates: readonly Candidate[];
  /** Pixels that stand out too near to the frame's edge to be judged. */
  readonly atEdge: number;
  /** Undefined where it is none of a series. */
  readonly series: LookOfSeries | undefined;
};
