import { loopsOver as loopsOfModule } from '../math/compiled-loops.ts';
import { PIXEL_MODULE } from './pixel-module.ts';

/** What the module exports, as kernels/pixels.as and kernels/series.as have it. */
type LoopName =
  | 'standing'
  | 'lookUp'
  | 'takeOff'
  | 'sortAround'
  | 'countAround'
  | 'begin'
  | 'slopes'
  | 'lay'
  | 'firstVariance'
  | 'matchedFilter'
  | 'peaks';

/** The loops over pixels, over a memory of fixed size in which `layout` reserves places. */
export const loopsOver = <Places>(layout: (reserve: (bytes: number) => number) => Places) =>
  loopsOfModule<LoopName, Places>(PIXEL_MODULE, layout);
